//! What holds on this device, and where it comes from.

use scepscope_redact::Policy as Redaction;
use scepscope_request::{ConfirmedKey, HostRule, KeyTrust, LinkKey, Refusal, Terms};
use serde_json::Value;

use crate::confirmed::{ConfirmedKeys, ConfirmedRecord};
use crate::document::{Policy, PolicyFault};
use crate::system;
use crate::value::Found;

/// Something that a policy can be read from: the system, or on a phone what the app handed over.
pub trait PolicySource {
    /// Where a policy would be.
    fn place(&self) -> &str;

    /// The policy; `None` where there is none.
    ///
    /// # Errors
    /// [`PolicyFault`] where one is there and can't be relied on.
    fn read(&self) -> Result<Option<Found>, PolicyFault>;
}

/// The policy of the system that the program runs on.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemPolicy;

impl PolicySource for SystemPolicy {
    fn place(&self) -> &str {
        system::PLACE
    }

    fn read(&self) -> Result<Option<Found>, PolicyFault> {
        place::read()
    }
}

/// Builds with debug assertions, which the tests run, may be given another place. What is released has no such door: who can
/// set a program's environment must not be able to set its policy.
#[cfg(debug_assertions)]
mod place {
    use crate::document::PolicyFault;
    use crate::value::{Found, from_json};

    const TEST_POLICY: &str = "SCEPSCOPE_TEST_POLICY";

    pub(super) fn read() -> Result<Option<Found>, PolicyFault> {
        let Some(path) = std::env::var_os(TEST_POLICY) else { return crate::system::read() };
        let place = path.to_string_lossy().into_owned();
        let text = std::fs::read(&path).map_err(|e| PolicyFault::new(&place, e))?;
        from_json(&place, &text).map(Some)
    }
}

#[cfg(not(debug_assertions))]
mod place {
    pub(super) use crate::system::read;
}

/// Where a setting comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The policy.
    Policy,
    /// The user confirmed it.
    User,
    /// Nobody set it: the program's own default.
    Default,
}

impl Origin {
    /// The stable identifier.
    pub const fn id(self) -> &'static str {
        match self {
            Origin::Policy => "policy",
            Origin::User => "user",
            Origin::Default => "default",
        }
    }
}

/// What holds on this device.
#[derive(Debug, Clone)]
pub struct Effective {
    /// Where a policy is or would be.
    pub place: String,
    /// Whether there is one.
    pub managed: bool,
    /// Its settings; the defaults where there is none.
    pub policy: Policy,
    /// The names of the settings that the policy sets.
    pub set: Vec<String>,
    /// The keys that the user confirmed. They count only where the policy pins none.
    pub confirmed: Vec<ConfirmedRecord>,
}

impl Effective {
    /// Reads the policy and the user's confirmations.
    ///
    /// # Errors
    /// [`scepscope_request::RefusalCode::PolicyUnusable`], [`scepscope_request::RefusalCode::MemoryUnusable`].
    pub fn load(source: &dyn PolicySource, confirmed: &ConfirmedKeys) -> Result<Effective, Refusal> {
        let found = source.read()?;
        let policy = found.as_ref().map(Policy::read).transpose()?;
        let set = found.iter().flat_map(|f| f.values.keys().cloned()).collect();
        Ok(Effective {
            place: found.as_ref().map_or_else(|| source.place().to_owned(), |f| f.place.clone()),
            managed: policy.is_some(),
            policy: policy.unwrap_or_default(),
            set,
            confirmed: confirmed.list()?,
        })
    }

    /// Whether the management pinned keys, so that the user's confirmations do not count.
    pub fn pinned(&self) -> bool {
        self.policy.link_keys.is_some()
    }

    /// Where a setting comes from.
    pub fn origin(&self, setting: &str) -> Origin {
        if self.set.iter().any(|s| s == setting) {
            Origin::Policy
        } else if setting == "LinkKeys" && !self.confirmed.is_empty() {
            Origin::User
        } else {
            Origin::Default
        }
    }

    /// What a setting of [`crate::SETTINGS`] comes to, for showing: a text, a list of texts, a truth value, or null
    /// where it is not set. Keys stand as fingerprints. Null also for a name that is none.
    pub fn value(&self, setting: &str) -> Value {
        let policy = &self.policy;
        let hosts = |list: &Option<Vec<HostRule>>| match list {
            Some(list) => list.iter().map(ToString::to_string).collect(),
            None => Value::Null,
        };
        match setting {
            "LinkKeys" => match &policy.link_keys {
                Some(keys) => keys.iter().map(LinkKey::fingerprint).collect(),
                None => self.confirmed.iter().map(|k| k.fingerprint.clone()).collect(),
            },
            "UploadHosts" => hosts(&policy.upload_hosts),
            "ScepHosts" => hosts(&policy.scep_hosts),
            "UploadWithoutTap" => policy.upload_without_tap.into(),
            "RedactMinimum" => policy.redact_minimum.unwrap_or_default().id().into(),
            "AllowLoopback" => policy.allow_loopback.into(),
            "DeviceId" => policy.device_id.clone().into(),
            "ReceiverKey" => policy.receiver_key.as_ref().map(ToString::to_string).into(),
            "Proxy" => policy.proxy.as_ref().map(ToString::to_string).into(),
            "Autostart" => policy.autostart.into(),
            _ => Value::Null,
        }
    }

    /// What a request may ask for.
    pub fn terms(&self) -> Terms {
        let policy = &self.policy;
        Terms {
            keys: match &policy.link_keys {
                Some(keys) => KeyTrust::Pinned(keys.clone()),
                None => KeyTrust::Confirmed(self.confirmed.iter().map(ConfirmedKey::from).collect()),
            },
            upload_hosts: policy.upload_hosts.clone(),
            scep_hosts: policy.scep_hosts.clone(),
            // Only a management that pins the key can speak for the user.
            upload_without_tap: policy.upload_without_tap && policy.link_keys.is_some(),
            redact_minimum: policy.redact_minimum.unwrap_or(Redaction::None),
            allow_loopback: policy.allow_loopback,
            device_id: policy.device_id.clone(),
        }
    }
}
