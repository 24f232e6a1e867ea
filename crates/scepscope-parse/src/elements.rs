//! A file of XML elements of one name, one after another or inside another element, in one line or in many.

use std::ops::ControlFlow;

use memchr::memmem::Finder;
use scepscope_model::Locator;

use crate::decode::TextReader;
use crate::limits::MAX_RECORDS;
use crate::lines::Sizes;
use crate::problems::Problems;
use crate::{Encoding, ParseError, ProblemReason, ReadSeek, Sink};

/// The element could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Damaged;

/// Takes the text of one element and its place in the file, from 1; says whether to go on.
pub(crate) type Take<'a> = &'a mut dyn FnMut(&[u8], u64, &mut dyn Sink) -> Result<ControlFlow<()>, Damaged>;

/// Reads every element of the name and gives the number of those that could be read.
pub(crate) fn read(
    input: &mut dyn ReadSeek,
    encoding: Encoding,
    name: &str,
    sizes: Sizes,
    sink: &mut dyn Sink,
    take: Take<'_>,
) -> Result<u64, ParseError> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let (start, end) = (Finder::new(&open), Finder::new(&close));
    let mut reader = TextReader::new(input, encoding);
    let mut file = File { problems: Problems::default(), records: 0, ordinal: 0, take, sink };
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
                at = at.max(buffer.len().saturating_sub(open.len()));
                break;
            };
            at = from;
            // Within the limit lies the whole element, or not.
            let window = &buffer[from..buffer.len().min(from + sizes.record)];
            let end = end.find(window).map(|length| length + close.len());
            if end.is_none() && window.len() < sizes.record && more {
                break;
            }
            if let Some(next) = find_start(&start, &window[..end.unwrap_or(window.len())], open.len()) {
                // Another one begins before this one ends: this one's end is lost.
                file.damaged();
                at = from + next;
            } else if let Some(end) = end {
                at = from + end;
                if file.element(&window[..end]).is_break() {
                    break 'read;
                }
            } else if window.len() == sizes.record {
                file.too_long();
                at = from + window.len() - open.len();
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
    let File { problems, records, sink, .. } = file;
    problems.report(sink);
    Ok(records)
}

/// Where a start tag is, at or after `from`.
fn find_start(finder: &Finder<'_>, text: &[u8], from: usize) -> Option<usize> {
    let length = finder.needle().len();
    let mut at = from;
    while let Some(found) = finder.find(text.get(at..)?) {
        at += found;
        match text.get(at + length) {
            Some(b' ' | b'>' | b'\t' | b'\r' | b'\n') => return Some(at),
            _ => at += length,
        }
    }
    None
}

struct File<'a> {
    problems: Problems,
    records: u64,
    ordinal: u64,
    take: Take<'a>,
    sink: &'a mut dyn Sink,
}

impl File<'_> {
    fn damaged(&mut self) {
        self.ordinal += 1;
        self.problems.add(ProblemReason::Damaged, Some(Locator::Record(self.ordinal)));
    }

    fn too_long(&mut self) {
        self.ordinal += 1;
        self.problems.add(ProblemReason::RecordTooLong, Some(Locator::Record(self.ordinal)));
    }

    fn element(&mut self, xml: &[u8]) -> ControlFlow<()> {
        self.ordinal += 1;
        if self.records >= MAX_RECORDS {
            self.problems.add(ProblemReason::TooManyRecords, Some(Locator::Record(self.ordinal)));
            return ControlFlow::Break(());
        }
        match (self.take)(xml, self.ordinal, self.sink) {
            Ok(flow) => {
                self.records += 1;
                flow
            }
            Err(Damaged) => {
                self.problems.add(ProblemReason::Damaged, Some(Locator::Record(self.ordinal)));
                ControlFlow::Continue(())
            }
        }
    }
}
