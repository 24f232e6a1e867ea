//! Dates as Windows writes them in the formats of its regions.

use scepscope_model::{Offset, Record};

use crate::lines::LineFormat;
use crate::when::{Date, Moment, clock, digits, zone};

/// Which of two numbers before the year is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Order {
    #[default]
    MonthFirst,
    DayFirst,
}

/// One date and time as it is written, before it is known which number is the day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written {
    numbers: [u32; 3],
    separator: u8,
    year_first: bool,
    clock: i64,
    /// Whether AM or PM is written.
    half_day: bool,
    offset: Offset,
}

impl Written {
    /// `2026-03-05T23:58:52.0001851Z`, `2026/09/29 8:53:00`, `29.09.2026 08:53:00`, `11/2/2026 10:13:07 AM`.
    pub(crate) fn parse(text: &str) -> Option<Written> {
        // Some versions write a narrow no-break space before AM, and marks of direction around numbers.
        let plain: String = text
            .trim()
            .chars()
            .filter(|c| !matches!(c, '\u{200E}' | '\u{200F}'))
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .take(64)
            .collect();
        let (a, rest) = digits(plain.as_bytes(), 1, 4)?;
        let year_first = plain.as_bytes().get(4).is_some_and(|b| !b.is_ascii_digit()) && a > 999;
        let (&separator, rest) = rest.split_first()?;
        if !matches!(separator, b'/' | b'.' | b'-') {
            return None;
        }
        let (b, rest) = digits(rest.trim_ascii_start(), 1, 2)?;
        let (_, rest) = rest.split_first().filter(|(s, _)| **s == separator)?;
        let (c, rest) = digits(rest.trim_ascii_start(), 1, 4)?;
        let rest =
            rest.strip_prefix(b"T").or_else(|| rest.strip_prefix(b".")).unwrap_or(rest).trim_ascii_start();
        let rest = rest.strip_prefix(b",").unwrap_or(rest).trim_ascii_start();
        let (mut clock, rest) = clock(rest)?;
        let (offset, rest) = zone(rest).unwrap_or((Offset::Unknown, rest));
        let word = rest.trim_ascii_start();
        let half_day = word.first_chunk::<2>().map(|w| w.to_ascii_uppercase());
        const HOUR: i64 = 3_600_000_000_000;
        let hour = clock / HOUR;
        match half_day.as_deref() {
            Some(b"AM") if hour == 12 => clock -= 12 * HOUR,
            Some(b"PM") if hour < 12 => clock += 12 * HOUR,
            Some(b"AM" | b"PM") => {}
            _ if word.is_empty() => {}
            _ => return None,
        }
        Some(Written {
            numbers: [a, b, c],
            separator,
            year_first,
            clock,
            half_day: half_day.is_some(),
            offset,
        })
    }

    /// `None` for a day that does not exist in this order.
    pub(crate) fn moment(&self, order: Order) -> Option<Moment> {
        let [a, b, c] = self.numbers;
        let date = match order {
            _ if self.year_first => Date::new(a, b, c),
            _ if self.separator == b'.' => Date::new(c, b, a),
            Order::DayFirst => Date::new(c, b, a),
            Order::MonthFirst => Date::new(c, a, b),
        }?;
        Some(Moment::new(date, self.clock, self.offset))
    }

    pub(crate) fn is_ambiguous(&self) -> bool {
        !self.year_first && self.separator != b'.'
    }
}

/// Finds out over a whole file which number is the day: by numbers above 12, then by which order lets the times
/// run one way, then by what regions with AM and PM do most.
#[derive(Debug, Default)]
pub(crate) struct Votes {
    day_first: u64,
    month_first: u64,
    half_days: bool,
    runs: [Run; 2],
}

#[derive(Debug, Default)]
struct Run {
    before: Option<i128>,
    up: u64,
    down: u64,
}

impl Votes {
    pub(crate) fn see(&mut self, written: &Written) {
        if !written.is_ambiguous() {
            return;
        }
        self.day_first += u64::from(written.numbers[0] > 12);
        self.month_first += u64::from(written.numbers[1] > 12);
        self.half_days |= written.half_day;
        for (run, order) in self.runs.iter_mut().zip([Order::DayFirst, Order::MonthFirst]) {
            let Some(now) = written.moment(order).and_then(Moment::stamp).map(|s| s.nanos()) else {
                continue;
            };
            if let Some(before) = run.before.replace(now) {
                run.up += u64::from(now > before);
                run.down += u64::from(now < before);
            }
        }
    }

    pub(crate) fn order(&self) -> Order {
        let turns = |run: &Run| run.up.min(run.down);
        let [day_first, month_first] = &self.runs;
        match (self.day_first, self.month_first) {
            (d, m) if d > m => Order::DayFirst,
            (d, m) if d < m => Order::MonthFirst,
            _ if turns(day_first) < turns(month_first) => Order::DayFirst,
            _ if turns(day_first) > turns(month_first) => Order::MonthFirst,
            _ if self.half_days => Order::MonthFirst,
            _ => Order::DayFirst,
        }
    }
}

/// Reads a file for nothing but its dates.
pub(crate) struct Probe<F> {
    pub(crate) starts: fn(&[u8]) -> bool,
    pub(crate) date: F,
    pub(crate) votes: Votes,
}

impl<F: Fn(&str) -> Option<Written>> LineFormat for Probe<F> {
    fn starts(&self, line: &[u8]) -> bool {
        (self.starts)(line)
    }

    fn see(&mut self, record: &[u8], _: bool) -> Option<u32> {
        let text = String::from_utf8_lossy(&record[..record.len().min(4096)]);
        if let Some(written) = (self.date)(&text) {
            self.votes.see(&written);
        }
        None
    }

    fn parse<'a>(&self, text: &'a str, _: u32, line: u64) -> (Record<'a>, bool) {
        (crate::record::text_record(line, text), true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, order: Order) -> Option<String> {
        Written::parse(text)?.moment(order)?.stamp().map(|s| s.to_string())
    }

    #[test]
    fn reads_each_region() {
        for (text, order, expected) in [
            ("11/2/2026 10:13:07 AM", Order::MonthFirst, "2026-11-02T10:13:07"),
            ("11/2/2026 12:13:07 AM", Order::MonthFirst, "2026-11-02T00:13:07"),
            ("3/6/2026 9:01:39\u{202F}PM", Order::MonthFirst, "2026-03-06T21:01:39"),
            ("02/11/2026 10:13:07", Order::DayFirst, "2026-11-02T10:13:07"),
            ("2026/09/29 8:53:00", Order::DayFirst, "2026-09-29T08:53:00"),
            ("29.09.2026 08:53:00", Order::MonthFirst, "2026-09-29T08:53:00"),
            ("2026-03-05T23:58:52.0001851Z", Order::MonthFirst, "2026-03-05T23:58:52.0001851Z"),
            ("2026-03-05T23:58:52.000", Order::MonthFirst, "2026-03-05T23:58:52"),
        ] {
            assert_eq!(read(text, order).as_deref(), Some(expected), "{text}");
        }
        for wrong in ["", "813", "29.09.2026", "10.0.0.1 10:00:00 GET", "13/13/2026 10:00:00", "a/b/c 1:2:3"]
        {
            assert_eq!(read(wrong, Order::DayFirst), None, "{wrong}");
        }
    }

    #[test]
    fn finds_the_order() {
        let order = |dates: &[&str]| {
            let mut votes = Votes::default();
            dates.iter().filter_map(|d| Written::parse(d)).for_each(|w| votes.see(&w));
            votes.order()
        };
        assert_eq!(order(&["01/02/2026 10:00:00", "13/02/2026 10:00:00"]), Order::DayFirst);
        assert_eq!(order(&["01/02/2026 10:00:00", "02/13/2026 10:00:00"]), Order::MonthFirst);
        assert_eq!(order(&["3/6/2026 10:00:00 AM"]), Order::MonthFirst);
        assert_eq!(order(&["3/6/2026 10:00:00"]), Order::DayFirst);
        // By day first these run 1 Dec, 2 Dec, 3 Jan (next year's file would say so): one way only as month first.
        assert_eq!(
            order(&["12/01/2025 10:00:00", "01/02/2026 10:00:00", "02/01/2026 10:00:00"]),
            Order::MonthFirst
        );
    }
}
