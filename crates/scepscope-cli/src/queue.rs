//! `scepscope queue`.

use std::time::Duration;

use scepscope_console::{Exit, print, print_json};
use scepscope_deliver::{EntryId, Queue, QueueEntry, QueueError, State, queue_path};
use scepscope_present::{Words, text};

use crate::args::{self, QueueCall};
use crate::deliver::{How, queue_error, upload};
use crate::input::cancel_on_interrupt;
use crate::trust::{Sending, refuse};

/// Longest text of an entry in the list, in characters.
const MAX_TEXT: usize = 160;

pub(crate) fn run(call: &args::Queue, words: &Words) -> Exit {
    let done = match &call.call {
        None | Some(QueueCall::List) => list(call.json, words),
        Some(QueueCall::Retry { id, wait }) => {
            let how = How { json: call.json, patience: Duration::from_secs(*wait) };
            match Sending::load() {
                Ok(sending) => retry(id.as_ref(), how, &sending, words),
                Err(refusal) => return refuse(words, &refusal),
            }
        }
        Some(QueueCall::Drop { id }) => drop_entry(id, words),
    };
    done.unwrap_or_else(|error| queue_error(words, &error))
}

fn list(json: bool, words: &Words) -> Result<Exit, QueueError> {
    let mut exit = Exit::Done;
    let mut entries = Vec::new();
    for record in Queue::list(&queue_path()?)? {
        match record {
            Ok(record) => entries.push(QueueEntry::from(&record)),
            Err(error) => exit = queue_error(words, &error),
        }
    }
    if json {
        return Ok(if print_json(&entries).is_ok() { exit } else { Exit::Failed });
    }
    if entries.is_empty() {
        print(&format!("{}\n", words.plain("queue-empty")));
    }
    for entry in &entries {
        let state = words.plain(match entry.state.as_str() {
            "delivered" => "queue-delivered",
            "stopped" => "queue-stopped",
            _ => "queue-waiting",
        });
        let clean = |t: &str| text::neutralise(t, MAX_TEXT);
        print(&format!("{}  {state}  {}  {}\n", entry.id, clean(&entry.bundle), clean(&entry.target)));
        if let Some(failure) = &entry.failure {
            print(&format!("  {}\n", clean(&failure.summary())));
        }
    }
    Ok(exit)
}

/// Sends one entry, or every one that has not arrived; the worst end is the program's.
fn retry(id: Option<&EntryId>, how: How, sending: &Sending, words: &Words) -> Result<Exit, QueueError> {
    let mut queue = Queue::open(&queue_path()?)?;
    let ids: Vec<EntryId> = match id {
        Some(id) => vec![id.clone()],
        None => queue
            .records()?
            .into_iter()
            .filter_map(Result::ok)
            .filter(|r| !matches!(r.state, State::Delivered(_)))
            .map(|r| r.id)
            .collect(),
    };
    let cancel = cancel_on_interrupt();
    let mut exit = Exit::Done;
    for id in &ids {
        queue.retry(id)?;
        match upload(&mut queue, id, words, how, sending, &cancel) {
            Exit::Done => {}
            Exit::Interrupted => return Ok(Exit::Interrupted),
            Exit::NotSentYet if exit == Exit::Failed => {}
            ended => exit = ended,
        }
    }
    Ok(exit)
}

fn drop_entry(id: &EntryId, words: &Words) -> Result<Exit, QueueError> {
    Queue::open(&queue_path()?)?.drop_entry(id)?;
    print(&format!("{}\n", words.get("queue-dropped", &[("id", id.as_str().into())])));
    Ok(Exit::Done)
}
