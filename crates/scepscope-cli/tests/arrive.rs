//! From the administrator's link to a verified bundle in the administrator's inbox, with both programs.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;
#[path = "common/setup.rs"]
mod setup;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Stdio};

use common::{data, text, tool};
use scepscope_lab::{look_at, page_folder};
use serde_json::{Value, json};
use setup::{Setup, admin, ok};

/// `scepscope-admin receive`, ended with the test.
struct Receiving {
    child: Child,
    key: String,
    target: String,
}

impl Receiving {
    fn start(setup: &Setup, listen: &str, more: &[&str]) -> Receiving {
        let mut child = admin()
            .args(["receive", "--inbox", &setup.path("inbox"), "--listen", listen])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut line = || lines.next().unwrap().unwrap();
        let (key, target) = (line(), line());
        Receiving { child, key, target }
    }

    /// With the administrator's keys: those of links, and the one that opens bundles.
    fn with_keys(setup: &Setup, listen: &str) -> Receiving {
        let (keys, identity) = (setup.path("keys"), setup.path("keys/age-identity.txt"));
        Receiving::start(setup, listen, &["--keys", &keys, "--identity", &identity])
    }

    fn address(&self) -> String {
        self.target.split('/').nth(2).unwrap().to_owned()
    }

    /// Asked to stop, as a service manager does it.
    fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(tool("kill").args(["-TERM", &id]).status().unwrap().success());
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }
}

impl Drop for Receiving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn inbox(setup: &Setup) -> Vec<PathBuf> {
    let entries = fs::read_dir(setup.path("inbox")).unwrap().map(|e| e.unwrap().path());
    entries.filter(|p| p.is_file()).collect()
}

fn change(setup: &Setup, name: &str, value: &Value) {
    let mut policy: Value = serde_json::from_slice(&fs::read(setup.path("policy.json")).unwrap()).unwrap();
    policy[name] = value.clone();
    setup.policy(&policy);
}

/// Another device of the same organisation.
fn other_device(setup: &Setup) -> Setup {
    let other = Setup::new();
    fs::copy(setup.path("policy.json"), other.path("policy.json")).unwrap();
    other
}

#[test]
fn a_link_ends_as_a_verified_bundle_with_its_case_and_a_stored_receipt() {
    let setup = Setup::managed();
    let receiving = Receiving::with_keys(&setup, "127.0.0.1:0");
    change(&setup, "ReceiverKey", &json!(receiving.key));
    let (_, link) = setup.link(&["--collect", "android.omadm", "--upload", &receiving.target]);
    let output = setup.open(&link, &["--yes"]);
    let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("Sent to 127.0.0.1") && said.contains("signed with the expected key"), "{said}");

    // The administrator's half: one bundle, verified, with the case.
    let bundles = inbox(&setup);
    assert_eq!(bundles.len(), 1, "{bundles:?}");
    let name = bundles[0].file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("scepscope-T-42-") && name.ends_with(".zip.age"), "{name}");
    let identity = setup.path("keys/age-identity.txt");
    let verified = ok(admin()
        .arg("verify")
        .arg(&bundles[0])
        .args(["--identity", &identity, "--json"])
        .output()
        .unwrap());
    assert!(verified.contains("T-42"), "{verified}");
    let receipt = setup.path(&format!("inbox/.receiver/receipts/{name}.receipt.json"));
    let at_receiver: Value = serde_json::from_slice(&fs::read(receipt).unwrap()).unwrap();

    // The device's half: the receipt is kept, the bundle's copy is not.
    let queue = ok(setup.device().args(["queue", "--json"]).output().unwrap());
    let entry = &serde_json::from_str::<Value>(&queue).unwrap()[0];
    assert_eq!((&entry["state"], &entry["case"]), (&json!("delivered"), &json!("T-42")));
    assert_eq!(entry["delivered"]["receipt"], at_receiver);
    assert_eq!(entry["delivered"]["pinned"], true);
    let receipt: Value =
        serde_json::from_str(entry["delivered"]["receipt"]["receipt"].as_str().unwrap()).unwrap();
    assert_eq!(receipt["case"], "T-42");
    assert_eq!(receipt["checked"], "verified");
    let sum = tool("sha256sum").arg(&bundles[0]).output().unwrap();
    assert!(text(&sum.stdout).starts_with(receipt["sha256"].as_str().unwrap()));

    // A link is good for one bundle: another device that has it is refused, also after a restart.
    let other = other_device(&setup);
    let refused = other.open(&link, &["--yes"]);
    assert_eq!(refused.status.code(), Some(1), "{}", text(&refused.stderr));
    assert!(text(&refused.stderr).contains("does not allow this upload"), "{}", text(&refused.stderr));
    let address = receiving.address();
    receiving.stop();
    let receiving = Receiving::with_keys(&setup, &address);
    let third = other_device(&setup);
    assert_eq!(third.open(&link, &["--yes"]).status.code(), Some(1));
    assert_eq!(inbox(&setup), bundles);
    drop(receiving);
}

/// The whole way: a device's log, a link, an upload, and with the web server's log the cause and what to do.
#[test]
fn what_arrives_is_analyzed_with_the_server_s_log_to_cause_and_fix() {
    let setup = Setup::managed();
    fs::copy(data("cases/25-admin-android-iis-500-1346/OMADMLog_0.log"), &setup.log).unwrap();
    let receiving = Receiving::with_keys(&setup, "127.0.0.1:0");
    change(&setup, "ReceiverKey", &json!(receiving.key));
    let (_, link) = setup.link(&["--collect", "android.omadm", "--upload", &receiving.target]);
    ok(setup.open(&link, &["--yes"]));
    let bundles = inbox(&setup);
    assert_eq!(bundles.len(), 1, "{bundles:?}");
    let kept = page_folder(env!("CARGO_BIN_EXE_scepscope"));
    let page = kept.join("arrived.html").to_string_lossy().into_owned();
    let identity = setup.path("keys/age-identity.txt");
    let log = data("cases/25-admin-android-iis-500-1346/u_ex261102.log");
    let analyzed = ok(admin()
        .arg("analyze")
        .arg(&bundles[0])
        .args(["--identity", &identity, "--html", &page, "--json", "--iis"])
        .arg(log)
        .output()
        .unwrap());
    let report: Value = serde_json::from_str(&analyzed).unwrap();
    let input = &report["analysis"]["inputs"][0];
    assert_eq!((&input["trust"], &input["case"]), (&json!("intact"), &json!("T-42")));
    let join = &report["analysis"]["attempts"][0];
    assert_eq!((&join["state"], &join["requests"][0]["seen_by"]), (&json!("joined"), &json!("both")));
    let causes: Vec<&str> =
        report["findings"].as_array().unwrap().iter().map(|f| f["cause"].as_str().unwrap()).collect();
    assert!(causes.contains(&"iis_impersonation_right_missing"), "{causes:?}");
    let html = fs::read_to_string(&page).unwrap();
    assert!(html.contains("iis_impersonation_right_missing") && html.contains("secpol.msc"));
    assert!(!html.contains("<script"));
    look_at(&kept, &[page.into()]);
    // The same inbox as a table.
    let sums = ok(admin()
        .args(["fleet", &setup.path("inbox"), "--identity", &identity, "--json"])
        .output()
        .unwrap());
    let sums: Value = serde_json::from_str(&sums).unwrap();
    assert_eq!((&sums["bundles"], &sums["devices"]), (&json!(1), &json!(1)));
    assert_eq!(sums["outcomes"], json!([{"value": "failed", "count": 1}]));
}

#[test]
fn without_a_link_of_these_keys_nothing_is_taken() {
    let setup = Setup::managed();
    let receiving = Receiving::with_keys(&setup, "127.0.0.1:0");
    let home = tempfile::tempdir().unwrap();
    let bundle = scepscope_lab::bundle(home.path(), 1000, &mut scepscope_lab::Chance::new(5));
    let sent = setup.device().arg("send").arg(&bundle).args(["--to", &receiving.target]).output().unwrap();
    assert_eq!(sent.status.code(), Some(1), "{}", text(&sent.stderr));
    assert!(text(&sent.stderr).contains("link-needed"), "{}", text(&sent.stderr));
    // A link of keys that the device trusts and this receiver does not.
    let stranger = Setup::managed();
    let (_, link) = stranger.link(&["--collect", "all", "--upload", &receiving.target]);
    let opened = stranger.open(&link, &["--yes"]);
    assert_eq!(opened.status.code(), Some(1), "{}", text(&opened.stderr));
    assert!(text(&opened.stderr).contains("key-unknown"), "{}", text(&opened.stderr));
    assert!(inbox(&setup).is_empty());
    // The addresses of other machines are listened on with keys and TLS only.
    let call = |more: &[&str]| {
        let mut command = admin();
        command.args(["receive", "--inbox", &setup.path("in"), "--listen", "0.0.0.0:0"]).args(more);
        command.output().unwrap().status.code()
    };
    assert_eq!(call(&[]), Some(2));
    assert_eq!(call(&["--keys", &setup.path("keys")]), Some(2));
    assert_eq!(call(&["--keys", &setup.path("logs")]), Some(4));
}

#[test]
fn what_could_not_be_sent_arrives_when_the_server_is_there() {
    let setup = Setup::managed();
    let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let target = format!("tus+http://{listen}/files/");
    let (_, link) = setup.link(&["--collect", "all", "--upload", &target]);
    let output = setup.open(&link, &["--yes", "--json"]);
    assert_eq!(output.status.code(), Some(5), "{}", text(&output.stderr));
    let entry: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&entry["state"], &entry["case"]), (&json!("waiting"), &json!("T-42")));
    assert_eq!(entry["failure"]["code"], "delivery-connect");
    let _receiving = Receiving::with_keys(&setup, &listen);
    let output = setup.device().args(["queue", "retry"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(inbox(&setup).len(), 1);
}

/// A proxy that wants a login.
fn login_proxy() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().filter_map(Result::ok) {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(
                b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n",
            );
        }
    });
    proxy
}

#[test]
fn the_environment_s_proxy_counts_but_for_hosts_that_it_excepts() {
    let home = tempfile::tempdir().unwrap();
    let bundle = scepscope_lab::bundle(home.path(), 1000, &mut scepscope_lab::Chance::new(6));
    let send = |excepted: &str| {
        let setup = Setup::managed();
        let mut command = setup.device();
        command.arg("send").arg(&bundle).args(["--to", "tus+https://support.invalid/files/", "--wait", "0"]);
        let output = command.env("HTTPS_PROXY", login_proxy()).env("NO_PROXY", excepted).output().unwrap();
        assert_eq!(output.status.code(), Some(5), "{}", text(&output.stderr));
        text(&output.stderr)
    };
    let said = send("other.invalid");
    assert!(said.contains("The proxy 127.0.0.1 wants a user name"), "{said}");
    let said = send("other.invalid,support.invalid");
    assert!(said.contains("delivery-dns"), "{said}");
}

#[test]
fn the_policy_s_proxy_and_receiver_key_count() {
    let setup = Setup::managed();
    let proxy = login_proxy();
    change(&setup, "Proxy", &json!(proxy));
    let (_, link) = setup.link(&["--collect", "all", "--upload", "tus+https://support.example/files/"]);
    let output = setup.open(&link, &["--yes"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(5), "{said}");
    assert!(said.contains("The proxy 127.0.0.1 wants a user name"), "{said}");
    // Not as an address that was mistyped: the whole policy is refused then.
    change(&setup, "Proxy", &json!("proxy:3128"));
    let output = setup.device().args(["queue", "retry", "--wait", "0"]).output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("Proxy: "), "{}", text(&output.stderr));

    // A receipt of another key than the pinned one proves nothing.
    let setup = Setup::managed();
    let receiving = Receiving::with_keys(&setup, "127.0.0.1:0");
    let public = fs::read_to_string(setup.path("keys/link-key.pub")).unwrap();
    change(&setup, "ReceiverKey", &json!(public.trim()));
    let (_, link) = setup.link(&["--collect", "all", "--upload", &receiving.target]);
    let output = setup.open(&link, &["--yes"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(
        text(&output.stderr).contains("The receipt from 127.0.0.1 is not valid"),
        "{}",
        text(&output.stderr)
    );
    assert!(setup.queued().is_file(), "the bundle is kept");
}

/// A certificate for this machine of an authority that no system knows, and its key.
fn certificate(setup: &Setup) -> (String, String) {
    let (certificate, key) = (setup.path("cert.pem"), setup.path("key.pem"));
    // Not an authority's own certificate: those are refused as a server's.
    let config = "[req]\ndistinguished_name=dn\nprompt=no\nx509_extensions=ext\n[dn]\nCN=Support\n\
        [ext]\nbasicConstraints=critical,CA:FALSE\nsubjectAltName=IP:127.0.0.1\n";
    fs::write(setup.path("openssl.cnf"), config).unwrap();
    let args = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -config";
    let made = tool("openssl")
        .args(args.split(' '))
        .args([&setup.path("openssl.cnf"), "-keyout", &key, "-out", &certificate])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", text(&made.stderr));
    (certificate, key)
}

#[test]
fn a_link_leads_to_a_receiver_with_tls_that_the_system_trusts() {
    let setup = Setup::managed();
    let (certificate, key) = certificate(&setup);
    let keys = setup.path("keys");
    let tls = ["--keys", &keys, "--tls-cert", &certificate, "--tls-key", &key];
    let receiving = Receiving::start(&setup, "127.0.0.1:0", &tls);
    assert!(receiving.target.starts_with("tus+https://127.0.0.1:"), "{}", receiving.target);
    change(&setup, "ReceiverKey", &json!(receiving.key));
    let (_, link) = setup.link(&["--collect", "all", "--upload", &receiving.target]);
    let output = setup.open(&link, &["--yes"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(5), "{said}");
    assert!(said.contains("delivery-tls-untrusted") && said.contains("127.0.0.1"), "{said}");
    assert!(inbox(&setup).is_empty());
    // Trusted as a system trusts it: on Linux by the variable that OpenSSL knows, too.
    let retry = setup.device().env("SSL_CERT_FILE", &certificate).args(["queue", "retry"]).output().unwrap();
    assert_eq!(retry.status.code(), Some(0), "{}{}", text(&retry.stdout), text(&retry.stderr));
    assert!(text(&retry.stdout).contains("signed with the expected key"), "{}", text(&retry.stdout));
    assert_eq!(inbox(&setup).len(), 1);
}

#[test]
fn a_bundle_that_can_t_be_queued_is_kept_and_the_link_stays_good() {
    let setup = Setup::managed();
    let receiving = Receiving::with_keys(&setup, "127.0.0.1:0");
    let (_, link) = setup.link(&["--collect", "all", "--upload", &receiving.target]);
    // A file where the queue's folder would be.
    let state = PathBuf::from(setup.path("state/scepscope"));
    fs::create_dir_all(&state).unwrap();
    fs::write(state.join("queue"), "").unwrap();
    let output = setup.open(&link, &["--yes"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("The report was made, but not sent yet"), "{said}");
    let kept = said.split_whitespace().find(|word| word.contains(".zip.age")).unwrap().trim_end_matches('.');
    assert!(PathBuf::from(kept).is_file(), "{said}");
    assert!(inbox(&setup).is_empty());
    fs::remove_file(state.join("queue")).unwrap();
    assert_eq!(setup.open(&link, &["--yes"]).status.code(), Some(0));
    assert_eq!(inbox(&setup).len(), 1);
    // And no further time.
    assert_eq!(setup.open(&link, &["--yes"]).status.code(), Some(4));
}

/// Two devices open one link at the same moment.
#[test]
fn of_two_devices_with_one_link_one_arrives() {
    let setup = Setup::managed();
    let receiving = Receiving::with_keys(&setup, "127.0.0.1:0");
    let (_, link) = setup.link(&["--collect", "all", "--upload", &receiving.target]);
    let devices = [other_device(&setup), other_device(&setup)];
    let opening: Vec<Child> = devices
        .iter()
        .map(|device| {
            let mut command = device.device();
            command.args(["open", &link, "--yes", "--wait", "0", "--from"]).arg(&device.log);
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        })
        .collect();
    let mut codes: Vec<_> = opening.into_iter().map(|mut child| child.wait().unwrap().code()).collect();
    codes.sort_unstable();
    assert_eq!(codes, [Some(0), Some(1)]);
    assert_eq!(inbox(&setup).len(), 1);
}
