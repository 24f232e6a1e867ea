//! From the records of all sources to one report.

use std::collections::BTreeMap;

use scepscope_model::{
    Answer, Attempt, Cause, Clock, DeviceFacts, Finding, Gap, KeyStringCount, Outcome, Place, Platform,
    REPORT_SCHEMA, Record, Report, SourceKind, SourceReport, Stamp, Tool, latest_attempts,
};

use crate::attempt::{Horizon, assemble, judge};
use crate::hit::{Hit, Hits};
use crate::rules::{Rules, Signal};
use crate::server::{Server, ServerSign, ServerTap, is_server_kind, sign};

/// Most attempts that a report lists, the newest ones.
pub const MAX_ATTEMPTS: usize = 200;

/// A source of the check that is going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SourceId(u32);

impl SourceId {
    /// Its place among the sources of the check, from 0.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The id that stands in the report.
    pub fn name(self) -> String {
        format!("s{}", self.0 + 1)
    }
}

/// What is known of a source when it has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceEnd {
    /// Records in it.
    pub records: u64,
    /// Its oldest time.
    pub first: Option<Stamp>,
    /// Its newest time.
    pub last: Option<Stamp>,
    /// Whether the file lists the newest record first.
    pub newest_first: bool,
    /// What it says of its clock.
    pub clock: Clock,
    /// Whether verbose or debug records of the enrolling component are there.
    pub verbose: Option<bool>,
    /// The platform that wrote it.
    pub platform: Platform,
    /// The device's name, where it states one.
    pub device_name: Option<String>,
    /// The Windows channel or provider, where it states one.
    pub channel: Option<String>,
}

struct Source {
    kind: SourceKind,
    origin: String,
    bytes: Option<u64>,
    seen: u64,
    matched: u64,
    enrols: bool,
    end: Option<SourceEnd>,
}

/// Takes the records of every source, then gives the report.
///
/// Memory is bounded: [`MAX_HITS`](crate::MAX_HITS) recognised records are kept, the newest; key strings are
/// counted over all records.
pub struct Examiner<'r> {
    rules: &'r Rules,
    tool: Tool,
    since: Option<Stamp>,
    sources: Vec<Source>,
    gaps: Vec<Gap>,
    key_strings: Vec<KeyStringCount>,
    hits: Hits,
    server: Server,
    /// Whether the caller says that sources of a server are among the inputs.
    of_server: bool,
}

impl<'r> Examiner<'r> {
    /// An examiner without sources. Records before `since` are not regarded; records without a time are.
    pub fn new(rules: &'r Rules, tool: Tool, since: Option<Stamp>) -> Examiner<'r> {
        let key_strings = rules
            .key_strings()
            .iter()
            .map(|id| KeyStringCount { id: id.clone(), count: 0, first: None, last: None })
            .collect();
        Examiner {
            rules,
            tool,
            since,
            sources: Vec::new(),
            gaps: Vec::new(),
            key_strings,
            hits: Hits::default(),
            server: Server::default(),
            of_server: false,
        }
    }

    /// Says that sources of a server are among the inputs, even where no record shows it.
    pub fn expect_server(&mut self) {
        self.of_server = true;
    }

    /// Begins a source.
    pub fn begin_source(&mut self, kind: SourceKind, origin: String, bytes: Option<u64>) -> SourceId {
        self.sources.push(Source { kind, origin, bytes, seen: 0, matched: 0, enrols: false, end: None });
        SourceId((self.sources.len() - 1) as u32)
    }

    /// Takes one record of a source, in the order of the file. True where a rule recognised it.
    pub fn record(&mut self, id: SourceId, record: &Record<'_>) -> bool {
        self.record_tapped(id, record, None)
    }

    /// As [`Examiner::record`]; `tap` sees the records of servers.
    pub fn record_tapped(
        &mut self,
        id: SourceId,
        record: &Record<'_>,
        tap: Option<&mut dyn ServerTap>,
    ) -> bool {
        if let (Some(since), Some(time)) = (&self.since, &record.time)
            && time.is_dated()
            && time < since
        {
            return false;
        }
        let Some(source) = self.sources.get_mut(id.0 as usize) else { return false };
        let seq = source.seen;
        source.seen += 1;
        let mut hit: Option<Hit> = None;
        let mut keys: Vec<usize> = Vec::new();
        let mut signs: Vec<ServerSign> = Vec::new();
        let server = &mut self.server;
        let rules = self.rules;
        rules.matcher.scan(&rules.rules, source.kind, record, |index, captured| {
            let rule = &rules.rules[index];
            if let Some(key) = &rule.key_string
                && let Some(at) = self.key_strings.iter().position(|k| k.id == *key)
            {
                keys.push(at);
            }
            if rule.signal.is_some_and(Signal::is_server) {
                let sign = sign(rule, &captured, rules.codes());
                let evidence = || Hit::new(id.0, seq, record).evidence(&id.name(), &rule.id);
                server.take(id.0, source.kind, rule, &sign, record.thread_id, evidence);
                signs.push(sign);
            } else if rule.signal.is_some() {
                hit.get_or_insert_with(|| Hit::new(id.0, seq, record)).matches.push((index, captured));
            }
        });
        for at in &keys {
            count(&mut self.key_strings[*at], id, record);
        }
        if let Some(tap) = tap
            && (is_server_kind(source.kind) || !signs.is_empty())
        {
            tap.server_record(id, source.kind, record, &signs);
        }
        let matched = hit.is_some() || !keys.is_empty() || !signs.is_empty();
        if let Some(hit) = hit {
            source.enrols |= hit.matches.iter().any(|(i, _)| {
                rules.rules[*i].provider.as_deref().is_none_or(|p| p.contains("DeviceManagement-Enterprise"))
            });
            self.hits.push(hit);
        }
        source.matched += u64::from(matched);
        matched
    }

    /// Ends a source. Returns how many of its records a rule recognised.
    pub fn end_source(&mut self, id: SourceId, end: SourceEnd) -> u64 {
        let Some(source) = self.sources.get_mut(id.0 as usize) else { return 0 };
        source.end = Some(end);
        source.matched
    }

    /// Notes that something is missing.
    pub fn gap(&mut self, id: Option<SourceId>, cause: Cause, detail: BTreeMap<String, String>) -> Gap {
        let gap = Gap { source: id.map(SourceId::name), cause, detail };
        self.gaps.push(gap.clone());
        gap
    }

    /// Judges what was taken.
    pub fn finish(mut self) -> Report {
        let hits = std::mem::take(&mut self.hits);
        if hits.left_out() > 0 {
            let detail =
                [("reason", "too_many_matches".to_owned()), ("records", hits.left_out().to_string())];
            self.gap(None, Cause::SourceTruncated, detail.map(|(k, v)| (k.to_owned(), v)).into());
        }
        let mut hits = hits.into_vec();
        hits.sort_by_cached_key(|hit| {
            let source = &self.sources[hit.source as usize];
            let backwards = source.end.as_ref().is_some_and(|e| e.newest_first);
            let seq = if backwards { u64::MAX - hit.seq } else { hit.seq };
            (hit.time.map_or(i128::MIN, |t| t.nanos()), hit.source, seq)
        });
        let names: Vec<String> = (0..self.sources.len() as u32).map(|i| SourceId(i).name()).collect();
        let drafts = assemble(self.rules, &hits, &names);
        self.note_levels();
        let mut attempts: Vec<Attempt> = Vec::new();
        for draft in drafts {
            let horizon = self.horizon(&draft.sources, draft.platform);
            attempts.push(judge(draft, &horizon));
        }
        attempts.sort_by_key(|a| a.started.or(a.ended).map_or(i128::MIN, |t| t.nanos()));
        if attempts.len() > MAX_ATTEMPTS {
            let surplus = attempts.len() - MAX_ATTEMPTS;
            attempts.drain(..surplus);
            let detail = [("reason", "too_many_attempts".to_owned()), ("records", surplus.to_string())];
            self.gap(None, Cause::SourceTruncated, detail.map(|(k, v)| (k.to_owned(), v)).into());
        }
        for (number, attempt) in attempts.iter_mut().enumerate() {
            attempt.id = (number + 1).to_string();
            for finding in &mut attempt.findings {
                finding.attempt = Some(attempt.id.clone());
            }
        }
        self.note_rolled_over(&attempts);
        let findings = device_findings(self.rules, &hits, &names);
        let ends = |index: u32| self.sources.get(index as usize)?.end.as_ref()?.last;
        let server = std::mem::take(&mut self.server).findings(ends, self.of_server);
        self.report(attempts, findings, server)
    }

    fn report(self, attempts: Vec<Attempt>, mut findings: Vec<Finding>, server: Vec<Finding>) -> Report {
        let latest = latest_attempts(&attempts);
        let worst = |of: fn(&Attempt) -> Answer| {
            let order = |a: &Answer| match a {
                Answer::No => 0,
                Answer::Unknown => 1,
                Answer::Yes => 2,
            };
            latest.iter().map(|i| of(&attempts[*i])).min_by_key(order).unwrap_or(Answer::Unknown)
        };
        let outcome = latest
            .iter()
            .map(|i| attempts[*i].outcome)
            .max_by_key(|o| o.severity())
            .unwrap_or_else(|| self.outcome_without_attempts());
        let (reached_ndes, challenge_presented) =
            (worst(|a| a.reached_ndes), worst(|a| a.challenge_presented));
        for (index, attempt) in attempts.iter().enumerate().rev() {
            let superseded = !latest.contains(&index);
            findings.extend(attempt.findings.iter().map(|f| Finding { superseded, ..f.clone() }));
        }
        // The device's own records come before a server's, where both are as sure.
        findings.extend(server);
        findings.sort_by_key(|f| (f.superseded, f.confidence));
        let platform = self.platform(&attempts);
        let name = self.sources.iter().filter_map(|s| s.end.as_ref()?.device_name.clone()).next();
        Report {
            schema: REPORT_SCHEMA.to_owned(),
            tool: self.tool,
            device: DeviceFacts { platform, name, system: None },
            sources: self.sources.into_iter().enumerate().map(|(i, s)| source_report(i as u32, s)).collect(),
            gaps: self.gaps,
            key_strings: self.key_strings,
            outcome,
            reached_ndes,
            challenge_presented,
            attempts,
            findings,
            probe: None,
        }
    }

    fn platform(&self, attempts: &[Attempt]) -> Platform {
        let told = self.sources.iter().filter_map(|s| Some(s.end.as_ref()?.platform));
        attempts
            .last()
            .map(|a| a.platform)
            .or_else(|| told.clone().find(|p| *p != Platform::Unknown))
            .unwrap_or(Platform::Unknown)
    }

    fn of_platform(&self, platform: Platform) -> impl Iterator<Item = &SourceEnd> {
        self.sources.iter().filter_map(|s| s.end.as_ref()).filter(move |e| e.platform == platform)
    }

    fn horizon(&self, contributing: &[u32], platform: Platform) -> Horizon {
        let own = || contributing.iter().filter_map(|i| self.sources.get(*i as usize)?.end.as_ref());
        let dated = own().any(|e| e.last.is_some_and(|l| l.is_dated()));
        Horizon {
            last: self.of_platform(platform).filter_map(|e| e.last).filter(|l| l.is_dated() == dated).max(),
            verbose: own().any(|e| e.verbose != Some(false)),
            channel: self
                .sources
                .iter()
                .any(|s| s.enrols || s.end.as_ref().is_some_and(is_enrolment_channel)),
        }
    }

    /// Verbose logging off is a gap of its own: nothing could have been recorded.
    fn note_levels(&mut self) {
        for platform in [Platform::Android, Platform::Ios, Platform::Macos] {
            let levels: Vec<bool> = self.of_platform(platform).filter_map(|e| e.verbose).collect();
            if levels.is_empty() || levels.contains(&true) {
                continue;
            }
            let silent: Vec<u32> = (0..self.sources.len() as u32)
                .filter(|i| self.sources[*i as usize].end.as_ref().is_some_and(|e| e.platform == platform))
                .collect();
            for index in silent {
                self.gap(Some(SourceId(index)), Cause::VerboseLoggingOff, BTreeMap::new());
            }
        }
    }

    /// A Windows channel whose oldest record is part of the attempt may have lost what stood before.
    fn note_rolled_over(&mut self, attempts: &[Attempt]) {
        use scepscope_model::{Milestone, MilestoneState};
        for attempt in attempts.iter().filter(|a| a.platform == Platform::Windows) {
            let profile_seen = attempt.state(Milestone::ProfileReceived) == MilestoneState::Seen;
            let Some(started) = attempt.started else { continue };
            let cut: Vec<u32> = (0..self.sources.len() as u32)
                .filter(|i| {
                    let source = &self.sources[*i as usize];
                    source.enrols
                        && source.end.as_ref().and_then(|e| e.first).is_some_and(|first| first >= started)
                })
                .collect();
            if !profile_seen && let Some(index) = cut.first() {
                let detail = [("attempt".to_owned(), attempt.id.clone())].into();
                self.gap(Some(SourceId(*index)), Cause::LogRolledOver, detail);
            }
        }
    }

    fn outcome_without_attempts(&self) -> Outcome {
        let silent = self.gaps.iter().any(|g| g.cause == Cause::VerboseLoggingOff)
            && self.of_platform(Platform::Android).next().is_some();
        let would_have_recorded = self.sources.iter().any(|s| {
            s.end.as_ref().is_some_and(|e| match e.platform {
                Platform::Windows => is_enrolment_channel(e) || s.enrols,
                Platform::Android | Platform::Ios | Platform::Macos => true,
                _ => false,
            })
        });
        if silent || !would_have_recorded { Outcome::Inconclusive } else { Outcome::NoEvidence }
    }
}

fn is_enrolment_channel(end: &SourceEnd) -> bool {
    end.channel.as_deref().is_some_and(|c| c.contains("DeviceManagement-Enterprise-Diagnostics-Provider"))
}

fn count(key: &mut KeyStringCount, id: SourceId, record: &Record<'_>) {
    key.count += 1;
    let place = || Place { source: id.name(), locator: record.locator.clone(), time: record.time };
    if key.first.as_ref().is_none_or(|f| record.time < f.time) {
        key.first = Some(place());
    }
    if key.last.as_ref().is_none_or(|l| record.time >= l.time) {
        key.last = Some(place());
    }
}

fn device_findings(rules: &Rules, hits: &[Hit], names: &[String]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for hit in hits {
        for (index, _) in &hit.matches {
            let rule = &rules.rules[*index];
            let (Some(crate::rules::Signal::DeviceCause), Some(cause)) = (rule.signal, rule.cause) else {
                continue;
            };
            let evidence = hit.evidence(&names[hit.source as usize], &rule.id);
            match findings.iter_mut().find(|f| f.cause == cause) {
                Some(finding) if finding.evidence.len() < crate::attempt::MAX_EVIDENCE => {
                    finding.evidence.push(evidence);
                }
                Some(_) => {}
                None => findings.push(Finding {
                    cause,
                    confidence: rule.confidence,
                    attempt: None,
                    superseded: false,
                    codes: Vec::new(),
                    evidence: vec![evidence],
                }),
            }
        }
    }
    findings
}

fn source_report(index: u32, source: Source) -> SourceReport {
    let end = source.end;
    SourceReport {
        id: SourceId(index).name(),
        kind: source.kind,
        origin: source.origin,
        bytes: source.bytes,
        records: end.as_ref().map_or(source.seen, |e| e.records),
        first: end.as_ref().and_then(|e| e.first),
        last: end.as_ref().and_then(|e| e.last),
        clock: end.as_ref().map_or(Clock::None, |e| e.clock),
        verbose: end.as_ref().and_then(|e| e.verbose),
    }
}
