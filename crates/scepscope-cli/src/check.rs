//! `scepscope check`.

use scepscope_collect::{CheckOptions, Checked, CollectError, ErrorCode, Input, check};
use scepscope_console::{Exit, collect_error, color, print, print_json, width};
use scepscope_model::{Report, Stamp, Tool};
use scepscope_present::{Words, terminal};

use crate::input::{cancel_on_interrupt, inputs};
use crate::progress::Progress;
use crate::{args, live};

pub(crate) fn run(call: &args::Check, words: &Words) -> Exit {
    let cancel = cancel_on_interrupt();
    let read = live::inputs(&call.live, call.since, words, &cancel)
        .and_then(|live| read(&call.paths, live, call.since, &cancel));
    let checked = match read {
        Ok(checked) => checked,
        Err(error) => return collect_error(words, &error, None),
    };
    let report = checked.report();
    if call.json {
        if let Err(error) = print_json(report) {
            return collect_error(words, &CollectError::with(ErrorCode::Internal, error.to_string()), None);
        }
    } else {
        print(&terminal::render(report, words, width(), color()));
    }
    if call.fail_on_finding && has_finding(report) { Exit::Finding } else { Exit::Done }
}

/// Reads what the paths name, and what was read of this device.
pub(crate) fn read(
    paths: &[std::path::PathBuf],
    live: Vec<Input>,
    since: Option<Stamp>,
    cancel: &scepscope_collect::Cancel,
) -> Result<Checked, CollectError> {
    let mut inputs =
        inputs(paths).map_err(|e| CollectError::with(ErrorCode::NothingReadable, e.to_string()))?;
    inputs.extend(live);
    let options = CheckOptions {
        since,
        tool: Tool { name: "scepscope".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
    };
    check(inputs, &options, &Progress::new(), cancel)
}

fn has_finding(report: &Report) -> bool {
    report.findings.iter().any(|f| !f.superseded)
}
