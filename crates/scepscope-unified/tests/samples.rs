//! The synthetic archives: every line that their writer lists, record by record, whatever the order of the files.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::{Line, Memory, Taken, read, read_with, sample, samples};
use scepscope_model::{Level, Platform};
use scepscope_parse::{Prefilter, ProblemReason};
use serde_json::Value;

const NAMES: [&str; 6] = [
    "dev-1-success-debug",
    "dev-2-success-default-only",
    "dev-3-network-failure",
    "dev-4-no-getcacaps",
    "dev-5-long-url",
    "dev-6-no-profiled",
];

fn expected(name: &str) -> Value {
    let path = samples().join(format!("{name}.expected.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn level(name: &str) -> Level {
    match name {
        "default" => Level::Default,
        "info" => Level::Info,
        "debug" => Level::Debug,
        "error" => Level::Error,
        "fault" => Level::Fault,
        other => panic!("{other}"),
    }
}

fn line(of: &Value) -> Line {
    let text = |name: &str| of[name].as_str().unwrap().to_owned();
    Line {
        time: Some(i128::from(of["unix_ns"].as_i64().unwrap())),
        process: text("process"),
        process_id: Some(u32::try_from(of["pid"].as_u64().unwrap()).unwrap()),
        level: level(&text("level")),
        message: text("message"),
        subsystem: text("subsystem"),
        category: text("category"),
        file: text("store"),
    }
}

fn same(taken: &Taken, name: &str) {
    listed(taken, name, |_| true);
}

fn listed(taken: &Taken, name: &str, which: impl Fn(&Line) -> bool) {
    let expected = expected(name);
    let lines = expected["lines"].as_array().unwrap().iter().map(line);
    let lines: Vec<Line> = lines.filter(|l| which(l)).collect();
    for line in &lines {
        let found = taken.lines.iter().filter(|l| *l == line).count();
        let like = taken.lines.iter().find(|l| l.time == line.time);
        assert_eq!(found, 1, "{name}: {line:#?}\nat that time: {like:#?}");
    }
    let profiled = lines.iter().filter(|l| l.process == "profiled").count();
    assert_eq!(taken.of("profiled").len(), profiled, "{name}");
}

#[test]
fn every_listed_line_is_there() {
    for name in NAMES {
        let mut archive = sample(name);
        let (taken, summary) = read(&mut archive);
        assert_eq!(taken.problems, [], "{name}");
        same(&taken, name);
        assert_eq!(summary.records, taken.lines.len() as u64, "{name}");
        assert_eq!(summary.platform, Platform::Ios);
        let debug = taken.of("profiled").iter().any(|l| l.level == Level::Debug);
        assert_eq!(summary.verbose, Some(debug), "{name}");
        let wanted = expected(name)["facts"]["debug_logging"] == true && name != "dev-6-no-profiled";
        assert_eq!(debug, wanted, "{name}");
        // In the order of the tar one pass is enough: each costs a decompression.
        assert_eq!(archive.walks, 1, "{name}");
    }
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let rank = |path: &str| -> u8 {
        if path.ends_with(".tracev3") {
            1
        } else if path.starts_with("dsc/") {
            0
        } else {
            2
        }
    };
    for name in ["dev-1-success-debug", "dev-4-no-getcacaps"] {
        let archive = sample(name);
        for order in 0..3 {
            let mut files = archive.files.clone();
            match order {
                0 => files.reverse(),
                // Shared strings before anybody asks for them, programs after the entries.
                1 => files.sort_by_key(|f| rank(&f.0)),
                // One program first: the others' names come late.
                _ => {
                    files.sort_by_key(|f| rank(&f.0));
                    let at = files.iter().position(|f| f.0.len() == 33 && rank(&f.0) == 2).unwrap();
                    let first = files.remove(at);
                    files.insert(0, first);
                }
            }
            let mut archive = Memory { files, walks: 0 };
            let (taken, _) = read(&mut archive);
            assert_eq!(taken.problems, [], "{name}");
            same(&taken, name);
            assert!(archive.walks <= scepscope_unified::limits::MAX_PASSES, "{}", archive.walks);
        }
    }
}

/// Wants what holds one text.
struct Only(&'static [u8]);

impl Prefilter for Only {
    fn find(&self, haystack: &[u8], from: usize) -> Option<usize> {
        haystack[from..].windows(self.0.len()).position(|w| w == self.0).map(|at| at + from)
    }

    fn wants_event(&self, _: &str, _: u32) -> bool {
        false
    }
}

#[test]
fn other_processes_are_asked_for_literals_only() {
    let (taken, summary) = read_with(&mut sample("dev-1-success-debug"), &Only(b"InstallProfile"));
    let wanted = |l: &Line| l.process == "profiled" || l.message.contains("InstallProfile");
    listed(&taken, "dev-1-success-debug", wanted);
    assert!(taken.lines.iter().any(|l| l.process == "mdmd"));
    assert!(taken.lines.iter().all(wanted));
    // All lines of the processes of interest are counted all the same.
    assert!(summary.unwrap().records > taken.lines.len() as u64);
}

#[test]
fn what_is_missing_is_said() {
    let whole = sample("dev-1-success-debug");
    let (all, _) = read(&mut whole.clone());

    let (taken, summary) = read(&mut whole.without(|path| path.starts_with("timesync/")));
    assert_eq!(taken.count(ProblemReason::ClockMissing), taken.lines.len() as u64);
    assert!(summary.first.is_some() && summary.last.is_some());
    for (exact, reckoned) in all.lines.iter().zip(&taken.lines) {
        let apart = exact.time.unwrap() - reckoned.time.unwrap();
        assert!(apart.abs() < 5_000_000_000, "{exact:?} {reckoned:?}");
    }

    let (taken, _) = read(&mut whole.without(|path| path.starts_with("dsc/")));
    let shared = all.of("profiled").iter().filter(|l| l.message.starts_with("Task <")).count() as u64;
    assert!(shared > 0 && taken.count(ProblemReason::StringsMissing) >= shared);
    assert_eq!(taken.of("profiled").len(), all.of("profiled").len());
    // What the arguments hold is not lost with the text around them.
    let ids = |taken: &Taken| taken.lines.iter().filter(|l| l.message.contains("7C475718-B142-C873")).count();
    assert_eq!((ids(&taken), ids(&all)), (1, 1));

    // A tracev3 file alone: nothing names the processes.
    let (taken, summary) = read(&mut whole.without(|path| !path.starts_with("Persist/")));
    let told = (taken.lines.len(), summary.verbose, summary.platform);
    assert_eq!(told, (0, Some(false), Platform::Unknown));
    assert!(taken.count(ProblemReason::StringsMissing) > 0);

    let (_, none) = read_with(&mut whole.without(|path| path.ends_with(".tracev3")), &Only(b"x"));
    assert!(none.is_err());
}
