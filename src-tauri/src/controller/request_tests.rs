//! Links, from the first look to the bundle in the queue.

use std::collections::BTreeSet;
use std::sync::mpsc::Receiver;

use rand_core::OsRng;
use scepscope_deliver::FailureCode;
use scepscope_policy::{Found, PolicyFault, PolicySource, from_json};
use scepscope_present::Language;
use scepscope_request::{Algorithm, Draft, LinkSigner, scheme_link};

use super::tests::{Script, code, next, screen, window_with};
use super::*;
use crate::contract::{PostState, RequestView, SaveState, WindowErrorCode};
use crate::post::tests::ScriptedOutbox;
use crate::trust::now;

pub(super) struct Fixed(pub(super) String);

impl PolicySource for Fixed {
    fn place(&self) -> &str {
        "test"
    }

    fn read(&self) -> Result<Option<Found>, PolicyFault> {
        if self.0.is_empty() { Ok(None) } else { from_json("test", self.0.as_bytes()).map(Some) }
    }
}

pub(super) struct Desk {
    pub(super) controller: Controller,
    pub(super) events: Receiver<WindowEvent>,
    pub(super) outbox: Arc<ScriptedOutbox>,
    signer: LinkSigner,
    pub(super) folder: tempfile::TempDir,
}

/// A window on a device whose management pinned the signer's key, or on one without management.
pub(super) fn desk(managed: bool, pack: Script) -> Desk {
    desk_with(managed, Script::Succeed, pack)
}

/// One whose management pinned the key, with an engine that does this.
pub(super) fn desk_that(check: Script, pack: Script) -> Desk {
    desk_with(true, check, pack)
}

fn desk_with(managed: bool, check: Script, pack: Script) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let signer = LinkSigner::generate(&mut OsRng, Algorithm::EdDsa).unwrap();
    let policy = serde_json::json!({ "LinkKeys": [signer.public().to_string()] }).to_string();
    let trust = Trust::new(
        Arc::new(Fixed(if managed { policy } else { String::new() })),
        Some(folder.path().join("keys.json")),
        Some(folder.path().join("used.json")),
    );
    let (controller, events, outbox) =
        window_with(check, Script::Succeed, pack, trust, Some(folder.path().join("outbox")));
    Desk { controller, events, outbox, signer, folder }
}

impl Desk {
    pub(super) fn mint(&self, id: &str) -> String {
        let draft = Draft {
            issuer: "Contoso helpdesk".into(),
            id: id.into(),
            issued: now(),
            not_before: now(),
            expires: now() + 3600,
            collect: vec!["all".into()],
            upload: "https://inbox.example/up/".into(),
            case: Some("T-42".into()),
            scep_url: None,
            recipient: None,
            redact: None,
            ticket: None,
            device: None,
        };
        scheme_link(&draft.sign(&self.signer).unwrap().0)
    }

    fn request(&self) -> (RequestView, usize) {
        match screen(&self.events) {
            Screen::Request { request, more } => (request, more),
            other => panic!("no request: {other:?}"),
        }
    }

    /// The digest of the offer on show.
    fn digest(&self) -> String {
        let (RequestView::Offer { offer, .. }, _) = self.request() else { panic!("no offer") };
        offer.digest().to_owned()
    }

    pub(super) fn until_screen(&self, wanted: impl Fn(&Screen) -> bool) -> Screen {
        loop {
            if let WindowEvent::Screen { screen } = next(&self.events)
                && wanted(&screen)
            {
                return screen;
            }
        }
    }

    /// From an accepted link to its preview.
    pub(super) fn to_preview(&self, link: &str) {
        self.controller.link(link.to_owned());
        let digest = self.digest();
        self.controller.accept(&digest).unwrap();
        self.until_screen(|s| matches!(s, Screen::Result { .. }));
        self.controller.preview(Language::Ja).unwrap();
        let shown = self.until_screen(|s| matches!(s, Screen::Preview { .. }));
        let Screen::Preview { destination, .. } = shown else { unreachable!() };
        assert_eq!(destination.as_deref(), Some("inbox.example"));
    }
}

#[test]
fn a_link_is_shown_agreed_to_and_its_bundle_sent() {
    let desk = desk(true, Script::Succeed);
    desk.to_preview(&desk.mint("request-1"));
    desk.controller.send().unwrap();
    let mut states = BTreeSet::new();
    let mut handed = None;
    while handed.is_none() || !states.contains("delivered") {
        match next(&desk.events) {
            WindowEvent::Save { save: SaveState::Handed { post } } => handed = Some(post),
            WindowEvent::Save { save } => assert!(matches!(save, SaveState::Saving { .. }), "{save:?}"),
            WindowEvent::Posts { posts } => {
                states.insert(match posts[0].state {
                    PostState::Delivered { .. } => "delivered",
                    PostState::Sending { .. } => "sending",
                    _ => "waiting",
                });
            }
            other => panic!("unexpected: {other:?}"),
        }
    }
    assert!(states.contains("sending"));
    let parcels = desk.outbox.added();
    assert_eq!(parcels.len(), 1);
    assert_eq!(parcels[0].case.as_deref(), Some("T-42"));
    assert_eq!(parcels[0].request.as_ref().map(|r| r.id.as_str()), Some("request-1"));
    // What was handed over can't be changed, and the link is used up.
    assert_eq!(
        code(desk.controller.leave_out("s1", true)),
        Some(WindowErrorCode::Window(OwnErrorCode::NotNow))
    );
    desk.controller.start_again().unwrap();
    screen(&desk.events);
    desk.controller.link(desk.mint("request-1"));
    let (RequestView::Refused { error }, _) = desk.request() else { panic!("not refused") };
    assert_eq!(error.code, WindowErrorCode::Other("link-already-used"));
}

#[test]
fn a_consent_to_another_offer_counts_for_nothing() {
    let desk = desk(true, Script::Succeed);
    desk.controller.link(desk.mint("request-1"));
    let before = desk.digest();
    desk.controller.choose(vec!["b.log".into()]).unwrap();
    let after = desk.digest();
    assert_ne!(before, after);
    desk.controller.accept(&before).unwrap();
    let (RequestView::Refused { error }, _) = desk.request() else { panic!("not refused") };
    assert_eq!(error.code, WindowErrorCode::Other("consent-mismatch"));
}

#[test]
fn without_logs_there_is_nothing_to_agree_to() {
    let desk = desk(true, Script::Succeed);
    desk.controller.clear().unwrap();
    screen(&desk.events);
    desk.controller.link(desk.mint("request-1"));
    let digest = desk.digest();
    assert_eq!(code(desk.controller.accept(&digest)), Some(WindowErrorCode::Collect(ErrorCode::NoInput)));
    assert_eq!(code(desk.controller.collect()), Some(WindowErrorCode::Window(OwnErrorCode::NotNow)));
}

#[test]
fn what_is_given_up_leaves_the_link_good() {
    let desk = desk(true, Script::Succeed);
    let link = desk.mint("request-1");
    desk.to_preview(&link);
    desk.controller.start_again().unwrap();
    screen(&desk.events);
    desk.controller.choose(vec!["a.log".into()]).unwrap();
    screen(&desk.events);
    desk.controller.link(link.clone());
    desk.digest();
    desk.controller.decline().unwrap();
    assert!(matches!(screen(&desk.events), Screen::Start { .. }));
    desk.to_preview(&link);
    desk.controller.close();
    desk.controller.link(link);
    desk.digest();
}

#[test]
fn links_wait_for_each_other_and_for_what_is_under_way() {
    let desk = desk(true, Script::Succeed);
    desk.to_preview(&desk.mint("request-0"));
    for n in 1..=MAX_WAITING_LINKS {
        desk.controller.link(desk.mint(&format!("request-{n}")));
    }
    desk.controller.link(desk.mint("request-too-many"));
    let WindowEvent::Trouble { error } = next(&desk.events) else { panic!("not refused") };
    assert_eq!(error.code, WindowErrorCode::Window(OwnErrorCode::TooManyLinks));
    desk.controller.start_again().unwrap();
    for left in (0..MAX_WAITING_LINKS).rev() {
        let (RequestView::Offer { .. }, more) = desk.request() else { panic!("no offer") };
        assert_eq!(more, left);
        desk.controller.decline().unwrap();
    }
    assert!(matches!(screen(&desk.events), Screen::Start { .. }));
}

#[test]
fn a_key_is_confirmed_before_anything_of_the_link_is_shown() {
    let desk = desk(false, Script::Succeed);
    desk.controller.link(desk.mint("request-1"));
    let (RequestView::UnknownKey { fingerprint }, _) = desk.request() else { panic!("not asked") };
    assert_eq!(fingerprint, desk.signer.public().fingerprint());
    let not_now = Some(WindowErrorCode::Window(OwnErrorCode::NotNow));
    assert_eq!(code(desk.controller.confirm_key("SHA256:other")), not_now);
    assert_eq!(code(desk.controller.accept("")), not_now);
    desk.controller.confirm_key(&fingerprint).unwrap();
    desk.digest();
    assert!(desk.folder.path().join("keys.json").exists());
}

#[test]
fn a_link_that_is_none_is_refused_with_its_reason() {
    let desk = desk(true, Script::Succeed);
    desk.controller.link("scepscope:collect#<script>".into());
    let (RequestView::Refused { error }, _) = desk.request() else { panic!("not refused") };
    assert_eq!(error.code, WindowErrorCode::Other("link-malformed"));
    desk.controller.decline().unwrap();
    assert!(matches!(screen(&desk.events), Screen::Start { .. }));
}

#[test]
fn a_bundle_that_can_not_be_made_leaves_the_preview() {
    let desk = desk(true, Script::Fail(ErrorCode::DiskFull));
    desk.outbox.fault(FailureCode::DeliveryDns);
    desk.to_preview(&desk.mint("request-1"));
    desk.controller.send().unwrap();
    let failed = loop {
        if let WindowEvent::Save { save: SaveState::Failed { error } } = next(&desk.events) {
            break error;
        }
    };
    assert_eq!(failed.code, WindowErrorCode::Collect(ErrorCode::DiskFull));
    assert!(desk.outbox.added().is_empty());
    desk.controller.send().unwrap();
    while !matches!(next(&desk.events), WindowEvent::Save { save: SaveState::Handed { .. } }) {}
}
