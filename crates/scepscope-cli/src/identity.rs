//! `scepscope identity`.

use scepscope_collect::{CollectError, DeviceIdentity, ErrorCode, StoreKind, StoreNote, key_place};
use scepscope_console::{Exit, collect_error, note, print, print_json};
use scepscope_present::Words;
use schemars::JsonSchema;
use serde::Serialize;
use time::OffsetDateTime;

use crate::args;

/// The output of `scepscope identity --json`.
#[derive(Debug, Serialize, JsonSchema)]
struct Identity {
    /// `SHA256:…` of the key, as `ssh-keygen -l` shows it.
    fingerprint: String,
    /// The line for an OpenSSH `allowed_signers` file; its first word is the principal.
    allowed_signers: String,
    /// Where the key is kept.
    store: StoreKind,
    /// Why it is kept there, where that needs a word.
    #[serde(skip_serializing_if = "Option::is_none")]
    store_note: Option<StoreNote>,
    /// The lines of the other keys that this device signed with; a replaced one ends with its replacement.
    others: Vec<String>,
}

pub(crate) fn run(call: &args::Identity, words: &Words) -> Exit {
    match identity(call, words) {
        Ok(()) => Exit::Done,
        Err(error) => collect_error(words, &error, None),
    }
}

fn identity(call: &args::Identity, words: &Words) -> Result<(), CollectError> {
    let place = key_place()?;
    let identity = if call.rotate {
        DeviceIdentity::rotate(&place, OffsetDateTime::now_utc())?
    } else {
        DeviceIdentity::open(&place)?
    };
    tell(words, identity.note().map(StoreNote::id));
    if call.json {
        let document = Identity {
            fingerprint: identity.fingerprint(),
            allowed_signers: identity.allowed_signers().to_owned(),
            store: identity.store(),
            store_note: identity.note(),
            others: identity.other_lines().to_vec(),
        };
        return print_json(&document).map_err(|e| CollectError::with(ErrorCode::Internal, e.to_string()));
    }
    let store = words.plain(&format!("key-store-{}", identity.store().id()));
    print(&format!("{}\n{store}\n", identity.fingerprint()));
    for line in identity.other_lines() {
        print(&format!("{line}\n"));
    }
    print(&format!("{}\n", identity.allowed_signers()));
    Ok(())
}

/// Says on standard error why the key is where it is, where that needs a word.
pub(crate) fn tell(words: &Words, why: Option<&str>) {
    if let Some(why) = why {
        note(&words.plain(&format!("key-store-note-{why}")));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use std::path::Path;

    use super::Identity;

    /// `docs/schema/identity.schema.json` is what the type gives. `SCEPSCOPE_BLESS=1` writes it.
    #[test]
    fn the_published_schema_is_current() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema/identity.schema.json");
        let schema = schemars::schema_for!(Identity);
        let current = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("SCEPSCOPE_BLESS").is_some() {
            std::fs::write(&path, &current).unwrap();
        }
        let published = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(published == current, "{} is not current: run with SCEPSCOPE_BLESS=1", path.display());
    }
}
