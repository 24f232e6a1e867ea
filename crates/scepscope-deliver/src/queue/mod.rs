//! The outgoing queue: a folder with one folder for each bundle.
//!
//! ```text
//! queue/lock                 held while a process may write
//! queue/ID/entry.json        the record; replaced as a whole
//! queue/ID/<bundle>          the same file as the one that was given (a hard link), or a copy
//! ```
//!
//! Whatever the moment at which a process dies, an entry is there as a whole or not at all, and its record tells what
//! may have been done: anything that a server could take for an end is written down before it is sent.

mod document;
#[cfg_attr(unix, path = "lock_unix.rs")]
mod lock;
mod record;
mod store;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use md5::Md5;
use scepscope_bundle::{PublicKey, Sha256Hex, clean_component};
use thiserror::Error;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

pub use document::QueueEntry;
pub use record::{Delivered, EntryId, Record, RequestRef, Session, State, Stopped, Waiting};

use crate::adapter::base64;
use crate::limits::{MAX_ENTRIES, MAX_ENTRY_BYTES};
use crate::load::digest_range;
use crate::target::{Plain, Target, TargetKind};
use record::ENTRY_SCHEMA;
use store::UNFINISHED;

const ENTRY: &str = "entry.json";
const LOCK: &str = "lock";

/// What is to be sent where.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// The finished bundle. It is linked or copied into the queue.
    pub bundle: PathBuf,
    /// What it is known by already, from the one who packed it: then it is not read before it is sent.
    pub known: Option<KnownBundle>,
    /// Where it goes.
    pub target: Target,
    /// The case id.
    pub case: Option<String>,
    /// The request that it answers.
    pub request: Option<RequestRef>,
    /// The receiver's key where it is known beforehand: then no other receipt counts.
    pub receiver_key: Option<PublicKey>,
}

/// What whoever packed a bundle knows of the file. It counts while the file has that size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownBundle {
    /// Its SHA-256.
    pub sha256: Sha256Hex,
    /// Its size in bytes.
    pub bytes: u64,
}

impl KnownBundle {
    /// Reads the digest as a packer tells it, in hexadecimal; `None` where it is none.
    pub fn read(sha256: &str, bytes: u64) -> Option<KnownBundle> {
        Sha256Hex::parse(sha256).map(|sha256| KnownBundle { sha256, bytes })
    }
}

/// Why the queue could not be used.
#[derive(Debug, Error)]
pub enum QueueError {
    /// Another process uses the queue.
    #[error("another process is sending")]
    Busy,
    /// A file or folder can't be read or written.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The bundle can't be read.
    #[error("{path}: {source}", path = path.display())]
    Bundle {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is no such entry.
    #[error("no entry {0}")]
    NoSuchEntry(String),
    /// An entry's file does not fit its description.
    #[error("entry {id} is damaged: {reason}")]
    Damaged {
        /// Its name.
        id: String,
        /// What does not fit.
        reason: String,
    },
    /// There are [`MAX_ENTRIES`] entries.
    #[error("the queue is full: {MAX_ENTRIES} entries")]
    Full,
    /// The system names no folder for the program's state.
    #[error("the system names no folder for the program's state")]
    NoPlace,
}

impl QueueError {
    /// The code of `error-<code>-what` and `-next`.
    pub fn code(&self) -> &'static str {
        match self {
            QueueError::Busy => "queue-busy",
            QueueError::Io { source, .. } if is_full(source) => "disk-full",
            QueueError::Io { .. } | QueueError::NoPlace => "queue-unusable",
            QueueError::Bundle { source, .. } if source.kind() == io::ErrorKind::NotFound => "path-not-found",
            QueueError::Bundle { .. } => "path-unreadable",
            QueueError::NoSuchEntry(_) => "queue-no-entry",
            QueueError::Damaged { .. } => "queue-damaged",
            QueueError::Full => "queue-full",
        }
    }
}

fn is_full(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

/// The queue's folder in the system's usual place: `$XDG_STATE_HOME/scepscope/queue` on Linux.
///
/// # Errors
/// [`QueueError::NoPlace`].
pub fn queue_path() -> Result<PathBuf, QueueError> {
    let state = dirs::state_dir().or_else(dirs::data_local_dir).ok_or(QueueError::NoPlace)?;
    Ok(state.join("scepscope").join("queue"))
}

/// The queue, locked for this process.
#[derive(Debug)]
pub struct Queue {
    folder: PathBuf,
    _lock: File,
}

impl Queue {
    /// Opens the queue, makes its folder where there is none, takes the lock, and removes what a killed process left
    /// unfinished.
    ///
    /// # Errors
    /// [`QueueError::Busy`] where another process has it; [`QueueError::Io`].
    pub fn open(folder: &Path) -> Result<Queue, QueueError> {
        let io = |source| QueueError::Io { path: folder.to_owned(), source };
        store::create_private(folder).map_err(io)?;
        let path = folder.join(LOCK);
        let lock = File::options().create(true).truncate(false).write(true).open(path).map_err(io)?;
        if !lock::try_lock(&lock).map_err(io)? {
            return Err(QueueError::Busy);
        }
        let queue = Queue { folder: folder.to_owned(), _lock: lock };
        queue.sweep().map_err(io)?;
        Ok(queue)
    }

    /// The entries of a queue that another process may be using: each record as it was last written.
    ///
    /// # Errors
    /// [`QueueError::Io`]. A damaged entry stands in the list as an error of its own.
    pub fn list(folder: &Path) -> Result<Vec<Result<Record, QueueError>>, QueueError> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(QueueError::Io { path: folder.to_owned(), source }),
        };
        let names = entries.filter_map(Result::ok).filter_map(|e| e.file_name().into_string().ok());
        let mut ids: Vec<EntryId> = names.filter_map(|n| EntryId::parse(&n)).take(MAX_ENTRIES).collect();
        ids.sort();
        let mut records: Vec<_> = ids.iter().map(|id| read(folder, id)).collect();
        records.sort_by_key(|r| r.as_ref().map(|r| r.created.clone()).unwrap_or_default());
        Ok(records)
    }

    /// Queues a bundle. The same bundle for the same place and request is one entry, however often it is queued; a
    /// newer signature in the target replaces the old one, and an entry that had stopped waits again.
    ///
    /// # Errors
    /// [`QueueError`]; nothing is left then.
    pub fn add(&mut self, parcel: &Parcel, now: OffsetDateTime) -> Result<EntryId, QueueError> {
        let bundle = |source| QueueError::Bundle { path: parcel.bundle.clone(), source };
        let Digests { sha256, md5 } = digests(parcel).map_err(bundle)?;
        let request = parcel.request.as_ref().map(|r| r.id.as_str());
        let id = EntryId::of(sha256, &parcel.target.place(), request);
        if self.folder.join(id.as_str()).exists() {
            return self.renew(&id, parcel).map(|()| id);
        }
        if Queue::list(&self.folder)?.len() >= MAX_ENTRIES {
            return Err(QueueError::Full);
        }
        let io = |source| QueueError::Io { path: self.folder.clone(), source };
        let name = parcel.bundle.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let name = clean_component(&name);
        let unfinished = self.folder.join(format!("{UNFINISHED}{id}"));
        let made = store::create_private(&unfinished)
            .and_then(|()| store::link_or_copy(&parcel.bundle, &unfinished, &name))
            .and_then(|()| store::modified(&unfinished.join(&name)));
        let (bytes, modified) = made.map_err(|e| self.discard(&unfinished, e))?;
        let record = Record {
            schema: ENTRY_SCHEMA.to_owned(),
            id: id.clone(),
            created: stamp(now),
            name,
            bytes,
            sha256: sha256.to_string(),
            md5,
            modified,
            target: parcel.target.text().to_owned(),
            place: parcel.target.redacted(),
            case: parcel.case.clone(),
            request: parcel.request.clone(),
            receiver_key: parcel.receiver_key.as_ref().and_then(|k| k.to_openssh().ok()),
            tries: 0,
            state: State::Waiting(Waiting::default()),
        };
        write(&unfinished, &record).map_err(|e| self.discard(&unfinished, e))?;
        fs::rename(&unfinished, self.folder.join(id.as_str())).map_err(|e| self.discard(&unfinished, e))?;
        store::sync_folder(&self.folder).map_err(io)?;
        Ok(id)
    }

    /// An entry's record.
    ///
    /// # Errors
    /// [`QueueError::NoSuchEntry`], [`QueueError::Damaged`], [`QueueError::Io`].
    pub fn get(&self, id: &EntryId) -> Result<Record, QueueError> {
        read(&self.folder, id)
    }

    /// Every entry's record.
    ///
    /// # Errors
    /// As [`Queue::list`].
    pub fn records(&self) -> Result<Vec<Result<Record, QueueError>>, QueueError> {
        Queue::list(&self.folder)
    }

    /// Makes an entry wait again that had stopped or is pausing.
    ///
    /// # Errors
    /// As [`Queue::get`].
    pub fn retry(&mut self, id: &EntryId) -> Result<(), QueueError> {
        let mut record = self.get(id)?;
        let session = match record.state {
            State::Delivered(_) => return Ok(()),
            State::Stopped(stopped) => stopped.session,
            State::Waiting(waiting) => waiting.session,
        };
        record.state = State::Waiting(Waiting { session, ..Waiting::default() });
        self.put(&record)
    }

    /// Removes an entry and its copy of the bundle. What a server already has stays there.
    ///
    /// # Errors
    /// [`QueueError::NoSuchEntry`], [`QueueError::Io`].
    pub fn drop_entry(&mut self, id: &EntryId) -> Result<(), QueueError> {
        let path = self.folder.join(id.as_str());
        let gone = self.folder.join(format!("{UNFINISHED}{id}"));
        match fs::rename(&path, &gone) {
            Ok(()) => fs::remove_dir_all(&gone).map_err(|source| QueueError::Io { path: gone, source }),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Err(QueueError::NoSuchEntry(id.to_string())),
            Err(source) => Err(QueueError::Io { path, source }),
        }
    }

    /// The file that is sent.
    pub(crate) fn bundle_path(&self, record: &Record) -> PathBuf {
        self.folder.join(record.id.as_str()).join(&record.name)
    }

    /// Writes a record; it outlasts a loss of power when this returns.
    pub(crate) fn put(&self, record: &Record) -> Result<(), QueueError> {
        let folder = self.folder.join(record.id.as_str());
        write(&folder, record).map_err(|source| QueueError::Io { path: folder, source })
    }

    /// Writes that the bundle has arrived, then removes its copy. In this order: a crash in between leaves a copy
    /// too many, never one too few.
    pub(crate) fn delivered(&self, record: &Record) -> Result<(), QueueError> {
        self.put(record)?;
        let path = self.bundle_path(record);
        match fs::remove_file(&path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(QueueError::Io { path, source: e }),
            _ => Ok(()),
        }
    }

    /// Whether the queued file is still the one that was queued; reads it again only where its time or size changed.
    pub(crate) fn unchanged(&self, record: &Record) -> io::Result<bool> {
        let path = self.bundle_path(record);
        let (bytes, modified) = store::modified(&path)?;
        if bytes != record.bytes {
            return Ok(false);
        }
        if modified == record.modified {
            return Ok(true);
        }
        let (sha256, _) = Sha256Hex::of_reader(&mut File::open(&path)?)?;
        Ok(sha256.to_string() == record.sha256)
    }

    fn renew(&self, id: &EntryId, parcel: &Parcel) -> Result<(), QueueError> {
        let mut record = self.get(id)?;
        let mut session = match record.state {
            State::Delivered(_) => return Ok(()),
            State::Stopped(stopped) => stopped.session,
            State::Waiting(waiting) => waiting.session,
        };
        // The parts of a multipart upload belong to its id, which stands in the signed URLs.
        if parcel.target.kind() == TargetKind::S3Multipart && record.target != parcel.target.text() {
            session = None;
        }
        record.state = State::Waiting(Waiting { session, ..Waiting::default() });
        record.target = parcel.target.text().to_owned();
        record.request.clone_from(&parcel.request);
        record.receiver_key = parcel.receiver_key.as_ref().and_then(|k| k.to_openssh().ok());
        self.put(&record)
    }

    /// Removes a half-made entry; gives the error that led to it.
    fn discard(&self, unfinished: &Path, source: io::Error) -> QueueError {
        // What can't be removed now is swept when the queue is opened next.
        let _ = fs::remove_dir_all(unfinished);
        QueueError::Io { path: self.folder.clone(), source }
    }

    /// Removes what a killed process left: unfinished entries and files, copies of bundles that have arrived.
    fn sweep(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)?.filter_map(Result::ok) {
            let Ok(name) = entry.file_name().into_string() else { continue };
            if name.starts_with(UNFINISHED) {
                fs::remove_dir_all(entry.path())?;
                continue;
            }
            let Some(id) = EntryId::parse(&name) else { continue };
            for file in fs::read_dir(entry.path())?.filter_map(Result::ok) {
                if file.file_name().to_string_lossy().starts_with(UNFINISHED) {
                    fs::remove_file(file.path())?;
                }
            }
            // A damaged record is told when its entry is used.
            if let Ok(record) = self.get(&id)
                && matches!(record.state, State::Delivered(_))
            {
                let _ = fs::remove_file(self.bundle_path(&record));
            }
        }
        Ok(())
    }
}

impl Record {
    /// The target that the record was made with.
    ///
    /// # Errors
    /// [`QueueError::Damaged`].
    pub(crate) fn target(&self) -> Result<Target, QueueError> {
        // Whether a plain one is allowed was decided when it was queued.
        Target::parse(&self.target, Plain::LoopbackOnly)
            .map_err(|e| QueueError::Damaged { id: self.id.to_string(), reason: e.to_string() })
    }

    /// The receiver's pinned key.
    pub(crate) fn receiver_key(&self) -> Result<Option<PublicKey>, QueueError> {
        let read = |key: &String| {
            PublicKey::from_openssh(key)
                .map_err(|e| QueueError::Damaged { id: self.id.to_string(), reason: e.to_string() })
        };
        self.receiver_key.as_ref().map(read).transpose()
    }
}

/// What a bundle is known by.
struct Digests {
    sha256: Sha256Hex,
    md5: Option<String>,
}

/// The digests that an upload to the parcel's target needs, each by a thread of its own: a large bundle is read from the disk
/// once, and not at all where its SHA-256 is known and nothing else is asked for.
fn digests(parcel: &Parcel) -> io::Result<Digests> {
    let path = &parcel.bundle;
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"));
    }
    let known = parcel.known.filter(|known| known.bytes == metadata.len());
    // Only one PUT to S3 brings a digest of the whole that is not SHA-256.
    let md5 = || match parcel.target.kind() {
        TargetKind::S3Put => digest_range::<Md5>(path, 0, metadata.len()).map(|md5| Some(base64(&md5))),
        _ => Ok(None),
    };
    std::thread::scope(|scope| {
        let md5 = scope.spawn(md5);
        let sha256 = match known {
            Some(known) => known.sha256,
            None => Sha256Hex::of_reader(&mut file)?.0,
        };
        let md5 = md5.join().unwrap_or_else(|_| Err(io::Error::other("a digest was not finished")))?;
        Ok(Digests { sha256, md5 })
    })
}

fn read(folder: &Path, id: &EntryId) -> Result<Record, QueueError> {
    let path = folder.join(id.as_str()).join(ENTRY);
    let content = store::read_bounded(&path, MAX_ENTRY_BYTES).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => QueueError::NoSuchEntry(id.to_string()),
        _ => QueueError::Io { path, source },
    })?;
    let damaged = |reason: String| QueueError::Damaged { id: id.to_string(), reason };
    let record: Record = serde_json::from_slice(&content).map_err(|e| damaged(e.to_string()))?;
    if record.schema != ENTRY_SCHEMA || record.id != *id || record.name != clean_component(&record.name) {
        return Err(damaged("it does not fit its folder".to_owned()));
    }
    Ok(record)
}

fn write(folder: &Path, record: &Record) -> io::Result<()> {
    let content = serde_json::to_vec_pretty(record).map_err(io::Error::other)?;
    store::replace(folder, ENTRY, &content)
}

/// RFC 3339 in UTC.
pub(crate) fn stamp(at: OffsetDateTime) -> String {
    at.to_offset(time::UtcOffset::UTC).format(&Rfc3339).unwrap_or_default()
}

/// Reads what [`stamp`] wrote.
pub(crate) fn read_stamp(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok()
}
