//! Which times a log has records of.

use scepscope_model::{Offset, Stamp};

use crate::limits::{MAX_STRETCHES, QUIET_SECONDS};

const NANOS: i128 = 1_000_000_000;

/// Stretches of time with records, in seconds since 1970 in UTC.
#[derive(Debug, Default)]
pub(super) struct Stretches {
    /// All but the last may be in any order: a log may have been put together of several.
    list: Vec<(i64, i64)>,
}

impl Stretches {
    #[inline]
    pub(super) fn see(&mut self, second: i64) {
        if let Some((from, to)) = self.list.last_mut()
            && second >= *from - QUIET_SECONDS
            && second <= *to + QUIET_SECONDS
        {
            *from = second.min(*from);
            *to = second.max(*to);
            return;
        }
        self.begin(second);
    }

    #[cold]
    fn begin(&mut self, second: i64) {
        if self.list.len() >= 2 * MAX_STRETCHES {
            self.list = merged(std::mem::take(&mut self.list));
            let surplus = self.list.len().saturating_sub(MAX_STRETCHES);
            self.list.drain(..surplus);
        }
        self.list.push((second, second));
    }

    /// In order, without overlaps, the newest [`MAX_STRETCHES`].
    pub(super) fn stamps(&self) -> Vec<(Stamp, Stamp)> {
        let list = merged(self.list.clone());
        let surplus = list.len().saturating_sub(MAX_STRETCHES);
        list.into_iter().skip(surplus).map(|(from, to)| (stamp(from), stamp(to))).collect()
    }
}

fn merged(mut list: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    list.sort_unstable();
    let mut out: Vec<(i64, i64)> = Vec::with_capacity(list.len());
    for (from, to) in list {
        match out.last_mut() {
            Some(last) if from <= last.1 + QUIET_SECONDS => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}

/// A second of UTC as the format writes it.
pub(super) fn stamp(second: i64) -> Stamp {
    let stamp = Stamp::from_unix_nanos(i128::from(second) * NANOS);
    debug_assert_eq!(stamp.offset(), Offset::Known(0));
    stamp
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(stretches: &Stretches) -> Vec<(i64, i64)> {
        let second = |s: Stamp| (s.nanos() / NANOS) as i64;
        stretches.stamps().into_iter().map(|(from, to)| (second(from), second(to))).collect()
    }

    #[test]
    fn joins_what_is_near_and_keeps_quiet_apart() {
        let mut stretches = Stretches::default();
        for second in [1000, 1600, 1500, 2201, 5000, 4399, 100_000, 3000] {
            stretches.see(second);
        }
        // 1600 and 2201 are 601 s apart; 4399 and 5000 too; 3000 came last, out of order.
        assert_eq!(
            seconds(&stretches),
            [(1000, 1600), (2201, 2201), (3000, 3000), (4399, 4399), (5000, 5000), (100_000, 100_000)]
        );
    }

    #[test]
    fn keeps_the_newest_of_too_many() {
        let mut stretches = Stretches::default();
        for n in 0..3 * MAX_STRETCHES as i64 {
            stretches.see(n * 10_000);
        }
        let kept = seconds(&stretches);
        assert_eq!(kept.len(), MAX_STRETCHES);
        assert_eq!(
            kept.last(),
            Some(&((3 * MAX_STRETCHES as i64 - 1) * 10_000, (3 * MAX_STRETCHES as i64 - 1) * 10_000))
        );
    }
}
