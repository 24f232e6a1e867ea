//! The sums over many bundles in words: on a terminal and as a page.

use scepscope_model::{Cause, FleetSummary, Milestone, Outcome, Tally};

use crate::terminal::{Page, Style};
use crate::words::Words;

/// Values that are shown of one list; how many more there are is said.
pub const MAX_VALUES: usize = 20;

/// What the values of a list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Values {
    State,
    Outcome,
    Step,
    Cause,
    Text,
}

/// The lists that are shown, with their headings.
pub(crate) fn lists(summary: &FleetSummary) -> [(&'static str, Values, &[Tally]); 8] {
    [
        ("fleet-outcomes", Values::Outcome, &summary.outcomes),
        ("fleet-steps", Values::Step, &summary.steps),
        ("fleet-causes", Values::Cause, &summary.causes),
        ("fleet-servers", Values::Text, &summary.servers),
        ("fleet-systems", Values::Text, &summary.systems),
        ("fleet-versions", Values::Text, &summary.versions),
        ("fleet-states", Values::State, &summary.states),
        ("fleet-faults", Values::Text, &summary.faults),
    ]
}

/// A value as people read it. One that is not known, of a newer version, stays as it is.
pub(crate) fn value_name(words: &Words, kind: Values, value: &str) -> String {
    let known = match kind {
        Values::State => words.try_get(&format!("fleet-state-{}", value.replace('_', "-")), &[]).ok(),
        Values::Outcome => Outcome::ALL.iter().find(|o| o.id() == value).map(|o| words.outcome(*o)),
        Values::Step => Milestone::ALL.iter().find(|m| m.id() == value).map(|m| words.milestone(*m)),
        Values::Cause => value.parse::<Cause>().ok().map(|cause| words.cause_title(cause)),
        Values::Text => None,
    };
    known.unwrap_or_else(|| value.to_owned())
}

/// The title: how many devices and bundles.
pub(crate) fn title(summary: &FleetSummary, words: &Words) -> String {
    words.get("fleet-title", &[("devices", summary.devices.into()), ("bundles", summary.bundles.into())])
}

/// What this run did.
pub(crate) fn run_sentence(summary: &FleetSummary, words: &Words) -> String {
    let args = [
        ("read", summary.read.into()),
        ("kept", summary.kept.into()),
        ("gone", summary.gone.into()),
        ("rows", summary.rows.into()),
    ];
    words.get("fleet-run", &args)
}

/// The sums as one self-contained page: no network, no script.
pub fn html(summary: &FleetSummary, words: &Words) -> String {
    crate::html::render_fleet(summary, words)
}

/// The sums as text of at most `width` columns.
pub fn terminal(summary: &FleetSummary, words: &Words, width: usize, color: bool) -> String {
    let mut page = Page::new(words, width, color);
    page.block("", &title(summary, words), Style::Bold);
    page.block("  ", &run_sentence(summary, words), Style::Plain);
    page.block("  ", &words.plain("fleet-note"), Style::Dim);
    for (heading, kind, tallies) in lists(summary) {
        page.heading(heading);
        if tallies.is_empty() {
            page.block("  ", &words.plain("fleet-nothing"), Style::Dim);
        }
        let digits = tallies.iter().map(|t| t.count.to_string().len()).max().unwrap_or(1);
        for tally in tallies.iter().take(MAX_VALUES) {
            let name = value_name(words, kind, &tally.value);
            let line = match kind {
                Values::Cause => format!("{name} ({})", tally.value),
                _ => name,
            };
            page.block(&format!("  {:>digits$}  ", tally.count), &line, Style::Plain);
        }
        if let Some(more) = tallies.len().checked_sub(MAX_VALUES).filter(|more| *more > 0) {
            page.block("  ", &words.get("fleet-more", &[("count", more.into())]), Style::Dim);
        }
    }
    page.finish()
}
