//! Dates without a year, as syslog and logcat write them: the year comes from the file's own date, or the days are
//! counted from the first record on.

use scepscope_model::{Offset, Stamp};

use crate::when::{Date, Moment};

/// Any leap year will do to count the days between two dates without a year.
const LEAP_YEAR: u32 = 2000;
const DAYS_OF_YEAR: i64 = 366;

/// A month and a day of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DayOfYear {
    pub(crate) month: u32,
    pub(crate) day: u32,
}

impl DayOfYear {
    /// `None` for a day that no year has.
    pub(crate) fn new(month: u32, day: u32) -> Option<DayOfYear> {
        Date::new(LEAP_YEAR, month, day).map(|_| DayOfYear { month, day })
    }

    fn number(self) -> i64 {
        Date::new(LEAP_YEAR, self.month, self.day).map_or(0, Date::days)
    }
}

/// The dates of one source, in the order of its records.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Yearless {
    /// The year of the first record, where it is known or assumed.
    year: Option<u32>,
    first: Option<DayOfYear>,
    newest: Option<(i64, DayOfYear, u32)>,
}

impl Yearless {
    pub(crate) fn in_year(year: Option<u32>) -> Yearless {
        Yearless { year, ..Yearless::default() }
    }

    pub(crate) fn has_year(&self) -> bool {
        self.year.is_some()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// Notes a record's day. Gives the number of New Year's Days since the first record.
    pub(crate) fn see(&mut self, day: DayOfYear) -> u32 {
        let first = *self.first.get_or_insert(day);
        // Far back is the next year; a little back is disorder.
        let turns = u32::from(day.number() - first.number() < -DAYS_OF_YEAR / 2);
        let passed = day.number() - first.number() + i64::from(turns) * DAYS_OF_YEAR;
        if self.newest.is_none_or(|(newest, ..)| passed > newest) {
            self.newest = Some((passed, day, turns));
        }
        turns
    }

    /// The time of a record whose day was seen.
    pub(crate) fn moment(&self, day: DayOfYear, turns: u32, clock: i64, offset: Offset) -> Moment {
        let dated = self.year.and_then(|year| Date::new(year + turns, day.month, day.day));
        match dated {
            Some(date) => Moment::new(date, clock, offset),
            None => {
                let first = self.first.unwrap_or(day).number();
                let passed = day.number() - first + i64::from(turns) * DAYS_OF_YEAR;
                Moment::undated(u32::try_from(passed).unwrap_or(0), clock, offset)
            }
        }
    }

    /// The year of the first record if the newest one is not younger than the file: written on its day, or on the
    /// next one where the clocks differ.
    pub(crate) fn year_of_first(&self, file: &Stamp) -> Option<u32> {
        const DAY: i128 = 86_400_000_000_000;
        let (_, newest, turns) = self.newest?;
        let latest = i64::try_from(file.nanos().div_euclid(DAY)).ok()? + 1;
        // A 29 February is found within eight years, also around 2100.
        let this_year = u32::try_from(1970 + latest / 365).ok()?;
        let year = (this_year.saturating_sub(9)..=this_year).rev().find(|year| {
            Date::new(*year, newest.month, newest.day).is_some_and(|date| date.days() <= latest)
        })?;
        year.checked_sub(turns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, time};

    fn day(month: u32, day: u32) -> DayOfYear {
        DayOfYear::new(month, day).unwrap()
    }

    fn year(days: &[(u32, u32)], file: time::Date) -> Option<u32> {
        let mut dates = Yearless::default();
        days.iter().for_each(|(m, d)| {
            dates.see(day(*m, *d));
        });
        dates.year_of_first(&Stamp::new(file, time!(10:00), Offset::Known(0)))
    }

    #[test]
    fn the_newest_record_is_not_younger_than_the_file() {
        assert_eq!(year(&[(5, 23)], date!(2026 - 05 - 23)), Some(2026));
        // The file's clock is in another zone: one day ahead is the same night.
        assert_eq!(year(&[(5, 24)], date!(2026 - 05 - 23)), Some(2026));
        assert_eq!(year(&[(5, 25)], date!(2026 - 05 - 23)), Some(2025));
        assert_eq!(year(&[(12, 31), (1, 1)], date!(2026 - 01 - 02)), Some(2025));
        assert_eq!(year(&[(12, 31)], date!(2026 - 01 - 02)), Some(2025));
        assert_eq!(year(&[(2, 29)], date!(2026 - 01 - 02)), Some(2024));
        assert_eq!(year(&[], date!(2026 - 01 - 02)), None);
    }

    #[test]
    fn days_are_counted_where_no_year_is_known() {
        let mut dates = Yearless::default();
        let turns: Vec<u32> =
            [day(12, 31), day(1, 1), day(12, 31), day(12, 30)].map(|d| dates.see(d)).to_vec();
        assert_eq!(turns, [0, 1, 0, 0]);
        let at = |d, turns| dates.moment(d, turns, 0, Offset::Unknown).stamp().map(|s| s.nanos());
        assert_eq!(at(day(1, 1), 1), Some(86_400_000_000_000));
        assert_eq!(at(day(12, 30), 0), Some(0));
        let known = Yearless { year: Some(2025), ..dates };
        let text = |d, turns| known.moment(d, turns, 0, Offset::Unknown).stamp().map(|s| s.to_string());
        assert_eq!(text(day(1, 1), 1).as_deref(), Some("2026-01-01T00:00:00"));
        assert_eq!(text(day(12, 30), 0).as_deref(), Some("2025-12-30T00:00:00"));
    }
}
