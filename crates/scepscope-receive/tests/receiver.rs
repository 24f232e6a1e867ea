//! The receiver with clients that we did not write, and with clients that mean harm.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use scepscope_bundle::{Identity, PublicKey, Sha256Hex, SignedReceipt};
use scepscope_lab::http::{Head, ask, read_body};
use scepscope_lab::{Chance, bundle, root, sealed_bundle, tool};
use scepscope_receive::{
    Admission, Admitted, Anybody, Claim, Observer, Receiver, ReceiverOptions, Refused, Stop, limits,
};

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

impl Observer for Heard {
    fn arrived(&self, name: &str, bytes: u64) {
        self.0.lock().unwrap().push(format!("arrived {name} {bytes}"));
    }

    fn refused(&self, reason: &str) {
        self.0.lock().unwrap().push(format!("refused {reason}"));
    }
}

/// A ticket named "good-…" is good.
struct Tickets;

impl Admission for Tickets {
    fn admit(&self, claim: &Claim) -> Result<Admitted, Refused> {
        match &claim.ticket {
            Some(ticket) if ticket.starts_with("good") => Ok(Admitted {
                once: Some(ticket.clone()),
                case: Some("T-9".to_owned()),
                ..Admitted::default()
            }),
            _ => Err(Refused("no-ticket")),
        }
    }
}

struct Running {
    home: tempfile::TempDir,
    address: String,
    key: PublicKey,
    heard: Heard,
    stop: Stop,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    fn start(change: impl FnOnce(&mut ReceiverOptions)) -> Running {
        Running::on(tempfile::tempdir().unwrap(), change)
    }

    fn on(home: tempfile::TempDir, change: impl FnOnce(&mut ReceiverOptions)) -> Running {
        let heard = Heard::default();
        let inbox = home.path().join("inbox");
        let listen = "127.0.0.1:0".parse().unwrap();
        let mut options = ReceiverOptions::new(&inbox, listen, Box::new(Anybody), Box::new(heard.clone()));
        change(&mut options);
        let receiver = Receiver::open(options).unwrap();
        let address = receiver.address().unwrap().to_string();
        let (key, stop) = (receiver.public_key().clone(), receiver.stop());
        let thread = Some(std::thread::spawn(move || receiver.run()));
        Running { home, address, key, heard, stop, thread }
    }

    /// Stops it; gives its folder for the next one.
    fn end(mut self) -> tempfile::TempDir {
        self.stop.now();
        self.thread.take().unwrap().join().unwrap();
        self.home
    }

    fn inbox(&self) -> Vec<String> {
        let entries = fs::read_dir(self.home.path().join("inbox")).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|n| n != ".receiver");
        names.sort();
        names
    }

    fn files(&self) -> String {
        format!("http://{}/files/", self.address)
    }

    /// One request with the protocol's version; status, head and body.
    fn call(&self, method: &str, path: &str, fields: &[(&str, &str)], body: &[u8]) -> (Head, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\n");
        for (name, value) in fields {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        stream.write_all(head.as_bytes()).unwrap();
        // The server may answer and close before it has read everything.
        let _ = stream.write_all(body);
        let head = Head::read(&mut stream).unwrap().unwrap();
        let body = read_body(&head, method, &mut stream).unwrap();
        (head, body)
    }

    fn create(&self, length: u64, metadata: &[(&str, &str)]) -> (u16, String) {
        let pairs: Vec<String> =
            metadata.iter().map(|(k, v)| format!("{k} {}", STANDARD.encode(v))).collect();
        let length = length.to_string();
        let fields = [("Upload-Length", length.as_str()), ("Upload-Metadata", &pairs.join(","))];
        let (head, body) = self.call("POST", "/files/", &fields, b"");
        match head.field("location") {
            Some(location) => (head.status(), location.to_owned()),
            None => (head.status(), String::from_utf8(body).unwrap()),
        }
    }

    fn patch(&self, path: &str, offset: u64, more: &[(&str, &str)], body: &[u8]) -> (Head, Vec<u8>) {
        let offset = offset.to_string();
        let mut fields =
            vec![("Content-Type", "application/offset+octet-stream"), ("Upload-Offset", offset.as_str())];
        fields.extend(more);
        self.call("PATCH", path, &fields, body)
    }

    fn offset(&self, path: &str) -> (u16, Option<u64>) {
        let (head, _) = self.call("HEAD", path, &[], b"");
        (head.status(), head.field("upload-offset").and_then(|o| o.parse().ok()))
    }

    /// A whole upload; the status of its end and what was said.
    fn upload(&self, content: &[u8], metadata: &[(&str, &str)]) -> (u16, String) {
        let (status, path) = self.create(content.len() as u64, metadata);
        assert_eq!(status, 201, "{path}");
        let (head, body) = self.patch(&path, 0, &[], content);
        (head.status(), String::from_utf8(body).unwrap())
    }
}

fn sample(home: &Path, bytes: u64) -> PathBuf {
    bundle(home, bytes, &mut Chance::new(bytes + 5))
}

fn digest(path: &Path) -> (Sha256Hex, u64) {
    Sha256Hex::of_reader(&mut fs::File::open(path).unwrap()).unwrap()
}

/// The bundle stands in the inbox, and its receipt holds.
fn arrived(running: &Running, sent: &Path) {
    let name = sent.file_name().unwrap().to_str().unwrap();
    let inbox = running.home.path().join("inbox");
    let (sha256, bytes) = digest(sent);
    assert_eq!(digest(&inbox.join(name)), (sha256, bytes));
    let receipt = fs::read(inbox.join(format!(".receiver/receipts/{name}.receipt.json"))).unwrap();
    let receipt = SignedReceipt::read(&receipt).unwrap();
    let checked = receipt.check(sha256, bytes, Some(&running.key)).unwrap();
    assert!(checked.pinned);
    assert_eq!((checked.receipt.name.as_str(), checked.receipt.checked.as_str()), (name, "verified"));
    // Any SSHSIG verifier can check it, too.
    let folder = tempfile::tempdir().unwrap();
    let signers = folder.path().join("signers");
    fs::write(&signers, format!("receiver {}\n", running.key.to_openssh().unwrap())).unwrap();
    let signature = folder.path().join("sig");
    fs::write(&signature, &receipt.signature).unwrap();
    let text = folder.path().join("receipt");
    fs::write(&text, &receipt.receipt).unwrap();
    let output = tool("ssh-keygen")
        .args(["-Y", "verify", "-n", "scepscope-receipt@v1", "-I", "receiver", "-f"])
        .arg(&signers)
        .arg("-s")
        .arg(&signature)
        .stdin(fs::File::open(&text).unwrap())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn run(program: &str, args: &[&str]) -> String {
    let output = tool(program).args(args).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{program} {args:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn tus_js_client_uploads_and_resumes() {
    let running = Running::start(|_| {});
    let script = root().join("tests/servers/tus-client.mjs");
    let script = script.to_str().unwrap();
    for (bytes, abort) in [(10_000, None), (1_500_000, None), (1_400_000, Some("600000"))] {
        let sent = sample(running.home.path(), bytes);
        let files = running.files();
        let mut args = vec![script, files.as_str(), sent.to_str().unwrap()];
        args.extend(abort);
        let url = run("node", &args);
        arrived(&running, &sent);
        let path = url.trim().split(&running.address).nth(1).unwrap();
        assert_eq!(running.offset(path), (200, Some(digest(&sent).1)));
    }
    assert_eq!(running.inbox().len(), 3);
}

#[test]
fn tuspy_uploads_with_checksums_and_resumes() {
    let running = Running::start(|_| {});
    let script = root().join("tests/servers/tus_py_client.py");
    let sent = sample(running.home.path(), 900_000);
    let files = running.files();
    run("python", &[script.to_str().unwrap(), &files, sent.to_str().unwrap(), "200000"]);
    arrived(&running, &sent);
}

#[test]
fn the_protocol_s_own_rules() {
    let running = Running::start(|_| {});
    let (options, _) = running.call("OPTIONS", "/files/", &[], b"");
    assert_eq!(options.status(), 204);
    assert_eq!(options.field("tus-version"), Some("1.0.0"));
    assert_eq!(options.field("tus-extension"), Some("creation,termination,checksum,expiration"));
    assert!(options.field("tus-checksum-algorithm").unwrap().contains("sha1"));
    assert_eq!(options.field("tus-max-size"), Some("4294967294"));
    // Without the version, or with another one.
    let (status, _) = ask("POST", &running.files(), b"", &[("Upload-Length", "5")]);
    assert_eq!(status, 412);
    let (status, _) =
        ask("POST", &running.files(), b"", &[("Tus-Resumable", "0.2.2"), ("Upload-Length", "5")]);
    assert_eq!(status, 412);
    // Creation.
    for length in ["", "-1", "1e3", "0", "99999999999999999999999"] {
        assert_eq!(
            running.call("POST", "/files/", &[("Upload-Length", length)], b"").0.status(),
            400,
            "{length}"
        );
    }
    let metadata = [("Upload-Length", "10"), ("Upload-Metadata", "filename !!!")];
    assert_eq!(running.call("POST", "/files/", &metadata, b"").0.status(), 400);
    assert_eq!(running.create(1 << 40, &[]).0, 413);
    let (status, path) = running.create(10, &[("filename", "a.zip"), ("ticket", "secret")]);
    assert_eq!(status, 201);
    // Offsets.
    let (head, _) = running.call("HEAD", &path, &[], b"");
    assert_eq!(head.status(), 200);
    assert_eq!((head.field("upload-offset"), head.field("upload-length")), (Some("0"), Some("10")));
    assert_eq!(head.field("cache-control"), Some("no-store"));
    assert_eq!(head.field("upload-metadata"), Some("filename YS56aXA="));
    assert!(head.field("upload-expires").unwrap().ends_with("GMT"));
    assert_eq!(running.patch(&path, 3, &[], b"abc").0.status(), 409);
    assert_eq!(running.call("PATCH", &path, &[("Upload-Offset", "0")], b"abc").0.status(), 415);
    let (head, _) = running.patch(&path, 0, &[], b"abc");
    assert_eq!((head.status(), head.field("upload-offset")), (204, Some("3")));
    assert_eq!(running.patch(&path, 0, &[], b"abc").0.status(), 409);
    assert_eq!(running.patch(&path, 3, &[], b"12345678").0.status(), 413);
    assert_eq!(running.offset(&path), (200, Some(3)));
    // Checksums: a wrong one keeps nothing, a right one keeps it. The digest of "de" is from sha1sum(1).
    for wrong in ["sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "crc32 AAAAAA=="] {
        assert_eq!(running.patch(&path, 3, &[("Upload-Checksum", wrong)], b"de").0.status(), 460);
        assert_eq!(running.offset(&path), (200, Some(3)));
    }
    let right = STANDARD.encode(hex("600ccd1b71569232d01d110bc63e906beab04d8c"));
    let right = format!("sha1 {right}");
    assert_eq!(running.patch(&path, 3, &[("Upload-Checksum", &right)], b"de").0.status(), 204);
    assert_eq!(running.patch(&path, 5, &[("Upload-Checksum", "md4 AAAA")], b"f").0.status(), 400);
    // Of "f" by gzip(1), whose trailer has it the lowest byte first.
    let crc32 = [("Upload-Checksum", "crc32 dtMr4A==")];
    assert_eq!(running.patch(&path, 5, &crc32, b"f").0.status(), 204);
    assert_eq!(running.call("DELETE", &path, &[], b"").0.status(), 204);
    let (_, path) = running.create(10, &[("filename", "a.zip"), ("ticket", "secret")]);
    assert_eq!(running.patch(&path, 0, &[], b"abcde").0.status(), 204);
    // A method behind a narrow proxy.
    let narrow = [
        ("X-HTTP-Method-Override", "PATCH"),
        ("Content-Type", "application/offset+octet-stream"),
        ("Upload-Offset", "5"),
    ];
    assert_eq!(running.call("POST", &path, &narrow, b"f").0.status(), 204);
    assert_eq!(running.offset(&path), (200, Some(6)));
    // Termination, and what is not there.
    assert_eq!(running.call("DELETE", &path, &[], b"").0.status(), 204);
    assert_eq!(running.offset(&path).0, 404);
    assert_eq!(running.patch(&path, 6, &[], b"g").0.status(), 404);
    for path in
        ["/files/../inbox", "/files/0", "/files/%2e%2e%2fx", "/", "/files/0123456789abcdef0123456789abcdef"]
    {
        assert_eq!(running.call("HEAD", path, &[], b"").0.status(), 404, "{path}");
    }
    assert_eq!(running.inbox(), [""; 0]);
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}

#[test]
fn only_whole_bundles_reach_the_inbox_under_safe_names() {
    let running = Running::start(|_| {});
    let sent = sample(running.home.path(), 5000);
    let content = fs::read(&sent).unwrap();
    let sha256 = digest(&sent).0.to_string();
    // Not a bundle, a changed one, another digest than announced.
    assert_eq!(running.upload(b"hello", &[("filename", "x.zip")]).0, 422);
    let mut changed = content.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    assert_eq!(running.upload(&changed, &[("filename", "x.zip")]).0, 422);
    let (status, said) = running.upload(&content, &[("filename", "x.zip"), ("sha256", &"0".repeat(64))]);
    assert_eq!(status, 422, "{said}");
    assert_eq!(running.inbox(), [""; 0]);
    assert_eq!(running.heard.0.lock().unwrap().len(), 3);
    // Names.
    for name in ["../../evil", "C:\\evil.zip", "/etc/passwd", ".receiver", "a\u{0}b\n.zip", "", "CON.zip"] {
        let (status, said) = running.upload(&content, &[("filename", name), ("sha256", &sha256)]);
        assert_eq!(status, 204, "{name:?}: {said}");
    }
    let inbox = running.inbox();
    assert!(
        inbox.iter().all(|n| n.ends_with(".zip") && !n.contains(['/', '\\', ':', '\0', '\n'])),
        "{inbox:?}"
    );
    assert!(!running.home.path().join("evil").exists() && !running.home.path().join("evil.zip").exists());
    // The same bundle again is one file; another one of the same name gets a name of its own.
    let before = running.inbox().len();
    let same = [("filename", "same.zip")];
    assert_eq!(running.upload(&content, &same).0, 204);
    assert_eq!(running.upload(&content, &same).0, 204);
    assert_eq!(running.inbox().len(), before + 1);
    let other = fs::read(sample(running.home.path(), 6000)).unwrap();
    assert_eq!(running.upload(&other, &same).0, 204);
    assert_eq!(running.inbox().len(), before + 2);
    assert_eq!(fs::read(running.home.path().join("inbox/same.zip")).unwrap(), content);
}

#[test]
fn an_encrypted_bundle_is_taken_as_sealed_or_looked_into() {
    let identity = Identity::generate();
    let make = |home: &Path| sealed_bundle(home, 3000, &mut Chance::new(4), identity.recipient());
    let checked = |running: &Running, sent: &Path| {
        let name = sent.file_name().unwrap().to_str().unwrap();
        let content = fs::read(sent).unwrap();
        assert_eq!(running.upload(&content, &[("filename", name)]).0, 204);
        let receipts = running.home.path().join("inbox/.receiver/receipts");
        let receipt = fs::read(receipts.join(format!("{name}.receipt.json"))).unwrap();
        let (sha256, bytes) = digest(sent);
        SignedReceipt::read(&receipt).unwrap().check(sha256, bytes, None).unwrap().receipt.checked
    };
    let running = Running::start(|_| {});
    let sent = make(running.home.path());
    assert_eq!(checked(&running, &sent), "sealed");
    let opens = identity.clone();
    let running = Running::start(|options| options.identity = Some(opens));
    let sent = make(running.home.path());
    assert_eq!(checked(&running, &sent), "verified");
    // For somebody else: it can't be looked into although it should be.
    let running = Running::start(|options| options.identity = Some(Identity::generate()));
    let sent = make(running.home.path());
    let name = sent.file_name().unwrap().to_str().unwrap();
    assert_eq!(running.upload(&fs::read(&sent).unwrap(), &[("filename", name)]).0, 422);
}

#[test]
fn a_ticket_is_good_for_one_bundle() {
    let running = Running::start(|options| options.admission = Box::new(Tickets));
    let first = sample(running.home.path(), 2000);
    let second = sample(running.home.path(), 3000);
    let of = |path: &Path| (fs::read(path).unwrap(), digest(path).0.to_string());
    let (content, sha256) = of(&first);
    assert_eq!(running.create(9, &[]), (403, "no-ticket".to_owned()));
    assert_eq!(running.create(9, &[("ticket", "bad")]).0, 403);
    let metadata = [("ticket", "good-1"), ("sha256", sha256.as_str()), ("filename", "a.zip")];
    let length = content.len() as u64;
    let (_, path) = running.create(length, &metadata);
    // The answer was lost: the same upload again, with what it has.
    running.patch(&path, 0, &[], &content[..100]);
    assert_eq!(running.create(length, &metadata), (201, path.clone()));
    assert_eq!(running.patch(&path, 100, &[], &content[100..]).0.status(), 204);
    assert_eq!(running.create(length, &metadata), (201, path.clone()));
    assert_eq!(running.offset(&path), (200, Some(length)));
    // Another bundle with the same ticket.
    let (other, other_sha256) = of(&second);
    let used = [("ticket", "good-1"), ("sha256", other_sha256.as_str())];
    assert_eq!(running.create(other.len() as u64, &used).0, 403);
    assert_eq!(running.inbox(), ["a.zip"]);
    // Also after a restart.
    let running = Running::on(running.end(), |options| options.admission = Box::new(Tickets));
    assert_eq!(running.create(other.len() as u64, &used).0, 403);
    let (head, body) = running.call("GET", &format!("{path}/receipt"), &[], b"");
    assert_eq!(head.status(), 200);
    let receipt = SignedReceipt::read(&body).unwrap();
    let checked = receipt.check(digest(&first).0, length, Some(&running.key)).unwrap();
    assert_eq!(checked.receipt.request.as_deref(), Some("good-1"));
    assert_eq!(checked.receipt.case.as_deref(), Some("T-9"));
}

/// All at once, each with a bundle of its own.
#[test]
fn of_clients_that_race_with_one_ticket_one_may_send() {
    const CLIENTS: usize = 8;
    let running = Running::start(|options| options.admission = Box::new(Tickets));
    for round in 0..10 {
        let ticket = format!("good-race-{round}");
        let together = std::sync::Barrier::new(CLIENTS);
        let race = |client: usize| {
            let sha256 = Sha256Hex::of(format!("{round} {client}").as_bytes()).to_string();
            let metadata = [("ticket", ticket.as_str()), ("sha256", sha256.as_str())];
            together.wait();
            running.create(100, &metadata).0
        };
        let race = &race;
        let mut answers: Vec<u16> = std::thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS).map(|client| scope.spawn(move || race(client))).collect();
            clients.into_iter().map(|client| client.join().unwrap()).collect()
        });
        answers.sort_unstable();
        assert_eq!(answers[0], 201, "{answers:?}");
        assert!(answers[1..].iter().all(|status| *status == 403), "{answers:?}");
    }
}

#[test]
fn quotas_are_told() {
    let running = Running::start(|options| {
        options.max_bundle = 10_000;
        options.max_inbox = 15_000;
    });
    assert_eq!(running.create(10_001, &[]).0, 413);
    let (status, path) = running.create(9_000, &[]);
    assert_eq!(status, 201);
    assert_eq!(running.create(9_000, &[]).0, 507);
    assert_eq!(running.call("DELETE", &path, &[], b"").0.status(), 204);
    assert_eq!(running.create(9_000, &[]).0, 201);
}

#[test]
fn what_a_stopped_or_killed_receiver_had_is_there_after_the_next_start() {
    let running = Running::start(|_| {});
    let sent = sample(running.home.path(), 50_000);
    let name = sent.file_name().unwrap().to_str().unwrap().to_owned();
    let content = fs::read(&sent).unwrap();
    let length = content.len() as u64;
    let (_, path) = running.create(length, &[("filename", &name)]);
    // The connection is lost in the middle: what came is kept.
    let mut stream = TcpStream::connect(&running.address).unwrap();
    stream.write_all(patch_head(&path, content.len()).as_bytes()).unwrap();
    stream.write_all(&content[..20_000]).unwrap();
    drop(stream);
    let end = Instant::now() + Duration::from_secs(30);
    while running.offset(&path) != (200, Some(20_000)) {
        assert!(Instant::now() < end, "{:?}", running.offset(&path));
        std::thread::sleep(Duration::from_millis(20));
    }
    let running = Running::on(running.end(), |_| {});
    assert_eq!(running.offset(&path), (200, Some(20_000)));
    assert_eq!(running.patch(&path, 20_000, &[], &content[20_000..]).0.status(), 204);
    arrived(&running, &sent);
    // Killed between the receipt and the move: the next start moves it.
    let home = running.end();
    let id = path.rsplit('/').next().unwrap();
    let incoming = home.path().join("inbox/.receiver/incoming");
    fs::rename(home.path().join("inbox").join(&name), incoming.join(format!("{id}.part"))).unwrap();
    fs::write(incoming.join("stray.part"), "x").unwrap();
    let running = Running::on(home, |_| {});
    arrived(&running, &sent);
    assert!(!running.home.path().join("inbox/.receiver/incoming/stray.part").exists());
    // Killed after the last byte, before it was looked into: asking for the offset does it.
    let other = sample(running.home.path(), 4000);
    let content = fs::read(&other).unwrap();
    let name = other.file_name().unwrap().to_str().unwrap();
    let (_, path) = running.create(content.len() as u64, &[("filename", name)]);
    let id = path.rsplit('/').next().unwrap();
    let part = running.home.path().join(format!("inbox/.receiver/incoming/{id}.part"));
    fs::write(part, &content).unwrap();
    assert_eq!(running.offset(&path).0, 204);
    arrived(&running, &other);
}

/// The head of a PATCH with a body of so many bytes from the first one on.
fn patch_head(path: &str, length: usize) -> String {
    format!(
        "PATCH {path} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n\
         Content-Type: application/offset+octet-stream\r\nContent-Length: {length}\r\n\r\n"
    )
}

/// Somebody asks for the offset at the same moment: neither refuses the other, and every byte that was sent counts.
#[test]
fn what_a_lost_connection_brought_is_kept_whoever_asks_meanwhile() {
    let running = Running::start(|_| {});
    let body = [7; 20_000];
    for round in 0..60 {
        let (_, path) = running.create(50_000, &[]);
        let asking = |times| {
            for _ in 0..times {
                assert_eq!(running.offset(&path).0, 200, "round {round}");
            }
        };
        std::thread::scope(|scope| {
            scope.spawn(|| asking(5));
            scope.spawn(|| asking(5));
            let mut stream = TcpStream::connect(&running.address).unwrap();
            stream.write_all(patch_head(&path, 50_000).as_bytes()).unwrap();
            stream.write_all(&body).unwrap();
        });
        let end = Instant::now() + Duration::from_secs(10);
        while running.offset(&path) != (200, Some(20_000)) {
            assert!(Instant::now() < end, "round {round}: {:?}", running.offset(&path));
        }
    }
}

/// The client vanished without a word, as behind a router that lost power: its next connection need not wait for the
/// silence to end.
#[test]
fn a_client_that_comes_back_takes_over_from_its_lost_connection() {
    let running = Running::start(|_| {});
    let sent = sample(running.home.path(), 30_000);
    let content = fs::read(&sent).unwrap();
    let name = sent.file_name().unwrap().to_str().unwrap();
    let (_, path) = running.create(content.len() as u64, &[("filename", name)]);
    let mut vanished = TcpStream::connect(&running.address).unwrap();
    vanished.write_all(patch_head(&path, content.len()).as_bytes()).unwrap();
    vanished.write_all(&content[..10_000]).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    let began = Instant::now();
    assert_eq!(running.offset(&path), (200, Some(10_000)));
    // Well below the 30 s of silence that a body may have, and not at once: it may have been only slow.
    assert!(began.elapsed() >= limits::TAKEOVER_SILENCE, "{:?}", began.elapsed());
    assert!(began.elapsed() < limits::TAKEOVER_LIMIT, "{:?}", began.elapsed());
    let head = Head::read(&mut vanished).unwrap().unwrap();
    assert_eq!(head.status(), 423);
    assert_eq!(running.patch(&path, 10_000, &[], &content[10_000..]).0.status(), 204);
    arrived(&running, &sent);
}

/// One that still sends is waited for.
#[test]
fn a_client_that_sends_is_not_interrupted() {
    let running = Running::start(|_| {});
    let (_, path) = running.create(100, &[]);
    let mut sending = TcpStream::connect(&running.address).unwrap();
    sending.write_all(patch_head(&path, 20).as_bytes()).unwrap();
    sending.write_all(&[0]).unwrap();
    // Long enough for the receiver to have begun: a question that comes before is answered with 0.
    std::thread::sleep(Duration::from_millis(500));
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| running.offset(&path));
        for byte in 1..20 {
            sending.write_all(&[byte]).unwrap();
            std::thread::sleep(Duration::from_millis(100));
        }
        assert_eq!(Head::read(&mut sending).unwrap().unwrap().status(), 204);
        assert_eq!(asked.join().unwrap(), (200, Some(20)));
    });
}

#[test]
fn slow_and_greedy_clients_are_bounded() {
    let running = Running::start(|options| {
        options.head_limit = Duration::from_millis(300);
        options.body_idle_limit = Duration::from_millis(300);
    });
    let closes = |sent: &str| {
        let mut stream = TcpStream::connect(&running.address).unwrap();
        stream.write_all(sent.as_bytes()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said);
        String::from_utf8_lossy(&said).into_owned()
    };
    // A head that does not end.
    closes("POST /files/ HTTP/1.1\r\nHost: x\r\n");
    // A head that is too long.
    let said =
        closes(&format!("POST /files/ HTTP/1.1\r\nX: {}\r\n\r\n", "a".repeat(2 * limits::MAX_HEAD_BYTES)));
    assert!(said.starts_with("HTTP/1.1 431"), "{said}");
    // A body that does not come.
    let (_, path) = running.create(100, &[]);
    let said = closes(&format!(
        "PATCH {path} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Length: 100\r\n\
         Content-Type: application/offset+octet-stream\r\n\r\nabc"
    ));
    assert!(said.starts_with("HTTP/1.1 408"), "{said}");
    assert_eq!(running.offset(&path), (200, Some(3)));
    // More connections than one address may have: the next one is closed, and room comes back.
    let many: Vec<TcpStream> = (0..limits::MAX_CONNECTIONS_PER_ADDRESS)
        .map(|_| TcpStream::connect(&running.address).unwrap())
        .collect();
    let mut more = TcpStream::connect(&running.address).unwrap();
    more.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let _ = more.write_all(b"GET / HTTP/1.1\r\n");
    assert!(matches!(more.read(&mut [0; 10]), Ok(0) | Err(_)));
    drop(many);
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        let answered = TcpStream::connect(&running.address)
            .and_then(|mut s| {
                s.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")?;
                Head::read(&mut s)
            })
            .is_ok_and(|head| head.is_some_and(|h| h.status() == 404));
        if answered {
            break;
        }
        assert!(Instant::now() < end, "no room came back");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_graceful_stop_lets_a_request_end() {
    let running = Running::start(|_| {});
    let (_, path) = running.create(10, &[]);
    let mut stream = TcpStream::connect(&running.address).unwrap();
    let head = format!(
        "PATCH {path} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Length: 4\r\n\
         Content-Type: application/offset+octet-stream\r\n\r\nab"
    );
    stream.write_all(head.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    running.stop.now();
    std::thread::sleep(Duration::from_millis(200));
    stream.write_all(b"cd").unwrap();
    let head = Head::read(&mut stream).unwrap().unwrap();
    assert_eq!((head.status(), head.field("upload-offset")), (204, Some("4")));
    let address = running.address.clone();
    running.end();
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn without_tls_nobody_else_is_listened_to() {
    let home = tempfile::tempdir().unwrap();
    let listen = "0.0.0.0:0".parse().unwrap();
    let options = ReceiverOptions::new(home.path(), listen, Box::new(Anybody), Box::new(Heard::default()));
    let error = Receiver::open(options).map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("loopback"), "{error}");
}
