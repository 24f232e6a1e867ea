//! `scepscope-admin compare`.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use scepscope_analyze::{AnalyzeInputs, accepted, analyze, is_bundle};
use scepscope_bundle::{Cancel, limits::MAX_REPORT_BYTES};
use scepscope_collect::{Input, Silent};
use scepscope_console::{Exit, collect_error, explain, note, print, print_json, width};
use scepscope_diagnose::compare;
use scepscope_model::{REPORT_SCHEMA, Report, Tool};
use scepscope_present::{Words, analysis};

use crate::args;
use crate::bundle;
use crate::verify::{describe, refuse};

pub(crate) fn run(call: &args::Compare, words: &Words) -> Exit {
    let (before, after) = match (read(call, words, &call.before), read(call, words, &call.after)) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(exit), _) | (_, Err(exit)) => return exit,
    };
    let comparison = compare(&before, &after);
    if call.json {
        return if print_json(&comparison).is_ok() { Exit::Done } else { Exit::Failed };
    }
    print(&analysis::comparison(&comparison, words, width()));
    Exit::Done
}

/// The report of a bundle, of a `report.json`, or of raw logs.
fn read(call: &args::Compare, words: &Words, path: &Path) -> Result<Report, Exit> {
    if is_bundle(path) {
        return of_bundle(call, words, path);
    }
    if let Some(report) = saved(path) {
        return Ok(report);
    }
    let inputs = AnalyzeInputs {
        device: vec![Input::Path(path.to_owned())],
        names: vec![path.to_string_lossy().into_owned()],
        ..AnalyzeInputs::default()
    };
    let tool = Tool { name: "scepscope-admin".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
    match analyze(inputs, &tool, &Silent, &Cancel::default()) {
        Ok(analyzed) => Ok(analyzed.report),
        Err(scepscope_analyze::AnalyzeError::Collect(error)) => Err(collect_error(words, &error, None)),
        Err(error) => {
            let name = path.to_string_lossy();
            explain(words, "bundle-report-unreadable", Some(&name), Some(&error.to_string()));
            Err(Exit::NothingToDo)
        }
    }
}

fn saved(path: &Path) -> Option<Report> {
    let mut text = Vec::new();
    File::open(path).ok()?.take(MAX_REPORT_BYTES).read_to_end(&mut text).ok()?;
    let report: Report = serde_json::from_slice(&text).ok()?;
    (report.schema == REPORT_SCHEMA).then_some(report)
}

fn of_bundle(call: &args::Compare, words: &Words, path: &Path) -> Result<Report, Exit> {
    let name = path.to_string_lossy().into_owned();
    let allowed = bundle::allowed(&call.trust, words).map_err(|refused| refuse(words, &refused, None))?;
    let verification = bundle::verify(path, &call.trust, allowed.as_ref())
        .map_err(|refused| refuse(words, &refused, Some(path)))?;
    let sound = accepted(&verification, allowed.is_some());
    note(&describe(words, path, &verification, sound));
    if !sound {
        explain(words, "bundle-not-verified", Some(&name), None);
        return Err(Exit::Refused);
    }
    let bytes = if allowed.is_some() {
        verification.into_verified().map_err(|_| Exit::Refused)?.report_bytes()
    } else {
        verification.into_intact().map_err(|_| Exit::Refused)?.contents().report_bytes()
    };
    let parsed =
        bytes.map_err(|e| e.to_string()).and_then(|b| serde_json::from_slice(&b).map_err(|e| e.to_string()));
    parsed.map_err(|detail| {
        explain(words, "bundle-report-unreadable", Some(&name), Some(&detail));
        Exit::NothingToDo
    })
}
