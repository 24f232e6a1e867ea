//! SetupMsi.log: what Windows Installer writes while it sets the connector up. Each line is a record.
//!
//! `MSI (s) (B4:3C) [15:03:40:118]: message`. The day stands in the first line only, in the order of the machine's
//! language; where it may be read two ways, the times have no date. They are local, and no line names the offset.

use std::borrow::Cow;

use scepscope_model::{Clock, Offset, Platform, Record};

use crate::SourceSummary;
use crate::limits::MAX_LAYOUTS;
use crate::lines::LineFormat;
use crate::record::{summary, text_record};
use crate::when::{Date, Midnights, Moment, Times, clock, digits};

/// Bits of a record's mark that count midnights, and the most they can.
const MIDNIGHT_BITS: u32 = 12;
const MAX_MIDNIGHTS: u32 = (1 << MIDNIGHT_BITS) - 1;

const BEGINS: &[u8] = b"=== Verbose logging started:";

/// Such a log while it is read.
#[derive(Debug)]
pub(crate) struct SetupMsi {
    /// The day of each setup in the file; the last one holds. One log may hold several.
    dates: Vec<Option<Date>>,
    midnights: Midnights,
    times: Times,
}

impl Default for SetupMsi {
    fn default() -> SetupMsi {
        SetupMsi { dates: vec![None], midnights: Midnights::default(), times: Times::default() }
    }
}

impl SetupMsi {
    pub(crate) fn summary(&self, records: u64) -> SourceSummary {
        let plain = summary(records, &self.times, Platform::Unknown);
        let timed = plain.clock != Clock::None;
        let clock = if timed && self.dates.iter().all(Option::is_none) { Clock::NoDate } else { plain.clock };
        SourceSummary { clock, ..plain }
    }

    /// The time of a record with this mark: the setup it belongs to, and the midnights passed in it.
    fn moment(&self, mark: u32, clock: i64) -> Moment {
        let day = mark & MAX_MIDNIGHTS;
        match self.dates.get((mark >> MIDNIGHT_BITS) as usize).copied().flatten() {
            Some(date) => Moment::new(date, clock, Offset::Unknown).plus_days(day),
            None => Moment::undated(day, clock, Offset::Unknown),
        }
    }
}

/// `10/30/2026` where only one order of day and month makes a date, or `2026/10/30`.
fn date(text: &[u8]) -> Option<Date> {
    let separator = |rest: &[u8]| rest.first().is_some_and(|b| matches!(b, b'/' | b'.' | b'-'));
    let (first, rest) = digits(text, 1, 4)?;
    let (second, rest) = digits(rest.get(1..).filter(|_| separator(rest))?, 1, 2)?;
    let (third, _) = digits(rest.get(1..).filter(|_| separator(rest))?, 1, 4)?;
    if first > 31 {
        return Date::new(first, second, third);
    }
    let (month_first, day_first) = (Date::new(third, first, second), Date::new(third, second, first));
    match (month_first, day_first) {
        (Some(date), None) | (None, Some(date)) => Some(date),
        (Some(one), Some(other)) if one == other => Some(one),
        _ => None,
    }
}

/// The time of `… [15:03:40:118]: …`.
fn time(line: &[u8]) -> Option<i64> {
    let rest = line.strip_prefix(b"MSI (")?;
    let at = rest.iter().take(32).position(|b| *b == b'[')?;
    let (clock, rest) = clock(rest.get(at + 1..)?)?;
    let millis = rest.strip_prefix(b":").and_then(|r| digits(r, 3, 3)).map_or(0, |(n, _)| n);
    Some(clock + i64::from(millis) * 1_000_000)
}

impl LineFormat for SetupMsi {
    fn starts(&self, _: &[u8]) -> bool {
        true
    }

    fn see(&mut self, record: &[u8], _: bool) -> Option<u32> {
        if record.trim_ascii().is_empty() {
            return None;
        }
        if let Some(rest) = record.strip_prefix(BEGINS) {
            // Beyond the limit the last day holds on.
            if self.dates.len() < MAX_LAYOUTS {
                self.dates.push(date(rest.trim_ascii_start()));
            }
            self.midnights = Midnights::default();
        }
        let Some(clock) = time(record) else { return Some(0) };
        let day = self.midnights.day_of(clock).min(MAX_MIDNIGHTS);
        let mark = ((self.dates.len() - 1) as u32) << MIDNIGHT_BITS | day;
        self.times.see(self.moment(mark, clock));
        Some(mark)
    }

    fn parse<'a>(&self, text: &'a str, mark: u32, line: u64) -> (Record<'a>, bool) {
        let time = time(text.as_bytes()).and_then(|clock| self.moment(mark, clock).stamp());
        let message = match (time, text.split_once("]: ")) {
            (Some(_), Some((_, message))) => message,
            _ => text,
        };
        (Record { time, message: Cow::Borrowed(message), ..text_record(line, text) }, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> (SetupMsi, Vec<Option<String>>) {
        let mut log = SetupMsi::default();
        let marks: Vec<Option<u32>> = lines.iter().map(|l| log.see(l.as_bytes(), true)).collect();
        let times = lines
            .iter()
            .zip(marks)
            .map(|(l, mark)| log.parse(l, mark.unwrap_or(0), 1).0.time.map(|t| t.to_string()))
            .collect();
        (log, times)
    }

    #[test]
    fn takes_the_day_only_where_it_is_sure() {
        let line = "MSI (s) (B4:3C) [15:03:40:118]: Product: X -- Installation failed.";
        let (log, times) = read(&["=== Verbose logging started: 10/30/2026  15:02:11  Build type", line]);
        assert_eq!(times[1].as_deref(), Some("2026-10-30T15:03:40.118"));
        assert_eq!(log.summary(2).clock, Clock::UnknownOffset);
        let (_, times) = read(&["=== Verbose logging started: 30.10.2026  15:02:11", line]);
        assert_eq!(times[1].as_deref(), Some("2026-10-30T15:03:40.118"));
        let (log, times) = read(&["=== Verbose logging started: 10/11/2026  15:02:11", line]);
        assert_eq!(times[1].as_deref(), Some("15:03:40.118"));
        assert_eq!(log.summary(2).clock, Clock::NoDate);
    }

    #[test]
    fn goes_on_after_midnight() {
        let (_, times) = read(&[
            "=== Verbose logging started: 2026/10/30  23:59:50",
            "MSI (s) (B4:3C) [23:59:59:000]: a",
            "MSI (s) (B4:3C) [00:00:01:000]: b",
        ]);
        assert_eq!(times[2].as_deref(), Some("2026-10-31T00:00:01"));
    }
}
