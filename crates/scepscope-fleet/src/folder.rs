//! A folder as an inbox.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::inbox::{Fetched, Found, Inbox, is_bundle_name};
use crate::limits::MAX_FOLDER_DEPTH;

/// A folder of bundles, and its folders. Links are not followed.
#[derive(Debug)]
pub struct FolderInbox {
    root: PathBuf,
    name: String,
}

impl FolderInbox {
    /// The folder at `root`.
    pub fn new(root: &Path) -> FolderInbox {
        FolderInbox { root: root.to_owned(), name: root.to_string_lossy().into_owned() }
    }

    fn walk(&self, folder: &Path, prefix: &str, depth: usize, tell: &mut dyn FnMut(Found)) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            // Only what can be opened again by the name that the table has.
            let Ok(own) = entry.file_name().into_string() else { continue };
            let name = if prefix.is_empty() { own } else { format!("{prefix}/{own}") };
            if kind.is_dir() && depth < MAX_FOLDER_DEPTH {
                self.walk(&entry.path(), &name, depth + 1, tell)?;
            } else if kind.is_file() && is_bundle_name(&name) {
                let metadata = entry.metadata()?;
                let changed = metadata.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
                let nanos = changed.map_or(0, |at| at.as_nanos());
                tell(Found { name, version: format!("{}-{nanos}", metadata.len()), bytes: metadata.len() });
            }
        }
        Ok(())
    }
}

impl Inbox for FolderInbox {
    fn name(&self) -> &str {
        &self.name
    }

    fn list(&self, tell: &mut dyn FnMut(Found)) -> io::Result<()> {
        self.walk(&self.root, "", 0, tell)
    }

    fn fetch(&self, found: &Found) -> io::Result<Fetched> {
        Ok(Fetched::There(self.root.join(&found.name)))
    }
}
