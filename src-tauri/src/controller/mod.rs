//! What the window does, without a window: one state, one worker thread, one stream of events.

mod progress;
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
use crate::view;
use progress::Progress;
use work::Work;

/// Where the controller's events go: the page, or a list in a test.
pub trait Face: Send + Sync {
    /// One event. Called while the state is locked, so that events keep their order: return quickly, call nothing back.
    fn emit(&self, event: WindowEvent);
}

/// Carries out what the window asks for. Clones share one state.
#[derive(Clone)]
pub struct Controller {
    engine: Arc<dyn Engine>,
    face: Arc<dyn Face>,
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    chosen: Vec<PathBuf>,
    state: State,
}

enum State {
    Start,
    Collecting { cancel: Cancel, progress: Progress },
    Work(Work),
    Failed(WindowError),
}

impl Controller {
    /// A window that shows the start, with `chosen` chosen already.
    pub fn new(engine: Arc<dyn Engine>, face: Arc<dyn Face>, chosen: Vec<PathBuf>) -> Controller {
        Controller { engine, face, inner: Arc::new(Mutex::new(Inner { chosen, state: State::Start })) }
    }

    /// Emits the present screen: for a page that has just loaded.
    pub fn show(&self) {
        self.emit_screen(&self.lock());
    }

    /// Whether anything is chosen.
    pub fn has_chosen(&self) -> bool {
        !self.lock().chosen.is_empty()
    }

    /// Files are held over the window (or no longer are); told to the page where it would take them.
    pub fn hover(&self, over: bool) {
        if matches!(self.lock().state, State::Start) {
            self.face.emit(WindowEvent::Hover { over });
        }
    }

    /// Adds files and folders to what is chosen; those chosen already are not added again.
    ///
    /// # Errors
    /// `not-now` except on the start screen.
    pub fn choose(&self, paths: Vec<PathBuf>) -> Result<(), WindowError> {
        let mut inner = self.lock();
        inner.only_on_start()?;
        for path in paths {
            if !inner.chosen.contains(&path) {
                inner.chosen.push(path);
            }
        }
        self.emit_screen(&inner);
        Ok(())
    }

    /// Chooses nothing.
    ///
    /// # Errors
    /// `not-now` except on the start screen.
    pub fn clear(&self) -> Result<(), WindowError> {
        let mut inner = self.lock();
        inner.only_on_start()?;
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
        if inner.chosen.is_empty() {
            return Err(CollectError::new(ErrorCode::NoInput).into());
        }
        let cancel = Cancel::default();
        let (inputs, worker, token) = (inner.chosen.clone(), self.clone(), cancel.clone());
        spawn("check", move || {
            let checked = guarded(|| worker.engine.check(inputs, &worker, &token));
            worker.checked(checked);
        })?;
        inner.state = State::Collecting { cancel, progress: Progress::default() };
        self.emit_screen(&inner);
        Ok(())
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
        self.emit_screen(&inner);
        Ok(())
    }

    fn checked(&self, result: Result<Box<dyn Checked>, CollectError>) {
        let state = match result {
            Ok(checked) => State::Work(Work::new(view::result(checked.report()), checked)),
            Err(error) if error.code == ErrorCode::Cancelled => State::Start,
            Err(error) => State::Failed(error.into()),
        };
        let mut inner = self.lock();
        inner.state = state;
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
            State::Start => Ok(()),
            _ => Err(OwnErrorCode::NotNow.into()),
        }
    }

    fn screen(&self) -> Screen {
        match &self.state {
            State::Start => Screen::Start { chosen: self.chosen.iter().map(|path| chosen(path)).collect() },
            State::Collecting { cancel, progress } => {
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

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), WindowError> {
    let spawned = thread::Builder::new().name(name.to_owned()).spawn(work);
    spawned.map(drop).map_err(|e| CollectError::with(ErrorCode::Internal, e.to_string()).into())
}

/// A fault of a parser must not leave the window waiting for ever.
fn guarded<T>(work: impl FnOnce() -> Result<T, CollectError>) -> Result<T, CollectError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(CollectError::new(ErrorCode::Internal)))
}
