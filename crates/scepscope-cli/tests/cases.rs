//! Every case and every sample scenario, judged by a checker that knows nothing of the program.
//!
//! A case that the program can't do yet is listed here by name. One that starts to pass must be taken off the list:
//! the test fails until it is.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::{check, data, root, text, tool};
use serde_json::Value;

/// Scenarios that are expected to fail, with the reason.
const NOT_YET: &[(&str, &str)] = &[];

/// Runs one scenario; `None` where schema and checker are content, else what they said.
fn judge(home: &Path, schema: &jsonschema::Validator, expect: &Path, inputs: &[PathBuf]) -> Option<String> {
    let (output, report) = check(home, inputs);
    if report.is_null() {
        return Some(format!("no report: exit {:?}, {}", output.status.code(), text(&output.stderr)));
    }
    if let Err(error) = schema.validate(&report) {
        return Some(format!(
            "not as docs/schema/report.schema.json says: {error} at {}",
            error.instance_path()
        ));
    }
    // The checker reads `expect.json` of a folder: give it one of its own.
    let work = tempfile::tempdir_in(home).unwrap();
    fs::copy(expect, work.path().join("expect.json")).unwrap();
    let path = work.path().join("report.json");
    fs::write(&path, serde_json::to_vec(&report).unwrap()).unwrap();
    let checked =
        tool("python3").arg(root().join("tests/check_case.py")).arg(work.path()).arg(&path).output().unwrap();
    let said = text(&checked.stdout);
    (!checked.status.success()).then_some(said)
}

fn expectations(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn inputs(folder: &Path, expect: &Value) -> Vec<PathBuf> {
    expect["inputs"].as_array().unwrap().iter().map(|i| folder.join(i.as_str().unwrap())).collect()
}

/// Compares what failed with the list of what may fail.
fn settle(failures: Vec<(String, String)>, all: &BTreeSet<String>) {
    let mut wrong = String::new();
    for (name, said) in &failures {
        if !NOT_YET.iter().any(|(n, _)| n == name) {
            wrong.push_str(&format!("\n== {name}\n{said}"));
        }
    }
    for (name, reason) in NOT_YET.iter().filter(|(n, _)| all.contains(*n)) {
        if !failures.iter().any(|(n, _)| n == name) {
            wrong.push_str(&format!("\n== {name} passes now: take it off the list ({reason})"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn run(scenarios: Vec<(String, PathBuf, Vec<PathBuf>)>) {
    let home = tempfile::tempdir().unwrap();
    let schema = fs::read(root().join("docs/schema/report.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_slice(&schema).unwrap()).unwrap();
    let all = scenarios.iter().map(|s| s.0.clone()).collect();
    let failures = scenarios
        .into_iter()
        .filter_map(|(name, expect, inputs)| {
            judge(home.path(), &schema, &expect, &inputs).map(|said| (name, said))
        })
        .collect();
    settle(failures, &all);
}

#[test]
fn the_device_side_cases() {
    let mut scenarios = Vec::new();
    let folders = ["cases", "cases-own"].into_iter().flat_map(|name| fs::read_dir(data(name)).unwrap());
    for entry in folders {
        let folder = entry.unwrap().path();
        let path = folder.join("expect.json");
        if !path.exists() {
            continue;
        }
        let expect = expectations(&path);
        if expect.get("tool").is_none() {
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            let inputs = inputs(&folder, &expect);
            scenarios.push((name, path, inputs));
        }
    }
    assert!(scenarios.len() >= 47, "cases are missing: only {} found", scenarios.len());
    run(scenarios);
}

#[test]
fn the_event_log_scenarios_in_every_export_form() {
    let folder = data("samples/windows-evtx-scep");
    let mut scenarios = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(stem) = name.split_once('.').map(|(s, _)| s.to_owned()) else { continue };
        let expect = folder.join(format!("{stem}.expect.json"));
        // Each of these has a twin in UTF-8 here, and the same records by a test of the parsers.
        let twin = name.contains(".de-DE.utf16le.");
        if name.ends_with(".json") || twin || !expect.exists() {
            continue;
        }
        scenarios.push((name, expect, vec![path]));
    }
    assert!(scenarios.len() >= 100, "samples are missing: only {} found", scenarios.len());
    run(scenarios);
}

/// The same log archive as people hold it: inside the sysdiagnose, as a folder, as a zip of that folder.
#[test]
fn the_sysdiagnose_scenarios_in_every_form() {
    let folder = data("samples/sysdiagnose");
    let work = tempfile::tempdir().unwrap();
    let mut scenarios = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".tar.gz").map(str::to_owned) else { continue };
        let expect = folder.join(format!("{stem}.expect.json"));
        let unpacked = work.path().join(&stem);
        fs::create_dir(&unpacked).unwrap();
        run_tool(tool("tar").arg("-xzf").arg(&path).arg("--strip-components=1").current_dir(&unpacked));
        run_tool(tool("zip").args(["-qr", "logs.zip", "system_logs.logarchive"]).current_dir(&unpacked));
        scenarios.push((name, expect.clone(), vec![path]));
        let archive = unpacked.join("system_logs.logarchive");
        scenarios.push((format!("{stem}, a folder"), expect.clone(), vec![archive]));
        scenarios.push((format!("{stem}, a zip"), expect, vec![unpacked.join("logs.zip")]));
    }
    assert_eq!(scenarios.len(), 18, "samples are missing");
    run(scenarios);
}

fn run_tool(command: &mut std::process::Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
}
