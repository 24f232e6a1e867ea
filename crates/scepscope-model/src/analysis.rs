//! What the analyzer says beside the report: the `analysis` part of its JSON.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Confidence, Evidence, Finding, FlowStep, Inspection, Locator, MilestoneState, Report, ScepOperation,
    SourceKind, Stamp,
};

/// The value of `schema` in every analysis of this form.
pub const ANALYSIS_SCHEMA: &str = "scepscope.analysis/1";

/// A report of the vocabulary with the analyzer's part added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AnalyzedReport {
    /// The report: device and server together.
    #[serde(flatten)]
    pub report: Report,
    /// What the join of both sides shows.
    pub analysis: Analysis,
}

/// What the join of a device's records with a server's logs shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Analysis {
    /// Always [`ANALYSIS_SCHEMA`].
    pub schema: String,
    /// Whether a bundle was read although it was not verified.
    pub unverified: bool,
    /// The inputs of the device's side, and what is known of where they come from.
    pub inputs: Vec<InputReport>,
    /// The web server's logs, and what they cover.
    pub servers: Vec<ServerLog>,
    /// Each attempt of the report, in its order, joined.
    pub attempts: Vec<AttemptJoin>,
    /// Requests to NDES that belong to none of the attempts, by client.
    pub others: Others,
    /// Causes that only those other requests show.
    pub other_findings: Vec<Finding>,
    /// What the exports of NDES servers among the inputs show, check by check.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inspections: Vec<Inspection>,
}

/// One input of the device's side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InputReport {
    /// As the caller named it.
    pub name: String,
    /// What it proves of its origin.
    pub trust: Trust,
    /// The principals of the key that signed a verified bundle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    /// `SHA256:…` of the key that signed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// When the bundle was made, by the device's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// The case id that it states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// How its content was redacted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redaction: Option<String>,
    /// What is wrong with an unverified bundle, a limited number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<String>,
    /// The attempts that come from it, by their ids.
    pub attempts: Vec<String>,
}

/// What an input proves of its origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// Unchanged since a key that the caller trusts signed it.
    Verified,
    /// Unchanged since some key signed it. That proves neither who signed nor when.
    Intact,
    /// Read although the verification failed. It may be anybody's.
    Unverified,
    /// Logs as they were given: nobody signed them.
    Unsigned,
}

/// What one log of a web server covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ServerLog {
    /// The source's id.
    pub source: String,
    /// Its kind: IIS or HTTP.sys.
    pub kind: SourceKind,
    /// Records in it.
    pub records: u64,
    /// Its oldest and newest time; null where the log carries no date and time.
    pub first: Option<Stamp>,
    /// See `first`.
    pub last: Option<Stamp>,
    /// Stretches of quiet inside it that are longer than `GAP_SECONDS` of the analyzer, at most `MAX_GAPS_SHOWN` of the analyzer.
    pub quiet: Vec<Quiet>,
    /// How many more there are.
    pub more_quiet: u64,
    /// Columns that the join needs and that some record of the log lacks.
    pub missing_columns: Vec<String>,
    /// Whether the columns are assumed, since no line names them.
    pub assumed_columns: bool,
}

/// A time without any record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quiet {
    /// The last record before it.
    pub from: Stamp,
    /// The first record after it.
    pub to: Stamp,
}

/// How an attempt of the device and the server's logs fit together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AttemptJoin {
    /// The attempt's id in the report.
    pub attempt: String,
    /// The result in a word.
    pub state: JoinState,
    /// Why nothing more can be said, as stable words.
    pub reasons: Vec<JoinReason>,
    /// How the device's clock relates to the server's.
    pub clock: ClockJoin,
    /// The client that the server saw, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<Client>,
    /// Each request, oldest first, at most `MAX_JOINED` of the analyzer.
    pub requests: Vec<JoinedRequest>,
    /// The six steps of the flow, in order.
    pub steps: Vec<StepReport>,
}

/// The result of joining one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JoinState {
    /// The server's log holds requests of this attempt.
    Joined,
    /// The server's log covers the attempt and holds no request of it.
    NoRequest,
    /// Several clients fit equally well.
    Ambiguous,
    /// The server's log does not cover the attempt: a request could not have been found in it.
    NotCovered,
    /// The attempt can't be placed in the server's time.
    NotPlaced,
    /// The device recorded nothing that could be joined.
    NothingToJoin,
    /// No log of a web server was given.
    NoServerLog,
}

impl JoinState {
    /// The stable identifier, as it stands in the JSON.
    pub const fn id(self) -> &'static str {
        match self {
            JoinState::Joined => "joined",
            JoinState::NoRequest => "no_request",
            JoinState::Ambiguous => "ambiguous",
            JoinState::NotCovered => "not_covered",
            JoinState::NotPlaced => "not_placed",
            JoinState::NothingToJoin => "nothing_to_join",
            JoinState::NoServerLog => "no_server_log",
        }
    }
}

/// What limits the result of a join.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JoinReason {
    /// The logs begin after the attempt.
    LogBeginsLater,
    /// The logs end before the attempt.
    LogEndsEarlier,
    /// The log holds no record at all for a long time around the attempt.
    LogQuiet,
    /// The log has no date and time.
    NoTimeColumn,
    /// The log does not say what was asked for.
    NoUriColumn,
    /// The log does not say which program asked, so that platforms can't be told apart.
    NoUserAgentColumn,
    /// The log does not say where a request came from.
    NoClientColumn,
    /// The log does not say how a request ended.
    NoStatusColumn,
    /// The log does not say which operation was asked for.
    NoQueryColumn,
    /// The device's log has no date.
    NoDate,
    /// The device's log has local times without their offset.
    UnknownOffset,
    /// Requests of the same kind of device are near, and may be this one's if its clock is wrong.
    OthersNearby,
    /// Several clients fit.
    SeveralClients,
    /// Other devices come from the same address: a proxy stands in front of the server.
    SharedAddress,
    /// More requests than are kept; the older ones are not known.
    TooManyRequests,
}

impl JoinReason {
    /// The stable identifier, as it stands in the JSON.
    pub const fn id(self) -> &'static str {
        match self {
            JoinReason::LogBeginsLater => "log_begins_later",
            JoinReason::LogEndsEarlier => "log_ends_earlier",
            JoinReason::LogQuiet => "log_quiet",
            JoinReason::NoTimeColumn => "no_time_column",
            JoinReason::NoUriColumn => "no_uri_column",
            JoinReason::NoUserAgentColumn => "no_user_agent_column",
            JoinReason::NoClientColumn => "no_client_column",
            JoinReason::NoStatusColumn => "no_status_column",
            JoinReason::NoQueryColumn => "no_query_column",
            JoinReason::NoDate => "no_date",
            JoinReason::UnknownOffset => "unknown_offset",
            JoinReason::OthersNearby => "others_nearby",
            JoinReason::SeveralClients => "several_clients",
            JoinReason::SharedAddress => "shared_address",
            JoinReason::TooManyRequests => "too_many_requests",
        }
    }
}

/// How the device's clock relates to the server's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClockJoin {
    /// What the relation rests on.
    pub basis: ClockBasis,
    /// Seconds by which the server's clock is ahead of the device's; null where that is not known.
    pub server_ahead_seconds: Option<i64>,
    /// Pairs of requests that the number rests on.
    pub pairs: usize,
    /// The device's offset from UTC in seconds, where it had to be estimated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_offset_seconds: Option<i64>,
    /// The day that the server's log gives to a device's log without date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_date: Option<String>,
}

/// What the relation of two clocks rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClockBasis {
    /// Both clocks write UTC or their offset; no request was joined, so the difference is not known.
    Stated,
    /// Estimated from the requests that both sides saw.
    Requests,
    /// Nothing tells.
    Unknown,
}

/// A client as the web server sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Client {
    /// Its address: a proxy's, where one stands in front. Null where the log has no such column.
    pub address: Option<String>,
    /// Its user agent. Null where the log has no such column.
    pub user_agent: Option<String>,
    /// Other clients that come from the same address, as far as their user agents differ.
    pub others_at_address: usize,
}

/// Who saw a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeenBy {
    /// Only the device.
    Device,
    /// Only the server.
    Server,
    /// Both.
    Both,
}

impl SeenBy {
    /// The stable identifier, as it stands in the JSON.
    pub const fn id(self) -> &'static str {
        match self {
            SeenBy::Device => "device",
            SeenBy::Server => "server",
            SeenBy::Both => "both",
        }
    }
}

/// One request, from both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JoinedRequest {
    /// What was asked; null for a request whose operation the server's log does not hold.
    pub operation: Option<ScepOperation>,
    /// Who saw it.
    pub seen_by: SeenBy,
    /// Whether this is the policy module's own request about the device's.
    pub of_policy_module: bool,
    /// How sure the join is; null where there is none.
    pub confidence: Option<Confidence>,
    /// The device's side.
    pub device: Option<DeviceSide>,
    /// The server's side.
    pub server: Option<ServerSide>,
}

/// A request as the device recorded it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeviceSide {
    /// When it was sent, in the device's time.
    pub sent: Option<Stamp>,
    /// When it was answered or failed, in the device's time.
    pub ended: Option<Stamp>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// Whether it failed below HTTP.
    pub no_answer: bool,
}

/// A request as the web server logged it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ServerSide {
    /// The source's id.
    pub source: String,
    /// Where in the source.
    pub locator: Locator,
    /// When, in UTC.
    pub time: Option<Stamp>,
    /// The method.
    pub method: String,
    /// The `message` parameter of a request other than PKIOperation.
    pub message: Option<String>,
    /// The HTTP status; null where the log has no such column.
    pub status: Option<u16>,
    /// The sub-status of IIS.
    pub substatus: Option<u32>,
    /// The win32 status of IIS.
    pub win32: Option<u32>,
    /// The numbers decoded: `403.16 Client certificate is untrusted or invalid`.
    pub meaning: Vec<String>,
    /// Where it came from.
    pub client: Option<String>,
    /// The program that asked.
    pub user_agent: Option<String>,
    /// Milliseconds from the request to its end.
    pub time_taken_ms: Option<u64>,
    /// The line, shortened; secrets dropped.
    pub excerpt: String,
}

/// A step of the flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StepReport {
    /// Which one.
    pub id: FlowStep,
    /// Its state, by the rules of the milestones' states.
    pub state: MilestoneState,
    /// The records of the server that show it; the device's stand with the milestones.
    pub evidence: Vec<Evidence>,
}

/// Requests that belong to none of the attempts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Others {
    /// Requests of SCEP operations in all.
    pub requests: u64,
    /// Those that the server did not answer with 2xx.
    pub failed: u64,
    /// The clients with the most failures, at most `MAX_CLIENTS` of the analyzer.
    pub clients: Vec<OtherClient>,
    /// How many more clients there are.
    pub more_clients: u64,
    /// Requests that were not kept, since there are more than `MAX_REQUESTS` of the analyzer.
    pub left_out: u64,
}

/// A client with requests that belong to none of the attempts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OtherClient {
    /// Its address.
    pub address: Option<String>,
    /// Its user agent.
    pub user_agent: Option<String>,
    /// Its requests.
    pub requests: u64,
    /// Those that failed.
    pub failed: u64,
    /// The oldest.
    pub first: Option<Stamp>,
    /// The newest.
    pub last: Option<Stamp>,
}
