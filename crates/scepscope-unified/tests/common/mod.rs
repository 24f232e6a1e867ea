//! Archives in memory, and what a reading gave.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fs;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;

use scepscope_model::{Level, Locator, Record};
use scepscope_parse::{Everything, ParseError, Prefilter, Problem, ProblemReason, Sink, SourceSummary};
use scepscope_unified::Archive;

/// The files of an archive, in the order in which they are given.
#[derive(Clone, Default)]
pub struct Memory {
    pub files: Vec<(String, Vec<u8>)>,
    pub walks: usize,
}

impl Archive for Memory {
    fn walk(&mut self, visit: &mut dyn FnMut(&str, &mut dyn Read) -> ControlFlow<()>) {
        self.walks += 1;
        for (path, content) in &self.files {
            if visit(path, &mut content.as_slice()).is_break() {
                return;
            }
        }
    }
}

impl Memory {
    pub fn file(&mut self, ends: &str) -> &mut Vec<u8> {
        &mut self.files.iter_mut().find(|(path, _)| path.ends_with(ends)).unwrap().1
    }

    pub fn without(&self, drop: impl Fn(&str) -> bool) -> Memory {
        let files = self.files.iter().filter(|(path, _)| !drop(path)).cloned().collect();
        Memory { files, walks: 0 }
    }

    pub fn traces(&self) -> Vec<String> {
        self.files.iter().map(|f| f.0.clone()).filter(|p| p.ends_with(".tracev3")).collect()
    }
}

pub fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/samples/sysdiagnose")
}

/// The logarchive inside a sample, its files in the order of the tar.
pub fn sample(name: &str) -> Memory {
    let archive = samples().join(format!("{name}.tar.gz"));
    let folder = tempfile::tempdir().unwrap();
    let tar = |args: &[&str]| {
        let output =
            Command::new("tar").args(args).arg(&archive).current_dir(folder.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    tar(&["-xzf"]);
    let mut memory = Memory::default();
    for path in tar(&["-tzf"]).lines() {
        let file = folder.path().join(path);
        if let Some((_, inside)) = path.split_once("system_logs.logarchive/")
            && file.is_file()
        {
            memory.files.push((inside.to_owned(), fs::read(&file).unwrap()));
        }
    }
    assert!(memory.files.len() > 20, "{name}");
    memory
}

/// A record with nothing borrowed.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub time: Option<i128>,
    pub process: String,
    pub process_id: Option<u32>,
    pub level: Level,
    pub message: String,
    pub subsystem: String,
    pub category: String,
    pub file: String,
}

#[derive(Default)]
pub struct Taken {
    pub lines: Vec<Line>,
    pub problems: Vec<Problem>,
}

impl Sink for Taken {
    fn record(&mut self, record: &Record<'_>) -> ControlFlow<()> {
        let Locator::Offset { file, .. } = &record.locator else { panic!("{:?}", record.locator) };
        self.lines.push(Line {
            time: record.time.map(|t| t.nanos()),
            process: record.origin.to_string(),
            process_id: record.process_id,
            level: record.level,
            message: record.message.to_string(),
            subsystem: record.field("subsystem").unwrap_or("").to_owned(),
            category: record.field("category").unwrap_or("").to_owned(),
            file: file.clone(),
        });
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}

impl Taken {
    pub fn of(&self, process: &str) -> Vec<&Line> {
        self.lines.iter().filter(|l| l.process == process).collect()
    }

    pub fn count(&self, reason: ProblemReason) -> u64 {
        self.problems.iter().filter(|p| p.reason == reason).map(|p| p.count).sum()
    }
}

pub fn read_with(
    archive: &mut Memory,
    prefilter: &dyn Prefilter,
) -> (Taken, Result<SourceSummary, ParseError>) {
    let mut taken = Taken::default();
    let summary = scepscope_unified::read(archive, prefilter, &mut taken);
    (taken, summary)
}

pub fn read(archive: &mut Memory) -> (Taken, SourceSummary) {
    let (taken, summary) = read_with(archive, &Everything);
    (taken, summary.unwrap())
}
