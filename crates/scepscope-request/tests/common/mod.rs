//! What the tests of requests share.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]

pub mod signer;

use scepscope_redact::Policy;
use scepscope_request::{
    FileUsed, KeyTrust, LinkKey, ParsedRequest, RefusalCode, Terms, UntrustedText, VerifiedRequest,
};
use serde_json::{Value, json};
pub use signer::{Kind, Signer};

/// The device's time in these tests.
pub const NOW: i64 = 1_800_000_000;

/// A recipient that age-keygen made.
pub const RECIPIENT: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

pub fn claims() -> Value {
    json!({
        "iss": "Helpdesk of Example",
        "aud": "scepscope",
        "jti": "0123456789abcdef",
        "iat": NOW - 60,
        "nbf": NOW - 60,
        "exp": NOW + 3600,
        "case": "T-42",
        "collect": ["windows.events", "android.omadm"],
        "scep_url": "https://ndes.example/certsrv/mscep/mscep.dll",
        "upload": "tus+https://support.example/files/",
        "recipient": RECIPIENT,
        "redact": "default",
        "ticket": "tkt-1",
    })
}

pub fn with(name: &str, value: Value) -> String {
    let mut claims = claims();
    claims[name] = value;
    claims.to_string()
}

pub fn without(name: &str) -> String {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(name);
    claims.to_string()
}

pub fn terms(keys: &[&Signer]) -> Terms {
    Terms {
        keys: KeyTrust::Pinned(keys.iter().map(|k| k.line().parse::<LinkKey>().unwrap()).collect()),
        upload_hosts: Some(vec!["support.example".parse().unwrap()]),
        scep_hosts: Some(vec!["ndes.example".parse().unwrap()]),
        upload_without_tap: false,
        redact_minimum: Policy::None,
        allow_loopback: false,
        device_id: None,
    }
}

/// A device: what it allows and what it remembers.
pub struct Device {
    pub folder: tempfile::TempDir,
    pub terms: Terms,
}

impl Device {
    pub fn new(terms: Terms) -> Device {
        Device { folder: tempfile::tempdir().unwrap(), terms }
    }

    pub fn used(&self) -> FileUsed {
        FileUsed::new(self.folder.path().join("state/used.json"))
    }

    pub fn open_at(&self, token: &str, now: i64) -> Result<VerifiedRequest, RefusalCode> {
        let open = || {
            let text = UntrustedText::from_link(&format!("scepscope:collect#{token}"))?;
            ParsedRequest::parse(&text)?.verify(&self.terms, &self.used(), now)
        };
        open().map_err(|r| r.code)
    }

    pub fn open(&self, token: &str) -> Result<VerifiedRequest, RefusalCode> {
        self.open_at(token, NOW)
    }

    /// Opens, agrees as a person would, and marks as used.
    pub fn carry_out(&self, token: &str, now: i64) -> Result<(), RefusalCode> {
        let verified = self.open_at(token, now)?;
        let offer = verified.offer(&[]);
        let consent = offer.accept(offer.digest()).map_err(|r| r.code)?;
        verified.agree(&offer, consent, &self.used(), now).map(drop).map_err(|r| r.code)
    }
}
