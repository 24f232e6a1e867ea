//! One pass over a line that says which rules are worth trying, and where known values stand.

use std::collections::HashSet;
use std::sync::Arc;

use aho_corasick::Anchored;
use aho_corasick::automaton::Automaton as _;
use aho_corasick::dfa::DFA;

use crate::encoded::encode;
use crate::needles::Needles;
use crate::rules::Rules;
use crate::vault::Vault;
use crate::{Kind, Policy};

/// Bit of a line that may hold XML or percent escapes.
pub(crate) const ESCAPED: u128 = 1 << 127;
/// Bit of a line that holds a backslash.
pub(crate) const BACKSLASH: u128 = 1 << 126;
/// Bit of a line that holds a zero byte.
pub(crate) const ZERO: u128 = 1 << 125;

/// How a known value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// As it is; `strict_edges` for plain words.
    Plain { strict_edges: bool },
    /// UTF-16 in a line that is not.
    Wide { little: bool },
    /// The characters of base64 that depend on the value alone.
    Base64,
    /// As it is, whatever stands around it: long enough to be no chance.
    Anywhere,
    /// The head of a long secret; the rest follows without a break.
    Head,
}

#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) kind: Kind,
    /// Shared by all forms of a value, which are many.
    pub(crate) original: Arc<str>,
    pub(crate) form: Form,
    /// Dropped, not given a pseudonym.
    pub(crate) secret: bool,
}

/// A known value in a line.
pub(crate) struct Copy<'a> {
    pub(crate) known: &'a Known,
    pub(crate) range: std::ops::Range<usize>,
}

#[derive(Debug)]
pub(crate) struct Matcher {
    /// Of the triggers. Only which ones occur is asked, never where: its states are walked here, which takes less than half
    /// the time of listing every occurrence.
    triggers: DFA,
    masks: Vec<u128>,
    /// The forms of `known`, in its order.
    needles: Needles,
    known: Vec<Known>,
}

impl Matcher {
    /// # Errors
    /// The automaton's own: more patterns than it can number.
    pub(crate) fn new(
        rules: &Rules,
        policy: Policy,
        vault: &Vault,
    ) -> Result<Self, aho_corasick::BuildError> {
        let mut triggers_of_rules: Vec<Vec<u8>> = Vec::new();
        let mut masks = Vec::new();
        let mut add = |text: &[u8], mask: u128| {
            triggers_of_rules.push(text.to_vec());
            masks.push(mask);
        };
        for escape in ["&#", "&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "%"] {
            add(escape.as_bytes(), ESCAPED);
        }
        add(b"\\", BACKSLASH);
        add(b"\0", ZERO);
        let lines = rules.rules.iter().map(|r| (r.applies(policy), &r.triggers));
        let spans = rules.spans.iter().map(|r| (r.applies(policy), &r.triggers));
        for (n, (applies, triggers)) in lines.chain(spans).enumerate() {
            for trigger in triggers.iter().filter(|_| applies) {
                add(trigger.as_bytes(), 1 << n);
            }
        }
        let mut known = Vec::new();
        let mut needles = Needles::default();
        let stop: HashSet<&str> = rules.stop.iter().map(String::as_str).collect();
        for (_, entry) in vault.entries() {
            let Some(edges) = worth_searching(entry.kind, &entry.original, &stop) else { continue };
            let original: Arc<str> = entry.original.as_str().into();
            for (bytes, form) in forms(&entry.original, edges) {
                needles.push(bytes);
                known.push(Known { kind: entry.kind, original: Arc::clone(&original), form, secret: false });
            }
        }
        for (secret, kind) in vault.secrets() {
            let (needle, plain) = secret_form(secret);
            let original: Arc<str> = secret.into();
            for (bytes, form) in forms(needle, false) {
                let form = if matches!(form, Form::Plain { .. }) { plain } else { form };
                needles.push(bytes);
                known.push(Known { kind, original: Arc::clone(&original), form, secret: true });
            }
        }
        needles.prepare();
        let triggers =
            DFA::builder().ascii_case_insensitive(true).prefilter(false).build(&triggers_of_rules)?;
        Ok(Matcher { triggers, masks, needles, known })
    }

    /// The triggers in a line, and the known values.
    pub(crate) fn scan<'a>(&'a self, text: &[u8], copies: &mut Vec<Copy<'a>>) -> u128 {
        let mut mask = 0;
        // It was built for this kind of search; without it every rule would have to be tried.
        let Ok(mut state) = self.triggers.start_state(Anchored::No) else { return u128::MAX };
        for byte in text {
            state = self.triggers.next_state(Anchored::No, state, *byte);
            if self.triggers.is_special(state) && self.triggers.is_match(state) {
                for n in 0..self.triggers.match_len(state) {
                    mask |= self.masks[self.triggers.match_pattern(state, n).as_usize()];
                }
            }
        }
        self.needles.find(text, |n, range| {
            let known = &self.known[n];
            if edges_fit(known.form, text, range.clone()) {
                copies.push(Copy { known, range });
            }
        });
        mask
    }
}

/// Whether copies of a value are searched for, and how carefully. A first name or a number of three digits
/// would hit half of a log.
fn worth_searching(kind: Kind, original: &str, stop: &HashSet<&str>) -> Option<bool> {
    const SHORTEST: usize = 5;
    const SHORTEST_NUMBER: usize = 8;
    let folded = original.trim().to_lowercase();
    let chars = folded.chars().count();
    if stop.contains(folded.as_str()) {
        return None;
    }
    match kind {
        Kind::Upn | Kind::Sid | Kind::Mac | Kind::PrivateIp | Kind::PublicIp => return Some(false),
        _ => {}
    }
    if chars < SHORTEST && folded.is_ascii() || chars < 2 {
        return None;
    }
    if folded.bytes().all(|b| b.is_ascii_digit()) && chars < SHORTEST_NUMBER {
        return None;
    }
    Some(folded.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// What is searched for of a secret, and how.
fn secret_form(secret: &str) -> (&str, Form) {
    /// A copy of that many characters is no chance, whatever stands around it.
    const ANYWHERE: usize = 16;
    /// Longer secrets are told by this many characters of their start.
    const HEAD: usize = 64;
    match secret.char_indices().nth(HEAD) {
        Some((at, _)) => (&secret[..at], Form::Head),
        None if secret.len() >= ANYWHERE => (secret, Form::Anywhere),
        None => (secret, Form::Plain { strict_edges: false }),
    }
}

/// Whether copies of a dropped secret are searched for. A word, a number, an error code or an address that stood
/// where a secret stands would be missed all over the log.
pub(crate) fn secret_worth_searching(secret: &str, stop: &[String]) -> bool {
    const SHORTEST: usize = 8;
    const SHORTEST_WORD: usize = 16;
    const LONGEST: usize = 8 << 10;
    let letters = secret.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = secret.bytes().filter(u8::is_ascii_digit).count();
    let lower = secret.to_ascii_lowercase();
    let code =
        lower.strip_prefix("0x").is_some_and(|h| h.len() <= 8 && h.bytes().all(|b| b.is_ascii_hexdigit()));
    // `2026-03-11T09:00:07`, `10.0.22631.1`: all of it digits and joints.
    let date = letters <= 1 && digits >= 4 && secret.len() - letters - digits >= 2;
    (SHORTEST..=LONGEST).contains(&secret.len())
        && !secret.contains("://")
        && !secret.contains(char::is_whitespace)
        && !code
        && !date
        && !stop.contains(&lower)
        && (digits > 0 || letters + 1 < secret.len() || secret.len() >= SHORTEST_WORD)
        && digits + letters > SHORTEST / 2
}

fn forms(original: &str, strict_edges: bool) -> Vec<(Vec<u8>, Form)> {
    /// Shorter stretches of base64 say nothing.
    const BASE64_MIN: usize = 8;
    let plain = original.trim().as_bytes();
    let wide = |little: bool| -> Vec<u8> {
        original
            .trim()
            .encode_utf16()
            .flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() })
            .collect()
    };
    let mut all = vec![
        (plain.to_vec(), Form::Plain { strict_edges }),
        (wide(true), Form::Wide { little: true }),
        (wide(false), Form::Wide { little: false }),
    ];
    for bytes in [plain, &wide(true), &wide(false)] {
        for shift in 0..3 {
            // Three positions within a group of three bytes; the outer characters depend on the neighbours.
            let mut padded = vec![0; shift];
            padded.extend_from_slice(bytes);
            let text = encode(&padded);
            let from = [0, 2, 3][shift];
            let to = padded.len() * 8 / 6;
            if to > from && to - from >= BASE64_MIN {
                let stretch = &text.as_bytes()[from..to];
                all.push((stretch.to_vec(), Form::Base64));
                if stretch.iter().any(|b| matches!(b, b'+' | b'/')) {
                    // The alphabet for URLs (RFC 4648, section 5).
                    let for_urls = |b: &u8| match b {
                        b'+' => b'-',
                        b'/' => b'_',
                        b => *b,
                    };
                    all.push((stretch.iter().map(for_urls).collect(), Form::Base64));
                }
            }
        }
    }
    all
}

fn edges_fit(form: Form, text: &[u8], range: std::ops::Range<usize>) -> bool {
    let word = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    if form == Form::Head {
        return !word(text[..range.start].last());
    }
    let Form::Plain { strict_edges } = form else { return true };
    let (left, right) = (&text[..range.start], &text[range.end..]);
    if word(left.last()) || word(right.first()) {
        return false;
    }
    if in_authority(left)
        && text[range].iter().all(|b| *b != b'@' && *b != b':')
        && !numeric_start(right, left)
    {
        return false;
    }
    let joint = |b: u8| matches!(b, b'.' | b'-' | b'_');
    !(strict_edges
        && (left.len() > 1 && joint(left[left.len() - 1]) && word(left.get(left.len() - 2))
            || right.len() > 1 && joint(right[0]) && word(right.get(1))))
}

/// Whether the text ends inside the host part of a URL. A host's name is not taken for somebody's.
fn in_authority(left: &[u8]) -> bool {
    let from = left.len().saturating_sub(80);
    let tail = &left[from..];
    let Some(at) = memchr::memmem::rfind(tail, b"://") else { return false };
    tail[at + 3..].iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
}

/// A whole host that is an address or the known device itself ends at a port, a path or the end.
fn numeric_start(right: &[u8], left: &[u8]) -> bool {
    left.ends_with(b"//") && !matches!(right.first(), Some(b'.' | b'-' | b'_'))
}
