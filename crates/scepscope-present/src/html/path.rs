//! The path picture: one list, laid out left to right, top to bottom on a narrow page; each stop a drawn shape,
//! a colour and a word.

use scepscope_model::MilestoneState;

use super::escape::Html;
use crate::path::Stop;

const STATES: [MilestoneState; 5] = [
    MilestoneState::Seen,
    MilestoneState::Implied,
    MilestoneState::Failed,
    MilestoneState::Absent,
    MilestoneState::NotRecordable,
];

/// The shape of a state, as inline SVG.
pub(super) const fn glyph(state: MilestoneState) -> &'static str {
    match state {
        MilestoneState::Seen => {
            "<svg class=\"glyph seen\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">\
             <circle cx=\"12\" cy=\"12\" r=\"10\"/></svg>"
        }
        MilestoneState::Implied => {
            "<svg class=\"glyph implied\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">\
             <circle cx=\"12\" cy=\"12\" r=\"8\"/></svg>"
        }
        MilestoneState::Failed => {
            "<svg class=\"glyph failed\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">\
             <rect x=\"1\" y=\"1\" width=\"22\" height=\"22\" rx=\"5\"/>\
             <path d=\"M7 7l10 10M17 7L7 17\"/></svg>"
        }
        MilestoneState::Absent => {
            "<svg class=\"glyph absent\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">\
             <circle cx=\"12\" cy=\"12\" r=\"9.25\"/></svg>"
        }
        MilestoneState::NotRecordable => {
            "<svg class=\"glyph not-recordable\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">\
             <circle cx=\"12\" cy=\"12\" r=\"9.25\"/></svg>"
        }
    }
}

pub(super) fn section(html: &mut Html<'_>, stops: &[Stop]) {
    html.raw("<section>\n<h2 class=\"quiet\">").say("report-path").raw("</h2>\n<ol class=\"path\">\n");
    for stop in stops {
        html.raw(if stop.focus { "<li class=\"focus\">" } else { "<li>" });
        let word = html.words.state(stop.state);
        html.raw(glyph(stop.state)).raw("<span class=\"stop\">").say(stop.label_id);
        html.raw("</span> <span class=\"state\">").text(&word).raw("</span></li>\n");
    }
    html.raw("</ol>\n</section>\n");
}

/// What each shape in the picture means.
pub(super) fn legend(html: &mut Html<'_>, stops: &[Stop]) {
    html.raw("<dl class=\"legend\">\n");
    for state in STATES.into_iter().filter(|state| stops.iter().any(|s| s.state == *state)) {
        let word = html.words.state(state);
        let meaning = html.words.vocabulary("state", &format!("{}.meaning", state.id()));
        html.raw("<div>").raw(glyph(state)).raw("<dt>").text(&word).raw("</dt><dd>").text(&meaning);
        html.raw("</dd></div>\n");
    }
    html.raw("</dl>\n");
}
