//! The content of a bundle, for those who may see it.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::Archive;
use crate::bag::{self, Manifest};
use crate::digest::{CHUNK, Sha256Hex};
use crate::limits::MAX_REPORT_BYTES;
use crate::statement::Statement;

/// Why a file of a bundle was not read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// There is no such file.
    #[error("{path:?}: not in the bundle")]
    NotFound {
        /// The path asked for.
        path: String,
    },
    /// It is larger than the caller wants to hold.
    #[error("{path:?}: {bytes} bytes are more than {limit}")]
    TooLarge {
        /// Which one.
        path: String,
        /// Its size.
        bytes: u64,
        /// The caller's limit.
        limit: u64,
    },
    /// The bundle's file was changed after it was verified.
    #[error("{path:?}: changed since the bundle was verified")]
    Changed {
        /// Which one.
        path: String,
    },
    /// It could not be read, or the target not written.
    #[error("{path:?}: {source}")]
    Io {
        /// Which one.
        path: String,
        /// What the system said.
        source: io::Error,
    },
}

/// Why a bundle was not unpacked.
#[derive(Debug, Error)]
pub enum UnpackError {
    /// The folder that would be made is there already.
    #[error("{path}: exists already", path = path.display())]
    Exists {
        /// Which one.
        path: PathBuf,
    },
    /// A folder or file could not be made.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// A bundle that is unchanged since a key that the caller trusts signed it.
#[derive(Debug)]
pub struct VerifiedBundle {
    pub(super) principal: String,
    pub(super) contents: Contents,
}

impl VerifiedBundle {
    /// The principals of the `allowed_signers` line that trusts the key.
    pub fn principal(&self) -> &str {
        &self.principal
    }

    /// The content, when nothing else is asked of the bundle.
    pub fn into_contents(self) -> Contents {
        self.contents
    }

    /// The content.
    pub fn contents(&mut self) -> &mut Contents {
        &mut self.contents
    }

    /// See [`Contents::report_bytes`].
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn report_bytes(&mut self) -> Result<Vec<u8>, ReadError> {
        self.contents.report_bytes()
    }

    /// See [`Contents::read_entry`].
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn read_entry(&mut self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        self.contents.read_entry(path, limit)
    }

    /// See [`Contents::unpack_to`].
    ///
    /// # Errors
    /// [`UnpackError`].
    pub fn unpack_to(&mut self, folder: &Path) -> Result<PathBuf, UnpackError> {
        self.contents.unpack_to(folder)
    }
}

/// A bundle that is unchanged since *some* key signed it.
#[derive(Debug)]
pub struct IntactBundle {
    pub(super) fingerprint: String,
    pub(super) contents: Contents,
}

impl IntactBundle {
    /// `SHA256:…` of the key that signed.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The content, when nothing else is asked of the bundle.
    pub fn into_contents(self) -> Contents {
        self.contents
    }

    /// The content.
    pub fn contents(&mut self) -> &mut Contents {
        &mut self.contents
    }
}

/// The files of a bundle, under their paths in the bag. Every reading compares with the digest that was verified, so
/// that a file changed in between does not pass.
pub struct Contents {
    archive: Archive,
    /// None where nobody verified anything.
    digests: Option<Manifest>,
    statement: Option<Statement>,
}

impl std::fmt::Debug for Contents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Contents").field("root", &self.archive.walked.root).finish()
    }
}

impl Contents {
    pub(super) fn checked(archive: Archive, digests: Manifest, statement: Option<Statement>) -> Contents {
        Contents { archive, digests: Some(digests), statement }
    }

    pub(super) fn unchecked(archive: Archive) -> Contents {
        Contents { archive, digests: None, statement: None }
    }

    /// The bundle's name.
    pub fn name(&self) -> &str {
        &self.archive.walked.root
    }

    /// The statement; none in a bundle that nobody verified.
    pub fn statement(&self) -> Option<&Statement> {
        self.statement.as_ref()
    }

    /// Path and size in bytes of every file, tag files included, in the order of the zip.
    pub fn entries(&self) -> impl Iterator<Item = (&str, u64)> {
        let walked = &self.archive.walked;
        walked.entries.iter().map(|e| (walked.path(e), u64::from(e.size)))
    }

    /// The digest that was verified.
    pub(super) fn digest(&self, path: &str) -> Option<Sha256Hex> {
        self.digests.as_ref()?.get(path).copied()
    }

    /// One file, if it has no more than `limit` bytes.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn read_entry(&mut self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        let bytes = self.size(path)?;
        if bytes > limit {
            return Err(ReadError::TooLarge { path: path.to_owned(), bytes, limit });
        }
        let mut content = Vec::new();
        self.copy_entry(path, &mut content)?;
        Ok(content)
    }

    /// Copies one file, however large, and gives its size. On an error, what was copied has to be thrown away.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn copy_entry(&mut self, path: &str, out: &mut dyn Write) -> Result<u64, ReadError> {
        let not_found = || ReadError::NotFound { path: path.to_owned() };
        let entry = self.archive.find(path).cloned().ok_or_else(not_found)?;
        let expected = self.digests.as_ref().map(|digests| digests.get(path).copied());
        let io = |source| ReadError::Io { path: path.to_owned(), source };
        let mut reader = self.archive.read(&entry).map_err(io)?;
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; CHUNK];
        loop {
            let n = reader.read(&mut buffer).map_err(io)?;
            let Some(chunk) = buffer.get(..n).filter(|c| !c.is_empty()) else { break };
            hasher.update(chunk);
            out.write_all(chunk).map_err(io)?;
        }
        if expected.is_some_and(|digest| digest != Some(Sha256Hex::finish(hasher))) {
            return Err(ReadError::Changed { path: path.to_owned() });
        }
        Ok(entry.size.into())
    }

    /// `data/report.json`.
    ///
    /// # Errors
    /// [`ReadError`]; [`ReadError::TooLarge`] over [`MAX_REPORT_BYTES`].
    pub fn report_bytes(&mut self) -> Result<Vec<u8>, ReadError> {
        self.read_entry(bag::REPORT, MAX_REPORT_BYTES)
    }

    /// Unpacks the whole bag into a new folder of the bundle's name below `folder`, and gives that folder. Every
    /// folder and file is made new, so no link can lead elsewhere. On an error the new folder is removed again.
    ///
    /// # Errors
    /// [`UnpackError`]; [`UnpackError::Exists`] where the bundle's folder is there already.
    pub fn unpack_to(&mut self, folder: &Path) -> Result<PathBuf, UnpackError> {
        let root = folder.join(&self.archive.walked.root);
        fs::create_dir(&root).map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => UnpackError::Exists { path: root.clone() },
            _ => UnpackError::Io { path: root.clone(), source },
        })?;
        match self.unpack_into(&root) {
            Ok(()) => Ok(root),
            Err(error) => {
                // Only what was made here is below it; the error at hand says more than one from here would.
                let _ = fs::remove_dir_all(&root);
                Err(error)
            }
        }
    }

    fn unpack_into(&mut self, root: &Path) -> Result<(), UnpackError> {
        let paths: Vec<String> = self.entries().map(|(path, _)| path.to_owned()).collect();
        let mut made = std::collections::HashSet::new();
        for path in paths {
            for (at, _) in path.match_indices('/') {
                let Some(parent) = path.get(..at) else { continue };
                if made.insert(parent.to_owned()) {
                    let target = root.join(parent);
                    fs::create_dir(&target)
                        .map_err(|source| UnpackError::Io { path: target.clone(), source })?;
                }
            }
            let target = root.join(&path);
            let mut file = fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(&target)
                .map_err(|source| UnpackError::Io { path: target, source })?;
            self.copy_entry(&path, &mut file)?;
        }
        Ok(())
    }

    fn size(&self, path: &str) -> Result<u64, ReadError> {
        let entry = self.archive.find(path).ok_or_else(|| ReadError::NotFound { path: path.to_owned() })?;
        Ok(entry.size.into())
    }
}
