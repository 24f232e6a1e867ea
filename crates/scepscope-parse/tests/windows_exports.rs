//! The forms in which people export Windows events, against the list of what the log held.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Wants, data, load, read, read_with};
use scepscope_model::{Clock, Level, Locator, Platform, SourceKind};
use scepscope_parse::{Encoding, Everything, ProblemReason, detect};
use serde_json::Value;

const SCEP: &str = "samples/windows-evtx-scep";

#[test]
fn every_form_gives_the_same_events() {
    let mut seen = 0;
    let mut paths: Vec<_> = std::fs::read_dir(data(SCEP))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    paths.sort();
    for name in paths.iter().filter(|n| n.ends_with(".txt") || n.ends_with(".csv") || n.ends_with(".xml")) {
        seen += 1;
        let base = name.split('.').next().unwrap();
        let expected: Value = serde_json::from_slice(&load(&format!("{SCEP}/{base}.expected.json"))).unwrap();
        let list = expected["records"].as_array().unwrap();
        let (detected, summary, keep) = read(&format!("{SCEP}/{name}"));
        let (kind, has_zone) = match name {
            n if n.ends_with(".xml") => (SourceKind::EventXml, true),
            n if n.ends_with(".csv") => (SourceKind::EventCsv, false),
            n if n.contains("eventviewer-tab") => (SourceKind::EventText, false),
            _ => (SourceKind::EventText, true),
        };
        let encoding = match name {
            n if n.contains("utf16le") => Encoding::Utf16Le,
            n if n.contains("cp932") => Encoding::ShiftJis,
            // Not told apart from code page 850: only letters outside ASCII differ.
            n if n.contains("cp850") => Encoding::Windows1252,
            _ => Encoding::Utf8,
        };
        assert_eq!((detected.kind, detected.encoding), (kind, encoding), "{name}");
        assert_eq!(keep.problems, [], "{name}");
        assert_eq!((summary.records as usize, keep.records.len()), (list.len(), list.len()), "{name}");
        assert_eq!(summary.clock, if has_zone { Clock::Known } else { Clock::UnknownOffset }, "{name}");
        assert_eq!(summary.platform, Platform::Windows);
        assert_eq!(summary.newest_first, name.contains("eventviewer"), "{name}");
        if has_zone {
            assert_eq!(summary.device_name.as_deref(), list[0]["computer"].as_str(), "{name}");
        }
        let mut records = keep.records.clone();
        if summary.newest_first {
            records.reverse();
        }
        for (record, wanted) in records.iter().zip(list) {
            assert_eq!(record.origin, wanted["provider"].as_str().unwrap(), "{name}");
            assert_eq!(record.ids.2.map(u64::from), wanted["event_id"].as_u64(), "{name}");
            let level = [Level::Info, Level::Fault, Level::Error, Level::Warning, Level::Info]
                [wanted["level"].as_u64().unwrap() as usize];
            assert_eq!(record.level, level, "{name}");
            if has_zone {
                let time = wanted["time"].as_str().unwrap().trim_end_matches('Z').trim_end_matches('0');
                assert_eq!(record.time, Some(format!("{time}Z")), "{name}");
            } else {
                // Local to Japan (UTC+9) or to it written the American way; the minutes are the same.
                let minutes = |time: &str| time[14..19].to_owned();
                assert_eq!(
                    minutes(record.time.as_deref().unwrap()),
                    minutes(wanted["time"].as_str().unwrap()),
                    "{name}"
                );
            }
            if kind == SourceKind::EventXml {
                assert_eq!(record.locator, Locator::Record(wanted["record_id"].as_u64().unwrap()), "{name}");
                // XML has one kind of line end.
                let value = |d: &Value| d[1].as_str().unwrap().replace("\r\n", "\n");
                let values: Vec<String> = wanted["data"].as_array().unwrap().iter().map(value).collect();
                let found: Vec<&str> = record.fields.iter().map(|f| f.1.as_str()).collect();
                assert_eq!(found, values, "{name}");
            }
            let bare = wanted["data"].as_array().unwrap().is_empty();
            assert!(
                !record.message.is_empty() || (bare && kind == SourceKind::EventXml),
                "{name} {record:?}"
            );
            assert!(!record.message.contains(['\r', '\u{FFFD}']), "{name}");
        }
    }
    // ls *.txt *.csv *.xml | wc -l
    assert_eq!(seen, FORMS);
}

const FORMS: usize = 219;

#[test]
fn cases_hold_what_was_counted() {
    for (path, kind, records, first, last, newest_first) in [
        (
            "cases/22-windows-en-success/admin-events.txt",
            SourceKind::EventText,
            38,
            "2026-11-02T10:02:35",
            "2026-11-02T10:13:07",
            true,
        ),
        (
            "cases/23-windows-ja-csv-dns/Admin.csv",
            SourceKind::EventCsv,
            43,
            "2026-09-29T08:40:18",
            "2026-09-29T08:53:00",
            true,
        ),
        (
            "cases/24-windows-certenroll86-tls/admin.txt",
            SourceKind::EventText,
            27,
            "2026-08-03T12:00:37.035Z",
            "2026-08-03T12:08:06.758Z",
            false,
        ),
        (
            "cases/24-windows-certenroll86-tls/application.txt",
            SourceKind::EventText,
            2,
            "2026-08-03T10:03:24.48Z",
            "2026-08-03T12:03:24.797Z",
            false,
        ),
        (
            "cases/36-windows-en-xml-308-connect/Admin.xml",
            SourceKind::EventXml,
            34,
            "2026-10-15T09:45:19.092Z",
            "2026-10-15T10:28:02.992Z",
            true,
        ),
        (
            "cases/30-admin-w3wp-crash-crl/application.txt",
            SourceKind::EventText,
            1,
            "2026-10-29T14:41:09",
            "2026-10-29T14:41:09",
            false,
        ),
        (
            "cases/30-admin-w3wp-crash-crl/capi2.txt",
            SourceKind::EventText,
            1,
            "2026-10-29T14:41:07",
            "2026-10-29T14:41:07",
            false,
        ),
    ] {
        let (detected, summary, keep) = read(path);
        assert_eq!(detected.kind, kind, "{path}");
        assert_eq!((summary.records, keep.records.len()), (records, records as usize), "{path}");
        assert_eq!(summary.first.unwrap().to_string(), first, "{path}");
        assert_eq!(summary.last.unwrap().to_string(), last, "{path}");
        assert_eq!(summary.newest_first, newest_first, "{path}");
        assert_eq!(keep.problems, [], "{path}");
        assert!(keep.records.iter().all(|r| r.level != Level::Unknown && r.ids.2.is_some()), "{path}");
    }
}

#[test]
fn text_of_several_lines_stays_whole() {
    let (_, _, keep) = read("cases/24-windows-certenroll86-tls/application.txt");
    let event = &keep.records[1];
    assert_eq!((event.ids.2, event.locator.clone()), (Some(86), Locator::Line(16)));
    assert!(
        event.message.contains("\n\nGetCACaps\n\nMethod: GET(78ms)\nStage: GetCACaps\n"),
        "{}",
        event.message
    );
    let (_, summary, keep) = read("cases/30-admin-w3wp-crash-crl/capi2.txt");
    assert_eq!(keep.records[0].fields.last().unwrap().0, "Result");
    assert!(keep.records[0].message.ends_with("\"Details\" section"), "{}", keep.records[0].message);
    assert_eq!(summary.device_name.as_deref(), Some("NDES02.adatum.example"));
}

#[test]
fn copies_without_a_date_are_read() {
    let (_, summary, keep) = read("samples/connector-ndes/msdocs-NDES-event31.txt");
    let event = &keep.records[0];
    assert_eq!(
        (summary.records, summary.clock, event.ids.2, event.level),
        (1, Clock::None, Some(31), Level::Error)
    );
    assert_eq!(event.origin, "Microsoft-Windows-NetworkDeviceEnrollmentService");
    assert!(
        event.message.starts_with("The Network Device Enrollment Service cannot submit"),
        "{}",
        event.message
    );
    assert!(event.fields.iter().any(|f| f.0 == "ErrorCode"), "{:?}", event.fields);
}

#[test]
fn the_server_s_files_are_known_by_their_content() {
    for (path, kind) in [
        ("cases/25-admin-android-iis-500-1346/u_ex261102.log", SourceKind::IisW3c),
        ("samples/iis/msdocs-ndes-lines-no-header.log", SourceKind::IisW3c),
        ("samples/iis/msdocs-http500-CertificateRegistrationSvc.log", SourceKind::IisW3c),
        ("samples/iis/plaso-iis_without_date.log", SourceKind::IisW3c),
        ("cases/28-admin-ndesplugin-403-16/NDESPlugin.log", SourceKind::NdesPlugin),
        ("samples/connector-ndes/msdocs-NDESPlugin.log", SourceKind::NdesPlugin),
        ("cases/29-admin-setupmsi-failed/SetupMsi.log", SourceKind::SetupMsi),
        ("samples/connector-ndes/msdocs-SetupMsi.log", SourceKind::SetupMsi),
        ("cases/33-admin-all-good/CertificateRegistrationPoint_2026-11-06_100001.svclog", SourceKind::Svclog),
        ("samples/scep-server/micromdm-sceptest.mobileconfig", SourceKind::Unknown),
    ] {
        let (detected, summary, _) = read(path);
        assert_eq!(detected.kind, kind, "{path}");
        assert!(summary.records > 0, "{path}");
    }
    for path in [
        "samples/scep-server/micromdm-PKCSReq.der",
        "samples/ios/plaso-applesystemlog.asl",
        "samples/sysdiagnose/dev-1-success-debug.tar.gz",
    ] {
        assert_eq!(detect(&load(path)), None, "{path}");
    }
}

#[test]
fn events_are_wanted_by_id_or_by_text() {
    for path in [
        "cases/22-windows-en-success/admin-events.txt",
        "cases/23-windows-ja-csv-dns/Admin.csv",
        "cases/24-windows-certenroll86-tls/admin.txt",
        "cases/36-windows-en-xml-308-connect/Admin.xml",
    ] {
        let bytes = load(path);
        let (_, all_summary, all) = read_with(&bytes, &Everything);
        let (_, summary, some) = read_with(&bytes, &Wants { literal: "AllowTelemetry", event: Some(404) });
        let in_fields = |r: &common::Kept| r.fields.iter().any(|f| f.1.contains("AllowTelemetry"));
        let wanted: Vec<_> = all
            .records
            .iter()
            .filter(|r| r.ids.2 == Some(404) || r.message.contains("AllowTelemetry") || in_fields(r))
            .cloned()
            .collect();
        assert!(!wanted.is_empty() && wanted.len() < all.records.len(), "{path}");
        assert_eq!(some.records, wanted, "{path}");
        assert_eq!(summary, all_summary, "{path}");
    }
}

#[test]
fn one_damaged_event_does_not_end_a_file() {
    let xml = String::from_utf8(load("cases/36-windows-en-xml-308-connect/Admin.xml")).unwrap();
    let damaged = xml.replacen("</EventData>", "</EventDat>", 1);
    let (_, summary, keep) = read_with(damaged.as_bytes(), &Everything);
    assert_eq!((summary.records, keep.count(ProblemReason::Damaged)), (33, 1));
    let without_end = xml.replacen("</Event>", "", 1);
    let (_, summary, keep) = read_with(without_end.as_bytes(), &Everything);
    assert_eq!((summary.records, keep.count(ProblemReason::Damaged)), (33, 1));
    let cut = &xml[..xml.rfind("<RenderingInfo").unwrap()];
    let (_, summary, keep) = read_with(cut.as_bytes(), &Everything);
    assert_eq!((summary.records, keep.count(ProblemReason::EndsInsideRecord)), (33, 1));
}

#[test]
fn a_row_cut_off_is_marked() {
    let mut csv = load("cases/23-windows-ja-csv-dns/Admin.csv");
    csv.truncate(csv.len() - 20);
    let (_, summary, keep) = read_with(&csv, &Everything);
    assert_eq!((summary.records, keep.count(ProblemReason::EndsInsideRecord)), (43, 1));
    assert!(keep.records[42].cut && !keep.records[41].cut);
}
