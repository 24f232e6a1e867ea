//! Where the device's key lives: with a key store, without one, and with one that does not answer.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use scepscope_collect::{DeviceIdentity, KeyPlace, SecretStore, StoreFault, StoreKind, StoreNote};
use time::macros::datetime;
use zeroize::Zeroizing;

/// A key store in memory, sound or not.
#[derive(Debug, Default)]
struct Store {
    secret: Mutex<Option<Vec<u8>>>,
    locked: bool,
    silent: bool,
    forgets: bool,
}

impl SecretStore for Store {
    fn kind(&self) -> StoreKind {
        StoreKind::Keychain
    }

    fn limit(&self) -> Duration {
        Duration::from_millis(200)
    }

    fn get(&self) -> Result<Option<Zeroizing<Vec<u8>>>, StoreFault> {
        if self.silent {
            std::thread::sleep(Duration::from_secs(3600));
        }
        if self.locked {
            return Err(StoreFault::Unavailable("locked".to_owned()));
        }
        Ok(self.secret.lock().unwrap().clone().map(Zeroizing::new))
    }

    fn set(&self, secret: &[u8]) -> Result<(), StoreFault> {
        if !self.forgets {
            *self.secret.lock().unwrap() = Some(secret.to_vec());
        }
        Ok(())
    }
}

fn with(home: &Path, store: &Arc<Store>) -> KeyPlace {
    KeyPlace::store_or_file_in(home.join("identity"), Some(Arc::<Store>::clone(store)))
}

fn key_file(home: &Path) -> std::path::PathBuf {
    home.join("identity/device-key")
}

fn record(home: &Path) -> Vec<String> {
    let text = fs::read_to_string(home.join("identity/allowed_signers")).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn a_key_made_in_the_store_stays_there_and_is_no_file() {
    let home = tempfile::tempdir().unwrap();
    let store = Arc::new(Store::default());
    let first = DeviceIdentity::open(&with(home.path(), &store)).unwrap();
    let again = DeviceIdentity::open(&with(home.path(), &store)).unwrap();
    assert_eq!(first.fingerprint(), again.fingerprint());
    assert_eq!((again.store(), again.note()), (StoreKind::Keychain, None));
    assert!(!key_file(home.path()).exists());
    let kept = String::from_utf8(store.secret.lock().unwrap().clone().unwrap()).unwrap();
    assert!(kept.starts_with("-----BEGIN OPENSSH PRIVATE KEY-----"));
    assert_eq!(record(home.path()), [first.allowed_signers()]);
    assert!(again.other_lines().is_empty());
}

#[test]
fn without_a_store_the_key_is_a_file_and_that_is_said() {
    let home = tempfile::tempdir().unwrap();
    let place = KeyPlace::store_or_file_in(home.path().join("identity"), None);
    let identity = DeviceIdentity::open(&place).unwrap();
    assert_eq!((identity.store(), identity.note()), (StoreKind::File, Some(StoreNote::NoStore)));
    assert!(key_file(home.path()).exists());
    // Where a file was asked for there is nothing to say.
    let asked = DeviceIdentity::open(&KeyPlace::file_in(home.path().join("identity"))).unwrap();
    assert_eq!((asked.store(), asked.note()), (StoreKind::File, None));
    assert_eq!(asked.fingerprint(), identity.fingerprint());
}

#[test]
fn a_store_that_is_locked_silent_or_forgetful_holds_nobody_up() {
    for (store, note) in [
        (Store { locked: true, ..Store::default() }, StoreNote::StoreUnavailable),
        (Store { silent: true, ..Store::default() }, StoreNote::StoreSilent),
        (Store { forgets: true, ..Store::default() }, StoreNote::StoreUnavailable),
    ] {
        let home = tempfile::tempdir().unwrap();
        let began = Instant::now();
        let identity = DeviceIdentity::open(&with(home.path(), &Arc::new(store))).unwrap();
        assert!(began.elapsed() < Duration::from_secs(60), "it waited");
        assert_eq!((identity.store(), identity.note()), (StoreKind::File, Some(note)));
        assert!(key_file(home.path()).exists());
    }
}

#[test]
fn a_key_that_was_a_file_moves_into_the_store() {
    let home = tempfile::tempdir().unwrap();
    let before = DeviceIdentity::open(&KeyPlace::file_in(home.path().join("identity"))).unwrap();
    let store = Arc::new(Store::default());
    let moved = DeviceIdentity::open(&with(home.path(), &store)).unwrap();
    assert_eq!((moved.store(), moved.note()), (StoreKind::Keychain, Some(StoreNote::MovedIntoStore)));
    assert_eq!(moved.fingerprint(), before.fingerprint());
    assert!(!key_file(home.path()).exists());
    // A store that does not keep it leaves the file where it is.
    let home = tempfile::tempdir().unwrap();
    let before = DeviceIdentity::open(&KeyPlace::file_in(home.path().join("identity"))).unwrap();
    let forgetful = Arc::new(Store { forgets: true, ..Store::default() });
    let stays = DeviceIdentity::open(&with(home.path(), &forgetful)).unwrap();
    assert_eq!((stays.store(), stays.note()), (StoreKind::File, Some(StoreNote::StoreUnavailable)));
    assert_eq!(stays.fingerprint(), before.fingerprint());
    assert!(key_file(home.path()).exists());
}

#[test]
fn what_is_no_key_is_not_replaced() {
    let home = tempfile::tempdir().unwrap();
    let store = Arc::new(Store::default());
    *store.secret.lock().unwrap() = Some(b"somebody else's".to_vec());
    let error = DeviceIdentity::open(&with(home.path(), &store)).unwrap_err();
    assert_eq!(error.code.id(), "key-unusable");
    assert_eq!(store.secret.lock().unwrap().as_deref(), Some(&b"somebody else's"[..]));
}

#[test]
fn a_replaced_key_stays_on_record_up_to_its_end() {
    let home = tempfile::tempdir().unwrap();
    let store = Arc::new(Store::default());
    for place in [with(home.path(), &store), KeyPlace::file_in(home.path().join("identity"))] {
        let old = DeviceIdentity::open(&place).unwrap();
        let new = DeviceIdentity::rotate(&place, datetime!(2026-06-01 12:00 UTC)).unwrap();
        assert_ne!(old.fingerprint(), new.fingerprint());
        assert_eq!(old.store(), new.store());
        let again = DeviceIdentity::open(&place).unwrap();
        assert_eq!(again.fingerprint(), new.fingerprint());
        let principal = old.allowed_signers().split(' ').next().unwrap();
        let retired = again.other_lines().iter().find(|l| l.starts_with(principal)).unwrap();
        assert!(retired.contains(",valid-before=\"20260601120000Z\" "), "{retired}");
    }
    assert_eq!(record(home.path()).len(), 4, "two keys in two places, each replaced once");
}

#[test]
fn programs_that_start_at_once_make_one_key() {
    let home = tempfile::tempdir().unwrap();
    let store = Arc::new(Store::default());
    let fingerprints: Vec<String> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| DeviceIdentity::open(&with(home.path(), &store)).unwrap().fingerprint()))
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert!(fingerprints.iter().all(|f| *f == fingerprints[0]), "{fingerprints:?}");
}
