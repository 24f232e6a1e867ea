//! What the device allows a request to ask for.

use scepscope_redact::Policy;

use crate::address::HostRule;
use crate::key::LinkKey;

/// What the device allows, from its policy or, where there is none, from what its user confirmed.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Whose links count.
    pub keys: KeyTrust,
    /// Where a bundle may go; `None` where no list was set, and then only a person's consent allows it.
    pub upload_hosts: Option<Vec<HostRule>>,
    /// Which SCEP servers a request may name; `None` where no list was set.
    pub scep_hosts: Option<Vec<HostRule>>,
    /// Whether a request may be carried out without anybody's tap.
    pub upload_without_tap: bool,
    /// The least that is redacted, whatever the request says.
    pub redact_minimum: Policy,
    /// Whether addresses of this very device are allowed, over plain http too. For tests.
    pub allow_loopback: bool,
    /// This device's id, where the management told it.
    pub device_id: Option<String>,
}

/// Whose links count.
#[derive(Debug, Clone)]
pub enum KeyTrust {
    /// The keys that the device's management pinned, and no others.
    Pinned(Vec<LinkKey>),
    /// An unmanaged device: the keys that its user confirmed by fingerprint.
    Confirmed(Vec<ConfirmedKey>),
}

/// A key that a user confirmed. The key itself may come with the link (`jwk`); the fingerprint decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmedKey {
    /// `SHA256:…`, as `ssh-keygen -l` shows it.
    pub fingerprint: String,
    /// The key, where it is known.
    pub key: Option<LinkKey>,
}

/// How much a policy redacts, for comparing two.
pub(crate) fn rank(policy: Policy) -> u8 {
    match policy {
        Policy::None => 0,
        Policy::Default => 1,
        Policy::Strict => 2,
    }
}

/// The policy that redacts most. The program's own default takes part: a request can raise it, never lower it.
pub(crate) fn strictest(policies: impl IntoIterator<Item = Policy>) -> Policy {
    policies.into_iter().fold(Policy::Default, |a, b| if rank(b) > rank(a) { b } else { a })
}
