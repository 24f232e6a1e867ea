//! What asking the SCEP URL gave: the `probe` of a report.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Cause, Confidence, Platform, Stamp};

/// The value of `schema` in every probe document of this form.
pub const PROBE_SCHEMA: &str = "scepscope.probe/1";

/// The answers of a SCEP server, step by step, and what they mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProbeReport {
    /// Always [`PROBE_SCHEMA`].
    pub schema: String,
    /// The URL that was asked, without query.
    pub url: String,
    /// The platform whose requests were imitated.
    pub asked_as: Platform,
    /// When the probe began, by the device's clock.
    pub started: Option<Stamp>,
    /// The proxy that the requests went through, without its credentials; null for a direct connection.
    pub proxy: Option<String>,
    /// Every step, in the order in which it was taken. A step that was not taken says why.
    pub steps: Vec<ProbeStep>,
    /// The TLS certificates as the server offered them, its own first.
    pub tls_chain: Vec<CertificateFacts>,
    /// The certificates that GetCACert gave.
    pub scep_certificates: Vec<CertificateFacts>,
    /// The capabilities that GetCACaps gave, as written.
    pub capabilities: Vec<String>,
    /// The device's clock less the server's, in seconds; null where no answer carried a date.
    pub clock_skew_seconds: Option<i64>,
    /// Longest query that was answered, in bytes; null where the long query was not asked for.
    pub longest_query_answered: Option<u64>,
    /// Shortest query that was refused, in bytes; null where none was.
    pub shortest_query_refused: Option<u64>,
    /// What the answers mean, the most important first. [`Cause::Healthy`] stands alone.
    pub findings: Vec<ProbeFinding>,
}

/// One step of a probe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProbeStep {
    /// Which one.
    pub step: ProbeStepId,
    /// What it was taken against: an address, a URL.
    pub target: String,
    /// How it ended.
    pub result: StepResult,
    /// How long it took, in milliseconds.
    pub milliseconds: u64,
    /// Particulars by name, such as `status`, `content_type`, `addresses`, `error`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub detail: BTreeMap<String, String>,
}

/// The steps of a probe, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProbeStepId {
    /// The server's name is looked up.
    Dns,
    /// A tunnel is asked of the proxy.
    Proxy,
    /// A connection is made to one address.
    Tcp,
    /// The TLS handshake.
    Tls,
    /// An address that a certificate names for its revocation lists is tried.
    Revocation,
    /// The URL as it is, as a browser asks.
    PlainGet,
    /// GetCACaps.
    GetCaCaps,
    /// GetCACert.
    GetCaCert,
    /// GetNextCACert, only where the server says that it knows it.
    GetNextCaCert,
    /// GetCACaps with a query as long as a certificate request makes it.
    LongQuery,
}

impl ProbeStepId {
    /// The stable identifier, as it stands in documents and message ids.
    pub const fn id(self) -> &'static str {
        match self {
            ProbeStepId::Dns => "dns",
            ProbeStepId::Proxy => "proxy",
            ProbeStepId::Tcp => "tcp",
            ProbeStepId::Tls => "tls",
            ProbeStepId::Revocation => "revocation",
            ProbeStepId::PlainGet => "plain_get",
            ProbeStepId::GetCaCaps => "get_ca_caps",
            ProbeStepId::GetCaCert => "get_ca_cert",
            ProbeStepId::GetNextCaCert => "get_next_ca_cert",
            ProbeStepId::LongQuery => "long_query",
        }
    }
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepResult {
    /// As it should.
    Ok,
    /// Otherwise; a finding says what it means.
    Failed,
    /// It was not taken; the detail `reason` says why.
    Skipped,
}

/// What an answer means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProbeFinding {
    /// What it is.
    pub cause: Cause,
    /// How sure.
    pub confidence: Confidence,
    /// The step that showed it.
    pub step: ProbeStepId,
    /// What exactly was seen, in the protocol's own words. Not translated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
}

/// One certificate, as far as it matters here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CertificateFacts {
    /// Subject, as RFC 4514 writes it.
    pub subject: String,
    /// Issuer, as RFC 4514 writes it.
    pub issuer: String,
    /// First moment of validity.
    pub not_before: Option<Stamp>,
    /// Last moment of validity.
    pub not_after: Option<Stamp>,
    /// SHA-1 over the certificate, in hexadecimal: the thumbprint that Windows and Intune show.
    pub thumbprint: String,
    /// Signature algorithm: a well-known name, else the object identifier.
    pub signature_algorithm: String,
    /// Public key: algorithm and size, such as `RSA 2048`.
    pub public_key: String,
    /// What it may be used for in SCEP.
    pub roles: Vec<CertificateRole>,
    /// Whether subject and issuer are the same.
    pub self_issued: bool,
    /// Names in the subject alternative name extension.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// HTTP addresses of revocation lists and OCSP responders that it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revocation_urls: Vec<String>,
}

/// What a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CertificateRole {
    /// A certification authority (basic constraints).
    Ca,
    /// Registration authority (extended key usage Certificate Request Agent) that signs.
    RaSignature,
    /// Registration authority (extended key usage Certificate Request Agent) that receives encrypted requests.
    RaEncryption,
    /// Neither is stated.
    Other,
}
