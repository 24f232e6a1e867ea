//! Logs: any bytes, read as the kind that the target names and judged by the real rules.

use std::io::Cursor;
use std::ops::ControlFlow;
use std::sync::OnceLock;

use scepscope_diagnose::{Examiner, Rules, SourceId};
use scepscope_model::{Record, SourceKind, Tool};
use scepscope_parse::{Detected, Encoding, Everything, Prefilter, Problem, Sink, parse};

/// Hands every record to the examiner and to what must hold of records.
struct Judge<'r> {
    examiner: Examiner<'r>,
    source: SourceId,
    records: u64,
}

impl Sink for Judge<'_> {
    fn record(&mut self, record: &Record<'_>) -> ControlFlow<()> {
        self.records += 1;
        assert!(
            record.message.len() <= 4 * scepscope_parse::limits::MAX_RECORD_BYTES,
            "a record over the limit"
        );
        self.examiner.record(self.source, record);
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        assert!(problem.count > 0, "a problem that never was: {problem:?}");
    }
}

struct Wanted(&'static Rules, SourceKind);

impl Prefilter for Wanted {
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

fn rules() -> Option<&'static Rules> {
    static RULES: OnceLock<Option<Rules>> = OnceLock::new();
    RULES.get_or_init(|| Rules::builtin().ok()).as_ref()
}

/// Reads the bytes twice, once for every record and once through the rules' prefilter, and judges both.
fn read(detected: Detected, data: &[u8]) {
    let Some(rules) = rules() else { return };
    let everything = pass(rules, detected, data, &Everything);
    let wanted = pass(rules, detected, data, &Wanted(rules, detected.kind));
    if let (Some((all, read)), Some((counted, chosen))) = (everything, wanted) {
        assert_eq!(all, counted, "the number of records depends on who asks");
        assert!(chosen <= read, "more records were wanted than there are");
    }
}

/// The records that the summary counts, and those that were handed on.
fn pass(rules: &Rules, detected: Detected, data: &[u8], prefilter: &dyn Prefilter) -> Option<(u64, u64)> {
    let tool = Tool { name: "fuzz".to_owned(), version: "0".to_owned() };
    let mut examiner = Examiner::new(rules, tool, None);
    let source = examiner.begin_source(detected.kind, "input".to_owned(), Some(data.len() as u64));
    let mut judge = Judge { examiner, source, records: 0 };
    let summary = parse(detected, &mut Cursor::new(data), prefilter, &mut judge).ok()?;
    let counted = summary.records;
    judge.examiner.end_source(source, summary);
    let report = judge.examiner.finish();
    for attempt in &report.attempts {
        assert_eq!(attempt.milestones.len(), 7, "an attempt without all milestones");
    }
    Some((counted, judge.records))
}

/// The first byte chooses the encoding, so that every decoder meets every parser.
fn text(kind: SourceKind, data: &[u8]) {
    let Some((choice, rest)) = data.split_first() else { return };
    let encoding = match choice % 8 {
        1 => Encoding::Utf16Le,
        2 => Encoding::Utf16Be,
        3 => Encoding::ShiftJis,
        4 => Encoding::Windows1252,
        _ => Encoding::Utf8,
    };
    read(Detected { kind, encoding }, rest);
}

pub(crate) fn detect(data: &[u8]) {
    let Some(detected) = scepscope_parse::detect(data) else { return };
    read(detected, data);
}

pub(crate) fn omadm(data: &[u8]) {
    text(SourceKind::Omadm, data);
}

pub(crate) fn evtx(data: &[u8]) {
    read(Detected { kind: SourceKind::Evtx, encoding: Encoding::Binary }, data);
}

pub(crate) fn event_xml(data: &[u8]) {
    text(SourceKind::EventXml, data);
}

pub(crate) fn event_text(data: &[u8]) {
    text(SourceKind::EventText, data);
}

pub(crate) fn event_csv(data: &[u8]) {
    text(SourceKind::EventCsv, data);
}

pub(crate) fn console(data: &[u8]) {
    text(SourceKind::ConsoleText, data);
}

pub(crate) fn unified_log(data: &[u8]) {
    text(SourceKind::UnifiedLog, data);
}

pub(crate) fn syslog(data: &[u8]) {
    text(SourceKind::Syslog, data);
}

pub(crate) fn logcat(data: &[u8]) {
    text(SourceKind::Logcat, data);
}

pub(crate) fn iis(data: &[u8]) {
    text(SourceKind::IisW3c, data);
}

pub(crate) fn httperr(data: &[u8]) {
    text(SourceKind::HttpErr, data);
}

pub(crate) fn ndes_plugin(data: &[u8]) {
    text(SourceKind::NdesPlugin, data);
}

pub(crate) fn svclog(data: &[u8]) {
    text(SourceKind::Svclog, data);
}

pub(crate) fn setup_msi(data: &[u8]) {
    text(SourceKind::SetupMsi, data);
}

pub(crate) fn registry(data: &[u8]) {
    text(SourceKind::RegistryExport, data);
}

pub(crate) fn journal(data: &[u8]) {
    text(SourceKind::Journal, data);
}

pub(crate) fn device_facts(data: &[u8]) {
    text(SourceKind::DeviceFacts, data);
}

/// Lines of a bundle: of an event log, of a log archive, of rich text.
pub(crate) fn records(data: &[u8]) {
    for kind in [SourceKind::Evtx, SourceKind::UnifiedLog, SourceKind::Syslog] {
        read(Detected { kind, encoding: Encoding::Records }, data);
    }
}

pub(crate) fn mdm_report(data: &[u8]) {
    text(SourceKind::MdmDiagReport, data);
}

/// Rich text, as somebody saves what they copied from Console.
pub(crate) fn rtf(data: &[u8]) {
    read(Detected { kind: SourceKind::ConsoleText, encoding: Encoding::Rtf }, data);
}

pub(crate) fn mc_state(data: &[u8]) {
    read(Detected { kind: SourceKind::McState, encoding: Encoding::Binary }, data);
}

/// One tracev3 file, every process of which is taken for one that enrols.
pub(crate) fn tracev3(data: &[u8]) {
    scepscope_unified::exercise(data);
}
