//! Records as a bundle has them where the log itself is binary: one JSON document a line.

use std::borrow::Cow;

use scepscope_model::{Field, Level, Locator, Record, SourceKind, Stamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::apple::Seen;
use crate::lines::LineFormat;
use crate::record::{summary, text_record, wants_event};
use crate::when::{Midnights, Moment};
use crate::{Prefilter, SourceSummary};

/// What every line begins with: the kind comes first.
const OPENING: &[u8] = b"{\"kind\":\"";
/// What follows the kind.
const NEXT: &[u8] = b"\",\"locator\":\"";
/// Longest name of a kind that is looked for, in bytes.
const KIND_BYTES: usize = 32;

/// A line. The kind and the locator are those of the log that the record was read from.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    kind: SourceKind,
    locator: Locator,
    time: Option<Stamp>,
    level: Level,
    #[serde(borrow)]
    origin: Cow<'a, str>,
    event_id: Option<u32>,
    #[serde(borrow)]
    channel: Option<Cow<'a, str>>,
    process_id: Option<u32>,
    thread_id: Option<u64>,
    fields: Map<String, Value>,
    #[serde(borrow)]
    message: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    cut: bool,
}

/// One record of a source of this kind as a line of JSON, without its line end. [`parse`](crate::parse) reads such lines as
/// the log that they come from.
pub fn record_line(kind: SourceKind, record: &Record<'_>) -> String {
    let line = Line {
        kind,
        locator: record.locator.clone(),
        time: record.time,
        level: record.level,
        origin: Cow::Borrowed(&record.origin),
        event_id: record.event_id,
        channel: record.channel.as_deref().map(Cow::Borrowed),
        process_id: record.process_id,
        thread_id: record.thread_id,
        fields: record.fields.iter().map(|f| (f.name.to_string(), f.value.as_ref().into())).collect(),
        message: Cow::Borrowed(&record.message),
        cut: record.cut,
    };
    // Nothing in it can fail to be written: no map has a key that is no text.
    serde_json::to_string(&line).unwrap_or_default()
}

/// The kind of log that a line comes from.
pub(crate) fn kind_of(line: &[u8]) -> Option<SourceKind> {
    let rest = line.strip_prefix(OPENING)?;
    let end = rest.iter().take(KIND_BYTES).position(|b| *b == b'"')?;
    let (name, rest) = rest.split_at(end);
    let name = std::str::from_utf8(name).ok().filter(|_| rest.starts_with(NEXT))?;
    serde_json::from_value(Value::from(name)).ok()
}

fn read(text: &str) -> Option<Line<'_>> {
    serde_json::from_str(text.trim_end()).ok()
}

/// Such records while they are read.
pub(crate) struct Records {
    kind: SourceKind,
    seen: Seen,
    days: Midnights,
    channel: Option<String>,
}

impl Records {
    pub(crate) fn new(kind: SourceKind) -> Records {
        Records { kind, seen: Seen::default(), days: Midnights::default(), channel: None }
    }

    pub(crate) fn summary(&self, records: u64) -> SourceSummary {
        let platform = self.kind.platform();
        let summary = match self.kind {
            SourceKind::UnifiedLog | SourceKind::ConsoleText | SourceKind::Syslog => {
                self.seen.summary(records)
            }
            _ => summary(records, &self.seen.times, platform),
        };
        SourceSummary { channel: self.channel.clone(), ..summary }
    }
}

impl LineFormat for Records {
    const BY_CONTENT: bool = true;

    fn wants(&self, record: &Record<'_>, prefilter: &dyn Prefilter) -> bool {
        let has = |text: &str| prefilter.find(text.as_bytes(), 0).is_some();
        match record.event_id {
            Some(_) => wants_event(record, prefilter),
            None => has(&record.message) || record.fields.iter().any(|f| has(&f.value)),
        }
    }

    fn starts(&self, line: &[u8]) -> bool {
        line.first() == Some(&b'{')
    }

    fn see(&mut self, record: &[u8], _: bool) -> Option<u32> {
        let text = String::from_utf8_lossy(record);
        if text.trim().is_empty() {
            return None;
        }
        if let Some(line) = read(&text) {
            if let Some(moment) = line.time.and_then(|time| Moment::of(&time, &mut self.days)) {
                self.seen.times.see(moment);
            }
            self.seen.record(&line.origin, line.level);
            if self.channel.is_none() {
                self.channel = line.channel.map(Cow::into_owned).filter(|channel| !channel.is_empty());
            }
        }
        Some(0)
    }

    fn parse<'a>(&self, text: &'a str, _: u32, number: u64) -> (Record<'a>, bool) {
        let Some(line) = read(text) else { return (text_record(number, text), false) };
        let fields = line.fields.into_iter().map(|(name, value)| {
            let value = if let Value::String(text) = value { text } else { value.to_string() };
            Field { name: Cow::Owned(name), value: Cow::Owned(value) }
        });
        let record = Record {
            locator: line.locator,
            time: line.time,
            level: line.level,
            origin: line.origin,
            process_id: line.process_id,
            thread_id: line.thread_id,
            event_id: line.event_id,
            channel: line.channel,
            fields: fields.collect(),
            message: line.message,
            cut: line.cut,
        };
        (record, true)
    }
}

#[cfg(test)]
mod tests {
    use scepscope_model::Offset;

    use super::*;

    const LINE: &str = concat!(
        r#"{"kind":"evtx","locator":"record 17","time":"2026-03-11T09:00:00.1234567Z","level":"error","#,
        r#""origin":"P","event_id":32,"channel":"C/Admin","process_id":2248,"thread_id":3344,"#,
        r#""fields":{"HRESULT":"0x80092021"},"message":"a \"b\"\n0x80092021"}"#
    );

    #[test]
    fn a_line_is_read_as_the_record_that_it_was() {
        let (record, whole) = Records::new(SourceKind::Evtx).parse(LINE, 0, 5);
        assert!(whole);
        assert_eq!((record.locator.to_string().as_str(), record.event_id), ("record 17", Some(32)));
        assert_eq!((record.process_id, record.thread_id), (Some(2248), Some(3344)));
        assert_eq!(
            (record.channel.as_deref(), record.field("HRESULT")),
            (Some("C/Admin"), Some("0x80092021"))
        );
        assert_eq!((record.message.as_ref(), record.cut), ("a \"b\"\n0x80092021", false));
        assert_eq!(
            record.time.map(|t| (t.to_string(), t.offset())),
            Some(("2026-03-11T09:00:00.1234567Z".to_owned(), Offset::Known(0)))
        );
        assert_eq!(record_line(SourceKind::Evtx, &record), LINE);

        let cut = Record { cut: true, ..record };
        let line = record_line(SourceKind::Evtx, &cut);
        assert!(Records::new(SourceKind::Evtx).parse(&line, 0, 1).0.cut);
    }

    #[test]
    fn the_first_line_names_the_kind() {
        assert_eq!(kind_of(LINE.as_bytes()), Some(SourceKind::Evtx));
        assert_eq!(kind_of(&LINE.as_bytes()[..40]), Some(SourceKind::Evtx));
        for other in
            ["", "{", r#"{"kind":"evtx","#, r#"{"kind":"nothing","locator":"record 1""#, r#"{"kind":"#]
        {
            assert_eq!(kind_of(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn a_damaged_line_is_shown_as_it_is() {
        let damaged = &LINE[..90];
        let (record, whole) = Records::new(SourceKind::Evtx).parse(damaged, 0, 5);
        assert_eq!((record.message.as_ref(), whole, record.locator), (damaged, false, Locator::Line(5)));
    }
}
