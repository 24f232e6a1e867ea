//! The main job: logs in, signed bundle out, accepted by readers that we did not write.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use common::{data, scepscope, text, tool};

struct Made {
    home: tempfile::TempDir,
    bundle: PathBuf,
    allowed_signers: String,
    unpacked: PathBuf,
}

fn make(from: &[PathBuf]) -> Made {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let mut command = scepscope(home.path());
    command.args(["collect", "--case", "T-42", "--out"]).arg(&out);
    for path in from {
        command.arg("--from").arg(path);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    let bundle = PathBuf::from(printed.lines().last().unwrap());
    let allowed_signers = printed.lines().rev().nth(1).unwrap().to_owned();
    assert!(bundle.is_file(), "{printed}");
    let unzipped = home.path().join("unzipped");
    let status = tool("unzip").arg("-q").arg(&bundle).arg("-d").arg(&unzipped).status().unwrap();
    assert!(status.success());
    let unpacked = fs::read_dir(&unzipped).unwrap().next().unwrap().unwrap().path();
    Made { home, bundle, allowed_signers, unpacked }
}

fn sha256sum(folder: &Path, manifest: &str) -> (bool, String) {
    let output = tool("sha256sum").args(["-c", manifest]).current_dir(folder).output().unwrap();
    (output.status.success(), text(&output.stdout))
}

fn ssh_keygen_accepts(made: &Made) -> bool {
    let signers = made.home.path().join("allowed_signers");
    fs::write(&signers, format!("{}\n", made.allowed_signers)).unwrap();
    let principal = made.allowed_signers.split_whitespace().next().unwrap();
    let mut child = tool("ssh-keygen")
        .args(["-Y", "verify", "-n", "scepscope-bundle@v1", "-I", principal, "-f"])
        .arg(&signers)
        .arg("-s")
        .arg(made.unpacked.join("tagmanifest-sha256.txt.sig"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let content = fs::read(made.unpacked.join("tagmanifest-sha256.txt")).unwrap();
    child.stdin.take().unwrap().write_all(&content).unwrap();
    child.wait().unwrap().success()
}

#[test]
fn stock_tools_accept_the_bundle() {
    let made =
        make(&[data("cases/02-android-2019-dns"), data("samples/windows-evtx-scep/dev-01-success.evtx")]);
    assert!(made.bundle.file_name().unwrap().to_string_lossy().starts_with("scepscope-T-42-"));
    assert!(sha256sum(&made.unpacked, "tagmanifest-sha256.txt").0);
    assert!(sha256sum(&made.unpacked, "manifest-sha256.txt").0);
    assert!(ssh_keygen_accepts(&made));
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(made.unpacked.join("data/report.json")).unwrap()).unwrap();
    assert_eq!(report["schema"], "scepscope.report/1");
    assert!(fs::read_to_string(made.unpacked.join("data/report.html")).unwrap().starts_with("<!"));
    // The event log is binary: it leaves as records.
    let evidence = fs::read_dir(made.unpacked.join("data/evidence")).unwrap().count();
    assert!(evidence >= 2);
}

#[test]
fn after_one_changed_byte_every_checker_that_covers_it_refuses() {
    let made = make(&[data("cases/02-android-2019-dns/OMADMLog_0.log")]);
    let flip = |path: &str| {
        let path = made.unpacked.join(path);
        let original = fs::read(&path).unwrap();
        let mut changed = original.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        fs::write(&path, &changed).unwrap();
        (path, original)
    };
    let (path, original) = flip("data/report.json");
    let (accepted, said) = sha256sum(&made.unpacked, "manifest-sha256.txt");
    assert!(!accepted && said.contains("data/report.json: FAILED"), "{said}");
    fs::write(path, original).unwrap();

    let (path, original) = flip("statement.json");
    let (accepted, said) = sha256sum(&made.unpacked, "tagmanifest-sha256.txt");
    assert!(!accepted && said.contains("statement.json: FAILED"), "{said}");
    fs::write(path, original).unwrap();

    let (path, original) = flip("tagmanifest-sha256.txt");
    assert!(!ssh_keygen_accepts(&made));
    fs::write(path, original).unwrap();
    assert!(ssh_keygen_accepts(&made));
}

#[test]
fn the_redaction_cases_hold_in_the_whole_bundle() {
    for case in ["31-redact-android-syncml-token", "32-redact-ios-pkioperation-url"] {
        let folder = data("cases").join(case);
        let made = make(std::slice::from_ref(&folder));
        let checked = tool("python3")
            .arg(common::root().join("tests/check_case.py"))
            .arg(&folder)
            .arg(&made.unpacked)
            .output()
            .unwrap();
        assert!(checked.status.success(), "{case}:\n{}", text(&checked.stdout));
    }
}

#[test]
fn a_run_that_fails_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("in-the-way");
    fs::write(&file, "x").unwrap();
    let log = data("cases/02-android-2019-dns/OMADMLog_0.log");
    let output = scepscope(home.path())
        .arg("collect")
        .arg("--from")
        .arg(&log)
        .arg("--out")
        .arg(&file)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("can't be written"), "{}", text(&output.stderr));
    assert_eq!(fs::read(&file).unwrap(), b"x");
}

#[test]
fn the_identity_is_one_key_that_only_its_owner_can_read() {
    let home = tempfile::tempdir().unwrap();
    let line = |home: &Path| {
        let output = scepscope(home).arg("identity").output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout).lines().last().unwrap().to_owned()
    };
    let first = line(home.path());
    assert_eq!(first, line(home.path()));
    assert!(first.contains("ssh-ed25519 "), "{first}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let key = home.path().join("data/scepscope/identity/device-key");
        assert_eq!(fs::metadata(key).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_replaced_key_is_named_and_bundles_of_both_are_judged_by_its_line() {
    let home = tempfile::tempdir().unwrap();
    let identity = |args: &[&str]| {
        let output = scepscope(home.path()).arg("identity").args(args).output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let old = identity(&[]).lines().last().unwrap().to_owned();
    let rotated = identity(&["--rotate"]);
    let lines: Vec<&str> = rotated.lines().collect();
    assert!(lines[0].starts_with("SHA256:"), "{rotated}");
    assert!(lines[1].contains("a file that only you can read"), "{rotated}");
    let principal = old.split(' ').next().unwrap();
    assert!(lines[2].starts_with(principal) && lines[2].contains("valid-before=\""), "{rotated}");
    assert!(!lines[3].starts_with(principal), "{rotated}");
    let json: serde_json::Value = serde_json::from_str(&identity(&["--json"])).unwrap();
    assert_eq!(json["store"], "file");
    assert_eq!(json["allowed_signers"], lines[3]);
    assert_eq!(json["others"][0], lines[2]);
}

/// A real file system of 96 KiB, in a mount namespace of its own.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    fs::create_dir(&out).unwrap();
    let script = "mount -t tmpfs -o size=96k tmpfs \"$0\" || exit 99; \"$@\"; code=$?; echo left: $(ls -A \"$0\"); exit $code";
    let collect = scepscope(home.path());
    let mut command = tool("unshare");
    command.args(["--map-root-user", "--mount", "sh", "-c", script]).arg(&out).arg(collect.get_program());
    command.args(collect.get_args()).envs(collect.get_envs().filter_map(|(k, v)| Some((k, v?))));
    let log = data("cases/13-android-huge-noise-truncated/OMADMLog_0.log");
    let output = command.args(["collect", "--from"]).arg(log).arg("--out").arg(&out).output().unwrap();
    let said = text(&output.stderr);
    assert_ne!(output.status.code(), Some(99), "no file system could be mounted for this test: {said}");
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("not enough free space"), "{said}");
    assert_eq!(text(&output.stdout).trim(), "left:");
}
