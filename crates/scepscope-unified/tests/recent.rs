//! Archives as iOS 27 and macOS 27 write them: chunksets in LZBITMAP, personas in catalogs and entries. No such archive is at
//! hand that may be shared, so the synthetic ones are written anew, and read by `macos-unifiedlogs` as well.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;
#[path = "common/rewrite.rs"]
mod rewrite;

use common::{Memory, read, sample};
use macos_unifiedlogs::unified_log::LogData;
use rewrite::{PERSONA, as_recent};
use scepscope_parse::ProblemReason;

const NAMES: [&str; 3] = ["dev-1-success-debug", "dev-3-network-failure", "dev-4-no-getcacaps"];

fn recent(archive: &Memory) -> Memory {
    let mut recent = archive.clone();
    for (path, content) in &mut recent.files {
        if path.ends_with(".tracev3") {
            *content = as_recent(content);
        }
    }
    recent
}

#[test]
fn they_give_the_same_lines() {
    for name in NAMES {
        let mut before = sample(name);
        let mut now = recent(&before);
        let ((expected, _), (taken, summary)) = (read(&mut before), read(&mut now));
        assert_eq!(taken.problems, [], "{name}");
        assert!(taken.lines.len() > 20, "{name}: {} lines", taken.lines.len());
        assert_eq!(taken.lines, expected.lines, "{name}");
        assert_eq!(summary.records, expected.lines.len() as u64);
    }
}

/// What was written anew is what another reader takes for such an archive.
#[test]
fn another_reader_finds_the_same_entries_with_their_personas() {
    for name in NAMES {
        let before = sample(name);
        let now = recent(&before);
        let mut personas = 0;
        for ((path, old), (_, new)) in before.files.iter().zip(&now.files) {
            if !path.ends_with(".tracev3") {
                continue;
            }
            let entries = |file: &[u8]| {
                let (_, data) = LogData::parse_unified_log(file, "").unwrap();
                let sets = data.catalog_data.into_iter().flat_map(|set| set.firehose);
                sets.flat_map(|set| set.public_data).collect::<Vec<_>>()
            };
            let (old, new) = (entries(old), entries(new));
            assert_eq!(old.len(), new.len(), "{name} {path}");
            for (old, new) in old.iter().zip(&new) {
                assert_eq!(old.message, new.message, "{name} {path}");
                let persona = new.firehose_non_activity.persona_id;
                assert_eq!(persona, if new.log_activity_type == 4 { PERSONA } else { 0 }, "{name} {path}");
                personas += usize::from(persona == PERSONA);
            }
        }
        assert!(personas > 100, "{name}: {personas}");
    }
}

/// One that is cut gives the chunksets before, and says so.
#[test]
fn a_damaged_stream_costs_its_chunkset() {
    let whole = recent(&sample(NAMES[0]));
    let (all, _) = read(&mut whole.clone());
    let mut damaged = 0;
    for path in whole.traces() {
        let mut archive = whole.clone();
        let file = archive.file(&path);
        let Some(at) = file.windows(4).position(|w| w == b"ZBM\x0C") else { continue };
        file[at + 3] = 0xFF;
        let (taken, _) = read(&mut archive);
        assert!(taken.lines.iter().all(|line| all.lines.contains(line)), "{path}");
        damaged += taken.count(ProblemReason::Damaged);
    }
    assert!(damaged > 0);
}
