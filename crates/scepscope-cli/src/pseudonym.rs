//! `scepscope pseudonym`.

use std::collections::BTreeMap;

use scepscope_collect::{CollectError, ErrorCode, Pseudonyms, pseudonym_folder};
use scepscope_console::{Exit, collect_error, print, print_json};
use scepscope_present::{Words, text};

use crate::args;

/// Longest value that is shown, in characters.
const MAX_VALUE: usize = 2000;

pub(crate) fn run(call: &args::Pseudonym, words: &Words) -> Exit {
    match pseudonym(call, words) {
        Ok(()) => Exit::Done,
        Err(error) => collect_error(words, &error, None),
    }
}

fn pseudonym(call: &args::Pseudonym, words: &Words) -> Result<(), CollectError> {
    let maps = Pseudonyms::new(pseudonym_folder()?);
    let failed = |e: serde_json::Error| CollectError::with(ErrorCode::Internal, e.to_string());
    let Some(bundle) = &call.bundle else {
        if call.forget_all {
            let count = maps.forget_all()?;
            print(&format!("{}\n", words.get("pseudonym-forgotten", &[("count", count.into())])));
            return Ok(());
        }
        let kept = maps.list()?;
        if call.json {
            return print_json(&kept).map_err(failed);
        }
        let title = if kept.is_empty() { "pseudonym-none" } else { "pseudonym-kept" };
        print(&format!("{}\n", words.plain(title)));
        kept.iter().for_each(|map| print(&format!("{}\n", text::neutralise(&map.bundle, MAX_VALUE))));
        return Ok(());
    };
    if call.forget {
        maps.forget(bundle)?;
        print(&format!("{}\n", words.get("pseudonym-forgotten", &[("count", 1_u64.into())])));
        return Ok(());
    }
    let mut map = maps.read(bundle)?;
    if !call.pseudonyms.is_empty() {
        let mut asked = BTreeMap::new();
        for name in &call.pseudonyms {
            let original = map.pseudonyms.remove(name);
            let original = original.or_else(|| asked.get(name).cloned()).ok_or_else(|| missing(name))?;
            asked.insert(name.clone(), original);
        }
        map.pseudonyms = asked;
    }
    if call.json {
        return print_json(&map).map_err(failed);
    }
    for (name, original) in &map.pseudonyms {
        let clean = |t: &str| text::neutralise(t, MAX_VALUE);
        print(&format!("{}\t{}\n", clean(name), clean(original)));
    }
    Ok(())
}

fn missing(name: &str) -> CollectError {
    CollectError::with(ErrorCode::NoSuchPseudonym, name)
}
