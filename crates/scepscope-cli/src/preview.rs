//! `scepscope preview`.

use std::collections::BTreeMap;
use std::fmt::Write;

use scepscope_bundle::RedactionPolicy;
use scepscope_collect::{CollectError, ErrorCode, LineRange, Preview, PreviewItem, PreviewLines};
use scepscope_console::{Exit, collect_error, print, print_json, width};
use scepscope_present::{Words, text};

use crate::args;
use crate::collect::gather;
use crate::input::cancel_on_interrupt;
use crate::progress::Progress;

/// Longest name and path that is shown, in characters.
const MAX_NAME: usize = 400;

pub(crate) fn run(call: &args::Preview, words: &Words) -> Exit {
    match preview(call, words) {
        Ok(()) => Exit::Done,
        Err(error) => collect_error(words, &error, None),
    }
}

fn preview(call: &args::Preview, words: &Words) -> Result<(), CollectError> {
    let cancel = cancel_on_interrupt();
    let mut prepared = gather(&call.gather, words, &cancel)?;
    let failed = |e: serde_json::Error| CollectError::with(ErrorCode::Internal, e.to_string());
    if let Some(item) = &call.show {
        let range = LineRange { from: call.line, count: call.lines, changed: call.changed };
        let page = prepared.lines(item, range, &cancel)?;
        if call.json {
            return print_json(&page).map_err(failed);
        }
        print(&lines(&page, words));
        return Ok(());
    }
    let preview = prepared.preview(&Progress::new(), &cancel)?;
    if call.json {
        return print_json(&preview).map_err(failed);
    }
    print(&items(&preview, words));
    Ok(())
}

fn items(preview: &Preview, words: &Words) -> String {
    let mut page = Page { words, out: String::new() };
    page.line("", &words.plain("preview-title"));
    page.line(
        "",
        &words.plain(match preview.policy {
            RedactionPolicy::Default => "preview-policy-default",
            RedactionPolicy::Strict => "preview-policy-strict",
            RedactionPolicy::None => "preview-policy-none",
        }),
    );
    page.out.push('\n');
    for item in &preview.items {
        page.item(item);
    }
    let included = preview.items.iter().filter(|i| !i.left_out && i.bytes.is_some()).count();
    let total = [("items", included.into()), ("bytes", preview.bytes.into())];
    page.line("", &words.get("preview-total", &total));
    page.replaced("", &preview.replaced);
    if !preview.gaps.is_empty() {
        page.line("", &words.headed(&words.plain("report-gaps")));
    }
    for gap in &preview.gaps {
        let reason = gap.detail.get("reason").map(|r| words.gap_reason(r)).unwrap_or_default();
        let source = gap.source.clone().unwrap_or_else(|| words.plain("gap-no-source"));
        page.line("  ", &format!("{source}: {}. {reason}", words.cause_title(gap.cause)));
    }
    page.out.push('\n');
    page.line("", &words.plain("preview-how"));
    page.line("", &words.plain("preview-nothing-written"));
    page.out
}

struct Page<'a> {
    words: &'a Words,
    out: String,
}

impl Page<'_> {
    fn line(&mut self, indent: &str, text: &str) {
        let clean = text::neutralise(text, MAX_NAME * 10);
        for line in text::wrap(&clean, width().saturating_sub(indent.len())) {
            let _ = writeln!(self.out, "{indent}{line}");
        }
    }

    fn item(&mut self, item: &PreviewItem) {
        let words = self.words;
        let what = words.plain(&format!("preview-item-{}", item.kind.id().replace('_', "-")));
        let kind = item.source_kind.map(|k| format!(" ({})", words.kind(k))).unwrap_or_default();
        self.line("", &format!("{}  {what}{kind}", item.id));
        if let Some(origin) = &item.origin {
            self.line("    ", &text::neutralise(origin, MAX_NAME));
        }
        self.line("    ", &item.path);
        if item.left_out {
            return self.line("    ", &words.plain("preview-left-out"));
        }
        let Some(after) = item.bytes else { return self.line("    ", &words.plain("preview-unreadable")) };
        match item.bytes_before {
            Some(before) => {
                let args = [("before", before.into()), ("after", after.into())];
                self.line("    ", &words.get("preview-bytes", &args));
                let cited = [("count", item.records_in_report.into())];
                self.line("    ", &words.get("preview-cited", &cited));
            }
            None => self.line("    ", &words.get("preview-bytes-made", &[("after", after.into())])),
        }
        if let Some(cut) = item.cut {
            let args = [("old", cut.old.into()), ("over", cut.over.into())];
            self.line("    ", &words.get("preview-cut", &args));
        }
        self.replaced("    ", &item.replaced);
    }

    fn replaced(&mut self, indent: &str, counts: &BTreeMap<String, u64>) {
        if counts.is_empty() {
            return self.line(indent, &self.words.plain("preview-replaced-nothing"));
        }
        let list: Vec<String> =
            counts.iter().map(|(kind, n)| format!("{} {n}", self.words.redacted(kind))).collect();
        self.line(indent, &self.words.get("preview-replaced", &[("list", list.join(", ").into())]));
    }
}

fn lines(page: &PreviewLines, words: &Words) -> String {
    let mut out = String::new();
    let (here, leaves) = (words.plain("preview-before"), words.plain("preview-after"));
    let shown = |text: &str| text::neutralise(text, scepscope_collect::MAX_PREVIEW_LINE_BYTES + 2);
    for line in &page.lines {
        match &line.before {
            Some(before) if line.changed => {
                let _ = writeln!(out, "{:>7} {here} - {}", line.line, shown(before));
                let _ = writeln!(out, "{:>7} {leaves} + {}", "", shown(&line.after));
            }
            _ => {
                let _ = writeln!(out, "{:>7}   {}", line.line, shown(&line.after));
            }
        }
    }
    if page.lines.is_empty() {
        let _ = writeln!(out, "{}", words.plain("preview-line-none"));
    }
    if let Some(next) = page.next {
        let _ = writeln!(out, "{}", words.get("preview-line-more", &[("line", next.to_string().into())]));
    }
    out
}
