//! Reading a file that only root can have written, where the system has such owners.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::document::{MAX_POLICY_BYTES, PolicyFault};
use crate::file::{FileFacts, check_facts};

/// Reads a file that only root can have written; `None` where there is none. What is checked is the opened file and
/// what stands at the path, so that neither can be exchanged for the other.
pub(crate) fn read_root_owned(path: &Path) -> Result<Option<Vec<u8>>, PolicyFault> {
    let place = path.to_string_lossy().into_owned();
    let fault = |e: io::Error| PolicyFault::new(&place, e);
    let named = match std::fs::symlink_metadata(path) {
        Ok(named) => named,
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(e) => return Err(fault(e)),
    };
    let folder = path.parent().unwrap_or(Path::new("/"));
    let folder = std::fs::symlink_metadata(folder).map_err(fault)?;
    check_facts(&named, &folder).map_err(|e| PolicyFault::new(&place, e))?;
    // A FIFO was refused above, so that opening does not wait.
    let file = File::open(path).map_err(fault)?;
    let opened = file.metadata().map_err(fault)?;
    if (opened.dev(), opened.ino()) != (named.dev(), named.ino()) {
        return Err(PolicyFault::new(&place, "was exchanged while it was read"));
    }
    let mut content = Vec::new();
    file.take(MAX_POLICY_BYTES + 1).read_to_end(&mut content).map_err(fault)?;
    Ok(Some(content))
}

impl FileFacts for Metadata {
    fn owner(&self) -> u32 {
        MetadataExt::uid(self)
    }

    fn mode(&self) -> u32 {
        MetadataExt::mode(self)
    }

    fn is_link(&self) -> bool {
        self.is_symlink()
    }

    fn is_file(&self) -> bool {
        Metadata::is_file(self)
    }

    fn is_folder(&self) -> bool {
        self.is_dir()
    }
}
