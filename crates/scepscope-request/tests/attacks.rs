//! Every way in which a link can be wrong, each made by a signer that is not ours, each with its own refusal.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::signer::{base64url, hmac};
use common::{Device, Kind, NOW, Signer, claims, terms, with, without};
use scepscope_request::{ConfirmedKey, KeyTrust, RefusalCode as Code, UntrustedText};
use serde_json::json;

#[test]
fn a_link_of_a_pinned_key_is_verified_and_says_what_it_says() {
    for kind in [Kind::Ed25519, Kind::P256] {
        let signer = Signer::new(kind);
        let device = Device::new(terms(&[&signer]));
        let verified = device.open(&signer.token(&signer.header(), &claims().to_string())).unwrap();
        let offer = verified.offer(&["a.log".to_owned()]);
        let content = offer.content();
        assert_eq!(content.issuer, "Helpdesk of Example");
        assert_eq!(content.key, signer.fingerprint());
        assert_eq!(content.sources, ["windows.events", "android.omadm"]);
        assert_eq!(content.destinations, ["support.example"]);
        assert_eq!(content.case.as_deref(), Some("T-42"));
        assert_eq!((content.pinned, content.redaction.as_str()), (true, "default"));
    }
}

#[test]
fn the_key_decides_the_algorithm() {
    let (ed, ec) = (Signer::new(Kind::Ed25519), Signer::new(Kind::P256));
    let device = Device::new(terms(&[&ed]));
    let payload = claims().to_string();
    let header =
        |alg: &str| json!({"alg": alg, "typ": "scepscope-request+jwt", "kid": ed.fingerprint()}).to_string();
    let part = |text: &str| base64url(text.as_bytes());

    // No signature at all, in both spellings of it.
    for alg in ["none", "None", "nOnE"] {
        let front = format!("{}.{}", part(&header(alg)), part(&payload));
        assert_eq!(device.open(&format!("{front}.")).unwrap_err(), Code::AlgorithmRefused, "{alg}");
        let zeros = base64url(&[0; 64]);
        assert_eq!(device.open(&format!("{front}.{zeros}")).unwrap_err(), Code::AlgorithmRefused, "{alg}");
    }
    // The public key taken for a shared secret, as raw bytes and as the line that a policy holds.
    for secret in [ed.public(), ed.line().into_bytes()] {
        let front = format!("{}.{}", part(&header("HS256")), part(&payload));
        let mac = hmac(&secret, front.as_bytes());
        let token = format!("{front}.{}", base64url(&mac));
        assert_eq!(device.open(&token).unwrap_err(), Code::AlgorithmRefused);
    }
    // ES256 for an Ed25519 key, named and not named, and the other way round.
    assert_eq!(device.open(&ec.token(&header("ES256"), &payload)).unwrap_err(), Code::AlgorithmRefused);
    let nameless = json!({"alg": "ES256", "typ": "scepscope-request+jwt"}).to_string();
    assert_eq!(device.open(&ec.token(&nameless, &payload)).unwrap_err(), Code::AlgorithmRefused);
    let other = Device::new(terms(&[&ec]));
    let crossed =
        json!({"alg": "EdDSA", "typ": "scepscope-request+jwt", "kid": ec.fingerprint()}).to_string();
    assert_eq!(other.open(&ed.token(&crossed, &payload)).unwrap_err(), Code::AlgorithmRefused);
    // An Ed25519 signature under the name ES256.
    assert_eq!(device.open(&ed.token(&header("ES256"), &payload)).unwrap_err(), Code::AlgorithmRefused);
    for alg in ["RS256", "ES384", "EdDSA ", "eddsa", ""] {
        assert_eq!(
            device.open(&ed.token(&header(alg), &payload)).unwrap_err(),
            Code::AlgorithmRefused,
            "{alg}"
        );
    }
}

#[test]
fn kid_is_a_hint_and_a_key_in_the_link_counts_for_nothing() {
    let (first, second, stranger) =
        (Signer::new(Kind::Ed25519), Signer::new(Kind::Ed25519), Signer::new(Kind::Ed25519));
    let device = Device::new(terms(&[&first, &second]));
    let payload = claims().to_string();
    let header = |kid: &str| json!({"alg": "EdDSA", "typ": "scepscope-request+jwt", "kid": kid}).to_string();
    // Unknown, misleading or missing kid: all pinned keys are tried.
    assert!(device.open(&second.token(&header("no-such-key"), &payload)).is_ok());
    assert!(device.open(&second.token(&header(&first.fingerprint()), &payload)).is_ok());
    let nameless = json!({"alg": "EdDSA", "typ": "scepscope-request+jwt"}).to_string();
    assert!(device.open(&second.token(&nameless, &payload)).is_ok());
    // A stranger: unknown by its own name, a wrong signature under somebody else's.
    assert_eq!(device.open(&stranger.token(&header("x"), &payload)).unwrap_err(), Code::KeyUnknown);
    let imitated = stranger.token(&header(&first.fingerprint()), &payload);
    assert_eq!(device.open(&imitated).unwrap_err(), Code::SignatureInvalid);
    // A key that comes along, by value or by address.
    for (name, value) in [
        ("jwk", stranger.jwk()),
        ("jku", json!("https://evil.example/keys")),
        ("x5u", json!("https://evil.example/cert")),
        ("x5c", json!(["AAAA"])),
    ] {
        let mut header = json!({"alg": "EdDSA", "typ": "scepscope-request+jwt"});
        header[name] = value;
        let token = stranger.token(&header.to_string(), &payload);
        assert_eq!(device.open(&token).unwrap_err(), Code::KeyUnknown, "{name}");
    }
}

#[test]
fn an_unmanaged_device_takes_the_key_from_the_link_once_its_fingerprint_is_confirmed() {
    let (signer, stranger) = (Signer::new(Kind::P256), Signer::new(Kind::P256));
    let header = |key: &Signer, jwk: &Signer| {
        json!({"alg": "ES256", "typ": "scepscope-request+jwt", "kid": key.fingerprint(), "jwk": jwk.jwk()})
            .to_string()
    };
    let payload = claims().to_string();
    let confirmed = |fingerprints: &[String]| {
        let keys = fingerprints.iter().map(|f| ConfirmedKey { fingerprint: f.clone(), key: None }).collect();
        let mut terms = terms(&[]);
        terms.keys = KeyTrust::Confirmed(keys);
        terms.upload_hosts = None;
        Device::new(terms)
    };
    let token = signer.token(&header(&signer, &signer), &payload);
    assert_eq!(confirmed(&[]).open(&token).unwrap_err(), Code::KeyNotConfirmed);
    let device = confirmed(&[signer.fingerprint()]);
    assert!(!device.open(&token).unwrap().offer(&[]).content().pinned);
    // A stranger who shows the confirmed key, and one who only uses its name.
    let borrowed = stranger.token(&header(&signer, &signer), &payload);
    assert_eq!(device.open(&borrowed).unwrap_err(), Code::SignatureInvalid);
    let named = stranger.token(&header(&signer, &stranger), &payload);
    assert_eq!(device.open(&named).unwrap_err(), Code::KeyNotConfirmed);
    // Without the key in the link a fingerprint alone verifies nothing.
    assert_eq!(device.open(&signer.token(&signer.header(), &payload)).unwrap_err(), Code::KeyUnknown);
    // Without a list of hosts, a policy can't agree in a person's place.
    assert!(!device.open(&token).unwrap().offer(&[]).agreed_by_policy());
}

#[test]
fn headers() {
    let signer = Signer::new(Kind::Ed25519);
    let device = Device::new(terms(&[&signer]));
    let payload = claims().to_string();
    for (header, code) in [
        (r#"{"alg":"EdDSA","typ":"JWT"}"#, Code::TypeWrong),
        (r#"{"alg":"EdDSA","typ":"scepscope-request"}"#, Code::TypeWrong),
        (r#"{"alg":"EdDSA"}"#, Code::TypeWrong),
        (r#"{"alg":"EdDSA","typ":1}"#, Code::TypeWrong),
        (r#"{"alg":"EdDSA","typ":"scepscope-request+jwt","crit":["exp"],"exp":1}"#, Code::CriticalHeader),
        (r#"{"alg":"EdDSA","typ":"scepscope-request+jwt","crit":["b64"],"b64":false}"#, Code::CriticalHeader),
        (r#"{"alg":"EdDSA","typ":"scepscope-request+jwt","crit":[]}"#, Code::CriticalHeader),
        (r#"{"alg":"EdDSA","typ":"scepscope-request+jwt","b64":false}"#, Code::CriticalHeader),
        (r#"{"alg":"EdDSA","alg":"none","typ":"scepscope-request+jwt"}"#, Code::DuplicateKey),
        (r#"{"alg":"EdDSA","typ":"scepscope-request+jwt","x":{"a":1,"a":2}}"#, Code::DuplicateKey),
        (r#"{"alg":"EdDSA","\u0061lg":"EdDSA","typ":"scepscope-request+jwt"}"#, Code::DuplicateKey),
        (r#"["EdDSA"]"#, Code::LinkMalformed),
        (r#"{"alg":"EdDSA","typ":"scepscope-request+jwt"} {}"#, Code::LinkMalformed),
        ("", Code::LinkMalformed),
    ] {
        assert_eq!(device.open(&signer.token(header, &payload)).unwrap_err(), code, "{header}");
    }
}

#[test]
fn claims_that_are_refused() {
    let signer = Signer::new(Kind::Ed25519);
    let device = Device::new(terms(&[&signer]));
    let plain = claims().to_string();
    let double = |more: &str| plain.replacen('{', &format!("{{{more},"), 1);
    let mut table = vec![
        (with("aud", json!("other")), Code::AudienceWrong),
        (with("aud", json!(["other"])), Code::AudienceWrong),
        (without("aud"), Code::AudienceWrong),
        (with("exp", json!(NOW)), Code::Expired),
        (with("exp", json!(NOW - 1)), Code::Expired),
        (with("nbf", json!(NOW + 301)), Code::NotYetValid),
        (with("iat", json!(NOW + 301)), Code::NotYetValid),
        (with("exp", json!(NOW - 60 + 72 * 3600 + 1)), Code::LifetimeTooLong),
        (
            with("nbf", json!(NOW + 10))
                .replace(&format!("\"iat\":{}", NOW - 60), &format!("\"iat\":{}", NOW - 300_000)),
            Code::LifetimeTooLong,
        ),
        (with("exp", json!(4_000_000_000_i64)), Code::LifetimeTooLong),
        (with("exp", json!(1e10)), Code::ClaimInvalid),
        (with("exp", json!("1800003600")), Code::ClaimInvalid),
        (with("exp", json!(-1)), Code::ClaimInvalid),
        (with("exp", json!(i64::MAX)), Code::ClaimInvalid),
        (with("exp", json!(u64::MAX)), Code::ClaimInvalid),
        (double(&format!("\"exp\":{}", NOW + 3600)), Code::DuplicateKey),
        (double("\"upload\":\"https://evil.example/\""), Code::DuplicateKey),
        (double("\"x\":[{\"a\":1,\"a\":1}]"), Code::DuplicateKey),
        (with("jti", json!("short")), Code::ClaimInvalid),
        (with("jti", json!("0123456789 abcdef")), Code::ClaimInvalid),
        (with("jti", json!("x".repeat(129))), Code::ClaimInvalid),
        (with("iss", json!("a\u{1b}[31mb")), Code::ClaimInvalid),
        (with("iss", json!(" ")), Code::ClaimInvalid),
        (with("case", json!("x".repeat(129))), Code::ClaimInvalid),
        (with("ticket", json!("a b")), Code::ClaimInvalid),
        (with("redact", json!("nothing")), Code::ClaimInvalid),
        (with("collect", json!([])), Code::ClaimInvalid),
        (with("collect", json!("all")), Code::ClaimInvalid),
        (with("collect", json!(["/etc/passwd"])), Code::SourceInvalid),
        (with("collect", json!(["../x"])), Code::SourceInvalid),
        (with("collect", json!(["a..b"])), Code::SourceInvalid),
        (with("collect", json!(["C:\\Windows"])), Code::SourceInvalid),
        (with("collect", json!(["--from"])), Code::SourceInvalid),
        (with("collect", json!(["Windows.Events"])), Code::SourceInvalid),
        (with("recipient", json!("age1xyz")), Code::RecipientInvalid),
        (with("recipient", json!("ssh-ed25519 AAAA")), Code::RecipientInvalid),
        (with("device", json!("D-1")), Code::DeviceUnknown),
        ("[]".to_owned(), Code::LinkMalformed),
        ("not json".to_owned(), Code::LinkMalformed),
        (format!("{plain}x"), Code::LinkMalformed),
    ];
    for name in ["iss", "jti", "iat", "nbf", "exp", "collect", "upload"] {
        table.push((without(name), Code::ClaimInvalid));
    }
    for (payload, code) in table {
        assert_eq!(device.open(&signer.token(&signer.header(), &payload)).unwrap_err(), code, "{payload}");
    }
    for payload in [
        with("nbf", json!(NOW + 299)),
        with("exp", json!(NOW - 60 + 72 * 3600)),
        with("aud", json!(["other", "scepscope"])),
        with("unknown", json!({"a": 1})),
        without("recipient"),
        without("ticket"),
    ] {
        assert!(device.open(&signer.token(&signer.header(), &payload)).is_ok(), "{payload}");
    }
}

#[test]
fn addresses_that_are_refused() {
    let signer = Signer::new(Kind::Ed25519);
    let device = Device::new(terms(&[&signer]));
    let refused = |name: &str, address: &str| {
        device.open(&signer.token(&signer.header(), &with(name, json!(address)))).err()
    };
    for (upload, code) in [
        ("https://evil.example/", Code::UploadHostNotAllowed),
        ("https://support.example.evil.example/", Code::UploadHostNotAllowed),
        ("https://support.example@evil.example/", Code::AddressUserInfo),
        ("https://support.example:444/", Code::AddressPort),
        ("http://support.example/", Code::AddressScheme),
        ("https://xn--spport-zva.example/", Code::AddressPunycode),
        ("https://ѕupport.example/", Code::AddressForeignScript),
        ("https://203.0.113.7/", Code::AddressIpLiteral),
        ("https://127.0.0.1/", Code::AddressLoopback),
        ("https://localhost/", Code::AddressLoopback),
        ("https://169.254.169.254/", Code::AddressLinkLocal),
        ("https://support.example\\.evil.example/", Code::AddressMalformed),
        ("https://support.example /", Code::AddressMalformed),
        (
            r#"{"parts":["https://support.example/1","https://evil.example/2"],"complete":"https://support.example/c"}"#,
            Code::UploadHostNotAllowed,
        ),
        (r#"{"parts":[],"complete":"https://evil.example/c"}"#, Code::UploadHostNotAllowed),
        (
            r#"{"parts":["https://support.example/1"],"head":"https://evil.example/h"}"#,
            Code::UploadHostNotAllowed,
        ),
        (r#"{"parts":["https://support.example/1"],"parts":["https://evil.example/1"]}"#, Code::DuplicateKey),
        (r#"{"parts":[]}"#, Code::ClaimInvalid),
    ] {
        assert_eq!(refused("upload", upload), Some(code), "{upload}");
    }
    for (url, code) in [
        ("https://other.example/certsrv", Code::ScepHostNotAllowed),
        ("https://ndes.example:8443/certsrv", Code::AddressPort),
        ("http://127.0.0.1/certsrv", Code::AddressLoopback),
        ("https://10.0.0.5/certsrv", Code::AddressIpLiteral),
        ("https://[fe80::1]/certsrv", Code::AddressLinkLocal),
        ("file:///etc/passwd", Code::AddressScheme),
    ] {
        assert_eq!(refused("scep_url", url), Some(code), "{url}");
    }
    assert_eq!(refused("scep_url", "http://ndes.example/certsrv/mscep/mscep.dll"), None);
}

#[test]
fn links_that_are_no_links() {
    let refused = |link: &str| UntrustedText::from_link(link).err().map(|r| r.code);
    for link in [
        "https://support.example/collect#a.b.c",
        "scepscope:collect#a.b.c",
        "SCEPSCOPE://collect#a.b.c",
        " scepscope:collect#a.b.c\n",
        "scepscope://collect/#a.b.c",
        "HTTPS://h:8443/collect#a.b.c",
    ] {
        assert_eq!(refused(link), None, "{link}");
    }
    for link in [
        "",
        "a.b.c",
        "scepscope:collect",
        "scepscope:collect#",
        "scepscope:other#a.b.c",
        "http://h/collect#a.b.c",
        "https://h/collect?x#a.b.c",
        "https://h/x/collect#a.b.c",
        "https:///collect#a.b.c",
        "https://u@h/collect#a.b.c",
        "scepscope:collect#a.b.c#d",
        "scepscope:collect#a.b c",
        "scepscope:collect#a.b%2ec",
        "scepscope:collect#a.b.c\u{0}",
        "javascript:collect#a.b.c",
        "scepscope:collect#ä",
    ] {
        assert_eq!(refused(link), Some(Code::LinkMalformed), "{link:?}");
    }
    let long = format!("scepscope:collect#{}", "a".repeat(31 << 10));
    assert_eq!(refused(&long), Some(Code::LinkTooLong));
    assert_eq!(refused(&"x".repeat(1 << 20)), Some(Code::LinkTooLong));
    // One content, one spelling: neither padding nor loose bits nor a fourth part.
    let signer = Signer::new(Kind::Ed25519);
    let device = Device::new(terms(&[&signer]));
    let good = signer.token(&signer.header(), &claims().to_string());
    for token in [format!("{good}."), format!(".{good}"), good.replacen('.', "..", 1), format!("{good}A")] {
        assert_eq!(device.open(&token).unwrap_err(), Code::LinkMalformed, "{token}");
    }
    let last = good.chars().last().unwrap();
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    // 64 bytes leave four loose bits in the last letter: the other 15 spellings of the same bytes are refused.
    let at = letters.find(last).unwrap();
    let other = letters.chars().nth(at / 16 * 16 + (at + 1) % 16).unwrap();
    let respelled = format!("{}{other}", &good[..good.len() - 1]);
    assert_eq!(device.open(&respelled).unwrap_err(), Code::LinkMalformed);
}

#[test]
fn a_request_for_another_device() {
    let signer = Signer::new(Kind::Ed25519);
    let mut terms = terms(&[&signer]);
    terms.device_id = Some("D-1".to_owned());
    let device = Device::new(terms);
    let open = |id: &str| device.open(&signer.token(&signer.header(), &with("device", json!(id)))).err();
    assert_eq!(open("D-2"), Some(Code::DeviceMismatch));
    assert_eq!(open("d-1"), None);
}

#[test]
fn the_strictest_redaction_wins() {
    let signer = Signer::new(Kind::Ed25519);
    use scepscope_redact::Policy;
    for (link, minimum, wanted) in [
        ("none", Policy::None, "default"),
        ("default", Policy::None, "default"),
        ("strict", Policy::None, "strict"),
        ("none", Policy::Strict, "strict"),
        ("default", Policy::Strict, "strict"),
    ] {
        let mut terms = terms(&[&signer]);
        terms.redact_minimum = minimum;
        let token = signer.token(&signer.header(), &with("redact", json!(link)));
        let offer = Device::new(terms).open(&token).unwrap().offer(&[]);
        assert_eq!(offer.content().redaction, wanted, "{link} {minimum}");
    }
}
