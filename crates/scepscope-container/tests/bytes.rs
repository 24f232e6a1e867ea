//! Any bytes whatever: no panic, no more than the limits, and the same twice.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::io::Cursor;
use std::sync::OnceLock;

use common::{ZipFile, cabinet, each, gz, noise, tar, zip};
use proptest::prelude::*;
use scepscope_container::{Archive, Limits};

const LIMITS: Limits = Limits {
    entries: 50,
    entry_bytes: 1 << 20,
    total_bytes: 2 << 20,
    name_bytes: 100,
    ratio: 300,
    ratio_free_bytes: 1 << 18,
};

fn exercise(bytes: &[u8]) {
    let Some(mut archive) = Archive::open(Cursor::new(bytes), LIMITS).unwrap() else { return };
    let walked = each(&mut archive);
    let total: u64 = walked.files.iter().map(|(_, content)| content.len() as u64).sum();
    assert!(walked.files.len() as u64 <= LIMITS.entries && total <= LIMITS.total_bytes);
    for (name, _) in &walked.files {
        assert!(name.len() <= 3 * LIMITS.name_bytes && !name.is_empty());
        assert!(!name.chars().any(char::is_control) && !name.starts_with('/'));
        assert!(name.split('/').all(|part| !matches!(part, "" | "." | "..")));
    }
    assert_eq!(walked, each(&mut archive));
}

fn sound(which: usize) -> Vec<u8> {
    static ALL: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    ALL.get_or_init(make)[which].clone()
}

fn make() -> Vec<Vec<u8>> {
    let long = noise(40_000);
    let files: [(&str, &[u8]); 3] = [("a.log", b"first"), ("b/c.log", &long), ("d.log", b"")];
    let mut zipped: Vec<ZipFile> = files.iter().map(|(n, c)| ZipFile::new(n, c)).collect();
    zipped[1].descriptor = true;
    let mut lzx = cabinet(&files, cab::CompressionType::None);
    // Its folder claims LZX: whatever the bytes are, they go through that decoder.
    lzx[42..44].copy_from_slice(&[3, 15]);
    vec![
        zip(&zipped),
        tar(&files),
        gz(&tar(&files)),
        gz(&long),
        cabinet(&files, cab::CompressionType::MsZip),
        cabinet(&files, cab::CompressionType::None),
        lzx,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_behind_a_magic_number(
        magic in prop::sample::select(vec![
            &b"PK\x03\x04"[..], b"PK\x05\x06", b"\x1F\x8B\x08\0", b"MSCF\0\0\0\0", b"",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..3000),
    ) {
        exercise(&[magic, &rest].concat());
    }

    #[test]
    fn sound_archives_with_bytes_changed_cut_or_moved(
        which in 0usize..7,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        start in prop::option::weighted(0.2, 0usize..200),
        end in prop::option::weighted(0.3, any::<prop::sample::Index>()),
    ) {
        let mut bytes = sound(which);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some(end) = end {
            bytes.truncate(end.index(bytes.len()));
        }
        if let Some(start) = start {
            bytes.drain(8.min(bytes.len())..(8 + start).min(bytes.len()));
        }
        exercise(&bytes);
    }

    #[test]
    fn headers_with_bytes_changed(
        which in 0usize..7,
        changes in prop::collection::vec((0usize..120, any::<u8>()), 1..6),
    ) {
        let mut bytes = sound(which);
        for (at, value) in changes {
            let at = at.min(bytes.len() - 1);
            bytes[at] = value;
        }
        exercise(&bytes);
    }
}
