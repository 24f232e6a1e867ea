//! NDESPlugin.log of the policy module: the format of Configuration Manager's log viewer (CMTrace), and the bare
//! messages as published excerpts write them.
//!
//! `<![LOG[message]LOG]!><time="10:00:10.457+000" date="11-06-2026" component="NDESPlugin" … type="1" thread="4524" …>`.
//! A message may go on over several lines. The number behind the time is the bias in minutes: UTC is the time plus it
//! (`-540` in Japan).

use std::borrow::Cow;

use memchr::memmem;
use scepscope_model::{Level, Offset, Platform, Record};

use crate::SourceSummary;
use crate::lines::LineFormat;
use crate::record::{summary, text_record};
use crate::when::{Date, Moment, Times, clock, digits};

const OPEN: &str = "<![LOG[";
const CLOSE: &str = "]LOG]!>";
/// Bytes at the end of a record in which its attributes stand.
const ATTRIBUTE_BYTES: usize = 1024;
/// Largest bias that a time zone has, in minutes.
const MAX_BIAS: u32 = 18 * 60;

/// Such a log while it is read.
#[derive(Debug)]
pub(crate) struct NdesPlugin {
    /// Whether the records are wrapped for the log viewer.
    wrapped: bool,
    times: Times,
}

/// Whether the line begins a record that is wrapped for the log viewer.
pub(crate) fn is_wrapped(line: &[u8]) -> bool {
    line.starts_with(OPEN.as_bytes())
}

impl NdesPlugin {
    pub(crate) fn new(wrapped: bool) -> NdesPlugin {
        NdesPlugin { wrapped, times: Times::default() }
    }

    pub(crate) fn summary(&self, records: u64) -> SourceSummary {
        summary(records, &self.times, Platform::Unknown)
    }
}

/// The value of `name="…"`.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = attributes.split_once(&format!("{name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

fn moment(attributes: &str) -> Option<Moment> {
    let date = attribute(attributes, "date")?.as_bytes();
    let (month, rest) = digits(date, 1, 2)?;
    let (day, rest) = digits(rest.get(1..)?, 1, 2)?;
    let (year, _) = digits(rest.get(1..)?, 4, 4)?;
    let (clock, bias) = clock(attribute(attributes, "time")?.as_bytes())?;
    let offset = match bias.split_first() {
        Some((sign @ (b'+' | b'-'), minutes)) => {
            let (minutes, _) = digits(minutes, 1, 4).filter(|(m, _)| *m <= MAX_BIAS)?;
            let seconds = minutes as i32 * 60;
            Offset::Known(if *sign == b'+' { -seconds } else { seconds })
        }
        _ => Offset::Unknown,
    };
    Some(Moment::new(Date::new(year, month, day)?, clock, offset))
}

impl LineFormat for NdesPlugin {
    fn starts(&self, line: &[u8]) -> bool {
        if self.wrapped { is_wrapped(line) } else { line.first().is_some_and(u8::is_ascii_alphanumeric) }
    }

    fn see(&mut self, record: &[u8], head: bool) -> Option<u32> {
        if !head {
            return (!record.trim_ascii().is_empty()).then_some(0);
        }
        if self.wrapped {
            let end = &record[record.len().saturating_sub(ATTRIBUTE_BYTES)..];
            if let Some(at) = memmem::rfind(end, CLOSE.as_bytes())
                && let Some(moment) = moment(&String::from_utf8_lossy(&end[at..]))
            {
                self.times.see(moment);
            }
        }
        Some(0)
    }

    fn parse<'a>(&self, text: &'a str, _: u32, line: u64) -> (Record<'a>, bool) {
        let Some(rest) = text.strip_prefix(OPEN) else { return (text_record(line, text), !self.wrapped) };
        let Some((message, attributes)) = rest.rsplit_once(CLOSE) else {
            return (text_record(line, rest), false);
        };
        let level = match attribute(attributes, "type") {
            Some("1") => Level::Info,
            Some("2") => Level::Warning,
            Some("3") => Level::Error,
            _ => Level::Unknown,
        };
        let record = Record {
            time: moment(attributes).and_then(Moment::stamp),
            level,
            origin: Cow::Borrowed(attribute(attributes, "component").unwrap_or_default()),
            thread_id: attribute(attributes, "thread").and_then(|t| t.parse().ok()),
            ..text_record(line, message)
        };
        (record, attributes.contains("date=\""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_time_bias_and_thread() {
        let log = NdesPlugin::new(true);
        let text = "<![LOG[Verify challenge returns <html>\n</html>]LOG]!><time=\"19:00:10.457-540\" date=\"11-06-2026\" component=\"NDESPlugin\" context=\"\" type=\"3\" thread=\"4524\" file=\"x.cpp:1\">";
        let (record, complete) = log.parse(text, 0, 3);
        assert!(complete);
        assert_eq!(record.time.unwrap().to_string(), "2026-11-06T19:00:10.457+09:00");
        assert_eq!((record.level, record.thread_id), (Level::Error, Some(4524)));
        assert_eq!(record.message, "Verify challenge returns <html>\n</html>");
        let west = text.replace("-540", "+480");
        assert_eq!(log.parse(&west, 0, 3).0.time.unwrap().to_string(), "2026-11-06T19:00:10.457-08:00");
        let without = text.replace("-540", "");
        assert_eq!(log.parse(&without, 0, 3).0.time.unwrap().to_string(), "2026-11-06T19:00:10.457");
    }

    #[test]
    fn a_record_without_its_end_is_cut() {
        let log = NdesPlugin::new(true);
        for text in ["<![LOG[Sending request", "<![LOG[Sending request]LOG]!><time=\"19:00"] {
            assert!(!log.parse(text, 0, 1).1, "{text}");
        }
    }
}
