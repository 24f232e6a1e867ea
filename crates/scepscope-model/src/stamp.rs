//! Points in time as logs know them: with or without an offset, with or without a date.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::{Date, OffsetDateTime, Time, UtcOffset};

/// What a source says about the offset of its times from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Offset {
    /// The record states it, in seconds east of UTC.
    Known(i32),
    /// The format writes none, but its documentation says UTC.
    AssumedUtc,
    /// Local time of a place that the source does not name.
    Unknown,
}

/// One point in time of a record.
///
/// Written as RFC 3339. A source that knows no offset gives a local date-time without one, a source that
/// knows no date gives a `full-time` (`09:14:25.5-05:00`); the source's `clock` says so too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Nanoseconds since 1970-01-01T00:00:00 in UTC, or in the local time where the offset is unknown; since
    /// midnight of an unnamed first day where the date is unknown.
    nanos: i128,
    offset: Offset,
    dated: bool,
}

const NANOS_PER_DAY: i128 = 86_400_000_000_000;
const NANOS_PER_SECOND: i128 = 1_000_000_000;

impl Stamp {
    /// A full date and time of day as the source wrote them, that is: local to `offset`.
    pub fn new(date: Date, time: Time, offset: Offset) -> Stamp {
        let local = time::PrimitiveDateTime::new(date, time).assume_utc().unix_timestamp_nanos();
        Stamp { nanos: local - Stamp::shift(offset), offset, dated: true }
    }

    /// A time of day without a date. `day` counts the midnights passed since the source's first record.
    pub fn time_of_day(day: u32, time: Time, offset: Offset) -> Stamp {
        let (h, m, s, n) = time.as_hms_nano();
        let of_day =
            (i128::from(h) * 3600 + i128::from(m) * 60 + i128::from(s)) * NANOS_PER_SECOND + i128::from(n);
        Stamp { nanos: i128::from(day) * NANOS_PER_DAY + of_day - Stamp::shift(offset), offset, dated: false }
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    pub const fn from_unix_nanos(nanos: i128) -> Stamp {
        Stamp { nanos, offset: Offset::Known(0), dated: true }
    }

    /// Nanoseconds as described at the type: comparable within one clock.
    pub const fn nanos(&self) -> i128 {
        self.nanos
    }

    /// What the source said about the offset.
    pub const fn offset(&self) -> Offset {
        self.offset
    }

    /// Whether the source wrote a date.
    pub const fn is_dated(&self) -> bool {
        self.dated
    }

    /// Seconds from `earlier` to `self`; negative when it is the other way round.
    pub const fn seconds_since(&self, earlier: &Stamp) -> i64 {
        ((self.nanos - earlier.nanos) / NANOS_PER_SECOND) as i64
    }

    const fn shift(offset: Offset) -> i128 {
        match offset {
            Offset::Known(seconds) => seconds as i128 * NANOS_PER_SECOND,
            Offset::AssumedUtc | Offset::Unknown => 0,
        }
    }

    /// Parses what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Stamp> {
        let (dated, rest) = match text.split_once('T') {
            Some((d, rest)) => (Some(parse_date(d)?), rest),
            None => (None, text),
        };
        let cut = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
        let (clock, zone) = rest.split_at(cut);
        let offset = match zone {
            "" => Offset::Unknown,
            "Z" => Offset::Known(0),
            _ => Offset::Known(parse_zone(zone)?),
        };
        let clock = parse_clock(clock)?;
        Some(match dated {
            Some(date) => Stamp::new(date, clock, offset),
            None => Stamp::time_of_day(0, clock, offset),
        })
    }
}

fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month: u8 = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    Date::from_calendar_date(year, time::Month::try_from(month).ok()?, day).ok()
}

fn parse_clock(text: &str) -> Option<Time> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut parts = whole.splitn(3, ':');
    let h = parts.next()?.parse().ok()?;
    let m = parts.next()?.parse().ok()?;
    let s = parts.next()?.parse().ok()?;
    let digits: String = fraction.chars().chain(std::iter::repeat('0')).take(9).collect();
    Time::from_hms_nano(h, m, s, digits.parse().ok()?).ok()
}

fn parse_zone(text: &str) -> Option<i32> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let h: i32 = digits.get(0..2)?.parse().ok()?;
    let m: i32 = digits.get(2..4)?.parse().ok()?;
    Some(sign * (h * 3600 + m * 60))
}

impl PartialOrd for Stamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Stamp {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.nanos, self.dated).cmp(&(other.nanos, other.dated))
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.nanos + Stamp::shift(self.offset);
        let Ok(at) = OffsetDateTime::from_unix_timestamp_nanos(local) else {
            return f.write_str("0000-01-01T00:00:00Z");
        };
        if self.dated {
            write!(f, "{:04}-{:02}-{:02}T", at.year(), u8::from(at.month()), at.day())?;
        }
        write!(f, "{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())?;
        if at.nanosecond() != 0 {
            let fraction = format!("{:09}", at.nanosecond());
            write!(f, ".{}", fraction.trim_end_matches('0'))?;
        }
        match self.offset {
            Offset::Known(0) | Offset::AssumedUtc => f.write_str("Z"),
            Offset::Unknown => Ok(()),
            Offset::Known(seconds) => {
                let zone = UtcOffset::from_whole_seconds(seconds).unwrap_or(UtcOffset::UTC);
                let (h, m, _) = zone.as_hms();
                let sign = if seconds < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", h.unsigned_abs(), m.unsigned_abs())
            }
        }
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Cow<'_, str>>::deserialize(deserializer)?;
        Stamp::parse(&text).ok_or_else(|| serde::de::Error::custom("not a time of RFC 3339"))
    }
}

impl JsonSchema for Stamp {
    fn schema_name() -> Cow<'static, str> {
        "Stamp".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "RFC 3339 date-time; without offset where the source knows none; full-time where it knows no date",
            "pattern": r"^(-?\d{4,}-\d{2}-\d{2}T)?\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, time};

    #[test]
    fn writes_what_the_source_knew() {
        let known = Stamp::new(date!(2026 - 05 - 05), time!(15:30:00.917874), Offset::Known(-7 * 3600));
        assert_eq!(known.to_string(), "2026-05-05T15:30:00.917874-07:00");
        let assumed = Stamp::new(date!(2026 - 03 - 02), time!(07:40:12.464), Offset::AssumedUtc);
        assert_eq!(assumed.to_string(), "2026-03-02T07:40:12.464Z");
        let unknown = Stamp::new(date!(2026 - 09 - 29), time!(08:53), Offset::Unknown);
        assert_eq!(unknown.to_string(), "2026-09-29T08:53:00");
        let undated = Stamp::time_of_day(0, time!(09:14:25.5), Offset::Known(-5 * 3600));
        assert_eq!(undated.to_string(), "09:14:25.5-05:00");
    }

    #[test]
    fn compares_by_instant_and_reads_itself_back() {
        let utc = Stamp::new(date!(2026 - 05 - 05), time!(22:30), Offset::Known(0));
        let pacific = Stamp::new(date!(2026 - 05 - 05), time!(15:30), Offset::Known(-7 * 3600));
        assert_eq!(utc.seconds_since(&pacific), 0);
        for stamp in [utc, pacific, Stamp::time_of_day(0, time!(09:14:25.5), Offset::Known(-5 * 3600))] {
            assert_eq!(Stamp::parse(&stamp.to_string()), Some(stamp));
        }
        assert_eq!(Stamp::parse("2026-13-01T00:00:00Z"), None);
        assert_eq!(Stamp::parse("yesterday"), None);
    }

    #[test]
    fn a_second_day_comes_after_the_first() {
        let before = Stamp::time_of_day(0, time!(23:59:59), Offset::Unknown);
        let after = Stamp::time_of_day(1, time!(00:00:01), Offset::Unknown);
        assert_eq!(after.seconds_since(&before), 2);
    }
}
