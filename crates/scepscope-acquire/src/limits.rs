//! How long a source may take, and how much of it is taken. Reaching a limit is reported as a gap.

use std::time::Duration;

/// Longest that the reading of one source may take.
pub const SOURCE_TIME: Duration = Duration::from_secs(120);

/// Longest that somebody may take to answer whether an administrator's rights are given.
pub const PROMPT_TIME: Duration = Duration::from_secs(180);

/// Most entries of the stream by which a process with an administrator's rights answers.
pub const MAX_ELEVATED_ENTRIES: usize = 256;

/// Most bytes of the description of one such entry.
pub const MAX_ELEVATED_LINE: u64 = 16 << 10;

/// Longest that starting a sync may take.
pub const SYNC_TIME: Duration = Duration::from_secs(20);

/// How long a source that was told to stop may take to hand over what it has.
pub const GRACE: Duration = Duration::from_secs(3);

/// Most bytes that are taken of one source.
pub const MAX_SOURCE_BYTES: u64 = 512 << 20;

/// Most files that are taken of one folder of logs; of more, those that were written last.
pub const MAX_FOLDER_FILES: usize = 64;

/// How many days back a source is read where no time is asked for.
pub const DEFAULT_DAYS: i64 = 30;

/// Most bytes of what a program says of itself that are kept.
pub const MAX_MESSAGE_BYTES: usize = 2000;
