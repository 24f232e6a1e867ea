//! Which requests were carried out before, and the newest time that was seen then.

use std::collections::BTreeMap;
use std::path::PathBuf;

use scepscope_bundle::Sha256Hex;
use serde::{Deserialize, Serialize};

use crate::key::LinkKey;
use crate::limits::{CLOCK_TOLERANCE_SECONDS, MAX_REMEMBERED};
use crate::refusal::{Refusal, RefusalCode};
use crate::statefile::{StateError, StateFile};

/// The name of a request: its `jti` within the key that signed it, as a digest, so that nothing of it is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequestId(String);

impl RequestId {
    pub(crate) fn new(key: &LinkKey, jti: &str) -> RequestId {
        RequestId(Sha256Hex::of(format!("{}\n{jti}", key.fingerprint()).as_bytes()).to_string())
    }
}

/// What is remembered that matters to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Memory {
    /// The device's time when a request was last accepted, in seconds since 1970-01-01 UTC. It lies between the times
    /// that a trusted key signed: a clock that was once wrong can't put it far into the future.
    pub newest: Option<i64>,
    /// Whether this one was used.
    pub used: bool,
}

/// The memory of used requests. Implementations outlive the process.
pub trait UsedRequests {
    /// What is remembered.
    ///
    /// # Errors
    /// [`RefusalCode::MemoryUnusable`]: what can't be looked up must not be carried out.
    fn look_up(&self, id: &RequestId) -> Result<Memory, Refusal>;

    /// Marks a request as used, in one step with looking whether it was. `expires` tells when it may be forgotten.
    ///
    /// # Errors
    /// [`RefusalCode::AlreadyUsed`], [`RefusalCode::ClockRolledBack`], [`RefusalCode::MemoryUnusable`].
    fn begin(&self, id: &RequestId, expires: i64, now: i64) -> Result<(), Refusal>;

    /// Takes the mark back: nothing was gathered or sent.
    ///
    /// # Errors
    /// [`RefusalCode::MemoryUnusable`].
    fn release(&self, id: &RequestId) -> Result<(), Refusal>;
}

/// The memory in a file.
#[derive(Debug, Clone)]
pub struct FileUsed {
    file: StateFile,
}

/// Name and version of the file's form.
const SCHEMA: &str = "scepscope.used-requests/1";

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    schema: String,
    newest: Option<i64>,
    /// Digest of key and `jti`, to `exp`.
    used: BTreeMap<String, i64>,
}

impl FileUsed {
    /// The memory at `path`; the file need not exist.
    pub fn new(path: impl Into<PathBuf>) -> FileUsed {
        FileUsed { file: StateFile::new(path) }
    }
}

impl From<StateError> for Refusal {
    fn from(error: StateError) -> Refusal {
        Refusal::with(RefusalCode::MemoryUnusable, error)
    }
}

impl UsedRequests for FileUsed {
    fn look_up(&self, id: &RequestId) -> Result<Memory, Refusal> {
        let book: Book = self.file.read()?;
        Ok(Memory { newest: book.newest, used: book.used.contains_key(&id.0) })
    }

    fn begin(&self, id: &RequestId, expires: i64, now: i64) -> Result<(), Refusal> {
        self.file.change(|book: &mut Book| {
            let newest = book.newest.unwrap_or(now);
            if now + CLOCK_TOLERANCE_SECONDS < newest {
                return Err(Refusal::new(RefusalCode::ClockRolledBack));
            }
            if book.used.contains_key(&id.0) {
                return Err(Refusal::new(RefusalCode::AlreadyUsed));
            }
            let newest = newest.max(now);
            // A clock that is set back within the tolerance must not bring one back to life.
            book.used.retain(|_, expires| *expires + CLOCK_TOLERANCE_SECONDS >= newest);
            if book.used.len() >= MAX_REMEMBERED {
                return Err(Refusal::with(RefusalCode::MemoryUnusable, format!("{MAX_REMEMBERED} requests")));
            }
            SCHEMA.clone_into(&mut book.schema);
            book.newest = Some(newest);
            book.used.insert(id.0.clone(), expires);
            Ok(())
        })
    }

    fn release(&self, id: &RequestId) -> Result<(), Refusal> {
        self.file.change(|book: &mut Book| {
            book.used.remove(&id.0);
            Ok(())
        })
    }
}
