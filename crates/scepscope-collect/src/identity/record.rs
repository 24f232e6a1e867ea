//! The keys that this device signed with: an `allowed_signers` file, public halves only.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use scepscope_bundle::{AllowedSigners, PublicKey, SignError, allowed_signers_line, retired_signers_line};
use time::{OffsetDateTime, UtcOffset};

/// Name of the record, beside the key.
pub const RECORD_FILE: &str = "allowed_signers";

/// Most replaced keys that are kept on record; the oldest go first.
const MAX_KEYS: usize = 100;

struct Entry {
    key: PublicKey,
    until: Option<OffsetDateTime>,
}

pub(super) struct Record {
    entries: Vec<Entry>,
}

impl Record {
    /// Reads it; empty where there is none. Lines that are none of ours are left out when it is written again.
    pub(super) fn read(folder: &Path) -> io::Result<Record> {
        let text = match fs::read_to_string(folder.join(RECORD_FILE)) {
            Ok(text) => text,
            Err(e) if e.kind() == io::ErrorKind::NotFound => String::new(),
            Err(e) => return Err(e),
        };
        let signers = AllowedSigners::parse(&text, UtcOffset::UTC);
        let entry = |s: &scepscope_bundle::AllowedSigner| Entry { key: s.key.clone(), until: s.valid_before };
        Ok(Record { entries: signers.signers().iter().map(entry).collect() })
    }

    /// The key is used now.
    pub(super) fn current(&mut self, key: &PublicKey) {
        self.entries.retain(|e| e.key.key_data() != key.key_data());
        self.entries.push(Entry { key: key.clone(), until: None });
        let surplus = self.entries.len().saturating_sub(MAX_KEYS);
        self.entries.drain(..surplus);
    }

    /// The key is not used any more.
    pub(super) fn retire(&mut self, key: &PublicKey, until: OffsetDateTime) {
        for entry in self.entries.iter_mut().filter(|e| e.key.key_data() == key.key_data()) {
            entry.until = Some(until);
        }
    }

    /// The lines of all keys but this one.
    pub(super) fn lines_but(&self, key: &PublicKey) -> Result<Vec<String>, SignError> {
        self.entries.iter().filter(|e| e.key.key_data() != key.key_data()).map(Entry::line).collect()
    }

    /// Writes it, whole or not at all, where it changed.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        let lines: Result<Vec<String>, SignError> = self.entries.iter().map(Entry::line).collect();
        let text = lines.map_err(io::Error::other)?.join("\n") + "\n";
        let path = folder.join(RECORD_FILE);
        if fs::read(&path).is_ok_and(|there| there == text.as_bytes()) {
            return Ok(());
        }
        let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
        temporary.write_all(text.as_bytes())?;
        temporary.persist(path).map(drop).map_err(|e| e.error)
    }
}

impl Entry {
    fn line(&self) -> Result<String, SignError> {
        match self.until {
            Some(until) => retired_signers_line(&self.key, until),
            None => allowed_signers_line(&self.key),
        }
    }
}
