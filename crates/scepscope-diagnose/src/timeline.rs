//! One timeline over sources, as far as their clocks can be compared.
//!
//! Times with an offset compare with one another; times of a local clock whose offset nobody wrote compare with
//! one another only; times without a date compare within their own source. What can't be compared is never put in
//! order by its digits.

use std::collections::{BTreeMap, HashMap};

use scepscope_model::{Locator, Offset, Stamp};

use crate::hit::Hit;

/// By how much a local clock is put back when daylight-saving time ends, in nanoseconds.
const DAYLIGHT_SAVING_NANOS: i128 = 3_600_000_000_000;

/// How often a local clock may go back within one source for that reason; more is disorder.
const MOST_STEPS_BACK: usize = 2;

/// Furthest behind and ahead of UTC that a local clock can be (UTC-12:00, UTC+14:00), in nanoseconds.
const MOST_BEHIND_UTC_NANOS: i128 = 12 * 3_600_000_000_000;

/// Times that can be compared with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Frame {
    /// Instants: the offset is written, or UTC by format.
    Instant,
    /// A device's local clock, offset unknown.
    Local,
    /// Times of day, or no time at all: this source only.
    Own(u32),
}

impl Frame {
    /// The frame of the source with this index, told by its first time.
    pub(crate) fn of(index: u32, first: Option<Stamp>) -> Frame {
        match first {
            Some(first) if first.is_dated() && first.offset() == Offset::Unknown => Frame::Local,
            Some(first) if first.is_dated() => Frame::Instant,
            _ => Frame::Own(index),
        }
    }
}

/// Whether a record is surely older than `since`. A time without a date never is, one of an unknown offset only
/// where it is in every time zone.
pub(crate) fn is_before(time: &Stamp, since: &Stamp) -> bool {
    let latest = match time.offset() {
        Offset::Unknown => time.nanos() + MOST_BEHIND_UTC_NANOS,
        _ => time.nanos(),
    };
    time.is_dated() && latest < since.nanos()
}

/// What the order of a source's records depends on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SourceOrder {
    pub(crate) frame: Frame,
    pub(crate) newest_first: bool,
}

/// Puts records in order, apart for each frame. A record that two sources hold (the same log handed over twice, or a
/// channel in two exports of a collection) stays in the first of them only.
pub(crate) fn arrange(hits: Vec<Hit>, sources: &[SourceOrder]) -> BTreeMap<Frame, Vec<Hit>> {
    let mut frames: BTreeMap<Frame, Vec<Hit>> = BTreeMap::new();
    for hit in hits {
        if let Some(source) = sources.get(hit.source as usize) {
            frames.entry(source.frame).or_default().push(hit);
        }
    }
    for (frame, hits) in &mut frames {
        hits.sort_by_key(|hit| (hit.source, position(hit, sources)));
        let at = match frame {
            Frame::Local => local_instants(hits),
            _ => hits.iter().map(nanos).collect(),
        };
        let mut order: Vec<(i128, Hit)> = at.into_iter().zip(hits.drain(..)).collect();
        // Stable: within one instant the order of the sources and of their records stays.
        order.sort_by_key(|(at, _)| *at);
        hits.extend(order.into_iter().map(|(_, hit)| hit));
        drop_copies(hits);
    }
    frames
}

fn position(hit: &Hit, sources: &[SourceOrder]) -> u64 {
    let backwards = sources.get(hit.source as usize).is_some_and(|s| s.newest_first);
    if backwards { u64::MAX - hit.seq } else { hit.seq }
}

fn nanos(hit: &Hit) -> i128 {
    hit.time.map_or(i128::MIN, |t| t.nanos())
}

/// Times of a local clock, made to rise where the end of daylight-saving time put it back within a source.
fn local_instants(hits: &[Hit]) -> Vec<i128> {
    let mut at: Vec<i128> = hits.iter().map(nanos).collect();
    let mut start = 0;
    while start < hits.len() {
        let source = hits[start].source;
        let end = start + hits[start..].iter().take_while(|h| h.source == source).count();
        let timed: Vec<i128> = hits[start..end].iter().filter_map(|h| h.time).map(|t| t.nanos()).collect();
        let back: Vec<i128> = timed.windows(2).map(|w| w[0] - w[1]).filter(|back| *back > 0).collect();
        let own = &mut at[start..end];
        if back.len() <= MOST_STEPS_BACK && back.iter().all(|back| *back <= DAYLIGHT_SAVING_NANOS) {
            for index in 1..own.len() {
                own[index] = own[index].max(own[index - 1]);
            }
        }
        start = end;
    }
    at
}

fn drop_copies(hits: &mut Vec<Hit>) {
    type Key = (i128, Vec<usize>, Box<str>);
    let mut first: HashMap<Key, u32> = HashMap::new();
    hits.retain(|hit| {
        if !hit.time.is_some_and(|t| t.is_dated()) {
            return true;
        }
        let rules = hit.matches.iter().map(|(rule, _)| *rule).collect();
        // A record's id in its log says more than its text, which an export may have rendered.
        let content = match hit.locator {
            Locator::Record(id) => id.to_string().into(),
            _ => hit.excerpt.clone(),
        };
        *first.entry((nanos(hit), rules, content)).or_insert(hit.source) == hit.source
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use scepscope_model::{Level, Record};
    use std::borrow::Cow;
    use time::macros::date;

    fn hit(source: u32, seq: u64, time: Option<Stamp>, text: &str) -> Hit {
        let record = Record {
            locator: Locator::Line(seq + 1),
            time,
            level: Level::Info,
            origin: Cow::Borrowed(""),
            process_id: None,
            thread_id: None,
            event_id: None,
            channel: None,
            fields: Vec::new(),
            message: Cow::Borrowed(text),
            cut: false,
        };
        Hit::new(source, seq, &record)
    }

    fn local(hour: u8, minute: u8) -> Option<Stamp> {
        let clock = time::Time::from_hms(hour, minute, 0).ok()?;
        Some(Stamp::new(date!(2026 - 10 - 25), clock, Offset::Unknown))
    }

    fn texts(hits: &[Hit]) -> Vec<&str> {
        hits.iter().map(|h| h.excerpt.as_ref()).collect()
    }

    #[test]
    fn local_times_and_instants_are_never_mixed() {
        let utc = Stamp::new(date!(2026 - 10 - 25), time::macros::time!(12:00), Offset::Known(0));
        let sources = [
            SourceOrder { frame: Frame::of(0, Some(utc)), newest_first: false },
            SourceOrder { frame: Frame::of(1, local(12, 1)), newest_first: false },
        ];
        let frames = arrange(vec![hit(1, 0, local(12, 1), "b"), hit(0, 0, Some(utc), "a")], &sources);
        assert_eq!(frames.len(), 2);
        assert_eq!(texts(&frames[&Frame::Instant]), ["a"]);
        assert_eq!(texts(&frames[&Frame::Local]), ["b"]);
        let undated = Stamp::time_of_day(0, time::macros::time!(12:00), Offset::Known(0));
        assert_ne!(Frame::of(2, Some(undated)), Frame::of(3, Some(undated)));
    }

    #[test]
    fn the_hour_that_comes_twice_stays_in_the_order_of_the_file() {
        // Europe, the night when the clocks go back: 02:50 summer time comes before 02:10 winter time.
        let newest_first = [SourceOrder { frame: Frame::Local, newest_first: true }];
        let hits = vec![
            hit(0, 2, local(2, 50), "before"),
            hit(0, 1, local(2, 10), "after"),
            hit(0, 0, local(3, 5), "last"),
        ];
        assert_eq!(texts(&arrange(hits, &newest_first)[&Frame::Local]), ["before", "after", "last"]);
        // A table sorted by another column is put in order by its times.
        let hits = (0_u8..6).map(|n| hit(0, u64::from(n), local((n * 5) % 6 + 3, 0), "x")).collect();
        let order = [SourceOrder { frame: Frame::Local, newest_first: false }];
        let times: Vec<_> = arrange(hits, &order)[&Frame::Local].iter().map(|h| h.time).collect();
        assert!(times.is_sorted());
    }

    #[test]
    fn a_record_without_a_time_stays_behind_the_one_before_it() {
        let order = [SourceOrder { frame: Frame::Local, newest_first: false }];
        let hits = vec![
            hit(0, 0, local(9, 0), "a"),
            hit(0, 1, None, "b"),
            hit(0, 2, local(8, 30), "c"),
            hit(0, 3, None, "d"),
        ];
        assert_eq!(texts(&arrange(hits, &order)[&Frame::Local]), ["a", "b", "c", "d"]);
    }

    #[test]
    fn a_record_in_two_sources_counts_once() {
        let order = [SourceOrder { frame: Frame::Local, newest_first: false }; 2];
        let hits = vec![
            hit(0, 0, local(9, 0), "a"),
            hit(0, 1, local(9, 0), "a"),
            hit(1, 0, local(9, 0), "a"),
            hit(1, 1, local(9, 1), "b"),
        ];
        let kept = arrange(hits, &order);
        let kept: Vec<_> = kept[&Frame::Local].iter().map(|h| (h.source, h.excerpt.as_ref())).collect();
        assert_eq!(kept, [(0, "a"), (0, "a"), (1, "b")]);
    }

    #[test]
    fn since_drops_only_what_is_surely_older() {
        let since = Stamp::new(date!(2026 - 10 - 25), time::macros::time!(12:00), Offset::Known(0));
        let at = |hour, offset| {
            Stamp::new(
                date!(2026 - 10 - 25),
                time::Time::from_hms(hour, 0, 0).unwrap_or(time::Time::MIDNIGHT),
                offset,
            )
        };
        assert!(is_before(&at(11, Offset::Known(0)), &since));
        assert!(!is_before(&at(12, Offset::Known(0)), &since));
        // 00:30 in Honolulu is 10:30 in UTC, in Baker Island 12:30: it may be after.
        assert!(!is_before(&at(1, Offset::Unknown), &since));
        assert!(!is_before(&Stamp::time_of_day(0, time::Time::MIDNIGHT, Offset::Known(0)), &since));
        let day_before = Stamp::new(date!(2026 - 10 - 24), time::macros::time!(23:00), Offset::Unknown);
        assert!(is_before(&day_before, &since));
    }
}
