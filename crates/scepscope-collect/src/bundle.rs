//! A bundle as an input: its evidence, once it was verified. Nothing of it is read before.

use std::io::{self, Read, Seek};
use std::ops::ControlFlow;

use scepscope_bundle::{BundleFile, Cancel, IntactBundle};
use scepscope_container::{EntryInfo, Kind, Limits};
use scepscope_model::Stamp;
use tempfile::SpooledTempFile;
use time::OffsetDateTime;

use crate::shelf::Source;
use crate::{CollectError, ErrorCode};

/// What an encrypted bundle begins with.
pub(crate) const SEALED: &[u8] = b"age-encryption.org/v1";

/// Up to this many bytes a file of a bundle stays in memory.
const MEMORY_BYTES: usize = 2 << 20;

/// Whether an archive says that it is a bundle: a bag with a statement or a signature in its root folder.
pub(crate) fn is_bundle(source: &Source, cancel: &Cancel) -> bool {
    let Ok(Some(mut archive)) = source.open(Limits::default(), cancel) else { return false };
    if archive.kind() != Kind::Zip {
        return false;
    }
    let (mut bag, mut ours) = (false, false);
    archive.each(&mut |info: &EntryInfo, _: &mut dyn Read| {
        let inside = info.path.split_once('/').map_or("", |(_, inside)| inside);
        bag |= inside == "bagit.txt";
        ours |= matches!(inside, "statement.json" | "tagmanifest-sha256.txt.sig");
        if bag && ours { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    bag && ours
}

/// Verifies a bundle: unchanged since *some* key signed it. Whose key that is, is another question.
///
/// # Errors
/// [`ErrorCode::BundleRefused`] where it is not made as a bundle is, [`ErrorCode::BundleChanged`] where its signature or
/// a digest does not fit.
pub(crate) fn verified(origin: &str, source: &Source) -> Result<IntactBundle, CollectError> {
    let refused = |why: &dyn std::fmt::Display| {
        CollectError::with(ErrorCode::BundleRefused, format!("{origin}: {why}"))
    };
    let opened = match source {
        Source::Folder(_) => return Err(refused(&"a folder")),
        Source::File(path) => BundleFile::open(path),
        Source::Shared(shared) => BundleFile::open_reader(shared.clone()),
    };
    // No key is looked up, so no time counts.
    let verification = opened.map_err(|e| refused(&e))?.verify(None, OffsetDateTime::UNIX_EPOCH);
    verification.into_intact().map_err(|not| {
        let why = not.0.failures().first().map(ToString::to_string).unwrap_or_default();
        CollectError::with(ErrorCode::BundleChanged, format!("{origin}: {why}"))
    })
}

/// The paths of the evidence in a bundle.
pub(crate) fn evidence(bundle: &mut IntactBundle) -> Vec<String> {
    let entries = bundle.contents().entries();
    entries.map(|(path, _)| path.to_owned()).filter(|path| path.starts_with("data/evidence/")).collect()
}

/// When a bundle says that it was made: no file in it is younger.
pub(crate) fn created(bundle: &mut IntactBundle) -> Option<Stamp> {
    Stamp::parse(&bundle.contents().statement()?.created)
}

/// One file of a bundle, at its start.
pub(crate) fn read(bundle: &mut IntactBundle, path: &str) -> io::Result<SpooledTempFile> {
    let mut file = SpooledTempFile::new(MEMORY_BYTES);
    bundle.contents().copy_entry(path, &mut file).map_err(io::Error::other)?;
    file.rewind()?;
    Ok(file)
}
