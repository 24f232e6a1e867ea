//! Folders that programs write their logs to.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use scepscope_model::SourceKind;

use crate::found::{Found, Part};
use crate::limits::MAX_FOLDER_FILES;
use crate::source::{Reason, Source};

/// Whether one of the folders can be listed.
pub(crate) fn state(id: &'static str, folders: &[PathBuf]) -> Source {
    let mut denied = false;
    for folder in folders {
        match std::fs::read_dir(folder) {
            Ok(_) => return Source::ready(id),
            Err(error) => denied |= error.kind() == io::ErrorKind::PermissionDenied,
        }
    }
    if denied { Source::needs_elevation(id) } else { Source::absent(id, Reason::NotFound) }
}

/// The logs right in the folders. Links are not followed. A folder that is not there is none of this device's.
pub(crate) fn read(id: &str, folders: &[PathBuf], endings: &[&str]) -> Found {
    let mut found = Found::default();
    for folder in folders {
        match list(folder, endings) {
            Ok(files) => take(&mut found, folder, files),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => found.failed(&folder.to_string_lossy(), &error),
        }
    }
    if found.parts.is_empty() && found.missing.is_empty() {
        found.miss(id, Reason::NotFound);
    }
    found
}

fn take(found: &mut Found, folder: &Path, mut files: Vec<(SystemTime, PathBuf)>) {
    // The newest are kept, and read in the order of their names.
    files.sort_by(|a, b| b.cmp(a));
    let more = files.len().saturating_sub(MAX_FOLDER_FILES);
    files.truncate(MAX_FOLDER_FILES);
    files.sort_by(|a, b| a.1.cmp(&b.1));
    if more > 0 {
        let limit = format!("MAX_FOLDER_FILES {MAX_FOLDER_FILES}");
        found.miss_with(&folder.to_string_lossy(), Reason::Limit, "limit", limit);
    }
    for (_, path) in files {
        let name = path.to_string_lossy().into_owned();
        match File::open(&path) {
            Ok(content) => found.parts.push(Part { name, content, kind: Some(SourceKind::Unknown) }),
            Err(error) => found.failed(&name, &error),
        }
    }
}

fn list(folder: &Path, endings: &[&str]) -> io::Result<Vec<(SystemTime, PathBuf)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
        // Of the entry itself: a link is no file here.
        let metadata = entry.metadata()?;
        if metadata.is_file() && endings.iter().any(|ending| name.ends_with(ending)) {
            files.push((metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH), entry.path()));
        }
    }
    Ok(files)
}
