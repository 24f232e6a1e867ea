//! Chunksets: LZ4 blocks, or a stream of LZBITMAP, that hold the chunks with the entries.

use crate::bytes::{padding, u32_at, u64_at};
use crate::limits::MAX_CHUNKSET_BYTES;
use crate::lzbitmap;

/// Entries of one process.
pub(crate) const FIREHOSE: u32 = 0x6001;
/// One string that is too long for an entry.
pub(crate) const OVERSIZE: u32 = 0x6002;

const COMPRESSED: &[u8] = b"bv41";
const PLAIN: &[u8] = b"bv4-";
const END: &[u8] = b"bv4$";
const PREAMBLE: usize = 16;

/// Unpacks the body of a chunkset into `out`. What was unpacked before the damage stays; false where there was any.
pub(crate) fn unpack(mut body: &[u8], out: &mut Vec<u8>) -> bool {
    out.clear();
    if lzbitmap::is_packed(body) {
        return lzbitmap::unpack(body, out, MAX_CHUNKSET_BYTES);
    }
    loop {
        let Some((tag, rest)) = body.split_at_checked(4) else { return false };
        if tag == END {
            return true;
        }
        let Some(size) = u32_at(rest, 0).map(|n| n as usize) else { return false };
        let start = out.len();
        if size > MAX_CHUNKSET_BYTES - start.min(MAX_CHUNKSET_BYTES) {
            return false;
        }
        let (packed, rest) = match tag {
            COMPRESSED => {
                let packed = u32_at(rest, 4).map(|n| n as usize);
                let Some((packed, rest)) = packed.and_then(|n| rest[8..].split_at_checked(n)) else {
                    return false;
                };
                (Some(packed), rest)
            }
            PLAIN => {
                let Some((plain, rest)) = rest[4..].split_at_checked(size) else { return false };
                out.extend_from_slice(plain);
                (None, rest)
            }
            _ => return false,
        };
        if let Some(packed) = packed {
            out.resize(start + size, 0);
            match lz4_flex::block::decompress_into(packed, &mut out[start..]) {
                Ok(n) if n == size => {}
                _ => {
                    out.truncate(start);
                    return false;
                }
            }
        }
        body = rest;
    }
}

/// One chunk inside a chunkset.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Inner<'a> {
    pub(crate) tag: u32,
    pub(crate) body: &'a [u8],
}

/// The chunks of an unpacked chunkset, up to one whose length can't be true.
#[derive(Debug)]
pub(crate) struct Inners<'a> {
    rest: &'a [u8],
    /// Whether the chunks went on after the last one that could be read.
    pub(crate) damaged: bool,
}

impl<'a> Inners<'a> {
    pub(crate) fn new(unpacked: &'a [u8]) -> Inners<'a> {
        Inners { rest: unpacked, damaged: false }
    }
}

impl<'a> Iterator for Inners<'a> {
    type Item = Inner<'a>;

    fn next(&mut self) -> Option<Inner<'a>> {
        if self.rest.iter().take(PREAMBLE).all(|b| *b == 0) {
            return None;
        }
        let inner = || {
            let tag = u32_at(self.rest, 0)?;
            let size = usize::try_from(u64_at(self.rest, 8)?).ok()?;
            let end = PREAMBLE.checked_add(size)?;
            let body = self.rest.get(PREAMBLE..end)?;
            Some((Inner { tag, body }, end + padding(size)))
        };
        match inner() {
            Some((inner, next)) => {
                self.rest = self.rest.get(next..).unwrap_or_default();
                Some(inner)
            }
            None => {
                self.damaged = true;
                self.rest = &[];
                None
            }
        }
    }
}
