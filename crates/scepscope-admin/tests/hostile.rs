//! Names that a terminal would obey: no command of the administrator lets one through.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use scepscope_collect::{Cancel, CheckOptions, Input, KeyPlace, PackOptions, PrepareOptions, Silent, check};
use scepscope_model::Tool;
use time::OffsetDateTime;

/// Sets the title, clears the screen (8-bit too), turns the text round, hides, and runs a script.
const HOSTILE: &str =
    "\u{1b}]0;pwned\u{7}\u{1b}[2J\u{9b}31m\u{202e}gnp\u{2066}\u{200b}\u{7f}<script>alert(1)<_script>";

/// A command that waits for something that never comes is ended; what it said by then counts.
const LIMIT: Duration = Duration::from_secs(20);

fn obeyed(c: char) -> bool {
    let control = (c < ' ' && c != '\n') || ('\u{7f}'..='\u{9f}').contains(&c);
    let bidi =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    control || bidi
}

fn run(home: &Path, args: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_scepscope-admin"))
        .args(args)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("HOME", home)
        .current_dir(home)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if began.elapsed() > LIMIT {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    for bytes in [&output.stdout, &output.stderr] {
        let said = String::from_utf8(bytes.clone()).unwrap();
        assert!(!said.chars().any(obeyed), "{args:?}:\n{}", said.escape_debug());
    }
    output
}

/// A bundle in a folder of a hostile name, with evidence of a hostile name.
fn bundle(home: &Path) -> PathBuf {
    let log = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data/cases/02-android-2019-dns/OMADMLog_0.log");
    let hostile = home.join(format!("{HOSTILE}.log"));
    fs::copy(log, &hostile).unwrap();
    let tool = Tool { name: "scepscope".to_owned(), version: "0".to_owned() };
    let cancel = Cancel::default();
    let mut checked =
        check(vec![Input::Path(hostile)], &CheckOptions { since: None, tool }, &Silent, &cancel).unwrap();
    let options = PackOptions {
        out: home.join(format!("out {HOSTILE}")),
        case: Some(HOSTILE.to_owned()),
        recipients: Vec::new(),
        created: OffsetDateTime::from_unix_timestamp(1_795_000_000).unwrap(),
        key: KeyPlace::file_in(home.join("identity")),
        pseudonyms: None,
    };
    checked.pack(&PrepareOptions::default(), &options, &Silent, &cancel).unwrap().path.into()
}

#[test]
fn a_bundle_of_hostile_names_is_verified_and_opened_harmlessly() {
    let home = tempfile::tempdir().unwrap();
    let bundle = bundle(home.path());
    let bundle = bundle.to_str().unwrap();
    assert!(run(home.path(), &["verify", bundle]).status.success());
    assert!(run(home.path(), &["verify", bundle, "--json"]).status.success());
    let to = home.path().join(format!("to {HOSTILE}"));
    fs::create_dir(&to).unwrap();
    assert!(run(home.path(), &["open", bundle, "--to", to.to_str().unwrap()]).status.success());
}

#[test]
fn every_command_with_a_hostile_argument() {
    let home = tempfile::tempdir().unwrap();
    let help = String::from_utf8(run(home.path(), &["--help"]).stdout).unwrap();
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let commands = commands.lines().take_while(|l| !l.trim().is_empty());
    let commands: Vec<&str> = commands
        .filter(|l| l.starts_with("  ") && !l.starts_with("    "))
        .filter_map(|l| l.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() >= 2, "{commands:?}");
    for command in commands {
        run(home.path(), &[command, HOSTILE]);
        run(home.path(), &[command, HOSTILE, "--json"]);
        run(home.path(), &[command, "--to", HOSTILE, HOSTILE]);
    }
    run(home.path(), &[HOSTILE]);
    run(home.path(), &["verify", &format!("--{HOSTILE}")]);
}
