//! The engine of the line-based formats: finds where records start, counts them, and parses only those that
//! somebody wants. It reads in blocks that end where a record starts.

use std::borrow::Cow;
use std::io;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::thread;

use memchr::{memchr, memchr_iter, memrchr};
use scepscope_model::{Locator, Record};

use crate::ahead::{Ahead, Blocks, taken};
use crate::decode::TextReader;
use crate::limits::{AHEAD_BYTES, BLOCK_BYTES, MAX_RECORD_BYTES, MAX_RECORDS, PROBE_BYTES};
use crate::problems::Problems;
use crate::{Encoding, ParseError, Prefilter, ProblemReason, ReadSeek, Sink};

/// What the engine has to know of a format.
pub(crate) trait LineFormat {
    /// Whether a record starts with this line: at most [`PROBE_BYTES`] of it, without its end.
    fn starts(&self, line: &[u8]) -> bool;

    /// Called once for each record, in order, wanted or not. `head` is false for text above the first start.
    /// The mark goes to [`LineFormat::parse`]; `None`: this is no record.
    fn see(&mut self, record: &[u8], head: bool) -> Option<u32>;

    /// Parses a record, lines joined by `\n`. False beside it: the layout stops short of the message.
    fn parse<'a>(&self, text: &'a str, mark: u32, line: u64) -> (Record<'a>, bool);

    /// Whether the parsed record decides what is wanted, by [`LineFormat::wants`], and not the raw text.
    const BY_CONTENT: bool = false;

    /// Whether a parsed record is wanted.
    fn wants(&self, _record: &Record<'_>, _prefilter: &dyn Prefilter) -> bool {
        true
    }

    /// What the format itself could not read, asked once at the end: reason and count.
    fn problems(&self) -> Vec<(ProblemReason, u64)> {
        Vec::new()
    }

    /// Counts the records of whole lines in which no literal stands, without a look at each. `None` where it takes one: then
    /// the format has noted nothing, or a line is longer than `longest` bytes. Only asked of a format whose every line is a
    /// record, see [`LineFormat::by_line`].
    fn skim(&mut self, _lines: &[u8], _longest: usize) -> Option<u64> {
        None
    }

    /// Whether every line is a record, so that lines nobody wants may be skimmed.
    fn by_line(&self) -> bool {
        false
    }

    /// Rewrites escapes in whole lines, so that literals are found; the number of lines stays.
    fn unescape<'a>(&self, block: &'a [u8]) -> Cow<'a, [u8]> {
        Cow::Borrowed(block)
    }
}

/// The sizes that the engine works with; tests make them small.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    pub(crate) block: usize,
    pub(crate) record: usize,
    pub(crate) ahead: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Sizes { block: BLOCK_BYTES, record: MAX_RECORD_BYTES, ahead: AHEAD_BYTES }
    }
}

struct Start {
    offset: usize,
    line: u64,
    mark: Option<u32>,
}

struct Engine<'a, F> {
    format: &'a mut F,
    prefilter: &'a dyn Prefilter,
    sink: &'a mut dyn Sink,
    problems: &'a mut Problems,
    sizes: Sizes,
    records: u64,
    /// Number of the line that the buffer starts with.
    line: u64,
    starts: Vec<Start>,
    /// Whether a record's start has been seen.
    begun: bool,
}

/// Reads everything; the number of records.
pub(crate) fn read<F: LineFormat>(
    input: &mut dyn ReadSeek,
    encoding: Encoding,
    format: &mut F,
    prefilter: &dyn Prefilter,
    sink: &mut dyn Sink,
    sizes: Sizes,
) -> Result<u64, ParseError> {
    let mut reader = TextReader::new(input, encoding);
    let mut problems = Problems::default();
    let mut engine = Engine {
        format,
        prefilter,
        sink,
        problems: &mut problems,
        sizes,
        records: 0,
        line: 1,
        starts: Vec::new(),
        begun: false,
    };
    let mut buffer = Vec::new();
    let more = reader.fill(&mut buffer, sizes.block)?;
    let malformed = if more && buffer.len() >= sizes.ahead {
        engine.run_ahead(reader, buffer)?
    } else {
        engine.run(&mut reader, buffer, more);
        reader.malformed()
    };
    let records = engine.records;
    for (reason, count) in engine.format.problems() {
        problems.add_many(reason, None, count);
    }
    problems.add_many(ProblemReason::Encoding, None, malformed);
    problems.report(sink);
    Ok(records)
}

impl<F: LineFormat> Engine<'_, F> {
    /// As [`Engine::run`] from a full first block on, with the next ones read on another thread. Gives the number of places that
    /// are no text.
    fn run_ahead(&mut self, reader: TextReader<'_>, buffer: Vec<u8>) -> Result<u64, ParseError> {
        let ended = || ParseError::Io(io::Error::other("the reading thread ended"));
        let slot = Mutex::new(Some(reader));
        thread::scope(|scope| match Ahead::start(scope, &slot, self.sizes.block) {
            Ok((mut blocks, thread)) => {
                self.run(&mut blocks, buffer, true);
                // The thread ends when it finds that nobody wants more.
                drop(blocks);
                thread.join().map_err(|_| ended())
            }
            Err(_) => {
                let mut reader = taken(&slot).ok_or_else(ended)?;
                self.run(&mut reader, buffer, true);
                Ok(reader.malformed())
            }
        })
    }

    /// Reads everything, from a first block on; `more` tells whether another one may follow.
    fn run(&mut self, reader: &mut dyn Blocks, mut buffer: Vec<u8>, mut more: bool) {
        // Where the rest of a record that was too long is passed over: whether mid-line.
        let mut passing: Option<bool> = None;
        loop {
            if let Some(mid_line) = passing {
                passing = self.pass_over(&mut buffer, mid_line, more);
                if passing.is_some() && more {
                    more = self.next(reader, &mut buffer);
                    continue;
                }
            }
            let whole_lines = self.format.by_line() && buffer.last() == Some(&b'\n');
            let end = if more && !whole_lines { self.last_start(&buffer) } else { buffer.len() };
            let too_long = end == 0 && more && undecided(&buffer) > self.sizes.record;
            let end = if too_long { self.sizes.record + 1 } else { end };
            if end > 0 {
                let cut = !more && buffer.last() != Some(&b'\n');
                let inside = reader.ends_inside_character();
                let flow = if self.format.by_line() && !too_long {
                    self.skim(&buffer[..end], cut, inside)
                } else {
                    self.block(&buffer[..end], too_long, cut, inside)
                };
                if flow.is_break() {
                    return;
                }
                passing = too_long.then(|| buffer[end - 1] != b'\n');
                buffer.drain(..end);
            }
            if !more {
                return;
            }
            more = self.next(reader, &mut buffer);
        }
    }

    /// Reads the next block behind what is left in the buffer.
    fn next(&mut self, reader: &mut dyn Blocks, buffer: &mut Vec<u8>) -> bool {
        match reader.fill(buffer, self.sizes.block) {
            Ok(more) => more,
            Err(_) => {
                self.problems.add(ProblemReason::Io, Some(Locator::Line(self.line)));
                false
            }
        }
    }

    /// Whether a record starts with the line that ends at `end`, or with the bytes. Blank lines start none.
    fn starts_at(&self, bytes: &[u8], end: Option<usize>) -> bool {
        let line = &bytes[..end.unwrap_or(bytes.len()).min(PROBE_BYTES)];
        !matches!(line, b"" | b"\r") && self.format.starts(line)
    }

    /// Drops what belongs to a record that was cut for its length. `None` when the next record starts the buffer.
    fn pass_over(&mut self, buffer: &mut Vec<u8>, mid_line: bool, more: bool) -> Option<bool> {
        let mut at = 0;
        let mut mid_line = mid_line;
        loop {
            if !mid_line {
                let rest = &buffer[at..];
                let end = memchr(b'\n', rest);
                if end.is_none() && rest.len() < PROBE_BYTES && more {
                    break;
                }
                if self.starts_at(rest, end) {
                    buffer.drain(..at);
                    return None;
                }
            }
            match memchr(b'\n', &buffer[at..]) {
                Some(end) => {
                    at += end + 1;
                    self.line += 1;
                    mid_line = false;
                }
                None => {
                    mid_line |= at < buffer.len();
                    at = buffer.len();
                    break;
                }
            }
            if at == buffer.len() {
                break;
            }
        }
        buffer.drain(..at);
        Some(mid_line)
    }

    /// Offset of the last line that surely starts a record; 0 if there is none after the first line.
    fn last_start(&self, buffer: &[u8]) -> usize {
        let mut end = None;
        let mut upto = buffer.len();
        while let Some(newline) = memrchr(b'\n', &buffer[..upto]) {
            let line = &buffer[newline + 1..];
            let known = end.is_some() || line.len() >= PROBE_BYTES;
            if known && self.starts_at(line, end.map(|e: usize| e - newline - 1)) {
                return newline + 1;
            }
            end = Some(newline);
            upto = newline;
        }
        0
    }

    /// Handles a block of whole lines, each a record: skims what has no literal, and takes the lines that have.
    fn skim(&mut self, block: &[u8], unterminated: bool, inside: bool) -> ControlFlow<()> {
        let prefilter = self.prefilter;
        let mut from = 0;
        while from < block.len() {
            let hit = prefilter.find(block, from);
            let line = hit.map(|hit| memrchr(b'\n', &block[..hit]).map_or(0, |newline| newline + 1));
            let wanted = line.unwrap_or(block.len()).max(from);
            let end = hit.and_then(|hit| memchr(b'\n', &block[hit..]).map(|n| hit + n + 1));
            let end = end.unwrap_or(block.len());
            let quiet = &block[from..wanted];
            match self.format.skim(quiet, self.sizes.record) {
                Some(lines) => {
                    self.begun = true;
                    self.records += lines;
                    self.line += lines;
                }
                None => self.block(quiet, false, unterminated && wanted == block.len(), inside)?,
            }
            self.block(&block[wanted..end], false, unterminated && end == block.len(), inside)?;
            from = end;
        }
        self.bounded(self.line)
    }

    /// Ends the reading where there are more records than are counted.
    fn bounded(&mut self, line: u64) -> ControlFlow<()> {
        if self.records > MAX_RECORDS {
            self.problems.add(ProblemReason::TooManyRecords, Some(Locator::Line(line)));
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    /// Handles a block of whole records, or the beginning of a single one.
    fn block(&mut self, raw: &[u8], single: bool, unterminated: bool, inside: bool) -> ControlFlow<()> {
        if raw.is_empty() {
            return ControlFlow::Continue(());
        }
        let prefilter = self.prefilter;
        let unescaped = self.format.unescape(raw);
        let block = unescaped.as_ref();
        let mut starts = std::mem::take(&mut self.starts);
        starts.clear();
        if single {
            starts.push(Start { offset: 0, line: self.line, mark: None });
        } else {
            self.find_starts(block, &mut starts);
        }
        // A record that the limit cut has its problem already.
        let too_long = starts.last().is_some_and(|last| block.len() - last.offset > self.sizes.record);
        let unterminated = unterminated && !too_long;
        let counted_before = self.records;
        for at in 0..starts.len() {
            let record = self.slice(block, &starts, at);
            let head = self.begun || self.starts_at(record, memchr(b'\n', record));
            self.begun |= head;
            starts[at].mark = self.format.see(record, head);
            self.records += u64::from(starts[at].mark.is_some());
            if end_of(block, &starts, at) - starts[at].offset > self.sizes.record {
                self.problems.add(ProblemReason::RecordTooLong, Some(Locator::Line(starts[at].line)));
            }
        }
        let mut flow = ControlFlow::Continue(());
        let mut from = 0;
        while from < block.len() {
            let Some(hit) = (if F::BY_CONTENT { Some(from) } else { prefilter.find(block, from) }) else {
                break;
            };
            let at = starts.partition_point(|s| s.offset <= hit).saturating_sub(1);
            let Some(start) = starts.get(at) else { break };
            from = end_of(block, &starts, at).max(from + 1);
            let Some(mark) = start.mark else { continue };
            if hit >= start.offset + self.sizes.record {
                continue;
            }
            let last = at + 1 == starts.len();
            let record = self.slice(block, &starts, at);
            flow = self.deliver(record, mark, start.line, last && unterminated, inside);
            if flow.is_break() {
                let seen = starts[..=at].iter().filter(|s| s.mark.is_some()).count();
                self.records = counted_before + seen as u64;
                break;
            }
        }
        if unterminated && flow.is_continue() {
            self.report_cut(block, &starts, inside);
        }
        if flow.is_continue() {
            flow = self.bounded(starts.last().map_or(self.line, |s| s.line));
        }
        self.starts = starts;
        self.line += memchr_iter(b'\n', raw).count() as u64;
        flow
    }

    fn find_starts(&self, block: &[u8], starts: &mut Vec<Start>) {
        let mut at = 0;
        let ends = memchr_iter(b'\n', block).chain(std::iter::once(block.len()));
        for (line, newline) in (self.line..).zip(ends) {
            let text = &block[at..newline];
            let first = at == 0 && !block.is_empty();
            if first || self.starts_at(text, None) {
                starts.push(Start { offset: at, line, mark: None });
            }
            at = newline + 1;
        }
    }

    /// The record's bytes without newlines at its end, no more than the limit.
    fn slice<'b>(&self, block: &'b [u8], starts: &[Start], at: usize) -> &'b [u8] {
        let start = starts[at].offset;
        let end = end_of(block, starts, at);
        if end - start > self.sizes.record {
            return &block[start..start + self.sizes.record];
        }
        let record = &block[start..end];
        let blank = record.iter().rev().take_while(|b| matches!(b, b'\n' | b'\r')).count();
        &record[..record.len() - blank]
    }

    fn deliver(&mut self, bytes: &[u8], mark: u32, line: u64, last: bool, inside: bool) -> ControlFlow<()> {
        let text = to_text(bytes);
        let (mut record, complete) = self.format.parse(&text, mark, line);
        record.cut = last && (inside || !complete);
        if F::BY_CONTENT && !self.format.wants(&record, self.prefilter) {
            return ControlFlow::Continue(());
        }
        self.sink.record(&record)
    }

    /// A record at the end of the input that has no newline, and not all of its columns, was cut off. A complete
    /// line without newline can't be told from a cut one; excerpts that people copy end like that, so it counts.
    fn report_cut(&mut self, block: &[u8], starts: &[Start], inside: bool) {
        let Some(last) = starts.len().checked_sub(1) else { return };
        let Some(mark) = starts[last].mark else { return };
        let line = starts[last].line;
        let text = to_text(self.slice(block, starts, last));
        if inside || !self.format.parse(&text, mark, line).1 {
            self.problems.add(ProblemReason::EndsInsideRecord, Some(Locator::Line(line)));
        }
    }
}

fn end_of(block: &[u8], starts: &[Start], at: usize) -> usize {
    starts.get(at + 1).map_or(block.len(), |next| next.offset)
}

/// Where the last line starts if too little of it is there to tell what it is; else the end.
fn undecided(buffer: &[u8]) -> usize {
    let start = memrchr(b'\n', buffer).map_or(0, |newline| newline + 1);
    if buffer.len() - start < PROBE_BYTES { start } else { buffer.len() }
}

fn to_text(bytes: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(bytes);
    if memchr(b'\r', text.as_bytes()).is_some() {
        return Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    text
}
