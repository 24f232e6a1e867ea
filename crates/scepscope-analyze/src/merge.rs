//! Several reports as one: the ids of sources and attempts made unique, the answers those of all.

use std::collections::BTreeMap;

use scepscope_model::{Answer, Evidence, Finding, Outcome, Platform, Report, latest_attempts};

/// Adds `other` behind `report`. Gives the ids of the attempts that came from it.
pub(crate) fn merge(report: &mut Report, mut other: Report) -> Vec<String> {
    let sources = report.sources.len();
    let attempts = report.attempts.len();
    let source =
        |id: &str| rename(id.strip_prefix('s'), sources).map_or_else(|| id.to_owned(), |n| format!("s{n}"));
    let attempt = |id: &str| rename(Some(id), attempts).map_or_else(|| id.to_owned(), |n| n.to_string());
    let evidence = |list: &mut Vec<Evidence>| list.iter_mut().for_each(|e| e.source = source(&e.source));
    let finding = |f: &mut Finding| {
        f.attempt = f.attempt.as_deref().map(attempt);
        evidence(&mut f.evidence);
    };
    for s in &mut other.sources {
        s.id = source(&s.id);
    }
    for gap in &mut other.gaps {
        gap.source = gap.source.as_deref().map(source);
        if let Some(id) = gap.detail.get_mut("attempt") {
            *id = attempt(id);
        }
    }
    for key in &mut other.key_strings {
        for place in key.first.iter_mut().chain(&mut key.last) {
            place.source = source(&place.source);
        }
    }
    for a in &mut other.attempts {
        a.id = attempt(&a.id);
        a.milestones.iter_mut().for_each(|m| evidence(&mut m.evidence));
        a.findings.iter_mut().for_each(finding);
    }
    other.findings.iter_mut().for_each(finding);
    let ids = other.attempts.iter().map(|a| a.id.clone()).collect();
    let of_device = !other.attempts.is_empty() || other.outcome == Outcome::NoEvidence;
    if report.device.platform == Platform::Unknown || (report.attempts.is_empty() && of_device) {
        report.device = other.device;
    }
    if report.attempts.is_empty() && (of_device || report.sources.is_empty()) {
        report.outcome = other.outcome;
    }
    report.sources.extend(other.sources);
    report.gaps.extend(other.gaps);
    report.attempts.extend(other.attempts);
    report.findings.extend(other.findings);
    report.probe = report.probe.take().or(other.probe);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (n, key) in report.key_strings.iter().enumerate() {
        counts.insert(key.id.clone(), n);
    }
    for key in other.key_strings {
        match counts.get(&key.id) {
            Some(n) => {
                let known = &mut report.key_strings[*n];
                known.count += key.count;
                known.first = known.first.take().or(key.first);
                known.last = key.last.or(known.last.take());
            }
            None => report.key_strings.push(key),
        }
    }
    answers(report);
    sort(&mut report.findings);
    ids
}

fn rename(number: Option<&str>, by: usize) -> Option<u64> {
    number?.parse::<u64>().ok()?.checked_add(by as u64)
}

/// The outcome and the two answers, of the latest attempts.
pub(crate) fn answers(report: &mut Report) {
    let latest: Vec<usize> = latest_attempts(&report.attempts);
    if latest.is_empty() {
        return;
    }
    let attempts = || latest.iter().map(|n| &report.attempts[*n]);
    let worst = |of: fn(&scepscope_model::Attempt) -> Answer| {
        let order = |a: &Answer| match a {
            Answer::No => 0,
            Answer::Unknown => 1,
            Answer::Yes => 2,
        };
        attempts().map(of).min_by_key(order).unwrap_or(Answer::Unknown)
    };
    let outcome = attempts().map(|a| a.outcome).max_by_key(|o| o.severity());
    let (reached, presented) = (worst(|a| a.reached_ndes), worst(|a| a.challenge_presented));
    report.outcome = outcome.unwrap_or(report.outcome);
    report.reached_ndes = reached;
    report.challenge_presented = presented;
}

/// The most important first: of the latest attempts, the surest.
pub(crate) fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|f| (f.superseded, f.confidence));
}
