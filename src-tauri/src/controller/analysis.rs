//! A bundle that somebody opens: verified first, then analyzed together with what is added to it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use scepscope_collect::{Cancel, CollectError, ErrorCode};
use scepscope_model::AnalyzedReport;
use scepscope_present::{Language, Words, analysis};

use super::progress::Progress;
use super::{Controller, Inner, State, chosen, spawn};
use crate::analyst::{Study, StudyEnd};
use crate::contract::{DoubtfulBundle, OwnErrorCode, Screen, WindowError};

/// Names that are tried for a page before saving it fails: each is taken only where that many stand there already.
const MAX_NAMES: usize = 1000;

/// An analysis, or what has to be decided before there is one.
pub(super) struct Analysis {
    study: Study,
    stage: Stage,
}

enum Stage {
    Sealed(WindowError),
    Doubtful(Vec<DoubtfulBundle>),
    Shown { analyzed: Arc<AnalyzedReport>, number: u64 },
}

impl Analysis {
    /// Whether files can be added.
    pub(super) fn takes_files(&self) -> bool {
        matches!(self.stage, Stage::Shown { .. })
    }

    pub(super) fn screen(&self) -> Screen {
        let files = self.study.files.iter().map(|path| chosen(path)).collect();
        match &self.stage {
            Stage::Sealed(error) => Screen::Sealed { error: error.clone() },
            Stage::Doubtful(bundles) => Screen::Doubtful { bundles: bundles.clone() },
            Stage::Shown { analyzed, number } => {
                Screen::Analysis { number: *number, files, unverified: analyzed.analysis.unverified }
            }
        }
    }
}

impl Controller {
    /// Whether any of these is a bundle. Reads the beginning and the end of each.
    pub(super) fn holds_bundle(&self, paths: &[PathBuf]) -> bool {
        paths.iter().any(|path| self.analyst.is_bundle(path))
    }

    /// Analyzes what is chosen.
    pub(super) fn open_bundles(&self, inner: &mut Inner) -> Result<(), WindowError> {
        let study = Study { files: inner.chosen.clone(), ..Study::default() };
        self.study(inner, study)
    }

    /// Adds files to the analysis on show, and makes it anew.
    pub(super) fn add_to_analysis(&self, inner: &mut Inner, paths: Vec<PathBuf>) -> Result<(), WindowError> {
        let State::Analysis(analysis) = &inner.state else { return Err(OwnErrorCode::NotNow.into()) };
        let mut study = analysis.study.clone();
        study.files.extend(paths.into_iter().filter(|path| !analysis.study.files.contains(path)));
        self.study(inner, study)
    }

    /// Reads the bundles on show although they can't be relied on. The page says so.
    ///
    /// # Errors
    /// `not-now` where no such choice is on show.
    pub fn read_unverified(&self) -> Result<(), WindowError> {
        let mut inner = self.lock();
        match &inner.state {
            State::Analysis(Analysis { study, stage: Stage::Doubtful(_) }) if !inner.requests.is_shown() => {
                let study = Study { unverified: true, ..study.clone() };
                self.study(&mut inner, study)
            }
            _ => Err(OwnErrorCode::NotNow.into()),
        }
    }

    /// Whether the file of an age identity is asked for.
    pub fn asks_for_identity(&self) -> bool {
        matches!(&self.lock().state, State::Analysis(Analysis { stage: Stage::Sealed(_), .. }))
    }

    /// Opens the bundle on show with the age identity of a file.
    ///
    /// # Errors
    /// `not-now` where none is asked for.
    pub fn unseal(&self, identity: PathBuf) -> Result<(), WindowError> {
        let mut inner = self.lock();
        match &inner.state {
            State::Analysis(Analysis { study, stage: Stage::Sealed(_) }) if !inner.requests.is_shown() => {
                let study = Study { identity: Some(identity), ..study.clone() };
                self.study(&mut inner, study)
            }
            _ => Err(OwnErrorCode::NotNow.into()),
        }
    }

    /// The page of the analysis on show: self-contained, without scripts.
    ///
    /// # Errors
    /// `not-now` where another analysis is on show, or none.
    pub fn analysis_page(&self, number: u64, language: Language) -> Result<String, WindowError> {
        let (analyzed, _) = self.shown_analysis(Some(number))?;
        Ok(analysis::html(&analyzed, &Words::new(language)))
    }

    /// Writes the page of the analysis on show into `folder`, beside what stands there; its path.
    ///
    /// # Errors
    /// `not-now` where no analysis is on show; where it can't be written.
    pub fn save_analysis(&self, folder: &Path, language: Language) -> Result<String, WindowError> {
        let (analyzed, first) = self.shown_analysis(None)?;
        let page = analysis::html(&analyzed, &Words::new(language));
        let stem = first.file_stem().unwrap_or_default().to_string_lossy();
        let written = write_beside(folder, &stem, &page);
        let failed = |error: io::Error| {
            let code = match error.kind() {
                io::ErrorKind::StorageFull => ErrorCode::DiskFull,
                _ => ErrorCode::OutputNotWritable,
            };
            CollectError::with(code, format!("{}: {error}", folder.display()))
        };
        Ok(written.map_err(failed)?.display().to_string())
    }

    /// The analysis on show, of that number where one is given, and its first file.
    fn shown_analysis(&self, wanted: Option<u64>) -> Result<(Arc<AnalyzedReport>, PathBuf), WindowError> {
        match &self.lock().state {
            State::Analysis(Analysis { study, stage: Stage::Shown { analyzed, number } })
                if wanted.is_none_or(|wanted| wanted == *number) =>
            {
                Ok((analyzed.clone(), study.files.first().cloned().unwrap_or_default()))
            }
            _ => Err(OwnErrorCode::NotNow.into()),
        }
    }

    fn study(&self, inner: &mut Inner, study: Study) -> Result<(), WindowError> {
        let cancel = Cancel::default();
        // What is chosen belongs to the analysis; it is chosen again where that is given up.
        inner.chosen = study.files.clone();
        let (worker, token) = (self.clone(), cancel.clone());
        let spawned = spawn("analyze", move || {
            let done = worker
                .faults
                .guarded(|| Ok::<_, WindowError>(worker.analyst.analyze(&study, &worker, &token)));
            worker.studied(study, done.unwrap_or_else(|fault| Err(StudyEnd::Failed(fault))));
        });
        inner.state = match &spawned {
            Ok(()) => State::Collecting { cancel, progress: Progress::default(), errand: None },
            Err(error) => State::Failed(error.clone()),
        };
        self.emit_screen(inner);
        spawned
    }

    fn studied(&self, study: Study, done: Result<AnalyzedReport, StudyEnd>) {
        let mut inner = self.lock();
        let stage = match done {
            Ok(analyzed) => {
                inner.analyses += 1;
                Ok(Stage::Shown { analyzed: Arc::new(analyzed), number: inner.analyses })
            }
            Err(StudyEnd::Sealed(error)) => Ok(Stage::Sealed(error)),
            Err(StudyEnd::Doubtful(bundles)) => Ok(Stage::Doubtful(bundles)),
            Err(StudyEnd::Failed(error)) => Err(error),
        };
        inner.state = match stage {
            Ok(stage) => {
                // A link that comes now is not answered with them.
                inner.chosen.clear();
                State::Analysis(Analysis { study, stage })
            }
            Err(error) if error.is_cancelled() => State::Start,
            Err(error) => State::Failed(error),
        };
        self.settle(&mut inner);
    }
}

/// Writes `<stem>.html`, or `<stem>-2.html` and so on: what stands there stays.
fn write_beside(folder: &Path, stem: &str, text: &str) -> io::Result<PathBuf> {
    for number in 1..=MAX_NAMES {
        let name = if number == 1 { format!("{stem}.html") } else { format!("{stem}-{number}.html") };
        let path = folder.join(name);
        match fs::File::create_new(&path) {
            Ok(mut file) => {
                let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
                if written.is_err() {
                    // Half a page is none.
                    let _ = fs::remove_file(&path);
                }
                return written.map(|()| path);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
