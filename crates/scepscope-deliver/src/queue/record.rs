//! What stands in an entry's file.

use std::collections::BTreeMap;
use std::fmt;

use scepscope_bundle::{Sha256Hex, SignedReceipt};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// The `schema` of every entry of this form.
pub(crate) const ENTRY_SCHEMA: &str = "scepscope.queue-entry/1";

/// The name of an entry: 16 hexadecimal digits, made from the bundle's digest, the place it goes to and the request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct EntryId(String);

impl EntryId {
    /// Reads an id; nothing else than its digits can become a path.
    pub fn parse(text: &str) -> Option<EntryId> {
        let digits = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        digits.then(|| EntryId(text.to_owned()))
    }

    pub(crate) fn of(sha256: Sha256Hex, place: &str, request: Option<&str>) -> EntryId {
        let all = format!("{sha256}\n{place}\n{}", request.unwrap_or_default());
        EntryId(Sha256Hex::of(all.as_bytes()).to_string().chars().take(16).collect())
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for EntryId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<EntryId, &'static str> {
        EntryId::parse(&text).ok_or("not an entry id")
    }
}

impl From<EntryId> for String {
    fn from(id: EntryId) -> String {
        id.0
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The signed request that a bundle answers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRef {
    /// The token exactly as it was received. Secret: it admits an upload.
    pub token: String,
    /// Its `jti`.
    pub id: String,
    /// Its `ticket`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
}

impl fmt::Debug for RequestRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RequestRef({})", self.id)
    }
}

/// One entry of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub(crate) schema: String,
    /// Its name.
    pub id: EntryId,
    /// When it was queued: RFC 3339, UTC.
    pub created: String,
    /// The bundle's file name.
    pub name: String,
    /// The bundle's size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bundle's file, in hexadecimal.
    pub sha256: String,
    /// MD5 of the bundle's file, in base64, where the target's protocol wants it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) md5: Option<String>,
    /// When the queued file was last changed, in nanoseconds since 1970; tells whether it has to be read again.
    pub(crate) modified: i128,
    /// The target's whole text. Secret.
    pub(crate) target: String,
    /// The target without its query.
    pub place: String,
    /// The case id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The request that the bundle answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) request: Option<RequestRef>,
    /// The receiver's pinned key as an OpenSSH public key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) receiver_key: Option<String>,
    /// How often it was tried.
    pub tries: u32,
    /// Where it stands.
    pub state: State,
}

/// Where an entry stands. Only a [`Waiting`] one is ever sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// To be sent, or sent in part.
    Waiting(Waiting),
    /// Arrived; the bundle's copy is gone from the queue, the receipt is kept.
    Delivered(Delivered),
    /// An answer that trying again does not change. The bundle is kept.
    Stopped(Stopped),
}

impl State {
    /// The identifier of the state.
    pub const fn id(&self) -> &'static str {
        match self {
            State::Waiting(_) => "waiting",
            State::Delivered(_) => "delivered",
            State::Stopped(_) => "stopped",
        }
    }
}

/// An entry that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Waiting {
    /// What was begun at the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
    /// Faults in a row without a byte more.
    #[serde(default)]
    pub failures: u32,
    /// Not to be tried before: RFC 3339, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<String>,
    /// The last fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
}

/// An entry that has arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Delivered {
    /// When the last answer came, by this device's clock: RFC 3339, UTC.
    pub at: String,
    /// The receiver's signed receipt; none from a server that gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<SignedReceipt>,
    /// Fingerprint of the key that signed the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<String>,
    /// Whether that key was pinned beforehand. Without it the receipt proves only what some server said.
    pub pinned: bool,
    /// The server's last answer: status, and an entity tag where it gave one.
    pub answer: String,
}

/// An entry that is not sent any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {
    /// Why.
    pub failure: Failure,
    /// What was begun at the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
}

/// What an adapter has to remember of an upload that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Session {
    /// The upload's own URL (tus).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) upload: Option<String>,
    /// The checksum that the server takes (tus).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) checksum: Option<String>,
    /// Bytes of the next piece, where a cut made pieces smaller (tus with a checksum).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) piece: Option<u64>,
    /// Entity tags of the parts that arrived, from 1 (S3), or numbers of the blocks that were acknowledged (Azure).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", with = "pairs")]
    pub(crate) parts: BTreeMap<u32, String>,
    /// Written before the request that could complete the upload is sent: from then on it may have arrived.
    #[serde(default)]
    pub(crate) ending: bool,
}

/// Parts as a list of pairs: the keys of a JSON object are texts, and inside a tagged state nothing makes numbers of them.
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(parts: &BTreeMap<u32, String>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(parts)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<u32, String>, D::Error> {
        Vec::<(u32, String)>::deserialize(from).map(|pairs| pairs.into_iter().collect())
    }
}
