//! `scepscope collect`.

use scepscope_collect::{
    Cancel, CollectError, ErrorCode, PackOptions, PrepareOptions, Prepared, key_place, pseudonym_folder,
};
use scepscope_console::{Exit, collect_error, color, note, print, print_json, print_path, width};
use scepscope_present::{Words, terminal};
use time::OffsetDateTime;

use crate::check::read;
use crate::input::cancel_on_interrupt;
use crate::probe::{Asking, ask};
use crate::progress::Progress;
use crate::{args, identity, live};

pub(crate) fn run(call: &args::Collect, words: &Words) -> Exit {
    let out = call.out.to_string_lossy();
    match collect(call, words) {
        Ok(()) => Exit::Done,
        Err(error) => collect_error(words, &error, Some(&out)),
    }
}

/// Reads, checks and prepares what would go into a bundle.
pub(crate) fn gather(call: &args::Gather, words: &Words, cancel: &Cancel) -> Result<Prepared, CollectError> {
    let options = PrepareOptions {
        policy: call.redact,
        language: words.language(),
        max_source_bytes: call.max_source_size,
        include_originals: call.include_originals,
        leave_out: call.leave_out.clone(),
    };
    let live = live::inputs(&call.live, call.since, words, cancel)?;
    let mut checked = read(&call.from, live, call.since, cancel)?;
    if let Some(url) = &call.probe {
        // A server that can't be asked is no reason to keep the logs back.
        match ask(url, &Asking::default()) {
            Ok(report) => checked.attach_probe(report),
            Err(fault) => fault.explain(words),
        }
    }
    checked.prepare(&options, cancel)
}

fn collect(call: &args::Collect, words: &Words) -> Result<(), CollectError> {
    let cancel = cancel_on_interrupt();
    let mut prepared = gather(&call.gather, words, &cancel)?;
    let options = PackOptions {
        out: call.out.clone(),
        case: call.gather.case.clone(),
        recipients: call.gather.recipient.clone(),
        created: OffsetDateTime::now_utc(),
        key: key_place()?,
        pseudonyms: if call.no_pseudonym_map { None } else { pseudonym_folder().ok() },
    };
    let packed = prepared.pack(&options, &Progress::new(), &cancel)?;
    identity::tell(words, packed.key_store_note.as_deref());
    if !packed.pseudonyms_kept && !call.no_pseudonym_map {
        note(&words.plain("pseudonym-not-kept"));
    }
    if call.json {
        return print_json(&packed).map_err(|e| CollectError::with(ErrorCode::Internal, e.to_string()));
    }
    print(&terminal::render(prepared.report(), words, width(), color()));
    print(&format!("\n{}\n", packed.allowed_signers));
    print_path(&packed.path);
    Ok(())
}
