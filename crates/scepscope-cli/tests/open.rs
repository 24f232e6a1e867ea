//! From the administrator's link to a bundle: the whole way through both programs, and every link that is refused before
//! anything is read.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;
#[path = "common/setup.rs"]
mod setup;
#[path = "../../scepscope-request/tests/common/signer.rs"]
mod signer;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{SystemTime, UNIX_EPOCH};

use common::{text, tool};
use rustix::fs::inotify;
use serde_json::{Value, json};
use setup::{Setup, admin, ok};
use signer::{Kind, Signer, base64url};

/// Nothing listens there.
const NOWHERE: &str = "tus+http://127.0.0.1:9/files/";

/// Tells whether a file or folder was opened or read.
struct Watch(std::os::fd::OwnedFd);

impl Watch {
    fn on(paths: &[&Path]) -> Watch {
        let watch = inotify::init(inotify::CreateFlags::NONBLOCK).unwrap();
        for path in paths {
            inotify::add_watch(&watch, *path, inotify::WatchFlags::OPEN | inotify::WatchFlags::ACCESS)
                .unwrap();
        }
        Watch(watch)
    }

    fn saw_a_reading(&self) -> bool {
        let mut buffer = [0u8; 4096];
        match rustix::io::read(&self.0, &mut buffer) {
            Ok(bytes) => bytes > 0,
            Err(rustix::io::Errno::AGAIN) => false,
            Err(error) => panic!("{error}"),
        }
    }
}

fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

fn claims() -> Value {
    json!({
        "iss": "Helpdesk", "aud": "scepscope", "jti": "0123456789abcdef",
        "iat": now(), "nbf": now(), "exp": now() + 3600,
        "collect": ["android.omadm"], "upload": "tus+https://support.example/files/",
    })
}

#[test]
fn from_the_administrators_link_to_a_bundle() {
    let setup = Setup::managed();
    let (https, link) =
        setup.link(&["--collect", "android.omadm,windows.events", "--upload", NOWHERE, "--ticket", "tkt-7"]);
    assert!(https.starts_with("https://127.0.0.1:9/collect#") && link.starts_with("scepscope:collect#"));
    let token = link.split_once('#').unwrap().1;
    assert_eq!(https.split_once('#').unwrap().1, token);

    let watch = Watch::on(&[&setup.log]);
    let output = setup.open(&link, &["--yes"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(5), "{said}");
    assert!(watch.saw_a_reading(), "the watch works");
    assert!(said.contains("Helpdesk asks for a report") && said.contains("127.0.0.1:9"), "{said}");
    // Nothing listens there: the way is named before the work begins, and the bundle waits in the queue.
    assert!(said.contains("No connection to 127.0.0.1") && said.contains("made all the same"), "{said}");
    let bundle = setup.queued();
    assert!(bundle.to_string_lossy().ends_with(".zip.age"), "{}", bundle.display());

    let identity = setup.path("keys/age-identity.txt");
    let to = setup.path("inbox");
    let folder =
        ok(admin().arg("open").arg(&bundle).args(["--identity", &identity, "--to", &to]).output().unwrap());
    let folder = PathBuf::from(folder.trim());
    let statement: Value = serde_json::from_slice(&fs::read(folder.join("statement.json")).unwrap()).unwrap();
    assert_eq!(statement["case"], "T-42");
    assert_eq!(statement["request"]["ticket"], "tkt-7");
    let sum = tool("sh").args(["-c", &format!("printf %s '{token}' | sha256sum")]).output().unwrap();
    assert!(text(&sum.stdout).starts_with(statement["request"]["sha256"].as_str().unwrap()));
    let recipient = fs::read_to_string(setup.path("keys/age-recipient.txt")).unwrap();
    assert_eq!(statement["recipients"], json!([recipient.trim()]));
    // Asked for and not given: a gap, no silence.
    let report: Value = serde_json::from_slice(&fs::read(folder.join("data/report.json")).unwrap()).unwrap();
    let gaps: Vec<&Value> = report["gaps"].as_array().unwrap().iter().collect();
    assert!(
        gaps.iter()
            .any(|g| g["detail"]["reason"] == "not_gathered" && g["detail"]["origin"] == "windows.events")
    );
    assert!(!gaps.iter().any(|g| g["detail"]["origin"] == "android.omadm"), "{gaps:?}");

    // Once only, after a restart too.
    let watch = Watch::on(&[&setup.log]);
    let again = setup.open(&link, &["--yes"]);
    assert_eq!(again.status.code(), Some(4));
    assert!(text(&again.stderr).contains("was used before"), "{}", text(&again.stderr));
    assert!(!watch.saw_a_reading());
}

#[test]
fn without_files_the_device_itself_answers_what_the_link_asks_for() {
    let setup = Setup::managed();
    let micros = (now() - 60) * 1_000_000;
    let journal = PathBuf::from(setup.path("journal"));
    common::journal(
        &journal,
        &format!(
            "__REALTIME_TIMESTAMP={micros}\nSYSLOG_IDENTIFIER=intune-portal\nMESSAGE=portal: started\n\n"
        ),
    );
    let (_, link) = setup.link(&["--collect", "linux.journal,windows.events", "--upload", NOWHERE]);
    let open = |link: &str, yes: &[&str]| {
        let mut command = setup.device();
        command.args(["open", link, "--wait", "0"]).args(yes).env("SCEPSCOPE_JOURNAL", &journal);
        command.output().unwrap()
    };
    // Nobody agreed: nothing is read.
    let watch = Watch::on(&[&journal, &journal.join("system.journal")]);
    assert_eq!(open(&link, &[]).status.code(), Some(4));
    assert!(!watch.saw_a_reading());

    let output = open(&link, &["--yes"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(5), "{said}");
    assert!(said.contains("From: linux.journal\n"), "{said}");
    assert!(watch.saw_a_reading(), "the watch works");
    let (bundle, identity, to) = (setup.queued(), setup.path("keys/age-identity.txt"), setup.path("inbox"));
    let opened =
        admin().arg("open").arg(bundle).args(["--identity", &identity, "--to", &to]).output().unwrap();
    let folder = PathBuf::from(ok(opened).trim());
    let report: Value = serde_json::from_slice(&fs::read(folder.join("data/report.json")).unwrap()).unwrap();
    let kinds: Vec<&Value> = report["sources"].as_array().unwrap().iter().map(|s| &s["kind"]).collect();
    assert_eq!(kinds, ["journal"]);
    let gaps: Vec<&Value> =
        report["gaps"].as_array().unwrap().iter().map(|g| &g["detail"]["origin"]).collect();
    assert_eq!(gaps, ["windows.events"]);
}

#[test]
fn a_link_that_nothing_can_answer_stays_good() {
    let setup = Setup::managed();
    let (_, link) = setup.link(&["--collect", "all", "--upload", NOWHERE]);
    let missing = setup.path("logs/none.log");
    let output =
        setup.device().args(["open", &link, "--yes", "--wait", "0", "--from", &missing]).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert_eq!(setup.open(&link, &["--yes"]).status.code(), Some(5));
}

/// Every link here is signed by OpenSSL, most of them with the pinned key.
#[test]
fn refused_before_anything_is_read() {
    let setup = Setup::new();
    let (signer, stranger, ec) =
        (Signer::new(Kind::Ed25519), Signer::new(Kind::Ed25519), Signer::new(Kind::P256));
    setup.policy(&json!({"LinkKeys": [signer.line()], "UploadHosts": ["support.example"],
        "ScepHosts": ["ndes.example"], "UploadWithoutTap": true, "DeviceId": "D-1"}));
    let with = |name: &str, value: Value| {
        let mut claims = claims();
        claims[name] = value;
        signer.token(&signer.header(), &claims.to_string())
    };
    let header = |alg: &str| json!({"alg": alg, "typ": "scepscope-request+jwt"}).to_string();
    let plain = claims().to_string();
    let unsigned =
        |alg: &str| format!("{}.{}.", base64url(header(alg).as_bytes()), base64url(plain.as_bytes()));
    let hs256 = {
        let front = format!("{}.{}", base64url(header("HS256").as_bytes()), base64url(plain.as_bytes()));
        format!("{front}.{}", base64url(&signer::hmac(&signer.public(), front.as_bytes())))
    };
    let table = [
        (unsigned("none"), "does not fit the trusted key"),
        (hs256, "does not fit the trusted key"),
        (ec.token(&header("ES256"), &plain), "does not fit the trusted key"),
        (stranger.token(&header("EdDSA"), &plain), "not signed by anyone whom this device trusts"),
        (stranger.token(&signer.header(), &plain), "The signature does not belong to this link"),
        (signer.token(r#"{"alg":"EdDSA","typ":"JWT"}"#, &plain), "not a request for a report"),
        (
            signer.token(r#"{"alg":"EdDSA","typ":"scepscope-request+jwt","crit":["x"],"x":1}"#, &plain),
            "does not know",
        ),
        (
            signer.token(&signer.header(), &plain.replacen('{', "{\"upload\":\"https://evil.example/\",", 1)),
            "says one thing twice",
        ),
        (with("aud", json!("other")), "made for another program"),
        (with("exp", json!(now() - 1)).clone(), "makes no sense"),
        (
            {
                let mut old = claims();
                old["iat"] = json!(now() - 7200);
                old["nbf"] = json!(now() - 7200);
                old["exp"] = json!(now() - 3600);
                signer.token(&signer.header(), &old.to_string())
            },
            "has expired",
        ),
        (with("nbf", json!(now() + 1800)), "not valid yet"),
        (with("exp", json!(now() + 80 * 3600)), "longer than 72 hours"),
        (with("device", json!("D-2")), "for another device"),
        (with("recipient", json!("age1nonsense")), "should be encrypted to is not valid"),
        (with("collect", json!(["../../etc/passwd"])), "not a source of this program"),
        (with("upload", json!("https://evil.example/")), "may not send reports to the host"),
        (with("upload", json!("https://support.example@evil.example/")), "holds a user name"),
        (with("upload", json!("https://203.0.113.9/")), "a number in place of a name"),
        (with("upload", json!("https://127.0.0.1/")), "leads back to this device"),
        (with("upload", json!("https://169.254.169.254/")), "belongs to the local network"),
        (with("upload", json!("https://xn--supprt-4ta.example/")), "an encoding that can hide"),
        (with("upload", json!("https://suppоrt.example/")), "letters that can imitate"),
        (with("upload", json!("https://support.example:8443/")), "names a port"),
        (with("upload", json!("http://support.example/")), "not of an allowed kind"),
        (with("upload", json!("https://support.example\\x")), "not written as addresses are"),
        (with("scep_url", json!("https://other.example/certsrv")), "certificate server in this link"),
        ("no.token".to_owned(), "not a Scepscope link"),
        ("a".repeat(31 << 10), "longer than any real one"),
    ];
    for (token, sentence) in table {
        let watch = Watch::on(&[&setup.log, setup.log.parent().unwrap()]);
        let output = setup.open(&format!("scepscope:collect#{token}"), &["--yes"]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(4), "{sentence}: {said}");
        assert!(said.contains(sentence), "{sentence}: {said}");
        assert!(!watch.saw_a_reading(), "{sentence}: something was read");
        assert!(output.stdout.is_empty());
    }
    // Not even the device's key was made.
    assert!(!Path::new(&setup.path("data/scepscope")).exists());
}

#[test]
fn yes_counts_only_where_the_policy_allows_it() {
    let setup = Setup::managed();
    let (_, link) = setup.link(&["--collect", "all", "--upload", NOWHERE]);
    let policy: Value = serde_json::from_slice(&fs::read(setup.path("policy.json")).unwrap()).unwrap();
    let refused = |policy: Value, more: &[&str], sentence: &str| {
        setup.policy(&policy);
        let watch = Watch::on(&[&setup.log]);
        let output = setup.open(&link, more);
        assert_eq!(output.status.code(), Some(4));
        assert!(text(&output.stderr).contains(sentence), "{}", text(&output.stderr));
        assert!(!watch.saw_a_reading());
    };
    let without = |name: &str| {
        let mut policy = policy.clone();
        policy.as_object_mut().unwrap().remove(name);
        policy
    };
    refused(without("UploadWithoutTap"), &["--yes"], "does not allow a report to be sent without asking");
    refused(without("UploadHosts"), &["--yes"], "does not allow a report to be sent without asking");
    refused(policy.clone(), &[], "Nobody is there to agree");
    refused(without("LinkKeys"), &["--yes"], "Nobody on this device has confirmed the key");
    refused(json!({"LinkKeys": "nonsense"}), &["--yes"], "can't be relied on");
    setup.policy(&policy);
    assert_eq!(setup.open(&link, &["--yes"]).status.code(), Some(5));
}

/// Runs the program on a terminal of `script`, and types `answers`.
fn on_a_terminal(setup: &Setup, link: &str, answers: &str) -> (Option<i32>, String) {
    let line = format!(
        "{} --lang en open '{link}' --wait 0 --from '{}'",
        env!("CARGO_BIN_EXE_scepscope"),
        setup.log.display()
    );
    let mut child = tool("script")
        .args(["-qec", &line, "/dev/null"])
        .env("XDG_DATA_HOME", setup.path("data"))
        .env("SCEPSCOPE_KEY_STORE", "file")
        .env("XDG_STATE_HOME", setup.path("state"))
        .env("SCEPSCOPE_TEST_POLICY", setup.path("policy.json"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.code(), text(&output.stdout))
}

#[test]
fn an_unmanaged_device_asks_for_the_key_once_and_for_consent_each_time() {
    let setup = Setup::managed();
    // No keys pinned, no hosts listed: what is left is that tests may use this machine.
    setup.policy(&json!({"AllowLoopback": true}));
    let (_, link) = setup.link(&["--collect", "all", "--upload", NOWHERE, "--no-recipient"]);
    let print = {
        let said = tool("ssh-keygen").args(["-lf", &setup.path("keys/link-key.pub")]).output().unwrap();
        text(&said.stdout).split_whitespace().nth(1).unwrap().to_owned()
    };
    let watch = Watch::on(&[&setup.log]);
    let (code, said) = on_a_terminal(&setup, &link, "n\n");
    assert_eq!(code, Some(4), "{said}");
    assert!(said.contains(&print), "{said}");
    let (code, said) = on_a_terminal(&setup, &link, "y\nn\n");
    assert_eq!(code, Some(130), "{said}");
    assert!(said.contains("You declined"), "{said}");
    assert!(!watch.saw_a_reading());
    // The key is known now; only the consent is asked for.
    let (code, said) = on_a_terminal(&setup, &link, "yes\n");
    assert_eq!(code, Some(5), "{said}");
    assert!(said.contains("Not encrypted"), "{said}");
    assert!(watch.saw_a_reading());

    let show = |json: bool| {
        let mut command = setup.device();
        command.args(["policy", "show"]);
        if json {
            command.arg("--json");
        }
        ok(command.output().unwrap())
    };
    assert!(
        show(false).contains(&format!("LinkKeys (confirmed on this device)\n  {print}")),
        "{}",
        show(false)
    );
    let shown: Value = serde_json::from_str(&show(true)).unwrap();
    assert_eq!(shown["settings"][0]["value"], json!([print]));
    assert_eq!(shown["settings"][0]["origin"], "user");
    ok(setup.device().args(["policy", "revoke", &print]).output().unwrap());
    let (_, second) = setup.link(&["--collect", "all", "--upload", NOWHERE]);
    assert_eq!(on_a_terminal(&setup, &second, "n\n").0, Some(4));
    // By hand, from the fingerprint that the administrator told.
    ok(setup.device().args(["policy", "trust", &print]).output().unwrap());
    assert_eq!(on_a_terminal(&setup, &second, "y\n").0, Some(5));
    assert_eq!(setup.device().args(["policy", "trust", "SHA256:x"]).output().unwrap().status.code(), Some(2));
    // Where the management pins keys, nobody can add one.
    setup.policy(&json!({"LinkKeys": [Signer::new(Kind::P256).line()]}));
    assert_eq!(setup.device().args(["policy", "trust", &print]).output().unwrap().status.code(), Some(4));
    assert!(show(false).contains("They do not count"), "{}", show(false));
}
