//! The report as one HTML file: no script, no network, nothing from outside.

mod analysis;
mod escape;
mod fleet;
mod inspection;
mod path;
mod records;
mod sections;

use scepscope_model::{AnalyzedReport, FleetSummary, Inspection, Report};

use crate::path::path as stops;
use crate::words::Words;
use escape::{Html, escape};

/// Characters of one log text that are shown.
pub const MAX_TEXT_CHARS: usize = 2000;
/// Attempts, findings, gaps, key strings and sources that are shown, each; how many more there are is said.
pub const MAX_ITEMS: usize = 200;
/// Records that are shown for one finding or milestone; how many more there are is said.
pub const MAX_RECORDS: usize = 10;
/// Characters of the server's answer (`probe`) that are shown.
pub const MAX_PROBE_CHARS: usize = 20_000;
/// Columns of that answer.
const PROBE_COLUMNS: usize = 90;

/// Nothing is loaded and nothing runs, even where an escape were missing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";
const STYLE: &str = include_str!("style.css");

/// Where a report comes from, for the page's foot. Every text is escaped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// The bundle's file name.
    pub bundle: Option<String>,
    /// The case id.
    pub case: Option<String>,
    /// When it was collected, RFC 3339.
    pub collected: Option<String>,
    /// The redaction policy.
    pub redaction: Option<String>,
    /// What the signature proves.
    pub signature: Signature,
}

/// What is known of a bundle's signature. Its words claim no more than that.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Signature {
    /// There is none.
    #[default]
    None,
    /// Valid, by a key that is not listed.
    UnknownKey {
        /// The key's SHA-256 fingerprint.
        fingerprint: String,
    },
    /// Valid, by a key of the list of allowed signers.
    KnownKey {
        /// The key's SHA-256 fingerprint.
        fingerprint: String,
        /// The principal that the list names.
        principal: String,
    },
}

/// The report as one self-contained page.
pub fn render(report: &Report, words: &Words, provenance: Option<&Provenance>) -> String {
    let verdict = crate::verdict(report);
    let stops = stops(report);
    let mut html = Html::new(words);
    sections::top(&mut html, report, &verdict);
    path::section(&mut html, &stops);
    sections::callout(&mut html, report, &stops, &verdict);
    sections::facts(&mut html, report);
    sections::findings(&mut html, report);
    sections::steps(&mut html, report);
    sections::gaps(&mut html, report);
    sections::key_strings(&mut html, report);
    sections::sources(&mut html, report);
    sections::probe(&mut html, report);
    if let Some(provenance) = provenance {
        sections::provenance(&mut html, provenance);
    }
    sections::made_by(&mut html, report);
    page(words, &verdict.sentence(words), &html.finish())
}

/// The analysis as one self-contained page.
pub(crate) fn render_analyzed(analyzed: &AnalyzedReport, words: &Words) -> String {
    let report = &analyzed.report;
    let verdict = crate::verdict(report);
    let stops = stops(report);
    let mut html = Html::new(words);
    analysis::banner(&mut html, analyzed);
    sections::top(&mut html, report, &verdict);
    analysis::first(&mut html, analyzed);
    path::section(&mut html, &stops);
    sections::callout(&mut html, report, &stops, &verdict);
    sections::facts(&mut html, report);
    analysis::attempts(&mut html, analyzed);
    sections::findings(&mut html, report);
    sections::steps(&mut html, report);
    sections::gaps(&mut html, report);
    analysis::servers(&mut html, analyzed);
    analysis::others(&mut html, analyzed);
    for inspection in &analyzed.analysis.inspections {
        inspection::section(&mut html, inspection);
    }
    sections::key_strings(&mut html, report);
    sections::sources(&mut html, report);
    sections::probe(&mut html, report);
    analysis::inputs(&mut html, analyzed);
    analysis::banner(&mut html, analyzed);
    sections::made_by(&mut html, report);
    page(words, &verdict.sentence(words), &html.finish())
}

/// The sums over many bundles as one self-contained page.
pub(crate) fn render_fleet(summary: &FleetSummary, words: &Words) -> String {
    fleet::render(summary, words)
}

/// The inspection of a server as one self-contained page.
pub(crate) fn render_inspection(inspection: &Inspection, words: &Words) -> String {
    inspection::render(inspection, words)
}

fn page(words: &Words, title: &str, body: &str) -> String {
    page_with(words, title, body, "")
}

/// The whole document around what was made. `body` is markup, `title` is text, `more_style` comes behind the sheet
/// that every page has.
fn page_with(words: &Words, title: &str, body: &str, more_style: &str) -> String {
    let title = escape(title, MAX_TEXT_CHARS);
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title} – Scepscope</title>\n<style>\n{STYLE}{more_style}</style>\n</head>\n<body>\n<main>\n{body}</main>\n\
         </body>\n</html>\n",
        lang = words.language().tag(),
    )
}
