//! Many known values in one pass.
//!
//! Tens of thousands of needles would make an automaton that fits no cache. Here every position costs one look into a
//! small bitmap, by its first four bytes; only where that says yes, the needles that begin so are compared.

use std::collections::HashMap;
use std::ops::Range;

/// Bytes that a needle is told by.
const PREFIX: usize = 4;
/// Bits of the bitmap, as a power of two: 16 KiB, which stay in the processor's nearest cache, up to 512 KiB, where there
/// are so many needles that the small one would always say yes.
const BITS: std::ops::RangeInclusive<u32> = 17..=22;

const fn lower_table() -> [u8; 256] {
    let mut table = [0; 256];
    let mut n = 0;
    while n < 256 {
        table[n] = (n as u8).to_ascii_lowercase();
        n += 1;
    }
    table
}

static LOWER: [u8; 256] = lower_table();

/// Needles to be found whatever the case of their ASCII letters is. They are known by the order they were given in.
///
/// There may be hundreds of thousands: they lie in one piece of memory, and what refers to them are numbers.
#[derive(Debug, Default)]
pub(crate) struct Needles {
    /// All needles, one after the other.
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<u32>,
    bits: u32,
    bitmap: Vec<u64>,
    /// Those that have a prefix, in the order of their bytes.
    sorted: Vec<u32>,
    /// For each of `sorted`, the place of the longest other needle that it begins with, or [`NONE`].
    shorter: Vec<u32>,
    /// Where the needles of a prefix stand in `sorted`.
    by_prefix: HashMap<u32, Range<u32>>,
    /// Shorter than a prefix.
    short: Vec<u32>,
}

const NONE: u32 = u32::MAX;

/// A needle against a text; equal where the text begins with it.
fn compare(needle: &[u8], text: &[u8]) -> std::cmp::Ordering {
    let text = &text[..text.len().min(needle.len())];
    needle.iter().copied().cmp(text.iter().map(|b| LOWER[usize::from(*b)]))
}

impl Needles {
    /// Takes one more needle. One beyond 4 GiB of text, which no vault reaches, is never found.
    pub(crate) fn push(&mut self, mut needle: Vec<u8>) {
        needle.make_ascii_lowercase();
        let n = self.ends.len() as u32;
        let before = self.ends.last().copied().unwrap_or(0);
        let end = u32::try_from(before as usize + needle.len()).ok();
        if end.is_some() {
            self.bytes.extend_from_slice(&needle);
        }
        self.ends.push(end.unwrap_or(before));
        match end.map_or(0, |_| needle.len()) {
            0 => {}
            1..PREFIX => self.short.push(n),
            _ => self.sorted.push(n),
        }
    }

    /// Makes the needles ready to be found, after the last.
    pub(crate) fn prepare(&mut self) {
        let mut sorted = std::mem::take(&mut self.sorted);
        sorted.sort_by(|a, b| self.needle(*a).cmp(self.needle(*b)));
        let mut shorter = Vec::with_capacity(sorted.len());
        let mut by_prefix: HashMap<u32, Range<u32>> = HashMap::new();
        let mut open: Vec<u32> = Vec::new();
        for (at, n) in (0_u32..).zip(&sorted) {
            let needle = self.needle(*n);
            while open.last().is_some_and(|o| !needle.starts_with(self.needle(sorted[*o as usize]))) {
                open.pop();
            }
            shorter.push(open.last().copied().unwrap_or(NONE));
            open.push(at);
            let prefix = needle.first_chunk::<PREFIX>().map_or(0, |p| u32::from_be_bytes(*p));
            by_prefix.entry(prefix).or_insert(at..at).end = at + 1;
        }
        self.sorted = sorted;
        self.shorter = shorter;
        self.by_prefix = by_prefix;
        self.bits =
            (usize::BITS - (self.by_prefix.len() * 8).leading_zeros()).clamp(*BITS.start(), *BITS.end());
        self.bitmap = vec![0; 1 << (self.bits - 6)];
        for prefix in self.by_prefix.keys() {
            let (word, bit) = place(*prefix, self.bits);
            self.bitmap[word] |= bit;
        }
    }

    fn needle(&self, n: u32) -> &[u8] {
        let n = n as usize;
        let start = n.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start as usize..self.ends[n] as usize]
    }

    /// Every place of every needle, by where it begins; of those that begin together the longest first.
    pub(crate) fn find(&self, text: &[u8], mut take: impl FnMut(usize, Range<usize>)) {
        if self.ends.is_empty() {
            return;
        }
        let mut key = 0_u32;
        for (at, byte) in text.iter().enumerate() {
            key = key << 8 | u32::from(LOWER[usize::from(*byte)]);
            let (word, bit) = place(key, self.bits);
            if self.bitmap[word] & bit == 0 || at + 1 < PREFIX {
                continue;
            }
            let Some(range) = self.by_prefix.get(&key) else { continue };
            let start = at + 1 - PREFIX;
            for n in self.beginning(range, &text[start..]) {
                take(n as usize, start..start + self.needle(n).len());
            }
        }
        for n in &self.short {
            let needle = self.needle(*n);
            for (start, window) in text.windows(needle.len()).enumerate() {
                if window.eq_ignore_ascii_case(needle) {
                    take(*n as usize, start..start + needle.len());
                }
            }
        }
    }

    /// Those of a range that `text` begins with. What sorts last before the text begins with each of them, or is one.
    fn beginning<'a>(&'a self, range: &Range<u32>, text: &'a [u8]) -> impl Iterator<Item = u32> + 'a {
        let (from, to) = (range.start as usize, range.end as usize);
        let after = from + self.sorted[from..to].partition_point(|n| compare(self.needle(*n), text).is_le());
        let mut at = if after > from { after as u32 - 1 } else { NONE };
        std::iter::from_fn(move || {
            let here = *self.sorted.get(at as usize)?;
            at = self.shorter[at as usize];
            Some(here)
        })
        .filter(|n| {
            let needle = self.needle(*n);
            text.get(..needle.len()).is_some_and(|t| t.eq_ignore_ascii_case(needle))
        })
    }
}

/// Where the bitmap tells of a prefix (Fibonacci hashing).
fn place(key: u32, bits: u32) -> (usize, u64) {
    let hash = key.wrapping_mul(0x9e37_79b1) >> (32 - bits);
    ((hash >> 6) as usize, 1 << (hash & 63))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The same places as by looking for each needle everywhere.
        #[test]
        fn finds_what_a_plain_search_finds(
            needles in proptest::collection::vec("[abAB\u{e9}]{0,6}", 0..8),
            text in "[abAB\u{e9}]{0,40}",
        ) {
            let mut expected: Vec<(usize, usize)> = Vec::new();
            for (n, needle) in needles.iter().enumerate().filter(|(_, needle)| !needle.is_empty()) {
                for start in 0..text.len() {
                    let window = text.as_bytes().get(start..start + needle.len());
                    if window.is_some_and(|w| w.eq_ignore_ascii_case(needle.as_bytes())) {
                        expected.push((n, start));
                    }
                }
            }
            let mut found = Vec::new();
            let mut all = Needles::default();
            needles.iter().for_each(|n| all.push(n.as_bytes().to_vec()));
            all.prepare();
            all.find(text.as_bytes(), |n, range| {
                assert_eq!(range.len(), needles[n].len());
                found.push((n, range.start));
            });
            found.sort_unstable();
            expected.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
