//! The inspection of an NDES server: a page of its own, or a section of the analysis.

use scepscope_model::{Check, CheckItem, CheckState, Inspection};

use super::escape::Html;
use super::{page, sections};
use crate::inspection::{MAX_SHOWN, counts, expected, found, hidden, origin, own_fix, title, told};
use crate::words::Words;

/// The inspection as a page of its own.
pub(crate) fn render(inspection: &Inspection, words: &Words) -> String {
    let mut html = Html::new(words);
    let worst = inspection.checks.iter().map(|check| check.state).max();
    html.raw(match worst {
        Some(CheckState::Ok) => "<header class=\"verdict good\">\n<p class=\"kicker\">",
        Some(CheckState::Wrong) => "<header class=\"verdict bad\">\n<p class=\"kicker\">",
        _ => "<header class=\"verdict open\">\n<p class=\"kicker\">",
    });
    html.text(&origin(inspection, words)).raw("</p>\n<h1>").text(&title(inspection, words));
    html.raw("</h1>\n<p class=\"next\">").text(&counts(inspection, words)).raw("</p>\n</header>\n");
    html.raw("<section>\n<h2>").say("inspection-checks").raw("</h2>\n");
    checks(&mut html, inspection);
    let tool = &inspection.tool;
    let args = [("name", tool.name.as_str().into()), ("version", tool.version.as_str().into())];
    html.raw("</section>\n<footer>").say_with("report-made-by", &args).raw(" · <code>");
    html.text(&inspection.schema).raw("</code></footer>\n");
    page(words, &title(inspection, words), &html.finish())
}

/// The inspection as a section.
pub(super) fn section(html: &mut Html<'_>, inspection: &Inspection) {
    let words = html.words;
    html.raw("<section>\n<h2>").text(&title(inspection, words)).raw("</h2>\n");
    html.raw("<p>").text(&counts(inspection, words)).raw("</p>\n");
    html.raw("<p class=\"muted\">").text(&origin(inspection, words)).raw("</p>\n");
    checks(html, inspection);
    html.raw("</section>\n");
}

fn checks(html: &mut Html<'_>, inspection: &Inspection) {
    let words = html.words;
    let of = |state| inspection.checks.iter().filter(move |check: &&Check| check.state == state);
    for check in of(CheckState::Wrong) {
        wrong(html, check);
    }
    for (state, id) in [(CheckState::Unknown, "inspection-unknown"), (CheckState::Ok, "inspection-ok")] {
        if of(state).count() == 0 {
            continue;
        }
        html.raw("<h3>").say(id).raw("</h3>\n<ul class=\"plain\">\n");
        for check in of(state) {
            html.raw("<li>").text(&crate::inspection::check_title(check.id, words)).raw(" <code>");
            html.text(check.id.id()).raw("</code>\n");
            if state == CheckState::Unknown {
                items(html, check);
            }
            html.raw("</li>\n");
        }
        html.raw("</ul>\n");
    }
}

fn wrong(html: &mut Html<'_>, check: &Check) {
    let words = html.words;
    html.raw("<article>\n<h3><span aria-hidden=\"true\">✕ </span>");
    html.text(&crate::inspection::check_title(check.id, words)).raw("</h3>\n<p class=\"tags\"><code>");
    html.text(check.id.id()).raw("</code></p>\n");
    items(html, check);
    for cause in check.causes() {
        html.raw("<p class=\"tags\"><code>").text(cause.id()).raw("</code></p>\n");
        sections::fix(html, cause);
    }
    if let Some(steps) = own_fix(check, words) {
        sections::steps_of_fix(html, steps);
    }
    html.raw("</article>\n");
}

/// The items of a check that are not as they should be.
fn items(html: &mut Html<'_>, check: &Check) {
    html.raw("<ul class=\"plain\">\n");
    for item in told(check).take(MAX_SHOWN) {
        one(html, item);
    }
    html.raw("</ul>\n");
    if hidden(check) > 0 {
        let count = [("count", hidden(check).into())];
        html.raw("<p class=\"muted\">").say_with("inspection-more", &count).raw("</p>\n");
    }
}

fn one(html: &mut Html<'_>, item: &CheckItem) {
    let words = html.words;
    html.raw("<li><span class=\"where\">").log(&item.looked_at).raw("</span><br>");
    html.say_with("inspection-found", &[("found", found(&item.found, words).into())]);
    html.raw("<br><span class=\"muted\">");
    html.say_with("inspection-expected", &[("expected", expected(&item.expected, words).into())]);
    html.raw("</span></li>\n");
}
