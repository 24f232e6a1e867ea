//! What bounds an inspection, whatever an export holds.

/// Largest file of an export that is read whole: facts, configuration, rights. Bytes.
pub const MAX_FILE_BYTES: u64 = 32 << 20;

/// Largest log of a server that is read where it lies. Bytes.
pub const MAX_LOG_BYTES: u64 = 256 << 20;

/// Items that one check lists; how many more there are is said.
pub const MAX_ITEMS: usize = 50;

/// Characters of a value that are kept.
pub const MAX_VALUE_CHARS: usize = 400;

/// Elements of a configuration file that are kept, and how deep they may lie.
pub const MAX_ELEMENTS: usize = 20_000;
/// See [`MAX_ELEMENTS`].
pub const MAX_DEPTH: usize = 64;
