//! What changed, for a terminal.

use scepscope_model::{Change, Comparison};

use crate::terminal::{MAX_ITEMS, Page, Style};
use crate::words::Words;

/// The comparison as text of at most `width` columns.
pub fn comparison(comparison: &Comparison, words: &Words, width: usize) -> String {
    let mut page = Page::new(words, width, false);
    page.block("", &words.plain("compare-title"), Style::Bold);
    if comparison.same_device == Some(false) {
        page.block("! ", &words.plain("compare-other-device"), Style::Plain);
    }
    let answer = |a: scepscope_model::Answer| words.vocabulary("answer", a.id());
    let rows = [
        (
            "compare-outcome",
            words.outcome(comparison.outcome.before),
            words.outcome(comparison.outcome.after),
        ),
        ("compare-reached", answer(comparison.reached_ndes.before), answer(comparison.reached_ndes.after)),
        (
            "compare-challenge",
            answer(comparison.challenge_presented.before),
            answer(comparison.challenge_presented.after),
        ),
    ];
    let nothing = rows.iter().all(|(_, before, after)| before == after)
        && comparison.milestones.is_empty()
        && comparison.findings.iter().all(|f| f.change == Change::Stayed);
    if nothing {
        page.block("  ", &words.plain("compare-same"), Style::Plain);
    }
    page.line("");
    for (id, before, after) in rows {
        let value = if before == after { after } else { format!("{before} → {after}") };
        page.block("  ", &words.labelled(&words.plain(id), &value), Style::Plain);
    }
    if !comparison.milestones.is_empty() {
        page.heading("compare-steps");
        for change in comparison.milestones.iter().take(MAX_ITEMS) {
            let profile = change.profile.as_ref().map(|p| words.labelled(p, "")).unwrap_or_default();
            let name = words.milestone(change.id);
            let (before, after) = (words.state(change.state.before), words.state(change.state.after));
            page.block(
                "  ",
                &format!("{profile}{}", words.labelled(&name, &format!("{before} → {after}"))),
                Style::Plain,
            );
        }
    }
    page.heading("compare-findings");
    if comparison.findings.is_empty() {
        page.block("  ", &words.plain("compare-no-findings"), Style::Plain);
    }
    for finding in comparison.findings.iter().take(MAX_ITEMS) {
        let change = words.vocabulary("compare", finding.change.id());
        let title = words.cause_title(finding.cause);
        page.block(
            "  - ",
            &words.labelled(&change, &format!("{title} ({})", finding.cause.id())),
            Style::Plain,
        );
    }
    if comparison.findings.iter().any(|f| f.change == Change::Gone) {
        page.block("  ", &words.plain("compare-gone-note"), Style::Dim);
    }
    page.finish()
}
