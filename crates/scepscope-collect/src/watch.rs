//! For those who need more than the report: the records of servers, and what their logs cover.

use scepscope_diagnose::{ServerTap, SourceId};
use scepscope_model::SourceKind;
use scepscope_parse::Coverage;

/// Sees the records of servers while a check runs, and each source when it has been read.
pub trait Watch: ServerTap {
    /// Whether the caller says that the inputs are a server's, so that its event logs count as such.
    fn expects_server(&self) -> bool {
        false
    }

    /// A source was read to its end.
    fn source_read(&mut self, source: SourceId, kind: SourceKind, coverage: Option<&Coverage>);
}
