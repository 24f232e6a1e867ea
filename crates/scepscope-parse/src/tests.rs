//! What holds for every format: no panic, bounded memory, and the same records whatever the block size.

use std::io::{Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use proptest::prelude::*;
use scepscope_model::{Record, SourceKind};

use crate::lines::Sizes;
use crate::{
    Detected, Encoding, Everything, Prefilter, Problem, ProblemReason, Sink, SourceSummary, detect,
    parse_sized,
};

const TEXT_KINDS: [SourceKind; 12] = [
    SourceKind::Omadm,
    SourceKind::ConsoleText,
    SourceKind::UnifiedLog,
    SourceKind::Syslog,
    SourceKind::EventText,
    SourceKind::EventCsv,
    SourceKind::EventXml,
    SourceKind::Unknown,
    SourceKind::IisW3c,
    SourceKind::Logcat,
    SourceKind::RegistryExport,
    SourceKind::MdmDiagReport,
];

#[derive(Debug, Default, PartialEq)]
struct Keep {
    records: Vec<String>,
    messages: Vec<String>,
    problems: Vec<Problem>,
    most: Option<usize>,
}

impl Sink for Keep {
    fn record(&mut self, record: &Record<'_>) -> ControlFlow<()> {
        self.records.push(format!("{record:?}"));
        self.messages.push(record.message.to_string());
        if self.most.is_some_and(|most| self.records.len() >= most) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}

struct Literal<'a>(&'a [u8]);

impl Prefilter for Literal<'_> {
    fn find(&self, haystack: &[u8], from: usize) -> Option<usize> {
        memchr::memmem::find(haystack.get(from..)?, self.0).map(|at| at + from)
    }

    fn wants_event(&self, _: &str, _: u32) -> bool {
        false
    }
}

fn run(detected: Detected, bytes: &[u8], prefilter: &dyn Prefilter, sizes: Sizes) -> (SourceSummary, Keep) {
    let mut keep = Keep::default();
    let summary =
        parse_sized(detected, &mut Cursor::new(bytes.to_vec()), None, prefilter, &mut keep, sizes).unwrap();
    (summary, keep)
}

fn case(path: &str) -> Vec<u8> {
    std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data").join(path))
        .unwrap()
}

const CASES: [&str; 15] = [
    "cases/03-android-2024-tls-untrusted/CloudExtension.log",
    "cases/14-android-syncml-ra-mismatch/OMADM.log",
    "cases/07-android-failure-badrequest-utf16/OMADM.log",
    "cases/15-ios-console-rtf-success/console.txt",
    "cases/16-ios-console-tabs-22005-dns/console.txt",
    "cases/17-ios-logshow-22006/profiled.log",
    "cases/18-ios-ndjson-post-success/scep.ndjson",
    "cases/19-ios-ipcu-22003/device-console.log",
    "cases/22-windows-en-success/admin-events.txt",
    "cases/23-windows-ja-csv-dns/Admin.csv",
    "cases/24-windows-certenroll86-tls/application.txt",
    "cases/36-windows-en-xml-308-connect/Admin.xml",
    "samples/windows-evtx-scep/dev-05-invalid-server-response.wevtutil.ja-JP.cp932.txt",
    "samples/windows-evtx-scep/dev-05-invalid-server-response.eventviewer-tab.ja-JP.utf16le.txt",
    "samples/windows-evtx-scep/dev-05-invalid-server-response.wevtutil-rendered.en-US.utf16le.xml",
];

#[test]
fn the_block_size_changes_nothing() {
    for path in CASES {
        let bytes = case(path);
        let detected = detect(&bytes).unwrap();
        let whole = run(detected, &bytes, &Everything, Sizes::default());
        assert!(!whole.1.records.is_empty(), "{path}");
        for block in [1, 7, 64, 513, 4096] {
            for ahead in [0, usize::MAX] {
                let sizes = Sizes { block, ahead, ..Sizes::default() };
                assert_eq!(run(detected, &bytes, &Everything, sizes), whole, "{path} {block} {ahead}");
            }
        }
        // Records longer than the limit are cut in the same place.
        let short =
            |block| run(detected, &bytes, &Everything, Sizes { block, record: 300, ..Sizes::default() });
        let cut = short(100_000);
        assert!(
            cut.1.problems.iter().any(|p| p.reason == ProblemReason::RecordTooLong) || !path.contains("14-"),
            "{path}"
        );
        for block in [1, 64, 513, 4096] {
            assert_eq!(short(block), cut, "{path} {block}");
        }
    }
}

#[test]
fn a_literal_brings_the_records_that_hold_it() {
    for path in CASES {
        let bytes = case(path);
        let detected = detect(&bytes).unwrap();
        let (all_summary, all) = run(detected, &bytes, &Everything, Sizes::default());
        for literal in ["GetCACaps", "SCEP", "https://", "Profile “", "nowhere in it"] {
            for block in [512, 1 << 20] {
                let (summary, some) =
                    run(detected, &bytes, &Literal(literal.as_bytes()), Sizes { block, ..Sizes::default() });
                assert_eq!(summary, all_summary, "{path}");
                let some: Vec<&String> = some.messages.iter().filter(|m| m.contains(literal)).collect();
                let wanted: Vec<&String> = all.messages.iter().filter(|m| m.contains(literal)).collect();
                assert_eq!(some, wanted, "{path} {literal}");
            }
        }
    }
}

#[test]
fn the_sink_can_end_the_reading() {
    for path in CASES.into_iter().chain(["samples/windows-evtx-scep/dev-10-success-clean.evtx"]) {
        let bytes = case(path);
        let detected = detect(&bytes).unwrap();
        for ahead in [0, usize::MAX] {
            let sizes = Sizes { block: 1 << 10, ahead, ..Sizes::default() };
            let mut keep = Keep { most: Some(2), ..Keep::default() };
            let input = &mut Cursor::new(bytes.as_slice());
            let summary = parse_sized(detected, input, None, &Everything, &mut keep, sizes).unwrap();
            assert_eq!((keep.records.len(), summary.records), (2, 2), "{path}");
        }
    }
}

/// Gives the same bytes over and over, and counts how much the reader holds at most by what it asks for.
struct Endless {
    left: u64,
    bytes: &'static [u8],
    at: usize,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let take = buffer.len().min(usize::try_from(self.left).unwrap());
        for byte in &mut buffer[..take] {
            *byte = self.bytes[self.at];
            self.at = (self.at + 1) % self.bytes.len();
        }
        self.left -= take as u64;
        Ok(take)
    }
}

impl Seek for Endless {
    fn seek(&mut self, _: SeekFrom) -> std::io::Result<u64> {
        Ok(0)
    }
}

/// Fails after so many bytes.
struct Failing<'a> {
    inner: Cursor<&'a [u8]>,
    left: usize,
}

impl Read for Failing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Err(std::io::Error::other("withdrawn"));
        }
        let most = buffer.len().min(self.left);
        let read = self.inner.read(&mut buffer[..most])?;
        self.left -= read;
        Ok(read)
    }
}

impl Seek for Failing<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(to)
    }
}

#[test]
fn what_was_read_before_an_error_counts() {
    let bytes = case("cases/03-android-2024-tls-untrusted/CloudExtension.log");
    let detected = detect(&bytes).unwrap();
    let left = bytes.len() * 2 / 3;
    let pass = |ahead| {
        let sizes = Sizes { block: 1 << 10, ahead, ..Sizes::default() };
        let mut input = Failing { inner: Cursor::new(&bytes), left };
        let mut keep = Keep::default();
        let summary = parse_sized(detected, &mut input, None, &Everything, &mut keep, sizes).unwrap();
        (summary, keep)
    };
    let (summary, keep) = pass(0);
    assert!(summary.records > 1 && keep.records.len() as u64 == summary.records);
    let reasons = |keep: &Keep| -> Vec<_> { keep.problems.iter().map(|p| (p.reason, p.count)).collect() };
    assert!(reasons(&keep).contains(&(ProblemReason::Io, 1)));
    // Where it failed is told by the line that was reached, which may be another one.
    let (other, direct) = pass(usize::MAX);
    assert_eq!((other, &direct.records, reasons(&direct)), (summary, &keep.records, reasons(&keep)));
}

#[test]
fn a_line_without_end_is_cut_and_passed_over() {
    const LINE: &[u8] = b"2026-03-02T07:40:12.4640000\tVERB\ta.b.C\t11319\t   33\tThere are 1 requests ";
    for kind in TEXT_KINDS {
        let mut keep = Keep::default();
        let mut input = Endless { left: 10 * 1024 * 1024, bytes: LINE, at: 0 };
        let detected = Detected { kind, encoding: Encoding::Utf8 };
        let summary =
            parse_sized(detected, &mut input, None, &Everything, &mut keep, Sizes::default()).unwrap();
        assert!(summary.records <= 1, "{kind:?}");
        assert!(keep.messages.iter().all(|m| m.len() <= crate::limits::MAX_RECORD_BYTES));
        let mut input = Endless { left: 4 * 1024 * 1024, bytes: b"{\\'93\\u12486 ?x", at: 0 };
        let rich = Detected { kind, encoding: Encoding::Rtf };
        let mut text = Keep::default();
        parse_sized(rich, &mut input, None, &Everything, &mut text, Sizes::default()).unwrap();
        // Where the limit cuts a character, a replacement of three bytes stands for its part.
        assert!(text.messages.iter().all(|m| m.len() <= crate::limits::MAX_RECORD_BYTES + 3));
        if kind == SourceKind::Omadm {
            assert_eq!(keep.problems.len(), 1);
            assert_eq!((keep.problems[0].reason, keep.problems[0].count), (ProblemReason::RecordTooLong, 1));
            assert!(keep.messages[0].starts_with("There are 1 requests"));
        }
    }
}

#[test]
fn reading_goes_on_after_a_record_that_is_too_long() {
    let line = |n: u32| format!("2026-03-02T07:40:1{n}.4640000\tVERB\ta.b.C\t11319\t   33\tmessage {n}\n");
    let long = "x".repeat(3_000_000);
    let text = format!("{}{}{long}\n{long}\n{}", line(1), line(2), line(3));
    for block in [1000, 100_000, 1 << 20, 1 << 23] {
        let detected = detect(text.as_bytes()).unwrap();
        let (summary, keep) =
            run(detected, text.as_bytes(), &Everything, Sizes { block, ..Sizes::default() });
        assert_eq!(summary.records, 3);
        assert_eq!(keep.messages[2], "message 3");
        assert!(keep.records[2].contains("Line(5)"), "{}", keep.records[2]);
        assert_eq!(keep.problems.len(), 1);
    }
}

#[test]
fn what_is_empty_or_of_another_kind_does_no_harm() {
    for kind in TEXT_KINDS {
        for bytes in [&b""[..], b"\n", b"\n\n\r\n", b"\0\0\0\0", b"\xFF\xFE", b"x"] {
            for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::ShiftJis, Encoding::Rtf] {
                let (summary, keep) = run(Detected { kind, encoding }, bytes, &Everything, Sizes::default());
                assert!(
                    summary.records <= 1 && keep.records.len() as u64 <= summary.records,
                    "{kind:?} {bytes:?}"
                );
            }
        }
    }
    let evtx = Detected { kind: SourceKind::Evtx, encoding: Encoding::Binary };
    for bytes in [&b""[..], b"ElfFil", b"text"] {
        let mut keep = Keep::default();
        let read = parse_sized(
            evtx,
            &mut Cursor::new(bytes.to_vec()),
            None,
            &Everything,
            &mut keep,
            Sizes::default(),
        );
        assert!(matches!(read, Err(crate::ParseError::NotOfKind { .. })), "{bytes:?}");
    }
}

/// Pieces that the formats are made of, put together at random: gets deeper than random bytes.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just("2026-03-02T07:40:12.4640000"),
        Just("\tVERB\ta.b.C\t1\t 2\t"),
        Just("    INFO    Event     x    1    2    "),
        Just("debug\t09:14:25.5-0500\tprofiled\t"),
        Just("    Line 12: Debug    09:14:25.5 -0500    profiled    x\\'93\\"),
        Just("2026-05-05 15:30:00.917874-0700 0xdb1ec Debug 0x0 1 0 profiled: [a.b:c] "),
        Just("May 23 14:15:30 host p[1] <Notice>: (Error) "),
        Just("{\"timestamp\":\"2026-10-20 03:02:01.2+0900\",\"eventMessage\":\"\\/x"),
        Just("\"}"),
        Just("},{"),
        Just("Error,29.09.2026 08:53:00,Microsoft-Windows-X,32,None,\"a\"\"b"),
        Just("\""),
        Just(
            "Event[0]:\n  Log Name: L\n  Source: S\n  Date: 3/6/2026 9:01:39 PM\n  Event ID: 3\n  Task: T\n  Level: Error\n  Description: \n"
        ),
        Just("Log Name: Application\nSource: x\nDate: 13/6/2026 9:01:39\nEvent ID: 9\n"),
        Just("03-02 07:40:12.464  1  2 V omadm: "),
        Just("[ 03-02 07:40:12.464 1: 2 I/t ]\n"),
        Just("[HKEY_LOCAL_MACHINE\\SOFTWARE\\a]\n\"b\"=\"c\"\n"),
        Just("<tr><td>a</td>"),
        Just("<MDMEnterpriseDiagnosticsReport>"),
        Just("{\\rtf1\\ansi \\'93\\u123 ?\\par\n"),
        Just("<Event xmlns='x'><System><Provider Name='p'/><EventID>1</EventID>"),
        Just("</System><EventData><Data>v&amp;</Data></EventData>"),
        Just("</Event>"),
        Just("\n"),
        Just("\r\n"),
        Just("レベル"),
        Just("SCEP"),
        Just(" "),
    ];
    let bytes = prop_oneof![
        8 => piece.prop_map(|p| p.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..12),
    ];
    proptest::collection::vec(bytes, 0..40).prop_map(|pieces| pieces.concat())
}

fn encodings() -> impl Strategy<Value = Encoding> {
    prop_oneof![
        4 => Just(Encoding::Utf8),
        1 => Just(Encoding::Utf16Le),
        1 => Just(Encoding::Utf16Be),
        1 => Just(Encoding::ShiftJis),
        1 => Just(Encoding::Windows1252),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_reads_the_same_in_any_blocks(bytes in pieces(), encoding in encodings(), block in 1_usize..200, record in 40_usize..2000) {
        for kind in TEXT_KINDS {
            let detected = Detected { kind, encoding };
            let whole = run(detected, &bytes, &Everything, Sizes { block: 1 << 20, record, ..Sizes::default() });
            let parts = run(detected, &bytes, &Everything, Sizes { block, record, ..Sizes::default() });
            // Lengths are those of the text as it stands in the file; see `console::unescape`.
            if kind != SourceKind::ConsoleText || record > bytes.len() * 3 {
                prop_assert_eq!(&whole, &parts, "{:?}", kind);
            }
            prop_assert!(whole.1.records.len() as u64 == whole.0.records);
            let (summary, some) = run(detected, &bytes, &Literal(b"SCEP"), Sizes { block, record, ahead: 0 });
            prop_assert_eq!(&summary, &parts.0);
            let wanted = parts.1.messages.iter().filter(|m| m.contains("SCEP")).count();
            prop_assert_eq!(some.messages.iter().filter(|m| m.contains("SCEP")).count(), wanted, "{:?}", kind);
        }
    }

    #[test]
    fn any_bytes_are_detected_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000), text in pieces()) {
        for bytes in [bytes, text] {
            if let Some(detected) = detect(&bytes) {
                run(detected, &bytes, &Everything, Sizes { block: 64, record: 500, ..Sizes::default() });
            }
        }
    }

    #[test]
    fn damaged_event_logs_do_no_harm(changes in proptest::collection::vec((0_usize..69_632, any::<u8>()), 1..60), length in 0_usize..69_632) {
        let mut bytes = case("samples/windows-evtx-scep/dev-01-success.evtx");
        for (at, byte) in changes {
            // Where most of it is: the first bytes of the chunk, not the empty rest.
            let at = if at % 3 == 0 { at } else { 4096 + at % 16_384 };
            bytes[at] = byte;
        }
        bytes[..8].copy_from_slice(b"ElfFile\0");
        let evtx = Detected { kind: SourceKind::Evtx, encoding: Encoding::Binary };
        for bytes in [&bytes[..], &bytes[..length.max(8)]] {
            let (summary, keep) = run(evtx, bytes, &Everything, Sizes::default());
            prop_assert!(keep.records.len() as u64 <= summary.records);
            run(evtx, bytes, &Literal(b""), Sizes::default());
        }
    }
}

/// A web server's log in order: seconds since the line before, the page, and whether a header stands above.
fn web_log() -> impl Strategy<Value = Vec<u8>> {
    let gap = prop_oneof![8 => 0..3_i64, 2 => 0..900_i64, 1 => 0..90_000_i64];
    let page =
        prop_oneof![6 => Just("/iisstart.png"), 1 => Just("/certsrv/mscep/mscep.dll"), 1 => Just("/ Ünï")];
    let line = (gap, page, prop::bool::weighted(0.05));
    (prop::collection::vec(line, 1..120), prop_oneof![Just("\n"), Just("\r\n")], any::<bool>()).prop_map(
        |(lines, end, ends)| {
            let fields = format!("#Fields: date time cs-uri-stem sc-status{end}");
            let mut text = fields.clone();
            let mut at = 1_793_577_600_i64;
            for (gap, page, header) in lines {
                at += gap;
                if header {
                    text += &fields;
                }
                let time = time::OffsetDateTime::from_unix_timestamp(at).unwrap();
                let (date, clock) = (time.date(), time.time());
                let (h, m, s) = clock.as_hms();
                text += &format!("{date} {h:02}:{m:02}:{s:02} {page} 200{end}");
            }
            if !ends {
                text.truncate(text.len() - end.len());
            }
            text.into_bytes()
        },
    )
}

proptest! {
    /// Lines that are skimmed count as those that are looked at one by one.
    #[test]
    fn skimming_a_web_log_changes_nothing(log in web_log(), block in 1_usize..3000, record in 60_usize..4000, ahead: bool) {
        let detected = Detected { kind: SourceKind::IisW3c, encoding: Encoding::Utf8 };
        let sizes = Sizes { block, record, ahead: usize::MAX };
        let (all_summary, all) = run(detected, &log, &Everything, sizes);
        let ahead = if ahead { 0 } else { usize::MAX };
        let (summary, some) = run(detected, &log, &Literal(b"mscep"), Sizes { ahead, ..sizes });
        prop_assert_eq!(summary, all_summary);
        let of = |keep: &Keep| -> Vec<String> {
            keep.records.iter().filter(|r| r.contains("mscep")).cloned().collect()
        };
        prop_assert_eq!(of(&some), of(&all));
        prop_assert!(some.records.len() == of(&some).len());
    }
}
