//! The analysis, from inputs to result.

use std::collections::{BTreeMap, BTreeSet};

use scepscope_bundle::Cancel;
use scepscope_collect::{
    CheckOptions, CollectError, ErrorCode, Input, Observer, SecretDropper, check_watched,
};
use scepscope_diagnose::Rules;
use scepscope_model::{
    Answer, Cause, Confidence, DeviceFacts, Finding, Gap, Outcome, Platform, REPORT_SCHEMA, Report,
    SourceKind, Tool,
};

use crate::attempt::{Decoder, Joined, join, window};
use crate::bundle::BundleInput;
use crate::coverage::{Covering, server_log};
use crate::gather::Gathered;
use crate::merge::{answers, merge, sort};
use crate::request::{Request, stamp};
use scepscope_model::{
    ANALYSIS_SCHEMA, Analysis, AnalyzedReport, InputReport, JoinReason, JoinState, OtherClient, Others, Trust,
};

/// Most clients that are listed besides those of the attempts.
pub const MAX_CLIENTS: usize = 50;

/// What is analyzed.
#[derive(Default)]
pub struct AnalyzeInputs {
    /// Bundles, verified or marked as not.
    pub bundles: Vec<BundleInput>,
    /// Raw logs of a device, or a mix of everything.
    pub device: Vec<Input>,
    /// Logs of the web server.
    pub iis: Vec<Input>,
    /// Other files of the NDES server.
    pub ndes: Vec<Input>,
    /// How the raw logs are called, for the provenance.
    pub names: Vec<String>,
}

/// Why nothing could be analyzed.
#[derive(Debug, thiserror::Error)]
pub enum AnalyzeError {
    /// Reading the logs failed as a whole.
    #[error(transparent)]
    Collect(#[from] CollectError),
    /// A bundle's report can't be read.
    #[error("{name}: {detail}")]
    BundleUnreadable {
        /// The bundle.
        name: String,
        /// Why.
        detail: String,
    },
    /// A bundle of a version that this program does not know.
    #[error("{name}: schema {found}")]
    OtherVersion {
        /// The bundle.
        name: String,
        /// What its report calls itself.
        found: String,
    },
}

/// The JSON Schema of [`AnalyzedReport`].
pub fn analyzed_schema() -> schemars::Schema {
    schemars::schema_for!(AnalyzedReport)
}

/// The JSON Schema of [`Comparison`].
pub fn comparison_schema() -> schemars::Schema {
    schemars::schema_for!(scepscope_model::Comparison)
}

/// Reads everything, joins it and says what it shows. Blocks until it is done.
///
/// # Errors
/// [`AnalyzeError`]. A source that can't be read is a gap, as long as any other input can be used.
pub fn analyze(
    inputs: AnalyzeInputs,
    tool: &Tool,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<AnalyzedReport, AnalyzeError> {
    let options = CheckOptions { since: None, tool: tool.clone() };
    let mut report = empty(tool);
    let mut gathered = Gathered::default();
    let mut input_reports = Vec::new();
    let mut server_inputs = Vec::new();
    for bundle in inputs.bundles {
        let mut taken = bundle.take()?;
        taken.input.attempts = merge(&mut report, taken.report);
        input_reports.push(taken.input);
        server_inputs.extend(taken.logs);
    }
    if !inputs.device.is_empty() {
        gathered.begin(report.sources.len(), windows(&report), false);
        match check_watched(inputs.device, &options, observer, cancel, Some(&mut gathered)) {
            Ok(checked) => {
                let attempts = merge(&mut report, checked.report().clone());
                input_reports.push(unsigned(inputs.names, attempts));
            }
            Err(error) if error.code == ErrorCode::NothingReadable && !report.sources.is_empty() => {
                report.gaps.push(unread(&error));
            }
            Err(error) => return Err(error.into()),
        }
    }
    server_inputs.extend(inputs.iis);
    let iis_only = inputs.ndes.is_empty();
    server_inputs.extend(inputs.ndes);
    if !server_inputs.is_empty() {
        gathered.begin(report.sources.len(), windows(&report), !iis_only);
        match check_watched(server_inputs, &options, observer, cancel, Some(&mut gathered)) {
            Ok(checked) => {
                let device = (report.device.clone(), report.outcome, !report.sources.is_empty());
                merge(&mut report, checked.report().clone());
                // A server's event logs say nothing of the device's system.
                if device.2 && report.attempts.is_empty() {
                    report.outcome = device.1;
                    report.device = device.0;
                } else if report.attempts.is_empty() {
                    report.device = DeviceFacts { platform: Platform::Unknown, name: None, system: None };
                }
            }
            Err(error) if error.code == ErrorCode::NothingReadable && !report.sources.is_empty() => {
                report.gaps.push(unread(&error));
            }
            Err(error) => return Err(error.into()),
        }
    }
    if report.sources.is_empty() && input_reports.is_empty() {
        return Err(CollectError::new(ErrorCode::NoInput).into());
    }
    gathered.settle();
    finish(report, &gathered, input_reports)
}

fn empty(tool: &Tool) -> Report {
    Report {
        schema: REPORT_SCHEMA.to_owned(),
        tool: tool.clone(),
        device: DeviceFacts { platform: Platform::Unknown, name: None, system: None },
        sources: Vec::new(),
        gaps: Vec::new(),
        key_strings: Vec::new(),
        attempts: Vec::new(),
        outcome: Outcome::Inconclusive,
        reached_ndes: Answer::Unknown,
        challenge_presented: Answer::Unknown,
        findings: Vec::new(),
        probe: None,
    }
}

fn unsigned(names: Vec<String>, attempts: Vec<String>) -> InputReport {
    InputReport {
        name: names.join(", "),
        trust: Trust::Unsigned,
        principal: None,
        fingerprint: None,
        created: None,
        case: None,
        redaction: None,
        failures: Vec::new(),
        attempts,
    }
}

fn unread(error: &CollectError) -> Gap {
    let mut detail = BTreeMap::from([("reason".to_owned(), "not_a_known_log".to_owned())]);
    detail.extend(error.detail.clone().map(|d| ("system".to_owned(), d)));
    Gap { source: None, cause: Cause::SourceUnreadable, detail }
}

/// Where the attempts lie, for keeping the requests that matter.
fn windows(report: &Report) -> Vec<(i64, i64)> {
    report.attempts.iter().filter_map(window).collect()
}

fn finish(
    mut report: Report,
    gathered: &Gathered,
    inputs: Vec<InputReport>,
) -> Result<AnalyzedReport, AnalyzeError> {
    let internal = |e: &dyn std::fmt::Display| CollectError::with(ErrorCode::Internal, e.to_string());
    let codes = Rules::builtin_codes().map_err(|e| internal(&e))?;
    let decoder = Decoder { gathered, codes: &codes };
    let covering = Covering::new(&gathered.logs);
    let joined: Vec<Joined> = report.attempts.iter().map(|a| join(a, &decoder, &covering)).collect();
    let taken: BTreeSet<usize> = joined.iter().flat_map(|j| j.taken.iter().copied()).collect();
    let other_findings = split_findings(&mut report, gathered, &joined, &taken);
    attach(&mut report, &joined);
    note_gaps(&mut report, &joined, gathered);
    answers(&mut report);
    let mut analysis = Analysis {
        schema: ANALYSIS_SCHEMA.to_owned(),
        unverified: inputs.iter().any(|i| i.trust == Trust::Unverified),
        inputs,
        servers: gathered.logs.iter().map(server_log).collect(),
        others: others(gathered, &taken),
        other_findings,
        inspections: Vec::new(),
        attempts: joined.into_iter().map(|j| j.join).collect(),
    };
    let mut dropper = SecretDropper::new()?;
    dropper.report(&mut report);
    drop_secrets(&mut analysis, &mut dropper);
    Ok(AnalyzedReport { report, analysis })
}

/// Takes the web server's own findings out of the report where the join tells whose requests they are, and gives
/// those of other devices.
fn split_findings(
    report: &mut Report,
    gathered: &Gathered,
    joined: &[Joined],
    taken: &BTreeSet<usize>,
) -> Vec<Finding> {
    let told =
        |j: &Joined| matches!(j.join.state, JoinState::Joined | JoinState::NoRequest | JoinState::Ambiguous);
    if joined.is_empty() {
        return Vec::new();
    }
    let all_told = joined.iter().all(told);
    let of_web: BTreeSet<String> = report
        .sources
        .iter()
        .filter(|s| matches!(s.kind, SourceKind::IisW3c | SourceKind::HttpErr))
        .map(|s| s.id.clone())
        .collect();
    let own: BTreeSet<(String, String)> = taken
        .iter()
        .map(|at| &gathered.requests[*at])
        .map(|r| (crate::attempt::source_name(r.source), format!("line {}", r.line)))
        .collect();
    let mut others = Vec::new();
    for finding in &mut report.findings {
        if finding.attempt.is_some() || finding.evidence.is_empty() {
            continue;
        }
        let (web, rest): (Vec<_>, Vec<_>) =
            finding.evidence.drain(..).partition(|e| of_web.contains(&e.source));
        let foreign: Vec<_> =
            web.into_iter().filter(|e| !own.contains(&(e.source.clone(), e.locator.to_string()))).collect();
        if all_told {
            if !foreign.is_empty() {
                others.push(Finding { evidence: foreign, ..finding.clone() });
            }
            finding.evidence = rest;
        } else {
            // Nobody knows whether one of these requests is the device's.
            if rest.is_empty() {
                finding.confidence = Confidence::Possible;
            }
            finding.evidence = rest.into_iter().chain(foreign).collect();
        }
    }
    report.findings.retain(|f| f.attempt.is_some() || !f.evidence.is_empty());
    others
}

/// Puts what the server shows of an attempt into it, before what the device could only guess.
fn attach(report: &mut Report, joined: &[Joined]) {
    for (attempt, joined) in report.attempts.iter_mut().zip(joined) {
        if joined.reached && attempt.reached_ndes == Answer::Unknown {
            attempt.reached_ndes = Answer::Yes;
        }
        if joined.presented && attempt.challenge_presented == Answer::Unknown {
            attempt.challenge_presented = Answer::Yes;
        }
    }
    let latest = scepscope_model::latest_attempts(&report.attempts);
    let mut added = Vec::new();
    for (n, joined) in joined.iter().enumerate() {
        let attempt = &mut report.attempts[n];
        // A failure on the way of an attempt that succeeded in the end explains nothing.
        if attempt.outcome == Outcome::Succeeded {
            continue;
        }
        let mut findings = joined.findings.clone();
        findings.retain(|f| !attempt.findings.iter().any(|known| known.cause == f.cause));
        let superseded = !latest.contains(&n);
        added.extend(findings.iter().map(|f| Finding { superseded, ..f.clone() }));
        findings.append(&mut attempt.findings);
        attempt.findings = findings;
        sort(&mut attempt.findings);
    }
    added.append(&mut report.findings);
    report.findings = added;
    sort(&mut report.findings);
}

/// What the server's logs could not have shown is a gap like any other.
fn note_gaps(report: &mut Report, joined: &[Joined], gathered: &Gathered) {
    for joined in joined {
        if !matches!(joined.join.state, JoinState::NotCovered | JoinState::NotPlaced) {
            continue;
        }
        for reason in &joined.join.reasons {
            let cause = match reason {
                JoinReason::LogBeginsLater => Cause::LogRolledOver,
                JoinReason::LogEndsEarlier
                | JoinReason::LogQuiet
                | JoinReason::NoTimeColumn
                | JoinReason::NoUriColumn
                | JoinReason::TooManyRequests => Cause::SourceTruncated,
                _ => continue,
            };
            let detail = BTreeMap::from([
                ("reason".to_owned(), format!("server_{}", reason.id())),
                ("attempt".to_owned(), joined.join.attempt.clone()),
            ]);
            let source = gathered.logs.first().map(|l| crate::attempt::source_name(l.source));
            report.gaps.push(Gap { source, cause, detail });
        }
    }
    if gathered.left_out > 0 {
        let detail = BTreeMap::from([
            ("reason".to_owned(), "too_many_matches".to_owned()),
            ("records".to_owned(), gathered.left_out.to_string()),
        ]);
        report.gaps.push(Gap { source: None, cause: Cause::SourceTruncated, detail });
    }
}

/// The requests that belong to no attempt, by client.
fn others(gathered: &Gathered, taken: &BTreeSet<usize>) -> Others {
    let mut others = Others { left_out: gathered.left_out, ..Others::default() };
    let mut clients: BTreeMap<(Option<u32>, Option<u32>), Vec<&Request>> = BTreeMap::new();
    for (at, request) in gathered.requests.iter().enumerate() {
        if !taken.contains(&at) && (request.is_scep() || request.http_sys) {
            others.requests += 1;
            others.failed += u64::from(request.failed());
            clients.entry((request.client, request.agent)).or_default().push(request);
        }
    }
    let name = |at: Option<u32>| at.map(|at| gathered.names.get(at).to_owned());
    let mut list: Vec<OtherClient> = clients
        .into_iter()
        .map(|((client, agent), requests)| OtherClient {
            address: name(client),
            user_agent: name(agent),
            requests: requests.len() as u64,
            failed: requests.iter().filter(|r| r.failed()).count() as u64,
            first: requests.iter().filter_map(|r| r.second).min().map(stamp),
            last: requests.iter().filter_map(|r| r.second).max().map(stamp),
        })
        .collect();
    list.sort_by(|a, b| {
        (b.failed, b.requests, &a.address, &a.user_agent).cmp(&(
            a.failed,
            a.requests,
            &b.address,
            &b.user_agent,
        ))
    });
    others.more_clients = list.len().saturating_sub(MAX_CLIENTS) as u64;
    list.truncate(MAX_CLIENTS);
    others.clients = list;
    others
}

fn drop_secrets(analysis: &mut Analysis, dropper: &mut SecretDropper) {
    for attempt in &mut analysis.attempts {
        for request in &mut attempt.requests {
            if let Some(server) = &mut request.server {
                dropper.text(&mut server.excerpt);
            }
        }
        let evidence = attempt.steps.iter_mut().flat_map(|s| s.evidence.iter_mut());
        evidence.for_each(|e| dropper.text(&mut e.excerpt));
    }
    let evidence = analysis.other_findings.iter_mut().flat_map(|f| f.evidence.iter_mut());
    evidence.for_each(|e| dropper.text(&mut e.excerpt));
}
