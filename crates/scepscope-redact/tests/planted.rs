//! Secrets planted in every format and encoding: none survives.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use common::{contains, redactor, utf16};
use scepscope_redact::{Encoding, Kind, Policy};

/// A fixed sequence: the same secrets in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % sides
    }

    fn word(&mut self, alphabet: &str, len: usize) -> String {
        let letters: Vec<char> = alphabet.chars().collect();
        (0..len).map(|_| letters[self.roll(letters.len() as u64) as usize]).collect()
    }
}

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER_DIGIT: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const HEX: &str = "0123456789abcdef";

/// A secret and a sentence that tells what it is.
fn plant(kind: Kind, d: &mut Dice) -> Option<(String, String)> {
    let pair = |s: String, t: &str| Some((s.clone(), t.replace("{}", &s)));
    match kind {
        Kind::Challenge => pair(d.word("0123456789ABCDEF", 32), "<Challenge>{}</Challenge>"),
        Kind::RequestToken => {
            pair(d.word(BASE64, 120), "<CertificateRequestToken>{}</CertificateRequestToken>")
        }
        Kind::PkiOperation => {
            let body = d.word(BASE64, 300);
            pair(format!("MIAGCSqGSIb3DQEHAqCAMIACAQEx{body}"), "operation=PKIOperation&message={}")
        }
        Kind::Bearer => pair(
            format!("eyJ{}.eyJ{}.{}", d.word(LOWER, 20), d.word(LOWER, 30), d.word(LOWER, 40)),
            "Authorization: Bearer {}, x",
        ),
        Kind::PrivateKey => {
            pair(d.word(BASE64, 64), "-----BEGIN PRIVATE KEY-----{}-----END PRIVATE KEY-----")
        }
        Kind::Password => pair(d.word(UPPER_DIGIT, 14), "password={} ok"),
        Kind::Upn => {
            pair(format!("{}.{}@adatum.example", d.word(LOWER, 6), d.word(LOWER, 8)), "signed in as {} today")
        }
        Kind::User => pair(format!("{}.{}", d.word(LOWER, 6), d.word(LOWER, 8)), "[dn=CN={}; serial=1]"),
        Kind::Sid => pair(
            format!(
                "S-1-5-21-1{}-2{}-3{}-1{}",
                d.word("0123456789", 9),
                d.word("0123456789", 8),
                d.word("0123456789", 8),
                d.word("0123456789", 3)
            ),
            "owner {} found",
        ),
        Kind::Serial => pair(format!("{}7", d.word(UPPER_DIGIT, 11)), "serial number {}, next"),
        Kind::Mac => {
            pair((0..6).map(|_| d.word(HEX, 2)).collect::<Vec<_>>().join(":"), "wifi mac address {} up")
        }
        Kind::Device => pair(format!("DEV-{}", d.word(UPPER_DIGIT, 8)), "<Computer>{}</Computer>"),
        Kind::PrivateIp => {
            pair(format!("10.{}.{}.{}", d.roll(256), d.roll(256), 100 + d.roll(150)), "address {} leased")
        }
        _ => None,
    }
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
                (b as char).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('@', "&#64;")
}

fn json(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('/', "\\/")
        .replace('@', "\\u0040")
        .replace('<', "\\u003c")
}

fn base64(text: &[u8]) -> String {
    STANDARD.encode(text)
}

const TIME: &str =
    "2026-03-11T09:00:07.8560000    INFO    Event     com.microsoft.omadm.Services    20196       42    ";

/// Every way a sentence may be written into a line of a UTF-8 log.
fn written(s: &str) -> Vec<Vec<u8>> {
    let line = |t: String| format!("{TIME}{t}\n").into_bytes();
    let mut all = vec![
        line(s.to_owned()),
        line(format!("<Data>{}</Data>", xml(s))),
        line(format!("<Data>{}</Data>", xml(&xml(s)))),
        line(format!("{{\"message\":\"{}\"}}", json(s))),
        line(format!("{{\"m\":\"{}\"}}", json(&json(s)))),
        line(format!("GET https://x.example/?q={} HTTP/1.1", percent(s))),
        line(format!("GET https://x.example/?q={} HTTP/1.1", percent(&percent(s)))),
        line(format!("<Data>{}</Data>", xml(&percent(s)))),
        line(format!("blob: {} end", base64(s.as_bytes()))),
        line(format!("blob: {} end", base64(&utf16(s, true)))),
        line(format!("blob: {} end", percent(&base64(s.as_bytes())))),
    ];
    let wrapped = base64(format!("{s} and some more text behind it so that it is wrapped").as_bytes());
    let lines: Vec<&str> = wrapped.as_bytes().chunks(64).map(|c| std::str::from_utf8(c).unwrap()).collect();
    all.push(format!("<data>\n{}\n</data>\n", lines.join("\n")).into_bytes());
    for little in [true, false] {
        let mut wide = TIME.as_bytes().to_vec();
        wide.extend(utf16(s, little));
        wide.push(b'\n');
        all.push(wide);
    }
    all
}

/// Every way the bare value may come up again, once its meaning is known.
fn copied(v: &str) -> Vec<Vec<u8>> {
    let line = |t: String| format!("{TIME}x {t} y\n").into_bytes();
    let mut all = vec![
        line(v.to_owned()),
        line(xml(&xml(v))),
        line(percent(v)),
        line(format!("\"{}\"", json(v))),
        line(base64(v.as_bytes())),
        line(base64(format!("a{v}").as_bytes())),
        line(base64(format!("ab{v}").as_bytes())),
        line(base64(&utf16(v, true))),
    ];
    let mut wide = TIME.as_bytes().to_vec();
    wide.extend(utf16(v, true));
    wide.extend(b"\n");
    all.push(wide);
    all
}

fn survivors(out: &[u8], secret: &str) -> Vec<&'static str> {
    let middle = |t: String| t.as_bytes()[2..t.len() - 4].to_vec();
    let mut found = Vec::new();
    for (name, bytes) in [
        ("plain", secret.as_bytes().to_vec()),
        ("utf-16le", utf16(secret, true)),
        ("utf-16be", utf16(secret, false)),
        ("percent", percent(secret).into_bytes()),
        ("json", json(secret).into_bytes()),
        ("xml", xml(secret).into_bytes()),
        ("base64", middle(base64(secret.as_bytes()))),
        ("base64+1", middle(base64(format!("a{secret}").as_bytes()))[2..].to_vec()),
        ("base64 utf-16", middle(base64(&utf16(secret, true)))),
    ] {
        if contains(out, &bytes) {
            found.push(name);
        }
    }
    found
}

#[test]
fn nothing_planted_survives() {
    let mut dice = Dice(42);
    let mut planted = 0;
    for _ in 0..6 {
        for kind in Kind::ALL {
            let Some((secret, sentence)) = plant(*kind, &mut dice) else { continue };
            for source in written(&sentence) {
                planted += 1;
                let mut r = redactor(Policy::Default);
                let out = common::stream(&mut r, &source, Encoding::Utf8);
                let left = survivors(&out, &secret);
                assert!(
                    left.is_empty(),
                    "{kind}: {secret} survived as {left:?} in {}",
                    String::from_utf8_lossy(&out)
                );
            }
            for (encoding, little) in [(Encoding::Utf16Le, true), (Encoding::Utf16Be, false)] {
                planted += 1;
                let out = common::stream(
                    &mut redactor(Policy::Default),
                    &utf16(&format!("\u{feff}x\r\n{sentence}\r\n"), little),
                    encoding,
                );
                assert!(survivors(&out, &secret).is_empty(), "{kind}: {secret}");
            }
        }
    }
    assert!(planted >= 1000, "{planted}");
}

#[test]
fn copies_go_in_every_form() {
    let mut dice = Dice(7);
    let mut r = redactor(Policy::Default);
    let mut values = Vec::new();
    for _ in 0..20 {
        for kind in Kind::ALL {
            let Some((secret, sentence)) = plant(*kind, &mut dice) else { continue };
            r.learn(&mut sentence.as_bytes(), Encoding::Utf8).unwrap();
            if r.preview_line(&sentence).iter().any(|s| s.replacement.starts_with(&format!("{kind}-"))) {
                values.push((*kind, secret));
            }
        }
    }
    assert_eq!(values.len(), 20 * 7, "seven kinds get pseudonyms");
    for (kind, secret) in values {
        for source in copied(&secret) {
            let out = common::stream(&mut r, &source, Encoding::Utf8);
            let left = survivors(&out, &secret);
            assert!(
                left.is_empty(),
                "{kind}: {secret} survived as {left:?} in {}",
                String::from_utf8_lossy(&out)
            );
        }
    }
}
