//! Traces of the connector: CertificateRegistrationPoint and NDESConnector `.svclog`, and the bare messages as
//! published excerpts write them.
//!
//! A trace is a row of `<E2ETraceEvent>` fragments without a root element, with or without line breaks between them
//! (Microsoft Learn, "Service Trace Viewer"). `TimeCreated` is UTC where it ends in `Z`.

use std::borrow::Cow;
use std::ops::ControlFlow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event as Xml};
use scepscope_model::{Level, Locator, Offset, Platform, Record};

use crate::elements::{self, Damaged};
use crate::limits::MAX_XML_DEPTH;
use crate::lines::{LineFormat, Sizes};
use crate::record::{summary, text_record};
use crate::when::{Moment, Times, clock, iso_date, zone};
use crate::{Encoding, ParseError, Prefilter, ReadSeek, Sink, SourceSummary};

const ELEMENT: &str = "E2ETraceEvent";

/// Whether a fragment begins in the line.
pub(crate) fn is_fragment(line: &[u8]) -> bool {
    memchr::memmem::find(line, b"<E2ETraceEvent").is_some()
}

/// Reads fragments. They are known by their place in the file, since many stand in one line.
pub(crate) fn read(
    input: &mut dyn ReadSeek,
    encoding: Encoding,
    prefilter: &dyn Prefilter,
    sink: &mut dyn Sink,
    sizes: Sizes,
) -> Result<SourceSummary, ParseError> {
    let mut times = Times::default();
    let records = elements::read(input, encoding, ELEMENT, sizes, sink, &mut |xml, ordinal, sink| {
        let trace = Trace::parse(&String::from_utf8_lossy(xml))?;
        if let Some(moment) = trace.moment {
            times.see(moment);
        }
        if prefilter.find(trace.text.as_bytes(), 0).is_none() {
            return Ok(ControlFlow::Continue(()));
        }
        Ok(sink.record(&trace.record(ordinal)))
    })?;
    Ok(summary(records, &times, Platform::Unknown))
}

#[derive(Debug, Default)]
struct Trace {
    source: String,
    moment: Option<Moment>,
    level: Option<Level>,
    process_id: Option<u32>,
    thread_id: Option<u64>,
    text: String,
}

impl Trace {
    fn parse(xml: &str) -> Result<Trace, Damaged> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().allow_dangling_amp = true;
        let mut trace = Trace::default();
        let mut path: Vec<Vec<u8>> = Vec::new();
        loop {
            match reader.read_event().map_err(|_| Damaged)? {
                Xml::Start(start) => {
                    if path.len() >= MAX_XML_DEPTH {
                        return Err(Damaged);
                    }
                    trace.open(&start);
                    path.push(start.local_name().as_ref().to_vec());
                }
                Xml::Empty(start) => trace.open(&start),
                Xml::Text(text) => trace.add(&path, &text.xml_content().map_err(|_| Damaged)?),
                Xml::CData(data) => trace.add(&path, &data.decode().map_err(|_| Damaged)?),
                Xml::GeneralRef(reference) => {
                    let character = match reference.resolve_char_ref() {
                        Ok(Some(character)) => character,
                        _ => crate::windows::event_xml::entity(&reference),
                    };
                    trace.add(&path, character.encode_utf8(&mut [0; 4]));
                }
                Xml::End(_) => {
                    path.pop().ok_or(Damaged)?;
                    if path.is_empty() {
                        break;
                    }
                }
                Xml::Eof => return Err(Damaged),
                _ => {}
            }
        }
        trace.text = trace.text.trim().to_owned();
        Ok(trace)
    }

    fn open(&mut self, start: &BytesStart<'_>) {
        let value = |name: &[u8]| {
            let found = start.attributes().flatten().find(|a| a.key.as_ref() == name)?;
            found.unescape_value().ok().map(Cow::into_owned)
        };
        match start.local_name().as_ref() {
            b"TimeCreated" => self.moment = value(b"SystemTime").and_then(|time| system_time(&time)),
            b"Source" => self.source = value(b"Name").unwrap_or_default(),
            b"Execution" => {
                self.process_id = value(b"ProcessID").and_then(|id| id.parse().ok());
                self.thread_id = value(b"ThreadID").and_then(|id| id.parse().ok());
            }
            b"SubType" => self.level = value(b"Name").and_then(|name| level(&name)),
            _ => {}
        }
    }

    /// Text inside ApplicationData, whatever the elements in it.
    fn add(&mut self, path: &[Vec<u8>], text: &str) {
        if path.get(1).is_some_and(|name| name == b"ApplicationData") {
            if !self.text.is_empty() && path.len() > 2 && !text.trim().is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(text);
        }
    }

    fn record(&self, ordinal: u64) -> Record<'_> {
        Record {
            locator: Locator::Record(ordinal),
            time: self.moment.and_then(Moment::stamp),
            level: self.level.unwrap_or(Level::Unknown),
            origin: Cow::Borrowed(&self.source),
            process_id: self.process_id,
            thread_id: self.thread_id,
            ..text_record(1, &self.text)
        }
    }
}

/// The names of .NET's `TraceEventType`.
fn level(name: &str) -> Option<Level> {
    Some(match name {
        "Critical" => Level::Fault,
        "Error" => Level::Error,
        "Warning" => Level::Warning,
        "Information" => Level::Info,
        "Verbose" => Level::Verbose,
        _ => return None,
    })
}

/// `2026-11-06T10:00:20.5000000Z`, or with an offset, or with none.
fn system_time(text: &str) -> Option<Moment> {
    let (date, rest) = iso_date(text.as_bytes())?;
    let (clock, rest) = clock(rest.get(1..)?)?;
    Some(Moment::new(date, clock, zone(rest).map_or(Offset::Unknown, |z| z.0)))
}

/// The messages of a trace without their XML, one a line; indented lines belong to the one above.
#[derive(Debug, Default)]
pub(crate) struct Messages;

/// Whether the line is a message that only such a trace holds.
pub(crate) fn is_message(line: &str) -> bool {
    let line = line.trim();
    line == "VerifyRequest Started."
        || line.starts_with("VerifyRequest Finished with status ")
        || line.starts_with("Signing certificate could not be retrieved.")
        || (line.starts_with("Validation Phase ") && line.contains(" finished with status "))
}

impl Messages {
    pub(crate) fn summary(&self, records: u64) -> SourceSummary {
        summary(records, &Times::default(), Platform::Unknown)
    }
}

impl LineFormat for Messages {
    fn starts(&self, line: &[u8]) -> bool {
        !line.first().is_some_and(u8::is_ascii_whitespace)
    }

    fn see(&mut self, record: &[u8], _: bool) -> Option<u32> {
        (!record.trim_ascii().is_empty()).then_some(0)
    }

    fn parse<'a>(&self, text: &'a str, _: u32, line: u64) -> (Record<'a>, bool) {
        (text_record(line, text), true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#"<E2ETraceEvent xmlns="http://schemas.microsoft.com/2004/06/E2ETraceEvent"><System xmlns="x"><EventID>0</EventID><SubType Name="Error">0</SubType><TimeCreated SystemTime="2026-11-06T10:00:20.5000000Z" /><Source Name="CertificateRegistrationPoint" /><Execution ProcessName="w3wp" ProcessID="6120" ThreadID="9" /></System>"#;

    #[test]
    fn reads_text_and_nested_data() {
        let plain = format!("{HEAD}<ApplicationData>a &lt; b&#13;\n at x</ApplicationData></E2ETraceEvent>");
        let trace = Trace::parse(&plain).unwrap();
        let record = trace.record(7);
        assert_eq!(record.message, "a < b\r\n at x");
        assert_eq!(record.time.unwrap().to_string(), "2026-11-06T10:00:20.5Z");
        assert_eq!((record.level, record.origin.as_ref()), (Level::Error, "CertificateRegistrationPoint"));
        assert_eq!((record.process_id, record.thread_id), (Some(6120), Some(9)));
        assert_eq!(record.locator, Locator::Record(7));
        let nested = format!(
            "{HEAD}<ApplicationData><TraceData><DataItem><Text>one</Text><Text>two</Text></DataItem></TraceData></ApplicationData></E2ETraceEvent>"
        );
        assert_eq!(Trace::parse(&nested).unwrap().text, "one\ntwo");
    }

    #[test]
    fn refuses_what_is_damaged() {
        for wrong in ["", "<E2ETraceEvent>", "<E2ETraceEvent><a></E2ETraceEvent>"] {
            assert_eq!(Trace::parse(wrong).err(), Some(Damaged), "{wrong}");
        }
        assert!(Trace::parse(&"<E2ETraceEvent>".repeat(MAX_XML_DEPTH + 1)).is_err());
    }
}
