//! Output of `log show` in the styles ndjson and json.

use std::borrow::Cow;

use scepscope_model::{Level, Offset, Record};
use serde::Deserialize;

use super::{Seen, level};
use crate::lines::LineFormat;
use crate::record::text_record;
use crate::when::{Moment, clock, iso_date, zone};
use crate::{Prefilter, SourceSummary};

/// JSON output of `log show` while it is read.
#[derive(Debug, Default)]
pub(crate) struct Json {
    seen: Seen,
}

/// The members that are used, named as Apple's tool names them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    #[serde(borrow)]
    timestamp: Cow<'a, str>,
    #[serde(borrow, default)]
    message_type: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    event_message: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    process_image_path: Option<Cow<'a, str>>,
    #[serde(default, rename = "processID")]
    process_id: Option<u32>,
    #[serde(default, rename = "threadID")]
    thread_id: Option<u64>,
}

impl Entry<'_> {
    fn moment(&self) -> Option<Moment> {
        let (date, rest) = iso_date(self.timestamp.as_bytes())?;
        let (clock, rest) = clock(rest.get(1..)?)?;
        Some(Moment::new(date, clock, zone(rest).map_or(Offset::Unknown, |z| z.0)))
    }

    fn level(&self) -> Level {
        self.message_type.as_deref().and_then(level).unwrap_or(Level::Unknown)
    }

    fn process(&self) -> &str {
        let path = self.process_image_path.as_deref().unwrap_or("");
        path.rsplit_once('/').map_or(path, |(_, name)| name)
    }
}

/// The first entry of `text`. In an array the brace that closes an entry stands on the next one's first line.
fn entry(text: &str) -> Option<Entry<'_>> {
    let text = text.trim_start().trim_start_matches(['[', ']', '}', ',', ' ']);
    serde_json::Deserializer::from_str(text).into_iter().next()?.ok()
}

fn closed(text: &str) -> Option<String> {
    let body =
        text.trim_start().trim_start_matches(['[', ']', '}', ',', ' ']).trim_end().trim_end_matches(',');
    body.starts_with('{').then(|| format!("{body}}}"))
}

fn with_entry<T>(text: &str, used: impl Fn(&Entry<'_>) -> T) -> Option<T> {
    match entry(text) {
        Some(entry) => Some(used(&entry)),
        None => closed(text).and_then(|text| entry(&text).map(|e| used(&e))),
    }
}

/// Whether an entry starts with the line: `{`, `[{` or `},{` without indentation.
pub(crate) fn is_entry(line: &[u8]) -> bool {
    let rest = match line {
        [b'[', rest @ ..] => rest,
        [b'}', b',', rest @ ..] => rest,
        _ => line,
    };
    rest.first() == Some(&b'{')
}

impl LineFormat for Json {
    const BY_CONTENT: bool = true;

    fn wants(&self, record: &Record<'_>, prefilter: &dyn Prefilter) -> bool {
        record.message.is_empty() || prefilter.find(record.message.as_bytes(), 0).is_some()
    }

    fn starts(&self, line: &[u8]) -> bool {
        is_entry(line)
    }

    fn see(&mut self, record: &[u8], _: bool) -> Option<u32> {
        let text = String::from_utf8_lossy(record);
        let seen = with_entry(&text, |entry| (entry.moment(), entry.process().to_owned(), entry.level()));
        let Some((moment, process, level)) = seen else {
            // An entry that can't be read still is one, when it isn't the count at the end or loose brackets.
            return text.contains("\"eventMessage\"").then_some(0);
        };
        if let Some(moment) = moment {
            self.seen.times.see(moment);
        }
        self.seen.record(&process, level);
        Some(0)
    }

    fn parse<'a>(&self, text: &'a str, _: u32, line: u64) -> (Record<'a>, bool) {
        let read = with_entry(text, |entry| Record {
            time: entry.moment().and_then(Moment::stamp),
            level: entry.level(),
            origin: Cow::Owned(entry.process().to_owned()),
            process_id: entry.process_id,
            thread_id: entry.thread_id,
            message: Cow::Owned(entry.event_message.as_deref().unwrap_or("").to_owned()),
            ..text_record(line, "")
        });
        match read {
            Some(record) => (record, true),
            None => (text_record(line, text), false),
        }
    }
}

impl Json {
    pub(crate) fn summary(&self, records: u64) -> SourceSummary {
        self.seen.summary(records)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_lines_and_arrays() {
        for text in [
            r#"{"timestamp":"2026-10-20 03:02:01.292135+0900","messageType":"Debug","eventMessage":"a \/ \u201cb\u201d","processImagePath":"\/usr\/libexec\/profiled","processID":73,"threadID":5}"#,
            "[{\n  \"timestamp\" : \"2026-10-20 03:02:01.292135+0900\",\n \"messageType\" : \"Debug\", \"eventMessage\" : \"a \\/ \u{201c}b\u{201d}\", \"processImagePath\" : \"\\/usr\\/libexec\\/profiled\", \"processID\" : 73, \"threadID\" : 5",
            "},{\n  \"timestamp\" : \"2026-10-20 03:02:01.292135+0900\",\n \"messageType\" : \"Debug\", \"eventMessage\" : \"a \\/ \u{201c}b\u{201d}\", \"processImagePath\" : \"\\/usr\\/libexec\\/profiled\", \"processID\" : 73, \"threadID\" : 5\n}]",
        ] {
            let (record, complete) = Json::default().parse(text, 0, 2);
            assert!(complete, "{text}");
            assert_eq!(record.message, "a / “b”");
            assert_eq!(
                (record.origin.as_ref(), record.process_id, record.thread_id),
                ("profiled", Some(73), Some(5))
            );
            assert_eq!(record.time.unwrap().to_string(), "2026-10-20T03:02:01.292135+09:00");
        }
        assert_eq!(Json::default().see(br#"{"count":45,"finished":1}"#, true), None);
    }
}
