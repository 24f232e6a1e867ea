//! The inspection of an NDES server in words, for a terminal.

use scepscope_model::{Check, CheckId, CheckItem, CheckState, Expected, Found, Inspection, InspectionOrigin};

use crate::terminal::{Page, Style};
use crate::words::Words;

/// Items of one check that are shown; how many more there are is said.
pub const MAX_SHOWN: usize = 10;

/// The inspection as text of at most `width` columns: what is wrong with its fix, what could not be told, what is right.
pub fn terminal(inspection: &Inspection, words: &Words, width: usize, color: bool) -> String {
    let mut page = Page::new(words, width, color);
    let of = |state| inspection.checks.iter().filter(move |check| check.state == state);
    let title = match &inspection.server {
        Some(server) => words.get("inspection-title", &[("server", server.as_str().into())]),
        None => words.plain("inspection-title-unnamed"),
    };
    page.block("", &title, Style::Bold);
    let counts = [
        ("wrong", of(CheckState::Wrong).count().into()),
        ("unknown", of(CheckState::Unknown).count().into()),
        ("ok", of(CheckState::Ok).count().into()),
    ];
    page.block("  ", &words.get("inspection-counts", &counts), Style::Plain);
    let origin = match inspection.origin {
        InspectionOrigin::Export => "inspection-origin-export",
        InspectionOrigin::Live => "inspection-origin-live",
    };
    let taken = [("taken", inspection.taken.as_str().into())];
    page.block("  ", &words.get(origin, &taken), Style::Dim);
    for check in of(CheckState::Wrong) {
        page.line("");
        page.block("✕ ", &heading(check, words), Style::Bad);
        let told = check.items.iter().filter(|item| item.state != CheckState::Ok);
        items(&mut page, words, &told.collect::<Vec<_>>(), check.more);
        fix(&mut page, words, check);
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
                let told = check.items.iter().filter(|item| item.state != CheckState::Ok);
                items(&mut page, words, &told.collect::<Vec<_>>(), check.more);
            }
        }
    }
    page.finish()
}

fn heading(check: &Check, words: &Words) -> String {
    format!("{} ({})", title(check.id, words), check.id.id())
}

/// A check's title: what should be.
pub fn title(id: CheckId, words: &Words) -> String {
    words.vocabulary("check", id.id())
}

fn items(page: &mut Page<'_>, words: &Words, items: &[&CheckItem], more: u64) {
    for item in items.iter().take(MAX_SHOWN) {
        page.block("  · ", &item.looked_at, Style::Plain);
        let args = [("found", found(&item.found, words).into())];
        page.block("    ", &words.get("inspection-found", &args), Style::Plain);
        let args = [("expected", expected(&item.expected, words).into())];
        page.block("    ", &words.get("inspection-expected", &args), Style::Dim);
    }
    let more = more + items.len().saturating_sub(MAX_SHOWN) as u64;
    if more > 0 {
        page.block("  ", &words.get("inspection-more", &[("count", more.into())]), Style::Dim);
    }
}

fn fix(page: &mut Page<'_>, words: &Words, check: &Check) {
    let wrong = check.items.iter().filter(|item| item.state == CheckState::Wrong);
    let mut causes = Vec::new();
    for cause in wrong.filter_map(|item| item.cause) {
        if !causes.contains(&cause) {
            causes.push(cause);
        }
    }
    for cause in causes {
        let heading = format!("{} ({})", words.plain("report-fix"), cause.id());
        steps(page, &heading, &words.fix_steps(cause));
    }
    if check.has_own_fix() {
        let id = format!("check-{}.fix", check.id.id().replace('_', "-"));
        steps(page, &words.plain("report-fix"), &words.steps(&id));
    }
}

fn steps(page: &mut Page<'_>, heading: &str, steps: &[String]) {
    page.block("  ", &format!("{heading}:"), Style::Accent);
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
