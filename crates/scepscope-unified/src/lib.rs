//! Reads Apple's unified log as it lies on disk: `….logarchive`, in a folder, a zip or a sysdiagnose.
//!
//! The outer layers of the format (chunks, catalogs, compressed blocks, clocks, string files) are read here, bounded
//! and one at a time, so that everything that other processes wrote is passed over before it costs anything. What is
//! left is put into words by `macos-unifiedlogs`.
//!
//! Sources: the dtformats documentation of libyal ("Apple Unified Logging and Activity Tracing formats"), and the
//! source of `macos-unifiedlogs`.

mod archive;
mod bytes;
mod catalog;
mod chunkset;
mod clock;
mod emit;
mod entry;
mod exercise;
mod frame;
mod held;
pub mod limits;
mod lzbitmap;
mod message;
mod read;
mod strings;
mod trace;

pub use archive::{Archive, is_tracev3, root_of};
pub use exercise::exercise;
pub use read::{Reader, read};
