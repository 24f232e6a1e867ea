//! A consent is to one offer of one exact token.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::{Device, Kind, NOW, Signer, claims, terms, with};
use scepscope_request::{Agreement, RefusalCode as Code};
use serde_json::json;

#[test]
fn consent_to_something_else_is_none() {
    let signer = Signer::new(Kind::Ed25519);
    let device = Device::new(terms(&[&signer]));
    let token = signer.token(&signer.header(), &claims().to_string());
    let open = || device.open(&token).unwrap();
    let offer = open().offer(&["a.log".to_owned()]);

    // What was on show is not this offer.
    assert_eq!(offer.accept("").unwrap_err().code, Code::ConsentMismatch);
    let wider = open().offer(&["a.log".to_owned(), "b.log".to_owned()]);
    assert_ne!(offer.digest(), wider.digest());
    assert_eq!(offer.accept(wider.digest()).unwrap_err().code, Code::ConsentMismatch);

    // Consent to fewer files does not cover more.
    let consent = offer.accept(offer.digest()).unwrap();
    assert_eq!(open().agree(&wider, consent, &device.used(), NOW).unwrap_err().code, Code::ConsentMismatch);

    // Consent to one token does not cover another that says the same.
    let twin = signer.token(&signer.header(), &with("jti", json!("fedcba9876543210")));
    let consent = offer.accept(offer.digest()).unwrap();
    let refused = device.open(&twin).unwrap().agree(&offer, consent, &device.used(), NOW).unwrap_err();
    assert_eq!(refused.code, Code::ConsentMismatch);

    // Too late.
    let consent = offer.accept(offer.digest()).unwrap();
    assert_eq!(open().agree(&offer, consent, &device.used(), NOW + 3600).unwrap_err().code, Code::Expired);

    let consent = offer.accept(offer.digest()).unwrap();
    let agreed = open().agree(&offer, consent, &device.used(), NOW).unwrap();
    assert_eq!(agreed.by(), Agreement::Person);
    assert_eq!((agreed.case(), agreed.ticket()), (Some("T-42"), Some("tkt-1")));
    assert_eq!(agreed.facts().id.as_deref(), Some("0123456789abcdef"));
    assert_eq!(agreed.token(), token);
    let sum = common::signer::run("sh", &["-c", &format!("printf %s {token} | sha256sum")]);
    assert!(String::from_utf8(sum).unwrap().starts_with(&agreed.facts().sha256));
}

#[test]
fn a_policy_agrees_only_where_it_says_so_and_lists_the_hosts() {
    let signer = Signer::new(Kind::Ed25519);
    let token = signer.token(&signer.header(), &claims().to_string());
    for (without_tap, listed, wanted) in [(false, true, false), (true, false, false), (true, true, true)] {
        let mut terms = terms(&[&signer]);
        terms.upload_without_tap = without_tap;
        if !listed {
            terms.upload_hosts = None;
        }
        let device = Device::new(terms);
        let verified = device.open(&token).unwrap();
        let offer = verified.offer(&[]);
        assert_eq!(offer.agreed_by_policy(), wanted);
        match offer.accept_by_policy() {
            Ok(consent) => {
                assert!(wanted);
                let agreed = verified.agree(&offer, consent, &device.used(), NOW).unwrap();
                assert_eq!(agreed.by(), Agreement::Policy);
            }
            Err(refusal) => assert_eq!((refusal.code, wanted), (Code::YesNotAllowed, false)),
        }
    }
}
