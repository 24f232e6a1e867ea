//! The verdict on one attempt: what was seen, what is absent, what could not have been recorded.

use scepscope_model::{
    Answer, Attempt, Cause, Confidence, Milestone, MilestoneReport, MilestoneState, Outcome, Platform, Stamp,
};

use super::draft::{Draft, Installation};

/// How long a source must go on after the last milestone before its silence means something, in seconds.
const SILENCE_SECONDS: i64 = 120;

/// The default domain of the Microsoft Entra application proxy.
const APP_PROXY_DOMAIN: &str = ".msappproxy.net";

/// What the sources of an attempt could have recorded, and until when.
pub(crate) struct Horizon {
    /// The newest record of any source of the platform.
    pub(crate) last: Option<Stamp>,
    /// Whether verbose or debug records could be written.
    pub(crate) verbose: bool,
    /// Windows: whether the channel of the enrolment is among the sources and covers the attempt's time.
    pub(crate) channel: bool,
    /// Whether the sources reach back to before the attempt's first record, or hold its beginning.
    pub(crate) covered: bool,
    /// Whether any of the attempt's sources is a log, not only the device's state.
    pub(crate) logged: bool,
}

impl Horizon {
    /// Whether the platform writes a record of this milestone, at the level in force, into the sources at hand.
    /// (Vocabulary, "What each platform can record".)
    fn records(&self, platform: Platform, milestone: Milestone) -> bool {
        use Milestone::*;
        match (platform, milestone) {
            _ if !self.logged => false,
            (Platform::Windows, CapabilitiesReceived | CaCertificateReceived) => false,
            (Platform::Windows, _) => self.channel,
            (Platform::Android, CertificateInstalled) => true,
            (Platform::Android, _) => self.verbose,
            (Platform::Ios | Platform::Macos, RequestGenerated | ResponseReceived) => true,
            (Platform::Ios | Platform::Macos, _) => self.verbose,
            _ => false,
        }
    }
}

/// Judges a draft. The id is left empty: it belongs to the report.
pub(crate) fn judge(mut draft: Draft, horizon: &Horizon) -> Attempt {
    draw_conclusions(&mut draft);
    let mut states = states(&draft, horizon);
    let mut outcome = told_outcome(&draft, &states);
    if outcome.is_none() {
        let goes_on = match (horizon.last, draft.ended) {
            (Some(last), Some(ended)) => last.seconds_since(&ended) >= SILENCE_SECONDS,
            _ => false,
        };
        let last_seen = Milestone::ALL.iter().rposition(|m| states[m.index()] == MilestoneState::Seen);
        let missing = Milestone::ALL
            .iter()
            .skip(last_seen.map_or(0, |i| i + 1))
            .find(|m| horizon.records(draft.platform, **m));
        outcome = Some(match missing {
            Some(_) if goes_on => {
                let evidence = last_seen.and_then(|i| draft.marks[i].seen.last().cloned());
                if let Some(evidence) = evidence {
                    let (cause, confidence) = silence(&draft, last_seen);
                    draft.find(cause, confidence, None, evidence);
                }
                Outcome::Stalled
            }
            _ => {
                // The sources end right there: what came after is outside the window that they cover.
                for state in states.iter_mut().skip(last_seen.map_or(0, |i| i + 1)) {
                    *state = MilestoneState::NotRecordable;
                }
                Outcome::Inconclusive
            }
        });
    }
    let outcome = outcome.unwrap_or(Outcome::Inconclusive);
    let reached_ndes = reached(&draft, &states);
    let challenge_presented = presented(&draft, &states, outcome);
    draft.findings.sort_by_key(|f| (f.cause == Cause::StalledUnexplained, f.confidence));
    Attempt {
        id: String::new(),
        platform: draft.platform,
        server_url: draft.url,
        profile: draft.profile,
        started: draft.started,
        ended: draft.ended,
        milestones: Milestone::ALL
            .iter()
            .zip(draft.marks)
            .map(|(id, mark)| {
                let state = states[id.index()];
                let evidence = match state {
                    MilestoneState::Seen => mark.seen,
                    MilestoneState::Failed => mark.failed,
                    _ => Vec::new(),
                };
                MilestoneReport { id: *id, state, evidence }
            })
            .collect(),
        outcome,
        reached_ndes,
        challenge_presented,
        exchanges: draft.exchanges,
        findings: draft.findings,
    }
}

/// What it means that nothing follows the last milestone although it would have been recorded.
fn silence(draft: &Draft, last_seen: Option<usize>) -> (Cause, Confidence) {
    let answered = last_seen == Some(Milestone::ResponseReceived.index());
    if draft.platform == Platform::Windows && answered && !draft.install_supported {
        (Cause::InstallFailed, Confidence::Likely)
    } else {
        (Cause::StalledUnexplained, Confidence::Possible)
    }
}

fn states(draft: &Draft, horizon: &Horizon) -> [MilestoneState; Milestone::ALL.len()] {
    let mut states = [MilestoneState::Absent; Milestone::ALL.len()];
    let mut later_seen = false;
    let mut later_failed = false;
    for milestone in Milestone::ALL.iter().rev() {
        let mark = &draft.marks[milestone.index()];
        let state = if !mark.seen.is_empty() && !mark.taken_back {
            MilestoneState::Seen
        } else if !mark.failed.is_empty() {
            MilestoneState::Failed
        } else if later_seen {
            MilestoneState::Implied
        } else if *milestone == Milestone::ProfileReceived && (later_failed || draft.failed) {
            // Only a device that has the profile can fail at enrolling by it.
            MilestoneState::Implied
        } else if horizon.records(draft.platform, *milestone) {
            MilestoneState::Absent
        } else {
            MilestoneState::NotRecordable
        };
        later_seen |= state == MilestoneState::Seen;
        later_failed |= state == MilestoneState::Failed;
        states[milestone.index()] = state;
    }
    if !horizon.covered && !states.contains(&MilestoneState::Seen) {
        // The log begins with the failure: what came before it was overwritten, or never part of this file.
        for state in states.iter_mut().filter(|s| **s == MilestoneState::Absent) {
            *state = MilestoneState::NotRecordable;
        }
    }
    states
}

/// The outcome that a record states, if one does.
fn told_outcome(draft: &Draft, states: &[MilestoneState]) -> Option<Outcome> {
    if states[Milestone::CertificateInstalled.index()] == MilestoneState::Seen {
        Some(Outcome::Succeeded)
    } else if draft.failed {
        Some(Outcome::Failed)
    } else if draft.pending || draft.installation == Installation::UnderWay {
        Some(Outcome::Pending)
    } else {
        None
    }
}

/// Did any SCEP operation get an answer from the server?
fn reached(draft: &Draft, states: &[MilestoneState]) -> Answer {
    if draft.answers.iter().any(|(_, a)| *a == Answer::Yes) {
        return Answer::Yes;
    }
    let proven = |m: Milestone| states[m.index()] == MilestoneState::Seen;
    let implied = |m: Milestone| states[m.index()] == MilestoneState::Implied;
    if proven(Milestone::ResponseReceived)
        || proven(Milestone::CaCertificateReceived)
        || proven(Milestone::CapabilitiesReceived)
        || proven(Milestone::CertificateInstalled)
    {
        return Answer::Yes;
    }
    if implied(Milestone::CaCertificateReceived) || implied(Milestone::CapabilitiesReceived) {
        // A request can't be made without the CA certificate; but where the same attempt then finds no
        // connection, that certificate may be one that the device still had.
        return if draft.no_connection { Answer::Unknown } else { Answer::Yes };
    }
    if !draft.answers.is_empty() {
        return Answer::Unknown;
    }
    if draft.no_connection { Answer::No } else { Answer::Unknown }
}

/// Did PKIOperation leave the device?
fn presented(draft: &Draft, states: &[MilestoneState], outcome: Outcome) -> Answer {
    use MilestoneState::*;
    match states[Milestone::RequestSent.index()] {
        Seen | Implied => Answer::Yes,
        Failed => Answer::No,
        Absent => Answer::No,
        NotRecordable => {
            let generated = states[Milestone::RequestGenerated.index()];
            let ended = matches!(outcome, Outcome::Failed | Outcome::Stalled);
            // What was never made can't have been sent.
            if ended && (generated == Absent || generated == Failed) || draft_never_connected(draft, states) {
                Answer::No
            } else {
                Answer::Unknown
            }
        }
    }
}

fn draft_never_connected(draft: &Draft, states: &[MilestoneState]) -> bool {
    draft.no_connection
        && draft.answers.is_empty()
        && states.iter().skip(1).all(|s| !matches!(s, MilestoneState::Seen | MilestoneState::Implied))
}

/// Joins findings that explain each other, and drops those that only follow from another one.
fn draw_conclusions(draft: &mut Draft) {
    let has = |draft: &Draft, cause: Cause| draft.findings.iter().any(|f| f.cause == cause);
    let drop = |draft: &mut Draft, cause: Cause| draft.findings.retain(|f| f.cause != cause);
    let network = [
        Cause::DnsFailure,
        Cause::ConnectTimeout,
        Cause::ResponseTimeout,
        Cause::TlsFailure,
        Cause::TlsUntrustedRoot,
        Cause::ClientCertificateRequired,
    ];
    if network.iter().any(|c| has(draft, *c)) || draft.findings.iter().any(|f| is_http(f.cause)) {
        draft.findings.retain(|f| f.cause != Cause::ConnectFailure || f.confidence != Confidence::Possible);
    }
    // A precise TLS finding makes the general one redundant.
    if has(draft, Cause::TlsUntrustedRoot) {
        drop(draft, Cause::TlsFailure);
    }
    let explains_response = draft.findings.iter().any(|f| is_http(f.cause) || is_pki(f.cause));
    if explains_response && draft.findings.len() > 1 {
        drop(draft, Cause::InvalidServerResponse);
    }
    if draft.findings.iter().any(|f| !f.cause.is_about_evidence()) {
        drop(draft, Cause::StalledUnexplained);
    }
    let behind_app_proxy = draft.url.as_deref().and_then(host).is_some_and(|h| h.ends_with(APP_PROXY_DOMAIN));
    if behind_app_proxy
        && let Some(evidence) = draft
            .findings
            .iter()
            .find(|f| f.cause == Cause::DnsFailure)
            .and_then(|f| f.evidence.first().cloned())
    {
        draft.find(Cause::AppProxyUrlWrong, Confidence::Possible, None, evidence);
    }
    if has(draft, Cause::RaResponseInvalid)
        && let Some(missing) = draft.findings.iter().find(|f| f.cause == Cause::CapabilitiesMissing)
        && let Some(evidence) = missing.evidence.first().cloned()
    {
        draft.find(Cause::RootProfileIsIntermediate, Confidence::Likely, None, evidence);
    }
}

/// The host of a URL, in lower case, without its port.
fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    Some(host.to_ascii_lowercase())
}

fn is_http(cause: Cause) -> bool {
    matches!(
        cause,
        Cause::NdesForbidden
            | Cause::NdesNotFound
            | Cause::UriTooLong
            | Cause::NdesInternalError
            | Cause::ScepAppPoolStopped
            | Cause::AppProxyBadGateway
            | Cause::AppProxyConnectorStopped
            | Cause::ProxyBlocked
            | Cause::PreAuthentication
            | Cause::UnexpectedContent
    )
}

fn is_pki(cause: Cause) -> bool {
    matches!(
        cause,
        Cause::PkiBadAlg
            | Cause::PkiBadMessageCheck
            | Cause::PkiBadRequest
            | Cause::PkiBadTime
            | Cause::PkiBadCertId
            | Cause::KeyTooSmall
            | Cause::TemplateMismatch
            | Cause::NonceMismatch
            | Cause::TransactionMismatch
    )
}
