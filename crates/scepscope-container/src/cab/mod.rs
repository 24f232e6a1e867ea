//! Windows cabinets (\[MS-CAB\]): the tables, and the walk over folders and files.
//!
//! A cabinet's "folder" is one packed stream in which the files lie one behind the other. Each is unpacked once, from its
//! start to the last file that somebody reads. `lzxd` and `flate2` unpack; the structure is read here, since the `cab`
//! crate unpacks a folder from its start for every file and trusts the offsets in the tables.

mod data;

use std::io::{self, Read, Seek, SeekFrom};

use crate::clock::dos_seconds;
use crate::fault::Fault;
use crate::name::decode;
use crate::pass::{File, Pass};
use crate::{Ended, Reason};
use data::Stream;

const FLAG_PREVIOUS: u16 = 1;
const FLAG_NEXT: u16 = 2;
const FLAG_RESERVE: u16 = 4;
/// A file's folder index from which on the file is continued in another cabinet.
const CONTINUED: u16 = 0xFFFD;
/// Longest string of the tables, with its zero.
const MAX_STRING: usize = 256;

/// One packed stream.
#[derive(Clone, Copy)]
struct Folder {
    offset: u64,
    blocks: u16,
    method: u16,
}

struct Item {
    index: u64,
    path: String,
    size: u32,
    offset: u32,
    modified: Option<i64>,
    folder: usize,
}

pub(crate) fn walk<R: Read + Seek>(input: &mut R, pass: &mut Pass<'_>) -> Result<(), Ended> {
    let mut tables = io::BufReader::new(&mut *input);
    let header = match Header::read(&mut tables) {
        Ok(header) => header,
        Err(error) => return Err(pass.fail(Fault::of(&error))),
    };
    let (items, cut) = files(&mut tables, &header, pass)?;
    for (number, folder) in header.folders.iter().enumerate() {
        let inside = items.iter().filter(|item| item.folder == number);
        walk_folder(input, *folder, header.data_reserve, inside, pass)?;
    }
    if header.flags & (FLAG_PREVIOUS | FLAG_NEXT) != 0 {
        pass.problem(Fault::new(Reason::SeveralVolumes, "part of a set of cabinets"), None);
    }
    match cut {
        Some(fault) => Err(pass.fail(fault)),
        None => Ok(()),
    }
}

fn walk_folder<'i, R: Read + Seek>(
    input: &mut R,
    folder: Folder,
    reserve: u8,
    items: impl Iterator<Item = &'i Item>,
    pass: &mut Pass<'_>,
) -> Result<(), Ended> {
    let mut items: Vec<&Item> = items.collect();
    if items.is_empty() {
        return Ok(());
    }
    items.sort_by_key(|item| (item.offset, item.index));
    let mut stream = match Stream::new(input, folder, reserve) {
        Ok(stream) => stream,
        Err(fault) => {
            for item in items {
                pass.problem(fault.clone(), Some(item.path.clone()));
            }
            return Ok(());
        }
    };
    for item in items {
        let offset = u64::from(item.offset);
        let Some(gap) = offset.checked_sub(stream.position()) else {
            pass.problem(Fault::new(Reason::Overlapping, ""), Some(item.path.clone()));
            continue;
        };
        // Where this fails, reading the file fails with the reason.
        let _ = io::copy(&mut (&mut stream).take(gap), &mut io::sink());
        let file = File {
            index: item.index,
            path: item.path.clone(),
            size: Some(u64::from(item.size)),
            exact: true,
            packed: None,
            modified: item.modified,
        };
        let size = u64::from(item.size);
        pass.offer(file, &mut (&mut stream).take(size))?;
        let rest = (offset + size).saturating_sub(stream.position());
        let _ = io::copy(&mut (&mut stream).take(rest), &mut io::sink());
    }
    Ok(())
}

/// The table of files, in its order; with the reason where it ends early.
fn files<R: Read + Seek>(
    tables: &mut R,
    header: &Header,
    pass: &mut Pass<'_>,
) -> Result<(Vec<Item>, Option<Fault>), Ended> {
    let mut items = Vec::new();
    if let Err(error) = tables.seek(SeekFrom::Start(u64::from(header.files_offset))) {
        return Ok((items, Some(Fault::of(&error))));
    }
    for _ in 0..header.files {
        let entry = match Entry::read(tables) {
            Ok(entry) => entry,
            Err(error) => return Ok((items, Some(Fault::of(&error)))),
        };
        let index = match pass.next_index() {
            Ok(index) => index,
            // The limit is reported; what came before it is read.
            Err(_) => return Ok((items, Some(Fault::limit("MAX_ENTRIES", pass.limits().entries)))),
        };
        let raw = decode(&entry.name);
        if entry.folder >= CONTINUED {
            pass.refuse(Reason::SeveralVolumes, &raw);
        } else if usize::from(entry.folder) >= header.folders.len() {
            pass.refuse(Reason::Damaged, &raw);
        } else if let Some(path) = pass.path(&raw) {
            let folder = usize::from(entry.folder);
            let Entry { size, offset, modified, .. } = entry;
            items.push(Item { index, path, size, offset, modified, folder });
        }
    }
    Ok((items, None))
}

struct Header {
    flags: u16,
    files_offset: u32,
    files: u16,
    folders: Vec<Folder>,
    data_reserve: u8,
}

impl Header {
    fn read(input: &mut impl Read) -> io::Result<Header> {
        let fixed: [u8; 36] = bytes(input)?;
        let flags = u16_at(&fixed, 30);
        let mut reserves = [0; 4];
        if flags & FLAG_RESERVE != 0 {
            reserves = bytes(input)?;
            skip(input, u64::from(u16_at(&reserves, 0)))?;
        }
        for flag in [FLAG_PREVIOUS, FLAG_NEXT] {
            if flags & flag != 0 {
                string(input)?;
                string(input)?;
            }
        }
        let mut folders = Vec::new();
        for _ in 0..u16_at(&fixed, 26) {
            let folder: [u8; 8] = bytes(input)?;
            skip(input, u64::from(reserves[2]))?;
            folders.push(Folder {
                offset: u64::from(u32_at(&folder, 0)),
                blocks: u16_at(&folder, 4),
                method: u16_at(&folder, 6),
            });
        }
        Ok(Header {
            flags,
            files_offset: u32_at(&fixed, 16),
            files: u16_at(&fixed, 28),
            folders,
            data_reserve: reserves[3],
        })
    }
}

struct Entry {
    size: u32,
    offset: u32,
    folder: u16,
    modified: Option<i64>,
    name: Vec<u8>,
}

impl Entry {
    fn read(input: &mut impl Read) -> io::Result<Entry> {
        let fixed: [u8; 16] = bytes(input)?;
        Ok(Entry {
            size: u32_at(&fixed, 0),
            offset: u32_at(&fixed, 4),
            folder: u16_at(&fixed, 8),
            modified: dos_seconds(u16_at(&fixed, 10), u16_at(&fixed, 12)),
            name: string(input)?,
        })
    }
}

fn bytes<const N: usize>(input: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn skip(input: &mut impl Read, count: u64) -> io::Result<()> {
    io::copy(&mut input.take(count), &mut io::sink()).map(|_| ())
}

/// A string that ends with a zero.
fn string(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    loop {
        match bytes::<1>(input)? {
            [0] => return Ok(text),
            _ if text.len() >= MAX_STRING => {
                return Err(Fault::new(Reason::Damaged, "a name without an end").into_error());
            }
            [byte] => text.push(byte),
        }
    }
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}
