//! `scepscope collect`.

use scepscope_collect::{CollectError, ErrorCode, PackOptions, key_path};
use scepscope_console::{Exit, collect_error, color, print, print_json, width};
use scepscope_present::{Words, terminal};
use time::OffsetDateTime;

use crate::args;
use crate::check::read;
use crate::input::cancel_on_interrupt;
use crate::probe::{Asking, ask};
use crate::progress::Progress;

pub(crate) fn run(call: &args::Collect, words: &Words) -> Exit {
    let out = call.out.to_string_lossy();
    match collect(call, words) {
        Ok(()) => Exit::Done,
        Err(error) => collect_error(words, &error, Some(&out)),
    }
}

fn collect(call: &args::Collect, words: &Words) -> Result<(), CollectError> {
    let cancel = cancel_on_interrupt();
    let mut checked = read(&call.from, call.since, &cancel)?;
    if let Some(url) = &call.probe {
        // A server that can't be asked is no reason to keep the logs back.
        match ask(url, &Asking::default()) {
            Ok(report) => checked.attach_probe(report),
            Err(fault) => fault.explain(words),
        }
    }
    let options = PackOptions {
        out: call.out.clone(),
        case: call.case.clone(),
        policy: call.redact,
        recipients: call.recipient.clone(),
        created: OffsetDateTime::now_utc(),
        key_path: key_path()?,
        language: words.language(),
    };
    let packed = checked.pack(&options, &Progress::new(), &cancel)?;
    if call.json {
        return print_json(&packed).map_err(|e| CollectError::with(ErrorCode::Internal, e.to_string()));
    }
    print(&terminal::render(checked.report(), words, width(), color()));
    print(&format!("\n{}\n{}\n", packed.allowed_signers, packed.path));
    Ok(())
}
