//! The settings of a policy.

use std::fmt;
use std::str::FromStr;

use scepscope_bundle::PublicKey;
use scepscope_redact::Policy as Redaction;
use scepscope_request::{HostRule, LinkKey, Refusal, RefusalCode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::proxy::ProxyAddress;
use crate::value::Found;

/// Largest policy that is read, in bytes.
pub const MAX_POLICY_BYTES: u64 = 256 << 10;

/// Most entries of one list.
pub const MAX_LIST: usize = 1000;

/// Longest text of one setting, in characters.
const MAX_TEXT: usize = 2048;

/// A policy as it is written, with the same names on every system. `docs/policy.md` says how each system stores it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[schemars(title = "Scepscope policy")]
pub struct PolicyDocument {
    /// Keys whose links are followed, each an OpenSSH public key line (`ssh-ed25519 AAAA…`). With a key here, keys that a
    /// user confirms do not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_keys: Option<Vec<String>>,
    /// Hosts that a bundle may be sent to: `HOST`, `HOST:PORT` or `*.DOMAIN`. Without it a person decides each time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload_hosts: Option<Vec<String>>,
    /// SCEP servers that a link may name, in the same form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scep_hosts: Option<Vec<String>>,
    /// Whether a link may be carried out without anybody's tap. Needs `UploadHosts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload_without_tap: Option<bool>,
    /// The least that is redacted: `none`, `default` or `strict`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redact_minimum: Option<String>,
    /// Whether addresses of the device itself are allowed, over plain http too. For tests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_loopback: Option<bool>,
    /// This device's id in the management (Intune: `{{deviceid}}`). A link that is for one device is compared with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// The key that signs receipts, an OpenSSH public key line. A receipt of another key is then refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver_key: Option<String>,
    /// The proxy for uploads, `http://HOST:PORT`, in place of the system's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
    /// Whether the app starts at sign-in while something waits to be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autostart: Option<bool>,
}

/// The name of every setting.
pub const SETTINGS: [&str; 10] = [
    "LinkKeys",
    "UploadHosts",
    "ScepHosts",
    "UploadWithoutTap",
    "RedactMinimum",
    "AllowLoopback",
    "DeviceId",
    "ReceiverKey",
    "Proxy",
    "Autostart",
];

/// The policy is there but can't be relied on. A device that has one follows no link until it is mended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}")]
pub struct PolicyFault {
    /// Where the policy is.
    pub place: String,
    /// What is wrong.
    pub what: String,
}

impl PolicyFault {
    pub(crate) fn new(place: &str, what: impl fmt::Display) -> PolicyFault {
        PolicyFault { place: place.to_owned(), what: what.to_string() }
    }
}

impl From<PolicyFault> for Refusal {
    fn from(fault: PolicyFault) -> Refusal {
        Refusal::with(RefusalCode::PolicyUnusable, fault)
    }
}

/// A policy whose every value is sound.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// `LinkKeys`.
    pub link_keys: Option<Vec<LinkKey>>,
    /// `UploadHosts`.
    pub upload_hosts: Option<Vec<HostRule>>,
    /// `ScepHosts`.
    pub scep_hosts: Option<Vec<HostRule>>,
    /// `UploadWithoutTap`.
    pub upload_without_tap: bool,
    /// `RedactMinimum`.
    pub redact_minimum: Option<Redaction>,
    /// `AllowLoopback`.
    pub allow_loopback: bool,
    /// `DeviceId`.
    pub device_id: Option<String>,
    /// `ReceiverKey`.
    pub receiver_key: Option<LinkKey>,
    /// `Proxy`.
    pub proxy: Option<ProxyAddress>,
    /// `Autostart`.
    pub autostart: bool,
    /// Names that this program does not know; they have no effect.
    pub unknown: Vec<String>,
}

impl Policy {
    /// `ReceiverKey` as the key that has to sign receipts.
    ///
    /// # Errors
    /// [`RefusalCode::PolicyUnusable`] where it is of a kind that signs none.
    pub fn receipt_key(&self) -> Result<Option<PublicKey>, Refusal> {
        let key = self.receiver_key.as_ref().map(|key| PublicKey::from_openssh(&key.to_string()));
        key.transpose().map_err(|e| Refusal::with(RefusalCode::PolicyUnusable, format!("ReceiverKey: {e}")))
    }

    /// Reads the settings. A system that stores texts only (Android, registry texts) may write lists as one text, an entry
    /// a line or with `;` between, and truth values as `true`/`false` or 1/0.
    ///
    /// # Errors
    /// [`PolicyFault`] with the name of the first setting that is not sound: a policy counts whole or not at all.
    pub fn read(found: &Found) -> Result<Policy, PolicyFault> {
        let reader = Reader { place: &found.place, values: &found.values };
        let unknown = found.values.keys().filter(|name| !SETTINGS.contains(&name.as_str()));
        Ok(Policy {
            link_keys: reader.list("LinkKeys")?.filter(|keys: &Vec<LinkKey>| !keys.is_empty()),
            upload_hosts: reader.list("UploadHosts")?,
            scep_hosts: reader.list("ScepHosts")?,
            upload_without_tap: reader.truth("UploadWithoutTap")?,
            redact_minimum: reader.parsed("RedactMinimum")?,
            allow_loopback: reader.truth("AllowLoopback")?,
            // A variable that the management did not replace is no id.
            device_id: reader.text("DeviceId")?.filter(|id| !id.contains("{{")),
            receiver_key: reader.parsed("ReceiverKey")?,
            proxy: reader.parsed("Proxy")?,
            autostart: reader.truth("Autostart")?,
            unknown: unknown.take(MAX_LIST).cloned().collect(),
        })
    }
}

struct Reader<'a> {
    place: &'a str,
    values: &'a Map<String, Value>,
}

impl Reader<'_> {
    fn fault(&self, name: &str, what: impl fmt::Display) -> PolicyFault {
        PolicyFault::new(self.place, format!("{name}: {what}"))
    }

    fn text(&self, name: &str) -> Result<Option<String>, PolicyFault> {
        match self.values.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.chars().count() <= MAX_TEXT => {
                let text = text.trim();
                Ok((!text.is_empty()).then(|| text.to_owned()))
            }
            Some(_) => Err(self.fault(name, "not a text, or too long")),
        }
    }

    fn parsed<T: FromStr<Err: fmt::Display>>(&self, name: &str) -> Result<Option<T>, PolicyFault> {
        let text = self.text(name)?;
        text.map(|text| text.parse().map_err(|e: T::Err| self.fault(name, e))).transpose()
    }

    fn truth(&self, name: &str) -> Result<bool, PolicyFault> {
        match self.values.get(name) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(truth)) => Ok(*truth),
            Some(Value::Number(number)) if number.as_u64() == Some(0) => Ok(false),
            Some(Value::Number(number)) if number.as_u64() == Some(1) => Ok(true),
            Some(Value::String(text)) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "1" => Ok(true),
                "false" | "0" | "" => Ok(false),
                _ => Err(self.fault(name, "neither true nor false")),
            },
            Some(_) => Err(self.fault(name, "neither true nor false")),
        }
    }

    /// `None` where the setting is not there; a list that is there and empty allows nothing.
    fn list<T: FromStr<Err: fmt::Display>>(&self, name: &str) -> Result<Option<Vec<T>>, PolicyFault> {
        let texts: Vec<&str> = match self.values.get(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::String(text)) => text.split(['\n', ';']).collect(),
            Some(Value::Array(items)) => {
                let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
                texts.ok_or_else(|| self.fault(name, "a list of texts is needed"))?
            }
            Some(_) => return Err(self.fault(name, "a list of texts is needed")),
        };
        if texts.len() > MAX_LIST {
            return Err(self.fault(name, format!("more than {MAX_LIST} entries")));
        }
        let texts = texts.into_iter().map(str::trim).filter(|t| !t.is_empty());
        texts.map(|t| t.parse().map_err(|e: T::Err| self.fault(name, e))).collect::<Result<_, _>>().map(Some)
    }
}
