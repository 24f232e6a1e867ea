//! `scepscope-admin inspect-ndes`.

use std::path::{Path, PathBuf};

use scepscope_analyze::{AnalyzeError, AnalyzeInputs, analyze};
use scepscope_bundle::Cancel;
use scepscope_collect::{ErrorCode, Input, Silent};
use scepscope_console::{Exit, collect_error, color, explain, print, print_json, width};
use scepscope_inspect::{Export, ExportError, SCRIPT, inspect, this_server};
use scepscope_model::{Inspection, InspectionOrigin, Report, Tool};
use scepscope_present::{Words, inspection};
use time::OffsetDateTime;

use crate::analyze::write_new;
use crate::args;

pub(crate) fn run(call: &args::InspectNdes, words: &Words) -> Exit {
    if call.script {
        print(SCRIPT);
        return Exit::Done;
    }
    let inspection = match call.ndes.as_deref() {
        Some(folder) => read(folder, words).and_then(|e| judge(&e, InspectionOrigin::Export, words)),
        None => ask(words),
    };
    match inspection {
        Ok(inspection) => show(call, words, &inspection),
        Err(exit) => exit,
    }
}

fn show(call: &args::InspectNdes, words: &Words, inspection: &Inspection) -> Exit {
    if let Some(path) = &call.html
        && let Err(error) = write_new(path, &inspection::html(inspection, words))
    {
        explain(words, "output-not-writable", Some(&path.to_string_lossy()), Some(&error.to_string()));
        return Exit::Failed;
    }
    if call.json {
        return if print_json(inspection).is_ok() { Exit::Done } else { Exit::Failed };
    }
    print(&inspection::terminal(inspection, words, width(), color()));
    Exit::Done
}

/// Reads an export.
fn read(folder: &Path, words: &Words) -> Result<Export, Exit> {
    Export::read(folder).map_err(|error| no_export(words, folder, &error))
}

/// Explains why a folder is no export.
pub(crate) fn no_export(words: &Words, folder: &Path, error: &ExportError) -> Exit {
    explain(words, "no-ndes-export", Some(&folder.to_string_lossy()), Some(&error.to_string()));
    Exit::NothingToDo
}

/// Asks the server that this program runs on.
fn ask(words: &Words) -> Result<Inspection, Exit> {
    let Some(server) = this_server() else {
        explain(words, "inspection-not-here", None, None);
        return Err(Exit::NothingToDo);
    };
    // Its event logs lie there until they are read.
    let folder = tempfile::tempdir().map_err(|error| {
        explain(words, "output-not-writable", None, Some(&error.to_string()));
        Exit::Failed
    })?;
    let export = Export::of_server(server.as_ref(), OffsetDateTime::now_utc(), folder.path());
    judge(&export, InspectionOrigin::Live, words)
}

fn judge(export: &Export, origin: InspectionOrigin, words: &Words) -> Result<Inspection, Exit> {
    let tool = Tool { name: "scepscope-admin".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
    let report = if export.logs.is_empty() { None } else { report(&export.logs, &tool, words)? };
    Ok(inspect(export, report.as_ref(), origin, &tool))
}

/// What the server's logs say; nothing where none of them can be read.
fn report(logs: &[PathBuf], tool: &Tool, words: &Words) -> Result<Option<Report>, Exit> {
    let ndes = logs.iter().cloned().map(Input::Path).collect();
    let inputs = AnalyzeInputs { ndes, ..AnalyzeInputs::default() };
    match analyze(inputs, tool, &Silent, &Cancel::default()) {
        Ok(analyzed) => Ok(Some(analyzed.report)),
        Err(AnalyzeError::Collect(error))
            if matches!(error.code, ErrorCode::NothingReadable | ErrorCode::NoInput) =>
        {
            Ok(None)
        }
        Err(AnalyzeError::Collect(error)) => Err(collect_error(words, &error, None)),
        Err(error) => {
            explain(words, "internal", None, Some(&error.to_string()));
            Err(Exit::Failed)
        }
    }
}
