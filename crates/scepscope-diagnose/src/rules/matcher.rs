//! One matcher for all rules: literals first, then the conditions of the few rules they name.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};
use scepscope_model::{Record, SourceKind};

use super::first::First;
use super::raw::Trigger;
use super::{Capture, Rule};

/// Longest captured value that is kept, in bytes. A URL that carries a whole request is longer; its host and path
/// are not.
const MAX_CAPTURE_BYTES: usize = 1024;

/// The values that a rule took from a record, by name.
pub(crate) type Captured = Vec<(Box<str>, Box<str>)>;

#[derive(Debug)]
pub(crate) struct Matcher {
    literals: Option<AhoCorasick>,
    /// The literals that rules for one kind of source ask for.
    first: HashMap<SourceKind, First>,
    /// Rules of each literal.
    of_literal: Vec<Vec<usize>>,
    /// Rules by provider and event id.
    of_event: HashMap<u32, Vec<(String, usize)>>,
}

impl Matcher {
    pub(crate) fn new(rules: &[Rule], triggers: &[(Trigger, usize)]) -> Result<Matcher, String> {
        let mut texts: Vec<&str> = Vec::new();
        let mut of_literal: Vec<Vec<usize>> = Vec::new();
        let mut of_event: HashMap<u32, Vec<(String, usize)>> = HashMap::new();
        for (trigger, rule) in triggers {
            match trigger {
                Trigger::Literal(text) => match texts.iter().position(|t| t == text) {
                    Some(at) => of_literal[at].push(*rule),
                    None => {
                        texts.push(text);
                        of_literal.push(vec![*rule]);
                    }
                },
                Trigger::Event(provider, id) => {
                    of_event.entry(*id).or_default().push((provider.clone(), *rule))
                }
            }
        }
        let literals = (!texts.is_empty())
            .then(|| AhoCorasick::builder().match_kind(MatchKind::Standard).build(&texts))
            .transpose()
            .map_err(|e| e.to_string())?;
        let mut of_kind: HashMap<SourceKind, Vec<&str>> = HashMap::new();
        for (text, asking) in texts.iter().zip(&of_literal) {
            let mut kinds: Vec<SourceKind> =
                asking.iter().flat_map(|r| rules[*r].kinds.iter().copied()).collect();
            kinds.sort_unstable();
            kinds.dedup();
            kinds.into_iter().for_each(|kind| of_kind.entry(kind).or_default().push(text));
        }
        let mut first = HashMap::new();
        for (kind, texts) in of_kind {
            first.insert(kind, First::new(&texts)?);
        }
        Ok(Matcher { literals, first, of_literal, of_event })
    }

    pub(crate) fn find(&self, kind: SourceKind, haystack: &[u8], from: usize) -> Option<usize> {
        let hay = haystack.get(from..)?;
        self.first.get(&kind)?.find(hay).map(|at| from + at)
    }

    pub(crate) fn wants_event(&self, provider: &str, event_id: u32) -> bool {
        self.of_event.get(&event_id).is_some_and(|rules| rules.iter().any(|(p, _)| is_provider(p, provider)))
    }

    pub(crate) fn wants_content(
        &self,
        rules: &[Rule],
        provider: &str,
        event_id: u32,
        content: &[u8],
    ) -> bool {
        let asking = self.of_event.get(&event_id).into_iter().flatten();
        asking
            .filter(|(p, _)| is_provider(p, provider))
            .any(|(_, rule)| rules[*rule].codes.as_ref().is_none_or(|codes| codes.stand_in(content)))
    }

    /// Calls `found` for each rule that matches the record, with the values it takes from it.
    pub(crate) fn scan(
        &self,
        rules: &[Rule],
        kind: SourceKind,
        record: &Record<'_>,
        mut found: impl FnMut(usize, Captured),
    ) {
        // A record that the end of the file cut off proves nothing: what stood at its end is not known.
        if record.cut {
            return;
        }
        let mut candidates: Vec<usize> = Vec::new();
        if let Some(id) = record.event_id {
            for (provider, rule) in self.of_event.get(&id).into_iter().flatten() {
                if is_provider(provider, &record.origin) {
                    candidates.push(*rule);
                }
            }
        }
        if let Some(literals) = &self.literals {
            for hit in literals.find_overlapping_iter(record.message.as_bytes()) {
                for rule in &self.of_literal[hit.pattern().as_usize()] {
                    if !candidates.contains(rule) {
                        candidates.push(*rule);
                    }
                }
            }
        }
        candidates.sort_unstable();
        for index in candidates {
            if let Some(captured) = apply(&rules[index], kind, record) {
                found(index, captured);
            }
        }
    }
}

/// Whether a provider is the one that a rule names, in whatever case; `*` in the rule's name stands for any text.
fn is_provider(rule: &str, provider: &str) -> bool {
    if !rule.contains('*') {
        return rule.eq_ignore_ascii_case(provider);
    }
    let (rule, provider) = (rule.to_ascii_lowercase(), provider.to_ascii_lowercase());
    let mut rest = provider.as_str();
    for (n, part) in rule.split('*').enumerate() {
        let found = if n == 0 { rest.starts_with(part).then_some(0) } else { rest.find(part) };
        let Some(at) = found else { return false };
        rest = &rest[at + part.len()..];
    }
    rule.ends_with('*') || rest.is_empty()
}

fn apply(rule: &Rule, kind: SourceKind, record: &Record<'_>) -> Option<Captured> {
    let text = record.message.as_ref();
    if !rule.kinds.contains(&kind)
        || !(rule.origins.is_empty() || rule.origins.iter().any(|o| *o == record.origin))
        || rule.requires.iter().any(|r| !holds(record, r))
        || rule.unless.iter().any(|u| u.is_match(text))
        || rule.unless_field.iter().any(|name| record.field(name).is_some())
    {
        return None;
    }
    let mut captured: Captured =
        rule.set.iter().map(|(k, v)| (k.as_str().into(), v.as_str().into())).collect();
    if let Some(pattern) = &rule.pattern {
        let regex = pattern.regex()?;
        let groups = regex.captures(text)?;
        for name in regex.capture_names().flatten() {
            if let Some(value) = groups.name(name) {
                captured.push((name.into(), bounded(value.as_str())));
            }
        }
    }
    for capture in &rule.captures {
        if let Some(value) = take(capture, record) {
            captured.push((capture.name.as_str().into(), bounded(value)));
        }
    }
    for (name, pattern, wanted) in &rule.when {
        let value = captured.iter().find(|(n, _)| n.as_ref() == name)?;
        if pattern.is_match(&value.1) != *wanted {
            return None;
        }
    }
    Some(captured)
}

fn holds(record: &Record<'_>, text: &str) -> bool {
    record.message.contains(text) || record.fields.iter().any(|f| f.value.contains(text))
}

fn take<'r>(capture: &Capture, record: &'r Record<'_>) -> Option<&'r str> {
    if let Some(value) = capture.field.as_deref().and_then(|name| record.field(name)) {
        return match &capture.inner {
            None => Some(value),
            Some(inner) => inner.captures(value)?.get(1).map(|m| m.as_str()),
        };
    }
    if !record.fields.is_empty() && capture.field.is_some() && record.message.is_empty() {
        return None;
    }
    capture.text.as_ref()?.captures(&record.message)?.get(1).map(|m| m.as_str())
}

fn bounded(value: &str) -> Box<str> {
    let mut end = value.len().min(MAX_CAPTURE_BYTES);
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    value[..end].into()
}
