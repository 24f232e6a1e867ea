//! Event Viewer's exports with columns: CSV and TAB-separated text. The headings are in the language of the
//! machine, so columns are known by what they hold: a date and time, a number, a provider before the number.

use std::borrow::Cow;

use scepscope_model::{Level, Platform, Record};

use super::dates::{Order, Written};
use super::{MICROSOFT_WINDOWS, level_word};
use crate::lines::LineFormat;
use crate::record::{summary, text_record, wants_event};
use crate::when::{Moment, Times};
use crate::{Prefilter, SourceSummary};

/// Level, Date and Time, Source, Event ID, Task Category: what Event Viewer writes unless told otherwise.
const USUAL_HEADINGS: usize = 5;

/// Columns looked at for the date and the id; the text of an event never comes among them.
const HEAD_COLUMNS: usize = 12;

/// An export while it is read.
#[derive(Debug)]
pub(crate) struct EventTable {
    order: Order,
    headings: usize,
    times: Times,
}

/// Splits a row; the quotes of quoted fields are gone. False: a quoted field does not end.
fn split(text: &str, separator: char, most: usize) -> (Vec<Cow<'_, str>>, bool) {
    let mut columns = Vec::new();
    let mut rest = text;
    loop {
        if columns.len() + 1 >= most {
            let (field, closed) = match rest.strip_prefix('"') {
                Some(quoted) => {
                    unquote(quoted).map_or((Cow::Borrowed(quoted), false), |(field, _)| (field, true))
                }
                None => (Cow::Borrowed(rest), true),
            };
            columns.push(field);
            return (columns, closed);
        }
        if let Some(quoted) = rest.strip_prefix('"') {
            let Some((field, after)) = unquote(quoted) else {
                columns.push(Cow::Borrowed(quoted));
                return (columns, false);
            };
            columns.push(field);
            match after.strip_prefix(separator) {
                Some(next) => rest = next,
                None => return (columns, true),
            }
        } else {
            match rest.split_once(separator) {
                Some((field, next)) => {
                    columns.push(Cow::Borrowed(field));
                    rest = next;
                }
                None => {
                    columns.push(Cow::Borrowed(rest));
                    return (columns, true);
                }
            }
        }
    }
}

/// The field up to its closing quote, doubled quotes made single, and what follows.
fn unquote(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut at = 0;
    let mut doubled = false;
    loop {
        at += text.get(at..)?.find('"')?;
        if text[at + 1..].starts_with('"') {
            doubled = true;
            at += 2;
        } else {
            let field = &text[..at];
            let field = if doubled { Cow::Owned(field.replace("\"\"", "\"")) } else { Cow::Borrowed(field) };
            return Some((field, &text[at + 1..]));
        }
    }
}

struct Places {
    separator: char,
    date: usize,
    id: usize,
    written: Written,
}

/// Where date and id are. `None`: the line is no row.
fn places(line: &str) -> Option<Places> {
    [',', '\t', ';'].into_iter().find_map(|separator| {
        let (columns, _) = split(line, separator, HEAD_COLUMNS);
        let (date, written) =
            columns.iter().enumerate().find_map(|(at, c)| Some((at, Written::parse(c)?)))?;
        let id = columns
            .iter()
            .position(|c| (1..=6).contains(&c.len()) && c.bytes().all(|b| b.is_ascii_digit()))?;
        Some(Places { separator, date, id, written })
    })
}

/// Whether a row starts with the line.
pub(crate) fn is_entry(line: &[u8]) -> bool {
    // Neither continuation lines nor headings hold a time of day in their columns: most are gone by this.
    memchr::memchr(b':', line).is_some() && places(&String::from_utf8_lossy(line)).is_some()
}

/// The date of a row.
pub(crate) fn date(text: &str) -> Option<Written> {
    places(text.lines().next()?).map(|p| p.written)
}

/// The separator of a row.
pub(crate) fn separator(line: &str) -> Option<char> {
    places(line).map(|p| p.separator)
}

impl EventTable {
    pub(crate) fn new(order: Order) -> EventTable {
        EventTable { order, headings: USUAL_HEADINGS, times: Times::default() }
    }

    pub(crate) fn summary(&self, records: u64) -> SourceSummary {
        summary(records, &self.times, Platform::Windows)
    }
}

impl LineFormat for EventTable {
    const BY_CONTENT: bool = true;

    fn wants(&self, record: &Record<'_>, prefilter: &dyn Prefilter) -> bool {
        wants_event(record, prefilter)
    }

    fn starts(&self, line: &[u8]) -> bool {
        is_entry(line)
    }

    fn see(&mut self, record: &[u8], head: bool) -> Option<u32> {
        let text = String::from_utf8_lossy(&record[..record.len().min(4096)]);
        let line = text.lines().next().unwrap_or("");
        if !head {
            let separators = [',', '\t', ';'].map(|s| line.matches(s).count());
            let count = separators.into_iter().max().unwrap_or(0) + 1;
            if count >= 3 {
                self.headings = count;
            }
            return None;
        }
        if let Some(moment) = places(line).and_then(|p| p.written.moment(self.order)) {
            self.times.see(moment);
        }
        Some(0)
    }

    fn parse<'a>(&self, text: &'a str, _: u32, line: u64) -> (Record<'a>, bool) {
        let Some(places) = places(text.lines().next().unwrap_or("")) else {
            return (text_record(line, text), false);
        };
        let (mut columns, closed) = split(text, places.separator, self.headings + 1);
        let has_message = columns.len() > self.headings;
        let message = if has_message { columns.pop().unwrap_or_default() } else { Cow::Borrowed("") };
        let source = columns
            .iter()
            .position(|c| c.starts_with(MICROSOFT_WINDOWS) && !c.contains('/'))
            .or(places.id.checked_sub(1).filter(|at| *at != places.date));
        let level = columns.iter().find_map(|c| level_word(c)).unwrap_or(Level::Unknown);
        let event_id = columns.get(places.id).and_then(|id| id.parse().ok());
        let channel = columns.iter().find(|c| c.starts_with(MICROSOFT_WINDOWS) && c.contains('/')).cloned();
        let record = Record {
            time: places.written.moment(self.order).and_then(Moment::stamp),
            level,
            origin: source.and_then(|at| columns.get(at).cloned()).unwrap_or_default(),
            event_id,
            channel,
            message: match message {
                Cow::Borrowed(text) => Cow::Borrowed(text.trim_end()),
                Cow::Owned(text) => Cow::Owned(text.trim_end().to_owned()),
            },
            ..text_record(line, "")
        };
        (record, has_message && closed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_columns_by_what_they_hold() {
        let mut table = EventTable::new(Order::MonthFirst);
        table.see("Ebene,Datum und Uhrzeit,Quelle,Ereignis-ID,Aufgabenkategorie".as_bytes(), false);
        let text = "Fehler,29.09.2026 08:53:00,Microsoft-Windows-X,32,Keine,\"SCEP: \"\"a\"\", b\n\nc\"";
        assert!(is_entry(text.lines().next().unwrap().as_bytes()));
        let (record, complete) = table.parse(text, 0, 9);
        assert!(complete);
        assert_eq!(
            (record.level, record.origin.as_ref(), record.event_id),
            (Level::Error, "Microsoft-Windows-X", Some(32))
        );
        assert_eq!(record.message, "SCEP: \"a\", b\n\nc");
        assert_eq!(record.time.unwrap().to_string(), "2026-09-29T08:53:00");
    }

    #[test]
    fn reads_unquoted_text_and_other_sources() {
        let table = EventTable::new(Order::MonthFirst);
        let (record, complete) = table.parse(
            "Error\t3/6/2026 9:01:39 PM\tApplication Error\t1000\tNone\tFaulting, \"w3wp\"",
            0,
            2,
        );
        assert!(complete);
        assert_eq!((record.origin.as_ref(), record.event_id), ("Application Error", Some(1000)));
        assert_eq!(record.message, "Faulting, \"w3wp\"");
        assert!(!is_entry(b"Level,Date and Time,Source,Event ID,Task Category"));
        assert!(!is_entry(b"at 11:30:00, 5 things, happened 3/6/2026"));
    }

    #[test]
    fn tells_a_row_that_is_cut() {
        let table = EventTable::new(Order::MonthFirst);
        for text in ["Error,3/6/2026 9:01:39 PM,A,1000,None", "Error,3/6/2026 9:01:39 PM,A,1000,None,\"open"]
        {
            assert!(!table.parse(text, 0, 1).1, "{text}");
        }
    }
}
