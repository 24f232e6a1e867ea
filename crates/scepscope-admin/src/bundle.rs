//! From a path on the command line to a verification.

use std::path::Path;

use scepscope_analyze::{Refused, open, read_text};
use scepscope_bundle::{AllowedSigners, LineNote, Verification, limits};
use scepscope_console::note;
use scepscope_present::{Words, text};
use time::{OffsetDateTime, UtcOffset};

use crate::args::Trust;

/// Longest part of a list's own text in a message, in characters.
const MAX_OPTION: usize = 40;

/// The keys that the caller trusts, where a file was named.
pub(crate) fn allowed(trust: &Trust, words: &Words) -> Result<Option<AllowedSigners>, Refused> {
    let Some(path) = &trust.allowed_signers else { return Ok(None) };
    let text = read_text(path, limits::MAX_ALLOWED_SIGNERS_BYTES as u64)?;
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
    Ok(open(path, trust.identity.as_deref())?.verify(allowed, now))
}
