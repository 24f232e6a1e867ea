//! Names and contents that a terminal or a browser would obey: no command lets one through.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use common::{data, scepscope, text};

/// Sets the title, clears the screen (8-bit too), turns the text round, hides, and runs a script.
const HOSTILE: &str = "\u{1b}]0;pwned\u{7}\u{1b}[2J\u{9b}31m\u{202e}gnp\u{2066}\u{200b}\u{7f}<script>alert(1)</script><img src=x onerror=alert(2)>";

/// A command that waits for something that never comes has failed.
const LIMIT: Duration = Duration::from_secs(60);

fn obeyed(c: char) -> bool {
    let control = (c < ' ' && c != '\n') || ('\u{7f}'..='\u{9f}').contains(&c);
    let bidi =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    control || bidi
}

fn assert_harmless(what: &str, output: &Output) {
    for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        let said = String::from_utf8(bytes.clone()).unwrap_or_else(|_| panic!("{what}: {name} is no UTF-8"));
        let found: Vec<char> = said.chars().filter(|c| obeyed(*c)).collect();
        // A column between a pseudonym and what it stands for.
        let found: Vec<char> = found.into_iter().filter(|c| *c != '\t' || what.contains("check")).collect();
        assert!(found.is_empty(), "{what}: {name} holds {found:?}:\n{}", said.escape_debug());
    }
}

fn run(home: &Path, args: &[&str]) -> Output {
    let mut command = scepscope(home);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let began = Instant::now();
    while child.try_wait().unwrap().is_none() {
        assert!(began.elapsed() < LIMIT, "{args:?} does not end");
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    assert_harmless(&args.join(" ").escape_debug().to_string(), &output);
    output
}

/// A log whose every message carries the hostile text, and whose name does.
fn hostile_log(home: &Path) -> PathBuf {
    let log = fs::read_to_string(data("cases/02-android-2019-dns/OMADMLog_0.log")).unwrap();
    let hostile: String = log.lines().map(|l| format!("{l} {HOSTILE}\n")).collect();
    let folder = home.join(format!("in {}", HOSTILE.replace('/', "_")));
    fs::create_dir(&folder).unwrap();
    let path = folder.join(format!("a {}.log", HOSTILE.replace('/', "_")));
    fs::write(&path, hostile).unwrap();
    path
}

#[test]
fn reports_previews_bundles_and_lookups() {
    let home = tempfile::tempdir().unwrap();
    let path = hostile_log(home.path());
    let log = path.to_str().unwrap();
    let out = home.path().join("out");
    let out = out.to_str().unwrap();
    for args in [
        vec!["check", log],
        vec!["check", log, "--json"],
        vec!["preview", "--from", log],
        vec!["preview", "--from", log, "--json"],
        vec!["preview", "--from", log, "--redact", "none", "--show", "s1", "--lines", "1000"],
        vec!["preview", "--from", log, "--show", "s1", "--changed", "--json"],
        vec!["preview", "--from", log, "--show", "report", "--lines", "1000"],
        vec!["preview", "--from", log, "--show", "report-page", "--lines", "1000"],
        vec!["preview", "--from", log, "--leave-out", log],
        vec!["collect", "--from", log, "--out", out, "--case", HOSTILE],
        vec!["collect", "--from", log, "--out", out, "--json"],
    ] {
        let output = run(home.path(), &args);
        assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
    }
    let kept = run(home.path(), &["pseudonym", "--list"]);
    let bundle = text(&kept.stdout).lines().last().unwrap().to_owned();
    assert!(run(home.path(), &["pseudonym", &bundle]).status.success());
    assert!(run(home.path(), &["pseudonym", &bundle, "--json"]).status.success());
}

#[test]
fn the_page_in_the_bundle_runs_nothing() {
    let home = tempfile::tempdir().unwrap();
    let path = hostile_log(home.path());
    let out = home.path().join("out");
    let made = run(
        home.path(),
        &["collect", "--from", path.to_str().unwrap(), "--out", out.to_str().unwrap(), "--redact", "none"],
    );
    let bundle = text(&made.stdout).lines().last().unwrap().to_owned();
    let page = common::tool("unzip").args(["-p", &bundle, "*/data/report.html"]).output().unwrap();
    let page = String::from_utf8(page.stdout).unwrap();
    assert!(page.contains("&lt;script&gt;alert(1)"), "the text is not on the page");
    for bad in ["<script>alert", "<img src=x", "\u{1b}", "\u{202e}", "\u{9b}"] {
        assert!(!page.contains(bad), "{bad:?}");
    }
    let names = common::tool("unzip").args(["-Z1", &bundle]).output().unwrap();
    assert!(text(&names.stdout).chars().all(|c| c == '\n' || (c.is_ascii() && !c.is_control())));
    assert!(!text(&names.stdout).contains('<'), "{}", text(&names.stdout));
}

#[test]
fn errors_that_quote_what_was_typed() {
    let home = tempfile::tempdir().unwrap();
    let log = data("cases/02-android-2019-dns/OMADMLog_0.log");
    let log = log.to_str().unwrap();
    let in_the_way = home.path().join(format!("x{}", HOSTILE.replace('/', "_")));
    fs::write(&in_the_way, "x").unwrap();
    let missing = format!("/nonexistent/{HOSTILE}");
    let option = format!("--{HOSTILE}");
    for args in [
        vec!["check", &missing],
        vec!["check", log, "--since", HOSTILE],
        vec!["check", log, &option],
        vec![HOSTILE],
        vec!["collect", "--from", log, "--out", in_the_way.to_str().unwrap()],
        vec!["collect", "--from", log, "--out", "x", "--recipient", HOSTILE],
        vec!["collect", "--from", log, "--out", "x", "--leave-out", HOSTILE],
        vec!["collect", "--from", log, "--out", "x", "--redact", HOSTILE],
        vec!["preview", "--from", log, "--show", HOSTILE],
        vec!["preview", "--from", log, "--max-source-size", HOSTILE],
        vec!["pseudonym", HOSTILE],
        vec!["pseudonym", "scepscope-x", HOSTILE],
    ] {
        assert_ne!(run(home.path(), &args).status.code(), Some(0), "{args:?}");
    }
}

#[test]
fn every_command_with_a_hostile_argument() {
    let home = tempfile::tempdir().unwrap();
    let help = text(&run(home.path(), &["--help"]).stdout);
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let commands: Vec<&str> = commands
        .lines()
        .take_while(|l| !l.trim().is_empty())
        .filter(|l| l.starts_with("  ") && !l.starts_with("    "))
        .filter_map(|l| l.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() >= 5, "{commands:?}");
    for command in commands {
        run(home.path(), &[command, HOSTILE]);
        run(home.path(), &[command, HOSTILE, "--json"]);
        run(home.path(), &[command, "--to", HOSTILE, HOSTILE]);
    }
}
