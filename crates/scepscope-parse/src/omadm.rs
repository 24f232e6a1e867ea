//! Logs of the Intune apps on Android: OMADM.log, OMADMLog_N.log, CloudExtension.log.
//!
//! Three layouts of one line are known: 2018 `time LEVEL Event class pid tid message`, 2019 without the `Event`
//! column, 2024 separated by TABs. Columns of the older ones are two or four spaces apart, padded or not. A line
//! that starts with a time starts a record; all others (XML, stack traces) belong to the one above.

use std::borrow::Cow;

use scepscope_model::{Level, Locator, Offset, Platform, Record};

use crate::SourceSummary;
use crate::lines::LineFormat;
use crate::record::{summary, text_record};
use crate::when::{Moment, Times, clock, iso_date};

/// `2026-03-02T07:40:12.4640000`: seven digits of fraction.
const TIME_BYTES: usize = 27;

/// Times are kept as written while scanning: as bytes they order like what they mean.
type RawTime = [u8; TIME_BYTES];

/// One OMADM log while it is read.
#[derive(Debug, Default)]
pub(crate) struct Omadm {
    first: Option<RawTime>,
    oldest: RawTime,
    newest: RawTime,
    last: RawTime,
    verbose: bool,
}

impl Omadm {
    pub(crate) fn summary(&self, records: u64) -> SourceSummary {
        let mut times = Times::default();
        if let Some(first) = self.first {
            for raw in [first, self.oldest, self.newest, self.last] {
                if let Some(moment) = moment(&raw) {
                    times.see(moment);
                }
            }
        }
        SourceSummary { verbose: Some(self.verbose), ..summary(records, &times, Platform::Android) }
    }
}

fn moment(text: &[u8]) -> Option<Moment> {
    let (date, rest) = iso_date(text)?;
    let (clock, _) = clock(rest.strip_prefix(b"T")?)?;
    Some(Moment::new(date, clock, Offset::AssumedUtc))
}

/// Whether the line starts with a time, looking at no more than is needed for each of millions of lines.
pub(crate) fn starts_with_time(line: &[u8]) -> bool {
    let Some(head) = line.first_chunk::<19>() else { return false };
    let two = |at: usize| {
        let (a, b) = (head[at].wrapping_sub(b'0'), head[at + 1].wrapping_sub(b'0'));
        if a < 10 && b < 10 { a * 10 + b } else { 99 }
    };
    head[10] == b'T'
        && head[4] == b'-'
        && head[7] == b'-'
        && head[13] == b':'
        && head[16] == b':'
        && two(0) < 99
        && two(2) < 99
        && (1..=12).contains(&two(5))
        && (1..=31).contains(&two(8))
        && two(11) < 24
        && two(14) < 60
        && two(17) <= 60
}

/// The level and where it ends, of a line without its time.
fn level(rest: &str) -> Option<(Level, &str)> {
    let rest = rest.trim_start_matches([' ', '\t']);
    let end = rest.find([' ', '\t']).unwrap_or(rest.len());
    let level = match &rest[..end] {
        "VERB" | "VERBOSE" => Level::Verbose,
        "DEBG" | "DEBUG" => Level::Debug,
        "INFO" => Level::Info,
        "WARN" | "WARNING" => Level::Warning,
        "EROR" | "ERRO" | "ERROR" | "SEVERE" => Level::Error,
        "CRIT" | "FATL" | "FATAL" => Level::Fault,
        _ => return None,
    };
    Some((level, &rest[end..]))
}

/// Whether the line looks like one of such a log, time and level.
pub(crate) fn is_entry(line: &[u8]) -> bool {
    let rest = &line[line.len().min(19)..];
    let after =
        rest.iter().position(|b| !matches!(b, b'.' | b',' | b'0'..=b'9' | b'Z')).unwrap_or(rest.len());
    starts_with_time(line) && level(&String::from_utf8_lossy(&rest[after..])).is_some()
}

struct Columns<'a> {
    class: &'a str,
    process_id: u32,
    thread_id: u64,
    message: &'a str,
}

/// The columns after the level. `None` while any up to the message is missing.
fn columns(rest: &str) -> Option<Columns<'_>> {
    let end = rest.find('\n').unwrap_or(rest.len());
    let tabbed = rest.starts_with('\t');
    let next = |from: usize| -> Option<(&str, usize)> {
        let line = rest.get(from..end)?;
        let skipped =
            line.len() - line.trim_start_matches(if tabbed { &['\t'][..] } else { &[' ', '\t'][..] }).len();
        let column = &line[skipped..];
        let length = column.find(if tabbed { &['\t'][..] } else { &[' ', '\t'][..] })?;
        (length > 0).then(|| (&column[..length], from + skipped + length))
    };
    let (mut class, mut at) = next(0)?;
    let (mut process, mut after) = next(at)?;
    if class == "Event" && process.trim().parse::<u32>().is_err() {
        class = process;
        (process, after) = next(after)?;
    }
    at = after;
    let (thread, after) = next(at)?;
    let message = rest.get(after..)?;
    let message = message.strip_prefix('\t').unwrap_or(message).trim_start_matches(' ');
    Some(Columns {
        class: class.trim(),
        process_id: process.trim().parse().ok()?,
        thread_id: thread.trim().parse().ok()?,
        message,
    })
}

impl LineFormat for Omadm {
    fn starts(&self, line: &[u8]) -> bool {
        starts_with_time(line)
    }

    fn see(&mut self, record: &[u8], head: bool) -> Option<u32> {
        if !head {
            return (!record.trim_ascii().is_empty()).then_some(0);
        }
        let mut raw: RawTime = [b'0'; TIME_BYTES];
        let length = record.len().min(TIME_BYTES);
        raw[..length].copy_from_slice(&record[..length]);
        if self.first.is_none() {
            self.first = Some(raw);
            (self.oldest, self.newest) = (raw, raw);
        }
        if raw > self.newest {
            self.newest = raw;
        } else if raw < self.oldest {
            self.oldest = raw;
        }
        self.last = raw;
        if !self.verbose {
            let rest =
                &record[record.iter().position(|b| matches!(b, b' ' | b'\t')).unwrap_or(record.len())..];
            self.verbose = rest.trim_ascii_start().starts_with(b"VERB");
        }
        Some(0)
    }

    fn parse<'a>(&self, text: &'a str, _: u32, line: u64) -> (Record<'a>, bool) {
        let time = moment(text.as_bytes());
        let end = text.find([' ', '\t', '\n']).unwrap_or(text.len());
        let dated = starts_with_time(text.as_bytes());
        // Published excerpts write the word `Time` for it.
        let after = if dated || text.starts_with("Time") { &text[end..] } else { text };
        let Some((level, rest)) = level(after) else {
            return (
                Record { time: time.and_then(Moment::stamp), ..text_record(line, after.trim_start()) },
                !dated,
            );
        };
        let record =
            Record { time: time.and_then(Moment::stamp), level, ..text_record(line, rest.trim_start()) };
        match columns(rest) {
            None => (record, false),
            Some(columns) => {
                let complete = !columns.message.is_empty();
                let record = Record {
                    locator: Locator::Line(line),
                    origin: Cow::Borrowed(columns.class),
                    process_id: Some(columns.process_id),
                    thread_id: Some(columns.thread_id),
                    message: Cow::Borrowed(columns.message),
                    ..record
                };
                (record, complete)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Record<'_>, bool) {
        Omadm::default().parse(text, 0, 7)
    }

    #[test]
    fn reads_each_layout() {
        for text in [
            "2026-03-02T07:40:12.4640000    VERB    Event     a.b.C    11319       33    There are 1 requests",
            "2026-03-02T07:40:12.4640000  VERB  Event  a.b.C  11319     33 There are 1 requests",
            "2026-03-02T07:40:12.4640000    VERB    a.b.C    11319    00033    There are 1 requests",
            "2026-03-02T07:40:12.4640000\tVERB\ta.b.C\t11319\t   33\tThere are 1 requests",
        ] {
            let (record, complete) = parse(text);
            assert!(complete, "{text}");
            assert_eq!(record.time.unwrap().to_string(), "2026-03-02T07:40:12.464Z");
            assert_eq!((record.level, record.origin.as_ref()), (Level::Verbose, "a.b.C"));
            assert_eq!((record.process_id, record.thread_id), (Some(11319), Some(33)));
            assert_eq!(record.message, "There are 1 requests");
            assert_eq!(record.locator, Locator::Line(7));
        }
    }

    #[test]
    fn keeps_the_lines_below() {
        let (record, _) =
            parse("2026-03-02T07:40:12.4639999\tEROR\tNone\t1\t 2\tfailed\nCaused by: x\n\tat y");
        assert_eq!(record.message, "failed\nCaused by: x\n\tat y");
        assert_eq!((record.origin.as_ref(), record.level), ("None", Level::Error));
    }

    #[test]
    fn a_class_called_event_is_a_class() {
        let (record, _) = parse("2026-03-02T07:40:12.4640000\tINFO\tEvent\t11319\t   33\tmessage");
        assert_eq!((record.origin.as_ref(), record.process_id), ("Event", Some(11319)));
    }

    #[test]
    fn tells_a_line_without_message() {
        for text in [
            "2026-09-15T05:00:11.64",
            "2026-09-15T05:00:11.6410000\tVERB\torg.jsce",
            "2026-09-15T05:00:11.6410000\tVERB\ta\t1\t2\t",
        ] {
            assert!(!parse(text).1, "{text}");
        }
        let (record, _) = parse("2026-09-15T05:00:11.6410000\tVERB\torg.jsce");
        assert_eq!((record.level, record.message.as_ref()), (Level::Verbose, "org.jsce"));
    }
}
