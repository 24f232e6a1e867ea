//! Where format strings and program paths come from: the uuidtext files of single images, and the strings of the
//! shared caches. Only what entries of interest ask for is kept.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{self, BufReader, Read};
use std::sync::Arc;

use crate::bytes::{Uuid, c_string, u16_at, u32_at, u64_at};
use crate::entry::Text;
use crate::limits::{
    MAX_FORMAT_BYTES, MAX_IMAGES, MAX_SHARED_RANGES, MAX_UUIDTEXT_BYTES, SHARED_STRINGS_BYTES,
    UUIDTEXT_CACHE_BYTES,
};
use scepscope_parse::role::Role;

const UUIDTEXT: u32 = 0x6677_8899;
const SHARED_CACHE: u32 = 0x6473_6368;

/// A program: what it does, and its path where that is of interest.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) role: Role,
    pub(crate) path: Arc<str>,
}

/// What became of a file that was offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    Whole,
    Damaged,
    TooLarge,
}

/// The strings of one archive.
#[derive(Debug, Default)]
pub(crate) struct Strings {
    programs: HashMap<Uuid, Program>,
    /// Uuidtext files as they are.
    images: HashMap<Uuid, Vec<u8>>,
    image_bytes: usize,
    needed_images: HashSet<Uuid>,
    caches_seen: HashSet<Uuid>,
    /// Addresses asked for, by shared cache.
    needed_shared: HashMap<Uuid, BTreeSet<u64>>,
    /// Those found; `None` for an address that its cache does not hold.
    shared: HashMap<(Uuid, u64), Option<Arc<str>>>,
    shared_bytes: usize,
}

impl Strings {
    /// What is known of a program; `None` where its uuidtext file was not met.
    pub(crate) fn program(&self, uuid: Uuid) -> Option<&Program> {
        self.programs.get(&uuid)
    }

    /// Whether any uuidtext file was met.
    pub(crate) fn has_programs(&self) -> bool {
        !self.programs.is_empty()
    }

    /// Whether the program of a process that enrols is known.
    pub(crate) fn has_enroller(&self) -> bool {
        self.programs.values().any(|p| p.role == Role::Enrols)
    }

    /// Notes that a format string will be asked for.
    pub(crate) fn need(&mut self, text: Text) {
        match text {
            Text::Image { uuid, .. } => {
                self.needed_images.insert(uuid);
            }
            Text::Shared { uuid, address } if !self.shared.contains_key(&(uuid, address)) => {
                self.needed_shared.entry(uuid).or_default().insert(address);
            }
            _ => {}
        }
    }

    /// Whether a string that is needed lies in a file that was passed by.
    pub(crate) fn lacks_any(&self) -> bool {
        let image = |uuid| !self.images.contains_key(uuid) && self.programs.contains_key(uuid);
        self.needed_images.iter().any(image)
            || self
                .needed_shared
                .iter()
                .any(|(uuid, left)| !left.is_empty() && self.caches_seen.contains(uuid))
    }

    /// Takes a uuidtext file.
    pub(crate) fn read_image(&mut self, uuid: Uuid, input: &mut dyn Read) -> io::Result<Taken> {
        if self.images.contains_key(&uuid) || self.programs.len() >= MAX_IMAGES {
            return Ok(Taken::Whole);
        }
        let mut bytes = Vec::new();
        input.take(MAX_UUIDTEXT_BYTES + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_UUIDTEXT_BYTES {
            return Ok(Taken::TooLarge);
        }
        let Some(path) = image_path(&bytes) else { return Ok(Taken::Damaged) };
        let path = String::from_utf8_lossy(path);
        let role = Role::of(&path);
        let path = if role == Role::Other { Arc::from("") } else { Arc::from(path.as_ref()) };
        self.programs.insert(uuid, Program { role, path });
        let fits = self.image_bytes + bytes.len() <= UUIDTEXT_CACHE_BYTES;
        if fits || role != Role::Other || self.needed_images.contains(&uuid) {
            self.image_bytes += bytes.len();
            self.images.insert(uuid, bytes);
        }
        Ok(Taken::Whole)
    }

    /// Takes what is needed of a shared cache strings file. Reads forward only.
    pub(crate) fn read_shared(&mut self, uuid: Uuid, input: &mut dyn Read) -> io::Result<Taken> {
        self.caches_seen.insert(uuid);
        let Some(needed) = self.needed_shared.get(&uuid).filter(|n| !n.is_empty()) else {
            return Ok(Taken::Whole);
        };
        let mut input = Forward { input: BufReader::with_capacity(64 << 10, input), position: 0 };
        let Some(ranges) = ranges(&mut input)? else { return Ok(Taken::Damaged) };
        let mut places = Vec::new();
        let mut absent = Vec::new();
        for address in needed {
            let range = ranges.iter().find(|r| address.checked_sub(r.address).is_some_and(|o| o < r.size));
            match range {
                Some(range) => places.push((range.offset + (address - range.address), *address)),
                None => absent.push(*address),
            }
        }
        places.sort_unstable();
        for address in absent {
            self.found(uuid, address, None);
        }
        let mut last: (u64, Vec<u8>) = (0, Vec::new());
        for (offset, address) in places {
            let inside =
                offset.checked_sub(last.0).filter(|o| *o <= last.1.len() as u64 && offset < input.position);
            let text = match inside {
                Some(inside) => &last.1[inside as usize..],
                None => {
                    if !input.skip_to(offset)? {
                        return Ok(Taken::Damaged);
                    }
                    last = (offset, input.string()?);
                    &last.1
                }
            };
            if self.shared_bytes + text.len() > SHARED_STRINGS_BYTES {
                return Ok(Taken::TooLarge);
            }
            let text = Arc::from(String::from_utf8_lossy(text));
            self.found(uuid, address, Some(text));
        }
        Ok(Taken::Whole)
    }

    fn found(&mut self, uuid: Uuid, address: u64, text: Option<Arc<str>>) {
        self.shared_bytes += text.as_ref().map_or(0, |t| t.len());
        self.shared.insert((uuid, address), text);
        if let Some(left) = self.needed_shared.get_mut(&uuid) {
            left.remove(&address);
        }
    }

    /// A format string; `None` where it is missing.
    pub(crate) fn format(&self, text: Text) -> Option<Arc<str>> {
        match text {
            Text::Dynamic => Some(Arc::from("%s")),
            Text::Image { uuid, offset } => {
                let bytes = image_string(self.images.get(&uuid)?, offset)?;
                Some(Arc::from(String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_FORMAT_BYTES)])))
            }
            Text::Shared { uuid, address } => self.shared.get(&(uuid, address))?.clone(),
            Text::Nowhere => None,
        }
    }
}

/// Ranges of a uuidtext file: start, length, and where they begin in the file.
fn image_ranges(bytes: &[u8]) -> Option<impl Iterator<Item = (u32, u32, usize)>> {
    if u32_at(bytes, 0)? != UUIDTEXT {
        return None;
    }
    let count = u32_at(bytes, 12)? as usize;
    let data = count.checked_mul(8)?.checked_add(16)?;
    let table = bytes.get(16..data)?;
    let mut at = data;
    Some(table.chunks_exact(8).map_while(move |entry| {
        let (start, length) = (u32_at(entry, 0)?, u32_at(entry, 4)?);
        let begin = at;
        at = at.checked_add(length as usize)?;
        Some((start, length, begin))
    }))
}

/// The path that ends a uuidtext file.
fn image_path(bytes: &[u8]) -> Option<&[u8]> {
    let end =
        image_ranges(bytes)?.last().map_or(16, |(_, length, begin)| begin.saturating_add(length as usize));
    c_string(bytes, end).filter(|path| path.len() <= MAX_FORMAT_BYTES)
}

fn image_string(bytes: &[u8], offset: u32) -> Option<&[u8]> {
    let (start, length, begin) = image_ranges(bytes)?
        .find(|(start, length, _)| offset.checked_sub(*start).is_some_and(|inside| inside < *length))?;
    let end = begin.checked_add(length as usize)?.min(bytes.len());
    c_string(&bytes[..end], begin + (offset - start) as usize)
}

/// A piece of the shared cache whose strings stand in the file.
struct Range {
    address: u64,
    size: u64,
    offset: u64,
}

fn ranges<R: Read>(input: &mut Forward<R>) -> io::Result<Option<Vec<Range>>> {
    let mut head = [0; 16];
    if !input.exactly(&mut head)? || u32_at(&head, 0) != Some(SHARED_CACHE) {
        return Ok(None);
    }
    let version = u16_at(&head, 4);
    let count = u32_at(&head, 8).unwrap_or(0);
    if count > MAX_SHARED_RANGES {
        return Ok(None);
    }
    let mut ranges = Vec::new();
    for _ in 0..count {
        let mut entry = [0; 24];
        // Version 2 came with macOS 12 and iOS 15.
        let size = if version == Some(2) { 24 } else { 16 };
        if !input.exactly(&mut entry[..size])? {
            return Ok(None);
        }
        let range = if version == Some(2) {
            (u64_at(&entry, 0), u32_at(&entry, 8), u32_at(&entry, 12))
        } else {
            (u32_at(&entry, 4).map(u64::from), u32_at(&entry, 8), u32_at(&entry, 12))
        };
        if let (Some(address), Some(offset), Some(size)) = range {
            ranges.push(Range { address, size: u64::from(size), offset: u64::from(offset) });
        }
    }
    Ok(Some(ranges))
}

/// A reader that can only go on.
struct Forward<R> {
    input: BufReader<R>,
    position: u64,
}

impl<R: Read> Forward<R> {
    fn exactly(&mut self, buffer: &mut [u8]) -> io::Result<bool> {
        match self.input.read_exact(buffer) {
            Ok(()) => {
                self.position += buffer.len() as u64;
                Ok(true)
            }
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// False where the input ends before, or the place lies behind.
    fn skip_to(&mut self, offset: u64) -> io::Result<bool> {
        let Some(distance) = offset.checked_sub(self.position) else { return Ok(false) };
        let skipped = io::copy(&mut (&mut self.input).take(distance), &mut io::sink())?;
        self.position += skipped;
        Ok(skipped == distance)
    }

    /// The string that starts here, without its NUL.
    fn string(&mut self) -> io::Result<Vec<u8>> {
        use std::io::BufRead;
        let mut text = Vec::new();
        let n = (&mut self.input).take(MAX_FORMAT_BYTES as u64).read_until(0, &mut text)?;
        self.position += n as u64;
        if text.last() == Some(&0) {
            text.pop();
        }
        Ok(text)
    }
}
