//! What is known of the device itself, each fact with a purpose of its own (`docs/privacy.md`).

use scepscope_model::Platform;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use url::Url;

use crate::sync::{SyncOutcome, SyncStart, SyncWay};

/// The value of `schema` in every document of this form.
pub const DEVICE_SCHEMA: &str = "scepscope.device/1";

/// An address of the management service, for which the system is asked whether a proxy is in use.
const MANAGEMENT: &str = "https://manage.microsoft.com/";

/// What is known of the device: `device.json` in the evidence. Where the system does not tell a fact, it is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeviceDocument {
    /// Always [`DEVICE_SCHEMA`].
    pub schema: String,
    /// The system that the device runs.
    pub platform: Platform,
    /// When this was found out, by the device's clock (RFC 3339).
    pub collected: String,
    /// The device's name. A pseudonym in a redacted bundle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_name: Option<String>,
    /// Name and version of the system, such as `Windows 11 Pro`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// Version of the kernel, or the build.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kernel: Option<String>,
    /// The processor's architecture.
    pub architecture: String,
    /// Seconds since the system started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_seconds: Option<u64>,
    /// The proxy that the system uses for the management service, `host:port` without credentials; null where it
    /// uses none, or does not tell (`scepscope_proxy::for_url`).
    pub proxy: Option<String>,
    /// Start and end of a recording.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// How a sync was started while this was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sync: Option<SyncFact>,
    /// The managements that the device is enrolled in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enrolments: Vec<Enrolment>,
    /// Certificates that came by SCEP.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<CertificateFact>,
}

/// A moment that the user marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mark {
    /// `record_started`, `sync_started` or `record_stopped`.
    pub what: String,
    /// When (RFC 3339), by the device's clock.
    pub time: String,
}

/// How a sync was started, or that it was left to the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SyncFact {
    /// What was tried last.
    pub way: SyncWay,
    /// What came of it.
    pub outcome: SyncOutcome,
    /// Why a way that a program could have taken was not open, as a stable word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl From<&SyncStart> for SyncFact {
    fn from(sync: &SyncStart) -> SyncFact {
        let reason = sync.reason.map(|reason| reason.id().to_owned());
        SyncFact { way: sync.way, outcome: sync.outcome, reason }
    }
}

/// One management that the device is enrolled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Enrolment {
    /// The id that the system gives it.
    pub id: String,
    /// Who manages, such as `MS DM Server`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
}

/// A certificate in a store of the device, without its subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CertificateFact {
    /// The store: `user` or `machine`.
    pub store: String,
    /// SHA-1 of the certificate in hex, as the system names it.
    pub thumbprint: String,
    /// SHA-256 of the encoded subject in hex: two certificates of one subject have the same, and nobody is named.
    pub subject_sha256: String,
    /// The issuer's name.
    pub issuer: String,
    /// When it becomes valid (RFC 3339).
    pub not_before: String,
    /// When it expires (RFC 3339).
    pub not_after: String,
    /// Who keeps the private key; null where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_provider: Option<String>,
}

impl DeviceDocument {
    /// What every system tells.
    pub(crate) fn of_this_device(platform: Platform, now: OffsetDateTime) -> DeviceDocument {
        DeviceDocument {
            schema: DEVICE_SCHEMA.to_owned(),
            platform,
            collected: rfc3339(now),
            device_name: sysinfo::System::host_name().ok(),
            system: sysinfo::System::long_os_version().ok().map(|text| text.trim().to_owned()),
            kernel: sysinfo::System::kernel_version().ok(),
            architecture: sysinfo::System::cpu_arch(),
            up_seconds: sysinfo::System::uptime().ok(),
            proxy: proxy(),
            marks: Vec::new(),
            sync: None,
            enrolments: Vec::new(),
            certificates: Vec::new(),
        }
    }
}

pub(crate) fn rfc3339(time: OffsetDateTime) -> String {
    time.format(&Rfc3339).unwrap_or_default()
}

/// The proxy in use. Its credentials are left where they are.
fn proxy() -> Option<String> {
    let proxy = scepscope_proxy::for_url(&Url::parse(MANAGEMENT).ok()?)?;
    Some(format!("{}:{}", proxy.host_str()?, proxy.port_or_known_default()?))
}
