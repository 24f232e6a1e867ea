//! Collects what servers wrote while a check runs, within bounds.

use std::collections::VecDeque;

use scepscope_collect::Watch;
use scepscope_diagnose::{ServerSign, ServerTap, SourceId};
use scepscope_model::{Level, Locator, Record, SourceKind, Stamp};
use scepscope_parse::Coverage;

use crate::request::{Names, Request};

/// Most requests to NDES that are kept. Beyond it, those near the device's attempts stay, then the newest.
pub const MAX_REQUESTS: usize = 100_000;

/// Most other records of a server that are kept, the newest.
pub const MAX_EVENTS: usize = 20_000;

/// Longest excerpt of such a record, in bytes.
const MAX_EXCERPT_BYTES: usize = 600;

/// A record of the policy module, the connector or Windows that shows a step of the flow.
#[derive(Debug, Clone)]
pub(crate) struct ServerEvent {
    pub(crate) source: usize,
    pub(crate) locator: Locator,
    pub(crate) time: Option<Stamp>,
    pub(crate) level: Level,
    pub(crate) excerpt: Box<str>,
    pub(crate) signs: Vec<ServerSign>,
}

/// A web server's log that was read.
#[derive(Debug, Clone)]
pub(crate) struct ReadLog {
    pub(crate) source: usize,
    pub(crate) kind: SourceKind,
    pub(crate) coverage: Coverage,
}

/// Everything that servers wrote and that the analysis may need.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) requests: Vec<Request>,
    pub(crate) names: Names,
    pub(crate) events: VecDeque<ServerEvent>,
    pub(crate) logs: Vec<ReadLog>,
    pub(crate) left_out: u64,
    /// The newest second of a request that was not kept: before it, nothing is known.
    pub(crate) known_from: Option<i64>,
    /// What is added to a source's place in the check, so that it is its place in the merged report.
    base: usize,
    server: bool,
    windows: Vec<(i64, i64)>,
}

impl Gathered {
    /// What follows is a check whose sources come after `base` others in the merged report. `windows` are the
    /// stretches of UTC, in seconds, that requests are worth keeping for; `server` says that the inputs are a server's.
    pub(crate) fn begin(&mut self, base: usize, windows: Vec<(i64, i64)>, server: bool) {
        self.base = base;
        self.windows = windows;
        self.server = server;
    }

    fn push(&mut self, request: Request) {
        if self.requests.len() >= MAX_REQUESTS + MAX_REQUESTS / 8 {
            self.make_room();
        }
        self.requests.push(request);
    }

    /// Drops what is far from every attempt, and of the rest the oldest.
    fn make_room(&mut self) {
        let windows = &self.windows;
        let near =
            |r: &Request| r.second.is_some_and(|s| windows.iter().any(|(a, b)| (*a..=*b).contains(&s)));
        self.requests.sort_by_key(|r| (near(r), r.second.unwrap_or(i64::MIN)));
        let surplus = self.requests.len().saturating_sub(MAX_REQUESTS);
        for dropped in self.requests.drain(..surplus) {
            self.left_out += 1;
            if near(&dropped) || windows.is_empty() {
                self.known_from = self.known_from.max(dropped.second);
            }
        }
    }

    /// Brings the requests into the order of time.
    pub(crate) fn settle(&mut self) {
        if self.requests.len() > MAX_REQUESTS {
            self.make_room();
        }
        self.requests.sort_by_key(|r| (r.second.unwrap_or(i64::MIN), r.source, r.line));
    }
}

impl ServerTap for Gathered {
    fn server_record(
        &mut self,
        source: SourceId,
        kind: SourceKind,
        record: &Record<'_>,
        signs: &[ServerSign],
    ) {
        let source = self.base + source.index();
        if matches!(kind, SourceKind::IisW3c | SourceKind::HttpErr) {
            if let Some(request) = Request::new(source, kind, record, signs, &mut self.names) {
                self.push(request);
            }
            return;
        }
        if signs.iter().all(|s| s.step.is_none() && s.cause.is_none()) {
            return;
        }
        if self.events.len() == MAX_EVENTS {
            self.events.pop_front();
        }
        let mut end = record.message.len().min(MAX_EXCERPT_BYTES);
        while !record.message.is_char_boundary(end) {
            end -= 1;
        }
        self.events.push_back(ServerEvent {
            source,
            locator: record.locator.clone(),
            time: record.time,
            level: record.level,
            excerpt: record.message[..end].trim_end().into(),
            signs: signs.to_vec(),
        });
    }
}

impl Watch for Gathered {
    fn expects_server(&self) -> bool {
        self.server
    }

    fn source_read(&mut self, source: SourceId, kind: SourceKind, coverage: Option<&Coverage>) {
        if let Some(coverage) = coverage {
            let source = self.base + source.index();
            self.logs.push(ReadLog { source, kind, coverage: coverage.clone() });
        }
    }
}
