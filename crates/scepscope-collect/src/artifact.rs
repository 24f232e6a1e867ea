//! Finding what lies below the inputs, and opening it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use scepscope_model::Stamp;
use scepscope_parse::ReadSeek;

use crate::Input;

/// Most files that one run looks at.
pub const MAX_FILES: usize = 10_000;

/// Deepest folder below an input that is looked into.
pub const MAX_DEPTH: usize = 16;

/// Something that can be opened and read, and read again.
pub(crate) struct Artifact {
    /// What the report calls it.
    pub(crate) origin: String,
    /// Whether the user named it, or it was found in a folder.
    pub(crate) named: bool,
    content: Content,
}

enum Content {
    File(PathBuf),
    Document(Box<dyn ReadSeek>),
}

/// Why something is not an artifact, or not a readable one.
#[derive(Debug)]
pub(crate) struct Unreadable {
    pub(crate) origin: String,
    pub(crate) reason: &'static str,
    pub(crate) detail: BTreeMap<String, String>,
}

impl Unreadable {
    pub(crate) fn new(origin: impl Into<String>, reason: &'static str) -> Unreadable {
        Unreadable { origin: origin.into(), reason, detail: BTreeMap::new() }
    }

    fn io(path: &Path, error: &io::Error) -> Unreadable {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "not_found",
            io::ErrorKind::PermissionDenied => "permission_denied",
            _ => "io",
        };
        let mut unreadable = Unreadable::new(path.to_string_lossy(), reason);
        unreadable.detail.insert("system".to_owned(), error.to_string());
        unreadable
    }
}

/// Everything below the inputs, folders in the order of their names. Links inside folders are not followed.
pub(crate) fn gather(inputs: Vec<Input>, note: &mut dyn FnMut(Unreadable)) -> Vec<Artifact> {
    let mut found = Vec::new();
    for input in inputs {
        match input {
            Input::Document { name, content } => {
                found.push(Artifact { origin: name, named: true, content: Content::Document(content) });
            }
            Input::Path(path) => match std::fs::metadata(&path) {
                Err(error) => note(Unreadable::io(&path, &error)),
                Ok(metadata) if metadata.is_dir() => walk(&path, 1, &mut found, note),
                Ok(metadata) if metadata.is_file() => push(path, true, &mut found, note),
                Ok(_) => note(Unreadable::new(path.to_string_lossy(), "not_a_file")),
            },
        }
    }
    found
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<Artifact>, note: &mut dyn FnMut(Unreadable)) {
    if depth > MAX_DEPTH {
        note(limit(folder, "MAX_DEPTH", MAX_DEPTH));
        return;
    }
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return note(Unreadable::io(folder, &error)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        match entry {
            Ok(entry) => paths.push(entry.path()),
            Err(error) => note(Unreadable::io(folder, &error)),
        }
        if paths.len() > MAX_FILES {
            note(limit(folder, "MAX_FILES", MAX_FILES));
            break;
        }
    }
    paths.sort();
    for path in paths {
        match std::fs::symlink_metadata(&path) {
            Err(error) => note(Unreadable::io(&path, &error)),
            Ok(metadata) if metadata.is_dir() => walk(&path, depth + 1, found, note),
            Ok(metadata) if metadata.is_file() => push(path, false, found, note),
            Ok(metadata) if metadata.is_symlink() => {
                note(Unreadable::new(path.to_string_lossy(), "link_not_followed"));
            }
            Ok(_) => note(Unreadable::new(path.to_string_lossy(), "not_a_file")),
        }
    }
}

fn push(path: PathBuf, named: bool, found: &mut Vec<Artifact>, note: &mut dyn FnMut(Unreadable)) {
    if found.len() < MAX_FILES {
        let origin = path.to_string_lossy().into_owned();
        found.push(Artifact { origin, named, content: Content::File(path) });
    } else if found.len() == MAX_FILES {
        note(limit(&path, "MAX_FILES", MAX_FILES));
    }
}

fn limit(path: &Path, name: &str, value: usize) -> Unreadable {
    let mut unreadable = Unreadable::new(path.to_string_lossy(), "limit");
    unreadable.detail.insert("limit".to_owned(), format!("{name} {value}"));
    unreadable
}

/// An artifact opened for one reading.
pub(crate) enum Opened<'a> {
    File(File),
    Document(&'a mut dyn ReadSeek),
}

impl Artifact {
    /// Opens it at its start. Also gives its size at this moment: a log that grows is read up to here.
    pub(crate) fn open(&mut self) -> io::Result<(Opened<'_>, u64)> {
        match &mut self.content {
            Content::File(path) => {
                let file = File::open(path)?;
                let bytes = file.metadata()?.len();
                Ok((Opened::File(file), bytes))
            }
            Content::Document(content) => {
                let bytes = content.seek(SeekFrom::End(0))?;
                content.rewind()?;
                Ok((Opened::Document(content.as_mut()), bytes))
            }
        }
    }

    /// When it was written last, as the file system says.
    pub(crate) fn written(&self) -> Option<Stamp> {
        let Content::File(path) = &self.content else { return None };
        let since_1970 = std::fs::metadata(path).ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Stamp::from_unix_nanos(i128::try_from(since_1970.as_nanos()).ok()?))
    }

    /// The last part of its origin.
    pub(crate) fn file_name(&self) -> &str {
        self.origin.rsplit(['/', '\\', '!']).next().unwrap_or(&self.origin)
    }

    /// What [`io::Error`] means for this artifact.
    pub(crate) fn unreadable(&self, error: &io::Error) -> Unreadable {
        Unreadable { origin: self.origin.clone(), ..Unreadable::io(Path::new(""), error) }
    }
}

impl Read for Opened<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Opened::File(file) => file.read(buf),
            Opened::Document(content) => content.read(buf),
        }
    }
}

impl Seek for Opened<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Opened::File(file) => file.seek(to),
            Opened::Document(content) => content.seek(to),
        }
    }
}
