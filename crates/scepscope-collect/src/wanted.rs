//! What a request wants read, and what of it was not.

use std::collections::BTreeMap;

use scepscope_bundle::RequestFacts;
use scepscope_model::{Cause, Gap, SourceKind};

use crate::check::Checked;

/// The id that stands for every source of the device.
const ALL: &str = "all";

/// Source ids that several kinds of file answer. Besides, the id of every kind names itself.
const FAMILIES: [(&str, &[SourceKind]); 9] = [
    (
        "windows.events",
        &[SourceKind::Evtx, SourceKind::EventXml, SourceKind::EventText, SourceKind::EventCsv],
    ),
    ("linux.journal", &[SourceKind::Journal]),
    ("device.facts", &[SourceKind::DeviceFacts]),
    ("macos.unified_log", &[SourceKind::UnifiedLog]),
    ("windows.registry", &[SourceKind::RegistryExport]),
    ("android.omadm", &[SourceKind::Omadm]),
    ("android.cloud_extension", &[SourceKind::CloudExtension]),
    ("apple.unified_log", &[SourceKind::UnifiedLog]),
    ("apple.console", &[SourceKind::ConsoleText, SourceKind::Syslog]),
];

impl Checked {
    /// Says in the bundle's statement which request it answers, and in the report which of the `wanted` source ids no source
    /// that was read belongs to: each is a gap. `all` can't be told from the files given, and is a gap where `live`
    /// (whether the device itself was read) is false.
    pub fn answer(&mut self, request: RequestFacts, wanted: &[String], live: bool) {
        self.request = Some(request);
        for id in wanted {
            let read =
                if id == ALL { live } else { self.sources.iter().any(|s| answers(id, s.detected.kind)) };
            if !read {
                self.report.gaps.push(not_gathered(id));
            }
        }
    }
}

fn answers(id: &str, kind: SourceKind) -> bool {
    // A part of a family, such as `windows.events.capi2`: the kind of file alone does not tell which.
    let of =
        |family: &str| id.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    id == kind.id() || FAMILIES.iter().any(|(family, kinds)| of(family) && kinds.contains(&kind))
}

fn not_gathered(id: &str) -> Gap {
    let detail = [("reason", "not_gathered"), ("origin", id)];
    Gap {
        source: None,
        cause: Cause::SourceUnreadable,
        detail: detail.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect::<BTreeMap<_, _>>(),
    }
}
