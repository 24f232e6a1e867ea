//! What the tests of the command line share.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The project's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A folder of the test data.
pub fn data(path: &str) -> PathBuf {
    root().join("tests/data").join(path)
}

/// The program, in English, with its own settings folder.
pub fn scepscope(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scepscope"));
    command
        .args(["--lang", "en"])
        .env("XDG_DATA_HOME", home.join("data"))
        .env("HOME", home)
        .env("SCEPSCOPE_KEY_STORE", "file")
        .env_remove("NO_COLOR");
    command
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs `scepscope check … --json` and gives the report.
pub fn check(home: &Path, paths: &[PathBuf]) -> (Output, serde_json::Value) {
    let output = scepscope(home).arg("check").args(paths).arg("--json").output().unwrap();
    let report = serde_json::from_slice(&output.stdout).unwrap_or(serde_json::Value::Null);
    (output, report)
}

/// Makes a journal of systemd, by its own tool, from entries in the export format.
pub fn journal(folder: &Path, entries: &str) {
    std::fs::create_dir_all(folder).unwrap();
    let export = folder.join("entries.export");
    std::fs::write(&export, entries).unwrap();
    let tool = ["/lib/systemd/systemd-journal-remote", "/usr/lib/systemd/systemd-journal-remote"]
        .into_iter()
        .find(|path| Path::new(path).is_file());
    assert!(tool.is_some(), "the test needs systemd-journal-remote: run ./dev setup");
    let made = Command::new(tool.unwrap())
        .arg("-o")
        .arg(folder.join("system.journal"))
        .arg(&export)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", text(&made.stderr));
}

/// Runs a tool that the tests need; says clearly which one is missing.
pub fn tool(name: &str) -> Command {
    let found = Command::new("sh").args(["-c", &format!("command -v {name}")]).output().unwrap();
    assert!(found.status.success(), "the test needs `{name}`, which is not installed: run ./dev setup");
    Command::new(name)
}
