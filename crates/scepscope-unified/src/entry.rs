//! Entries: what one process wrote into one buffer, and the head of each entry.
//!
//! Only entries of ordinary logging (`os_log`) are read; activities, signposts and the like say nothing of an
//! enrolment. Field order and flags: the dtformats documentation of libyal, and `macos-unifiedlogs`.

use crate::bytes::{Uuid, padding, u16_at, u32_at, u64_at, uuid_at};
use crate::catalog::Process;

const HEAD: usize = 32;
const ENTRY: usize = 24;
const LOG: u8 = 4;
/// Offset of private data counts from here; this value itself means that there is none.
const PRIVATE_END: u16 = 0x1000;

/// Bits of an entry's flags.
mod flag {
    pub(super) const ACTIVITY: u16 = 0x1;
    /// Where the format string lies.
    pub(super) const PLACE: u16 = 0xE;
    pub(super) const LARGE_OFFSET: u16 = 0x20;
    /// Since iOS 27 and macOS 27.
    pub(super) const PERSONA: u16 = 0x40;
    pub(super) const PRIVATE: u16 = 0x100;
    pub(super) const SUBSYSTEM: u16 = 0x200;
    pub(super) const RULES: u16 = 0x400;
    pub(super) const OVERSIZE: u16 = 0x800;
    pub(super) const CONTEXT: u16 = 0x1000;
}

/// Values of [`flag::PLACE`].
mod place {
    pub(super) const MAIN: u16 = 0x2;
    pub(super) const SHARED: u16 = 0x4;
    pub(super) const ABSOLUTE: u16 = 0x8;
    pub(super) const RELATIVE: u16 = 0xA;
    pub(super) const LARGE_SHARED: u16 = 0xC;
}

/// The entries of one process.
pub(crate) struct Firehose<'a> {
    pub(crate) process: (u64, u32),
    base: u64,
    rest: &'a [u8],
    private: &'a [u8],
    private_at: u16,
    /// Whether the entries went on after the last one that could be read.
    pub(crate) damaged: bool,
}

/// Where a format string lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Text {
    /// The message is the only argument.
    Dynamic,
    /// In the uuidtext file of an image.
    Image { uuid: Uuid, offset: u32 },
    /// In the strings of a shared cache.
    Shared { uuid: Uuid, address: u64 },
    /// Nothing says where.
    Nowhere,
}

/// One entry of ordinary logging.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    pub(crate) level: u8,
    pub(crate) ticks: u64,
    pub(crate) thread: u64,
    format: u32,
    place: Place,
    pub(crate) subsystem: Option<u16>,
    /// The number of the oversize chunk that holds the arguments.
    pub(crate) oversize: Option<u32>,
    /// Whether the arguments are preceded by a backtrace.
    pub(crate) context: bool,
    pub(crate) arguments: &'a [u8],
    pub(crate) private: &'a [u8],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Main,
    Shared(u64),
    Absolute(u64),
    Relative(Uuid),
}

impl<'a> Firehose<'a> {
    /// The entries in the body of a chunk.
    pub(crate) fn new(body: &'a [u8]) -> Option<Firehose<'a>> {
        let process = (u64_at(body, 0)?, u32_at(body, 8)?);
        let size = usize::from(u16_at(body, 16)?).checked_sub(16)?;
        let private_at = u16_at(body, 18)?;
        let base = u64_at(body, 24)?;
        let data = body.get(HEAD..)?;
        let (public, after) = data.split_at_checked(size)?;
        let private = match usize::from(PRIVATE_END.saturating_sub(private_at)) {
            0 => &[],
            length if length <= after.len() => &after[after.len() - length..],
            // A buffer that is full to the last byte: both kinds of data are counted as public.
            _ => usize::from(private_at).checked_sub(16).and_then(|at| data.get(at..)).unwrap_or_default(),
        };
        Some(Firehose { process, base, rest: public, private, private_at, damaged: false })
    }

    fn step(&mut self) -> Option<Option<Entry<'a>>> {
        let head = self.rest;
        if head.iter().take(ENTRY).all(|b| *b == 0) {
            return None;
        }
        let size = usize::from(u16_at(head, 22)?);
        let data = head.get(ENTRY..ENTRY + size)?;
        let next = ENTRY + size;
        self.rest = head.get(next + padding(next)..).unwrap_or_default();
        if head[0] != LOG {
            return Some(None);
        }
        self.entry(head, data).map(Some)
    }

    fn entry(&self, head: &'a [u8], data: &'a [u8]) -> Option<Entry<'a>> {
        let flags = u16_at(head, 2)?;
        let format = u32_at(head, 4)?;
        let delta = u64::from(u32_at(head, 16)?) | u64::from(u16_at(head, 20)?) << 32;
        let mut at = if flags & flag::ACTIVITY == 0 { 0 } else { 8 };
        at += if flags & flag::PERSONA == 0 { 0 } else { 4 };
        let mut private: &[u8] = &[];
        if flags & flag::PRIVATE != 0 {
            let offset = u16_at(data, at)?.checked_sub(self.private_at).map(usize::from);
            let length = usize::from(u16_at(data, at + 2)?);
            private = offset.and_then(|o| self.private.get(o..o + length)).unwrap_or_default();
            at += 4;
        }
        let counter = u32_at(data, at)?;
        at += 4;
        let large = flags & flag::LARGE_OFFSET != 0;
        let mut word = |present: bool| {
            let value = if present { u16_at(data, at)? } else { 0 };
            at += if present { 2 } else { 0 };
            Some(u64::from(value))
        };
        let format_at = u64::from(format);
        let place = match flags & flag::PLACE {
            place::MAIN => Place::Main,
            // The upper half of a 2 GiB step, see `get_message` in macos-unifiedlogs.
            place::SHARED => match word(large)? {
                high @ (1 | 2) => Place::Shared(0x8000_0000 * high + format_at),
                high => Place::Shared((high << 32) + format_at),
            },
            place::LARGE_SHARED => {
                let high = word(large)?;
                let double = word(true)?;
                // Where the two disagree, Apple's own tool believes the second.
                let high = if large && high != 0 { double / 2 } else { 0 };
                Place::Shared((high << 32) + format_at)
            }
            place::ABSOLUTE => Place::Absolute(word(true)? << 32 | u64::from(counter)),
            place::RELATIVE => {
                let uuid = uuid_at(data, at)?;
                at += 16;
                Place::Relative(uuid)
            }
            _ => return None,
        };
        let mut subsystem = None;
        if flags & flag::SUBSYSTEM != 0 {
            subsystem = Some(u16_at(data, at)?).filter(|n| *n != 0);
            at += 2;
        }
        if flags & flag::RULES != 0 {
            at += 1;
        }
        let mut oversize = None;
        if flags & flag::OVERSIZE != 0 {
            oversize = Some(u32_at(data, at)?);
            at += 4;
        }
        Some(Entry {
            level: head[1],
            ticks: self.base.saturating_add(delta),
            thread: u64_at(head, 8)?,
            format,
            place,
            subsystem,
            oversize,
            context: flags & flag::CONTEXT != 0,
            arguments: data.get(at..)?,
            private,
        })
    }
}

impl<'a> Iterator for Firehose<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        loop {
            let before = self.rest;
            match self.step() {
                Some(Some(entry)) => return Some(entry),
                Some(None) => {}
                None if before.iter().take(ENTRY).all(|b| *b == 0) => return None,
                // The head of this entry makes no sense; its length may have been read all the same.
                None => {
                    self.damaged = true;
                    if self.rest.len() == before.len() {
                        return None;
                    }
                }
            }
        }
    }
}

/// The highest bit of the place says that the format string was made at run time.
const DYNAMIC: u32 = 0x8000_0000;

impl Entry<'_> {
    /// Where the format string of an entry of this process lies.
    pub(crate) fn text(&self, process: &Process) -> Text {
        if self.format & DYNAMIC != 0 {
            return Text::Dynamic;
        }
        let offset = self.format;
        match self.place {
            Place::Main => Text::Image { uuid: process.main, offset },
            Place::Relative(uuid) => Text::Image { uuid, offset },
            Place::Shared(address) => {
                process.shared.map_or(Text::Nowhere, |uuid| Text::Shared { uuid, address })
            }
            Place::Absolute(address) => {
                let mut images = process.images.iter();
                let image = images.find(|i| {
                    address.checked_sub(i.address).is_some_and(|inside| inside <= u64::from(i.size))
                });
                image.map_or(Text::Nowhere, |i| Text::Image { uuid: i.uuid, offset })
            }
        }
    }
}

/// Oversize arguments: process, number, and the arguments themselves.
pub(crate) fn oversize(body: &[u8]) -> Option<((u64, u32), u32, &[u8])> {
    const HEAD: usize = 32;
    let process = (u64_at(body, 0)?, u32_at(body, 8)?);
    let number = u32_at(body, 24)?;
    let size = usize::from(u16_at(body, 28)?) + usize::from(u16_at(body, 30)?);
    let data = body.get(HEAD..)?;
    Some((process, number, &data[..size.min(data.len())]))
}
