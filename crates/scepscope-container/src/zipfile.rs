//! zip: by its directory where it has one that can be trusted, else by the headers of its entries.
//!
//! The `zip` crate finds and reads the directory and unpacks. Its ordinary archive keeps all entries in memory by name, so
//! that of two with one name the first vanishes; the one used here steps from entry to entry. It is not stable: the
//! crate's version is pinned.

use std::cell::Cell;
use std::io::{self, Read, Seek, SeekFrom};

use zip::read::{Config, ZipFileEntry};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;
use zip::{CompressionMethod, ZipReadOptions};

use crate::bounded::Checked;
use crate::fault::Fault;
use crate::limits::MAX_DIRECTORY_BYTES;
use crate::name::decode;
use crate::pass::{File, Pass};
use crate::salvage::{self, DEFLATE, Local, STORED, UTF8};
use crate::{Ended, Reason};

/// What the Explorer of Windows packs files of 2 GiB and more with (APPNOTE.TXT 4.4.5: "Enhanced Deflating").
const DEFLATE64: u16 = 9;
/// Where the first entry begins at the latest: behind the mark of a zip that was once split.
const FIRST_ENTRY: u64 = 4;

pub(crate) fn walk<R: Read + Seek>(input: &mut R, pass: &mut Pass<'_>) -> Result<(), Ended> {
    let left = Cell::new(MAX_DIRECTORY_BYTES);
    let refused = {
        let metered = Metered { inner: &mut *input, left: &left };
        match directory(metered, pass.limits().entries) {
            Ok((mut zip, starts)) => {
                left.set(u64::MAX);
                return by_directory(&mut zip, &starts, pass);
            }
            Err(fault) => fault,
        }
    };
    if refused.reason == Reason::SeveralVolumes || refused.reason == Reason::Io {
        return Err(pass.fail(refused));
    }
    salvage::walk(input, pass)?;
    Err(pass.fail(refused))
}

/// The directory, and where entries begin, sorted.
type Found<R> = (ZipIterable<R>, Vec<u64>);

fn directory<R: Read + Seek>(input: R, most: u64) -> Result<Found<R>, Fault> {
    let mut zip = ZipIterable::try_new(input, Config::default()).map_err(|error| match error {
        ZipError::UnsupportedArchive(what) => Fault::new(Reason::SeveralVolumes, what),
        error => Fault { reason: Reason::Truncated, ..fault(error) },
    })?;
    let mut starts = Vec::new();
    for entry in zip.files().map_err(fault)? {
        let entry = entry.map_err(fault)?;
        starts.push(entry.header_start());
        if starts.len() as u64 > most {
            break;
        }
    }
    starts.sort_unstable();
    // Else it is the directory of something inside: of a zip in a zip that is cut off.
    match starts.first() {
        Some(first) if *first > FIRST_ENTRY => {
            Err(Fault::new(Reason::Truncated, "the directory is not that of the whole file"))
        }
        _ => Ok((zip, starts)),
    }
}

fn by_directory<R: Read + Seek>(
    zip: &mut ZipIterable<R>,
    starts: &[u64],
    pass: &mut Pass<'_>,
) -> Result<(), Ended> {
    let files = match zip.files() {
        Ok(files) => files,
        Err(error) => return Err(pass.fail(fault(error))),
    };
    let mut end = None;
    loop {
        let entry = match files.next() {
            None => return Ok(()),
            Some(Ok(entry)) => entry,
            Some(Err(error)) => return Err(pass.fail(fault(error))),
        };
        let index = pass.next_index()?;
        let end = *end.get_or_insert_with(|| entry.central_header_start());
        let raw = raw_name(&entry);
        if raw.ends_with(['/', '\\']) {
            continue;
        }
        if let Some(reason) = refusal(&entry) {
            pass.refuse(reason, &raw);
            continue;
        }
        let local = match Local::read_at(files.reader_mut(), entry.header_start()) {
            Ok(local) => local,
            Err(error) => {
                let shown = pass.shown(&raw);
                pass.problem(Fault::of(&error), Some(shown));
                continue;
            }
        };
        if local.name != entry.name_raw() || Some(local.method) != method(&entry) || local.is_encrypted() {
            pass.refuse(Reason::HeadersDiffer, &raw);
            continue;
        }
        if overlaps(starts, entry.header_start(), local.bytes() + entry.compressed_size(), end) {
            pass.refuse(Reason::Overlapping, &raw);
            continue;
        }
        let Some(path) = pass.path(&raw) else { continue };
        let (size, packed, crc) = (entry.size(), entry.compressed_size(), entry.crc32());
        // The checksum is compared here, where an error keeps its reason.
        match entry.with_reader(files.reader_mut(), ZipReadOptions::new().ignore_crc32(true)) {
            Ok(content) => {
                let file = File {
                    index,
                    path,
                    size: Some(size),
                    exact: true,
                    packed: Some(packed),
                    modified: local.modified,
                };
                pass.offer(file, &mut Checked::new(content, Some(crc)))?;
            }
            Err(error) => pass.problem(fault(error), Some(path)),
        }
    }
}

/// Why an entry is not opened at all.
fn refusal(entry: &ZipFileEntry<'_>) -> Option<Reason> {
    if entry.encrypted() {
        Some(Reason::Encrypted)
    } else if entry.is_symlink() {
        Some(Reason::LinkNotFollowed)
    } else if method(entry).is_none() {
        Some(Reason::MethodNotSupported)
    } else {
        None
    }
}

/// The number of a method that is unpacked here.
fn method(entry: &ZipFileEntry<'_>) -> Option<u16> {
    match entry.compression() {
        CompressionMethod::Stored => Some(STORED),
        CompressionMethod::Deflated => Some(DEFLATE),
        CompressionMethod::Deflate64 => Some(DEFLATE64),
        _ => None,
    }
}

fn raw_name(entry: &ZipFileEntry<'_>) -> String {
    if entry.flags().as_u16() & UTF8 != 0 {
        String::from_utf8_lossy(entry.name_raw()).into_owned()
    } else {
        decode(entry.name_raw()).into_owned()
    }
}

/// Whether another entry begins inside this one, at the same place, or the directory does.
fn overlaps(starts: &[u64], start: u64, bytes: u64, directory: u64) -> bool {
    let Some(end) = start.checked_add(bytes) else { return true };
    let (first, behind) = (starts.partition_point(|s| *s < start), starts.partition_point(|s| *s < end));
    behind - first > 1 || end > directory
}

fn fault(error: ZipError) -> Fault {
    match error {
        ZipError::Io(error) => Fault::of(&error),
        ZipError::UnsupportedArchive(what) => Fault::new(Reason::MethodNotSupported, what),
        error => Fault::new(Reason::Damaged, error.to_string()),
    }
}

/// Reading that ends when so much was read.
struct Metered<'a, R> {
    inner: &'a mut R,
    left: &'a Cell<u64>,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf)?;
        match self.left.get().checked_sub(read as u64) {
            Some(left) => self.left.set(left),
            None => return Err(Fault::limit("MAX_DIRECTORY_BYTES", MAX_DIRECTORY_BYTES).into_error()),
        }
        Ok(read)
    }
}

impl<R: Seek> Seek for Metered<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
