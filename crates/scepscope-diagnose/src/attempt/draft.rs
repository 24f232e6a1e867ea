//! An attempt while its records come in.

use scepscope_model::{
    Answer, Cause, Confidence, Evidence, Exchange, Finding, Milestone, Platform, ScepOperation as Operation,
    Stamp,
};

use crate::codes::CodeMeaning;

/// Most records that one milestone or finding lists as evidence.
pub(crate) const MAX_EVIDENCE: usize = 16;

/// Most exchanges that one attempt lists, the first ones.
pub(crate) const MAX_EXCHANGES: usize = 64;

/// What this module asks of an operation.
pub(crate) trait OperationFacts: Sized {
    /// The operation that a SCEP URL asks for.
    fn of_url(url: &str) -> Option<Self>;

    /// The milestone that a good answer to it proves.
    fn answered(self) -> Milestone;
}

impl OperationFacts for Operation {
    fn of_url(url: &str) -> Option<Operation> {
        let (_, rest) = url.split_once("operation=")?;
        Operation::parse(rest.split('&').next().unwrap_or(rest))
    }

    fn answered(self) -> Milestone {
        match self {
            Operation::GetCaCaps => Milestone::CapabilitiesReceived,
            Operation::GetCaCert => Milestone::CaCertificateReceived,
            Operation::PkiOperation => Milestone::ResponseReceived,
        }
    }
}

/// What the records said of one milestone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mark {
    pub(crate) seen: Vec<Evidence>,
    pub(crate) failed: Vec<Evidence>,
    /// The failure takes back what was seen: the answer came and was refused, the request could not leave.
    pub(crate) taken_back: bool,
}

/// The state of the certificate's installation, where a state machine tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Installation {
    Untold,
    UnderWay,
    Done,
}

#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) platform: Platform,
    pub(crate) profile: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) started: Option<Stamp>,
    pub(crate) ended: Option<Stamp>,
    pub(crate) marks: [Mark; Milestone::ALL.len()],
    pub(crate) asked: Vec<Operation>,
    pub(crate) open: Option<Operation>,
    pub(crate) last_answer: Option<(Operation, String)>,
    pub(crate) query_holds_request: bool,
    pub(crate) answers: Vec<(Operation, Answer)>,
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) no_connection: bool,
    pub(crate) failed: bool,
    pub(crate) pending: bool,
    pub(crate) installation: Installation,
    /// Windows: 309 told a good result, which supports an installation and does not prove it.
    pub(crate) install_supported: bool,
    /// A verbose or debug record is part of the attempt, so that the others would have been written too.
    pub(crate) verbose: bool,
    /// No further progress is expected: failed or installed.
    pub(crate) closed: bool,
    /// Indices of the sources that contributed.
    pub(crate) sources: Vec<u32>,
}

impl Draft {
    pub(crate) fn new(platform: Platform) -> Draft {
        Draft {
            platform,
            profile: None,
            url: None,
            started: None,
            ended: None,
            marks: Default::default(),
            asked: Vec::new(),
            open: None,
            last_answer: None,
            query_holds_request: false,
            answers: Vec::new(),
            exchanges: Vec::new(),
            findings: Vec::new(),
            no_connection: false,
            failed: false,
            pending: false,
            installation: Installation::Untold,
            install_supported: false,
            verbose: false,
            closed: false,
            sources: Vec::new(),
        }
    }

    pub(crate) fn touch(&mut self, source: u32, time: Option<Stamp>) {
        if !self.sources.contains(&source) {
            self.sources.push(source);
        }
        if let Some(time) = time {
            if self.started.is_none_or(|s| time < s) {
                self.started = Some(time);
            }
            if self.ended.is_none_or(|e| time > e) {
                self.ended = Some(time);
            }
        }
    }

    pub(crate) fn seen(&mut self, milestone: Milestone, evidence: Evidence) {
        push(&mut self.marks[milestone.index()].seen, evidence);
    }

    pub(crate) fn is_seen(&self, milestone: Milestone) -> bool {
        !self.marks[milestone.index()].seen.is_empty()
    }

    pub(crate) fn fail(&mut self, milestone: Option<Milestone>, evidence: Evidence) {
        self.failed = true;
        self.closed = true;
        if let Some(milestone) = milestone {
            self.note_failed(milestone, evidence);
        }
    }

    /// A milestone failed; the attempt may go on all the same.
    pub(crate) fn note_failed(&mut self, milestone: Milestone, evidence: Evidence) {
        push(&mut self.marks[milestone.index()].failed, evidence);
    }

    /// The answer came and was refused, or what was begun did not happen after all.
    pub(crate) fn take_back(&mut self, milestone: Milestone, evidence: Evidence) {
        self.marks[milestone.index()].taken_back = true;
        self.fail(Some(milestone), evidence);
    }

    pub(crate) fn find(
        &mut self,
        cause: Cause,
        confidence: Confidence,
        code: Option<&str>,
        evidence: Evidence,
    ) {
        let at = match self.findings.iter().position(|f| f.cause == cause) {
            Some(at) => at,
            None => {
                self.findings.push(Finding {
                    cause,
                    confidence,
                    attempt: None,
                    superseded: false,
                    codes: Vec::new(),
                    evidence: Vec::new(),
                });
                self.findings.len() - 1
            }
        };
        let finding = &mut self.findings[at];
        finding.confidence = finding.confidence.min(confidence);
        if let Some(code) = code
            && !finding.codes.iter().any(|c| c == code)
        {
            finding.codes.push(code.to_owned());
        }
        if !finding.evidence.contains(&evidence) {
            push(&mut finding.evidence, evidence);
        }
    }

    pub(crate) fn find_code(&mut self, meaning: &CodeMeaning, evidence: Evidence) {
        self.no_connection |= meaning.network;
        let cause = meaning.cause.unwrap_or(Cause::StalledUnexplained);
        let confidence = if meaning.cause.is_some() { meaning.confidence } else { Confidence::Possible };
        let label = Some(meaning.label.as_str()).filter(|label| !label.is_empty());
        self.find(cause, confidence, label, evidence);
    }

    /// A request was sent.
    pub(crate) fn sent(&mut self, operation: Operation, time: Option<Stamp>) {
        if self.exchanges.len() < MAX_EXCHANGES {
            let exchange = Exchange { operation, sent: time, ended: None, status: None, no_answer: false };
            self.exchanges.push(exchange);
        }
    }

    /// An answer came, or failed to come (`status` is none). Without a request that waits for it, the request itself
    /// went unrecorded.
    pub(crate) fn ended(&mut self, operation: Operation, time: Option<Stamp>, status: Option<u16>) {
        if self.waiting(operation).is_none() {
            self.sent(operation, None);
        }
        if let Some(exchange) = self.waiting(operation) {
            exchange.ended = time;
            exchange.status = status;
            exchange.no_answer = status.is_none();
        }
    }

    /// The answer of the server itself was read, whatever HTTP said.
    pub(crate) fn cert_rep_at(&mut self, time: Option<Stamp>) {
        if let Some(exchange) = self.waiting(Operation::PkiOperation) {
            exchange.ended = time;
        }
    }

    fn waiting(&mut self, operation: Operation) -> Option<&mut Exchange> {
        let waits = |e: &&mut Exchange| {
            e.operation == operation && e.ended.is_none() && e.status.is_none() && !e.no_answer
        };
        self.exchanges.iter_mut().rev().find(waits)
    }

    pub(crate) fn name_profile(&mut self, profile: &str) {
        if self.profile.is_none() {
            self.profile = Some(profile_name(profile));
        }
    }

    pub(crate) fn name_url(&mut self, url: &str) {
        if self.url.is_none() {
            self.url = Some(bare_url(url).to_owned());
        }
    }
}

fn push(list: &mut Vec<Evidence>, evidence: Evidence) {
    if list.len() < MAX_EVIDENCE {
        list.push(evidence);
    }
}

/// A profile's name in one form: without the MDM prefix, `%2F` and `%3B` decoded.
pub(crate) fn profile_name(raw: &str) -> String {
    let name = raw.strip_prefix("www.windowsintune.com.SCEP.").unwrap_or(raw);
    name.replace("%2F", "/").replace("%2f", "/").replace("%3B", ";").replace("%3b", ";")
}

/// A URL without query and fragment.
pub(crate) fn bare_url(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}
