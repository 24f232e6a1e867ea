//! Gives every target its seeds, made out of the test data, and its stored corpus: whatever once broke it, and what a
//! long run found to be of interest.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Cuts and changes made of each input, so that a replay also meets its neighbours.
const VARIANTS: usize = 8;

/// Most seeds of one target.
const SEEDS: &str = "40";

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    paths.sort();
    paths
}

#[test]
fn every_target_survives_its_seeds_and_its_corpus() {
    let seeds = tempfile::tempdir().unwrap_or_else(|e| panic!("no folder for the seeds: {e}"));
    let made = Command::new("python3")
        .arg(package().join("seeds.py"))
        .arg(package().join("../tests/data"))
        .arg(seeds.path())
        .arg(SEEDS)
        .status();
    assert!(made.is_ok_and(|status| status.success()), "python3 could not make the seeds");
    for (name, run) in scepscope_fuzz::TARGETS {
        let mut inputs = below(&seeds.path().join(name));
        assert!(!inputs.is_empty(), "no seeds for {name}: see seeds.py");
        inputs.extend(below(&package().join("corpus").join(name)));
        for path in inputs {
            let input = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            run(&input);
            for variant in 1..=VARIANTS {
                let at = input.len() * variant / (VARIANTS + 1);
                run(&input[..at]);
                let mut changed = input.clone();
                if let Some(byte) = changed.get_mut(at) {
                    *byte ^= 0x5A;
                    run(&changed);
                }
            }
        }
    }
}

#[test]
fn every_corpus_has_a_target() {
    for path in below(&package().join("corpus")) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        assert!(scepscope_fuzz::target(&name).is_some(), "a corpus without a target: {name}");
    }
}

#[test]
fn every_target_has_a_program() {
    let programs = below(&package().join("fuzz_targets"));
    let mut names: Vec<_> =
        programs.iter().filter_map(|p| Some(p.file_stem()?.to_string_lossy().into_owned())).collect();
    names.sort();
    let mut targets: Vec<_> = scepscope_fuzz::TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    targets.sort();
    assert_eq!(names, targets);
}
