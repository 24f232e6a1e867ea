//! `scepscope send` and `scepscope queue`: exit codes, what is printed, what is kept.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::path::Path;
use std::process::Output;

use common::{root, scepscope, text};
use scepscope_lab::proxy::{Proxy, status};
use scepscope_lab::{Chance, Kind, Server, bundle};

fn run(home: &Path, args: &[&str]) -> Output {
    scepscope(home).args(args).env("XDG_STATE_HOME", home.join("state")).output().unwrap()
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", text(&output.stderr)))
}

/// Asserts that a document fits its published schema.
fn fits(document: &serde_json::Value, schema: &str) {
    let schema = std::fs::read(root().join(format!("docs/schema/{schema}.schema.json"))).unwrap();
    let schema = serde_json::from_slice(&schema).unwrap();
    let errors: Vec<String> =
        jsonschema::validator_for(&schema).unwrap().iter_errors(document).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn a_bundle_arrives_with_a_receipt_of_the_expected_key() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(Kind::Receiver);
    let sent = bundle(home.path(), 5000, &mut Chance::new(1));
    let path = sent.to_str().unwrap();
    let target = server.target(&server.address, &sent);
    let key = server.receiver_key.as_ref().unwrap().to_openssh().unwrap();
    let output = run(home.path(), &["send", path, "--to", &target, "--receiver-key", &key]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(
        said.contains("Sent to 127.0.0.1") && said.contains("signed with the expected key SHA256:"),
        "{said}"
    );
    // Again: nothing is sent, and the document tells the same.
    let output = run(home.path(), &["send", path, "--to", &target, "--json"]);
    let entry = json(&output);
    fits(&entry, "queue-entry");
    assert_eq!((entry["state"].as_str(), entry["tries"].as_u64()), (Some("delivered"), Some(1)));
    let receipt: serde_json::Value =
        serde_json::from_str(entry["delivered"]["receipt"]["receipt"].as_str().unwrap()).unwrap();
    fits(&receipt, "receipt");
    assert_eq!(server.stored(std::fs::metadata(&sent).unwrap().len()).len(), 1);
    let listed = json(&run(home.path(), &["queue", "list", "--json"]));
    assert_eq!(listed.as_array().unwrap().len(), 1);
}

#[test]
fn a_told_digest_is_taken_for_the_bundle_s_and_a_wrong_one_is_refused_by_the_receiver() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(Kind::Receiver);
    let sent = bundle(home.path(), 5000, &mut Chance::new(4));
    let target = server.target(&server.address, &sent);
    let bytes = std::fs::metadata(&sent).unwrap().len();
    let send = |sha256: &str| {
        run(home.path(), &["send", sent.to_str().unwrap(), "--to", &target, "--sha256", sha256])
    };
    assert_eq!(send("0123").status.code(), Some(2));
    let wrong = send(&"5".repeat(64));
    assert_eq!(wrong.status.code(), Some(1), "{}", text(&wrong.stderr));
    assert!(server.stored(bytes).is_empty());
    let counted = std::process::Command::new("sha256sum").arg(&sent).output().unwrap();
    let right = send(text(&counted.stdout).split(' ').next().unwrap());
    assert_eq!(right.status.code(), Some(0), "{}", text(&right.stderr));
    assert_eq!(server.stored(bytes).len(), 1);
}

#[test]
fn what_is_not_sent_is_kept_and_can_be_sent_later_or_dropped() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(Kind::Receiver);
    let proxy = Proxy::before(&server.address);
    proxy.decide(|_| status(503, ""));
    let sent = bundle(home.path(), 5000, &mut Chance::new(2));
    let target = server.target(&proxy.address(), &sent);
    let output = run(home.path(), &["send", sent.to_str().unwrap(), "--to", &target, "--wait", "0"]);
    assert_eq!(output.status.code(), Some(5), "{}", text(&output.stderr));
    let said = text(&output.stderr);
    assert!(said.contains("has a fault of its own") && said.contains("kept in the queue"), "{said}");
    assert!(said.contains("→ 503"), "{said}");
    let listed = text(&run(home.path(), &["queue"]).stdout);
    assert!(listed.contains("waiting") && listed.contains("delivery-server"), "{listed}");
    // A terminal answer stops it; it is still kept.
    proxy.decide(|_| status(410, ""));
    let output = run(home.path(), &["queue", "retry", "--wait", "0"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(text(&run(home.path(), &["queue"]).stdout).contains("stopped"));
    // When the server is well again, it arrives.
    proxy.decide(|_| scepscope_lab::proxy::Act::Pass);
    let output = run(home.path(), &["queue", "retry"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let listed = json(&run(home.path(), &["queue", "--json"]));
    let id = listed[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(run(home.path(), &["queue", "drop", &id]).status.code(), Some(0));
    assert_eq!(run(home.path(), &["queue", "drop", &id]).status.code(), Some(3));
    assert_eq!(text(&run(home.path(), &["queue"]).stdout), "The queue is empty.\n");
}

#[test]
fn wrong_calls_are_told_apart() {
    let home = tempfile::tempdir().unwrap();
    let sent = bundle(home.path(), 10, &mut Chance::new(3));
    let path = sent.to_str().unwrap();
    let code = |args: &[&str]| run(home.path(), args).status.code();
    assert_eq!(code(&["send", path, "--to", "http://support.example/"]), Some(2));
    assert_eq!(code(&["send", path, "--to", "https://u:p@support.example/"]), Some(2));
    assert_eq!(code(&["send", path]), Some(2));
    assert_eq!(code(&["queue", "drop", "../.."]), Some(2));
    assert_eq!(code(&["send", path, "--to", "@/no/such/file"]), Some(3));
    assert_eq!(code(&["send", "/no/such.zip", "--to", "tus+http://127.0.0.1:9/"]), Some(3));
}
