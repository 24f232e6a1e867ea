//! From a path on the command line to a verification.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use scepscope_bundle::{
    AllowedSigners, BundleFile, Identity, Refusal, SealedBundle, UnverifiedBundle, Verification, limits,
};
use time::{OffsetDateTime, UtcOffset};

use crate::args::Trust;

/// Largest age identity file, in bytes.
const MAX_IDENTITY_BYTES: u64 = 64 << 10;

/// Why nothing could be verified. `code` is that of `error-<code>-what` and `-next`.
pub(crate) struct Refused {
    pub(crate) code: &'static str,
    pub(crate) detail: String,
}

impl Refused {
    fn new(code: &'static str, detail: impl ToString) -> Refused {
        Refused { code, detail: detail.to_string() }
    }
}

/// The keys that the caller trusts, where a file was named.
pub(crate) fn allowed(trust: &Trust) -> Result<Option<AllowedSigners>, Refused> {
    let Some(path) = &trust.allowed_signers else { return Ok(None) };
    let text = read_bounded(path, limits::MAX_ALLOWED_SIGNERS_BYTES as u64)?;
    // OpenSSH reads times without `Z` in the local zone; where that can't be told, UTC is the safe reading.
    let local = UtcOffset::current_local_offset().unwrap_or(UtcOffset::UTC);
    Ok(Some(AllowedSigners::parse(&text, local)))
}

/// Opens, decrypts where needed, and verifies.
pub(crate) fn verify(
    path: &Path,
    trust: &Trust,
    allowed: Option<&AllowedSigners>,
) -> Result<Verification, Refused> {
    Ok(open(path, trust)?.verify(allowed, OffsetDateTime::now_utc()))
}

/// Opens, and decrypts where needed.
pub(crate) fn open(path: &Path, trust: &Trust) -> Result<UnverifiedBundle, Refused> {
    let refused = |refusal: Refusal| match refusal {
        Refusal::Io(error) => Refused::new(io_code(&error), error),
        other => Refused::new("bundle-refused", other),
    };
    let unverified = match BundleFile::open(path) {
        Ok(unverified) => unverified,
        Err(Refusal::Sealed) => {
            let Some(identity) = &trust.identity else {
                return Err(Refused::new("bundle-sealed", path.display()));
            };
            let text = read_bounded(identity, MAX_IDENTITY_BYTES)?;
            let unsealed = |e: scepscope_bundle::UnsealError| Refused::new("bundle-not-decrypted", e);
            let identity = Identity::from_file_text(&text).map_err(unsealed)?;
            let sealed = SealedBundle::open(path).map_err(unsealed)?;
            sealed.decrypt(&identity, &std::env::temp_dir()).map_err(unsealed)?
        }
        Err(refusal) => return Err(refused(refusal)),
    };
    Ok(unverified)
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
