//! What a check says of a sysdiagnose: where records stand, what could have been recorded, which profile is there,
//! and what of it leaves the device.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::io::Read;
use std::path::PathBuf;

use common::{check, data, scepscope, text, tool};
use serde_json::Value;

fn sample(name: &str) -> PathBuf {
    data("samples/sysdiagnose").join(format!("{name}.tar.gz"))
}

fn milestone<'r>(report: &'r Value, id: &str) -> &'r Value {
    let attempt = report["attempts"].as_array().unwrap().last().unwrap();
    attempt["milestones"].as_array().unwrap().iter().find(|m| m["id"] == id).unwrap()
}

fn reasons(report: &Value) -> Vec<&str> {
    let gaps = report["gaps"].as_array().unwrap().iter();
    gaps.filter_map(|g| g["detail"]["reason"].as_str()).collect()
}

#[test]
fn records_are_found_again_by_archive_and_file() {
    let home = tempfile::tempdir().unwrap();
    let (_, report) = check(home.path(), &[sample("dev-1-success-debug")]);
    let sources = report["sources"].as_array().unwrap();
    let log = sources.iter().find(|s| s["kind"] == "unified_log").unwrap();
    let origin = log["origin"].as_str().unwrap();
    assert!(origin.contains("dev-1-success-debug.tar.gz!sysdiagnose_2025.04.07_07-48-08-0700"), "{origin}");
    assert!(origin.ends_with("/system_logs.logarchive"), "{origin}");
    assert_eq!((log["verbose"].as_bool(), log["clock"].as_str()), (Some(true), Some("known")));
    let evidence = &milestone(&report, "request_sent")["evidence"][0];
    assert_eq!(evidence["source"], log["id"]);
    let locator = evidence["locator"].as_str().unwrap();
    let (file, offset) = locator.rsplit_once(':').unwrap();
    assert!(file.ends_with(".tracev3") && offset.parse::<u64>().is_ok(), "{locator}");
    assert_eq!(report["attempts"][0]["server_url"], "https://ndes.alpenrose.example/certsrv/mscep/mscep.dll");
    let counts = report["key_strings"].as_array().unwrap().iter();
    let of = |id: &str| counts.clone().find(|k| k["id"] == id).unwrap()["count"].as_u64();
    assert_eq!((of("ios.getcacert"), of("ios.csr_via_get"), of("ios.retrieve")), (Some(1), Some(1), Some(1)));
}

#[test]
fn an_archive_without_debug_lines_leaves_the_debug_steps_open() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let tar = tool("tar")
        .arg("-xzf")
        .arg(sample("dev-2-success-default-only"))
        .arg("--strip-components=1")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(tar.status.success(), "{}", text(&tar.stderr));
    let (_, report) = check(home.path(), &[folder.path().join("system_logs.logarchive")]);
    assert_eq!(report["sources"][0]["verbose"], false);
    assert!(report["gaps"].as_array().unwrap().iter().any(|g| g["cause"] == "verbose_logging_off"));
    let state = milestone(&report, "certificate_installed")["state"].as_str().unwrap();
    assert_eq!(state, "not_recordable");
    assert_ne!(milestone(&report, "profile_received")["state"], "seen");
}

#[test]
fn a_profile_stub_proves_that_the_profile_arrived() {
    let home = tempfile::tempdir().unwrap();
    let (_, report) = check(home.path(), &[sample("dev-2-success-default-only")]);
    let received = milestone(&report, "profile_received");
    assert_eq!(received["state"], "seen", "{received}");
    assert_eq!(received["evidence"][0]["rule"], "ios.scep_profile_present");
    assert!(received["evidence"][0]["excerpt"].as_str().unwrap().contains("com.apple.security.scep"));
    assert_eq!(report["attempts"].as_array().unwrap().len(), 1, "the stub belongs to the attempt of the log");

    // Alone it is no attempt that failed or stalled, and it says nothing of the steps.
    let folder = tempfile::tempdir().unwrap();
    let tar =
        tool("tar").arg("-xzf").arg(sample("dev-2-success-default-only")).current_dir(folder.path()).output();
    assert!(tar.unwrap().status.success());
    let root = fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    let (_, report) = check(home.path(), &[root.join("logs/MCState")]);
    assert_eq!(report["outcome"], "inconclusive");
    assert_eq!(milestone(&report, "profile_received")["state"], "seen");
    assert_eq!(milestone(&report, "request_generated")["state"], "not_recordable");
    assert_eq!(
        (&report["reached_ndes"], &report["challenge_presented"]),
        (&"unknown".into(), &"unknown".into())
    );

    // A profile without a SCEP payload proves nothing of the kind.
    let (_, report) = check(home.path(), &[sample("dev-6-no-profiled")]);
    assert_eq!(report["attempts"].as_array().unwrap().len(), 0);
}

#[test]
fn a_cut_sysdiagnose_is_read_as_far_as_it_goes() {
    let home = tempfile::tempdir().unwrap();
    let whole = fs::read(sample("dev-1-success-debug")).unwrap();
    let path = home.path().join("cut.tar.gz");
    for part in [40, 70, 99] {
        fs::write(&path, &whole[..whole.len() * part / 100]).unwrap();
        let (output, report) = check(home.path(), std::slice::from_ref(&path));
        if report.is_null() {
            // Nothing readable came before the cut: that is said, too.
            assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
            continue;
        }
        assert!(!reasons(&report).is_empty(), "{part} % and no gap");
        assert_ne!(report["outcome"], "stalled", "{part} %: what is cut off is not absent");
    }
}

#[test]
fn a_tracev3_file_alone_names_no_process_and_says_so() {
    let home = tempfile::tempdir().unwrap();
    let tar = tool("tar")
        .args(["-xzf"])
        .arg(sample("dev-1-success-debug"))
        .args(["--strip-components=3", "--wildcards", "*/Persist/000000000000106f.tracev3"])
        .current_dir(home.path())
        .output()
        .unwrap();
    assert!(tar.status.success(), "{}", text(&tar.stderr));
    let (_, report) = check(home.path(), &[home.path().join("000000000000106f.tracev3")]);
    assert_eq!(report["sources"][0]["kind"], "unified_log");
    assert!(reasons(&report).contains(&"strings_missing"), "{}", report["gaps"]);
    assert_eq!(report["outcome"], "inconclusive");
}

#[test]
fn records_leave_the_device_and_the_archive_does_not() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let output = scepscope(home.path())
        .args(["collect", "--from"])
        .arg(sample("dev-1-success-debug"))
        .arg("--out")
        .arg(&out)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let path = text(&output.stdout).lines().last().unwrap().to_owned();
    let list = tool("unzip").args(["-Z1", &path]).output().unwrap();
    let list = text(&list.stdout);
    let records =
        list.lines().find(|l| l.contains("/data/evidence/") && l.ends_with("logarchive.records.jsonl"));
    let records = records.unwrap_or_else(|| panic!("{list}"));
    assert!(!list.contains(".tracev3") && !list.contains(".tar.gz\n"), "{list}");
    let mut lines = Vec::new();
    tool("unzip")
        .args(["-p", &path, records])
        .output()
        .unwrap()
        .stdout
        .as_slice()
        .read_to_end(&mut lines)
        .unwrap();
    let lines: Vec<Value> = text(&lines).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let profiled: Vec<_> = lines.iter().filter(|l| l["origin"] == "profiled").collect();
    // As many as `dev-1-success-debug.expected.json` lists.
    assert_eq!(profiled.len(), 27);
    assert!(profiled.iter().any(|l| l["message"] == "Issued certificate received."));
    let sent = profiled.iter().find(|l| l["message"].as_str().unwrap().contains("operation=PKIOperation"));
    assert!(
        !sent.unwrap()["message"].as_str().unwrap().contains("MIAGCSqGSIb3DQEHAqCA"),
        "the request is dropped"
    );
    // What the companions wrote is kept as well.
    assert!(lines.iter().any(|l| l["origin"] == "mdmd"));
}
