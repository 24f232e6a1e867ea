//! What the device allows, as the calls on links see it.

use scepscope_bundle::PublicKey;
use scepscope_collect::{CollectError, confirmed_keys_path, used_requests_path};
use scepscope_console::{Exit, explain};
use scepscope_deliver::{Plain, ProxyChoice};
use scepscope_policy::{ConfirmedKeys, Effective, Policy, SystemPolicy};
use scepscope_present::Words;
use scepscope_request::{FileUsed, Refusal, RefusalCode};
use time::OffsetDateTime;

/// The user's confirmed keys.
pub(crate) fn confirmed_keys() -> Result<ConfirmedKeys, Refusal> {
    confirmed_keys_path().map(ConfirmedKeys::new).map_err(unusable)
}

/// The memory of used requests.
pub(crate) fn used_requests() -> Result<FileUsed, Refusal> {
    used_requests_path().map(FileUsed::new).map_err(unusable)
}

fn unusable(error: CollectError) -> Refusal {
    Refusal::with(RefusalCode::MemoryUnusable, error)
}

/// What holds on this device.
pub(crate) fn effective() -> Result<Effective, Refusal> {
    Effective::load(&SystemPolicy, &confirmed_keys()?)
}

/// Seconds since 1970-01-01 UTC.
pub(crate) fn now() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}

/// Explains a refusal in two sentences. Every refusal ends the program with exit code 4.
pub(crate) fn refuse(words: &Words, refusal: &Refusal) -> Exit {
    explain(words, refusal.code.id(), None, refusal.detail.as_deref());
    Exit::Refused
}

/// What the policy says of sending.
#[derive(Debug, Clone)]
pub(crate) struct Sending {
    /// Whether a link may lead to this very machine without TLS.
    pub(crate) plain: Plain,
    /// The proxy.
    pub(crate) proxy: ProxyChoice,
    /// The key that has to sign receipts.
    pub(crate) receiver_key: Option<PublicKey>,
}

impl Sending {
    /// Reads the policy.
    ///
    /// # Errors
    /// [`RefusalCode::PolicyUnusable`] where it can't be relied on.
    pub(crate) fn load() -> Result<Sending, Refusal> {
        Sending::of(effective()?.policy)
    }

    /// What this policy says.
    ///
    /// # Errors
    /// [`RefusalCode::PolicyUnusable`] where the receiver's key is of a kind that signs no receipts.
    pub(crate) fn of(policy: Policy) -> Result<Sending, Refusal> {
        Ok(Sending {
            receiver_key: policy.receipt_key()?,
            plain: if policy.allow_loopback { Plain::LoopbackOnly } else { Plain::Refused },
            proxy: policy.proxy.map_or(ProxyChoice::System, |proxy| ProxyChoice::Url(proxy.to_string())),
        })
    }
}
