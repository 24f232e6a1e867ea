//! The collector: sources in, report and bundle out, one event stream for every face.
//!
//! The window and both command lines are thin faces of this crate. It knows no window and no terminal;
//! where it reads files, it reads what it was given and nothing else.

mod artifact;
mod bundle;
mod check;
#[cfg(test)]
mod check_tests;
mod error;
mod event;
mod evidence;
mod expand;
mod gather;
mod group;
mod history;
mod identity;
mod input;
mod learn;
mod meter;
mod pack;
mod pipe;
mod place;
mod prepare;
mod preview;
mod pseudonyms;
mod secrets;
mod session;
mod shelf;
mod spool;
mod trim;
mod wanted;
mod watch;
mod whole;

pub use check::{CheckOptions, Checked, MAX_GAPS, check, check_watched, report_schema};
pub use error::{CollectError, ErrorCode};
pub use event::{Event, Observer, Silent, Whole};
pub use expand::{MAX_ARCHIVE_ENTRIES, MAX_NESTING, MAX_UNPACKED_BYTES};
pub use gather::{MAX_DEPTH, MAX_FILES};
pub use history::{HISTORY_SCHEMA, History, MAX_PAST, PastBundle, Went};
pub use identity::{
    DeviceIdentity, KEY_FILE, KEY_STORE_LIMIT, KeyPlace, RECORD_FILE, SecretStore, StoreFault, StoreKind,
    StoreNote, system_store,
};
pub use input::Input;
pub use pack::{PackOptions, Packed};
pub use place::{
    KEY_FOLDER, KEY_STORE_VARIABLE, PSEUDONYM_FOLDER, confirmed_keys_path, faults_path, history_path,
    key_place, outbox_path, pseudonym_folder, used_requests_path,
};
pub use prepare::Prepared;
pub use preview::{
    CutFacts, ItemKind, LineRange, MAX_PREVIEW_LINE_BYTES, MAX_PREVIEW_LINES, PREVIEW_LINES_SCHEMA,
    PREVIEW_SCHEMA, Preview, PreviewItem, PreviewLine, PreviewLines,
};
pub use pseudonyms::{
    KeptMap, MAP_SCHEMA, MAX_MAP_AGE_DAYS, MAX_MAP_BYTES, MAX_MAPS, PseudonymMap, Pseudonyms,
};
pub use scepscope_bundle::Cancel;
pub use secrets::{SecretDropper, redacted_strictly};
pub use session::PrepareOptions;
pub use spool::MAX_SPOOL_BYTES;
pub use trim::{MAX_CUTS, MAX_HEAD_LINES};
pub use watch::Watch;
