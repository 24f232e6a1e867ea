//! A zip without a usable directory: cut off, damaged or too large. Its entries are found by their own headers, one
//! behind the other, as they were written (APPNOTE.TXT 4.3.7 to 4.3.9).

use std::borrow::Cow;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use flate2::bufread::DeflateDecoder;

use crate::bounded::Checked;
use crate::clock::dos_seconds;
use crate::fault::Fault;
use crate::name::decode;
use crate::pass::{File, Pass};
use crate::{Ended, Reason};

const LOCAL_HEADER: [u8; 4] = *b"PK\x03\x04";
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";
const SPANNED: [[u8; 4]; 2] = [DESCRIPTOR, *b"PK00"];
const ENCRYPTED: u16 = 1;
const HAS_DESCRIPTOR: u16 = 1 << 3;
pub(crate) const UTF8: u16 = 1 << 11;
const ZIP64_FIELD: u16 = 1;
const IN_ZIP64: u64 = 0xFFFF_FFFF;
pub(crate) const STORED: u16 = 0;
pub(crate) const DEFLATE: u16 = 8;
/// Bytes that are read ahead of the stream.
const BUFFER: usize = 64 << 10;

/// Walks the entries from the start. Ends without a problem at what is no entry; the caller says why it came here.
pub(crate) fn walk<R: Read + Seek>(input: &mut R, pass: &mut Pass<'_>) -> Result<(), Ended> {
    if let Err(error) = input.rewind() {
        return Err(pass.fail(Fault::of(&error)));
    }
    let mut input = BufReader::with_capacity(BUFFER, input);
    let mut first = true;
    loop {
        let mut signature = [0; 4];
        if input.read_exact(&mut signature).is_err() {
            return Ok(());
        }
        if std::mem::take(&mut first) && SPANNED.contains(&signature) {
            continue;
        }
        if signature != LOCAL_HEADER {
            return Ok(());
        }
        let header = match Local::read(&mut input) {
            Ok(header) => header,
            Err(error) => return Err(pass.fail(Fault::of(&error))),
        };
        entry(&mut input, &header, pass)?;
    }
}

/// The header that stands before an entry's data.
pub(crate) struct Local {
    flags: u16,
    pub(crate) method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    pub(crate) name: Vec<u8>,
    pub(crate) modified: Option<i64>,
    extra_bytes: u64,
}

impl Local {
    /// The header at a place of a file.
    pub(crate) fn read_at(input: &mut (impl Read + Seek), offset: u64) -> io::Result<Local> {
        input.seek(SeekFrom::Start(offset))?;
        let mut signature = [0; 4];
        input.read_exact(&mut signature)?;
        if signature == LOCAL_HEADER {
            Local::read(input)
        } else {
            Err(Fault::new(Reason::Damaged, "no entry where the directory says").into_error())
        }
    }

    /// Its length.
    pub(crate) fn bytes(&self) -> u64 {
        30 + self.name.len() as u64 + self.extra_bytes
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.flags & ENCRYPTED != 0
    }

    /// What follows the signature.
    fn read(input: &mut impl Read) -> io::Result<Local> {
        let mut fixed = [0; 26];
        input.read_exact(&mut fixed)?;
        let u16_at = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
        let u32_at = |at: usize| u32::from_le_bytes([fixed[at], fixed[at + 1], fixed[at + 2], fixed[at + 3]]);
        let mut name = vec![0; usize::from(u16_at(22))];
        input.read_exact(&mut name)?;
        let mut extra = vec![0; usize::from(u16_at(24))];
        input.read_exact(&mut extra)?;
        let mut header = Local {
            flags: u16_at(2),
            method: u16_at(4),
            crc: u32_at(10),
            packed: u64::from(u32_at(14)),
            size: u64::from(u32_at(18)),
            name,
            modified: dos_seconds(u16_at(8), u16_at(6)),
            extra_bytes: extra.len() as u64,
        };
        if header.packed == IN_ZIP64 || header.size == IN_ZIP64 {
            header.take_zip64(&extra);
        }
        Ok(header)
    }

    fn take_zip64(&mut self, mut extra: &[u8]) {
        while let [id0, id1, size0, size1, rest @ ..] = extra {
            let size = usize::from(u16::from_le_bytes([*size0, *size1]));
            let Some((field, after)) = rest.split_at_checked(size) else { return };
            if u16::from_le_bytes([*id0, *id1]) == ZIP64_FIELD {
                let mut numbers = field.chunks_exact(8).map(|n| {
                    let mut bytes = [0; 8];
                    bytes.copy_from_slice(n);
                    u64::from_le_bytes(bytes)
                });
                if self.size == IN_ZIP64 {
                    self.size = numbers.next().unwrap_or(self.size);
                }
                if self.packed == IN_ZIP64 {
                    self.packed = numbers.next().unwrap_or(self.packed);
                }
                return;
            }
            extra = after;
        }
    }

    fn raw_name(&self) -> Cow<'_, str> {
        if self.flags & UTF8 != 0 { String::from_utf8_lossy(&self.name) } else { decode(&self.name) }
    }
}

fn entry<R: Read>(input: &mut BufReader<R>, header: &Local, pass: &mut Pass<'_>) -> Result<(), Ended> {
    let index = pass.next_index()?;
    let raw = header.raw_name();
    let later = header.flags & HAS_DESCRIPTOR != 0;
    let refused = if header.is_encrypted() {
        Some(Reason::Encrypted)
    } else if !matches!(header.method, STORED | DEFLATE) || (later && header.method == STORED) {
        Some(Reason::MethodNotSupported)
    } else {
        None
    };
    let path = match refused {
        Some(reason) => {
            pass.refuse(reason, &raw);
            None
        }
        None if raw.ends_with('/') => None,
        None => pass.path(&raw),
    };
    let Some(path) = path else {
        if later && header.method == DEFLATE && refused.is_none() {
            return inflate(input, header, None, pass);
        }
        if later {
            // Where it ends is written behind it.
            return Err(pass.fail(Fault::new(Reason::Damaged, "an entry of unknown length")));
        }
        return skip(input, header.packed, pass);
    };
    let size = if later { None } else { Some(header.size) };
    let file = File { index, path, size, exact: false, packed: None, modified: header.modified };
    if header.method == DEFLATE {
        return inflate(input, header, Some(file), pass);
    }
    let mut content = Checked::new(input.take(header.packed), Some(header.crc));
    let file = File { exact: true, size: Some(header.packed), ..file };
    let whole = pass.offer(file, &mut content)?;
    let left = content.inner.limit();
    if whole { skip(input, left, pass) } else { Err(Ended::Incomplete) }
}

/// Reads a deflated entry to its end, whoever wants it, then the descriptor behind it.
fn inflate<R: Read>(
    input: &mut BufReader<R>,
    header: &Local,
    file: Option<File>,
    pass: &mut Pass<'_>,
) -> Result<(), Ended> {
    let later = header.flags & HAS_DESCRIPTOR != 0;
    let stated = if later { None } else { Some(header.crc) };
    let mut content = Checked::new(DeflateDecoder::new(&mut *input), stated);
    let path = file.as_ref().map(|file| file.path.clone());
    if let Some(file) = file
        && !pass.offer(file, &mut content)?
    {
        return Err(Ended::Incomplete);
    }
    if let Err(error) = rest(&mut content, pass) {
        pass.problem(Fault::of(&error), path);
        return Err(Ended::Incomplete);
    }
    let (packed, size, crc) = (content.inner.total_in(), content.inner.total_out(), content.crc.sum());
    if later {
        match descriptor(input, packed, size) {
            Ok(stated) if stated == crc => {}
            Ok(_) => pass.problem(Fault::new(Reason::Checksum, ""), path),
            Err(error) => return Err(pass.fail(Fault::of(&error))),
        }
    }
    Ok(())
}

/// Unpacks what nobody read, within the limits.
fn rest(content: &mut impl Read, pass: &Pass<'_>) -> io::Result<()> {
    let limit = pass.limits().entry_bytes;
    let read = io::copy(&mut content.take(limit.saturating_add(1)), &mut io::sink())?;
    if read > limit { Err(Fault::limit("MAX_ENTRY_BYTES", limit).into_error()) } else { Ok(()) }
}

fn skip<R: Read>(input: &mut BufReader<R>, bytes: u64, pass: &mut Pass<'_>) -> Result<(), Ended> {
    match io::copy(&mut input.take(bytes), &mut io::sink()) {
        Ok(skipped) if skipped == bytes => Ok(()),
        Ok(_) => Err(pass.fail(Fault::new(Reason::Truncated, "inside an entry"))),
        Err(error) => Err(pass.fail(Fault::of(&error))),
    }
}

/// Passes over the data descriptor, with or without a signature, with sizes of 4 or of 8 bytes. Gives its checksum.
fn descriptor(input: &mut impl Read, packed: u64, size: u64) -> io::Result<u32> {
    let word = |input: &mut dyn Read| {
        let mut bytes = [0; 4];
        input.read_exact(&mut bytes).map(|()| u32::from_le_bytes(bytes))
    };
    let first = word(input)?;
    let crc = if first == u32::from_le_bytes(DESCRIPTOR) { word(input)? } else { first };
    word(input)?;
    // The size, or the upper half of the packed size.
    let next = u64::from(word(input)?);
    if next == packed >> 32 && next != size & IN_ZIP64 {
        word(input)?;
        word(input)?;
    }
    Ok(crc)
}
