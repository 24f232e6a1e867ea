//! Reads points in time fast: whole files are scanned for their oldest and newest record.

use scepscope_model::{Offset, Stamp};

const NANOS: i64 = 1_000_000_000;
const DAY: i64 = 86_400 * NANOS;

/// A point in time as written: local time and its offset. Covers the years 1700 to 2261.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Nanoseconds since 1970-01-01T00:00 of the local clock; since midnight of day 0 where undated.
    local: i64,
    offset: Offset,
    dated: bool,
}

impl Moment {
    pub(crate) fn new(date: Date, clock: i64, offset: Offset) -> Moment {
        Moment { local: date.days() * DAY + clock, offset, dated: true }
    }

    /// `day` counts the midnights since the source's first record.
    pub(crate) fn undated(day: u32, clock: i64, offset: Offset) -> Moment {
        Moment { local: i64::from(day) * DAY + clock, offset, dated: false }
    }

    /// A Windows FILETIME: 100 ns since 1601-01-01T00:00Z. `None` outside the years covered.
    pub(crate) fn from_filetime(ticks: u64) -> Option<Moment> {
        let since_1970 = i64::try_from(ticks).ok()?.checked_sub(116_444_736_000_000_000)?;
        Some(Moment { local: since_1970.checked_mul(100)?, offset: Offset::Known(0), dated: true })
    }

    /// So many days later; the same where that leaves the years covered.
    pub(crate) fn plus_days(self, days: u32) -> Moment {
        match self.local.checked_add(i64::from(days).saturating_mul(DAY)) {
            Some(local) => Moment { local, ..self },
            None => self,
        }
    }

    /// A second of UTC since 1970. `None` outside the years covered.
    pub(crate) fn from_unix_second(second: i64) -> Option<Moment> {
        Some(Moment { local: second.checked_mul(NANOS)?, offset: Offset::Known(0), dated: true })
    }

    /// A microsecond of UTC since 1970. `None` outside the years covered.
    pub(crate) fn from_unix_micros(micros: u64) -> Option<Moment> {
        let local = i64::try_from(micros).ok()?.checked_mul(1000)?;
        Some(Moment { local, offset: Offset::Known(0), dated: true })
    }

    /// Comparable between the records of one source.
    fn instant(self) -> i64 {
        match self.offset {
            Offset::Known(seconds) => self.local - i64::from(seconds) * NANOS,
            Offset::AssumedUtc | Offset::Unknown => self.local,
        }
    }

    /// What [`Moment::stamp`] wrote; a time without a date gets its day from `days`. `None` outside the years covered.
    pub(crate) fn of(stamp: &Stamp, days: &mut Midnights) -> Option<Moment> {
        let shift = match stamp.offset() {
            Offset::Known(seconds) => i64::from(seconds) * NANOS,
            Offset::AssumedUtc | Offset::Unknown => 0,
        };
        let local = i64::try_from(stamp.nanos()).ok()?.checked_add(shift)?;
        Some(match stamp.is_dated() {
            true => Moment { local, offset: stamp.offset(), dated: true },
            false => Moment::undated(days.day_of(local), local, stamp.offset()),
        })
    }

    pub(crate) fn stamp(self) -> Option<Stamp> {
        let at = time::OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.local)).ok()?;
        Some(if self.dated {
            Stamp::new(at.date(), at.time(), self.offset)
        } else {
            let day = u32::try_from(self.local.div_euclid(DAY)).ok()?;
            Stamp::time_of_day(day, at.time(), self.offset)
        })
    }
}

/// A date of the Gregorian calendar that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Date {
    year: i32,
    month: u32,
    day: u32,
}

impl Date {
    /// `None` for a day that does not exist or a year that [`Moment`] does not cover.
    pub(crate) fn new(year: u32, month: u32, day: u32) -> Option<Date> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let length = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u32::from(leap),
            _ => return None,
        };
        let year_fits = (1700..2261).contains(&year);
        (year_fits && (1..=length).contains(&day)).then_some(Date { year: year as i32, month, day })
    }

    /// Days since 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    pub(crate) fn days(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }
}

/// The number at the start of `text`, of `least` to `most` digits, and what follows.
pub(crate) fn digits(text: &[u8], least: usize, most: usize) -> Option<(u32, &[u8])> {
    let count = text.iter().take(most).take_while(|b| b.is_ascii_digit()).count();
    if count < least {
        return None;
    }
    let number =
        text[..count].iter().fold(0_u32, |n, b| n.wrapping_mul(10).wrapping_add(u32::from(b - b'0')));
    Some((number, &text[count..]))
}

fn byte(text: &[u8], wanted: u8) -> Option<&[u8]> {
    text.split_first().filter(|(b, _)| **b == wanted).map(|(_, rest)| rest)
}

/// `2026-03-02` at the start of `text`.
pub(crate) fn iso_date(text: &[u8]) -> Option<(Date, &[u8])> {
    let (year, rest) = digits(text, 4, 4)?;
    let (month, rest) = digits(byte(rest, b'-')?, 2, 2)?;
    let (day, rest) = digits(byte(rest, b'-')?, 2, 2)?;
    Some((Date::new(year, month, day)?, rest))
}

/// `7:40:12` or `07:40:12.4640000` at the start of `text`, in nanoseconds since midnight.
pub(crate) fn clock(text: &[u8]) -> Option<(i64, &[u8])> {
    let (hour, rest) = digits(text, 1, 2)?;
    let (minute, rest) = digits(byte(rest, b':')?, 2, 2)?;
    let (second, rest) = digits(byte(rest, b':')?, 2, 2)?;
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let whole = i64::from(hour * 3600 + minute * 60 + second.min(59)) * NANOS;
    let Some(fraction) =
        byte(rest, b'.').or_else(|| byte(rest, b',')).filter(|f| f.first().is_some_and(u8::is_ascii_digit))
    else {
        return Some((whole, rest));
    };
    let count = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
    let nanos = (0..9).fold(0_i64, |n, at| {
        n * 10 + fraction.get(at).filter(|_| at < count).map_or(0, |b| i64::from(b - b'0'))
    });
    Some((whole + nanos, &fraction[count..]))
}

/// `Z`, `+0900` or `+09:00` at the start of `text`.
pub(crate) fn zone(text: &[u8]) -> Option<(Offset, &[u8])> {
    if let Some(rest) = byte(text, b'Z') {
        return Some((Offset::Known(0), rest));
    }
    let (sign, rest) = match text.split_first()? {
        (b'+', rest) => (1, rest),
        (b'-', rest) => (-1, rest),
        _ => return None,
    };
    let (hours, rest) = digits(rest, 2, 2)?;
    let (minutes, rest) = digits(byte(rest, b':').unwrap_or(rest), 2, 2)?;
    (hours <= 18 && minutes < 60)
        .then_some((Offset::Known(sign * (hours * 3600 + minutes * 60) as i32), rest))
}

/// What is known of a source's times.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Times {
    oldest: Option<Moment>,
    newest: Option<Moment>,
    first: Option<Moment>,
    last: Option<Moment>,
}

impl Times {
    #[inline]
    pub(crate) fn see(&mut self, moment: Moment) {
        if self.oldest.is_none_or(|o| moment.instant() < o.instant()) {
            self.oldest = Some(moment);
        }
        if self.newest.is_none_or(|n| moment.instant() > n.instant()) {
            self.newest = Some(moment);
        }
        if self.first.is_none() {
            self.first = Some(moment);
        }
        self.last = Some(moment);
    }

    pub(crate) fn oldest(&self) -> Option<Stamp> {
        self.oldest.and_then(Moment::stamp)
    }

    /// The newest time. A local clock that was put back at the end of daylight-saving time has times that look
    /// newer than the last record: there the order of the file decides.
    pub(crate) fn newest(&self) -> Option<Stamp> {
        const PUT_BACK: i64 = 3600 * NANOS;
        let end = if self.newest_first() { self.first } else { self.last };
        match (self.newest, end) {
            (Some(newest), Some(end))
                if end.dated
                    && end.offset == Offset::Unknown
                    && newest.instant() - end.instant() <= PUT_BACK =>
            {
                end.stamp()
            }
            (newest, _) => newest.and_then(Moment::stamp),
        }
    }

    /// The offset of the first time.
    pub(crate) fn offset(&self) -> Option<Offset> {
        self.first.map(|m| m.offset)
    }

    /// Whether the file's last record is older than its first.
    pub(crate) fn newest_first(&self) -> bool {
        matches!((self.first, self.last), (Some(f), Some(l)) if l.instant() < f.instant())
    }
}

/// Gives undated times a day: one more whenever the clock goes back by more than half a day.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Midnights {
    day: u32,
    before: Option<i64>,
}

impl Midnights {
    pub(crate) fn day_of(&mut self, clock: i64) -> u32 {
        if self.before.is_some_and(|before| before - clock > DAY / 2) {
            self.day = self.day.saturating_add(1).min(100_000);
        }
        self.before = Some(clock);
        self.day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(m: Option<Moment>) -> Option<String> {
        m.and_then(Moment::stamp).map(|s| s.to_string())
    }

    fn iso(s: &str) -> Option<Moment> {
        let (date, rest) = iso_date(s.as_bytes())?;
        let (clock, rest) = clock(rest.get(1..)?)?;
        Some(Moment::new(date, clock, zone(rest).map_or(Offset::AssumedUtc, |z| z.0)))
    }

    #[test]
    fn reads_what_logs_write() {
        assert_eq!(text(iso("2026-03-02T07:40:12.4640000")).as_deref(), Some("2026-03-02T07:40:12.464Z"));
        assert_eq!(
            text(iso("2026-05-05 15:30:00.917874-0700")).as_deref(),
            Some("2026-05-05T15:30:00.917874-07:00")
        );
        assert_eq!(text(iso("2024-02-29T00:00:00Z")).as_deref(), Some("2024-02-29T00:00:00Z"));
        assert_eq!(text(iso("1999-12-31T23:59:59+05:30")).as_deref(), Some("1999-12-31T23:59:59+05:30"));
        for wrong in [
            "2026-02-29T00:00:00",
            "2026-13-01T00:00:00",
            "2026-03-02T24:00:00",
            "0000-01-01T00:00:00",
            "2026-03",
        ] {
            assert_eq!(text(iso(wrong)), None, "{wrong}");
        }
    }

    #[test]
    fn reads_filetime() {
        // 2019-01-01T00:00:00Z, from Microsoft's documentation of FILETIME arithmetic.
        let moment = Moment::from_filetime(131_907_744_000_000_000);
        assert_eq!(text(moment).as_deref(), Some("2019-01-01T00:00:00Z"));
        assert_eq!(Moment::from_filetime(u64::MAX), None);
    }

    #[test]
    fn counts_midnights() {
        let mut days = Midnights::default();
        let hour = 3600 * NANOS;
        let seen: Vec<u32> = [23, 22, 1, 0, 23, 2].map(|h| days.day_of(h * hour)).to_vec();
        assert_eq!(seen, [0, 0, 1, 1, 1, 2]);
        assert_eq!(text(Some(Moment::undated(1, hour, Offset::Unknown))).as_deref(), Some("01:00:00"));
    }

    #[test]
    fn knows_the_order() {
        let mut times = Times::default();
        for s in ["2026-03-02T10:00:00+0900", "2026-03-02T00:30:00Z", "2026-03-02T09:00:00+0900"] {
            times.see(iso(s).unwrap());
        }
        assert_eq!(times.oldest().unwrap().to_string(), "2026-03-02T09:00:00+09:00");
        assert_eq!(times.newest().unwrap().to_string(), "2026-03-02T10:00:00+09:00");
        assert!(times.newest_first());
    }
}
