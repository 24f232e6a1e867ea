//! The analysis as one self-contained page.

use scepscope_model::AnalyzedReport;

use crate::words::Words;

/// The page: no network, no script. Everything out of a log is escaped.
pub fn html(analyzed: &AnalyzedReport, words: &Words) -> String {
    crate::html::render_analyzed(analyzed, words)
}
