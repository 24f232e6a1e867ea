//! Events that are passed over by the bytes of their record, against the same events read.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeSet, VecDeque};
use std::fs::File;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use scepscope_diagnose::Rules;
use scepscope_model::{Record, SourceKind};
use scepscope_parse::{Detected, Encoding, Prefilter, Problem, Sink, parse};

const CAPI2: &str = "Microsoft-Windows-CAPI2";

/// The rules' own answers, or all but the one about a record's bytes.
struct Wanted<'r>(&'r Rules, bool);

impl Prefilter for Wanted<'_> {
    fn find(&self, haystack: &[u8], from: usize) -> Option<usize> {
        self.0.find(SourceKind::Evtx, haystack, from)
    }

    fn wants_event(&self, provider: &str, event_id: u32) -> bool {
        self.0.wants_event(provider, event_id)
    }

    fn wants_content(&self, provider: &str, event_id: u32, content: &[u8]) -> bool {
        !self.1 || self.0.wants_content(provider, event_id, content)
    }
}

/// The records by locator, with CAPI2's result code where there is one.
#[derive(Default)]
struct Kept(BTreeSet<(String, String, Option<String>)>);

impl Sink for Kept {
    fn record(&mut self, record: &Record<'_>) -> ControlFlow<()> {
        let code = record.field("Result.value").map(str::to_lowercase);
        let code = code.filter(|_| record.origin == CAPI2);
        self.0.insert((record.locator.to_string(), record.origin.to_string(), code));
        ControlFlow::Continue(())
    }

    fn problem(&mut self, _: Problem) {}
}

fn samples() -> Vec<PathBuf> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/samples");
    let folders = ["windows-evtx", "windows-evtx-scep"].map(|folder| samples.join(folder));
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    files.map(|entry| entry.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "evtx")).collect()
}

fn read(rules: &Rules, path: &Path, bytes_too: bool) -> Kept {
    let mut kept = Kept::default();
    let detected = Detected { kind: SourceKind::Evtx, encoding: Encoding::Binary };
    let mut file = File::open(path).unwrap();
    parse(detected, &mut file, &Wanted(rules, bytes_too), &mut kept).unwrap();
    kept
}

#[test]
fn what_is_passed_over_holds_none_of_the_codes() {
    const ASKED: [&str; 3] = ["80092013", "800b0101", "800b0109"];
    let rules = Rules::builtin().unwrap();
    let mut passed_over = 0;
    for path in samples() {
        let (all, some) = (read(&rules, &path, false), read(&rules, &path, true));
        assert!(some.0.is_subset(&all.0), "{}", path.display());
        for missing in all.0.difference(&some.0) {
            let code = missing.2.as_deref();
            assert_eq!(missing.1, CAPI2, "{}", path.display());
            assert!(code.is_none_or(|c| !ASKED.contains(&c)), "{}: {missing:?}", path.display());
            passed_over += 1;
        }
    }
    assert!(passed_over > 100, "{passed_over} passed over");
}

/// Remembers the bytes of CAPI2's events, in the order in which they are asked about.
#[derive(Default)]
struct Contents(Mutex<VecDeque<Vec<u8>>>);

impl Prefilter for Contents {
    fn find(&self, _: &[u8], _: usize) -> Option<usize> {
        None
    }

    fn wants_event(&self, provider: &str, _: u32) -> bool {
        provider == CAPI2
    }

    fn wants_content(&self, _: &str, _: u32, content: &[u8]) -> bool {
        self.0.lock().unwrap().push_back(content.to_vec());
        true
    }
}

struct Compare<'c>(&'c Contents, usize);

impl Sink for Compare<'_> {
    fn record(&mut self, record: &Record<'_>) -> ControlFlow<()> {
        let content = self.0.0.lock().unwrap().pop_front().unwrap();
        for field in record.fields.iter().filter(|f| f.name.ends_with(".value") && !f.value.is_empty()) {
            let text: Vec<u8> = field.value.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let stands = content.windows(text.len()).any(|w| w.eq_ignore_ascii_case(&text));
            assert!(stands, "{}: {field:?}", record.locator);
            self.1 += 1;
        }
        ControlFlow::Continue(())
    }

    fn problem(&mut self, _: Problem) {}
}

/// That a record's bytes tell: CAPI2 writes the values of its attributes as text into each record.
#[test]
fn capi2_writes_its_codes_as_text_into_each_record() {
    let path = samples().into_iter().find(|p| p.ends_with("CAPI2-Operational.evtx")).unwrap();
    let contents = Contents::default();
    let mut compare = Compare(&contents, 0);
    let detected = Detected { kind: SourceKind::Evtx, encoding: Encoding::Binary };
    parse(detected, &mut File::open(path).unwrap(), &contents, &mut compare).unwrap();
    assert!(compare.1 > 100, "{} values", compare.1);
}
