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
    /// How far the run is as a whole. Sent at most ten times a second.
    Whole {
        /// How far.
        whole: Whole,
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

/// How far a check is as a whole, as far as that can be known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "whole", rename_all = "snake_case")]
pub enum Whole {
    /// It is being found out what there is to read.
    #[default]
    Finding,
    /// An archive is unpacked. How much there is to read is known once all of them are.
    Unpacking {
        /// Where it comes from. What lies in an archive follows behind a `!`.
        origin: String,
        /// Bytes of the archive itself that were read so far.
        bytes: u64,
        /// Its size in bytes.
        total: u64,
        /// How long the rest of this archive takes, as `seconds_left` of [`Whole::Reading`]; what was unpacked is still to be
        /// read after that.
        seconds_left: Option<u64>,
    },
    /// The logs are read.
    Reading {
        /// Bytes read so far, of all logs.
        bytes: u64,
        /// Bytes of all logs; none while one of them is still to be read whose size is not known. Grows less where a file
        /// turns out to be no log.
        total: Option<u64>,
        /// How long the rest takes, in seconds: whole minutes, or steps of five seconds. None while that is a guess, and
        /// where nothing is left.
        seconds_left: Option<u64>,
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
