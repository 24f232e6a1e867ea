//! From the result on: preview, leave out, save or send.

use std::path::{Path, PathBuf};

use scepscope_collect::{
    Cancel, CollectError, ErrorCode, LineRange, Observer, Packed, Preview, PreviewLines, Went,
};
use scepscope_model::Report;
use scepscope_present::Language;

use super::request::Errand;
use super::{Controller, Inner, State, spawn};
use crate::contract::{Amount, OwnErrorCode, ResultView, SaveState, Screen, WindowError, WindowEvent};
use crate::engine::Checked;

/// Lines of an item that the page gets at once.
const LINES_AT_ONCE: usize = 100;

/// What was checked, and how far it is on its way out.
pub(super) struct Work {
    view: Box<ResultView>,
    sources: Holder,
    stage: Stage,
    /// What a link asked for, until its bundle is handed over.
    errand: Option<Box<Errand>>,
}

enum Stage {
    Result,
    Preparing(Amount),
    Preview { preview: Box<Preview>, save: SaveState },
}

/// Who has the checked sources: the window, the worker that reads them, or nobody after a fault.
enum Holder {
    Window(Box<dyn Checked>),
    Worker(Cancel),
    Nobody,
}

impl Work {
    pub(super) fn new(view: ResultView, sources: Box<dyn Checked>, errand: Option<Box<Errand>>) -> Work {
        Work { view: Box::new(view), sources: Holder::Window(sources), stage: Stage::Result, errand }
    }

    /// Whether nothing is under way, and nothing agreed to is left undone.
    pub(super) fn is_free(&self) -> bool {
        !self.is_busy() && self.errand.is_none()
    }

    pub(super) fn is_busy(&self) -> bool {
        matches!(self.sources, Holder::Worker(_))
    }

    pub(super) fn cancel(&self) {
        if let Holder::Worker(cancel) = &self.sources {
            cancel.cancel();
        }
    }

    pub(super) fn screen(&self) -> Screen {
        match &self.stage {
            Stage::Result => Screen::Result { view: self.view.clone() },
            Stage::Preparing(work) => Screen::Preparing { work: *work },
            Stage::Preview { preview, save } => Screen::Preview {
                preview: preview.clone(),
                destination: self.errand.as_ref().map(|errand| errand.host().to_owned()),
                save: save.clone(),
            },
        }
    }

    /// Takes in how far the worker is; the event that tells it, where something is on show that it belongs to.
    pub(super) fn progress(&mut self, amount: Amount) -> Option<WindowEvent> {
        match &mut self.stage {
            Stage::Preparing(work) => {
                *work = amount;
                Some(WindowEvent::Prepare { work: amount })
            }
            Stage::Preview { save: save @ SaveState::Saving { .. }, .. } => {
                *save = SaveState::Saving { work: amount };
                Some(WindowEvent::Save { save: save.clone() })
            }
            Stage::Preview { .. } | Stage::Result => None,
        }
    }

    /// The sources, for a worker.
    fn take(&mut self) -> Result<(Box<dyn Checked>, Cancel), WindowError> {
        let cancel = Cancel::default();
        match std::mem::replace(&mut self.sources, Holder::Worker(cancel.clone())) {
            Holder::Window(sources) => Ok((sources, cancel)),
            other => {
                self.sources = other;
                Err(OwnErrorCode::NotNow.into())
            }
        }
    }

    /// Takes the sources back from a worker; after a fault there are none.
    fn give_back<T>(&mut self, done: Done<T>) -> Result<T, WindowError> {
        match done {
            Ok((sources, outcome)) => {
                self.sources = Holder::Window(sources);
                Ok(outcome?)
            }
            Err(fault) => {
                self.sources = Holder::Nobody;
                Err(fault)
            }
        }
    }
}

/// What a worker comes back with: the sources and what came of them, or a fault that took them.
type Done<T> = Result<(Box<dyn Checked>, Result<T, CollectError>), WindowError>;

/// Packs what was previewed; the bundle, and its report as it left.
fn pack(
    sources: &mut dyn Checked,
    folder: &Path,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<(Packed, Option<Report>), CollectError> {
    let bundle = sources.pack(folder, observer, cancel)?;
    Ok((bundle, sources.packed_report().cloned()))
}

impl Inner {
    fn work(&mut self) -> Result<&mut Work, WindowError> {
        match &mut self.state {
            State::Work(work) => Ok(work),
            _ => Err(OwnErrorCode::NotNow.into()),
        }
    }

    /// The work with its preview, where that is on show.
    fn previewed(&mut self) -> Result<&mut Work, WindowError> {
        match self.work()? {
            work @ Work { stage: Stage::Preview { .. }, .. } => Ok(work),
            _ => Err(OwnErrorCode::NotNow.into()),
        }
    }
}

impl Controller {
    /// Works with the sources on the present thread.
    fn with<T>(
        &self,
        mut sources: Box<dyn Checked>,
        work: impl FnOnce(&mut dyn Checked) -> Result<T, CollectError>,
    ) -> Done<T> {
        self.faults.guarded(move || {
            let outcome = work(sources.as_mut());
            Ok::<_, WindowError>((sources, outcome))
        })
    }

    /// Shows what would leave; the page for people in it is in `language`. On a worker thread.
    ///
    /// # Errors
    /// `not-now` where no result is shown; `internal` without a thread, or after a fault that took the sources.
    pub fn preview(&self, language: Language) -> Result<(), WindowError> {
        let mut inner = self.lock();
        let work = inner.work()?;
        if !matches!(work.stage, Stage::Result) {
            return Err(OwnErrorCode::NotNow.into());
        }
        if matches!(work.sources, Holder::Nobody) {
            return Err(CollectError::new(ErrorCode::Internal).into());
        }
        let (sources, cancel) = work.take()?;
        work.stage = Stage::Preparing(Amount::default());
        let worker = self.clone();
        let spawned = spawn("prepare", move || {
            let done = worker.with(sources, |sources| sources.preview(language, &worker, &cancel));
            worker.prepared(done);
        });
        if spawned.is_err() {
            work.sources = Holder::Nobody;
            work.stage = Stage::Result;
        }
        self.emit_screen(&inner);
        spawned
    }

    fn prepared(&self, done: Done<Preview>) {
        let mut inner = self.lock();
        let Ok(work) = inner.work() else { return };
        match work.give_back(done) {
            Ok(preview) => {
                work.stage = Stage::Preview { preview: Box::new(preview), save: SaveState::Idle };
            }
            Err(error) if error.is_cancelled() => work.stage = Stage::Result,
            Err(error) => inner.state = State::Failed(error),
        }
        self.emit_screen(&inner);
    }

    /// From the preview back to the result.
    ///
    /// # Errors
    /// `not-now` where no preview is shown, or it is being saved.
    pub fn back(&self) -> Result<(), WindowError> {
        let mut inner = self.lock();
        let work = inner.previewed()?;
        if work.is_busy() {
            return Err(OwnErrorCode::NotNow.into());
        }
        work.stage = Stage::Result;
        self.emit_screen(&inner);
        Ok(())
    }

    /// Keeps an item of the preview on the device, or takes it in again. Returns when the preview shows it.
    ///
    /// # Errors
    /// `not-now` where no preview is shown, or it is being saved; the collector's.
    pub fn leave_out(&self, item: &str, out: bool) -> Result<(), WindowError> {
        let mut inner = self.lock();
        let work = inner.previewed()?;
        let Stage::Preview { preview, save } = &work.stage else {
            return Err(OwnErrorCode::NotNow.into());
        };
        if matches!(save, SaveState::Handed { .. }) {
            return Err(OwnErrorCode::NotNow.into());
        }
        let mut items: Vec<String> =
            preview.items.iter().filter(|i| i.left_out && i.id != item).map(|i| i.id.clone()).collect();
        items.extend(out.then(|| item.to_owned()));
        let (sources, cancel) = work.take()?;
        drop(inner);
        let done = self.with(sources, |sources| {
            sources.leave_out(&items)?;
            sources.preview(Language::default(), self, &cancel)
        });
        let mut inner = self.lock();
        let work = inner.work()?;
        let shown = work.give_back(done).map(|preview| {
            // What was saved before is not what is shown now.
            work.stage = Stage::Preview { preview: Box::new(preview), save: SaveState::Idle };
        });
        self.emit_screen(&inner);
        shown
    }

    /// Lines of an item of the preview from line `from` (from 1) on, before and after; with `changed` only those in
    /// which something is replaced. Blocks until they are read.
    ///
    /// # Errors
    /// `not-now` where no preview is shown, or something is being read or saved; the collector's.
    pub fn lines(&self, item: &str, from: u64, changed: bool) -> Result<PreviewLines, WindowError> {
        let (sources, cancel) = self.lock().previewed()?.take()?;
        let range = LineRange { from, count: LINES_AT_ONCE, changed };
        let done = self.with(sources, |sources| sources.lines(item, range, &cancel));
        self.lock().work()?.give_back(done)
    }

    /// Writes the bundle of what is previewed into `folder`, on a worker thread.
    ///
    /// # Errors
    /// `not-now` where no preview is shown or a bundle is being written; `internal` without a thread.
    pub fn save(&self, folder: PathBuf) -> Result<(), WindowError> {
        let mut inner = self.lock();
        let work = inner.previewed()?;
        let (sources, cancel) = work.take()?;
        self.set_save(work, SaveState::Saving { work: Amount::default() });
        let worker = self.clone();
        let spawned = spawn("pack", move || {
            let done = worker.with(sources, |sources| pack(sources, &folder, &worker, &cancel));
            let mut inner = worker.lock();
            let Ok(work) = inner.work() else { return };
            let save = match work.give_back(done) {
                Ok((bundle, report)) => {
                    let case = work.errand.as_ref().and_then(|errand| errand.case());
                    let went = Went::Saved { path: bundle.path.clone() };
                    worker.remember(&bundle, report, case.map(str::to_owned), went);
                    SaveState::Saved { bundle }
                }
                Err(error) if error.is_cancelled() => SaveState::Idle,
                Err(error) => SaveState::Failed { error },
            };
            worker.set_save(work, save);
        });
        if let Err(error) = &spawned {
            work.sources = Holder::Nobody;
            self.set_save(work, SaveState::Failed { error: error.clone() });
        }
        spawned
    }

    /// Makes the bundle of what is previewed and puts it into the outgoing queue, on a worker thread. From there it is
    /// sent, as long as that takes.
    ///
    /// # Errors
    /// `not-now` where no preview is shown, nobody asked for a bundle, or one is being written; `internal` without a
    /// thread.
    pub fn send(&self) -> Result<(), WindowError> {
        let mut inner = self.lock();
        let work = inner.previewed()?;
        if work.errand.is_none() {
            return Err(OwnErrorCode::NotNow.into());
        }
        let (sources, cancel) = work.take()?;
        self.set_save(work, SaveState::Saving { work: Amount::default() });
        let worker = self.clone();
        let spawned = spawn("hand-over", move || worker.hand_over(sources, &cancel));
        if let Err(error) = &spawned {
            work.sources = Holder::Nobody;
            self.set_save(work, SaveState::Failed { error: error.clone() });
        }
        spawned
    }

    fn hand_over(&self, sources: Box<dyn Checked>, cancel: &Cancel) {
        // Goes away with what is in it: the queue has its own link to the bundle.
        let folder = self.outgoing_folder();
        let done = self.with(sources, |sources| {
            let unusable =
                |e: &std::io::Error| CollectError::with(ErrorCode::OutputNotWritable, e.to_string());
            pack(sources, folder.as_ref().map_err(unusable)?.path(), self, cancel)
        });
        let mut inner = self.lock();
        let Ok(work) = inner.work() else { return };
        let parcel = work.give_back(done).and_then(|(bundle, report)| {
            let errand = work.errand.as_ref().ok_or(OwnErrorCode::NotNow)?;
            let parcel = errand.parcel(&bundle);
            Ok((parcel, bundle, report, errand.host().to_owned()))
        });
        // The page is answered while the queue takes the bundle in.
        let holder = std::mem::replace(&mut work.sources, Holder::Worker(Cancel::default()));
        drop(inner);
        let handed = parcel.and_then(|(parcel, bundle, report, host)| {
            let case = parcel.case.clone();
            let post = self.poster.add(parcel)?.to_string();
            self.remember(&bundle, report, case, Went::Sent { host, post: post.clone() });
            Ok(post)
        });
        let mut inner = self.lock();
        let Ok(work) = inner.work() else { return };
        work.sources = holder;
        let save = match handed {
            Ok(post) => {
                if let Some(errand) = work.errand.take() {
                    errand.done();
                }
                SaveState::Handed { post }
            }
            Err(error) if error.is_cancelled() => SaveState::Idle,
            Err(error) => SaveState::Failed { error },
        };
        self.set_save(work, save);
    }

    fn outgoing_folder(&self) -> std::io::Result<tempfile::TempDir> {
        let place = self.outgoing.as_ref().ok_or(std::io::ErrorKind::NotFound)?;
        std::fs::create_dir_all(place)?;
        tempfile::tempdir_in(place)
    }

    fn set_save(&self, work: &mut Work, now: SaveState) {
        if let Stage::Preview { save, .. } = &mut work.stage {
            *save = now;
            self.face.emit(WindowEvent::Save { save: save.clone() });
        }
    }
}
