//! Archives and bundles on the command line.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::path::Path;
use std::process::Stdio;

use common::{check, data, scepscope, text, tool};
use serde_json::Value;

/// The log of a failed attempt in a zip by Info-ZIP, below a folder with a Japanese name.
fn zipped(home: &Path) -> std::path::PathBuf {
    let folder = home.join("in/診断 größer");
    fs::create_dir_all(&folder).unwrap();
    fs::copy(data("cases/02-android-2019-dns/OMADMLog_0.log"), folder.join("OMADMLog_0.log")).unwrap();
    let path = home.join("logs.zip");
    let made =
        tool("zip").args(["-q", "-r"]).arg(&path).arg(".").current_dir(home.join("in")).status().unwrap();
    assert!(made.success());
    path
}

#[test]
fn a_zip_is_read_by_path_and_from_standard_input() {
    let home = tempfile::tempdir().unwrap();
    let path = zipped(home.path());
    let (output, report) = check(home.path(), std::slice::from_ref(&path));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(report["findings"][0]["cause"], "dns_failure");
    let origin = format!("{}!診断 größer/OMADMLog_0.log", path.display());
    assert_eq!(report["sources"][0]["origin"], origin);
    let output = scepscope(home.path())
        .args(["check", "-", "--json"])
        .stdin(Stdio::from(fs::File::open(&path).unwrap()))
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["sources"][0]["origin"], "-!診断 größer/OMADMLog_0.log");
    assert_eq!(report["outcome"], "failed");
}

#[test]
fn a_bundle_may_be_checked_again_and_a_changed_one_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let path = zipped(home.path());
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
    let bundle = text(&output.stdout).lines().last().unwrap().to_owned();
    let (output, report) = check(home.path(), &[(&bundle).into()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(report["outcome"], "failed");
    let mut bytes = fs::read(&bundle).unwrap();
    let at = bytes.len() / 3;
    bytes[at] ^= 0x40;
    fs::write(&bundle, bytes).unwrap();
    let (output, _) = check(home.path(), &[(&bundle).into()]);
    assert_eq!(output.status.code(), Some(4), "{}", text(&output.stderr));
}
