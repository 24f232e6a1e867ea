//! The strict walk: every byte of the zip file is accounted for before anything is inflated.

use std::collections::HashMap;
use std::io::{self, Read, Seek, SeekFrom};

use crate::limits::{
    MAX_DIRECTORY_BYTES, MAX_ENTRIES, MAX_ENTRY_BYTES, MAX_RATIO, MAX_TOTAL_BYTES, MAX_ZIP_BYTES,
    RATIO_FREE_BYTES,
};
use crate::name::{PathFault, is_root_name, path_fault};
use crate::refusal::{DuplicateHow, Refusal};
use crate::seal::is_age;
use crate::zipform::{
    self, BEYOND, CENTRAL_BYTES, CENTRAL_SIGNATURE, DEFLATED, DosTime, END_BYTES, END_SIGNATURE, Entry,
    LOCAL_BYTES, LOCAL_SIGNATURE, STORED, ZIP64_END_BYTES, ZIP64_LOCATOR_SIGNATURE, u16_at, u32_at, u64_at,
};

/// How far from the end the directory's end can lie: behind it a comment of up to 65535 bytes.
const END_SEARCH: u64 = END_BYTES as u64 + 0xFFFF;

/// A walked zip: its root folder, and its entries in the order of the file.
pub(crate) struct Walked {
    pub(crate) root: String,
    pub(crate) entries: Vec<Entry>,
}

impl Walked {
    /// An entry's path inside the bag.
    pub(crate) fn path<'a>(&self, entry: &'a Entry) -> &'a str {
        entry.name.get(self.root.len() + 1..).unwrap_or_default()
    }
}

/// Walks the whole file.
///
/// # Errors
/// The first [`Refusal`] found.
pub(crate) fn walk(file: &mut (impl Read + Seek)) -> Result<Walked, Refusal> {
    let length = file.seek(SeekFrom::End(0))?;
    let directory = find_directory(file, length)?;
    let mut entries = read_directory(file, &directory)?;
    check_limits(&entries)?;
    let root = check_names(&entries)?;
    entries.sort_by_key(|e| e.offset);
    let mut expected = 0_u64;
    for entry in &entries {
        let at = entry.offset;
        let name = || entry.name.clone();
        match at {
            _ if at < expected => return Err(Refusal::Overlap { entry: name() }),
            _ if at > expected && expected == 0 => return Err(Refusal::LeadingData),
            _ if at > expected => return Err(Refusal::Gap { entry: name() }),
            _ => {}
        }
        check_local(file, entry, length)?;
        expected = at + entry.span();
    }
    match expected {
        _ if expected > directory.offset => Err(Refusal::Overlap { entry: String::new() }),
        _ if expected < directory.offset => Err(Refusal::Gap { entry: String::new() }),
        _ => Ok(Walked { root, entries }),
    }
}

struct Directory {
    offset: u64,
    bytes: u64,
    count: usize,
}

fn find_directory(file: &mut (impl Read + Seek), length: u64) -> Result<Directory, Refusal> {
    let mut start = [0; 40];
    file.seek(SeekFrom::Start(0))?;
    let got = read_up_to(file, &mut start)?;
    if is_age(start.get(..got).unwrap_or_default()) {
        return Err(Refusal::Sealed);
    }
    if length > MAX_ZIP_BYTES {
        return Err(Refusal::ZipTooLarge);
    }
    let end_at = length.checked_sub(END_BYTES as u64).ok_or(Refusal::NotAZip)?;
    let end = read_at(file, end_at, END_BYTES)?;
    if u32_at(&end, 0) != END_SIGNATURE || u16_at(&end, 20) != 0 {
        return Err(why_no_end(file, length)?);
    }
    let entry = String::new;
    let (here, total) = (u16_at(&end, 8), u16_at(&end, 10));
    let (bytes, offset) = (u32_at(&end, 12), u32_at(&end, 16));
    if here == u16::MAX || total == u16::MAX || bytes == u32::MAX {
        return Err(Refusal::Zip64 { entry: entry() });
    }
    let located = match end_at.checked_sub(20) {
        Some(at) => u32_at(&read_at(file, at, 4)?, 0) == ZIP64_LOCATOR_SIGNATURE,
        None => false,
    };
    if located != (offset == BEYOND) {
        return Err(Refusal::Zip64 { entry: entry() });
    }
    if u16_at(&end, 4) != 0 || u16_at(&end, 6) != 0 || here != total {
        return Err(Refusal::MultiDisk { entry: entry() });
    }
    let (offset, end_at) =
        if located { beyond(file, end_at, total, bytes, &end)? } else { (offset.into(), end_at) };
    let directory = Directory { offset, bytes: bytes.into(), count: total.into() };
    match directory.offset.saturating_add(directory.bytes) {
        // Before what is taken for the end: a second end, a signature, anything.
        directory_end if directory_end < end_at => Err(Refusal::TrailingData),
        directory_end if directory_end > end_at => Err(Refusal::Directory),
        _ if directory.count == 0 => Err(Refusal::Empty),
        _ if directory.count > MAX_ENTRIES => Err(Refusal::TooManyEntries { count: directory.count }),
        _ if directory.bytes > MAX_DIRECTORY_BYTES => Err(Refusal::Directory),
        _ => Ok(directory),
    }
}

/// The directory's offset out of the zip64 end, and where that begins. Its bytes are the only possible ones.
fn beyond(
    file: &mut (impl Read + Seek),
    end_at: u64,
    count: u16,
    bytes: u32,
    end: &[u8],
) -> Result<(u64, u64), Refusal> {
    /// Of the offset in the zip64 end.
    const OFFSET_AT: usize = 48;
    let lies = || Refusal::Zip64 { entry: String::new() };
    let at = end_at.checked_sub(ZIP64_END_BYTES as u64).ok_or_else(lies)?;
    let found = [&read_at(file, at, ZIP64_END_BYTES)?[..], end].concat();
    let offset = u64_at(&found, OFFSET_AT);
    let sound = offset.checked_add(bytes.into()) == Some(at) && found == zipform::end(count, bytes, offset);
    if sound { Ok((offset, at)) } else { Err(lies()) }
}

/// The file does not end as a zip without comment does: is there an end before?
fn why_no_end(file: &mut (impl Read + Seek), length: u64) -> Result<Refusal, Refusal> {
    let window = length.min(END_SEARCH);
    let tail = read_at(file, length - window, usize::try_from(window).unwrap_or(0))?;
    let signature = END_SIGNATURE.to_le_bytes();
    for at in (0..=tail.len().saturating_sub(END_BYTES)).rev() {
        if tail.get(at..at + 4) == Some(&signature) {
            let comment = usize::from(u16_at(&tail, at + 20));
            let complete = at + END_BYTES + comment == tail.len();
            return Ok(if complete { Refusal::Comment } else { Refusal::TrailingData });
        }
    }
    Ok(Refusal::NotAZip)
}

fn read_directory(file: &mut (impl Read + Seek), directory: &Directory) -> Result<Vec<Entry>, Refusal> {
    let bytes =
        read_at(file, directory.offset, usize::try_from(directory.bytes).map_err(|_| Refusal::Directory)?)?;
    let mut rest = bytes.as_slice();
    let mut entries = Vec::with_capacity(directory.count);
    while entries.len() < directory.count {
        let header = rest.get(..CENTRAL_BYTES).ok_or(Refusal::Directory)?;
        if u32_at(header, 0) != CENTRAL_SIGNATURE {
            return Err(Refusal::Directory);
        }
        let length = |at| usize::from(u16_at(header, at));
        let extra_at = CENTRAL_BYTES + length(28);
        let comment_at = extra_at + length(30);
        let end = comment_at + length(32);
        let name = rest.get(CENTRAL_BYTES..extra_at).ok_or(Refusal::Directory)?;
        let extra = rest.get(extra_at..comment_at).ok_or(Refusal::Directory)?;
        rest = rest.get(end..).ok_or(Refusal::Directory)?;
        let name = std::str::from_utf8(name).map_err(|_| Refusal::NameNotUtf8 { index: entries.len() })?;
        entries.push(central(header, name, extra)?);
    }
    if rest.is_empty() { Ok(entries) } else { Err(Refusal::Directory) }
}

/// One header of the directory: each field has one allowed value, or is kept in the entry.
fn central(header: &[u8], name: &str, extra: &[u8]) -> Result<Entry, Refusal> {
    let entry = || name.to_owned();
    if let Some(fault) = path_fault_with_root(name) {
        return Err(Refusal::Name { entry: entry(), fault });
    }
    let flags = u16_at(header, 8);
    let method = u16_at(header, 10);
    // Bit 0: encrypted; 6: strongly; 13: hidden header values. Method 99 is AES (APPNOTE 4.4.4, 4.4.5).
    if flags & (1 | 1 << 6 | 1 << 13) != 0 || method == 99 {
        return Err(Refusal::Encrypted { entry: entry() });
    }
    if flags & 1 << 3 != 0 {
        return Err(Refusal::DataDescriptor { entry: entry() });
    }
    if method != STORED && method != DEFLATED {
        return Err(Refusal::Method { entry: entry(), method });
    }
    let offset = match u32_at(header, 42) {
        // The field of four bytes is full: the only allowed extra field holds the number.
        BEYOND => beyond_offset(extra).ok_or_else(|| Refusal::Zip64 { entry: entry() })?,
        offset => {
            check_extra(name, extra)?;
            offset.into()
        }
    };
    if u16_at(header, 32) != 0 {
        return Err(Refusal::EntryComment { entry: entry() });
    }
    if u16_at(header, 34) != 0 {
        return Err(Refusal::MultiDisk { entry: entry() });
    }
    let mode = u32_at(header, 38) >> 16;
    // A link, folder, pipe, device, or the MS-DOS bits for folder and volume.
    if !matches!(mode & 0o170_000, 0 | 0o100_000) || u32_at(header, 38) & 0x18 != 0 {
        return Err(Refusal::NotAFile { entry: entry(), mode });
    }
    let found = Entry {
        name: entry(),
        method,
        stamp: DosTime { time: u16_at(header, 12), date: u16_at(header, 14) },
        crc: u32_at(header, 16),
        packed: u32_at(header, 20),
        size: u32_at(header, 24),
        offset,
    };
    if found.packed == u32::MAX || found.size == u32::MAX {
        return Err(Refusal::Zip64 { entry: entry() });
    }
    let canonical = found.central();
    for (field, range) in [
        ("version", 4..8),
        ("flags", 8..10),
        ("internal attributes", 36..38),
        ("mode or attributes", 38..42),
        ("header", 0..CENTRAL_BYTES),
    ] {
        if header.get(range.clone()) != canonical.get(range) {
            return Err(Refusal::NotCanonical { entry: entry(), field });
        }
    }
    Ok(found)
}

/// The offset out of a zip64 field that holds nothing else and was needed.
fn beyond_offset(extra: &[u8]) -> Option<u64> {
    let offset = u64_at(extra, 4);
    let sound = extra.len() == 12 && extra.starts_with(&[1, 0, 8, 0]) && offset >= BEYOND.into();
    sound.then_some(offset)
}

fn check_extra(name: &str, extra: &[u8]) -> Result<(), Refusal> {
    if extra.is_empty() {
        return Ok(());
    }
    let mut ids = Vec::new();
    let mut rest = extra;
    while !rest.is_empty() {
        ids.push(u16_at(rest, 0));
        rest = rest.get(4 + usize::from(u16_at(rest, 2))..).unwrap_or_default();
    }
    let entry = name.to_owned();
    Err(match ids {
        ids if ids.contains(&0x7075) => Refusal::UnicodePath { entry },
        ids if ids.contains(&0x0001) => Refusal::Zip64 { entry },
        ids => Refusal::ExtraField { entry, id: ids.first().copied().unwrap_or_default() },
    })
}

fn path_fault_with_root(name: &str) -> Option<PathFault> {
    match name.split_once('/') {
        Some((root, path)) if is_root_name(root) => path_fault(path),
        // The root is judged later; what is dangerous in any name is named first.
        _ => path_fault(name),
    }
}

fn check_limits(entries: &[Entry]) -> Result<(), Refusal> {
    let mut total = 0_u64;
    for e in entries {
        let entry = || e.name.clone();
        let (size, packed) = (u64::from(e.size), u64::from(e.packed));
        if size > MAX_ENTRY_BYTES {
            return Err(Refusal::EntryTooLarge { entry: entry() });
        }
        total += size;
        if total > MAX_TOTAL_BYTES {
            return Err(Refusal::TotalTooLarge { entry: entry() });
        }
        // Deflate reaches 1032 at most (258 bytes out of two bits); 64 bytes leave room for its block headers.
        let impossible = e.method == DEFLATED && size > (packed + 64) * 1032;
        if impossible || size > RATIO_FREE_BYTES && size > packed.saturating_mul(MAX_RATIO) {
            return Err(Refusal::Ratio { entry: entry() });
        }
        if e.method == STORED && size != packed {
            return Err(Refusal::StoredSizes { entry: entry() });
        }
    }
    Ok(())
}

/// One root folder; no name twice. Names are ASCII, so there is nothing for Unicode normalisation to make equal.
fn check_names(entries: &[Entry]) -> Result<String, Refusal> {
    let mut root: Option<&str> = None;
    let mut files: HashMap<String, &str> = HashMap::with_capacity(entries.len());
    for e in entries {
        let entry = || e.name.clone();
        let (first, _) = e.name.split_once('/').ok_or_else(|| Refusal::Root { entry: entry() })?;
        if !is_root_name(first) || *root.get_or_insert(first) != first {
            return Err(Refusal::Root { entry: entry() });
        }
        if let Some(other) = files.insert(e.name.to_ascii_lowercase(), &e.name) {
            let how = if other == e.name { DuplicateHow::Exact } else { DuplicateHow::CaseFold };
            return Err(Refusal::DuplicateName { entry: entry(), how });
        }
    }
    // Two folders that differ in case only are one folder on other systems.
    let mut spelled: HashMap<String, &str> = HashMap::new();
    for e in entries {
        for (at, _) in e.name.match_indices('/') {
            let folder = e.name.get(..at).unwrap_or_default();
            let folded = folder.to_ascii_lowercase();
            let duplicate = |how| Refusal::DuplicateName { entry: e.name.clone(), how };
            if *spelled.entry(folded.clone()).or_insert(folder) != folder {
                return Err(duplicate(DuplicateHow::CaseFold));
            }
            if files.contains_key(&folded) {
                return Err(duplicate(DuplicateHow::FileAndFolder));
            }
        }
    }
    root.map(str::to_owned).ok_or(Refusal::Empty)
}

fn check_local(file: &mut (impl Read + Seek), entry: &Entry, length: u64) -> Result<(), Refusal> {
    let name = || entry.name.clone();
    let at = entry.offset;
    if at.checked_add(entry.span()).is_none_or(|end| end > length) {
        return Err(Refusal::Overlap { entry: String::new() });
    }
    let expected = entry.local();
    let found = read_at(file, at, expected.len())?;
    if u32_at(&found, 0) != LOCAL_SIGNATURE {
        return Err(Refusal::NoLocalHeader { entry: name() });
    }
    if u16_at(&found, 6) & 1 << 3 != 0 {
        return Err(Refusal::DataDescriptor { entry: name() });
    }
    for (field, range) in [
        ("version", 4..6),
        ("flags", 6..8),
        ("method", 8..10),
        ("time", 10..14),
        ("checksum", 14..18),
        ("packed size", 18..22),
        ("size", 22..26),
        ("length of the name", 26..28),
        ("extra fields", 28..30),
        ("name", LOCAL_BYTES..expected.len()),
    ] {
        if found.get(range.clone()) != expected.get(range) {
            return Err(Refusal::HeaderMismatch { entry: name(), field });
        }
    }
    Ok(())
}

/// Reads `bytes` bytes at `at`, which the caller knows to lie inside the file and to be few.
pub(crate) fn read_at(file: &mut (impl Read + Seek), at: u64, bytes: usize) -> Result<Vec<u8>, io::Error> {
    let mut buffer = vec![0; bytes];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut buffer)?;
    Ok(buffer)
}

fn read_up_to(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut got = 0;
    while let Some(rest) = buffer.get_mut(got..).filter(|r| !r.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(got)
}
