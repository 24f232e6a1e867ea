//! Writing a bundle: streaming, and all or nothing.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::NAMESPACE;
use crate::bag::{self, Manifest};
use crate::deflate::{Deflater, MAX_THREADS};
use crate::digest::Sha256Hex;
use crate::limits::{
    MAX_ENTRIES, MAX_ENTRY_BYTES, MAX_RATIO, MAX_RECIPIENTS, MAX_TAG_FILE_BYTES, MAX_TOTAL_BYTES,
    MAX_ZIP_BYTES, RATIO_FREE_BYTES,
};
use crate::name::{BundleName, path_fault};
use crate::seal::{self, Recipient};
use crate::sign::Signer;
use crate::statement::{Declaration, STATEMENT_SCHEMA, SourceMeta, Statement, StatementEntry};
use crate::write_error::WriteError;
use crate::zipform::{self, DEFLATED, DosTime, Entry, LOCAL_BYTES, STORED};

/// Room kept for the tag files' headers and the directory's end when the size limit is checked, in bytes.
const END_RESERVE: u64 = 1 << 20;

/// A wish to stop, shared between the one who has it and the one who works. Cloning shares it.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks to stop. Cannot be taken back.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Where the zip is written to: a file, or something around one that counts, limits or fails.
pub trait Output: Read + Write + Seek + Send {}

impl<T: Read + Write + Seek + Send> Output for T {}

/// How a bundle is written.
#[derive(Debug, Clone, Default)]
pub struct WriterOptions {
    /// age recipients; the bundle is encrypted (`.zip.age`) when there is one.
    pub recipients: Vec<Recipient>,
    /// Asked before every read.
    pub cancel: Cancel,
    /// Threads that compress. Without a number as many as the system has processors, 8 at most; the number does not
    /// change what is written.
    pub threads: Option<NonZeroUsize>,
}

impl WriterOptions {
    fn threads(&self) -> usize {
        let all = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        self.threads.map_or_else(all, NonZeroUsize::get).min(MAX_THREADS)
    }
}

/// A finished bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinishedBundle {
    /// Where it lies.
    pub path: PathBuf,
    /// SHA-256 of the file as it lies there.
    pub sha256: Sha256Hex,
    /// Its size in bytes.
    pub bytes: u64,
    /// Files under `data/`.
    pub entries: usize,
}

/// Writes one bundle.
///
/// The order is redact → hash → write: what [`BundleWriter::add`] reads must be redacted already, is hashed while it
/// is compressed, and never passes through memory as a whole. The file has a temporary name in the target folder and
/// gets its own by renaming when everything is done; a writer that fails or is dropped leaves nothing.
pub struct BundleWriter {
    folder: PathBuf,
    name: BundleName,
    options: WriterOptions,
    temporary: NamedTempFile,
    output: Box<dyn Output>,
    position: u64,
    directory: Vec<Entry>,
    payload: Vec<StatementEntry>,
    manifest: Manifest,
    /// Files and folders (with a slash at the end) by their name in lower case.
    spelled: BTreeMap<String, String>,
    payload_bytes: u64,
    broken: bool,
}

impl std::fmt::Debug for BundleWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BundleWriter")
            .field("name", &self.name)
            .field("entries", &self.payload.len())
            .finish()
    }
}

impl BundleWriter {
    /// Begins a bundle in `folder`, which has to exist.
    ///
    /// # Errors
    /// [`WriteError::Output`] where no file can be made there, [`WriteError::Exists`] where the name is taken.
    pub fn create(
        folder: &Path,
        name: &BundleName,
        options: WriterOptions,
    ) -> Result<BundleWriter, WriteError> {
        BundleWriter::create_through(folder, name, options, |file| Box::new(file))
    }

    /// As [`BundleWriter::create`]; `wrap` may put something around the file, for instance a quota.
    ///
    /// # Errors
    /// As [`BundleWriter::create`], and [`WriteError::Limit`] for too many recipients.
    pub fn create_through(
        folder: &Path,
        name: &BundleName,
        options: WriterOptions,
        wrap: impl FnOnce(File) -> Box<dyn Output>,
    ) -> Result<BundleWriter, WriteError> {
        if options.recipients.len() > MAX_RECIPIENTS {
            return Err(WriteError::Limit { path: name.to_string(), limit: "MAX_RECIPIENTS (100)" });
        }
        let path = final_path(folder, name, &options);
        if path.symlink_metadata().is_ok() {
            return Err(WriteError::Exists { path });
        }
        let temporary = temporary_in(folder)?;
        let output = wrap(temporary.as_file().try_clone().map_err(WriteError::Output)?);
        Ok(BundleWriter {
            folder: folder.to_owned(),
            name: name.clone(),
            options,
            temporary,
            output,
            position: 0,
            directory: Vec::new(),
            payload: Vec::new(),
            manifest: Manifest::new(),
            spelled: BTreeMap::new(),
            payload_bytes: 0,
            broken: false,
        })
    }

    /// Adds one file under `data/`. `content` is redacted already. `source` says where it came from.
    ///
    /// An error of the content, its path or a limit leaves the bundle as it was before the call: the caller notes a
    /// gap and goes on. After [`WriteError::Output`] and [`WriteError::Cancelled`] the bundle is lost.
    ///
    /// # Errors
    /// [`WriteError`], each as described there.
    pub fn add(&mut self, path: &str, source: SourceMeta, content: &mut dyn Read) -> Result<(), WriteError> {
        self.usable()?;
        self.check_path(path)?;
        let start = self.position;
        match self.deflate(path, content) {
            Ok((entry, digest, bytes)) => {
                self.position = start + entry.span();
                self.directory.push(entry);
                self.payload_bytes += bytes;
                self.manifest.insert(path.to_owned(), digest);
                self.remember(path);
                self.payload.push(StatementEntry {
                    path: path.to_owned(),
                    bytes,
                    sha256: digest.to_string(),
                    source,
                });
                Ok(())
            }
            Err(error @ (WriteError::Output(_) | WriteError::Cancelled)) => {
                self.broken = true;
                Err(error)
            }
            Err(error) => {
                self.broken = true;
                // The next file is written over it; what is longer is cut off at the end.
                self.output.seek(SeekFrom::Start(start)).map_err(WriteError::Output)?;
                self.broken = false;
                Err(error)
            }
        }
    }

    /// Paths added so far.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.payload.iter().map(|e| e.path.as_str())
    }

    /// Writes the tag files, signs, encrypts where there are recipients, and gives the file its name.
    ///
    /// # Errors
    /// [`WriteError`]; nothing is left then.
    pub fn finish(
        mut self,
        declaration: Declaration,
        signer: &dyn Signer,
    ) -> Result<FinishedBundle, WriteError> {
        self.usable()?;
        let entries = self.payload.len();
        let statement = self.statement(declaration);
        let mut statement_json = serde_json::to_vec_pretty(&statement).map_err(WriteError::Statement)?;
        statement_json.push(b'\n');
        let info = bag::bag_info(&statement, self.payload_bytes, entries);
        let manifest = bag::write_manifest(&self.manifest);

        let listed = [
            (bag::BAGIT, bag::BAGIT_TEXT.as_bytes()),
            (bag::BAG_INFO, info.as_bytes()),
            (bag::MANIFEST, manifest.as_bytes()),
            (bag::STATEMENT, statement_json.as_slice()),
        ];
        let tags: Manifest =
            listed.iter().map(|(p, content)| ((*p).to_owned(), Sha256Hex::of(content))).collect();
        let tag_manifest = bag::write_manifest(&tags);
        let signature = signer.sign(NAMESPACE, tag_manifest.as_bytes())?;
        for (path, content) in listed {
            self.store(path, content)?;
        }
        self.store(bag::TAG_MANIFEST, tag_manifest.as_bytes())?;
        self.store(bag::SIGNATURE, signature.as_bytes())?;
        self.end()?;
        self.publish(entries)
    }

    fn usable(&self) -> Result<(), WriteError> {
        if self.options.cancel.is_cancelled() {
            return Err(WriteError::Cancelled);
        }
        if self.broken { Err(WriteError::Broken) } else { Ok(()) }
    }

    fn check_path(&self, path: &str) -> Result<(), WriteError> {
        let owned = || path.to_owned();
        if let Some(fault) = path_fault(path) {
            return Err(WriteError::Path { path: owned(), fault });
        }
        if !path.starts_with(bag::PAYLOAD) {
            return Err(WriteError::NotPayload { path: owned() });
        }
        let there = |name: &str| self.spelled.get(&name.to_ascii_lowercase());
        let is_there = there(path).is_some() || there(&format!("{path}/")).is_some();
        let collides = |folder: &str| {
            there(folder.trim_end_matches('/')).is_some()
                || there(folder).is_some_and(|spelled| spelled != folder)
        };
        if is_there || folders(path).any(collides) {
            return Err(WriteError::Duplicate { path: owned() });
        }
        if self.payload.len() + bag::LISTED_TAG_FILES.len() + 2 >= MAX_ENTRIES {
            return Err(WriteError::Limit { path: owned(), limit: "MAX_ENTRIES (20000)" });
        }
        Ok(())
    }

    /// Keeps the file and its folders in mind: the folders with a slash at the end.
    fn remember(&mut self, path: &str) {
        for name in folders(path).chain([path]) {
            self.spelled.insert(name.to_ascii_lowercase(), name.to_owned());
        }
    }

    fn entry(&self, path: &str, method: u16) -> Entry {
        Entry {
            name: format!("{}/{path}", self.name),
            method,
            stamp: DosTime::new(self.name.created()),
            crc: 0,
            packed: 0,
            size: 0,
            offset: self.position,
        }
    }

    fn deflate(&mut self, path: &str, content: &mut dyn Read) -> Result<(Entry, Sha256Hex, u64), WriteError> {
        let limit = |limit| WriteError::Limit { path: path.to_owned(), limit };
        let mut entry = self.entry(path, DEFLATED);
        self.output.write_all(&entry.local()).map_err(WriteError::Output)?;
        let data_start = self.position + LOCAL_BYTES as u64 + entry.name.len() as u64;

        let mut deflater = Deflater::new(self.options.threads());
        let (mut sha256, mut crc) = (Sha256::new(), crc32fast::Hasher::new());
        let (mut size, mut packed) = (0_u64, 0_u64);
        loop {
            let (block, last) = self.read_block(path, content, deflater.block())?;
            size += block.len() as u64;
            if size > MAX_ENTRY_BYTES {
                return Err(limit("MAX_ENTRY_BYTES (3 GiB)"));
            }
            if self.payload_bytes + size > MAX_TOTAL_BYTES {
                return Err(limit("MAX_TOTAL_BYTES (16 GiB)"));
            }
            if data_start + packed + END_RESERVE > MAX_ZIP_BYTES {
                return Err(zip_limit(path));
            }
            sha256.update(&block);
            crc.update(&block);
            let output = &mut self.output;
            let mut write = |bytes: &[u8]| {
                packed += bytes.len() as u64;
                output.write_all(bytes)
            };
            deflater.push(block, last, &mut write).map_err(WriteError::Output)?;
            if last {
                break;
            }
        }
        drop(deflater);
        if size > RATIO_FREE_BYTES && size > packed.saturating_mul(MAX_RATIO) {
            return Err(limit("MAX_RATIO (300)"));
        }

        entry.crc = crc.finalize();
        entry.size = u32::try_from(size).map_err(|_| zip_limit(path))?;
        entry.packed = u32::try_from(packed).map_err(|_| zip_limit(path))?;
        // The sizes are known now: the header is written again in its place, so that no data descriptor is needed.
        let header = entry.local();
        let seek =
            |output: &mut Box<dyn Output>, to| output.seek(SeekFrom::Start(to)).map_err(WriteError::Output);
        seek(&mut self.output, self.position)?;
        self.output.write_all(&header).map_err(WriteError::Output)?;
        seek(&mut self.output, self.position + entry.span())?;
        Ok((entry, Sha256Hex::finish(sha256), size))
    }

    /// The next block of the content, as long as `block` or shorter, and whether it is the last.
    fn read_block(
        &self,
        path: &str,
        content: &mut dyn Read,
        mut block: Vec<u8>,
    ) -> Result<(Vec<u8>, bool), WriteError> {
        let mut have = 0;
        while let Some(room) = block.get_mut(have..).filter(|room| !room.is_empty()) {
            if self.options.cancel.is_cancelled() {
                return Err(WriteError::Cancelled);
            }
            match content.read(room) {
                Ok(0) => {
                    block.truncate(have);
                    return Ok((block, true));
                }
                Ok(n) => have += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => return Err(WriteError::Source { path: path.to_owned(), source }),
            }
        }
        Ok((block, false))
    }

    /// Writes a tag file, uncompressed.
    fn store(&mut self, path: &str, content: &[u8]) -> Result<(), WriteError> {
        self.usable()?;
        if content.len() as u64 > MAX_TAG_FILE_BYTES {
            return Err(WriteError::Limit { path: path.to_owned(), limit: "MAX_TAG_FILE_BYTES (16 MiB)" });
        }
        let mut entry = self.entry(path, STORED);
        entry.crc = crc32fast::hash(content);
        entry.size = u32::try_from(content.len()).map_err(|_| zip_limit(path))?;
        entry.packed = entry.size;
        self.output.write_all(&entry.local()).map_err(WriteError::Output)?;
        self.output.write_all(content).map_err(WriteError::Output)?;
        self.position += entry.span();
        self.directory.push(entry);
        Ok(())
    }

    fn statement(&mut self, declaration: Declaration) -> Statement {
        let mut entries = std::mem::take(&mut self.payload);
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Statement {
            schema: STATEMENT_SCHEMA.to_owned(),
            bundle: self.name.to_string(),
            created: bag::rfc3339(self.name.created()),
            case: declaration.case,
            tool: declaration.tool,
            request: declaration.request,
            recipients: self.options.recipients.iter().map(Recipient::to_string).collect(),
            redaction: declaration.redaction,
            entries,
            gaps: declaration.gaps,
            device_ids: declaration.device_ids,
            clock: declaration.clock,
        }
    }

    fn end(&mut self) -> Result<(), WriteError> {
        let mut bytes = 0;
        for entry in &self.directory {
            let header = entry.central();
            self.output.write_all(&header).map_err(WriteError::Output)?;
            bytes += header.len();
        }
        let full = || zip_limit(self.name.as_str());
        let count = u16::try_from(self.directory.len()).map_err(|_| full())?;
        let directory_bytes = u32::try_from(bytes).map_err(|_| full())?;
        let end = zipform::end(count, directory_bytes, self.position);
        let length = self.position + bytes as u64 + end.len() as u64;
        if length > MAX_ZIP_BYTES {
            return Err(full());
        }
        self.output.write_all(&end).and_then(|()| self.output.flush()).map_err(WriteError::Output)?;
        // What a file that was taken back left behind the end.
        self.temporary.as_file().set_len(length).map_err(WriteError::Output)
    }

    fn publish(self, entries: usize) -> Result<FinishedBundle, WriteError> {
        let path = final_path(&self.folder, &self.name, &self.options);
        drop(self.output);
        let mut file = self.temporary;
        if !self.options.recipients.is_empty() {
            let mut sealed = temporary_in(&self.folder)?;
            file.as_file_mut().seek(SeekFrom::Start(0)).map_err(WriteError::Output)?;
            seal::encrypt(&self.options, file.as_file_mut(), sealed.as_file_mut())?;
            file = sealed;
        }
        file.as_file().sync_all().map_err(WriteError::Output)?;
        file.as_file_mut().seek(SeekFrom::Start(0)).map_err(WriteError::Output)?;
        let (sha256, bytes) = Sha256Hex::of_reader(file.as_file_mut()).map_err(WriteError::Output)?;
        if self.options.cancel.is_cancelled() {
            return Err(WriteError::Cancelled);
        }
        persist(file, &path)?;
        Ok(FinishedBundle { path, sha256, bytes, entries })
    }
}

/// The folders of a path, each with its slash: `data/`, `data/evidence/`.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..=at))
}

fn zip_limit(path: &str) -> WriteError {
    WriteError::Limit { path: path.to_owned(), limit: "MAX_ZIP_BYTES (17 GiB)" }
}

fn final_path(folder: &Path, name: &BundleName, options: &WriterOptions) -> PathBuf {
    folder.join(format!("{name}.zip{}", if options.recipients.is_empty() { "" } else { ".age" }))
}

fn temporary_in(folder: &Path) -> Result<NamedTempFile, WriteError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".scepscope-").suffix(".partial").tempfile_in(folder).map_err(WriteError::Output)
}

/// Renames without replacing. Some file systems (Android's shared storage, FAT) know no such rename; there the name
/// is looked at first.
fn persist(file: NamedTempFile, path: &Path) -> Result<(), WriteError> {
    let failed = match file.persist_noclobber(path) {
        Ok(_) => return Ok(()),
        Err(failed) => failed,
    };
    match failed.error.kind() {
        io::ErrorKind::AlreadyExists => Err(WriteError::Exists { path: path.to_owned() }),
        io::ErrorKind::PermissionDenied | io::ErrorKind::Unsupported if path.symlink_metadata().is_err() => {
            failed.file.persist(path).map(drop).map_err(|e| WriteError::Output(e.error))
        }
        _ => Err(WriteError::Output(failed.error)),
    }
}
