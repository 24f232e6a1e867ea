//! Checking a token without a device: for the administrator's programs and the receiver.

use scepscope_bundle::Sha256Hex;

use crate::address::{Address, Use};
use crate::key::LinkKey;
use crate::limits::MAX_TOKEN_BYTES;
use crate::link::{UntrustedText, scheme_link};
use crate::refusal::{Refusal, RefusalCode};
use crate::verify::{ParsedRequest, recipient};

/// What a token of one's own says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenFacts {
    /// `jti`.
    pub id: String,
    /// `iss`.
    pub issuer: String,
    /// `ticket`.
    pub ticket: Option<String>,
    /// `case`.
    pub case: Option<String>,
    /// `device`.
    pub device: Option<String>,
    /// `collect`.
    pub collect: Vec<String>,
    /// `scep_url`.
    pub scep_url: Option<String>,
    /// `upload`, which may hold a secret.
    pub upload: String,
    /// The hosts of `upload`, with ports where they are not the scheme's own.
    pub upload_hosts: Vec<String>,
    /// `recipient`.
    pub recipient: Option<String>,
    /// `redact`.
    pub redact: Option<String>,
    /// `nbf`, in seconds since 1970-01-01 UTC.
    pub not_before: i64,
    /// `exp`, in seconds since 1970-01-01 UTC.
    pub expires: i64,
    /// SHA-256 of the token, in hexadecimal.
    pub sha256: String,
    /// The key that signed.
    pub key: LinkKey,
}

/// Checks a token against one's own public keys: form, signature, times (`now` in seconds since 1970-01-01 UTC), and
/// every claim that does not depend on a device's policy. Whether it was used before is the caller's to remember.
/// Addresses of the own machine pass: the receiver may be a test.
///
/// # Errors
/// As [`ParsedRequest::verify`], without what a policy decides.
pub fn verify_token(token: &str, keys: &[LinkKey], now: i64) -> Result<TokenFacts, Refusal> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(Refusal::with(RefusalCode::LinkTooLong, format!("{} bytes", token.len())));
    }
    verify_link(&UntrustedText::from_link(&scheme_link(token))?, keys, now)
}

/// The same for a link.
///
/// # Errors
/// As [`verify_token`].
pub fn verify_link(text: &UntrustedText, keys: &[LinkKey], now: i64) -> Result<TokenFacts, Refusal> {
    let parsed = ParsedRequest::parse(text)?;
    let (key, claims) = parsed.signed_claims(keys, now)?;
    recipient(&claims)?;
    let mut upload_hosts = Vec::new();
    for text in &claims.upload_addresses {
        let host = Address::parse(text, Use::Upload, true)?.host_and_port();
        if !upload_hosts.contains(&host) {
            upload_hosts.push(host);
        }
    }
    if let Some(url) = &claims.scep_url {
        Address::parse(url, Use::Scep, true)?;
    }
    Ok(TokenFacts {
        id: claims.id,
        issuer: claims.issuer,
        ticket: claims.ticket,
        case: claims.case,
        device: claims.device,
        collect: claims.collect,
        scep_url: claims.scep_url,
        upload: claims.upload,
        upload_hosts,
        recipient: claims.recipient,
        redact: claims.redact.map(|p| p.id().to_owned()),
        not_before: claims.not_before,
        expires: claims.expires,
        sha256: Sha256Hex::of(parsed.token().as_bytes()).to_string(),
        key,
    })
}

/// The key that a link brings along itself. It proves nothing but that the link was not changed since *some* key signed.
///
/// # Errors
/// As [`ParsedRequest::parse`]; [`RefusalCode::KeyUnknown`] where the link brings none.
pub fn own_key(text: &UntrustedText) -> Result<LinkKey, Refusal> {
    ParsedRequest::parse(text)?.own_key().cloned().ok_or_else(|| Refusal::new(RefusalCode::KeyUnknown))
}
