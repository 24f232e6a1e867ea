//! Looks into a file that has arrived, before it counts as a bundle.

use std::fs::File;
use std::path::Path;

use scepscope_bundle::{BundleFile, Identity, Refusal, SealedBundle, Sha256Hex, Verification};
use time::OffsetDateTime;

/// A file that may go into the inbox.
pub(crate) struct Judged {
    pub(crate) sha256: Sha256Hex,
    pub(crate) bytes: u64,
    /// `verified` or `sealed`.
    pub(crate) checked: &'static str,
}

/// Why it may not: the file is not what it should be, or the disk failed, which says nothing of the file.
pub(crate) enum Unfit {
    Refused(String),
    Io(std::io::Error),
}

impl From<std::io::Error> for Unfit {
    fn from(error: std::io::Error) -> Unfit {
        Unfit::Io(error)
    }
}

/// What a file has to be.
#[derive(Clone, Copy)]
pub(crate) struct Expected<'a> {
    /// The digest that the client announced.
    pub(crate) sha256: Option<&'a str>,
    /// SHA-256 of the token of the request that it answers.
    pub(crate) request_sha256: Option<&'a str>,
}

/// Digest, form, and – where it is not encrypted, or `identity` opens it – signature, every file's digest, and the
/// request that it answers. The signature may be of any key: whose it is, the administrator's list says later.
pub(crate) fn judge(
    path: &Path,
    expected: Expected<'_>,
    identity: Option<&Identity>,
    now: OffsetDateTime,
) -> Result<Judged, Unfit> {
    let (sha256, bytes) = Sha256Hex::of_reader(&mut File::open(path)?)?;
    if expected.sha256.is_some_and(|a| Sha256Hex::parse(a) != Some(sha256)) {
        return Err(Unfit::Refused("its digest is not the announced one".to_owned()));
    }
    let unverified = match BundleFile::open(path) {
        Ok(unverified) => unverified,
        Err(Refusal::Io(error)) => return Err(error.into()),
        Err(Refusal::Sealed) => {
            let sealed = SealedBundle::open(path).map_err(|e| Unfit::Refused(e.to_string()))?;
            let Some(identity) = identity else { return Ok(Judged { sha256, bytes, checked: "sealed" }) };
            let folder = path.parent().unwrap_or(Path::new("."));
            sealed.decrypt(identity, folder).map_err(|e| Unfit::Refused(e.to_string()))?
        }
        Err(refusal) => return Err(Unfit::Refused(refusal.to_string())),
    };
    match unverified.verify(None, now).into_intact() {
        Ok(mut intact) => {
            let answers = intact.contents().statement().and_then(|s| s.request.as_ref());
            if expected.request_sha256.is_some_and(|sha256| answers.is_none_or(|a| a.sha256 != sha256)) {
                return Err(Unfit::Refused(
                    "it does not answer the request that it was sent with".to_owned(),
                ));
            }
            Ok(Judged { sha256, bytes, checked: "verified" })
        }
        Err(not) => Err(Unfit::Refused(first_failure(&not.0))),
    }
}

fn first_failure(verification: &Verification) -> String {
    match verification.failures().first() {
        Some(failure) => failure.to_string(),
        None => format!("signature {:?}", verification.signature()),
    }
}
