use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use scepscope_acquire::{SOURCES_SCHEMA, SourceList};
use scepscope_bundle::RedactionPolicy;
use scepscope_collect::{
    ItemKind, LineRange, PREVIEW_LINES_SCHEMA, PREVIEW_SCHEMA, Packed, Preview, PreviewItem, PreviewLine,
    PreviewLines, Whole,
};
use scepscope_model::{
    AnalyzedReport, Answer, Cause, DeviceFacts, Gap, Outcome, Platform, REPORT_SCHEMA, Report, SourceKind,
    Tool,
};

use scepscope_present::Language;

use super::*;
use crate::analyst::{Study, StudyEnd};
use crate::contract::{SaveState, SourceProgress, WindowErrorCode};
use crate::engine::{Checked, Reading, Watch};
use crate::post::tests::ScriptedOutbox;

/// How long a test waits for an event before it fails.
const PATIENCE: Duration = Duration::from_secs(10);
/// What the scripted collector tells of the whole.
const WHOLE: Whole = Whole::Reading { bytes: 40, total: Some(200), seconds_left: Some(35) };

pub(super) struct Tape(pub(super) Mutex<Sender<WindowEvent>>);

impl Face for Tape {
    fn emit(&self, event: WindowEvent) {
        let _ = self.0.lock().unwrap().send(event);
    }
}

/// What the scripted engine does once it is called.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Script {
    Succeed,
    WaitForCancel,
    Fail(ErrorCode),
    Panic,
}

/// For tests in which nobody opens a bundle.
pub(super) struct NoBundles;

impl Analyst for NoBundles {
    fn is_bundle(&self, _: &Path) -> bool {
        false
    }

    fn analyze(&self, _: &Study, _: &dyn Observer, _: &Cancel) -> Result<AnalyzedReport, StudyEnd> {
        panic!("nothing is analyzed")
    }
}

struct Scripted {
    check: Script,
    preview: Script,
    pack: Script,
}

fn act(script: Script, cancel: &Cancel) -> Result<(), CollectError> {
    match script {
        Script::Succeed => Ok(()),
        Script::Fail(code) => Err(CollectError::with(code, "as scripted")),
        Script::Panic => panic!("as scripted"),
        Script::WaitForCancel => {
            while !cancel.is_cancelled() {
                thread::yield_now();
            }
            Err(CollectError::new(ErrorCode::Cancelled))
        }
    }
}

impl Engine for Scripted {
    fn sources(&self) -> SourceList {
        SourceList { schema: SOURCES_SCHEMA.to_owned(), platform: Platform::Android, sources: vec![] }
    }

    fn answering(&self, _: &[String]) -> Vec<String> {
        vec![]
    }

    fn check(
        &self,
        reading: Reading,
        observer: &dyn Watch,
        cancel: &Cancel,
    ) -> Result<Box<dyn Checked>, CollectError> {
        assert_eq!(reading.files, [PathBuf::from("a.log")]);
        assert_eq!(reading.device, DeviceReading::Nothing);
        assert!(reading.ask.is_none_or(|ask| ask.case.as_deref() == Some("T-42")));
        let (id, origin) = ("s1".to_owned(), "a.log".to_owned());
        observer.event(Event::SourceStarted { id, origin, kind: SourceKind::Omadm, bytes: Some(100) });
        observer.event(Event::SourceProgress { id: "s1".into(), bytes: 40 });
        observer.event(Event::Whole { whole: WHOLE });
        act(self.check, cancel)?;
        observer.event(Event::SourceFinished { id: "s1".into(), records: 7, matched: 2 });
        Ok(sources(self.preview, self.pack))
    }
}

pub(super) fn sources(preview: Script, pack: Script) -> Box<dyn Checked> {
    Box::new(ScriptedSources { report: report(), preview, pack, left_out: vec![] })
}

struct ScriptedSources {
    report: Report,
    preview: Script,
    pack: Script,
    left_out: Vec<String>,
}

impl Checked for ScriptedSources {
    fn report(&self) -> &Report {
        &self.report
    }

    fn preview(
        &mut self,
        language: Language,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<Preview, CollectError> {
        observer.event(Event::PackProgress { bytes: 3, total: 9 });
        let script = std::mem::replace(&mut self.preview, Script::Succeed);
        assert!(language == Language::Ja || !self.left_out.is_empty());
        act(script, cancel)?;
        Ok(preview(&self.left_out))
    }

    fn leave_out(&mut self, items: &[String]) -> Result<(), CollectError> {
        if items.iter().any(|i| i == "report") {
            return Err(CollectError::with(ErrorCode::NoSuchItem, "report"));
        }
        self.left_out = items.to_vec();
        Ok(())
    }

    fn lines(&mut self, item: &str, range: LineRange, _: &Cancel) -> Result<PreviewLines, CollectError> {
        Ok(page(item, range))
    }

    fn packed_report(&self) -> Option<&Report> {
        Some(&self.report)
    }

    fn pack(
        &mut self,
        folder: &Path,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<Packed, CollectError> {
        observer.event(Event::PackProgress { bytes: 5, total: 10 });
        let script = std::mem::replace(&mut self.pack, Script::Succeed);
        act(script, cancel)?;
        Ok(bundle(folder))
    }
}

fn preview(left_out: &[String]) -> Preview {
    let item = |id: &str| PreviewItem {
        id: id.into(),
        kind: ItemKind::Log,
        path: format!("data/evidence/{id}"),
        origin: Some(id.into()),
        source_kind: Some(SourceKind::Omadm),
        bytes_before: Some(100),
        bytes: Some(90),
        sha256: Some("00".into()),
        records_in_report: 1,
        replaced: Default::default(),
        limits: Default::default(),
        cut: None,
        left_out: left_out.iter().any(|l| l == id),
        can_be_left_out: true,
    };
    Preview {
        schema: PREVIEW_SCHEMA.into(),
        policy: RedactionPolicy::Default,
        items: vec![item("s1"), item("s2")],
        bytes: 180,
        replaced: Default::default(),
        limits: Default::default(),
        gaps: vec![],
    }
}

fn page(item: &str, range: LineRange) -> PreviewLines {
    let line = PreviewLine {
        line: range.from,
        before: Some("before".into()),
        after: "after".into(),
        changed: range.changed,
        shortened: false,
    };
    let schema = PREVIEW_LINES_SCHEMA.to_owned();
    PreviewLines { schema, item: item.into(), lines: vec![line], next: Some(range.from + 1) }
}

fn bundle(folder: &Path) -> Packed {
    Packed {
        path: folder.join("b.zip").display().to_string(),
        bytes: 10,
        sha256: format!("{:032x}{:032x}", folder.as_os_str().len(), 0),
        entries: 3,
        fingerprint: "SHA256:x".into(),
        allowed_signers: "device ssh-ed25519 x".into(),
        key_store: "file".into(),
        key_store_note: None,
        pseudonyms_kept: true,
    }
}

pub(super) fn report() -> Report {
    Report {
        schema: REPORT_SCHEMA.into(),
        tool: Tool { name: "scepscope".into(), version: "0".into() },
        device: DeviceFacts { platform: Platform::Android, name: None, system: None },
        sources: vec![],
        gaps: vec![],
        key_strings: vec![],
        attempts: vec![],
        outcome: Outcome::NoEvidence,
        reached_ndes: Answer::Unknown,
        challenge_presented: Answer::Unknown,
        findings: vec![],
        probe: None,
    }
}

/// A controller with a scripted engine, one chosen file, and what it emits.
fn window(check: Script, preview: Script, pack: Script) -> (Controller, Receiver<WindowEvent>) {
    let (controller, events, _) = window_with(check, preview, pack, Trust::system(), None);
    (controller, events)
}

/// The same on a device that allows what `trust` says, and makes bundles to be sent in `outgoing`.
pub(super) fn window_with(
    check: Script,
    preview: Script,
    pack: Script,
    trust: Trust,
    outgoing: Option<PathBuf>,
) -> (Controller, Receiver<WindowEvent>, Arc<ScriptedOutbox>) {
    let (sender, events) = channel();
    let outbox = Arc::new(ScriptedOutbox::default());
    let history = outgoing.as_ref().map(|outgoing| History::new(outgoing.with_file_name("history")));
    let notes = outgoing.as_ref().map(|outgoing| outgoing.with_file_name("faults"));
    let parts = Parts {
        engine: Arc::new(Scripted { check, preview, pack }),
        analyst: Arc::new(NoBundles),
        face: Arc::new(Tape(Mutex::new(sender))),
        trust,
        outbox: outbox.clone(),
        outgoing,
        history,
        faults: Faults::new(notes),
    };
    (Controller::new(parts, vec!["a.log".into()]), events, outbox)
}

pub(super) fn next(events: &Receiver<WindowEvent>) -> WindowEvent {
    events.recv_timeout(PATIENCE).expect("an event")
}

pub(super) fn screen(events: &Receiver<WindowEvent>) -> Screen {
    match next(events) {
        WindowEvent::Screen { screen } => screen,
        other => panic!("no screen: {other:?}"),
    }
}

fn source(events: &Receiver<WindowEvent>) -> SourceProgress {
    match next(events) {
        WindowEvent::Source { source } => source,
        other => panic!("no source: {other:?}"),
    }
}

/// The scripted source as far as it is read, with what is told of the whole.
fn read_on(events: &Receiver<WindowEvent>) -> SourceProgress {
    assert_eq!(source(events).read, 0);
    let read = source(events);
    assert_eq!(next(events), WindowEvent::Whole { whole: WHOLE });
    read
}

fn save_state(events: &Receiver<WindowEvent>) -> SaveState {
    match next(events) {
        WindowEvent::Save { save } => save,
        other => panic!("nothing saved: {other:?}"),
    }
}

/// Runs the check to its result and returns the window there.
fn with_result(preview: Script, pack: Script) -> (Controller, Receiver<WindowEvent>) {
    let (controller, events) = window(Script::Succeed, preview, pack);
    controller.collect().unwrap();
    while !matches!(next(&events), WindowEvent::Screen { screen: Screen::Result { .. } }) {}
    (controller, events)
}

/// The same to the preview.
fn with_preview(pack: Script) -> (Controller, Receiver<WindowEvent>) {
    let (controller, events) = with_result(Script::Succeed, pack);
    controller.preview(Language::Ja).unwrap();
    while !matches!(next(&events), WindowEvent::Screen { screen: Screen::Preview { .. } }) {}
    (controller, events)
}

fn left_out(screen: Screen) -> Vec<String> {
    let Screen::Preview { preview, .. } = screen else { panic!("no preview: {screen:?}") };
    preview.items.into_iter().filter(|i| i.left_out).map(|i| i.id).collect()
}

pub(super) fn code(result: Result<(), WindowError>) -> Option<WindowErrorCode> {
    result.err().map(|e| e.code)
}

const NOT_NOW: Option<WindowErrorCode> = Some(WindowErrorCode::Window(OwnErrorCode::NotNow));

#[test]
fn from_start_over_progress_to_the_result() {
    let (controller, events) = window(Script::Succeed, Script::Succeed, Script::Succeed);
    controller.show();
    let chosen = vec![Chosen { path: "a.log".into(), folder: false }];
    assert_eq!(screen(&events), Screen::Start { chosen, device: None, reads_device: false });
    controller.collect().unwrap();
    assert_eq!(screen(&events), collecting(Whole::Finding, vec![]));
    assert_eq!(read_on(&events).read, 40);
    let done = source(&events);
    assert_eq!((done.read, done.records, done.unreadable), (100, Some(7), false));
    let Screen::Result { view } = screen(&events) else { panic!("no result") };
    assert_eq!(view.report, report());
    controller.start_again().unwrap();
    assert_eq!(screen(&events), empty_start());
}

fn collecting(whole: Whole, sources: Vec<SourceProgress>) -> Screen {
    Screen::Collecting { whole, steps: vec![], sources, stopping: false }
}

/// The start with nothing chosen, on a device of which nothing is known yet.
fn empty_start() -> Screen {
    Screen::Start { chosen: vec![], device: None, reads_device: true }
}

#[test]
fn what_is_chosen_is_chosen_once_and_can_be_cleared() {
    let (controller, events) = window(Script::Succeed, Script::Succeed, Script::Succeed);
    controller.choose(vec!["a.log".into(), "b".into()]).unwrap();
    let Screen::Start { chosen, .. } = screen(&events) else { panic!("not at the start") };
    assert_eq!(chosen.iter().map(|c| c.path.as_str()).collect::<Vec<_>>(), ["a.log", "b"]);
    controller.clear().unwrap();
    assert_eq!(screen(&events), empty_start());
    controller.read_device(false).unwrap();
    assert!(!controller.has_something());
    assert_eq!(code(controller.collect()), Some(WindowErrorCode::Collect(ErrorCode::NoInput)));
}

#[test]
fn cancelling_returns_to_the_start_with_the_choice_kept() {
    let (controller, events) = window(Script::WaitForCancel, Script::Succeed, Script::Succeed);
    controller.collect().unwrap();
    assert!(matches!(screen(&events), Screen::Collecting { stopping: false, .. }));
    read_on(&events);
    assert_eq!(code(controller.collect()), NOT_NOW);
    assert_eq!(code(controller.choose(vec!["b".into()])), NOT_NOW);
    assert_eq!(code(controller.start_again()), NOT_NOW);
    controller.cancel();
    assert!(matches!(screen(&events), Screen::Collecting { stopping: true, .. }));
    let Screen::Start { chosen, .. } = screen(&events) else { panic!("not at the start") };
    assert_eq!(chosen.len(), 1);
}

#[test]
fn a_page_that_loads_anew_is_told_everything() {
    let (controller, events) = window(Script::WaitForCancel, Script::Succeed, Script::Succeed);
    controller.collect().unwrap();
    screen(&events);
    let last = read_on(&events);
    controller.show();
    assert_eq!(screen(&events), collecting(WHOLE, vec![last]));
    controller.cancel();
}

#[test]
fn an_error_keeps_its_code_and_detail() {
    let (controller, events) =
        window(Script::Fail(ErrorCode::NothingReadable), Script::Succeed, Script::Succeed);
    controller.collect().unwrap();
    screen(&events);
    read_on(&events);
    let Screen::Failed { error } = screen(&events) else { panic!("did not fail") };
    assert_eq!(error.code, WindowErrorCode::Collect(ErrorCode::NothingReadable));
    assert_eq!(error.detail.as_deref(), Some("as scripted"));
    controller.start_again().unwrap();
}

#[test]
fn a_fault_of_the_collector_ends_in_an_error_not_in_waiting() {
    let (controller, events) = window(Script::Panic, Script::Succeed, Script::Succeed);
    controller.collect().unwrap();
    screen(&events);
    read_on(&events);
    let Screen::Failed { error } = screen(&events) else { panic!("did not fail") };
    assert_eq!(error.code, WindowErrorCode::Collect(ErrorCode::Internal));
}

#[test]
fn the_preview_is_prepared_once_it_is_asked_for() {
    let (controller, events) = with_result(Script::Succeed, Script::Succeed);
    assert_eq!(code(controller.back()), NOT_NOW);
    controller.preview(Language::Ja).unwrap();
    assert_eq!(screen(&events), Screen::Preparing { work: Amount::default() });
    assert_eq!(next(&events), WindowEvent::Prepare { work: Amount { bytes: 3, total: 9 } });
    let preview = Box::new(preview(&[]));
    let shown = Screen::Preview { preview, destination: None, save: SaveState::Idle };
    assert_eq!(screen(&events), shown);
    assert_eq!(code(controller.preview(Language::Ja)), NOT_NOW);
    controller.back().unwrap();
    assert!(matches!(screen(&events), Screen::Result { .. }));
}

#[test]
fn preparing_can_be_cancelled_and_asked_for_again() {
    let (controller, events) = with_result(Script::WaitForCancel, Script::Succeed);
    controller.preview(Language::Ja).unwrap();
    screen(&events);
    next(&events);
    assert_eq!(code(controller.start_again()), NOT_NOW);
    assert_eq!(code(controller.lines("s1", 1, false).map(drop)), NOT_NOW);
    controller.cancel();
    assert!(matches!(screen(&events), Screen::Result { .. }));
    controller.preview(Language::Ja).unwrap();
    screen(&events);
    next(&events);
    assert!(matches!(screen(&events), Screen::Preview { .. }));
}

#[test]
fn a_fault_while_preparing_ends_in_an_error() {
    let (controller, events) = with_result(Script::Panic, Script::Succeed);
    controller.preview(Language::Ja).unwrap();
    screen(&events);
    next(&events);
    let Screen::Failed { error } = screen(&events) else { panic!("did not fail") };
    assert_eq!(error.code, WindowErrorCode::Collect(ErrorCode::Internal));
    controller.start_again().unwrap();
}

#[test]
fn items_are_left_out_one_by_one() {
    let (controller, events) = with_preview(Script::Succeed);
    controller.leave_out("s2", true).unwrap();
    assert_eq!(left_out(screen(&events)), ["s2"]);
    controller.leave_out("s1", true).unwrap();
    assert_eq!(left_out(screen(&events)), ["s1", "s2"]);
    controller.leave_out("s2", false).unwrap();
    assert_eq!(left_out(screen(&events)), ["s1"]);
    let error = controller.leave_out("report", true).unwrap_err();
    assert_eq!(error.code, WindowErrorCode::Collect(ErrorCode::NoSuchItem));
    assert_eq!(left_out(screen(&events)), ["s1"]);
}

#[test]
fn lines_are_read_from_where_they_are_asked_for() {
    let (controller, _events) = with_preview(Script::Succeed);
    let lines = controller.lines("s1", 7, true).unwrap();
    assert_eq!((lines.lines[0].line, lines.lines[0].changed, lines.next), (7, true, Some(8)));
    controller.lines("s1", 8, true).unwrap();
}

#[test]
fn saving_shows_progress_and_the_bundle() {
    let (controller, events) = with_preview(Script::Succeed);
    controller.save("out".into()).unwrap();
    let saving = |bytes, total| SaveState::Saving { work: Amount { bytes, total } };
    assert_eq!(save_state(&events), saving(0, 0));
    assert_eq!(save_state(&events), saving(5, 10));
    assert_eq!(save_state(&events), SaveState::Saved { bundle: bundle(Path::new("out")) });
    // Another selection is another bundle.
    controller.leave_out("s1", true).unwrap();
    assert!(matches!(screen(&events), Screen::Preview { save: SaveState::Idle, .. }));
    controller.save("elsewhere".into()).unwrap();
}

#[test]
fn saving_can_be_cancelled_and_tried_again() {
    let (controller, events) = with_preview(Script::WaitForCancel);
    controller.save("out".into()).unwrap();
    save_state(&events);
    save_state(&events);
    assert_eq!(code(controller.save("out".into())), NOT_NOW);
    assert_eq!(code(controller.start_again()), NOT_NOW);
    assert_eq!(code(controller.back()), NOT_NOW);
    assert_eq!(code(controller.leave_out("s1", true)), NOT_NOW);
    controller.cancel();
    assert_eq!(save_state(&events), SaveState::Idle);
    controller.save("out".into()).unwrap();
    save_state(&events);
    save_state(&events);
    assert!(matches!(save_state(&events), SaveState::Saved { .. }));
}

#[test]
fn a_full_disk_and_a_fault_are_told_beside_the_preview() {
    let cases =
        [(Script::Fail(ErrorCode::DiskFull), ErrorCode::DiskFull), (Script::Panic, ErrorCode::Internal)];
    for (script, expected) in cases {
        let (controller, events) = with_preview(script);
        controller.save("out".into()).unwrap();
        save_state(&events);
        save_state(&events);
        let SaveState::Failed { error } = save_state(&events) else { panic!("did not fail") };
        assert_eq!(error.code, WindowErrorCode::Collect(expected));
        controller.show();
        assert!(matches!(screen(&events), Screen::Preview { .. }));
        controller.start_again().unwrap();
    }
}

#[test]
fn files_are_taken_only_where_the_window_takes_them() {
    let (controller, events) = window(Script::Succeed, Script::Succeed, Script::Succeed);
    controller.hover(true);
    assert_eq!(next(&events), WindowEvent::Hover { over: true });
    let (controller, events) = with_result(Script::Succeed, Script::Succeed);
    controller.hover(true);
    assert!(events.try_recv().is_err());
    assert_eq!(code(controller.choose(vec!["b".into()])), NOT_NOW);
}

#[test]
fn a_source_that_can_not_be_read_is_marked() {
    let mut progress = Progress::default();
    let started = |id: &str| Event::SourceStarted {
        id: id.into(),
        origin: "x".into(),
        kind: SourceKind::Unknown,
        bytes: None,
    };
    let mut source = |event| match progress.apply(event) {
        Some(WindowEvent::Source { source }) => Some((source.id, source.unreadable, source.records)),
        Some(other) => panic!("no source: {other:?}"),
        None => None,
    };
    let s1 = || "s1".to_owned();
    source(started("s1"));
    source(started("s2"));
    let gap = |cause| Event::GapFound { gap: Gap { source: Some(s1()), cause, detail: Default::default() } };
    assert_eq!(source(gap(Cause::LogRolledOver)), None);
    assert_eq!(source(gap(Cause::SourceUnreadable)), Some((s1(), true, None)));
    let end = Event::SourceFinished { id: s1(), records: 4, matched: 0 };
    assert_eq!(source(end), Some((s1(), false, Some(4))));
    assert_eq!(source(Event::SourceProgress { id: "s9".into(), bytes: 1 }), None);
    assert_eq!(progress.sources().iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), ["s1", "s2"]);
}
