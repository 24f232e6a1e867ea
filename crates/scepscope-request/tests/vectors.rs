//! Published signatures, links that others verify, and properties.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::sync::OnceLock;

use common::signer::{base64url, openssh_line, run};
use common::{Device, Kind, NOW, RECIPIENT, Signer, claims, terms};
use proptest::prelude::*;
use rand_core::OsRng;
use scepscope_request::{
    Algorithm, Draft, LinkKey, LinkSigner, ParsedRequest, RefusalCode as Code, UntrustedText, scheme_link,
    verify_token,
};

fn unbase64url(text: &str) -> Vec<u8> {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut bits, mut held, mut out) = (0u32, 0, Vec::new());
    for c in text.chars() {
        bits = bits << 6 | u32::try_from(letters.find(c).unwrap()).unwrap();
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    out
}

/// RFC 8037, appendix A.4, and RFC 7515, appendix A.3.
const ED: (&str, &str) = (
    "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.\
     hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
);
const EC: (&str, &str, &str) = (
    "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
     DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
);

#[test]
fn published_signatures() {
    let ed: LinkKey = openssh_line(Kind::Ed25519, &unbase64url(ED.0)).parse().unwrap();
    let point = [&[4][..], &unbase64url(EC.0), &unbase64url(EC.1)].concat();
    let ec: LinkKey = openssh_line(Kind::P256, &point).parse().unwrap();
    for (key, token) in [(&ed, ED.1), (&ec, EC.2)] {
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let mut signature = unbase64url(signature);
        assert!(key.verifies(signed.as_bytes(), &signature));
        assert!(!key.verifies(&signed.as_bytes()[1..], &signature));
        signature[5] ^= 1;
        assert!(!key.verifies(signed.as_bytes(), &signature));
        assert!(!key.verifies(signed.as_bytes(), &[0; 64]));
        assert!(!key.verifies(signed.as_bytes(), &signature[..63]));
    }
    assert_eq!(ed.to_jwk()["x"], ED.0);
    assert_eq!((&ec.to_jwk()["x"], &ec.to_jwk()["y"]), (&EC.0.into(), &EC.1.into()));
}

#[test]
fn keys_that_verify_anything_are_no_keys() {
    // The neutral element and a point of order four (RFC 8032 encodings).
    let neutral = [&[1][..], &[0; 31]].concat();
    assert!(openssh_line(Kind::Ed25519, &neutral).parse::<LinkKey>().is_err());
    assert!(openssh_line(Kind::Ed25519, &[0; 32]).parse::<LinkKey>().is_err());
    assert!(
        openssh_line(Kind::P256, &[&[4][..], &[7; 64]].concat()).parse::<LinkKey>().is_err(),
        "not on the curve"
    );
    for text in [
        "",
        "ssh-ed25519",
        "ssh-rsa AAAAB3NzaC1yc2E=",
        "ssh-ed25519 AAAA\nssh-ed25519 AAAA",
        &"x".repeat(4096),
    ] {
        assert!(text.parse::<LinkKey>().is_err(), "{text}");
    }
}

fn draft() -> Draft {
    Draft {
        issuer: "Helpdesk".to_owned(),
        id: "0123456789abcdef".to_owned(),
        issued: NOW,
        not_before: NOW,
        expires: NOW + 3600,
        collect: vec!["all".to_owned()],
        upload: "tus+https://support.example/files/".to_owned(),
        recipient: Some(RECIPIENT.to_owned()),
        ..Draft::default()
    }
}

#[test]
fn others_verify_what_we_sign() {
    for (algorithm, name) in [(Algorithm::EdDsa, "ed"), (Algorithm::Es256, "ec")] {
        let signer = LinkSigner::generate(&mut OsRng, algorithm).unwrap();
        let (token, facts) = draft().sign(&signer).unwrap();
        assert_eq!(facts.upload_hosts, ["support.example"]);
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        // A PEM public key, from the JWK that the link itself brings.
        let jwk = signer.public().to_jwk();
        let x = unbase64url(jwk["x"].as_str().unwrap());
        let prefix = if name == "ed" {
            "302a300506032b6570032100"
        } else {
            "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
        };
        let mut der: Vec<u8> = (0..prefix.len())
            .step_by(2)
            .map(|i| u8::from_str_radix(&prefix[i..i + 2], 16).unwrap())
            .collect();
        der.extend(&x);
        if let Some(y) = jwk.get("y") {
            der.extend(unbase64url(y.as_str().unwrap()));
        }
        fs::write(path("key.der"), der).unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        fs::write(path("message"), signed).unwrap();
        let mut signature = unbase64url(signature);
        if name == "ec" {
            signature = der_signature(&signature);
        }
        fs::write(path("signature"), signature).unwrap();
        let key = ["-pubin", "-inkey", &path("key.der"), "-keyform", "DER"];
        let files = ["-sigfile", &path("signature"), "-in", &path("message")];
        let mut args = vec!["pkeyutl", "-verify", "-rawin"];
        args.extend(key);
        args.extend(files);
        if name == "ec" {
            args.extend(["-digest", "sha256"]);
        }
        let said = String::from_utf8(run("openssl", &args)).unwrap();
        assert!(said.contains("Verified Successfully"), "{said}");
    }
}

fn der_signature(raw: &[u8]) -> Vec<u8> {
    let number = |bytes: &[u8]| {
        let mut digits: Vec<u8> = bytes.iter().copied().skip_while(|b| *b == 0).collect();
        if digits[0] & 0x80 != 0 {
            digits.insert(0, 0);
        }
        [vec![2, u8::try_from(digits.len()).unwrap()], digits].concat()
    };
    let body = [number(&raw[..32]), number(&raw[32..])].concat();
    [vec![0x30, u8::try_from(body.len()).unwrap()], body].concat()
}

#[test]
fn what_every_device_would_refuse_is_not_signed() {
    let signer = LinkSigner::generate(&mut OsRng, Algorithm::EdDsa).unwrap();
    let refused = |draft: Draft| match draft.sign(&signer).unwrap_err() {
        scepscope_request::MintError::Refused(refusal) => refusal.code,
        other => panic!("{other}"),
    };
    assert_eq!(refused(Draft { expires: NOW + 73 * 3600, ..draft() }), Code::LifetimeTooLong);
    assert_eq!(refused(Draft { collect: vec!["/etc".to_owned()], ..draft() }), Code::SourceInvalid);
    assert_eq!(
        refused(Draft { upload: "http://support.example/".to_owned(), ..draft() }),
        Code::AddressScheme
    );
    assert_eq!(refused(Draft { recipient: Some("age1".to_owned()), ..draft() }), Code::RecipientInvalid);
    let (token, _) = draft().sign(&signer).unwrap();
    let keys = [signer.public().clone()];
    assert_eq!(verify_token(&token, &keys, NOW + 3600).unwrap_err().code, Code::Expired);
    let other = LinkSigner::generate(&mut OsRng, Algorithm::EdDsa).unwrap();
    assert_eq!(verify_token(&token, &[other.public().clone()], NOW).unwrap_err().code, Code::KeyUnknown);
    // The private key survives its file form.
    let again = LinkSigner::from_openssh(signer.to_openssh().unwrap().as_bytes()).unwrap();
    assert_eq!(again.public(), signer.public());
}

fn sample() -> &'static (Device, String) {
    static SAMPLE: OnceLock<(Device, String)> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let signer = Signer::new(Kind::Ed25519);
        let device = Device::new(terms(&[&signer]));
        let token = signer.token(&signer.header(), &claims().to_string());
        (device, token)
    })
}

proptest! {
    #[test]
    fn any_text_is_refused_without_a_panic(text in "\\PC{0,300}") {
        let refused = UntrustedText::from_link(&text).and_then(|t| ParsedRequest::parse(&t).map(drop));
        prop_assert!(refused.is_err());
    }

    #[test]
    fn any_header_and_payload_are_refused_without_a_panic(header in any::<Vec<u8>>(), payload in any::<Vec<u8>>()) {
        let token = format!("{}.{}.{}", base64url(&header), base64url(&payload), base64url(&[7; 64]));
        let text = UntrustedText::from_link(&scheme_link(&token)).unwrap();
        prop_assert!(ParsedRequest::parse(&text).is_err());
    }

    #[test]
    fn after_any_one_change_nothing_is_verified(at in any::<prop::sample::Index>(), letter in "[A-Za-z0-9_.-]") {
        let (device, token) = sample();
        let at = at.index(token.len());
        let mut changed = token.clone();
        changed.replace_range(at..=at, &letter);
        prop_assume!(changed != *token);
        prop_assert!(device.open(&changed).is_err());
    }

    #[test]
    fn any_address_is_read_without_a_panic(text in "(tus\\+|put\\+)?https?://[a-z0-9@:.\\[\\]%\\\\xn-]{0,40}(/\\PC{0,10})?") {
        let address = scepscope_request::Address::parse(&text, scepscope_request::Use::Upload, false);
        if let Ok(address) = address {
            let host = address.host_and_port();
            prop_assert!(text.to_lowercase().contains(host.split(':').next().unwrap()));
            prop_assert!(!host.contains(['@', '[', '%', '\\']));
        }
    }
}
