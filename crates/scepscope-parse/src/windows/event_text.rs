//! Events as text with a label before each value: `wevtutil qe … /f:text`, and Event Viewer's "Copy details as
//! text". Labels may be translated, so values are known by their order: log, source, date, id, task, level.

use std::borrow::Cow;

use scepscope_model::{Field, Level, Platform, Record};

use super::dates::{Order, Written};
use super::event_xml::Event;
use super::level_word;
use crate::lines::LineFormat;
use crate::record::{summary, text_record, wants_event};
use crate::when::{Moment, Times};
use crate::{Prefilter, SourceSummary};

/// `Log Name` as Event Viewer writes it at the start of a copied event.
const LOG_NAME: [&str; 6] =
    ["Log Name", "Protokollname", "ログの名前", "Nom du journal", "Nombre de registro", "日志名称"];
const DESCRIPTION: [&str; 6] = ["Description", "Beschreibung", "説明", "Descripción", "Descrizione", "描述"];
const COMPUTER: [&str; 6] = ["Computer", "コンピューター", "コンピュータ", "Ordinateur", "Equipo", "计算机"];
/// Lines before the text of an event.
const MAX_LABELS: usize = 24;

/// Such a text while it is read.
#[derive(Debug)]
pub(crate) struct EventText {
    order: Order,
    times: Times,
    computer: Option<String>,
    channel: Option<String>,
}

fn label(line: &str) -> Option<(&str, &str)> {
    let (label, value) = line.split_once(':').or_else(|| line.split_once('：'))?;
    let label = label.trim();
    (!label.is_empty() && label.chars().count() <= 40).then(|| (label, value.trim()))
}

/// `Event[12]` or `Event[12]:`
fn numbered(line: &str) -> bool {
    line.strip_prefix("Event[").and_then(|rest| rest.split_once(']')).is_some_and(|(n, after)| {
        n.bytes().all(|b| b.is_ascii_digit()) && !n.is_empty() && matches!(after.trim(), "" | ":")
    })
}

/// Whether an event starts with the line.
pub(crate) fn is_entry(line: &[u8]) -> bool {
    if line.starts_with(b"Event[") {
        return numbered(String::from_utf8_lossy(line).trim_end());
    }
    if !matches!(line.first(), Some(b'L' | b'P' | b'N' | 0xE3 | 0xE6)) {
        return false;
    }
    let line = String::from_utf8_lossy(line);
    label(&line).is_some_and(|(label, value)| LOG_NAME.contains(&label) && !value.is_empty())
}

#[derive(Default)]
struct Parts<'a> {
    channel: &'a str,
    source: &'a str,
    written: Option<Written>,
    id: Option<u32>,
    level: Option<Level>,
    computer: &'a str,
    message: Option<&'a str>,
}

fn parts(text: &str) -> Parts<'_> {
    let mut parts = Parts::default();
    let mut place = 0;
    let indented = numbered(text.lines().next().unwrap_or(""));
    let mut at = if indented { text.find('\n').map_or(text.len(), |n| n + 1) } else { 0 };
    while at < text.len() && place < MAX_LABELS {
        let end = text[at..].find('\n').map_or(text.len(), |n| at + n);
        let line = &text[at..end];
        let next = (end + 1).min(text.len());
        let Some((label, value)) = label(line).filter(|_| !indented || line.starts_with(' ')) else {
            // Without a label that is known, the text begins where the labels end.
            if parts.message.is_none() && place > 0 {
                parts.message = text.get(at..);
            }
            break;
        };
        let unlabelled = indented && value.is_empty() && !text[next..].starts_with("  ");
        if DESCRIPTION.contains(&label) || unlabelled {
            let here = if value.is_empty() { next } else { at + line.find(value).unwrap_or(0) };
            parts.message = text.get(here..);
            break;
        }
        // Published copies leave out lines that say little: the date or the task.
        let number = value.parse::<u32>().ok();
        if place == 2 && number.is_some() {
            place = 3;
        }
        match place {
            0 => parts.channel = value,
            1 => parts.source = value,
            2 => parts.written = Written::parse(value),
            3 => parts.id = number,
            4 | 5 if parts.level.is_none() && level_word(value).is_some() => parts.level = level_word(value),
            _ if COMPUTER.contains(&label) => parts.computer = value,
            _ => {}
        }
        place += 1;
        at = next;
    }
    parts
}

/// The date of an event.
pub(crate) fn date(text: &str) -> Option<Written> {
    parts(text).written
}

impl EventText {
    pub(crate) fn new(order: Order) -> EventText {
        EventText { order, times: Times::default(), computer: None, channel: None }
    }

    pub(crate) fn summary(&self, records: u64) -> SourceSummary {
        SourceSummary {
            device_name: self.computer.clone(),
            channel: self.channel.clone(),
            ..summary(records, &self.times, Platform::Windows)
        }
    }
}

impl LineFormat for EventText {
    const BY_CONTENT: bool = true;

    fn wants(&self, record: &Record<'_>, prefilter: &dyn Prefilter) -> bool {
        wants_event(record, prefilter)
    }

    fn starts(&self, line: &[u8]) -> bool {
        is_entry(line)
    }

    fn see(&mut self, record: &[u8], head: bool) -> Option<u32> {
        if !head {
            return None;
        }
        let text = String::from_utf8_lossy(&record[..record.len().min(4096)]);
        let parts = parts(&text);
        if let Some(moment) = parts.written.and_then(|w| w.moment(self.order)) {
            self.times.see(moment);
        }
        if self.computer.is_none() && !parts.computer.is_empty() {
            self.computer = Some(parts.computer.to_owned());
            self.channel = Some(parts.channel.to_owned());
        }
        Some(0)
    }

    fn parse<'a>(&self, text: &'a str, _: u32, line: u64) -> (Record<'a>, bool) {
        let parts = parts(text);
        let body = parts.message.unwrap_or("");
        // A copy goes on with the event as XML under a heading of its own.
        let (message, xml) = match body.find("\n<Event ").or(body.starts_with("<Event ").then_some(0)) {
            Some(at) => (heading_dropped(&body[..at]), Some(body[at..].trim())),
            None => (body, None),
        };
        let event = xml.and_then(|xml| Event::parse(xml).ok()).unwrap_or_default();
        let fields = event
            .fields
            .into_iter()
            .map(|(n, v)| Field { name: Cow::Owned(n), value: Cow::Owned(v) })
            .collect();
        let record = Record {
            time: parts.written.and_then(|w| w.moment(self.order)).and_then(Moment::stamp),
            level: parts.level.unwrap_or(Level::Unknown),
            origin: Cow::Borrowed(parts.source),
            event_id: parts.id,
            channel: (!parts.channel.is_empty()).then_some(Cow::Borrowed(parts.channel)),
            fields,
            message: Cow::Borrowed(message.trim()),
            ..text_record(line, "")
        };
        (record, parts.message.is_some_and(|m| !m.trim().is_empty()))
    }
}

/// Without the last line if it is a heading such as `Event Xml:`.
fn heading_dropped(text: &str) -> &str {
    let text = text.trim_end();
    let (above, last) = text.rsplit_once('\n').unwrap_or(("", text));
    if last.ends_with([':', '：']) && last.chars().count() <= 40 { above } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> EventText {
        EventText::new(Order::MonthFirst)
    }

    #[test]
    fn reads_wevtutil() {
        let text = "Event[0]:\n  Log Name: L/Admin\n  Source: Microsoft-Windows-X\n  Date: 2026-08-03T12:00:37.0350000Z\n  Event ID: 86\n  Task: N/A\n  Level: Error\n  Opcode: N/A\n  Keyword: N/A\n  User: S-1-5-18\n  User Name: NT AUTHORITY\\SYSTEM\n  Computer: PC\n  Description: \nSCEP failed:\n\nMethod: GET(78ms)\n";
        let (record, complete) = table().parse(text, 0, 4);
        assert!(complete);
        assert_eq!(
            (record.origin.as_ref(), record.event_id, record.level),
            ("Microsoft-Windows-X", Some(86), Level::Error)
        );
        assert_eq!(record.message, "SCEP failed:\n\nMethod: GET(78ms)");
        assert_eq!(
            (record.channel.as_deref(), record.time.unwrap().to_string().as_str()),
            (Some("L/Admin"), "2026-08-03T12:00:37.035Z")
        );
    }

    #[test]
    fn reads_translated_labels_by_order() {
        let text = "Event[3]\n  Lognaam: L/Admin\n  Bron: Microsoft-Windows-X\n  Datum: 2026-08-03T12:00:37.035\n  Gebeurtenis-id: 36\n  Taak: N/A\n  Niveau: Informationen\n  Beschreving: \nSCEP: ok: 1";
        let (record, complete) = table().parse(text, 0, 4);
        assert!(complete);
        assert_eq!(
            (record.origin.as_ref(), record.event_id, record.level),
            ("Microsoft-Windows-X", Some(36), Level::Info)
        );
        assert_eq!(record.message, "SCEP: ok: 1");
    }

    #[test]
    fn reads_copied_details() {
        let text = "ログの名前:         Application\nソース:           Application Error\n日付:            2026/10/29 14:41:09\nイベント ID:       1000\nタスクのカテゴリ:      なし\nレベル:           エラー\nキーワード:\nユーザー:          N/A\nコンピューター:       NDES02\n説明:\n障害が発生しているアプリケーション名: w3wp.exe\nイベント XML:\n<Event xmlns='x'><System><Provider Name='p'/><EventID>1000</EventID></System><EventData><Data>w3wp.exe</Data></EventData></Event>";
        assert!(is_entry(text.lines().next().unwrap().as_bytes()));
        let mut log = table();
        log.see(text.as_bytes(), true);
        assert_eq!(log.summary(1).device_name.as_deref(), Some("NDES02"));
        let (record, _) = log.parse(text, 0, 1);
        assert_eq!(
            (record.event_id, record.level, record.origin.as_ref()),
            (Some(1000), Level::Error, "Application Error")
        );
        assert_eq!(record.message, "障害が発生しているアプリケーション名: w3wp.exe");
        assert_eq!(record.field("Data1"), Some("w3wp.exe"));
    }
}
