//! Where a collected bundle goes from here.

use scepscope_collect::{CollectError, ErrorCode, Packed, outbox_path};
use scepscope_console::{Exit, collect_error, explain, print, print_json};
use scepscope_present::Words;

use crate::open::Collected;

/// Keeps the bundle in the outgoing folder and says so.
pub(crate) fn send(collected: &Collected, words: &Words, json: bool) -> Exit {
    match keep(collected) {
        Ok(path) => {
            explain(words, "kept-not-sent", Some(&path), None);
            if json {
                let document = Packed { path, ..collected.packed.clone() };
                return if print_json(&document).is_ok() { Exit::NotSentYet } else { Exit::Failed };
            }
            print(&format!("{path}\n"));
            Exit::NotSentYet
        }
        Err(error) => collect_error(words, &error, None),
    }
}

fn keep(collected: &Collected) -> Result<String, CollectError> {
    let folder = outbox_path()?;
    let io = |e: std::io::Error| CollectError::with(ErrorCode::OutputNotWritable, e.to_string());
    std::fs::create_dir_all(&folder).map_err(io)?;
    let from = std::path::Path::new(&collected.packed.path);
    let to = folder.join(from.file_name().unwrap_or_default());
    std::fs::rename(from, &to).map_err(io)?;
    Ok(to.to_string_lossy().into_owned())
}
