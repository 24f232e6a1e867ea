//! Logs of Android and Apple devices. Numbers of records and times were counted with grep and Python's `re`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Wants, load, read, read_with};
use scepscope_model::{Clock, Level, Locator, Platform, SourceKind};
use scepscope_parse::{Encoding, Everything, ProblemReason};

#[test]
fn omadm_logs_hold_what_was_counted() {
    for (path, records, first, last) in [
        (
            "cases/01-android-2018-success/OMADM.log",
            45,
            "2026-03-02T07:40:12.464Z",
            "2026-03-02T07:40:58.158Z",
        ),
        (
            "cases/02-android-2019-dns/OMADMLog_0.log",
            28,
            "2026-05-19T22:58:41.524Z",
            "2026-05-19T22:59:14.0829999Z",
        ),
        (
            "cases/03-android-2024-tls-untrusted/CloudExtension.log",
            29,
            "2026-10-06T13:06:00.658Z",
            "2026-10-06T13:06:24.945Z",
        ),
        (
            "cases/04-android-2024-http404-getcacaps/OMADMLog_0.log",
            31,
            "2026-08-30T05:12:01.995Z",
            "2026-08-30T05:12:25.9599999Z",
        ),
        (
            "cases/05-android-414-pkioperation/OMADM.log",
            23,
            "2026-06-11T09:31:08.142Z",
            "2026-06-11T09:31:21.469Z",
        ),
        (
            "cases/06-android-ca-fingerprint/OMADMLog_0.log",
            26,
            "2026-02-14T16:20:47.416Z",
            "2026-02-14T16:21:05.416Z",
        ),
        (
            "cases/07-android-failure-badrequest-utf16/OMADM.log",
            26,
            "2026-09-08T11:00:03.039Z",
            "2026-09-08T11:00:23.215Z",
        ),
        (
            "cases/08-android-pending/OMADMLog_0.log",
            34,
            "2026-04-21T18:44:15.467Z",
            "2026-04-21T18:44:44.977Z",
        ),
        (
            "cases/09-android-install-not-accepted/OMADMLog_0.log",
            79,
            "2026-01-27T06:02:33.26Z",
            "2026-01-27T09:24:19.389Z",
        ),
        (
            "cases/10-android-verbose-off/OMADM.log",
            100,
            "2026-07-07T10:10:23.583Z",
            "2026-07-07T11:19:19.8869999Z",
        ),
        (
            "cases/11-android-two-profiles/OMADMLog_0.log",
            34,
            "2026-10-12T14:15:02.471Z",
            "2026-10-12T14:15:38.593Z",
        ),
        (
            "cases/12-android-retries-rotated/OMADMLog_0.log",
            50,
            "2026-10-28T23:54:11.407Z",
            "2026-10-29T00:03:56.384Z",
        ),
        (
            "cases/12-android-retries-rotated/OMADMLog_1.log",
            71,
            "2026-10-28T23:40:01.155Z",
            "2026-10-28T23:53:56.228Z",
        ),
        (
            "cases/13-android-huge-noise-truncated/OMADMLog_0.log",
            9008,
            "2026-09-15T00:00:05.363Z",
            "2026-09-15T05:00:11.641Z",
        ),
        (
            "cases/14-android-syncml-ra-mismatch/OMADM.log",
            25,
            "2026-03-30T12:12:14.085Z",
            "2026-03-30T12:12:31.999Z",
        ),
        (
            "cases/25-admin-android-iis-500-1346/OMADMLog_0.log",
            23,
            "2026-11-02T04:10:01.606Z",
            "2026-11-02T04:10:20.31Z",
        ),
        (
            "cases/31-redact-android-syncml-token/OMADM.log",
            22,
            "2026-03-11T09:00:00.222Z",
            "2026-03-11T09:00:18.156Z",
        ),
        (
            "cases/33-admin-all-good/OMADMLog_0.log",
            24,
            "2026-11-06T10:00:01.781Z",
            "2026-11-06T10:00:29.597Z",
        ),
        (
            "cases/34-android-four-failinfos/CloudExtension.log",
            59,
            "2026-07-21T02:30:02.086Z",
            "2026-07-21T02:30:38.658Z",
        ),
        (
            "cases/35-android-errors-per-step/OMADMLog_0.log",
            63,
            "2026-11-13T19:00:00.864Z",
            "2026-11-13T19:02:17.331Z",
        ),
        (
            "samples/android-omadm/msdocs-2018-delivery.log",
            14,
            "2018-02-27T04:50:52.189Z",
            "2018-02-27T05:20:15.352Z",
        ),
        (
            "samples/android-omadm/msdocs-2018-device-to-ndes.log",
            7,
            "2018-02-27T05:16:08.25Z",
            "2018-02-27T05:16:21.958Z",
        ),
        (
            "samples/android-omadm/msdocs-2019-wifi-profile.log",
            17,
            "2019-08-01T19:22:46.734Z",
            "2019-08-01T19:22:47.591Z",
        ),
    ] {
        let (detected, summary, keep) = read(path);
        assert_eq!(detected.kind, SourceKind::Omadm, "{path}");
        assert_eq!((summary.records, keep.records.len()), (records, records as usize), "{path}");
        assert_eq!(summary.first.unwrap().to_string(), first, "{path}");
        assert_eq!(summary.last.unwrap().to_string(), last, "{path}");
        assert_eq!(
            (summary.clock, summary.platform, summary.newest_first),
            (Clock::AssumedUtc, Platform::Android, false)
        );
        assert_eq!(summary.verbose, Some(!path.contains("10-android-verbose-off")), "{path}");
        let cut = path.contains("truncated");
        assert_eq!(keep.count(ProblemReason::EndsInsideRecord), u64::from(cut), "{path}");
        for record in &keep.records {
            assert!(
                record.ids.0.is_some() && record.level != Level::Unknown || record.cut,
                "{path} {record:?}"
            );
        }
    }
}

#[test]
fn a_record_cut_off_at_the_end_is_marked() {
    let (_, _, keep) = read("cases/13-android-huge-noise-truncated/OMADMLog_0.log");
    let last = keep.records.last().unwrap();
    assert!(last.cut);
    assert_eq!(last.message, "org.jsce");
    assert!(keep.records[..keep.records.len() - 1].iter().all(|r| !r.cut));
    assert!(keep.count(ProblemReason::Encoding) > 0);
    // grep -n 'Encoding message'
    let encoding = keep.with("Encoding message: org.jscep");
    assert_eq!(encoding.len(), 1);
    let bytes = load("cases/13-android-huge-noise-truncated/OMADMLog_0.log");
    let at = memchr::memmem::find(&bytes, b"Encoding message: org.jscep").unwrap();
    let line = 1 + memchr::memchr_iter(b'\n', &bytes[..at]).count() as u64;
    assert_eq!(encoding[0].locator, Locator::Line(line));
}

#[test]
fn entries_go_on_over_their_lines() {
    let (_, _, keep) = read("cases/14-android-syncml-ra-mismatch/OMADM.log");
    let syncml = keep.with("<?xml version");
    assert!(!syncml.is_empty());
    assert!(syncml[0].message.contains("\n  <SyncHdr><VerDTD>"), "{}", syncml[0].message);
    assert!(!syncml[0].message.ends_with('\n'));
    let (detected, _, keep) = read("cases/07-android-failure-badrequest-utf16/OMADM.log");
    assert_eq!(detected.encoding, Encoding::Utf16Le);
    assert!(keep.records.iter().all(|r| !r.message.contains('\r')));
}

#[test]
fn an_excerpt_without_times_is_still_read() {
    let (detected, summary, keep) = read("samples/android-omadm/msdocs-2018-profile-deployment-syncml.log");
    assert_eq!((detected.kind, summary.records, summary.first), (SourceKind::Omadm, 1, None));
    assert_eq!(summary.clock, Clock::None);
    assert_eq!(
        (keep.records[0].level, keep.records[0].origin.as_str()),
        (Level::Verbose, "com.microsoft.omadm.syncml.SyncmlSession")
    );
}

#[test]
fn apple_logs_hold_what_was_counted() {
    use SourceKind::{ConsoleText, Syslog, UnifiedLog};
    for (path, kind, records, first, last) in [
        (
            "cases/15-ios-console-rtf-success/console.txt",
            ConsoleText,
            56,
            "09:14:20.414972-05:00",
            "09:14:32.229536-05:00",
        ),
        (
            "cases/16-ios-console-tabs-22005-dns/console.txt",
            ConsoleText,
            30,
            "20:05:41.980982+02:00",
            "20:05:48.874161+02:00",
        ),
        (
            "cases/20-ios-414-long-get/iphone-console.txt",
            ConsoleText,
            33,
            "08:08:08.146169+01:00",
            "08:08:15.074576+01:00",
        ),
        (
            "cases/21-ios-no-scep/console.txt",
            ConsoleText,
            182,
            "17:17:00.230475-04:00",
            "17:17:36.516333-04:00",
        ),
        (
            "cases/27-admin-iis-several-devices/console.txt",
            ConsoleText,
            31,
            "16:44:00.051197+05:30",
            "16:44:06.120898+05:30",
        ),
        (
            "cases/32-redact-ios-pkioperation-url/console.txt",
            ConsoleText,
            26,
            "10:20:30.184112+02:00",
            "10:20:35.176304+02:00",
        ),
        (
            "cases/17-ios-logshow-22006/profiled.log",
            UnifiedLog,
            36,
            "2026-05-05T15:30:00.73478-07:00",
            "2026-05-05T15:30:07.971455-07:00",
        ),
        (
            "cases/26-admin-ios-iis-no-request/profiled.log",
            UnifiedLog,
            25,
            "2026-11-03T09:14:50.340002+09:00",
            "2026-11-03T09:15:54.517101+09:00",
        ),
        (
            "cases/18-ios-ndjson-post-success/scep.ndjson",
            UnifiedLog,
            45,
            "2026-10-20T03:02:01.292135+09:00",
            "2026-10-20T03:02:09.670662+09:00",
        ),
        ("cases/19-ios-ipcu-22003/device-console.log", Syslog, 13, "14:15:30", "14:15:36"),
        ("samples/ios/msdocs-2023-no-getcacaps-syslog.txt", Syslog, 2, "14:15:36", "14:15:42"),
        (
            "samples/ios/msdocs-console-delivery.txt",
            ConsoleText,
            5,
            "18:30:53.691033-05:00",
            "18:30:57.320616-05:00",
        ),
        (
            "samples/ios/msdocs-console-device-to-ndes.txt",
            ConsoleText,
            5,
            "18:30:53.691033-05:00",
            "18:30:55.487908-05:00",
        ),
        (
            "samples/ios/msdocs-console-profile-deployment.txt",
            ConsoleText,
            1,
            "18:30:54.638009-05:00",
            "18:30:54.638009-05:00",
        ),
        (
            "samples/ios/msdocs-console-wifi.txt",
            ConsoleText,
            3,
            "11:19:58.994815-04:00",
            "11:19:59.36046-04:00",
        ),
        ("samples/ios/plaso-syslog_osx.log", Syslog, 2, "19:26:39", "19:26:45"),
    ] {
        let (detected, summary, keep) = read(path);
        assert_eq!(detected.kind, kind, "{path}");
        assert_eq!((summary.records, keep.records.len()), (records, records as usize), "{path}");
        assert_eq!(summary.first.unwrap().to_string(), first, "{path}");
        assert_eq!(summary.last.unwrap().to_string(), last, "{path}");
        assert_eq!(summary.platform, Platform::Ios);
        assert_eq!(summary.clock, if kind == UnifiedLog { Clock::Known } else { Clock::NoDate }, "{path}");
        assert_eq!(keep.problems, [], "{path}");
        for record in &keep.records {
            assert!(!record.origin.is_empty() && !record.origin.contains(' '), "{path} {record:?}");
            let odd = ["\\'9", "[com.apple.ManagedConfiguration:MC]", "\\ "];
            assert!(!odd.iter().any(|o| record.message.contains(o)), "{path} {record:?}");
            assert!(!record.message.ends_with(['\\', ' ', '\n']), "{path} {record:?}");
        }
    }
}

#[test]
fn debug_lines_of_the_enrolling_process_make_an_apple_log_verbose() {
    for (path, verbose) in [
        ("cases/15-ios-console-rtf-success/console.txt", true),
        ("cases/17-ios-logshow-22006/profiled.log", true),
        ("cases/18-ios-ndjson-post-success/scep.ndjson", true),
        ("cases/19-ios-ipcu-22003/device-console.log", false),
    ] {
        assert_eq!(read(path).1.verbose, Some(verbose), "{path}");
    }
    let text = b"debug\t10:00:00.1+0200\tmdmd\tx\ndefault\t10:00:00.2+0200\tprofiled\ty\n";
    assert_eq!(read_with(text, &Everything).1.verbose, Some(false));
}

#[test]
fn apple_records_keep_their_blocks_and_quotes() {
    let (_, summary, keep) = read("cases/19-ios-ipcu-22003/device-console.log");
    let error = keep.with("Cannot retrieve SCEP identity")[0];
    assert!(error.message.contains("\n    Code   : 22003\n"), "{}", error.message);
    assert_eq!((error.level, error.locator.clone()), (Level::Error, Locator::Line(8)));
    assert_eq!(summary.device_name.as_deref(), Some("Adatum-iPad"));
    let (_, _, keep) = read("cases/15-ios-console-rtf-success/console.txt");
    assert_eq!(keep.with("Profile “www.windowsintune.com.wifi.Adatum” installed.").len(), 1);
    let (_, _, keep) = read("cases/20-ios-414-long-get/iphone-console.txt");
    assert_eq!(keep.with("URL request succeeded.")[0].message, "URL request succeeded.");
    // The literal is escaped in the file.
    let bytes = load("cases/18-ios-ndjson-post-success/scep.ndjson");
    let (_, summary, some) = read_with(&bytes, &Wants { literal: "https://", event: None });
    assert!(!some.records.is_empty() && summary.records == 45);
    assert!(some.records.iter().all(|r| r.message.contains("https://")));
}

#[test]
fn an_array_of_json_is_read_like_lines() {
    let entry = |n: u32| {
        format!(
            "{{\n  \"timestamp\" : \"2026-10-20 03:02:0{n}.5+0900\",\n  \"messageType\" : \"Debug\",\n  \"processImagePath\" : \"\\/usr\\/libexec\\/profiled\",\n  \"backtrace\" : {{\n    \"frames\" : [\n      {{ \"a\" : 1 }}\n    ]\n  }},\n  \"eventMessage\" : \"m{n}\"\n}}"
        )
    };
    let text = format!("[{},{},{}]\n", entry(1), entry(2), entry(3));
    let (detected, summary, keep) = read_with(text.as_bytes(), &Everything);
    assert_eq!((detected.kind, summary.records, summary.verbose), (SourceKind::UnifiedLog, 3, Some(true)));
    let messages: Vec<&str> = keep.records.iter().map(|r| r.message.as_str()).collect();
    assert_eq!(messages, ["m1", "m2", "m3"]);
    assert_eq!(keep.problems, []);
}

#[test]
fn a_day_passes_at_midnight() {
    let text = b"default\t23:59:59.1+0200\tprofiled\ta\ndefault\t00:00:01.1+0200\tprofiled\tb\n";
    let (_, summary, _) = read_with(text, &Everything);
    assert_eq!(summary.last.unwrap().seconds_since(&summary.first.unwrap()), 2);
    assert!(!summary.newest_first);
}

#[test]
fn what_is_no_such_log_is_not_taken_for_one() {
    for path in
        ["samples/ios/plaso-ios_lockdownd.log", "samples/ios/plaso-ios_sysdiag-mobile_installation.log"]
    {
        let (detected, summary, _) = read(path);
        assert_eq!((detected.kind, summary.clock), (SourceKind::Unknown, Clock::None), "{path}");
    }
}
