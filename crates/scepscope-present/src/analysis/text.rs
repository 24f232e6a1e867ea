//! The analysis for a terminal: the report's own sections, with the join between the facts and the milestones.

use scepscope_model::{AnalyzedReport, AttemptJoin};

use super::{
    MAX_REQUESTS_SHOWN, answer, client_sentences, clock_sentences, first_step, focus, join_sentences,
    request_name, server_sentences, step_name, trust_sentence,
};
use crate::path::sign;
use crate::terminal::{MAX_ITEMS, Page, Style, render_around};
use crate::text::{columns, pad};
use crate::words::Words;

/// Clients that are listed besides those of the attempts; how many more there are is said.
const MAX_CLIENTS_SHOWN: usize = 5;

/// The analysis as text of at most `width` columns, ending in a line break. As
/// [`terminal::render`](crate::terminal::render): without `color` no escape sequence is in it.
pub fn terminal(analyzed: &AnalyzedReport, words: &Words, width: usize, color: bool) -> String {
    let before = |page: &mut Page<'_>| {
        if analyzed.analysis.unverified {
            page.block("! ", &words.plain("analysis-unverified"), Style::Bad);
            page.line("");
        }
    };
    let between = |page: &mut Page<'_>| {
        if let Some(step) = first_step(analyzed, words) {
            page.heading("analysis-first-step");
            page.block("  ", &step, Style::Plain);
        }
        joins(page, analyzed);
    };
    let after = |page: &mut Page<'_>| {
        servers(page, analyzed);
        others(page, analyzed);
        for inspection in &analyzed.analysis.inspections {
            crate::inspection::section(page, inspection);
        }
        inputs(page, analyzed);
    };
    render_around(&analyzed.report, words, width, color, [&before, &between, &after])
}

fn joins(page: &mut Page<'_>, analyzed: &AnalyzedReport) {
    let Some(focus) = focus(analyzed) else {
        page.line("");
        page.block("  ", &page.words.plain("analysis-no-attempts"), Style::Plain);
        return;
    };
    join(page, focus);
    let others = analyzed.analysis.attempts.iter().rev().filter(|a| a.attempt != focus.attempt);
    for other in others.take(MAX_ITEMS) {
        join(page, other);
    }
}

fn join(page: &mut Page<'_>, join: &AttemptJoin) {
    let words = page.words;
    let heading = words.get("analysis-attempt-heading", &[("id", join.attempt.as_str().into())]);
    page.heading_text(&heading);
    let names: Vec<String> = join.steps.iter().map(|s| step_name(words, s)).collect();
    let column = names.iter().map(|n| columns(n)).max().unwrap_or(0) + 2;
    for ((n, step), name) in join.steps.iter().enumerate().zip(&names) {
        let place =
            step.evidence.first().map(|e| format!("  {} {}", e.source, e.locator)).unwrap_or_default();
        let text = format!("{}{place}", words.state(step.state));
        page.block(&format!("  {} {} {}", n + 1, sign(step.state), pad(name, column)), &text, Style::Plain);
    }
    page.line("");
    let sentences = join_sentences(words, join);
    let more = clock_sentences(words, &join.clock);
    for sentence in sentences.into_iter().chain(client_sentences(words, join)).chain(more) {
        page.block("  ", &sentence, Style::Plain);
    }
    if join.requests.is_empty() {
        return;
    }
    page.line("");
    for request in join.requests.iter().take(MAX_REQUESTS_SHOWN) {
        let name = request_name(words, request);
        let seen = words.vocabulary("seen-by", request.seen_by.id());
        let head = format!("{}  [{seen}]  {}", pad(&name, 14), answer(words, request));
        page.block("  - ", &head, Style::Plain);
        let device = request.device.as_ref().and_then(|d| d.ended.or(d.sent));
        let mut places = Vec::new();
        places.extend(device.map(|t| format!("{} {t}", words.plain("analysis-device"))));
        if let Some(server) = &request.server {
            let time = server.time.map_or_else(|| "–".to_owned(), |t| t.to_string());
            let label = words.plain("analysis-server");
            places.push(format!("{label} {time} ({} {})", server.source, server.locator));
        }
        page.block("    ", &places.join(" · "), Style::Dim);
    }
    if join.requests.len() > MAX_REQUESTS_SHOWN {
        let count = [("count", (join.requests.len() - MAX_REQUESTS_SHOWN).into())];
        page.block("  ", &words.get("analysis-more-requests", &count), Style::Dim);
    }
}

fn servers(page: &mut Page<'_>, analyzed: &AnalyzedReport) {
    let words = page.words;
    page.heading("analysis-servers");
    if analyzed.analysis.servers.is_empty() {
        page.block("  ", &words.plain("analysis-no-servers"), Style::Plain);
    }
    let told = server_sentences(words, analyzed);
    for (server, (source, sentences)) in analyzed.analysis.servers.iter().zip(told).take(MAX_ITEMS) {
        let range = match (server.first, server.last) {
            (Some(first), Some(last)) => format!("{first} – {last}"),
            _ => String::new(),
        };
        page.block(&format!("  {} ", pad(&source, 3)), &range, Style::Plain);
        for sentence in sentences {
            page.block("      ", &sentence, Style::Dim);
        }
    }
}

fn others(page: &mut Page<'_>, analyzed: &AnalyzedReport) {
    let words = page.words;
    if analyzed.analysis.servers.is_empty() {
        return;
    }
    let others = &analyzed.analysis.others;
    page.heading("analysis-others");
    if others.requests == 0 {
        page.block("  ", &words.plain("analysis-others-none"), Style::Plain);
        return;
    }
    let counts = [("requests", others.requests.into()), ("failed", others.failed.into())];
    page.block("  ", &words.get("analysis-others-count", &counts), Style::Plain);
    for client in others.clients.iter().take(MAX_CLIENTS_SHOWN) {
        let address = client.address.clone().unwrap_or_else(|| words.plain("analysis-no-address"));
        let args = [
            ("address", address.into()),
            ("requests", client.requests.into()),
            ("failed", client.failed.into()),
        ];
        page.block("  - ", &words.get("analysis-others-client", &args), Style::Plain);
        if let Some(agent) = &client.user_agent {
            page.block("    ", agent, Style::Dim);
        }
    }
    let more = others.clients.len().saturating_sub(MAX_CLIENTS_SHOWN) as u64 + others.more_clients;
    if more > 0 {
        page.block("  ", &words.get("analysis-others-more", &[("count", more.into())]), Style::Dim);
    }
    if !analyzed.analysis.other_findings.is_empty() {
        page.block("  ", &words.headed(&words.plain("analysis-other-findings")), Style::Accent);
        for finding in analyzed.analysis.other_findings.iter().take(MAX_ITEMS) {
            let title = words.cause_title(finding.cause);
            page.block("  - ", &format!("{title} ({})", finding.cause.id()), Style::Plain);
        }
    }
}

fn inputs(page: &mut Page<'_>, analyzed: &AnalyzedReport) {
    let words = page.words;
    if analyzed.analysis.inputs.is_empty() {
        return;
    }
    page.heading("analysis-inputs");
    for input in analyzed.analysis.inputs.iter().take(MAX_ITEMS) {
        page.block("  ", &input.name, Style::Bold);
        page.block("    ", &trust_sentence(words, input), Style::Plain);
        for failure in input.failures.iter().take(MAX_ITEMS) {
            page.block("    - ", failure, Style::Plain);
        }
    }
}
