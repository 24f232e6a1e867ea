//! Encryption with age, both ways with the stock program. Needs `age` and `age-keygen`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // tests stop on a broken assumption

mod common;

use std::path::Path;
use std::process::Command;

use common::*;
use scepscope_bundle::*;
use tempfile::TempDir;

fn sealed_for(folder: &Path, key: &SoftwareKey, recipients: &[&Identity]) -> FinishedBundle {
    let recipients = recipients.iter().map(|i| i.recipient()).collect();
    write_sample(folder, key, WriterOptions { recipients, ..WriterOptions::default() })
}

fn age(args: &[&str], input: &[u8]) -> Vec<u8> {
    let mut command = Command::new("age");
    command.args(args);
    run_ok(command, input)
}

fn decrypt(path: &Path, identity: &Identity) -> Result<UnverifiedBundle, UnsealError> {
    SealedBundle::open(path)?.decrypt(identity, path.parent().unwrap())
}

#[test]
fn an_encrypted_bundle_opens_for_its_recipients_only() {
    let folder = TempDir::new().unwrap();
    let key = key();
    let (a, b, stranger) = (Identity::generate(), Identity::generate(), Identity::generate());
    let made = sealed_for(folder.path(), &key, &[&a, &b]);
    assert_eq!(listing(folder.path()), [format!("{ROOT}.zip.age")], "nothing plain is left");
    let bytes = std::fs::read(&made.path).unwrap();
    assert_eq!(made.sha256, Sha256Hex::of(&bytes));
    assert!(matches!(BundleFile::open(&made.path), Err(Refusal::Sealed)));
    assert_eq!(SealedBundle::open(&made.path).unwrap().recipients(), 2);
    for identity in [&a, &b] {
        let verification = decrypt(&made.path, identity).unwrap().verify(Some(&trust(&key)), NOW);
        assert_eq!((verification.failures(), verification.notes()), (&[][..], &[][..]));
        let mut bundle = verification.into_verified().unwrap();
        assert_eq!(bundle.report_bytes().unwrap(), REPORT);
        let stated = &bundle.contents().statement().unwrap().recipients;
        assert_eq!(*stated, [a.recipient().to_string(), b.recipient().to_string()]);
    }
    assert!(matches!(decrypt(&made.path, &stranger), Err(UnsealError::NotForThisIdentity)));
    assert_eq!(listing(folder.path()).len(), 1, "no temporary file is left");
}

#[test]
fn changed_and_cut_files_are_refused() {
    let folder = TempDir::new().unwrap();
    let identity = Identity::generate();
    let made = sealed_for(folder.path(), &key(), &[&identity]);
    let bytes = std::fs::read(&made.path).unwrap();
    let path = folder.path().join("changed");
    for cut in [0, 10, 100, bytes.len() / 2, bytes.len() - 1] {
        std::fs::write(&path, &bytes[..cut]).unwrap();
        assert!(decrypt(&path, &identity).is_err(), "cut at {cut}");
    }
    for at in (0..bytes.len()).step_by(41) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        std::fs::write(&path, &changed).unwrap();
        assert!(decrypt(&path, &identity).is_err(), "changed at {at}");
    }
    std::fs::write(&path, [b"age-encryption.org/v1\n".to_vec(), b"-> X25519 a\n".repeat(100_000)].concat())
        .unwrap();
    assert!(matches!(SealedBundle::open(&path), Err(UnsealError::NotAge)), "an endless header");
}

#[test]
fn age_opens_ours_and_we_open_theirs() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let mut keygen = Command::new("age-keygen");
    keygen.args(["-o", &path("identity")]);
    run_ok(keygen, b"");
    let identity = Identity::from_file_text(&std::fs::read_to_string(path("identity")).unwrap()).unwrap();
    let key = key();
    let made = sealed_for(folder.path(), &key, &[&identity]);

    let plain = age(&["-d", "-i", &path("identity"), made.path.to_str().unwrap()], b"");
    let verification = open(&plain).unwrap().verify(Some(&trust(&key)), NOW);
    assert_eq!(verification.failures(), []);
    assert_eq!(verification.notes(), [Note::CameUnencrypted { stated: 1 }]);

    let again = age(&["-r", &identity.recipient().to_string()], &plain);
    std::fs::write(path("again.zip.age"), &again).unwrap();
    let verification =
        decrypt(Path::new(&path("again.zip.age")), &identity).unwrap().verify(Some(&trust(&key)), NOW);
    assert_eq!(verification.failures(), []);

    // Our secret line is one that age reads.
    std::fs::write(path("ours"), &*Identity::generate().to_secret_line()).unwrap();
    let ours = Identity::from_file_text(&std::fs::read_to_string(path("ours")).unwrap()).unwrap();
    let theirs = age(&["-r", &ours.recipient().to_string()], b"hello");
    assert_eq!(age(&["-d", "-i", &path("ours")], &theirs), b"hello");
}

/// Somebody who may read a bundle hands it on as if the device had meant it for somebody else.
#[test]
fn encrypting_again_for_somebody_else_is_seen() {
    let folder = TempDir::new().unwrap();
    let key = key();
    let (meant, other) = (Identity::generate(), Identity::generate());
    let secret = folder.path().join("meant");
    std::fs::write(&secret, &*meant.to_secret_line()).unwrap();
    let made = sealed_for(folder.path(), &key, &[&meant]);
    let plain = age(&["-d", "-i", secret.to_str().unwrap(), made.path.to_str().unwrap()], b"");
    let path = folder.path().join("again.zip.age");
    let failures = |recipients: &[&Identity], opener: &Identity, plain: &[u8]| {
        let names: Vec<String> = recipients.iter().map(|i| i.recipient().to_string()).collect();
        let args: Vec<&str> = names.iter().flat_map(|n| ["-r", n.as_str()]).collect();
        std::fs::write(&path, age(&args, plain)).unwrap();
        let verification = decrypt(&path, opener).unwrap().verify(Some(&trust(&key)), NOW);
        let failures = verification.failures().to_vec();
        assert_eq!(verification.into_verified().is_err(), !failures.is_empty());
        failures
    };
    assert_eq!(
        failures(&[&other], &other, &plain),
        [Failure::Recipients { found: 1, stated: 1, own_stated: false }]
    );
    assert_eq!(
        failures(&[&meant, &other], &meant, &plain),
        [Failure::Recipients { found: 2, stated: 1, own_stated: true }]
    );
    let unsealed = TempDir::new().unwrap();
    let never_meant =
        std::fs::read(write_sample(unsealed.path(), &key, WriterOptions::default()).path).unwrap();
    assert_eq!(
        failures(&[&other], &other, &never_meant),
        [Failure::Recipients { found: 1, stated: 0, own_stated: false }]
    );
}
