//! How far a run is as a whole, and how long the rest takes: as far as that can be known.

use std::time::{Duration, Instant};

use crate::{Event, Observer, Whole};

/// Tells the present moment; a test tells another.
pub(crate) type Clock = dyn Fn() -> Instant + Sync;

/// Shortest time between two of these events.
const INTERVAL: Duration = Duration::from_millis(100);

/// Something is read for so long before its rate tells how long the rest takes,
const BEFORE_AN_ESTIMATE: Duration = Duration::from_secs(2);

/// and at least this part of them: one of so many.
const PART_BEFORE_AN_ESTIMATE: u64 = 50;

/// What was told is corrected only where it is off by more than this part of it; else it counts down.
const TOLERANCE: f64 = 0.2;

/// Less than a minute is told in steps of so many seconds, more in minutes.
const STEP_SECONDS: f64 = 5.0;
const MINUTE_SECONDS: f64 = 60.0;

/// What an observer is told, at a clock's pace.
#[derive(Clone, Copy)]
pub(crate) struct Teller<'a> {
    pub(crate) observer: &'a dyn Observer,
    pub(crate) clock: &'a Clock,
}

impl<'a> Teller<'a> {
    pub(crate) fn now(&self) -> Instant {
        (self.clock)()
    }

    pub(crate) fn tell(&self, whole: Whole) {
        self.observer.event(Event::Whole { whole });
    }

    /// Tells how an archive is unpacked, from now on.
    pub(crate) fn unpacking(self, origin: String, total: u64) -> Unpacking<'a> {
        let now = self.now();
        Unpacking { teller: self, origin, total, told: now, furthest: 0, estimate: Estimate::new(now) }
    }
}

/// How far an archive is unpacked. One that takes no time is not worth a word.
pub(crate) struct Unpacking<'a> {
    teller: Teller<'a>,
    origin: String,
    total: u64,
    told: Instant,
    furthest: u64,
    estimate: Estimate,
}

impl Unpacking<'_> {
    /// So many bytes of the archive itself were read.
    pub(crate) fn at(&mut self, bytes: u64) {
        let now = self.teller.now();
        if now.saturating_duration_since(self.told) < INTERVAL {
            return;
        }
        self.told = now;
        // Tables of contents are read besides.
        self.furthest = self.furthest.max(bytes.min(self.total));
        let (origin, bytes, total) = (self.origin.clone(), self.furthest, self.total);
        let seconds_left = self.estimate.left(now, bytes, total);
        self.teller.tell(Whole::Unpacking { origin, bytes, total, seconds_left });
    }
}

/// How far the reading of all sources is.
pub(crate) struct Pace {
    estimate: Estimate,
    reported: Option<Instant>,
    /// Bytes of the sources of known size.
    total: u64,
    /// Sources of unknown size that are still to be read.
    unknown: usize,
    /// Bytes of the sources that were read.
    done: u64,
}

impl Pace {
    /// From now on sources of these sizes are read; `None` for one whose size says nothing of its reading.
    pub(crate) fn new(now: Instant, sizes: impl IntoIterator<Item = Option<u64>>) -> Pace {
        let estimate = Estimate::new(now);
        let mut pace = Pace { estimate, reported: None, total: 0, unknown: 0, done: 0 };
        for size in sizes {
            match size {
                Some(bytes) => pace.total = pace.total.saturating_add(bytes),
                None => pace.unknown += 1,
            }
        }
        pace
    }

    /// A source of this size ended after `read` bytes: all of them, or it is no log, or can't be read on.
    pub(crate) fn ended(&mut self, size: Option<u64>, read: u64) {
        match size {
            Some(bytes) => {
                let read = read.min(bytes);
                self.done = self.done.saturating_add(read);
                self.total = self.total.saturating_sub(bytes - read);
            }
            None => self.unknown = self.unknown.saturating_sub(1),
        }
    }

    /// How far it is, with `current` bytes of the source that is being read; nothing where that was told just now.
    pub(crate) fn at(&mut self, now: Instant, current: u64) -> Option<Whole> {
        if self.reported.is_some_and(|at| now.saturating_duration_since(at) < INTERVAL) {
            return None;
        }
        self.reported = Some(now);
        let bytes = self.done.saturating_add(current).min(self.total);
        let total = (self.unknown == 0).then_some(self.total);
        let seconds_left = total.and_then(|total| self.estimate.left(now, bytes, total));
        Some(Whole::Reading { bytes, total, seconds_left })
    }
}

/// How long the rest takes, by the rate so far.
struct Estimate {
    began: Instant,
    told: Option<(Instant, f64)>,
}

impl Estimate {
    fn new(now: Instant) -> Estimate {
        Estimate { began: now, told: None }
    }

    /// In seconds, after `bytes` of `total`; `None` while that is a guess, and where nothing is left.
    fn left(&mut self, now: Instant, bytes: u64, total: u64) -> Option<u64> {
        let spent = now.saturating_duration_since(self.began);
        if spent < BEFORE_AN_ESTIMATE || bytes == 0 || bytes < total / PART_BEFORE_AN_ESTIMATE {
            return None;
        }
        let fresh = spent.as_secs_f64() * total.saturating_sub(bytes) as f64 / bytes as f64;
        let counted = self.told.map(|(at, seconds)| {
            let since = now.saturating_duration_since(at).as_secs_f64();
            (seconds - since).max(0.0)
        });
        let seconds = match counted {
            Some(counted) if (fresh - counted).abs() <= counted * TOLERANCE => counted,
            _ => fresh,
        };
        self.told = Some((now, seconds));
        let step = if seconds <= MINUTE_SECONDS { STEP_SECONDS } else { MINUTE_SECONDS };
        let rounded = ((seconds / step).ceil() * step) as u64;
        (rounded > 0).then_some(rounded)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;
    use crate::check_tests::Heard;

    const MIB: u64 = 1 << 20;

    fn reading(told: Option<Whole>) -> (u64, Option<u64>, Option<u64>) {
        match told {
            Some(Whole::Reading { bytes, total, seconds_left }) => (bytes, total, seconds_left),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_time_left_is_of_all_sources_and_told_once_the_rate_is_known() {
        let began = Instant::now();
        let at = |seconds| began + Duration::from_secs(seconds);
        let mut pace = Pace::new(began, [Some(100 * MIB), Some(300 * MIB)]);
        assert_eq!(reading(pace.at(at(0), 0)), (0, Some(400 * MIB), None));
        assert_eq!(reading(pace.at(at(1), 40 * MIB)).2, None);
        // 10 MiB a second, 350 MiB left.
        assert_eq!(reading(pace.at(at(5), 50 * MIB)).2, Some(35));
        pace.ended(Some(100 * MIB), 100 * MIB);
        assert_eq!(reading(pace.at(at(10), 0)), (100 * MIB, Some(400 * MIB), Some(30)));
        pace.ended(Some(300 * MIB), 300 * MIB);
        assert_eq!(reading(pace.at(at(40), 0)), (400 * MIB, Some(400 * MIB), None));
    }

    #[test]
    fn one_percent_is_too_little_to_tell_from() {
        let began = Instant::now();
        let mut pace = Pace::new(began, [Some(1000 * MIB)]);
        assert_eq!(reading(pace.at(began + Duration::from_secs(10), 10 * MIB)).2, None);
        assert_eq!(reading(pace.at(began + Duration::from_secs(20), 20 * MIB)).2, Some(17 * 60));
    }

    #[test]
    fn it_counts_down_and_is_corrected_only_where_it_is_far_off() {
        let began = Instant::now();
        let at = |seconds| began + Duration::from_secs(seconds);
        let mut pace = Pace::new(began, [Some(600 * MIB)]);
        let mut told = |seconds, mib| reading(pace.at(at(seconds), mib * MIB)).2;
        assert_eq!(told(10, 120), Some(40));
        // A little slower and a little faster for a moment: 42 and 34 seconds by the rate alone.
        assert_eq!(told(12, 133), Some(40));
        assert_eq!(told(14, 175), Some(40));
        assert_eq!(told(15, 180), Some(35));
        // It all but stands still: 93 seconds by the rate.
        assert_eq!(told(40, 180), Some(120));
    }

    #[test]
    fn nothing_is_told_of_the_end_while_a_size_is_unknown() {
        let began = Instant::now();
        let later = began + Duration::from_secs(10);
        let mut pace = Pace::new(began, [None, Some(20 * MIB)]);
        assert_eq!(reading(pace.at(later, 10 * MIB)), (10 * MIB, None, None));
        pace.ended(None, 0);
        assert_eq!(reading(pace.at(later + INTERVAL, 10 * MIB)).1, Some(20 * MIB));
    }

    #[test]
    fn an_archive_has_a_time_left_of_its_own() {
        let (began, seconds, heard) = (Instant::now(), Arc::new(AtomicU64::new(0)), Heard::default());
        let hand = seconds.clone();
        let clock = move || began + Duration::from_secs(hand.load(Ordering::Relaxed));
        let mut unpacking =
            Teller { observer: &heard, clock: &clock }.unpacking("a.zip".to_owned(), 100 * MIB);
        // The third goes back to a table of contents.
        for (second, mib) in [(1, 10), (5, 50), (6, 0), (10, 200)] {
            seconds.store(second, Ordering::Relaxed);
            unpacking.at(mib * MIB);
        }
        let told: Vec<_> = heard
            .0
            .into_inner()
            .unwrap()
            .into_iter()
            .map(|whole| match whole {
                Whole::Unpacking { bytes, total, seconds_left, .. } => {
                    (bytes / MIB, total / MIB, seconds_left)
                }
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(told, [(10, 100, None), (50, 100, Some(5)), (50, 100, Some(10)), (100, 100, None)]);
    }

    #[test]
    fn what_is_no_log_is_no_work() {
        let began = Instant::now();
        let mut pace = Pace::new(began, [Some(900 * MIB), Some(100 * MIB)]);
        pace.ended(Some(900 * MIB), 0);
        let half = began + Duration::from_secs(10);
        assert_eq!(reading(pace.at(half, 50 * MIB)), (50 * MIB, Some(100 * MIB), Some(10)));
        // Told a moment ago.
        assert_eq!(pace.at(half + Duration::from_millis(99), 51 * MIB), None);
    }
}
