//! Event log files against what their writer says is in them, and captures of real, also damaged ones.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Wants, load, read, read_with};
use scepscope_model::{Clock, Level, Locator, Platform, SourceKind};
use scepscope_parse::{Everything, ProblemReason};
use serde_json::Value;

const SCEP: &str = "samples/windows-evtx-scep";

/// The list writes seven digits of fraction, a stamp no zeros at the end.
fn short(time: &str) -> String {
    format!("{}Z", time.trim_end_matches('Z').trim_end_matches('0'))
}

/// Expected records and the ones that were found, for every file with a list of its records.
fn compare(name: &str, lost: &[u64]) -> (scepscope_parse::SourceSummary, common::Keep) {
    let expected: Value = serde_json::from_slice(&load(&format!("{SCEP}/{name}.expected.json"))).unwrap();
    let (detected, summary, keep) = read(&format!("{SCEP}/{name}.evtx"));
    assert_eq!(detected.kind, SourceKind::Evtx);
    let all = expected["records"].as_array().unwrap();
    let mut records: Vec<&Value> =
        all.iter().filter(|r| !lost.contains(&r["record_id"].as_u64().unwrap())).collect();
    // The list is in the order of the ids, a wrapped file is not.
    let mut found: Vec<&common::Kept> = keep.records.iter().collect();
    let id = |r: &common::Kept| match r.locator {
        Locator::Record(id) => id,
        _ => panic!("{:?}", r.locator),
    };
    found.sort_by_key(|r| id(r));
    records.sort_by_key(|r| r["record_id"].as_u64());
    assert_eq!(found.len(), records.len(), "{name}");
    assert_eq!(summary.records, records.len() as u64);
    for (found, wanted) in found.iter().zip(&records) {
        let text = |key: &str| wanted[key].as_str().unwrap_or("").to_owned();
        let number = |key: &str| wanted[key].as_u64();
        assert_eq!(Some(id(found)), number("record_id"));
        assert_eq!(found.origin, text("provider"), "{name} {}", id(found));
        assert_eq!(found.ids.2.map(u64::from), number("event_id"));
        assert_eq!(found.ids.0.map(u64::from), number("process_id"));
        assert_eq!(found.ids.1, number("thread_id"));
        assert_eq!(found.time.as_deref(), Some(short(&text("time")).as_str()));
        let level = [Level::Info, Level::Fault, Level::Error, Level::Warning, Level::Info]
            [number("level").unwrap() as usize];
        assert_eq!(found.level, level);
        let data: Vec<(String, String)> = wanted["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pair| {
                (
                    pair[0].as_str().unwrap_or("").to_owned(),
                    pair[1].as_str().unwrap_or("").replace("\r\n", "\n"),
                )
            })
            .collect();
        let values = |fields: &[(String, String)]| fields.iter().map(|f| f.1.clone()).collect::<Vec<_>>();
        assert_eq!(values(&found.fields), values(&data), "{name} {}", id(found));
        for ((name, _), (wanted, _)) in found.fields.iter().zip(&data) {
            assert!(wanted.is_empty() && name.starts_with("Data") || name == wanted, "{name} {wanted}");
        }
        assert_eq!(found.message, values(&data).join("\n"));
        assert!(!found.cut);
    }
    let times: Vec<String> = records.iter().map(|r| short(r["time"].as_str().unwrap())).collect();
    assert_eq!(summary.first.unwrap().to_string(), *times.iter().min().unwrap());
    assert_eq!(summary.last.unwrap().to_string(), *times.iter().max().unwrap());
    assert_eq!((summary.clock, summary.platform), (Clock::Known, Platform::Windows));
    assert_eq!(summary.device_name.as_deref(), records[0]["computer"].as_str());
    (summary, keep)
}

#[test]
fn whole_files_hold_what_their_lists_say() {
    for name in [
        "dev-01-success",
        "dev-02-generated-then-nothing",
        "dev-03-name-not-resolved",
        "dev-04-wrong-ca-thumbprint",
        "dev-05-invalid-server-response",
        "dev-06-two-profiles",
        "dev-07-csp-failure-level-info",
        "dev-08-not-enrolled",
        "dev-09-application-log",
        "dev-10-success-clean",
        "dev-10-success-dirty",
        "dev-10-success-slack",
    ] {
        let (_, keep) = compare(name, &[]);
        assert_eq!(keep.problems, [], "{name}");
    }
}

#[test]
fn a_wrong_checksum_is_reported_and_read() {
    for name in ["dev-10-success-badcrc-data", "dev-10-success-badcrc-header"] {
        let (_, keep) = compare(name, &[]);
        assert_eq!(keep.problems.len(), 1);
        assert_eq!(keep.count(ProblemReason::Checksum), 1);
    }
}

#[test]
fn a_wrapped_file_comes_in_the_order_of_the_file() {
    let (summary, keep) = compare("dev-10-success-wrapped", &[]);
    assert_eq!(keep.problems, []);
    assert!(summary.newest_first);
    assert_ne!(keep.records[0].locator, Locator::Record(501));
}

#[test]
fn what_lies_before_the_cut_is_recovered() {
    let (_, keep) = compare("dev-10-success-truncated", &[710, 711, 712, 713, 714, 715, 716, 717]);
    assert_eq!(keep.count(ProblemReason::EndsInsideRecord), 1);
    assert_eq!(keep.problems.len(), 1);
    assert_eq!(keep.problems[0].locator, Some(Locator::Record(709)));
}

#[test]
fn only_what_is_wanted_is_handed_on() {
    for name in
        ["dev-10-success-clean", "dev-10-success-wrapped", "dev-06-two-profiles", "dev-09-application-log"]
    {
        let bytes = load(&format!("{SCEP}/{name}.evtx"));
        let (_, all_summary, all) = read_with(&bytes, &Everything);
        for id in [36, 86, 306, 813, 1000, 4711] {
            let (_, summary, some) = read_with(&bytes, &Wants { literal: "", event: Some(id) });
            let wanted: Vec<_> = all.records.iter().filter(|r| r.ids.2 == Some(id)).cloned().collect();
            assert_eq!(some.records, wanted, "{name} {id}");
            assert_eq!(summary, all_summary, "{name} {id}");
            assert_eq!(some.problems, all.problems);
        }
    }
}

/// File, records, problems by reason. The counts come from a walk over the record headers with another program
/// (for the damaged ones: up to the damage).
#[test]
fn captures_hold_as_many_records_as_a_walk_over_their_headers_finds() {
    for (name, records) in [
        ("AAD-Operational", 5),
        ("Application-ja-with-AppError1000-CAPI2", 195),
        ("Application_no_crc32", 17),
        ("CAPI2-Operational", 340),
        ("DeviceManagement-Enterprise-Diagnostics-Provider-Admin", 152),
        ("DeviceManagement-Enterprise-Diagnostics-Provider-Autopilot.empty", 0),
        ("DeviceManagement-Enterprise-Diagnostics-Provider-Operational", 32),
        ("MSExchange_Management_wec", 1),
        ("irregular-bool-values", 3028),
        ("truncated-System2", 283),
    ] {
        let (_, summary, keep) = read(&format!("samples/windows-evtx/{name}.evtx"));
        assert_eq!((summary.records, keep.records.len() as u64), (records, records), "{name}");
        assert!(
            keep.records.iter().all(|r| !r.origin.is_empty() && r.ids.2.is_some() && r.time.is_some()),
            "{name}"
        );
        assert_eq!(
            keep.count(ProblemReason::EndsInsideRecord),
            u64::from(name.starts_with("truncated")),
            "{name}"
        );
        assert_eq!(keep.count(ProblemReason::Damaged), 0, "{name}");
    }
}

/// Damaged captures: what `evtxinfo` of libevtx 20181227 counts (`SOURCES.md`), and what is read here, which is more
/// where that reader gives a chunk up. A walk over the record headers of intact chunks finds 270, 1775 and 335.
#[test]
fn damage_does_not_end_the_file() {
    for (name, libevtx, here) in [
        ("corrupt-bad-chunk-magic", 267, 301),
        ("corrupt-vss-TerminalServices", 1774, 1796),
        ("corrupt-zero-data-size-event", 335, 335),
    ] {
        let (_, summary, keep) = read(&format!("samples/windows-evtx/{name}.evtx"));
        assert!(summary.records >= libevtx, "{name}: {}", summary.records);
        assert!(summary.records >= here, "{name}: {}", summary.records);
        assert!(
            keep.count(ProblemReason::Damaged) + keep.count(ProblemReason::Checksum) > 0,
            "{name}: {:?}",
            keep.problems
        );
    }
}

#[test]
fn an_event_of_the_application_log_keeps_its_unnamed_values() {
    let (_, summary, keep) = read("samples/windows-evtx/Application-ja-with-AppError1000-CAPI2.evtx");
    let crash =
        keep.records.iter().find(|r| r.ids.2 == Some(1000) && r.origin == "Application Error").unwrap();
    assert!(crash.message.contains("Explorer.EXE"), "{}", crash.message);
    assert_eq!(crash.level, Level::Error);
    assert_eq!(summary.channel.as_deref(), Some("Application"));
}
