//! This device as an input: `--live`, and `scepscope sources`.

use std::path::PathBuf;
use std::sync::Arc;

use scepscope_acquire::{
    DEVICE_FACTS, Device, ELEVATED, Order, Settings, SourceList, gather, list, this_device,
};
use scepscope_collect::{Cancel, CollectError, ErrorCode, Input};
use scepscope_console::{Exit, collect_error, note, print, print_json, width};
use scepscope_model::{Platform, Stamp};
use scepscope_present::{Words, text};
use time::OffsetDateTime;

use crate::args;

/// A folder of journal files that is read in place of the system's own journal, as of a mounted disk.
const JOURNAL_VARIABLE: &str = "SCEPSCOPE_JOURNAL";

/// Columns between an id and what is said of it.
const GAP: usize = 2;

pub(crate) fn run(call: &args::Sources, words: &Words) -> Exit {
    let sources = list(device().as_ref());
    if call.json {
        if let Err(error) = print_json(&sources) {
            return collect_error(words, &CollectError::with(ErrorCode::Internal, error.to_string()), None);
        }
    } else {
        print(&shown(&sources, words));
    }
    Exit::Done
}

/// What the command line asks for of this device.
pub(crate) fn inputs(
    live: &args::Live,
    since: Option<Stamp>,
    words: &Words,
    cancel: &Cancel,
) -> Result<Vec<Input>, CollectError> {
    if !live.live {
        return Ok(Vec::new());
    }
    let order = Order {
        sources: live.source.clone(),
        since,
        elevate: live.elevate,
        ..Order::everything(OffsetDateTime::now_utc())
    };
    gathered(&order, words, cancel)
}

/// The system that this program runs on.
pub(crate) fn platform() -> Platform {
    device().platform()
}

/// Refuses a source that this device does not have, before anybody waits for it.
pub(crate) fn known(sources: &[String]) -> Result<(), CollectError> {
    let list = list(device().as_ref());
    match sources.iter().find(|id| !list.sources.iter().any(|s| s.id == id.as_str())) {
        Some(unknown) => Err(CollectError::with(ErrorCode::NoSuchSource, unknown.clone())),
        None => Ok(()),
    }
}

/// Reads what is ordered of this device.
pub(crate) fn gathered(order: &Order, words: &Words, cancel: &Cancel) -> Result<Vec<Input>, CollectError> {
    let mut begins = |id: &str| {
        if id != DEVICE_FACTS {
            note(&words.get("live-reading", &[("source", id.into())]));
        }
    };
    gather(&device(), order, cancel, &mut begins)
        .map_err(|unknown| CollectError::with(ErrorCode::NoSuchSource, unknown.0))
}

/// The sources of this device that answer a link. Touches none of them.
pub(crate) fn answering(asked: &[String]) -> Vec<String> {
    scepscope_acquire::answering(device().as_ref(), asked)
}

/// Reads what answers a request for `asked`: these sources.
pub(crate) fn read(
    asked: &[String],
    sources: &[String],
    words: &Words,
    cancel: &Cancel,
) -> Result<Vec<Input>, CollectError> {
    match Order::answering(asked, sources.to_vec(), OffsetDateTime::now_utc()) {
        Some(order) => gathered(&order, words, cancel),
        None => Ok(Vec::new()),
    }
}

/// This device.
pub(crate) fn device() -> Arc<dyn Device> {
    this_device(&Settings {
        home: std::env::home_dir(),
        journal: std::env::var_os(JOURNAL_VARIABLE).map(PathBuf::from),
    })
}

fn shown(list: &SourceList, words: &Words) -> String {
    let column = list.sources.iter().map(|s| s.id.len()).max().unwrap_or(0) + GAP;
    let mut out = String::new();
    for source in &list.sources {
        let mut said = vec![words.plain(&format!("live-state-{}", source.state.id().replace('_', "-")))];
        said.extend(source.reason.map(|reason| words.gap_reason(reason.id())));
        if source.more_with_elevation {
            said.push(words.plain("live-more-with-elevation"));
            if ELEVATED.contains(&source.id) {
                said.push(words.plain("live-elevate"));
            }
        }
        let lines = text::wrap(&said.join(" "), width().saturating_sub(column));
        for (at, line) in lines.iter().enumerate() {
            let id = if at == 0 { source.id } else { "" };
            out.push_str(&format!("{id:column$}{line}\n"));
        }
    }
    out
}
