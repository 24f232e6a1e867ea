//! LZBITMAP, in which iOS 27 and macOS 27 pack the chunksets of their logs.
//!
//! Apple has not published the format. It is as `libzbitmap` found it (<https://github.com/eafer/libzbitmap>) and, for the flags of
//! logs, as `macos-unifiedlogs` 0.7 reads it: after `ZBM` and a byte of flags come chunks, each with its packed and its plain
//! length (24 bits, little-endian), the last one with a plain length of nothing. A packed chunk holds literals, distances,
//! bitmaps, tokens of four bits, and a table of the commonest bitmaps. A token tells of eight bytes which are literals – a bit that is
//! set – and which stand at a distance before.

const MAGIC: &[u8] = b"ZBM";

/// Bits of the byte of flags.
mod flag {
    /// Chunks of up to 32 KiB, else 16 KiB.
    pub(super) const LARGE: u8 = 0x1;
    /// Each token stands for itself; else one may be followed by how often it holds.
    pub(super) const SINGLE: u8 = 0x4;
    pub(super) const ALWAYS: u8 = 0x8;
}

/// Bytes of both lengths of a chunk.
const LENGTHS: usize = 6;
/// Where the literals of a packed chunk begin: behind the lengths, and where distances, bitmaps and tokens are.
const LITERALS: usize = 15;
/// Bytes of the table at the end of a packed chunk.
const TABLE: usize = 17;
/// Tokens below name no bitmap of the table: the next one of the chunk, with as many bytes of a new distance.
const IN_TABLE: u8 = 3;
/// The token that says how often the one before it holds.
const AGAIN: u8 = 0xF;
/// How often at least.
const LEAST_AGAIN: usize = 4;
/// The distance before any other was given.
const FIRST_DISTANCE: usize = 8;

/// Whether a chunkset is packed so.
pub(crate) fn is_packed(body: &[u8]) -> bool {
    body.starts_with(MAGIC)
}

/// Unpacks a stream behind what `out` has, up to `limit` bytes in all. What was unpacked before the damage stays; false where there
/// was any.
pub(crate) fn unpack(body: &[u8], out: &mut Vec<u8>, limit: usize) -> bool {
    let start = out.len();
    let Some((&flags, mut rest)) = body.strip_prefix(MAGIC).and_then(|rest| rest.split_first()) else {
        return false;
    };
    if flags & flag::ALWAYS == 0 || flags & !(flag::ALWAYS | flag::LARGE | flag::SINGLE) != 0 {
        return false;
    }
    let most = if flags & flag::LARGE == 0 { 0x4000 } else { 0x8000 };
    loop {
        let (Some(packed), Some(plain)) = (u24_at(rest, 0), u24_at(rest, 3)) else { return false };
        if plain == 0 {
            return true;
        }
        if plain > most || plain > limit.saturating_sub(out.len()) {
            return false;
        }
        let Some((chunk, next)) = rest.split_at_checked(packed) else { return false };
        let end = out.len() + plain;
        if packed == LENGTHS + plain {
            out.extend_from_slice(&chunk[LENGTHS..]);
        } else if Chunk::new(chunk, flags).and_then(|mut chunk| chunk.unpack(start, end, out)).is_none() {
            return false;
        }
        rest = next;
    }
}

/// What is left of the parts of a packed chunk.
struct Chunk<'a> {
    literals: &'a [u8],
    distances: &'a [u8],
    bitmaps: &'a [u8],
    /// Two to a byte, the lower half first.
    tokens: &'a [u8],
    half: bool,
    table: u128,
    /// The table's last entry reaches beyond 128 bits.
    table_end: u8,
    single: bool,
}

impl<'a> Chunk<'a> {
    fn new(chunk: &'a [u8], flags: u8) -> Option<Chunk<'a>> {
        let from = |at: usize| chunk.get(u24_at(chunk, at)?..);
        let table = chunk.get(chunk.len().checked_sub(TABLE)?.max(LITERALS)..)?;
        let (low, last) = table.split_at_checked(TABLE - 1)?;
        Some(Chunk {
            literals: chunk.get(LITERALS..)?,
            distances: from(6)?,
            bitmaps: from(9)?,
            tokens: from(12)?,
            half: false,
            table: u128::from_le_bytes(low.try_into().ok()?),
            table_end: *last.first()?,
            single: flags & flag::SINGLE != 0,
        })
    }

    /// Up to `end` bytes in `out`, of which those before `start` are another's.
    fn unpack(&mut self, start: usize, end: usize, out: &mut Vec<u8>) -> Option<()> {
        let mut distance = FIRST_DISTANCE;
        while out.len() < end {
            let token = self.token()?;
            for _ in 0..self.times(end - out.len())? {
                if out.len() == end {
                    break;
                }
                let (bitmap, bytes) = self.meaning(token)?;
                if bytes > 0 {
                    distance = self.distance(bytes)?;
                }
                for bit in 0..(end - out.len()).min(8) {
                    let byte = if bitmap >> bit & 1 == 0 {
                        let at = out.len().checked_sub(distance).filter(|at| *at >= start)?;
                        *out.get(at)?
                    } else {
                        take(&mut self.literals)?
                    };
                    out.push(byte);
                }
            }
        }
        Some(())
    }

    fn token(&mut self) -> Option<u8> {
        let byte = *self.tokens.first()?;
        self.half = !self.half;
        if self.half {
            return Some(byte & 0xF);
        }
        self.tokens = &self.tokens[1..];
        Some(byte >> 4)
    }

    /// How often the token that was read holds; `left` bytes are missing.
    fn times(&mut self, left: usize) -> Option<usize> {
        // What follows the last token is no count.
        if self.single || left <= 8 {
            return Some(1);
        }
        let before = (self.tokens, self.half);
        if self.token()? != AGAIN {
            (self.tokens, self.half) = before;
            return Some(1);
        }
        let mut times = LEAST_AGAIN;
        loop {
            let more = self.token()?;
            times += usize::from(more);
            if more != AGAIN {
                return Some(times);
            }
        }
    }

    /// The bitmap, and the bytes of a new distance.
    fn meaning(&mut self, token: u8) -> Option<(u8, u8)> {
        let Some(entry) = token.checked_sub(IN_TABLE) else { return Some((take(&mut self.bitmaps)?, token)) };
        // Ten bits each; where tokens can be repeated, the last token is not one of the table's.
        if !self.single && token == AGAIN {
            return None;
        }
        let at = u32::from(entry) * 10;
        let mut bits = self.table >> at;
        if at + 10 > u128::BITS {
            bits |= u128::from(self.table_end) << (u128::BITS - at);
        }
        Some((bits as u8, (bits >> 8) as u8 & 3)).filter(|(_, bytes)| *bytes < 3)
    }

    fn distance(&mut self, bytes: u8) -> Option<usize> {
        let low = usize::from(take(&mut self.distances)?);
        let high = if bytes == 2 { usize::from(take(&mut self.distances)?) } else { 0 };
        Some(high << 8 | low).filter(|distance| *distance != 0)
    }
}

fn take(bytes: &mut &[u8]) -> Option<u8> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*first)
}

fn u24_at(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + 3)?;
    Some(usize::from(bytes[0]) | usize::from(bytes[1]) << 8 | usize::from(bytes[2]) << 16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    /// What Apple's own library packed: from the tests of `dissect.util` (Fox-IT, Apache-2.0),
    /// `tests/compression/test_lzbitmap.py`, with the digests given there.
    const VECTORS: [(&str, &str); 3] = [
        (
            "5a424d093100002b0000536d616c6c2066696c657320646f6e27742067657420636f6d7072657373656420617420616c\
        6c2e2e2e0a060000000000",
            "8c929efb5fd28b5b82385b67b408f5e775a4756d7cc6373eebddb8668343ad40",
        ),
        (
            "5a424d092d0000a0000018000018000018000061616161616161617835ef340f0000f10f000000000000000000000000\
        00060000000000",
            "ef56118ff333a8bfeffc346c4987a1a178762570b3eb1d704a2c1e9b3a877561",
        ),
        (
            "5a424d09d80100df36002301005001007601004c6f72656d20697073756d20646f6c6f722073742061657420636e7365\
        636574757220616469706973696e67656c69742e517573716566617563627520657820736170656e76616570656c6c6e\
        6573656d6c61637261496e20696475727573206d6970726974656c757364206f76616c7354656d7075206c656f756165\
        6e65616464696d206e2074656d706f72506c6e7276697675736672696c61206c636e636d657473626962656e64756d67\
        657461732e496c696d6173206e6c6d616c7564616c696e616e746567726e6e63707365722e5574206864726572697473\
        6d7072766c637373207074656e74747469736f6f73712e41646c696f72616f7175657465727562696f74726370746f68\
        6d6f732e0a0a4c0d2c341b413e26113c5f6e805b6b7c65529d967ec4b310edb922ca7b1deca5faf4434afbfa52fb8272\
        b2ffb7016f7fcbc1b9f1373af99e3eb4e94fa9b3bafe39d36959add6f36b55eecdb59d2ec3d1d029fc0055a9cbed0161\
        11718114103f480147110116011040f125f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\
        ffffffffffffffffffffffffffffffffffffffffffffffffffff1f002cf68f57d9c576d73bfd7cd3d756000006000000\
        0000",
            "73d3dd96ca2e2f0144a117019256d770ee7c6febeaee09b24956c723ae22b529",
        ),
    ];
    const LIMIT: usize = 1 << 16;

    fn bytes(hex: &str) -> Vec<u8> {
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
    }

    #[test]
    fn what_apple_packed_is_unpacked() {
        for (packed, sha256) in VECTORS {
            // What was there before is left alone, and nothing is taken from it.
            let mut out = b"before".to_vec();
            assert!(unpack(&bytes(packed), &mut out, LIMIT));
            let digest: String = Sha256::digest(&out[6..]).iter().map(|b| format!("{b:02x}")).collect();
            assert_eq!(digest, sha256);
        }
    }

    #[test]
    fn damage_and_limits_are_told() {
        for (packed, _) in VECTORS {
            let packed = bytes(packed);
            let mut whole = Vec::new();
            assert!(unpack(&packed, &mut whole, LIMIT));
            for end in 0..packed.len() {
                let mut out = Vec::new();
                assert!(!unpack(&packed[..end], &mut out, LIMIT), "{end}");
                assert!(whole.starts_with(&out));
            }
            assert!(!unpack(&packed, &mut Vec::new(), whole.len() - 1));
            let flags = [&packed[..3], &[0x19], &packed[4..]].concat();
            assert!(!unpack(&flags, &mut Vec::new(), LIMIT));
            // Whatever a byte says, no more comes than a chunk may hold.
            for at in 4..packed.len() {
                for byte in [0, 1, 0x7F, 0xFF] {
                    let mut changed = packed.clone();
                    changed[at] = byte;
                    let mut out = Vec::new();
                    unpack(&changed, &mut out, LIMIT);
                    assert!(out.len() <= LIMIT);
                }
            }
        }
    }
}
