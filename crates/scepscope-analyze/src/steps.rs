//! The six steps of the flow for one attempt.

use scepscope_model::{
    Attempt, Cause, Evidence, FlowStep, Milestone, MilestoneState as State, Outcome, Stamp,
};

use crate::attempt::{Joined, evidence, source_name};
use crate::gather::{Gathered, ServerEvent};
use crate::place::second;
use crate::request::Purpose;
use scepscope_model::{JoinState, StepReport};

/// Seconds after the end of an attempt in which the server may still write of it.
const AFTER_SECONDS: i64 = 120;

/// Most records that are listed for one step.
const MAX_EVIDENCE: usize = 8;

/// The steps, in order. `shift` gives UTC from the device's seconds, where it is known.
pub(crate) fn steps(
    attempt: &Attempt,
    joined: &Joined,
    gathered: &Gathered,
    shift: Option<i64>,
) -> Vec<StepReport> {
    let mut shown = of_requests(joined, gathered);
    shown.extend(of_events(attempt, gathered, shift));
    FlowStep::ALL.iter().map(|step| step_report(*step, attempt, joined, &shown)).collect()
}

type Shown = (FlowStep, State, Evidence);

/// What the joined requests of the web server show.
fn of_requests(joined: &Joined, gathered: &Gathered) -> Vec<Shown> {
    let mut shown = Vec::new();
    for at in &joined.taken {
        let request = &gathered.requests[*at];
        let (step, rule) = match request.purpose {
            Purpose::Verify => (FlowStep::NdesToPolicyModule, "iis.verify_request"),
            Purpose::Notify => (FlowStep::Report, "iis.notify"),
            Purpose::Scep(_) | Purpose::Refused => (FlowStep::DeviceToNdes, "iis.request"),
        };
        let state = if request.failed() { State::Failed } else { State::Seen };
        shown.push((step, state, evidence(request, rule)));
    }
    shown
}

/// What the policy module, the connector and Windows recorded at the attempt's time.
fn of_events(attempt: &Attempt, gathered: &Gathered, shift: Option<i64>) -> Vec<Shown> {
    let (Some(shift), Some(started), Some(ended)) =
        (shift.or(exact(attempt)), attempt.started, attempt.ended)
    else {
        return Vec::new();
    };
    let (from, to) = (second(&started) + shift, second(&ended) + shift + AFTER_SECONDS);
    let at_the_time = |event: &&ServerEvent| {
        // A local time without offset says nothing of the hour.
        event.time.filter(is_exact).is_some_and(|t| (from..=to).contains(&second(&t)))
    };
    let mut shown = Vec::new();
    for event in gathered.events.iter().filter(at_the_time) {
        for sign in &event.signs {
            let Some((step, state)) = sign.step else { continue };
            shown.push((
                step,
                state,
                Evidence {
                    source: source_name(event.source),
                    locator: event.locator.clone(),
                    time: event.time,
                    level: event.level,
                    rule: sign.rule.clone(),
                    excerpt: event.excerpt.to_string(),
                },
            ));
        }
    }
    shown
}

fn exact(attempt: &Attempt) -> Option<i64> {
    attempt.started.filter(is_exact).map(|_| 0)
}

fn is_exact(stamp: &Stamp) -> bool {
    stamp.is_dated() && stamp.offset() != scepscope_model::Offset::Unknown
}

fn step_report(step: FlowStep, attempt: &Attempt, joined: &Joined, shown: &[Shown]) -> StepReport {
    let of = |state| {
        let evidence = shown.iter().filter(|s| s.0 == step && s.1 == state).map(|s| s.2.clone());
        evidence.take(MAX_EVIDENCE).collect::<Vec<Evidence>>()
    };
    let (seen, failed) = (of(State::Seen), of(State::Failed));
    let milestone = |m| attempt.state(m);
    let done = attempt.outcome == Outcome::Succeeded;
    let issued =
        done || (milestone(Milestone::ResponseReceived) == State::Seen && attempt.outcome != Outcome::Failed);
    let state = match step {
        FlowStep::Profile => milestone(Milestone::ProfileReceived),
        FlowStep::DeviceToNdes => device_to_ndes(attempt, joined, &seen, &failed),
        _ if !failed.is_empty() && (!done || seen.is_empty()) => State::Failed,
        _ if !seen.is_empty() => State::Seen,
        // A certificate that arrived was verified and issued before.
        FlowStep::NdesToPolicyModule | FlowStep::NdesToCa if issued => State::Implied,
        FlowStep::NdesToPolicyModule => verify_unseen(joined),
        FlowStep::Delivery => delivery(attempt),
        FlowStep::NdesToCa | FlowStep::Report => State::NotRecordable,
    };
    StepReport { id: step, state, evidence: if state == State::Failed { failed } else { seen } }
}

/// The device reached NDES when NDES says so, or the device was answered.
fn device_to_ndes(attempt: &Attempt, joined: &Joined, seen: &[Evidence], failed: &[Evidence]) -> State {
    let steps = [
        Milestone::CapabilitiesReceived,
        Milestone::CaCertificateReceived,
        Milestone::RequestGenerated,
        Milestone::RequestSent,
    ];
    let states = steps.map(|m| attempt.state(m));
    let no_request = joined.findings.iter().any(|f| f.cause == Cause::IisNoRequest);
    let sent = attempt.state(Milestone::RequestSent);
    if sent == State::Seen && failed.is_empty() {
        return State::Seen;
    }
    if no_request
        || states.contains(&State::Failed)
        || (!failed.is_empty() && attempt.outcome != Outcome::Succeeded)
    {
        return State::Failed;
    }
    if sent == State::Implied {
        return State::Implied;
    }
    match sent {
        _ if joined.presented => State::Seen,
        // It may have come to NDES, but not with the request itself.
        State::Absent => State::Absent,
        _ if !seen.is_empty() => State::Seen,
        _ => State::NotRecordable,
    }
}

/// The web server logs the policy module's request too, since it comes by HTTP to the same machine.
fn verify_unseen(joined: &Joined) -> State {
    let whole = joined.join.state == JoinState::Joined && joined.join.reasons.iter().all(|r| !is_blind(*r));
    if whole && joined.presented { State::Absent } else { State::NotRecordable }
}

const fn is_blind(reason: scepscope_model::JoinReason) -> bool {
    use scepscope_model::JoinReason;
    matches!(reason, JoinReason::NoUriColumn | JoinReason::NoTimeColumn | JoinReason::TooManyRequests)
}

fn delivery(attempt: &Attempt) -> State {
    let (answer, installed) =
        (attempt.state(Milestone::ResponseReceived), attempt.state(Milestone::CertificateInstalled));
    match (installed, answer) {
        (State::Seen | State::Failed, _) => installed,
        (_, State::Failed) => State::Failed,
        (State::Implied, _) => State::Implied,
        // The answer came; whether the certificate was installed is the question.
        (_, State::Seen | State::Implied) => installed,
        (_, State::Absent) => State::Absent,
        _ => installed,
    }
}
