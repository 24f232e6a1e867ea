//! Keys that the user of an unmanaged device confirmed.

use std::path::PathBuf;

use scepscope_request::statefile::{StateError, StateFile};
use scepscope_request::{ConfirmedKey, LinkKey};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Most keys that a user may confirm.
pub const MAX_CONFIRMED: usize = 100;

/// Characters of base64 in a SHA-256 fingerprint, without padding.
const FINGERPRINT_CHARS: usize = 43;

const SCHEMA: &str = "scepscope.confirmed-keys/1";

/// One confirmed key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmedRecord {
    /// `SHA256:…`, as `ssh-keygen -l` shows it.
    pub fingerprint: String,
    /// The key, as an OpenSSH public key line, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// When it was confirmed, in seconds since 1970-01-01 UTC.
    pub confirmed: i64,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    schema: String,
    keys: Vec<ConfirmedRecord>,
}

/// The text is no SHA-256 fingerprint as OpenSSH writes it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a fingerprint (SHA256: and 43 characters) and no OpenSSH public key line")]
pub struct FingerprintError;

/// Reads a fingerprint, or the fingerprint of a public key line.
///
/// # Errors
/// [`FingerprintError`].
pub fn fingerprint(text: &str) -> Result<(String, Option<LinkKey>), FingerprintError> {
    let text = text.trim();
    if let Ok(key) = text.parse::<LinkKey>() {
        return Ok((key.fingerprint(), Some(key)));
    }
    let digits = text.strip_prefix("SHA256:").ok_or(FingerprintError)?.trim_end_matches('=');
    let plain = digits.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'));
    if digits.len() != FINGERPRINT_CHARS || !plain {
        return Err(FingerprintError);
    }
    Ok((format!("SHA256:{digits}"), None))
}

/// The user's confirmed keys, in a file of the user's.
#[derive(Debug, Clone)]
pub struct ConfirmedKeys {
    file: StateFile,
}

impl ConfirmedKeys {
    /// The keys in the file at `path`; it need not exist.
    pub fn new(path: impl Into<PathBuf>) -> ConfirmedKeys {
        ConfirmedKeys { file: StateFile::new(path) }
    }

    /// Every confirmed key.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn list(&self) -> Result<Vec<ConfirmedRecord>, StateError> {
        Ok(self.file.read::<Book>()?.keys)
    }

    /// Confirms a key; says whether it is new. `now` in seconds since 1970-01-01 UTC.
    ///
    /// # Errors
    /// [`StateError`]; with more than [`MAX_CONFIRMED`] keys, too.
    pub fn confirm(&self, fingerprint: &str, key: Option<&LinkKey>, now: i64) -> Result<bool, StateError> {
        let path = self.file.path().to_owned();
        self.file.change(|book: &mut Book| {
            SCHEMA.clone_into(&mut book.schema);
            let known = book.keys.iter_mut().find(|k| k.fingerprint == fingerprint);
            if let Some(known) = known {
                known.key = key.map(ToString::to_string).or(known.key.take());
                return Ok(false);
            }
            if book.keys.len() >= MAX_CONFIRMED {
                return Err(StateError::Content { path, what: format!("more than {MAX_CONFIRMED} keys") });
            }
            book.keys.push(ConfirmedRecord {
                fingerprint: fingerprint.to_owned(),
                key: key.map(ToString::to_string),
                confirmed: now,
            });
            Ok(true)
        })
    }

    /// Takes a confirmation back; says whether there was one.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn revoke(&self, fingerprint: &str) -> Result<bool, StateError> {
        self.file.change(|book: &mut Book| {
            let before = book.keys.len();
            book.keys.retain(|k| k.fingerprint != fingerprint);
            Ok::<_, StateError>(book.keys.len() != before)
        })
    }
}

impl From<&ConfirmedRecord> for ConfirmedKey {
    fn from(record: &ConfirmedRecord) -> ConfirmedKey {
        // A key that is not the one of its fingerprint does not count; the fingerprint was confirmed.
        let key = record.key.as_ref().and_then(|k| k.parse::<LinkKey>().ok());
        let key = key.filter(|k| k.fingerprint() == record.fingerprint);
        ConfirmedKey { fingerprint: record.fingerprint.clone(), key }
    }
}
