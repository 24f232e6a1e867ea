//! One `<Event>` of Windows as XML, into a record.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event as Xml};
use scepscope_model::{Field, Level, Locator, Record};

use super::{level_number, level_word};
use crate::limits::{MAX_FIELDS, MAX_XML_DEPTH};
use crate::when::{Moment, clock, iso_date, zone};

/// What is taken out of one event.
#[derive(Debug, Default)]
pub(crate) struct Event {
    pub(crate) provider: String,
    pub(crate) event_id: Option<u32>,
    pub(crate) record_id: Option<u64>,
    pub(crate) moment: Option<Moment>,
    pub(crate) computer: String,
    pub(crate) channel: String,
    pub(crate) fields: Vec<(String, String)>,
    level: Option<Level>,
    level_word: Option<Level>,
    process_id: Option<u32>,
    thread_id: Option<u64>,
    rendered: String,
}

/// The XML is damaged or no event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAnEvent;

impl Event {
    /// Parses the text of one `<Event>` element.
    pub(crate) fn parse(xml: &str) -> Result<Event, NotAnEvent> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().allow_dangling_amp = true;
        let mut event = Event::default();
        let mut path: Vec<Element> = Vec::new();
        loop {
            match reader.read_event().map_err(|_| NotAnEvent)? {
                Xml::Start(start) => {
                    if path.len() >= MAX_XML_DEPTH {
                        return Err(NotAnEvent);
                    }
                    event.open(&path, &start);
                    path.push(Element::new(&start));
                }
                Xml::Empty(start) => {
                    event.open(&path, &start);
                    let element = Element { parent: false, ..Element::new(&start) };
                    event.close(&path, element);
                    mark_parent(&mut path);
                }
                Xml::Text(text) => add(&mut path, &text.xml_content().map_err(|_| NotAnEvent)?),
                Xml::CData(data) => add(&mut path, &data.decode().map_err(|_| NotAnEvent)?),
                Xml::GeneralRef(reference) => {
                    let character = match reference.resolve_char_ref() {
                        Ok(Some(character)) => character,
                        _ => entity(&reference),
                    };
                    add(&mut path, character.encode_utf8(&mut [0; 4]));
                }
                Xml::End(_) => {
                    let element = path.pop().ok_or(NotAnEvent)?;
                    event.close(&path, element);
                    mark_parent(&mut path);
                    if path.is_empty() {
                        break;
                    }
                }
                Xml::Eof => return Err(NotAnEvent),
                _ => {}
            }
        }
        if event.provider.is_empty() && event.event_id.is_none() && event.fields.is_empty() {
            Err(NotAnEvent)
        } else {
            Ok(event)
        }
    }

    /// The record, for a file in which it is the `ordinal`-th, from 1.
    pub(crate) fn record(&self, ordinal: u64) -> Record<'_> {
        let message = if self.rendered.is_empty() {
            let values: Vec<&str> = self.fields.iter().map(|(_, value)| value.as_str()).collect();
            Cow::Owned(values.join("\n"))
        } else {
            Cow::Borrowed(self.rendered.as_str())
        };
        Record {
            locator: Locator::Record(self.record_id.unwrap_or(ordinal)),
            time: self.moment.and_then(Moment::stamp),
            level: self.level.or(self.level_word).unwrap_or(Level::Unknown),
            origin: Cow::Borrowed(&self.provider),
            process_id: self.process_id,
            thread_id: self.thread_id,
            event_id: self.event_id,
            channel: (!self.channel.is_empty()).then_some(Cow::Borrowed(self.channel.as_str())),
            fields: self
                .fields
                .iter()
                .map(|(name, value)| Field { name: name.into(), value: value.into() })
                .collect(),
            message,
            cut: false,
        }
    }

    fn open(&mut self, path: &[Element], start: &BytesStart<'_>) {
        let name = start.local_name();
        match (path.get(1).map(|e| e.name.as_str()), path.len(), name.as_ref()) {
            (Some("System"), 2, b"Provider") => self.provider = attribute(start, b"Name").unwrap_or_default(),
            (Some("System"), 2, b"TimeCreated") => {
                self.moment = attribute(start, b"SystemTime").and_then(|time| system_time(&time));
            }
            (Some("System"), 2, b"Execution") => {
                self.process_id = attribute(start, b"ProcessID").and_then(|id| id.parse().ok());
                self.thread_id = attribute(start, b"ThreadID").and_then(|id| id.parse().ok());
            }
            (Some("UserData"), 2.., _) => {
                let element = String::from_utf8_lossy(name.as_ref()).into_owned();
                for found in start.attributes().flatten() {
                    let key = String::from_utf8_lossy(found.key.local_name().as_ref()).into_owned();
                    let namespace =
                        found.key.as_ref().starts_with(b"xmlns") || found.key.as_ref().starts_with(b"xml:");
                    if !namespace && let Ok(value) = found.unescape_value() {
                        self.field(format!("{element}.{key}"), value.into_owned());
                    }
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, path: &[Element], element: Element) {
        match (path.get(1).map(|e| e.name.as_str()), path.len(), element.name.as_str()) {
            (Some("System"), 2, name) => self.system(name, element.text.trim()),
            (Some("EventData"), 2, "Data") => {
                let name = element.key.unwrap_or_else(|| {
                    let unnamed = self.fields.iter().filter(|(n, _)| n.starts_with("Data")).count();
                    format!("Data{}", unnamed + 1)
                });
                self.field(name, element.text);
            }
            (Some("EventData"), 2, "ComplexData") if !element.text.is_empty() => {
                self.field(element.key.unwrap_or(element.name), element.text);
            }
            (Some("UserData"), 2.., _) if !element.parent && !element.text.trim().is_empty() => {
                self.field(element.name, element.text);
            }
            (Some("RenderingInfo"), 2, "Message") => self.rendered = element.text.replace("\r\n", "\n"),
            (Some("RenderingInfo"), 2, "Level") => self.level_word = level_word(element.text.trim()),
            _ => {}
        }
    }

    fn system(&mut self, name: &str, text: &str) {
        match name {
            "EventID" => self.event_id = text.parse().ok(),
            "Level" => self.level = text.parse().ok().map(level_number),
            "EventRecordID" => self.record_id = text.parse().ok(),
            "Channel" => text.clone_into(&mut self.channel),
            "Computer" => text.clone_into(&mut self.computer),
            _ => {}
        }
    }

    fn field(&mut self, name: String, value: String) {
        if self.fields.len() < MAX_FIELDS {
            self.fields.push((name, value));
        }
    }
}

/// The character of one of XML's own entities; U+FFFD for all others.
pub(crate) fn entity(reference: &BytesRef<'_>) -> char {
    match reference.decode().as_deref() {
        Ok("amp") => '&',
        Ok("lt") => '<',
        Ok("gt") => '>',
        Ok("quot") => '"',
        Ok("apos") => '\'',
        _ => '\u{FFFD}',
    }
}

struct Element {
    name: String,
    key: Option<String>,
    text: String,
    /// Whether elements were found inside it.
    parent: bool,
}

impl Element {
    fn new(start: &BytesStart<'_>) -> Element {
        Element {
            name: String::from_utf8_lossy(start.local_name().as_ref()).into_owned(),
            key: attribute(start, b"Name").filter(|name| !name.is_empty()),
            text: String::new(),
            parent: false,
        }
    }
}

fn mark_parent(path: &mut [Element]) {
    if let Some(parent) = path.last_mut() {
        parent.parent = true;
    }
}

fn add(path: &mut [Element], text: &str) {
    if let Some(element) = path.last_mut() {
        element.text.push_str(text);
    }
}

fn attribute(start: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let found = start.attributes().flatten().find(|a| a.key.as_ref() == name)?;
    found.unescape_value().ok().map(Cow::into_owned)
}

/// `2026-10-15T10:28:02.9920000Z`; `evtx` and others write a blank for the T.
fn system_time(text: &str) -> Option<Moment> {
    let (date, rest) = iso_date(text.as_bytes())?;
    let (clock, rest) = clock(rest.get(1..)?)?;
    // SystemTime is UTC whether it is marked so or not.
    Some(Moment::new(
        date,
        clock,
        zone(rest.trim_ascii_start()).map_or(scepscope_model::Offset::Known(0), |z| z.0),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: &str = "<Event xmlns='x'><System><Provider Name='P&amp;Q' Guid='{g}'/><EventID Qualifiers='0'>306</EventID><Level>4</Level><TimeCreated SystemTime='2026-10-15T10:28:02.9920000Z'/><EventRecordID>17905</EventRecordID><Execution ProcessID='1284' ThreadID='2311'/><Channel>c/Admin</Channel><Computer>PC</Computer></System>";

    #[test]
    fn reads_named_and_unnamed_data() {
        let event = Event::parse(&format!(
            "{EVENT}<EventData><Data Name='A'>x &lt; y</Data><Data>z</Data><Data/></EventData></Event>"
        ))
        .unwrap();
        let record = event.record(1);
        assert_eq!((record.origin.as_ref(), record.event_id, record.level), ("P&Q", Some(306), Level::Info));
        assert_eq!(
            (record.process_id, record.thread_id, record.channel.as_deref()),
            (Some(1284), Some(2311), Some("c/Admin"))
        );
        assert_eq!(record.time.unwrap().to_string(), "2026-10-15T10:28:02.992Z");
        assert_eq!(record.locator, Locator::Record(17905));
        assert_eq!(
            (record.field("A"), record.field("Data1"), record.field("Data2")),
            (Some("x < y"), Some("z"), Some(""))
        );
        assert_eq!(record.message, "x < y\nz\n");
        assert_eq!(event.computer, "PC");
    }

    #[test]
    fn reads_user_data_and_rendered_text() {
        let event = Event::parse(&format!("{EVENT}<UserData><V xmlns='y'><C ref='1'/><R value='80092013'>off&#x20;line</R></V></UserData><RenderingInfo><Message>a\r\nb</Message></RenderingInfo></Event>")).unwrap();
        let record = event.record(1);
        assert_eq!(
            (record.field("C.ref"), record.field("R.value"), record.field("R")),
            (Some("1"), Some("80092013"), Some("off line"))
        );
        assert_eq!(record.message, "a\nb");
    }

    #[test]
    fn refuses_what_is_no_event() {
        for wrong in ["", "<Event>", "<Event></Event>", "<Event><System></Event>", "text"] {
            assert_eq!(Event::parse(wrong).err(), Some(NotAnEvent), "{wrong}");
        }
        let deep = format!("<Event>{}", "<a>".repeat(100));
        assert!(Event::parse(&deep).is_err());
    }
}
