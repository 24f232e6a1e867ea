//! Provider and event id of a record, read from its binary XML without rendering it.
//!
//! A record names a template of its chunk and lists values; the template says where the provider's name and the
//! id come from: written in it, or the n-th value. Whatever is not understood makes the answer `None`, and the
//! record is rendered. Format: libevtx, "Windows XML Event Log (EVTX)", sections binary XML and template.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

const MAX_TOKENS: usize = 64;

/// Elements that are open at a time on the way to `<EventID>`: it is the third.
const MAX_OPEN: usize = 3;

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    Written(String),
    Value(u16),
}

#[derive(Debug, Clone, Default)]
struct Template {
    provider: Option<Source>,
    event_id: Option<Source>,
}

/// The templates of one chunk.
#[derive(Debug, Default)]
pub(crate) struct Templates {
    by_offset: HashMap<u32, Template, BuildHasherDefault<Spread>>,
    /// The provider's name where it is a value of the record.
    provider: String,
}

/// Offsets in a chunk are few enough that no file can make them collide to any effect.
#[derive(Debug, Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.write_u32(u32::from(*b)));
    }

    fn write_u32(&mut self, n: u32) {
        self.0 = (self.0.rotate_left(32) ^ u64::from(n)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

impl Templates {
    /// Forgets them, for the next chunk; their memory is used again.
    pub(crate) fn clear(&mut self) {
        self.by_offset.clear();
    }

    /// Provider and id of the record whose binary XML starts at `at`.
    pub(crate) fn peek(&mut self, chunk: &[u8], at: usize) -> Option<(&str, u32)> {
        let mut reader = Reader { chunk, at };
        reader.fragment_header()?;
        if reader.u8()? != 0x0C {
            return None;
        }
        reader.skip(5)?;
        let offset = reader.u32()?;
        if offset as usize == reader.at {
            reader.skip(20)?;
            let size = reader.u32()? as usize;
            reader.skip(size)?;
        }
        let read = || Template::read(chunk, offset as usize).unwrap_or_default();
        let template = self.by_offset.entry(offset).or_insert_with(read);
        let values = reader.at;
        let provider = match template.provider.as_ref()? {
            Source::Written(text) => text.as_str(),
            Source::Value(index) => match value(chunk, values, *index)? {
                (0x01, bytes) => {
                    self.provider.clear();
                    push_utf16(&mut self.provider, bytes);
                    self.provider.as_str()
                }
                _ => return None,
            },
        };
        let event_id = match template.event_id.as_ref()? {
            Source::Written(text) => text.trim().parse().ok()?,
            Source::Value(index) => match value(chunk, values, *index)? {
                (0x06, [a, b]) => u32::from(u16::from_le_bytes([*a, *b])),
                (0x08, [a, b, c, d]) => u32::from_le_bytes([*a, *b, *c, *d]),
                _ => return None,
            },
        };
        (!provider.is_empty()).then_some((provider, event_id))
    }
}

/// Type and bytes of the value with this index.
fn value(chunk: &[u8], at: usize, index: u16) -> Option<(u8, &[u8])> {
    let mut reader = Reader { chunk, at };
    let count = reader.u32()?;
    if u32::from(index) >= count {
        return None;
    }
    let mut start = reader.at.checked_add((count as usize).checked_mul(4)?)?;
    for _ in 0..index {
        start += usize::from(reader.u16()?);
        reader.skip(2)?;
    }
    let size = usize::from(reader.u16()?);
    let kind = reader.u8()?;
    Some((kind, chunk.get(start..start.checked_add(size)?)?))
}

/// Adds text as far as its first zero.
fn push_utf16(text: &mut String, bytes: &[u8]) {
    text.reserve(bytes.len() / 2);
    let units = bytes.chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]]));
    text.extend(char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).take_while(|c| *c != '\0'));
}

fn utf16(bytes: &[u8]) -> String {
    let mut text = String::new();
    push_utf16(&mut text, bytes);
    text
}

impl Template {
    /// Walks the tokens as far as `<EventID>`, which comes second in `<System>`.
    fn read(chunk: &[u8], at: usize) -> Option<Template> {
        let mut reader = Reader { chunk, at };
        reader.skip(24)?;
        reader.fragment_header()?;
        let mut template = Template::default();
        let (mut path, mut depth): ([&[u8]; MAX_OPEN], usize) = ([&[]; MAX_OPEN], 0);
        let mut attribute: Option<&[u8]> = None;
        for _ in 0..MAX_TOKENS {
            let token = reader.u8()?;
            match token & 0xBF {
                0x01 => {
                    reader.skip(6)?;
                    let name = reader.name()?;
                    if let Some(open) = path.get_mut(depth) {
                        *open = name;
                    }
                    depth += 1;
                    attribute = None;
                    if token & 0x40 != 0 {
                        reader.skip(4)?;
                    }
                }
                0x02 => attribute = None,
                0x03 | 0x04 => {
                    if template.event_id.is_some() {
                        return Some(template);
                    }
                    attribute = None;
                    depth = depth.checked_sub(1)?;
                }
                0x06 => attribute = Some(reader.name()?),
                0x05 | 0x0D | 0x0E => {
                    let written = token & 0xBF == 0x05;
                    let (text, index) = if written {
                        reader.skip(1)?;
                        (reader.text()?, 0)
                    } else {
                        let index = reader.u16()?;
                        reader.skip(1)?;
                        (&[][..], index)
                    };
                    let is = |at: usize, name| path.get(at).is_some_and(|open| is_named(open, name));
                    if depth != MAX_OPEN || !is(0, "Event") || !is(1, "System") {
                        continue;
                    }
                    let source = || if written { Source::Written(utf16(text)) } else { Source::Value(index) };
                    match attribute {
                        Some(name) if is(2, "Provider") && is_named(name, "Name") => {
                            template.provider = Some(source());
                        }
                        None if is(2, "EventID") => template.event_id = Some(source()),
                        _ => {}
                    }
                }
                _ => return None,
            }
        }
        None
    }
}

/// Whether a name in UTF-16 is this one, in ASCII.
fn is_named(utf16: &[u8], ascii: &str) -> bool {
    utf16.len() == 2 * ascii.len()
        && utf16.chunks_exact(2).zip(ascii.bytes()).all(|(unit, byte)| unit == [byte, 0])
}

struct Reader<'a> {
    chunk: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let bytes = self.chunk.get(self.at..)?.first_chunk::<N>()?;
        self.at += N;
        Some(*bytes)
    }

    fn u8(&mut self) -> Option<u8> {
        self.take::<1>().map(|[b]| b)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn skip(&mut self, bytes: usize) -> Option<()> {
        self.at = self.at.checked_add(bytes).filter(|at| *at <= self.chunk.len())?;
        Some(())
    }

    fn fragment_header(&mut self) -> Option<()> {
        if self.chunk.get(self.at) == Some(&0x0F) { self.skip(4) } else { Some(()) }
    }

    /// The UTF-16 of characters with their number before them.
    fn text(&mut self) -> Option<&'a [u8]> {
        let size = usize::from(self.u16()?) * 2;
        let text = self.chunk.get(self.at..self.at.checked_add(size)?)?;
        self.skip(size)?;
        Some(text)
    }

    /// A name, which stands here or somewhere before.
    fn name(&mut self) -> Option<&'a [u8]> {
        let offset = self.u32()? as usize;
        let here = offset == self.at;
        let mut named = Reader { chunk: self.chunk, at: offset };
        named.skip(6)?;
        let name = named.text()?;
        named.skip(2)?;
        if here {
            self.at = named.at;
        }
        Some(name)
    }
}
