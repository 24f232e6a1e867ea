//! What a preview shows: what would leave, item by item. Serialisable, for every face.

use std::collections::BTreeMap;

use scepscope_bundle::RedactionPolicy;
use scepscope_model::{Gap, SourceKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The value of `schema` in every preview of this form.
pub const PREVIEW_SCHEMA: &str = "scepscope.preview/1";

/// The value of `schema` in every page of lines.
pub const PREVIEW_LINES_SCHEMA: &str = "scepscope.preview-lines/1";

/// Most lines that one page holds.
pub const MAX_PREVIEW_LINES: usize = 1000;

/// Longest line that is shown, in bytes, before and after each; a longer one is shown around its first change.
pub const MAX_PREVIEW_LINE_BYTES: usize = 4096;

/// What would be in the bundle. Holds no text from before the redaction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Preview {
    /// Always [`PREVIEW_SCHEMA`].
    pub schema: String,
    /// How much is redacted.
    pub policy: RedactionPolicy,
    /// Every item, in the order of the bundle.
    pub items: Vec<PreviewItem>,
    /// Bytes of all items that would leave, before compression.
    pub bytes: u64,
    /// Replacements in all items that would leave, by kind of value.
    pub replaced: BTreeMap<String, u64>,
    /// Limits of the redaction that were reached, with how often.
    pub limits: BTreeMap<String, u64>,
    /// What the report would say is missing, redacted as there.
    pub gaps: Vec<Gap>,
}

/// One file of the bundle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PreviewItem {
    /// Its id: that of the source in the report, with `-original` behind it for a file that leaves as it is; `report`
    /// and `report-page`.
    pub id: String,
    /// What it is, and so why it is there.
    pub kind: ItemKind,
    /// Its path in the bundle.
    pub path: String,
    /// Where it comes from, redacted as in the statement; null for what the program makes.
    pub origin: Option<String>,
    /// What the content is; null for what the program makes.
    pub source_kind: Option<SourceKind>,
    /// Size of the source on the device, in bytes; null for what the program makes, or where it can't be read.
    pub bytes_before: Option<u64>,
    /// Size in the bundle, in bytes, before compression; null where it can't be read.
    pub bytes: Option<u64>,
    /// SHA-256 of exactly these bytes, in hexadecimal; null where it can't be read.
    pub sha256: Option<String>,
    /// How many records of it the report names as proof.
    pub records_in_report: u64,
    /// Replacements, by kind of value.
    pub replaced: BTreeMap<String, u64>,
    /// Limits of the redaction that were reached, with how often.
    pub limits: BTreeMap<String, u64>,
    /// What was cut out of it.
    pub cut: Option<CutFacts>,
    /// Whether it is left out.
    pub left_out: bool,
    /// Whether it can be left out: the report can't.
    pub can_be_left_out: bool,
}

/// What an item of a bundle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A log that the check read, redacted.
    Log,
    /// The records of a binary log that the check read, redacted; the log itself stays.
    Records,
    /// A binary log itself, as it is, by explicit choice.
    Original,
    /// What the check found.
    Report,
    /// The same, for people.
    ReportPage,
}

impl ItemKind {
    /// The stable identifier.
    pub const fn id(self) -> &'static str {
        match self {
            ItemKind::Log => "log",
            ItemKind::Records => "records",
            ItemKind::Original => "original",
            ItemKind::Report => "report",
            ItemKind::ReportPage => "report_page",
        }
    }

    /// Why it is in the bundle, as the statement says it.
    pub(crate) const fn why(self) -> &'static str {
        match self {
            ItemKind::Log => "a log that the check read",
            ItemKind::Records => "records of a log that the check read; the log itself is binary",
            ItemKind::Original => "the log itself, not redacted: the user asked for it",
            ItemKind::Report => "what the check found",
            ItemKind::ReportPage => "the same, for people",
        }
    }
}

/// What was cut out of an item: lines of a text, records of a binary log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CutFacts {
    /// Lines or records that are older than the time that was asked for.
    pub old: u64,
    /// Their bytes.
    pub old_bytes: u64,
    /// Lines or records beyond the size that was asked for.
    pub over: u64,
    /// Their bytes.
    pub over_bytes: u64,
}

/// Some lines of an item, before and after. The text before redaction is for the eyes of the device's user; it is
/// made when it is asked for and stored nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PreviewLines {
    /// Always [`PREVIEW_LINES_SCHEMA`].
    pub schema: String,
    /// The item's id.
    pub item: String,
    /// The lines, in order.
    pub lines: Vec<PreviewLine>,
    /// The line to go on with; null where the item ends here.
    pub next: Option<u64>,
}

/// One line of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PreviewLine {
    /// Its number, from 1.
    pub line: u64,
    /// What stands on the device; null where no single line corresponds to it.
    pub before: Option<String>,
    /// What would leave.
    pub after: String,
    /// Whether something is replaced.
    pub changed: bool,
    /// Whether it is longer than [`MAX_PREVIEW_LINE_BYTES`], and shown in part.
    pub shortened: bool,
}

/// Which lines of an item are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineRange {
    /// The first line, from 1.
    pub from: u64,
    /// At most so many; no more than [`MAX_PREVIEW_LINES`].
    pub count: usize,
    /// Only lines in which something is replaced.
    pub changed: bool,
}

/// Collects the lines of one page.
pub(crate) struct Page {
    range: LineRange,
    number: u64,
    lines: Vec<PreviewLine>,
    next: Option<u64>,
}

impl Page {
    pub(crate) fn new(range: LineRange) -> Page {
        let count = range.count.min(MAX_PREVIEW_LINES);
        Page { range: LineRange { count, ..range }, number: 0, lines: Vec::new(), next: None }
    }

    /// Takes the next line; breaks where the page is full and goes on.
    pub(crate) fn take(&mut self, before: Option<&[u8]>, after: &[u8]) -> std::ops::ControlFlow<()> {
        self.number += 1;
        let changed = before.is_some_and(|b| b != after);
        if self.number < self.range.from || self.range.changed && !changed {
            return std::ops::ControlFlow::Continue(());
        }
        if self.lines.len() == self.range.count {
            self.next = Some(self.number);
            return std::ops::ControlFlow::Break(());
        }
        let same = before.map_or(0, |b| b.iter().zip(after).take_while(|(x, y)| x == y).count());
        let (after_text, cut_after) = excerpt(after, same);
        let before_text = before.map(|b| excerpt(b, same));
        self.lines.push(PreviewLine {
            line: self.number,
            shortened: cut_after || before_text.as_ref().is_some_and(|(_, cut)| *cut),
            before: before_text.map(|(text, _)| text),
            after: after_text,
            changed,
        });
        std::ops::ControlFlow::Continue(())
    }

    pub(crate) fn finish(self, item: &str) -> PreviewLines {
        PreviewLines {
            schema: PREVIEW_LINES_SCHEMA.to_owned(),
            item: item.to_owned(),
            lines: self.lines,
            next: self.next,
        }
    }
}

/// Part of a line around its first change, and whether it is a part.
fn excerpt(line: &[u8], same: usize) -> (String, bool) {
    /// What is shown of the line before its first change, in bytes.
    const LEAD: usize = 1024;
    if line.len() <= MAX_PREVIEW_LINE_BYTES {
        return (String::from_utf8_lossy(line).into_owned(), false);
    }
    let start = if same < MAX_PREVIEW_LINE_BYTES / 2 { 0 } else { same - LEAD };
    let end = line.len().min(start + MAX_PREVIEW_LINE_BYTES);
    let part = String::from_utf8_lossy(&line[start.min(end)..end]);
    let (left, right) = (if start > 0 { "…" } else { "" }, if end < line.len() { "…" } else { "" });
    (format!("{left}{}{right}", part.trim_matches('\u{fffd}')), true)
}
