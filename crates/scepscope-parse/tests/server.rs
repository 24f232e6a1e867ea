//! What the NDES server writes. Expected counts come from `grep -c` and `awk` on the same files.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod common;

use common::{Kept, Wants, load, read, read_with};
use scepscope_model::{Clock, Level, Platform, SourceKind, Stamp};
use scepscope_parse::{Encoding, ProblemReason};

fn field<'a>(record: &'a Kept, name: &str) -> Option<&'a str> {
    record.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
}

fn text(stamp: Option<Stamp>) -> String {
    stamp.map_or_else(String::new, |s| s.to_string())
}

#[test]
fn real_logs_of_iis_are_read_to_the_last_line() {
    // grep -vc '^#\|^$'
    for (file, records) in [
        ("iis10", 1),
        ("iis10_cookies", 3),
        ("iis10_edge_cases", 15),
        ("iis6", 12),
        ("iis7_owa", 3),
        ("iis7_sqli", 2),
        ("iis_without_date", 11),
    ] {
        let (detected, summary, keep) = read(&format!("samples/iis/plaso-{file}.log"));
        assert_eq!(detected.kind, SourceKind::IisW3c, "{file}");
        assert_eq!(summary.records, records, "{file}");
        assert_eq!(keep.records.len() as u64, records, "{file}");
        assert_eq!((summary.clock, summary.platform), (Clock::Known, Platform::Unknown), "{file}");
        let columns = summary.coverage.expect("a web server's log");
        assert_eq!(columns.layouts.iter().map(|l| l.records).sum::<u64>(), records, "{file}");
    }
}

#[test]
fn columns_are_known_by_the_header_wherever_it_puts_them() {
    let (_, summary, keep) = read("samples/iis/plaso-iis10_cookies.log");
    assert_eq!(field(&keep.records[1], "cs(Cookie)"), Some("username=realm\\user"));
    assert_eq!(field(&keep.records[1], "sc-status"), Some("200"));
    assert_eq!(text(summary.first), "2021-04-01T00:00:21Z");
    let (_, summary, keep) = read("samples/iis/plaso-iis7_owa.log");
    // Out of order in the file: the last line is of January.
    assert_eq!(
        (text(summary.first), text(summary.last)),
        ("2015-01-01T22:16:03Z".into(), "2015-12-31T14:40:38Z".into())
    );
    assert_eq!(field(&keep.records[2], "cs(User-Agent)"), Some("Apple-iPhone5C2/1104.257"));
    let (_, summary, keep) = read("samples/iis/plaso-iis_without_date.log");
    assert_eq!(text(summary.first), "2013-07-30T00:00:00Z");
    assert_eq!(keep.records[0].time.as_deref(), Some("2013-07-30T00:00:00Z"));
    assert_eq!(field(&keep.records[0], "c-ip"), Some("10.10.10.100"));
}

#[test]
fn a_header_may_change_inside_the_file_and_escapes_stay() {
    let log = "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time cs-uri-stem sc-status\n\
        2026-11-02 04:00:00 /a+b%20c 200\n#Date: 2026-11-03 00:00:00\n#Fields: sc-status time cs-uri-stem\n\
        404 23:59:59 /x\n500 00:00:01 /y\n\n#Fields: date time cs-uri-stem sc-status\n2026-11-05 04:00:00 /z 201\n";
    let (_, summary, keep) = read_with(log.as_bytes(), &scepscope_parse::Everything);
    assert_eq!(summary.records, 4);
    let seen: Vec<_> = keep
        .records
        .iter()
        .map(|r| {
            (r.time.as_deref().unwrap(), field(r, "sc-status").unwrap(), field(r, "cs-uri-stem").unwrap())
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("2026-11-02T04:00:00Z", "200", "/a+b%20c"),
            ("2026-11-03T23:59:59Z", "404", "/x"),
            ("2026-11-04T00:00:01Z", "500", "/y"),
            ("2026-11-05T04:00:00Z", "201", "/z"),
        ]
    );
    let coverage = summary.coverage.unwrap();
    let layouts: Vec<_> = coverage.layouts.iter().map(|l| (l.fields.len(), l.records, l.assumed)).collect();
    assert_eq!(layouts, [(4, 2, false), (3, 2, false)]);
    assert_eq!(coverage.stretches.len(), 3);
}

#[test]
fn a_log_without_header_is_read_where_the_usual_order_fits_and_says_so() {
    let (detected, summary, keep) = read("samples/iis/msdocs-ndes-lines-no-header.log");
    assert_eq!(detected.kind, SourceKind::IisW3c);
    // 14 lines by `grep -c .`; five of them go on with the line above (`grep -vc 'GET /\|POST /'`).
    assert_eq!(summary.records, 9);
    assert_eq!(keep.count(ProblemReason::NoFieldHeader), 9);
    assert!(summary.coverage.unwrap().layouts.iter().all(|l| l.assumed));
    let dated: Vec<_> = keep.records.iter().filter(|r| r.time.is_some()).collect();
    assert_eq!(dated.len(), 1);
    assert_eq!(dated[0].time.as_deref(), Some("2017-08-08T20:22:16Z"));
    assert_eq!(field(dated[0], "sc-win32-status"), Some("1346"));
    let refused =
        keep.with("VerifyRequest").into_iter().find(|r| field(r, "sc-status") == Some("403")).unwrap();
    assert_eq!(field(refused, "sc-substatus"), Some("16"));
    let (_, summary, keep) = read("samples/iis/msdocs-http500-CertificateRegistrationSvc.log");
    assert_eq!(summary.records, 6);
    assert_eq!(summary.clock, Clock::None);
    let failed = keep.records.iter().filter(|r| field(r, "sc-status") == Some("500")).count();
    // grep -c 'VerifyRequest.* 500 '
    assert_eq!(failed, 2);
}

#[test]
fn a_record_with_other_columns_than_its_header_gives_none() {
    let log = "#Fields: date time cs-uri-stem cs-uri-query sc-status sc-substatus sc-win32-status\n\
        2026-11-02 04:00:00 /certsrv/mscep/mscep.dll 500 0 1346\n\
        2026-11-02 04:00:01 /certsrv/mscep/mscep.dll operation=GetCACaps 200 0 0\n";
    let (_, summary, keep) = read_with(log.as_bytes(), &scepscope_parse::Everything);
    assert_eq!(summary.records, 2);
    assert!(keep.records[0].fields.is_empty());
    assert_eq!(field(&keep.records[1], "sc-status"), Some("200"));
    assert_eq!(keep.count(ProblemReason::ColumnMismatch), 1);
}

#[test]
fn only_wanted_lines_are_handed_on_and_the_quiet_is_known() {
    let bytes = load("cases/26-admin-ios-iis-no-request/u_ex261103.log");
    let wants = Wants { literal: "mscep", event: None };
    let (_, summary, keep) = read_with(&bytes, &wants);
    // grep -vc '^#', the first and the last time
    assert_eq!(summary.records, 130);
    assert!(keep.records.is_empty());
    let coverage = summary.coverage.unwrap();
    assert_eq!(text(summary.first), "2026-11-03T00:00:13Z");
    assert_eq!(coverage.stretches.first().unwrap().0, summary.first.unwrap());
    assert_eq!(coverage.stretches.last().unwrap().1, summary.last.unwrap());
    for pair in coverage.stretches.windows(2) {
        assert!(pair[1].0.seconds_since(&pair[0].1) > scepscope_parse::limits::QUIET_SECONDS);
    }
}

#[test]
fn httperr_is_read_with_its_reason() {
    let log = "#Software: Microsoft HTTP API 2.0\n#Version: 1.0\n#Date: 2026-11-02 00:00:07\n\
        #Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid sc-status s-siteid s-reason s-queuename transport\n\
        2026-11-02 04:10:11 203.0.113.77 51234 10.4.0.20 443 HTTP/1.1 GET /certsrv/mscep/mscep.dll?operation=PKIOperation&message=MIA - 414 - URL_Length - -\n\
        2026-11-02 04:12:11 203.0.113.77 51234 10.4.0.20 443 - - - - - - Timer_ConnectionIdle - -\n";
    let (detected, summary, keep) = read_with(log.as_bytes(), &scepscope_parse::Everything);
    assert_eq!((detected.kind, summary.records), (SourceKind::HttpErr, 2));
    assert_eq!(field(&keep.records[0], "s-reason"), Some("URL_Length"));
    assert_eq!(keep.records[0].time.as_deref(), Some("2026-11-02T04:10:11Z"));
}

#[test]
fn ndes_plugin_logs_are_read_wrapped_and_bare() {
    let (detected, summary, keep) = read("cases/33-admin-all-good/NDESPlugin.log");
    // grep -c 'LOG\['
    assert_eq!((detected.kind, summary.records), (SourceKind::NdesPlugin, 7));
    assert_eq!(
        (text(summary.first), text(summary.last)),
        ("2026-11-06T10:00:10.457Z".into(), "2026-11-06T10:00:10.742Z".into())
    );
    assert_eq!(keep.records[2].message, "Verify challenge returns true");
    assert_eq!(keep.records[2].ids.1, Some(4524));
    let (_, summary, keep) = read("cases/28-admin-ndesplugin-403-16/NDESPlugin.log");
    assert_eq!(summary.records, 4);
    assert!(keep.records[2].message.ends_with("</head></html>"));
    let (detected, summary, keep) = read("samples/connector-ndes/msdocs-NDESPlugin.log");
    // 14 lines by `grep -c .`, one of them markup that belongs to the line above.
    assert_eq!((detected.kind, summary.records), (SourceKind::NdesPlugin, 13));
    assert_eq!(keep.with("403 - Forbidden").len(), 1);
}

#[test]
fn traces_of_the_connector_are_read_in_one_line_in_many_and_bare() {
    let name = "cases/33-admin-all-good/CertificateRegistrationPoint_2026-11-06_100001.svclog";
    let (detected, summary, keep) = read(name);
    // grep -o '<E2ETraceEvent ' | wc -l
    assert_eq!((detected.kind, summary.records), (SourceKind::Svclog, 4));
    assert_eq!(keep.records[0].message, "VerifyRequest Started.");
    assert_eq!(keep.records[0].time.as_deref(), Some("2026-11-06T10:00:20.5Z"));
    assert_eq!(keep.records[0].level, Level::Info);
    let lines = String::from_utf8(load(name)).unwrap();
    let in_one = lines.replace('\n', "");
    let in_many = lines.replace("><", ">\r\n<");
    for form in [in_one, in_many] {
        let (_, summary, other) = read_with(form.as_bytes(), &scepscope_parse::Everything);
        assert_eq!(summary.records, 4);
        let messages = |k: &common::Keep| k.records.iter().map(|r| r.message.clone()).collect::<Vec<_>>();
        assert_eq!(messages(&other), messages(&keep));
    }
    let (detected, summary, _) = read("samples/connector-ndes/msdocs-CertificateRegistrationPoint-lines.txt");
    // 11 lines by `grep -c .`, 5 of them indented (`grep -c '^ '`).
    assert_eq!((detected.kind, summary.records), (SourceKind::Svclog, 6));
    let (detected, summary, keep) = read("samples/connector-ndes/msdocs-CertificateRegistrationPoint.txt");
    assert_eq!((detected.kind, summary.records), (SourceKind::Svclog, 1));
    assert_eq!(keep.with("Signing certificate could not be retrieved").len(), 1);
}

#[test]
fn setup_logs_are_read_in_utf16_and_utf8() {
    let (detected, summary, keep) = read("cases/29-admin-setupmsi-failed/SetupMsi.log");
    assert_eq!((detected.kind, detected.encoding), (SourceKind::SetupMsi, Encoding::Utf16Le));
    // iconv -f utf-16 -t utf-8 | grep -c .
    assert_eq!(summary.records, 6);
    let status = keep.with("error status: 1603")[0];
    assert_eq!(status.time.as_deref(), Some("2026-10-30T15:03:40.119"));
    assert_eq!(summary.clock, Clock::UnknownOffset);
    let (detected, summary, keep) = read("samples/connector-ndes/msdocs-SetupMsi.log");
    assert_eq!((detected.kind, summary.records), (SourceKind::SetupMsi, 2));
    assert_eq!(keep.with("error status: 0.").len(), 1);
}

#[test]
fn hostile_lines_are_records_and_nothing_else() {
    let long = "x".repeat(3 << 20);
    let log = format!(
        "#Fields: date time cs-uri-stem sc-status\n#Fields: {}\n#Fields: date time cs-uri-stem sc-status\n\
         2026-11-02 04:00:00 /<script>alert(1)</script>\x1b[2J 200\n2026-99-99 99:99:99 /y 200\n{long}\n\
         2026-11-02 04:00:02 /z 200",
        "f ".repeat(10_000)
    );
    let (_, summary, keep) = read_with(log.as_bytes(), &scepscope_parse::Everything);
    assert_eq!(summary.records, 4);
    assert_eq!(keep.count(ProblemReason::RecordTooLong), 1);
    assert_eq!(keep.records[1].time, None);
    assert_eq!(
        (text(summary.first), text(summary.last)),
        ("2026-11-02T04:00:00Z".into(), "2026-11-02T04:00:02Z".into())
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    /// Pieces of every format, in any order, cut anywhere: nothing panics, and no record has a time out of nowhere.
    #[test]
    fn any_mixture_is_read_without_panic(pieces in proptest::collection::vec(0_usize..PIECES.len(), 0..40), cut in 0_usize..2000) {
        let text: String = pieces.iter().map(|n| PIECES[*n]).collect();
        let bytes = &text.as_bytes()[..text.len().min(cut)];
        for kind in [SourceKind::IisW3c, SourceKind::HttpErr, SourceKind::NdesPlugin, SourceKind::Svclog, SourceKind::SetupMsi] {
            let mut keep = common::Keep::default();
            let detected = scepscope_parse::Detected { kind, encoding: Encoding::Utf8 };
            let mut input = std::io::Cursor::new(bytes.to_vec());
            let summary = scepscope_parse::parse(detected, &mut input, &scepscope_parse::Everything, &mut keep).unwrap();
            proptest::prop_assert!(keep.records.len() as u64 <= summary.records);
            let newest = summary.last.map(|l| l.to_string());
            proptest::prop_assert!(newest.is_some() || keep.records.iter().all(|r| r.time.is_none()));
        }
    }
}

const PIECES: [&str; 24] = [
    "#Fields: date time cs-uri-stem sc-status\n",
    "#Fields: time cs-uri-stem\n",
    "#Fields:\n",
    "#Date: 2026-11-02 00:00:00\n",
    "#Date: never\n",
    "2026-11-02 04:00:00 /certsrv/mscep/mscep.dll 200",
    "\n",
    "23:59:59 /x\n",
    "00:00:01 /y\n",
    "10.0.0.1 GET /certsrv/mscep/mscep.dll - 443 - 10.0.0.2 agent - 200 0 0",
    "POST /x 200",
    "<![LOG[Sending",
    "]LOG]!><time=\"10:00:10.457+99999\" date=\"99-99-2026\" thread=\"x\">",
    "]LOG]!><time=\"10:00:10.457-540\" date=\"11-06-2026\" component=\"NDESPlugin\" type=\"1\">\n",
    "<E2ETraceEvent xmlns=\"x\"><System><TimeCreated SystemTime=\"2026-11-06T10:00:20Z\"/></System>",
    "<ApplicationData>a &amp; &nosuch; b</ApplicationData>",
    "</E2ETraceEvent>",
    "=== Verbose logging started: 10/30/2026  15:02:11\r\n",
    "=== Verbose logging started: 1/1/1\r\n",
    "MSI (s) (B4:3C) [23:59:59:999]: a\n",
    "MSI (s) (B4:3C) [00:00:00:000]: b\r\n",
    "MSI ([[[",
    "\u{0}\u{feff}",
    "日本語 ",
];
