//! Errors that end a run, with codes that faces act on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of error it is. Faces act on the code and look its two sentences up in `locales/`
/// (`error-<code>` with `.what` and `.next`); nobody acts on a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorCode {
    /// Nothing was given to work on.
    NoInput,
    /// No source could be read.
    NothingReadable,
    /// The output folder or file can't be written.
    OutputNotWritable,
    /// The disk is full.
    DiskFull,
    /// Somebody asked to stop.
    Cancelled,
    /// The signing key can't be made, read or used.
    KeyUnusable,
    /// An input says that it is a bundle, but is not made as one.
    BundleRefused,
    /// A bundle was changed after it was signed, or is not signed.
    BundleChanged,
    /// No item of the bundle has that id.
    NoSuchItem,
    /// The device has no source of that id.
    NoSuchSource,
    /// Originals were asked for together with redaction.
    OriginalsNeedNone,
    /// The device keeps no pseudonyms of that bundle.
    NoMap,
    /// The bundle's pseudonyms do not hold that one.
    NoSuchPseudonym,
    /// The pseudonyms of this device can't be read or kept.
    MapUnusable,
    /// The list of earlier bundles can't be read or changed.
    HistoryUnusable,
    /// A fault of the program itself.
    Internal,
}

impl ErrorCode {
    /// The code as it stands in events and message ids.
    pub const fn id(self) -> &'static str {
        match self {
            ErrorCode::NoInput => "no-input",
            ErrorCode::NothingReadable => "nothing-readable",
            ErrorCode::OutputNotWritable => "output-not-writable",
            ErrorCode::DiskFull => "disk-full",
            ErrorCode::Cancelled => "cancelled",
            ErrorCode::KeyUnusable => "key-unusable",
            ErrorCode::BundleRefused => "bundle-refused",
            ErrorCode::BundleChanged => "bundle-changed",
            ErrorCode::NoSuchItem => "no-such-item",
            ErrorCode::NoSuchSource => "no-such-source",
            ErrorCode::OriginalsNeedNone => "originals-need-none",
            ErrorCode::NoMap => "no-map",
            ErrorCode::NoSuchPseudonym => "no-such-pseudonym",
            ErrorCode::MapUnusable => "map-unusable",
            ErrorCode::HistoryUnusable => "history-unusable",
            ErrorCode::Internal => "internal",
        }
    }
}

/// An error that ended a run.
#[derive(Debug, thiserror::Error)]
#[error("{}{}", .code.id(), .detail.as_deref().map(|d| format!(": {d}")).unwrap_or_default())]
pub struct CollectError {
    /// What kind.
    pub code: ErrorCode,
    /// Particulars for an administrator: a path, the system's own message. Not translated.
    pub detail: Option<String>,
}

impl CollectError {
    /// An error without particulars.
    pub const fn new(code: ErrorCode) -> CollectError {
        CollectError { code, detail: None }
    }

    /// An error with particulars.
    pub fn with(code: ErrorCode, detail: impl Into<String>) -> CollectError {
        CollectError { code, detail: Some(detail.into()) }
    }
}

pub(crate) fn internal(error: impl std::fmt::Display) -> CollectError {
    CollectError::with(ErrorCode::Internal, error.to_string())
}
