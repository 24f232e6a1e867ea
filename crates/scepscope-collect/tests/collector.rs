//! The collector without a face: sources that fail under way, cancelling, what a bundle holds then.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bundling;

use std::fs;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use bundling::pack_options;
use scepscope_collect::{
    Cancel, CheckOptions, Checked, CollectError, ErrorCode, Event, Input, Observer, PrepareOptions, Silent,
    check,
};
use scepscope_model::{Outcome, Tool};
use time::OffsetDateTime;

fn case(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/cases").join(path)
}

fn options() -> CheckOptions {
    CheckOptions { since: None, tool: Tool { name: "test".to_owned(), version: "0".to_owned() } }
}

fn run(inputs: Vec<Input>) -> Result<Checked, CollectError> {
    check(inputs, &options(), &Silent, &Cancel::default())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).map(|d| d.map(|e| e.unwrap().path()).collect()).unwrap_or_default()
}

/// Content that fails to be read from some offset on, as a disk or a phone's document provider may.
struct Withdrawn {
    content: Cursor<Vec<u8>>,
    from: u64,
}

impl Read for Withdrawn {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.content.position() >= self.from {
            return Err(io::Error::other("withdrawn"));
        }
        let left = usize::try_from(self.from - self.content.position()).unwrap();
        let n = buf.len().min(left);
        self.content.read(&mut buf[..n])
    }
}

impl Seek for Withdrawn {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.content.seek(to)
    }
}

#[test]
fn a_source_that_fails_under_way_is_a_gap_and_its_readable_part_counts() {
    // Attempts of the first half only; the file is long enough to be read in several blocks.
    let whole = fs::read(case("13-android-huge-noise-truncated/OMADMLog_0.log")).unwrap();
    let from = (whole.len() / 2 + 20_000) as u64;
    let content = Withdrawn { content: Cursor::new(whole), from };
    let input = Input::Document { name: "shared.log".to_owned(), content: Box::new(content) };
    let checked = run(vec![input, Input::Path(case("01-android-2018-success/OMADM.log"))]).unwrap();
    let report = checked.report();
    let reasons: Vec<&str> =
        report.gaps.iter().filter_map(|g| g.detail.get("reason").map(String::as_str)).collect();
    assert!(reasons.contains(&"io") || reasons.contains(&"not_readable_as_found"), "{reasons:?}");
    assert!(report.attempts.iter().any(|a| a.outcome == Outcome::Succeeded));
}

#[test]
fn a_file_that_vanishes_before_packing_is_a_gap_in_the_bundle() {
    let home = tempfile::tempdir().unwrap();
    let there = home.path().join("there.log");
    let gone = home.path().join("gone.log");
    fs::copy(case("01-android-2018-success/OMADM.log"), &there).unwrap();
    fs::copy(case("02-android-2019-dns/OMADMLog_0.log"), &gone).unwrap();
    let mut checked = run(vec![Input::Path(there), Input::Path(gone.clone())]).unwrap();
    fs::remove_file(gone).unwrap();
    let packed = checked
        .pack(&PrepareOptions::default(), &pack_options(home.path()), &Silent, &Cancel::default())
        .unwrap();
    // One of the two logs, the report, its page.
    assert_eq!(packed.entries, 3);
    let bundle = scepscope_bundle::BundleFile::open(Path::new(&packed.path)).unwrap();
    let now = OffsetDateTime::from_unix_timestamp(1_795_000_100).unwrap();
    let mut bundle = bundle.verify(None, now).into_intact().unwrap();
    let statement = bundle.contents().statement().unwrap();
    assert!(statement.gaps.iter().any(|g| g.detail.get("reason").is_some_and(|r| r == "not_in_the_bundle")));
}

/// Cancels at the first event of its kind.
struct CancelAt(Cancel, fn(&Event) -> bool, Mutex<bool>);

impl Observer for CancelAt {
    fn event(&self, event: Event) {
        if (self.1)(&event) {
            *self.2.lock().unwrap() = true;
            self.0.cancel();
        }
    }
}

#[test]
fn a_cancelled_check_is_an_error_and_a_cancelled_packing_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let log = || vec![Input::Path(case("13-android-huge-noise-truncated/OMADMLog_0.log"))];
    let cancel = Cancel::default();
    let observer = CancelAt(cancel.clone(), |e| matches!(e, Event::SourceStarted { .. }), Mutex::new(false));
    let error = check(log(), &options(), &observer, &cancel).err().unwrap();
    assert_eq!(error.code, ErrorCode::Cancelled);

    let mut checked = run(log()).unwrap();
    let cancel = Cancel::default();
    let observer = CancelAt(cancel.clone(), |e| matches!(e, Event::PackProgress { .. }), Mutex::new(false));
    let error =
        checked.pack(&PrepareOptions::default(), &pack_options(home.path()), &observer, &cancel).unwrap_err();
    assert_eq!(error.code, ErrorCode::Cancelled);
    assert!(*observer.2.lock().unwrap());
    assert_eq!(files(&home.path().join("out")), Vec::<PathBuf>::new());
}

#[test]
fn a_log_that_grows_while_it_is_read_is_read_up_to_where_it_was() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("OMADM.log");
    let whole = fs::read(case("01-android-2018-success/OMADM.log")).unwrap();
    fs::write(&path, &whole).unwrap();
    struct Grow(PathBuf);
    impl Observer for Grow {
        fn event(&self, event: Event) {
            if matches!(event, Event::SourceStarted { .. }) {
                let mut longer = fs::read(&self.0).unwrap();
                longer.extend_from_slice(b"2027-01-01T00:00:00.0000000  INFO  Event  later  1  1  later\n");
                fs::write(&self.0, longer).unwrap();
            }
        }
    }
    let grow = Grow(path.clone());
    let checked = check(vec![Input::Path(path)], &options(), &grow, &Cancel::default()).unwrap();
    let source = &checked.report().sources[0];
    assert_eq!(source.bytes, Some(whole.len() as u64));
    assert!(source.last.unwrap().to_string().starts_with("2026-03-02"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read_is_a_gap_with_the_systems_reason() {
    // Opens, says that it is a file, and gives an error at its first byte: whoever runs the test.
    let unreadable = PathBuf::from("/proc/self/mem");
    let good = case("02-android-2019-dns/OMADMLog_0.log");
    let checked = run(vec![Input::Path(unreadable.clone()), Input::Path(good)]).unwrap();
    let gap = &checked.report().gaps[0];
    assert_eq!(gap.detail.get("reason").map(String::as_str), Some("io"));
    assert!(gap.detail.contains_key("system"));
    let error = run(vec![Input::Path(unreadable)]).err().unwrap();
    assert_eq!(error.code, ErrorCode::NothingReadable);
}

#[test]
fn nothing_given_is_an_error_of_its_own() {
    assert_eq!(run(Vec::new()).err().unwrap().code, ErrorCode::NoInput);
}

#[test]
fn excerpts_hold_no_live_secret() {
    let checked = run(vec![Input::Path(case("32-redact-ios-pkioperation-url/console.txt"))]).unwrap();
    let report = serde_json::to_string(checked.report()).unwrap();
    assert!(report.contains("PKIOperation"), "the record is not among the evidence");
    assert!(
        !report.contains("MIAGCSqGSIb3DQEHAqCAMIACAQExDzANBglghkgBZQMEAgMFADCABgkqhkiG9w0BBwGggCSABIIPIaB")
    );
}

#[test]
fn attempts_that_are_too_many_are_counted() {
    let line = |n: usize| {
        let (hour, minute, second) = (n / 3600, n / 60 % 60, n % 60);
        format!(
            "2026-07-21T{hour:02}:{minute:02}:{second:02}.0760000  VERB  \
             com.microsoft.omadm.platforms.android.certmgr.CertificateEnrollmentManager  9405  04785  \
             Trying to enroll certificate request: ModelName=AC_{n:08x}-c9e7-4e72-8a4b-e10d5cf42caa%2FLogicalName_4e62013f_8f54_499e_9849_6f888446526b;Hash=-1\n"
        )
    };
    // More than assembling keeps, too.
    let text: String = (0..3_000).map(line).collect();
    let input = Input::Document {
        name: "OMADMLog_0.log".to_owned(),
        content: Box::new(Cursor::new(text.into_bytes())),
    };
    let checked = run(vec![input]).unwrap();
    let report = checked.report();
    assert_eq!(report.attempts.len(), 200);
    assert!(report.attempts.last().unwrap().profile.as_deref().is_some_and(|p| p.contains("00000bb7")));
    let many = report.gaps.iter().find(|g| g.detail.get("reason").is_some_and(|r| r == "too_many_attempts"));
    assert_eq!(many.unwrap().detail["records"], "2800");
}

/// A line without an end, of that many bytes.
struct OneLine {
    at: u64,
    bytes: u64,
}

impl Read for OneLine {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        const HEAD: &[u8] = b"2026-07-21T02:30:07.0760000  VERB  com.microsoft.omadm.Services  9405  04785  ";
        let n = buf.len().min(usize::try_from(self.bytes - self.at).unwrap_or(usize::MAX));
        buf[..n].fill(b'x');
        if let Some(head) = usize::try_from(self.at).ok().and_then(|at| HEAD.get(at..)) {
            let n = n.min(head.len());
            buf[..n].copy_from_slice(&head[..n]);
        }
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for OneLine {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::Current(by) => self.at.checked_add_signed(by).unwrap(),
            SeekFrom::End(by) => self.bytes.checked_add_signed(by).unwrap(),
        };
        Ok(self.at)
    }
}

#[test]
fn a_line_of_two_gibibytes_is_one_cut_record_and_said_so() {
    let content = OneLine { at: 0, bytes: 2 << 30 };
    let input = Input::Document { name: "OMADMLog_0.log".to_owned(), content: Box::new(content) };
    let checked = run(vec![input]).unwrap();
    let report = checked.report();
    assert_eq!(report.sources[0].records, 1);
    let reasons: Vec<&str> =
        report.gaps.iter().filter_map(|g| g.detail.get("reason").map(String::as_str)).collect();
    assert!(reasons.contains(&"record_too_long"), "{reasons:?}");
    // The memory is the process's largest so far, tests beside this one included: far below the line's length.
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak =
        status.lines().find_map(|l| l.strip_prefix("VmHWM:")).and_then(|l| l.split_whitespace().next());
    let peak: u64 = peak.map_or(0, |kib| kib.parse().unwrap());
    assert!(peak < 512 << 10, "{peak} KiB");
}
