//! Output of `log show` in the styles default, compact and syslog.

use std::borrow::Cow;

use scepscope_model::{Level, Offset, Record};

use super::{Seen, bare_message, level, word};
use crate::SourceSummary;
use crate::lines::LineFormat;
use crate::record::text_record;
use crate::when::{Moment, clock, iso_date, zone};

/// Output of `log show` while it is read.
#[derive(Debug, Default)]
pub(crate) struct LogShow {
    seen: Seen,
}

struct Columns<'a> {
    moment: Moment,
    level: Level,
    process: &'a str,
    process_id: Option<u32>,
    thread_id: Option<u64>,
    message: &'a str,
}

fn head(text: &[u8]) -> Option<(Moment, &[u8])> {
    let (date, rest) = iso_date(text)?;
    let rest = rest.strip_prefix(b" ")?;
    let (clock, after) = clock(rest)?;
    // The fraction is what tells these lines from those of an IIS log.
    if rest.get(8) != Some(&b'.') {
        return None;
    }
    let (offset, after) = zone(after).unwrap_or((Offset::Unknown, after));
    Some((Moment::new(date, clock, offset), after))
}

/// Whether a record of `log show` starts with the line.
pub(crate) fn is_entry(line: &[u8]) -> bool {
    head(line).is_some_and(|(_, rest)| matches!(rest.first(), Some(b' ' | b'\t')))
}

fn columns(text: &str) -> Option<Columns<'_>> {
    let (moment, after) = head(text.as_bytes())?;
    let rest = text.get(text.len() - after.len()..)?;
    let (first, after_first) = word(rest)?;
    default_style(moment, first, after_first)
        .or_else(|| compact_style(moment, first, after_first))
        .or_else(|| syslog_style(moment, after_first))
}

/// `0xdb1ec Debug 0x0 123 0 profiled: (sender) [subsystem:category] message`
fn default_style<'a>(moment: Moment, thread: &str, rest: &'a str) -> Option<Columns<'a>> {
    let thread_id = u64::from_str_radix(thread.strip_prefix("0x")?, 16).ok();
    let (kind, rest) = word(rest)?;
    let (_activity, rest) = word(rest)?;
    let (process_id, rest) = word(rest)?;
    let (_ttl, rest) = word(rest)?;
    let (process, message) = rest.split_once(':')?;
    Some(Columns {
        moment,
        level: level(kind).unwrap_or(Level::Unknown),
        process,
        process_id: process_id.parse().ok(),
        thread_id,
        message: bare_message(message),
    })
}

/// `Db profiled[123:db1ec] (sender) [subsystem:category] message`
fn compact_style<'a>(moment: Moment, kind: &str, rest: &'a str) -> Option<Columns<'a>> {
    let level = level(kind).filter(|_| kind.len() <= 2);
    let (process, rest) = rest.split_once('[')?;
    let (ids, message) = rest.split_once(']')?;
    let (process_id, thread_id) = ids.split_once(':')?;
    if kind.len() > 2 || process.contains(['\n', ':']) {
        return None;
    }
    Some(Columns {
        moment,
        level: level.unwrap_or(Level::Unknown),
        process,
        process_id: Some(process_id.parse().ok()?),
        thread_id: Some(u64::from_str_radix(thread_id, 16).ok()?),
        message: bare_message(message),
    })
}

/// `localhost profiled[123]: (sender) [subsystem:category] <Debug>: message`
fn syslog_style(moment: Moment, rest: &str) -> Option<Columns<'_>> {
    let (process, rest) = rest.split_once('[')?;
    let (process_id, rest) = rest.split_once("]: ")?;
    let mut message = bare_message(rest);
    let mut found = Level::Unknown;
    if let Some((word, after)) = message.strip_prefix('<').and_then(|m| m.split_once(">: "))
        && let Some(level) = level(word)
    {
        (found, message) = (level, bare_message(after));
    }
    Some(Columns {
        moment,
        level: found,
        process,
        process_id: Some(process_id.parse().ok()?),
        thread_id: None,
        message,
    })
}

impl LineFormat for LogShow {
    fn starts(&self, line: &[u8]) -> bool {
        is_entry(line)
    }

    fn see(&mut self, record: &[u8], head_seen: bool) -> Option<u32> {
        // Above the first record `log show` writes its heading and what it filters by.
        if !head_seen {
            return None;
        }
        let (moment, _) = head(record)?;
        self.seen.times.see(moment);
        let text = String::from_utf8_lossy(&record[..record.len().min(512)]);
        if let Some(columns) = columns(&text) {
            self.seen.record(columns.process, columns.level);
        }
        Some(0)
    }

    fn parse<'a>(&self, text: &'a str, _: u32, line: u64) -> (Record<'a>, bool) {
        let Some(columns) = columns(text) else {
            let time = head(text.as_bytes()).and_then(|(moment, _)| moment.stamp());
            return (Record { time, ..text_record(line, text) }, false);
        };
        let record = Record {
            time: columns.moment.stamp(),
            level: columns.level,
            origin: Cow::Borrowed(columns.process),
            process_id: columns.process_id,
            thread_id: columns.thread_id,
            ..text_record(line, columns.message)
        };
        let complete = !columns.message.is_empty();
        (record, complete)
    }
}

impl LogShow {
    pub(crate) fn summary(&self, records: u64) -> SourceSummary {
        self.seen.summary(records)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_style() {
        for (text, time, thread) in [
            (
                "2026-05-05 15:30:00.917874-0700 0xdb1ec    Debug       0x0                  123    0    profiled: [com.apple.ManagedConfiguration:MC] Sending CSR via GET.",
                "2026-05-05T15:30:00.917874-07:00",
                Some(0xdb1ec),
            ),
            (
                "2026-05-05 15:30:00.917 Db  profiled[123:db1ec] [com.apple.ManagedConfiguration:MC] Sending CSR via GET.",
                "2026-05-05T15:30:00.917",
                Some(0xdb1ec),
            ),
            (
                "2026-05-05 15:30:00.917874-0700  localhost profiled[123]: (ManagedConfiguration) [com.apple.ManagedConfiguration:MC] <Debug>: Sending CSR via GET.",
                "2026-05-05T15:30:00.917874-07:00",
                None,
            ),
        ] {
            assert!(is_entry(text.as_bytes()), "{text}");
            let (record, complete) = LogShow::default().parse(text, 0, 1);
            assert!(complete);
            assert_eq!(record.time.unwrap().to_string(), time);
            assert_eq!((record.level, record.origin.as_ref()), (Level::Debug, "profiled"), "{text}");
            assert_eq!((record.process_id, record.thread_id), (Some(123), thread));
            assert_eq!(record.message, "Sending CSR via GET.");
        }
        assert!(!is_entry(b"2026-11-03 03:29:24 10.1.1.8 GET /"));
        assert!(!is_entry(
            b"Timestamp                       Thread     Type        Activity             PID    TTL  "
        ));
    }
}
