//! Redaction: secrets are dropped, personal data gets pseudonyms, in any text and whatever it is escaped in.
//!
//! - The rules are data (`rules/redaction.toml`, [`Rules`]).
//! - One [`Redactor`] serves one bundle: the same value gets the same pseudonym everywhere in it, by an HMAC
//!   with a key that is used once. The map back stays where the redactor is.
//! - Two passes: [`Redactor::learn`] every source first, then redact each. A name that only the last file
//!   tells by its context is then replaced in the first one too. Without the first pass each rule still
//!   does its work; copies of values in other places are not searched for.
//! - Secrets (challenge passwords, request tokens, message bodies, bearer tokens, keys) go under every policy.
//!
//! What stands in a value's place, free of blanks so that columns stay columns and of characters that XML, JSON
//! or a URL would have to escape, but for the brackets:
//! `[dropped:KIND]`, `[KIND:LENGTH-bytes:sha256-0123456789abcdef]` for message bodies, `KIND-0123abcd` for
//! pseudonyms. Base64 of a text is redacted inside and encoded again. Lines stay lines: a value that went over
//! several leaves empty ones.

mod check;
mod encoded;
mod finder;
mod json;
mod kind;
mod lines;
mod matcher;
mod needles;
mod rules;
mod stream;
mod vault;
mod view;
mod wide;

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::io::{Read, Write};
use std::ops::Range;
use std::sync::Arc;

pub use json::JSON_DEPTH;
pub use kind::{Counts, Kind, Policy, UnknownPolicy};
pub use lines::{HELD_LIMIT, LINE_LIMIT, LINE_OVERLAP, TakeLine};
pub use rules::{Action, RULES_LIMIT, RuleError, Rules};
pub use stream::{BLOCK_BYTES, Encoding, RedactError};
pub use vault::{ORIGINAL_BYTES, ORIGINALS_LIMIT, SECRETS_LIMIT};

use finder::{Finder, Found};
use lines::Carry;
use matcher::Matcher;
use stream::Decoder;
use vault::Vault;

/// Names of servers kept apart from names of devices, at most.
const SERVERS_LIMIT: usize = 10_000;

/// Redacts the sources of one bundle.
pub struct Redactor {
    finder: Finder,
    counts: Counts,
    block: usize,
    /// The table of known values is older than the map.
    stale: bool,
}

/// Learns for a [`Redactor`], beside others.
#[derive(Debug)]
pub struct Learner(Redactor);

impl Learner {
    /// Adds what a source tells that no earlier source of this learner told, as far as it can be read.
    ///
    /// # Errors
    /// [`RedactError::Read`].
    pub fn learn(
        &mut self,
        input: &mut dyn Read,
        encoding: Encoding,
        learned: &mut Learned,
    ) -> Result<(), RedactError> {
        self.0.pass(input, encoding, &mut std::io::sink(), Some(learned)).map(|_| ())
    }
}

/// What a source told: the values of a map that is not yet in a redactor. Bounded as the map is.
#[derive(Default)]
pub struct Learned {
    values: Vec<(Kind, String)>,
    secrets: Vec<(Kind, String)>,
    servers: Vec<String>,
    secrets_full: u64,
}

impl fmt::Debug for Learned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Learned").field("values", &self.values.len()).finish_non_exhaustive()
    }
}

/// A place in a line that would be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Bytes of the line.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// What would stand there.
    pub replacement: String,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor")
            .field("policy", &self.finder.policy)
            .field("vault", &self.finder.vault)
            .field("counts", &self.counts)
            .finish_non_exhaustive()
    }
}

impl Redactor {
    /// A redactor for one bundle. The key makes the pseudonyms: random, used for this bundle only.
    ///
    /// # Errors
    /// [`RedactError::Table`] where the triggers of the rules do not fit one automaton.
    pub fn new(rules: impl Into<Arc<Rules>>, policy: Policy, key: [u8; 32]) -> Result<Redactor, RedactError> {
        let rules = rules.into();
        let vault = Vault::new(key);
        let matcher = Matcher::new(&rules, policy, &vault)?;
        let finder = Finder { rules, policy, vault, matcher, servers: HashSet::new() };
        Ok(Redactor { finder, counts: Counts::default(), block: BLOCK_BYTES, stale: false })
    }

    /// Reads at most this many bytes at once (1 at least). The outcome does not depend on it.
    pub fn set_block(&mut self, bytes: usize) {
        self.block = bytes.max(1);
    }

    /// The policy it was made with.
    pub fn policy(&self) -> Policy {
        self.finder.policy
    }

    /// First pass: takes in which values a source holds, so that their copies are found in all sources.
    ///
    /// # Errors
    /// [`RedactError::Read`].
    pub fn learn(&mut self, input: &mut dyn Read, encoding: Encoding) -> Result<(), RedactError> {
        let mut learned = Learned::default();
        self.pass(input, encoding, &mut std::io::sink(), Some(&mut learned))?;
        self.counts.secrets_full += learned.secrets_full;
        Ok(())
    }

    /// Something that learns from some of the sources while others learn from the rest: give what it
    /// [learned](Learner::learn) to [`absorb`](Self::absorb), in the order of the sources.
    ///
    /// # Errors
    /// [`RedactError::Table`].
    pub fn learner(&self) -> Result<Learner, RedactError> {
        let finder = &self.finder;
        // Expressions of its own: what they keep for a thread goes with the learner, and no thread waits for another.
        let rules = Rules::clone(&finder.rules);
        let mut beside = Redactor::new(rules, finder.policy, finder.vault.key())?;
        beside.set_block(self.block);
        Ok(Learner(beside))
    }

    /// Takes in what a source told a [`Learner`], as [`learn`](Self::learn) would have.
    pub fn absorb(&mut self, learned: Learned) {
        for (kind, original) in &learned.values {
            self.stale |= self.finder.vault.keep(*kind, original).unwrap_or(false);
        }
        self.counts.secrets_full += learned.secrets_full;
        for (kind, secret) in &learned.secrets {
            match self.finder.vault.keep_secret(*kind, secret) {
                Some(new) => self.stale |= new,
                None => self.counts.secrets_full += 1,
            }
        }
        let room = SERVERS_LIMIT.saturating_sub(self.finder.servers.len());
        let new = |host: &String| !self.finder.servers.contains(host);
        let hosts: Vec<String> = learned.servers.into_iter().filter(new).take(room).collect();
        self.finder.servers.extend(hosts);
    }

    /// [`learn`](Self::learn) for a text in memory.
    pub fn learn_text(&mut self, text: &str) {
        let (_, found, _) = self.run(text.as_bytes());
        let mut learned = Learned::default();
        self.take_in(&found, &mut learned);
        self.note_servers(text.as_bytes(), &mut learned);
        self.counts.secrets_full += learned.secrets_full;
    }

    /// Makes copies of everything learned so far known. The redacting calls do it themselves.
    ///
    /// # Errors
    /// [`RedactError::Table`] where the values do not fit one automaton.
    pub fn refresh(&mut self) -> Result<(), RedactError> {
        if self.stale {
            self.finder.matcher = Matcher::new(&self.finder.rules, self.finder.policy, &self.finder.vault)?;
            self.stale = false;
        }
        Ok(())
    }

    /// Redacts a text in memory; borrowed where nothing had to go.
    pub fn redact_text<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        // Where the table cannot be built the older one still serves; the streaming call reports it.
        let _ = self.refresh();
        let (out, found, counts) = self.run(text.as_bytes());
        self.counts.merge(&counts);
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        self.record(found);
        Cow::Owned(
            String::from_utf8(out).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()),
        )
    }

    /// Redacts a source of any size. UTF-8 and UTF-16 are written as they were read, others as UTF-8. Memory is
    /// bounded by [`BLOCK_BYTES`], [`LINE_LIMIT`], [`LINE_OVERLAP`] and [`HELD_LIMIT`].
    ///
    /// # Errors
    /// [`RedactError::Read`], [`RedactError::Write`], [`RedactError::Table`].
    pub fn redact_stream(
        &mut self,
        input: &mut dyn Read,
        encoding: Encoding,
        output: &mut dyn Write,
    ) -> Result<Counts, RedactError> {
        self.refresh()?;
        self.pass(input, encoding, output, None)
    }

    /// Redacts a source as [`redact_stream`](Self::redact_stream) does and hands on each line before and after,
    /// as UTF-8 without line ends, until `take` breaks. Counts nothing. For showing on the device: the text before
    /// redaction must not be stored.
    ///
    /// # Errors
    /// [`RedactError::Read`], [`RedactError::Table`].
    pub fn redact_lines(
        &mut self,
        input: &mut dyn Read,
        encoding: Encoding,
        take: &mut TakeLine<'_>,
    ) -> Result<(), RedactError> {
        self.refresh()?;
        let (mut decoder, mut carry) = (Decoder::new(encoding), Carry::new(0));
        let (mut block, mut text) = (vec![0; self.block], Vec::new());
        let (mut before, mut after) = (Vec::new(), Vec::new());
        loop {
            let have = stream::fill(input, &mut block)?;
            let last = have < block.len();
            decoder.decode(&block[..have], last, &mut text);
            before.extend_from_slice(&text);
            let (mut found, mut counts) = (Vec::new(), Counts::default());
            carry.feed(&self.finder, &text, last, &mut after, &mut found, &mut counts);
            self.keep(&found);
            if lines::pair(&mut before, &mut after, last, take).is_break() || last {
                return Ok(());
            }
        }
    }

    /// What redacting one line would replace, in order. Values over several lines are not seen.
    pub fn preview_line(&self, line: &str) -> Vec<Span> {
        self.finder
            .find(line.as_bytes(), 0, Vec::new())
            .into_iter()
            .map(|f| Span {
                range: f.range,
                kind: f.kind,
                replacement: String::from_utf8_lossy(&f.text).into_owned(),
            })
            .collect()
    }

    /// Everything replaced since the last call, by all redacting calls; begins to count anew.
    pub fn take_counts(&mut self) -> Counts {
        std::mem::take(&mut self.counts)
    }

    /// What stands for a value whose meaning is known to the caller: a device's name that a parser read, say.
    /// The value itself where the policy leaves that kind alone.
    pub fn redact_value(&mut self, kind: Kind, value: &str) -> String {
        let rule = self.finder.rules.rules.iter().find(|r| r.kind == kind && r.applies(self.finder.policy));
        let kept = self.only_a_mark(value) || self.finder.servers.contains(&value.to_lowercase());
        let Some(action) = rule.map(|r| r.action).filter(|_| !kept) else { return value.to_owned() };
        let found = self.finder.replaced(value.as_bytes(), kind, action);
        let text = String::from_utf8_lossy(&found.text).into_owned();
        self.record(vec![found]);
        text
    }

    /// Everything replaced so far, by all redacting calls.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Pseudonyms and what they stand for. Must not leave the device.
    pub fn map(&self) -> impl Iterator<Item = (&str, &str)> {
        self.finder.vault.entries().map(|(name, entry)| (name, entry.original.as_str()))
    }

    fn pass(
        &mut self,
        input: &mut dyn Read,
        encoding: Encoding,
        output: &mut dyn Write,
        mut learning: Option<&mut Learned>,
    ) -> Result<Counts, RedactError> {
        let mut decoder = Decoder::new(encoding);
        let mut carry = Carry::new(0);
        let mut total = Counts::default();
        let (mut block, mut text, mut out, mut wide) =
            (vec![0; self.block], Vec::new(), Vec::new(), Vec::new());
        loop {
            let have = stream::fill(input, &mut block)?;
            let last = have < block.len();
            decoder.decode(&block[..have], last, &mut text);
            let mut found = Vec::new();
            out.clear();
            carry.feed(&self.finder, &text, last, &mut out, &mut found, &mut total);
            if let Some(learned) = learning.as_deref_mut() {
                self.take_in(&found, learned);
                self.note_servers(&text, learned);
            } else {
                tally(&found, &mut total);
                total.map_full += self.keep(&found);
                stream::write(encoding, &out, &mut wide, output)?;
            }
            if last {
                if learning.is_none() {
                    output.write_all(decoder.odd()).map_err(RedactError::Write)?;
                    self.counts.merge(&total);
                }
                return Ok(total);
            }
        }
    }

    fn run(&self, text: &[u8]) -> (Vec<u8>, Vec<Found>, Counts) {
        let (mut out, mut found, mut counts) =
            (Vec::with_capacity(text.len()), Vec::new(), Counts::default());
        Carry::new(0).feed(&self.finder, text, true, &mut out, &mut found, &mut counts);
        (out, found, counts)
    }

    fn record(&mut self, found: Vec<Found>) {
        tally(&found, &mut self.counts);
        self.counts.map_full += self.keep(&found);
    }

    /// Keeps the originals; how many did not fit.
    fn keep(&mut self, found: &[Found]) -> u64 {
        let mut full = 0;
        for f in found {
            if let Some(original) = &f.original {
                full += u64::from(self.finder.vault.keep(f.kind, original).is_none());
            }
            full += self.keep(&f.inner);
        }
        full
    }

    /// Keeps what was found, and notes what of it is new.
    fn take_in(&mut self, found: &[Found], learned: &mut Learned) {
        for f in found {
            if let Some(original) = &f.original {
                let also = alias(f.kind, original);
                for (kind, value) in std::iter::once((f.kind, original.as_str())).chain(also) {
                    if self.finder.vault.keep(kind, value) == Some(true) {
                        self.stale = true;
                        learned.values.push((kind, value.to_owned()));
                    }
                }
            }
            if let Some(secret) = &f.secret
                && matcher::secret_worth_searching(secret, &self.finder.rules.stop)
            {
                match self.finder.vault.keep_secret(f.kind, secret) {
                    Some(true) => {
                        self.stale = true;
                        learned.secrets.push((f.kind, secret.clone()));
                    }
                    Some(false) => {}
                    None => learned.secrets_full += 1,
                }
            }
            self.take_in(&f.inner, learned);
        }
    }

    /// Remembers the servers of URLs: a server's log names its computer too, and that stays.
    fn note_servers(&mut self, text: &[u8], learned: &mut Learned) {
        if self.finder.policy == Policy::Strict || memchr::memmem::find(text, b"://").is_none() {
            return;
        }
        let Some(rule) = self.finder.rules.rules.iter().find(|r| r.id == "url-host") else { return };
        let hosts = rule.pattern.captures_iter(text).filter_map(|c| c.name("v"));
        let room = SERVERS_LIMIT.saturating_sub(self.finder.servers.len());
        let hosts = hosts.map(|v| String::from_utf8_lossy(v.as_bytes()).to_lowercase());
        let mut new: Vec<String> = hosts.filter(|host| !self.finder.servers.contains(host)).collect();
        new.dedup();
        new.truncate(room);
        self.finder.servers.extend(new.iter().cloned());
        learned.servers.extend(new);
    }

    fn only_a_mark(&self, text: &str) -> bool {
        finder::only_marks(text.as_bytes())
    }
}

/// Another spelling of a name: the account before the `@`, the first label of a computer's full name.
fn alias(kind: Kind, original: &str) -> Option<(Kind, &str)> {
    let (kind, part) = match kind {
        Kind::Upn => (Kind::User, original.split('@').next()?),
        Kind::Device | Kind::Host => (kind, original.split('.').next()?),
        _ => return None,
    };
    let telling = part.len() >= 5
        && part != original
        && part.bytes().any(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_'));
    telling.then_some((kind, part))
}

fn tally(found: &[Found], counts: &mut Counts) {
    for f in found.iter().filter(|f| !f.silent) {
        counts.add(f.kind);
        tally(&f.inner, counts);
    }
}
