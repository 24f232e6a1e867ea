//! What a run is given to read.

use std::collections::BTreeMap;
use std::path::PathBuf;

use scepscope_model::SourceKind;
use scepscope_parse::ReadSeek;

/// One thing to read. Everything below it is found by the collector.
pub enum Input {
    /// A file or a folder of the file system.
    Path(PathBuf),
    /// A document that has no path: standard input, a shared document of a phone.
    Document {
        /// What to call it in the report.
        name: String,
        /// Its content.
        content: Box<dyn ReadSeek>,
    },
    /// A part of what the device itself was asked for.
    Part {
        /// What to call it in the report.
        name: String,
        /// Its content.
        content: Box<dyn ReadSeek>,
        /// What it is, where it is a log that the content alone does not tell.
        kind: Option<SourceKind>,
    },
    /// What the device was asked for and did not give: a gap of the report.
    Missing {
        /// What to call it in the report.
        name: String,
        /// Why, as a stable word.
        reason: &'static str,
        /// Particulars by name.
        detail: BTreeMap<String, String>,
    },
}

impl std::fmt::Debug for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Input::Path(path) => f.debug_tuple("Path").field(path).finish(),
            Input::Part { name, kind, .. } => {
                f.debug_struct("Part").field("name", name).field("kind", kind).finish_non_exhaustive()
            }
            Input::Missing { name, reason, .. } => {
                f.debug_struct("Missing").field("name", name).field("reason", reason).finish_non_exhaustive()
            }
            Input::Document { name, .. } => {
                f.debug_struct("Document").field("name", name).finish_non_exhaustive()
            }
        }
    }
}
