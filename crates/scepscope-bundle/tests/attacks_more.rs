//! Attacks that need more than one header: names that differ between directory and file, whole signatures, archives
//! inside archives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // tests stop on a broken assumption

mod common;

use std::io::Write;

use common::*;
use scepscope_bundle::*;
use tempfile::TempDir;

const SIGNATURE: &str = "tagmanifest-sha256.txt.sig";

fn at_root(path: &str) -> String {
    format!("{ROOT}/{path}")
}

fn plain(path: &str) -> Raw {
    Raw::new(at_root(path), b"content")
}

/// Two readers, two answers: one trusts the directory, the other the headers before the data.
#[test]
fn names_that_are_twice_in_the_directory_only_or_before_the_data_only() {
    let renamed = |raw: Raw, central: &str, local: &str| {
        raw.with(|r| {
            r.central.name = at_root(central).into_bytes();
            r.local.name = at_root(local).into_bytes();
        })
    };
    let directory_only = zip(&[plain("data/a"), renamed(plain("data/b"), "data/a", "data/b")]);
    let refusal = open(&directory_only).unwrap_err();
    assert!(matches!(refusal, Refusal::DuplicateName { how: DuplicateHow::Exact, .. }), "{refusal}");
    let data_only = zip(&[plain("data/a"), renamed(plain("data/b"), "data/b", "data/a")]);
    let refusal = open(&data_only).unwrap_err();
    assert!(matches!(refusal, Refusal::HeaderMismatch { field: "name", .. }), "{refusal}");
    let both = zip(&[plain("data/a"), plain("data/a")]);
    let refusal = open(&both).unwrap_err();
    assert!(matches!(refusal, Refusal::DuplicateName { how: DuplicateHow::Exact, .. }), "{refusal}");
    // The longer name hides the shorter one's rest in what another reader takes for the extra field.
    let moved = renamed(plain("data/a"), "data/a", "data/abc");
    let refusal = open(&zip(&[moved])).unwrap_err();
    assert!(matches!(refusal, Refusal::HeaderMismatch { field: "length of the name", .. }), "{refusal}");
}

fn bundle_of(key: &SoftwareKey, name: &BundleName) -> Vec<u8> {
    let folder = TempDir::new().unwrap();
    let mut writer = BundleWriter::create(folder.path(), name, WriterOptions::default()).unwrap();
    fill(&mut writer);
    std::fs::read(writer.finish(declaration(), key).unwrap().path).unwrap()
}

fn verified(bytes: &[u8], key: &SoftwareKey) -> Verification {
    open(bytes).unwrap().verify(Some(&trust(key)), NOW)
}

#[test]
fn a_stripped_signature_leaves_nothing_to_trust() {
    let key = key();
    let mut files = files(&bundle_of(&key, &name()));
    files.remove(SIGNATURE).unwrap();
    let verification = verified(&rebuild(&files), &key);
    assert_eq!(*verification.signature(), SignatureVerdict::Missing);
    assert_eq!(verification.failures(), [Failure::SignatureMissing]);
    assert!(verification.fingerprint().is_none());
    let NotVerified(back) = verification.into_verified().unwrap_err();
    assert!(back.into_intact().is_err());
}

#[test]
fn signatures_swapped_between_two_bundles_of_one_key_fit_neither() {
    let key = key();
    let other_name = BundleName::new("CASE-18", NOW, "ab13").unwrap();
    let (one, other) = (bundle_of(&key, &name()), bundle_of(&key, &other_name));
    let mut swapped = files(&one);
    swapped.insert(SIGNATURE.into(), files(&other).remove(SIGNATURE).unwrap());
    let verification = verified(&rebuild(&swapped), &key);
    assert_eq!(*verification.signature(), SignatureVerdict::Invalid);
    assert_eq!(verification.failures(), [Failure::SignatureInvalid]);
}

#[test]
fn a_signature_put_in_by_somebody_else_is_an_unknown_key() {
    let (key, stranger) = (key(), key());
    let mut resigned = files(&bundle_of(&key, &name()));
    let signature = stranger.sign("scepscope-bundle@v1", &resigned["tagmanifest-sha256.txt"]).unwrap();
    resigned.insert(SIGNATURE.into(), signature.into_bytes());
    let verification = verified(&rebuild(&resigned), &key);
    assert_eq!(
        *verification.signature(),
        SignatureVerdict::UnknownKey { fingerprint: stranger.fingerprint() }
    );
    assert!(verification.into_verified().is_err());
}

#[test]
fn keys_of_other_algorithms_are_named() {
    let folder = TempDir::new().unwrap();
    for (kind, algorithm) in [("rsa", "ssh-rsa"), ("ecdsa-384", "ecdsa-sha2-nistp384")] {
        let folder = folder.path().join(kind);
        std::fs::create_dir(&folder).unwrap();
        let signer = KeygenSigner::new(&folder, kind);
        let made = write_sample(&folder, &signer, WriterOptions::default());
        let verification = BundleFile::open(&made.path).unwrap().verify(None, NOW);
        assert_eq!(*verification.signature(), SignatureVerdict::Invalid);
        assert_eq!(verification.failures(), [Failure::SignatureAlgorithm { algorithm: algorithm.into() }]);
    }
}

/// An archive inside the evidence stays a file: nothing here ever opens it.
#[test]
fn an_archive_inside_is_only_bytes() {
    let mut deflater = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    deflater.write_all(&vec![0; 40 << 20]).unwrap();
    let packed = deflater.finish().unwrap();
    let inner = zip(&[Raw::new("zeros", &packed).both(|h| {
        h.method = 8;
        h.size = 40 << 20;
    })]);
    assert!(inner.len() < 64 << 10, "a bomb: {} bytes", inner.len());
    let nested = zip(&[Raw::new("one.zip", &inner), Raw::new("../two.zip", &inner)]);
    let (folder, target) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let key = key();
    let mut writer = BundleWriter::create(folder.path(), &name(), WriterOptions::default()).unwrap();
    writer.add("data/report.json", SourceMeta::default(), &mut &REPORT[..]).unwrap();
    writer.add("data/evidence/s1/nested.zip", meta("nested.zip"), &mut &nested[..]).unwrap();
    let made = writer.finish(declaration(), &key).unwrap();
    let mut bundle =
        BundleFile::open(&made.path).unwrap().verify(Some(&trust(&key)), NOW).into_verified().unwrap();
    let root = bundle.unpack_to(target.path()).unwrap();
    assert_eq!(std::fs::read(root.join("data/evidence/s1/nested.zip")).unwrap(), nested);
    assert_eq!(listing(target.path()), [ROOT]);
    assert_eq!(listing(&root.join("data/evidence/s1")), ["nested.zip"]);
}
