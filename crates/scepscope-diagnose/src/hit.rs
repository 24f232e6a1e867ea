//! What the rules recognised, bounded in number and size.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use scepscope_model::{Evidence, Level, Locator, Record, Stamp};

/// Most recognised records that one check keeps, the newest ones. Counts of key strings go on beyond it.
pub const MAX_HITS: usize = 20_000;

/// Longest excerpt of a record, in bytes.
pub const MAX_EXCERPT_BYTES: usize = 600;

/// One recognised record.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub(crate) source: u32,
    /// Position in the source, from 0, in the order of the file.
    pub(crate) seq: u64,
    pub(crate) time: Option<Stamp>,
    pub(crate) locator: Locator,
    pub(crate) level: Level,
    pub(crate) process_id: Option<u32>,
    pub(crate) thread_id: Option<u64>,
    pub(crate) excerpt: Box<str>,
    /// The rules that matched, each with the values it took.
    pub(crate) matches: Vec<(usize, super::rules::Captured)>,
}

impl Hit {
    pub(crate) fn new(source: u32, seq: u64, record: &Record<'_>) -> Hit {
        Hit {
            source,
            seq,
            time: record.time,
            locator: record.locator.clone(),
            level: record.level,
            process_id: record.process_id,
            thread_id: record.thread_id,
            excerpt: excerpt(&record.message),
            matches: Vec::new(),
        }
    }

    pub(crate) fn evidence(&self, source: &str, rule: &str) -> Evidence {
        Evidence {
            source: source.to_owned(),
            locator: self.locator.clone(),
            time: self.time,
            level: self.level,
            rule: rule.to_owned(),
            excerpt: self.excerpt.to_string(),
        }
    }
}

fn excerpt(text: &str) -> Box<str> {
    if text.len() <= MAX_EXCERPT_BYTES {
        return text.trim_end().into();
    }
    let mut end = MAX_EXCERPT_BYTES - '…'.len_utf8();
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", &text[..end]).into()
}

struct Aged(Hit);

impl Aged {
    fn age(&self) -> (i128, u64) {
        (self.0.time.map_or(i128::MIN, |t| t.nanos()), self.0.seq)
    }
}

impl PartialEq for Aged {
    fn eq(&self, other: &Self) -> bool {
        self.age() == other.age()
    }
}

impl Eq for Aged {}

impl PartialOrd for Aged {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Aged {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.age().cmp(&other.age())
    }
}

/// Keeps the newest [`MAX_HITS`] recognised records.
#[derive(Default)]
pub(crate) struct Hits {
    heap: BinaryHeap<Reverse<Aged>>,
    left_out: u64,
}

impl Hits {
    pub(crate) fn push(&mut self, hit: Hit) {
        let hit = Aged(hit);
        if self.heap.len() < MAX_HITS {
            self.heap.push(Reverse(hit));
            return;
        }
        self.left_out += 1;
        if let Some(mut oldest) = self.heap.peek_mut()
            && oldest.0 < hit
        {
            *oldest = Reverse(hit);
        }
    }

    /// How many were left out because newer ones took their place.
    pub(crate) fn left_out(&self) -> u64 {
        self.left_out
    }

    pub(crate) fn into_vec(self) -> Vec<Hit> {
        self.heap.into_iter().map(|Reverse(Aged(hit))| hit).collect()
    }
}
