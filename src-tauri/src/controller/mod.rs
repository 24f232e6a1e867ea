//! What the window does, without a window: one state, one worker thread, one stream of events.

mod analysis;
#[cfg(test)]
mod analysis_tests;
#[cfg(test)]
mod device_tests;
#[cfg(test)]
mod fault_tests;
mod past;
#[cfg(test)]
mod past_tests;
mod progress;
mod request;
#[cfg(test)]
mod request_tests;
#[cfg(test)]
mod tests;
mod work;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use scepscope_collect::{Cancel, CollectError, ErrorCode, Event, History, Observer};

use crate::analyst::Analyst;
use crate::contract::{Amount, Chosen, DeviceOffer, OwnErrorCode, Screen, Task, WindowError, WindowEvent};
use crate::engine::{Checked, DeviceReading, Engine, Reading, Watch};
use crate::faults::Faults;
use crate::post::{Outbox, Poster};
use crate::trust::Trust;
use crate::view;
use analysis::Analysis;
use progress::Progress;
pub use request::MAX_WAITING_LINKS;
use request::{Errand, Requests};
use work::Work;

/// Where the controller's events go: the page, or a list in a test.
pub trait Face: Send + Sync {
    /// One event. Called while the state is locked, so that events keep their order: return quickly, call nothing back.
    fn emit(&self, event: WindowEvent);
}

/// What a controller works with.
pub struct Parts {
    /// The collector.
    pub engine: Arc<dyn Engine>,
    /// The administrator's analyzer.
    pub analyst: Arc<dyn Analyst>,
    /// The page.
    pub face: Arc<dyn Face>,
    /// What the device allows.
    pub trust: Trust,
    /// The outgoing queue.
    pub outbox: Arc<dyn Outbox>,
    /// The folder in which bundles are made that go into the queue.
    pub outgoing: Option<PathBuf>,
    /// What is known of earlier bundles; `None` where the system has no place for it.
    pub history: Option<History>,
    /// Where notes of the program's own faults go.
    pub faults: Faults,
}

/// Carries out what the window asks for. Clones share one state.
#[derive(Clone)]
pub struct Controller {
    engine: Arc<dyn Engine>,
    analyst: Arc<dyn Analyst>,
    face: Arc<dyn Face>,
    trust: Trust,
    poster: Poster,
    outgoing: Option<PathBuf>,
    history: Option<History>,
    faults: Faults,
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    requests: Requests,
    chosen: Vec<PathBuf>,
    /// Files that came while something was under way: chosen as soon as the start is shown.
    kept: Vec<PathBuf>,
    /// How many analyses there were.
    analyses: u64,
    /// What this device offers; `None` until that is known.
    device: Option<DeviceOffer>,
    /// Whether this device is read, where somebody said so.
    reads_device: Option<bool>,
    state: State,
}

enum State {
    Start,
    Collecting { cancel: Cancel, progress: Progress, errand: Option<Box<Errand>> },
    Work(Work),
    Analysis(Analysis),
    Failed(WindowError),
}

impl Controller {
    /// A window that shows the start, with `chosen` chosen already.
    pub fn new(parts: Parts, chosen: Vec<PathBuf>) -> Controller {
        let Parts { engine, analyst, face, trust, outbox, outgoing, history, faults } = parts;
        let poster = Poster::new(outbox, face.clone(), faults.clone());
        let inner = Inner {
            requests: Requests::default(),
            chosen,
            kept: Vec::new(),
            analyses: 0,
            device: None,
            reads_device: None,
            state: State::Start,
        };
        Controller {
            engine,
            analyst,
            face,
            trust,
            poster,
            outgoing,
            history,
            faults,
            inner: Arc::new(Mutex::new(inner)),
        }
    }

    /// The present screen.
    pub(crate) fn screen(&self) -> Screen {
        self.lock().screen()
    }

    /// Emits the present screen and the outgoing queue: for a page that has just loaded.
    pub fn show(&self) {
        self.emit_screen(&self.lock());
        self.poster.show();
    }

    /// Sends what waits in the queue, and looks what this device offers, on a worker thread.
    ///
    /// A bundle that was opened with the program is analyzed.
    pub fn start(&self) {
        self.poster.start();
        let opened = self.lock().chosen.clone();
        if !opened.is_empty() {
            self.beside(move |worker| {
                if worker.holds_bundle(&opened) {
                    let mut inner = worker.lock();
                    if inner.only_on_start().is_ok() && inner.chosen == opened {
                        // What fails is on the screen.
                        let _ = worker.open_bundles(&mut inner);
                    }
                }
            });
        }
        let worker = self.clone();
        // Without a thread it stays unknown, and Collect finds out.
        let _ = spawn("sources", move || {
            let list = worker.faults.guarded(|| Ok::<_, WindowError>(worker.engine.sources()));
            let Ok(list) = list else { return };
            let mut inner = worker.lock();
            inner.device = Some(list.into());
            if inner.only_on_start().is_ok() {
                worker.emit_screen(&inner);
            }
        });
    }

    /// Tries to send an entry of the queue again now.
    ///
    /// # Errors
    /// The queue's.
    pub fn retry(&self, post: &str) -> Result<(), WindowError> {
        self.poster.retry(post)
    }

    /// Removes an entry of the queue, with its bundle.
    ///
    /// # Errors
    /// The queue's.
    pub fn remove(&self, post: &str) -> Result<(), WindowError> {
        let arrived = self.poster.has_arrived(post);
        self.poster.remove(post)?;
        if !arrived {
            self.forget_unsent(post);
        }
        Ok(())
    }

    /// The window is closed: what nobody can finish any more is given up.
    pub fn close(&self) {
        self.lock().state = State::Start;
    }

    /// Whether Collect has anything to read.
    pub fn has_something(&self) -> bool {
        let inner = self.lock();
        !inner.chosen.is_empty() || inner.reads_device()
    }

    /// Whether Collect reads this device itself.
    ///
    /// # Errors
    /// `not-now` except on the start screen.
    pub fn read_device(&self, on: bool) -> Result<(), WindowError> {
        let mut inner = self.lock();
        inner.only_on_start()?;
        inner.reads_device = Some(on);
        self.emit_screen(&inner);
        Ok(())
    }

    /// Files are held over the window (or no longer are); told to the page where it would take them.
    pub fn hover(&self, over: bool) {
        if self.lock().takes_files().is_ok() {
            self.face.emit(WindowEvent::Hover { over });
        }
    }

    /// Adds files and folders to what is chosen; those chosen already are not added again. With a bundle among them, what
    /// is chosen is analyzed; on an analysis, it is made anew with them.
    ///
    /// # Errors
    /// `not-now` except on the start screen, with an offer, and with an analysis on show.
    pub fn choose(&self, paths: Vec<PathBuf>) -> Result<(), WindowError> {
        let bundle = self.holds_bundle(&paths);
        let mut inner = self.lock();
        inner.takes_files()?;
        self.add(&mut inner, paths, bundle)
    }

    fn add(&self, inner: &mut Inner, paths: Vec<PathBuf>, bundle: bool) -> Result<(), WindowError> {
        if inner.shows_analysis() {
            return if paths.is_empty() { Ok(()) } else { self.add_to_analysis(inner, paths) };
        }
        for path in paths {
            if !inner.chosen.contains(&path) {
                inner.chosen.push(path);
            }
        }
        // For an offer a bundle is one log more.
        if bundle && inner.only_on_start().is_ok() {
            return self.open_bundles(inner);
        }
        self.emit_screen(inner);
        Ok(())
    }

    /// Files that came by themselves: dropped, or opened with the program. Where nothing can be chosen at this moment,
    /// they are kept until the start is shown again, and the page says so.
    pub fn offer_files(&self, paths: Vec<PathBuf>) {
        if paths.is_empty() {
            return;
        }
        // Whoever hands them over must not wait for a slow disk.
        self.beside(move |worker| {
            let bundle = worker.holds_bundle(&paths);
            let mut inner = worker.lock();
            let error = if inner.takes_files().is_ok() {
                worker.add(&mut inner, paths, bundle).err()
            } else {
                inner.kept.extend(paths);
                Some(OwnErrorCode::FilesKept.into())
            };
            if let Some(error) = error {
                worker.face.emit(WindowEvent::Trouble { error });
            }
        });
    }

    /// Does something that takes a moment on a thread of its own.
    fn beside(&self, work: impl FnOnce(&Controller) + Send + 'static) {
        let worker = self.clone();
        let spawned = spawn("files", move || {
            let done = worker.faults.guarded(|| {
                work(&worker);
                Ok::<_, WindowError>(())
            });
            if let Err(error) = done {
                worker.face.emit(WindowEvent::Trouble { error });
            }
        });
        if let Err(error) = spawned {
            self.face.emit(WindowEvent::Trouble { error });
        }
    }

    /// Chooses nothing.
    ///
    /// # Errors
    /// `not-now` except on the start screen and with an offer on show.
    pub fn clear(&self) -> Result<(), WindowError> {
        let mut inner = self.lock();
        inner.takes_files()?;
        inner.chosen.clear();
        self.emit_screen(&inner);
        Ok(())
    }

    /// Reads what is chosen, or this device itself, or both, on a worker thread. With a bundle among what is chosen, it is
    /// analyzed.
    ///
    /// # Errors
    /// `not-now` except on the start screen, `no-input` where there is nothing to read, `internal` without a thread.
    pub fn collect(&self) -> Result<(), WindowError> {
        let chosen = self.lock().chosen.clone();
        let bundle = self.holds_bundle(&chosen);
        let mut inner = self.lock();
        inner.only_on_start()?;
        if bundle && inner.chosen == chosen {
            return self.open_bundles(&mut inner);
        }
        let device = if inner.reads_device() { DeviceReading::Everything } else { DeviceReading::Nothing };
        self.begin(&mut inner, device, None)
    }

    /// Reads what is chosen and this of the device, for a link where somebody agreed to one.
    fn begin(
        &self,
        inner: &mut Inner,
        device: DeviceReading,
        errand: Option<Errand>,
    ) -> Result<(), WindowError> {
        if inner.chosen.is_empty() && device == DeviceReading::Nothing {
            return Err(CollectError::new(ErrorCode::NoInput).into());
        }
        let cancel = Cancel::default();
        let ask = errand.as_ref().and_then(Errand::ask);
        let reading = Reading { files: inner.chosen.clone(), device, ask };
        let (worker, token) = (self.clone(), cancel.clone());
        let spawned = spawn("check", move || {
            let checked = worker.faults.guarded(|| worker.engine.check(reading, &worker, &token));
            worker.checked(checked);
        });
        inner.state = match &spawned {
            Ok(()) => {
                State::Collecting { cancel, progress: Progress::default(), errand: errand.map(Box::new) }
            }
            Err(error) => State::Failed(error.clone()),
        };
        self.emit_screen(inner);
        spawned
    }

    /// Asks the running check, the preparing or the saving to stop. Nothing to stop is no error: it may have ended just
    /// now.
    pub fn cancel(&self) {
        let inner = self.lock();
        match &inner.state {
            State::Collecting { cancel, .. } => {
                cancel.cancel();
                self.emit_screen(&inner);
            }
            State::Work(work) => work.cancel(),
            State::Start | State::Analysis(_) | State::Failed(_) => {}
        }
    }

    /// Back to the start with nothing chosen but what came meanwhile.
    ///
    /// # Errors
    /// `not-now` while something runs.
    pub fn start_again(&self) -> Result<(), WindowError> {
        let mut inner = self.lock();
        match inner.state {
            State::Collecting { .. } => return Err(OwnErrorCode::NotNow.into()),
            State::Work(ref work) if work.is_busy() => return Err(OwnErrorCode::NotNow.into()),
            State::Start | State::Work(_) | State::Analysis(_) | State::Failed(_) => {}
        }
        inner.chosen.clear();
        inner.reads_device = None;
        inner.state = State::Start;
        self.settle(&mut inner);
        Ok(())
    }

    /// Something ended: what waited for that comes next, and the screen is shown.
    fn settle(&self, inner: &mut Inner) {
        if let State::Start = inner.state {
            let kept = std::mem::take(&mut inner.kept);
            let new: Vec<_> = kept.into_iter().filter(|path| !inner.chosen.contains(path)).collect();
            inner.chosen.extend(new);
        }
        self.next_link(inner);
        self.emit_screen(inner);
    }

    fn checked(&self, result: Result<Box<dyn Checked>, WindowError>) {
        let mut inner = self.lock();
        // What was agreed to is given up together with the state, where the check gave nothing.
        let before = std::mem::replace(&mut inner.state, State::Start);
        inner.state = match (result, before) {
            (Ok(checked), State::Collecting { errand, .. }) => {
                State::Work(Work::new(view::result(checked.report()), checked, errand))
            }
            (Err(error), _) if !error.is_cancelled() => State::Failed(error),
            _ => State::Start,
        };
        self.settle(&mut inner);
    }

    fn emit_screen(&self, inner: &Inner) {
        self.face.emit(WindowEvent::Screen { screen: inner.screen() });
    }

    /// The state stays usable after a panic elsewhere: every change to it is one assignment.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Controller {
    fn event(&self, event: Event) {
        let mut inner = self.lock();
        match (&mut inner.state, event) {
            (State::Collecting { progress, .. }, event) => {
                if let Some(steps) = progress.end_steps() {
                    self.face.emit(WindowEvent::Steps { steps });
                }
                if let Some(event) = progress.apply(event) {
                    self.face.emit(event);
                }
            }
            (State::Work(work), Event::PackProgress { bytes, total }) => {
                if let Some(event) = work.progress(Amount { bytes, total }) {
                    self.face.emit(event);
                }
            }
            _ => {}
        }
    }
}

impl Watch for Controller {
    fn reading(&self, source: &str) {
        self.begin_step(Task::Device { source: source.to_owned() });
    }

    fn asking(&self, host: &str) {
        self.begin_step(Task::Server { host: host.to_owned() });
    }

    fn not_asked(&self, error: WindowError) {
        self.face.emit(WindowEvent::Trouble { error });
    }
}

impl Controller {
    fn begin_step(&self, task: Task) {
        if let State::Collecting { progress, .. } = &mut self.lock().state {
            self.face.emit(WindowEvent::Steps { steps: progress.begin(task) });
        }
    }
}

impl Inner {
    /// Whether Collect reads this device: where somebody said so; else where it can be read, or that is not known yet, and no
    /// log is chosen, which may be another device's.
    fn reads_device(&self) -> bool {
        let ready = self.device.as_ref().is_none_or(|device| device.ready);
        ready && self.reads_device.unwrap_or(self.chosen.is_empty())
    }

    fn only_on_start(&self) -> Result<(), WindowError> {
        match self.state {
            State::Start if !self.requests.is_shown() => Ok(()),
            _ => Err(OwnErrorCode::NotNow.into()),
        }
    }

    /// Logs can be chosen on the start and for an offer, and added to an analysis.
    fn takes_files(&self) -> Result<(), WindowError> {
        if self.requests.takes_files() || self.shows_analysis() { Ok(()) } else { self.only_on_start() }
    }

    fn shows_analysis(&self) -> bool {
        matches!(&self.state, State::Analysis(analysis) if analysis.takes_files())
            && !self.requests.is_shown()
    }

    fn screen(&self) -> Screen {
        if let Some(request) = self.requests.screen(&self.chosen) {
            return request;
        }
        match &self.state {
            State::Start => Screen::Start {
                chosen: self.chosen.iter().map(|path| chosen(path)).collect(),
                device: self.device.clone(),
                reads_device: self.reads_device(),
            },
            State::Collecting { cancel, progress, .. } => Screen::Collecting {
                whole: progress.whole(),
                steps: progress.steps(),
                sources: progress.sources(),
                stopping: cancel.is_cancelled(),
            },
            State::Work(work) => work.screen(),
            State::Analysis(analysis) => analysis.screen(),
            State::Failed(error) => Screen::Failed { error: error.clone() },
        }
    }
}

fn chosen(path: &Path) -> Chosen {
    Chosen { path: path.display().to_string(), folder: path.is_dir() }
}

pub(crate) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), WindowError> {
    let spawned = thread::Builder::new().name(name.to_owned()).spawn(work);
    spawned.map(drop).map_err(|e| CollectError::with(ErrorCode::Internal, e.to_string()).into())
}
