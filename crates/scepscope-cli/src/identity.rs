//! `scepscope identity`.

use rand_core::OsRng;
use scepscope_bundle::{FileKeyStore, SoftwareKey};
use scepscope_collect::{CollectError, ErrorCode, key_path};
use scepscope_console::{Exit, collect_error, print, print_json};
use scepscope_present::Words;

use crate::args;

pub(crate) fn run(call: &args::Identity, words: &Words) -> Exit {
    match identity(call) {
        Ok(()) => Exit::Done,
        Err(error) => collect_error(words, &error, None),
    }
}

fn identity(call: &args::Identity) -> Result<(), CollectError> {
    let unusable = |e: &dyn std::fmt::Display| CollectError::with(ErrorCode::KeyUnusable, e.to_string());
    let path = key_path()?;
    let key: SoftwareKey = FileKeyStore::new(&path).read_or_create(&mut OsRng).map_err(|e| unusable(&e))?;
    let line = key.allowed_signers_line().map_err(|e| unusable(&e))?;
    if call.json {
        let document = serde_json::json!({
            "fingerprint": key.fingerprint(),
            "allowed_signers": line,
            "store": "file",
            "path": path.to_string_lossy(),
        });
        return print_json(&document).map_err(|e| CollectError::with(ErrorCode::Internal, e.to_string()));
    }
    print(&format!("{}\n{line}\n", key.fingerprint()));
    Ok(())
}
