//! The administrator's analyzer as the controller sees it.

use std::path::{Path, PathBuf};

use scepscope_analyze::{AnalyzeError, Clerk, Doubtful, Files, StudyError, Terms, is_bundle, study};
use scepscope_bundle::{SignatureVerdict, Verification};
use scepscope_collect::{Cancel, Observer};
use scepscope_model::{AnalyzedReport, Tool};
use scepscope_present::{Words, analysis};
use time::OffsetDateTime;

use crate::contract::{DoubtfulBundle, WindowError, WindowErrorCode};
use crate::languages;

/// The program's name in analyses that the window makes.
const TOOL_NAME: &str = "scepscope-app";

/// What is analyzed, and on what terms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Study {
    /// Bundles, logs, exports of servers, in any mix.
    pub files: Vec<PathBuf>,
    /// The file of the age identity for what is encrypted.
    pub identity: Option<PathBuf>,
    /// Whether somebody chose to read what can't be relied on.
    pub unverified: bool,
}

/// How an analysis ended without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StudyEnd {
    /// A bundle is encrypted, and the identity for it is missing or another's.
    Sealed(WindowError),
    /// Bundles can't be relied on, and nobody chose to read them all the same.
    Doubtful(Vec<DoubtfulBundle>),
    /// An error.
    Failed(WindowError),
}

/// Verifies and analyzes. Blocking: called on a worker thread.
pub trait Analyst: Send + Sync {
    /// Whether a path is a bundle, by its content. Reads little of it.
    fn is_bundle(&self, path: &Path) -> bool;

    /// Verifies the bundles, then reads and joins everything.
    ///
    /// # Errors
    /// Why there is no analysis.
    fn analyze(
        &self,
        study: &Study,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<AnalyzedReport, StudyEnd>;
}

/// The real one: what `scepscope-admin analyze` does, too.
#[derive(Debug, Clone, Copy, Default)]
pub struct Desk;

impl Analyst for Desk {
    fn is_bundle(&self, path: &Path) -> bool {
        is_bundle(path)
    }

    fn analyze(
        &self,
        order: &Study,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<AnalyzedReport, StudyEnd> {
        let files = Files { mixed: order.files.clone(), ..Files::default() };
        let terms = Terms {
            // The window keeps no list of devices' keys: a sound signature of any key passes, and the page says what that proves.
            allowed: None,
            identity: order.identity.as_deref(),
            at: OffsetDateTime::now_utc(),
            unverified: order.unverified,
        };
        let tool = Tool { name: TOOL_NAME.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
        let clerk = InWords(Words::new(languages::system()));
        study(&files, &terms, &clerk, &tool, observer, cancel).map_err(StudyEnd::from)
    }
}

/// What is told of bundles stands in the page.
struct InWords(Words);

impl Clerk for InWords {
    fn verified(&self, _: &Path, _: &Verification, _: bool) {}

    fn doubt(&self, signature: &SignatureVerdict) -> String {
        analysis::doubt(&self.0, matches!(signature, SignatureVerdict::UnknownKey { .. }))
    }
}

impl From<StudyError> for StudyEnd {
    fn from(error: StudyError) -> StudyEnd {
        match error {
            StudyError::Refused { path, refused } => {
                let error = told(refused.code, &path.to_string_lossy());
                match refused.code {
                    "bundle-sealed" | "bundle-not-decrypted" => StudyEnd::Sealed(error),
                    _ => StudyEnd::Failed(error),
                }
            }
            StudyError::NotVerified(doubtful) => {
                StudyEnd::Doubtful(doubtful.into_iter().map(DoubtfulBundle::from).collect())
            }
            StudyError::Export { path, .. } => {
                StudyEnd::Failed(told("no-ndes-export", &path.to_string_lossy()))
            }
            StudyError::Analyze(AnalyzeError::Collect(error)) => StudyEnd::Failed(error.into()),
            StudyError::Analyze(AnalyzeError::BundleUnreadable { name, .. }) => {
                StudyEnd::Failed(told("bundle-report-unreadable", &name))
            }
            StudyError::Analyze(AnalyzeError::OtherVersion { name, .. }) => {
                StudyEnd::Failed(told("bundle-other-version", &name))
            }
        }
    }
}

fn told(code: &'static str, path: &str) -> WindowError {
    WindowError { code: WindowErrorCode::Other(code), detail: Some(path.to_owned()) }
}

impl From<Doubtful> for DoubtfulBundle {
    fn from(doubtful: Doubtful) -> DoubtfulBundle {
        DoubtfulBundle { path: doubtful.path.display().to_string(), failures: doubtful.failures }
    }
}
