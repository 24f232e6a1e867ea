//! This device itself as a source: on the start, and for a link.

use std::sync::mpsc::{Receiver, channel};

use rand_core::OsRng;
use scepscope_acquire::{DEVICE_FACTS, Reason, SOURCES_SCHEMA, Source, SourceList};
use scepscope_model::Platform;
use scepscope_request::{Algorithm, Draft, LinkSigner, scheme_link};

use super::request_tests::Fixed;
use super::tests::{NoBundles, Script, Tape, code, next, screen, sources};
use super::*;
use crate::contract::{DeviceSource, RequestView, Step, WindowErrorCode};
use crate::engine::Ask;
use crate::post::tests::ScriptedOutbox;
use crate::trust::now;

const JOURNAL: &str = "linux.journal";

/// An engine on a device with these sources, which tells what it was to read.
#[derive(Default)]
pub(super) struct OnDevice {
    found: Vec<Source>,
    read: Mutex<Vec<Reading>>,
}

impl Engine for OnDevice {
    fn sources(&self) -> SourceList {
        let sources = [&self.found[..], &[Source::ready(DEVICE_FACTS)]].concat();
        SourceList { schema: SOURCES_SCHEMA.to_owned(), platform: Platform::Linux, sources }
    }

    fn answering(&self, asked: &[String]) -> Vec<String> {
        assert_eq!(asked, ["all"]);
        self.found.iter().map(|source| source.id.to_owned()).collect()
    }

    fn check(
        &self,
        reading: Reading,
        watch: &dyn Watch,
        _: &Cancel,
    ) -> Result<Box<dyn Checked>, CollectError> {
        if reading.device != DeviceReading::Nothing {
            watch.reading(JOURNAL);
        }
        watch.event(Event::ReportReady);
        let url = reading.ask.as_ref().and_then(|ask| ask.scep_url.clone());
        self.read.lock().unwrap().push(reading);
        if let Some(url) = url {
            watch.asking(&url);
            watch.not_asked(CollectError::new(ErrorCode::Internal).into());
        }
        Ok(sources(Script::Succeed, Script::Succeed))
    }
}

/// A window on such a device that has looked at it, and what it emits from there on.
fn window(found: Vec<Source>, trust: Trust) -> (Controller, Receiver<WindowEvent>, Arc<OnDevice>) {
    let (sender, events) = channel();
    let engine = Arc::new(OnDevice { found, read: Mutex::default() });
    let parts = Parts {
        engine: engine.clone(),
        analyst: Arc::new(NoBundles),
        face: Arc::new(Tape(Mutex::new(sender))),
        trust,
        outbox: Arc::new(ScriptedOutbox::default()),
        outgoing: None,
        history: None,
        faults: Faults::default(),
    };
    let controller = Controller::new(parts, vec![]);
    controller.start();
    while !matches!(next(&events), WindowEvent::Screen { screen: Screen::Start { device: Some(_), .. } }) {}
    (controller, events, engine)
}

fn start(controller: &Controller, events: &Receiver<WindowEvent>) -> (DeviceOffer, bool) {
    controller.show();
    let Screen::Start { device: Some(device), reads_device, .. } = screen(events) else {
        panic!("not at the start")
    };
    (device, reads_device)
}

/// The steps that were told until the result was there.
fn steps(events: &Receiver<WindowEvent>) -> Vec<Vec<Step>> {
    let mut told = vec![];
    loop {
        match next(events) {
            WindowEvent::Steps { steps } => told.push(steps),
            WindowEvent::Screen { screen: Screen::Result { .. } } => return told,
            _ => {}
        }
    }
}

fn step(done: bool) -> Step {
    Step { task: Task::Device { source: JOURNAL.to_owned() }, done }
}

#[test]
fn collect_reads_the_device_where_nothing_is_chosen() {
    let found = vec![Source::ready(JOURNAL), Source::absent("linux.broker_logs", Reason::NotFound)];
    let (controller, events, engine) = window(found.clone(), Trust::system());
    let (device, reads) = start(&controller, &events);
    assert_eq!((device.ready, reads), (true, true));
    // What the device itself is tells of no enrolment.
    assert_eq!(device.sources, found.iter().map(DeviceSource::from).collect::<Vec<_>>());
    assert!(controller.has_something());
    controller.collect().unwrap();
    assert_eq!(steps(&events), [vec![step(false)], vec![step(true)]]);
    let read = engine.read.lock().unwrap();
    assert_eq!((read[0].files.len(), &read[0].device), (0, &DeviceReading::Everything));
}

#[test]
fn chosen_logs_are_read_without_the_device_unless_somebody_wants_both() {
    let (controller, events, engine) = window(vec![Source::ready(JOURNAL)], Trust::system());
    controller.choose(vec!["a.log".into()]).unwrap();
    let Screen::Start { reads_device, .. } = screen(&events) else { panic!("not at the start") };
    assert!(!reads_device);
    controller.collect().unwrap();
    assert_eq!(steps(&events), Vec::<Vec<Step>>::new());
    controller.start_again().unwrap();
    controller.choose(vec!["a.log".into()]).unwrap();
    controller.read_device(true).unwrap();
    controller.collect().unwrap();
    steps(&events);
    let read = engine.read.lock().unwrap();
    assert_eq!(read.iter().map(|r| r.files.len()).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(
        read.iter().map(|r| r.device.clone()).collect::<Vec<_>>(),
        [DeviceReading::Nothing, DeviceReading::Everything]
    );
}

#[test]
fn a_device_of_which_nothing_can_be_read_is_not_read() {
    let found = vec![Source::needs_consent("android.omadm", Reason::SharedByUser)];
    let (controller, events, _) = window(found, Trust::system());
    let (device, reads) = start(&controller, &events);
    assert_eq!((device.ready, reads, controller.has_something()), (false, false, false));
    controller.read_device(true).unwrap();
    assert!(!start_again(&events));
    assert_eq!(code(controller.collect()), Some(WindowErrorCode::Collect(ErrorCode::NoInput)));
}

fn start_again(events: &Receiver<WindowEvent>) -> bool {
    let Screen::Start { reads_device, .. } = screen(events) else { panic!("not at the start") };
    reads_device
}

/// A link to a device, and a device whose management pinned its key.
fn link() -> (String, Trust, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let signer = LinkSigner::generate(&mut OsRng, Algorithm::EdDsa).unwrap();
    let policy = serde_json::json!({ "LinkKeys": [signer.public().to_string()] }).to_string();
    let trust = Trust::new(
        Arc::new(Fixed(policy)),
        Some(folder.path().join("keys.json")),
        Some(folder.path().join("used.json")),
    );
    let draft = Draft {
        issuer: "Contoso helpdesk".into(),
        id: "request-1".into(),
        issued: now(),
        not_before: now(),
        expires: now() + 3600,
        collect: vec!["all".into()],
        upload: "https://inbox.example/up/".into(),
        case: Some("T-42".into()),
        scep_url: Some("https://scep.example/certsrv/mscep/mscep.dll".into()),
        recipient: None,
        redact: None,
        ticket: None,
        device: None,
    };
    (scheme_link(&draft.sign(&signer).unwrap().0), trust, folder)
}

fn offer(events: &Receiver<WindowEvent>) -> (String, Vec<String>) {
    match screen(events) {
        Screen::Request { request: RequestView::Offer { offer, device, .. }, .. } => {
            (offer.digest().to_owned(), device)
        }
        other => panic!("no offer: {other:?}"),
    }
}

#[test]
fn a_link_reads_the_device_and_asks_the_server() {
    let (link, trust, _folder) = link();
    let (controller, events, engine) = window(vec![Source::ready(JOURNAL)], trust);
    controller.link(link);
    let (without, device) = offer(&events);
    assert_eq!(device, [JOURNAL]);
    // Logs that somebody chooses answer in the device's place, and that is another offer.
    controller.choose(vec!["a.log".into()]).unwrap();
    let (with, device) = offer(&events);
    assert_eq!(device, Vec::<String>::new());
    assert_ne!(with, without);
    controller.clear().unwrap();
    assert_eq!(offer(&events).0, without);
    controller.accept(&without).unwrap();
    let mut trouble = None;
    let mut asked = vec![];
    loop {
        match next(&events) {
            WindowEvent::Steps { steps } => asked = steps,
            WindowEvent::Trouble { error } => trouble = Some(error.code),
            WindowEvent::Screen { screen: Screen::Result { .. } } => break,
            _ => {}
        }
    }
    let url = "https://scep.example/certsrv/mscep/mscep.dll";
    let server = Step { task: Task::Server { host: url.to_owned() }, done: false };
    assert_eq!(asked, [step(true), server]);
    assert_eq!(trouble, Some(WindowErrorCode::Collect(ErrorCode::Internal)));
    let read = engine.read.lock().unwrap();
    let Some(Ask { scep_url, .. }) = &read[0].ask else { panic!("not for the link") };
    assert_eq!(scep_url.as_deref(), Some(url));
    assert_eq!(read[0].device, DeviceReading::Answering(vec![JOURNAL.to_owned()]));
}
