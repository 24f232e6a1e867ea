//! What the device allows, as the calls on links see it.

use scepscope_collect::{CollectError, confirmed_keys_path, used_requests_path};
use scepscope_console::{Exit, explain};
use scepscope_policy::{ConfirmedKeys, Effective, SystemPolicy};
use scepscope_present::Words;
use scepscope_request::{FileUsed, Refusal, RefusalCode};
use time::OffsetDateTime;

/// The user's confirmed keys.
pub(crate) fn confirmed_keys() -> Result<ConfirmedKeys, Refusal> {
    confirmed_keys_path().map(ConfirmedKeys::new).map_err(unusable)
}

/// The memory of used requests.
pub(crate) fn used_requests() -> Result<FileUsed, Refusal> {
    used_requests_path().map(FileUsed::new).map_err(unusable)
}

fn unusable(error: CollectError) -> Refusal {
    Refusal::with(RefusalCode::MemoryUnusable, error)
}

/// What holds on this device.
pub(crate) fn effective() -> Result<Effective, Refusal> {
    Effective::load(&SystemPolicy, &confirmed_keys()?)
}

/// Seconds since 1970-01-01 UTC.
pub(crate) fn now() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}

/// Explains a refusal in two sentences. Every refusal ends the program with exit code 4.
pub(crate) fn refuse(words: &Words, refusal: &Refusal) -> Exit {
    explain(words, refusal.code.id(), None, refusal.detail.as_deref());
    Exit::Refused
}
