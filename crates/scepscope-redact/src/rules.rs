//! The rule file: data, compiled once.

use std::sync::{Arc, LazyLock};

use regex::bytes::{Regex, RegexBuilder};
use serde::Deserialize;
use toml::Spanned;

use crate::{Kind, Policy};

/// Compiled size of one expression, bytes. A rule file comes with the program, yet a slip must not eat the memory.
const REGEX_SIZE_LIMIT: usize = 8 << 20;
/// Line and span rules of one file: their triggers share one bit set.
pub const RULES_LIMIT: usize = 120;
/// How much text before and after a value `unless_before` and `unless_after` see, bytes.
pub(crate) const CONTEXT_BYTES: usize = 48;

/// A rule file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct RuleError {
    /// The name the text was given under.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

/// What happens to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Replaced by `[dropped:KIND]`.
    Drop,
    /// Replaced by `KIND-xxxxxxxx`, the same for the same value.
    Pseudonymise,
    /// Replaced by `[KIND:LENGTH-bytes:sha256-…]`.
    Digest,
}

/// A condition on the value that an expression cannot state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Check {
    /// Looks random: eight characters or more, a digit among them.
    Token,
    /// IPv4 of RFC 1918, RFC 3927 or RFC 6598.
    Ipv4Private,
    /// Any other unicast IPv4 but loopback.
    Ipv4Public,
    /// IPv6 of RFC 4193 or link-local.
    Ipv6Private,
    /// IPv6 of 2000::/3.
    Ipv6Public,
    /// A server's full name rather than a class, a package or a file.
    Fqdn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum When {
    Always,
    Default,
    Strict,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    stop: Stop,
    #[serde(default)]
    rule: Vec<RawRule>,
    #[serde(default)]
    span: Vec<RawSpan>,
    #[serde(default)]
    key: Vec<RawKey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stop {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: Spanned<String>,
    kind: Kind,
    action: Action,
    policies: Vec<When>,
    triggers: Vec<String>,
    pattern: Spanned<String>,
    except: Option<Spanned<String>>,
    unless_before: Option<Spanned<String>>,
    unless_after: Option<Spanned<String>>,
    check: Option<Check>,
    #[serde(default)]
    not_in: Vec<String>,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpan {
    id: Spanned<String>,
    kind: Kind,
    action: Action,
    policies: Vec<When>,
    triggers: Vec<String>,
    begin: Spanned<String>,
    next: Option<Spanned<String>>,
    #[serde(default)]
    within: u32,
    abort: Option<Spanned<String>>,
    body: Option<Spanned<String>>,
    end: Option<Spanned<String>>,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKey {
    id: Spanned<String>,
    kind: Kind,
    action: Action,
    policies: Vec<When>,
    pattern: Spanned<String>,
    why: String,
}

/// A rule on one line of text.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) action: Action,
    when: Vec<When>,
    pub(crate) triggers: Vec<String>,
    pub(crate) pattern: Regex,
    pub(crate) except: Option<Regex>,
    pub(crate) unless_before: Option<Regex>,
    pub(crate) unless_after: Option<Regex>,
    pub(crate) check: Option<Check>,
    pub(crate) not_in: Vec<String>,
    pub(crate) values: Vec<usize>,
}

/// A rule on a value that starts on one line and ends on a later one.
#[derive(Debug, Clone)]
pub(crate) struct SpanRule {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) action: Action,
    when: Vec<When>,
    pub(crate) triggers: Vec<String>,
    pub(crate) begin: Regex,
    pub(crate) next: Option<Regex>,
    pub(crate) within: u32,
    pub(crate) abort: Option<Regex>,
    pub(crate) body: Option<Regex>,
    pub(crate) end: Option<Regex>,
}

/// A rule on the values under a key of a structured record.
#[derive(Debug, Clone)]
pub(crate) struct KeyRule {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) action: Action,
    when: Vec<When>,
    pub(crate) pattern: Regex,
}

/// The compiled rules.
#[derive(Debug, Clone)]
pub struct Rules {
    pub(crate) rules: Vec<Rule>,
    pub(crate) spans: Vec<SpanRule>,
    pub(crate) keys: Vec<KeyRule>,
    pub(crate) stop: Vec<String>,
}

fn applies(when: &[When], policy: Policy) -> bool {
    when.iter().any(|w| match w {
        When::Always => true,
        When::Default => policy == Policy::Default,
        When::Strict => policy == Policy::Strict,
    })
}

impl Rules {
    /// The rules that come with the program.
    ///
    /// # Errors
    /// Never in a tested build: the file is compiled in, and a test parses it.
    pub fn builtin() -> Result<Arc<Rules>, RuleError> {
        // They never change, and compiling them takes longer than redacting a small log.
        static BUILTIN: LazyLock<Result<Arc<Rules>, RuleError>> = LazyLock::new(|| {
            Rules::parse("rules/redaction.toml", include_str!("../../../rules/redaction.toml")).map(Arc::new)
        });
        BUILTIN.clone()
    }

    /// Compiles a rule file; `name` is what errors call it.
    ///
    /// # Errors
    /// [`RuleError`] with the line and the reason for the first thing that is wrong: TOML, an unknown field,
    /// an expression, a missing trigger or value group, an id used twice.
    pub fn parse(name: &str, text: &str) -> Result<Rules, RuleError> {
        let compiler = Compiler { name, text };
        let file: File = toml::from_str(text)
            .map_err(|e| compiler.error(e.span().map_or(0, |s| s.start), e.message().to_owned()))?;
        let mut ids = std::collections::HashSet::new();
        let all = file.rule.iter().map(|r| (&r.id, &r.why));
        let all = all.chain(file.span.iter().map(|r| (&r.id, &r.why)));
        for (id, why) in all.chain(file.key.iter().map(|r| (&r.id, &r.why))) {
            let at = id.span().start;
            if !ids.insert(id.get_ref()) {
                return Err(compiler.error(at, format!("id {:?} is used twice", id.get_ref())));
            }
            if why.is_empty() {
                return Err(compiler.error(at, "why is empty".to_owned()));
            }
        }
        if file.rule.len() + file.span.len() > RULES_LIMIT {
            return Err(compiler.error(0, format!("more than {RULES_LIMIT} rules")));
        }
        Ok(Rules {
            rules: file.rule.into_iter().map(|r| compiler.rule(r)).collect::<Result<_, _>>()?,
            spans: file.span.into_iter().map(|r| compiler.span(r)).collect::<Result<_, _>>()?,
            keys: file.key.into_iter().map(|r| compiler.key(r)).collect::<Result<_, _>>()?,
            stop: file.stop.words.iter().map(|w| w.to_lowercase()).collect(),
        })
    }

    /// The ids of all rules, in the order of the file.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let lines = self.rules.iter().map(|r| r.id.as_str());
        lines.chain(self.spans.iter().map(|r| r.id.as_str())).chain(self.keys.iter().map(|r| r.id.as_str()))
    }
}

impl Rule {
    pub(crate) fn applies(&self, policy: Policy) -> bool {
        applies(&self.when, policy)
    }
}

impl SpanRule {
    pub(crate) fn applies(&self, policy: Policy) -> bool {
        applies(&self.when, policy)
    }
}

impl KeyRule {
    pub(crate) fn applies(&self, policy: Policy) -> bool {
        applies(&self.when, policy)
    }
}

/// An expression with `\w`, `\d` and `\b` taken as ASCII. Keys and structure are ASCII everywhere; what they mean in all of
/// Unicode makes expressions many times as large, and a Unicode `\b` takes the slowest engine on lines that hold any
/// other letter.
fn in_ascii(expression: &str) -> String {
    let mut out = String::with_capacity(expression.len());
    let (mut chars, mut class) = (expression.chars(), 0_usize);
    while let Some(c) = chars.next() {
        match c {
            '[' => class += 1,
            ']' => class = class.saturating_sub(1),
            _ => {}
        }
        if c != '\\' {
            out.push(c);
            continue;
        }
        match (chars.next(), class) {
            (Some('w'), 0) => out.push_str("[0-9A-Za-z_]"),
            (Some('w'), _) => out.push_str("0-9A-Za-z_"),
            (Some('d'), 0) => out.push_str("[0-9]"),
            (Some('d'), _) => out.push_str("0-9"),
            (Some('b'), 0) => out.push_str(r"(?-u:\b)"),
            (escaped, _) => {
                out.push('\\');
                out.extend(escaped);
            }
        }
    }
    out
}

struct Compiler<'a> {
    name: &'a str,
    text: &'a str,
}

impl Compiler<'_> {
    fn error(&self, at: usize, reason: String) -> RuleError {
        let line = self.text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count() + 1;
        RuleError { file: self.name.to_owned(), line, reason }
    }

    fn regex(&self, source: &Spanned<String>) -> Result<Regex, RuleError> {
        RegexBuilder::new(&in_ascii(source.get_ref())).size_limit(REGEX_SIZE_LIMIT).build().map_err(|e| {
            // The engine's message draws the expression over several lines; its last one says what is wrong.
            let text = e.to_string();
            let last = text.lines().last().unwrap_or_default().trim();
            self.error(source.span().start, format!("expression: {}", last.trim_start_matches("error: ")))
        })
    }

    fn optional(&self, source: Option<&Spanned<String>>) -> Result<Option<Regex>, RuleError> {
        source.map(|s| self.regex(s)).transpose()
    }

    fn triggers(&self, id: &Spanned<String>, triggers: Vec<String>) -> Result<Vec<String>, RuleError> {
        if triggers.is_empty() || triggers.iter().any(|t| t.is_empty()) {
            return Err(self.error(id.span().start, "a rule needs triggers, none of them empty".to_owned()));
        }
        Ok(triggers)
    }

    fn rule(&self, raw: RawRule) -> Result<Rule, RuleError> {
        let pattern = self.regex(&raw.pattern)?;
        let values: Vec<usize> = pattern
            .capture_names()
            .enumerate()
            .filter(|(_, name)| name.is_some_and(|n| n.starts_with('v')))
            .map(|(n, _)| n)
            .collect();
        if values.is_empty() {
            return Err(self.error(raw.pattern.span().start, "no group named v, v1, v2…".to_owned()));
        }
        Ok(Rule {
            triggers: self.triggers(&raw.id, raw.triggers)?,
            except: self.optional(raw.except.as_ref())?,
            unless_before: self.optional(raw.unless_before.as_ref())?,
            unless_after: self.optional(raw.unless_after.as_ref())?,
            id: raw.id.into_inner(),
            kind: raw.kind,
            action: raw.action,
            when: raw.policies,
            check: raw.check,
            not_in: raw.not_in,
            pattern,
            values,
        })
    }

    fn span(&self, raw: RawSpan) -> Result<SpanRule, RuleError> {
        if raw.next.is_some() != (raw.within > 0) {
            return Err(self.error(raw.id.span().start, "next and within go together".to_owned()));
        }
        Ok(SpanRule {
            triggers: self.triggers(&raw.id, raw.triggers)?,
            begin: self.regex(&raw.begin)?,
            next: self.optional(raw.next.as_ref())?,
            within: raw.within,
            abort: self.optional(raw.abort.as_ref())?,
            body: self.optional(raw.body.as_ref())?,
            end: self.optional(raw.end.as_ref())?,
            id: raw.id.into_inner(),
            kind: raw.kind,
            action: raw.action,
            when: raw.policies,
        })
    }

    fn key(&self, raw: RawKey) -> Result<KeyRule, RuleError> {
        Ok(KeyRule {
            pattern: self.regex(&raw.pattern)?,
            id: raw.id.into_inner(),
            kind: raw.kind,
            action: raw.action,
            when: raw.policies,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::in_ascii;

    #[test]
    fn classes_are_taken_as_ascii_wherever_they_stand() {
        for (written, taken) in [
            (r"\bcn=(\w+)\d{2}", r"(?-u:\b)cn=([0-9A-Za-z_]+)[0-9]{2}"),
            (r"[\w.-]\.[^\d\]]\\w\[\d", r"[0-9A-Za-z_.-]\.[^0-9\]]\\w\[[0-9]"),
            (r"\s\S\x{C0}äö\", r"\s\S\x{C0}äö\"),
        ] {
            assert_eq!(in_ascii(written), taken);
        }
    }
}
