//! An entry as programs see it: everything but its secrets.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{Delivered, Record, State};
use crate::failure::Failure;

/// One entry of the queue, as `scepscope send --json` and `scepscope queue --json` print it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QueueEntry {
    /// Its name, for `scepscope queue`.
    pub id: String,
    /// `waiting`, `delivered` or `stopped`.
    pub state: String,
    /// When it was queued: RFC 3339, UTC.
    pub created: String,
    /// The bundle's file name.
    pub bundle: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Where it goes, without what is secret.
    pub target: String,
    /// The case id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// How often it was tried.
    pub tries: u32,
    /// Not to be tried before: RFC 3339, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<String>,
    /// The last fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// How it arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered: Option<Delivered>,
}

impl From<&Record> for QueueEntry {
    fn from(record: &Record) -> QueueEntry {
        let (not_before, failure, delivered) = match &record.state {
            State::Waiting(waiting) => (waiting.not_before.clone(), waiting.failure.clone(), None),
            State::Stopped(stopped) => (None, Some(stopped.failure.clone()), None),
            State::Delivered(delivered) => (None, None, Some(delivered.clone())),
        };
        QueueEntry {
            id: record.id.to_string(),
            state: record.state.id().to_owned(),
            created: record.created.clone(),
            bundle: record.name.clone(),
            bytes: record.bytes,
            sha256: record.sha256.clone(),
            target: record.place.clone(),
            case: record.case.clone(),
            tries: record.tries,
            not_before,
            failure,
            delivered,
        }
    }
}
