//! The first pass of redaction over all sources, several at a time. What is learned does not depend on how many.

use std::io;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Mutex, PoisonError};

use scepscope_bundle::{Cancel, Sha256Hex};
use scepscope_redact::{Learned, Learner, Redactor};

use crate::CollectError;
use crate::check::CheckedSource;
use crate::error::internal;
use crate::evidence::{copy, digest};
use crate::session::stopped;
use crate::trim::Cut;

/// Most sources that are learned from at a time.
const MAX_LEARNERS: usize = 4;

/// Digest and bytes of a source as it is; `None` where it can't be read any more.
pub(crate) type Digested = Option<(Sha256Hex, u64)>;

/// What a source told, as far as it could be read, and its digest.
type Answer = (Learned, Digested);

/// Learns from the whole of every source, and gives their digests.
pub(crate) fn learn_all(
    redactor: &mut Redactor,
    sources: &mut [CheckedSource],
    cancel: &Cancel,
) -> Result<Vec<Digested>, CollectError> {
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let threads = threads.min(MAX_LEARNERS).min(sources.len());
    let learners: Vec<Learner> =
        (0..threads).map(|_| redactor.learner()).collect::<Result<_, _>>().map_err(internal)?;
    let mut digests = Vec::with_capacity(sources.len());
    // Each source has a place for its answer, and they are taken in order: that makes the outcome the same, and as the
    // next source is only handed out with a place, nobody runs far ahead.
    let (places, answers) = sync_channel::<Receiver<Answer>>(threads.max(1));
    let work = Mutex::new((sources.iter_mut(), Some(places)));
    std::thread::scope(|scope| {
        for mut learner in learners {
            let work = &work;
            scope.spawn(move || {
                loop {
                    let (source, answer) = {
                        let mut left = work.lock().unwrap_or_else(PoisonError::into_inner);
                        let Some(source) = left.0.next().filter(|_| !cancel.is_cancelled()) else {
                            left.1 = None;
                            return;
                        };
                        let (answer, place) = sync_channel(1);
                        if left.1.as_ref().is_none_or(|places| places.send(place).is_err()) {
                            return;
                        }
                        (source, answer)
                    };
                    // Nobody waits any more where the run was cancelled.
                    let _ = answer.send(learn(&mut learner, source, cancel));
                }
            });
        }
        for answer in answers {
            // A thread that ended without an answer has read nothing.
            let (learned, digest) = answer.recv().unwrap_or_default();
            redactor.absorb(learned);
            digests.push(digest);
        }
    });
    stopped(cancel)?;
    Ok(digests)
}

fn learn(learner: &mut Learner, source: &mut CheckedSource, cancel: &Cancel) -> Answer {
    let mut learned = Learned::default();
    let read = copy(source, &Cut::default(), cancel, &mut |form, read| {
        learner.learn(read, form.encoding(), &mut learned).map_err(io::Error::other)
    });
    let digest = read.and_then(|()| digest(source, cancel));
    (learned, digest.ok())
}
