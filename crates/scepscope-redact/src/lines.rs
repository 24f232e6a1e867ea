//! Lines in order, and what one line leaves open for the next: keys, wrapped values, wrapped base64.
//!
//! The outcome depends on the lines alone, never on the blocks they arrive in.

use std::ops::{ControlFlow, Range};

use crate::Counts;
use crate::encoded::{self, is_base64};
use crate::finder::{Finder, Found, Seen, merged};
use crate::rules::{Action, SpanRule};
use crate::vault::drop_mark;

/// A longer line is redacted in pieces of this many bytes.
pub const LINE_LIMIT: usize = 1 << 20;
/// How far a piece looks beyond its end, and back before its start, bytes. A value across a border of two
/// pieces that is longer still is dropped up to its end.
pub const LINE_OVERLAP: usize = 64 << 10;
/// Longest wrapped value that is looked into, bytes. A longer one is dropped as it is.
pub const HELD_LIMIT: usize = 256 << 10;
/// A shorter run of base64 at the end of a line is no wrapped value.
const WRAPPED_MIN: usize = 40;

struct Open {
    rule: usize,
    marked: bool,
    bytes: usize,
}

struct Held {
    line: Vec<u8>,
    run: Range<usize>,
}

struct Long {
    context: Vec<u8>,
    swallow: bool,
}

/// What is carried from line to line of one source.
pub(crate) struct Carry {
    depth: u8,
    rest: Vec<u8>,
    searched: usize,
    open: Option<Open>,
    next: Option<(usize, u32)>,
    held: Vec<Held>,
    held_bytes: usize,
    /// A wrapped value over the limit goes on.
    oversized: bool,
    long: Option<Long>,
}

/// Where a line's outcome goes.
struct Sink<'a> {
    finder: &'a Finder,
    out: &'a mut Vec<u8>,
    found: &'a mut Vec<Found>,
    counts: &'a mut Counts,
}

impl Carry {
    pub(crate) fn new(depth: u8) -> Self {
        Carry {
            depth,
            rest: Vec::new(),
            searched: 0,
            open: None,
            next: None,
            held: Vec::new(),
            held_bytes: 0,
            oversized: false,
            long: None,
        }
    }

    /// Takes bytes of the source and writes what is settled. `last` settles everything.
    pub(crate) fn feed(
        &mut self,
        finder: &Finder,
        bytes: &[u8],
        last: bool,
        out: &mut Vec<u8>,
        found: &mut Vec<Found>,
        counts: &mut Counts,
    ) {
        let mut sink = Sink { finder, out, found, counts };
        let mut buffer = std::mem::take(&mut self.rest);
        buffer.extend_from_slice(bytes);
        let (mut at, mut searched) = (0, self.searched);
        loop {
            let end = memchr::memchr(b'\n', &buffer[searched.max(at)..]).map(|n| searched.max(at) + n + 1);
            let end = end.or((last && at < buffer.len()).then_some(buffer.len()));
            searched = end.unwrap_or(buffer.len());
            let have = searched - at;
            if have > LINE_LIMIT + LINE_OVERLAP {
                at += self.piece(&mut sink, &buffer[at..searched]);
            } else if let Some(end) = end {
                match self.long.take() {
                    Some(long) => self.last_piece(&mut sink, long, &buffer[at..end]),
                    None => self.line(&mut sink, &buffer[at..end]),
                }
                at = end;
            } else {
                break;
            }
            searched = searched.max(at);
            if end.is_some_and(|e| e > at) {
                // The rest of a long line whose end is known.
                searched = at;
            }
        }
        if last {
            self.settle(&mut sink, None);
        }
        buffer.drain(..at);
        self.searched = buffer.len();
        self.rest = buffer;
    }

    fn line(&mut self, sink: &mut Sink<'_>, line: &[u8]) {
        let (body, _) = split_eol(line);
        if self.open.is_some() {
            return self.emit(sink, line, Vec::new());
        }
        if !self.held.is_empty() || self.oversized {
            let padded = self.held.last().is_some_and(|h| h.line[..h.run.end].ends_with(b"="));
            let head = if padded { 0..0 } else { head_run(body) };
            let pure = !head.is_empty() && tail_is_blank(&body[head.end..]);
            // A short line of base64 is the last one and has whole groups; else it is a word of the log.
            let head = if pure && head.len() < WRAPPED_MIN && head.len() % 4 != 0 { 0..0 } else { head };
            if pure && !head.is_empty() {
                if self.oversized {
                    return self.emit(sink, line, vec![Found::silenced(head)]);
                }
                return self.hold(sink, line, head);
            }
            self.oversized = false;
            return self.settle(sink, Some((line, head)));
        }
        let tail = tail_run(body);
        if tail.len() >= WRAPPED_MIN {
            return self.hold(sink, line, tail);
        }
        self.emit(sink, line, Vec::new());
    }

    fn hold(&mut self, sink: &mut Sink<'_>, line: &[u8], run: Range<usize>) {
        self.held_bytes += line.len();
        self.held.push(Held { line: line.to_vec(), run });
        if self.held_bytes > HELD_LIMIT && self.held.len() > 1 {
            sink.counts.oversized += 1;
            let mark = drop_mark(crate::Kind::Encoded).into_bytes();
            self.release(sink, Some(Found::new(0..0, crate::Kind::Encoded, mark)), None);
            self.oversized = true;
        }
    }

    /// Ends a wrapped value: `after` is the line behind it, which may hold its last characters.
    fn settle(&mut self, sink: &mut Sink<'_>, after: Option<(&[u8], Range<usize>)>) {
        if self.held.is_empty() {
            if let Some((line, _)) = after {
                self.emit(sink, line, Vec::new());
            }
            return;
        }
        let mut joined: Vec<u8> =
            self.held.iter().flat_map(|h| h.line[h.run.clone()].iter().copied()).collect();
        if let Some((line, head)) = &after {
            joined.extend_from_slice(&line[head.clone()]);
        }
        let several = self.held.len() > 1 || after.as_ref().is_some_and(|(_, head)| !head.is_empty());
        let whole = if several { sink.finder.encoded(&joined, self.depth) } else { None };
        self.release(sink, whole, after);
    }

    fn release(&mut self, sink: &mut Sink<'_>, whole: Option<Found>, after: Option<(&[u8], Range<usize>)>) {
        let held = std::mem::take(&mut self.held);
        self.held_bytes = 0;
        let replaced = whole.is_some();
        let mut first = whole;
        for Held { line, run } in held {
            let extra = match first.take() {
                Some(whole) => vec![whole.at(run)],
                None if replaced => vec![Found::silenced(run)],
                None => Vec::new(),
            };
            self.emit(sink, &line, extra);
        }
        if let Some((line, head)) = after {
            let cut = replaced && !head.is_empty();
            self.emit(sink, line, if cut { vec![Found::silenced(head)] } else { Vec::new() });
        }
    }

    fn emit(&mut self, sink: &mut Sink<'_>, line: &[u8], extra: Vec<Found>) {
        let (body, eol) = split_eol(line);
        let (mut found, seen) = sink.finder.find_seen(body, self.depth, extra);
        let before = found.len();
        found.extend(self.go_on(sink.finder, &seen));
        found.extend(self.awaited(sink.finder, &seen));
        if self.open.is_none() {
            found.extend(self.begin(sink.finder, &seen));
        }
        if found.len() > before {
            found = merged(found);
        }
        put_part(sink, body, 0..body.len(), found);
        sink.out.extend_from_slice(eol);
    }

    /// Whether a line opens a value that ends on a later one.
    fn begin(&mut self, finder: &Finder, seen: &Seen<'_>) -> Vec<Found> {
        let mut extra = Vec::new();
        for (n, rule) in finder.span_rules(seen.mask) {
            let Some(groups) = rule.begin.captures(&seen.view.text) else { continue };
            if rule.next.is_some() {
                self.next = Some((n, rule.within));
                continue;
            }
            let value = groups.name("v").map_or(0..0, |v| v.range());
            extra.extend(self.opened(finder, rule, n, seen, value));
            break;
        }
        extra
    }

    fn opened(
        &mut self,
        finder: &Finder,
        rule: &SpanRule,
        n: usize,
        seen: &Seen<'_>,
        value: Range<usize>,
    ) -> Option<Found> {
        let text = &seen.view.text;
        let blank = text[value.clone()].iter().all(u8::is_ascii_whitespace);
        self.open = Some(Open { rule: n, marked: !blank, bytes: 0 });
        (!blank && !is_mark(&text[value.clone()])).then(|| {
            finder
                .replaced(&text[value.clone()], rule.kind, rule.action)
                .at(seen.view.original(value.start, value.end))
        })
    }

    /// The value that a key on an earlier line announced.
    fn awaited(&mut self, finder: &Finder, seen: &Seen<'_>) -> Option<Found> {
        let (n, left) = self.next.take()?;
        let rule = finder.rules.spans.get(n)?;
        let text = &seen.view.text;
        let Some(groups) = rule.next.as_ref()?.captures(text) else {
            let gone = rule.abort.as_ref().is_some_and(|r| r.is_match(text));
            self.next = (left > 1 && !gone).then_some((n, left - 1));
            return None;
        };
        let value = groups.name("v")?.range();
        if rule.body.is_some() && value.end == text.len() {
            return self.opened(finder, rule, n, seen, value);
        }
        let blank = text[value.clone()].iter().all(u8::is_ascii_whitespace);
        (!blank && !is_mark(&text[value.clone()])).then(|| {
            finder
                .replaced(&text[value.clone()], rule.kind, rule.action)
                .at(seen.view.original(value.start, value.end))
        })
    }

    /// The part of an open value that this line holds.
    fn go_on(&mut self, finder: &Finder, seen: &Seen<'_>) -> Option<Found> {
        let mut open = self.open.take()?;
        let rule = finder.rules.spans.get(open.rule)?;
        let text = &seen.view.text;
        open.bytes += text.len();
        let range = if let Some(end) = rule.end.as_ref().and_then(|r| r.captures(text)) {
            0..end.name("v").or(end.get(0))?.end()
        } else if open.bytes <= HELD_LIMIT && rule.body.as_ref().is_some_and(|r| r.is_match(text)) {
            self.open = Some(Open { rule: open.rule, marked: open.marked, bytes: open.bytes });
            0..text.len()
        } else {
            return None;
        };
        let part = &text[range.clone()];
        let start = range.start + part.iter().take_while(|b| b.is_ascii_whitespace()).count();
        if start >= range.end {
            return None;
        }
        let stop = range.end - part.iter().rev().take_while(|b| b.is_ascii_whitespace()).count();
        let place = seen.view.original(start, stop);
        let first = !open.marked;
        if let Some(open) = &mut self.open {
            open.marked = true;
        }
        if is_mark(&text[start..stop]) {
            return None;
        }
        if first && rule.action != Action::Pseudonymise {
            return Some(finder.replaced(&text[start..stop], rule.kind, rule.action).at(place));
        }
        Some(Found::silenced(place))
    }

    /// One piece of a line over the limit; how many bytes of it are settled.
    fn piece(&mut self, sink: &mut Sink<'_>, line: &[u8]) -> usize {
        let mut long = self.long.take().unwrap_or_else(|| {
            sink.counts.long_lines += 1;
            Long { context: Vec::new(), swallow: false }
        });
        let window = &line[..LINE_LIMIT + LINE_OVERLAP];
        let skip = swallowed(&mut long, window);
        let (text, found) = look(sink.finder, self.depth, &long.context, &window[skip..]);
        let context = long.context.len();
        let mut cut = if skip < LINE_LIMIT { context + LINE_LIMIT - skip } else { context };
        for f in &found {
            if f.range.start < cut && f.range.end > cut {
                cut = f.range.end;
                long.swallow = cut == text.len();
            }
        }
        let done = found.into_iter().filter(|f| f.range.end > context && f.range.end <= cut).collect();
        put_part(sink, &text, context..cut, done);
        long.context = text[cut.saturating_sub(LINE_OVERLAP)..cut].to_vec();
        self.long = Some(long);
        skip + cut - context
    }

    fn last_piece(&mut self, sink: &mut Sink<'_>, mut long: Long, line: &[u8]) {
        let (body, eol) = split_eol(line);
        let skip = swallowed(&mut long, body);
        let (text, found) = look(sink.finder, self.depth, &long.context, &body[skip..]);
        let context = long.context.len();
        let done = found.into_iter().filter(|f| f.range.end > context).collect();
        put_part(sink, &text, context..text.len(), done);
        sink.out.extend_from_slice(eol);
    }
}

/// Bytes at the start that still belong to a value too long for its window.
fn swallowed(long: &mut Long, text: &[u8]) -> usize {
    if !long.swallow {
        return 0;
    }
    let ends =
        |b: &u8| b.is_ascii_whitespace() || matches!(b, b'<' | b'>' | b'"' | b'\'' | b',' | b';' | b'&');
    let skip = text.iter().take_while(|b| !ends(b)).count();
    long.swallow = skip == text.len();
    skip
}

fn look(finder: &Finder, depth: u8, context: &[u8], text: &[u8]) -> (Vec<u8>, Vec<Found>) {
    let mut whole = Vec::with_capacity(context.len() + text.len());
    whole.extend_from_slice(context);
    whole.extend_from_slice(text);
    let found = finder.find(&whole, depth, Vec::new());
    (whole, found)
}

fn put_part(sink: &mut Sink<'_>, text: &[u8], part: Range<usize>, found: Vec<Found>) {
    let mut at = part.start;
    for f in found {
        let start = f.range.start.max(at);
        sink.out.extend_from_slice(&text[at..start]);
        sink.out.extend_from_slice(&f.text);
        at = f.range.end.max(at);
        sink.found.push(f);
    }
    sink.out.extend_from_slice(&text[at..part.end]);
}

/// Takes a line before and after the redaction, as UTF-8 without line ends; breaks where it wants no more.
pub type TakeLine<'t> = dyn FnMut(&[u8], &[u8]) -> ControlFlow<()> + 't;

/// Hands on the lines that are whole in both texts, and takes them out of them. Redaction keeps lines lines.
pub(crate) fn pair(
    before: &mut Vec<u8>,
    after: &mut Vec<u8>,
    last: bool,
    take: &mut TakeLine<'_>,
) -> ControlFlow<()> {
    let next = |text: &[u8], from: usize| {
        let end = memchr::memchr(b'\n', &text[from..]).map(|n| from + n + 1);
        end.or((last && from < text.len()).then_some(text.len()))
    };
    let (mut a, mut b) = (0, 0);
    let mut flow = ControlFlow::Continue(());
    while let (Some(a_end), Some(b_end)) = (next(before, a), next(after, b)) {
        flow = take(split_eol(&before[a..a_end]).0, split_eol(&after[b..b_end]).0);
        (a, b) = (a_end, b_end);
        if flow.is_break() {
            break;
        }
    }
    before.drain(..a);
    after.drain(..b);
    flow
}

fn split_eol(line: &[u8]) -> (&[u8], &[u8]) {
    let feed = usize::from(line.ends_with(b"\n"));
    let cr = usize::from(line[..line.len() - feed].ends_with(b"\r"));
    line.split_at(line.len() - feed - cr)
}

/// Base64 at the start of a line, after blanks.
fn head_run(body: &[u8]) -> Range<usize> {
    let start = body.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let run = encoded::run_around(body, start..start);
    if run.len() < 2 && body.get(run.end).is_some_and(|b| !matches!(b, b'<' | b'"' | b'\'')) {
        start..start
    } else {
        run
    }
}

/// Base64 at the end of a line, before blanks and what an export puts there.
fn tail_run(body: &[u8]) -> Range<usize> {
    let mut end = body.len();
    loop {
        let text = &body[..end];
        let cut = [&b"&#xD;"[..], b"&amp;#xD;", b"\\", b" ", b"\t"].into_iter().find(|s| text.ends_with(s));
        match cut {
            Some(s) => end -= s.len(),
            None => break,
        }
    }
    let bare = end - body[..end].iter().rev().take(2).take_while(|b| **b == b'=').count();
    bare - body[..bare].iter().rev().take_while(|b| is_base64(**b)).count()..end
}

fn tail_is_blank(rest: &[u8]) -> bool {
    let run = tail_run(rest);
    run.start == 0 && run.end == 0
}

fn is_mark(text: &[u8]) -> bool {
    text.trim_ascii().starts_with(b"[dropped:") && text.trim_ascii().ends_with(b"]")
}
