//! Reading rule files: TOML in, checked rules out, every refusal with its line.

use std::collections::BTreeMap;
use std::fmt;

use scepscope_model::{Cause, Confidence, FlowStep, Level, Milestone, MilestoneState, Platform, SourceKind};
use serde::Deserialize;
use toml::Spanned;

use super::{Capture, CodeBytes, Pattern, Rule, Signal};

/// A rule file is malformed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    /// The file's name.
    pub file: String,
    /// The line, from 1; 0 where the fault is in the set as a whole.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

impl RuleError {
    pub(crate) fn new(file: &str, text: &str, offset: usize, reason: impl fmt::Display) -> RuleError {
        let before = text.get(..offset).unwrap_or(text);
        RuleError {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            reason: reason.to_string(),
        }
    }

    pub(crate) fn whole(files: &[(&str, &str)], reason: String) -> RuleError {
        let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
        RuleError { file: names.join(", "), line: 0, reason }
    }

    pub(crate) fn toml(file: &str, text: &str, error: &toml::de::Error) -> RuleError {
        let offset = error.span().map_or(0, |s| s.start);
        RuleError::new(file, text, offset, error.message())
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

impl std::error::Error for RuleError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    defaults: Defaults,
    #[serde(default)]
    rule: Vec<Spanned<RawRule>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Defaults {
    platform: Option<Platform>,
    #[serde(default)]
    kinds: Vec<SourceKind>,
    #[serde(default)]
    origins: Vec<String>,
    provider: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: String,
    /// Level at which the platform writes the record; what an absence at that level means is documented by it.
    #[serde(default)]
    #[allow(dead_code, reason = "documents the rule; recordability is judged per platform")]
    level: Option<Level>,
    #[serde(default)]
    literals: Vec<String>,
    #[serde(default)]
    requires: Vec<String>,
    pattern: Option<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    any_origin: bool,
    /// In place of the file's.
    #[serde(default)]
    kinds: Vec<SourceKind>,
    flow_step: Option<FlowStep>,
    flow_state: Option<MilestoneState>,
    #[serde(default)]
    needs_server: bool,
    /// Codes, eight hexadecimal digits each, one of which an event must hold to be looked at.
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    unless_field: Vec<String>,
    provider: Option<String>,
    event: Option<Events>,
    #[serde(default)]
    capture: BTreeMap<String, RawCapture>,
    #[serde(default)]
    when: BTreeMap<String, String>,
    #[serde(default)]
    when_not: BTreeMap<String, String>,
    #[serde(default)]
    set: BTreeMap<String, String>,
    key_string: Option<String>,
    signal: Option<Signal>,
    milestone: Option<Milestone>,
    cause: Option<String>,
    confidence: Option<Confidence>,
    proves: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Events {
    One(u32),
    Many(Vec<u32>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCapture {
    field: Option<String>,
    inner: Option<String>,
    text: Option<String>,
}

/// What makes a rule a candidate: a literal in the text, or an event's provider and id.
pub(crate) enum Trigger {
    Literal(String),
    Event(String, u32),
}

/// Reads one file and appends its rules, and a trigger for each way in which a rule can match.
pub(crate) fn read(
    file: &str,
    text: &str,
    rules: &mut Vec<Rule>,
    triggers: &mut Vec<(Trigger, usize)>,
) -> Result<(), RuleError> {
    let parsed: RawFile = toml::from_str(text).map_err(|e| RuleError::toml(file, text, &e))?;
    for spanned in parsed.rule {
        let offset = spanned.span().start;
        let refuse = |reason: String| RuleError::new(file, text, offset, reason);
        let raw = spanned.into_inner();
        if rules.iter().any(|r| r.id == raw.id) {
            return Err(refuse(format!("rule `{}` is there twice", raw.id)));
        }
        let events = match &raw.event {
            None => Vec::new(),
            Some(Events::One(id)) => vec![*id],
            Some(Events::Many(ids)) => ids.clone(),
        };
        let index = rules.len();
        let rule = build(raw, &parsed.defaults, &events, index, triggers).map_err(refuse)?;
        rules.push(rule);
    }
    Ok(())
}

fn build(
    raw: RawRule,
    defaults: &Defaults,
    events: &[u32],
    index: usize,
    triggers: &mut Vec<(Trigger, usize)>,
) -> Result<Rule, String> {
    let id = &raw.id;
    if raw.literals.is_empty() == events.is_empty() {
        return Err(format!("rule `{id}` needs either `literals` or `event`"));
    }
    if raw.literals.iter().chain(&raw.requires).any(String::is_empty) {
        return Err(format!("rule `{id}` has an empty literal"));
    }
    if raw.proves.trim().is_empty() || raw.source.trim().is_empty() {
        return Err(format!("rule `{id}` needs `proves` and `source`"));
    }
    if raw.signal.is_none() && raw.key_string.is_none() {
        return Err(format!("rule `{id}` says nothing: it needs `signal` or `key_string`"));
    }
    if matches!(raw.signal, Some(Signal::Step | Signal::Failed | Signal::Refused | Signal::Profile))
        && raw.milestone.is_none()
    {
        return Err(format!("rule `{id}` needs a `milestone` for its signal"));
    }
    let cause = match &raw.cause {
        None => None,
        Some(text) => Some(
            text.parse::<Cause>()
                .map_err(|_| format!("rule `{id}`: `{text}` is no cause of the vocabulary"))?,
        ),
    };
    let needs_cause = matches!(
        raw.signal,
        Some(Signal::Failed | Signal::Refused | Signal::Cause | Signal::DeviceCause | Signal::ServerCause)
    );
    if needs_cause && cause.is_none() {
        return Err(format!("rule `{id}` needs a `cause` for its signal"));
    }
    if raw.signal == Some(Signal::ServerStep) && (raw.flow_step.is_none() || raw.flow_state.is_none()) {
        return Err(format!("rule `{id}` needs `flow_step` and `flow_state` for its signal"));
    }
    let platform = defaults.platform.ok_or_else(|| "the file needs `defaults.platform`".to_owned())?;
    if defaults.kinds.is_empty() {
        return Err("the file needs `defaults.kinds`".to_owned());
    }
    let provider = raw.provider.clone().or_else(|| defaults.provider.clone());
    for event in events {
        let provider =
            provider.clone().ok_or_else(|| format!("rule `{id}` needs a `provider` for its event"))?;
        triggers.push((Trigger::Event(provider, *event), index));
    }
    for literal in &raw.literals {
        triggers.push((Trigger::Literal(literal.clone()), index));
    }
    let compile = |pattern: &String| compile_pattern(id, pattern);
    let mut captures = Vec::new();
    for (name, capture) in &raw.capture {
        captures.push(Capture {
            name: name.clone(),
            field: capture.field.clone(),
            inner: capture.inner.as_ref().map(compile).transpose()?,
            text: capture.text.as_ref().map(compile).transpose()?,
        });
    }
    let mut when = Vec::new();
    for (conditions, wanted) in [(&raw.when, true), (&raw.when_not, false)] {
        for (name, pattern) in conditions {
            let group = format!("(?P<{name}>");
            let in_pattern = raw.pattern.as_ref().is_some_and(|p| p.contains(&group));
            if !raw.capture.contains_key(name) && !in_pattern {
                return Err(format!("rule `{id}`: the condition on `{name}` has no capture of that name"));
            }
            when.push((name.clone(), compile(pattern)?, wanted));
        }
    }
    Ok(Rule {
        platform,
        kinds: if raw.kinds.is_empty() { defaults.kinds.clone() } else { raw.kinds },
        origins: if raw.any_origin { Vec::new() } else { defaults.origins.clone() },
        provider: if events.is_empty() { None } else { provider },
        requires: raw.requires,
        pattern: raw.pattern.as_ref().map(compile).transpose()?,
        unless: raw.unless.iter().map(compile).collect::<Result<_, _>>()?,
        captures,
        when,
        set: raw.set.into_iter().collect(),
        key_string: raw.key_string,
        signal: raw.signal,
        milestone: raw.milestone,
        cause,
        confidence: raw.confidence.unwrap_or(Confidence::Certain),
        flow_step: raw.flow_step,
        flow_state: raw.flow_state,
        needs_server: raw.needs_server,
        codes: CodeBytes::new(&raw.codes).map_err(|e| format!("rule `{id}`: {e}"))?,
        unless_field: raw.unless_field,
        id: raw.id,
    })
}

fn compile_pattern(id: &str, pattern: &str) -> Result<Pattern, String> {
    Pattern::new(pattern).map_err(|e| format!("rule `{id}`: pattern `{pattern}`: {e}"))
}
