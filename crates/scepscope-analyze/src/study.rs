//! The whole way from the files that an administrator names to the analysis: what each of them is, the verification of
//! the bundles, the join, and the checks of the servers' exports.

use std::path::{Path, PathBuf};

use scepscope_bundle::{AllowedSigners, Cancel, SignatureVerdict, Verification};
use scepscope_collect::{Input, Observer};
use scepscope_inspect::{Export, ExportError, inspect};
use scepscope_model::{AnalyzedReport, Inspection, InspectionOrigin, Tool};
use time::OffsetDateTime;

use crate::bundle::BundleInput;
use crate::open::{Refused, accepted, is_bundle, open};
use crate::run::{AnalyzeError, AnalyzeInputs, analyze};

/// What is named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// Bundles, raw logs, exports of servers, folders and archives of them, in any mix.
    pub mixed: Vec<PathBuf>,
    /// Logs of a web server.
    pub iis: Vec<PathBuf>,
    /// Exports and other files of an NDES server.
    pub ndes: Vec<PathBuf>,
}

/// On what terms bundles are read.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// The keys that are trusted; none accepts a sound signature of any key, and says so.
    pub allowed: Option<&'a AllowedSigners>,
    /// The file of the age identity for what is encrypted.
    pub identity: Option<&'a Path>,
    /// When signatures have to be valid.
    pub at: OffsetDateTime,
    /// Whether somebody chose to read what can't be relied on. It stays marked.
    pub unverified: bool,
}

/// Hears of the bundles as they are verified.
pub trait Clerk {
    /// A bundle was verified; `accepted` is whether it may be relied on.
    fn verified(&self, path: &Path, verification: &Verification, accepted: bool);

    /// What is wrong with a signature, in words: it is a part of the analysis.
    fn doubt(&self, signature: &SignatureVerdict) -> String;
}

/// A bundle that can't be relied on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubtful {
    /// The bundle.
    pub path: PathBuf,
    /// What is wrong, in words.
    pub failures: Vec<String>,
}

/// Why there is no analysis.
#[derive(Debug)]
pub enum StudyError {
    /// A bundle gave nothing that could be verified.
    Refused {
        /// The bundle.
        path: PathBuf,
        /// Why.
        refused: Refused,
    },
    /// Bundles can't be relied on, and nobody chose to read them all the same.
    NotVerified(Vec<Doubtful>),
    /// What looks like an export of a server is none.
    Export {
        /// Its folder.
        path: PathBuf,
        /// Why.
        error: ExportError,
    },
    /// The analysis itself.
    Analyze(AnalyzeError),
}

impl From<AnalyzeError> for StudyError {
    fn from(error: AnalyzeError) -> StudyError {
        StudyError::Analyze(error)
    }
}

/// Whether a path is an export of an NDES server, or claims to be one.
pub fn is_export(path: &Path) -> bool {
    path.join("facts.json").is_file()
}

/// Verifies, reads and joins everything. Blocks until it is done.
///
/// # Errors
/// [`StudyError`]. Of bundles that can't be relied on all are told at once.
pub fn study(
    files: &Files,
    terms: &Terms<'_>,
    clerk: &dyn Clerk,
    tool: &Tool,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<AnalyzedReport, StudyError> {
    let mut inputs = AnalyzeInputs::default();
    let (mut doubtful, mut exports) = (Vec::new(), Vec::new());
    for path in &files.mixed {
        if is_export(path) {
            exports.push(export(path)?);
        } else if is_bundle(path) {
            match bundle(path, terms, clerk)? {
                Ok(bundle) => inputs.bundles.push(bundle),
                Err(doubt) => doubtful.push(doubt),
            }
        } else {
            inputs.names.push(name(path));
            inputs.device.push(Input::Path(path.clone()));
        }
    }
    if !doubtful.is_empty() {
        return Err(StudyError::NotVerified(doubtful));
    }
    inputs.iis = files.iis.iter().cloned().map(Input::Path).collect();
    for path in &files.ndes {
        if is_export(path) {
            exports.push(export(path)?);
        } else {
            inputs.ndes.push(Input::Path(path.clone()));
        }
    }
    let logs = exports.iter().flat_map(|export| export.logs.iter().cloned());
    inputs.ndes.extend(logs.map(Input::Path));
    let mut analyzed = analyze(inputs, tool, observer, cancel)?;
    analyzed.analysis.inspections = exports.iter().map(|export| within(export, &analyzed, tool)).collect();
    Ok(analyzed)
}

/// A bundle is verified first. One that can't be relied on is read only where the terms say so, and stays marked.
fn bundle(
    path: &Path,
    terms: &Terms<'_>,
    clerk: &dyn Clerk,
) -> Result<Result<BundleInput, Doubtful>, StudyError> {
    let refused = |refused| StudyError::Refused { path: path.to_owned(), refused };
    let name = name(path);
    let verification = open(path, terms.identity).map_err(refused)?.verify(terms.allowed, terms.at);
    let sound = accepted(&verification, terms.allowed.is_some());
    clerk.verified(path, &verification, sound);
    let failures = failures(&verification, clerk);
    let fingerprint = verification.fingerprint().map(str::to_owned);
    if sound {
        let input = if terms.allowed.is_some() {
            let bundle = verification.into_verified();
            bundle.map(|bundle| BundleInput::Verified { name, bundle: Box::new(bundle), fingerprint })
        } else {
            verification.into_intact().map(|bundle| BundleInput::Intact { name, bundle: Box::new(bundle) })
        };
        return Ok(input.map_err(|_| Doubtful { path: path.to_owned(), failures }));
    }
    if !terms.unverified {
        return Ok(Err(Doubtful { path: path.to_owned(), failures }));
    }
    // The structure was sound when it was verified; it is opened again without that knowledge.
    let contents = open(path, terms.identity).map_err(refused)?.into_contents_without_any_verification();
    Ok(Ok(BundleInput::Unverified { name, contents: Box::new(contents), failures }))
}

fn failures(verification: &Verification, clerk: &dyn Clerk) -> Vec<String> {
    let mut failures: Vec<String> = verification.failures().iter().map(ToString::to_string).collect();
    if failures.is_empty() {
        failures.push(clerk.doubt(verification.signature()));
    }
    failures
}

fn export(path: &Path) -> Result<Export, StudyError> {
    Export::read(path).map_err(|error| StudyError::Export { path: path.to_owned(), error })
}

/// The inspection of an export whose logs an analysis has read among others.
fn within(export: &Export, analyzed: &AnalyzedReport, tool: &Tool) -> Inspection {
    let mut report = analyzed.report.clone();
    // What other clients' requests show is as much a fault of the server.
    report.findings.extend(analyzed.analysis.other_findings.iter().cloned());
    let places: Vec<String> = export.logs.iter().map(|logs| logs.to_string_lossy().into_owned()).collect();
    report.sources.retain(|source| places.iter().any(|place| source.origin.starts_with(place.as_str())));
    inspect(export, Some(&report), InspectionOrigin::Export, tool)
}

fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
