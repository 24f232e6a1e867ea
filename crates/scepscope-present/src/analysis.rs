//! The administrator's analysis in words: on a terminal, as a page, and the comparison of two reports.

mod compare;
mod page;
mod text;

pub use compare::comparison;
pub use page::html;
pub use text::terminal;

use scepscope_model::{
    AnalyzedReport, AttemptJoin, ClockBasis, ClockJoin, InputReport, JoinedRequest, StepReport, Trust,
};

use crate::Words;

/// Requests that are shown for one attempt; how many more there are is said.
pub const MAX_REQUESTS_SHOWN: usize = 40;

/// What is wrong with the signature of a bundle that is otherwise whole: its key is not on the list, or it is no good at all.
pub fn doubt(words: &Words, unknown_key: bool) -> String {
    words.plain(if unknown_key { "analysis-key-not-listed" } else { "analysis-signature-not-accepted" })
}

/// The first of the administrator's steps against the cause that the verdict rests on.
pub(crate) fn first_step(analyzed: &AnalyzedReport, words: &Words) -> Option<String> {
    let cause = crate::verdict(&analyzed.report).cause?;
    words.fix_steps(cause).into_iter().next()
}

/// The join of the attempt that the verdict speaks of, else the last one.
pub(crate) fn focus(analyzed: &AnalyzedReport) -> Option<&AttemptJoin> {
    let id = crate::verdict(&analyzed.report).attempt;
    let attempts = &analyzed.analysis.attempts;
    attempts.iter().find(|a| Some(&a.attempt) == id.as_ref()).or(attempts.last())
}

/// What is said of the clocks, each a sentence.
pub(crate) fn clock_sentences(words: &Words, clock: &ClockJoin) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some(offset) = clock.estimated_offset_seconds {
        let sign = if offset < 0 { '-' } else { '+' };
        let offset = offset.unsigned_abs();
        let text = format!("{sign}{:02}:{:02}", offset / 3600, offset % 3600 / 60);
        sentences.push(words.get("analysis-offset-estimated", &[("offset", text.into())]));
    }
    if let Some(date) = &clock.estimated_date {
        sentences.push(words.get("analysis-date-estimated", &[("date", date.as_str().into())]));
    }
    sentences.push(match (clock.basis, clock.server_ahead_seconds) {
        (ClockBasis::Requests, Some(seconds)) => words.get(
            "analysis-clock-requests",
            &[("seconds", seconds.to_string().into()), ("pairs", clock.pairs.into())],
        ),
        (ClockBasis::Stated, _) => words.plain("analysis-clock-stated"),
        _ => words.plain("analysis-clock-unknown"),
    });
    sentences
}

/// What the server saw of the client, each a sentence.
pub(crate) fn client_sentences(words: &Words, join: &AttemptJoin) -> Vec<String> {
    let Some(client) = &join.client else { return Vec::new() };
    let address = client.address.clone().unwrap_or_else(|| words.plain("analysis-no-address"));
    let agent = client.user_agent.clone().unwrap_or_else(|| "–".to_owned());
    let args = [("address", address.into()), ("agent", agent.into())];
    let mut sentences = vec![words.get("analysis-client", &args)];
    if client.others_at_address > 0 {
        sentences.push(words.get("analysis-client-shared", &[("count", client.others_at_address.into())]));
    }
    sentences
}

/// The result of a join, and what limits it. The shared address is told with the client.
pub(crate) fn join_sentences(words: &Words, join: &AttemptJoin) -> Vec<String> {
    let mut sentences = vec![words.vocabulary("join", join.state.id())];
    let shared = |r: &&scepscope_model::JoinReason| {
        join.client.is_some() && **r == scepscope_model::JoinReason::SharedAddress
    };
    let reasons = join.reasons.iter().filter(|r| !shared(r));
    sentences.extend(reasons.map(|r| words.vocabulary("join-reason", r.id())));
    sentences
}

/// The name of a request.
pub(crate) fn request_name(words: &Words, request: &JoinedRequest) -> String {
    match (request.operation, request.of_policy_module) {
        (Some(operation), _) => operation.protocol_name().to_owned(),
        (None, true) => words.plain("analysis-policy-module"),
        (None, false) => words.plain("analysis-no-operation"),
    }
}

/// How the request ended: the server's numbers decoded, else what the device has.
pub(crate) fn answer(words: &Words, request: &JoinedRequest) -> String {
    if let Some(server) = &request.server
        && !server.meaning.is_empty()
    {
        return server.meaning.join(", ");
    }
    match &request.device {
        Some(device) if device.no_answer => words.plain("analysis-not-answered"),
        Some(device) => device.status.map_or_else(|| "–".to_owned(), |s| s.to_string()),
        None => "–".to_owned(),
    }
}

pub(crate) fn step_name(words: &Words, step: &StepReport) -> String {
    words.vocabulary("flow", step.id.id())
}

/// What an input proves of its origin.
pub(crate) fn trust_sentence(words: &Words, input: &InputReport) -> String {
    let fingerprint = input.fingerprint.clone().unwrap_or_default();
    let principal = input.principal.clone().unwrap_or_default();
    let args = [("fingerprint", fingerprint.into()), ("principal", principal.into())];
    words.get(
        match input.trust {
            Trust::Verified => "trust-verified",
            Trust::Intact => "trust-intact",
            Trust::Unverified => "trust-unverified",
            Trust::Unsigned => "trust-unsigned",
        },
        &args,
    )
}

/// What is said of each log of a web server: its source, and sentences.
pub(crate) fn server_sentences(words: &Words, analyzed: &AnalyzedReport) -> Vec<(String, Vec<String>)> {
    let one = |server: &scepscope_model::ServerLog| {
        let mut sentences = Vec::new();
        if server.first.is_none() {
            sentences.push(words.plain("analysis-server-untimed"));
        }
        if server.assumed_columns {
            sentences.push(words.plain("analysis-server-assumed"));
        }
        if !server.missing_columns.is_empty() {
            let columns = server.missing_columns.join(", ");
            sentences.push(words.get("analysis-server-missing", &[("columns", columns.into())]));
        }
        for quiet in &server.quiet {
            let args = [("from", quiet.from.to_string().into()), ("to", quiet.to.to_string().into())];
            sentences.push(words.get("analysis-server-quiet", &args));
        }
        if server.more_quiet > 0 {
            let args = [("count", server.more_quiet.into())];
            sentences.push(words.get("analysis-server-more-quiet", &args));
        }
        (server.source.clone(), sentences)
    };
    analyzed.analysis.servers.iter().map(one).collect()
}
