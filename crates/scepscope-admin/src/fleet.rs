//! `scepscope-admin fleet`.

use std::path::Path;

use scepscope_analyze::{Refused, read_identity};
use scepscope_bundle::{Cancel, Identity, Sha256Hex};
use scepscope_console::{Exit, color, explain, explain_about, note, print, print_json, width};
use scepscope_fleet::{FleetError, FleetOptions, FolderInbox, Inbox, StoreInbox, Trust, TrustBasis, update};
use scepscope_model::{FleetSummary, Tool};
use scepscope_present::{Words, fleet};
use time::OffsetDateTime;

use crate::analyze::write_new;
use crate::args;
use crate::bundle;
use crate::verify::refuse;

pub(crate) fn run(call: &args::Fleet, words: &Words) -> Exit {
    let cancel = Cancel::default();
    let stop = cancel.clone();
    // Without a handler the program ends at once; the earlier table is whole then, too.
    let _ = ctrlc::set_handler(move || stop.cancel());
    match make(call, words, &cancel) {
        Ok(summary) => show(call, words, &summary),
        Err(exit) => exit,
    }
}

fn make(call: &args::Fleet, words: &Words, cancel: &Cancel) -> Result<FleetSummary, Exit> {
    let refused = |refused: Refused| refuse(words, &refused, None);
    let allowed = bundle::allowed(&call.trust, words).map_err(refused)?;
    let identity = call.trust.identity.as_deref().map(read_identity).transpose().map_err(refused)?;
    let now = call.trust.verify_time.unwrap_or_else(OffsetDateTime::now_utc);
    let inbox = open(&call.inbox).map_err(|error| failed(words, &call.inbox, error))?;
    let options = FleetOptions {
        trust: Trust { allowed: allowed.as_ref(), identity: identity.as_ref(), now },
        basis: basis(&call.trust, identity.as_ref()).map_err(|error| {
            let path = call.trust.allowed_signers.as_deref().unwrap_or(Path::new("")).to_string_lossy();
            explain(words, "path-unreadable", Some(&path), Some(&error.to_string()));
            Exit::NothingToDo
        })?,
        workers: std::thread::available_parallelism().map_or(1, usize::from),
        tool: Tool { name: "scepscope-admin".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        cancel,
    };
    let summary = update(inbox.as_ref(), call.out.as_deref(), &options)
        .map_err(|error| failed(words, inbox.name(), error))?;
    if summary.bundles == 0 {
        explain(words, "inbox-empty", Some(inbox.name()), None);
        return Err(Exit::NothingToDo);
    }
    Ok(summary)
}

/// A folder, or the object store that a URL names.
fn open(inbox: &str) -> Result<Box<dyn Inbox>, FleetError> {
    if StoreInbox::is_url(inbox) {
        return Ok(Box::new(StoreInbox::from_environment(inbox)?));
    }
    Ok(Box::new(FolderInbox::new(Path::new(inbox))))
}

/// The list's content, not its name: what it says decides what counts. Of the identity its public half.
fn basis(trust: &args::Trust, identity: Option<&Identity>) -> std::io::Result<TrustBasis> {
    let absent = || "-".to_owned();
    let signers = match &trust.allowed_signers {
        Some(path) => Sha256Hex::of(&std::fs::read(path)?).to_string(),
        None => absent(),
    };
    let identity = identity.map_or_else(absent, |identity| identity.recipient().to_string());
    let time = trust.verify_time.map_or_else(absent, |at| at.unix_timestamp().to_string());
    Ok(TrustBasis(format!("signers={signers} identity={identity} time={time}")))
}

fn failed(words: &Words, inbox: &str, error: FleetError) -> Exit {
    match error {
        FleetError::Inbox { inbox, detail } => {
            explain(words, "inbox-unreadable", Some(&inbox), Some(&detail));
            Exit::NothingToDo
        }
        FleetError::TooMany { limit } => {
            let limit = limit.to_string();
            explain_about(words, "inbox-too-large", &[("path", inbox), ("limit", &limit)], None);
            Exit::Failed
        }
        FleetError::OtherFile { path, detail } => {
            explain(words, "not-a-fleet-table", Some(&path.to_string_lossy()), Some(&detail));
            Exit::Failed
        }
        FleetError::Table { path, detail } => {
            explain(words, "output-not-writable", Some(&path.to_string_lossy()), Some(&detail));
            Exit::Failed
        }
        FleetError::Cancelled => Exit::Interrupted,
    }
}

fn show(call: &args::Fleet, words: &Words, summary: &FleetSummary) -> Exit {
    if let Some(path) = &call.out {
        let path = path.to_string_lossy().into_owned();
        note(&words.get("fleet-written", &[("path", path.into()), ("rows", summary.rows.into())]));
    }
    if let Some(path) = &call.html
        && let Err(error) = write_new(path, &fleet::html(summary, words))
    {
        explain(words, "output-not-writable", Some(&path.to_string_lossy()), Some(&error.to_string()));
        return Exit::Failed;
    }
    if call.json {
        return if print_json(summary).is_ok() { Exit::Done } else { Exit::Failed };
    }
    print(&fleet::terminal(summary, words, width(), color()));
    Exit::Done
}
