//! A file of `<Event>` elements, one after another or inside `<Events>`.

use memchr::memmem::Finder;

use super::event_xml::Event;
use crate::decode::TextReader;
use crate::limits::MAX_RECORDS;
use crate::lines::Sizes;
use crate::problems::Problems;
use crate::record::{summary, wants_event};
use crate::when::Times;
use crate::{Encoding, ParseError, Prefilter, ProblemReason, ReadSeek, Sink, Summary};
use scepscope_model::{Locator, Platform};

const END: &[u8] = b"</Event>";

/// Where an `<Event` start tag is, at or after `from`.
fn find_start(finder: &Finder<'_>, text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(found) = finder.find(text.get(at..)?) {
        at += found;
        match text.get(at + 6) {
            Some(b' ' | b'>' | b'\t' | b'\r' | b'\n') => return Some(at),
            _ => at += 6,
        }
    }
    None
}

/// Reads such a file.
pub(crate) fn read(
    input: &mut dyn ReadSeek,
    encoding: Encoding,
    prefilter: &dyn Prefilter,
    sink: &mut dyn Sink,
    sizes: Sizes,
) -> Result<Summary, ParseError> {
    let mut reader = TextReader::new(input, encoding);
    let mut file = File {
        times: Times::default(),
        problems: Problems::default(),
        records: 0,
        ordinal: 0,
        computer: None,
        channel: None,
    };
    let (start, end) = (Finder::new(b"<Event"), Finder::new(END));
    let mut buffer: Vec<u8> = Vec::new();
    let mut read_any = false;
    'read: loop {
        let more = match reader.fill(&mut buffer, sizes.block) {
            Ok(more) => more,
            Err(error) if !read_any => return Err(ParseError::Io(error)),
            Err(_) => {
                file.problems.add(ProblemReason::Io, Some(Locator::Record(file.ordinal + 1)));
                false
            }
        };
        read_any = true;
        let mut at = 0;
        loop {
            let Some(from) = find_start(&start, &buffer, at) else {
                // What may be the first half of a start tag stays.
                at = at.max(buffer.len().saturating_sub(6));
                break;
            };
            at = from;
            // Within the limit lies the whole event, or not.
            let window = &buffer[from..buffer.len().min(from + sizes.record)];
            let end = end.find(window).map(|length| length + END.len());
            if end.is_none() && window.len() < sizes.record && more {
                break;
            }
            if let Some(next) = find_start(&start, &window[..end.unwrap_or(window.len())], 6) {
                // An event begins before this one ends: this one's end is lost.
                file.damaged();
                at = from + next;
            } else if let Some(end) = end {
                at = from + end;
                if file.event(&window[..end], prefilter, sink) {
                    break 'read;
                }
            } else if window.len() == sizes.record {
                file.too_long();
                at = from + window.len() - 6;
            } else {
                file.problems.add(ProblemReason::EndsInsideRecord, Some(Locator::Record(file.ordinal + 1)));
                break;
            }
        }
        buffer.drain(..at.min(buffer.len()));
        if !more {
            break;
        }
    }
    file.problems.add_many(ProblemReason::Encoding, None, reader.malformed());
    file.problems.report(sink);
    Ok(Summary {
        device_name: file.computer,
        channel: file.channel,
        ..summary(file.records, &file.times, Platform::Windows)
    })
}

struct File {
    times: Times,
    problems: Problems,
    records: u64,
    ordinal: u64,
    computer: Option<String>,
    channel: Option<String>,
}

impl File {
    fn damaged(&mut self) {
        self.ordinal += 1;
        self.problems.add(ProblemReason::Damaged, Some(Locator::Record(self.ordinal)));
    }

    fn too_long(&mut self) {
        self.ordinal += 1;
        self.problems.add(ProblemReason::RecordTooLong, Some(Locator::Record(self.ordinal)));
    }

    /// Whether reading is to end.
    fn event(&mut self, xml: &[u8], prefilter: &dyn Prefilter, sink: &mut dyn Sink) -> bool {
        let Ok(event) = Event::parse(&String::from_utf8_lossy(xml)) else {
            self.damaged();
            return false;
        };
        self.ordinal += 1;
        self.records += 1;
        if let Some(moment) = event.moment {
            self.times.see(moment);
        }
        if self.computer.is_none() && !event.computer.is_empty() {
            self.computer = Some(event.computer.clone());
            self.channel = Some(event.channel.clone()).filter(|c| !c.is_empty());
        }
        if self.records > MAX_RECORDS {
            self.problems.add(ProblemReason::TooManyRecords, Some(Locator::Record(self.ordinal)));
            return true;
        }
        let record = event.record(self.ordinal);
        wants_event(&record, prefilter) && sink.record(&record).is_break()
    }
}
