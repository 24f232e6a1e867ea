//! What changed between two reports of one device.

use std::collections::BTreeMap;

use scepscope_model::{
    Attempt, COMPARISON_SCHEMA, Cause, Change, Changed, Comparison, Confidence, Finding, FindingChange,
    Milestone, MilestoneChange, Report, latest_attempts,
};

/// Compares two reports.
pub fn compare(before: &Report, after: &Report) -> Comparison {
    let (old, new) = (causes(before), causes(after));
    let mut findings: Vec<FindingChange> = old
        .keys()
        .chain(new.keys().filter(|c| !old.contains_key(c)))
        .map(|cause| {
            let (before, after) = (old.get(cause).copied(), new.get(cause).copied());
            let change = match (before, after) {
                (None, _) => Change::New,
                (_, None) => Change::Gone,
                _ => Change::Stayed,
            };
            FindingChange { cause: *cause, change, before, after }
        })
        .collect();
    findings.sort_by_key(|f| (f.change, f.after.or(f.before), f.cause));
    let name = |r: &Report| r.device.name.clone();
    Comparison {
        schema: COMPARISON_SCHEMA.to_owned(),
        same_device: name(before).zip(name(after)).map(|(a, b)| a.eq_ignore_ascii_case(&b)),
        outcome: Changed { before: before.outcome, after: after.outcome },
        reached_ndes: Changed { before: before.reached_ndes, after: after.reached_ndes },
        challenge_presented: Changed { before: before.challenge_presented, after: after.challenge_presented },
        milestones: milestones(before, after),
        findings,
    }
}

/// The causes that hold now, each with its best confidence.
fn causes(report: &Report) -> BTreeMap<Cause, Confidence> {
    let mut causes = BTreeMap::new();
    let counts = |f: &&Finding| !f.superseded;
    for finding in report.findings.iter().filter(counts) {
        let known = causes.entry(finding.cause).or_insert(finding.confidence);
        *known = finding.confidence.min(*known);
    }
    causes
}

fn milestones(before: &Report, after: &Report) -> Vec<MilestoneChange> {
    let latest = |report: &Report| -> Vec<usize> { latest_attempts(&report.attempts) };
    let old: Vec<&Attempt> = latest(before).into_iter().map(|n| &before.attempts[n]).collect();
    let mut changes = Vec::new();
    for n in latest(after) {
        let new = &after.attempts[n];
        // Where both hold one attempt, a name that one of them does not know is no obstacle.
        let alone = old.len() == 1 && latest(after).len() == 1;
        let Some(matching) = old.iter().find(|o| o.profile == new.profile).or(old.first().filter(|_| alone))
        else {
            continue;
        };
        for id in Milestone::ALL {
            let state = Changed { before: matching.state(*id), after: new.state(*id) };
            if state.before != state.after {
                changes.push(MilestoneChange { profile: new.profile.clone(), id: *id, state });
            }
        }
    }
    changes
}
