//! Bundles of every published version of the format, as they were written then: they are opened for ever.
//!
//! `tests/data/bundles/vN/` is written once, with `SCEPSCOPE_STORE_BUNDLES=1`, when version N is published, and never
//! again: a version that is there is not written over.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // tests stop on a broken assumption

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::*;
use rand_core::OsRng;
use scepscope_bundle::*;
use time::macros::datetime;

const STORE: &str = "SCEPSCOPE_STORE_BUNDLES";
const IDENTITY: &str = "age-identity-for-tests.txt";
const SIGNERS: &str = "allowed_signers";

fn bundles() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/bundles")
}

/// Files of a version's folder with that ending, sorted.
fn stored(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        listing(folder).iter().filter(|n| n.ends_with(ending)).map(|n| folder.join(n)).collect();
    paths.sort();
    paths
}

fn store_current_version() {
    let folder = bundles().join(format!("v{FORMAT_VERSION}"));
    if folder.exists() {
        return;
    }
    fs::create_dir_all(&folder).unwrap();
    let identity = Identity::generate();
    let mut signers = String::new();
    let mut write = |case: &str, key: &SoftwareKey, recipients: Vec<Recipient>| {
        let name = BundleName::new(case, datetime!(2026-11-25 09:08:07 UTC), "v1").unwrap();
        let options = WriterOptions { recipients, ..WriterOptions::default() };
        let mut writer = BundleWriter::create(&folder, &name, options).unwrap();
        fill(&mut writer);
        writer.finish(Declaration { case: Some(case.into()), ..declaration() }, key).unwrap();
        signers.push_str(&format!("{}\n", key.allowed_signers_line().unwrap()));
    };
    write("ed25519", &key(), Vec::new());
    write("encrypted", &key(), vec![identity.recipient()]);
    write("p256", &SoftwareKey::generate_p256(&mut OsRng).unwrap(), Vec::new());
    let comment = "# Made for these test bundles only; it protects nothing.";
    fs::write(folder.join(IDENTITY), format!("{comment}\n{}\n", *identity.to_secret_line())).unwrap();
    fs::write(folder.join(SIGNERS), signers).unwrap();
}

#[test]
fn every_published_version_opens() {
    if std::env::var_os(STORE).is_some() {
        store_current_version();
    }
    let mut opened = 0;
    for version in 1..=FORMAT_VERSION {
        let folder = bundles().join(format!("v{version}"));
        let allowed = fs::read_to_string(folder.join(SIGNERS)).unwrap();
        let allowed = AllowedSigners::parse(&allowed, time::UtcOffset::UTC);
        let identity = Identity::from_file_text(&fs::read_to_string(folder.join(IDENTITY)).unwrap()).unwrap();
        let temporary = tempfile::tempdir().unwrap();
        let plain = stored(&folder, ".zip").into_iter().map(|p| (BundleFile::open(&p).unwrap(), p));
        let sealed = stored(&folder, ".zip.age").into_iter().map(|p| {
            let sealed = SealedBundle::open(&p).unwrap();
            assert_eq!(sealed.recipients(), 1);
            (sealed.decrypt(&identity, temporary.path()).unwrap(), p)
        });
        for (unverified, path) in plain.chain(sealed) {
            let verification = unverified.verify(Some(&allowed), NOW);
            assert_eq!(verification.failures(), [], "{}", path.display());
            let mut bundle = verification.into_verified().unwrap();
            // What stood in it when it was written.
            assert_eq!(bundle.report_bytes().unwrap(), br#"{"schema":"scepscope.report/1"}"#);
            let log = bundle.read_entry("data/evidence/s1/Company Portal (1).log", 1 << 20).unwrap();
            assert!(log.starts_with(b"line 0 GetCACaps 0\r\nline 1 GetCACaps 828\r\n"));
            let statement = bundle.contents().statement().unwrap();
            assert_eq!(statement.created, "2026-11-25T09:08:07Z");
            assert_eq!(statement.entries.len(), 3);
            assert_eq!(statement.entries[0].source.origin.as_deref(), Some("C:/x/y.log"));
            opened += 1;
        }
    }
    assert_eq!(opened, 3, "one in plain, one encrypted, one signed with P-256 for version 1");
}

/// What a later version would look like: it is told as that, and nothing of it is shown as verified.
#[test]
fn a_newer_version_is_told_as_that() {
    let folder = tempfile::tempdir().unwrap();
    let key = key();
    let made = write_sample(folder.path(), &key, WriterOptions::default());
    let mut files = files(&fs::read(made.path).unwrap());
    let newer = br#"{"schema":"scepscope.statement/7","an":["unknown",{"form":1}]}"#.to_vec();
    files.insert("statement.json".into(), newer);
    files.insert("bag-info.txt".into(), b"Scepscope-Format: 7\nPayload-Oxum: 1.1\n".to_vec());
    let tags: String = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "statement.json"]
        .map(|p| format!("{}  {p}\n", Sha256Hex::of(&files[p])))
        .concat();
    let signature = key.sign(NAMESPACE, tags.as_bytes()).unwrap();
    files.insert("tagmanifest-sha256.txt".into(), tags.into_bytes());
    files.insert("tagmanifest-sha256.txt.sig".into(), signature.into_bytes());
    let verification = open(&rebuild(&files)).unwrap().verify(Some(&trust(&key)), NOW);
    assert_eq!(verification.failures(), [Failure::NewerVersion { version: 7 }]);
    assert!(matches!(verification.signature(), SignatureVerdict::Trusted { .. }));
    assert!(verification.into_verified().is_err());
}
