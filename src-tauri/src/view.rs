//! A report made ready to be shown: ids of sentences and states, no text.

use scepscope_model::Report;

use crate::contract::{ResultView, StopView, VerdictView};

/// Decides what the window says of `report`.
pub(crate) fn result(report: &Report) -> ResultView {
    let verdict = scepscope_present::verdict(report);
    let path = scepscope_present::path(report);
    ResultView {
        verdict: VerdictView {
            id: verdict.id.to_owned(),
            next: verdict.next,
            host: verdict.host,
            milestone: verdict.milestone,
            cause: verdict.cause,
        },
        focus: path.iter().position(|stop| stop.focus),
        path: path
            .into_iter()
            .map(|stop| StopView { label: stop.label_id.to_owned(), state: stop.state })
            .collect(),
        report: report.clone(),
    }
}
