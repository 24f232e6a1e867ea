//! `scepscope send`, and the sending of any other call.

use std::fs::File;
use std::io::{self, Read};
use std::time::Duration;

use scepscope_bundle::Cancel;
use scepscope_console::{Exit, explain, explain_about, note, print, print_json};
use scepscope_deliver::{
    Courier, CourierOptions, Delivered, Delivery, EntryId, Failure, FailureCode, KnownBundle, Parcel, Plain,
    Progress, Queue, QueueEntry, QueueError, Target, Watcher, limits, queue_path,
};
use scepscope_present::{Words, text};
use time::OffsetDateTime;

use crate::args;
use crate::input::cancel_on_interrupt;
use crate::progress::Line;
use crate::trust::{Sending, refuse};

/// Longest host or fingerprint in a message, in characters.
const MAX_TEXT: usize = 200;

pub(crate) fn run(call: &args::Send, words: &Words) -> Exit {
    let sending = match Sending::load() {
        Ok(sending) => sending,
        Err(refusal) => return refuse(words, &refusal),
    };
    let target = match target_text(&call.to) {
        Ok(text) => Target::parse(&text, Plain::LoopbackOnly),
        Err(error) => {
            let path = call.to.trim_start_matches('@');
            let code =
                if error.kind() == io::ErrorKind::NotFound { "path-not-found" } else { "path-unreadable" };
            explain(words, code, Some(path), Some(&error.to_string()));
            return Exit::NothingToDo;
        }
    };
    let target = match target {
        Ok(target) => target,
        Err(error) => {
            explain(words, "target-invalid", None, Some(&error.to_string()));
            return Exit::Usage;
        }
    };
    let parcel = Parcel {
        bundle: call.bundle.clone(),
        known: call.sha256.and_then(|sha256| {
            let bytes = std::fs::metadata(&call.bundle).ok()?.len();
            Some(KnownBundle { sha256, bytes })
        }),
        target,
        case: call.case.clone(),
        request: None,
        receiver_key: call.receiver_key.clone().or_else(|| sending.receiver_key.clone()),
    };
    let how = How { json: call.json, patience: Duration::from_secs(call.wait) };
    send(&parcel, words, how, &sending, &cancel_on_interrupt())
}

/// How an upload is carried out and told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct How {
    /// As one JSON document.
    pub(crate) json: bool,
    /// Time that pauses may take in all.
    pub(crate) patience: Duration,
}

/// Queues a bundle and uploads it; says how it ended.
fn send(parcel: &Parcel, words: &Words, how: How, sending: &Sending, cancel: &Cancel) -> Exit {
    let opened = queue_path().and_then(|folder| Queue::open(&folder));
    let mut queue = match opened {
        Ok(queue) => queue,
        Err(error) => return queue_error(words, &error),
    };
    match queue.add(parcel, OffsetDateTime::now_utc()) {
        Ok(id) => upload(&mut queue, &id, words, how, sending, cancel),
        Err(error) => queue_error(words, &error),
    }
}

/// Uploads one entry; says how it ended.
pub(crate) fn upload(
    queue: &mut Queue,
    id: &EntryId,
    words: &Words,
    how: How,
    sending: &Sending,
    cancel: &Cancel,
) -> Exit {
    let courier = match courier(how.patience, sending) {
        Ok(courier) => courier,
        Err(failure) => return told(words, &failure, Exit::Failed),
    };
    let watcher = Bar { line: Line::new(), words };
    let ended = courier.deliver(queue, id, &watcher, cancel);
    watcher.line.show("");
    let exit = match ended {
        Ok(Delivery::Delivered(delivered)) => {
            if !how.json {
                say_delivered(queue, id, &delivered, words);
            }
            Exit::Done
        }
        Ok(Delivery::Kept { failure, .. }) => {
            let interrupted = failure.code == FailureCode::DeliveryCancelled;
            told(words, &failure, Exit::NotSentYet);
            note(&words.get("send-kept", &[("id", id.as_str().into())]));
            if interrupted { Exit::Interrupted } else { Exit::NotSentYet }
        }
        Ok(Delivery::Stopped { failure }) => {
            told(words, &failure, Exit::Failed);
            note(&words.get("send-stopped", &[("id", id.as_str().into())]));
            Exit::Failed
        }
        Err(error) => return queue_error(words, &error),
    };
    if how.json {
        let printed = queue.get(id).map(|record| print_json(&QueueEntry::from(&record)));
        if !matches!(printed, Ok(Ok(()))) {
            return Exit::Failed;
        }
    }
    exit
}

fn courier(patience: Duration, sending: &Sending) -> Result<Courier, Failure> {
    Courier::new(CourierOptions { patience, proxy: sending.proxy.clone(), ..CourierOptions::default() })
}

/// Says where the way to the server is blocked, and that the work goes on all the same.
pub(crate) fn look_ahead(target: &Target, sending: &Sending, words: &Words, cancel: &Cancel) {
    let looked = courier(Duration::ZERO, sending).and_then(|courier| courier.preflight(target, cancel));
    if let Err(failure) = looked {
        told(words, &failure, Exit::NotSentYet);
        note(&words.plain("open-goes-on"));
    }
}

/// Prints a queue's error and says how the program ends.
pub(crate) fn queue_error(words: &Words, error: &QueueError) -> Exit {
    let path = match error {
        QueueError::Io { path, .. } | QueueError::Bundle { path, .. } => path.to_string_lossy().into_owned(),
        _ => String::new(),
    };
    explain(words, error.code(), Some(&path), Some(&error.to_string()));
    match error {
        QueueError::NoSuchEntry(_) | QueueError::Bundle { .. } => Exit::NothingToDo,
        _ => Exit::Failed,
    }
}

/// Prints a fault's two sentences, and below them what an administrator asks for.
pub(crate) fn told(words: &Words, failure: &Failure, exit: Exit) -> Exit {
    let host = failure.host.as_deref().unwrap_or_default();
    explain_about(words, failure.code.id(), &[("host", host)], Some(&failure.summary()));
    exit
}

fn say_delivered(queue: &Queue, id: &EntryId, delivered: &Delivered, words: &Words) {
    let place = queue.get(id).map(|record| record.place).unwrap_or_default();
    let host = place.split('/').nth(2).unwrap_or_default();
    let clean = |t: &str| text::neutralise(t, MAX_TEXT);
    print(&format!("{}\n", words.get("send-delivered", &[("host", clean(host).into())])));
    let fingerprint = clean(delivered.signed_by.as_deref().unwrap_or_default());
    let answer = clean(&delivered.answer);
    let (id, args) = match (&delivered.signed_by, delivered.pinned) {
        (Some(_), true) => ("send-receipt-pinned", [("fingerprint", fingerprint.into())]),
        (Some(_), false) => ("send-receipt-unknown", [("fingerprint", fingerprint.into())]),
        (None, _) => ("send-receipt-none", [("answer", answer.into())]),
    };
    print(&format!("{}\n", words.get(id, &args)));
}

/// The target itself, or what stands in the file behind `@`.
fn target_text(to: &str) -> io::Result<String> {
    let Some(path) = to.strip_prefix('@') else { return Ok(to.to_owned()) };
    let mut text = String::new();
    File::open(path)?.take(limits::MAX_TARGET_BYTES as u64 + 1).read_to_string(&mut text)?;
    Ok(text)
}

/// Progress on standard error, where somebody watches.
struct Bar<'a> {
    line: Line,
    words: &'a Words,
}

impl Watcher for Bar<'_> {
    fn progress(&self, progress: Progress) {
        let percent = progress.sent.min(progress.total) * 100 / progress.total.max(1);
        let mut line = format!("{percent} %");
        if let (Some(rate), Some(left)) = (progress.rate, progress.left) {
            let (minutes, seconds) = (left.as_secs() / 60, left.as_secs() % 60);
            line.push_str(&format!("  {} KiB/s  {minutes}:{seconds:02}", rate / 1024));
        }
        self.line.show(&line);
    }

    fn pausing(&self, failure: &Failure, pause: Duration) {
        let host = failure.host.as_deref().unwrap_or_default();
        let host = text::neutralise(host, MAX_TEXT);
        let what = self.words.get(&format!("error-{}-what", failure.code.id()), &[("host", host.into())]);
        self.line.show(&format!("{what} … {} s", pause.as_secs()));
    }
}
