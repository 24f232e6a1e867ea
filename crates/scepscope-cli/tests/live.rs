//! This device as an input, with a journal that the test makes.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use common::{root, scepscope, text};
use serde_json::Value;

/// A home and a journal of the broker and of another service.
struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    fn new() -> Machine {
        let machine = Machine { folder: tempfile::tempdir().unwrap() };
        common::journal(
            &machine.journal(),
            "__REALTIME_TIMESTAMP=1793700612345678\nPRIORITY=6\nSYSLOG_IDENTIFIER=intune-portal\n\
             MESSAGE=signed in as maria.lopez@fabrikam.example from /home/mlopez/.config\n\n\
             __REALTIME_TIMESTAMP=1793700613000000\nPRIORITY=3\n_SYSTEMD_UNIT=ssh.service\nMESSAGE=of no concern\n\n",
        );
        machine
    }

    fn journal(&self) -> PathBuf {
        self.folder.path().join("journal")
    }

    fn scepscope(&self) -> Command {
        let mut command = scepscope(self.folder.path());
        command.env("SCEPSCOPE_JOURNAL", self.journal());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.scepscope().args(arguments).output().unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

const SINCE: [&str; 2] = ["--since", "2026-11-01T00:00:00Z"];

fn schema(name: &str) -> Value {
    let path = root().join(format!("docs/schema/{name}.schema.json"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn assert_fits(name: &str, document: &Value) {
    let validator = jsonschema::validator_for(&schema(name)).unwrap();
    let errors: Vec<String> = validator.iter_errors(document).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn lists_what_can_be_read() {
    let machine = Machine::new();
    let list = machine.json(&["sources", "--json"]);
    assert_fits("sources", &list);
    assert_eq!(list["platform"], "linux");
    let state = |id: &str| {
        let sources = list["sources"].as_array().unwrap();
        sources.iter().find(|s| s["id"] == id).unwrap_or_else(|| panic!("{id}: {list}"))["state"].clone()
    };
    assert_eq!(state("linux.journal"), "ready");
    assert_eq!(state("linux.broker_logs"), "absent");
    assert_eq!(state("device.facts"), "ready");
    let said = text(&machine.run(&["sources"]).stdout);
    assert!(said.contains("linux.broker_logs  Not on this device. It is not there."), "{said}");
}

#[test]
fn a_check_reads_the_journal_and_says_what_the_device_is() {
    let machine = Machine::new();
    let report = machine.json(&["check", "--live", SINCE[0], SINCE[1], "--json"]);
    assert_fits("report", &report);
    let sources: Vec<(&str, u64)> = report["sources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (s["kind"].as_str().unwrap(), s["records"].as_u64().unwrap()))
        .collect();
    assert_eq!(sources, [("journal", 1), ("device_facts", 1)]);
    assert_eq!(report["device"]["platform"], "linux");
    assert!(report["device"]["system"].as_str().unwrap().contains("Linux"), "{}", report["device"]);
    assert_eq!(report["gaps"], serde_json::json!([]));
}

#[test]
fn the_facts_are_of_this_device_only_where_the_logs_are() {
    let machine = Machine::new();
    let log = common::data("cases/02-android-2019-dns/OMADMLog_0.log");
    let log = log.to_str().unwrap();
    let report = machine.json(&["check", log, "--live", "--source", "device.facts", "--json"]);
    assert_eq!(report["device"]["platform"], "android");
    assert_eq!(report["device"].get("system"), None);
    assert_eq!(report["device"].get("name"), None);
}

#[test]
fn a_bundle_holds_the_journal_redacted() {
    let machine = Machine::new();
    let out = machine.folder.path().join("out");
    fs::create_dir(&out).unwrap();
    let output = machine.run(&["collect", "--live", SINCE[0], SINCE[1], "--out", out.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    let bundle = said.lines().last().unwrap();
    let unzipped = common::tool("unzip").args(["-p", bundle, "*linux.journal.jsonl"]).output().unwrap();
    let journal = text(&unzipped.stdout);
    assert!(journal.contains("intune-portal") && journal.contains("signed in as upn-"), "{journal}");
    for personal in ["maria", "mlopez", "fabrikam.example", "of no concern"] {
        assert!(!journal.contains(personal), "{journal}");
    }
    let unzipped = common::tool("unzip").args(["-p", bundle, "*device.json"]).output().unwrap();
    let facts: Value = serde_json::from_slice(&unzipped.stdout).unwrap();
    assert_fits("device", &facts);
    assert!(facts["device_name"].as_str().unwrap().starts_with("device-"), "{facts}");
}

#[test]
fn a_source_that_is_not_there_is_named() {
    let machine = Machine::new();
    let wrong = machine.run(&["check", "--live", "--source", "linux.jornal"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("linux.jornal"), "{}", text(&wrong.stderr));
    // What is there and silent is a gap, with its reason.
    let late = ["check", "--live", "--source", "linux.journal", "--source", "linux.broker_logs", "--since"];
    let silent = machine.run(&[&late[..], &["2026-11-04T00:00:00Z", "--json"]].concat());
    assert_eq!(silent.status.code(), Some(3), "{}", text(&silent.stdout));
    assert!(text(&silent.stderr).contains("nothing_recorded"), "{}", text(&silent.stderr));
    let both = machine.json(&["check", "--live", "--since", "2026-11-04T00:00:00Z", "--json"]);
    assert_eq!(both["gaps"][0]["detail"]["reason"], "nothing_recorded");
    assert_eq!(both["gaps"][0]["detail"]["origin"], "linux.journal");
}

#[test]
fn a_recording_holds_what_was_recorded_in_between() {
    let machine = Machine::new();
    let out = machine.folder.path().join("out");
    fs::create_dir(&out).unwrap();
    let mut command = machine.scepscope();
    command.args(["record", "--out"]).arg(&out);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // The recording has begun when it says so.
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    assert!(line.starts_with("Recording since "), "{line}");
    let micros = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros();
    let entry = |micros: u128, message: &str| {
        format!("__REALTIME_TIMESTAMP={micros}\nSYSLOG_IDENTIFIER=intune-portal\nMESSAGE={message}\n\n")
    };
    let entries = entry(micros - 3_600_000_000, "an hour before") + &entry(micros, "the fault itself");
    fs::remove_file(machine.journal().join("system.journal")).unwrap();
    common::journal(&machine.journal(), &entries);
    child.stdin.take().unwrap().write_all(b"\n").unwrap();
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{rest}");
    let stdout = text(&output.stdout);
    let bundle = stdout.lines().last().unwrap();
    let unzip = |name: &str| text(&common::tool("unzip").args(["-p", bundle, name]).output().unwrap().stdout);
    let journal = unzip("*linux.journal.jsonl");
    assert!(journal.contains("the fault itself") && !journal.contains("an hour before"), "{journal}");
    let facts: Value = serde_json::from_str(&unzip("*device.json")).unwrap();
    assert_fits("device", &facts);
    let marks: Vec<&Value> = facts["marks"].as_array().unwrap().iter().map(|m| &m["what"]).collect();
    assert_eq!(marks, ["record_started", "record_stopped"]);
    // No agent of Intune is on the machines that run this.
    assert_eq!(facts["sync"], serde_json::json!({"way": "by_hand", "outcome": "left_to_user"}));
    assert!(rest.contains("open Microsoft Intune (intune-portal)"), "{rest}");
}

#[test]
fn a_recording_of_a_source_that_is_not_there_does_not_begin() {
    let machine = Machine::new();
    let wrong = machine.run(&["record", "--for", "3600", "--out", ".", "--source", "linux.jornal"]);
    assert_eq!(wrong.status.code(), Some(2));
    let none = machine.run(&["record", "--for", "0", "--out", machine.folder.path().to_str().unwrap()]);
    assert!(text(&none.stderr).contains("ends after 0 seconds"), "{}", text(&none.stderr));
}

#[test]
fn what_reads_for_another_takes_nothing_from_its_environment() {
    let machine = Machine::new();
    let output = machine.run(&["elevated", "--since=0", "linux.journal"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(said.starts_with("scepscope.elevated/1\n{\"item\":\"linux.journal\"}\n"), "{said}");
    assert!(said.ends_with("\n\"end\"\n"), "{said}");
    // The journal that the caller's environment names is not the system's.
    assert!(!said.contains("maria.lopez"), "{said}");
}

#[test]
fn what_reads_for_another_reads_what_is_on_its_list_only() {
    let machine = Machine::new();
    for id in ["linux.broker_logs", "device.facts", "/etc/shadow", "../linux.journal"] {
        let output = machine.run(&["elevated", "--since=0", id]);
        assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(2), ""), "{id}");
    }
    // A pipe is Windows' way to answer.
    let pipe = machine.run(&["elevated", "--since=0", "--pipe=/tmp/scepscope", "linux.journal"]);
    assert_eq!((pipe.status.code(), text(&pipe.stdout).as_str()), (Some(1), ""));
}

#[test]
fn rights_that_nothing_needs_are_not_asked_for() {
    let machine = Machine::new();
    let report = machine.json(&["check", "--live", "--elevate", SINCE[0], SINCE[1], "--json"]);
    assert_eq!(report["gaps"], serde_json::json!([]));
    assert_eq!(report["sources"][0]["records"], 1);
}
