//! Groups recognised records into attempts, and tells each attempt what its records say.

use std::collections::HashMap;

use scepscope_model::{
    Answer, Cause, Confidence, Evidence, Milestone, Platform, ScepOperation as Operation, Stamp,
};

use super::draft::{Draft, Installation, OperationFacts, bare_url, profile_name};
use crate::codes::{CodeMeaning, Codes};
use crate::hit::Hit;
use crate::rules::{Captured, Rule, Rules, Signal};

/// How long after an attempt's end its closing records may still come, in seconds.
const CLOSING_SECONDS: i64 = 120;

/// How long an attempt may be idle before the next record begins another one, in seconds.
const IDLE_SECONDS: i64 = 1800;

/// How far apart records of two Windows channels about one attempt may lie, in seconds.
const CHANNEL_SECONDS: i64 = 600;

/// Most attempts that are kept while assembling.
const MAX_DRAFTS: usize = 5_000;

type Thread = (Option<u32>, Option<u64>);

/// Puts attempts together. `hits` in order of time, `names` the sources' ids in the report.
pub(crate) fn assemble(rules: &Rules, hits: &[Hit], names: &[String]) -> Vec<Draft> {
    let mut assembler = Assembler {
        codes: rules.codes(),
        drafts: Vec::new(),
        by_thread: HashMap::new(),
        runs: HashMap::new(),
    };
    for hit in hits {
        for (index, captured) in &hit.matches {
            let rule = &rules.rules[*index];
            let Some(signal) = rule.signal else { continue };
            let evidence = hit.evidence(&names[hit.source as usize], &rule.id);
            assembler.take(&Told { hit, rule, captured, evidence }, signal);
        }
    }
    assembler.drafts
}

/// One rule's match on one record.
struct Told<'a> {
    hit: &'a Hit,
    rule: &'a Rule,
    captured: &'a Captured,
    evidence: Evidence,
}

impl Told<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.captured.iter().find(|(n, _)| n.as_ref() == name).map(|(_, v)| v.as_ref())
    }

    fn thread(&self) -> Thread {
        (self.hit.process_id, self.hit.thread_id)
    }

    /// The operation that the record names, by word or by URL.
    fn operation(&self) -> Option<Operation> {
        self.get("operation")
            .and_then(Operation::parse)
            .or_else(|| self.get("url").and_then(Operation::of_url))
    }

    fn evidence(&self) -> Evidence {
        self.evidence.clone()
    }
}

/// How a record relates to the attempt it belongs to.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// It can begin an attempt, and does where the current one already did this.
    Opens,
    /// It belongs to the attempt that is under way.
    Continues,
    /// It belongs to the attempt that is under way or has just ended.
    Closes,
}

struct Assembler<'r> {
    codes: &'r Codes,
    drafts: Vec<Draft>,
    by_thread: HashMap<Thread, usize>,
    runs: HashMap<Thread, Evidence>,
}

impl Assembler<'_> {
    fn take(&mut self, told: &Told<'_>, signal: Signal) {
        match signal {
            Signal::RunBegins => {
                self.runs.insert(told.thread(), told.evidence());
            }
            Signal::AttemptBegins => self.begin(told),
            Signal::DeviceCause => {}
            server if server.is_server() => {}
            _ => {
                let at = self.locate(told, signal);
                let draft = &mut self.drafts[at];
                draft.touch(told.hit.source, told.hit.time);
                if let Some(profile) = told.get("profile") {
                    draft.name_profile(profile);
                }
                if let Some(url) = told.get("url") {
                    draft.name_url(url);
                }
                tell(draft, told, signal, self.codes);
            }
        }
    }

    fn begin(&mut self, told: &Told<'_>) {
        // Windows tells of a failing provider call before it tells of the profile itself.
        let at = match told.get("profile").and_then(|p| self.just_begun(told, p)) {
            Some(at) => at,
            None => self.open(told),
        };
        self.by_thread.insert(told.thread(), at);
        let run = self.runs.get(&told.thread()).cloned();
        let draft = &mut self.drafts[at];
        draft.touch(told.hit.source, told.hit.time);
        if let Some(profile) = told.get("profile") {
            draft.name_profile(profile);
        }
        if let Some(run) = run {
            draft.seen(Milestone::ProfileReceived, run);
        }
        draft.seen(Milestone::ProfileReceived, told.evidence());
    }

    fn just_begun(&self, told: &Told<'_>, profile: &str) -> Option<usize> {
        let name = profile_name(profile);
        let at = self.drafts.len().checked_sub(1)?;
        let draft = &self.drafts[at];
        let empty = !draft.is_seen(Milestone::ProfileReceived) && draft.asked.is_empty() && !draft.failed;
        (empty
            && draft.platform == told.rule.platform
            && draft.profile.as_deref() == Some(&name)
            && within(draft.ended, told.hit.time, CLOSING_SECONDS))
        .then_some(at)
    }

    fn open(&mut self, told: &Told<'_>) -> usize {
        if self.drafts.len() == MAX_DRAFTS {
            self.drafts.remove(0);
            self.by_thread.retain(|_, at| *at > 0);
            self.by_thread.values_mut().for_each(|at| *at -= 1);
        }
        self.drafts.push(Draft::new(told.rule.platform));
        self.drafts.len() - 1
    }

    fn locate(&mut self, told: &Told<'_>, signal: Signal) -> usize {
        let found = match told.rule.platform {
            Platform::Android => self.locate_android(told, signal),
            Platform::Windows => self.locate_windows(told, signal),
            _ => self.locate_serial(told, signal),
        };
        found.unwrap_or_else(|| {
            let at = self.open(told);
            self.by_thread.insert(told.thread(), at);
            at
        })
    }

    fn newest(&self, platform: Platform, fits: impl Fn(&Draft) -> bool) -> Option<usize> {
        self.drafts.iter().rposition(|d| d.platform == platform && fits(d))
    }

    fn newest_of_profile(&self, platform: Platform, profile: &str) -> Option<usize> {
        let name = profile_name(profile);
        self.newest(platform, |d| d.profile.as_deref() == Some(&name))
    }

    /// Android: an attempt runs on one thread; the state machine of the installation names the profile.
    fn locate_android(&self, told: &Told<'_>, signal: Signal) -> Option<usize> {
        if signal == Signal::InstallState {
            return self.newest_of_profile(Platform::Android, told.get("profile")?);
        }
        let fits = |at: usize| {
            let draft = &self.drafts[at];
            draft.platform == Platform::Android
                && within(draft.ended, told.hit.time, IDLE_SECONDS)
                && !(draft.closed && signal == Signal::Request)
        };
        match self.by_thread.get(&told.thread()).copied() {
            Some(at) if fits(at) => Some(at),
            // Where the layout lost the thread, the newest attempt is the best guess.
            _ if told.hit.thread_id.is_none() => {
                self.newest(Platform::Android, |_| true).filter(|at| fits(*at))
            }
            _ => None,
        }
    }

    /// Apple: `profiled` works on one attempt after the other.
    fn locate_serial(&self, told: &Told<'_>, signal: Signal) -> Option<usize> {
        let platform = told.rule.platform;
        if signal == Signal::Installed
            && let Some(at) = told.get("profile").and_then(|p| self.newest_of_profile(platform, p))
        {
            return Some(at);
        }
        let at = self.newest(platform, |_| true)?;
        let draft = &self.drafts[at];
        let begun_anew = match role(signal) {
            Role::Opens => match told.operation() {
                Some(operation) => !draft.pending && draft.asked.contains(&operation),
                None => {
                    !draft.pending
                        && told.rule.milestone == Some(Milestone::RequestGenerated)
                        && draft.is_seen(Milestone::RequestGenerated)
                }
            },
            _ => false,
        };
        let other_profile = match (told.get("profile"), &draft.profile) {
            (Some(new), Some(old)) => profile_name(new) != *old,
            _ => false,
        };
        let fits = match role(signal) {
            Role::Closes => !draft.closed || within(draft.ended, told.hit.time, CLOSING_SECONDS),
            _ => !draft.closed && within(draft.ended, told.hit.time, IDLE_SECONDS),
        };
        (fits && !begun_anew && !other_profile).then_some(at)
    }

    /// Windows: 306 and 309 name the profile, 36, 307, 308 and the Application log name the URL, 32 and 37 to 39
    /// name nothing.
    fn locate_windows(&self, told: &Told<'_>, signal: Signal) -> Option<usize> {
        let time = told.hit.time;
        if let Some(profile) = told.get("profile") {
            let at = self.newest_of_profile(Platform::Windows, profile);
            // 309 may come for an attempt that only its URL or its place in time tells.
            if at.is_some() || signal != Signal::InstallSupport {
                return at.filter(|at| within(self.drafts[*at].ended, time, CLOSING_SECONDS));
            }
        }
        if let Some(url) = told.get("url") {
            let url = bare_url(url);
            let near = |d: &Draft| d.url.as_deref() == Some(url) && within(d.ended, time, CHANNEL_SECONDS);
            let opens = told.rule.milestone == Some(Milestone::RequestGenerated);
            if !opens && let Some(at) = self.newest(Platform::Windows, near) {
                return Some(at);
            }
            // The oldest attempt that waits for its URL; requests are made in the order of the profiles.
            let waiting = |d: &Draft| {
                d.platform == Platform::Windows
                    && !d.is_seen(Milestone::RequestGenerated)
                    && d.url.as_deref().is_none_or(|u| u == url)
                    && (!d.closed || (!opens && within(d.ended, time, CLOSING_SECONDS)))
                    && within(d.ended, time, IDLE_SECONDS)
            };
            return self.drafts.iter().position(waiting);
        }
        match told.rule.milestone {
            Some(step) => self.newest(Platform::Windows, |d| {
                !d.closed && !d.is_seen(step) && within(d.ended, time, IDLE_SECONDS)
            }),
            None => self.newest(Platform::Windows, |d| {
                let span = if d.closed { CLOSING_SECONDS } else { IDLE_SECONDS };
                within(d.ended, time, span)
            }),
        }
    }
}

fn role(signal: Signal) -> Role {
    match signal {
        Signal::Request | Signal::Step => Role::Opens,
        Signal::Failure
        | Signal::Installed
        | Signal::InstallSupport
        | Signal::Failed
        | Signal::TransportError
        | Signal::Cause => Role::Closes,
        _ => Role::Continues,
    }
}

fn within(earlier: Option<Stamp>, later: Option<Stamp>, seconds: i64) -> bool {
    match (earlier, later) {
        (Some(earlier), Some(later)) => later.seconds_since(&earlier).abs() <= seconds,
        _ => true,
    }
}

fn tell(draft: &mut Draft, told: &Told<'_>, signal: Signal, codes: &Codes) {
    match signal {
        // Taken care of before, or no matter of an attempt.
        Signal::RunBegins
        | Signal::AttemptBegins
        | Signal::DeviceCause
        | Signal::ServerCause
        | Signal::ServerStep
        | Signal::PluginBegins
        | Signal::PluginAsks
        | Signal::PluginTold => {}
        Signal::Profile | Signal::Step => {
            if let Some(milestone) = told.rule.milestone {
                draft.seen(milestone, told.evidence());
            }
        }
        Signal::Request => request(draft, told),
        Signal::RequestMethod => {
            draft.query_holds_request |= told.rule.id.ends_with("via_get");
            draft.seen(Milestone::RequestSent, told.evidence());
        }
        Signal::Answer => {
            let operation = told.operation().or(draft.open).or(draft.last_answer.as_ref().map(|(o, _)| *o));
            answer(draft, told, operation, codes);
        }
        Signal::AnswerToOpenRequest => {
            let operation = draft.open;
            answer(draft, told, operation, codes);
        }
        Signal::TransportError => transport_error(draft, told, codes),
        Signal::Failed => {
            find_rule(draft, told);
            find_codes(draft, told, codes);
            draft.fail(told.rule.milestone, told.evidence());
        }
        Signal::Refused => {
            find_rule(draft, told);
            if let Some(milestone) = told.rule.milestone {
                draft.take_back(milestone, told.evidence());
            }
        }
        Signal::RefusedAnswer => refused_answer(draft, told),
        Signal::RefusedResponse => {
            find_rule(draft, told);
            draft.fail(Some(Milestone::ResponseReceived), told.evidence());
        }
        Signal::CertRep => cert_rep(draft, told, codes),
        Signal::InstallState => install_state(draft, told),
        Signal::Installed => {
            draft.seen(Milestone::CertificateInstalled, told.evidence());
            draft.closed = true;
        }
        Signal::InstallSupport => {
            let failed = told.get("result").and_then(|r| codes.hresult(r));
            if let Some(meaning) = failed {
                draft.find_code(&meaning, told.evidence());
            }
        }
        Signal::SendFailed => send_failed(draft, told, codes),
        Signal::Failure => {
            for meaning in find_codes(draft, told, codes) {
                if let Some(milestone) = meaning.milestone {
                    failed_by_code(draft, milestone, told.evidence());
                }
            }
            draft.fail(None, told.evidence());
        }
        Signal::StageFailed => {
            find_codes(draft, told, codes);
            let milestone = told.get("stage").and_then(Operation::parse).map(Operation::answered);
            draft.fail(milestone, told.evidence());
        }
        Signal::EnrollFailed => enroll_failed(draft, told, codes),
        Signal::Cause => find_rule(draft, told),
    }
}

fn find_rule(draft: &mut Draft, told: &Told<'_>) {
    if let Some(cause) = told.rule.cause {
        draft.find(cause, told.rule.confidence, None, told.evidence());
    }
}

/// Decodes every code that the record names, and notes what each means.
fn find_codes(draft: &mut Draft, told: &Told<'_>, codes: &Codes) -> Vec<CodeMeaning> {
    let mut meanings = Vec::new();
    for (name, value) in told.captured {
        let meaning = match name.as_ref() {
            "hresult" | "cut_hresult" => codes.hresult(value),
            "winhttp" => codes.winhttp(value),
            "nsurl" => codes.nsurl(value),
            "mcscep" => codes.mcscep(value),
            _ => continue,
        };
        match meaning {
            Some(meaning) => {
                draft.find_code(&meaning, told.evidence());
                meanings.push(meaning);
            }
            // A code that no table knows is still worth a search: keep it, and say that it explains nothing.
            None if name.as_ref() != "cut_hresult" => {
                draft.find(Cause::StalledUnexplained, Confidence::Possible, Some(value), told.evidence());
            }
            None => {}
        }
    }
    meanings
}

fn failed_by_code(draft: &mut Draft, milestone: Milestone, evidence: Evidence) {
    let refused = matches!(milestone, Milestone::CapabilitiesReceived | Milestone::CaCertificateReceived);
    if refused { draft.take_back(milestone, evidence) } else { draft.fail(Some(milestone), evidence) }
}

fn request(draft: &mut Draft, told: &Told<'_>) {
    let Some(operation) = told.operation() else { return };
    draft.open = Some(operation);
    draft.sent(operation, told.hit.time);
    draft.last_answer = None;
    if !draft.asked.contains(&operation) {
        draft.asked.push(operation);
    }
    if operation == Operation::PkiOperation {
        draft.query_holds_request |= told.get("url").is_some_and(|u| u.contains("message="));
        draft.seen(Milestone::RequestSent, told.evidence());
    }
}

fn answer(draft: &mut Draft, told: &Told<'_>, operation: Option<Operation>, codes: &Codes) {
    let (Some(operation), Some(status)) = (operation, told.get("status")) else { return };
    let repeated = draft.last_answer.as_ref().is_some_and(|(_, s)| s == status) && draft.open.is_none();
    draft.open = None;
    draft.last_answer = Some((operation, status.to_owned()));
    if !repeated {
        draft.ended(operation, told.hit.time, status.parse().ok());
    }
    draft.query_holds_request |=
        operation == Operation::PkiOperation && told.get("url").is_some_and(|u| u.contains("message="));
    if status.starts_with('2') {
        draft.answers.push((operation, Answer::Yes));
        if operation != Operation::PkiOperation {
            draft.seen(operation.answered(), told.evidence());
        }
        return;
    }
    let Some(meaning) = codes.http(status) else { return };
    if !repeated {
        draft.answers.push((operation, if meaning.from_ndes { Answer::Yes } else { Answer::Unknown }));
    }
    let long = operation == Operation::PkiOperation && draft.query_holds_request;
    let capabilities_only = draft.platform != Platform::Android
        && operation == Operation::GetCaCaps
        && draft.is_seen(Milestone::CaCertificateReceived);
    let cause = match (meaning.long_query, meaning.cause) {
        (Some(cause), _) if long => Some(cause),
        (_, Some(_)) if capabilities_only => Some(Cause::CapabilitiesMissing),
        (_, cause) => cause,
    };
    if let Some(cause) = cause {
        let confidence = if Some(cause) == meaning.cause { meaning.confidence } else { Confidence::Likely };
        draft.find(cause, confidence, Some(&format!("HTTP {}", meaning.label)), told.evidence());
    }
    if capabilities_only {
        // The device goes on without capabilities: what follows decides whether the attempt failed.
        draft.note_failed(Milestone::CapabilitiesReceived, told.evidence());
    } else {
        draft.fail(Some(operation.answered()), told.evidence());
    }
}

fn transport_error(draft: &mut Draft, told: &Told<'_>, codes: &Codes) {
    find_rule(draft, told);
    let meanings = find_codes(draft, told, codes);
    let late = told.rule.cause == Some(Cause::ResponseTimeout);
    let network = told.rule.cause.is_some() || meanings.iter().any(|m| m.network);
    draft.no_connection |= network && !late;
    let operation = told.operation().or(draft.open);
    draft.open = None;
    if let Some(operation) = operation {
        draft.ended(operation, told.hit.time, None);
    }
    match operation {
        Some(Operation::PkiOperation) if network && !late => {
            draft.take_back(Milestone::RequestSent, told.evidence());
        }
        Some(operation) => draft.fail(Some(operation.answered()), told.evidence()),
        None => draft.fail(None, told.evidence()),
    }
}

fn refused_answer(draft: &mut Draft, told: &Told<'_>) {
    find_rule(draft, told);
    let operation = draft.open.or(draft.last_answer.as_ref().map(|(o, _)| *o));
    draft.open = None;
    let Some(operation) = operation else {
        draft.fail(None, told.evidence());
        return;
    };
    // What answered with something else than SCEP may have been a proxy or a sign-in page.
    for (answered, reached) in &mut draft.answers {
        if *answered == operation {
            *reached = Answer::Unknown;
        }
    }
    draft.take_back(operation.answered(), told.evidence());
}

fn cert_rep(draft: &mut Draft, told: &Told<'_>, codes: &Codes) {
    draft.answers.push((Operation::PkiOperation, Answer::Yes));
    draft.cert_rep_at(told.hit.time);
    draft.open = None;
    let status = told.get("pki_status").unwrap_or_default().to_ascii_uppercase();
    let evidence = told.evidence();
    match status.as_str() {
        "PENDING" => {
            draft.pending = true;
            draft.seen(Milestone::ResponseReceived, evidence.clone());
            draft.find(Cause::PkiPending, Confidence::Certain, None, evidence);
        }
        "FAILURE" => {
            draft.pending = false;
            draft.seen(Milestone::ResponseReceived, evidence.clone());
            if let Some(meaning) = told.get("fail_info").and_then(|f| codes.fail_info(f)) {
                draft.find_code(&meaning, evidence.clone());
            }
            draft.fail(None, evidence);
        }
        _ => {
            draft.pending = false;
            draft.findings.retain(|f| f.cause != Cause::PkiPending);
            draft.seen(Milestone::ResponseReceived, evidence);
        }
    }
}

fn install_state(draft: &mut Draft, told: &Told<'_>) {
    let to = told.get("to").unwrap_or_default();
    if to == "CERT_ACCESS_GRANTED" {
        draft.installation = Installation::Done;
        draft.findings.retain(|f| f.cause != Cause::InstallNotAccepted);
        draft.seen(Milestone::CertificateInstalled, told.evidence());
        draft.closed = true;
    } else if to.contains("FAIL") {
        draft.find(Cause::InstallFailed, Confidence::Certain, None, told.evidence());
        draft.fail(Some(Milestone::CertificateInstalled), told.evidence());
    } else if to.starts_with("CERT_") && draft.installation != Installation::Done {
        draft.installation = Installation::UnderWay;
        draft.find(Cause::InstallNotAccepted, Confidence::Likely, None, told.evidence());
    }
}

fn send_failed(draft: &mut Draft, told: &Told<'_>, codes: &Codes) {
    find_codes(draft, told, codes);
    // Without a request made before, it was GetCACaps or GetCACert that could not be sent; which one, nobody says.
    let milestone = draft.is_seen(Milestone::RequestGenerated).then_some(Milestone::RequestSent);
    draft.fail(milestone, told.evidence());
}

fn enroll_failed(draft: &mut Draft, told: &Told<'_>, codes: &Codes) {
    find_codes(draft, told, codes);
    if let Some(meaning) = told.get("fail_info_number").and_then(|n| codes.fail_info(n)) {
        let explained =
            draft.findings.iter().any(|f| matches!(f.cause, Cause::KeyTooSmall | Cause::TemplateMismatch));
        if !explained {
            draft.find_code(&meaning, told.evidence());
        }
        draft.answers.push((Operation::PkiOperation, Answer::Yes));
        draft.seen(Milestone::ResponseReceived, told.evidence());
    }
    draft.fail(None, told.evidence());
}
