//! What a run is given to read.

use std::path::PathBuf;

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
}

impl std::fmt::Debug for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Input::Path(path) => f.debug_tuple("Path").field(path).finish(),
            Input::Document { name, .. } => {
                f.debug_struct("Document").field("name", name).finish_non_exhaustive()
            }
        }
    }
}
