//! From untrusted text to a verified request.

use scepscope_bundle::{Recipient, Sha256Hex};
use scepscope_redact::Policy;

use crate::address::{Address, Use};
use crate::claims::Claims;
use crate::jws::Jws;
use crate::key::LinkKey;
use crate::limits::CLOCK_TOLERANCE_SECONDS;
use crate::link::UntrustedText;
use crate::refusal::{Refusal, RefusalCode};
use crate::terms::{KeyTrust, Terms, strictest};
use crate::used::{RequestId, UsedRequests};

/// A token with the form of a request. Its payload has not been read and can't be seen.
pub struct ParsedRequest {
    token: String,
    jws: Jws,
}

impl std::fmt::Debug for ParsedRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ParsedRequest({} bytes)", self.token.len())
    }
}

impl ParsedRequest {
    /// Takes the token apart and checks its header.
    ///
    /// # Errors
    /// [`RefusalCode::LinkMalformed`], [`RefusalCode::DuplicateKey`], [`RefusalCode::CriticalHeader`],
    /// [`RefusalCode::AlgorithmRefused`], [`RefusalCode::TypeWrong`].
    pub fn parse(text: &UntrustedText) -> Result<ParsedRequest, Refusal> {
        Ok(ParsedRequest { token: text.token().to_owned(), jws: Jws::parse(text.token())? })
    }

    /// Checks the signature, then every claim against what the device allows. `now` is in seconds since 1970-01-01 UTC.
    ///
    /// # Errors
    /// One [`RefusalCode`] for each thing that can be wrong; the signature comes first, so that nothing is said of the
    /// content of what nobody trusted signed.
    pub fn verify(
        self,
        terms: &Terms,
        used: &dyn UsedRequests,
        now: i64,
    ) -> Result<VerifiedRequest, Refusal> {
        let key = self.signer(&terms.keys)?;
        let claims = Claims::parse(&self.jws.payload)?;
        let id = RequestId::new(&key, &claims.id);
        let memory = used.look_up(&id)?;
        if memory.newest.is_some_and(|newest| now + CLOCK_TOLERANCE_SECONDS < newest) {
            return Err(Refusal::new(RefusalCode::ClockRolledBack));
        }
        check_time(&claims, now)?;
        if memory.used {
            return Err(Refusal::new(RefusalCode::AlreadyUsed));
        }
        check_device(&claims, terms)?;
        let recipient = recipient(&claims)?;
        let destinations = destinations(&claims, terms)?;
        if let Some(url) = &claims.scep_url {
            Address::parse(url, Use::Scep, terms.allow_loopback)?
                .allowed(terms.scep_hosts.as_deref(), RefusalCode::ScepHostNotAllowed)?;
        }
        let redaction = strictest(claims.redact.into_iter().chain([terms.redact_minimum]));
        Ok(VerifiedRequest {
            sha256: Sha256Hex::of(self.token.as_bytes()),
            token: self.token,
            pinned: matches!(terms.keys, KeyTrust::Pinned(_)),
            // Without a list of hosts a policy can't have meant this one.
            yes_allowed: terms.upload_without_tap && terms.upload_hosts.is_some(),
            key,
            claims,
            id,
            recipient,
            destinations,
            redaction,
        })
    }

    fn signed_by(&self, key: &LinkKey) -> bool {
        key.algorithm() == self.jws.header.algorithm
            && key.verifies(self.jws.signed.as_bytes(), &self.jws.signature)
    }

    /// The trusted key that signed. `kid` only decides which one is tried first and what the refusal says.
    pub(crate) fn signer(&self, trust: &KeyTrust) -> Result<LinkKey, Refusal> {
        let header = &self.jws.header;
        let named = |key: &LinkKey| header.kid.as_deref() == Some(key.fingerprint().as_str());
        let known: Vec<&LinkKey> = match trust {
            KeyTrust::Pinned(keys) => keys.iter().collect(),
            KeyTrust::Confirmed(keys) => keys.iter().filter_map(|k| k.key.as_ref()).collect(),
        };
        let (first, then): (Vec<&LinkKey>, Vec<&LinkKey>) = known.iter().partition(|key| named(key));
        if let Some(key) = first.iter().chain(&then).find(|key| self.signed_by(key)) {
            return Ok((**key).clone());
        }
        let other_algorithm = |key: &&LinkKey| key.algorithm() != header.algorithm;
        if let Some(key) = first.iter().find(|k| other_algorithm(k)) {
            let detail = format!("{} for a key of {}", header.algorithm.id(), key.algorithm().id());
            return Err(Refusal::with(RefusalCode::AlgorithmRefused, detail));
        }
        if !first.is_empty() {
            return Err(Refusal::new(RefusalCode::SignatureInvalid));
        }
        match (trust, &header.jwk) {
            (KeyTrust::Confirmed(confirmed), Some(jwk)) => self.signed_by_its_own(jwk, confirmed),
            _ if !known.is_empty() && known.iter().all(other_algorithm) => {
                Err(Refusal::with(RefusalCode::AlgorithmRefused, header.algorithm.id()))
            }
            _ => Err(Refusal::new(RefusalCode::KeyUnknown)),
        }
    }

    /// An unmanaged device takes the key out of the link, and trusts it only where its user confirmed the fingerprint.
    fn signed_by_its_own(
        &self,
        jwk: &LinkKey,
        confirmed: &[crate::terms::ConfirmedKey],
    ) -> Result<LinkKey, Refusal> {
        let fingerprint = jwk.fingerprint();
        if jwk.algorithm() != self.jws.header.algorithm {
            return Err(Refusal::with(RefusalCode::AlgorithmRefused, self.jws.header.algorithm.id()));
        }
        if !self.signed_by(jwk) {
            return Err(Refusal::new(RefusalCode::SignatureInvalid));
        }
        if confirmed.iter().any(|c| c.fingerprint == fingerprint) {
            return Ok(jwk.clone());
        }
        let mut refusal = Refusal::with(RefusalCode::KeyNotConfirmed, fingerprint);
        refusal.key = Some(Box::new(jwk.clone()));
        Err(refusal)
    }

    /// For [`crate::verify_token`]: the claims of a token that one of `keys` signed.
    pub(crate) fn signed_claims(&self, keys: &[LinkKey], now: i64) -> Result<(LinkKey, Claims), Refusal> {
        let key = self.signer(&KeyTrust::Pinned(keys.to_vec()))?;
        let claims = Claims::parse(&self.jws.payload)?;
        check_time(&claims, now)?;
        Ok((key, claims))
    }

    pub(crate) fn own_key(&self) -> Option<&LinkKey> {
        self.jws.header.jwk.as_ref()
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }
}

fn check_time(claims: &Claims, now: i64) -> Result<(), Refusal> {
    if now >= claims.expires {
        return Err(Refusal::new(RefusalCode::Expired));
    }
    if now + CLOCK_TOLERANCE_SECONDS < claims.not_before.max(claims.issued) {
        return Err(Refusal::new(RefusalCode::NotYetValid));
    }
    Ok(())
}

fn check_device(claims: &Claims, terms: &Terms) -> Result<(), Refusal> {
    match (&claims.device, &terms.device_id) {
        (None, _) => Ok(()),
        (Some(wanted), Some(own)) if wanted.eq_ignore_ascii_case(own) => Ok(()),
        (Some(_), Some(_)) => Err(Refusal::new(RefusalCode::DeviceMismatch)),
        (Some(_), None) => Err(Refusal::new(RefusalCode::DeviceUnknown)),
    }
}

pub(crate) fn recipient(claims: &Claims) -> Result<Option<Recipient>, Refusal> {
    let Some(text) = &claims.recipient else { return Ok(None) };
    text.parse().map(Some).map_err(|_| Refusal::new(RefusalCode::RecipientInvalid))
}

/// Where the bundle goes, host by host, every one allowed.
fn destinations(claims: &Claims, terms: &Terms) -> Result<Vec<String>, Refusal> {
    let mut hosts = Vec::new();
    for text in &claims.upload_addresses {
        let address = Address::parse(text, Use::Upload, terms.allow_loopback)?;
        address.allowed(terms.upload_hosts.as_deref(), RefusalCode::UploadHostNotAllowed)?;
        let host = address.host_and_port();
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    Ok(hosts)
}

/// A request that a trusted key signed and that this device may carry out, if somebody agrees.
#[derive(Debug, Clone)]
pub struct VerifiedRequest {
    pub(crate) token: String,
    pub(crate) sha256: Sha256Hex,
    pub(crate) key: LinkKey,
    pub(crate) pinned: bool,
    pub(crate) yes_allowed: bool,
    pub(crate) claims: Claims,
    pub(crate) id: RequestId,
    pub(crate) recipient: Option<Recipient>,
    pub(crate) destinations: Vec<String>,
    pub(crate) redaction: Policy,
}

impl VerifiedRequest {
    /// Where the bundle would go, as the request says it. May hold a secret.
    pub fn upload(&self) -> &str {
        &self.claims.upload
    }
}
