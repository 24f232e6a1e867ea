//! Containers of evidence: zip, tar, gzip, cab and folders, walked entry by entry as streams.
//!
//! Nothing is unpacked by name. A name from a container is neutralised and only ever shown or compared; what is
//! refused is a [`Problem`] with a stable [`Reason`]. Walking never fails as a whole: what lies before a cut or a
//! damaged place is handed on. Memory is bounded whatever the input; every limit is a named constant in [`limits`].
//!
//! One level at a time: an entry that is a container itself is opened as another [`Archive`] by whoever walks.

mod api;
mod archive;
mod bounded;
mod cab;
mod clock;
mod detect;
mod fault;
mod folder;
mod gzip;
mod name;
mod pass;
mod salvage;
mod tarball;
mod zipfile;

pub use api::{Ended, Entries, EntryInfo, Limits, Problem, Reason, Visitor};
pub use archive::Archive;
pub use detect::{HEAD_BYTES, Kind, detect};
pub use folder::Folder;
pub use gzip::UNNAMED;

/// The limits of one walk. Reaching one is a [`Problem`], never a silent cut.
pub mod limits {
    /// Most entries of one container, folders and refused ones included.
    pub const MAX_ENTRIES: u64 = 50_000;
    /// Largest entry, in bytes, unpacked.
    pub const MAX_ENTRY_BYTES: u64 = 4 << 30;
    /// Largest sum of all entries of one container that one walk unpacks, in bytes.
    pub const MAX_TOTAL_BYTES: u64 = 16 << 30;
    /// Longest name of an entry, in bytes.
    pub const MAX_NAME_BYTES: usize = 1024;
    /// Highest ratio of unpacked to packed bytes, beyond [`RATIO_FREE_BYTES`]. Logs full of repetition reach 50.
    pub const MAX_RATIO: u64 = 300;
    /// Up to this many bytes unpacked any ratio is allowed: a preallocated event log is almost empty.
    pub const RATIO_FREE_BYTES: u64 = 64 << 20;
    /// Most bytes that are read to find a zip's directory. More, and the entries are walked without it.
    pub const MAX_DIRECTORY_BYTES: u64 = 8 << 20;
    /// Largest extended header of a tar entry, in bytes.
    pub const MAX_TAR_HEADER_BYTES: u64 = 1 << 20;
    /// Deepest folder that is looked into.
    pub const MAX_FOLDER_DEPTH: usize = 32;
}
