//! Logs in the W3C extended format: IIS, and HTTP.sys's HTTPERR.
//!
//! `#Fields` names the columns and may change inside a file. Time is UTC (Microsoft Learn, "W3C logging": the fields
//! `date` and `time` are in UTC). Without a date column the day is that of `#Date`, and goes on at midnight. Where no
//! line names the columns, as in published excerpts, the usual order is taken where it fits: see
//! [`w3c_line`](super::w3c_line).

use std::borrow::Cow;
use std::cell::Cell;

use memchr::memchr_iter;
use scepscope_model::{Clock, Field, Offset, Platform, Record, Stamp};

use super::stretches::Stretches;
use super::w3c_line;
use crate::limits::{MAX_COLUMNS, MAX_LAYOUTS, PROBE_BYTES, QUIET_SECONDS};
use crate::lines::LineFormat;
use crate::record::{summary, text_record};
use crate::when::{Midnights, Moment, Times, clock, iso_date};
use crate::{Coverage, Layout, ProblemReason, SourceSummary};

/// No `#Fields` line stands above the record.
const NO_LAYOUT: u32 = u32::MAX;
const NANOS: i64 = 1_000_000_000;
/// `2026-11-02 04:`
const HOUR_BYTES: usize = 14;

/// What holds for the records below a header line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Context {
    layout: usize,
    /// Days since 1970, where the date is that of `#Date`.
    day: Option<i64>,
}

/// Where date and time stand in a record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct TimeColumns {
    date: Option<usize>,
    time: Option<usize>,
}

/// Such a log while it is read.
#[derive(Debug)]
pub(crate) struct W3c {
    /// Whether a line is a record of its own: false where excerpts wrap their lines.
    headed: bool,
    layouts: Vec<Layout>,
    columns: Vec<TimeColumns>,
    contexts: Vec<Context>,
    current: u32,
    header_day: Option<i64>,
    midnights: Midnights,
    undated: bool,
    times: Times,
    /// Oldest and newest second.
    range: Option<(i64, i64)>,
    first: Option<i64>,
    last: Option<i64>,
    /// The hour that the last record was of, and its first second.
    hour: [u8; HOUR_BYTES],
    hour_second: i64,
    stretches: Stretches,
    without_layout: u64,
    too_many_layouts: u64,
    mismatches: Cell<u64>,
}

/// Whether the line names columns.
pub(crate) fn names_fields(line: &[u8]) -> bool {
    line.starts_with(b"#Fields:")
}

/// Whether the line is a request to NDES or its connector, in the usual order of columns but without all of them.
pub(crate) fn is_excerpt(line: &str) -> bool {
    (line.contains(" /certsrv/mscep/") || line.contains(" /CertificateRegistrationSvc/"))
        && w3c_line::starts(&line.as_bytes()[..line.len().min(PROBE_BYTES)])
}

impl W3c {
    pub(crate) fn new(headed: bool) -> W3c {
        W3c {
            headed,
            layouts: Vec::new(),
            columns: Vec::new(),
            contexts: Vec::new(),
            current: NO_LAYOUT,
            header_day: None,
            midnights: Midnights::default(),
            undated: false,
            times: Times::default(),
            range: None,
            first: None,
            last: None,
            hour: [0; HOUR_BYTES],
            hour_second: 0,
            stretches: Stretches::default(),
            without_layout: 0,
            too_many_layouts: 0,
            mismatches: Cell::new(0),
        }
    }

    pub(crate) fn summary(&self, records: u64) -> SourceSummary {
        let mut times = self.times;
        if let (Some((oldest, newest)), Some(first), Some(last)) = (self.range, self.first, self.last) {
            for second in [first, oldest, newest, last] {
                if let Some(moment) = Moment::from_unix_second(second) {
                    times.see(moment);
                }
            }
        }
        let mut layouts = self.layouts.clone();
        if self.without_layout > 0 {
            let fields = w3c_line::USUAL.iter().map(|name| (*name).to_owned()).collect();
            layouts.push(Layout { fields, records: self.without_layout, assumed: true });
        }
        let plain = summary(records, &times, Platform::Unknown);
        let clock = if self.undated && self.range.is_none() { Clock::NoDate } else { plain.clock };
        let stretches = self.stretches.stamps();
        SourceSummary { clock, coverage: Some(Coverage { stretches, layouts }), ..plain }
    }

    fn directive(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        if let Some(date) = line.strip_prefix("#Date:") {
            self.header_day = iso_date(date.trim_start().as_bytes()).map(|(date, _)| date.days());
            self.midnights = Midnights::default();
        } else if let Some(fields) = line.strip_prefix("#Fields:") {
            let fields: Vec<String> =
                fields.split_whitespace().take(MAX_COLUMNS).map(str::to_owned).collect();
            let known = self.layouts.iter().position(|l| l.fields == fields);
            let layout = known.unwrap_or_else(|| {
                let position = |name: &str| fields.iter().position(|f| f.eq_ignore_ascii_case(name));
                self.columns.push(TimeColumns { date: position("date"), time: position("time") });
                self.layouts.push(Layout { fields, records: 0, assumed: false });
                self.layouts.len() - 1
            });
            self.enter(layout, 0);
        }
    }

    /// Makes the layout, on the day of the header and so many midnights later, the one that holds from here.
    fn enter(&mut self, layout: usize, midnights: u32) {
        let dated = self.columns.get(layout).is_some_and(|c| c.date.is_some());
        let day = self.header_day.filter(|_| !dated).map(|day| day + i64::from(midnights));
        let context = Context { layout, day };
        if let Some(known) = self.contexts.iter().rposition(|c| *c == context) {
            self.current = known as u32;
        } else if self.contexts.len() < MAX_LAYOUTS {
            self.current = self.contexts.len() as u32;
            self.contexts.push(context);
        } else {
            self.too_many_layouts += 1;
            self.current = NO_LAYOUT;
        }
    }

    /// Counts the record and notes its time.
    fn note(&mut self, record: &[u8]) {
        let Some(context) = self.contexts.get(self.current as usize) else {
            self.without_layout += 1;
            if let Some(second) = w3c_line::leading_time(record) {
                self.second(second);
            }
            return;
        };
        let layout = context.layout;
        self.layouts[layout].records += 1;
        match self.columns[layout] {
            TimeColumns { date: Some(0), time: Some(1) } => {
                if let Some(second) = self.cached_second(record) {
                    self.second(second);
                }
            }
            TimeColumns { date: Some(date), time: Some(time) } => {
                let column = |at| record.split(|b| *b == b' ').filter(|c| !c.is_empty()).nth(at);
                if let (Some(date), Some(time)) = (column(date), column(time))
                    && let Some(second) = second_of(date, time)
                {
                    self.second(second);
                }
            }
            TimeColumns { date: None, time: Some(time) } => {
                let column = record.split(|b| *b == b' ').filter(|c| !c.is_empty()).nth(time);
                if let Some((clock, _)) = column.and_then(clock) {
                    self.time_only(layout, clock);
                }
            }
            _ => {}
        }
    }

    fn time_only(&mut self, layout: usize, clock: i64) {
        let midnights = self.midnights.day_of(clock);
        match self.header_day {
            Some(day) => {
                self.enter(layout, midnights);
                self.second((day + i64::from(midnights)) * 86_400 + clock / NANOS);
            }
            None => {
                self.undated = true;
                self.times.see(Moment::undated(midnights, clock, Offset::Known(0)));
            }
        }
    }

    #[inline]
    fn second(&mut self, second: i64) {
        self.range = Some(self.range.map_or((second, second), |(a, b)| (a.min(second), b.max(second))));
        if self.first.is_none() {
            self.first = Some(second);
        }
        self.last = Some(second);
        self.stretches.see(second);
    }

    /// The second of a record that begins with date and time. Most records are of the hour of the one before.
    #[inline]
    fn cached_second(&mut self, record: &[u8]) -> Option<i64> {
        let head = record.first_chunk::<19>()?;
        if head[..HOUR_BYTES] != self.hour {
            let second = second_of(&head[..10], &head[11..])?;
            self.hour.copy_from_slice(&head[..HOUR_BYTES]);
            self.hour_second = second.div_euclid(3600) * 3600;
            return Some(second);
        }
        let digit = |at: usize| i64::from(head[at].wrapping_sub(b'0'));
        let (minute, second) = (digit(14) * 10 + digit(15), digit(17) * 10 + digit(18));
        (minute < 60 && second < 61 && head[16] == b':').then_some(self.hour_second + minute * 60 + second)
    }
}

fn stamp(second: i64) -> Option<Stamp> {
    Moment::from_unix_second(second).and_then(Moment::stamp)
}

pub(super) fn second_of(date: &[u8], time: &[u8]) -> Option<i64> {
    let (date, _) = iso_date(date)?;
    let (clock, _) = clock(time)?;
    Some(date.days() * 86_400 + clock / NANOS)
}

impl LineFormat for W3c {
    fn starts(&self, line: &[u8]) -> bool {
        self.headed || line.starts_with(b"#") || w3c_line::starts(line)
    }

    fn see(&mut self, record: &[u8], _: bool) -> Option<u32> {
        match record.first() {
            Some(b'#') => {
                self.directive(record);
                return None;
            }
            Some(b'\0') | None => return None,
            Some(b' ') if record.trim_ascii().is_empty() => return None,
            _ => {}
        }
        self.note(record);
        Some(self.current)
    }

    fn by_line(&self) -> bool {
        self.headed
    }

    /// Lines that begin with date and time, from the first to the last within [`QUIET_SECONDS`]: what stands between is of
    /// the same stretch, as servers write in order. Lines out of order among them move no end of a stretch.
    fn skim(&mut self, lines: &[u8], longest: usize) -> Option<u64> {
        let layout = self.contexts.get(self.current as usize)?.layout;
        let times = self.columns[layout];
        let body = lines.strip_suffix(b"\n")?;
        if (times.date, times.time) != (Some(0), Some(1)) || !body.first()?.is_ascii_digit() {
            return None;
        }
        let mut records = 1;
        let mut start = 0;
        for newline in memchr_iter(b'\n', body) {
            let next = body.get(newline + 1)?;
            if !next.is_ascii_digit() || newline - start >= longest {
                return None;
            }
            start = newline + 1;
            records += 1;
        }
        let first = w3c_line::leading_time(lines)?;
        let last = w3c_line::leading_time(&lines[start..])?;
        if body.len() - start >= longest || !(0..=QUIET_SECONDS).contains(&(last - first)) {
            return None;
        }
        self.layouts[layout].records += records;
        self.second(first);
        self.second(last);
        Some(records)
    }

    fn parse<'a>(&self, text: &'a str, mark: u32, line: u64) -> (Record<'a>, bool) {
        let record = text_record(line, text);
        let Some(context) = self.contexts.get(mark as usize) else {
            return match w3c_line::parse(text) {
                Some((fields, second)) => (Record { fields, time: second.and_then(stamp), ..record }, true),
                None => (record, true),
            };
        };
        let names = &self.layouts[context.layout].fields;
        let columns: Vec<&str> = text.split(' ').filter(|c| !c.is_empty()).collect();
        if columns.len() != names.len() {
            self.mismatches.set(self.mismatches.get() + 1);
            return (record, columns.len() > names.len());
        }
        let times = self.columns[context.layout];
        let column = |at: Option<usize>| at.and_then(|at| columns.get(at).copied());
        let time = match (column(times.date), column(times.time), context.day) {
            (Some(date), Some(time), _) => second_of(date.as_bytes(), time.as_bytes()).and_then(stamp),
            (None, Some(time), Some(day)) => {
                clock(time.as_bytes()).and_then(|(clock, _)| stamp(day * 86_400 + clock / NANOS))
            }
            (None, Some(time), None) => clock(time.as_bytes())
                .and_then(|(clock, _)| Moment::undated(0, clock, Offset::Known(0)).stamp()),
            _ => None,
        };
        let fields = names
            .iter()
            .zip(&columns)
            .map(|(name, value)| Field { name: Cow::Owned(name.clone()), value: Cow::Borrowed(*value) })
            .collect();
        (Record { fields, time, ..record }, true)
    }

    fn problems(&self) -> Vec<(ProblemReason, u64)> {
        vec![
            (ProblemReason::NoFieldHeader, self.without_layout.saturating_sub(self.too_many_layouts)),
            (ProblemReason::ColumnMismatch, self.mismatches.get()),
            (ProblemReason::TooManyLayouts, self.too_many_layouts),
        ]
    }
}
