//! Every limit of the parsers. Reaching one is reported as a [`Problem`](crate::Problem), never silent.

/// Bytes that [`detect`](crate::detect) looks at, from the start of the content.
pub const DETECT_BYTES: usize = 64 * 1024;

/// Bytes read from the input at a time. Beside it the parsers hold at most one record of
/// [`MAX_RECORD_BYTES`] and, of a long text, four more blocks: a few MiB in all, whatever the input.
pub const BLOCK_BYTES: usize = 512 * 1024;

/// Where the first block has as many bytes of text and more follow, the next ones are read on a thread of their own.
pub const AHEAD_BYTES: usize = BLOCK_BYTES / 2;

/// Bytes of one text record (UTF-8); what is longer is cut there and the rest passed over.
pub const MAX_RECORD_BYTES: usize = 1024 * 1024;

/// Bytes of a line that are enough to tell whether a record starts there.
pub const PROBE_BYTES: usize = 512;

/// Records counted in one source; the rest is not read.
pub const MAX_RECORDS: u64 = 1 << 31;

/// Named values kept of one structured record.
pub const MAX_FIELDS: usize = 1024;

/// Bytes of one property list of the profile store.
pub const MAX_PLIST_BYTES: u64 = 4 << 20;

/// Dictionaries and arrays in one property list.
pub const MAX_PLIST_CONTAINERS: usize = 5000;

/// Elements inside one another in one event's XML.
pub const MAX_XML_DEPTH: usize = 64;

/// Seconds without a record after which a stretch of a web server's log ends.
pub const QUIET_SECONDS: i64 = 600;

/// Stretches kept of one web server's log, the newest; what is older counts as not covered.
pub const MAX_STRETCHES: usize = 8192;

/// Orders of columns told apart in one web server's log, and dates of a log without a date column.
pub const MAX_LAYOUTS: usize = 4096;

/// Columns of one web server's log; what a header names beyond is not regarded.
pub const MAX_COLUMNS: usize = 64;
