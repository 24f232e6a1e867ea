//! `statement.json`: what the device says of the bundle, covered by its signature.

use std::collections::BTreeMap;

use scepscope_model::{Gap, Tool};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The value of `schema` in every statement of this form.
pub const STATEMENT_SCHEMA: &str = "scepscope.statement/1";

/// The version of the bundle's format that is written, and the newest that is read.
pub const FORMAT_VERSION: u32 = 1;

/// What stands before the version in `schema`.
const SCHEMA_PREFIX: &str = "scepscope.statement/";

/// The version of the format that a statement names, whatever else is in it; none where it names no version.
pub(crate) fn version(statement: &[u8]) -> Option<u32> {
    #[derive(Deserialize)]
    struct Versioned {
        schema: String,
    }
    let versioned: Versioned = serde_json::from_slice(statement).ok()?;
    versioned.schema.strip_prefix(SCHEMA_PREFIX)?.parse().ok()
}

/// What the device states about a bundle. Its signature proves that the holder of the key stated it, not that it
/// is true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// Always [`STATEMENT_SCHEMA`].
    pub schema: String,
    /// The bundle's name, which is also the bag's root folder.
    pub bundle: String,
    /// When the bundle was made by the device's clock: RFC 3339, UTC, whole seconds.
    pub created: String,
    /// The case id, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The program that wrote the bundle.
    pub tool: Tool,
    /// The request that the bundle answers; null where nobody asked by link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestFacts>,
    /// The age recipients that the bundle was encrypted to (`age1…`); empty when it was not encrypted.
    pub recipients: Vec<String>,
    /// How the content was redacted.
    pub redaction: Redaction,
    /// Every file under `data/`, in the order of its path.
    pub entries: Vec<StatementEntry>,
    /// What is missing, and why.
    pub gaps: Vec<Gap>,
    /// Ids of the device as the device claims them.
    pub device_ids: Vec<ClaimedId>,
    /// What is known of the device's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockFacts>,
}

/// The part of a [`Statement`] that the caller knows; the writer adds the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// The case id: up to 128 printable characters, or none.
    pub case: Option<String>,
    /// The program that writes the bundle.
    pub tool: Tool,
    /// The request that the bundle answers.
    pub request: Option<RequestFacts>,
    /// How the content was redacted.
    pub redaction: Redaction,
    /// What is missing, and why.
    pub gaps: Vec<Gap>,
    /// Ids of the device as the device claims them.
    pub device_ids: Vec<ClaimedId>,
    /// What is known of the device's clock.
    pub clock: Option<ClockFacts>,
}

/// Which signed request the bundle answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RequestFacts {
    /// SHA-256 of the request's token as it was received, in hexadecimal.
    pub sha256: String,
    /// The request's `ticket` claim, repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// The request's `jti` claim, repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// How the content was redacted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Redaction {
    /// The policy.
    pub policy: RedactionPolicy,
    /// Replacements made, by kind of value.
    pub counts: BTreeMap<String, u64>,
    /// Limits of the redaction that were reached, with how often: it then replaced more than it had to, or did not
    /// search for further copies.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub limits: BTreeMap<String, u64>,
}

/// How much is redacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RedactionPolicy {
    /// Personal data and device names are replaced, server names stay.
    Default,
    /// Server names and public addresses are replaced as well.
    Strict,
    /// Only secrets are dropped.
    None,
}

/// One file under `data/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StatementEntry {
    /// Its path in the bag.
    pub path: String,
    /// Its size in the bag, in bytes.
    pub bytes: u64,
    /// SHA-256 of its content in the bag, in hexadecimal.
    pub sha256: String,
    /// Where it came from, and what it was before redaction.
    #[serde(flatten)]
    pub source: SourceMeta,
}

/// Where an entry came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceMeta {
    /// Id of the source in the report, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Path, channel or query that it was read from, redacted like the content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// SHA-256 of the content before redaction, in hexadecimal; none for what the program itself wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_sha256: Option<String>,
    /// Size before redaction, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_bytes: Option<u64>,
    /// Why it is in the bundle.
    #[serde(default)]
    pub why: String,
}

/// An id of the device, as the device claims it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimedId {
    /// What it is, such as `intune_device_id`, `entra_device_id`, `name`.
    pub kind: String,
    /// The id.
    pub value: String,
    /// How the program learned it, such as `managed_configuration`, `registry`, `user`.
    pub learned_from: String,
}

/// What is known of the device's clock.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClockFacts {
    /// The device's offset from UTC when the bundle was made, in seconds, east positive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utc_offset_seconds: Option<i32>,
    /// The name of its time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Seconds by which the device's clock is ahead of the named reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ahead_seconds: Option<i64>,
    /// The clock that it was compared with, such as a server's `Date` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}
