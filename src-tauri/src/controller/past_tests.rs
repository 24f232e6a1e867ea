//! Earlier bundles: kept once somebody saved or sent them, and only then.

use scepscope_collect::Went;
use scepscope_deliver::FailureCode;
use scepscope_model::Outcome;

use super::request_tests::{Desk, desk};
use super::tests::{Script, code, next};
use super::*;
use crate::contract::{PostState, SaveState, WindowErrorCode};

fn until_saved(desk: &Desk, wanted: impl Fn(&SaveState) -> bool) {
    while !matches!(next(&desk.events), WindowEvent::Save { save } if wanted(&save)) {}
}

#[test]
fn what_is_saved_can_be_opened_compared_and_forgotten() {
    let desk = desk(true, Script::Succeed);
    desk.to_preview(&desk.mint("request-1"));
    assert_eq!(desk.controller.past().unwrap(), []);
    for folder in ["out", "elsewhere"] {
        desk.controller.save(folder.into()).unwrap();
        until_saved(&desk, |save| matches!(save, SaveState::Saved { .. }));
    }
    let past = desk.controller.past().unwrap();
    let mut went: Vec<_> = past.iter().map(|past| past.went.clone()).collect();
    went.sort_by_key(|went| format!("{went:?}"));
    let saved = |path: &str| Went::Saved { path: path.to_owned() };
    assert_eq!(went, [saved("elsewhere/b.zip"), saved("out/b.zip")]);
    assert_eq!((past[0].case.as_deref(), past[0].outcome), (Some("T-42"), Outcome::NoEvidence));
    let result = desk.controller.past_result(&past[0].id).unwrap();
    assert_eq!(result.report.outcome, Outcome::NoEvidence);
    let comparison = desk.controller.compare_past(&past[1].id, &past[0].id).unwrap();
    assert_eq!((comparison.outcome.before, comparison.findings.len()), (Outcome::NoEvidence, 0));
    desk.controller.forget(&past[0].id).unwrap();
    assert_eq!(desk.controller.past().unwrap(), past[1..]);
    let gone = desk.controller.past_result(&past[0].id).map(drop);
    assert_eq!(code(gone), Some(WindowErrorCode::Collect(ErrorCode::HistoryUnusable)));
}

#[test]
fn what_is_looked_at_or_fails_leaves_nothing() {
    let desk = desk(true, Script::Fail(ErrorCode::DiskFull));
    desk.to_preview(&desk.mint("request-1"));
    desk.controller.save("out".into()).unwrap();
    until_saved(&desk, |save| matches!(save, SaveState::Failed { .. }));
    desk.controller.start_again().unwrap();
    assert_eq!(desk.controller.past().unwrap(), []);
    assert!(!desk.folder.path().join("history").exists());
}

#[test]
fn what_is_taken_out_of_the_queue_unsent_was_not_sent() {
    let desk = desk(true, Script::Succeed);
    desk.outbox.fault(FailureCode::DeliveryForbidden);
    desk.to_preview(&desk.mint("request-1"));
    desk.controller.send().unwrap();
    let mut handed = None;
    let mut stopped = false;
    while handed.is_none() || !stopped {
        match next(&desk.events) {
            WindowEvent::Save { save: SaveState::Handed { post } } => handed = Some(post),
            WindowEvent::Posts { posts } => {
                stopped = posts.iter().any(|post| matches!(post.state, PostState::Stopped { .. }));
            }
            _ => {}
        }
    }
    let post = handed.unwrap();
    let past = desk.controller.past().unwrap();
    assert_eq!(past[0].went, Went::Sent { host: "inbox.example".to_owned(), post: post.clone() });
    desk.controller.remove(&post).unwrap();
    assert_eq!(desk.controller.past().unwrap(), []);
}
