//! What a source could have recorded, and what its clock is worth.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod synthetic;

use std::fs::{File, read};
use std::io::Cursor;
use std::time::{Duration, UNIX_EPOCH};

use scepscope_collect::{Cancel, CheckOptions, Input, Silent, check};
use scepscope_model::{Cause, Clock, Outcome, Report, SourceKind, Stamp, Tool};
use synthetic::{data, report_of};

fn options(since: Option<Stamp>) -> CheckOptions {
    CheckOptions { since, tool: Tool { name: "test".to_owned(), version: "0".to_owned() } }
}

fn sample(name: &str) -> Report {
    report_of(vec![("x", read(data(name)).unwrap())])
}

#[test]
fn only_the_admin_channel_records_enrolments() {
    // Captures of a device that is not enrolled: what the channel would hold is absent only in the Admin channel.
    for (name, outcome) in [
        ("DeviceManagement-Enterprise-Diagnostics-Provider-Admin", Outcome::NoEvidence),
        ("DeviceManagement-Enterprise-Diagnostics-Provider-Operational", Outcome::Inconclusive),
        ("Application-ja-with-AppError1000-CAPI2", Outcome::Inconclusive),
        ("CAPI2-Operational", Outcome::Inconclusive),
        ("AAD-Operational", Outcome::Inconclusive),
    ] {
        let report = sample(&format!("samples/windows-evtx/{name}.evtx"));
        assert_eq!((report.outcome, report.attempts.len()), (outcome, 0), "{name}");
        // Event 1000 of Explorer.EXE is no crash of a worker process.
        assert!(report.findings.is_empty(), "{name}: {:?}", report.findings);
    }
}

#[test]
fn a_year_is_taken_from_the_file_and_said_to_be_assumed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("device-console.log");
    std::fs::copy(data("cases/19-ios-ipcu-22003/device-console.log"), &path).unwrap();
    let file = File::options().write(true).open(&path).unwrap();
    // 2014-06-01T00:00:00Z
    file.set_modified(UNIX_EPOCH + Duration::from_secs(1_401_580_800)).unwrap();
    drop(file);
    let checked = check(vec![Input::Path(path)], &options(None), &Silent, &Cancel::default()).unwrap();
    let source = &checked.report().sources[0];
    assert_eq!((source.kind, source.clock), (SourceKind::Syslog, Clock::AssumedYear));
    assert_eq!(source.first.unwrap().to_string(), "2014-05-23T14:15:30");
    // Without a file date the day stays unnamed.
    let source = &sample("cases/19-ios-ipcu-22003/device-console.log").sources[0];
    assert_eq!((source.clock, source.first.unwrap().to_string().as_str()), (Clock::NoDate, "14:15:30"));
    // A bug report tells when it was made.
    let source = &sample("cases-own/android-bugreport-pending/bugreport.txt").sources[0];
    assert_eq!((source.kind, source.clock), (SourceKind::Logcat, Clock::UnknownOffset));
    assert_eq!(source.first.unwrap().to_string(), "2026-04-21T18:44:10");
}

#[test]
fn since_drops_what_is_surely_older_in_every_kind_of_source() {
    let attempts = |path: &str, since: &str| {
        let content = Box::new(Cursor::new(read(data(path)).unwrap()));
        let input = Input::Document { name: "x".to_owned(), content };
        let since = Stamp::parse(since);
        assert!(since.is_some());
        check(vec![input], &options(since), &Silent, &Cancel::default()).unwrap().report().attempts.len()
    };
    for (path, before, after) in [
        // UTC, written or assumed.
        ("cases/01-android-2018-success/OMADM.log", "2026-03-02T07:00:00Z", "2026-03-02T08:00:00Z"),
        ("cases/36-windows-en-xml-308-connect/Admin.xml", "2026-10-15T09:00:00Z", "2026-10-15T11:00:00Z"),
        ("cases/17-ios-logshow-22006/profiled.log", "2026-05-05T22:00:00Z", "2026-05-05T23:00:00Z"),
        ("cases/18-ios-ndjson-post-success/scep.ndjson", "2026-10-19T18:00:00Z", "2026-10-19T19:00:00Z"),
        // Local time 2026-09-29T08:5x without an offset: older in every time zone only half a day later.
        ("cases/23-windows-ja-csv-dns/Admin.csv", "2026-09-29T20:00:00Z", "2026-09-29T21:00:00Z"),
        ("cases/22-windows-en-success/admin-events.txt", "2026-11-02T21:00:00Z", "2026-11-02T23:00:00Z"),
    ] {
        assert_eq!((attempts(path, before), attempts(path, after)), (1, 0), "{path}");
    }
    // Times of day can't be compared with a date: nothing is dropped.
    assert_eq!(attempts("cases/16-ios-console-tabs-22005-dns/console.txt", "2099-01-01T00:00:00Z"), 1);
}

#[test]
fn clocks_that_cannot_be_compared_are_told_apart() {
    let report = report_of(vec![
        ("Admin.csv", read(data("cases-own/windows-two-clocks/Admin.csv")).unwrap()),
        ("application.txt", read(data("cases-own/windows-two-clocks/application.txt")).unwrap()),
    ]);
    let clocks: Vec<Clock> = report.sources.iter().map(|s| s.clock).collect();
    assert_eq!(clocks, [Clock::UnknownOffset, Clock::Known]);
    assert_eq!((report.attempts.len(), report.outcome), (2, Outcome::Failed));
    assert!(report.findings.iter().all(|f| !f.superseded));
}

#[test]
fn what_is_missing_of_a_rotated_set_is_told() {
    let read = |name: &str| read(data(&format!("cases-own/android-rotated-file-missing/{name}"))).unwrap();
    let report = report_of(vec![
        ("logs/OMADMLog_0.log", read("OMADMLog_0.log")),
        ("logs/OMADMLog_2.log", read("OMADMLog_2.log")),
    ]);
    let gap = report.gaps.iter().find(|g| g.cause == Cause::LogRolledOver).unwrap();
    assert_eq!(gap.source.as_deref(), Some("s2"));
    assert_eq!(gap.detail["reason"], "rotated_file_missing");
    assert_eq!(gap.detail["file"], "OMADMLog_1.log");
}

#[test]
fn a_registry_export_gives_no_secret_away() {
    let path = data("cases-own/windows-registry-scep/scep.reg");
    let checked = check(vec![Input::Path(path)], &options(None), &Silent, &Cancel::default()).unwrap();
    let report = checked.report();
    assert_eq!(report.sources[0].kind, SourceKind::RegistryExport);
    assert_eq!(report.attempts.len(), 1);
    let text = serde_json::to_string(report).unwrap();
    assert!(!text.contains("SECRETCHALLENGE"), "{text}");
}

#[test]
fn the_hour_that_comes_twice_ends_no_log_early() {
    // 02:50 in summer time, then 02:05 in winter time: the attempt is the last thing in the file.
    let row = |time: &str, id: u32, text: &str| {
        format!(
            "Information,25.10.2026 {time},Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider,{id},Keine,\"{text}\"\n"
        )
    };
    let mut rows = [
        row("01:00:00", 813, "x"),
        row("02:50:00", 813, "x"),
        row("02:05:00", 306, "SCEP: (ModelName_AC_1) (S) (user) (c) (0x2) Ergebnis: (0x2ab0003)"),
        row("02:05:01", 36, "SCEP: (1.3) (https://ndes.example/certsrv/mscep/mscep.dll) () (0x2) (0x1)"),
    ];
    rows.reverse();
    let csv = format!("Ebene,Datum und Uhrzeit,Quelle,Ereignis-ID,Aufgabenkategorie\n{}", rows.concat());
    let report = report_of(vec![("Admin.csv", csv.into_bytes())]);
    assert_eq!((report.attempts.len(), report.outcome), (1, Outcome::Inconclusive), "{:?}", report.attempts);
    assert_eq!(report.challenge_presented.id(), "unknown");
}
