//! `scepscope-admin analyze`.

use std::path::Path;

use scepscope_analyze::{AnalyzeError, Clerk, Doubtful, Files, StudyError, Terms, study};
use scepscope_bundle::{Cancel, SignatureVerdict, Verification};
use scepscope_collect::Silent;
use scepscope_console::{Exit, collect_error, color, explain, note, print, print_json, width};
use scepscope_model::{AnalyzedReport, Tool};
use scepscope_present::{Words, analysis};
use time::OffsetDateTime;

use crate::args;
use crate::bundle;
use crate::inspect;
use crate::verify::{describe, refuse};

pub(crate) fn run(call: &args::Analyze, words: &Words) -> Exit {
    match read(call, words) {
        Ok(analyzed) => show(call, words, &analyzed),
        Err(exit) => exit,
    }
}

/// Reads and joins what the call names.
fn read(call: &args::Analyze, words: &Words) -> Result<AnalyzedReport, Exit> {
    let allowed = bundle::allowed(&call.trust, words).map_err(|refused| refuse(words, &refused, None))?;
    let files = Files { mixed: call.inputs.clone(), iis: call.iis.clone(), ndes: call.ndes.clone() };
    let terms = Terms {
        allowed: allowed.as_ref(),
        identity: call.trust.identity.as_deref(),
        at: call.trust.verify_time.unwrap_or_else(OffsetDateTime::now_utc),
        unverified: call.unverified,
    };
    let tool = Tool { name: "scepscope-admin".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
    study(&files, &terms, &Terminal(words), &tool, &Silent, &Cancel::default())
        .map_err(|error| explained(words, &error))
}

/// Tells of each bundle on the terminal.
struct Terminal<'a>(&'a Words);

impl Clerk for Terminal<'_> {
    fn verified(&self, path: &Path, verification: &Verification, accepted: bool) {
        note(&describe(self.0, path, verification, accepted));
    }

    fn doubt(&self, signature: &SignatureVerdict) -> String {
        analysis::doubt(self.0, matches!(signature, SignatureVerdict::UnknownKey { .. }))
    }
}

fn explained(words: &Words, error: &StudyError) -> Exit {
    match error {
        StudyError::Refused { path, refused } => refuse(words, refused, Some(path)),
        StudyError::NotVerified(doubtful) => {
            for Doubtful { path, .. } in doubtful {
                explain(words, "bundle-not-verified", Some(&path.to_string_lossy()), None);
            }
            Exit::Refused
        }
        StudyError::Export { path, error } => inspect::no_export(words, path, error),
        StudyError::Analyze(error) => failed(words, error),
    }
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
