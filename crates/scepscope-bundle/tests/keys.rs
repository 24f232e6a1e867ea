//! Where keys live, and whom they are trusted to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // tests stop on a broken assumption

mod common;

use common::*;
use rand_core::OsRng;
use scepscope_bundle::*;
use tempfile::TempDir;
use time::macros::datetime;

#[test]
fn the_key_is_made_once_and_kept() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("scepscope/keys/device");
    let store = FileKeyStore::new(&path);
    assert!(store.load().unwrap().is_none());
    assert!(!path.exists());
    let made = store.load_or_create(&mut OsRng).unwrap();
    let again = store.load_or_create(&mut OsRng).unwrap();
    assert_eq!(made.public_key().key_data(), again.public_key().key_data());
    assert_eq!(store.load().unwrap().unwrap().public_key().key_data(), made.public_key().key_data());
    assert_eq!(listing(path.parent().unwrap()), ["device"]);
    assert_ne!(key().fingerprint(), key().fingerprint());
}

#[cfg(unix)]
#[test]
fn a_key_that_others_could_read_is_refused() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = TempDir::new().unwrap();
    let keys = folder.path().join("keys");
    let path = keys.join("device");
    let store = FileKeyStore::new(&path);
    store.read_or_create(&mut OsRng).unwrap();
    let mode = |p: &std::path::Path| std::fs::metadata(p).unwrap().permissions().mode() & 0o7777;
    assert_eq!((mode(&path), mode(&keys)), (0o600, 0o700));

    for wide in [0o640, 0o604, 0o620, 0o601] {
        set_permissions(&path, Permissions::from_mode(wide)).unwrap();
        assert!(matches!(store.read(), Err(KeyStoreError::TooOpen { mode, .. }) if mode == wide));
        assert!(store.read_or_create(&mut OsRng).is_err(), "and not replaced");
    }
    set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    set_permissions(&keys, Permissions::from_mode(0o755)).unwrap();
    assert!(matches!(store.read(), Err(KeyStoreError::TooOpen { mode: 0o755, .. })));
    set_permissions(&keys, Permissions::from_mode(0o700)).unwrap();
    assert!(store.read().unwrap().is_some());

    let link = keys.join("link");
    symlink(&path, &link).unwrap();
    assert!(matches!(FileKeyStore::new(&link).read(), Err(KeyStoreError::NotAFile { .. })));
    let dangling = keys.join("dangling");
    symlink(keys.join("nowhere"), &dangling).unwrap();
    assert!(matches!(
        FileKeyStore::new(&dangling).read_or_create(&mut OsRng),
        Err(KeyStoreError::NotAFile { .. })
    ));
    assert!(matches!(FileKeyStore::new(&keys).read(), Err(KeyStoreError::NotAFile { .. })));
}

/// Needs the right to give files away; without it there is nothing to try.
#[cfg(unix)]
#[test]
fn a_key_of_somebody_else_is_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("keys/device");
    let store = FileKeyStore::new(&path);
    store.read_or_create(&mut OsRng).unwrap();
    if std::os::unix::fs::chown(&path, Some(12_345), None).is_ok() {
        assert!(matches!(store.read(), Err(KeyStoreError::ForeignOwner { owner: 12_345, .. })));
    }
}

#[cfg(unix)]
#[test]
fn files_that_hold_no_key_of_ours_are_refused() {
    use std::os::unix::fs::OpenOptionsExt;
    let folder = TempDir::new().unwrap();
    let keys = folder.path().join("keys");
    FileKeyStore::new(keys.join("ours")).read_or_create(&mut OsRng).unwrap();
    let refused = |content: &[u8]| {
        let path = keys.join("other");
        let _ = std::fs::remove_file(&path);
        let mut file =
            std::fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(&path).unwrap();
        std::io::Write::write_all(&mut file, content).unwrap();
        FileKeyStore::new(&path).read().unwrap_err()
    };
    assert!(matches!(refused(b""), KeyStoreError::Key { .. }));
    assert!(matches!(refused(&vec![b'x'; 1 << 20]), KeyStoreError::TooLarge { .. }));
    let rsa = KeygenSigner::new(folder.path(), "rsa");
    let rsa = refused(&std::fs::read(&rsa.file).unwrap());
    assert!(matches!(rsa, KeyStoreError::Key { source: SignError::Algorithm(_), .. }), "{rsa}");
    let locked = folder.path().join("locked");
    run_ok(keygen(&["-q", "-t", "ed25519", "-N", "secret", "-f", locked.to_str().unwrap()]), b"");
    let locked = refused(&std::fs::read(&locked).unwrap());
    assert!(matches!(locked, KeyStoreError::Key { source: SignError::Encrypted, .. }), "{locked}");
}

#[test]
fn the_allowed_signers_line_names_key_and_purpose() {
    let key = key();
    let line = key.allowed_signers_line().unwrap();
    let words: Vec<&str> = line.split(' ').collect();
    let [principal, options, kind, data] = words[..] else { panic!("{line}") };
    let hex = principal.strip_prefix("scepscope-").unwrap();
    assert!(hex.len() == 16 && hex.bytes().all(|b| b.is_ascii_hexdigit()));
    assert_eq!(options, "namespaces=\"scepscope-bundle@v1\"");
    assert_eq!(kind, "ssh-ed25519");
    assert!(data.starts_with("AAAAC3NzaC1lZDI1NTE5AAAAI"));
    assert!(key.fingerprint().starts_with("SHA256:"));
    assert!(!format!("{key:?}").contains("PRIVATE"));
}

#[test]
fn notes_say_which_lines_are_not_used() {
    let good = key().allowed_signers_line().unwrap();
    let public = good.split_once("ssh-ed25519").unwrap().1;
    let text = format!(
        "# trust\r\n\r\nca cert-authority ssh-ed25519{public}\ndev ssh-nothing AAAA\ndev zone=\"x\" ssh-ed25519{public}\n{good}\r\nlonely"
    );
    let allowed = AllowedSigners::parse(&text, time::UtcOffset::UTC);
    assert_eq!(
        allowed.notes(),
        [
            LineNote::CertAuthority { line: 3 },
            LineNote::BadOption { line: 4, option: "ssh-nothing".into() },
            LineNote::BadOption { line: 5, option: "zone".into() },
            LineNote::BadKey { line: 7 },
        ]
    );
    assert_eq!(allowed.signers().len(), 1);
    assert_eq!(allowed.signers()[0].line, 6);
    let long = format!("{good}\n{}", "#\n".repeat(limits::MAX_ALLOWED_SIGNERS_BYTES / 2));
    assert_eq!(AllowedSigners::parse(&long, time::UtcOffset::UTC).notes(), [LineNote::TooLong]);
}

#[test]
fn times_are_local_unless_they_say_z_and_both_ends_count() {
    let key = key();
    let line = key.allowed_signers_line().unwrap();
    let find = |option: &str, hours: i8, now| {
        let text = line.replace("namespaces=", &format!("{option},namespaces="));
        let local = time::UtcOffset::from_hms(hours, 0, 0).unwrap();
        AllowedSigners::parse(&text, local).find(key.public_key(), "scepscope-bundle@v1", now)
    };
    let trusted = |lookup| matches!(lookup, Lookup::Trusted { .. });
    let noon = datetime!(2026-06-01 12:00 UTC);
    assert!(trusted(find("valid-after=\"202606011200Z\"", 2, noon)));
    assert!(trusted(find("valid-after=\"202606011400\"", 2, noon)));
    assert!(!trusted(find("valid-after=\"202606011200\"", -1, noon)));
    assert!(trusted(find("valid-before=\"20260601120000Z\"", 0, noon)));
    let later = noon + time::Duration::seconds(1);
    assert!(matches!(find("valid-before=\"20260601120000Z\"", 0, later), Lookup::Expired { .. }));
    assert!(matches!(find("valid-before=\"20260232\"", 0, noon), Lookup::Unknown));
    // mktime(3) makes it the second of March.
    assert!(trusted(find("valid-after=\"20260230\"", 0, datetime!(2026-03-02 00:00 UTC))));
    assert!(!trusted(find("valid-after=\"20260230\"", 0, datetime!(2026-03-01 23:59 UTC))));
    let file = AllowedSigners::parse(&line, time::UtcOffset::UTC);
    assert!(matches!(file.find(key.public_key(), "file", noon), Lookup::OtherNamespace { .. }));
}

/// A key in secure hardware signs bytes and gives two numbers; nothing of it leaves.
#[test]
fn a_hardware_key_signs_through_the_trait() {
    use p256::ecdsa::signature::Signer as _;
    struct Chip {
        key: p256::ecdsa::SigningKey,
        public: PublicKey,
    }
    impl Signer for Chip {
        fn public_key(&self) -> &PublicKey {
            &self.public
        }
        fn sign(&self, namespace: &str, message: &[u8]) -> Result<String, SignError> {
            sign_with(&self.public, namespace, message, |data| {
                let signature: p256::ecdsa::Signature = self.key.sign(data);
                Ok(RawSignature::EcdsaP256(signature.to_bytes().into()))
            })
        }
    }
    let folder = TempDir::new().unwrap();
    // Many keys, so that numbers with leading zeros and with their first bit set come up.
    for _ in 0..40 {
        let key = p256::ecdsa::SigningKey::random(&mut OsRng);
        let point = key.verifying_key().to_encoded_point(false);
        let blob =
            [&b"\0\0\0\x13ecdsa-sha2-nistp256\0\0\0\x08nistp256\0\0\0\x41"[..], point.as_bytes()].concat();
        let public = PublicKey::from_bytes(&blob).unwrap();
        let chip = Chip { key, public };
        let made = write_sample(folder.path(), &chip, WriterOptions::default());
        let allowed =
            AllowedSigners::parse(&allowed_signers_line(&chip.public).unwrap(), time::UtcOffset::UTC);
        let verification = BundleFile::open(&made.path).unwrap().verify(Some(&allowed), NOW);
        assert_eq!(verification.failures(), []);
        assert_eq!(verification.into_verified().unwrap().principal(), principal(&chip.public));
        std::fs::remove_file(made.path).unwrap();
    }
    // A chip that gives another kind of signature than its key's.
    let ed25519 = key();
    let wrong = sign_with(ed25519.public_key(), "n", b"m", |_| Ok(RawSignature::EcdsaP256([1; 64])));
    assert!(matches!(wrong, Err(SignError::Algorithm(_))));
}

#[test]
fn a_p256_key_in_a_file_is_used_like_any_other() {
    let folder = TempDir::new().unwrap();
    let store = FileKeyStore::new(folder.path().join("keys/device"));
    let key = SoftwareKey::generate_p256(&mut OsRng).unwrap();
    store.replace(&key).unwrap();
    let read = store.read().unwrap().unwrap();
    assert_eq!(read.fingerprint(), key.fingerprint());
    assert!(read.allowed_signers_line().unwrap().contains(" ecdsa-sha2-nistp256 AAAA"));
    store.remove().unwrap();
    assert!(store.read().unwrap().is_none());
    store.remove().unwrap();
}

#[test]
fn a_retired_key_is_trusted_up_to_its_end() {
    let key = key();
    let until = datetime!(2026-06-01 14:00:00.5 +2);
    let line = retired_signers_line(key.public_key(), until).unwrap();
    assert!(
        line.contains(" namespaces=\"scepscope-bundle@v1\",valid-before=\"20260601120000Z\" ssh-ed25519 "),
        "{line}"
    );
    let file = AllowedSigners::parse(&line, time::UtcOffset::UTC);
    let find = |now| file.find(key.public_key(), "scepscope-bundle@v1", now);
    assert!(matches!(find(datetime!(2026-06-01 12:00 UTC)), Lookup::Trusted { .. }));
    assert!(matches!(find(datetime!(2026-06-01 12:00:01 UTC)), Lookup::Expired { .. }));
}
