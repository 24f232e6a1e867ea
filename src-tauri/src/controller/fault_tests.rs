//! A fault of the program's own ends in a message and a note, never in a dead window.

use std::fs;

use super::request_tests::{Desk, desk_that};
use super::tests::{Script, next, screen};
use super::*;
use crate::contract::{RequestView, SaveState, WindowErrorCode};

/// The note that an error names.
fn note(desk: &Desk, error: &WindowError) -> serde_json::Value {
    assert_eq!(error.code, WindowErrorCode::Window(OwnErrorCode::Fault));
    let path = PathBuf::from(error.detail.as_deref().unwrap());
    assert_eq!(path.parent().unwrap(), desk.folder.path().join("faults"));
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn a_fault_of_the_collector_leaves_a_note_and_a_window_that_goes_on() {
    let desk = desk_that(Script::Panic, Script::Succeed);
    desk.controller.collect().unwrap();
    let Screen::Failed { error } = desk.until_screen(|s| matches!(s, Screen::Failed { .. })) else {
        unreachable!()
    };
    let note = note(&desk, &error);
    assert_eq!(note["message"], "as scripted");
    assert_eq!(note["thread"], "check");
    assert!(note["place"].as_str().unwrap().contains("tests.rs:"), "{note}");
    desk.controller.start_again().unwrap();
    assert!(matches!(screen(&desk.events), Screen::Start { .. }));
}

#[test]
fn a_fault_while_packing_keeps_the_link_good() {
    let desk = desk_that(Script::Succeed, Script::Panic);
    let link = desk.mint("request-1");
    desk.to_preview(&link);
    desk.controller.send().unwrap();
    let error = loop {
        if let WindowEvent::Save { save: SaveState::Failed { error } } = next(&desk.events) {
            break error;
        }
    };
    assert_eq!(note(&desk, &error)["thread"], "hand-over");
    desk.controller.start_again().unwrap();
    screen(&desk.events);
    desk.controller.link(link);
    let Screen::Request { request: RequestView::Offer { .. }, .. } = screen(&desk.events) else {
        panic!("the link is used up")
    };
}
