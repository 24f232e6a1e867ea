//! From the records of all sources to one report.

use std::collections::BTreeMap;

use scepscope_model::{
    Answer, Attempt, Cause, Clock, Confidence, DeviceFacts, Finding, Gap, KeyStringCount, Place, Platform,
    REPORT_SCHEMA, Record, Report, SourceKind, SourceReport, SourceSummary, Stamp, Tool, latest_attempts,
};

use crate::attempt::{Draft, Writers, add_state, assemble, judge};
use crate::hit::{Hit, Hits};
use crate::rotation::Hole;
use crate::rules::{Rules, Signal};
use crate::server::{Server, ServerSign, ServerTap, is_server_kind, sign};
use crate::sources::{Source, Sources};
use crate::timeline::{Frame, arrange, is_before};

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

/// Takes the records of every source, then gives the report.
///
/// Memory is bounded: [`MAX_HITS`](crate::MAX_HITS) recognised records are kept, the newest; key strings are
/// counted over all records.
pub struct Examiner<'r> {
    rules: &'r Rules,
    tool: Tool,
    since: Option<Stamp>,
    sources: Sources,
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
            sources: Sources::default(),
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
        SourceId(self.sources.begin(kind, origin, bytes))
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
            && is_before(time, since)
        {
            return false;
        }
        let Some(source) = self.sources.get_mut(id.0) else { return false };
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
            source.enrols |= hit.matches.iter().any(|(i, _)| rules.rules[*i].tells_enrolment());
            self.hits.push(hit);
        }
        source.matched += u64::from(matched);
        matched
    }

    /// Ends a source. Returns how many of its records a rule recognised.
    pub fn end_source(&mut self, id: SourceId, end: SourceSummary) -> u64 {
        let Some(source) = self.sources.get_mut(id.0) else { return 0 };
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
        let (state, hits): (Vec<Hit>, Vec<Hit>) =
            hits.into_vec().into_iter().partition(|hit| self.sources.is_state(hit.source));
        let names: Vec<String> = (0..self.sources.len()).map(|i| SourceId(i).name()).collect();
        let platforms = self.sources.platforms();
        let writers = Writers { names: &names, platforms: &platforms };
        let frames = arrange(hits, &self.sources.orders());
        let mut drafts: Vec<(Frame, Draft)> = Vec::new();
        let mut surplus = 0;
        for (frame, hits) in &frames {
            let (assembled, dropped) = assemble(self.rules, hits, &writers);
            drafts.extend(assembled.into_iter().map(|draft| (*frame, draft)));
            surplus += dropped;
        }
        add_state(self.rules, &state, &writers, &mut drafts);
        self.note_levels();
        self.note_holes();
        let mut judged: Vec<Judged> =
            drafts.into_iter().map(|(frame, draft)| self.judge(frame, draft)).collect();
        judged.sort_by_key(|j| {
            (j.attempt.started.or(j.attempt.ended).map_or(i128::MIN, |t| t.nanos()), j.frame)
        });
        let too_many = judged.len().saturating_sub(MAX_ATTEMPTS);
        judged.drain(..too_many);
        surplus += too_many;
        if surplus > 0 {
            let detail = [("reason", "too_many_attempts".to_owned()), ("records", surplus.to_string())];
            self.gap(None, Cause::SourceTruncated, detail.map(|(k, v)| (k.to_owned(), v)).into());
        }
        for (number, judged) in judged.iter_mut().enumerate() {
            judged.attempt.id = (number + 1).to_string();
            for finding in &mut judged.attempt.findings {
                finding.attempt = Some(judged.attempt.id.clone());
            }
        }
        self.note_rolled_over(&judged);
        let hits: Vec<Hit> = frames.into_values().flatten().collect();
        self.note_cleared(&hits);
        let findings = self.device_findings(&hits, &names, &judged);
        let ends = |index: u32| self.sources.get(index)?.end.as_ref()?.last;
        let server = std::mem::take(&mut self.server).findings(ends, self.of_server);
        self.report(judged.into_iter().map(|j| j.attempt).collect(), findings, server)
    }

    fn judge(&self, frame: Frame, draft: Draft) -> Judged {
        let horizon = self.sources.horizon(frame, &draft);
        let (covered, sources) = (horizon.covered, draft.sources.clone());
        Judged { frame, covered, sources, attempt: judge(draft, &horizon) }
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
            .unwrap_or_else(|| self.sources.outcome_without_attempts());
        let (reached_ndes, challenge_presented) =
            (worst(|a| a.reached_ndes), worst(|a| a.challenge_presented));
        for (index, attempt) in attempts.iter().enumerate().rev() {
            let superseded = !latest.contains(&index);
            findings.extend(attempt.findings.iter().map(|f| Finding { superseded, ..f.clone() }));
        }
        // The device's own records come before a server's, where both are as sure.
        findings.extend(server);
        findings.sort_by_key(|f| (f.superseded, f.confidence));
        let platform = attempts.last().map_or_else(|| self.sources.platform(), |a| a.platform);
        let (name, system) = (self.sources.device_name(platform), self.sources.system(platform));
        Report {
            schema: REPORT_SCHEMA.to_owned(),
            tool: self.tool,
            device: DeviceFacts { platform, name, system },
            sources: self.sources.into_reports().map(|(i, s)| source_report(i, s)).collect(),
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

    /// Verbose logging off is a gap of its own: nothing could have been recorded.
    fn note_levels(&mut self) {
        for index in self.sources.without_levels() {
            self.gap(Some(SourceId(index)), Cause::VerboseLoggingOff, BTreeMap::new());
        }
    }

    /// A log that begins in the middle of an attempt has lost what stood before.
    fn note_rolled_over(&mut self, judged: &[Judged]) {
        use scepscope_model::{Milestone, MilestoneState};
        let mut gaps = Vec::new();
        for Judged { covered, sources, attempt, .. } in judged {
            let told = matches!(attempt.platform, Platform::Windows | Platform::Android)
                && attempt.started.is_some()
                && attempt.state(Milestone::ProfileReceived) != MilestoneState::Seen;
            let recording = sources.iter().find(|i| self.sources.records_enrolment(**i));
            if told
                && !covered
                && let Some(index) = recording
            {
                gaps.push((*index, [("attempt".to_owned(), attempt.id.clone())].into()));
            }
        }
        for (index, detail) in gaps {
            self.gap(Some(SourceId(index)), Cause::LogRolledOver, detail);
        }
    }

    /// What is missing between the files of a rotated log.
    fn note_holes(&mut self) {
        for hole in self.sources.holes() {
            let (index, detail) = match hole {
                Hole::File { after, name } => {
                    (after, vec![("reason", "rotated_file_missing".to_owned()), ("file", name)])
                }
                Hole::Time { after, from, to } => (
                    after,
                    vec![
                        ("reason", "hole_between_files".to_owned()),
                        ("from", from.to_string()),
                        ("to", to.to_string()),
                    ],
                ),
            };
            let detail = detail.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
            self.gap(Some(SourceId(index)), Cause::LogRolledOver, detail);
        }
    }

    /// Somebody emptied the log of the enrolment: what it held before is gone.
    fn note_cleared(&mut self, hits: &[Hit]) {
        let rules = self.rules;
        let tells = |hit: &&Hit| {
            hit.matches.iter().any(|(index, _)| rules.rules[*index].signal == Some(Signal::LogCleared))
        };
        for hit in hits.iter().filter(tells) {
            let mut detail = BTreeMap::from([("reason".to_owned(), "log_cleared".to_owned())]);
            detail.insert("locator".to_owned(), hit.locator.to_string());
            if let Some(time) = hit.time {
                detail.insert("time".to_owned(), time.to_string());
            }
            self.gap(Some(SourceId(hit.source)), Cause::LogRolledOver, detail);
        }
    }

    /// Findings that belong to no attempt.
    fn device_findings(&self, hits: &[Hit], names: &[String], judged: &[Judged]) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        let attempted = judged.iter().any(|j| j.attempt.platform == Platform::Windows);
        for hit in hits {
            for (index, _) in &hit.matches {
                let rule = &self.rules.rules[*index];
                let (cause, confidence) = match (rule.signal, rule.cause) {
                    (Some(Signal::DeviceCause), Some(cause)) => (cause, rule.confidence),
                    (Some(Signal::Session), _)
                        if !attempted && self.sources.records_enrolment(hit.source) =>
                    {
                        (Cause::ProfileNotReceived, Confidence::Possible)
                    }
                    _ => continue,
                };
                let evidence = hit.evidence(&names[hit.source as usize], &rule.id);
                match findings.iter_mut().find(|f| f.cause == cause) {
                    Some(finding) if finding.evidence.len() < crate::attempt::MAX_EVIDENCE => {
                        finding.evidence.push(evidence);
                    }
                    Some(_) => {}
                    None => findings.push(Finding {
                        cause,
                        confidence,
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
}

/// An attempt with what its verdict rests on.
struct Judged {
    frame: Frame,
    covered: bool,
    sources: Vec<u32>,
    attempt: Attempt,
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
