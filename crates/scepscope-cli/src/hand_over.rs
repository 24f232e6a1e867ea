//! Where a collected bundle goes from here: into the queue, and from there to the administrator.

use std::time::{Duration, Instant};

use scepscope_bundle::Cancel;
use scepscope_collect::{CollectError, ErrorCode, outbox_path};
use scepscope_console::{Exit, collect_error, explain, note};
use scepscope_deliver::{KnownBundle, Parcel, Queue, QueueError, RequestRef, Target, queue_path};
use scepscope_present::Words;
use scepscope_request::{AgreedRequest, UsedRequests};
use time::OffsetDateTime;

use crate::deliver::{self, How, queue_error};
use crate::open::Collected;
use crate::trust::{Sending, refuse};

/// Time that another process may go on sending before this one gives up.
const QUEUE_WAIT: Duration = Duration::from_secs(30);

/// How often a busy queue is asked again.
const QUEUE_NAP: Duration = Duration::from_millis(200);

/// What a bundle is sent with.
pub(crate) struct Errand<'a> {
    pub(crate) agreed: AgreedRequest,
    pub(crate) target: Target,
    pub(crate) sending: Sending,
    pub(crate) used: &'a dyn UsedRequests,
}

/// Queues the bundle with the request that it answers, and sends it. What can't be queued is kept beside the queue, and
/// the link stays good.
pub(crate) fn send(
    collected: &Collected,
    errand: Errand<'_>,
    words: &Words,
    how: How,
    cancel: &Cancel,
) -> Exit {
    let Errand { agreed, target, sending, used } = errand;
    let parcel = Parcel {
        bundle: collected.packed.path.clone().into(),
        known: KnownBundle::read(&collected.packed.sha256, collected.packed.bytes),
        target,
        case: agreed.case().map(str::to_owned),
        request: Some(RequestRef {
            token: agreed.token().to_owned(),
            id: agreed.id().to_owned(),
            ticket: agreed.ticket().map(str::to_owned),
        }),
        receiver_key: sending.receiver_key.clone(),
    };
    let queued = open_queue(cancel).and_then(|mut queue| {
        let id = queue.add(&parcel, OffsetDateTime::now_utc())?;
        Ok((queue, id))
    });
    match queued {
        Ok((mut queue, id)) => deliver::upload(&mut queue, &id, words, how, &sending, cancel),
        Err(error) => {
            let exit = queue_error(words, &error);
            match keep(collected) {
                Ok(path) => explain(words, "kept-not-sent", Some(&path), None),
                Err(error) => return collect_error(words, &error, None),
            }
            match agreed.release(used) {
                Ok(()) => note(&words.plain("open-still-good")),
                Err(refusal) => return refuse(words, &refusal),
            }
            exit
        }
    }
}

/// The queue; waits for a process that is sending.
fn open_queue(cancel: &Cancel) -> Result<Queue, QueueError> {
    let folder = queue_path()?;
    let end = Instant::now() + QUEUE_WAIT;
    loop {
        match Queue::open(&folder) {
            Err(QueueError::Busy) if Instant::now() < end && !cancel.is_cancelled() => {
                std::thread::sleep(QUEUE_NAP);
            }
            opened => return opened,
        }
    }
}

/// Moves the bundle to where it stays.
fn keep(collected: &Collected) -> Result<String, CollectError> {
    let folder = outbox_path()?;
    let io = |e: std::io::Error| CollectError::with(ErrorCode::OutputNotWritable, e.to_string());
    std::fs::create_dir_all(&folder).map_err(io)?;
    let from = std::path::Path::new(&collected.packed.path);
    let to = folder.join(from.file_name().unwrap_or_default());
    std::fs::rename(from, &to).map_err(io)?;
    Ok(to.to_string_lossy().into_owned())
}
