//! Where an attempt may lie in the server's time.

use scepscope_model::{
    Attempt, Cause, Exchange, Milestone, MilestoneState, Offset, Platform, ScepOperation, Stamp,
};

/// Seconds between two offsets that time zones have.
const OFFSET_STEP: i64 = 15 * 60;

/// Western and eastern end of the world's time zones, in seconds east of UTC.
const OFFSETS: (i64, i64) = (-12 * 3600, 14 * 3600);

/// Most days of a server's log that an undated attempt is looked for in, the newest.
pub(crate) const MAX_DAYS: i64 = 400;

const DAY: i64 = 86_400;
const NANOS: i128 = 1_000_000_000;

/// Seconds by which the answer to a request that only an event implies may lie off its time.
const IMPLIED_SLACK: i64 = 60;

/// A request of the device, in seconds of the device's own clock.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) operation: ScepOperation,
    /// When the server must have had it.
    pub(crate) at: i64,
    /// How far that may be off, in seconds.
    pub(crate) slack: i64,
    pub(crate) status: Option<u16>,
    pub(crate) no_answer: bool,
    /// The device's own record of it.
    pub(crate) exchange: Exchange,
}

/// What the device's times say of their relation to UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeKind {
    /// They are UTC or state their offset.
    Exact,
    /// Local times without offset.
    UnknownOffset,
    /// Times of day without date.
    NoDate,
    /// Neither date nor offset, or no time at all.
    Useless,
}

/// One way to read the device's times: what is added to them gives UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placement {
    pub(crate) shift: i64,
    /// The offset that this assumes, in seconds east of UTC.
    pub(crate) offset: Option<i64>,
    /// The day that this assumes, in days since 1970.
    pub(crate) day: Option<i64>,
}

pub(crate) fn second(stamp: &Stamp) -> i64 {
    stamp.nanos().div_euclid(NANOS) as i64
}

pub(crate) fn time_kind(attempt: &Attempt) -> TimeKind {
    let Some(stamp) = attempt.started.or(attempt.ended) else { return TimeKind::Useless };
    match (stamp.is_dated(), stamp.offset()) {
        (true, Offset::Known(_) | Offset::AssumedUtc) => TimeKind::Exact,
        (true, Offset::Unknown) => TimeKind::UnknownOffset,
        (false, Offset::Known(_) | Offset::AssumedUtc) => TimeKind::NoDate,
        (false, Offset::Unknown) => TimeKind::Useless,
    }
}

/// Every way to read the times; `covered` is the range of the server's logs.
pub(crate) fn placements(kind: TimeKind, asked: &[Asked], covered: Option<(i64, i64)>) -> Vec<Placement> {
    match kind {
        TimeKind::Exact => vec![Placement { shift: 0, offset: None, day: None }],
        TimeKind::UnknownOffset => (OFFSETS.0 / OFFSET_STEP..=OFFSETS.1 / OFFSET_STEP)
            .map(|step| step * OFFSET_STEP)
            .map(|offset| Placement { shift: -offset, offset: Some(offset), day: None })
            .collect(),
        TimeKind::NoDate => {
            let Some((first, last)) = covered else { return Vec::new() };
            let Some(at) = asked.first().map(|a| a.at) else { return Vec::new() };
            let (to, from) = (last.div_euclid(DAY), first.div_euclid(DAY));
            // The time of day in UTC may belong to the day before or after.
            (from.max(to - MAX_DAYS) - 1..=to + 1)
                .map(|day| Placement {
                    shift: (day - at.div_euclid(DAY)) * DAY,
                    offset: None,
                    day: Some(day),
                })
                .collect()
        }
        TimeKind::Useless => Vec::new(),
    }
}

/// What the device asked. Where the platform records no request, its milestones stand in: Windows logs that the
/// request was sent, and what must have been asked before it could be made.
pub(crate) fn asked(attempt: &Attempt) -> Vec<Asked> {
    let recorded = attempt.exchanges.iter().filter_map(|e| {
        let at = e.ended.or(e.sent)?;
        // The server logs a request when it has answered it: between sending and the end.
        let slack = e.sent.map_or(0, |sent| second(&at) - second(&sent)).clamp(0, 120);
        Some(Asked {
            operation: e.operation,
            at: second(&at),
            slack,
            status: e.status,
            no_answer: e.no_answer,
            exchange: e.clone(),
        })
    });
    let mut all: Vec<Asked> = recorded.collect();
    if all.is_empty() {
        all = implied(attempt);
    }
    all.sort_by_key(|a| a.at);
    all
}

fn implied(attempt: &Attempt) -> Vec<Asked> {
    let seen = |m: Milestone| {
        let report = attempt.milestones.iter().find(|r| r.id == m && r.state == MilestoneState::Seen)?;
        report.evidence.first()?.time
    };
    let unreached = attempt.findings.iter().any(|f| keeps_from_server(f.cause));
    let ask = |operation, stamp: Stamp, slack, no_answer| Asked {
        operation,
        at: second(&stamp),
        slack,
        status: None,
        no_answer,
        exchange: Exchange { operation, sent: None, ended: Some(stamp), status: None, no_answer },
    };
    let mut all = Vec::new();
    for (milestone, operation, slack) in [
        (Milestone::CapabilitiesReceived, ScepOperation::GetCaCaps, 5),
        (Milestone::CaCertificateReceived, ScepOperation::GetCaCert, 5),
        (Milestone::RequestSent, ScepOperation::PkiOperation, IMPLIED_SLACK),
    ] {
        all.extend(seen(milestone).map(|at| ask(operation, at, slack, false)));
    }
    let made = seen(Milestone::RequestGenerated);
    let asked_before = all.iter().any(|a| a.operation == ScepOperation::GetCaCert);
    if attempt.platform == Platform::Windows && !asked_before {
        // Windows fetches the CA certificate right before it makes the request; a failure before that is told late.
        all.extend(made.map(|at| ask(ScepOperation::GetCaCert, at, IMPLIED_SLACK, false)));
        if made.is_none() {
            all.extend(attempt.ended.map(|at| ask(ScepOperation::GetCaCert, at, IMPLIED_SLACK, unreached)));
        }
    }
    all
}

/// Whether the cause keeps a request from reaching any server.
pub(crate) const fn keeps_from_server(cause: Cause) -> bool {
    matches!(
        cause,
        Cause::DnsFailure
            | Cause::ConnectFailure
            | Cause::ConnectTimeout
            | Cause::TlsFailure
            | Cause::TlsUntrustedRoot
            | Cause::TlsInterception
            | Cause::ClientCertificateRequired
    )
}
