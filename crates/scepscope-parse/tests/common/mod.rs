//! What the tests of all formats share.
// Compiled into each test on its own, and none uses all of it.
#![allow(dead_code, unreachable_pub, clippy::panic)]

use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use scepscope_model::{Level, Locator, Record};
use scepscope_parse::{
    Detected, Everything, Prefilter, Problem, ProblemReason, Sink, SourceSummary, detect, parse,
};

/// A record that outlives the parser.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    pub locator: Locator,
    pub time: Option<String>,
    pub level: Level,
    pub origin: String,
    pub ids: (Option<u32>, Option<u64>, Option<u32>),
    pub channel: Option<String>,
    pub fields: Vec<(String, String)>,
    pub message: String,
    pub cut: bool,
}

#[derive(Debug, Default)]
pub struct Keep {
    pub records: Vec<Kept>,
    pub problems: Vec<Problem>,
}

impl Sink for Keep {
    fn record(&mut self, r: &Record<'_>) -> ControlFlow<()> {
        self.records.push(Kept {
            locator: r.locator.clone(),
            time: r.time.map(|t| t.to_string()),
            level: r.level,
            origin: r.origin.to_string(),
            ids: (r.process_id, r.thread_id, r.event_id),
            channel: r.channel.as_deref().map(str::to_owned),
            fields: r.fields.iter().map(|f| (f.name.to_string(), f.value.to_string())).collect(),
            message: r.message.to_string(),
            cut: r.cut,
        });
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}

impl Keep {
    pub fn count(&self, reason: ProblemReason) -> u64 {
        self.problems.iter().filter(|p| p.reason == reason).map(|p| p.count).sum()
    }

    pub fn with(&self, text: &str) -> Vec<&Kept> {
        self.records.iter().filter(|r| r.message.contains(text)).collect()
    }
}

/// Wants records with a literal, and events with an id.
pub struct Wants {
    pub literal: &'static str,
    pub event: Option<u32>,
}

impl Prefilter for Wants {
    fn find(&self, haystack: &[u8], from: usize) -> Option<usize> {
        memchr::memmem::find(haystack.get(from..)?, self.literal.as_bytes()).map(|at| at + from)
    }

    fn wants_event(&self, _: &str, id: u32) -> bool {
        self.event == Some(id)
    }
}

pub fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data").join(path)
}

pub fn load(path: &str) -> Vec<u8> {
    let path = data(path);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

pub fn read_with(bytes: &[u8], prefilter: &dyn Prefilter) -> (Detected, SourceSummary, Keep) {
    let detected = detect(bytes).expect("a known kind");
    let mut keep = Keep::default();
    let summary = parse(detected, &mut Cursor::new(bytes.to_vec()), prefilter, &mut keep).unwrap();
    (detected, summary, keep)
}

pub fn read(path: &str) -> (Detected, SourceSummary, Keep) {
    read_with(&load(path), &Everything)
}
