//! Servers that mean harm: each costs bounded time and bytes, and ends in a finding that says so.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::io::Write as _;
use std::net::TcpStream;
use std::process::Command;

use common::{cert, probe, serve_paths, steps};
use scepscope_model::{Cause, ProbeReport, ProbeStepId, StepResult};
use scepscope_probe::{AskAs, limits};

fn causes(report: &ProbeReport) -> Vec<Cause> {
    report.findings.iter().map(|f| f.cause).collect()
}

fn answer(stream: &mut TcpStream, head: &str, body: &[u8]) {
    let length = body.len();
    // Whoever reads no further has closed: that is what some of these tests are for.
    let _ = write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n{head}\r\n")
        .and_then(|()| stream.write_all(body));
}

/// A healthy server but for what it gives as the certificates of the CA.
fn with_certificates(list: Vec<u8>) -> ProbeReport {
    let port = serve_paths(move |path, stream| {
        if path.contains("GetCACert") {
            answer(stream, "Content-Type: application/x-x509-ca-ra-cert\r\n", &list);
        } else {
            answer(stream, "Content-Type: text/plain\r\n", b"AES\nSHA-256\nPOSTPKIOperation\n");
        }
    });
    probe(&format!("http://127.0.0.1:{port}/scep"), AskAs::Ios, false)
}

/// A CMS message that carries `count` certificates, all of them others.
fn cms(count: usize) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let options =
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-set_serial", "0x1122334455667788"];
    let authority = cert::authority_with(folder.path(), "Root", &options).der();
    // Each gets a serial number of its own; nobody checks the signature of a list.
    let serial = [0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88];
    let at = authority.windows(serial.len()).position(|bytes| bytes == serial).unwrap() + 4;
    let all = folder.path().join("all.pem");
    let mut pem = String::new();
    for number in 0..count {
        let mut one = authority.clone();
        one[at..at + 4].copy_from_slice(&u32::try_from(number).unwrap().to_be_bytes());
        let encoded = base64(&one);
        pem.push_str(&format!("-----BEGIN CERTIFICATE-----\n{encoded}-----END CERTIFICATE-----\n"));
    }
    std::fs::write(&all, pem).unwrap();
    let made = Command::new("openssl")
        .args(["crl2pkcs7", "-nocrl", "-outform", "DER", "-certfile"])
        .arg(&all)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    made.stdout
}

/// In lines, as PEM has it.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for (at, three) in bytes.chunks(3).enumerate() {
        let word =
            three.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for letter in 0..4 {
            let index = (word >> (18 - 6 * letter)) as usize & 63;
            text.push(if letter <= three.len() { char::from(LETTERS[index]) } else { '=' });
        }
        if at % 16 == 15 {
            text.push('\n');
        }
    }
    text.push('\n');
    text
}

#[test]
fn a_list_of_no_certificate_at_all() {
    // A CMS message without certificates, and an empty body.
    let empty = Command::new("openssl").args(["crl2pkcs7", "-nocrl", "-outform", "DER"]).output().unwrap();
    assert!(empty.status.success());
    let report = with_certificates(empty.stdout);
    assert_eq!(steps(&report, ProbeStepId::GetCaCert)[0].detail["certificates"], "0");
    assert_eq!(causes(&report), [Cause::CaResponseInvalid]);
    let report = with_certificates(Vec::new());
    assert_eq!(steps(&report, ProbeStepId::GetCaCert)[0].result, StepResult::Failed);
    assert!(!causes(&report).contains(&Cause::Healthy), "{:?}", report.findings);
}

#[test]
fn a_list_of_more_certificates_than_are_looked_at() {
    let report = with_certificates(cms(1000));
    let step = steps(&report, ProbeStepId::GetCaCert)[0];
    assert_eq!(step.detail["certificates"], "1000");
    assert!(step.detail["limit"].starts_with("MAX_CERTIFICATES"), "{:?}", step.detail);
    assert_eq!(report.scep_certificates.len(), limits::MAX_CERTIFICATES);
}

#[test]
fn a_list_of_ten_thousand_is_cut_and_said_to_be() {
    let list = cms(10_000);
    assert!(list.len() > 2 * limits::MAX_BODY_BYTES);
    let report = with_certificates(list);
    let step = steps(&report, ProbeStepId::GetCaCert)[0];
    assert_eq!(step.detail["bytes"], limits::MAX_BODY_BYTES.to_string());
    assert!(step.detail["limit"].starts_with("MAX_BODY_BYTES"), "{:?}", step.detail);
    assert_eq!(causes(&report), [Cause::CaResponseInvalid]);
}

#[test]
fn a_compressed_bomb_is_taken_as_it_comes() {
    // 300 MiB of zeroes when somebody unpacks it: nobody does. It is no answer of SCEP.
    let bomb =
        Command::new("sh").args(["-c", "head -c 314572800 /dev/zero | gzip -1"]).output().unwrap().stdout;
    assert!(bomb.len() > limits::MAX_BODY_BYTES);
    let port = serve_paths(move |_, stream| {
        answer(stream, "Content-Type: text/plain\r\nContent-Encoding: gzip\r\n", &bomb);
    });
    let report = probe(&format!("http://127.0.0.1:{port}/scep"), AskAs::Windows, false);
    for step in report.steps.iter().filter(|step| step.detail.contains_key("bytes")) {
        assert_eq!(step.detail["bytes"], limits::MAX_BODY_BYTES.to_string(), "{step:?}");
    }
    assert!(!causes(&report).contains(&Cause::Healthy), "{:?}", report.findings);
}

#[test]
fn a_redirect_to_itself_is_followed_nowhere() {
    let port = serve_paths(move |path, stream| {
        let _ = write!(
            stream,
            "HTTP/1.1 302 Found\r\nLocation: {path}&again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
    });
    let report = probe(&format!("http://127.0.0.1:{port}/scep"), AskAs::Windows, false);
    let plain = steps(&report, ProbeStepId::PlainGet)[0];
    assert_eq!(plain.detail["status"], "302");
    assert_eq!(steps(&report, ProbeStepId::PlainGet).len(), 1);
    assert!(!causes(&report).contains(&Cause::Healthy), "{:?}", report.findings);
}

#[test]
fn a_server_that_drips_is_left_when_its_time_is_over() {
    let port = serve_paths(|_, stream| {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1000000\r\n\r\n";
        let mut open = stream.write_all(head.as_bytes()).is_ok();
        while open {
            // A byte at a time, for as long as somebody waits.
            std::thread::sleep(std::time::Duration::from_millis(250));
            open = stream.write_all(b"x").is_ok();
        }
    });
    let report = probe(&format!("http://127.0.0.1:{port}/scep"), AskAs::Windows, false);
    assert_eq!(causes(&report), [Cause::ResponseTimeout]);
    assert_eq!(steps(&report, ProbeStepId::GetCaCaps)[0].result, StepResult::Skipped);
}
