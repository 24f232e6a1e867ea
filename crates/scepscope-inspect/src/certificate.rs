//! What a certificate of a store says.

use base64ct::{Base64, Encoding};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc4519::CN;
use const_oid::db::rfc5280::ID_KP_CLIENT_AUTH;
use der::Decode;
use sha1::{Digest, Sha1};
use time::OffsetDateTime;
use x509_cert::Certificate;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, ExtendedKeyUsage, KeyUsage, SubjectAltName, SubjectKeyIdentifier,
};

use crate::facts::{Answer, StoredCertificate};

/// Extended key usage "Certificate Request Agent" (Microsoft), which the RA certificates of NDES carry.
const CERTIFICATE_REQUEST_AGENT: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.20.2.1");

/// A certificate that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreCertificate {
    /// Whom it names.
    pub subject: String,
    /// Who issued it.
    pub issuer: String,
    /// SHA-1 in upper-case hex.
    pub thumbprint: String,
    /// Start of its validity.
    pub not_before: OffsetDateTime,
    /// End of its validity.
    pub not_after: OffsetDateTime,
    /// Whether subject and issuer are the same name.
    pub self_issued: bool,
    /// Whether it may act for others' requests.
    pub request_agent: bool,
    /// Whether its key may sign.
    pub signs: bool,
    /// Whether its key may encrypt keys.
    pub encrypts: bool,
    /// Whether it is good for client authentication: it says so, or it restricts nothing.
    pub client_authentication: bool,
    /// Common names and DNS names, in lower case.
    pub names: Vec<String>,
    /// Which key signed it, as its issuer calls it.
    pub authority_key: Option<Vec<u8>>,
    /// What its own key is called.
    pub subject_key: Option<Vec<u8>>,
    /// Whether the store has its private key.
    pub has_key: bool,
    /// Who may read the private key.
    pub key_readers: Answer<Vec<String>>,
}

impl StoreCertificate {
    /// Reads a certificate of a store; `None` where it is damaged.
    pub fn read(stored: &StoredCertificate) -> Option<StoreCertificate> {
        let der = Base64::decode_vec(stored.der.trim()).ok()?;
        let certificate = Certificate::from_der(&der).ok()?;
        let tbs = &certificate.tbs_certificate;
        let moment = |time: &x509_cert::time::Time| {
            let second = i64::try_from(time.to_unix_duration().as_secs()).ok()?;
            OffsetDateTime::from_unix_timestamp(second).ok()
        };
        let usage = tbs.get::<KeyUsage>().ok().flatten().map(|(_, usage)| usage);
        let extended = tbs.get::<ExtendedKeyUsage>().ok().flatten().map(|(_, usages)| usages.0);
        let has = |oid| extended.as_ref().is_some_and(|usages| usages.contains(oid));
        let authority = tbs.get::<AuthorityKeyIdentifier>().ok().flatten();
        let subject_key = tbs.get::<SubjectKeyIdentifier>().ok().flatten();
        Some(StoreCertificate {
            subject: tbs.subject.to_string(),
            issuer: tbs.issuer.to_string(),
            thumbprint: Sha1::digest(&der).iter().map(|byte| format!("{byte:02X}")).collect(),
            not_before: moment(&tbs.validity.not_before)?,
            not_after: moment(&tbs.validity.not_after)?,
            self_issued: tbs.subject == tbs.issuer,
            request_agent: has(&CERTIFICATE_REQUEST_AGENT),
            signs: usage.as_ref().is_none_or(KeyUsage::digital_signature),
            encrypts: usage.as_ref().is_none_or(KeyUsage::key_encipherment),
            client_authentication: extended.is_none() || has(&ID_KP_CLIENT_AUTH),
            names: names(&certificate),
            authority_key: authority
                .and_then(|(_, authority)| authority.key_identifier)
                .map(|key| key.as_bytes().to_vec()),
            subject_key: subject_key.map(|(_, key)| key.0.as_bytes().to_vec()),
            has_key: stored.has_key,
            key_readers: stored.key_readers.clone(),
        })
    }

    /// Whether it is valid at this moment.
    pub fn is_valid_at(&self, moment: OffsetDateTime) -> bool {
        self.not_before <= moment && moment <= self.not_after
    }
}

fn names(certificate: &Certificate) -> Vec<String> {
    let tbs = &certificate.tbs_certificate;
    let parts = tbs.subject.0.iter().flat_map(|part| part.0.iter()).filter(|pair| pair.oid == CN);
    let mut names: Vec<String> = parts
        .filter_map(|pair| std::str::from_utf8(pair.value.value()).ok())
        .map(str::to_ascii_lowercase)
        .collect();
    if let Ok(Some((_, SubjectAltName(others)))) = tbs.get::<SubjectAltName>() {
        names.extend(others.iter().filter_map(|name| match name {
            GeneralName::DnsName(name) => Some(name.as_str().to_ascii_lowercase()),
            _ => None,
        }));
    }
    names
}
