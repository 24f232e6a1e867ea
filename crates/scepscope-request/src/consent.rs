//! Consent: to what exactly, and by whom.

use scepscope_bundle::{Recipient, RequestFacts, Sha256Hex};
use scepscope_redact::Policy;
use schemars::JsonSchema;
use serde::Serialize;

use crate::refusal::{Refusal, RefusalCode};
use crate::used::UsedRequests;
use crate::verify::VerifiedRequest;

/// What a person is asked to agree to: who asks, what is read, what is redacted, what is sent, to whom. Its texts come
/// from the request and from paths: neutralise them before showing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OfferContent {
    /// Who asks, as the signer calls itself.
    pub issuer: String,
    /// Fingerprint of the key that signed.
    pub key: String,
    /// Whether the management pinned that key; else the user confirmed it.
    pub pinned: bool,
    /// The case id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Source ids that are read; `all` means every source of the device.
    pub sources: Vec<String>,
    /// Files and folders that the user gives for these sources.
    pub files: Vec<String>,
    /// The SCEP server's address that the request names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scep_url: Option<String>,
    /// How much is redacted: `default`, `strict` or `none`.
    pub redaction: String,
    /// The age recipient that the bundle is encrypted to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The hosts that the bundle is sent to.
    pub destinations: Vec<String>,
    /// When the request ends, in seconds since 1970-01-01 UTC.
    pub expires: i64,
    /// SHA-256 of the exact token, in hexadecimal.
    pub token_sha256: String,
}

/// An offer: its content and the digest that a consent is bound to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Offer {
    #[serde(flatten)]
    content: OfferContent,
    /// SHA-256 over the whole content, the token's digest in it.
    digest: String,
    #[serde(skip)]
    yes_allowed: bool,
}

impl Offer {
    /// What is offered.
    pub fn content(&self) -> &OfferContent {
        &self.content
    }

    /// What a consent names.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Whether the policy agrees by itself.
    pub fn agreed_by_policy(&self) -> bool {
        self.yes_allowed
    }

    /// A person agreed to the offer whose digest was on show.
    ///
    /// # Errors
    /// [`RefusalCode::ConsentMismatch`] where something else was shown.
    pub fn accept(&self, shown: &str) -> Result<Consent, Refusal> {
        if shown != self.digest {
            return Err(Refusal::new(RefusalCode::ConsentMismatch));
        }
        Ok(Consent { offer: self.digest.clone(), by: Agreement::Person })
    }

    /// The policy agrees in a person's place.
    ///
    /// # Errors
    /// [`RefusalCode::YesNotAllowed`] where it does not.
    pub fn accept_by_policy(&self) -> Result<Consent, Refusal> {
        if !self.yes_allowed {
            return Err(Refusal::new(RefusalCode::YesNotAllowed));
        }
        Ok(Consent { offer: self.digest.clone(), by: Agreement::Policy })
    }
}

/// Who agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// The person at the device.
    Person,
    /// The device's policy.
    Policy,
}

/// Consent to one offer of one exact token. There is no other way to make one than [`Offer::accept`] and
/// [`Offer::accept_by_policy`].
#[derive(Debug)]
pub struct Consent {
    offer: String,
    by: Agreement,
}

impl VerifiedRequest {
    /// What to show. `files` are the logs that the user gives for the sources.
    pub fn offer(&self, files: &[String]) -> Offer {
        let claims = &self.claims;
        let content = OfferContent {
            issuer: claims.issuer.clone(),
            key: self.key.fingerprint(),
            pinned: self.pinned,
            case: claims.case.clone(),
            sources: claims.collect.clone(),
            files: files.to_vec(),
            scep_url: claims.scep_url.clone(),
            redaction: self.redaction.id().to_owned(),
            recipient: self.recipient.as_ref().map(ToString::to_string),
            destinations: self.destinations.clone(),
            expires: claims.expires,
            token_sha256: self.sha256.to_string(),
        };
        // Field by field in a fixed order; JSON keeps them apart.
        let text = serde_json::to_vec(&content).unwrap_or_default();
        Offer { digest: Sha256Hex::of(&text).to_string(), content, yes_allowed: self.yes_allowed }
    }

    /// Turns the request into one that may be carried out, and marks it as used. `now` in seconds since 1970-01-01 UTC:
    /// a person may have taken long.
    ///
    /// # Errors
    /// [`RefusalCode::ConsentMismatch`] where the consent is to another offer or the offer is of another token,
    /// [`RefusalCode::Expired`], and those of [`UsedRequests::begin`].
    pub fn agree(
        self,
        offer: &Offer,
        consent: Consent,
        used: &dyn UsedRequests,
        now: i64,
    ) -> Result<AgreedRequest, Refusal> {
        if consent.offer != offer.digest || self.offer(&offer.content.files) != *offer {
            return Err(Refusal::new(RefusalCode::ConsentMismatch));
        }
        if now >= self.claims.expires {
            return Err(Refusal::new(RefusalCode::Expired));
        }
        used.begin(&self.id, self.claims.expires, now)?;
        Ok(AgreedRequest { request: self, by: consent.by })
    }
}

/// A request that somebody agreed to: what may be read and sent, no more.
#[derive(Debug)]
pub struct AgreedRequest {
    request: VerifiedRequest,
    by: Agreement,
}

impl AgreedRequest {
    /// Who agreed.
    pub fn by(&self) -> Agreement {
        self.by
    }

    /// The source ids to read.
    pub fn sources(&self) -> &[String] {
        &self.request.claims.collect
    }

    /// The case id.
    pub fn case(&self) -> Option<&str> {
        self.request.claims.case.as_deref()
    }

    /// The SCEP server's address.
    pub fn scep_url(&self) -> Option<&str> {
        self.request.claims.scep_url.as_deref()
    }

    /// How much is redacted.
    pub fn redaction(&self) -> Policy {
        self.request.redaction
    }

    /// Whom the bundle is encrypted to.
    pub fn recipient(&self) -> Option<&Recipient> {
        self.request.recipient.as_ref()
    }

    /// Where the bundle goes, as the request says it. May hold a secret.
    pub fn upload(&self) -> &str {
        &self.request.claims.upload
    }

    /// The ticket for the receiver.
    pub fn ticket(&self) -> Option<&str> {
        self.request.claims.ticket.as_deref()
    }

    /// The request's `jti`.
    pub fn id(&self) -> &str {
        &self.request.claims.id
    }

    /// The exact token.
    pub fn token(&self) -> &str {
        &self.request.token
    }

    /// What the bundle's statement says of the request.
    pub fn facts(&self) -> RequestFacts {
        RequestFacts {
            sha256: self.request.sha256.to_string(),
            ticket: self.request.claims.ticket.clone(),
            id: Some(self.request.claims.id.clone()),
        }
    }

    /// Gives the request back unused: nothing left the device.
    ///
    /// # Errors
    /// [`RefusalCode::MemoryUnusable`].
    pub fn release(self, used: &dyn UsedRequests) -> Result<(), Refusal> {
        used.release(&self.request.id)
    }
}
