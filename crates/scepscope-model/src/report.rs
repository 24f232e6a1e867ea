//! The report: what `report.json` holds.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Cause, Confidence, Level, Locator, Milestone, MilestoneState, Offset, Outcome, Platform,
    ProbeReport, ScepOperation, SourceKind, Stamp,
};

/// The value of `schema` in every report of this form.
pub const REPORT_SCHEMA: &str = "scepscope.report/1";

/// Everything that one check found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Always [`REPORT_SCHEMA`].
    pub schema: String,
    /// The program that wrote the report.
    pub tool: Tool,
    /// The device that the evidence speaks of.
    pub device: DeviceFacts,
    /// Every source that was looked at, readable or not.
    pub sources: Vec<SourceReport>,
    /// What could not be read or could not have been recorded.
    pub gaps: Vec<Gap>,
    /// The key strings of the troubleshooting article, counted, before any interpretation.
    pub key_strings: Vec<KeyStringCount>,
    /// The enrolment attempts, oldest first.
    pub attempts: Vec<Attempt>,
    /// The worst outcome of the latest attempt of each profile.
    pub outcome: Outcome,
    /// Did any SCEP operation of the latest attempts get an answer from the server?
    pub reached_ndes: Answer,
    /// Did PKIOperation leave the device in the latest attempts?
    pub challenge_presented: Answer,
    /// All findings, the most important first; those of attempts that a later one superseded are marked.
    pub findings: Vec<Finding>,
    /// The answers of the SCEP URL, where it was asked.
    pub probe: Option<ProbeReport>,
}

/// The program that wrote a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// What is known of the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeviceFacts {
    /// The operating system that the evidence was written by.
    pub platform: Platform,
    /// The device's name, where the evidence states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// System version, where the collecting device is the one that the evidence speaks of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
}

/// What a source says of its own clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// Each record carries its offset, or is in UTC by format.
    Known,
    /// The records carry no offset; UTC is taken, as the format's writers do.
    AssumedUtc,
    /// The records are in a local time whose offset nobody wrote.
    UnknownOffset,
    /// The records carry a local date without a year; the year is taken from the file's own date.
    AssumedYear,
    /// The records carry a time of day and no date.
    NoDate,
    /// The records carry no time.
    None,
}

/// One source, as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceReport {
    /// Id within this report: `s1`, `s2`, …
    pub id: String,
    /// What the content is.
    pub kind: SourceKind,
    /// Where it came from: a path as the user gave it, with the path inside an archive after `!`.
    pub origin: String,
    /// Size in bytes, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// Records read.
    pub records: u64,
    /// Time of the oldest record.
    pub first: Option<Stamp>,
    /// Time of the newest record.
    pub last: Option<Stamp>,
    /// Whether the records' times have an offset.
    pub clock: Clock,
    /// Whether the source holds verbose or debug records of the component that enrols; null where the kind has no
    /// such distinction.
    pub verbose: Option<bool>,
}

/// What is missing from the evidence, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Gap {
    /// The source's id; null where no source could be made of it.
    pub source: Option<String>,
    /// Why.
    pub cause: Cause,
    /// Particulars by name, such as `reason`, `limit`, `records`, `origin`.
    #[serde(default)]
    pub detail: std::collections::BTreeMap<String, String>,
}

/// Where a key string was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The source's id.
    pub source: String,
    /// Where in the source.
    pub locator: Locator,
    /// When, as far as the source tells.
    pub time: Option<Stamp>,
}

/// How often one key string was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeyStringCount {
    /// Its id in the vocabulary.
    pub id: String,
    /// Number of records that hold it.
    pub count: u64,
    /// The oldest such record.
    pub first: Option<Place>,
    /// The newest such record.
    pub last: Option<Place>,
}

/// A record that proves something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The source's id.
    pub source: String,
    /// Where in the source.
    pub locator: Locator,
    /// When, as far as the source tells.
    pub time: Option<Stamp>,
    /// The record's level.
    pub level: Level,
    /// The rule that matched.
    pub rule: String,
    /// The record's text, shortened; secrets dropped.
    pub excerpt: String,
}

/// What the evidence says of one milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MilestoneReport {
    /// Which one.
    pub id: Milestone,
    /// Its state.
    pub state: MilestoneState,
    /// The records that prove `seen` or `failed`; empty for the other states.
    pub evidence: Vec<Evidence>,
}

/// One cause with its proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// What it is.
    pub cause: Cause,
    /// How sure.
    pub confidence: Confidence,
    /// The attempt it belongs to; null for findings about the device or a server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<String>,
    /// Whether a later attempt of the same profile makes it history.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub superseded: bool,
    /// Error codes that the records name, decoded: `0x80072ee7 ERROR_WINHTTP_NAME_NOT_RESOLVED`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// The records.
    pub evidence: Vec<Evidence>,
}

/// One enrolment attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attempt {
    /// Id within this report: `1`, `2`, …
    pub id: String,
    /// The platform that attempted it.
    pub platform: Platform,
    /// The SCEP URL without its query, where a record states one.
    pub server_url: Option<String>,
    /// The profile's name, where a record states one.
    pub profile: Option<String>,
    /// The first record.
    pub started: Option<Stamp>,
    /// The last record.
    pub ended: Option<Stamp>,
    /// All seven milestones, in order.
    pub milestones: Vec<MilestoneReport>,
    /// How it ended.
    pub outcome: Outcome,
    /// Did any SCEP operation of this attempt get an answer from the server?
    pub reached_ndes: Answer,
    /// Did PKIOperation leave the device in this attempt?
    pub challenge_presented: Answer,
    /// The requests that the device's records tell of, oldest first, so that a server's log can be joined. Empty
    /// where the platform records none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchanges: Vec<Exchange>,
    /// Its findings, the most important first.
    pub findings: Vec<Finding>,
}

/// One request to the SCEP server, as the device recorded it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Exchange {
    /// What was asked.
    pub operation: ScepOperation,
    /// When it was sent; null where no record says so.
    pub sent: Option<Stamp>,
    /// When its answer, or its failure, was recorded; null where nothing was.
    pub ended: Option<Stamp>,
    /// The HTTP status of the answer; null where none is recorded.
    pub status: Option<u16>,
    /// Whether the exchange failed below HTTP, by the device's records.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_answer: bool,
}

impl Attempt {
    /// The state of a milestone; `not_recordable` where the attempt does not list it.
    pub fn state(&self, milestone: Milestone) -> MilestoneState {
        self.milestones.iter().find(|m| m.id == milestone).map_or(MilestoneState::NotRecordable, |m| m.state)
    }
}

/// The positions of the latest attempt of each profile, in order. Attempts stand oldest first; one without a profile is
/// known by its server. Where the clocks of two can't be compared, which is the later one is not known: both count.
pub fn latest_attempts(attempts: &[Attempt]) -> Vec<usize> {
    let mut latest: BTreeMap<(Clocks<'_>, &str), usize> = BTreeMap::new();
    for (index, attempt) in attempts.iter().enumerate() {
        let key = attempt.profile.as_deref().or(attempt.server_url.as_deref()).unwrap_or("");
        latest.insert((Clocks::of(attempt), key), index);
    }
    let mut latest: Vec<usize> = latest.into_values().collect();
    latest.sort_unstable();
    latest
}

/// Times that can be compared with each other.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Clocks<'a> {
    /// The offset is written, or UTC by format.
    Instant,
    /// A device's local clock, offset unknown.
    Local,
    /// Times of day, or no time at all: this source only.
    Own(&'a str),
}

impl Clocks<'_> {
    fn of(attempt: &Attempt) -> Clocks<'_> {
        match attempt.started.or(attempt.ended) {
            Some(time) if time.is_dated() && time.offset() == Offset::Unknown => Clocks::Local,
            Some(time) if time.is_dated() => Clocks::Instant,
            _ => {
                let milestones = attempt.milestones.iter().flat_map(|m| &m.evidence);
                let evidence = milestones.chain(attempt.findings.iter().flat_map(|f| &f.evidence)).next();
                Clocks::Own(evidence.map_or("", |e| e.source.as_str()))
            }
        }
    }
}
