//! The rules: what a record of each platform means.

mod code_bytes;
mod first;
mod matcher;
mod pattern;
mod raw;

use std::collections::HashMap;

use scepscope_model::{Cause, Confidence, FlowStep, Milestone, MilestoneState, Platform, SourceKind};

use crate::codes::Codes;
pub(crate) use code_bytes::CodeBytes;
pub(crate) use matcher::{Captured, Matcher};
pub(crate) use pattern::Pattern;
pub use raw::RuleError;

/// What a matched record tells the diagnosis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Signal {
    /// A run over all waiting requests begins; proves that profiles were received.
    RunBegins,
    /// One enrolment begins.
    AttemptBegins,
    /// The profile's name, and a milestone that its processing proves.
    Profile,
    /// The device holds the profile, as its state says and no log record; begins no attempt where a log tells of one.
    ProfilePresent,
    /// A SCEP operation is sent.
    Request,
    /// The request is about to be sent by this method.
    RequestMethod,
    /// An HTTP answer to a named operation.
    Answer,
    /// An HTTP answer to the operation that was sent last.
    AnswerToOpenRequest,
    /// The exchange failed below HTTP.
    TransportError,
    /// A milestone was reached.
    Step,
    /// A milestone failed, with a cause.
    Failed,
    /// The server answered, the device refuses the answer.
    Refused,
    /// The same, for the operation that was sent last.
    RefusedAnswer,
    /// The same, for the answer to the request.
    RefusedResponse,
    /// A CertRep with its status.
    CertRep,
    /// The installation's state machine moved.
    InstallState,
    /// The certificate is installed.
    Installed,
    /// A statement that supports an installation and decides nothing.
    InstallSupport,
    /// The request could not be sent.
    SendFailed,
    /// The enrolment ended with a code.
    Failure,
    /// The enrolment failed at a named stage before the request.
    StageFailed,
    /// The enrolment failed at or after the request.
    EnrollFailed,
    /// A cause of the attempt, without a state.
    Cause,
    /// A cause that belongs to the machine, not to an attempt.
    DeviceCause,
    /// A certificate chain of the enrolling process ended in a root that is not trusted.
    ChainUntrusted,
    /// The device was in touch with its management server. Where a log that would show it holds no profile, none
    /// seems to have come.
    Session,
    /// The log of the enrolment was cleared.
    LogCleared,
    /// The device's present state names this profile: it was received, nobody says when.
    StateProfile,
    /// A cause that belongs to a server.
    ServerCause,
    /// A server's record shows how a step of the flow went.
    ServerStep,
    /// The policy module begins with a request.
    PluginBegins,
    /// The policy module asks the connector.
    PluginAsks,
    /// The policy module has its answer, or knows that there is none.
    PluginTold,
}

impl Signal {
    /// Whether it speaks of a server, and so belongs to no attempt of a device.
    pub(crate) const fn is_server(self) -> bool {
        matches!(
            self,
            Signal::ServerCause
                | Signal::ServerStep
                | Signal::PluginBegins
                | Signal::PluginAsks
                | Signal::PluginTold
        )
    }
}

/// How one value is taken from a record.
#[derive(Debug, Clone)]
pub(crate) struct Capture {
    pub(crate) name: String,
    /// Name of the structured field.
    pub(crate) field: Option<String>,
    /// Applied to the field's value: group 1 is the value.
    pub(crate) inner: Option<Pattern>,
    /// Applied to the text where the record holds no fields: group 1 is the value.
    pub(crate) text: Option<Pattern>,
}

/// One compiled rule.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) platform: Platform,
    pub(crate) kinds: Vec<SourceKind>,
    pub(crate) origins: Vec<String>,
    pub(crate) provider: Option<String>,
    pub(crate) requires: Vec<String>,
    pub(crate) pattern: Option<Pattern>,
    pub(crate) unless: Vec<Pattern>,
    pub(crate) captures: Vec<Capture>,
    pub(crate) when: Vec<(String, Pattern, bool)>,
    pub(crate) set: HashMap<String, String>,
    pub(crate) key_string: Option<String>,
    pub(crate) signal: Option<Signal>,
    pub(crate) milestone: Option<Milestone>,
    pub(crate) cause: Option<Cause>,
    pub(crate) confidence: Confidence,
    /// The step of the flow that a server's record shows, and how it went.
    pub(crate) flow_step: Option<FlowStep>,
    pub(crate) flow_state: Option<MilestoneState>,
    /// Whether the record counts only where something else shows that the machine is a server.
    pub(crate) needs_server: bool,
    /// Codes one of which an event must hold; nothing where the rule names none.
    pub(crate) codes: Option<CodeBytes>,
    /// Fields that the record must not have.
    pub(crate) unless_field: Vec<String>,
}

impl Rule {
    /// Whether a match shows that its source is one that records enrolments, not one that only bears on them.
    pub(crate) fn tells_enrolment(&self) -> bool {
        let own = self.provider.as_deref().is_none_or(|p| p.contains("DeviceManagement-Enterprise"));
        own && !matches!(
            self.signal,
            Some(Signal::LogCleared | Signal::StateProfile | Signal::ProfilePresent)
        )
    }
}

/// A set of rules, compiled, with the code tables.
#[derive(Debug)]
pub struct Rules {
    pub(crate) rules: Vec<Rule>,
    pub(crate) matcher: Matcher,
    codes: Codes,
    key_strings: Vec<String>,
}

/// The rule files that come with the program.
const BUILTIN: &[(&str, &str)] = &[
    ("android.toml", include_str!("../../../../rules/android.toml")),
    ("ios.toml", include_str!("../../../../rules/ios.toml")),
    ("ios-state.toml", include_str!("../../../../rules/ios-state.toml")),
    ("windows.toml", include_str!("../../../../rules/windows.toml")),
    ("windows-state.toml", include_str!("../../../../rules/windows-state.toml")),
    ("server.toml", include_str!("../../../../rules/server.toml")),
];
const BUILTIN_CODES: (&str, &str) = ("codes.toml", include_str!("../../../../rules/codes.toml"));

impl Rules {
    /// The rules that come with the program.
    ///
    /// # Errors
    /// A [`RuleError`] names file, line and reason; the program's own files are covered by a test.
    pub fn builtin() -> Result<Rules, RuleError> {
        Rules::compile(BUILTIN, BUILTIN_CODES)
    }

    /// Compiles rule files and one code table, each given as name and text.
    ///
    /// # Errors
    /// The first malformed rule, with file, line and reason. Nothing of a malformed set is used.
    pub fn compile(files: &[(&str, &str)], codes: (&str, &str)) -> Result<Rules, RuleError> {
        let mut rules = Vec::new();
        let mut literals = Vec::new();
        for (name, text) in files {
            raw::read(name, text, &mut rules, &mut literals)?;
        }
        let codes = Codes::parse(codes.0, codes.1)?;
        let mut key_strings: Vec<String> = Vec::new();
        for id in rules.iter().filter_map(|r| r.key_string.as_ref()) {
            if !key_strings.contains(id) {
                key_strings.push(id.clone());
            }
        }
        let matcher = Matcher::new(&rules, &literals).map_err(|reason| RuleError::whole(files, reason))?;
        Ok(Rules { rules, matcher, codes, key_strings })
    }

    /// The code tables that come with the program, without its rules.
    ///
    /// # Errors
    /// As [`Rules::builtin`].
    pub fn builtin_codes() -> Result<Codes, RuleError> {
        Codes::parse(BUILTIN_CODES.0, BUILTIN_CODES.1)
    }

    /// The ids of all key strings, in the order of the files.
    pub fn key_strings(&self) -> &[String] {
        &self.key_strings
    }

    /// The ids of all rules, in the order of the files.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|r| r.id.as_str())
    }

    /// The code tables.
    pub fn codes(&self) -> &Codes {
        &self.codes
    }

    /// The start of the next literal in `haystack`, at or after `from`, that any rule for this kind of source asks
    /// for.
    pub fn find(&self, kind: SourceKind, haystack: &[u8], from: usize) -> Option<usize> {
        self.matcher.find(kind, haystack, from)
    }

    /// Whether a rule asks for events of this provider with this id.
    pub fn wants_event(&self, provider: &str, event_id: u32) -> bool {
        self.matcher.wants_event(provider, event_id)
    }

    /// Whether a rule asks for such an event if its record in an event log file holds these bytes: one that names the
    /// codes it is about wants one of them there.
    pub fn wants_content(&self, provider: &str, event_id: u32, content: &[u8]) -> bool {
        self.matcher.wants_content(&self.rules, provider, event_id, content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_expression_of_the_program_compiles() {
        let rules = Rules::builtin().unwrap();
        let mut compiled = 0;
        for rule in &rules.rules {
            let captured = rule.captures.iter().flat_map(|c| c.inner.iter().chain(&c.text));
            let conditions = rule.when.iter().map(|(_, pattern, _)| pattern);
            for pattern in rule.pattern.iter().chain(&rule.unless).chain(captured).chain(conditions) {
                assert!(pattern.regex().is_some(), "{}: {pattern:?}", rule.id);
                compiled += 1;
            }
        }
        assert!(compiled > 100, "{compiled}");
    }
}
