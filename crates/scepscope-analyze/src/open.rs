//! From a path to a bundle that can be verified.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use scepscope_bundle::{
    BundleFile, Identity, Refusal, SealedBundle, SignatureVerdict, UnsealError, UnverifiedBundle,
    Verification,
};

/// Bytes at each end of a file that are searched for the marks of a bundle.
const MARK_BYTES: u64 = 64 << 10;

/// Largest age identity file, in bytes.
const MAX_IDENTITY_BYTES: u64 = 64 << 10;

/// Why a file gave nothing that could be verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// That of `error-<code>-what` and `-next` of the language files.
    pub code: &'static str,
    /// The refusal's own word, stable.
    pub reason: &'static str,
    /// Particulars for an administrator. Not translated.
    pub detail: String,
}

impl Refused {
    fn new(code: &'static str, detail: impl ToString) -> Refused {
        Refused { code, reason: code, detail: detail.to_string() }
    }
}

/// Whether a file is a bundle, or claims to be one: by its content. An archive of logs is none, nor is what can't be read.
pub fn is_bundle(path: &Path) -> bool {
    marks(path).unwrap_or(false)
}

fn marks(path: &Path) -> std::io::Result<bool> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut bytes = Vec::new();
    (&mut file).take(MARK_BYTES).read_to_end(&mut bytes)?;
    if bytes.starts_with(b"age-encryption.org/") {
        return Ok(true);
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return Ok(false);
    }
    // The directory stands at the end.
    file.seek(SeekFrom::Start(length.saturating_sub(MARK_BYTES)))?;
    (&mut file).take(MARK_BYTES).read_to_end(&mut bytes)?;
    let has = |mark: &[u8]| bytes.windows(mark.len()).any(|w| w == mark);
    Ok(has(b"/tagmanifest-sha256.txt") || has(b"/statement.json") || has(b"/bagit.txt"))
}

/// Opens a bundle, and decrypts it with the age identity of a file where it is encrypted.
///
/// # Errors
/// [`Refused`]: `path-not-found`, `path-unreadable`, `bundle-refused`, `bundle-sealed` without an identity, `bundle-not-decrypted`.
pub fn open(path: &Path, identity: Option<&Path>) -> Result<UnverifiedBundle, Refused> {
    let refused = |refusal: Refusal| match refusal {
        Refusal::Io(error) => Refused::new(io_code(&error), error),
        other => Refused { reason: other.id(), ..Refused::new("bundle-refused", other) },
    };
    match BundleFile::open(path) {
        Ok(unverified) => Ok(unverified),
        Err(Refusal::Sealed) => {
            let Some(identity) = identity else {
                return Err(Refused::new("bundle-sealed", path.display()));
            };
            let unsealed = |e: UnsealError| match e {
                UnsealError::Refused(refusal) => refused(refusal),
                e => Refused { reason: e.id(), ..Refused::new("bundle-not-decrypted", e) },
            };
            let text = read_text(identity, MAX_IDENTITY_BYTES)?;
            let identity = Identity::from_file_text(&text).map_err(unsealed)?;
            let sealed = SealedBundle::open(path).map_err(unsealed)?;
            sealed.decrypt(&identity, &std::env::temp_dir()).map_err(unsealed)
        }
        Err(refusal) => Err(refused(refusal)),
    }
}

/// The age identity in a file.
///
/// # Errors
/// [`Refused`], with the codes of [`open`].
pub fn read_identity(path: &Path) -> Result<Identity, Refused> {
    let text = read_text(path, MAX_IDENTITY_BYTES)?;
    Identity::from_file_text(&text).map_err(|e| Refused::new("bundle-not-decrypted", e))
}

/// The text of a small file, at most `limit` bytes of it.
///
/// # Errors
/// [`Refused`]: `path-not-found` or `path-unreadable`.
pub fn read_text(path: &Path, limit: u64) -> Result<String, Refused> {
    let io = |e: std::io::Error| Refused::new(io_code(&e), format!("{}: {e}", path.display()));
    let mut text = String::new();
    File::open(path).map_err(io)?.take(limit).read_to_string(&mut text).map_err(io)?;
    Ok(text)
}

fn io_code(error: &std::io::Error) -> &'static str {
    if error.kind() == std::io::ErrorKind::NotFound { "path-not-found" } else { "path-unreadable" }
}

/// Whether a bundle may be relied on. Without a list of trusted keys a sound signature of any key passes; with one
/// (`listed_only`), only a listed key does.
pub fn accepted(verification: &Verification, listed_only: bool) -> bool {
    verification.failures().is_empty()
        && match verification.signature() {
            SignatureVerdict::Trusted { .. } => true,
            SignatureVerdict::UnknownKey { .. } => !listed_only,
            _ => false,
        }
}
