//! The delivery: a bundle goes to where the administrator wants it, whatever the network does.
//!
//! A [`Parcel`] is put into the [`Queue`], a folder that survives every crash; the [`Courier`] uploads what stands
//! there, one entry a call, and asks the server what it has after every doubtful answer. A bundle stays until the
//! server's receipt. The protocols are adapters of one trait: tus 1.0, Azure Blob, S3, plain PUT.
//!
//! The crate knows no terminal and no window. Time, randomness, trusted roots and the proxy come in through
//! [`CourierOptions`].

mod adapter;
mod backoff;
mod courier;
mod failure;
mod http;
mod load;
mod metered;
mod progress;
mod queue;
mod target;

pub use backoff::{Clock, Dice, SystemClock, SystemDice};
pub use courier::{Courier, CourierOptions, Delivery, ProxyChoice};
pub use failure::{Failure, FailureCode};
pub use metered::is_metered;
pub use progress::{Progress, Silent, Watcher};
pub use queue::{
    Delivered, EntryId, KnownBundle, Parcel, Queue, QueueEntry, QueueError, Record, RequestRef, Session,
    State, Stopped, Waiting, queue_path,
};
pub use target::{Plain, TARGET_SCHEMA, Target, TargetError, TargetKind};

/// The limits of a delivery. Reaching one is a [`Failure`] or a [`QueueError`] that names it.
pub mod limits {
    use std::time::Duration;

    /// Longest text of a target, in bytes.
    pub const MAX_TARGET_BYTES: usize = 64 << 10;
    /// Smallest part of a multipart target, in bytes: S3's own limit.
    pub const MIN_PART_BYTES: u64 = 5 << 20;
    /// Largest part of a multipart target, in bytes.
    pub const MAX_PART_BYTES: u64 = 5 << 30;
    /// Most parts of a multipart target.
    pub const MAX_PARTS: usize = 1000;
    /// Bytes of one request body where the protocol allows several.
    pub const CHUNK_BYTES: u64 = 8 << 20;
    /// How many times that a request body may grow to where the server keeps what came of a cut one.
    pub const MAX_PIECE_CHUNKS: u64 = 16;
    /// Bytes of the smallest piece that a line that is cut often makes of a request body.
    pub const MIN_PIECE_BYTES: u64 = 64 << 10;
    /// Longest answer that is read, in bytes.
    pub const MAX_ANSWER_BYTES: usize = 1 << 20;
    /// Most redirects that are followed, all on one origin.
    pub const MAX_REDIRECTS: usize = 5;
    /// Longest detail kept of a fault, in characters.
    pub const MAX_DETAIL_CHARS: usize = 300;
    /// Most entries in a queue.
    pub const MAX_ENTRIES: usize = 1000;
    /// Largest entry file that is read, in bytes.
    pub const MAX_ENTRY_BYTES: u64 = 1 << 20;
    /// Time to connect, TLS included.
    pub const CONNECT_LIMIT: Duration = Duration::from_secs(20);
    /// Time in which not one byte moves before a request is given up.
    pub const IDLE_LIMIT: Duration = Duration::from_secs(60);
    /// First pause after a fault.
    pub const FIRST_PAUSE: Duration = Duration::from_secs(2);
    /// Longest pause between two tries.
    pub const LONGEST_PAUSE: Duration = Duration::from_secs(3600);
    /// Longest time that a server's Retry-After is honoured for.
    pub const MAX_RETRY_AFTER: Duration = Duration::from_secs(24 * 3600);
    /// Immediate tries after a stale offset before the usual pauses begin.
    pub const MAX_CONFLICTS: u32 = 3;
}
