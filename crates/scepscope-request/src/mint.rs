//! Making a signed request.

use p256::ecdsa::signature::Signer;
use rand_core::CryptoRngCore;
use serde_json::{Map, Value};
use ssh_key::private::{EcdsaKeypair, KeypairData};
use ssh_key::{EcdsaCurve, LineEnding, PrivateKey};
use zeroize::Zeroizing;

use crate::key::{Algorithm, KeyError, LinkKey};
use crate::refusal::Refusal;
use crate::token::{TokenFacts, verify_token};
use crate::{AUDIENCE, TYPE, base64url};

/// Why no request was made.
#[derive(Debug, thiserror::Error)]
pub enum MintError {
    /// The private key can't be used.
    #[error("the key cannot be used: {0}")]
    Key(#[from] ssh_key::Error),
    /// The key signs no links.
    #[error(transparent)]
    Kind(#[from] KeyError),
    /// The private key is protected by a passphrase.
    #[error("the key is protected by a passphrase")]
    Encrypted,
    /// What was asked for would be refused by every device.
    #[error("{0}")]
    Refused(Refusal),
}

/// A private key that signs links.
pub struct LinkSigner {
    private: PrivateKey,
    public: LinkKey,
}

impl std::fmt::Debug for LinkSigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LinkSigner({})", self.public.fingerprint())
    }
}

impl LinkSigner {
    /// Makes a key from the caller's cryptographic randomness.
    ///
    /// # Errors
    /// [`MintError::Key`].
    pub fn generate(rng: &mut impl CryptoRngCore, algorithm: Algorithm) -> Result<LinkSigner, MintError> {
        let algorithm = match algorithm {
            Algorithm::EdDsa => ssh_key::Algorithm::Ed25519,
            Algorithm::Es256 => ssh_key::Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 },
        };
        LinkSigner::of(PrivateKey::random(rng, algorithm)?)
    }

    /// Reads an OpenSSH private key without passphrase.
    ///
    /// # Errors
    /// [`MintError`].
    pub fn from_openssh(text: &[u8]) -> Result<LinkSigner, MintError> {
        let private = PrivateKey::from_openssh(text)?;
        if private.is_encrypted() { Err(MintError::Encrypted) } else { LinkSigner::of(private) }
    }

    fn of(private: PrivateKey) -> Result<LinkSigner, MintError> {
        let public = LinkKey::from_public(private.public_key())?;
        Ok(LinkSigner { private, public })
    }

    /// The OpenSSH private key. Secret; wiped from memory when dropped.
    ///
    /// # Errors
    /// [`MintError::Key`].
    pub fn to_openssh(&self) -> Result<Zeroizing<String>, MintError> {
        Ok(self.private.to_openssh(LineEnding::LF)?)
    }

    /// The public half.
    pub fn public(&self) -> &LinkKey {
        &self.public
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, MintError> {
        match self.private.key_data() {
            KeypairData::Ed25519(pair) => {
                let key = ed25519_dalek::SigningKey::from_bytes(&pair.private.to_bytes());
                Ok(key.sign(message).to_bytes().to_vec())
            }
            KeypairData::Ecdsa(EcdsaKeypair::NistP256 { private, .. }) => {
                let key =
                    p256::ecdsa::SigningKey::from_slice(private.as_slice()).map_err(|_| KeyError::Invalid)?;
                let signature: p256::ecdsa::Signature = key.sign(message);
                Ok(signature.to_bytes().to_vec())
            }
            _ => Err(MintError::Kind(KeyError::Form)),
        }
    }
}

/// What a request is to say. Times are in seconds since 1970-01-01 UTC; the fields are the claims of `docs/links.md`.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "docs/links.md says what each claim means")]
pub struct Draft {
    pub issuer: String,
    pub id: String,
    pub issued: i64,
    pub not_before: i64,
    pub expires: i64,
    pub collect: Vec<String>,
    pub upload: String,
    pub case: Option<String>,
    pub scep_url: Option<String>,
    pub recipient: Option<String>,
    pub redact: Option<String>,
    pub ticket: Option<String>,
    pub device: Option<String>,
}

impl Draft {
    /// Signs it, and checks the result as a device would. Gives the token and what it says.
    ///
    /// # Errors
    /// [`MintError::Refused`] where every device would refuse it.
    pub fn sign(&self, signer: &LinkSigner) -> Result<(String, TokenFacts), MintError> {
        let public = signer.public();
        let mut header = Map::new();
        header.insert("alg".to_owned(), public.algorithm().id().into());
        header.insert("typ".to_owned(), TYPE.into());
        header.insert("kid".to_owned(), public.fingerprint().into());
        // A device whose user confirmed the fingerprint takes the key from here.
        header.insert("jwk".to_owned(), Value::Object(public.to_jwk()));
        let encode = |map: Map<String, Value>| base64url::encode(Value::Object(map).to_string().as_bytes());
        let signed = format!("{}.{}", encode(header), encode(self.claims()));
        let signature = signer.sign(signed.as_bytes())?;
        let token = format!("{signed}.{}", base64url::encode(&signature));
        let facts = verify_token(&token, std::slice::from_ref(public), self.issued.max(self.not_before))
            .map_err(MintError::Refused)?;
        Ok((token, facts))
    }

    fn claims(&self) -> Map<String, Value> {
        let mut claims = Map::new();
        let mut set = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        set("iss", self.issuer.as_str().into());
        set("aud", AUDIENCE.into());
        set("jti", self.id.as_str().into());
        set("iat", self.issued.into());
        set("nbf", self.not_before.into());
        set("exp", self.expires.into());
        set("collect", self.collect.clone().into());
        set("upload", self.upload.as_str().into());
        for (name, value) in [
            ("case", &self.case),
            ("scep_url", &self.scep_url),
            ("recipient", &self.recipient),
            ("redact", &self.redact),
            ("ticket", &self.ticket),
            ("device", &self.device),
        ] {
            if let Some(value) = value {
                set(name, value.as_str().into());
            }
        }
        claims
    }
}
