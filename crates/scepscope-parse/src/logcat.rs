//! Android's system log as `logcat` and bug reports write it, in the formats threadtime, time, brief and long.
//!
//! What an app logs as one entry of several lines, logcat writes as several lines with the same columns: the lines of
//! a stack trace are put together again. Times are the device's local ones, without a year unless asked for.

use std::borrow::Cow;

use scepscope_model::{Clock, Level, Offset, Platform, Record};

use crate::SourceSummary;
use crate::lines::LineFormat;
use crate::record::{summary, text_record};
use crate::when::{Date, Moment, Times, clock, digits, iso_date, zone};
use crate::yearless::{DayOfYear, Yearless};

/// The line of a bug report that tells when it was made.
const DUMPSTATE: &str = "== dumpstate: ";

/// Words by which lines of the enrolling apps are known.
const ENROLS: [&str; 4] = ["omadm", "jscep", "OMADM", "certmgr"];

/// A system log while it is read.
#[derive(Debug, Default)]
pub(crate) struct Logcat {
    times: Times,
    dates: Yearless,
    /// Whether the file itself tells the year.
    year_told: bool,
    verbose: bool,
}

#[derive(Debug, Clone, Copy)]
enum Day {
    Full(Date),
    Yearless(DayOfYear),
}

#[derive(Debug)]
struct Head<'a> {
    day: Option<Day>,
    clock: Option<i64>,
    offset: Offset,
    level: Level,
    tag: &'a str,
    process_id: Option<u32>,
    thread_id: Option<u64>,
    /// What follows on the line; `None` in the format long, where the message has lines of its own.
    message: Option<&'a str>,
}

fn level(letter: &str) -> Option<Level> {
    Some(match letter {
        "V" => Level::Verbose,
        "D" => Level::Debug,
        "I" => Level::Info,
        "W" => Level::Warning,
        "E" => Level::Error,
        "F" | "A" => Level::Fault,
        _ => return None,
    })
}

/// `03-02 07:40:12.464 `, also with a year before it or an offset behind it.
fn time(text: &str) -> Option<(Day, i64, Offset, &str)> {
    let bytes = text.as_bytes();
    let (day, rest) = match iso_date(bytes) {
        Some((date, rest)) => (Day::Full(date), rest),
        None => {
            let (month, rest) = digits(bytes, 2, 2)?;
            let (day, rest) = digits(rest.strip_prefix(b"-")?, 2, 2)?;
            (Day::Yearless(DayOfYear::new(month, day)?), rest)
        }
    };
    let rest = rest.strip_prefix(b" ")?;
    // Always with a fraction: what tells these lines from those of other logs.
    if rest.get(8) != Some(&b'.') {
        return None;
    }
    let (clock, rest) = clock(rest)?;
    let (offset, rest) = match rest.strip_prefix(b" ").and_then(zone) {
        Some((offset, after)) => (offset, after),
        None => (Offset::Unknown, rest),
    };
    let rest = text.get(text.len() - rest.len()..)?;
    rest.starts_with(' ').then(|| (day, clock, offset, rest.trim_start_matches(' ')))
}

fn word(text: &str) -> Option<(&str, &str)> {
    let (word, rest) = text.split_once(' ')?;
    Some((word, rest.trim_start_matches(' ')))
}

/// `V/Tag     (11319): message`
fn brief(text: &str) -> Option<(Level, &str, u32, &str)> {
    let (letter, rest) = text.split_once('/')?;
    let level = level(letter)?;
    let at = rest.find('(').filter(|at| *at <= 128)?;
    let (tag, rest) = rest.split_at(at);
    if tag.trim_end().contains(' ') {
        return None;
    }
    let (id, rest) = rest.get(1..)?.split_once(')')?;
    let message = rest.strip_prefix(':')?;
    Some((level, tag.trim_end(), id.trim().parse().ok()?, message.strip_prefix(' ').unwrap_or(message)))
}

/// `11319    33 V Tag     : message`, with the app's user id before it where logcat was asked for it.
fn threadtime(text: &str) -> Option<(Level, &str, u32, u64, &str)> {
    let (first, rest) = word(text)?;
    let (second, rest) = word(rest)?;
    let (third, after) = word(rest)?;
    let (process, thread, letter, rest) = match level(third) {
        Some(level) => (first, second, level, after),
        None => {
            let (letter, rest) = word(after)?;
            (second, third, level(letter)?, rest)
        }
    };
    let (tag, message) = match rest.split_once(": ") {
        Some(parts) => parts,
        None => (rest.strip_suffix(':')?, ""),
    };
    Some((letter, tag.trim_end(), process.parse().ok()?, thread.parse().ok()?, message))
}

/// `[ 03-02 07:40:12.464 11319:   33 V/Tag ]`
fn long(line: &str) -> Option<Head<'_>> {
    let inner = line.strip_prefix("[ ")?.trim_end().strip_suffix(']')?.trim_end();
    let (day, clock, offset, rest) = time(inner)?;
    let (process, rest) = rest.split_once(':')?;
    let (thread, rest) = word(rest.trim_start())?;
    let (letter, tag) = rest.split_once('/')?;
    Some(Head {
        day: Some(day),
        clock: Some(clock),
        offset,
        level: level(letter)?,
        tag: tag.trim(),
        process_id: Some(process.trim().parse().ok()?),
        thread_id: thread.parse().ok(),
        message: None,
    })
}

fn head(line: &str) -> Option<Head<'_>> {
    if line.starts_with('[') {
        return long(line);
    }
    let (when, rest) = match time(line) {
        Some((day, clock, offset, rest)) => (Some((day, clock, offset)), rest),
        None => (None, line),
    };
    let (day, clock, offset) = match when {
        Some((day, clock, offset)) => (Some(day), Some(clock), offset),
        None => (None, None, Offset::Unknown),
    };
    if let Some((level, tag, process, message)) = brief(rest) {
        let process_id = Some(process);
        return Some(Head {
            day,
            clock,
            offset,
            level,
            tag,
            process_id,
            thread_id: None,
            message: Some(message),
        });
    }
    day?;
    let (level, tag, process, thread, message) = threadtime(rest)?;
    Some(Head {
        day,
        clock,
        offset,
        level,
        tag,
        process_id: Some(process),
        thread_id: Some(thread),
        message: Some(message),
    })
}

/// Whether a message goes on with the entry above: the lines of a stack trace.
fn goes_on(message: &str) -> bool {
    message.starts_with([' ', '\t']) || message.starts_with("Caused by: ") || message.starts_with("... ")
}

/// Whether an entry starts with the line.
pub(crate) fn is_entry(line: &[u8]) -> bool {
    // Cheap way out: a digit of a time, a letter with its slash, or a bracket.
    let possible = matches!(
        line,
        [b'0'..=b'9', ..] | [b'[', b' ', ..] | [b'V' | b'D' | b'I' | b'W' | b'E' | b'F' | b'A', b'/', ..]
    );
    possible && head(&String::from_utf8_lossy(line)).is_some()
}

/// When a bug report was made, by its heading.
pub(crate) fn dumpstate(text: &str) -> Option<scepscope_model::Stamp> {
    let (_, rest) = text.split_once(DUMPSTATE)?;
    let (date, rest) = iso_date(rest.as_bytes())?;
    let (clock, _) = clock(rest.strip_prefix(b" ")?)?;
    Moment::new(date, clock, Offset::Unknown).stamp()
}

impl Logcat {
    /// `year`: that of the first record. `told`: whether the file itself tells it.
    pub(crate) fn new(year: Option<u32>, told: bool) -> Logcat {
        Logcat { dates: Yearless::in_year(year), year_told: told, ..Logcat::default() }
    }

    pub(crate) fn dates(&self) -> &Yearless {
        &self.dates
    }

    pub(crate) fn summary(&self, records: u64) -> SourceSummary {
        let whole = summary(records, &self.times, Platform::Android);
        let clock = match (self.dates.is_empty(), self.dates.has_year()) {
            (false, false) => Clock::NoDate,
            (false, true) if !self.year_told && whole.clock == Clock::UnknownOffset => Clock::AssumedYear,
            _ => whole.clock,
        };
        SourceSummary { verbose: Some(self.verbose), clock, ..whole }
    }

    fn moment(&self, head: &Head<'_>, turns: u32) -> Option<Moment> {
        Some(match head.day? {
            Day::Full(date) => Moment::new(date, head.clock?, head.offset),
            Day::Yearless(day) => self.dates.moment(day, turns, head.clock?, head.offset),
        })
    }
}

impl LineFormat for Logcat {
    fn starts(&self, line: &[u8]) -> bool {
        is_entry(line)
            && head(&String::from_utf8_lossy(line)).is_some_and(|h| !h.message.is_some_and(goes_on))
    }

    fn see(&mut self, record: &[u8], head_seen: bool) -> Option<u32> {
        // Above the first entry stand the headings of a bug report.
        if !head_seen {
            return None;
        }
        let text = String::from_utf8_lossy(&record[..record.len().min(1024)]);
        let head = head(text.lines().next()?)?;
        let turns = match head.day {
            Some(Day::Yearless(day)) => self.dates.see(day),
            _ => 0,
        };
        if let Some(moment) = self.moment(&head, turns) {
            self.times.see(moment);
        }
        self.verbose |= head.level == Level::Verbose && ENROLS.iter().any(|word| text.contains(word));
        Some(turns)
    }

    fn parse<'a>(&self, text: &'a str, turns: u32, line: u64) -> (Record<'a>, bool) {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let Some(head) = head(first) else { return (text_record(line, text), true) };
        let message = match head.message {
            // The format long: the message up to the blank line, which ends it.
            None => Cow::Borrowed(rest.trim_end()),
            Some(message) if rest.is_empty() => Cow::Borrowed(message.trim_end()),
            Some(message) => joined(message, rest, &head),
        };
        let complete = !message.is_empty();
        let record = Record {
            time: self.moment(&head, turns).and_then(Moment::stamp),
            level: head.level,
            origin: Cow::Borrowed(head.tag),
            process_id: head.process_id,
            thread_id: head.thread_id,
            message,
            ..text_record(line, "")
        };
        (record, complete)
    }
}

/// The lines of one entry without their columns. Lines of other writers that came between are left out.
fn joined<'a>(message: &str, rest: &str, first: &Head<'_>) -> Cow<'a, str> {
    let mut text = message.to_owned();
    for line in rest.lines() {
        let next = head(line).filter(|next| {
            next.tag == first.tag && next.process_id == first.process_id && next.thread_id == first.thread_id
        });
        if let Some(part) = next.and_then(|next| next.message) {
            text.push('\n');
            text.push_str(part);
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_format() {
        let tag = "org.jscep.transport.UrlConnectionGetTransport";
        for (text, time, thread) in [
            (
                format!("03-02 07:40:12.464 11319    33 V {tag}: Sending GetCACaps(ca) to https://x/y"),
                Some("07:40:12.464"),
                Some(33),
            ),
            (
                format!(
                    "03-02 07:40:12.464  10123 11319    33 V {tag}  : Sending GetCACaps(ca) to https://x/y"
                ),
                Some("07:40:12.464"),
                Some(33),
            ),
            (
                format!(
                    "2026-03-02 07:40:12.464 +0900 11319    33 V {tag}: Sending GetCACaps(ca) to https://x/y"
                ),
                Some("2026-03-02T07:40:12.464+09:00"),
                Some(33),
            ),
            (
                format!("03-02 07:40:12.464 V/{tag}(11319): Sending GetCACaps(ca) to https://x/y"),
                Some("07:40:12.464"),
                None,
            ),
            (format!("V/{tag}(11319): Sending GetCACaps(ca) to https://x/y"), None, None),
            (
                format!("[ 03-02 07:40:12.464 11319:   33 V/{tag} ]\nSending GetCACaps(ca) to https://x/y\n"),
                Some("07:40:12.464"),
                Some(33),
            ),
        ] {
            assert!(is_entry(text.lines().next().unwrap().as_bytes()), "{text}");
            let (record, complete) = Logcat::default().parse(&text, 0, 1);
            assert!(complete, "{text}");
            assert_eq!((record.origin.as_ref(), record.level), (tag, Level::Verbose), "{text}");
            assert_eq!(record.message, "Sending GetCACaps(ca) to https://x/y", "{text}");
            assert_eq!(record.time.map(|t| t.to_string()).as_deref(), time, "{text}");
            assert_eq!((record.process_id, record.thread_id), (Some(11319), thread), "{text}");
        }
    }

    #[test]
    fn puts_a_stack_trace_together() {
        let text = "03-02 07:40:13.001 1 2 W Job: org.jscep.transport.TransportException: Error connecting to server\n\
                    03-02 07:40:13.001 1 2 W Job: \tat org.jscep.transport.X.send(Unknown Source:12)\n\
                    03-02 07:40:13.001 9 9 W Other: \tat com.other.Y(Unknown Source:3)\n\
                    03-02 07:40:13.001 1 2 W Job: Caused by: java.net.UnknownHostException: Unable to resolve host";
        let log = Logcat::default();
        let starts: Vec<bool> = text.lines().map(|l| log.starts(l.as_bytes())).collect();
        assert_eq!(starts, [true, false, false, false]);
        let (record, _) = log.parse(text, 0, 1);
        assert_eq!(
            record.message,
            "org.jscep.transport.TransportException: Error connecting to server\n\tat org.jscep.transport.X.send(Unknown Source:12)\nCaused by: java.net.UnknownHostException: Unable to resolve host"
        );
    }

    #[test]
    fn a_bug_report_tells_its_date() {
        let stamp = dumpstate("========\n== dumpstate: 2026-03-02 07:41:00\n").unwrap();
        assert_eq!(stamp.to_string(), "2026-03-02T07:41:00");
        assert_eq!(dumpstate("== dumpstate: soon"), None);
    }

    #[test]
    fn other_lines_are_none() {
        for line in [
            "2026-05-05 15:30:00.917 Db  profiled[123:db1ec] x: y",
            "2026-11-03 03:29:24 10.1.1.8 GET /",
            "--------- beginning of main",
            "I/O error (12): x y",
            "03-02 07:40 11319 33 V tag: m",
            "[connected]",
        ] {
            assert!(!is_entry(line.as_bytes()), "{line}");
        }
    }
}
