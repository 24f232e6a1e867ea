//! A bundle has the records of a binary log, not the log: read again, they get the verdict of the log.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod bundling;

use std::fs;
use std::path::{Path, PathBuf};

use bundling::pack_options;
use scepscope_collect::{Cancel, CheckOptions, Checked, Input, PrepareOptions, Silent};
use scepscope_model::{Report, SourceKind, Tool};
use serde_json::Value;

fn samples(folder: &str, end: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/samples").join(folder);
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.to_str().unwrap().ends_with(end)).collect()
}

fn check(path: &Path) -> Checked {
    let tool = Tool { name: "test".to_owned(), version: "0".to_owned() };
    let options = CheckOptions { since: None, tool };
    let inputs = vec![Input::Path(path.to_owned())];
    scepscope_collect::check(inputs, &options, &Silent, &Cancel::default()).unwrap()
}

/// Packs with the usual redaction; the path of the bundle.
fn packed(mut checked: Checked, home: &Path) -> PathBuf {
    let options = pack_options(home);
    checked.pack(&PrepareOptions::default(), &options, &Silent, &Cancel::default()).unwrap().path.into()
}

/// Everything of a report but what is replaced in a bundle: names, and values of records.
fn told(report: &Report) -> Vec<String> {
    let sources = report.sources.iter().map(|s| {
        // Of a log archive only the lines of the processes that enrol are in a bundle: it covers what they cover.
        let covers = (s.kind != SourceKind::UnifiedLog).then_some((s.first, s.last));
        format!("{:?} {:?} {covers:?} {:?} {:?}", s.kind, s.records, s.clock, s.verbose)
    });
    let attempts = report.attempts.iter().flat_map(|attempt| {
        let states = attempt.milestones.iter().map(|m| {
            let places: Vec<String> = m.evidence.iter().map(|e| e.locator.to_string()).collect();
            format!("{:?} {:?} {places:?}", m.id, m.state)
        });
        states.chain([format!("{:?} {:?}", attempt.platform, attempt.outcome)])
    });
    let findings = report.findings.iter().map(|f| {
        let places: Vec<String> = f.evidence.iter().map(|e| e.locator.to_string()).collect();
        format!("{:?} {:?} {} {:?} {places:?}", f.cause, f.confidence, f.superseded, f.codes)
    });
    let answers = format!("{:?} {:?} {:?}", report.outcome, report.reached_ndes, report.challenge_presented);
    let mut told: Vec<String> = sources.chain(attempts).chain(findings).chain([answers]).collect();
    // A bundle has the sources in another order.
    told.sort();
    told
}

#[test]
fn event_logs_and_log_archives_get_the_same_verdict_out_of_a_bundle() {
    let events = samples("windows-evtx-scep", ".evtx");
    let archives = samples("sysdiagnose", ".tar.gz");
    assert!(events.len() >= 5 && archives.len() >= 3, "{events:?} {archives:?}");
    for path in events.iter().chain(&archives) {
        let home = tempfile::tempdir().unwrap();
        let checked = check(path);
        let before = told(checked.report());
        let again = check(&packed(checked, home.path()));
        assert_eq!(told(again.report()), before, "{}", path.display());
    }
}

#[test]
fn the_verdict_out_of_a_bundle_is_the_one_that_the_samples_were_made_for() {
    for path in samples("windows-evtx-scep", ".evtx") {
        let expected: Value =
            serde_json::from_slice(&fs::read(path.with_extension("expect.json")).unwrap()).unwrap();
        let home = tempfile::tempdir().unwrap();
        let again = check(&packed(check(&path), home.path()));
        let report = serde_json::to_value(again.report()).unwrap();
        // Where the sample is made for no single outcome, the answers are what it states.
        for answer in ["outcome", "reached_ndes", "challenge_presented"] {
            if let Some(expected) = expected.get(answer) {
                let told = &report[answer];
                let any_of = expected.as_array().is_some_and(|any| any.contains(told));
                assert!(any_of || told == expected, "{}: {answer} {told}", path.display());
            }
        }
    }
}

#[test]
fn a_bundle_of_a_bundle_keeps_the_records() {
    let home = tempfile::tempdir().unwrap();
    let path = samples("windows-evtx-scep", ".evtx").into_iter().min().unwrap();
    let first = check(&packed(check(&path), home.path()));
    let before = told(first.report());
    let other = tempfile::tempdir().unwrap();
    assert_eq!(told(check(&packed(first, other.path())).report()), before);
}
