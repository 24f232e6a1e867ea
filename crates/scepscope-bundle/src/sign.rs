//! Signatures: SSHSIG (PROTOCOL.sshsig of OpenSSH) with the device's key.

use rand_core::CryptoRngCore;
use ssh_key::{Algorithm, EcdsaCurve, HashAlg, LineEnding, PrivateKey, PublicKey, Signature, SshSig};
use thiserror::Error;
use time::{OffsetDateTime, UtcOffset};
use zeroize::Zeroizing;

use crate::NAMESPACE;

/// Why nothing was signed, or no key could be made or read.
#[derive(Debug, Error)]
pub enum SignError {
    /// The key or the signature has a form that is not supported.
    #[error("the key cannot be used: {0}")]
    Key(#[from] ssh_key::Error),
    /// The key is of another algorithm than Ed25519 and ECDSA P-256.
    #[error("a signing key is Ed25519 or ECDSA P-256, not {0}")]
    Algorithm(Algorithm),
    /// The key file is protected by a passphrase.
    #[error("the key is protected by a passphrase")]
    Encrypted,
    /// The system's key store or hardware refused.
    #[error("the key store refused to sign: {0}")]
    Store(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Something that holds a signing key: a file, the system's key store, hardware. Ed25519 or ECDSA P-256.
///
/// Hardware that signs bytes and knows nothing of SSHSIG uses [`sign_with`].
pub trait Signer {
    /// The public key of the signatures.
    fn public_key(&self) -> &PublicKey;

    /// Signs `message` within `namespace`; gives the armoured SSHSIG (`-----BEGIN SSH SIGNATURE-----`), with LF.
    ///
    /// # Errors
    /// [`SignError`] where the key cannot be used.
    fn sign(&self, namespace: &str, message: &[u8]) -> Result<String, SignError>;
}

/// A signature as its algorithm gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawSignature {
    /// Ed25519 (RFC 8032).
    Ed25519([u8; 64]),
    /// ECDSA over P-256 with SHA-256 (FIPS 186-5): `r` and `s`, 32 bytes each, the most significant first.
    EcdsaP256([u8; 64]),
}

/// For keys that sign bytes, such as those of a phone's secure hardware: makes the SSHSIG of `message` from the
/// signature that `sign` gives of the bytes it is handed.
///
/// # Errors
/// What `sign` says; [`SignError::Key`] where key and signature are not of one algorithm.
pub fn sign_with(
    key: &PublicKey,
    namespace: &str,
    message: &[u8],
    sign: impl FnOnce(&[u8]) -> Result<RawSignature, SignError>,
) -> Result<String, SignError> {
    // SHA-512 is what ssh-keygen takes by default.
    let data = SshSig::signed_data(namespace, HashAlg::Sha512, message)?;
    let (algorithm, bytes) = match sign(&data)? {
        RawSignature::Ed25519(bytes) => (Algorithm::Ed25519, bytes.to_vec()),
        RawSignature::EcdsaP256(bytes) => {
            let (r, s) = bytes.split_at(32);
            (P256, [mpint(r), mpint(s)].concat())
        }
    };
    if key.algorithm() != algorithm {
        return Err(SignError::Algorithm(key.algorithm()));
    }
    let signature = Signature::new(algorithm, bytes)?;
    Ok(SshSig::new(key.key_data().clone(), namespace, HashAlg::Sha512, signature)?.to_pem(LineEnding::LF)?)
}

const P256: Algorithm = Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 };

/// A positive number as SSH writes it (RFC 4251, section 5): its length, no needless zeros, one where the first bit is
/// set.
fn mpint(number: &[u8]) -> Vec<u8> {
    let zeros = number.iter().take_while(|b| **b == 0).count();
    let digits = number.get(zeros..).unwrap_or_default();
    let padded = digits.first().is_some_and(|b| b & 0x80 != 0);
    let length = u32::try_from(digits.len() + usize::from(padded)).unwrap_or(u32::MAX);
    let mut out = length.to_be_bytes().to_vec();
    out.extend(padded.then_some(0));
    out.extend(digits);
    out
}

/// A key in memory: Ed25519 where the product makes one; ECDSA P-256 is read and used as well.
pub struct SoftwareKey {
    key: PrivateKey,
}

impl SoftwareKey {
    /// Makes an Ed25519 key from the caller's source of randomness, which has to be a cryptographic one.
    ///
    /// # Errors
    /// [`SignError::Key`] where the key library refuses.
    pub fn generate(rng: &mut impl CryptoRngCore) -> Result<SoftwareKey, SignError> {
        SoftwareKey::random(rng, Algorithm::Ed25519)
    }

    /// As [`SoftwareKey::generate`], an ECDSA P-256 key.
    ///
    /// # Errors
    /// [`SignError::Key`] where the key library refuses.
    pub fn generate_p256(rng: &mut impl CryptoRngCore) -> Result<SoftwareKey, SignError> {
        SoftwareKey::random(rng, P256)
    }

    fn random(rng: &mut impl CryptoRngCore, algorithm: Algorithm) -> Result<SoftwareKey, SignError> {
        let mut key = PrivateKey::random(rng, algorithm)?;
        key.set_comment(principal(key.public_key()));
        Ok(SoftwareKey { key })
    }

    /// Reads an OpenSSH private key without passphrase (`-----BEGIN OPENSSH PRIVATE KEY-----`).
    ///
    /// # Errors
    /// [`SignError`] for other forms, other algorithms than Ed25519 and ECDSA P-256, and protected keys.
    pub fn from_openssh(text: &[u8]) -> Result<SoftwareKey, SignError> {
        let key = PrivateKey::from_openssh(text)?;
        if key.is_encrypted() {
            return Err(SignError::Encrypted);
        }
        match key.algorithm() {
            Algorithm::Ed25519 | P256 => Ok(SoftwareKey { key }),
            other => Err(SignError::Algorithm(other)),
        }
    }

    /// The OpenSSH private key. Secret; wiped from memory when dropped.
    ///
    /// # Errors
    /// [`SignError::Key`] where the key cannot be encoded.
    pub fn to_openssh(&self) -> Result<Zeroizing<String>, SignError> {
        Ok(self.key.to_openssh(LineEnding::LF)?)
    }

    /// `SHA256:…` of the public key, as `ssh-keygen -l` shows it.
    pub fn fingerprint(&self) -> String {
        fingerprint(self.key.public_key())
    }

    /// The line for an `allowed_signers` file; see [`allowed_signers_line`].
    ///
    /// # Errors
    /// As [`allowed_signers_line`].
    pub fn allowed_signers_line(&self) -> Result<String, SignError> {
        allowed_signers_line(self.key.public_key())
    }
}

impl std::fmt::Debug for SoftwareKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SoftwareKey").field(&self.fingerprint()).finish()
    }
}

impl Signer for SoftwareKey {
    fn public_key(&self) -> &PublicKey {
        self.key.public_key()
    }

    fn sign(&self, namespace: &str, message: &[u8]) -> Result<String, SignError> {
        // SHA-512 is what ssh-keygen takes by default.
        Ok(self.key.sign(namespace, HashAlg::Sha512, message)?.to_pem(LineEnding::LF)?)
    }
}

/// `SHA256:…` of a public key, as `ssh-keygen -l` shows it.
pub fn fingerprint(key: &PublicKey) -> String {
    key.fingerprint(HashAlg::Sha256).to_string()
}

/// The name of a device key: `scepscope-` and the first 16 hexadecimal digits of its SHA-256 fingerprint.
pub fn principal(key: &PublicKey) -> String {
    let digest = key.fingerprint(HashAlg::Sha256);
    let hex: String = digest.as_bytes().iter().take(8).map(|b| format!("{b:02x}")).collect();
    format!("scepscope-{hex}")
}

/// The line that makes an `allowed_signers` file trust this key for bundles, and for nothing else:
/// `scepscope-… namespaces="scepscope-bundle@v1" ssh-ed25519 AAAA…`, without line end.
///
/// # Errors
/// [`SignError::Key`] where the key cannot be encoded.
pub fn allowed_signers_line(key: &PublicKey) -> Result<String, SignError> {
    let bare = PublicKey::new(key.key_data().clone(), "");
    Ok(format!("{} namespaces=\"{NAMESPACE}\" {}", principal(key), bare.to_openssh()?))
}

/// As [`allowed_signers_line`], for a key that was replaced: trusted up to `until` (in whole seconds of UTC).
///
/// # Errors
/// [`SignError::Key`] where the key cannot be encoded.
pub fn retired_signers_line(key: &PublicKey, until: OffsetDateTime) -> Result<String, SignError> {
    let until = until.to_offset(UtcOffset::UTC);
    let (date, time) = (until.date(), until.time());
    let stamp = format!(
        "{:04}{:02}{:02}{:02}{:02}{:02}Z",
        date.year(),
        u8::from(date.month()),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    );
    let options = format!("namespaces=\"{NAMESPACE}\"");
    Ok(allowed_signers_line(key)?.replacen(&options, &format!("{options},valid-before=\"{stamp}\""), 1))
}

/// What a signature file is worth, before anybody asked whose key it is.
pub(crate) enum Checked {
    /// Made by this key over this message in this namespace.
    Valid(PublicKey),
    /// Made for another purpose.
    WrongNamespace(String),
    /// By a key of another algorithm than bundles are signed with; not checked.
    Unsupported(Algorithm),
    /// Not a signature, of an unsupported kind, or of another message.
    Invalid,
}

/// Checks an armoured SSHSIG. It has to be in its canonical spelling, so that one signature is one file.
pub(crate) fn check(namespace: &str, message: &[u8], armored: &[u8]) -> Checked {
    let Ok(signature) = SshSig::from_pem(armored) else { return Checked::Invalid };
    let canonical = signature.to_pem(LineEnding::LF).is_ok_and(|pem| pem.as_bytes() == armored);
    if !canonical || signature.version() != SshSig::VERSION || !signature.reserved().is_empty() {
        return Checked::Invalid;
    }
    let key = PublicKey::new(signature.public_key().clone(), "");
    if !matches!(key.algorithm(), Algorithm::Ed25519 | P256) {
        return Checked::Unsupported(key.algorithm());
    }
    // The signature's own namespace first: a valid signature for another purpose is a mistake worth naming.
    match key.verify(signature.namespace(), message, &signature) {
        Ok(()) if signature.namespace() == namespace => Checked::Valid(key),
        Ok(()) => Checked::WrongNamespace(signature.namespace().chars().take(64).collect()),
        Err(_) => Checked::Invalid,
    }
}
