//! The sections that the analyzer adds: the flow, the requests between device and server, what the server's logs
//! cover, other clients, and where the device's side comes from.

use scepscope_model::{AnalyzedReport, AttemptJoin, JoinedRequest, MilestoneState, SeenBy, StepReport};

use super::escape::Html;
use super::path::glyph;
use super::records::{list, place, time};
use super::{MAX_ITEMS, sections};
use crate::analysis::{
    MAX_REQUESTS_SHOWN, answer, client_sentences, clock_sentences, first_step, focus, join_sentences,
    request_name, server_sentences, step_name, trust_sentence,
};

/// Width of one step in the diagram of the flow, and of the whole diagram of the requests.
const STEP_WIDTH: usize = 160;
const WIDTH: usize = 960;
/// Where the three lines of the requests' diagram stand.
const DEVICE: usize = 240;
const NETWORK: usize = 480;
const SERVER: usize = 720;
const ROW: usize = 56;
const TOP: usize = 56;

/// Says on top of the page that nothing in it is verified.
pub(super) fn banner(html: &mut Html<'_>, analyzed: &AnalyzedReport) {
    if analyzed.analysis.unverified {
        html.raw("<p class=\"banner\" role=\"alert\">").say("analysis-unverified").raw("</p>\n");
    }
}

/// What the administrator does first.
pub(super) fn first(html: &mut Html<'_>, analyzed: &AnalyzedReport) {
    if let Some(step) = first_step(analyzed, html.words) {
        let label = html.words.plain("analysis-first-step");
        html.raw("<p class=\"next first-step\"><strong>")
            .say_with("report-label", &[("label", label.into())]);
        html.raw("</strong> ");
        html.text(&step).raw("</p>\n");
    }
}

/// The flow and the requests of each attempt, that of the verdict first.
pub(super) fn attempts(html: &mut Html<'_>, analyzed: &AnalyzedReport) {
    let Some(focus) = focus(analyzed) else {
        html.raw("<section>\n").heading("analysis-title").raw("<p>").say("analysis-no-attempts");
        html.raw("</p>\n</section>\n");
        return;
    };
    attempt(html, focus);
    let others = analyzed.analysis.attempts.iter().rev().filter(|a| a.attempt != focus.attempt);
    for other in others.take(MAX_ITEMS) {
        attempt(html, other);
    }
}

fn attempt(html: &mut Html<'_>, join: &AttemptJoin) {
    let args = [("id", join.attempt.as_str().into())];
    html.raw("<section>\n<h2>").say_with("analysis-attempt-heading", &args).raw("</h2>\n");
    flow(html, join);
    let words = html.words;
    for sentence in join_sentences(words, join) {
        html.raw("<p>").text(&sentence).raw("</p>\n");
    }
    let more = client_sentences(words, join).into_iter().chain(clock_sentences(words, &join.clock));
    for sentence in more {
        html.raw("<p class=\"muted\">").text(&sentence).raw("</p>\n");
    }
    if !join.requests.is_empty() {
        html.raw("<h3>").say("analysis-requests").raw("</h3>\n");
        sequence(html, join);
        table(html, join);
    }
    html.raw("<h3>").say("analysis-flow").raw("</h3>\n");
    steps(html, join);
    html.raw("</section>\n");
}

fn class(state: MilestoneState) -> &'static str {
    match state {
        MilestoneState::Seen => "seen",
        MilestoneState::Implied => "implied",
        MilestoneState::Failed => "failed",
        MilestoneState::Absent => "absent",
        MilestoneState::NotRecordable => "not-recordable",
    }
}

/// The six steps as one picture. The same stands in the table below it.
fn flow(html: &mut Html<'_>, join: &AttemptJoin) {
    let words = html.words;
    sections::wide_picture(html, "analysis-flow")
        .raw("<svg class=\"flow\" viewBox=\"0 0 960 120\" role=\"img\" aria-label=\"");
    let spoken: Vec<String> =
        join.steps.iter().map(|s| words.labelled(&step_name(words, s), &words.state(s.state))).collect();
    html.text(&spoken.join("; ")).raw("\">\n");
    for (n, step) in join.steps.iter().enumerate() {
        let x = n * STEP_WIDTH + STEP_WIDTH / 2;
        if n > 0 {
            html.raw("<path class=\"edge\" d=\"M").number(x - STEP_WIDTH + 30).raw(" 36H").number(x - 30);
            html.raw("m-8 -5l8 5l-8 5\"/>\n");
        }
        html.raw("<g class=\"node ").raw(class(step.state)).raw("\" transform=\"translate(").number(x);
        html.raw(" 36)\">").raw(shape(step.state)).raw("</g>\n");
        let label = words.vocabulary("flow", &format!("{}-short", step.id.id()));
        html.raw("<text class=\"name\" x=\"").number(x).raw("\" y=\"84\">").text(&label).raw("</text>\n");
        html.raw("<text class=\"word\" x=\"").number(x).raw("\" y=\"106\">");
        html.text(&words.state(step.state)).raw("</text>\n");
    }
    html.raw("</svg></div>\n");
}

/// Shapes around the origin that differ without colour.
const fn shape(state: MilestoneState) -> &'static str {
    match state {
        MilestoneState::Seen => "<circle r=\"18\"/><path d=\"M-7 0l5 6l10 -12\"/>",
        MilestoneState::Implied => "<circle r=\"16\"/>",
        MilestoneState::Failed => {
            "<rect x=\"-18\" y=\"-18\" width=\"36\" height=\"36\" rx=\"8\"/><path d=\"M-7 -7l14 14M7 -7l-14 14\"/>"
        }
        MilestoneState::Absent => "<circle r=\"17\"/>",
        MilestoneState::NotRecordable => "<circle r=\"17\" stroke-dasharray=\"2 6\"/>",
    }
}

/// The requests as arrows between device, network and server, in order of time.
fn sequence(html: &mut Html<'_>, join: &AttemptJoin) {
    let shown = join.requests.len().min(MAX_REQUESTS_SHOWN);
    let height = TOP + shown * ROW + 16;
    sections::wide_picture(html, "analysis-sequence")
        .raw("<svg class=\"sequence\" viewBox=\"0 0 ")
        .number(WIDTH)
        .raw(" ");
    html.number(height).raw("\" role=\"img\" aria-label=\"").say("analysis-sequence").raw("\">\n");
    for (x, id) in [(DEVICE, "analysis-device"), (NETWORK, "analysis-network"), (SERVER, "analysis-server")] {
        html.raw("<text class=\"lane\" x=\"").number(x).raw("\" y=\"20\">").say(id).raw("</text>\n");
        html.raw("<path class=\"life\" d=\"M").number(x).raw(" 32V").number(height).raw("\"/>\n");
    }
    for (n, request) in join.requests.iter().take(shown).enumerate() {
        arrow(html, request, TOP + n * ROW + 24);
    }
    html.raw("</svg></div>\n");
    more_requests(html, join);
}

fn arrow(html: &mut Html<'_>, request: &JoinedRequest, y: usize) {
    let words = html.words;
    let (from, to, kind) = match request.seen_by {
        SeenBy::Both => (DEVICE, SERVER, "both"),
        SeenBy::Device => (DEVICE, NETWORK, "device"),
        SeenBy::Server if request.of_policy_module => (SERVER, SERVER, "own"),
        SeenBy::Server => (NETWORK, SERVER, "server"),
    };
    let failed = request.server.as_ref().and_then(|s| s.status).is_some_and(|s| s >= 400)
        || request.device.as_ref().is_some_and(|d| d.no_answer || d.status.is_some_and(|s| s >= 400));
    html.raw("<g class=\"arrow ").raw(kind).raw(if failed { " failed\">" } else { "\">" });
    if request.of_policy_module {
        html.raw("<path d=\"M").number(SERVER).raw(" ").number(y - 10).raw("h24v16h-22m6 -4l-7 4l7 4\"/>");
    } else {
        html.raw("<path d=\"M")
            .number(from)
            .raw(" ")
            .number(y)
            .raw("H")
            .number(to)
            .raw("m-9 -5l9 5l-9 5\"/>");
    }
    if request.seen_by == SeenBy::Device {
        html.raw("<path class=\"stop\" d=\"M").number(NETWORK - 7).raw(" ").number(y - 7);
        html.raw("l14 14m0 -14l-14 14\"/>");
    }
    let middle = (from + to) / 2;
    if !request.of_policy_module {
        html.raw("<text class=\"what\" x=\"").number(middle).raw("\" y=\"").number(y - 8).raw("\">");
        html.text(&request_name(words, request)).raw("</text>");
    }
    let device = request.device.as_ref().and_then(|d| d.ended.or(d.sent));
    if let Some(stamp) = device {
        html.raw("<text class=\"left\" x=\"").number(DEVICE - 12).raw("\" y=\"").number(y + 4).raw("\">");
        html.text(&short(&stamp.to_string())).raw("</text>");
    }
    let right = if request.of_policy_module { SERVER + 36 } else { SERVER + 12 };
    html.raw("<text class=\"right\" x=\"").number(right).raw("\" y=\"").number(y - 2).raw("\">");
    let named = if request.of_policy_module { request_name(words, request) + " " } else { String::new() };
    html.text(&format!("{named}{}", cut(&answer(words, request), 30))).raw("</text>");
    if let Some(stamp) = request.server.as_ref().and_then(|s| s.time) {
        html.raw("<text class=\"right dim\" x=\"").number(right).raw("\" y=\"").number(y + 14).raw("\">");
        html.text(&short(&stamp.to_string())).raw("</text>");
    }
    html.raw("</g>\n");
}

/// The time of day of a time; the date stands in the table.
fn short(stamp: &str) -> String {
    stamp.split_once('T').map_or(stamp, |(_, time)| time).to_owned()
}

fn cut(text: &str, chars: usize) -> String {
    crate::text::neutralise(text, chars)
}

/// The same requests as a table, with the lines.
fn table(html: &mut Html<'_>, join: &AttemptJoin) {
    html.raw("<div class=\"stack\">\n").table_head(&[
        "analysis-request",
        "analysis-seen-by",
        "analysis-answer",
        "analysis-device",
        "analysis-server",
    ]);
    for request in join.requests.iter().take(MAX_REQUESTS_SHOWN) {
        let words = html.words;
        html.raw("<tr><th scope=\"row\">").text(&request_name(words, request)).raw("</th><td>");
        html.text(&words.vocabulary("seen-by", request.seen_by.id()));
        if let Some(confidence) = request.confidence {
            html.raw(" <span class=\"tag\">").text(&words.confidence(confidence)).raw("</span>");
        }
        html.raw("</td><td>").log(&answer(words, request)).raw("</td><td>");
        time(html, request.device.as_ref().and_then(|d| d.ended.or(d.sent)));
        html.raw("</td><td>");
        match &request.server {
            Some(server) => {
                place(html, &server.source, &server.locator.to_string());
                time(html.raw(" · "), server.time);
                html.log_lines(&server.excerpt);
            }
            None => {
                html.raw("–");
            }
        }
        html.raw("</td></tr>\n");
    }
    html.raw("</tbody>\n</table>\n</div>\n");
    more_requests(html, join);
}

fn more_requests(html: &mut Html<'_>, join: &AttemptJoin) {
    if join.requests.len() > MAX_REQUESTS_SHOWN {
        let count = [("count", (join.requests.len() - MAX_REQUESTS_SHOWN).into())];
        html.raw("<p class=\"muted\">").say_with("analysis-more-requests", &count).raw("</p>\n");
    }
}

fn steps(html: &mut Html<'_>, join: &AttemptJoin) {
    html.raw("<p class=\"muted\">").say("analysis-flow-note").raw("</p>\n<div class=\"stack\">\n");
    html.table_head(&["report-step", "report-state", "report-evidence"]);
    for (n, step) in join.steps.iter().enumerate() {
        step_row(html, n + 1, step);
    }
    html.raw("</tbody>\n</table>\n</div>\n");
}

fn step_row(html: &mut Html<'_>, number: usize, step: &StepReport) {
    let words = html.words;
    html.raw("<tr><th scope=\"row\">").number(number).raw(". ").text(&step_name(words, step));
    html.raw("</th><td class=\"nowrap\">").raw(glyph(step.state)).raw(" ").text(&words.state(step.state));
    html.raw(if step.evidence.is_empty() { "</td><td class=\"none\">–" } else { "</td><td>" });
    list(html, &step.evidence);
    html.raw("</td></tr>\n");
}

/// What the web server's logs cover.
pub(super) fn servers(html: &mut Html<'_>, analyzed: &AnalyzedReport) {
    html.raw("<section>\n").heading("analysis-servers");
    if analyzed.analysis.servers.is_empty() {
        html.raw("<p>").say("analysis-no-servers").raw("</p>\n</section>\n");
        return;
    }
    let told = server_sentences(html.words, analyzed);
    html.raw("<ul class=\"plain\">\n");
    for (server, (source, sentences)) in analyzed.analysis.servers.iter().zip(told).take(MAX_ITEMS) {
        html.raw("<li><span class=\"where\">").log(&source);
        time(html.raw("</span> "), server.first);
        time(html.raw(" – "), server.last);
        for sentence in sentences {
            html.raw("<br><span class=\"muted\">").text(&sentence).raw("</span>");
        }
        html.raw("</li>\n");
    }
    html.raw("</ul>\n").more(analyzed.analysis.servers.len(), MAX_ITEMS).raw("</section>\n");
}

/// Requests that belong to none of the attempts.
pub(super) fn others(html: &mut Html<'_>, analyzed: &AnalyzedReport) {
    if analyzed.analysis.servers.is_empty() {
        return;
    }
    let others = &analyzed.analysis.others;
    html.raw("<section>\n").heading("analysis-others");
    if others.requests == 0 {
        html.raw("<p>").say("analysis-others-none").raw("</p>\n</section>\n");
        return;
    }
    let counts = [("requests", others.requests.into()), ("failed", others.failed.into())];
    html.raw("<p>").say_with("analysis-others-count", &counts).raw("</p>\n<ul class=\"plain\">\n");
    for client in &others.clients {
        let address = client.address.clone().unwrap_or_else(|| html.words.plain("analysis-no-address"));
        let args = [
            ("address", address.into()),
            ("requests", client.requests.into()),
            ("failed", client.failed.into()),
        ];
        html.raw("<li>").say_with("analysis-others-client", &args);
        if let Some(agent) = &client.user_agent {
            html.raw("<br><span class=\"muted\">").log(agent).raw("</span>");
        }
        html.raw("</li>\n");
    }
    html.raw("</ul>\n");
    if others.more_clients > 0 {
        let count = [("count", others.more_clients.into())];
        html.raw("<p class=\"muted\">").say_with("analysis-others-more", &count).raw("</p>\n");
    }
    if !analyzed.analysis.other_findings.is_empty() {
        html.raw("<h3>").say("analysis-other-findings").raw("</h3>\n");
        for finding in analyzed.analysis.other_findings.iter().take(MAX_ITEMS) {
            sections::article(html, finding);
        }
    }
    html.raw("</section>\n");
}

/// Where the device's side comes from, and what the signature proves.
pub(super) fn inputs(html: &mut Html<'_>, analyzed: &AnalyzedReport) {
    if analyzed.analysis.inputs.is_empty() {
        return;
    }
    html.raw("<section>\n").heading("analysis-inputs");
    for input in analyzed.analysis.inputs.iter().take(MAX_ITEMS) {
        let words = html.words;
        html.raw("<h3>").log(&input.name).raw("</h3>\n<p>").text(&trust_sentence(words, input)).raw("</p>\n");
        html.raw("<dl class=\"facts\">\n");
        let rows = [
            ("provenance-case", &input.case),
            ("provenance-collected", &input.created),
            ("provenance-redaction", &input.redaction),
        ];
        for (id, value) in rows {
            if let Some(value) = value {
                html.raw("<div><dt>").say(id).raw("</dt><dd>").log(value).raw("</dd></div>\n");
            }
        }
        html.raw("</dl>\n");
        if !input.failures.is_empty() {
            html.raw("<ul class=\"plain\">\n");
            for failure in &input.failures {
                html.raw("<li>").log(failure).raw("</li>\n");
            }
            html.raw("</ul>\n");
        }
    }
    html.raw("</section>\n");
}
