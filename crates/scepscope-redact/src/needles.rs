//! Many known values in one pass.
//!
//! Tens of thousands of needles would make an automaton that fits no cache. Here every position costs one look into a
//! small bitmap, by its first four bytes; only where that says yes, the needles that begin so are compared.

use std::collections::HashMap;
use std::ops::Range;

/// Bytes that a needle is told by.
const PREFIX: usize = 4;
/// Bits of the bitmap: 16 KiB, which stay in the processor's nearest cache.
const BITS: u32 = 17;

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
#[derive(Debug, Default)]
pub(crate) struct Needles {
    needles: Vec<Vec<u8>>,
    bitmap: Vec<u64>,
    by_prefix: HashMap<u32, Bucket>,
    /// Shorter than a prefix.
    short: Vec<usize>,
}

/// Needles with one prefix, sorted.
#[derive(Debug, Default)]
struct Bucket {
    sorted: Vec<usize>,
    /// For each, the place of the longest other needle that it begins with.
    shorter: Vec<Option<usize>>,
}

impl Bucket {
    fn sort(&mut self, needles: &[Vec<u8>]) {
        self.sorted.sort_by(|a, b| needles[*a].cmp(&needles[*b]));
        let mut open: Vec<usize> = Vec::new();
        for at in 0..self.sorted.len() {
            let needle = &needles[self.sorted[at]];
            while open.last().is_some_and(|o| !needle.starts_with(&needles[self.sorted[*o]])) {
                open.pop();
            }
            self.shorter.push(open.last().copied());
            open.push(at);
        }
    }

    /// Those that `text` begins with. What sorts last before the text begins with each of them, or is one.
    fn find<'a>(&'a self, needles: &'a [Vec<u8>], text: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        let after = self.sorted.partition_point(|n| compare(&needles[*n], text).is_le());
        let mut at = after.checked_sub(1);
        std::iter::from_fn(move || {
            let here = at?;
            at = self.shorter[here];
            Some(self.sorted[here])
        })
        .filter(|n| text.get(..needles[*n].len()).is_some_and(|t| t.eq_ignore_ascii_case(&needles[*n])))
    }
}

/// A needle against a text; equal where the text begins with it.
fn compare(needle: &[u8], text: &[u8]) -> std::cmp::Ordering {
    let text = &text[..text.len().min(needle.len())];
    needle.iter().copied().cmp(text.iter().map(|b| LOWER[usize::from(*b)]))
}

impl Needles {
    pub(crate) fn new(needles: Vec<Vec<u8>>) -> Needles {
        let mut found = Needles { bitmap: vec![0; 1 << (BITS - 6)], ..Needles::default() };
        for (n, mut needle) in needles.into_iter().enumerate() {
            needle.make_ascii_lowercase();
            match needle.first_chunk::<PREFIX>() {
                Some(prefix) => {
                    let key = u32::from_be_bytes(*prefix);
                    let (word, bit) = place(key);
                    found.bitmap[word] |= bit;
                    found.by_prefix.entry(key).or_default().sorted.push(n);
                }
                None if needle.is_empty() => {}
                None => found.short.push(n),
            }
            found.needles.push(needle);
        }
        found.by_prefix.values_mut().for_each(|bucket| bucket.sort(&found.needles));
        found
    }

    /// Every place of every needle, by where it begins; of those that begin together the longest first.
    pub(crate) fn find(&self, text: &[u8], mut take: impl FnMut(usize, Range<usize>)) {
        if self.needles.is_empty() {
            return;
        }
        let mut key = 0_u32;
        for (at, byte) in text.iter().enumerate() {
            key = key << 8 | u32::from(LOWER[usize::from(*byte)]);
            let (word, bit) = place(key);
            if self.bitmap[word] & bit == 0 || at + 1 < PREFIX {
                continue;
            }
            let Some(bucket) = self.by_prefix.get(&key) else { continue };
            let start = at + 1 - PREFIX;
            for n in bucket.find(&self.needles, &text[start..]) {
                take(n, start..start + self.needles[n].len());
            }
        }
        for n in &self.short {
            let needle = &self.needles[*n];
            for (start, window) in text.windows(needle.len()).enumerate() {
                if window.eq_ignore_ascii_case(needle) {
                    take(*n, start..start + needle.len());
                }
            }
        }
    }
}

/// Where the bitmap tells of a prefix (Fibonacci hashing).
fn place(key: u32) -> (usize, u64) {
    let hash = key.wrapping_mul(0x9e37_79b1) >> (32 - BITS);
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
            let bytes = needles.iter().map(|n| n.as_bytes().to_vec()).collect();
            Needles::new(bytes).find(text.as_bytes(), |n, range| {
                assert_eq!(range.len(), needles[n].len());
                found.push((n, range.start));
            });
            found.sort_unstable();
            expected.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
