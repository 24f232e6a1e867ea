//! What the server's logs say, as others read it out of them.

use scepscope_model::{Cause, CheckState, Confidence, Expected, Found, Report, SourceKind, SourceReport};

use super::{Items, Server, value};
use crate::facts::Answer;

/// Records that are shown of one cause; the analysis of the logs shows more.
const MAX_RECORDS: usize = 3;

/// Causes that say that all is well.
const GOOD: [Cause; 2] = [Cause::Healthy, Cause::ConnectorSetupOk];

/// What the connector's own logs tell of it, not of the certification authority.
const CONNECTOR: [Cause; 5] = [
    Cause::VerifyRequestFailed,
    Cause::ConnectorSigningCertificateMissing,
    Cause::ChallengeExpired,
    Cause::PolicyModuleCannotReachConnector,
    Cause::PolicyModuleTlsNameMismatch,
];

const AUTHORITY: [Cause; 3] = [Cause::TemplateMismatch, Cause::CaUnreachable, Cause::CaRequestFailed];

const EVENT_LOGS: [SourceKind; 4] =
    [SourceKind::Evtx, SourceKind::EventXml, SourceKind::EventText, SourceKind::EventCsv];

pub(super) fn web(server: &Server<'_>, items: &mut Items) {
    of_kind(server, items, &[SourceKind::IisW3c], "u_ex*.log", |_| true);
    of_kind(server, items, &[SourceKind::HttpErr], "httperr*.log", |_| true);
}

pub(super) fn policy_module(server: &Server<'_>, items: &mut Items) {
    of_kind(server, items, &[SourceKind::NdesPlugin], "NDESPlugin.log", |_| true);
}

pub(super) fn setup(server: &Server<'_>, items: &mut Items) {
    of_kind(server, items, &[SourceKind::SetupMsi], "SetupMsi.log", |_| true);
}

pub(super) fn crashes(server: &Server<'_>, items: &mut Items) {
    events(server, items, "Application", &[Cause::AppPoolCrash]);
}

pub(super) fn revocation(server: &Server<'_>, items: &mut Items) {
    events(server, items, "CAPI2", &[Cause::CrlUnreachable, Cause::PolicyModuleCertificateExpired]);
}

pub(super) fn connector(server: &Server<'_>, items: &mut Items) {
    events(server, items, "Connector", &CONNECTOR);
    events(server, items, "Connector-Admin", &CONNECTOR);
    of_kind(server, items, &[SourceKind::Svclog], "*.svclog", |cause| !AUTHORITY.contains(&cause));
}

pub(super) fn authority(server: &Server<'_>, items: &mut Items) {
    events(server, items, "Application", &AUTHORITY);
    events(server, items, "Connector", &AUTHORITY);
    events(server, items, "Connector-Admin", &AUTHORITY);
    of_kind(server, items, &[SourceKind::Svclog], "*.svclog", |cause| AUTHORITY.contains(&cause));
}

/// The causes that one event log shows. `name` is the name of its file in the export.
pub(super) fn events(server: &Server<'_>, items: &mut Items, name: &str, causes: &[Cause]) {
    let channel = server.export.facts.channels.get(name);
    let is_it = |source: &SourceReport| EVENT_LOGS.contains(&source.kind) && stem(&source.origin) == name;
    let read = server.logs.is_some_and(|report| report.sources.iter().any(is_it));
    let shown =
        server.logs.is_some_and(|report| records(report, items, is_it, |cause| causes.contains(&cause)));
    if shown {
        return;
    }
    let reason = match channel {
        Some(Answer::Value(false)) => "log_switched_off",
        Some(Answer::Error(reason)) => reason,
        // An event log without one selected event is a log that was read, too: the export holds only what it asks for.
        Some(Answer::Value(true)) if exported(server, name) => return good(items, name),
        None if read => return good(items, name),
        _ => "log_missing",
    };
    items.unread(name, reason, Expected::NoRecord);
}

fn exported(server: &Server<'_>, name: &str) -> bool {
    server.export.logs.iter().any(|logs| logs.join(format!("{name}.evtx")).is_file())
        || server.logs.is_some_and(|r| r.sources.iter().any(|s| stem(&s.origin) == name))
}

fn good(items: &mut Items, looked_at: &str) {
    items.judge(looked_at, Found::Nothing, Expected::NoRecord, true, None);
}

/// The name of a file without folders and extension.
fn stem(origin: &str) -> &str {
    let name = origin.rsplit(['/', '\\', '!']).next().unwrap_or(origin);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The causes that the logs of one kind show.
fn of_kind(
    server: &Server<'_>,
    items: &mut Items,
    kinds: &[SourceKind],
    name: &str,
    wants: impl Fn(Cause) -> bool,
) {
    let is_it = |source: &SourceReport| kinds.contains(&source.kind);
    let Some(report) = server.logs.filter(|report| report.sources.iter().any(is_it)) else {
        return items.unread(name, "log_missing", Expected::NoRecord);
    };
    if records(report, items, is_it, wants) {
        return;
    }
    for source in report.sources.iter().filter(|source| is_it(source)) {
        good(items, &source.origin);
    }
}

/// Shows the records of the wanted causes; false where there is none.
fn records(
    report: &Report,
    items: &mut Items,
    is_it: impl Fn(&SourceReport) -> bool,
    wants: impl Fn(Cause) -> bool,
) -> bool {
    let mut shown = false;
    for finding in report.findings.iter().filter(|f| wants(f.cause) && !GOOD.contains(&f.cause)) {
        let of_it = finding.evidence.iter().filter_map(|evidence| {
            let source = report.sources.iter().find(|s| s.id == evidence.source)?;
            is_it(source).then_some((source, evidence))
        });
        for (source, evidence) in of_it.take(MAX_RECORDS) {
            shown = true;
            let looked_at = format!("{}, {}", source.origin, evidence.locator);
            // What is only possible is no proof that something is wrong.
            let state = match finding.confidence {
                Confidence::Possible => CheckState::Unknown,
                Confidence::Certain | Confidence::Likely => CheckState::Wrong,
            };
            let expected = Expected::NoRecord;
            items.push(&looked_at, value(&evidence.excerpt), expected, state, Some(finding.cause));
        }
    }
    shown
}
