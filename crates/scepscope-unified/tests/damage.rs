//! Damaged and hostile archives: what is whole is read, the rest is said, nothing panics or hangs.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::{Line, Memory, Taken, read, sample};
use proptest::prelude::*;
use scepscope_parse::ProblemReason;
use scepscope_unified::exercise;

const SAMPLE: &str = "dev-1-success-debug";
/// Holds most of the sample's lines of `profiled`.
const MAIN: &str = "Persist/000000000000106f.tracev3";

/// Offsets of the chunks of a tracev3 file: tag, start, size of the body.
fn chunks(file: &[u8]) -> Vec<(u32, usize, usize)> {
    let word = |at: usize| u64::from_le_bytes(file[at..at + 8].try_into().unwrap());
    let (mut at, mut found) = (0, Vec::new());
    while at + 16 <= file.len() {
        let size = usize::try_from(word(at + 8)).unwrap();
        found.push((word(at) as u32, at, size));
        at += 16 + size.next_multiple_of(8);
    }
    found
}

fn kept(taken: &Taken, all: &[Line]) -> usize {
    let known = taken.lines.iter().filter(|l| all.contains(l)).count();
    assert_eq!(known, taken.lines.len(), "a line that the whole archive does not hold");
    known
}

#[test]
fn a_bad_chunk_costs_itself_only() {
    let whole = sample(SAMPLE);
    let (all, _) = read(&mut whole.clone());
    let mut seen = [0, 0];
    for (tag, start, size) in chunks(whole.clone().file(MAIN)) {
        if tag != 0x600D {
            continue;
        }
        // A length that goes beyond any file, and one that goes a little too far.
        for (case, length) in [u64::MAX - 7, size as u64 + 4096].into_iter().enumerate() {
            let mut archive = whole.clone();
            archive.file(MAIN)[start + 8..start + 16].copy_from_slice(&length.to_le_bytes());
            let (taken, _) = read(&mut archive);
            let lost = all.lines.len() - kept(&taken, &all.lines);
            assert!(lost < all.lines.len() / 3, "{lost} of {} lost", all.lines.len());
            let said = taken.count(ProblemReason::Damaged) + taken.count(ProblemReason::EndsInsideRecord);
            assert!(said > 0, "{lost} lost and nothing said");
            seen[case] += 1;
        }
    }
    assert!(seen[0] > 3, "{seen:?}");
}

#[test]
fn a_file_that_is_cut_gives_what_comes_before() {
    let whole = sample(SAMPLE);
    let (all, _) = read(&mut whole.clone());
    let length = whole.clone().file(MAIN).len();
    let mut before = 0;
    for part in 0..=20 {
        let mut archive = whole.clone();
        archive.file(MAIN).truncate(length * part / 20);
        let (taken, _) = read(&mut archive);
        let now = kept(&taken, &all.lines);
        assert!(now >= before, "{part}");
        before = now;
    }
    assert_eq!(before, all.lines.len());
}

#[test]
fn string_files_that_lie_are_bounded() {
    let whole = sample(SAMPLE);
    let names: Vec<String> =
        whole.files.iter().map(|f| f.0.clone()).filter(|p| !p.ends_with(".tracev3")).collect();
    for name in names {
        for (at, value) in [(0, 0), (8, 0xFF), (11, 0xFF), (12, 0xFF), (15, 0x7F), (20, 0xFF), (23, 0xFF)] {
            let mut archive = whole.clone();
            if let Some(byte) = archive.file(&name).get_mut(at) {
                *byte = value;
            }
            let (taken, _) = read(&mut archive);
            assert!(taken.lines.len() > 20, "{name} {at}");
        }
        let mut archive = whole.clone();
        archive.file(&name).truncate(21);
        read(&mut archive);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn flipped_bytes_are_survived(flips in prop::collection::vec((0_usize..200_000, any::<u8>()), 1..40)) {
        let mut archive = cached();
        let file = archive.file(MAIN);
        for (at, value) in flips {
            let length = file.len();
            file[at % length] ^= value;
        }
        let (taken, summary) = read(&mut archive);
        prop_assert!(taken.lines.len() as u64 <= summary.records);
    }

    /// Entries are damaged where they stand, behind compression: the plain chunksets of one file are open.
    #[test]
    fn damaged_entries_are_survived(
        flips in prop::collection::vec((0_usize..200_000, any::<u8>()), 1..60),
        which in 0_usize..2,
    ) {
        let mut archive = cached();
        let name = archive.traces().into_iter().filter(|p| p.starts_with("Special/")).nth(which).unwrap();
        let file = archive.file(&name);
        for (at, value) in flips {
            let length = file.len();
            file[at % length] = value;
        }
        let bytes = file.clone();
        read(&mut archive);
        exercise(&bytes);
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..4096)) {
        prop_assert_eq!(exercise(&bytes), 0);
        let mut archive = Memory { files: vec![("x.tracev3".to_owned(), bytes)], walks: 0 };
        let (taken, _) = read(&mut archive);
        prop_assert!(taken.lines.is_empty());
    }
}

/// Unpacking takes longer than reading.
fn cached() -> Memory {
    use std::sync::OnceLock;
    static WHOLE: OnceLock<Memory> = OnceLock::new();
    WHOLE.get_or_init(|| sample(SAMPLE)).clone()
}

#[test]
fn the_fuzzing_entry_reads_to_the_bottom() {
    let whole = sample(SAMPLE);
    for name in whole.traces() {
        let count = exercise(whole.clone().file(&name));
        // The file of signposts holds nothing else.
        assert_eq!(count == 0, name.starts_with("Signpost/"), "{name}: {count}");
    }
}
