//! What this device allows, and what it remembers of links: as the command line does it.

use std::path::PathBuf;
use std::sync::Arc;

use scepscope_bundle::PublicKey;
use scepscope_collect::{confirmed_keys_path, used_requests_path};
use scepscope_deliver::{Plain, ProxyChoice, Target};
use scepscope_policy::{ConfirmedKeys, Effective, PolicySource, SystemPolicy};
use scepscope_request::{
    FileUsed, LinkKey, ParsedRequest, Refusal, RefusalCode, UntrustedText, VerifiedRequest,
};
use time::OffsetDateTime;

/// The device's policy, its user's confirmed keys, and the memory of used links.
#[derive(Clone)]
pub struct Trust {
    policy: Arc<dyn PolicySource + Send + Sync>,
    confirmed: Option<PathBuf>,
    used: Option<PathBuf>,
}

/// What the policy says of sending.
pub(crate) struct Sending {
    /// Whether a link may lead to this very machine without TLS.
    plain: Plain,
    pub(crate) proxy: ProxyChoice,
    /// The key that has to sign receipts.
    pub(crate) receiver_key: Option<PublicKey>,
}

impl Trust {
    /// That of this system.
    pub fn system() -> Trust {
        Trust::new(Arc::new(SystemPolicy), confirmed_keys_path().ok(), used_requests_path().ok())
    }

    /// One with its own policy and files. Without a file nothing that needs it is done.
    pub fn new(
        policy: Arc<dyn PolicySource + Send + Sync>,
        confirmed: Option<PathBuf>,
        used: Option<PathBuf>,
    ) -> Trust {
        Trust { policy, confirmed, used }
    }

    pub(crate) fn confirmed(&self) -> Result<ConfirmedKeys, Refusal> {
        self.confirmed.clone().map(ConfirmedKeys::new).ok_or(Refusal::new(RefusalCode::MemoryUnusable))
    }

    pub(crate) fn used(&self) -> Result<FileUsed, Refusal> {
        self.used.clone().map(FileUsed::new).ok_or(Refusal::new(RefusalCode::MemoryUnusable))
    }

    pub(crate) fn effective(&self) -> Result<Effective, Refusal> {
        Effective::load(self.policy.as_ref(), &self.confirmed()?)
    }

    pub(crate) fn sending(&self) -> Result<Sending, Refusal> {
        let policy = self.effective()?.policy;
        Ok(Sending {
            receiver_key: policy.receipt_key()?,
            plain: if policy.allow_loopback { Plain::LoopbackOnly } else { Plain::Refused },
            proxy: policy.proxy.map_or(ProxyChoice::System, |proxy| ProxyChoice::Url(proxy.to_string())),
        })
    }

    /// Verifies a link against what holds now.
    pub(crate) fn verify(&self, link: &str) -> Result<VerifiedRequest, Refusal> {
        let text = UntrustedText::from_link(link)?;
        ParsedRequest::parse(&text)?.verify(&self.effective()?.terms(), &self.used()?, now())
    }

    /// Where a verified request wants the bundle.
    pub(crate) fn target(&self, request: &VerifiedRequest) -> Result<Target, Refusal> {
        let plain = self.sending()?.plain;
        Target::parse(request.upload(), plain).map_err(|e| Refusal::with(RefusalCode::AddressMalformed, e))
    }

    /// Follows links of this key from now on.
    pub(crate) fn confirm(&self, key: &LinkKey) -> Result<(), Refusal> {
        self.confirmed()?.confirm(&key.fingerprint(), Some(key), now())?;
        Ok(())
    }
}

/// Seconds since 1970-01-01 UTC.
pub(crate) fn now() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}
