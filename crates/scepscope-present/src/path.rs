//! The path from the device to the installed certificate: the eight stops of the product's picture.

use scepscope_model::{Answer, Attempt, Cause, Milestone, MilestoneState, Outcome, Report};
use serde::Serialize;

use crate::verdict::focus_attempt;

/// A stop of the path, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StopId {
    /// The device received the profile.
    Device,
    /// The server's name was resolved.
    Name,
    /// The connection, with TLS where the URL asks for it, stood.
    Connection,
    /// The server answered GetCACaps.
    Capabilities,
    /// The server answered GetCACert.
    CaCertificate,
    /// The request was made and sent.
    Request,
    /// The server answered the request.
    Answer,
    /// The certificate is installed.
    Installed,
}

/// One stop of the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Stop {
    /// Which one.
    pub id: StopId,
    /// The milestone that it shows; none for name and connection, which are read from findings and answers.
    pub milestone: Option<Milestone>,
    /// Its state.
    pub state: MilestoneState,
    /// The id of its label's message.
    pub label_id: &'static str,
    /// Whether the eye should land here: the first failed or absent stop. At most one stop has it.
    pub focus: bool,
}

/// The sign of a state in text. Each differs in shape, so that none needs colour.
pub const fn sign(state: MilestoneState) -> &'static str {
    match state {
        MilestoneState::Seen => "●",
        MilestoneState::Implied => "◎",
        MilestoneState::Failed => "✕",
        MilestoneState::Absent => "○",
        MilestoneState::NotRecordable => "◌",
    }
}

/// The eight stops for the attempt that the report's verdict speaks of.
///
/// Without an attempt nothing is known of any stop, but for `no_evidence` of logs that would have recorded the
/// profile: then the device is `absent`.
pub fn path(report: &Report) -> Vec<Stop> {
    match focus_attempt(report) {
        Some(attempt) => path_of(attempt, &causes_of(report, attempt)),
        None => {
            let device = if report.outcome == Outcome::NoEvidence && would_have_recorded(report) {
                MilestoneState::Absent
            } else {
                MilestoneState::NotRecordable
            };
            let mut states = [MilestoneState::NotRecordable; 8];
            states[0] = device;
            stops(states, Milestone::RequestSent)
        }
    }
}

fn path_of(attempt: &Attempt, causes: &[Cause]) -> Vec<Stop> {
    let state = |milestone| attempt.state(milestone);
    let (name, connection) = network(attempt, causes);
    let (request, milestone) = request(attempt);
    stops(
        [
            state(Milestone::ProfileReceived),
            name,
            connection,
            state(Milestone::CapabilitiesReceived),
            state(Milestone::CaCertificateReceived),
            request,
            state(Milestone::ResponseReceived),
            state(Milestone::CertificateInstalled),
        ],
        milestone,
    )
}

fn stops(states: [MilestoneState; 8], request: Milestone) -> Vec<Stop> {
    let layout = [
        (StopId::Device, Some(Milestone::ProfileReceived), "stop-device"),
        (StopId::Name, None, "stop-name"),
        (StopId::Connection, None, "stop-connection"),
        (StopId::Capabilities, Some(Milestone::CapabilitiesReceived), "stop-capabilities"),
        (StopId::CaCertificate, Some(Milestone::CaCertificateReceived), "stop-ca-certificate"),
        (StopId::Request, Some(request), "stop-request"),
        (StopId::Answer, Some(Milestone::ResponseReceived), "stop-answer"),
        (StopId::Installed, Some(Milestone::CertificateInstalled), "stop-installed"),
    ];
    let focus = states.iter().position(|s| matches!(s, MilestoneState::Failed | MilestoneState::Absent));
    layout
        .into_iter()
        .zip(states)
        .enumerate()
        .map(|(n, ((id, milestone, label_id), state))| Stop {
            id,
            milestone,
            state,
            label_id,
            focus: focus == Some(n),
        })
        .collect()
}

/// Name and connection have no milestone. An answer proves both; an answer that only a later step implies makes
/// them implied; a finding makes one failed. A failed handshake or a refused connection implies that the name was
/// found; a time-out or a refusing proxy does not, since the name may never have been asked for.
fn network(attempt: &Attempt, causes: &[Cause]) -> (MilestoneState, MilestoneState) {
    use MilestoneState::{Failed, Implied, NotRecordable, Seen};
    let answers =
        [Milestone::CapabilitiesReceived, Milestone::CaCertificateReceived, Milestone::ResponseReceived];
    let proven = answers.iter().any(|m| attempt.state(*m) == Seen);
    // A refusal (404, 500, …) is an answer too: the step is failed, the server reached, and a record says so.
    let refused = [Milestone::RequestSent].iter().chain(&answers).any(|m| attempt.state(*m) == Failed);
    let known = match attempt.reached_ndes {
        Answer::Yes if proven || refused => Seen,
        Answer::Yes => Implied,
        _ if proven => Seen,
        _ => NotRecordable,
    };
    let named = if known == NotRecordable { Implied } else { known };
    for cause in causes {
        match cause {
            Cause::DnsFailure => return (Failed, known),
            Cause::ConnectTimeout | Cause::ProxyBlocked => return (known, Failed),
            Cause::ConnectFailure
            | Cause::TlsFailure
            | Cause::TlsUntrustedRoot
            | Cause::TlsInterception
            | Cause::ClientCertificateRequired => return (named, Failed),
            _ => {}
        }
    }
    (known, known)
}

/// Making and sending the request are one stop: the worse of the two shows, with its milestone.
fn request(attempt: &Attempt) -> (MilestoneState, Milestone) {
    let made = attempt.state(Milestone::RequestGenerated);
    let sent = attempt.state(Milestone::RequestSent);
    match (made, sent) {
        (MilestoneState::Failed, _) => (made, Milestone::RequestGenerated),
        (MilestoneState::Absent, MilestoneState::Absent) => (made, Milestone::RequestGenerated),
        _ => (sent, Milestone::RequestSent),
    }
}

fn causes_of(report: &Report, attempt: &Attempt) -> Vec<Cause> {
    let of_report = report
        .findings
        .iter()
        .filter(|f| !f.superseded && f.attempt.as_deref() == Some(attempt.id.as_str()))
        .map(|f| f.cause);
    of_report.chain(attempt.findings.iter().filter(|f| !f.superseded).map(|f| f.cause)).collect()
}

fn would_have_recorded(report: &Report) -> bool {
    let mut device = report.sources.iter().filter(|s| {
        s.kind.platform() != scepscope_model::Platform::Unknown && !s.kind.is_state() && s.records > 0
    });
    let blind =
        report.gaps.iter().any(|g| matches!(g.cause, Cause::VerboseLoggingOff | Cause::LogRolledOver));
    !blind && device.any(|s| s.verbose != Some(false))
}
