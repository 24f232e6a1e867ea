//! The page's sections, from the verdict down to the sources.

use scepscope_model::{Attempt, Cause, Finding, MilestoneState, Outcome, Report};

use super::escape::Html;
use super::path::{glyph, legend};
use super::records::{list, place, place_cell, time};
use super::{MAX_ITEMS, MAX_PROBE_CHARS, MAX_RECORDS, PROBE_COLUMNS, Provenance, Signature};
use crate::path::Stop;
use crate::terminal::{attempt_title, clock, gap_source};
use crate::verdict::{Verdict, focus_attempt, gap_causes, main_finding};

/// The verdict.
pub(super) fn top(html: &mut Html<'_>, report: &Report, verdict: &Verdict) {
    let words = html.words;
    html.raw(match report.outcome {
        Outcome::Succeeded => "<header class=\"verdict good\">\n",
        Outcome::Failed | Outcome::Stalled => "<header class=\"verdict bad\">\n",
        _ => "<header class=\"verdict open\">\n",
    });
    html.raw("<p class=\"kicker\">").say("report-title").raw("</p>\n<h1>").text(&verdict.sentence(words));
    html.raw("</h1>\n<p class=\"next\">").text(&verdict.next_step(words)).raw("</p>\n</header>\n");
}

/// The cause beside the stop where it went wrong, and what the shapes mean.
pub(super) fn callout(html: &mut Html<'_>, report: &Report, stops: &[Stop], verdict: &Verdict) {
    let words = html.words;
    let attempt = focus_attempt(report);
    if let (Some(at), Some(cause)) = (stops.iter().position(|s| s.focus), verdict.cause) {
        html.raw("<aside class=\"callout at").number(at).raw("\">\n<p class=\"lead\">");
        html.text(&words.cause_title(cause))
            .raw("</p>\n<p>")
            .text(&words.cause_part(cause, "what"))
            .raw("</p>\n");
        if let Some(evidence) = main_finding(report, attempt).and_then(|f| f.evidence.first()) {
            html.raw("<p class=\"place\">");
            place(html, &evidence.source, &evidence.locator.to_string());
            time(html.raw(" · "), evidence.time);
            html.raw("</p>\n").log_lines(&evidence.excerpt).raw("\n");
        }
        html.raw("</aside>\n");
    }
    legend(html, stops);
}

/// The answers in short.
pub(super) fn facts(html: &mut Html<'_>, report: &Report) {
    let words = html.words;
    let attempt = focus_attempt(report);
    let mut rows = vec![
        ("report-outcome", words.outcome(report.outcome)),
        ("report-reached", words.vocabulary("answer", report.reached_ndes.id())),
        ("report-challenge", words.vocabulary("answer", report.challenge_presented.id())),
        ("report-platform", words.platform(report.device.platform)),
    ];
    rows.extend(report.device.system.clone().map(|system| ("report-system", system)));
    rows.extend(report.device.name.clone().map(|name| ("report-device", name)));
    rows.extend(attempt.and_then(|a| a.server_url.clone()).map(|url| ("report-server", url)));
    rows.extend(attempt.and_then(|a| a.profile.clone()).map(|profile| ("report-profile", profile)));
    html.raw("<dl class=\"facts\">\n");
    for (id, value) in rows {
        html.raw(if id == "report-server" { "<div class=\"long\"><dt>" } else { "<div><dt>" });
        html.say(id).raw("</dt><dd>").log(&value).raw("</dd></div>\n");
    }
    html.raw("</dl>\n");
}

/// Every finding with its remedy and its records.
pub(super) fn findings(html: &mut Html<'_>, report: &Report) {
    html.raw("<section>\n").heading("report-findings");
    let (now, before): (Vec<&Finding>, Vec<&Finding>) = report.findings.iter().partition(|f| !f.superseded);
    if now.is_empty() {
        html.raw("<p>").say("report-no-findings").raw("</p>\n");
    }
    for finding in now.iter().take(MAX_ITEMS) {
        article(html, finding);
    }
    html.more(now.len(), MAX_ITEMS);
    if !before.is_empty() {
        html.raw("<h3>").say("report-earlier-findings").raw("</h3>\n<ul class=\"plain\">\n");
        for finding in before.iter().take(MAX_ITEMS) {
            let title = html.words.cause_title(finding.cause);
            html.raw("<li>")
                .text(&title)
                .raw(" <code>")
                .text(finding.cause.id())
                .raw("</code> <span class=\"muted\">");
            let attempt = finding.attempt.as_deref().unwrap_or("–");
            html.say_with("report-attempt", &[("id", attempt.into())]).raw("</span></li>\n");
        }
        html.raw("</ul>\n").more(before.len(), MAX_ITEMS);
    }
    html.raw("</section>\n");
}

pub(super) fn article(html: &mut Html<'_>, finding: &Finding) {
    let words = html.words;
    html.raw("<article>\n<h3>")
        .text(&words.cause_title(finding.cause))
        .raw("</h3>\n<p class=\"tags\"><code>");
    html.text(finding.cause.id())
        .raw("</code> <span class=\"tag\">")
        .text(&words.confidence(finding.confidence));
    html.raw("</span>");
    for code in finding.codes.iter().take(MAX_RECORDS) {
        html.raw(" <code>").log(code).raw("</code>");
    }
    html.raw("</p>\n<p>").text(&words.cause_part(finding.cause, "what")).raw("</p>\n");
    fix(html, finding.cause);
    if !finding.evidence.is_empty() {
        html.raw("<h4>").say("report-records").raw("</h4>\n");
        list(html, &finding.evidence);
    }
    html.raw("</article>\n");
}

/// The administrator's steps against a cause.
pub(super) fn fix(html: &mut Html<'_>, cause: Cause) {
    let steps = html.words.fix_steps(cause);
    steps_of_fix(html, steps);
}

/// Steps for the administrator, numbered.
pub(super) fn steps_of_fix(html: &mut Html<'_>, steps: Vec<String>) {
    html.raw("<h4>").say("report-fix").raw("</h4>\n<ol class=\"fix\">\n");
    for step in steps {
        html.raw("<li>").text(&step).raw("</li>\n");
    }
    html.raw("</ol>\n");
}

/// The milestones of the attempt in question, and of the others.
pub(super) fn steps(html: &mut Html<'_>, report: &Report) {
    let Some(focus) = focus_attempt(report) else { return };
    html.raw("<section>\n").heading("report-milestones");
    attempt(html, focus);
    let others: Vec<&Attempt> = report.attempts.iter().rev().filter(|a| a.id != focus.id).collect();
    if !others.is_empty() {
        html.raw("<h3>")
            .say_with("report-earlier-attempts", &[("count", others.len().into())])
            .raw("</h3>\n");
        for other in others.iter().take(MAX_ITEMS) {
            let outcome = html.words.outcome(other.outcome);
            let title = attempt_title(html.words, other);
            html.raw("<details>\n<summary>").log(&title).raw(" <span class=\"tag\">").text(&outcome);
            time(html.raw("</span> "), other.started);
            html.raw("</summary>\n");
            milestones(html, other);
            html.raw("</details>\n");
        }
        html.more(others.len(), MAX_ITEMS);
    }
    html.raw("</section>\n");
}

fn attempt(html: &mut Html<'_>, attempt: &Attempt) {
    let title = attempt_title(html.words, attempt);
    html.raw("<p class=\"muted\">").log(&title);
    time(html.raw(" · "), attempt.started);
    time(html.raw(" – "), attempt.ended);
    html.raw("</p>\n");
    milestones(html, attempt);
}

fn milestones(html: &mut Html<'_>, attempt: &Attempt) {
    html.raw("<div class=\"stack\">\n").table_head(&["report-step", "report-state", "report-evidence"]);
    for milestone in &attempt.milestones {
        let words = html.words;
        html.raw("<tr><th scope=\"row\">").text(&words.milestone(milestone.id));
        html.raw("<span class=\"question\">");
        html.text(&words.vocabulary("milestone", &format!("{}.question", milestone.id.id())));
        html.raw("</span></th><td class=\"nowrap\">").raw(glyph(milestone.state)).raw(" ");
        html.text(&words.state(milestone.state)).raw(if milestone.evidence.is_empty() {
            "</td><td class=\"none\">–"
        } else {
            "</td><td>"
        });
        if matches!(milestone.state, MilestoneState::Seen | MilestoneState::Failed) {
            list(html, &milestone.evidence);
        }
        html.raw("</td></tr>\n");
    }
    html.raw("</tbody>\n</table>\n</div>\n");
}

/// What is missing.
pub(super) fn gaps(html: &mut Html<'_>, report: &Report) {
    html.raw("<section>\n").heading("report-gaps");
    if report.gaps.is_empty() {
        html.raw("<p>").say("report-no-gaps").raw("</p>\n</section>\n");
        return;
    }
    wide(html, "report-gaps").table_head(&["report-source", "report-cause", "report-reason"]);
    for gap in report.gaps.iter().take(MAX_ITEMS) {
        let words = html.words;
        html.raw("<tr><th scope=\"row\">").log(&gap_source(words, gap)).raw("</th><td>");
        html.text(&words.cause_title(gap.cause))
            .raw("<br><code>")
            .text(gap.cause.id())
            .raw("</code></td><td>");
        if let Some(reason) = gap.detail.get("reason") {
            html.text(&words.gap_reason(reason)).raw("<br>");
        }
        for (name, value) in gap.detail.iter().filter(|(name, _)| *name != "reason").take(MAX_RECORDS) {
            html.raw("<span class=\"muted\">").log(name).raw(": ").log(value).raw("</span><br>");
        }
        html.raw("</td></tr>\n");
    }
    html.raw("</tbody>\n</table>\n</div>\n").more(report.gaps.len(), MAX_ITEMS);
    for cause in gap_causes(report) {
        let words = html.words;
        html.raw("<h3>")
            .text(&words.cause_title(cause))
            .raw("</h3>\n<p>")
            .text(&words.cause_part(cause, "what"));
        html.raw("</p>\n");
        fix(html, cause);
    }
    html.raw("</section>\n");
}

/// The key strings of the troubleshooting article, counted.
pub(super) fn key_strings(html: &mut Html<'_>, report: &Report) {
    if report.key_strings.is_empty() {
        return;
    }
    html.raw("<section>\n").heading("report-key-strings");
    wide(html, "report-key-strings").table_head(&[
        "report-string",
        "report-count",
        "report-first",
        "report-last",
    ]);
    for string in report.key_strings.iter().take(MAX_ITEMS) {
        html.raw("<tr><th scope=\"row\"><code>").log(&string.id).raw("</code></th><td class=\"nowrap\">");
        html.say_with("report-times", &[("count", string.count.into())]).raw("</td>");
        place_cell(html, string.first.as_ref());
        place_cell(html, string.last.as_ref());
        html.raw("</tr>\n");
    }
    html.raw("</tbody>\n</table>\n</div>\n").more(report.key_strings.len(), MAX_ITEMS).raw("</section>\n");
}

/// Every source that was looked at.
pub(super) fn sources(html: &mut Html<'_>, report: &Report) {
    html.raw("<section>\n").heading("report-sources");
    if report.sources.is_empty() {
        html.raw("<p>").say("report-no-sources").raw("</p>\n</section>\n");
        return;
    }
    let columns =
        ["report-source", "report-origin", "report-records", "report-time", "report-clock", "report-details"];
    wide(html, "report-sources").table_head(&columns);
    for source in report.sources.iter().take(MAX_ITEMS) {
        let words = html.words;
        html.raw("<tr><th scope=\"row\">")
            .log(&source.id)
            .raw("</th><td class=\"origin\">")
            .log(&source.origin);
        html.raw("<br><span class=\"muted\">").text(&words.kind(source.kind));
        if let Some(bytes) = source.bytes {
            html.raw(" · ").say_with("report-bytes", &[("count", bytes.into())]);
        }
        html.raw("</span></td><td class=\"nowrap\">");
        html.say_with("report-records-count", &[("count", source.records.into())]).raw("</td><td>");
        time(html, source.first);
        html.raw("<br>");
        time(html, source.last);
        html.raw("</td><td>").text(&clock(words, source)).raw("</td><td>").say(match source.verbose {
            Some(true) => "report-yes",
            Some(false) => "report-no",
            None => "report-not-applicable",
        });
        html.raw("</td></tr>\n");
    }
    html.raw("</tbody>\n</table>\n</div>\n").more(report.sources.len(), MAX_ITEMS).raw("</section>\n");
}

/// The server's answer as it was recorded, where it was asked.
pub(super) fn probe(html: &mut Html<'_>, report: &Report) {
    let Some(probe) = &report.probe else { return };
    html.raw("<section>\n").heading("report-probe").raw("<pre>");
    let text = crate::probe::render(probe, html.words, PROBE_COLUMNS);
    html.lines(&text, MAX_PROBE_CHARS);
    html.raw("</pre>\n</section>\n");
}

/// Where the report comes from, and what its signature proves.
pub(super) fn provenance(html: &mut Html<'_>, provenance: &Provenance) {
    html.raw("<section>\n").heading("provenance-heading").raw("<dl class=\"facts\">\n");
    let rows = [
        ("provenance-bundle", &provenance.bundle),
        ("provenance-case", &provenance.case),
        ("provenance-collected", &provenance.collected),
        ("provenance-redaction", &provenance.redaction),
    ];
    for (id, value) in rows {
        if let Some(value) = value {
            html.raw("<div><dt>").say(id).raw("</dt><dd>").log(value).raw("</dd></div>\n");
        }
    }
    html.raw("<div class=\"whole\"><dt>").say("provenance-signature").raw("</dt><dd>");
    match &provenance.signature {
        Signature::None => html.say("provenance-unsigned"),
        Signature::UnknownKey { fingerprint } => {
            html.say_with("provenance-unknown-key", &[("fingerprint", fingerprint.as_str().into())])
        }
        Signature::KnownKey { fingerprint, principal } => html.say_with(
            "provenance-known-key",
            &[("fingerprint", fingerprint.as_str().into()), ("principal", principal.as_str().into())],
        ),
    };
    html.raw("</dd></div>\n</dl>\n</section>\n");
}

/// The program that made the report.
pub(super) fn made_by(html: &mut Html<'_>, report: &Report) {
    let args = [("name", report.tool.name.as_str().into()), ("version", report.tool.version.as_str().into())];
    html.raw("<footer>").say_with("report-made-by", &args).raw(" · <code>").text(&report.schema);
    html.raw("</code></footer>\n");
}

/// A box that scrolls sideways, by keyboard too, where a picture is wider than the page. It ends with a `div`.
pub(super) fn wide_picture<'h, 'w>(html: &'h mut Html<'w>, label: &str) -> &'h mut Html<'w> {
    html.raw("<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"").say(label).raw("\">")
}

/// A box that scrolls sideways, by keyboard too, where a table is wider than the page.
fn wide<'h, 'w>(html: &'h mut Html<'w>, label: &str) -> &'h mut Html<'w> {
    html.raw("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"").say(label).raw("\">\n")
}
