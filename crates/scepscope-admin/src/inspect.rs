//! `scepscope-admin inspect-ndes`.

use std::path::Path;

use scepscope_analyze::{AnalyzeError, AnalyzeInputs, analyze};
use scepscope_bundle::Cancel;
use scepscope_collect::{ErrorCode, Input, Silent};
use scepscope_console::{Exit, collect_error, color, explain, print, print_json, width};
use scepscope_inspect::{Export, SCRIPT, inspect};
use scepscope_model::{Inspection, InspectionOrigin, Report, Tool};
use scepscope_present::{Words, inspection};

use crate::args;

pub(crate) fn run(call: &args::InspectNdes, words: &Words) -> Exit {
    let Some(folder) = call.ndes.as_deref() else {
        print(SCRIPT);
        return Exit::Done;
    };
    match read(folder, words) {
        Ok(inspection) if call.json => {
            if print_json(&inspection).is_ok() {
                Exit::Done
            } else {
                Exit::Failed
            }
        }
        Ok(inspection) => {
            print(&inspection::terminal(&inspection, words, width(), color()));
            Exit::Done
        }
        Err(exit) => exit,
    }
}

fn read(folder: &Path, words: &Words) -> Result<Inspection, Exit> {
    let export = Export::read(folder).map_err(|error| {
        explain(words, "no-ndes-export", Some(&folder.to_string_lossy()), Some(&error.to_string()));
        Exit::NothingToDo
    })?;
    let tool = Tool { name: "scepscope-admin".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
    let report = match &export.logs {
        Some(logs) => report(logs, &tool, words)?,
        None => None,
    };
    Ok(inspect(&export, report.as_ref(), InspectionOrigin::Export, &tool))
}

/// What the server's logs say; nothing where the folder holds none that can be read.
fn report(logs: &Path, tool: &Tool, words: &Words) -> Result<Option<Report>, Exit> {
    let inputs = AnalyzeInputs { ndes: vec![Input::Path(logs.to_owned())], ..AnalyzeInputs::default() };
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
