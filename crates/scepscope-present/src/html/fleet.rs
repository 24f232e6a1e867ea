//! The sums over many bundles as one page: days as a picture, each question as a table with bars.

use scepscope_model::{FleetDay, FleetSummary, Outcome, Tally};

use super::escape::Html;
use super::{page_with, sections};
use crate::fleet::{MAX_VALUES, Values, lists, run_sentence, title, value_name};
use crate::words::Words;

const STYLE: &str = include_str!("fleet.css");

/// The picture of the days: its size, and where the columns stand in it.
const WIDTH: usize = 960;
const HEIGHT: usize = 220;
const LEFT: usize = 48;
const TOP: usize = 16;
const BOTTOM: usize = 188;

/// Length of the longest bar.
const BAR: u64 = 240;

/// The page: no network, no script. Everything out of a bundle is escaped.
pub(crate) fn render(summary: &FleetSummary, words: &Words) -> String {
    let mut html = Html::new(words);
    let heading = title(summary, words);
    html.raw("<header class=\"verdict open\">\n<p class=\"kicker\">").log(&summary.inbox).raw("</p>\n<h1>");
    html.text(&heading).raw("</h1>\n<p class=\"next\">").text(&run_sentence(summary, words));
    html.raw("</p>\n</header>\n<p class=\"muted\">").say("fleet-note").raw("</p>\n");
    days(&mut html, summary);
    for (heading, kind, tallies) in lists(summary) {
        list(&mut html, heading, kind, tallies);
    }
    let tool = &summary.tool;
    let args = [("name", tool.name.as_str().into()), ("version", tool.version.as_str().into())];
    html.raw("<footer>").say_with("report-made-by", &args).raw(" · <code>").text(&summary.schema);
    html.raw("</code></footer>\n");
    page_with(words, &heading, &html.finish(), STYLE)
}

/// One question: the values, how many devices, and a bar for each.
fn list(html: &mut Html<'_>, heading: &str, kind: Values, tallies: &[Tally]) {
    let words = html.words;
    html.raw("<section>\n").heading(heading);
    if tallies.is_empty() {
        html.raw("<p class=\"muted\">").say("fleet-nothing").raw("</p>\n</section>\n");
        return;
    }
    let most = tallies.iter().map(|t| t.count).max().unwrap_or(1).max(1);
    html.table_head(&["fleet-value", "fleet-count"]);
    for tally in tallies.iter().take(MAX_VALUES) {
        html.raw("<tr><th scope=\"row\">").log(&value_name(words, kind, &tally.value));
        if kind == Values::Cause {
            html.raw(" <code>").text(&tally.value).raw("</code>");
        }
        let length = usize::try_from(tally.count.saturating_mul(BAR) / most).unwrap_or_default().max(1);
        html.raw("</th><td class=\"count\"><svg class=\"bar\" viewBox=\"0 0 240 12\" aria-hidden=\"true\"><rect width=\"");
        html.number(length)
            .raw("\" height=\"12\"/></svg> ")
            .text(&tally.count.to_string())
            .raw("</td></tr>\n");
    }
    html.raw("</tbody></table>\n");
    if let Some(more) = tallies.len().checked_sub(MAX_VALUES).filter(|more| *more > 0) {
        html.raw("<p class=\"muted\">").say_with("fleet-more", &[("count", more.into())]).raw("</p>\n");
    }
    html.raw("</section>\n");
}

fn count(day: &FleetDay, outcome: Outcome) -> u64 {
    day.outcomes.iter().find(|t| t.value == outcome.id()).map_or(0, |t| t.count)
}

fn total(day: &FleetDay) -> u64 {
    day.outcomes.iter().map(|t| t.count).sum()
}

const fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Succeeded => "succeeded",
        Outcome::Failed => "failed",
        Outcome::Stalled => "stalled",
        Outcome::Pending => "pending",
        Outcome::Inconclusive => "inconclusive",
        Outcome::NoEvidence => "no-evidence",
    }
}

/// Attempts by day, one column each, and the same as a table.
fn days(html: &mut Html<'_>, summary: &FleetSummary) {
    let days = &summary.days;
    html.raw("<section>\n").heading("fleet-days");
    let most = days.iter().map(total).max().unwrap_or_default();
    if most > 0 {
        picture(html, days, most);
        table(html, days);
    } else {
        html.raw("<p class=\"muted\">").say("fleet-nothing").raw("</p>\n");
    }
    if summary.other_days > 0 {
        html.raw("<p class=\"muted\">").say_with("fleet-other-days", &[("count", summary.other_days.into())]);
        html.raw("</p>\n");
    }
    html.raw("</section>\n");
}

fn picture(html: &mut Html<'_>, days: &[FleetDay], most: u64) {
    let (first, last) =
        (days.first().map_or("", |d| d.date.as_str()), days.last().map_or("", |d| d.date.as_str()));
    sections::wide_picture(html, "fleet-days")
        .raw("<svg class=\"days\" viewBox=\"0 0 ")
        .number(WIDTH)
        .raw(" ")
        .number(HEIGHT);
    let spoken = [("first", first.into()), ("last", last.into()), ("most", most.into())];
    html.raw("\" role=\"img\" aria-label=\"").say_with("fleet-days-picture", &spoken).raw("\">\n");
    html.raw("<path class=\"edge\" d=\"M").number(LEFT).raw(" ").number(BOTTOM).raw("H").number(WIDTH);
    html.raw("\"/>\n<text class=\"left\" x=\"").number(LEFT - 8).raw("\" y=\"").number(TOP + 8).raw("\">");
    html.text(&most.to_string()).raw("</text>\n");
    let step = (WIDTH - LEFT) / days.len().max(1);
    for (at, day) in days.iter().enumerate() {
        let x = LEFT + at * step + 1;
        let mut below = 0;
        for outcome in Outcome::ALL {
            let n = count(day, *outcome);
            if n == 0 {
                continue;
            }
            let (from, to) = (height(below, most), height(below + n, most));
            below += n;
            html.raw("<rect class=\"")
                .raw(class(*outcome))
                .raw("\" x=\"")
                .number(x)
                .raw("\" y=\"")
                .number(BOTTOM - to);
            html.raw("\" width=\"")
                .number(step.saturating_sub(3).max(1))
                .raw("\" height=\"")
                .number((to - from).max(1));
            html.raw("\"/>\n");
        }
    }
    html.raw("<text class=\"right dim\" x=\"").number(LEFT).raw("\" y=\"").number(HEIGHT - 12).raw("\">");
    html.text(first)
        .raw("</text>\n<text class=\"left dim\" x=\"")
        .number(WIDTH)
        .raw("\" y=\"")
        .number(HEIGHT - 12);
    html.raw("\">").text(last).raw("</text>\n</svg></div>\n<ul class=\"key\">\n");
    let words = html.words;
    for outcome in Outcome::ALL.iter().filter(|o| days.iter().any(|d| count(d, **o) > 0)) {
        html.raw("<li><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><rect class=\"").raw(class(*outcome));
        html.raw("\" x=\"2\" y=\"2\" width=\"12\" height=\"12\"/></svg> ")
            .text(&words.outcome(*outcome))
            .raw("</li>\n");
    }
    html.raw("</ul>\n");
}

/// How high so many attempts stand.
fn height(count: u64, most: u64) -> usize {
    let full = (BOTTOM - TOP) as u64;
    usize::try_from(count.saturating_mul(full) / most.max(1)).unwrap_or_default()
}

fn table(html: &mut Html<'_>, days: &[FleetDay]) {
    let words = html.words;
    html.raw("<details>\n<summary>").say("fleet-days-table").raw("</summary>\n");
    html.table_head(&["fleet-date", "fleet-attempts"]);
    for day in days.iter().filter(|day| total(day) > 0) {
        let named = |outcome: &&Outcome| count(day, **outcome) > 0;
        let counts =
            Outcome::ALL.iter().filter(named).map(|o| format!("{} {}", words.outcome(*o), count(day, *o)));
        html.raw("<tr><th scope=\"row\">").text(&day.date).raw("</th><td>");
        html.text(&counts.collect::<Vec<_>>().join(", ")).raw("</td></tr>\n");
    }
    html.raw("</tbody></table>\n</details>\n");
}
