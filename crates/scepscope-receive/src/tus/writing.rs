//! The right to write to an upload: one request at a time. A client that comes back takes over from its own lost
//! connection, whose bytes are kept.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedMutexGuard, watch};

use crate::limits::TAKEOVER_LIMIT;
use crate::record::UploadId;

/// Who writes to which upload.
#[derive(Default)]
pub(crate) struct Writers(Mutex<HashMap<UploadId, Arc<Gate>>>);

/// One upload's door.
struct Gate {
    writer: Arc<tokio::sync::Mutex<()>>,
    /// How many requests wait before it.
    waiting: watch::Sender<usize>,
}

/// The right to write; given back when dropped.
pub(super) struct Writing {
    gate: Arc<Gate>,
    writers: Arc<Writers>,
    id: UploadId,
    guard: Option<OwnedMutexGuard<()>>,
}

/// A request that waits, for as long as it does: its client may go away.
struct Waits<'a>(&'a Gate);

impl Waits<'_> {
    fn before(gate: &Gate) -> Waits<'_> {
        gate.waiting.send_modify(|waiting| *waiting += 1);
        Waits(gate)
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.waiting.send_modify(|waiting| *waiting -= 1);
    }
}

/// Tells a writer that somebody waits for it.
pub(super) struct Wanted(watch::Receiver<usize>);

impl Writing {
    /// Waits for a writer that is there, at most [`TAKEOVER_LIMIT`]; then `None`. The writer hears of it: one whose
    /// connection is silent gives way.
    pub(super) async fn begin(writers: &Arc<Writers>, id: &UploadId) -> Option<Writing> {
        let gate = writers.gate(id);
        let mut writing = Writing { gate, writers: writers.clone(), id: id.clone(), guard: None };
        let waits = Waits::before(&writing.gate);
        let guard = tokio::time::timeout(TAKEOVER_LIMIT, writing.gate.writer.clone().lock_owned()).await;
        drop(waits);
        writing.guard = Some(guard.ok()?);
        Some(writing)
    }

    /// What tells whether somebody else waits.
    pub(super) fn wanted(&self) -> Wanted {
        Wanted(self.gate.waiting.subscribe())
    }
}

impl Wanted {
    /// Whether somebody waits.
    pub(super) fn is(&self) -> bool {
        *self.0.borrow() > 0
    }

    /// Waits until somebody waits.
    pub(super) async fn comes(&mut self) {
        if self.0.wait_for(|waiting| *waiting > 0).await.is_err() {
            // The gate is gone: nobody will come.
            std::future::pending::<()>().await;
        }
    }
}

impl Writers {
    fn gate(&self, id: &UploadId) -> Arc<Gate> {
        let mut gates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(Gate { writer: Arc::default(), waiting: watch::Sender::new(0) });
        gates.entry(id.clone()).or_insert_with(new).clone()
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        drop(self.guard.take());
        let mut gates = self.writers.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Its own, and the one in the table: nobody else stands there.
        if Arc::strong_count(&self.gate) == 2 {
            gates.remove(&self.id);
        }
    }
}
