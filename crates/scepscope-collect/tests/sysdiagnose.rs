//! What a check says of a sysdiagnose: where records stand, what could have been recorded, which profile is there,
//! and what of it leaves the device.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod bundling;

use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;

use bundling::pack_options;
use scepscope_collect::{
    Cancel, CheckOptions, Checked, ErrorCode, Event, Input, Observer, PrepareOptions, Silent,
};
use scepscope_model::{SourceKind, Tool};
use serde_json::Value;

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests")
}

fn sample(name: &str) -> PathBuf {
    tests().join(format!("data/samples/sysdiagnose/{name}.tar.gz"))
}

fn run(path: &Path) -> Result<Checked, ErrorCode> {
    let tool = Tool { name: "test".to_owned(), version: "0".to_owned() };
    let options = CheckOptions { since: None, tool };
    let inputs = vec![Input::Path(path.to_owned())];
    scepscope_collect::check(inputs, &options, &Silent, &Cancel::default()).map_err(|e| e.code)
}

fn check(path: &Path) -> Value {
    serde_json::to_value(run(path).unwrap().report()).unwrap()
}

/// Unpacks a sample into a folder, without the folder that its name stands for.
fn unpack(name: &str, to: &Path) {
    tool(Command::new("tar").arg("-xzf").arg(sample(name)).arg("--strip-components=1").current_dir(to));
}

fn tool(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{command:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

fn milestone<'r>(report: &'r Value, id: &str) -> &'r Value {
    let attempt = report["attempts"].as_array().unwrap().last().unwrap();
    attempt["milestones"].as_array().unwrap().iter().find(|m| m["id"] == id).unwrap()
}

fn reasons(report: &Value) -> Vec<&str> {
    let gaps = report["gaps"].as_array().unwrap().iter();
    gaps.filter_map(|g| g["detail"]["reason"].as_str()).collect()
}

/// The same log archive as people hold it: inside the sysdiagnose, as a folder, as a zip of that folder.
#[test]
fn every_form_gives_the_expected_verdict() {
    let work = tempfile::tempdir().unwrap();
    for name in [
        "dev-1-success-debug",
        "dev-2-success-default-only",
        "dev-3-network-failure",
        "dev-4-no-getcacaps",
        "dev-5-long-url",
        "dev-6-no-profiled",
    ] {
        let folder = work.path().join(name);
        fs::create_dir(&folder).unwrap();
        unpack(name, &folder);
        tool(Command::new("zip").args(["-qr", "logs.zip", "system_logs.logarchive"]).current_dir(&folder));
        let expect = sample(name).with_extension("").with_extension("expect.json");
        fs::copy(expect, folder.join("expect.json")).unwrap();
        for form in [sample(name), folder.join("system_logs.logarchive"), folder.join("logs.zip")] {
            let report = folder.join("report.json");
            fs::write(&report, check(&form).to_string()).unwrap();
            tool(Command::new("python3").arg(tests().join("check_case.py")).arg(&folder).arg(&report));
        }
    }
}

/// A file that takes its time.
struct Slow(fs::File);

impl Read for Slow {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        std::thread::sleep(Duration::from_millis(15));
        let some = buf.len().min(4096);
        self.0.read(&mut buf[..some])
    }
}

impl Seek for Slow {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

#[derive(Default)]
struct Heard(Mutex<Vec<Event>>);

impl Observer for Heard {
    fn event(&self, event: Event) {
        self.0.lock().unwrap().push(event);
    }
}

/// The names of the programs follow behind their lines: these are read again, once the names are known.
#[test]
fn it_is_told_how_far_a_log_archive_is() {
    let folder = tempfile::tempdir().unwrap();
    unpack("dev-1-success-debug", folder.path());
    let (first, all) = ("system_logs.logarchive/Persist", "system_logs.logarchive");
    let mut tar = Command::new("tar");
    tar.args(["-czf", "logs.tar.gz", first, "--exclude", first, all]).current_dir(folder.path());
    tool(&mut tar);
    let packed = folder.path().join("logs.tar.gz");
    let size = fs::metadata(&packed).unwrap().len();
    let content = Box::new(Slow(fs::File::open(&packed).unwrap()));
    let inputs = vec![Input::Document { name: "logs.tar.gz".to_owned(), content }];
    let tool = Tool { name: "test".to_owned(), version: "0".to_owned() };
    let heard = Heard::default();
    scepscope_collect::check(inputs, &CheckOptions { since: None, tool }, &heard, &Cancel::default())
        .unwrap();
    let heard = heard.0.into_inner().unwrap();
    let log = heard.iter().find_map(|event| match event {
        Event::SourceStarted { id, kind: SourceKind::UnifiedLog, bytes, .. } => Some((id, *bytes)),
        _ => None,
    });
    let (log, bytes) = log.unwrap();
    assert_eq!(bytes, Some(size));
    let told: Vec<u64> = heard
        .iter()
        .filter_map(|event| match event {
            Event::SourceProgress { id, bytes } if id == log => Some(*bytes),
            _ => None,
        })
        .collect();
    assert!(told.len() > 1 && told.is_sorted() && told.iter().all(|b| (1..=size).contains(b)), "{told:?}");
    assert!(told.iter().any(|bytes| (size / 4..size * 3 / 4).contains(bytes)), "{told:?} of {size}");
}

#[test]
fn records_are_found_again_by_archive_and_file() {
    let report = check(&sample("dev-1-success-debug"));
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
    let url = "https://ndes.alpenrose.example/certsrv/mscep/mscep.dll";
    assert_eq!(report["attempts"][0]["server_url"], url);
    let counts = report["key_strings"].as_array().unwrap().iter();
    let of = |id: &str| counts.clone().find(|k| k["id"] == id).unwrap()["count"].as_u64();
    assert_eq!((of("ios.getcacert"), of("ios.csr_via_get"), of("ios.retrieve")), (Some(1), Some(1), Some(1)));
}

#[test]
fn an_archive_without_debug_lines_leaves_the_debug_steps_open() {
    let folder = tempfile::tempdir().unwrap();
    unpack("dev-2-success-default-only", folder.path());
    let report = check(&folder.path().join("system_logs.logarchive"));
    assert_eq!(report["sources"][0]["verbose"], false);
    assert!(report["gaps"].as_array().unwrap().iter().any(|g| g["cause"] == "verbose_logging_off"));
    assert_eq!(milestone(&report, "certificate_installed")["state"], "not_recordable");
    assert_ne!(milestone(&report, "profile_received")["state"], "seen");
}

#[test]
fn a_profile_stub_proves_that_the_profile_arrived() {
    let report = check(&sample("dev-2-success-default-only"));
    let received = milestone(&report, "profile_received");
    assert_eq!(received["state"], "seen", "{received}");
    assert_eq!(received["evidence"][0]["rule"], "ios.scep_profile_present");
    assert!(received["evidence"][0]["excerpt"].as_str().unwrap().contains("com.apple.security.scep"));
    assert_eq!(report["attempts"].as_array().unwrap().len(), 1, "the stub belongs to the attempt of the log");

    // Alone it is no attempt that failed or stalled, and it says nothing of the steps.
    let folder = tempfile::tempdir().unwrap();
    unpack("dev-2-success-default-only", folder.path());
    let report = check(&folder.path().join("logs/MCState"));
    assert_eq!(report["outcome"], "inconclusive");
    assert_eq!(milestone(&report, "profile_received")["state"], "seen");
    assert_eq!(milestone(&report, "request_generated")["state"], "not_recordable");
    assert_eq!(
        (&report["reached_ndes"], &report["challenge_presented"]),
        (&"unknown".into(), &"unknown".into())
    );

    // A profile without a SCEP payload proves nothing of the kind.
    let report = check(&sample("dev-6-no-profiled"));
    assert_eq!(report["attempts"].as_array().unwrap().len(), 0);
}

#[test]
fn a_cut_sysdiagnose_is_read_as_far_as_it_goes() {
    let home = tempfile::tempdir().unwrap();
    let whole = fs::read(sample("dev-1-success-debug")).unwrap();
    let path = home.path().join("cut.tar.gz");
    for part in [40, 70, 99] {
        fs::write(&path, &whole[..whole.len() * part / 100]).unwrap();
        let report = match run(&path) {
            Ok(checked) => serde_json::to_value(checked.report()).unwrap(),
            // Nothing readable came before the cut: that is said, too.
            Err(code) => {
                assert_eq!(code, ErrorCode::NothingReadable);
                continue;
            }
        };
        assert!(!reasons(&report).is_empty(), "{part} % and no gap");
        assert_ne!(report["outcome"], "stalled", "{part} %: what is cut off is not absent");
    }
}

#[test]
fn a_tracev3_file_alone_names_no_process_and_says_so() {
    let home = tempfile::tempdir().unwrap();
    unpack("dev-1-success-debug", home.path());
    let alone = home.path().join("alone.tracev3");
    fs::copy(home.path().join("system_logs.logarchive/Persist/000000000000106f.tracev3"), &alone).unwrap();
    let report = check(&alone);
    assert_eq!(report["sources"][0]["kind"], "unified_log");
    assert!(reasons(&report).contains(&"strings_missing"), "{}", report["gaps"]);
    assert_eq!(report["outcome"], "inconclusive");
}

#[test]
fn records_leave_the_device_and_the_archive_does_not() {
    let home = tempfile::tempdir().unwrap();
    let options = pack_options(home.path());
    let mut checked = run(&sample("dev-1-success-debug")).unwrap();
    let path = checked.pack(&PrepareOptions::default(), &options, &Silent, &Cancel::default()).unwrap().path;
    let list = tool(Command::new("unzip").args(["-Z1", &path]));
    let records =
        list.lines().find(|l| l.contains("/data/evidence/") && l.ends_with("logarchive.records.jsonl"));
    let records = records.unwrap_or_else(|| panic!("{list}"));
    assert!(!list.contains(".tracev3") && !list.contains(".tar.gz\n"), "{list}");
    let lines = tool(Command::new("unzip").args(["-p", &path, records]));
    let lines: Vec<Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let profiled: Vec<_> = lines.iter().filter(|l| l["origin"] == "profiled").collect();
    // As many as `dev-1-success-debug.expected.json` lists.
    assert_eq!(profiled.len(), 27);
    assert!(profiled.iter().any(|l| l["message"] == "Issued certificate received."));
    let sent = profiled.iter().find(|l| l["message"].as_str().unwrap().contains("operation=PKIOperation"));
    let sent = sent.unwrap()["message"].as_str().unwrap();
    assert!(!sent.contains("MIAGCSqGSIb3DQEHAqCA"), "the request itself is dropped: {sent}");
    // What the companions wrote is kept as well.
    assert!(lines.iter().any(|l| l["origin"] == "mdmd"));
}
