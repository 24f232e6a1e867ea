//! `scepscope collect`.

use std::path::Path;

use scepscope_bundle::Recipient;
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
    let packing = Packing {
        out: &call.out,
        case: call.gather.case.as_deref(),
        recipients: &call.gather.recipient,
        keep_pseudonyms: !call.no_pseudonym_map,
        json: call.json,
    };
    pack(&mut prepared, &packing, words, &cancel)
}

/// Where a bundle goes, and to whom.
pub(crate) struct Packing<'a> {
    pub(crate) out: &'a Path,
    pub(crate) case: Option<&'a str>,
    pub(crate) recipients: &'a [Recipient],
    pub(crate) keep_pseudonyms: bool,
    pub(crate) json: bool,
}

/// Packs what was prepared and prints what was made; the bundle's path comes last.
pub(crate) fn pack(
    prepared: &mut Prepared,
    packing: &Packing<'_>,
    words: &Words,
    cancel: &Cancel,
) -> Result<(), CollectError> {
    let options = PackOptions {
        out: packing.out.to_owned(),
        case: packing.case.map(str::to_owned),
        recipients: packing.recipients.to_vec(),
        created: OffsetDateTime::now_utc(),
        key: key_place()?,
        pseudonyms: if packing.keep_pseudonyms { pseudonym_folder().ok() } else { None },
    };
    let packed = prepared.pack(&options, &Progress::new(), cancel)?;
    identity::tell(words, packed.key_store_note.as_deref());
    if !packed.pseudonyms_kept && packing.keep_pseudonyms {
        note(&words.plain("pseudonym-not-kept"));
    }
    if packing.json {
        return print_json(&packed).map_err(|e| CollectError::with(ErrorCode::Internal, e.to_string()));
    }
    print(&terminal::render(prepared.report(), words, width(), color()));
    print(&format!("\n{}\n", packed.allowed_signers));
    print_path(&packed.path);
    Ok(())
}
