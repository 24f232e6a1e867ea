//! From a path on the command line to a verification.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use scepscope_bundle::{
    AllowedSigners, BundleFile, Identity, LineNote, Refusal, SealedBundle, UnsealError, UnverifiedBundle,
    Verification, limits,
};
use scepscope_console::note;
use scepscope_present::{Words, text};
use time::{OffsetDateTime, UtcOffset};

use crate::args::Trust;

/// Longest part of a list's own text in a message, in characters.
const MAX_OPTION: usize = 40;

/// Largest age identity file, in bytes.
const MAX_IDENTITY_BYTES: u64 = 64 << 10;

/// Why nothing could be verified. `code` is that of `error-<code>-what` and `-next`; `reason` the refusal's own word.
pub(crate) struct Refused {
    pub(crate) code: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) detail: String,
}

impl Refused {
    fn new(code: &'static str, detail: impl ToString) -> Refused {
        Refused { code, reason: code, detail: detail.to_string() }
    }
}

/// The keys that the caller trusts, where a file was named.
pub(crate) fn allowed(trust: &Trust, words: &Words) -> Result<Option<AllowedSigners>, Refused> {
    let Some(path) = &trust.allowed_signers else { return Ok(None) };
    let text = read_bounded(path, limits::MAX_ALLOWED_SIGNERS_BYTES as u64)?;
    // OpenSSH reads times without `Z` in the local zone; where that can't be told, UTC is the safe reading.
    let local = UtcOffset::current_local_offset().unwrap_or(UtcOffset::UTC);
    let allowed = AllowedSigners::parse(&text, local);
    for unused in allowed.notes() {
        note(&unused_line(words, unused));
    }
    Ok(Some(allowed))
}

fn unused_line(words: &Words, note: &LineNote) -> String {
    match note {
        LineNote::CertAuthority { line } => {
            words.get("signers-cert-authority", &[("line", line.to_string().into())])
        }
        LineNote::BadKey { line } => words.get("signers-bad-key", &[("line", line.to_string().into())]),
        LineNote::BadOption { line, option } => {
            let option = text::neutralise(option, MAX_OPTION);
            words.get("signers-bad-option", &[("line", line.to_string().into()), ("option", option.into())])
        }
        LineNote::TooLong => {
            words.get("signers-too-long", &[("bytes", limits::MAX_ALLOWED_SIGNERS_BYTES.into())])
        }
    }
}

/// Opens, decrypts where needed, and verifies.
pub(crate) fn verify(
    path: &Path,
    trust: &Trust,
    allowed: Option<&AllowedSigners>,
) -> Result<Verification, Refused> {
    let now = trust.verify_time.unwrap_or_else(OffsetDateTime::now_utc);
    Ok(open(path, trust)?.verify(allowed, now))
}

/// Opens, and decrypts where needed.
pub(crate) fn open(path: &Path, trust: &Trust) -> Result<UnverifiedBundle, Refused> {
    let refused = |refusal: Refusal| match refusal {
        Refusal::Io(error) => Refused::new(io_code(&error), error),
        other => Refused { reason: other.id(), ..Refused::new("bundle-refused", other) },
    };
    let unverified = match BundleFile::open(path) {
        Ok(unverified) => unverified,
        Err(Refusal::Sealed) => {
            let Some(identity) = &trust.identity else {
                return Err(Refused::new("bundle-sealed", path.display()));
            };
            let text = read_bounded(identity, MAX_IDENTITY_BYTES)?;
            let unsealed = |e: UnsealError| match e {
                UnsealError::Refused(refusal) => refused(refusal),
                e => Refused { reason: e.id(), ..Refused::new("bundle-not-decrypted", e) },
            };
            let identity = Identity::from_file_text(&text).map_err(unsealed)?;
            let sealed = SealedBundle::open(path).map_err(unsealed)?;
            sealed.decrypt(&identity, &std::env::temp_dir()).map_err(unsealed)?
        }
        Err(refusal) => return Err(refused(refusal)),
    };
    Ok(unverified)
}

/// The age identity in a file.
pub(crate) fn read_identity(path: &Path) -> Result<Identity, Refused> {
    let text = read_bounded(path, MAX_IDENTITY_BYTES)?;
    Identity::from_file_text(&text).map_err(|e| Refused::new("bundle-not-decrypted", e))
}

fn read_bounded(path: &Path, limit: u64) -> Result<String, Refused> {
    let io = |e: std::io::Error| Refused::new(io_code(&e), format!("{}: {e}", path.display()));
    let mut text = String::new();
    File::open(path).map_err(io)?.take(limit).read_to_string(&mut text).map_err(io)?;
    Ok(text)
}

fn io_code(error: &std::io::Error) -> &'static str {
    if error.kind() == std::io::ErrorKind::NotFound { "path-not-found" } else { "path-unreadable" }
}
