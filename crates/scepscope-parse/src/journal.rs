//! systemd's journal, as `journalctl -o json` writes it: one entry a line.

use std::borrow::Cow;

use scepscope_model::{Level, Platform, Record};
use serde::Deserialize;

use crate::SourceSummary;
use crate::lines::LineFormat;
use crate::record::{summary, text_record};
use crate::when::{Moment, Times};

/// Each entry has it, whatever fields were asked for.
const TIME: &[u8] = b"\"__REALTIME_TIMESTAMP\"";

/// A journal while it is read.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    times: Times,
    host: Option<String>,
}

/// The fields that are used (systemd.journal-fields(7)).
#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow, rename = "__REALTIME_TIMESTAMP")]
    time: Cow<'a, str>,
    #[serde(borrow, default, rename = "MESSAGE")]
    message: Text<'a>,
    #[serde(borrow, default, rename = "PRIORITY")]
    priority: Text<'a>,
    #[serde(borrow, default, rename = "SYSLOG_IDENTIFIER")]
    identifier: Text<'a>,
    #[serde(borrow, default, rename = "_COMM")]
    command: Text<'a>,
    #[serde(borrow, default, rename = "_PID")]
    process_id: Text<'a>,
    #[serde(borrow, default, rename = "_SYSTEMD_UNIT")]
    unit: Text<'a>,
    #[serde(borrow, default, rename = "_SYSTEMD_USER_UNIT")]
    user_unit: Text<'a>,
    #[serde(borrow, default, rename = "_HOSTNAME")]
    host: Text<'a>,
}

/// A field as journalctl writes it: text; bytes where it is no text; null where it is too long; a list of any of
/// them where an entry has the field more than once.
#[derive(Deserialize, Default)]
#[serde(untagged)]
enum Text<'a> {
    One(#[serde(borrow)] Cow<'a, str>),
    Bytes(Vec<u8>),
    Many(Vec<serde_json::Value>),
    Other(serde::de::IgnoredAny),
    #[default]
    Absent,
}

impl Text<'_> {
    fn text(&self) -> Cow<'_, str> {
        match self {
            Text::One(text) => Cow::Borrowed(text),
            Text::Bytes(bytes) => String::from_utf8_lossy(bytes),
            Text::Many(values) => {
                let texts: Vec<&str> = values.iter().filter_map(|v| v.as_str()).collect();
                Cow::Owned(texts.join("\n"))
            }
            Text::Other(_) | Text::Absent => Cow::Borrowed(""),
        }
    }
}

impl Entry<'_> {
    fn moment(&self) -> Option<Moment> {
        Moment::from_unix_micros(self.time.parse().ok()?)
    }

    /// The priority of syslog(3).
    fn level(&self) -> Level {
        match self.priority.text().as_ref() {
            "0" | "1" | "2" => Level::Fault,
            "3" => Level::Error,
            "4" => Level::Warning,
            "5" => Level::Default,
            "6" => Level::Info,
            "7" => Level::Debug,
            _ => Level::Unknown,
        }
    }

    /// The unit that wrote it, else the program.
    fn origin(&self) -> String {
        [&self.user_unit, &self.unit, &self.identifier, &self.command]
            .into_iter()
            .map(Text::text)
            .find(|name| !name.is_empty() && !name.starts_with("user@"))
            .map(Cow::into_owned)
            .unwrap_or_default()
    }
}

fn entry(text: &str) -> Option<Entry<'_>> {
    serde_json::from_str(text.trim()).ok()
}

/// Whether the line, of which the beginning is enough, is an entry.
pub(crate) fn is_entry(line: &[u8]) -> bool {
    line.first() == Some(&b'{') && line.windows(TIME.len()).any(|part| part == TIME)
}

impl LineFormat for Journal {
    const BY_CONTENT: bool = true;

    fn wants(&self, record: &Record<'_>, prefilter: &dyn crate::Prefilter) -> bool {
        prefilter.find(record.message.as_bytes(), 0).is_some()
    }

    fn starts(&self, line: &[u8]) -> bool {
        line.first() == Some(&b'{')
    }

    fn see(&mut self, record: &[u8], _: bool) -> Option<u32> {
        let text = String::from_utf8_lossy(record);
        if text.trim().is_empty() {
            return None;
        }
        if let Some(entry) = entry(&text) {
            if let Some(moment) = entry.moment() {
                self.times.see(moment);
            }
            if self.host.is_none() {
                self.host = Some(entry.host.text().into_owned()).filter(|host| !host.is_empty());
            }
        }
        Some(0)
    }

    fn parse<'a>(&self, text: &'a str, _: u32, line: u64) -> (Record<'a>, bool) {
        let Some(entry) = entry(text) else { return (text_record(line, text), false) };
        let record = Record {
            time: entry.moment().and_then(Moment::stamp),
            level: entry.level(),
            origin: Cow::Owned(entry.origin()),
            process_id: entry.process_id.text().parse().ok(),
            message: Cow::Owned(entry.message.text().into_owned()),
            ..text_record(line, "")
        };
        (record, true)
    }
}

impl Journal {
    pub(crate) fn summary(&self, records: u64) -> SourceSummary {
        SourceSummary { device_name: self.host.clone(), ..summary(records, &self.times, Platform::Linux) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (Record<'_>, bool) {
        Journal::default().parse(text, 0, 3)
    }

    #[test]
    fn reads_entries_in_every_form_of_their_fields() {
        let (record, whole) = parsed(
            r#"{"__CURSOR":"s=0","__REALTIME_TIMESTAMP":"1793700612345678","PRIORITY":"3","_SYSTEMD_UNIT":"user@1000.service","_SYSTEMD_USER_UNIT":"intune-agent.service","_PID":"4711","MESSAGE":"a \"b\""}"#,
        );
        assert!(whole);
        assert_eq!(
            (record.message.as_ref(), record.origin.as_ref(), record.level, record.process_id),
            ("a \"b\"", "intune-agent.service", Level::Error, Some(4711))
        );
        assert_eq!(record.time.unwrap().to_string(), "2026-11-03T10:10:12.345678Z");

        let bytes =
            r#"{"__REALTIME_TIMESTAMP":"1","MESSAGE":[104,105,255],"SYSLOG_IDENTIFIER":"intune-portal"}"#;
        let (record, _) = parsed(bytes);
        assert_eq!((record.message.as_ref(), record.origin.as_ref()), ("hi\u{FFFD}", "intune-portal"));

        let many = r#"{"__REALTIME_TIMESTAMP":"1","MESSAGE":["one","two"],"PRIORITY":null}"#;
        let (record, _) = parsed(many);
        assert_eq!((record.message.as_ref(), record.level), ("one\ntwo", Level::Unknown));

        let (record, whole) = parsed(r#"{"__REALTIME_TIMESTAMP":"1","MESSAGE":"cut o"#);
        assert!(!whole && record.time.is_none());
    }

    #[test]
    fn a_time_outside_of_all_years_is_none() {
        let (record, whole) = parsed(r#"{"__REALTIME_TIMESTAMP":"99999999999999999999","MESSAGE":"x"}"#);
        assert!(whole && record.time.is_none());
    }
}
