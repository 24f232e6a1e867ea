//! From a link with a permission that the administrator's program signed to a bundle in an object store, with no server of
//! ours in between.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;
#[path = "common/setup.rs"]
mod setup;

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use common::text;
use scepscope_lab::http::ask;
use scepscope_lab::{Chance, Kind, Server};
use serde_json::{Value, json};
use setup::{Setup, admin, ok};

/// The claim `upload` of a link, as the device reads it.
fn upload_of(link: &str) -> String {
    let payload = link.split_once('#').unwrap().1.split('.').nth(1).unwrap();
    let claims: Value = serde_json::from_slice(&base64url(payload)).unwrap();
    claims["upload"].as_str().unwrap().to_owned()
}

fn base64url(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut out, mut bits, mut held) = (Vec::new(), 0u32, 0);
    for byte in text.bytes() {
        bits = bits << 6 | u32::try_from(alphabet.iter().position(|a| *a == byte).unwrap()).unwrap();
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held & 0xff).unwrap());
        }
    }
    out
}

fn arrives(kind: Kind, store: &str, more: &[&str]) {
    arrives_at(&Server::start(kind), &Setup::managed(), store, more);
}

/// Gives what the store has.
fn arrives_at(server: &Server, setup: &Setup, store: &str, more: &[&str]) -> Vec<u8> {
    let (address, credentials) = server.store();
    let key = setup.path("store-key");
    fs::write(&key, &credentials).unwrap();
    let mut args =
        vec!["--collect", "android.omadm", "--upload", &address, "--store", store, "--store-key", &key];
    args.extend(more);
    let (_, link) = setup.link(&args);
    let output = setup.open(&link, &["--yes", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let entry: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&entry["state"], &entry["case"]), (&json!("delivered"), &json!("T-42")));
    // Neither the device's own words nor its queue's hold the signature.
    assert!(!format!("{entry}{}", text(&output.stderr)).contains("ignature="), "{entry}");

    // One file, under the link's name; the administrator's program opens it.
    let mut files = server.files();
    assert_eq!(files.len(), 1);
    let (name, bytes) = files.remove(0);
    assert!(name.starts_with("scepscope-T-42-") && name.ends_with(".zip.age"), "{name}");
    let received = setup.path(&name);
    fs::write(&received, &bytes).unwrap();
    let identity = setup.path("keys/age-identity.txt");
    let verified =
        ok(admin().args(["verify", &received, "--identity", &identity, "--json"]).output().unwrap());
    assert!(verified.contains("T-42"), "{verified}");

    // The permission is to write: nothing is read with it, nothing deleted, no other file written.
    let upload = upload_of(&link);
    assert!(upload.contains(&name), "{upload}");
    let document: Option<Value> = serde_json::from_str(&upload).ok();
    let upload = document.map_or(upload, |document| document["parts"][0].as_str().unwrap().to_owned());
    let version = [("x-ms-version", "2020-12-06"), ("x-ms-blob-type", "BlockBlob")];
    for method in ["GET", "DELETE"] {
        let (status, _) = ask(method, &upload, b"", &version);
        assert_eq!(status, 403, "{method}");
    }
    let (status, _) = ask("PUT", &upload.replace(&name, "other.zip"), b"x", &version);
    assert_eq!(status, 403);
    assert_eq!(server.files(), [(name, bytes.clone())]);
    bytes
}

#[test]
fn a_blob_is_written_with_a_signature_of_the_account_s_key() {
    arrives(Kind::Azure, "azure", &[]);
}

#[test]
fn an_object_is_written_with_a_presigned_address() {
    arrives(Kind::S3Put, "s3", &["--store-region", "us-east-1"]);
}

/// The administrator began the upload; its parts, of 5 MiB as the store wants it, are written with presigned addresses.
#[test]
fn an_object_is_written_in_parts() {
    let (server, setup) = (Server::start(Kind::S3Multipart), Setup::managed());
    lengthen(&setup.log, 24 << 20);
    let answer = setup.path("upload.xml");
    fs::write(&answer, server.begin_multipart("scepscope-T-42-a.zip.age")).unwrap();
    let more = ["--store-region", "us-east-1", "--store-upload", &answer, "--store-max", "20M"];
    let stored = arrives_at(&server, &setup, "s3", &more);
    assert!(stored.len() > 10 << 20, "only {} bytes: two parts", stored.len());
}

/// Lines as the log has them, of words that hardly compress.
fn lengthen(log: &Path, bytes: usize) {
    let (mut chance, mut lines) = (Chance::new(5), String::new());
    while lines.len() < bytes {
        lines.push_str(
            "2026-05-19T22:59:15.0000000    INFO    com.microsoft.omadm.Services    18428    00002    ",
        );
        for _ in 0..40 {
            let word = |chance: &mut Chance| char::from(b'a' + u8::try_from(chance.below(26)).unwrap());
            lines.extend((0..7).map(|_| word(&mut chance)));
            lines.push(' ');
        }
        lines.push('\n');
    }
    File::options().append(true).open(log).unwrap().write_all(lines.as_bytes()).unwrap();
}

/// Faults of the credentials and addresses: told, and no link is made.
#[test]
fn without_sound_credentials_no_link_is_made() {
    let setup = Setup::managed();
    let keys = setup.path("keys");
    let call = |upload: &str, store: &str, more: &[&str]| {
        let mut command = admin();
        command.env_remove("AZURE_STORAGE_KEY").env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_REGION");
        command.args(["link", "new", "--keys", &keys, "--collect", "all", "--upload", upload]);
        let output = command.args(["--store", store]).args(more).output().unwrap();
        assert!(output.stdout.is_empty());
        (output.status.code(), text(&output.stderr))
    };
    let container = "https://acct.blob.core.windows.net/bundles";
    let (code, said) = call(container, "azure", &[]);
    assert_eq!(code, Some(4), "{said}");
    assert!(said.contains("credentials for the store can't be used"), "{said}");
    let (code, said) = call(container, "azure", &["--store-key", &setup.path("none")]);
    assert_eq!(code, Some(4), "{said}");
    fs::write(setup.path("key"), "c2VjcmV0").unwrap();
    let (code, said) =
        call(&format!("{container}?sv=1&sig=x"), "azure", &["--store-key", &setup.path("key")]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("already has a query"), "{said}");
}
