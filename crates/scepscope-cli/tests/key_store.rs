//! The real Secret Service: GNOME Keyring on a bus of its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(target_os = "linux")]

mod common;

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use common::{text, tool};

/// Unlocks the keyring with a password from standard input, then runs the program.
const UNLOCKED: &str =
    "printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec \"$@\"";

/// Leaves the keyring to be started by the bus: it is locked, and nobody is there to unlock it.
const LOCKED: &str = "exec \"$@\"";

fn identity(home: &Path, script: &str, args: &[&str]) -> Output {
    tool("gnome-keyring-daemon");
    let mut command: Command = tool("dbus-run-session");
    command
        .args(["--", "sh", "-c", script, "sh", env!("CARGO_BIN_EXE_scepscope"), "--lang", "en", "identity"])
        .args(args)
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_RUNTIME_DIR", home)
        .env_remove("SCEPSCOPE_KEY_STORE")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY");
    // In files: a keyring that the bus has started may outlive it, and would hold pipes open for as long.
    let (out, err) = (home.join("out"), home.join("err"));
    let status =
        command.stdout(File::create(&out).unwrap()).stderr(File::create(&err).unwrap()).status().unwrap();
    Output { status, stdout: fs::read(out).unwrap(), stderr: fs::read(err).unwrap() }
}

fn json(output: &Output) -> serde_json::Value {
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_key_lives_in_the_secret_service() {
    let home = tempfile::tempdir().unwrap();
    let first = json(&identity(home.path(), UNLOCKED, &["--json"]));
    assert_eq!(first["store"], "secret-service", "{first}");
    assert_eq!(first["store_note"], serde_json::Value::Null);
    assert!(!home.path().join("data/scepscope/identity/device-key").exists());
    let again = json(&identity(home.path(), UNLOCKED, &["--json"]));
    assert_eq!(again["fingerprint"], first["fingerprint"]);
    let rotated = json(&identity(home.path(), UNLOCKED, &["--json", "--rotate"]));
    assert_eq!(rotated["store"], "secret-service");
    assert_ne!(rotated["fingerprint"], first["fingerprint"]);
    assert!(rotated["others"][0].as_str().unwrap().contains("valid-before="), "{rotated}");
    let last = json(&identity(home.path(), UNLOCKED, &["--json"]));
    assert_eq!(last["fingerprint"], rotated["fingerprint"]);
}

#[test]
fn a_locked_or_absent_keyring_holds_nobody_up() {
    let home = tempfile::tempdir().unwrap();
    json(&identity(home.path(), UNLOCKED, &["--json"]));
    let began = Instant::now();
    let output = identity(home.path(), LOCKED, &["--json"]);
    assert!(began.elapsed() < Duration::from_secs(50), "{:?}", began.elapsed());
    let locked = json(&output);
    assert_eq!(locked["store"], "file", "{locked}");
    assert!(text(&output.stderr).contains("a file"), "{}", text(&output.stderr));
    // The key that is locked away is still named.
    assert_eq!(locked["others"].as_array().unwrap().len(), 1, "{locked}");

    let absent = tempfile::tempdir().unwrap();
    let output = common::scepscope(absent.path())
        .args(["identity", "--json"])
        .env_remove("SCEPSCOPE_KEY_STORE")
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        .output()
        .unwrap();
    let absent = json(&output);
    assert_eq!((&absent["store"], &absent["store_note"]), (&"file".into(), &"store-unavailable".into()));
}
