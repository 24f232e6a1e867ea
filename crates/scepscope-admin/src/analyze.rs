//! `scepscope-admin analyze`.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use scepscope_analyze::{AnalyzeError, AnalyzeInputs, BundleInput, analyze};
use scepscope_bundle::{Cancel, SignatureVerdict, Verification};
use scepscope_collect::{Input, Silent};
use scepscope_console::{Exit, collect_error, color, explain, note, print, print_json, width};
use scepscope_model::{AnalyzedReport, Tool};
use scepscope_present::{Words, analysis};

use crate::args;
use crate::bundle::{self, Refused};
use crate::inspect;
use crate::verify::{describe, refuse};

/// Bytes at each end of a file that are searched for the marks of a bundle.
const MARK_BYTES: u64 = 64 << 10;

pub(crate) fn run(call: &args::Analyze, words: &Words) -> Exit {
    match read(call, words) {
        Ok(analyzed) => show(call, words, &analyzed),
        Err(exit) => exit,
    }
}

/// Reads and joins what the call names.
fn read(call: &args::Analyze, words: &Words) -> Result<AnalyzedReport, Exit> {
    let allowed = bundle::allowed(&call.trust, words).map_err(|refused| refuse(words, &refused, None))?;
    let mut inputs = AnalyzeInputs::default();
    for path in &call.inputs {
        if !is_bundle(path) {
            inputs.names.push(path.to_string_lossy().into_owned());
            inputs.device.push(Input::Path(path.clone()));
            continue;
        }
        inputs.bundles.push(open(call, words, path, allowed.as_ref())?);
    }
    inputs.iis = call.iis.iter().cloned().map(Input::Path).collect();
    let mut exports = Vec::new();
    for path in &call.ndes {
        if !inspect::is_export(path) {
            inputs.ndes.push(Input::Path(path.clone()));
            continue;
        }
        let export = inspect::read(path, words)?;
        inputs.ndes.extend(export.logs.iter().cloned().map(Input::Path));
        exports.push(export);
    }
    let tool = Tool { name: "scepscope-admin".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
    let mut analyzed =
        analyze(inputs, &tool, &Silent, &Cancel::default()).map_err(|error| failed(words, &error))?;
    let inspections = exports.iter().map(|export| inspect::within(export, &analyzed, &tool)).collect();
    analyzed.analysis.inspections = inspections;
    Ok(analyzed)
}

/// A bundle is verified first. One that is not sound is read only when the caller says so, and stays marked.
fn open(
    call: &args::Analyze,
    words: &Words,
    path: &Path,
    allowed: Option<&scepscope_bundle::AllowedSigners>,
) -> Result<BundleInput, Exit> {
    let name = path.to_string_lossy().into_owned();
    let verification = bundle::verify(path, &call.trust, allowed)
        .map_err(|refused: Refused| refuse(words, &refused, Some(path)))?;
    let accepted = crate::verify::accepted(&verification, allowed.is_some());
    note(&describe(words, path, &verification, accepted));
    if !accepted {
        if !call.unverified {
            explain(words, "bundle-not-verified", Some(&name), None);
            return Err(Exit::Refused);
        }
        let failures = reasons(words, &verification);
        // The structure was sound when it was verified; it is opened again without that knowledge.
        let unverified = bundle::open(path, &call.trust)
            .map_err(|refused: Refused| refuse(words, &refused, Some(path)))?;
        let contents = Box::new(unverified.into_contents_without_any_verification());
        return Ok(BundleInput::Unverified { name, contents, failures });
    }
    let fingerprint = verification.fingerprint().map(str::to_owned);
    if allowed.is_some() {
        let bundle = verification.into_verified().map_err(|_| Exit::Refused)?;
        Ok(BundleInput::Verified { name, bundle: Box::new(bundle), fingerprint })
    } else {
        let bundle = verification.into_intact().map_err(|_| Exit::Refused)?;
        Ok(BundleInput::Intact { name, bundle: Box::new(bundle) })
    }
}

fn reasons(words: &Words, verification: &Verification) -> Vec<String> {
    let mut reasons: Vec<String> = verification.failures().iter().map(ToString::to_string).collect();
    if reasons.is_empty() {
        reasons.push(match verification.signature() {
            SignatureVerdict::UnknownKey { .. } => words.plain("analysis-key-not-listed"),
            _ => words.plain("analysis-signature-not-accepted"),
        });
    }
    reasons
}

fn failed(words: &Words, error: &AnalyzeError) -> Exit {
    match error {
        AnalyzeError::Collect(error) => collect_error(words, error, None),
        AnalyzeError::BundleUnreadable { name, detail } => {
            explain(words, "bundle-report-unreadable", Some(name), Some(detail));
            Exit::NothingToDo
        }
        AnalyzeError::OtherVersion { name, found } => {
            explain(words, "bundle-other-version", Some(name), Some(found));
            Exit::NothingToDo
        }
    }
}

fn show(call: &args::Analyze, words: &Words, analyzed: &AnalyzedReport) -> Exit {
    if let Some(path) = &call.html
        && let Err(error) = write_new(path, &analysis::html(analyzed, words))
    {
        let path = path.to_string_lossy();
        explain(words, "output-not-writable", Some(&path), Some(&error.to_string()));
        return Exit::Failed;
    }
    if call.json {
        if print_json(analyzed).is_err() {
            return Exit::Failed;
        }
    } else {
        print(&analysis::terminal(analyzed, words, width(), color()));
    }
    Exit::Done
}

/// Under a temporary name first, so that nobody reads half a page.
pub(crate) fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    std::io::Write::write_all(&mut file, text.as_bytes())?;
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}

/// Whether a file is a bundle, or claims to be one: by its content. An archive of logs is none.
pub(crate) fn is_bundle(path: &PathBuf) -> bool {
    marks(path).unwrap_or(false)
}

fn marks(path: &PathBuf) -> std::io::Result<bool> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut bytes = Vec::new();
    (&mut file).take(MARK_BYTES).read_to_end(&mut bytes)?;
    if bytes.starts_with(b"age-encryption.org/") {
        return Ok(true);
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return Ok(false);
    }
    // The directory stands at the end.
    file.seek(SeekFrom::Start(length.saturating_sub(MARK_BYTES)))?;
    (&mut file).take(MARK_BYTES).read_to_end(&mut bytes)?;
    let has = |mark: &[u8]| bytes.windows(mark.len()).any(|w| w == mark);
    Ok(has(b"/tagmanifest-sha256.txt") || has(b"/statement.json") || has(b"/bagit.txt"))
}
