//! Every byte counts, and no byte brings anything down.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // tests stop on a broken assumption

mod common;

use std::collections::BTreeMap;

use common::*;
use proptest::prelude::*;
use scepscope_bundle::*;
use tempfile::TempDir;

fn small(key: &SoftwareKey) -> Vec<u8> {
    let folder = TempDir::new().unwrap();
    let mut writer = BundleWriter::create(folder.path(), &name(), WriterOptions::default()).unwrap();
    writer.add("data/report.json", SourceMeta::default(), &mut &REPORT[..]).unwrap();
    writer
        .add("data/evidence/s1/a.log", meta("/var/log/a.log"), &mut &b"GetCACaps failed\n".repeat(9)[..])
        .unwrap();
    std::fs::read(writer.finish(declaration(), key).unwrap().path).unwrap()
}

/// What a reader would be shown, or nothing.
fn shown(bytes: &[u8], allowed: &AllowedSigners) -> Option<BTreeMap<String, Vec<u8>>> {
    let mut bundle = open(bytes).ok()?.verify(Some(allowed), NOW).into_verified().ok()?;
    let paths: Vec<String> = bundle.contents().entries().map(|(p, _)| p.to_owned()).collect();
    let name = bundle.contents().name().to_owned();
    let mut shown: BTreeMap<_, _> =
        paths.into_iter().map(|p| (p.clone(), bundle.read_entry(&p, 1 << 20).unwrap())).collect();
    shown.insert("name".into(), name.into_bytes());
    Some(shown)
}

/// A changed byte is refused. The only exceptions are bits inside a compressed stream that mean nothing (such as the
/// padding after its last block): then what is shown is the same to the last byte.
#[test]
fn every_changed_byte_is_refused_or_means_nothing() {
    let key = key();
    let allowed = trust(&key);
    let bytes = small(&key);
    let sound = shown(&bytes, &allowed).unwrap();
    // Where compressed data lies, by the local headers: name at 30, method 8 at 8.
    let mut compressed = vec![false; bytes.len()];
    let mut at = 0;
    while bytes[at..].starts_with(b"PK\x03\x04") {
        let number = |from: usize, n: usize| {
            bytes[at + from..at + from + n].iter().rev().fold(0, |a, b| a << 8 | usize::from(*b))
        };
        let start = at + 30 + number(26, 2);
        let end = start + number(18, 4);
        if number(8, 2) == 8 {
            compressed[start..end].fill(true);
        }
        at = end;
    }
    let mut meaningless = 0;
    for at in 0..bytes.len() {
        for flip in [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff] {
            let mut changed = bytes.clone();
            changed[at] ^= flip;
            if let Some(shown) = shown(&changed, &allowed) {
                assert!(compressed[at], "byte {at} ^ {flip:#x} is covered by nothing");
                assert!(shown == sound, "byte {at} ^ {flip:#x} shows something else");
                meaningless += 1;
            }
        }
    }
    assert!(compressed.iter().filter(|c| **c).count() > 40);
    println!("{meaningless} of {} changes were of meaningless bits", bytes.len() * 9);
    assert!(meaningless < 20, "{meaningless} changes meant nothing");
}

#[test]
fn every_cut_and_every_inserted_byte_is_refused() {
    let key = key();
    let allowed = trust(&key);
    let bytes = small(&key);
    for at in 0..bytes.len() {
        assert!(shown(&bytes[..at], &allowed).is_none(), "cut at {at}");
        let inserted = [&bytes[..at], &[bytes[at]], &bytes[at..]].concat();
        assert!(shown(&inserted, &allowed).is_none(), "inserted at {at}");
    }
}

fn base() -> &'static (Vec<u8>, AllowedSigners) {
    static BASE: std::sync::OnceLock<(Vec<u8>, AllowedSigners)> = std::sync::OnceLock::new();
    BASE.get_or_init(|| {
        let key = key();
        (small(&key), trust(&key))
    })
}

/// Reads as far as it goes, without any verification too.
fn exercise(bytes: &[u8]) {
    let allowed = &base().1;
    if let Ok(bundle) = open(bytes) {
        let _ = bundle.verify(Some(allowed), NOW);
        let mut contents = open(bytes).unwrap().into_contents_without_any_verification();
        let paths: Vec<String> = contents.entries().map(|(p, _)| p.to_owned()).collect();
        let target = TempDir::new().unwrap();
        let inside = target.path().join("inside");
        std::fs::create_dir(&inside).unwrap();
        for path in paths {
            let _ = contents.read_entry(&path, 1 << 20);
        }
        let _ = contents.unpack_to(&inside);
        assert_eq!(listing(target.path()), ["inside"], "nothing beside the target");
        assert!(listing(&inside).len() <= 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_bring_nothing_down(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        exercise(&bytes);
        let end = [bytes.as_slice(), b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &bytes[..bytes.len().min(8)]].concat();
        exercise(&end);
    }

    #[test]
    fn mutations_bring_nothing_down(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(), paste in any::<prop::sample::Index>(), length in 0_usize..40,
    ) {
        let mut bytes = base().0.clone();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        exercise(&bytes);
        let from = cut.index(bytes.len() - 40);
        let piece = bytes[from..from + length].to_vec();
        let to = paste.index(bytes.len());
        bytes.splice(to..to, piece);
        exercise(&bytes);
    }

    /// Names and contents at will, in a zip that is sound otherwise: whatever is accepted stays inside.
    #[test]
    fn any_names_stay_inside(names in proptest::collection::vec("[a-zA-Z./\\\\: \u{e9}\u{1}~-]{0,12}|(\\.\\./){0,3}x", 1..4)) {
        let raw: Vec<Raw> = names.iter().map(|n| Raw::new(format!("{ROOT}/{n}"), b"x")).collect();
        exercise(&zip(&raw));
        let bare: Vec<Raw> = names.iter().map(|n| Raw::new(n, b"x")).collect();
        exercise(&zip(&bare));
    }

    #[test]
    fn any_allowed_signers_text_is_read(text in "(dev|\"|,|=|!|\\*|valid-after|namespaces|cert-authority|ssh-ed25519|AAAA|\\\\|#|\n| |[0-9Zé]){0,40}") {
        let allowed = AllowedSigners::parse(&text, time::UtcOffset::UTC);
        prop_assert!(allowed.signers().is_empty(), "no key in it");
    }
}

/// Lengths that lie, through every length field of a sound file.
#[test]
fn extreme_lengths_bring_nothing_down() {
    let bytes = base().0.clone();
    for at in 0..bytes.len().saturating_sub(4) {
        for value in [[0xff; 4], [0xfe, 0xff, 0xff, 0xff], [0, 0, 0, 0x80], [0; 4], [0xff, 0xff, 0, 0]] {
            let mut changed = bytes.clone();
            changed[at..at + 4].copy_from_slice(&value);
            if let Ok(bundle) = open(&changed) {
                let _ = bundle.verify(None, NOW);
            }
        }
    }
}
