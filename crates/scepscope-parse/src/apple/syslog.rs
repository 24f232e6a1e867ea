//! BSD syslog: the console of the iPhone Configuration Utility, idevicesyslog, old system.log. Neither year nor
//! offset.

use std::borrow::Cow;

use scepscope_model::{Clock, Level, Offset, Record};

use super::{Seen, level};
use crate::SourceSummary;
use crate::lines::LineFormat;
use crate::record::text_record;
use crate::when::{clock, digits};
use crate::yearless::{DayOfYear, Yearless};

const MONTHS: [&[u8; 3]; 12] =
    [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];

/// A syslog while it is read.
#[derive(Debug, Default)]
pub(crate) struct Syslog {
    seen: Seen,
    dates: Yearless,
    host: Option<String>,
}

struct Columns<'a> {
    host: &'a str,
    process: &'a str,
    process_id: Option<u32>,
    level: Level,
    message: &'a str,
}

/// `May 23 14:15:30 `: day, nanoseconds of it, and the rest.
fn head(text: &[u8]) -> Option<(DayOfYear, i64, &[u8])> {
    let name = text.get(..3)?;
    let month = MONTHS.iter().position(|m| m.as_slice() == name)? as u32 + 1;
    let rest = text.get(3..)?.strip_prefix(b" ")?;
    let (day, rest) = digits(rest.strip_prefix(b" ").unwrap_or(rest), 1, 2)?;
    let (clock, rest) = clock(rest.strip_prefix(b" ")?)?;
    let day = DayOfYear::new(month, day)?;
    rest.first().is_some_and(|b| *b == b' ').then_some((day, clock, rest))
}

/// Whether a syslog record starts with the line.
pub(crate) fn is_entry(line: &[u8]) -> bool {
    head(line).is_some()
}

/// ` host process(sender)[pid] <Level>: message`; the host may be missing.
fn columns(rest: &str) -> Option<Columns<'_>> {
    let rest = rest.trim_start_matches(' ');
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    let end = line.find(": ").or_else(|| line.strip_suffix(':').map(str::len))?;
    let message = rest[end + 1..].trim_start_matches(' ');
    let (tag, word) = match line[..end].rsplit_once(" <") {
        Some((tag, word)) => (tag, word.strip_suffix('>')),
        None => (&line[..end], None),
    };
    let (host, process) = tag.rsplit_once(' ').unwrap_or(("", tag));
    let (process, process_id) = match process.split_once('[') {
        Some((name, id)) => (name, id.strip_suffix(']').and_then(|id| id.parse().ok())),
        None => (process, None),
    };
    let process = process.split_once('(').map_or(process, |(name, _sender)| name);
    // `(Error) MC: …` tells more than the level of the syslog call.
    let inner =
        message.strip_prefix('(').and_then(|m| m.split_once(')')).and_then(|(word, _)| level(word.trim()));
    let level = inner.or_else(|| word.and_then(level)).unwrap_or(Level::Unknown);
    Some(Columns { host, process, process_id, level, message })
}

fn split(text: &str) -> Option<Columns<'_>> {
    let (_, _, rest) = head(text.as_bytes())?;
    columns(text.get(text.len() - rest.len()..)?)
}

impl LineFormat for Syslog {
    fn starts(&self, line: &[u8]) -> bool {
        is_entry(line)
    }

    fn see(&mut self, record: &[u8], head_seen: bool) -> Option<u32> {
        if !head_seen {
            return (!record.trim_ascii().is_empty()).then_some(0);
        }
        let (day, clock, _) = head(record)?;
        let turns = self.dates.see(day);
        self.seen.times.see(self.dates.moment(day, turns, clock, Offset::Unknown));
        let text = String::from_utf8_lossy(&record[..record.len().min(512)]);
        if let Some(columns) = split(&text) {
            self.seen.record(columns.process, columns.level);
            if self.host.is_none() && !columns.host.is_empty() {
                self.host = Some(columns.host.to_owned());
            }
        }
        Some(turns)
    }

    fn parse<'a>(&self, text: &'a str, turns: u32, line: u64) -> (Record<'a>, bool) {
        let time = head(text.as_bytes())
            .and_then(|(day, clock, _)| self.dates.moment(day, turns, clock, Offset::Unknown).stamp());
        let Some(columns) = split(text) else {
            let complete = time.is_none();
            return (Record { time, ..text_record(line, text) }, complete);
        };
        let record = Record {
            time,
            level: columns.level,
            origin: Cow::Borrowed(columns.process),
            process_id: columns.process_id,
            ..text_record(line, columns.message)
        };
        let complete = !columns.message.is_empty();
        (record, complete)
    }
}

impl Syslog {
    /// `year`: that of the first record, as the file's own date lets assume.
    pub(crate) fn new(year: Option<u32>) -> Syslog {
        Syslog { dates: Yearless::in_year(year), ..Syslog::default() }
    }

    pub(crate) fn dates(&self) -> &Yearless {
        &self.dates
    }

    pub(crate) fn summary(&self, records: u64) -> SourceSummary {
        let clock = match (self.dates.is_empty(), self.dates.has_year()) {
            (true, _) => Clock::None,
            (false, true) => Clock::AssumedYear,
            (false, false) => Clock::NoDate,
        };
        SourceSummary { clock, device_name: self.host.clone(), ..self.seen.summary(records) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_writer() {
        let text = "May 23 14:15:34 Adatum-iPad profiled[1076] <Notice>: (Error) MC: Cannot retrieve SCEP identity: NSError:\nCode   : 22003";
        let (record, complete) = Syslog::default().parse(text, 0, 8);
        assert!(complete);
        assert_eq!(record.time.unwrap().to_string(), "14:15:34");
        assert_eq!(
            (record.origin.as_ref(), record.process_id, record.level),
            ("profiled", Some(1076), Level::Error)
        );
        assert_eq!(record.message, "(Error) MC: Cannot retrieve SCEP identity: NSError:\nCode   : 22003");
        let (record, _) = Syslog::default().parse(
            "Mar  1 19:26:39 phone profiled(ManagedConfiguration)[76] <Debug>: x: y",
            0,
            1,
        );
        assert_eq!(
            (record.origin.as_ref(), record.level, record.message.as_ref()),
            ("profiled", Level::Debug, "x: y")
        );
        let (record, _) = Syslog::default().parse("Mar 11 19:26:39 osx kernel[0]: took 1 us", 0, 1);
        assert_eq!(
            (record.origin.as_ref(), record.level, record.message.as_ref()),
            ("kernel", Level::Unknown, "took 1 us")
        );
    }

    #[test]
    fn counts_days_over_the_new_year() {
        let mut log = Syslog::default();
        let days: Vec<_> =
            ["Dec 31 23:00:00 h p[1]: x", "Jan  1 00:00:01 h p[1]: x", "Dec 31 23:59:59 h p[1]: x"]
                .iter()
                .map(|l| log.see(l.as_bytes(), true))
                .collect();
        // The number of New Year's Days passed.
        assert_eq!(days, [Some(0), Some(1), Some(0)]);
        assert_eq!(log.summary(3).device_name.as_deref(), Some("h"));
    }
}
