//! What the tests of the analyzer share.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use scepscope_collect::{
    Cancel, CheckOptions, Input, KeyPlace, PackOptions, Packed, PrepareOptions, Silent, check,
};
use scepscope_model::Tool;
use time::OffsetDateTime;

/// The project's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A folder of the test data.
pub fn data(path: &str) -> PathBuf {
    root().join("tests/data").join(path)
}

pub fn admin(args: &[&str]) -> Output {
    admin_in(Path::new("."), args)
}

/// With `folder` as the current one, so that paths can be short.
pub fn admin_in(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_scepscope-admin"))
        .current_dir(folder)
        .args(["--lang", "en"])
        .args(args)
        .env_remove("NO_COLOR")
        .output()
        .unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs a tool that the tests need; says clearly which one is missing.
pub fn tool(name: &str) -> Command {
    let found = Command::new("sh").args(["-c", &format!("command -v {name}")]).output().unwrap();
    assert!(found.status.success(), "the test needs `{name}`, which is not installed: run ./dev setup");
    Command::new(name)
}

/// The arguments that a case's roles ask for.
pub fn arguments(folder: &Path, expect: &serde_json::Value) -> Vec<String> {
    let of = |role: &str| -> Vec<String> {
        let list = expect["roles"][role].as_array().cloned().unwrap_or_default();
        list.iter().map(|f| folder.join(f.as_str().unwrap()).to_string_lossy().into_owned()).collect()
    };
    let mut args = of("device");
    for (role, flag) in [("iis", "--iis"), ("ndes", "--ndes")] {
        for file in of(role) {
            args.extend([flag.to_owned(), file]);
        }
    }
    args
}

/// A bundle that the program made of one log, by a key of its own in `home`.
pub fn pack(home: &Path, log: &Path) -> Packed {
    let tool = Tool { name: "scepscope".to_owned(), version: "0.0.0".to_owned() };
    let options = CheckOptions { since: None, tool };
    let mut checked =
        check(vec![Input::Path(log.to_owned())], &options, &Silent, &Cancel::default()).unwrap();
    let options = PackOptions {
        out: home.join("out"),
        case: Some("T-8".to_owned()),
        recipients: Vec::new(),
        created: OffsetDateTime::from_unix_timestamp(1_795_000_000).unwrap(),
        key: KeyPlace::file_in(home.join("identity")),
        pseudonyms: None,
    };
    checked.pack(&PrepareOptions::default(), &options, &Silent, &Cancel::default()).unwrap()
}

/// An export of a good NDES server with these logs of cases in it, each under the name that the script gives it.
pub fn export(logs: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(data("ndes/good")).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
    }
    std::fs::create_dir(folder.path().join("logs")).unwrap();
    for (case, name) in logs {
        std::fs::copy(data("").join(case), folder.path().join("logs").join(name)).unwrap();
    }
    folder
}
