//! Where bundles lie: a folder, or an object store.

use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

/// One bundle of an inbox, before it is read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Its name within the inbox, with `/` between folders. Not cleaned: see [`crate::text`].
    pub name: String,
    /// Changes when the content does: an ETag, or the size and the time of the last change.
    pub version: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// A bundle as a file. What was downloaded is removed with this value.
#[derive(Debug)]
pub enum Fetched {
    /// It lies there.
    There(PathBuf),
    /// It was downloaded.
    Copy(TempPath),
}

impl Fetched {
    /// Where it can be read.
    pub fn path(&self) -> &Path {
        match self {
            Fetched::There(path) => path,
            Fetched::Copy(path) => path,
        }
    }
}

/// Where bundles lie. Asked from several threads at once.
pub trait Inbox: Sync {
    /// How it is called in messages; holds no secret.
    fn name(&self) -> &str;

    /// Tells every object that is named like a bundle, in any order.
    ///
    /// # Errors
    /// What the system or the store said.
    fn list(&self, tell: &mut dyn FnMut(Found)) -> io::Result<()>;

    /// Makes one readable.
    ///
    /// # Errors
    /// What the system or the store said.
    fn fetch(&self, found: &Found) -> io::Result<Fetched>;
}

/// Whether a name is that of a bundle: `….zip` or `….zip.age`, in no hidden folder (the receiver's own is one).
pub(crate) fn is_bundle_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    (lower.ends_with(".zip") || lower.ends_with(".zip.age"))
        && !name.split('/').any(|part| part.starts_with('.'))
}
