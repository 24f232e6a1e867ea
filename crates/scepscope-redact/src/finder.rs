//! What has to go out of one line.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use regex::bytes::Regex;

use crate::encoded::{self, Content};
use crate::lines::Carry;
use crate::matcher::{BACKSLASH, Copy, ESCAPED, Form, Known, Matcher, ZERO};
use crate::rules::{Action, CONTEXT_BYTES, Rule, Rules, SpanRule};
use crate::vault::{Vault, digest_mark, drop_mark};
use crate::view::{View, Width};
use crate::{Counts, Kind, Policy};

/// Base64 inside base64 inside base64: deeper nesting is left as it is.
const DECODE_DEPTH: u8 = 3;
/// Ranks below this are dropped secrets and win over pseudonyms.
const PSEUDONYM: u32 = 1 << 16;
/// Rank of a copy of a dropped secret: after every rule that drops.
const SECRET_COPY: u32 = PSEUDONYM - 1;
/// Rank of a copy of a known value: after every rule.
const COPY: u32 = PSEUDONYM + (1 << 12);
/// Rank of encoded data that holds a known value.
const ENCODED: u32 = COPY + 1;

/// One value in a line and what stands in its place.
#[derive(Debug)]
pub(crate) struct Found {
    /// Bytes of the original line.
    pub(crate) range: Range<usize>,
    pub(crate) kind: Kind,
    pub(crate) text: Vec<u8>,
    /// The value in plain, where it gets a pseudonym.
    pub(crate) original: Option<String>,
    /// The value, where it is dropped.
    pub(crate) secret: Option<String>,
    /// Values inside encoded data.
    pub(crate) inner: Vec<Found>,
    /// Part of a value that was counted already.
    pub(crate) silent: bool,
    rank: u32,
}

impl Found {
    pub(crate) fn new(range: Range<usize>, kind: Kind, text: Vec<u8>) -> Self {
        Found { range, kind, text, original: None, secret: None, inner: Vec::new(), silent: false, rank: 0 }
    }

    pub(crate) fn at(self, range: Range<usize>) -> Self {
        Found { range, ..self }
    }

    pub(crate) fn silenced(range: Range<usize>) -> Self {
        Found { silent: true, ..Found::new(range, Kind::Encoded, Vec::new()) }
    }
}

/// A line as the rules see it.
pub(crate) struct Seen<'a> {
    pub(crate) view: View<'a>,
    pub(crate) mask: u128,
}

pub(crate) struct Finder {
    pub(crate) rules: Arc<Rules>,
    pub(crate) policy: Policy,
    pub(crate) vault: Vault,
    pub(crate) matcher: Matcher,
    /// Names that stand in URLs: servers, not devices.
    pub(crate) servers: HashSet<String>,
}

// A literal expression; a test holds it.
static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let ids: Vec<&str> = Kind::ALL.iter().map(|k| k.id()).collect();
    let ids = ids.join("|");
    Regex::new(&format!(r"\[(?:dropped:(?:{ids})|(?:{ids}):\d+-bytes:sha256-[0-9a-f]{{16}})\]|(?-u:\b)(?:{ids})-[0-9a-f]{{8}}(?:[0-9a-f]{{8}})?(?-u:\b)")).ok()
});

impl Finder {
    /// Everything in a line without its line end, sorted, without overlaps.
    pub(crate) fn find(&self, line: &[u8], depth: u8, extra: Vec<Found>) -> Vec<Found> {
        self.find_seen(line, depth, extra).0
    }

    pub(crate) fn find_seen<'a>(
        &self,
        line: &'a [u8],
        depth: u8,
        extra: Vec<Found>,
    ) -> (Vec<Found>, Seen<'a>) {
        let mut copies = Vec::new();
        let mut mask = self.matcher.scan(line, &mut copies);
        let mut found = extra;
        let view = if mask & (ESCAPED | ZERO) == 0 {
            View::plain(line)
        } else {
            // Copies in UTF-16 are found in the line as it stands.
            copies.retain(|c| matches!(c.known.form, Form::Wide { .. }));
            self.copies(&View::plain(line), &copies, &mut found);
            copies.clear();
            let view = if mask & ZERO != 0 { View::narrowed(line) } else { View::plain(line) };
            let view = view.unescaped();
            mask |= self.matcher.scan(&view.text, &mut copies);
            view
        };
        if mask & BACKSLASH != 0
            && let Some(json) = view.json()
        {
            let mut inside = Vec::new();
            let json_mask = self.matcher.scan(&json.text, &mut inside);
            self.candidates(&json, json_mask, &inside, depth, 0, &mut found);
            mask |= json_mask;
        }
        if mask & (BACKSLASH | ESCAPED) != 0
            && let Some(joined) = View::joined(line)
        {
            self.encoded_runs(&joined.unescaped(), depth, &mut found);
        }
        self.candidates(&view, mask, &copies, depth, 1, &mut found);
        (merged(found), Seen { view, mask })
    }

    fn candidates(
        &self,
        view: &View<'_>,
        mask: u128,
        copies: &[Copy<'_>],
        depth: u8,
        plain: u32,
        found: &mut Vec<Found>,
    ) {
        let text: &[u8] = &view.text;
        let mut marks: Option<Vec<Range<usize>>> = None;
        for (n, rule) in self.triggered(mask) {
            if !rule.applies(self.policy) {
                continue;
            }
            for groups in rule.pattern.captures_iter(text) {
                for value in rule.values.iter().filter_map(|g| groups.get(*g)) {
                    let range = trimmed(text, value.range());
                    let marks = marks.get_or_insert_with(|| marks_in(text));
                    if range.is_empty() || already(text, &range, marks) || !self.accepts(rule, text, &range) {
                        continue;
                    }
                    let class = if rule.action == Action::Pseudonymise { PSEUDONYM } else { 0 };
                    let rank = class + 2 * n as u32 + plain;
                    found.push(self.replacement(view, range, rule.kind, rule.action, rank));
                }
            }
        }
        self.copies(view, copies, found);
        self.encoded_runs(view, depth, found);
    }

    fn encoded_runs(&self, view: &View<'_>, depth: u8, found: &mut Vec<Found>) {
        if depth >= DECODE_DEPTH {
            return;
        }
        let text: &[u8] = &view.text;
        for run in encoded::runs(text) {
            if encoded::promising(&text[run.clone()])
                && let Some(mut one) = self.encoded(&text[run.clone()], depth)
            {
                one.range = view.original(run.start, run.end);
                found.push(one);
            }
        }
    }

    fn copies(&self, view: &View<'_>, copies: &[Copy<'_>], found: &mut Vec<Found>) {
        for copy in copies {
            let Copy { known, range } = copy;
            let mut one = match known.form {
                Form::Base64 => {
                    let run = encoded::run_around(&view.text, range.clone());
                    let name = self.vault.stand_in(Kind::Encoded, &view.text[run.clone()]);
                    let mut one =
                        Found::new(view.original(run.start, run.end), Kind::Encoded, name.into_bytes());
                    one.rank = ENCODED;
                    one
                }
                _ if known.secret => {
                    let end =
                        if known.form == Form::Head { copy_end(&view.text, known, range) } else { range.end };
                    let mark = drop_mark(known.kind).into_bytes();
                    let mut one = Found::new(view.original(range.start, end), known.kind, mark);
                    one.rank = SECRET_COPY;
                    one
                }
                _ => {
                    let mut one =
                        self.named(view.original(range.start, range.end), known.kind, &known.original);
                    one.rank = COPY;
                    one
                }
            };
            match known.form {
                Form::Wide { little } => one.text = widened(&one.text, little),
                _ => one.text = self.fit(view, range.start, one.text),
            }
            found.push(one);
        }
    }

    /// A replacement is written as wide as what it replaces.
    fn fit(&self, view: &View<'_>, at: usize, text: Vec<u8>) -> Vec<u8> {
        match view.width(at) {
            Width::Narrow => text,
            Width::WideLe => widened(&text, true),
            Width::WideBe => widened(&text, false),
        }
    }

    fn named(&self, range: Range<usize>, kind: Kind, original: &str) -> Found {
        let name = self.vault.name(kind, original).unwrap_or_else(|| drop_mark(kind));
        Found { original: Some(original.to_owned()), ..Found::new(range, kind, name.into_bytes()) }
    }

    fn replacement(
        &self,
        view: &View<'_>,
        range: Range<usize>,
        kind: Kind,
        action: Action,
        rank: u32,
    ) -> Found {
        let place = view.original(range.start, range.end);
        let value = &view.text[range.clone()];
        let mut one = self.replaced(value, kind, action);
        one.text = self.fit(view, range.start, std::mem::take(&mut one.text));
        Found { range: place, rank, ..one }
    }

    /// What stands for a whole value.
    pub(crate) fn replaced(&self, value: &[u8], kind: Kind, action: Action) -> Found {
        match action {
            Action::Drop => Found {
                secret: Some(String::from_utf8_lossy(value).trim().to_owned()),
                ..Found::new(0..value.len(), kind, drop_mark(kind).into_bytes())
            },
            Action::Digest => Found::new(0..value.len(), kind, digest_mark(kind, &body(value)).into_bytes()),
            Action::Pseudonymise => self.named(0..value.len(), kind, String::from_utf8_lossy(value).trim()),
        }
    }

    fn accepts(&self, rule: &Rule, text: &[u8], range: &Range<usize>) -> bool {
        let value = &text[range.clone()];
        if rule.except.as_ref().is_some_and(|r| r.is_match(value)) {
            return false;
        }
        let before = &text[range.start.saturating_sub(CONTEXT_BYTES)..range.start];
        let after = &text[range.end..text.len().min(range.end + CONTEXT_BYTES)];
        if rule.unless_before.as_ref().is_some_and(|r| r.is_match(before))
            || rule.unless_after.as_ref().is_some_and(|r| r.is_match(after))
        {
            return false;
        }
        if let Some(check) = rule.check
            && !std::str::from_utf8(value).is_ok_and(|v| check.holds(v))
        {
            return false;
        }
        if !rule.not_in.is_empty() {
            let breaks =
                |b: &u8| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'<' | b'>' | b'(' | b'[');
            let start = range.start - text[..range.start].iter().rev().take_while(|b| !breaks(b)).count();
            let word = text[start..range.start].to_ascii_lowercase();
            if rule.not_in.iter().any(|p| word.starts_with(p.as_bytes())) {
                return false;
            }
        }
        !(matches!(rule.kind, Kind::Device | Kind::User)
            && std::str::from_utf8(value).is_ok_and(|v| self.servers.contains(&v.to_lowercase())))
    }

    /// What stands for a run of base64; `None` where it holds nothing that has to go.
    pub(crate) fn encoded(&self, run: &[u8], depth: u8) -> Option<Found> {
        /// Shorter CMS is a digest or an attribute.
        const CMS_MIN: usize = 100;
        let bytes = encoded::decode(run)?;
        let whole = 0..run.len();
        let digest = |kind| Some(Found::new(0..run.len(), kind, digest_mark(kind, &bytes).into_bytes()));
        match encoded::classify(&bytes)? {
            Content::Cms if run.len() >= CMS_MIN => digest(Kind::PkiOperation),
            Content::Csr if run.len() >= CMS_MIN => digest(Kind::Csr),
            Content::PrivateKey => self.replaced(run, Kind::PrivateKey, Action::Drop).into(),
            Content::Cms | Content::Csr => None,
            Content::Der => {
                let inner: Vec<Found> = self
                    .inside(&bytes, depth + 1)
                    .1
                    .into_iter()
                    .filter(|f| f.rank >= COPY || f.kind == Kind::Upn)
                    .collect();
                let name = self.vault.stand_in(Kind::Encoded, &bytes);
                let one =
                    Found { inner, rank: ENCODED, ..Found::new(whole, Kind::Encoded, name.into_bytes()) };
                (!one.inner.is_empty()).then_some(one)
            }
            Content::Text => {
                let (out, inner) = self.inside(&bytes, depth + 1);
                let text = encoded::encode(&out).into_bytes();
                (!inner.is_empty()).then(|| Found {
                    inner,
                    rank: COPY,
                    ..Found::new(whole, Kind::Encoded, text)
                })
            }
            Content::Wide(little) => {
                let text = crate::wide::to_narrow(&bytes, little);
                let (out, inner) = self.inside(&text, depth + 1);
                let mut wide = Vec::new();
                crate::wide::to_wide(&out, little, &mut wide);
                let text = encoded::encode(&wide).into_bytes();
                (!inner.is_empty()).then(|| Found {
                    inner,
                    rank: COPY,
                    ..Found::new(whole, Kind::Encoded, text)
                })
            }
        }
    }

    /// Redacts decoded content, line by line.
    fn inside(&self, bytes: &[u8], depth: u8) -> (Vec<u8>, Vec<Found>) {
        let (mut out, mut inner, mut counts) =
            (Vec::with_capacity(bytes.len()), Vec::new(), Counts::default());
        let mut carry = Carry::new(depth);
        carry.feed(self, bytes, true, &mut out, &mut inner, &mut counts);
        (out, inner)
    }

    /// The line rules whose bit is set, in their order.
    fn triggered(&self, mask: u128) -> impl Iterator<Item = (usize, &Rule)> {
        let mut left = mask & ((1 << self.rules.rules.len()) - 1);
        std::iter::from_fn(move || {
            let n = left.trailing_zeros() as usize;
            left &= left.wrapping_sub(1);
            Some((n, self.rules.rules.get(n)?))
        })
    }

    pub(crate) fn span_rules(&self, mask: u128) -> impl Iterator<Item = (usize, &SpanRule)> {
        let first = self.rules.rules.len();
        let any = mask >> first & ((1 << self.rules.spans.len()) - 1) != 0;
        let spans: &[SpanRule] = if any { &self.rules.spans } else { &[] };
        spans.iter().enumerate().filter(move |(n, r)| mask >> (first + n) & 1 == 1 && r.applies(self.policy))
    }
}

/// Where the copy of a long secret ends: as far as it is the same, and as base64 goes on.
fn copy_end(text: &[u8], known: &Known, head: &Range<usize>) -> usize {
    let same = text[head.start..].iter().zip(known.original.as_bytes()).take_while(|(a, b)| a == b).count();
    let end = head.end.max(head.start + same);
    encoded::run_around(text, end..end).end
}

/// The bytes that a digest is of: the message itself, whatever it was wrapped in.
fn body(value: &[u8]) -> Vec<u8> {
    let plain: Vec<u8> =
        View::plain(value).unescaped().text.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    if plain.starts_with(b"30") && plain.iter().all(u8::is_ascii_hexdigit) {
        let digit = |b: u8| (b as char).to_digit(16).unwrap_or_default() as u8;
        return plain.chunks_exact(2).map(|p| digit(p[0]) << 4 | digit(p[1])).collect();
    }
    let standard: Vec<u8> = plain
        .iter()
        .map(|b| match b {
            b'-' => b'+',
            b'_' => b'/',
            b => *b,
        })
        .collect();
    if standard.is_empty() { plain } else { encoded::decode(&standard).unwrap_or(plain) }
}

fn widened(text: &[u8], little: bool) -> Vec<u8> {
    text.iter().flat_map(|b| if little { [*b, 0] } else { [0, *b] }).collect()
}

fn trimmed(text: &[u8], range: Range<usize>) -> Range<usize> {
    let value = &text[range.clone()];
    let left = value.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let right = value[left..].iter().rev().take_while(|b| b.is_ascii_whitespace()).count();
    range.start + left..range.end - right
}

fn marks_in(text: &[u8]) -> Vec<Range<usize>> {
    MARK.as_ref().map(|r| r.find_iter(text).map(|m| m.range()).collect()).unwrap_or_default()
}

/// Whether a text is one replacement and nothing else.
pub(crate) fn only_marks(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    marks_in(text).contains(&(0..text.len()))
}

/// Whether a value is a replacement of an earlier run, or a part of one.
fn already(text: &[u8], range: &Range<usize>, marks: &[Range<usize>]) -> bool {
    let touching: Vec<_> = marks.iter().filter(|m| m.start < range.end && range.start < m.end).collect();
    !touching.is_empty()
        && range.clone().all(|at| {
            touching.iter().any(|m| m.contains(&at))
                || !(text[at].is_ascii_alphanumeric() || text[at] >= 0x80)
        })
}

/// Sorted, overlapping ones joined: the whole range goes, the lowest rank says what takes its place.
pub(crate) fn merged(mut found: Vec<Found>) -> Vec<Found> {
    if found.len() < 2 {
        return found;
    }
    // Of two equal ones the longer: a full name before its first label.
    found.sort_by_key(|f| (f.range.start, std::cmp::Reverse(f.range.end)));
    let mut out: Vec<Found> = Vec::with_capacity(found.len());
    for mut next in found {
        match out.last_mut() {
            Some(last) if next.range.start < last.range.end => {
                let range = last.range.start..last.range.end.max(next.range.end);
                if next.rank < last.rank {
                    std::mem::swap(last, &mut next);
                }
                last.range = range;
            }
            _ => out.push(next),
        }
    }
    out
}
