//! Cutting what is too old, or too much, out of a source before it goes into a bundle.
//!
//! A cut line leaves an empty one, so that the locators of the report still point to the right line; behind the last
//! line that is kept nothing is left. Records of a binary log carry their locator and are skipped.

use std::io::{self, Read};
use std::ops::{ControlFlow, Range};

use scepscope_model::{Locator, Offset, Record, SourceKind, Stamp};
use scepscope_parse::{Detected, Encoding, Problem, Sink};

/// Most times that a source may change between too old and new enough; the rest of it is kept.
pub const MAX_CUTS: usize = 4096;

/// Most lines before the first record (a table's head) that are kept whatever is cut.
pub const MAX_HEAD_LINES: u64 = 64;

/// No place on earth is further from UTC, in nanoseconds: a time without offset is cut only where it is too old by
/// this much.
const MAX_OFFSET_NANOS: i128 = 14 * 3_600 * 1_000_000_000;

/// Bytes read at once.
const BLOCK: usize = 64 * 1024;

/// What is cut out of one source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Lines (from 1) or records (from 0, in the order of the file) that are too old.
    pub(crate) old: Vec<Range<u64>>,
    /// Lines before the first record.
    pub(crate) head: u64,
    /// Lines that begin before this offset are too much.
    pub(crate) from: u64,
    /// Lines that begin at or after this offset are too much.
    pub(crate) to: Option<u64>,
    /// Whether [`MAX_CUTS`] was reached.
    pub(crate) limited: bool,
}

impl Cut {
    pub(crate) fn is_empty(&self) -> bool {
        self.old.is_empty() && self.from == 0 && self.to.is_none()
    }

    pub(crate) fn is_old(&self, number: u64) -> bool {
        let at = self.old.partition_point(|r| r.end <= number);
        self.old.get(at).is_some_and(|r| r.contains(&number))
    }

    /// Whether nothing from here on is kept.
    fn is_over(&self, line: u64, offset: u64) -> bool {
        self.to.is_some_and(|to| offset >= to)
            || self.old.last().is_some_and(|r| r.end == u64::MAX && r.contains(&line))
    }
}

/// Whether a record is too old. Without a date nobody can tell.
pub(crate) fn is_old(time: Option<Stamp>, since: Stamp) -> Option<bool> {
    let time = time.filter(Stamp::is_dated)?;
    let margin = if time.offset() == Offset::Unknown { MAX_OFFSET_NANOS } else { 0 };
    Some(time.nanos() + margin < since.nanos())
}

/// Whether a text's records are whole lines, which their locators count.
pub(crate) fn cuts_lines(detected: Detected) -> bool {
    !matches!(detected.kind, SourceKind::EventXml | SourceKind::Svclog)
        && detected.encoding != Encoding::Records
}

/// Finds the lines of a text source that are too old.
pub(crate) struct Survey {
    since: Option<Stamp>,
    cut: Cut,
    seen: bool,
    /// First line of the records that are too old just now.
    old_from: Option<u64>,
}

impl Survey {
    pub(crate) fn new(since: Option<Stamp>) -> Survey {
        Survey { since, cut: Cut::default(), seen: false, old_from: None }
    }

    pub(crate) fn finish(mut self) -> Cut {
        if let Some(from) = self.old_from {
            self.cut.old.push(from..u64::MAX);
        }
        self.cut
    }
}

impl Sink for Survey {
    fn record(&mut self, record: &Record<'_>) -> ControlFlow<()> {
        let Locator::Line(line) = record.locator else { return ControlFlow::Break(()) };
        if !self.seen {
            self.seen = true;
            self.cut.head = line.saturating_sub(1).min(MAX_HEAD_LINES);
        }
        let Some(since) = self.since else { return ControlFlow::Break(()) };
        match (is_old(record.time, since), self.old_from) {
            (Some(true), None) if self.cut.old.len() >= MAX_CUTS => {
                self.cut.limited = true;
                return ControlFlow::Break(());
            }
            (Some(true), None) => self.old_from = Some(line),
            (Some(false), Some(from)) => {
                self.old_from = None;
                self.cut.old.push(from..line);
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn problem(&mut self, _: Problem) {}
}

/// How much was cut.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) old: u64,
    pub(crate) old_bytes: u64,
    pub(crate) over: u64,
    pub(crate) over_bytes: u64,
}

/// A text source without what is cut.
pub(crate) struct Trim<'a, R> {
    inner: R,
    cut: &'a Cut,
    form: LineForm,
    block: Vec<u8>,
    out: Vec<u8>,
    at: usize,
    line: u64,
    offset: u64,
    /// What happens to the line that goes on.
    state: State,
    pub(crate) taken: Taken,
    done: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the start of a line: nothing is decided.
    Start,
    Keep,
    Old,
    Over,
}

/// How lines end, and which of them are heads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineForm {
    encoding: Encoding,
    /// Lines that start with `#` name the columns of what follows (W3C).
    directives: bool,
}

impl LineForm {
    pub(crate) fn new(kind: SourceKind, encoding: Encoding) -> LineForm {
        let directives = matches!(kind, SourceKind::IisW3c | SourceKind::HttpErr);
        LineForm { encoding, directives }
    }

    /// The end of the line that begins `bytes`, its line feed included.
    fn end(self, bytes: &[u8], aligned: bool) -> Option<usize> {
        let wide = match self.encoding {
            Encoding::Utf16Le => [b'\n', 0],
            Encoding::Utf16Be => [0, b'\n'],
            _ => return bytes.iter().position(|b| *b == b'\n').map(|n| n + 1),
        };
        let from = usize::from(!aligned);
        let units = bytes.get(from..)?.chunks_exact(2);
        units.enumerate().find(|(_, unit)| *unit == wide).map(|(n, _)| from + 2 * n + 2)
    }

    const fn feed(self) -> &'static [u8] {
        match self.encoding {
            Encoding::Utf16Le => b"\n\0",
            Encoding::Utf16Be => b"\0\n",
            _ => b"\n",
        }
    }

    /// The byte order mark that `bytes` begin with.
    fn mark(bytes: &[u8]) -> usize {
        let marks: [&[u8]; 3] = [b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"];
        marks.into_iter().find(|m| bytes.starts_with(m)).map_or(0, <[u8]>::len)
    }
}

impl<'a, R: Read> Trim<'a, R> {
    pub(crate) fn new(inner: R, cut: &'a Cut, form: LineForm) -> Trim<'a, R> {
        Trim {
            inner,
            cut,
            form,
            block: vec![0; BLOCK],
            out: Vec::new(),
            at: 0,
            line: 1,
            offset: 0,
            state: State::Start,
            taken: Taken::default(),
            done: false,
        }
    }

    /// Reads one block and keeps what is kept of it in `out`.
    fn refill(&mut self) -> io::Result<()> {
        self.out.clear();
        self.at = 0;
        let have = fill(&mut self.inner, &mut self.block)?;
        self.done = have < self.block.len();
        let block = std::mem::take(&mut self.block);
        let mut rest = &block[..have];
        if self.offset == 0 {
            let mark = LineForm::mark(rest);
            self.out.extend_from_slice(&rest[..mark]);
            self.offset += mark as u64;
            rest = &rest[mark..];
        }
        while !rest.is_empty() {
            if self.state == State::Start {
                self.state = self.decide(rest);
            }
            let end = self.form.end(rest, self.offset.is_multiple_of(2));
            let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
            self.put(part, end.is_some());
            self.offset += part.len() as u64;
            rest = after;
        }
        self.block = block;
        Ok(())
    }

    fn decide(&self, line: &[u8]) -> State {
        if self.line <= self.cut.head || self.form.directives && line.starts_with(b"#") {
            return State::Keep;
        }
        if self.cut.is_old(self.line) {
            return State::Old;
        }
        let over = self.offset < self.cut.from || self.cut.to.is_some_and(|to| self.offset >= to);
        if over { State::Over } else { State::Keep }
    }

    fn put(&mut self, part: &[u8], whole: bool) {
        let (number, bytes) = match self.state {
            State::Keep | State::Start => {
                self.out.extend_from_slice(part);
                (None, None)
            }
            State::Old => (Some(&mut self.taken.old), Some(&mut self.taken.old_bytes)),
            State::Over => (Some(&mut self.taken.over), Some(&mut self.taken.over_bytes)),
        };
        let cut = number.is_some();
        if let Some(bytes) = bytes {
            *bytes += part.len() as u64;
        }
        if !whole {
            return;
        }
        if let Some(number) = number {
            *number += 1;
        }
        if cut && !self.cut.is_over(self.line, self.offset) {
            self.out.extend_from_slice(self.form.feed());
        }
        self.line += 1;
        self.state = State::Start;
    }
}

impl<R: Read> Read for Trim<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.at == self.out.len() {
            if self.done {
                return Ok(0);
            }
            self.refill()?;
        }
        let n = buf.len().min(self.out.len() - self.at);
        buf[..n].copy_from_slice(&self.out[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

fn fill(inner: &mut impl Read, block: &mut [u8]) -> io::Result<usize> {
    let mut have = 0;
    while have < block.len() {
        match inner.read(&mut block[have..]) {
            Ok(0) => break,
            Ok(n) => have += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(have)
}

#[cfg(test)]
#[path = "trim_tests.rs"]
mod tests;
