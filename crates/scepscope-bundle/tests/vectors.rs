//! Test vectors that others made: Wycheproof for the signatures and the primitives of age, and the age project's own
//! (C2SP CCTV, npm package `cctv-age`) for reading encrypted bundles.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // tests stop on a broken assumption

mod common;

use std::io::Write;
use std::path::PathBuf;

use scepscope_bundle::*;
use tempfile::TempDir;
use wycheproof::TestResult;

/// Whether the library that bundles are verified with takes a signature for good.
fn accepts(key: &PublicKey, algorithm: ssh_key::Algorithm, signature: Vec<u8>, message: &[u8]) -> bool {
    use signature::Verifier;
    let Ok(signature) = ssh_key::Signature::new(algorithm, signature) else { return false };
    key.key_data().verify(message, &signature).is_ok()
}

#[track_caller]
fn agrees(accepted: bool, expected: &TestResult, what: &str) {
    match expected {
        TestResult::Valid => assert!(accepted, "{what}: refused, but valid"),
        TestResult::Invalid => assert!(!accepted, "{what}: accepted, but invalid"),
        TestResult::Acceptable => {}
    }
}

fn string(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u32).to_be_bytes()[..], bytes].concat()
}

#[test]
fn wycheproof_ed25519() {
    use wycheproof::eddsa::{TestName, TestSet};
    let mut run = 0;
    for group in TestSet::load(TestName::Ed25519).unwrap().test_groups {
        let blob = [string(b"ssh-ed25519"), string(&group.key.pk)].concat();
        let Ok(key) = PublicKey::from_bytes(&blob) else { panic!("a key was not read") };
        for test in group.tests {
            let accepted = accepts(&key, ssh_key::Algorithm::Ed25519, test.sig.to_vec(), &test.msg);
            agrees(accepted, &test.result, &format!("{} {}", test.tc_id, test.comment));
            run += 1;
        }
    }
    assert!(run > 100, "{run} vectors");
}

#[test]
fn wycheproof_ecdsa_p256() {
    use wycheproof::ecdsa::{TestName, TestSet};
    let algorithm = ssh_key::Algorithm::Ecdsa { curve: ssh_key::EcdsaCurve::NistP256 };
    let (mut run, mut valid) = (0, 0);
    for group in TestSet::load(TestName::EcdsaSecp256r1Sha256P1363).unwrap().test_groups {
        let blob = [string(b"ecdsa-sha2-nistp256"), string(b"nistp256"), string(&group.key.key)].concat();
        let Ok(key) = PublicKey::from_bytes(&blob) else { panic!("a key was not read") };
        for test in group.tests {
            // `r` and `s` as SSH has them: positive numbers without needless zeros.
            let accepted = test.sig.len() == 64 && {
                let number = |half: &[u8]| {
                    let digits: Vec<u8> = half.iter().copied().skip_while(|b| *b == 0).collect();
                    let sign: &[u8] = if digits.first().is_some_and(|b| b & 0x80 != 0) { &[0] } else { &[] };
                    string(&[sign, &digits].concat())
                };
                let signature = [number(&test.sig[..32]), number(&test.sig[32..])].concat();
                accepts(&key, algorithm.clone(), signature, &test.msg)
            };
            agrees(accepted, &test.result, &format!("{} {}", test.tc_id, test.comment));
            run += 1;
            valid += usize::from(accepted);
        }
    }
    assert!(run > 200 && valid > 50, "{run} vectors, {valid} valid");
}

/// What age is made of: the same libraries that it calls.
#[test]
fn wycheproof_x25519() {
    use wycheproof::xdh::{TestName, TestSet};
    let mut run = 0;
    for test in TestSet::load(TestName::X25519).unwrap().test_groups.into_iter().flat_map(|g| g.tests) {
        let (Ok(private), Ok(public)) =
            (<[u8; 32]>::try_from(&test.private_key[..]), <[u8; 32]>::try_from(&test.public_key[..]))
        else {
            panic!("{}: a key of another length", test.tc_id)
        };
        let shared = x25519_dalek::x25519(private, public);
        assert_eq!(&shared[..], &test.shared_secret[..], "{} {}", test.tc_id, test.comment);
        run += 1;
    }
    assert!(run > 400, "{run} vectors");
}

#[test]
fn wycheproof_chacha20_poly1305() {
    use chacha20poly1305::aead::{Aead, KeyInit, Payload};
    use wycheproof::aead::{TestName, TestSet};
    let mut run = 0;
    for group in TestSet::load(TestName::ChaCha20Poly1305).unwrap().test_groups {
        for test in group.tests.iter().filter(|t| t.nonce.len() == 12) {
            let cipher = chacha20poly1305::ChaCha20Poly1305::new_from_slice(&test.key).unwrap();
            let sealed = [&test.ct[..], &test.tag[..]].concat();
            let opened = cipher.decrypt(
                chacha20poly1305::Nonce::from_slice(&test.nonce),
                Payload { msg: &sealed, aad: &test.aad },
            );
            agrees(opened.is_ok(), &test.result, &format!("{} {}", test.tc_id, test.comment));
            if let Ok(plain) = opened {
                assert_eq!(plain, &test.pt[..]);
            }
            run += 1;
        }
    }
    assert!(run > 200, "{run} vectors");
}

#[test]
fn wycheproof_hmac_and_hkdf_sha256() {
    use hmac::{Hmac, Mac};
    let mut run = 0;
    let set = wycheproof::mac::TestSet::load(wycheproof::mac::TestName::HmacSha256).unwrap();
    for group in set.test_groups {
        for test in group.tests {
            let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&test.key).unwrap();
            mac.update(&test.msg);
            let accepted = mac.verify_truncated_left(&test.tag).is_ok();
            agrees(accepted, &test.result, &format!("{} {}", test.tc_id, test.comment));
            run += 1;
        }
    }
    let set = wycheproof::hkdf::TestSet::load(wycheproof::hkdf::TestName::HkdfSha256).unwrap();
    for test in set.test_groups.into_iter().flat_map(|g| g.tests) {
        let mut out = vec![0; test.size];
        let expanded =
            hkdf::Hkdf::<sha2::Sha256>::new(Some(&test.salt), &test.ikm).expand(&test.info, &mut out);
        let accepted = expanded.is_ok() && out == test.okm[..];
        agrees(accepted, &test.result, &format!("{} {}", test.tc_id, test.comment));
        run += 1;
    }
    assert!(run > 200, "{run} vectors");
}

/// One vector of age: its header lines and the encrypted file.
struct AgeVector {
    name: String,
    header: Vec<(String, String)>,
    file: Vec<u8>,
}

impl AgeVector {
    fn all(&self, key: &str) -> Vec<&str> {
        self.header.iter().filter(|(k, _)| k == key).map(|(_, v)| v.as_str()).collect()
    }

    fn one(&self, key: &str) -> Option<&str> {
        self.all(key).first().copied()
    }
}

/// The package holds each file as base64 in one line of JavaScript, behind a comment with its name.
fn age_vectors() -> Vec<AgeVector> {
    use base64::Engine;
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../ui/node_modules/cctv-age/index.js");
    let script = std::fs::read_to_string(&path).unwrap_or_else(|e| {
        panic!("{}: {e}: the npm package `cctv-age` is needed by this test: run ./dev setup", path.display())
    });
    let mut vectors = Vec::new();
    let mut name = "";
    for line in script.lines() {
        if let Some(found) = line.strip_prefix("// ../testdata/") {
            name = found;
        }
        let Some((_, rest)) = line.split_once(" = __toBinary(\"") else { continue };
        let bytes =
            base64::engine::general_purpose::STANDARD.decode(rest.split('"').next().unwrap()).unwrap();
        let end = bytes.windows(2).position(|w| w == b"\n\n").unwrap();
        let header = std::str::from_utf8(&bytes[..end]).unwrap();
        let header = header.lines().map(|l| l.split_once(": ").unwrap());
        let header = header.map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
        vectors.push(AgeVector { name: name.to_owned(), header, file: bytes[end + 2..].to_vec() });
    }
    vectors
}

/// Every file that age must refuse is refused; every file that it must read for an X25519 identity gives its content.
/// Armour and passphrases are not used for bundles: such files are refused.
#[test]
fn cctv_age() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("vector.age");
    let (mut read, mut refused) = (0, 0);
    for vector in age_vectors() {
        let mut file = vector.file.clone();
        if vector.one("compressed") == Some("zlib") {
            let mut inflater = flate2::write::ZlibDecoder::new(Vec::new());
            inflater.write_all(&file).unwrap();
            file = inflater.finish().unwrap();
        }
        std::fs::write(&path, &file).unwrap();
        let identities: Vec<Identity> =
            vector.all("identity").iter().filter_map(|text| Identity::from_file_text(text).ok()).collect();
        let plain = identities.iter().find_map(|identity| {
            let mut plain = Vec::new();
            SealedBundle::open(&path).ok()?.copy_plain(identity, &mut plain).ok()?;
            Some(plain)
        });
        let ours =
            vector.one("armored").is_none() && vector.one("passphrase").is_none() && !identities.is_empty();
        match (vector.one("expect").unwrap(), ours) {
            ("success", true) => {
                let plain = plain.unwrap_or_else(|| panic!("{}: refused", vector.name));
                assert_eq!(
                    Some(Sha256Hex::of(&plain).to_string().as_str()),
                    vector.one("payload"),
                    "{}",
                    vector.name
                );
                read += 1;
            }
            _ => {
                assert!(plain.is_none(), "{}: taken", vector.name);
                refused += 1;
            }
        }
    }
    assert!(read >= 10 && refused >= 50, "{read} read, {refused} refused");
}
