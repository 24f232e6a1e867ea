//! What people see: the terminal report of a few cases, and the help, word for word.
//!
//! `SCEPSCOPE_BLESS=1 cargo test -p scepscope-cli --test golden` writes the files anew; read them before you commit.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;

use common::{root, text};

fn compare(name: &str, got: &str) {
    let path = root().join("crates/scepscope-cli/tests/golden").join(name);
    if std::env::var_os("SCEPSCOPE_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, got).unwrap();
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default();
    assert!(got == wanted, "{name} differs; got:\n{got}");
}

/// Runs the program in the folder of the test data, so that no machine's paths are in the output.
fn run(lang: &str, args: &[&str]) -> String {
    let home = tempfile::tempdir().unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_scepscope"))
        .args(["--lang", lang])
        .args(args)
        .env("XDG_DATA_HOME", home.path())
        .env("COLUMNS", "80")
        .current_dir(root().join("tests/data/cases"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let out = text(&output.stdout);
    assert!(out.lines().all(|l| l.chars().count() <= 80), "a line is longer than 80 columns:\n{out}");
    out
}

#[test]
fn reports_on_the_terminal() {
    for (lang, case, inputs) in [
        ("en", "02-android-2019-dns", &["OMADMLog_0.log"][..]),
        ("ja", "02-android-2019-dns", &["OMADMLog_0.log"]),
        ("de", "02-android-2019-dns", &["OMADMLog_0.log"]),
        ("fr", "02-android-2019-dns", &["OMADMLog_0.log"]),
        ("es", "02-android-2019-dns", &["OMADMLog_0.log"]),
        ("en", "10-android-verbose-off", &["OMADM.log"]),
        ("en", "22-windows-en-success", &["admin-events.txt"]),
        ("en", "24-windows-certenroll86-tls", &["admin.txt", "application.txt"]),
        ("en", "20-ios-414-long-get", &["iphone-console.txt"]),
    ] {
        let paths: Vec<String> = inputs.iter().map(|i| format!("{case}/{i}")).collect();
        let mut args = vec!["check"];
        args.extend(paths.iter().map(String::as_str));
        compare(&format!("{case}.{lang}.txt"), &run(lang, &args));
    }
}

#[test]
fn help() {
    compare("help.txt", &run("en", &["--help"]));
    compare("help-collect.txt", &run("en", &["collect", "--help"]));
}
