//! The inspection of an NDES server in words: on a terminal, as a page, as a part of an analysis.

use scepscope_model::{Check, CheckId, CheckItem, CheckState, Expected, Found, Inspection, InspectionOrigin};

use crate::terminal::{Page, Style};
use crate::words::Words;

/// Items of one check that are shown; how many more there are is said.
pub const MAX_SHOWN: usize = 10;

/// The inspection as one self-contained page: no network, no script. What is out of the server is escaped.
pub fn html(inspection: &Inspection, words: &Words) -> String {
    crate::html::render_inspection(inspection, words)
}

/// The inspection as text of at most `width` columns: what is wrong with its fix, what could not be told, what is right.
pub fn terminal(inspection: &Inspection, words: &Words, width: usize, color: bool) -> String {
    let mut page = Page::new(words, width, color);
    page.block("", &title(inspection, words), Style::Bold);
    below(&mut page, inspection);
    page.finish()
}

/// The inspection behind an analysis.
pub(crate) fn section(page: &mut Page<'_>, inspection: &Inspection) {
    page.heading_text(&title(inspection, page.words));
    below(page, inspection);
}

fn below(page: &mut Page<'_>, inspection: &Inspection) {
    let words = page.words;
    let of = |state| inspection.checks.iter().filter(move |check: &&Check| check.state == state);
    page.block("  ", &counts(inspection, words), Style::Plain);
    page.block("  ", &origin(inspection, words), Style::Dim);
    for check in of(CheckState::Wrong) {
        page.line("");
        page.block("✕ ", &heading(check, words), Style::Bad);
        items(page, check);
        for cause in check.causes() {
            let heading = format!("{} ({})", words.plain("report-fix"), cause.id());
            steps(page, &words.headed(&heading), &words.fix_steps(cause));
        }
        if let Some(own) = own_fix(check, words) {
            steps(page, &words.headed(&words.plain("report-fix")), &own);
        }
    }
    for (state, id, lead, style) in [
        (CheckState::Unknown, "inspection-unknown", "? ", Style::Accent),
        (CheckState::Ok, "inspection-ok", "● ", Style::Good),
    ] {
        if of(state).count() == 0 {
            continue;
        }
        page.heading(id);
        for check in of(state) {
            page.block(lead, &heading(check, words), style);
            if state == CheckState::Unknown {
                items(page, check);
            }
        }
    }
}

/// Whose inspection it is.
pub(crate) fn title(inspection: &Inspection, words: &Words) -> String {
    match &inspection.server {
        Some(server) => words.get("inspection-title", &[("server", server.as_str().into())]),
        None => words.plain("inspection-title-unnamed"),
    }
}

/// How many checks came out how.
pub(crate) fn counts(inspection: &Inspection, words: &Words) -> String {
    let of = |state| inspection.checks.iter().filter(|check| check.state == state).count().into();
    let args =
        [("wrong", of(CheckState::Wrong)), ("unknown", of(CheckState::Unknown)), ("ok", of(CheckState::Ok))];
    words.get("inspection-counts", &args)
}

/// Where the facts came from, and when.
pub(crate) fn origin(inspection: &Inspection, words: &Words) -> String {
    let id = match inspection.origin {
        InspectionOrigin::Export => "inspection-origin-export",
        InspectionOrigin::Live => "inspection-origin-live",
    };
    words.get(id, &[("taken", inspection.taken.as_str().into())])
}

fn heading(check: &Check, words: &Words) -> String {
    format!("{} ({})", check_title(check.id, words), check.id.id())
}

/// A check's title: what should be.
pub(crate) fn check_title(id: CheckId, words: &Words) -> String {
    words.vocabulary("check", id.id())
}

/// The items that are not as they should be.
pub(crate) fn told(check: &Check) -> impl Iterator<Item = &CheckItem> {
    check.items.iter().filter(|item| item.state != CheckState::Ok)
}

/// How many of them are not shown.
pub(crate) fn hidden(check: &Check) -> u64 {
    check.more + told(check).count().saturating_sub(MAX_SHOWN) as u64
}

/// The check's own steps, where something is wrong that no cause stands for.
pub(crate) fn own_fix(check: &Check, words: &Words) -> Option<Vec<String>> {
    let id = format!("check-{}.fix", check.id.id().replace('_', "-"));
    check.has_own_fix().then(|| words.steps(&id))
}

fn items(page: &mut Page<'_>, check: &Check) {
    let words = page.words;
    for item in told(check).take(MAX_SHOWN) {
        page.block("  · ", &item.looked_at, Style::Plain);
        let args = [("found", found(&item.found, words).into())];
        page.block("    ", &words.get("inspection-found", &args), Style::Plain);
        let args = [("expected", expected(&item.expected, words).into())];
        page.block("    ", &words.get("inspection-expected", &args), Style::Dim);
    }
    if hidden(check) > 0 {
        page.block("  ", &words.get("inspection-more", &[("count", hidden(check).into())]), Style::Dim);
    }
}

fn steps(page: &mut Page<'_>, heading: &str, steps: &[String]) {
    page.block("  ", heading, Style::Accent);
    for (n, step) in steps.iter().enumerate() {
        page.block(&format!("  {:>2}. ", n + 1), step, Style::Plain);
    }
}

/// What was found, in words.
pub fn found(found: &Found, words: &Words) -> String {
    match found {
        Found::Value { value } => value.clone(),
        Found::Default { value } => words.get("found-default", &[("value", value.as_str().into())]),
        Found::Nothing => words.plain("found-nothing"),
        Found::Unread { reason } => words.get("found-unread", &[("reason", unread(reason, words).into())]),
    }
}

/// The sentence for a reason; what the system said is quoted.
fn unread(reason: &str, words: &Words) -> String {
    let id = format!("unread-{}", reason.replace('_', "-"));
    let known = reason.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    words.try_get(&id, &[]).ok().filter(|_| known).unwrap_or_else(|| reason.to_owned())
}

/// What was expected, in words.
pub fn expected(expected: &Expected, words: &Words) -> String {
    let with = |id: &str, value: &str| words.get(id, &[("value", value.into())]);
    match expected {
        Expected::Is { value } => value.clone(),
        Expected::AtLeast { value } => with("expected-at-least", &value.to_string()),
        Expected::Holds { value } => with("expected-holds", value),
        Expected::Lacks { value } => with("expected-lacks", value),
        Expected::Present => words.plain("expected-present"),
        Expected::ValidAt { time } => with("expected-valid-at", time),
        Expected::SelfIssued => words.plain("expected-self-issued"),
        Expected::NoRecord => words.plain("expected-no-record"),
    }
}
