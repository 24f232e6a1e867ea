//! Certificates as a server gives them: one in DER, or a list in a CMS message.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::SignedData;
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912;
use der::asn1::UintRef;
use der::{Decode, Encode, Reader, SliceReader};
use scepscope_model::{CertificateFacts, CertificateRole, Stamp};
use sha1::{Digest, Sha1};
use x509_cert::Certificate;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    AuthorityInfoAccessSyntax, BasicConstraints, CrlDistributionPoints, ExtendedKeyUsage, KeyUsage,
    SubjectAltName,
};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use crate::limits::{MAX_CERTIFICATE_BYTES, MAX_CERTIFICATES, MAX_TEXT_CHARS};

/// Extended key usage "Certificate Request Agent" (Microsoft), which the RA certificates of NDES carry.
const CERTIFICATE_REQUEST_AGENT: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.20.2.1");

/// CMS SignedData (RFC 5652, 5.1).
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");

/// Most names or addresses that are taken of one certificate.
const MAX_NAMES: usize = 16;

/// Signature algorithms by their usual names.
const ALGORITHMS: [(ObjectIdentifier, &str); 9] = [
    (rfc5912::SHA_1_WITH_RSA_ENCRYPTION, "sha1RSA"),
    (rfc5912::SHA_256_WITH_RSA_ENCRYPTION, "sha256RSA"),
    (rfc5912::SHA_384_WITH_RSA_ENCRYPTION, "sha384RSA"),
    (rfc5912::SHA_512_WITH_RSA_ENCRYPTION, "sha512RSA"),
    (rfc5912::ID_RSASSA_PSS, "RSASSA-PSS"),
    (rfc5912::ECDSA_WITH_SHA_256, "sha256ECDSA"),
    (rfc5912::ECDSA_WITH_SHA_384, "sha384ECDSA"),
    (rfc5912::ECDSA_WITH_SHA_512, "sha512ECDSA"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.4"), "md5RSA"),
];

/// What the body of GetCACert holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CaList {
    /// The certificates, encoded, at most [`MAX_CERTIFICATES`].
    pub(crate) certificates: Vec<Vec<u8>>,
    /// How many there were.
    pub(crate) found: usize,
}

/// Reads a body as one certificate, or as a CMS message without content that carries certificates (RFC 8894, 4.2.1).
pub(crate) fn ca_list(body: &[u8]) -> Option<CaList> {
    if Certificate::from_der(body).is_ok() {
        return Some(CaList { certificates: vec![body.to_vec()], found: 1 });
    }
    let info = ContentInfo::from_der(body).ok()?;
    if info.content_type != SIGNED_DATA {
        return None;
    }
    let signed: SignedData = info.content.decode_as().ok()?;
    let set = signed.certificates.map(|set| set.0.into_vec()).unwrap_or_default();
    let found = set.len();
    let certificates = set
        .into_iter()
        .take(MAX_CERTIFICATES)
        .filter_map(|choice| match choice {
            CertificateChoices::Certificate(certificate) => certificate.to_der().ok(),
            CertificateChoices::Other(_) => None,
        })
        .collect();
    Some(CaList { certificates, found })
}

/// The facts of one certificate; `None` where it can't be read.
pub(crate) fn facts(der: &[u8]) -> Option<CertificateFacts> {
    if der.len() > MAX_CERTIFICATE_BYTES {
        return None;
    }
    let certificate = Certificate::from_der(der).ok()?;
    let tbs = &certificate.tbs_certificate;
    let when = |time: &x509_cert::time::Time| {
        i128::try_from(time.to_unix_duration().as_nanos()).ok().map(Stamp::from_unix_nanos)
    };
    Some(CertificateFacts {
        subject: bounded(&tbs.subject.to_string()),
        issuer: bounded(&tbs.issuer.to_string()),
        not_before: when(&tbs.validity.not_before),
        not_after: when(&tbs.validity.not_after),
        thumbprint: Sha1::digest(der).iter().map(|byte| format!("{byte:02X}")).collect(),
        signature_algorithm: algorithm(certificate.signature_algorithm.oid),
        public_key: public_key(&tbs.subject_public_key_info),
        roles: roles(&certificate),
        self_issued: tbs.subject == tbs.issuer,
        names: names(&certificate),
        revocation_urls: revocation_urls(&certificate),
    })
}

fn algorithm(oid: ObjectIdentifier) -> String {
    let known = ALGORITHMS.iter().find(|(known, _)| *known == oid);
    known.map_or_else(|| oid.to_string(), |(_, name)| (*name).to_owned())
}

fn public_key(key: &SubjectPublicKeyInfoOwned) -> String {
    let oid = key.algorithm.oid;
    if oid == rfc5912::RSA_ENCRYPTION || oid == rfc5912::ID_RSASSA_PSS {
        let bits = key.subject_public_key.as_bytes().and_then(modulus_bits);
        return bits.map_or_else(|| "RSA".to_owned(), |bits| format!("RSA {bits}"));
    }
    if oid == rfc5912::ID_EC_PUBLIC_KEY {
        let curve =
            key.algorithm.parameters.as_ref().and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
        let name = match curve {
            Some(rfc5912::SECP_256_R_1) => "P-256",
            Some(rfc5912::SECP_384_R_1) => "P-384",
            Some(rfc5912::SECP_521_R_1) => "P-521",
            _ => "of another curve",
        };
        return format!("EC {name}");
    }
    oid.to_string()
}

/// Bits of the modulus of an RSA public key (RFC 8017, A.1.1).
fn modulus_bits(key: &[u8]) -> Option<usize> {
    let mut reader = SliceReader::new(key).ok()?;
    let modulus = reader
        .sequence(|inner| {
            let modulus = UintRef::decode(inner)?.as_bytes().to_vec();
            UintRef::decode(inner)?;
            Ok(modulus)
        })
        .ok()?;
    let first = modulus.first()?;
    Some(modulus.len() * 8 - first.leading_zeros() as usize)
}

fn roles(certificate: &Certificate) -> Vec<CertificateRole> {
    let tbs = &certificate.tbs_certificate;
    let mut roles = Vec::new();
    if let Ok(Some((_, constraints))) = tbs.get::<BasicConstraints>()
        && constraints.ca
    {
        roles.push(CertificateRole::Ca);
    }
    let agent = tbs
        .get::<ExtendedKeyUsage>()
        .ok()
        .flatten()
        .is_some_and(|(_, usages)| usages.0.contains(&CERTIFICATE_REQUEST_AGENT));
    if agent {
        let usage = tbs.get::<KeyUsage>().ok().flatten().map(|(_, usage)| usage);
        if usage.as_ref().is_none_or(KeyUsage::digital_signature) {
            roles.push(CertificateRole::RaSignature);
        }
        if usage.as_ref().is_none_or(KeyUsage::key_encipherment) {
            roles.push(CertificateRole::RaEncryption);
        }
    }
    if roles.is_empty() {
        roles.push(CertificateRole::Other);
    }
    roles
}

fn names(certificate: &Certificate) -> Vec<String> {
    let Ok(Some((_, SubjectAltName(names)))) = certificate.tbs_certificate.get::<SubjectAltName>() else {
        return Vec::new();
    };
    names
        .iter()
        .filter_map(|name| match name {
            GeneralName::DnsName(name) => Some(bounded(name.as_str())),
            _ => None,
        })
        .take(MAX_NAMES)
        .collect()
}

fn revocation_urls(certificate: &Certificate) -> Vec<String> {
    let tbs = &certificate.tbs_certificate;
    let mut urls = Vec::new();
    let mut push = |name: &GeneralName| {
        if let GeneralName::UniformResourceIdentifier(uri) = name
            && uri.as_str().get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"))
            && urls.len() < MAX_NAMES
        {
            urls.push(bounded(uri.as_str()));
        }
    };
    if let Ok(Some((_, CrlDistributionPoints(points)))) = tbs.get::<CrlDistributionPoints>() {
        for point in &points {
            if let Some(DistributionPointName::FullName(names)) = &point.distribution_point {
                names.iter().for_each(&mut push);
            }
        }
    }
    if let Ok(Some((_, AuthorityInfoAccessSyntax(ways)))) = tbs.get::<AuthorityInfoAccessSyntax>() {
        let ocsp = ways.iter().filter(|way| way.access_method == rfc5912::ID_AD_OCSP);
        ocsp.for_each(|way| push(&way.access_location));
    }
    urls
}

fn bounded(text: &str) -> String {
    text.chars().take(MAX_TEXT_CHARS).collect()
}
