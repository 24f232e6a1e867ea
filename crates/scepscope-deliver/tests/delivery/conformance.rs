//! One suite for every protocol, each against a real server.

use std::sync::mpsc;

use scepscope_deliver::{CourierOptions, Delivery, State};
use scepscope_lab::proxy::{Act, Proxy};
use scepscope_lab::{Chance, Kind, Server, tool};

use crate::desk::{CHUNK, Desk, PATIENT, options, several};

/// Each property on one server.
fn conforms(kind: Kind) {
    let server = Server::start(kind);
    let mut chance = Chance::new(kind as u64 + 1);
    let proxy = Proxy::before(&server.address);

    for bytes in [1, several(kind)] {
        let desk = Desk::new(bytes, &mut chance);
        let (id, ended) = desk.send(&server.target(&server.address, &desk.bundle), PATIENT);
        desk.assert_arrived_once(&server, &id, &ended, &format!("{kind:?}, {bytes} bytes"));
        sending_again_sends_nothing(&desk, &server, &proxy);
    }
    what_arrived_is_not_sent_again(kind, &server, &proxy, &mut chance);
    a_lost_end_is_found(&server, &proxy, &mut chance);
}

fn sending_again_sends_nothing(desk: &Desk, server: &Server, proxy: &Proxy) {
    // A multipart target is made anew for each upload; the entry is found by its place all the same.
    let target = server.target(&server.address, &desk.bundle);
    proxy.decide(|_| Act::Pass);
    let (_, ended) = desk.send(&target, PATIENT);
    assert!(matches!(ended, Delivery::Delivered(_)));
    assert_eq!(desk.count(server), 1);
}

/// The connection is cut in the middle of the second piece: protocols that resume send the first one once.
fn what_arrived_is_not_sent_again(kind: Kind, server: &Server, proxy: &Proxy, chance: &mut Chance) {
    let desk = Desk::new(several(kind), chance);
    let target = server.target(&proxy.address(), &desk.bundle);
    let mut bodies = 0;
    let at = if kind.resumes() { 2 } else { 1 };
    proxy.decide(move |head| {
        bodies += u32::from(head.length() > 1000);
        if bodies == at && head.length() > 1000 { Act::CutBody(500) } else { Act::Pass }
    });
    let (id, ended) = desk.send(&target, PATIENT);
    desk.assert_arrived_once(server, &id, &ended, &format!("{kind:?}, cut"));
    let first = |line: &String| match kind {
        Kind::Azure | Kind::AzureWriteOnly => line.contains("comp=block&") && line.contains("LTAwMDAwMDAx"),
        Kind::S3Multipart | Kind::S3MultipartBlind => {
            line.starts_with("PUT") && line.contains("partNumber=1&")
        }
        _ => line.starts_with("PUT") || line.starts_with("POST"),
    };
    let seen = proxy.seen();
    let firsts = seen.iter().filter(|l| first(l)).count();
    assert_eq!(firsts, if kind.resumes() { 1 } else { 2 }, "{kind:?}: {seen:#?}");
    let record = desk.queue().get(&id).unwrap();
    assert_eq!(record.tries, 2, "{kind:?}");
}

/// The answer that says "complete" is lost: the server is asked, or told the same once more.
fn a_lost_end_is_found(server: &Server, proxy: &Proxy, chance: &mut Chance) {
    let kind = server.kind;
    let desk = Desk::new(several(kind), chance);
    let target = server.target(&proxy.address(), &desk.bundle);
    let bytes = desk.bytes;
    let mut lost = false;
    proxy.decide(move |head| {
        let ends = match kind {
            Kind::Azure | Kind::AzureWriteOnly => {
                head.method() == "PUT" && head.path().contains("comp=blocklist")
            }
            Kind::S3Multipart | Kind::S3MultipartBlind => head.method() == "POST",
            Kind::S3Put | Kind::Put => head.method() == "PUT",
            _ => {
                let offset = head.field("upload-offset").and_then(|o| o.parse::<u64>().ok());
                head.method() == "PATCH" && offset.is_some_and(|offset| offset + head.length() == bytes)
            }
        };
        let first = ends && !lost;
        lost |= ends;
        if first { Act::LoseAnswer } else { Act::Pass }
    });
    let (id, ended) = desk.send(&target, PATIENT);
    assert_eq!(desk.queue().get(&id).unwrap().tries, 2, "{kind:?}: nothing was lost");
    desk.assert_arrived_once(server, &id, &ended, &format!("{kind:?}, last answer lost"));
    assert!(matches!(desk.queue().get(&id).unwrap().state, State::Delivered(_)));
}

/// No connection carries more than so much: pieces that the server takes whole or not at all become smaller.
#[test]
fn a_line_that_is_cut_often_gets_ahead() {
    const CARRIES: u64 = 100 << 10;
    let server = Server::start(Kind::Receiver);
    let proxy = Proxy::before(&server.address);
    let desk = Desk::new(600 << 10, &mut Chance::new(31));
    let parcel = desk.parcel(&server.target(&proxy.address(), &desk.bundle));
    proxy.decide(|head| if head.length() > CARRIES { Act::CutBody(CARRIES) } else { Act::Pass });
    let large = CourierOptions { chunk: 1 << 20, ..options(PATIENT) };
    let (id, ended) = desk.send_parcel(&parcel, large);
    desk.assert_arrived_once(&server, &id, &ended, &format!("{:#?}", proxy.seen()));
    let patches = proxy.seen().iter().filter(|line| line.starts_with("PATCH")).count();
    // 600 KiB in pieces of some 75 to 100 KiB, and what was cut to find that out.
    assert!((7..=40).contains(&patches), "{:#?}", proxy.seen());
}

/// A server that keeps what came of a cut piece gets larger and larger ones, so that a large bundle is no long row of requests;
/// one that checks each piece gets them in one size.
#[test]
fn pieces_grow_where_nothing_of_them_is_lost() {
    for (kind, chunks) in [(Kind::TusNode, [1, 2, 4].as_slice()), (Kind::Receiver, &[1; 9])] {
        let server = Server::start(kind);
        let proxy = Proxy::before(&server.address);
        let desk = Desk::new(9 * CHUNK, &mut Chance::new(34));
        let (tell, told) = mpsc::channel();
        proxy.decide(move |head| {
            if head.method() == "PATCH" {
                tell.send(head.length()).unwrap();
            }
            Act::Pass
        });
        let (id, ended) = desk.send(&server.target(&proxy.address(), &desk.bundle), PATIENT);
        desk.assert_arrived_once(&server, &id, &ended, &format!("{kind:?}"));
        let mut expected: Vec<u64> = chunks.iter().map(|n| n * CHUNK).collect();
        expected.push(desk.bytes - expected.iter().sum::<u64>());
        assert_eq!(told.try_iter().collect::<Vec<_>>(), expected, "{kind:?}");
    }
}

/// What was damaged on the way is refused by the digest that travels with it, and sent again.
#[test]
fn a_damaged_piece_is_noticed_by_its_digest() {
    for kind in [Kind::Receiver, Kind::Azure, Kind::S3Put] {
        let server = Server::start(kind);
        let proxy = Proxy::before(&server.address);
        let desk = Desk::new(several(kind), &mut Chance::new(32));
        let target = server.target(&proxy.address(), &desk.bundle);
        proxy.once(|head| head.length() > 1000, Act::Damage(900));
        let (id, ended) = desk.send(&target, PATIENT);
        desk.assert_arrived_once(&server, &id, &ended, &format!("{kind:?}: {:#?}", proxy.seen()));
        assert_eq!(desk.queue().get(&id).unwrap().tries, 2, "{kind:?}: nobody noticed");
    }
}

/// A server that takes PUT gets the digest of the whole in both forms (RFC 9530, RFC 3230).
#[test]
fn a_put_brings_its_digest() {
    let server = Server::start(Kind::Put);
    let proxy = Proxy::before(&server.address);
    let desk = Desk::new(several(Kind::Put), &mut Chance::new(33));
    let (tell, told) = mpsc::channel();
    proxy.decide(move |head| {
        let field = |name| head.field(name).unwrap_or_default().to_owned();
        tell.send((field("content-digest"), field("digest"))).unwrap();
        Act::Pass
    });
    let (id, ended) = desk.send(&server.target(&proxy.address(), &desk.bundle), PATIENT);
    desk.assert_arrived_once(&server, &id, &ended, "put");
    let line = "openssl dgst -sha256 -binary \"$0\" | base64";
    let digest = tool("sh").args(["-c", line]).arg(&desk.bundle).output().unwrap();
    let digest = String::from_utf8(digest.stdout).unwrap();
    let digest = digest.trim();
    assert_eq!(told.recv().unwrap(), (format!("sha-256=:{digest}:"), format!("SHA-256={digest}")));
}

macro_rules! conformance {
    ($($name:ident: $kind:ident,)*) => {
        $(#[test]
        fn $name() {
            conforms(Kind::$kind);
        })*
    };
}

conformance! {
    tus_node: TusNode,
    tus_python: TusPython,
    receiver: Receiver,
    azure: Azure,
    azure_write_only: AzureWriteOnly,
    s3_put: S3Put,
    s3_multipart: S3Multipart,
    s3_multipart_blind: S3MultipartBlind,
    put: Put,
}
