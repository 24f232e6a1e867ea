//! One attempt of a device, joined with what the servers wrote.

use std::collections::BTreeSet;

use scepscope_model::{
    Attempt, Cause, Confidence, Evidence, Finding, Level, Locator, Milestone, MilestoneState, Outcome,
    ScepOperation,
};

use crate::coverage::{Covered, Covering};
use crate::gather::Gathered;
use crate::join::{Fit, MAX_SKEW_SECONDS, between, fit, of_policy_module};
use crate::place::{Asked, TimeKind, asked, keeps_from_server, placements, second, time_kind};
use crate::request::{Purpose, Request, may_be};
use crate::steps::steps;
use scepscope_model::{
    AttemptJoin, Client, ClockBasis, ClockJoin, DeviceSide, JoinReason, JoinState, JoinedRequest, SeenBy,
    ServerSide,
};

/// Most requests that are listed for one attempt.
pub const MAX_JOINED: usize = 100;

/// Seconds before and after an attempt within which a request of its client belongs to it.
const AROUND_SECONDS: i64 = 60;

/// The rule's name of findings that the join itself makes.
pub(crate) const NO_REQUEST_RULE: &str = "join.no_request";

/// What joining an attempt gives.
pub(crate) struct Joined {
    pub(crate) join: AttemptJoin,
    /// Causes that the server's records show for this attempt.
    pub(crate) findings: Vec<Finding>,
    /// Positions of the server's requests that belong to it.
    pub(crate) taken: BTreeSet<usize>,
    /// Whether the server saw a request of it, and the request for the certificate.
    pub(crate) reached: bool,
    pub(crate) presented: bool,
}

/// Turns a position of a request into what codes and names mean.
pub(crate) struct Decoder<'a> {
    pub(crate) gathered: &'a Gathered,
    pub(crate) codes: &'a scepscope_diagnose::Codes,
}

impl Decoder<'_> {
    pub(crate) fn server_side(&self, request: &Request) -> ServerSide {
        let mut meaning = Vec::new();
        if let Some(status) = request.status {
            let substatus = request.substatus.map(|s| s.to_string());
            meaning.push(self.codes.iis_status(&status.to_string(), substatus.as_deref()));
        }
        if let Some(win32) = request.win32.filter(|w| *w != 0) {
            meaning.push(self.codes.win32(&win32.to_string()));
        }
        let name = |at: Option<u32>| at.map(|at| self.gathered.names.get(at).to_owned());
        ServerSide {
            source: source_name(request.source),
            locator: Locator::Line(request.line),
            time: request.stamp(),
            method: if request.post { "POST" } else { "GET" }.to_owned(),
            message: request.message.as_deref().map(str::to_owned),
            status: request.status,
            substatus: request.substatus,
            win32: request.win32,
            meaning,
            client: name(request.client),
            user_agent: name(request.agent),
            time_taken_ms: request.taken_ms,
            excerpt: request.excerpt.to_string(),
        }
    }
}

pub(crate) fn source_name(source: usize) -> String {
    format!("s{}", source + 1)
}

pub(crate) fn evidence(request: &Request, rule: &str) -> Evidence {
    Evidence {
        source: source_name(request.source),
        locator: Locator::Line(request.line),
        time: request.stamp(),
        level: Level::Unknown,
        rule: rule.to_owned(),
        excerpt: request.excerpt.to_string(),
    }
}

/// The stretch of UTC seconds that requests of the attempt may lie in, whatever the clocks; `None` where the device's
/// times can't be placed without the server's.
pub(crate) fn window(attempt: &Attempt) -> Option<(i64, i64)> {
    let margin = match time_kind(attempt) {
        TimeKind::Exact => MAX_SKEW_SECONDS + 2 * AROUND_SECONDS,
        TimeKind::UnknownOffset => 14 * 3600 + MAX_SKEW_SECONDS,
        TimeKind::NoDate | TimeKind::Useless => return None,
    };
    let (started, ended) = (attempt.started.or(attempt.ended)?, attempt.ended.or(attempt.started)?);
    Some((second(&started) - margin, second(&ended) + margin))
}

/// Joins one attempt.
pub(crate) fn join(attempt: &Attempt, decoder: &Decoder<'_>, covering: &Covering) -> Joined {
    let gathered = decoder.gathered;
    let asked = asked(attempt);
    let kind = time_kind(attempt);
    let placed = placements(kind, &asked, covering.range());
    let fit = fit(&asked, &placed, &gathered.requests, attempt.platform);
    let mut joined = match &fit {
        Some(fit) => with_fit(attempt, &asked, fit, decoder, covering),
        None => without_fit(attempt, &asked, kind, decoder, covering),
    };
    joined.join.steps = steps(attempt, &joined, gathered, fit.as_ref().map(|f| f.placement.shift + f.skew));
    joined
}

fn device_side(asked: &Asked) -> DeviceSide {
    DeviceSide {
        sent: asked.exchange.sent,
        ended: asked.exchange.ended,
        status: asked.status,
        no_answer: asked.no_answer,
    }
}

fn with_fit(
    attempt: &Attempt,
    asked: &[Asked],
    fit: &Fit,
    decoder: &Decoder<'_>,
    covering: &Covering,
) -> Joined {
    let requests = &decoder.gathered.requests;
    let confidence = fit.confidence();
    let mut taken: BTreeSet<usize> = fit.pairs.iter().map(|(_, at)| *at).collect();
    let mut rows: Vec<(i64, JoinedRequest, Option<usize>)> = Vec::new();
    for (n, ask) in asked.iter().enumerate() {
        let at = fit.pairs.iter().find(|(a, _)| *a == n).map(|(_, at)| *at);
        let row = JoinedRequest {
            operation: Some(ask.operation),
            seen_by: if at.is_some() { SeenBy::Both } else { SeenBy::Device },
            of_policy_module: false,
            confidence: at.map(|_| confidence),
            device: Some(device_side(ask)),
            server: at.map(|at| decoder.server_side(&requests[at])),
        };
        rows.push((ask.at + fit.placement.shift + fit.skew, row, at));
    }
    // What the same client asked around that time, and the device did not record.
    let shift = fit.placement.shift + fit.skew;
    let from = asked.first().map_or(0, |a| a.at) + shift - AROUND_SECONDS;
    let to = asked.last().map_or(0, |a| a.at) + shift + AROUND_SECONDS;
    for at in between(requests, from, to) {
        let request = &requests[at];
        let same = (request.client, request.agent) == fit.client && !request.http_sys;
        if same && request.operation().is_some() && !fit.ambiguous && taken.insert(at) {
            rows.push((
                request.second.unwrap_or(0),
                server_row(request, confidence, decoder, false),
                Some(at),
            ));
        }
    }
    let asks: Vec<usize> = rows.iter().filter_map(|(_, _, at)| *at).collect();
    for at in asks.into_iter().filter(|at| requests[*at].operation() == Some(ScepOperation::PkiOperation)) {
        let Some(second) = requests[at].second else { continue };
        let own = of_policy_module(requests, second, requests[at].taken_ms);
        // Which device the policy module asks for stands nowhere: only the time tells.
        let alone = |purpose| {
            let same = own.iter().filter(|o| requests[**o].purpose == purpose).count();
            if same > 1 { Confidence::Possible } else { Confidence::Likely.max(confidence) }
        };
        let (verify, notify) = (alone(Purpose::Verify), alone(Purpose::Notify));
        for other in own {
            if taken.insert(other) {
                let sure = if requests[other].purpose == Purpose::Verify { verify } else { notify };
                let row = server_row(&requests[other], sure, decoder, true);
                rows.push((requests[other].second.unwrap_or(0), row, Some(other)));
            }
        }
    }
    // HTTP.sys may have refused what IIS did not see.
    let exact = fit.placement.offset.is_none() && fit.placement.day.is_none();
    for (n, ask) in asked.iter().enumerate().filter(|_| exact) {
        let joined = fit.pairs.iter().any(|(a, _)| *a == n);
        let refused = if joined { None } else { refused_by_http_sys(std::slice::from_ref(ask), requests) };
        if let Some(at) = refused.filter(|at| taken.insert(*at)) {
            let sure = if requests[at].is_scep() { Confidence::Likely } else { Confidence::Possible };
            let row = server_row(&requests[at], sure, decoder, false);
            rows.push((requests[at].second.unwrap_or(0), row, Some(at)));
        }
    }
    rows.sort_by_key(|(second, row, _)| (*second, row.of_policy_module));
    let findings = findings_of(attempt, &rows, decoder);
    let mut reasons: BTreeSet<JoinReason> = covering.lacks.iter().copied().collect();
    let others = others_at_address(requests, fit, decoder);
    if fit.ambiguous {
        reasons.insert(JoinReason::SeveralClients);
    }
    if others > 0 {
        reasons.insert(JoinReason::SharedAddress);
    }
    let name = |at: Option<u32>| at.map(|at| decoder.gathered.names.get(at).to_owned());
    let sure = fit.confidence() != Confidence::Possible;
    let of_scep = || rows.iter().filter(|(_, row, _)| row.server.is_some() && !row.of_policy_module);
    let presented = sure && of_scep().any(|(_, row, _)| row.operation == Some(ScepOperation::PkiOperation));
    let reached = sure && of_scep().next().is_some();
    Joined {
        reached,
        presented,
        findings,
        taken,
        join: AttemptJoin {
            attempt: attempt.id.clone(),
            state: if fit.ambiguous { JoinState::Ambiguous } else { JoinState::Joined },
            reasons: reasons.into_iter().collect(),
            clock: ClockJoin {
                basis: ClockBasis::Requests,
                server_ahead_seconds: Some(fit.skew),
                pairs: fit.pairs.len(),
                estimated_offset_seconds: fit.placement.offset,
                estimated_date: fit.placement.day.map(|day| {
                    let stamp = crate::request::stamp(day * 86_400).to_string();
                    stamp.split('T').next().unwrap_or_default().to_owned()
                }),
            },
            client: Some(Client {
                address: name(fit.client.0),
                user_agent: name(fit.client.1),
                others_at_address: others,
            }),
            requests: rows.into_iter().map(|(_, row, _)| row).take(MAX_JOINED).collect(),
            steps: Vec::new(),
        },
    }
}

fn server_row(request: &Request, confidence: Confidence, decoder: &Decoder<'_>, own: bool) -> JoinedRequest {
    JoinedRequest {
        operation: request.operation(),
        seen_by: SeenBy::Server,
        of_policy_module: own,
        confidence: Some(confidence),
        device: None,
        server: Some(decoder.server_side(request)),
    }
}

/// The other user agents that ask NDES from the same address.
fn others_at_address(requests: &[Request], fit: &Fit, decoder: &Decoder<'_>) -> usize {
    let Some(address) = fit.client.0 else { return 0 };
    let agents: BTreeSet<u32> = requests
        .iter()
        .filter(|r| r.client == Some(address) && r.is_scep())
        .filter_map(|r| r.agent)
        .filter(|agent| Some(*agent) != fit.client.1)
        .filter(|agent| decoder.gathered.names.get(*agent) != "NDES_Plugin")
        .collect();
    agents.len()
}

/// The causes that the joined requests show, each once.
fn findings_of(
    attempt: &Attempt,
    rows: &[(i64, JoinedRequest, Option<usize>)],
    decoder: &Decoder<'_>,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (_, row, at) in rows {
        let Some(at) = at else { continue };
        let request = &decoder.gathered.requests[*at];
        for sign in &request.signs {
            let Some(cause) = sign.cause else { continue };
            let confidence = sign.confidence.max(match row.confidence {
                // A join by time alone is as sure as it gets behind a proxy.
                Some(Confidence::Certain | Confidence::Likely) if !row.of_policy_module => sign.confidence,
                Some(Confidence::Certain) => sign.confidence,
                Some(other) => other,
                None => Confidence::Possible,
            });
            let evidence = evidence(request, &sign.rule);
            match findings.iter_mut().find(|f| f.cause == cause) {
                Some(finding) => {
                    finding.confidence = finding.confidence.min(confidence);
                    finding.evidence.push(evidence);
                }
                None => findings.push(Finding {
                    cause,
                    confidence,
                    attempt: Some(attempt.id.clone()),
                    superseded: false,
                    codes: sign.codes.clone(),
                    evidence: vec![evidence],
                }),
            }
        }
    }
    findings
}

fn without_fit(
    attempt: &Attempt,
    asked: &[Asked],
    kind: TimeKind,
    decoder: &Decoder<'_>,
    covering: &Covering,
) -> Joined {
    let gathered = decoder.gathered;
    let mut reasons: BTreeSet<JoinReason> = BTreeSet::new();
    let mut findings = Vec::new();
    let mut taken = BTreeSet::new();
    let mut rows = Vec::new();
    let state = if asked.is_empty() {
        JoinState::NothingToJoin
    } else {
        rows.extend(asked.iter().map(|ask| JoinedRequest {
            operation: Some(ask.operation),
            seen_by: SeenBy::Device,
            of_policy_module: false,
            confidence: None,
            device: Some(device_side(ask)),
            server: None,
        }));
        let refused =
            if kind == TimeKind::Exact { refused_by_http_sys(asked, &gathered.requests) } else { None };
        if let Some(at) = refused {
            let request = &gathered.requests[at];
            taken.insert(at);
            let confidence = if request.is_scep() { Confidence::Likely } else { Confidence::Possible };
            let row = server_row(request, confidence, decoder, false);
            findings = findings_of(attempt, &[(0, row.clone(), Some(at))], decoder);
            for finding in &mut findings {
                finding.confidence = finding.confidence.max(confidence);
            }
            rows.push(row);
            JoinState::Joined
        } else {
            unseen(attempt, asked, kind, gathered, covering, &mut reasons, &mut findings)
        }
    };
    if matches!(state, JoinState::NoRequest | JoinState::Joined) {
        reasons.extend(covering.lacks.iter().copied());
    }
    let basis = if kind == TimeKind::Exact { ClockBasis::Stated } else { ClockBasis::Unknown };
    Joined {
        reached: false,
        presented: false,
        findings,
        taken,
        join: AttemptJoin {
            attempt: attempt.id.clone(),
            state,
            reasons: reasons.into_iter().collect(),
            clock: ClockJoin {
                basis,
                server_ahead_seconds: None,
                pairs: 0,
                estimated_offset_seconds: None,
                estimated_date: None,
            },
            client: None,
            requests: rows.into_iter().take(MAX_JOINED).collect(),
            steps: Vec::new(),
        },
    }
}

/// A request that HTTP.sys refused at the time of one of the device's.
fn refused_by_http_sys(asked: &[Asked], requests: &[Request]) -> Option<usize> {
    asked.iter().rev().find_map(|ask| {
        between(requests, ask.at - ask.slack - AROUND_SECONDS, ask.at + AROUND_SECONDS)
            .filter(|at| requests[*at].http_sys && requests[*at].failed())
            .filter(|at| requests[*at].operation().is_none_or(|o| o == ask.operation))
            .find(|at| match (ask.status, requests[*at].status) {
                (Some(device), Some(server)) => device == server,
                _ => true,
            })
    })
}

/// The server's log holds nothing that fits: whether that means something.
fn unseen(
    attempt: &Attempt,
    asked: &[Asked],
    kind: TimeKind,
    gathered: &Gathered,
    covering: &Covering,
    reasons: &mut BTreeSet<JoinReason>,
    findings: &mut Vec<Finding>,
) -> JoinState {
    if !covering.any {
        return JoinState::NoServerLog;
    }
    let blind = [JoinReason::NoTimeColumn, JoinReason::NoUriColumn];
    if let Some(lack) = covering.lacks.iter().find(|l| blind.contains(l)) {
        reasons.insert(*lack);
        return JoinState::NotCovered;
    }
    let (first, last) = (asked.first().map_or(0, |a| a.at), asked.last().map_or(0, |a| a.at));
    // Where the offset is not known, every reading of the times must be covered and without a request.
    let (from, to) = match kind {
        TimeKind::Exact => (first - AROUND_SECONDS, last + AROUND_SECONDS),
        TimeKind::UnknownOffset => (first - 14 * 3600, last + 12 * 3600),
        TimeKind::NoDate | TimeKind::Useless => {
            reasons.insert(if kind == TimeKind::NoDate {
                JoinReason::NoDate
            } else {
                JoinReason::UnknownOffset
            });
            return JoinState::NotPlaced;
        }
    };
    if gathered.known_from.is_some_and(|known| from <= known) {
        reasons.insert(JoinReason::TooManyRequests);
        return JoinState::NotCovered;
    }
    let covered = covering.covers(from, to);
    if let Covered::Not(reason) = covered {
        if kind == TimeKind::UnknownOffset && reason != JoinReason::NoTimeColumn {
            reasons.insert(JoinReason::UnknownOffset);
            return JoinState::NotPlaced;
        }
        reasons.insert(reason);
        return JoinState::NotCovered;
    }
    let nearby = between(&gathered.requests, from - MAX_SKEW_SECONDS, to + MAX_SKEW_SECONDS)
        .map(|at| &gathered.requests[at])
        .any(|r| r.is_scep() && !r.http_sys && may_be(r.platform, attempt.platform));
    if nearby {
        reasons.insert(JoinReason::OthersNearby);
        if kind == TimeKind::UnknownOffset {
            reasons.insert(JoinReason::UnknownOffset);
            return JoinState::NotPlaced;
        }
    }
    if attempt.outcome != Outcome::Succeeded {
        let confidence = match (covered, nearby) {
            (Covered::Surely, false) => Confidence::Certain,
            _ => Confidence::Likely,
        };
        findings.push(no_request(attempt, confidence));
    }
    JoinState::NoRequest
}

/// The proof of what is not there: the device's own records of having asked.
fn no_request(attempt: &Attempt, confidence: Confidence) -> Finding {
    let failed = attempt.milestones.iter().filter(|m| m.state == MilestoneState::Failed);
    let seen = attempt
        .milestones
        .iter()
        .filter(|m| m.state == MilestoneState::Seen && m.id != Milestone::ProfileReceived);
    let evidence = failed
        .chain(seen)
        .flat_map(|m| m.evidence.iter())
        .take(4)
        .map(|e| Evidence { rule: NO_REQUEST_RULE.to_owned(), ..e.clone() });
    let mut evidence: Vec<Evidence> = evidence.collect();
    if evidence.is_empty() {
        let of_network = attempt.findings.iter().filter(|f| keeps_from_server(f.cause));
        evidence.extend(of_network.flat_map(|f| f.evidence.iter().take(2).cloned()));
    }
    Finding {
        cause: Cause::IisNoRequest,
        confidence,
        attempt: Some(attempt.id.clone()),
        superseded: false,
        codes: Vec::new(),
        evidence,
    }
}
