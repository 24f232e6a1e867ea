//! Errors for people: what happened, what to do next.

use scepscope_collect::{CollectError, ErrorCode};
use scepscope_present::{Words, text};

use crate::{Exit, note};

/// Longest detail that is printed, in characters.
const MAX_DETAIL: usize = 400;

/// Prints the two sentences of an error code to standard error, and the detail for an administrator below them.
pub fn explain(words: &Words, code: &str, path: Option<&str>, detail: Option<&str>) {
    explain_about(words, code, &[("path", path.unwrap_or_default())], detail);
}

/// As [`explain`], with other variables than a path.
pub fn explain_about(words: &Words, code: &str, about: &[(&str, &str)], detail: Option<&str>) {
    let mut args = vec![("code", code.into())];
    args.extend(about.iter().map(|(name, value)| (*name, text::neutralise(value, MAX_DETAIL).into())));
    note(&format!(
        "{} {}",
        words.get(&format!("error-{code}-what"), &args),
        words.get(&format!("error-{code}-next"), &args)
    ));
    if let Some(detail) = detail {
        note(&format!("  ({})", text::neutralise(detail, MAX_DETAIL)));
    }
}

/// Prints an error of the collector and says how the program ends.
pub fn collect_error(words: &Words, error: &CollectError, path: Option<&str>) -> Exit {
    explain(words, error.code.id(), path, error.detail.as_deref());
    match error.code {
        ErrorCode::NoInput
        | ErrorCode::NoSuchItem
        | ErrorCode::NoSuchSource
        | ErrorCode::OriginalsNeedNone => Exit::Usage,
        ErrorCode::NothingReadable | ErrorCode::NoMap | ErrorCode::NoSuchPseudonym => Exit::NothingToDo,
        ErrorCode::Cancelled => Exit::Interrupted,
        ErrorCode::KeyUnusable | ErrorCode::BundleRefused | ErrorCode::BundleChanged => Exit::Refused,
        ErrorCode::OutputNotWritable
        | ErrorCode::DiskFull
        | ErrorCode::MapUnusable
        | ErrorCode::HistoryUnusable
        | ErrorCode::Internal => Exit::Failed,
    }
}
