//! The inbox on disk. Every step can be cut off: names are given by renaming, records are replaced as a whole, and
//! what a record promises is finished when the receiver starts again.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rand_core::{OsRng, RngCore};
use scepscope_bundle::{
    Identity, RECEIPT_SCHEMA, Receipt, Sha256Hex, SignedReceipt, SoftwareKey, clean_component,
};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::admission::{Admitted, Claim};
use crate::judge::{Expected, Unfit, judge};
use crate::limits::{FINISHED_KEPT, MAX_OPEN_UPLOADS, MAX_RECORD_BYTES, UPLOAD_KEPT};
use crate::record::{Upload, UploadId, UploadState};

/// What may be stored.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quota {
    pub(crate) bundle: u64,
    pub(crate) inbox: u64,
}

/// Why an upload was not begun.
#[derive(Debug)]
pub(crate) enum NotBegun {
    /// The ticket was used for another bundle.
    Used,
    /// Larger than one bundle may be.
    TooLarge,
    /// The inbox is full.
    Full,
    /// Too many uploads are open.
    Crowded,
    Io(io::Error),
}

impl From<io::Error> for NotBegun {
    fn from(error: io::Error) -> NotBegun {
        NotBegun::Io(error)
    }
}

/// How a complete upload ended.
pub(crate) enum Completed {
    /// In the inbox, under this name.
    Done(String),
    Refused(String),
}

pub(crate) struct Store {
    inbox: PathBuf,
    incoming: PathBuf,
    tickets: PathBuf,
    receipts: PathBuf,
    quota: Quota,
    key: SoftwareKey,
    identity: Option<Identity>,
    /// Held while an upload is begun: two at once could use one ticket twice, or the last free bytes.
    beginning: Mutex<()>,
}

impl Store {
    pub(crate) fn open(
        inbox: &Path,
        quota: Quota,
        key: SoftwareKey,
        identity: Option<Identity>,
    ) -> io::Result<Store> {
        let own = inbox.join(".receiver");
        let folder = |name: &str| {
            let folder = own.join(name);
            fs::create_dir_all(&folder).map(|()| folder)
        };
        let store = Store {
            inbox: inbox.to_owned(),
            incoming: folder("incoming")?,
            tickets: folder("tickets")?,
            receipts: folder("receipts")?,
            quota,
            key,
            identity,
            beginning: Mutex::default(),
        };
        store.recover()?;
        Ok(store)
    }

    pub(crate) fn max_bundle(&self) -> u64 {
        self.quota.bundle
    }

    /// Begins an upload; for a ticket that began one before, gives that one again.
    pub(crate) fn begin(
        &self,
        claim: &Claim,
        name: &str,
        admitted: Admitted,
        metadata: &str,
        now: OffsetDateTime,
    ) -> Result<Upload, NotBegun> {
        let _one = self.beginning.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(once) = &admitted.once
            && let Some(upload) = self.of_ticket(once)
        {
            let same = upload.length == claim.bytes && upload.sha256 == claim.sha256;
            let refused = matches!(upload.state, UploadState::Refused { .. });
            return if same && !refused { Ok(upload) } else { Err(NotBegun::Used) };
        }
        if claim.bytes > self.quota.bundle {
            return Err(NotBegun::TooLarge);
        }
        let (open, reserved) = self.open_uploads()?;
        if open >= MAX_OPEN_UPLOADS {
            return Err(NotBegun::Crowded);
        }
        if self.stored()?.saturating_add(reserved).saturating_add(claim.bytes) > self.quota.inbox {
            return Err(NotBegun::Full);
        }
        let mut random = [0; 16];
        OsRng.fill_bytes(&mut random);
        let upload = Upload {
            id: UploadId::new(random),
            length: claim.bytes,
            name: bundle_name(name),
            sha256: claim.sha256.clone(),
            case: admitted.case,
            once: admitted.once,
            request_sha256: admitted.request_sha256,
            metadata: metadata.to_owned(),
            created: now.unix_timestamp(),
            state: UploadState::Receiving,
        };
        File::create_new(self.part(&upload.id))?;
        self.put(&upload)?;
        if let Some(once) = &upload.once {
            replace(&self.tickets, &ticket_file(once), upload.id.as_str().as_bytes())?;
        }
        Ok(upload)
    }

    pub(crate) fn get(&self, id: &UploadId) -> Option<Upload> {
        let content = read_bounded(&self.incoming.join(record_file(id))).ok()?;
        serde_json::from_slice(&content).ok()
    }

    /// Bytes that are on disk.
    pub(crate) fn offset(&self, upload: &Upload) -> io::Result<u64> {
        match upload.state {
            UploadState::Receiving => Ok(fs::metadata(self.part(&upload.id))?.len()),
            _ => Ok(upload.length),
        }
    }

    /// The file that grows.
    pub(crate) fn part(&self, id: &UploadId) -> PathBuf {
        self.incoming.join(format!("{}.part", id.as_str()))
    }

    /// Verifies a complete upload, signs its receipt, moves it into the inbox. The record with the receipt is written
    /// before the move: after a crash in between, [`Store::recover`] moves it.
    pub(crate) fn complete(&self, upload: &Upload, now: OffsetDateTime) -> io::Result<Completed> {
        let part = self.part(&upload.id);
        // Windows flushes only what may be written.
        File::options().write(true).open(&part)?.sync_all()?;
        let expected =
            Expected { sha256: upload.sha256.as_deref(), request_sha256: upload.request_sha256.as_deref() };
        let judged = match judge(&part, expected, self.identity.as_ref(), now) {
            Ok(judged) => judged,
            Err(Unfit::Io(error)) => return Err(error),
            Err(Unfit::Refused(reason)) => {
                let state = UploadState::Refused { reason: reason.clone() };
                self.put(&Upload { state, ..upload.clone() })?;
                fs::remove_file(&part)?;
                return Ok(Completed::Refused(reason));
            }
        };
        let sealed = judged.checked == "sealed" && !upload.name.ends_with(".age");
        let name = if sealed { format!("{}.age", upload.name) } else { upload.name.clone() };
        let name = self.free_name(&name, judged.sha256)?;
        let receipt = Receipt {
            schema: RECEIPT_SCHEMA.to_owned(),
            received: now.format(&Rfc3339).map_err(io::Error::other)?,
            sha256: judged.sha256.to_string(),
            bytes: judged.bytes,
            name: name.clone(),
            checked: judged.checked.to_owned(),
            request: upload.once.clone(),
            case: upload.case.clone(),
        };
        let receipt = SignedReceipt::sign(&receipt, &self.key).map_err(io::Error::other)?;
        let content = serde_json::to_vec_pretty(&receipt).map_err(io::Error::other)?;
        replace(&self.receipts, &format!("{name}.receipt.json"), &content)?;
        let done = Upload { state: UploadState::Done { name: name.clone(), receipt }, ..upload.clone() };
        self.put(&done)?;
        self.place(&done.id, &name)?;
        Ok(Completed::Done(name))
    }

    /// Moves a bundle that is complete and could not be moved before. Until then it has not arrived, whatever its record
    /// says.
    pub(crate) fn settle(&self, upload: &Upload) -> io::Result<()> {
        match &upload.state {
            UploadState::Done { name, .. } if !self.is_settled(upload) => self.place(&upload.id, name),
            _ => Ok(()),
        }
    }

    /// Whether nothing of a complete upload is left to be moved.
    pub(crate) fn is_settled(&self, upload: &Upload) -> bool {
        !self.part(&upload.id).exists()
    }

    /// Throws an upload away that has not arrived.
    pub(crate) fn terminate(&self, upload: &Upload) -> io::Result<()> {
        self.settle(upload)?;
        if let Some(once) = &upload.once
            && matches!(upload.state, UploadState::Receiving)
        {
            // Nothing arrived with it: it may be used again.
            remove(&self.tickets.join(ticket_file(once)))?;
        }
        remove(&self.part(&upload.id))?;
        remove(&self.incoming.join(record_file(&upload.id)))
    }

    /// Throws away what is too old.
    pub(crate) fn sweep(&self, now: OffsetDateTime) -> io::Result<()> {
        for upload in self.uploads()? {
            let old = match upload.state {
                UploadState::Receiving => {
                    let part = fs::metadata(self.part(&upload.id)).and_then(|m| m.modified());
                    let idle = part.ok().and_then(|m| m.elapsed().ok()).unwrap_or_default();
                    upload.is_older_than(UPLOAD_KEPT, now) && idle > UPLOAD_KEPT
                }
                _ => upload.is_older_than(FINISHED_KEPT, now),
            };
            if old {
                self.terminate(&upload)?;
            }
        }
        Ok(())
    }

    /// Finishes what a killed receiver had begun.
    fn recover(&self) -> io::Result<()> {
        for upload in self.uploads()? {
            match &upload.state {
                UploadState::Done { .. } => self.settle(&upload)?,
                UploadState::Refused { .. } => remove(&self.part(&upload.id))?,
                UploadState::Receiving => {}
            }
        }
        for entry in fs::read_dir(&self.incoming)?.filter_map(Result::ok) {
            let path = entry.path();
            let id = path.file_stem().and_then(|s| UploadId::parse(&s.to_string_lossy()));
            let orphan = id.is_none_or(|id| self.get(&id).is_none());
            if orphan {
                remove(&path)?;
            }
        }
        Ok(())
    }

    fn place(&self, id: &UploadId, name: &str) -> io::Result<()> {
        fs::rename(self.part(id), self.inbox.join(name))?;
        sync_folder(&self.inbox)
    }

    /// The name under which the file may stand: its own; where another file has that, with its digest.
    fn free_name(&self, name: &str, sha256: Sha256Hex) -> io::Result<String> {
        let there = self.inbox.join(name);
        let same = match File::open(&there) {
            Ok(mut file) => Sha256Hex::of_reader(&mut file)?.0 == sha256,
            Err(e) if e.kind() == io::ErrorKind::NotFound => true,
            Err(e) => return Err(e),
        };
        if same {
            // The same bundle once more replaces itself.
            return Ok(name.to_owned());
        }
        let digest: String = sha256.to_string().chars().take(12).collect();
        let (stem, suffix) = name.split_at(name.find(".zip").unwrap_or(name.len()));
        Ok(format!("{stem}-{digest}{suffix}"))
    }

    fn of_ticket(&self, once: &str) -> Option<Upload> {
        let content = read_bounded(&self.tickets.join(ticket_file(once))).ok()?;
        self.get(&UploadId::parse(std::str::from_utf8(&content).ok()?)?)
    }

    fn uploads(&self) -> io::Result<Vec<Upload>> {
        let entries = fs::read_dir(&self.incoming)?.filter_map(Result::ok);
        let records = entries.map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "json"));
        let ids = records.filter_map(|p| UploadId::parse(&p.file_stem()?.to_string_lossy()));
        Ok(ids.filter_map(|id| self.get(&id)).collect())
    }

    /// How many uploads are not finished, and how many bytes they may still bring.
    fn open_uploads(&self) -> io::Result<(usize, u64)> {
        let uploads = self.uploads()?;
        let open = uploads.iter().filter(|u| matches!(u.state, UploadState::Receiving));
        Ok((open.clone().count(), open.map(|u| u.length).fold(0, u64::saturating_add)))
    }

    /// Bytes of the bundles in the inbox.
    fn stored(&self) -> io::Result<u64> {
        let files = fs::read_dir(&self.inbox)?.filter_map(|e| e.ok()?.metadata().ok());
        Ok(files.filter(fs::Metadata::is_file).map(|m| m.len()).fold(0, u64::saturating_add))
    }

    fn put(&self, upload: &Upload) -> io::Result<()> {
        let content = serde_json::to_vec(upload).map_err(io::Error::other)?;
        replace(&self.incoming, &record_file(&upload.id), &content)
    }
}

fn record_file(id: &UploadId) -> String {
    format!("{}.json", id.as_str())
}

/// A ticket's id may hold anything: its digest is the file's name.
fn ticket_file(once: &str) -> String {
    Sha256Hex::of(once.as_bytes()).to_string()
}

/// A safe file name that says what the file is.
fn bundle_name(name: &str) -> String {
    let name = clean_component(name);
    if name.ends_with(".zip") || name.ends_with(".zip.age") { name } else { format!("{name}.zip") }
}

fn replace(folder: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(folder.join(name)).map_err(|e| e.error)?;
    sync_folder(folder)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    File::open(path)?.take(MAX_RECORD_BYTES).read_to_end(&mut content)?;
    Ok(content)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
