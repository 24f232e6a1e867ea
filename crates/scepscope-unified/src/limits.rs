//! How much is read and kept at most. Reaching a limit is reported as a problem of the source.

/// Bytes of one chunk of a tracev3 file, compressed.
pub const MAX_CHUNK_BYTES: u64 = 16 << 20;

/// Bytes of one chunkset when unpacked. Real ones hold about 64 KiB.
pub const MAX_CHUNKSET_BYTES: usize = 8 << 20;

/// Processes read of one catalog.
pub const MAX_PROCESSES: usize = 8192;

/// Images (uuidtext files) whose path is remembered.
pub const MAX_IMAGES: usize = 100_000;

/// Bytes of one uuidtext file.
pub const MAX_UUIDTEXT_BYTES: u64 = 16 << 20;

/// Bytes of uuidtext files kept in memory; what is needed beyond is read in another pass.
pub const UUIDTEXT_CACHE_BYTES: usize = 32 << 20;

/// Ranges and images read of one shared cache strings file.
pub const MAX_SHARED_RANGES: u32 = 100_000;

/// Bytes of format strings kept of the shared caches.
pub const SHARED_STRINGS_BYTES: usize = 8 << 20;

/// Bytes of one format string.
pub const MAX_FORMAT_BYTES: usize = 16 << 10;

/// Bytes of one entry's arguments; the system writes 4 KiB at most, and longer ones into an oversize chunk.
pub const MAX_ENTRY_BYTES: usize = 32 << 10;

/// Largest width or precision that a format string may ask for.
pub const MAX_FORMAT_WIDTH: u32 = 1024;

/// Bytes of one timesync file.
pub const MAX_TIMESYNC_BYTES: u64 = 4 << 20;

/// Clock records kept over all boots.
pub const MAX_SYNC_RECORDS: usize = 200_000;

/// Bytes of tracev3 files kept because they come before the images' names.
pub const PENDING_BYTES: usize = 24 << 20;

/// Bytes of entries kept until their texts and times are known; beyond, the archive is read once more.
pub const HELD_BYTES: usize = 32 << 20;

/// Bytes of oversize strings kept of the processes of interest.
pub const OVERSIZE_BYTES: usize = 16 << 20;

/// Bytes handed to the formatting library at once.
pub const BATCH_BYTES: usize = 256 << 10;

/// Passes over one archive, whatever its order.
pub const MAX_PASSES: usize = 4;

/// Path of a tracev3 file in a locator, in bytes.
pub const MAX_PATH_BYTES: usize = 1024;
