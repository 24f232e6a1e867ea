//! Bad and unusual input: a gap with its reason, the readable rest reported, the exit code as promised.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use common::{check, data, scepscope, text};
use serde_json::Value;

fn good() -> PathBuf {
    data("cases/02-android-2019-dns/OMADMLog_0.log")
}

fn reasons(report: &Value) -> Vec<&str> {
    report["gaps"].as_array().unwrap().iter().filter_map(|g| g["detail"]["reason"].as_str()).collect()
}

/// A bad file beside a good one: the good one's verdict stands, the bad one is a gap.
fn beside_a_good_log(home: &Path, bad: &Path) -> Value {
    let (output, report) = check(home, &[bad.to_owned(), good()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(report["outcome"], "failed");
    assert_eq!(report["findings"][0]["cause"], "dns_failure");
    report
}

#[test]
fn a_bad_file_beside_a_good_one_is_a_gap() {
    let home = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &[u8]| {
        let path = home.path().join(name);
        fs::write(&path, content).unwrap();
        path
    };
    let noise: Vec<u8> = (0u32..100_000).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for (path, reason) in [
        (file("empty.log", b""), "empty"),
        (file("binary.log", &noise), "not_a_known_log"),
        (file("letter.log", b"Dear administrator,\nmy mail does not work.\n"), "not_a_known_log"),
        (home.path().join("never-there.log"), "not_found"),
    ] {
        let report = beside_a_good_log(home.path(), &path);
        assert!(reasons(&report).contains(&reason), "{}: {:?}", path.display(), reasons(&report));
    }
}

#[test]
fn a_truncated_log_says_so_and_keeps_what_was_whole() {
    let home = tempfile::tempdir().unwrap();
    let whole = fs::read(good()).unwrap();
    let cut = home.path().join("cut.log");
    // In the middle of the record that names the request.
    let at = whole.windows(7).position(|w| w == b"Sending").unwrap() - 30;
    fs::write(&cut, &whole[..at]).unwrap();
    let (output, report) = check(home.path(), &[cut]);
    assert_eq!(output.status.code(), Some(0));
    assert!(reasons(&report).contains(&"ends_inside_record"), "{report}");
}

#[test]
fn the_kind_is_found_from_the_content_not_from_the_name() {
    let home = tempfile::tempdir().unwrap();
    for (sample, name, kind) in [
        (good(), "holiday.jpg", "omadm"),
        (data("samples/windows-evtx-scep/dev-01-success.evtx"), "notes.txt", "evtx"),
        (data("cases/16-ios-console-tabs-22005-dns/console.txt"), "x.evtx", "console_text"),
    ] {
        let path = home.path().join(name);
        fs::copy(sample, &path).unwrap();
        let (_, report) = check(home.path(), &[path]);
        assert_eq!(report["sources"][0]["kind"], kind);
    }
}

#[test]
fn a_folder_of_a_thousand_files_is_read_and_what_is_no_log_is_counted() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("many");
    fs::create_dir(&folder).unwrap();
    for i in 0..1000 {
        fs::write(folder.join(format!("{i:04}.txt")), format!("note {i}\n")).unwrap();
    }
    fs::copy(good(), folder.join("zz-last.log")).unwrap();
    let (output, report) = check(home.path(), &[folder]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(report["findings"][0]["cause"], "dns_failure");
    let gaps = report["gaps"].as_array().unwrap();
    let more = gaps.iter().find(|g| g["detail"]["reason"] == "more_unreadable_files").unwrap();
    let listed = gaps.iter().filter(|g| g["detail"]["reason"] == "not_a_log").count();
    assert_eq!(listed + more["detail"]["files"].as_str().unwrap().parse::<usize>().unwrap(), 1000);
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_utf8_is_read_and_shown_safely() {
    use std::os::unix::ffi::OsStrExt;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(std::ffi::OsStr::from_bytes(b"log-\xff\x1b[31m.log"));
    fs::copy(good(), &path).unwrap();
    let (_, report) = check(home.path(), std::slice::from_ref(&path));
    assert_eq!(report["outcome"], "failed");
    let output = scepscope(home.path()).arg("check").arg(&path).output().unwrap();
    assert!(!output.stdout.contains(&0x1b), "{}", text(&output.stdout));
    // A bundle can hold it, too.
    let out = home.path().join("out");
    let output = scepscope(home.path())
        .arg("collect")
        .arg("--from")
        .arg(&path)
        .arg("--out")
        .arg(&out)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_and_what_links_are_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("mixed");
    fs::create_dir(&folder).unwrap();
    fs::copy(good(), folder.join("a.log")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", folder.join("link")).unwrap();
    std::os::unix::fs::symlink(&folder, folder.join("loop")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(folder.join("socket")).unwrap();
    let (_, report) = check(home.path(), &[folder]);
    assert_eq!(report["sources"].as_array().unwrap().len(), 1);
    let mut found = reasons(&report);
    found.sort_unstable();
    assert_eq!(found, ["link_not_followed", "link_not_followed", "not_a_file"]);
}

#[test]
fn exit_codes_are_those_of_the_contract() {
    let home = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| scepscope(home.path()).args(args).output().unwrap().status.code();
    let log = good();
    let log = log.to_str().unwrap();
    assert_eq!(run(&["check", log]), Some(0));
    assert_eq!(run(&["check", log, "--fail-on-finding"]), Some(10));
    assert_eq!(run(&["check"]), Some(2));
    assert_eq!(run(&["check", log, "--since", "yesterday"]), Some(2));
    assert_eq!(run(&["collect", "--from", log]), Some(2));
    assert_eq!(run(&["collect", "--from", log, "--out", "x", "--redact", "some"]), Some(2));
    assert_eq!(run(&["check", "/nonexistent"]), Some(3));
    assert_eq!(run(&["--help"]), Some(0));
    assert_eq!(run(&["--version"]), Some(0));
    let success = data("cases/01-android-2018-success/OMADM.log");
    assert_eq!(run(&["check", success.to_str().unwrap(), "--fail-on-finding"]), Some(0));
}

#[test]
fn an_error_says_what_happened_and_what_to_do_in_the_readers_language() {
    let home = tempfile::tempdir().unwrap();
    let output = scepscope(home.path()).args(["check", "/nonexistent"]).output().unwrap();
    let said = text(&output.stderr);
    assert!(said.contains("None of the files could be read as a log. Export the logs again"), "{said}");
    assert!(said.contains("/nonexistent: not_found"), "{said}");
    for (lang, sentence) in [
        ("ja", "ログとして読み取れ"),
        ("de-AT", "konnte als Protokoll gelesen werden"),
        ("fr_FR.UTF-8", "n'a pu être lu comme un journal"),
        ("es-419", "se pudo leer como registro"),
    ] {
        let args = ["check", "/nonexistent", "--lang", lang];
        let said = text(&scepscope(home.path()).args(args).output().unwrap().stderr);
        assert!(said.contains(sentence), "{said}");
    }
}

#[test]
fn a_log_can_come_from_standard_input() {
    let home = tempfile::tempdir().unwrap();
    let mut child = scepscope(home.path())
        .args(["check", "-", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&fs::read(good()).unwrap()).unwrap();
    let output = child.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["outcome"], "failed");
    assert_eq!(report["sources"][0]["origin"], "-");
}

#[test]
fn records_before_since_are_not_regarded() {
    let home = tempfile::tempdir().unwrap();
    let folder = data("cases/12-android-retries-rotated");
    let output = scepscope(home.path())
        .arg("check")
        .arg(folder.join("OMADMLog_0.log"))
        .arg(folder.join("OMADMLog_1.log"))
        .args(["--json", "--since", "2026-10-29T00:00:00Z"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    // Three attempts, of which one began after midnight.
    assert_eq!(report["attempts"].as_array().unwrap().len(), 1);
    assert_eq!(report["outcome"], "succeeded");
}
