//! `scepscope record`: start, reproduce, stop; only what was recorded in between is collected.

use std::io::{self, BufRead};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use scepscope_acquire::{Mark, Order, SyncOutcome, SyncStart, SyncWay, start_sync};
use scepscope_collect::{Cancel, CollectError, ErrorCode, PrepareOptions};
use scepscope_console::{Exit, collect_error, note};
use scepscope_model::Stamp;
use scepscope_present::Words;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::check::read;
use crate::collect::{Packing, pack};
use crate::input::cancel_on_interrupt;
use crate::{args, live};

/// How often it is asked whether somebody cancels.
const LOOK: Duration = Duration::from_millis(100);

/// Longest line that ends a recording, in bytes.
const MAX_LINE: u64 = 4096;

pub(crate) fn run(call: &args::Record, words: &Words) -> Exit {
    let out = call.out.to_string_lossy();
    match record(call, words) {
        Ok(()) => Exit::Done,
        Err(error) => collect_error(words, &error, Some(&out)),
    }
}

fn record(call: &args::Record, words: &Words) -> Result<(), CollectError> {
    let cancel = cancel_on_interrupt();
    live::known(&call.source)?;
    let started = OffsetDateTime::now_utc();
    note(&words.get("record-started", &[("time", rfc3339(started).into())]));
    let synced = OffsetDateTime::now_utc();
    let sync = (!call.no_sync).then(|| start_sync(&live::device(), &cancel));
    tell(sync.as_ref(), words);
    match call.seconds {
        Some(seconds) => {
            note(&words.get("record-for", &[("seconds", seconds.into())]));
            wait(Duration::from_secs(seconds), &cancel);
        }
        None => {
            note(&words.plain("record-until-enter"));
            wait_for_enter(&cancel);
        }
    }
    if cancel.is_cancelled() {
        return Err(CollectError::new(ErrorCode::Cancelled));
    }
    let stopped = OffsetDateTime::now_utc();
    note(&words.get("record-stopped", &[("time", rfc3339(stopped).into())]));
    let mark = |what: &str, time| Mark { what: what.to_owned(), time: rfc3339(time) };
    let mut marks = vec![mark("record_started", started)];
    if sync.as_ref().is_some_and(|sync| sync.outcome == SyncOutcome::Started) {
        marks.push(mark("sync_started", synced));
    }
    marks.push(mark("record_stopped", stopped));
    let order = Order {
        sources: call.source.clone(),
        since: Some(stamp(started)),
        until: Some(stamp(stopped)),
        marks,
        sync,
        elevate: call.elevate,
        ..Order::everything(stopped)
    };
    let inputs = live::gathered(&order, words, &cancel)?;
    let checked = read(&[], inputs, Some(stamp(started)), &cancel)?;
    let options =
        PrepareOptions { policy: call.redact, language: words.language(), ..PrepareOptions::default() };
    let mut prepared = checked.prepare(&options, &cancel)?;
    let packing = Packing {
        out: &call.out,
        case: call.case.as_deref(),
        recipients: &call.recipient,
        keep_pseudonyms: true,
        json: call.json,
    };
    pack(&mut prepared, &packing, words, &cancel)
}

/// What was done to start a sync, and how to start one where nothing was.
fn tell(sync: Option<&SyncStart>, words: &Words) {
    if let Some(sync) = sync {
        if let Some(reason) = sync.reason {
            note(&words.gap_reason(reason.id()));
        }
        match (sync.outcome, sync.way) {
            (SyncOutcome::Started, SyncWay::UserUnit) => note(&words.plain("record-sync-started-unit")),
            (SyncOutcome::Started, _) => note(&words.plain("record-sync-started-task")),
            (SyncOutcome::LeftToUser, SyncWay::SettingsPage) => note(&words.plain("record-sync-opened")),
            _ => {}
        }
    }
    if sync.is_none_or(|sync| sync.outcome != SyncOutcome::Started) {
        note(&words.plain(&format!("record-sync-{}", live::platform().id())));
    }
}

fn rfc3339(time: OffsetDateTime) -> String {
    time.format(&Rfc3339).unwrap_or_default()
}

fn stamp(time: OffsetDateTime) -> Stamp {
    Stamp::from_unix_nanos(time.unix_timestamp_nanos())
}

fn wait(time: Duration, cancel: &Cancel) {
    let end = Instant::now() + time;
    while !cancel.is_cancelled() {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        std::thread::sleep(left.min(LOOK));
    }
}

/// Until a line comes, or the end of the input.
fn wait_for_enter(cancel: &Cancel) {
    let (send, receive) = channel();
    std::thread::spawn(move || {
        let mut line = Vec::new();
        // Whatever came of it: the waiting is over.
        let _ = io::Read::take(io::stdin().lock(), MAX_LINE).read_until(b'\n', &mut line);
        let _ = send.send(());
    });
    while !cancel.is_cancelled() && receive.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {}
}
