//! Every case for the administrator, judged by a checker that knows nothing of the program: the given cases
//! and the project's own, one or more for each row of the server's side of the decision table.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{admin, arguments, data, root, text, tool};
use serde_json::Value;

/// Runs one case; `None` where schema and checker are content, else what they said.
fn judge(schema: &jsonschema::Validator, folder: &Path, expect: &Value) -> Option<String> {
    let mut args = vec!["analyze".to_owned(), "--json".to_owned()];
    args.extend(arguments(folder, expect));
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let output = admin(&args);
    let Ok(report) = serde_json::from_slice::<Value>(&output.stdout) else {
        return Some(format!("no report: exit {:?}, {}", output.status.code(), text(&output.stderr)));
    };
    if let Err(error) = schema.validate(&report) {
        return Some(format!("not as docs/schema/analysis.schema.json says: {error}"));
    }
    let work = tempfile::tempdir().unwrap();
    let path = work.path().join("report.json");
    fs::write(&path, &output.stdout).unwrap();
    let checked =
        tool("python3").arg(root().join("tests/check_case.py")).arg(folder).arg(&path).output().unwrap();
    (!checked.status.success()).then(|| text(&checked.stdout) + &text(&checked.stderr))
}

fn cases(folder: &str) -> Vec<(PathBuf, Value)> {
    let mut cases = Vec::new();
    for entry in fs::read_dir(data(folder)).unwrap() {
        let folder = entry.unwrap().path();
        let Ok(expect) = fs::read(folder.join("expect.json")) else { continue };
        let expect: Value = serde_json::from_slice(&expect).unwrap();
        if expect["tool"] == "admin" {
            cases.push((folder, expect));
        }
    }
    cases.sort_by(|a, b| a.0.cmp(&b.0));
    cases
}

fn run(folder: &str, least: usize) {
    let schema = fs::read(root().join("docs/schema/analysis.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_slice(&schema).unwrap()).unwrap();
    let cases = cases(folder);
    assert!(cases.len() >= least, "cases are missing: only {} found", cases.len());
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(folder, expect)| {
            let said = judge(&schema, folder, expect)?;
            Some(format!("== {}\n{said}", folder.file_name()?.to_string_lossy()))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn the_administrator_s_cases() {
    run("cases", 7);
}

#[test]
fn the_project_s_own_cases() {
    run("cases-own", 70);
}
