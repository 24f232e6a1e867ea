//! What the window does, without a window: one state, one worker thread, one stream of events.

mod progress;
mod request;
#[cfg(test)]
mod request_tests;
#[cfg(test)]
mod tests;
mod work;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use scepscope_collect::{Cancel, CollectError, ErrorCode, Event, Observer};

use crate::contract::{Amount, Chosen, OwnErrorCode, Screen, WindowError, WindowEvent};
use crate::engine::{Checked, Engine};
use crate::post::{Outbox, Poster};
use crate::trust::Trust;
use crate::view;
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
    /// The page.
    pub face: Arc<dyn Face>,
    /// What the device allows.
    pub trust: Trust,
    /// The outgoing queue.
    pub outbox: Arc<dyn Outbox>,
    /// The folder in which bundles are made that go into the queue.
    pub outgoing: Option<PathBuf>,
}

/// Carries out what the window asks for. Clones share one state.
#[derive(Clone)]
pub struct Controller {
    engine: Arc<dyn Engine>,
    face: Arc<dyn Face>,
    trust: Trust,
    poster: Poster,
    outgoing: Option<PathBuf>,
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    requests: Requests,
    chosen: Vec<PathBuf>,
    state: State,
}

enum State {
    Start,
    Collecting { cancel: Cancel, progress: Progress, errand: Option<Box<Errand>> },
    Work(Work),
    Failed(WindowError),
}

impl Controller {
    /// A window that shows the start, with `chosen` chosen already.
    pub fn new(parts: Parts, chosen: Vec<PathBuf>) -> Controller {
        let Parts { engine, face, trust, outbox, outgoing } = parts;
        let poster = Poster::new(outbox, face.clone());
        let inner = Inner { requests: Requests::default(), chosen, state: State::Start };
        Controller { engine, face, trust, poster, outgoing, inner: Arc::new(Mutex::new(inner)) }
    }

    /// Emits the present screen and the outgoing queue: for a page that has just loaded.
    pub fn show(&self) {
        self.emit_screen(&self.lock());
        self.poster.show();
    }

    /// Sends what waits in the queue.
    pub fn start(&self) {
        self.poster.start();
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
        self.poster.remove(post)
    }

    /// The window is closed: what nobody can finish any more is given up.
    pub fn close(&self) {
        self.lock().state = State::Start;
    }

    /// Whether anything is chosen.
    pub fn has_chosen(&self) -> bool {
        !self.lock().chosen.is_empty()
    }

    /// Files are held over the window (or no longer are); told to the page where it would take them.
    pub fn hover(&self, over: bool) {
        if self.lock().takes_files().is_ok() {
            self.face.emit(WindowEvent::Hover { over });
        }
    }

    /// Adds files and folders to what is chosen; those chosen already are not added again.
    ///
    /// # Errors
    /// `not-now` except on the start screen and with an offer on show.
    pub fn choose(&self, paths: Vec<PathBuf>) -> Result<(), WindowError> {
        let mut inner = self.lock();
        inner.takes_files()?;
        for path in paths {
            if !inner.chosen.contains(&path) {
                inner.chosen.push(path);
            }
        }
        self.emit_screen(&inner);
        Ok(())
    }

    /// Files that came by themselves: dropped, or opened with the program. Where nothing can be chosen at this moment,
    /// the page says so.
    pub fn offer_files(&self, paths: Vec<PathBuf>) {
        if let Err(error) = self.choose(paths) {
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

    /// Reads what is chosen, on a worker thread.
    ///
    /// # Errors
    /// `not-now` except on the start screen, `no-input` when nothing is chosen, `internal` without a thread.
    pub fn collect(&self) -> Result<(), WindowError> {
        let mut inner = self.lock();
        inner.only_on_start()?;
        inner.something_chosen()?;
        self.begin(&mut inner, None)
    }

    /// Reads what is chosen, for a link where somebody agreed to one.
    fn begin(&self, inner: &mut Inner, errand: Option<Errand>) -> Result<(), WindowError> {
        let cancel = Cancel::default();
        let ask = errand.as_ref().and_then(Errand::ask);
        let (inputs, worker, token) = (inner.chosen.clone(), self.clone(), cancel.clone());
        let spawned = spawn("check", move || {
            let checked = guarded(|| worker.engine.check(inputs, ask, &worker, &token));
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
            State::Start | State::Failed(_) => {}
        }
    }

    /// Back to the start with nothing chosen.
    ///
    /// # Errors
    /// `not-now` while something runs.
    pub fn start_again(&self) -> Result<(), WindowError> {
        let mut inner = self.lock();
        match inner.state {
            State::Collecting { .. } => return Err(OwnErrorCode::NotNow.into()),
            State::Work(ref work) if work.is_busy() => return Err(OwnErrorCode::NotNow.into()),
            State::Start | State::Work(_) | State::Failed(_) => {}
        }
        inner.chosen.clear();
        inner.state = State::Start;
        self.next_link(&mut inner);
        self.emit_screen(&inner);
        Ok(())
    }

    fn checked(&self, result: Result<Box<dyn Checked>, CollectError>) {
        let mut inner = self.lock();
        // What was agreed to is given up together with the state, where the check gave nothing.
        let before = std::mem::replace(&mut inner.state, State::Start);
        inner.state = match (result, before) {
            (Ok(checked), State::Collecting { errand, .. }) => {
                State::Work(Work::new(view::result(checked.report()), checked, errand))
            }
            (Err(error), _) if error.code != ErrorCode::Cancelled => State::Failed(error.into()),
            _ => State::Start,
        };
        self.next_link(&mut inner);
        self.emit_screen(&inner);
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
                if let Some(source) = progress.apply(event) {
                    self.face.emit(WindowEvent::Source { source });
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

impl Inner {
    fn only_on_start(&self) -> Result<(), WindowError> {
        match self.state {
            State::Start if !self.requests.is_shown() => Ok(()),
            _ => Err(OwnErrorCode::NotNow.into()),
        }
    }

    /// Logs can be chosen on the start, and for an offer.
    fn takes_files(&self) -> Result<(), WindowError> {
        if self.requests.takes_files() { Ok(()) } else { self.only_on_start() }
    }

    fn something_chosen(&self) -> Result<(), WindowError> {
        if self.chosen.is_empty() { Err(CollectError::new(ErrorCode::NoInput).into()) } else { Ok(()) }
    }

    fn screen(&self) -> Screen {
        if let Some(request) = self.requests.screen(&self.chosen) {
            return request;
        }
        match &self.state {
            State::Start => Screen::Start { chosen: self.chosen.iter().map(|path| chosen(path)).collect() },
            State::Collecting { cancel, progress, .. } => {
                Screen::Collecting { sources: progress.sources(), stopping: cancel.is_cancelled() }
            }
            State::Work(work) => work.screen(),
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

/// A fault of a parser must not leave the window waiting for ever.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, CollectError>) -> Result<T, CollectError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(CollectError::new(ErrorCode::Internal)))
}
