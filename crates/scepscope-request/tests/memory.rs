//! Used once, whatever happens: across restarts, at once, with a clock that goes back.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;

use common::{Device, Kind, NOW, Signer, claims, terms, with};
use scepscope_request::RefusalCode as Code;
use serde_json::json;

fn signed(signer: &Signer, id: &str, from: i64, until: i64) -> String {
    let mut claims = claims();
    claims["jti"] = json!(id);
    claims["iat"] = json!(from);
    claims["nbf"] = json!(from);
    claims["exp"] = json!(until);
    signer.token(&signer.header(), &claims.to_string())
}

#[test]
fn a_used_request_is_refused_by_every_later_start() {
    let (signer, other) = (Signer::new(Kind::Ed25519), Signer::new(Kind::Ed25519));
    let device = Device::new(terms(&[&signer, &other]));
    let token = signer.token(&signer.header(), &claims().to_string());
    assert!(device.open(&token).is_ok());
    assert!(device.open(&token).is_ok(), "looking uses nothing up");
    assert_eq!(device.carry_out(&token, NOW), Ok(()));
    // `Device::used` opens the file anew, as a restarted program does.
    assert_eq!(device.open(&token).unwrap_err(), Code::AlreadyUsed);
    assert_eq!(device.carry_out(&token, NOW), Err(Code::AlreadyUsed));
    // The same id in a token that says something else, too; but not the same id of another signer.
    let again = signer.token(&signer.header(), &with("case", json!("T-43")));
    assert_eq!(device.open(&again).unwrap_err(), Code::AlreadyUsed);
    assert!(device.open(&other.token(&other.header(), &claims().to_string())).is_ok());
}

#[test]
fn of_many_at_once_one_wins() {
    let signer = Signer::new(Kind::Ed25519);
    let device = Device::new(terms(&[&signer]));
    let token = signer.token(&signer.header(), &claims().to_string());
    let results: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| device.carry_out(&token, NOW))).collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1, "{results:?}");
    assert!(results.iter().all(|r| matches!(r, Ok(()) | Err(Code::AlreadyUsed))), "{results:?}");
}

#[test]
fn a_clock_that_goes_back_is_noticed_and_one_that_was_ahead_does_no_lasting_harm() {
    let signer = Signer::new(Kind::Ed25519);
    let device = Device::new(terms(&[&signer]));
    let first = signed(&signer, "first-request", NOW - 60, NOW + 3600);
    assert_eq!(device.carry_out(&first, NOW), Ok(()));
    let second = signed(&signer, "second-request", NOW - 7200, NOW + 3600);
    assert_eq!(device.open_at(&second, NOW - 301).unwrap_err(), Code::ClockRolledBack);
    assert!(device.open_at(&second, NOW - 299).is_ok());
    // A clock far ahead finds every link expired and so leaves no trace.
    assert_eq!(device.carry_out(&second, NOW + 500_000_000), Err(Code::Expired));
    assert!(device.open_at(&second, NOW).is_ok());
}

#[test]
fn what_has_expired_is_forgotten_and_does_not_come_back() {
    let signer = Signer::new(Kind::Ed25519);
    let device = Device::new(terms(&[&signer]));
    let first = signed(&signer, "first-request", NOW - 60, NOW + 100);
    assert_eq!(device.carry_out(&first, NOW), Ok(()));
    let later = NOW + 100_000;
    let second = signed(&signer, "second-request", later - 60, later + 100);
    assert_eq!(device.carry_out(&second, later), Ok(()));
    let book: serde_json::Value =
        serde_json::from_slice(&fs::read(device.folder.path().join("state/used.json")).unwrap()).unwrap();
    assert_eq!(book["used"].as_object().unwrap().len(), 1, "{book}");
    assert!(!book.to_string().contains("request\""), "no id is kept: {book}");
    // Forgotten, but expired; and with the clock back where it was valid, the clock is noticed.
    assert_eq!(device.open_at(&first, later).unwrap_err(), Code::Expired);
    assert_eq!(device.open_at(&first, NOW).unwrap_err(), Code::ClockRolledBack);
}

#[test]
fn a_memory_that_can_not_be_read_refuses() {
    let signer = Signer::new(Kind::Ed25519);
    let token = signer.token(&signer.header(), &claims().to_string());
    for content in ["", "{", "[]", r#"{"schema":"x","newest":1,"used":{},"more":1}"#] {
        let device = Device::new(terms(&[&signer]));
        fs::create_dir(device.folder.path().join("state")).unwrap();
        fs::write(device.folder.path().join("state/used.json"), content).unwrap();
        assert_eq!(device.open(&token).unwrap_err(), Code::MemoryUnusable, "{content}");
    }
    let device = Device::new(terms(&[&signer]));
    fs::write(device.folder.path().join("state"), "a file in the way of the folder").unwrap();
    assert_eq!(device.open(&token).unwrap_err(), Code::MemoryUnusable);
}

#[test]
fn a_request_that_was_given_back_may_be_used() {
    let signer = Signer::new(Kind::Ed25519);
    let device = Device::new(terms(&[&signer]));
    let token = signer.token(&signer.header(), &claims().to_string());
    let verified = device.open(&token).unwrap();
    let offer = verified.offer(&[]);
    let consent = offer.accept(offer.digest()).unwrap();
    let agreed = verified.agree(&offer, consent, &device.used(), NOW).unwrap();
    assert_eq!(device.open(&token).unwrap_err(), Code::AlreadyUsed);
    agreed.release(&device.used()).unwrap();
    assert_eq!(device.carry_out(&token, NOW), Ok(()));
}
