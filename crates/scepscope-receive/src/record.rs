//! What the receiver remembers of an upload.

use scepscope_bundle::SignedReceipt;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The name of an upload: 32 hexadecimal digits by chance. Who knows it may write to it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct UploadId(String);

impl UploadId {
    pub(crate) fn parse(text: &str) -> Option<UploadId> {
        let digits = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        digits.then(|| UploadId(text.to_owned()))
    }

    pub(crate) fn new(random: [u8; 16]) -> UploadId {
        UploadId(random.iter().map(|b| format!("{b:02x}")).collect())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for UploadId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<UploadId, &'static str> {
        UploadId::parse(&text).ok_or("not an upload id")
    }
}

impl From<UploadId> for String {
    fn from(id: UploadId) -> String {
        id.0
    }
}

/// An upload's record.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Upload {
    pub(crate) id: UploadId,
    /// Bytes that it is going to have.
    pub(crate) length: u64,
    /// The name that the client gave, cleaned.
    pub(crate) name: String,
    /// The digest that the client announced.
    pub(crate) sha256: Option<String>,
    pub(crate) case: Option<String>,
    /// What is good for one bundle only.
    pub(crate) once: Option<String>,
    /// The request that the bundle has to answer: SHA-256 of its token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) request_sha256: Option<String>,
    /// The header that the client sent, without what is secret.
    pub(crate) metadata: String,
    /// Seconds since 1970.
    pub(crate) created: i64,
    pub(crate) state: UploadState,
}

/// Where an upload stands.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(crate) enum UploadState {
    /// Grows.
    Receiving,
    /// Verified and receipted; the file stands in the inbox under this name, or is just being moved there.
    Done { name: String, receipt: SignedReceipt },
    /// Complete, looked at, and thrown away.
    Refused { reason: String },
}

impl Upload {
    pub(crate) fn is_older_than(&self, age: std::time::Duration, now: OffsetDateTime) -> bool {
        let age = i64::try_from(age.as_secs()).unwrap_or(i64::MAX);
        now.unix_timestamp().saturating_sub(self.created) > age
    }
}
