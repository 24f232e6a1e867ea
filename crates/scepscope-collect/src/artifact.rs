//! One thing to read: opened, read, and read again.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use scepscope_model::{SourceKind, Stamp};

use crate::group::Group;
use crate::shelf::Shared;
use crate::spool::{SpoolReader, Spooled};

/// Something that can be opened and read, and read again.
pub(crate) struct Artifact {
    /// What the report calls it. What lies in an archive follows behind a `!`.
    pub(crate) origin: String,
    /// Whether the user named it, or it was found in a folder or an archive.
    pub(crate) named: bool,
    /// What it is, where whoever gave it knows and the content does not tell.
    pub(crate) kind: Option<SourceKind>,
    pub(crate) content: Content,
}

pub(crate) enum Content {
    File(PathBuf),
    Document(Shared),
    /// An entry of an archive.
    Entry(Spooled, Option<Stamp>),
    /// Many entries that are read as one.
    Group(Group),
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
        let origin = origin.into();
        let reason =
            if OF_CONTENT.contains(&reason) && is_arriving(&origin) { "still_arriving" } else { reason };
        Unreadable { origin, reason, detail: BTreeMap::new() }
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Unreadable {
        self.detail.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn io(origin: impl Into<String>, error: &io::Error) -> Unreadable {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "not_found",
            io::ErrorKind::PermissionDenied => "permission_denied",
            _ => "io",
        };
        Unreadable::new(origin, reason).with("system", error.to_string())
    }

    pub(crate) fn limit(origin: impl Into<String>, name: &str, value: u64) -> Unreadable {
        Unreadable::new(origin, "limit").with("limit", format!("{name} {value}"))
    }
}

/// Reasons that a file gives which is not complete yet.
const OF_CONTENT: [&str; 7] = [
    "archive_damaged",
    "archive_checksum",
    "archive_truncated",
    "no_log_inside",
    "not_a_known_log",
    "not_a_log",
    "empty",
];

/// What the names end in that files have while they come: of a browser, of iCloud.
const ARRIVING: [&str; 5] = [".crdownload", ".download", ".icloud", ".part", ".partial"];

/// What the name of a sysdiagnose begins with while the system makes it.
const IN_PROGRESS: &str = "IN_PROGRESS_";

/// Whether a file, or the archive that it lies in, has the name of one that is still downloaded or made.
fn is_arriving(origin: &str) -> bool {
    let file = origin.split('!').next().map_or("", last_part);
    file.starts_with(IN_PROGRESS) || ARRIVING.iter().any(|end| file.ends_with(end))
}

/// An artifact opened for one reading.
pub(crate) enum Opened {
    File(File),
    Document(Shared),
    Entry(SpoolReader),
}

impl Artifact {
    /// A file of the file system.
    pub(crate) fn file(path: PathBuf, named: bool) -> Artifact {
        Artifact { origin: shown(&path), named, kind: None, content: Content::File(path) }
    }

    /// Opens it at its start. Also gives its size at this moment: a log that grows is read up to here.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::Unsupported`] for a group, which is no single stream.
    pub(crate) fn open(&self) -> io::Result<(Opened, u64)> {
        match &self.content {
            Content::File(path) => {
                let file = File::open(path)?;
                let bytes = file.metadata()?.len();
                Ok((Opened::File(file), bytes))
            }
            Content::Document(content) => {
                let mut content = content.clone();
                let bytes = content.seek(SeekFrom::End(0))?;
                content.rewind()?;
                Ok((Opened::Document(content), bytes))
            }
            Content::Entry(entry, _) => Ok((Opened::Entry(entry.reader()), entry.len())),
            Content::Group(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    /// Its size in bytes, where that tells how much there is to read.
    pub(crate) fn size(&self) -> Option<u64> {
        match &self.content {
            // What is gone, or can't be opened, is no work.
            Content::File(path) => Some(std::fs::metadata(path).map_or(0, |metadata| metadata.len())),
            Content::Document(_) | Content::Entry(..) => Some(self.open().map_or(0, |(_, bytes)| bytes)),
            Content::Group(_) => None,
        }
    }

    /// When it was written last, as the file system or the archive says.
    pub(crate) fn written(&self) -> Option<Stamp> {
        match &self.content {
            Content::File(path) => written(path),
            Content::Entry(_, written) => *written,
            Content::Document(_) | Content::Group(_) => None,
        }
    }

    /// The last part of its origin.
    pub(crate) fn file_name(&self) -> &str {
        last_part(&self.origin)
    }

    /// What it is called in a bundle: its file name, behind those of the archives that it lies in.
    pub(crate) fn evidence_name(&self) -> String {
        let names: Vec<&str> = self.origin.split('!').map(last_part).collect();
        let name = names.join("#");
        if name.len() <= MAX_EVIDENCE_NAME { name } else { self.file_name().to_owned() }
    }

    /// What [`io::Error`] means for this artifact.
    pub(crate) fn unreadable(&self, error: &io::Error) -> Unreadable {
        Unreadable::io(self.origin.clone(), error)
    }
}

/// When a file was written last, as the file system says.
pub(crate) fn written(path: &Path) -> Option<Stamp> {
    let since_1970 = std::fs::metadata(path).ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Stamp::from_unix_nanos(i128::try_from(since_1970.as_nanos()).ok()?))
}

/// Longest name in a bundle that tells the archives, in bytes. Longer, and the statement alone tells them.
const MAX_EVIDENCE_NAME: usize = 100;

fn last_part(origin: &str) -> &str {
    origin.rsplit(['/', '\\', '!']).next().unwrap_or(origin)
}

/// A path as the report calls it.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

impl Read for Opened {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Opened::File(file) => file.read(buf),
            Opened::Document(content) => content.read(buf),
            Opened::Entry(entry) => entry.read(buf),
        }
    }
}

impl Seek for Opened {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Opened::File(file) => file.seek(to),
            Opened::Document(content) => content.seek(to),
            Opened::Entry(entry) => entry.seek(to),
        }
    }
}
