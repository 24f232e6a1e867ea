//! The receiver: a small support endpoint for tests and small sites.
//!
//! It speaks tus 1.0 (core, creation, termination, checksum, expiration). A body is streamed to disk under a
//! temporary name, the finished file is verified as strictly as any bundle, then moved into the inbox as a whole, and
//! the receiver signs a receipt. A ticket of a signed link is good for one bundle.
//!
//! ```text
//! inbox/<bundle>.zip[.age]     what has arrived and was verified
//! inbox/.receiver/incoming/    uploads: ID.json and, while it grows, ID.part
//! inbox/.receiver/tickets/     which upload used a ticket
//! inbox/.receiver/receipts/    the receipts
//! inbox/.receiver/identity/    the receiver's signing key
//! ```

mod admission;
mod judge;
mod record;
mod server;
mod store;
mod tus;

pub use admission::{Admission, Admitted, Anybody, Claim, Refused};
pub use server::{Observer, Receiver, ReceiverError, ReceiverOptions, Stop, TlsFiles};

/// The limits of the receiver. A client that reaches one is told which.
pub mod limits {
    use std::time::Duration;

    /// Largest bundle that is taken where the caller sets no other limit, in bytes: what a bundle may have.
    pub const MAX_BUNDLE_BYTES: u64 = 0xFFFF_FFFE;
    /// Most bytes in the inbox where the caller sets no other limit.
    pub const MAX_INBOX_BYTES: u64 = 64 << 30;
    /// Most uploads that are not finished.
    pub const MAX_OPEN_UPLOADS: usize = 1000;
    /// Most connections at a time.
    pub const MAX_CONNECTIONS: usize = 256;
    /// Most connections at a time from one address. Many devices may share one.
    pub const MAX_CONNECTIONS_PER_ADDRESS: usize = 64;
    /// Longest head of a request, in bytes. A request token stands in it.
    pub const MAX_HEAD_BYTES: usize = 32 << 10;
    /// Time for a TLS handshake.
    pub const HANDSHAKE_LIMIT: Duration = Duration::from_secs(10);
    /// Time for the head of a request, and between two requests of a connection.
    pub const HEAD_LIMIT: Duration = Duration::from_secs(30);
    /// Time in which not one byte of a body comes.
    pub const BODY_IDLE_LIMIT: Duration = Duration::from_secs(30);
    /// Time that a request waits for another one of the same upload.
    pub const TAKEOVER_LIMIT: Duration = Duration::from_secs(20);
    /// Silence after which a body gives way to another request of the same upload.
    pub const TAKEOVER_SILENCE: Duration = Duration::from_secs(1);
    /// Bytes a second that a body must bring on average, after the first [`BODY_IDLE_LIMIT`].
    pub const MIN_BODY_RATE: u64 = 512;
    /// Time that requests under way get when the receiver stops.
    pub const STOP_LIMIT: Duration = Duration::from_secs(10);
    /// Time after which an upload that does not grow is thrown away.
    pub const UPLOAD_KEPT: Duration = Duration::from_secs(7 * 24 * 3600);
    /// Time for which a finished upload still answers.
    pub const FINISHED_KEPT: Duration = Duration::from_secs(90 * 24 * 3600);
    /// Time between two rounds that throw away what is too old.
    pub const SWEEP_EVERY: Duration = Duration::from_secs(3600);
    /// Longest record that is read, in bytes.
    pub const MAX_RECORD_BYTES: u64 = 256 << 10;
    /// Longest value in an upload's metadata, in bytes.
    pub const MAX_METADATA_BYTES: usize = 16 << 10;
}
