//! Bundles that are opened: what is asked first, what the page gets, and that nothing is lost meanwhile.

use std::fs;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};

use base64ct::{Base64, Encoding};
use scepscope_model::{ANALYSIS_SCHEMA, Analysis, AnalyzedReport};
use scepscope_present::Language;

use super::device_tests::OnDevice;
use super::tests::{Tape, code, next, report, screen};
use super::*;
use crate::analyst::{Study, StudyEnd};
use crate::contract::{DoubtfulBundle, WindowErrorCode};
use crate::post::tests::ScriptedOutbox;

const NOT_NOW: Option<WindowErrorCode> = Some(WindowErrorCode::Window(OwnErrorCode::NotNow));

/// Takes what ends in `.zip` for a bundle; keeps what it is asked to analyze.
#[derive(Default)]
struct Scripted {
    asked: Mutex<Vec<Study>>,
    slow: bool,
}

impl Analyst for Scripted {
    fn is_bundle(&self, path: &Path) -> bool {
        path.extension().is_some_and(|ending| ending == "zip")
    }

    fn analyze(
        &self,
        study: &Study,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<AnalyzedReport, StudyEnd> {
        self.asked.lock().unwrap().push(study.clone());
        let (id, origin) = ("s1".to_owned(), "a.log".to_owned());
        let kind = scepscope_model::SourceKind::IisW3c;
        observer.event(Event::SourceStarted { id, origin, kind, bytes: None });
        while self.slow && !cancel.is_cancelled() {
            thread::yield_now();
        }
        if cancel.is_cancelled() {
            return Err(StudyEnd::Failed(CollectError::new(ErrorCode::Cancelled).into()));
        }
        let named = |name: &str| study.files.iter().any(|path| path.ends_with(name));
        if named("sealed.zip") && study.identity.is_none() {
            let error = WindowError { code: WindowErrorCode::Other("bundle-sealed"), detail: None };
            return Err(StudyEnd::Sealed(error));
        }
        if named("changed.zip") && !study.unverified {
            return Err(StudyEnd::Doubtful(vec![doubtful()]));
        }
        Ok(analyzed(study.unverified))
    }
}

fn doubtful() -> DoubtfulBundle {
    DoubtfulBundle { path: "changed.zip".into(), failures: vec!["as scripted".into()] }
}

fn analyzed(unverified: bool) -> AnalyzedReport {
    let analysis = Analysis {
        schema: ANALYSIS_SCHEMA.into(),
        unverified,
        inputs: vec![],
        servers: vec![],
        attempts: vec![],
        others: Default::default(),
        other_findings: vec![],
        inspections: vec![],
    };
    AnalyzedReport { report: report(), analysis }
}

struct Desk {
    controller: Controller,
    events: Receiver<WindowEvent>,
    analyst: Arc<Scripted>,
}

fn desk(chosen: &[&str], slow: bool) -> Desk {
    let (sender, events) = channel();
    let analyst = Arc::new(Scripted { slow, ..Scripted::default() });
    let parts = Parts {
        engine: Arc::new(OnDevice::default()),
        analyst: analyst.clone(),
        face: Arc::new(Tape(Mutex::new(sender))),
        trust: Trust::system(),
        outbox: Arc::new(ScriptedOutbox::default()),
        outgoing: None,
        history: None,
        faults: Faults::default(),
    };
    let controller = Controller::new(parts, chosen.iter().map(PathBuf::from).collect());
    Desk { controller, events, analyst }
}

impl Desk {
    /// The next screen but those of progress.
    fn screen(&self) -> Screen {
        loop {
            match next(&self.events) {
                WindowEvent::Screen { screen: Screen::Collecting { .. } } => {}
                WindowEvent::Screen { screen } => return screen,
                _ => {}
            }
        }
    }

    fn analysis(&self) -> (u64, Vec<String>, bool) {
        match self.screen() {
            Screen::Analysis { number, files, unverified } => {
                (number, files.into_iter().map(|file| file.path).collect(), unverified)
            }
            other => panic!("no analysis: {other:?}"),
        }
    }

    fn asked(&self) -> Study {
        self.analyst.asked.lock().unwrap().last().cloned().unwrap()
    }
}

#[test]
fn a_bundle_that_is_dropped_is_analyzed_and_a_log_is_added_to_it() {
    let desk = desk(&[], false);
    desk.controller.offer_files(vec!["a.zip".into()]);
    assert!(matches!(screen(&desk.events), Screen::Collecting { .. }));
    assert!(matches!(next(&desk.events), WindowEvent::Source { source } if source.origin == "a.log"));
    assert_eq!(desk.analysis(), (1, vec!["a.zip".to_owned()], false));
    let page = desk.controller.analysis_page(1, Language::De).unwrap();
    assert!(page.starts_with("<!doctype html>\n<html lang=\"de\">"), "{page}");
    desk.controller.offer_files(vec!["u_ex.log".into(), "a.zip".into()]);
    assert_eq!(desk.analysis(), (2, vec!["a.zip".to_owned(), "u_ex.log".to_owned()], false));
    // The page of the analysis before is not that of this one.
    assert_eq!(code(desk.controller.analysis_page(1, Language::De).map(drop)), NOT_NOW);
    assert_eq!(code(desk.controller.collect()), NOT_NOW);
    desk.controller.start_again().unwrap();
    let Screen::Start { chosen, .. } = desk.screen() else { panic!("not at the start") };
    assert_eq!(chosen, []);
    assert_eq!(code(desk.controller.analysis_page(2, Language::De).map(drop)), NOT_NOW);
}

#[test]
fn a_bundle_that_is_opened_with_the_program_is_analyzed_and_a_log_is_not() {
    let desk = desk(&["a.zip", "u_ex.log"], false);
    desk.controller.start();
    loop {
        // What this device offers may be told before.
        if let Screen::Analysis { files, .. } = desk.screen() {
            assert_eq!(files.len(), 2);
            break;
        }
    }
    let desk = self::desk(&["u_ex.log"], false);
    desk.controller.start();
    assert!(matches!(desk.screen(), Screen::Start { device: Some(_), .. }));
    assert_eq!(desk.analyst.asked.lock().unwrap().len(), 0);
}

#[test]
fn what_can_not_be_relied_on_is_read_after_a_choice_only() {
    let desk = desk(&[], false);
    assert_eq!(code(desk.controller.read_unverified()), NOT_NOW);
    desk.controller.choose(vec!["changed.zip".into()]).unwrap();
    assert_eq!(desk.screen(), Screen::Doubtful { bundles: vec![doubtful()] });
    assert_eq!(code(desk.controller.analysis_page(0, Language::En).map(drop)), NOT_NOW);
    assert!(!desk.asked().unverified);
    desk.controller.read_unverified().unwrap();
    assert_eq!(desk.analysis(), (1, vec!["changed.zip".to_owned()], true));
    let page = desk.controller.analysis_page(1, Language::En).unwrap();
    assert_eq!(page.matches("class=\"banner\"").count(), 2);
}

#[test]
fn an_encrypted_bundle_asks_for_its_identity() {
    let desk = desk(&[], false);
    assert_eq!(code(desk.controller.unseal("key.txt".into())), NOT_NOW);
    desk.controller.choose(vec!["sealed.zip".into()]).unwrap();
    assert!(
        matches!(desk.screen(), Screen::Sealed { error } if error.code == WindowErrorCode::Other("bundle-sealed"))
    );
    assert!(desk.controller.asks_for_identity());
    desk.controller.unseal("key.txt".into()).unwrap();
    desk.analysis();
    assert_eq!(desk.asked().identity, Some("key.txt".into()));
    assert!(!desk.controller.asks_for_identity());
}

#[test]
fn cancelling_keeps_the_choice_and_what_came_meanwhile() {
    let desk = desk(&[], true);
    desk.controller.choose(vec!["a.zip".into()]).unwrap();
    assert!(matches!(screen(&desk.events), Screen::Collecting { .. }));
    assert!(matches!(next(&desk.events), WindowEvent::Source { .. }));
    desk.controller.offer_files(vec!["late.log".into()]);
    let kept = WindowErrorCode::Window(OwnErrorCode::FilesKept);
    assert!(matches!(next(&desk.events), WindowEvent::Trouble { error } if error.code == kept));
    desk.controller.cancel();
    let Screen::Start { chosen, .. } = desk.screen() else { panic!("not at the start") };
    assert_eq!(chosen.iter().map(|c| c.path.as_str()).collect::<Vec<_>>(), ["a.zip", "late.log"]);
    // The bundle is still one.
    desk.controller.collect().unwrap();
    desk.controller.cancel();
    assert!(matches!(desk.screen(), Screen::Start { .. }));
    assert_eq!(desk.asked().files.len(), 2);
}

#[test]
fn the_page_is_saved_beside_what_stands_there() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&[], false);
    assert_eq!(code(desk.controller.save_analysis(folder.path(), Language::En).map(drop)), NOT_NOW);
    desk.controller.choose(vec!["/elsewhere/a.zip".into()]).unwrap();
    desk.analysis();
    let first = desk.controller.save_analysis(folder.path(), Language::Ja).unwrap();
    assert_eq!(Path::new(&first), folder.path().join("a.html"));
    assert_eq!(fs::read_to_string(&first).unwrap(), desk.controller.analysis_page(1, Language::Ja).unwrap());
    let second = desk.controller.save_analysis(folder.path(), Language::En).unwrap();
    assert_eq!(Path::new(&second), folder.path().join("a-2.html"));
    let nowhere = desk.controller.save_analysis(&folder.path().join("missing"), Language::En);
    assert_eq!(code(nowhere.map(drop)), Some(WindowErrorCode::Collect(ErrorCode::OutputNotWritable)));
}

/// The page lies in a frame that inherits the window's policy: only a style sheet that the policy names counts there.
#[test]
fn the_policy_of_the_window_names_the_style_of_the_page_and_no_other() {
    let page =
        scepscope_present::analysis::html(&analyzed(false), &scepscope_present::Words::new(Language::En));
    let (_, style) = page.split_once("<style>").unwrap();
    let (style, rest) = style.split_once("</style>").unwrap();
    assert!(!rest.contains("style="), "{rest}");
    let hex = scepscope_bundle::Sha256Hex::of(style.as_bytes()).to_string();
    let digest: Vec<u8> =
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
    let named = format!("style-src 'self' 'sha256-{}';", Base64::encode_string(&digest));
    let configuration = include_str!("../../tauri.conf.json");
    assert!(configuration.contains(&named), "tauri.conf.json needs: {named}");
}

#[test]
fn the_real_analyzer_knows_a_bundle_by_its_content() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.log");
    fs::write(&path, "age-encryption.org/v1\n-> X25519 x\n").unwrap();
    let desk = crate::analyst::Desk;
    assert!(desk.is_bundle(&path));
    let study = Study { files: vec![path.clone()], ..Study::default() };
    let end = desk.analyze(&study, &scepscope_collect::Silent, &Cancel::default()).map(drop);
    let sealed = WindowErrorCode::Other("bundle-sealed");
    assert!(matches!(&end, Err(StudyEnd::Sealed(error)) if error.code == sealed), "{end:?}");
    fs::write(&path, "2026-11-23 a log").unwrap();
    assert!(!desk.is_bundle(&path));
}
