//! Every row of the decision table has a case that proves it, for each of its causes. The cases that are logs run here; those
//! that are answers of a server run in the probe's test of the same name.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;
#[allow(unreachable_pub, reason = "shared by tests of two crates")]
#[path = "../../../tests/decision_table.rs"]
mod decision_table;
#[path = "../../scepscope-collect/tests/synthetic/mod.rs"]
mod synthetic;

use std::collections::BTreeSet;
use std::fs;

use common::{admin, arguments, data, text};
use decision_table::{Proven, parse, proofs, proofs_of, rows};
use serde_json::Value;

/// The kinds of proof, with where they run.
const KINDS: [&str; 4] = ["case", "device", "code", "probe"];

/// What a row proves besides causes.
const REACHED: &str = "reached_ndes";

fn is_of(proven: &Proven, row: &decision_table::Row) -> bool {
    row.section.starts_with(&proven.section) && row.sign.starts_with(&proven.sign)
}

#[test]
fn every_row_and_each_of_its_causes_has_a_proof() {
    let (rows, proofs) = (rows(), proofs());
    let mut lacking = Vec::new();
    for row in &rows {
        let of_row: Vec<&Proven> = proofs.iter().filter(|proven| is_of(proven, row)).collect();
        let [proven] = of_row.as_slice() else {
            lacking.push(format!("{} / {}: {} entries in proofs.toml", row.section, row.sign, of_row.len()));
            continue;
        };
        let proved: BTreeSet<String> = proven.causes.keys().cloned().collect();
        if proved.is_empty() {
            lacking.push(format!("{} / {}: nothing is proved", row.section, row.sign));
        }
        lacking
            .extend(row.causes.difference(&proved).map(|c| format!("{} / {}: {c}", row.section, row.sign)));
    }
    for proven in &proofs {
        let of = rows.iter().filter(|row| is_of(proven, row)).count();
        if of != 1 {
            lacking.push(format!("{} / {}: {of} rows of the table", proven.section, proven.sign));
        }
        for (cause, names) in &proven.causes {
            let known = |n: &String| n.split_once(':').is_some_and(|(kind, _)| KINDS.contains(&kind));
            if names.is_empty() || !names.iter().all(known) {
                lacking.push(format!("{} / {}: {cause} by {names:?}", proven.section, proven.sign));
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
    assert!(rows.len() > 60, "{}", rows.len());
}

#[test]
fn a_new_row_is_noticed() {
    let table = "## Part\nIn prose `crl_unreachable` and `no_cause`.\n\n| sign | cause | fix |\n|---|---|---|\n\
                 | a | `healthy` / `dns_failure` (?) | do `tls_failure` |\n| b | nothing |\n";
    let rows = parse(table);
    let seen: Vec<(&str, Vec<&str>)> =
        rows.iter().map(|row| (row.sign.as_str(), row.causes.iter().map(String::as_str).collect())).collect();
    assert_eq!(
        seen,
        [("crl_unreachable", vec!["crl_unreachable"]), ("a", vec!["dns_failure", "healthy"]), ("b", vec![])]
    );
}

/// What an analysis of a case says: causes of findings and gaps, and whether NDES was reached.
fn said_of_case(name: &str) -> BTreeSet<String> {
    let folder = data(name);
    let expect = fs::read(folder.join("expect.json")).unwrap_or_else(|e| panic!("{name}: {e}"));
    let expect: Value = serde_json::from_slice(&expect).unwrap();
    let mut args = vec!["analyze".to_owned(), "--json".to_owned()];
    if expect["roles"].is_object() {
        args.extend(arguments(&folder, &expect));
    } else {
        let inputs = expect["inputs"].as_array().unwrap().iter();
        args.extend(inputs.map(|i| folder.join(i.as_str().unwrap()).to_string_lossy().into_owned()));
    }
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let output = admin(&args);
    assert_eq!(output.status.code(), Some(0), "{name}: {}", text(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let causes = |list: &Value| -> Vec<String> {
        let list = list.as_array().cloned().unwrap_or_default();
        list.iter().map(|entry| entry["cause"].as_str().unwrap().to_owned()).collect()
    };
    let mut said: BTreeSet<String> = causes(&report["findings"]).into_iter().collect();
    said.extend(causes(&report["gaps"]));
    said.extend((report[REACHED] == "yes").then(|| REACHED.to_owned()));
    said
}

fn said_of_log(platform: &str, case: &synthetic::Case) -> BTreeSet<String> {
    let report = synthetic::report_of(vec![synthetic::log_of(platform, case)]);
    let findings = report.findings.iter().map(|f| f.cause.id().to_owned());
    findings.chain(report.gaps.iter().map(|g| g.cause.id().to_owned())).collect()
}

#[test]
fn every_log_proves_the_cause_of_its_row() {
    let mut wrong = Vec::new();
    let mut judge = |cause: &str, name: &str, said: &BTreeSet<String>| {
        if !said.contains(cause) {
            wrong.push(format!("{name}: expected {cause}, got {said:?}"));
        }
    };
    let (cases, logs, codes) = (proofs_of("case"), proofs_of("device"), proofs_of("code"));
    assert!(cases.len() > 25 && logs.len() > 30 && codes.len() > 20);
    for (cause, name) in cases {
        judge(&cause, &name, &said_of_case(&name));
    }
    for (cause, name) in logs {
        let (platform, wanted) = name.split_once('/').unwrap();
        let all = synthetic::cases(platform);
        let case = all.iter().find(|c| c.name == wanted).unwrap_or_else(|| panic!("no case {name}"));
        judge(&cause, &name, &said_of_log(platform, case));
    }
    for (cause, name) in codes {
        let (table, code) = name.split_once('/').unwrap();
        let (platform, case) = synthetic::case_with(table, code);
        judge(&cause, &name, &said_of_log(platform, &case));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
