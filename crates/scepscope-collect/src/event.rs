//! The event stream that every face listens to.

use scepscope_model::{Gap, SourceKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What happens while a check or a collection runs, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A source was recognised and its reading begins.
    SourceStarted {
        /// Id of the source in the report.
        id: String,
        /// Where it comes from, as in the report.
        origin: String,
        /// What it is.
        kind: SourceKind,
        /// Size in bytes, where known.
        bytes: Option<u64>,
    },
    /// Part of a source was read. Sent at most ten times a second for one source.
    SourceProgress {
        /// Id of the source in the report.
        id: String,
        /// Bytes read so far.
        bytes: u64,
    },
    /// A source was read to its end.
    SourceFinished {
        /// Id of the source in the report.
        id: String,
        /// Records in it.
        records: u64,
        /// Records that a rule matched.
        matched: u64,
    },
    /// Something is missing from the evidence.
    GapFound {
        /// What, as in the report.
        gap: Gap,
    },
    /// The report is complete.
    ReportReady,
    /// One item of the bundle is being written.
    PackProgress {
        /// Bytes written into the bundle so far, before compression.
        bytes: u64,
        /// Bytes in total, as far as known.
        total: u64,
    },
    /// The bundle stands under its final name.
    Packed {
        /// Its path.
        path: String,
    },
}

/// Listens to the events of one run. Called from the thread that does the work: return quickly.
pub trait Observer: Sync {
    /// One event.
    fn event(&self, event: Event);
}

/// The observer that listens to nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {
    fn event(&self, _: Event) {}
}
