//! Reading every source and judging what it says.

use std::collections::BTreeMap;
use std::io::{Read, Seek};
use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use scepscope_bundle::{Cancel, RequestFacts};
use scepscope_diagnose::{Examiner, Rules, ServerTap, SourceId};
use scepscope_model::{Cause, Gap, ProbeReport, Record, Report, SourceKind, Stamp, Tool};
use scepscope_parse::{
    Detected, Encoding, ParseError, Prefilter, Problem, ProblemReason, Sink, SourceSummary, detect,
    limits::DETECT_BYTES, name_hint, parse_dated,
};

use crate::artifact::{Artifact, Content, Unreadable};
use crate::error::internal;
use crate::gather::gather;
use crate::group;
use crate::meter::Meter;
use crate::secrets::SecretDropper;
use crate::watch::Watch;
use crate::whole::{Clock, Pace, Teller};
use crate::{CollectError, ErrorCode, Event, Input, Observer};

/// Most gaps about unreadable files that a report lists one by one; the others are counted in one gap.
pub const MAX_GAPS: usize = 200;

/// How a check is made.
#[derive(Debug, Clone)]
pub struct CheckOptions {
    /// Records before this time are not regarded.
    pub since: Option<Stamp>,
    /// The program that checks, for the report.
    pub tool: Tool,
}

/// A check that was made, with what is needed to pack it.
pub struct Checked {
    pub(crate) report: Report,
    pub(crate) sources: Vec<CheckedSource>,
    pub(crate) since: Option<Stamp>,
    /// The request that the check answers.
    pub(crate) request: Option<RequestFacts>,
}

/// A source that was read, and can be read again.
pub(crate) struct CheckedSource {
    pub(crate) id: SourceId,
    pub(crate) artifact: Artifact,
    pub(crate) detected: Detected,
    /// Its size when it was checked, in bytes: what was written to it since is not read.
    pub(crate) bytes: u64,
    /// Whether it lists the newest record first.
    pub(crate) newest_first: bool,
}

impl Checked {
    /// What the check found. Secrets are dropped from its excerpts.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Puts the answers of the SCEP URL into the report. They change nothing that the logs proved.
    pub fn attach_probe(&mut self, probe: ProbeReport) {
        self.report.probe = Some(probe);
    }
}

/// The JSON Schema of [`Report`].
pub fn report_schema() -> schemars::Schema {
    schemars::schema_for!(Report)
}

/// Reads the inputs and says what they prove. Blocks until it is done.
///
/// # Errors
/// [`ErrorCode::NoInput`], [`ErrorCode::NothingReadable`] where no input holds a log, [`ErrorCode::Cancelled`].
/// [`ErrorCode::BundleRefused`] and [`ErrorCode::BundleChanged`] where an input is a bundle that is not as it was signed.
/// A source that can't be read is a gap in the report, not an error, as long as another one can.
pub fn check(
    inputs: Vec<Input>,
    options: &CheckOptions,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<Checked, CollectError> {
    check_watched(inputs, options, observer, cancel, None)
}

/// As [`check`], for an administrator: `watch` sees what servers wrote.
///
/// # Errors
/// As [`check`].
pub fn check_watched(
    inputs: Vec<Input>,
    options: &CheckOptions,
    observer: &dyn Observer,
    cancel: &Cancel,
    watch: Option<&mut dyn Watch>,
) -> Result<Checked, CollectError> {
    check_timed(inputs, options, observer, cancel, watch, &Instant::now)
}

/// As [`check_watched`], with the clock by which the observer is told how far the whole is.
pub(crate) fn check_timed(
    inputs: Vec<Input>,
    options: &CheckOptions,
    observer: &dyn Observer,
    cancel: &Cancel,
    watch: Option<&mut dyn Watch>,
    clock: &Clock,
) -> Result<Checked, CollectError> {
    if inputs.is_empty() {
        return Err(CollectError::new(ErrorCode::NoInput));
    }
    SecretDropper::warm_up();
    let rules = Rules::builtin().map_err(internal)?;
    let teller = Teller { observer, clock };
    let mut run = Run {
        examiner: Examiner::new(&rules, options.tool.clone(), options.since),
        rules: &rules,
        teller,
        pace: Mutex::new(Pace::new(teller.now(), [])),
        read: 0,
        cancel,
        watch,
        gaps: 0,
        more_gaps: 0,
        first_reason: None,
    };
    if run.watch.as_ref().is_some_and(|w| w.expects_server()) {
        run.examiner.expect_server();
    }
    let mut unreadable = Vec::new();
    let wanted = Wanted(&rules, SourceKind::UnifiedLog);
    let artifacts = gather(inputs, cancel, &wanted, teller, &mut |u| unreadable.push(u))?;
    unreadable.into_iter().for_each(|u| run.unreadable(None, u));
    let mut sources = Vec::new();
    let sizes: Vec<Option<u64>> = artifacts.iter().map(Artifact::size).collect();
    run.pace = Mutex::new(Pace::new(teller.now(), sizes.iter().copied()));
    tell_whole(&run.pace, teller, 0);
    for (artifact, size) in artifacts.into_iter().zip(sizes) {
        if cancel.is_cancelled() {
            return Err(CollectError::new(ErrorCode::Cancelled));
        }
        sources.extend(run.source(artifact));
        lock(&run.pace).ended(size, std::mem::take(&mut run.read));
        tell_whole(&run.pace, teller, 0);
    }
    if cancel.is_cancelled() {
        return Err(CollectError::new(ErrorCode::Cancelled));
    }
    if sources.is_empty() {
        let detail = run.first_reason.take();
        return Err(CollectError { code: ErrorCode::NothingReadable, detail });
    }
    if run.more_gaps > 0 {
        let detail = [("reason", "more_unreadable_files".to_owned()), ("files", run.more_gaps.to_string())];
        run.examiner.gap(None, Cause::SourceUnreadable, owned(detail));
    }
    let mut report = run.examiner.finish();
    SecretDropper::new()?.report(&mut report);
    observer.event(Event::ReportReady);
    Ok(Checked { report, sources, since: options.since, request: None })
}

struct Run<'a, 'w> {
    examiner: Examiner<'a>,
    rules: &'a Rules,
    teller: Teller<'a>,
    /// How far the whole is. Some logs are read on a thread beside this one.
    pace: Mutex<Pace>,
    /// Bytes that were read of the present source.
    read: u64,
    cancel: &'a Cancel,
    watch: Option<&'a mut (dyn Watch + 'w)>,
    gaps: usize,
    more_gaps: usize,
    first_reason: Option<String>,
}

impl Run<'_, '_> {
    fn source(&mut self, artifact: Artifact) -> Option<CheckedSource> {
        let origin = artifact.origin.clone();
        if let Content::Group(_) = &artifact.content {
            return Some(self.log_archive(artifact, None));
        }
        let cancel = self.cancel;
        let hint = name_hint(artifact.file_name());
        let named = artifact.named;
        let written = artifact.written();
        let (mut opened, bytes) = match artifact.open() {
            Ok(opened) => opened,
            Err(error) => {
                let unreadable = artifact.unreadable(&error);
                self.unreadable(None, unreadable);
                return None;
            }
        };
        let mut head = Vec::new();
        let read = (&mut opened).take(DETECT_BYTES as u64).read_to_end(&mut head);
        if let Err(error) = read.and_then(|_| opened.rewind()) {
            let unreadable = artifact.unreadable(&error);
            self.unreadable(None, unreadable);
            return None;
        }
        let mut detected = match detect(&head) {
            Some(detected) if detected.kind != SourceKind::Unknown => detected,
            _ if scepscope_unified::is_tracev3(&head) => {
                drop(opened);
                return Some(self.log_archive(artifact, Some(bytes)));
            }
            _ if head.is_empty() => {
                self.unreadable(None, Unreadable::new(origin, "empty"));
                return None;
            }
            // Whoever gave it knows what it is: a log, if not one of those that are known by their form.
            Some(readable) if artifact.kind.is_some() => {
                Detected { kind: artifact.kind.unwrap_or(readable.kind), ..readable }
            }
            _ => {
                let reason = if named { "not_a_known_log" } else { "not_a_log" };
                self.unreadable(None, Unreadable::new(origin, reason));
                return None;
            }
        };
        // Both are written in one format; only the name tells which enrolment type wrote it.
        if detected.kind == SourceKind::Omadm {
            detected.kind = hint;
        }
        let id = self.examiner.begin_source(detected.kind, origin.clone(), Some(bytes));
        self.teller.observer.event(Event::SourceStarted {
            id: id.name(),
            origin,
            kind: detected.kind,
            bytes: Some(bytes),
        });
        let (teller, pace) = (self.teller, &self.pace);
        let progress = |done| {
            teller.observer.event(Event::SourceProgress { id: id.name(), bytes: done });
            tell_whole(pace, teller, done);
        };
        let mut meter = Meter::new(opened, bytes, &progress, cancel);
        let watch = self.watch.as_deref_mut();
        let mut sink = Taker { examiner: &mut self.examiner, id, cancel, watch, problems: Vec::new() };
        let parsed =
            parse_dated(detected, &mut meter, written, &Wanted(self.rules, detected.kind), &mut sink);
        self.read = meter.furthest();
        let problems = std::mem::take(&mut sink.problems);
        let newest_first = self.finish(id, detected.kind, &artifact, problems, parsed);
        Some(CheckedSource { id, artifact, detected, bytes, newest_first })
    }

    /// A log archive, or a tracev3 file that stands alone.
    fn log_archive(&mut self, mut artifact: Artifact, bytes: Option<u64>) -> CheckedSource {
        let detected = Detected { kind: SourceKind::UnifiedLog, encoding: Encoding::Binary };
        let origin = artifact.origin.clone();
        let bytes = bytes.or_else(|| group::bytes(&artifact));
        let id = self.examiner.begin_source(detected.kind, origin.clone(), bytes);
        self.teller.observer.event(Event::SourceStarted {
            id: id.name(),
            origin,
            kind: detected.kind,
            bytes,
        });
        let (rules, cancel, teller) = (self.rules, self.cancel, self.teller);
        let progress = |done: u64| {
            // Tables of contents are read besides.
            let done = bytes.map_or(done, |bytes| done.min(bytes));
            teller.observer.event(Event::SourceProgress { id: id.name(), bytes: done });
        };
        let watch = self.watch.as_deref_mut();
        let mut sink = Taker { examiner: &mut self.examiner, id, cancel, watch, problems: Vec::new() };
        let wanted = Wanted(rules, detected.kind);
        let parsed = group::read(&mut artifact, &progress, cancel, &wanted, &mut sink);
        self.read = bytes.unwrap_or_default();
        let problems = std::mem::take(&mut sink.problems);
        let newest_first = self.finish(id, detected.kind, &artifact, problems, parsed);
        // A folder has no size of its own; its records are measured when they are written.
        let bytes = bytes.unwrap_or(group::UNKNOWN_BYTES);
        CheckedSource { id, artifact, detected, bytes, newest_first }
    }

    /// Notes how the reading of a source ended. Gives whether the newest record comes first.
    fn finish(
        &mut self,
        id: SourceId,
        kind: SourceKind,
        artifact: &Artifact,
        problems: Vec<Problem>,
        parsed: Result<SourceSummary, ParseError>,
    ) -> bool {
        for problem in problems {
            self.problem(id, &problem);
        }
        let newest_first = parsed.as_ref().is_ok_and(|summary| summary.newest_first);
        match parsed {
            Ok(summary) => {
                if let Some(watch) = self.watch.as_deref_mut() {
                    watch.source_read(id, kind, summary.coverage.as_ref());
                }
                let records = summary.records;
                let matched = self.examiner.end_source(id, summary);
                self.teller.observer.event(Event::SourceFinished { id: id.name(), records, matched });
            }
            Err(error) => {
                let mut unreadable = Unreadable::new(artifact.origin.clone(), "not_readable_as_found");
                unreadable.detail.insert("system".to_owned(), error.to_string());
                self.unreadable(Some(id), unreadable);
            }
        }
        newest_first
    }

    fn problem(&mut self, id: SourceId, problem: &Problem) {
        let cause = match problem.reason {
            ProblemReason::EndsInsideRecord
            | ProblemReason::RecordTooLong
            | ProblemReason::TooManyRecords
            | ProblemReason::NoFieldHeader
            | ProblemReason::TooManyLayouts => Cause::SourceTruncated,
            ProblemReason::Damaged
            | ProblemReason::ColumnMismatch
            | ProblemReason::Checksum
            | ProblemReason::Encoding
            | ProblemReason::Io
            | ProblemReason::StringsMissing
            | ProblemReason::ClockMissing => Cause::SourceUnreadable,
        };
        let mut detail =
            owned([("reason", problem.reason.id().to_owned()), ("count", problem.count.to_string())]);
        if let Some(locator) = &problem.locator {
            detail.insert("locator".to_owned(), locator.to_string());
        }
        let gap = self.examiner.gap(Some(id), cause, detail);
        self.teller.observer.event(Event::GapFound { gap });
    }

    fn unreadable(&mut self, id: Option<SourceId>, unreadable: Unreadable) {
        if self.first_reason.is_none() {
            self.first_reason = Some(format!("{}: {}", unreadable.origin, unreadable.reason));
        }
        self.gaps += 1;
        if self.gaps > MAX_GAPS {
            self.more_gaps += 1;
            return;
        }
        let mut detail = unreadable.detail;
        detail.insert("reason".to_owned(), unreadable.reason.to_owned());
        detail.insert("origin".to_owned(), unreadable.origin);
        let gap: Gap = self.examiner.gap(id, Cause::SourceUnreadable, detail);
        self.teller.observer.event(Event::GapFound { gap });
    }
}

/// Tells how far the whole is, with so many bytes of the present source.
fn tell_whole(pace: &Mutex<Pace>, teller: Teller<'_>, current: u64) {
    if let Some(whole) = lock(pace).at(teller.now(), current) {
        teller.tell(whole);
    }
}

fn lock(pace: &Mutex<Pace>) -> MutexGuard<'_, Pace> {
    // Each step under the lock leaves a sound state.
    pace.lock().unwrap_or_else(PoisonError::into_inner)
}

fn owned<const N: usize>(pairs: [(&str, String); N]) -> BTreeMap<String, String> {
    pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
}

struct Wanted<'r>(&'r Rules, SourceKind);

impl Prefilter for Wanted<'_> {
    fn find(&self, haystack: &[u8], from: usize) -> Option<usize> {
        self.0.find(self.1, haystack, from)
    }

    fn wants_event(&self, provider: &str, event_id: u32) -> bool {
        self.0.wants_event(provider, event_id)
    }

    fn wants_content(&self, provider: &str, event_id: u32, content: &[u8]) -> bool {
        self.0.wants_content(provider, event_id, content)
    }
}

struct Taker<'e, 'r, 'w> {
    examiner: &'e mut Examiner<'r>,
    id: SourceId,
    cancel: &'e Cancel,
    watch: Option<&'e mut (dyn Watch + 'w)>,
    problems: Vec<Problem>,
}

impl Sink for Taker<'_, '_, '_> {
    fn record(&mut self, record: &Record<'_>) -> ControlFlow<()> {
        let tap = self.watch.as_deref_mut().map(|watch| watch as &mut dyn ServerTap);
        self.examiner.record_tapped(self.id, record, tap);
        if self.cancel.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}
