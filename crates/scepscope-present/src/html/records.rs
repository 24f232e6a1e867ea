//! The records behind a statement.

use scepscope_model::{Evidence, Place, Stamp};

use super::MAX_RECORDS;
use super::escape::Html;

/// The records, folded open so that they are printed too.
pub(super) fn list(html: &mut Html<'_>, evidence: &[Evidence]) {
    if evidence.is_empty() {
        return;
    }
    html.raw("<ul class=\"records\">\n");
    for record in evidence.iter().take(MAX_RECORDS) {
        html.raw("<li><p class=\"place\">");
        place(html, &record.source, &record.locator.to_string());
        time(html.raw(" · "), record.time);
        let level = html.words.level(record.level);
        html.raw(" · ").text(&level).raw(" · <code>").log(&record.rule).raw("</code></p>");
        html.log_lines(&record.excerpt).raw("</li>\n");
    }
    html.raw("</ul>\n").more(evidence.len(), MAX_RECORDS);
}

/// A source's id and the place in it.
pub(super) fn place(html: &mut Html<'_>, source: &str, locator: &str) {
    html.raw("<span class=\"where\">").log(source).raw(" ").log(locator).raw("</span>");
}

/// A time as the source knew it, or a dash.
pub(super) fn time(html: &mut Html<'_>, stamp: Option<Stamp>) {
    match stamp {
        Some(stamp) => html.raw("<time>").text(&stamp.to_string()).raw("</time>"),
        None => html.raw("–"),
    };
}

/// A table cell with a place, or a dash.
pub(super) fn place_cell(html: &mut Html<'_>, at: Option<&Place>) {
    html.raw("<td>");
    match at {
        Some(at) => {
            place(html, &at.source, &at.locator.to_string());
            html.raw("<br>");
            time(html, at.time);
        }
        None => {
            html.raw("–");
        }
    }
    html.raw("</td>");
}
