//! What the records of a server say: causes that belong to the server, and steps of the flow that it shows.
//!
//! A server serves many devices: nothing here is tied to an attempt. Whoever knows a device's requests joins them by
//! what a [`ServerTap`] sees.

use std::collections::{BTreeMap, HashMap, VecDeque};

use scepscope_model::{
    Cause, Confidence, Evidence, Finding, FlowStep, MilestoneState, Record, SourceKind, Stamp,
};

use crate::attempt::MAX_EVIDENCE;
use crate::codes::Codes;
use crate::examine::SourceId;
use crate::rules::{Captured, Rule, Signal};

/// Most codes that one finding of a server names.
const MAX_CODES: usize = 16;

/// Most requests of the policy module that may wait for their answer at a time.
const MAX_WAITING: usize = 1024;

/// How long a log must go on after a request of the policy module before silence means something, in seconds.
const SILENCE_SECONDS: i64 = 120;

/// What one rule says of one record of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerSign {
    /// The rule.
    pub rule: String,
    /// The cause that the record states, where it states one.
    pub cause: Option<Cause>,
    /// How sure the rule is of it.
    pub confidence: Confidence,
    /// The step of the flow that the record shows, and how it ended.
    pub step: Option<(FlowStep, MilestoneState)>,
    /// The codes that the record names, decoded.
    pub codes: Vec<String>,
}

/// Sees every record of a server that a rule, or the kind of its source, makes interesting.
pub trait ServerTap {
    /// One record, with what the rules say of it: nothing, for a request that is neither good nor bad news.
    fn server_record(
        &mut self,
        source: SourceId,
        kind: SourceKind,
        record: &Record<'_>,
        signs: &[ServerSign],
    );
}

/// Whether the kind of source is written by a server.
pub(crate) const fn is_server_kind(kind: SourceKind) -> bool {
    matches!(
        kind,
        SourceKind::IisW3c
            | SourceKind::HttpErr
            | SourceKind::NdesPlugin
            | SourceKind::Svclog
            | SourceKind::SetupMsi
    )
}

/// The sign of a rule that matched.
pub(crate) fn sign(rule: &Rule, captured: &Captured, codes: &Codes) -> ServerSign {
    ServerSign {
        rule: rule.id.clone(),
        cause: rule.cause,
        confidence: rule.confidence,
        step: rule.flow_step.zip(rule.flow_state),
        codes: decoded(captured, codes),
    }
}

/// Every code among the captured values, by name.
fn decoded(captured: &Captured, codes: &Codes) -> Vec<String> {
    let get = |name: &str| captured.iter().find(|(n, _)| n.as_ref() == name).map(|(_, v)| v.as_ref());
    let mut labels = Vec::new();
    if let Some(status) = get("status") {
        labels.push(codes.iis_status(status, get("substatus")));
    }
    if let Some(win32) = get("win32").filter(|w| *w != "0") {
        labels.push(codes.win32(win32));
    }
    if let Some(code) = get("hresult").filter(|c| !c.trim_start_matches("0x").trim_matches('0').is_empty()) {
        labels.push(codes.hresult(code).map_or_else(|| code.to_owned(), |m| m.label));
    }
    if let Some(code) = get("result") {
        let code = format!("0x{code}");
        labels.push(codes.hresult(&code).map_or(code, |m| m.label));
    }
    if let Some(code) = get("winhttp") {
        labels.push(codes.winhttp(code).map_or_else(|| code.to_owned(), |m| m.label));
    }
    for (name, table) in [("msi", "msi"), ("connector", "connector")] {
        labels.extend(get(name).map(|code| codes.label(table, code)));
    }
    labels.extend(get("reason").map(str::to_owned));
    labels
}

/// What all records of one cause said.
#[derive(Debug)]
struct Aggregate {
    confidence: Confidence,
    codes: Vec<String>,
    first: Vec<Evidence>,
    last: VecDeque<Evidence>,
    needs_server: bool,
}

impl Aggregate {
    fn new(confidence: Confidence) -> Aggregate {
        Aggregate {
            confidence,
            codes: Vec::new(),
            first: Vec::new(),
            last: VecDeque::new(),
            needs_server: true,
        }
    }

    fn add(&mut self, confidence: Confidence, codes: &[String], evidence: Evidence) {
        self.confidence = self.confidence.min(confidence);
        for code in codes {
            if self.codes.len() < MAX_CODES && !self.codes.contains(code) {
                self.codes.push(code.clone());
            }
        }
        let known = self.last.back().or(self.first.last());
        if known.is_some_and(|k| k.source == evidence.source && k.locator == evidence.locator) {
            return;
        }
        if self.first.len() < MAX_EVIDENCE / 2 {
            self.first.push(evidence);
            return;
        }
        if self.last.len() == MAX_EVIDENCE / 2 {
            self.last.pop_front();
        }
        self.last.push_back(evidence);
    }

    fn latest(&self) -> Option<&Evidence> {
        self.last.back().or(self.first.last())
    }
}

type Thread = (u32, Option<u64>);

/// The server's side of one check.
#[derive(Debug, Default)]
pub(crate) struct Server {
    causes: BTreeMap<Cause, Aggregate>,
    /// Requests of the policy module without an answer so far.
    waiting: HashMap<Thread, Evidence>,
    /// Whether anything but the reader's own claim shows that this is a server.
    proven: bool,
}

impl Server {
    pub(crate) fn take(
        &mut self,
        source: u32,
        kind: SourceKind,
        rule: &Rule,
        sign: &ServerSign,
        thread: Option<u64>,
        evidence: impl Fn() -> Evidence,
    ) {
        self.proven |= is_server_kind(kind) || !rule.needs_server;
        match rule.signal {
            Some(Signal::ServerCause) => {
                let Some(cause) = rule.cause else { return };
                let aggregate = self.causes.entry(cause).or_insert_with(|| Aggregate::new(sign.confidence));
                aggregate.needs_server &= rule.needs_server;
                aggregate.add(sign.confidence, &sign.codes, evidence());
            }
            Some(Signal::PluginBegins) => self.unanswered((source, thread)),
            Some(Signal::PluginAsks) => {
                self.unanswered((source, thread));
                if self.waiting.len() < MAX_WAITING {
                    self.waiting.insert((source, thread), evidence());
                }
            }
            Some(Signal::PluginTold) => {
                self.waiting.remove(&(source, thread));
            }
            _ => {}
        }
    }

    /// The policy module went on although its request had no answer.
    fn unanswered(&mut self, thread: Thread) {
        if let Some(evidence) = self.waiting.remove(&thread) {
            self.no_answer(evidence, Confidence::Likely);
        }
    }

    fn no_answer(&mut self, evidence: Evidence, confidence: Confidence) {
        let causes = [
            (Cause::PolicyModuleCannotReachConnector, confidence),
            (Cause::PolicyModuleCertificateExpired, Confidence::Possible),
        ];
        for (cause, confidence) in causes {
            let aggregate = self.causes.entry(cause).or_insert_with(|| Aggregate::new(confidence));
            aggregate.needs_server = false;
            aggregate.add(confidence, &[], evidence.clone());
        }
    }

    /// The findings, each cause once. `ends` gives the newest time of a source, `server` whether the caller says that
    /// the sources are a server's.
    pub(crate) fn findings(mut self, ends: impl Fn(u32) -> Option<Stamp>, server: bool) -> Vec<Finding> {
        for ((source, _), evidence) in std::mem::take(&mut self.waiting) {
            // A log that was copied while the module waited proves little.
            let went_on = match (ends(source), evidence.time) {
                (Some(end), Some(asked)) => end.seconds_since(&asked) >= SILENCE_SECONDS,
                _ => false,
            };
            let confidence = if went_on { Confidence::Likely } else { Confidence::Possible };
            self.no_answer(evidence, confidence);
        }
        if !(self.proven || server) {
            self.causes.retain(|_, aggregate| !aggregate.needs_server);
        }
        self.conclude();
        let finding = |(cause, aggregate): (Cause, Aggregate)| Finding {
            cause,
            confidence: aggregate.confidence,
            attempt: None,
            superseded: false,
            codes: aggregate.codes,
            evidence: aggregate.first.into_iter().chain(aggregate.last).collect(),
        };
        self.causes.into_iter().map(finding).collect()
    }

    /// Drops what only follows from, or is put right by, something that is known better.
    fn conclude(&mut self) {
        let has = |s: &Server, cause| s.causes.contains_key(&cause);
        let weak = |s: &Server, cause| {
            s.causes.get(&cause).is_some_and(|a: &Aggregate| a.confidence != Confidence::Certain)
        };
        // The sub-status says more than a 403 alone.
        if (has(self, Cause::IisIntermediateInRootStore) || has(self, Cause::IisClientCertificateRejected))
            && weak(self, Cause::ClientAuthEkuMissing)
        {
            self.causes.remove(&Cause::ClientAuthEkuMissing);
        }
        // 12175 alone is any secure failure; a flag names which.
        let other_flag = [Cause::PolicyModuleCertificateExpired, Cause::CrlUnreachable]
            .iter()
            .any(|c| self.causes.get(c).is_some_and(|a| a.confidence == Confidence::Likely));
        if other_flag && weak(self, Cause::PolicyModuleTlsNameMismatch) {
            self.causes.remove(&Cause::PolicyModuleTlsNameMismatch);
        }
        // An error at the end of a verification is explained by whatever names its reason.
        let explains = [
            Cause::IisIntermediateInRootStore,
            Cause::IisClientCertificateRejected,
            Cause::ClientAuthEkuMissing,
            Cause::PolicyModuleTlsNameMismatch,
            Cause::PolicyModuleCannotReachConnector,
            Cause::ConnectorSigningCertificateMissing,
            Cause::ChallengeExpired,
            Cause::WindowsAuthEnabled,
        ];
        let possible = self
            .causes
            .get(&Cause::VerifyRequestFailed)
            .is_some_and(|a| a.confidence == Confidence::Possible);
        if possible && explains.iter().any(|c| has(self, *c)) {
            self.causes.remove(&Cause::VerifyRequestFailed);
        }
        self.latest_setup_counts();
    }

    /// Of a setup that failed and one that succeeded, the later one says how things are.
    fn latest_setup_counts(&mut self) {
        let latest = |s: &Server, cause| {
            let evidence = s.causes.get(&cause)?.latest()?;
            let scepscope_model::Locator::Line(line) = evidence.locator else { return None };
            Some((evidence.source.clone(), line))
        };
        let (Some(failed), Some(ok)) =
            (latest(self, Cause::ConnectorSetupFailed), latest(self, Cause::ConnectorSetupOk))
        else {
            return;
        };
        if failed.0 == ok.0 {
            let earlier = if failed.1 < ok.1 { Cause::ConnectorSetupFailed } else { Cause::ConnectorSetupOk };
            self.causes.remove(&earlier);
        }
    }
}
