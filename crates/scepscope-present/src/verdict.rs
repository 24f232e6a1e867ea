//! The one sentence that says how it went, and the one that says what to do.
//!
//! A wrong "never reached the server" costs somebody a day. So every sentence about how far the request came
//! depends on `reached_ndes` and `challenge_presented`, and what is not known is called not known.

use std::collections::BTreeSet;

use scepscope_model::{
    Answer, Attempt, Cause, Confidence, Evidence, Finding, Gap, Milestone, MilestoneState, Outcome, Report,
    SourceKind, SourceReport,
};
use serde::Serialize;

use crate::text::host_of;
use crate::words::{Arg, Words, cause_id};

/// How the check ended, as ids: the window and the programs look the words up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The id of the sentence's message, such as `verdict-name`.
    pub id: &'static str,
    /// The id of the next step's message, such as `cause-dns-failure.user`.
    pub next: String,
    /// The report's outcome.
    pub outcome: Outcome,
    /// The server's host name, cleaned for use in a sentence, where the evidence states one.
    pub host: Option<String>,
    /// The step that failed or is missing.
    pub milestone: Option<Milestone>,
    /// The cause that the sentence rests on.
    pub cause: Option<Cause>,
    /// How sure that cause is.
    pub confidence: Option<Confidence>,
    /// The attempt that the sentence speaks of.
    pub attempt: Option<String>,
}

impl Verdict {
    /// The sentence on how it went.
    pub fn sentence(&self, words: &Words) -> String {
        let title = self.cause.map(|cause| words.cause_title(cause)).unwrap_or_default();
        let step = self.milestone.map(|milestone| words.milestone(milestone)).unwrap_or_default();
        let mut args: Vec<(&str, Arg<'_>)> = vec![("title", title.into()), ("step", step.into())];
        match &self.host {
            Some(host) => args.push(("host", host.as_str().into())),
            None => {
                if let Ok(sentence) = words.try_get(&format!("{}.nohost", self.id), &args) {
                    return sentence;
                }
            }
        }
        words.get(self.id, &args)
    }

    /// The sentence on what to do next.
    pub fn next_step(&self, words: &Words) -> String {
        words.plain(&self.next)
    }
}

/// Chooses the sentence for a report.
pub fn verdict(report: &Report) -> Verdict {
    let attempt = focus_attempt(report);
    let finding = main_finding(report, attempt);
    let answers = answers(report, attempt);
    let choice = match report.outcome {
        Outcome::Succeeded => succeeded(report),
        Outcome::Failed => failed(answers, attempt, finding),
        Outcome::Stalled => stalled(answers, attempt, finding),
        Outcome::Pending => pending(answers, finding),
        Outcome::Inconclusive => inconclusive(report, attempt, finding),
        Outcome::NoEvidence => no_evidence(report, finding),
    };
    let next = match choice.finding {
        Some(finding) => format!("{}.user", cause_id(finding.cause)),
        None => format!("{}.next", choice.id),
    };
    Verdict {
        id: choice.id,
        next,
        outcome: report.outcome,
        host: attempt.and_then(|a| a.server_url.as_deref()).and_then(host_of),
        milestone: attempt.and_then(stop_milestone),
        cause: choice.finding.map(|f| f.cause).or(choice.evidence_cause),
        confidence: choice.finding.map(|f| f.confidence),
        attempt: attempt.map(|a| a.id.clone()),
    }
}

/// What is known of how far the device came.
#[derive(Clone, Copy)]
struct Answers {
    reached: Answer,
    presented: Answer,
}

/// The answers for the attempt. The report's own answers cover every profile: where there are several, another
/// profile's server says nothing of this one's; where there is one, they may know more from a server's log.
fn answers(report: &Report, attempt: Option<&Attempt>) -> Answers {
    match attempt {
        Some(attempt) if latest_attempts(report).len() > 1 => {
            Answers { reached: attempt.reached_ndes, presented: attempt.challenge_presented }
        }
        _ => Answers { reached: report.reached_ndes, presented: report.challenge_presented },
    }
}

/// A sentence, and the finding (or the gap's cause) that it rests on.
struct Choice<'a> {
    id: &'static str,
    finding: Option<&'a Finding>,
    evidence_cause: Option<Cause>,
}

fn say(id: &'static str) -> Choice<'static> {
    Choice { id, finding: None, evidence_cause: None }
}

fn because<'a>(id: &'static str, finding: &'a Finding) -> Choice<'a> {
    Choice { id, finding: Some(finding), evidence_cause: None }
}

/// The latest attempts, one per profile, newest last. Attempts whose findings are marked as superseded are out,
/// whatever their place.
pub(crate) fn latest_attempts(report: &Report) -> Vec<&Attempt> {
    let superseded: BTreeSet<&str> =
        report.findings.iter().filter(|f| f.superseded).filter_map(|f| f.attempt.as_deref()).collect();
    let mut known = BTreeSet::new();
    let mut latest: Vec<&Attempt> = report
        .attempts
        .iter()
        .rev()
        .filter(|a| known.insert(a.profile.as_ref().or(a.server_url.as_ref())))
        .filter(|a| !superseded.contains(a.id.as_str()))
        .collect();
    latest.reverse();
    latest
}

/// The attempt that the report's outcome comes from: of the latest ones the newest that ended so.
pub(crate) fn focus_attempt(report: &Report) -> Option<&Attempt> {
    let latest = latest_attempts(report);
    let worst = latest.iter().rev().find(|a| a.outcome == report.outcome).copied();
    worst
        .or_else(|| report.attempts.iter().rev().find(|a| a.outcome == report.outcome))
        .or(latest.last().copied())
}

/// The most important finding that explains something and belongs to the attempt, or to no attempt at all.
pub(crate) fn main_finding<'a>(report: &'a Report, attempt: Option<&'a Attempt>) -> Option<&'a Finding> {
    let id = attempt.map(|a| a.id.as_str());
    let of_report = report
        .findings
        .iter()
        .find(|f| explains(f) && !f.superseded && (f.attempt.is_none() || f.attempt.as_deref() == id));
    of_report.or_else(|| attempt.and_then(|a| a.findings.iter().find(|f| explains(f) && !f.superseded)))
}

/// The causes of the gaps, each once, without those that a present finding explains already.
pub(crate) fn gap_causes(report: &Report) -> BTreeSet<Cause> {
    let told = |cause| report.findings.iter().any(|f| !f.superseded && f.cause == cause);
    report.gaps.iter().map(|g| g.cause).filter(|cause| !told(*cause)).collect()
}

fn explains(finding: &Finding) -> bool {
    !finding.cause.is_about_evidence() && !matches!(finding.cause, Cause::Healthy | Cause::ConnectorSetupOk)
}

/// The first failed step, else the first missing one after the last that is seen.
fn stop_milestone(attempt: &Attempt) -> Option<Milestone> {
    let first = |state| Milestone::ALL.iter().copied().find(|m| attempt.state(*m) == state);
    first(MilestoneState::Failed).or_else(|| first(MilestoneState::Absent))
}

fn succeeded(report: &Report) -> Choice<'_> {
    let apart_from_attempts = |f: &&Finding| f.attempt.is_none() && !f.superseded && explains(f);
    if report.findings.iter().any(|f| apart_from_attempts(&f)) {
        say("verdict-succeeded-with-findings")
    } else {
        say("verdict-succeeded")
    }
}

fn failed<'a>(answers: Answers, attempt: Option<&Attempt>, finding: Option<&'a Finding>) -> Choice<'a> {
    match finding {
        Some(finding) => because(failed_by(finding, answers.reached), finding),
        None if attempt.and_then(stop_milestone).is_some() => say("verdict-failed-step"),
        None => say("verdict-failed"),
    }
}

/// The sentence for a failure by this cause. What is not certain is said as a guess; a sentence that tells how
/// far the device came needs `reached` to say so.
fn failed_by(finding: &Finding, reached: Answer) -> &'static str {
    match finding.confidence {
        Confidence::Certain => {}
        Confidence::Likely => return "verdict-likely",
        Confidence::Possible => return "verdict-possible",
    }
    let only_if_reached = |sentence| if reached == Answer::Yes { sentence } else { "verdict-cause" };
    let network = |sentence| if reached == Answer::Yes { "verdict-network-later" } else { sentence };
    let answered = |sentence| match reached {
        Answer::Yes => sentence,
        Answer::Unknown => "verdict-answer-unusable",
        Answer::No => "verdict-cause",
    };
    match finding.cause {
        Cause::DnsFailure => network("verdict-name"),
        Cause::ConnectFailure | Cause::ConnectTimeout => network("verdict-connect"),
        Cause::TlsFailure
        | Cause::TlsUntrustedRoot
        | Cause::TlsInterception
        | Cause::ClientCertificateRequired => network("verdict-secure"),
        Cause::ProxyBlocked
        | Cause::CaptivePortal
        | Cause::PreAuthentication
        | Cause::AppProxyConnectorStopped
        | Cause::AppProxyBadGateway => "verdict-between",
        Cause::ClockSkew => "verdict-clock",
        Cause::ResponseTimeout => "verdict-slow",
        Cause::UnexpectedContent => "verdict-answer-unusable",
        Cause::NdesPageWithoutPolicyModule
        | Cause::ScepAppPoolStopped
        | Cause::UriTooLong
        | Cause::NdesInternalError
        | Cause::NdesNotFound
        | Cause::NdesForbidden => answered("verdict-server-error"),
        Cause::CapabilitiesMissing
        | Cause::WeakCapabilities
        | Cause::CaResponseInvalid
        | Cause::InvalidServerResponse
        | Cause::NonceMismatch
        | Cause::TransactionMismatch => answered("verdict-server-answer"),
        Cause::CaThumbprintMismatch
        | Cause::RaCertificateExpired
        | Cause::RaCertificateFromOldCa
        | Cause::RaResponseInvalid
        | Cause::SignatureAlgorithmUnsupported => only_if_reached("verdict-ca"),
        Cause::ChallengeExpired
        | Cause::KeyTooSmall
        | Cause::TemplateMismatch
        | Cause::PkiBadAlg
        | Cause::PkiBadMessageCheck
        | Cause::PkiBadRequest
        | Cause::PkiBadTime
        | Cause::PkiBadCertId => only_if_reached("verdict-refused"),
        Cause::PkiPending => only_if_reached("verdict-pending-approval"),
        Cause::CspFailure => "verdict-profile",
        Cause::ProfileNotReceived => "verdict-no-profile",
        Cause::ChallengeInvalidCharacters | Cause::KeyGenerationFailed => "verdict-request",
        Cause::InstallNotAccepted => "verdict-pending-accept",
        Cause::InstallFailed => "verdict-install",
        Cause::CertificateNotFound => "verdict-certificate-missing",
        Cause::IisNoRequest => "verdict-iis-no-request",
        Cause::AppProxyUrlWrong
        | Cause::IisImpersonationRightMissing
        | Cause::IisIntermediateInRootStore
        | Cause::IisClientCertificateRejected
        | Cause::ClientAuthEkuMissing
        | Cause::RequestFilteringLimit
        | Cause::HttpSysLimit
        | Cause::AppPoolCrash
        | Cause::CrlUnreachable
        | Cause::WindowsAuthEnabled
        | Cause::PolicyModuleCertificateExpired
        | Cause::PolicyModuleCannotReachConnector
        | Cause::ConnectorSetupFailed
        | Cause::ServiceAccountLocked
        | Cause::CaUnreachable
        | Cause::CaRequestFailed
        | Cause::PolicyModuleTlsNameMismatch
        | Cause::ConnectorSigningCertificateMissing
        | Cause::VerifyRequestFailed => "verdict-server-side",
        Cause::RootProfileIsIntermediate
        | Cause::Healthy
        | Cause::ConnectorSetupOk
        | Cause::VerboseLoggingOff
        | Cause::LogRolledOver
        | Cause::SourceUnreadable
        | Cause::SourceTruncated
        | Cause::SourceLeftOut
        | Cause::StalledUnexplained => "verdict-cause",
    }
}

fn stalled<'a>(answers: Answers, attempt: Option<&Attempt>, finding: Option<&'a Finding>) -> Choice<'a> {
    // Nothing of the device explains it, but a server's log may.
    if let Some(finding) = finding.filter(|f| f.confidence != Confidence::Possible) {
        return because(failed_by(finding, answers.reached), finding);
    }
    let Some(attempt) = attempt else { return say("verdict-stalled") };
    let generated = attempt.state(Milestone::RequestGenerated);
    let missing = Milestone::ALL.iter().copied().find(|m| attempt.state(*m) == MilestoneState::Absent);
    say(match missing {
        Some(
            Milestone::CapabilitiesReceived | Milestone::CaCertificateReceived | Milestone::RequestGenerated,
        ) if attempt.state(Milestone::ProfileReceived) == MilestoneState::Seen
            || answers.reached == Answer::Yes =>
        {
            match answers.reached {
                Answer::Yes => "verdict-stopped-after-answer",
                Answer::No => "verdict-not-reached",
                Answer::Unknown => "verdict-stopped-early",
            }
        }
        Some(Milestone::RequestSent) if generated == MilestoneState::Seen => match answers.presented {
            Answer::No => "verdict-never-left",
            Answer::Yes => "verdict-no-answer",
            Answer::Unknown => "verdict-leaving-unknown",
        },
        Some(Milestone::ResponseReceived) => match answers.presented {
            Answer::Yes => "verdict-no-answer",
            Answer::Unknown if generated == MilestoneState::Seen => "verdict-leaving-unknown",
            _ => "verdict-stalled",
        },
        Some(Milestone::CertificateInstalled)
            if attempt.state(Milestone::ResponseReceived) == MilestoneState::Seen =>
        {
            "verdict-not-installed"
        }
        _ => "verdict-stalled",
    })
}

fn pending<'a>(answers: Answers, finding: Option<&'a Finding>) -> Choice<'a> {
    match finding {
        Some(f) if f.cause == Cause::PkiPending && answers.reached == Answer::Yes => {
            because("verdict-pending-approval", f)
        }
        Some(f) if f.cause == Cause::InstallNotAccepted => because("verdict-pending-accept", f),
        Some(f) if f.cause == Cause::PkiPending => because("verdict-pending", f),
        _ => say("verdict-pending"),
    }
}

fn inconclusive<'a>(report: &Report, attempt: Option<&Attempt>, finding: Option<&'a Finding>) -> Choice<'a> {
    if attempt.is_none() && is_server_only(report) {
        return server_only(finding);
    }
    if let Some(finding) = finding {
        let id = match finding.confidence {
            Confidence::Certain => "verdict-inconclusive-finding",
            _ => "verdict-inconclusive-hint",
        };
        return Choice { id, finding: Some(finding), evidence_cause: None };
    }
    let about = |id, cause| Choice { id, finding: None, evidence_cause: Some(cause) };
    if lacks(report, Cause::VerboseLoggingOff) || report.sources.iter().any(|s| s.verbose == Some(false)) {
        about("verdict-not-recordable", Cause::VerboseLoggingOff)
    } else if lacks(report, Cause::LogRolledOver) {
        about("verdict-rolled-over", Cause::LogRolledOver)
    } else if attempt.is_some_and(|a| is_cut_off(report, a)) {
        about("verdict-cut-off", Cause::SourceTruncated)
    } else {
        say("verdict-inconclusive")
    }
}

fn no_evidence<'a>(report: &Report, finding: Option<&'a Finding>) -> Choice<'a> {
    // A gap alone may be about a damaged part of a source that was read.
    let unreadable = |source: &SourceReport| {
        let gap = |g: &Gap| g.cause == Cause::SourceUnreadable && g.source.as_ref() == Some(&source.id);
        source.records == 0 && report.gaps.iter().any(gap)
    };
    match finding {
        Some(f) if f.cause == Cause::ProfileNotReceived && f.confidence == Confidence::Certain => {
            because("verdict-no-profile", f)
        }
        Some(f) if f.confidence == Confidence::Certain => because("verdict-no-evidence-finding", f),
        Some(f) => because("verdict-no-evidence-hint", f),
        None if report.sources.iter().all(unreadable) && lacks(report, Cause::SourceUnreadable) => {
            say("verdict-unreadable")
        }
        None if lacks(report, Cause::VerboseLoggingOff) => Choice {
            id: "verdict-not-recordable",
            finding: None,
            evidence_cause: Some(Cause::VerboseLoggingOff),
        },
        None if is_server_only(report) => say("verdict-server-only"),
        None => say("verdict-no-evidence"),
    }
}

/// A server's logs alone say nothing of one device.
fn server_only(finding: Option<&Finding>) -> Choice<'_> {
    match finding {
        Some(f) if f.confidence == Confidence::Certain => because("verdict-server-finding", f),
        Some(f) => because("verdict-server-hint", f),
        None => say("verdict-server-only"),
    }
}

fn is_server_only(report: &Report) -> bool {
    let server = |source: &SourceReport| {
        matches!(
            source.kind,
            SourceKind::IisW3c
                | SourceKind::HttpErr
                | SourceKind::NdesPlugin
                | SourceKind::Svclog
                | SourceKind::SetupMsi
        )
    };
    !report.sources.is_empty() && report.sources.iter().all(server)
}

fn lacks(report: &Report, cause: Cause) -> bool {
    report.gaps.iter().any(|g| g.cause == cause)
        || report.findings.iter().any(|f| f.cause == cause && !f.superseded)
}

/// Whether a source that holds records of the attempt ends inside a record.
fn is_cut_off(report: &Report, attempt: &Attempt) -> bool {
    let holds =
        |id: &str| attempt.milestones.iter().flat_map(|m| &m.evidence).any(|e: &Evidence| e.source == id);
    report.gaps.iter().any(|g| {
        let end = g.detail.get("reason").is_none_or(|r| r == "ends_inside_record" || r == "too_many_records");
        g.cause == Cause::SourceTruncated && end && g.source.as_deref().is_some_and(holds)
    })
}
