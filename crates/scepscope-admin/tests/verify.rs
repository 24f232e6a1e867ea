//! `scepscope-admin verify` and `open` on bundles that the collector made.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use scepscope_bundle::{Identity, Recipient};
use scepscope_collect::{
    Cancel, CheckOptions, Input, KeyPlace, PackOptions, Packed, PrepareOptions, Silent, check,
};
use scepscope_model::Tool;
use time::OffsetDateTime;

fn log() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/cases/02-android-2019-dns/OMADMLog_0.log")
}

fn make(home: &Path, recipients: Vec<Recipient>) -> Packed {
    let tool = Tool { name: "scepscope".to_owned(), version: "0.0.0".to_owned() };
    let options = CheckOptions { since: None, tool };
    let cancel = Cancel::default();
    let mut checked = check(vec![Input::Path(log())], &options, &Silent, &cancel).unwrap();
    let options = PackOptions {
        out: home.join("out"),
        case: Some("T-7".to_owned()),
        recipients,
        created: OffsetDateTime::from_unix_timestamp(1_795_000_000).unwrap(),
        key: KeyPlace::file_in(home.join("identity")),
        pseudonyms: None,
    };
    checked.pack(&PrepareOptions::default(), &options, &Silent, &cancel).unwrap()
}

fn admin(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_scepscope-admin")).args(["--lang", "en"]).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A file of trusted keys.
fn signers(home: &Path, line: &str) -> String {
    let path = home.join("allowed_signers");
    fs::write(&path, format!("{line}\n")).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn a_sound_bundle_is_accepted_and_what_an_unknown_key_proves_is_said() {
    let home = tempfile::tempdir().unwrap();
    let packed = make(home.path(), Vec::new());
    let output = admin(&["verify", &packed.path]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains(&packed.fingerprint) && said.contains("proves neither who signed"), "{said}");

    let list = signers(home.path(), &packed.allowed_signers);
    let output = admin(&["verify", &packed.path, "--allowed-signers", &list]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("which is on your list"), "{}", text(&output.stdout));
}

#[test]
fn a_key_that_is_not_on_the_list_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let packed = make(home.path(), Vec::new());
    let stranger = tempfile::tempdir().unwrap();
    let other = make(stranger.path(), Vec::new());
    let list = signers(home.path(), &other.allowed_signers);
    let output = admin(&["verify", &packed.path, "--allowed-signers", &list, "--json"]);
    assert_eq!(output.status.code(), Some(4));
    let results: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(results[0]["accepted"], false);
    assert_eq!(results[0]["signature"], "unknown_key");
    let to = home.path().join("to");
    let output = admin(&["open", &packed.path, "--to", to.to_str().unwrap(), "--allowed-signers", &list]);
    assert_eq!(output.status.code(), Some(4));
    assert!(!to.exists());
}

#[test]
fn after_one_changed_byte_the_entry_is_named() {
    let home = tempfile::tempdir().unwrap();
    let packed = make(home.path(), Vec::new());
    let original = fs::read(&packed.path).unwrap();
    let changed = home.path().join("changed.zip");
    let unpacked = home.path().join("unpacked");
    assert_eq!(admin(&["open", &packed.path, "--to", unpacked.to_str().unwrap()]).status.code(), Some(0));
    for entry in ["data/report.json", "data/report.html", "OMADMLog_0.log"] {
        // The local header's name ends in the entry's path; its packed content follows.
        let name = entry.as_bytes();
        let start = original.windows(name.len()).position(|w| w == name).unwrap() + name.len();
        let mut bytes = original.clone();
        bytes[start + 200] ^= 0x10;
        fs::write(&changed, &bytes).unwrap();
        let output = admin(&["verify", changed.to_str().unwrap()]);
        let said = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(output.status.code(), Some(4), "{said}");
        assert!(said.contains(entry), "{entry} is not named: {said}");
    }
}

#[test]
fn an_encrypted_bundle_needs_its_identity() {
    let home = tempfile::tempdir().unwrap();
    let identity = Identity::generate();
    let packed = make(home.path(), vec![identity.recipient()]);
    assert!(packed.path.ends_with(".zip.age"));
    let output = admin(&["verify", &packed.path]);
    assert_eq!(output.status.code(), Some(4));
    assert!(text(&output.stderr).contains("This bundle is encrypted."), "{}", text(&output.stderr));

    let file = |name: &str, identity: &Identity| {
        let path = home.path().join(name);
        fs::write(&path, format!("{}\n", identity.to_secret_line().as_str())).unwrap();
        path.to_string_lossy().into_owned()
    };
    let wrong = file("wrong.txt", &Identity::generate());
    assert_eq!(admin(&["verify", &packed.path, "--identity", &wrong]).status.code(), Some(4));
    let right = file("right.txt", &identity);
    let to = home.path().join("to");
    let output = admin(&["open", &packed.path, "--identity", &right, "--to", to.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let folder = PathBuf::from(text(&output.stdout).trim());
    assert!(folder.starts_with(&to) && folder.join("data/report.json").is_file());
}

#[test]
fn what_is_no_bundle_is_refused_in_words() {
    let home = tempfile::tempdir().unwrap();
    let output = admin(&["verify", log().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(4));
    assert!(text(&output.stderr).contains("its form is not safe"), "{}", text(&output.stderr));
    let missing = home.path().join("none.zip");
    let output = admin(&["verify", missing.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).contains("does not exist"), "{}", text(&output.stderr));
    assert_eq!(admin(&["verify"]).status.code(), Some(2));
}

#[test]
fn a_list_is_judged_at_the_time_that_is_asked_for() {
    let home = tempfile::tempdir().unwrap();
    let packed = make(home.path(), Vec::new());
    let ended = packed.allowed_signers.replace("namespaces=", "valid-before=\"20250101Z\",namespaces=");
    let list = signers(home.path(), &ended);
    let verdict = |more: &[&str]| {
        let output = admin(&[&["verify", &packed.path, "--allowed-signers", &list, "--json"], more].concat());
        let results: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.code(), results[0]["signature"].as_str().unwrap().to_owned())
    };
    assert_eq!(verdict(&[]), (Some(4), "expired".to_owned()));
    assert_eq!(verdict(&["--verify-time", "2024-12-31T00:00:00Z"]), (Some(0), "trusted".to_owned()));
    let without_list = admin(&["verify", &packed.path, "--verify-time", "2024-12-31T00:00:00Z"]);
    assert_eq!(without_list.status.code(), Some(2));
}

#[test]
fn an_authority_on_the_list_is_not_used_and_that_is_said() {
    let home = tempfile::tempdir().unwrap();
    let packed = make(home.path(), Vec::new());
    let authority = packed.allowed_signers.replace("namespaces=", "cert-authority,namespaces=");
    let list = signers(home.path(), &authority);
    let output = admin(&["verify", &packed.path, "--allowed-signers", &list]);
    assert_eq!(output.status.code(), Some(4));
    assert!(text(&output.stderr).contains("Line 1 of the list names a certificate authority"));
}

#[test]
fn every_failure_has_its_code_and_its_file() {
    let home = tempfile::tempdir().unwrap();
    let packed = make(home.path(), Vec::new());
    let mut bytes = fs::read(&packed.path).unwrap();
    let name = b"statement.json";
    // The second place is the directory's; the first is followed by the file.
    let start = bytes.windows(name.len()).position(|w| w == name).unwrap() + name.len();
    bytes[start + 40] ^= 1;
    let changed = home.path().join("changed.zip");
    fs::write(&changed, &bytes).unwrap();
    let output = admin(&["verify", changed.to_str().unwrap(), "--json"]);
    let results: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let codes: Vec<(&str, &str)> = results[0]["failures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| (f["code"].as_str().unwrap(), f["path"].as_str().unwrap()))
        .collect();
    assert!(codes.contains(&("damaged", "statement.json")), "{codes:?}");
    bytes.push(0);
    fs::write(&changed, &bytes).unwrap();
    let output = admin(&["verify", changed.to_str().unwrap(), "--json"]);
    let results: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(results[0]["failures"][0]["code"], "trailing-data", "{results}");
}
