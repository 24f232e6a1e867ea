//! Public keys that sign links.

use std::fmt;
use std::str::FromStr;

use p256::ecdsa::signature::Verifier;
use serde_json::{Map, Value};
use ssh_key::public::{EcdsaPublicKey, Ed25519PublicKey, KeyData};
use ssh_key::{HashAlg, PublicKey};

use crate::base64url;

/// Longest OpenSSH line of a public key, in bytes.
const MAX_LINE_BYTES: usize = 1024;

/// The algorithm of a signature. It follows from the key, never from the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// Ed25519 (RFC 8037).
    EdDsa,
    /// ECDSA with P-256 and SHA-256 (RFC 7518).
    Es256,
}

impl Algorithm {
    /// The value of `alg`.
    pub const fn id(self) -> &'static str {
        match self {
            Algorithm::EdDsa => "EdDSA",
            Algorithm::Es256 => "ES256",
        }
    }

    pub(crate) fn from_id(id: &str) -> Option<Algorithm> {
        [Algorithm::EdDsa, Algorithm::Es256].into_iter().find(|a| a.id() == id)
    }
}

/// Why a text is no public key for links.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not the one line of an OpenSSH public key, or larger than one.
    #[error("not an OpenSSH public key line (ssh-ed25519 AAAA…, ecdsa-sha2-nistp256 AAAA…)")]
    Form,
    /// A key of a kind that signs no links.
    #[error("a key that signs links is Ed25519 or ECDSA P-256, not {0}")]
    Kind(String),
    /// The key is none: no point of its curve, or one that verifies anything.
    #[error("the key is not a valid point of its curve")]
    Invalid,
}

/// A public key that may sign links. Written as OpenSSH writes it: `ssh-ed25519 AAAA…`; its name is the fingerprint
/// that `ssh-keygen -l` shows.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkKey {
    point: Point,
    public: PublicKey,
}

#[derive(Clone, PartialEq, Eq)]
enum Point {
    Ed25519(ed25519_dalek::VerifyingKey),
    P256(p256::ecdsa::VerifyingKey),
}

impl LinkKey {
    /// The algorithm of this key's signatures.
    pub fn algorithm(&self) -> Algorithm {
        match self.point {
            Point::Ed25519(_) => Algorithm::EdDsa,
            Point::P256(_) => Algorithm::Es256,
        }
    }

    /// `SHA256:…`, as `ssh-keygen -l` shows it. It is the `kid` of a link, too.
    pub fn fingerprint(&self) -> String {
        self.public.fingerprint(HashAlg::Sha256).to_string()
    }

    /// Whether `signature` (64 bytes, as in a JWS) is this key's over `message`.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.point {
            Point::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            Point::P256(key) => p256::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
        }
    }

    pub(crate) fn from_public(public: &PublicKey) -> Result<LinkKey, KeyError> {
        let point = match public.key_data() {
            KeyData::Ed25519(Ed25519PublicKey(bytes)) => {
                let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).map_err(|_| KeyError::Invalid)?;
                if key.is_weak() {
                    return Err(KeyError::Invalid);
                }
                Point::Ed25519(key)
            }
            KeyData::Ecdsa(EcdsaPublicKey::NistP256(point)) => Point::P256(
                p256::ecdsa::VerifyingKey::from_sec1_bytes(point.as_bytes())
                    .map_err(|_| KeyError::Invalid)?,
            ),
            other => return Err(KeyError::Kind(other.algorithm().to_string())),
        };
        Ok(LinkKey { point, public: PublicKey::new(public.key_data().clone(), "") })
    }

    /// The key as a JWK (RFC 7517, RFC 8037): what the `jwk` header of a link holds.
    pub fn to_jwk(&self) -> Map<String, Value> {
        let text = |bytes: &[u8]| Value::String(base64url::encode(bytes));
        let members = match &self.point {
            Point::Ed25519(key) => {
                vec![("crv", "Ed25519".into()), ("kty", "OKP".into()), ("x", text(key.as_bytes()))]
            }
            Point::P256(key) => {
                let point = key.to_encoded_point(false);
                let (x, y) = (point.x().map(|x| text(x)), point.y().map(|y| text(y)));
                vec![
                    ("crv", "P-256".into()),
                    ("kty", "EC".into()),
                    ("x", x.unwrap_or_default()),
                    ("y", y.unwrap_or_default()),
                ]
            }
        };
        members.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
    }

    /// Reads a JWK. Private members make it no public key.
    pub(crate) fn from_jwk(jwk: &Map<String, Value>) -> Option<LinkKey> {
        let member = |name: &str| jwk.get(name).and_then(Value::as_str);
        let coordinate = |name: &str| <[u8; 32]>::try_from(base64url::decode(member(name)?)?).ok();
        if jwk.contains_key("d") {
            return None;
        }
        let data = match (member("kty")?, member("crv")?) {
            ("OKP", "Ed25519") => KeyData::Ed25519(Ed25519PublicKey(coordinate("x")?)),
            ("EC", "P-256") => {
                let point = [&[4][..], &coordinate("x")?, &coordinate("y")?].concat();
                KeyData::Ecdsa(EcdsaPublicKey::from_sec1_bytes(&point).ok()?)
            }
            _ => return None,
        };
        LinkKey::from_public(&PublicKey::new(data, "")).ok()
    }
}

impl FromStr for LinkKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<LinkKey, KeyError> {
        if text.len() > MAX_LINE_BYTES || text.trim().contains(['\n', '\r']) {
            return Err(KeyError::Form);
        }
        let public = PublicKey::from_openssh(text.trim()).map_err(|_| KeyError::Form)?;
        LinkKey::from_public(&public)
    }
}

impl fmt::Display for LinkKey {
    /// The OpenSSH line, without comment.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.public.to_openssh().map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for LinkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LinkKey({})", self.fingerprint())
    }
}
