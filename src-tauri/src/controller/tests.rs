use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use scepscope_collect::Packed;
use scepscope_model::{
    Answer, Cause, DeviceFacts, Gap, Outcome, Platform, REPORT_SCHEMA, Report, SourceKind, Tool,
};

use super::*;
use crate::contract::{SourceProgress, WindowErrorCode};

/// How long a test waits for an event before it fails.
const PATIENCE: Duration = Duration::from_secs(10);

struct Tape(Mutex<Sender<WindowEvent>>);

impl Face for Tape {
    fn emit(&self, event: WindowEvent) {
        let _ = self.0.lock().unwrap().send(event);
    }
}

/// What the scripted engine does once it is called.
#[derive(Clone, Copy, PartialEq)]
enum Script {
    Succeed,
    WaitForCancel,
    Fail(ErrorCode),
    Panic,
}

struct Scripted {
    check: Script,
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
    fn check(
        &self,
        inputs: Vec<PathBuf>,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<Box<dyn Checked>, CollectError> {
        assert_eq!(inputs, [PathBuf::from("a.log")]);
        let (id, origin) = ("s1".to_owned(), "a.log".to_owned());
        observer.event(Event::SourceStarted { id, origin, kind: SourceKind::Omadm, bytes: Some(100) });
        observer.event(Event::SourceProgress { id: "s1".into(), bytes: 40 });
        act(self.check, cancel)?;
        observer.event(Event::SourceFinished { id: "s1".into(), records: 7, matched: 2 });
        Ok(Box::new(ScriptedSources { report: report(), pack: self.pack }))
    }
}

struct ScriptedSources {
    report: Report,
    pack: Script,
}

impl Checked for ScriptedSources {
    fn report(&self) -> &Report {
        &self.report
    }

    fn pack(
        &mut self,
        folder: &Path,
        language: Language,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<Packed, CollectError> {
        observer.event(Event::PackProgress { bytes: 5, total: 10 });
        let script = std::mem::replace(&mut self.pack, Script::Succeed);
        assert_eq!(language, Language::Ja);
        act(script, cancel)?;
        Ok(bundle(folder))
    }
}

fn bundle(folder: &Path) -> Packed {
    Packed {
        path: folder.join("b.zip").display().to_string(),
        bytes: 10,
        sha256: "00".into(),
        entries: 3,
        fingerprint: "SHA256:x".into(),
        allowed_signers: "device ssh-ed25519 x".into(),
        key_store: "file".into(),
        key_store_note: None,
        pseudonyms_kept: true,
    }
}

fn report() -> Report {
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
fn window(check: Script, pack: Script) -> (Controller, Receiver<WindowEvent>) {
    let (sender, events) = channel();
    let engine = Arc::new(Scripted { check, pack });
    let face = Arc::new(Tape(Mutex::new(sender)));
    (Controller::new(engine, face, vec!["a.log".into()]), events)
}

fn next(events: &Receiver<WindowEvent>) -> WindowEvent {
    events.recv_timeout(PATIENCE).expect("an event")
}

fn screen(events: &Receiver<WindowEvent>) -> Screen {
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

fn save_state(events: &Receiver<WindowEvent>) -> SaveState {
    match next(events) {
        WindowEvent::Save { save } => save,
        other => panic!("nothing saved: {other:?}"),
    }
}

/// Runs the check to its result and returns the window there.
fn with_result(pack: Script) -> (Controller, Receiver<WindowEvent>) {
    let (controller, events) = window(Script::Succeed, pack);
    controller.collect().unwrap();
    while !matches!(next(&events), WindowEvent::Screen { screen: Screen::Result { .. } }) {}
    (controller, events)
}

fn code(result: Result<(), WindowError>) -> Option<WindowErrorCode> {
    result.err().map(|e| e.code)
}

const NOT_NOW: Option<WindowErrorCode> = Some(WindowErrorCode::Window(OwnErrorCode::NotNow));

#[test]
fn from_start_over_progress_to_the_result() {
    let (controller, events) = window(Script::Succeed, Script::Succeed);
    controller.show();
    let chosen = vec![Chosen { path: "a.log".into(), folder: false }];
    assert_eq!(screen(&events), Screen::Start { chosen });
    controller.collect().unwrap();
    assert_eq!(screen(&events), Screen::Collecting { sources: vec![], stopping: false });
    assert_eq!((source(&events).read, source(&events).read), (0, 40));
    let done = source(&events);
    assert_eq!((done.read, done.records, done.unreadable), (100, Some(7), false));
    let Screen::Result { view, save } = screen(&events) else { panic!("no result") };
    assert_eq!((view.report, save), (report(), SaveState::Idle));
    controller.start_again().unwrap();
    assert_eq!(screen(&events), Screen::Start { chosen: vec![] });
}

#[test]
fn what_is_chosen_is_chosen_once_and_can_be_cleared() {
    let (controller, events) = window(Script::Succeed, Script::Succeed);
    controller.choose(vec!["a.log".into(), "b".into()]).unwrap();
    let Screen::Start { chosen } = screen(&events) else { panic!("not at the start") };
    assert_eq!(chosen.iter().map(|c| c.path.as_str()).collect::<Vec<_>>(), ["a.log", "b"]);
    controller.clear().unwrap();
    assert_eq!(screen(&events), Screen::Start { chosen: vec![] });
    assert!(!controller.has_chosen());
    assert_eq!(code(controller.collect()), Some(WindowErrorCode::Collect(ErrorCode::NoInput)));
}

#[test]
fn cancelling_returns_to_the_start_with_the_choice_kept() {
    let (controller, events) = window(Script::WaitForCancel, Script::Succeed);
    controller.collect().unwrap();
    assert!(matches!(screen(&events), Screen::Collecting { stopping: false, .. }));
    source(&events);
    source(&events);
    assert_eq!(code(controller.collect()), NOT_NOW);
    assert_eq!(code(controller.choose(vec!["b".into()])), NOT_NOW);
    assert_eq!(code(controller.start_again()), NOT_NOW);
    controller.cancel();
    assert!(matches!(screen(&events), Screen::Collecting { stopping: true, .. }));
    let Screen::Start { chosen } = screen(&events) else { panic!("not at the start") };
    assert_eq!(chosen.len(), 1);
}

#[test]
fn a_page_that_loads_anew_is_told_everything() {
    let (controller, events) = window(Script::WaitForCancel, Script::Succeed);
    controller.collect().unwrap();
    screen(&events);
    source(&events);
    let last = source(&events);
    controller.show();
    assert_eq!(screen(&events), Screen::Collecting { sources: vec![last], stopping: false });
    controller.cancel();
}

#[test]
fn an_error_keeps_its_code_and_detail() {
    let (controller, events) = window(Script::Fail(ErrorCode::NothingReadable), Script::Succeed);
    controller.collect().unwrap();
    screen(&events);
    source(&events);
    source(&events);
    let Screen::Failed { error } = screen(&events) else { panic!("did not fail") };
    assert_eq!(error.code, WindowErrorCode::Collect(ErrorCode::NothingReadable));
    assert_eq!(error.detail.as_deref(), Some("as scripted"));
    controller.start_again().unwrap();
}

#[test]
fn a_fault_of_the_collector_ends_in_an_error_not_in_waiting() {
    let (controller, events) = window(Script::Panic, Script::Succeed);
    controller.collect().unwrap();
    screen(&events);
    source(&events);
    source(&events);
    let Screen::Failed { error } = screen(&events) else { panic!("did not fail") };
    assert_eq!(error.code, WindowErrorCode::Collect(ErrorCode::Internal));
}

#[test]
fn saving_shows_progress_and_the_bundle() {
    let (controller, events) = with_result(Script::Succeed);
    controller.save("out".into(), Language::Ja).unwrap();
    assert_eq!(save_state(&events), SaveState::Saving { bytes: 0, total: 0 });
    assert_eq!(save_state(&events), SaveState::Saving { bytes: 5, total: 10 });
    assert_eq!(save_state(&events), SaveState::Saved { bundle: bundle(Path::new("out")) });
    controller.save("elsewhere".into(), Language::Ja).unwrap();
}

#[test]
fn saving_can_be_cancelled_and_tried_again() {
    let (controller, events) = with_result(Script::WaitForCancel);
    controller.save("out".into(), Language::Ja).unwrap();
    save_state(&events);
    save_state(&events);
    assert_eq!(code(controller.save("out".into(), Language::Ja)), NOT_NOW);
    assert_eq!(code(controller.start_again()), NOT_NOW);
    controller.cancel();
    assert_eq!(save_state(&events), SaveState::Idle);
    controller.save("out".into(), Language::Ja).unwrap();
    save_state(&events);
    save_state(&events);
    assert!(matches!(save_state(&events), SaveState::Saved { .. }));
}

#[test]
fn a_full_disk_and_a_fault_are_told_beside_the_result() {
    let cases =
        [(Script::Fail(ErrorCode::DiskFull), ErrorCode::DiskFull), (Script::Panic, ErrorCode::Internal)];
    for (script, expected) in cases {
        let (controller, events) = with_result(script);
        controller.save("out".into(), Language::Ja).unwrap();
        save_state(&events);
        save_state(&events);
        let SaveState::Failed { error } = save_state(&events) else { panic!("did not fail") };
        assert_eq!(error.code, WindowErrorCode::Collect(expected));
        controller.show();
        assert!(matches!(screen(&events), Screen::Result { .. }));
        controller.start_again().unwrap();
    }
}

#[test]
fn files_are_taken_only_where_the_window_takes_them() {
    let (controller, events) = window(Script::Succeed, Script::Succeed);
    controller.hover(true);
    assert_eq!(next(&events), WindowEvent::Hover { over: true });
    let (controller, events) = with_result(Script::Succeed);
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
    progress.apply(started("s1"));
    progress.apply(started("s2"));
    let gap =
        |cause| Event::GapFound { gap: Gap { source: Some("s1".into()), cause, detail: Default::default() } };
    assert_eq!(progress.apply(gap(Cause::LogRolledOver)), None);
    assert!(progress.apply(gap(Cause::SourceUnreadable)).is_some_and(|s| s.unreadable));
    assert_eq!(progress.sources().iter().map(|s| s.unreadable).collect::<Vec<_>>(), [true, false]);
    let end = Event::SourceFinished { id: "s1".into(), records: 4, matched: 0 };
    assert!(progress.apply(end).is_some_and(|s| !s.unreadable && s.records == Some(4)));
    assert_eq!(progress.apply(Event::SourceProgress { id: "s9".into(), bytes: 1 }), None);
}
