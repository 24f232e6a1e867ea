//! Every fault, for every protocol: it arrives once, or it is kept and the reason is named.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use scepscope_deliver::{CourierOptions, Delivery, FailureCode};
use scepscope_lab::http::Head;
use scepscope_lab::proxy::{Act, Proxy, page, status};
use scepscope_lab::{Chance, Kind, Server};
use time::OffsetDateTime;

use crate::desk::{
    Desk, Desks, FEW_RUNS, PATIENT, SHORT, assert_kept, assert_stopped, number, options, seed, several,
};

/// A request that carries a piece of the bundle.
fn piece(head: &Head) -> bool {
    head.length() > 400 && matches!(head.method(), "PATCH" | "PUT") && !ends(head)
}

/// A request that only completes an upload.
fn ends(head: &Head) -> bool {
    head.path().contains("comp=blocklist") && head.method() == "PUT"
        || head.method() == "POST" && head.path().contains("uploadId=")
}

/// A request for our own receiver's receipt.
fn fetches(head: &Head) -> bool {
    head.path().ends_with("/receipt")
}

/// A request that begins an upload, or asks what is there.
fn asks(head: &Head) -> bool {
    !piece(head) && !ends(head) && !fetches(head)
}

/// Faults that pass.
fn acts() -> [(&'static str, Act); 19] {
    [
        ("cut at once", Act::CutAtOnce),
        ("cut in the head", Act::CutHead(20)),
        ("cut before the body", Act::CutBody(0)),
        ("cut after a byte", Act::CutBody(1)),
        ("cut in the middle", Act::CutBody(777)),
        ("cut after the body", Act::CutBody(u64::MAX)),
        ("answer lost", Act::LoseAnswer),
        ("answer cut at its start", Act::CutAnswer(1)),
        ("answer cut in its head", Act::CutAnswer(30)),
        ("408", status(408, "")),
        ("409", status(409, "")),
        ("423", status(423, "")),
        ("429, seconds", status(429, "Retry-After: 7\r\n")),
        ("500", status(500, "")),
        ("503, date", status(503, "Retry-After: Wed, 25 Nov 2026 01:00:00 GMT\r\n")),
        ("507", status(507, "")),
        ("511", status(511, "")),
        ("a page", page(200)),
        ("407", status(407, "Proxy-Authenticate: Basic\r\n")),
    ]
}

/// One fault that passes at the first or second request of each kind.
fn passing(server: &Server, chance: &mut Chance) {
    let kind = server.kind;
    let desks = Desks::new(kind, chance);
    let proxy = Proxy::before(&server.address);
    type Fits = fn(&Head) -> bool;
    let places: [(&str, Fits); 4] =
        [("piece", piece), ("end", ends), ("question", asks), ("receipt", fetches)];
    // tus has no request of its own for the end, and only our receiver gives receipts.
    let has = |place: &str| match place {
        "end" => !kind.is_tus(),
        "receipt" => kind == Kind::Receiver,
        _ => true,
    };
    for (place, fits) in places.into_iter().filter(|(place, _)| has(place)) {
        for (name, act) in &acts() {
            // The second piece differs from the first: something has arrived before it.
            for nth in 1..=if place == "piece" { 2 } else { 1 } {
                let desk = desks.next(chance);
                let target = server.target(&proxy.address(), &desk.bundle);
                let mut count = 0;
                let act = act.clone();
                proxy.decide(move |head| {
                    count += u32::from(fits(head));
                    if fits(head) && count == nth { act.clone() } else { Act::Pass }
                });
                let (id, ended) = desk.send(&target, PATIENT);
                let what = format!("{kind:?}: {name} at {place} {nth}; {:#?}", proxy.seen());
                // tus servers differ in what they make of an OPTIONS that is refused: what counts is the end.
                desk.assert_arrived_once(server, &id, &ended, &what);
                server.clear();
            }
        }
    }
}

/// The answer to the request that completed the upload is lost, and the question that follows meets a fault, too: what it says
/// is not taken for the server's word.
fn doubtful(server: &Server, chance: &mut Chance) {
    let kind = server.kind;
    let proxy = Proxy::before(&server.address);
    for (name, act) in acts() {
        let desk = Desk::new(1, chance);
        let target = server.target(&proxy.address(), &desk.bundle);
        let last: fn(&Head) -> bool = if kind.is_tus() || !kind.resumes() { piece } else { ends };
        let (mut lost, mut asked) = (false, false);
        let what = format!("{kind:?}: the last answer lost, then {name}");
        proxy.decide(move |head| {
            if !lost && last(head) {
                lost = true;
                return Act::LoseAnswer;
            }
            if lost && !asked && asks(head) {
                asked = true;
                return act.clone();
            }
            Act::Pass
        });
        let (id, ended) = desk.send(&target, PATIENT);
        desk.assert_arrived_once(server, &id, &ended, &format!("{what}: {:#?}", proxy.seen()));
        server.clear();
    }
}

/// Faults that stay: kept with the reason, or stopped with it; the server has nothing.
fn staying(server: &Server, chance: &mut Chance) {
    let kind = server.kind;
    let desks = Desks::new(kind, chance);
    let proxy = Proxy::before(&server.address);
    let stops = [
        (status(404, ""), FailureCode::DeliveryGone),
        (status(410, ""), FailureCode::DeliveryGone),
        (status(413, ""), FailureCode::DeliveryTooLarge),
        (status(403, ""), FailureCode::DeliveryForbidden),
        (status(308, "Location: https://elsewhere.example/x\r\n"), FailureCode::DeliveryRedirectRefused),
        (status(302, "Location: /login\r\n"), FailureCode::DeliveryRedirectRefused),
        (status(307, "Location: /again\r\n"), FailureCode::DeliveryRedirectLoop),
        (status(418, ""), FailureCode::DeliveryProtocol),
    ];
    let keeps = [
        (page(200), FailureCode::DeliveryCaptivePortal),
        (status(407, ""), FailureCode::DeliveryProxyLogin),
        (status(423, ""), FailureCode::DeliveryLocked),
        (status(429, "Retry-After: 3600\r\n"), FailureCode::DeliveryBusy),
        (status(502, ""), FailureCode::DeliveryServer),
        (Act::CutAtOnce, FailureCode::DeliveryInterrupted),
    ];
    let all = stops.into_iter().map(|(act, code)| (act, code, true));
    for (act, code, stops) in all.chain(keeps.into_iter().map(|(act, code)| (act, code, false))) {
        let desk = desks.next(chance);
        let target = server.target(&proxy.address(), &desk.bundle);
        let what = format!("{kind:?}: {act:?} always");
        // Everything that takes a piece or begins an upload; only what merely asks goes through.
        proxy.decide(move |head| {
            let begins = matches!(head.method(), "POST" | "PATCH" | "PUT");
            if begins { act.clone() } else { Act::Pass }
        });
        let (id, ended) = desk.send(&target, SHORT);
        if stops {
            assert_stopped(&desk, &id, &ended, code, &what);
        } else {
            assert_kept(&desk, &id, &ended, code, &what);
        }
        if let (FailureCode::DeliveryBusy, Delivery::Kept { failure, not_before }) = (code, &ended) {
            assert_eq!(failure.retry_after, Some(3600), "{what}");
            let wait = *not_before - OffsetDateTime::now_utc();
            assert!(wait > Duration::from_secs(3500), "{what}: comes back after {wait}");
        }
        assert_eq!(desk.count(server), 0, "{what}");
        // Sent again when the fault is over, it arrives.
        proxy.decide(|_| Act::Pass);
        let (id, ended) = desk.send(&target, PATIENT);
        desk.assert_arrived_once(server, &id, &ended, &what);
        server.clear();
    }
}

/// Bytes of one request where the connection is cut at every offset: a small bundle takes several.
const SMALL_CHUNK: u64 = 700;
/// Bytes of an answer's head that are tried: more than any of these servers sends.
const ANSWER_HEAD: u64 = 400;

/// The connection is cut at every offset of every request and of every answer's head, or where the runs are few, at offsets
/// spread evenly over all of them.
fn cut_everywhere(server: &Server, chance: &mut Chance) {
    let kind = server.kind;
    let small = || CourierOptions { chunk: SMALL_CHUNK, ..options(PATIENT) };
    let proxy = Proxy::before(&server.address);
    let desk = Desk::new(1, chance);
    let requests: Arc<Mutex<Vec<(u64, u64)>>> = Arc::default();
    let count = requests.clone();
    proxy.decide(move |head| {
        count.lock().unwrap().push((head.raw.len() as u64, head.length()));
        Act::Pass
    });
    let (id, ended) = desk.send_parcel(&desk.parcel(&server.target(&proxy.address(), &desk.bundle)), small());
    desk.assert_arrived_once(server, &id, &ended, &format!("{kind:?}, not cut"));
    let requests = requests.lock().unwrap().clone();
    assert!(!kind.resumes() || requests.len() > 1, "{kind:?}: one request shows nothing of resuming");

    let total: u64 = requests.iter().map(|(head, body)| head + body + ANSWER_HEAD).sum();
    let stride = (total / (number("SCEPSCOPE_FAULT_RUNS", FEW_RUNS) * 6)).max(1);
    let mut next = stride / 2;
    let mut before = 0;
    for (nth, (head, body)) in requests.iter().enumerate() {
        while next < before + head + body + ANSWER_HEAD {
            let at = next - before;
            let act = if at < *head {
                Act::CutHead(usize::try_from(at).unwrap())
            } else if at < head + body {
                Act::CutBody(at - head)
            } else {
                Act::CutAnswer(usize::try_from(at - head - body).unwrap())
            };
            server.clear();
            let desk = Desk::new(1, chance);
            let target = server.target(&proxy.address(), &desk.bundle);
            let mut seen = 0;
            let once = act.clone();
            proxy.decide(move |_| {
                seen += 1;
                if seen == nth + 1 { once.clone() } else { Act::Pass }
            });
            let (id, ended) = desk.send_parcel(&desk.parcel(&target), small());
            let what = format!("{kind:?}: {act:?} at request {}; {:#?}", nth + 1, proxy.seen());
            desk.assert_arrived_once(server, &id, &ended, &what);
            next += stride;
        }
        before += head + body + ANSWER_HEAD;
    }
    server.clear();
}

/// Runs what is given on a server of its own.
fn on(kind: Kind, test: fn(&Server, &mut Chance)) {
    test(&Server::start(kind), &mut Chance::new(kind as u64 + 100));
}

/// Chance cuts, loses and refuses; in the end the server has it once.
fn random(kind: Kind) {
    let runs = number("SCEPSCOPE_FAULT_RUNS", FEW_RUNS);
    let seed = seed(&format!("{kind:?}"));
    let server = Server::start(kind);
    let proxy = Proxy::before(&server.address);
    for run in 0..runs {
        let mut chance = Chance::new(seed.wrapping_mul(1000).wrapping_add(run));
        let desk = Desk::new(chance.below(several(kind)) + 1, &mut chance);
        let target = server.target(&proxy.address(), &desk.bundle);
        // After so many requests the network is sound, so that every run ends.
        let mut troubled = 40;
        proxy.decide(move |head| {
            if troubled == 0 || chance.below(10) >= 4 {
                return Act::Pass;
            }
            troubled -= 1;
            let at = chance.below(head.length() + 1);
            match chance.below(10) {
                0 => Act::CutAtOnce,
                1 => Act::CutHead(usize::try_from(chance.below(200)).unwrap()),
                2..=4 => Act::CutBody(at),
                5 | 6 => Act::LoseAnswer,
                7 => Act::CutAnswer(usize::try_from(chance.below(100)).unwrap()),
                8 => status(if chance.below(2) == 0 { 503 } else { 423 }, ""),
                _ => page(200),
            }
        });
        let (id, ended) = desk.send(&target, PATIENT);
        let what = format!("{kind:?}, SCEPSCOPE_SEED={seed}, run {run}: {:#?}", proxy.seen());
        desk.assert_arrived_once(&server, &id, &ended, &what);
        server.clear();
    }
}

/// The fault tables of a server, cuts at every offset, and random runs.
macro_rules! each_kind {
    ($($name:ident: $kind:ident,)*) => {
        $(each_kind! { $name $kind })*
    };
    ($name:ident $kind:ident) => {
        mod $name {
            use super::*;

            #[test]
            fn faults_that_pass() {
                on(Kind::$kind, passing);
            }

            #[test]
            fn faults_after_a_lost_end() {
                on(Kind::$kind, doubtful);
            }

            #[test]
            fn faults_that_stay() {
                on(Kind::$kind, staying);
            }

            #[test]
            fn cut_at_every_offset() {
                on(Kind::$kind, cut_everywhere);
            }

            #[test]
            fn at_random() {
                random(Kind::$kind);
            }
        }
    };
}

each_kind! {
    receiver: Receiver,
    azure: Azure,
    s3_put: S3Put,
    put: Put,
}

#[cfg(feature = "fault-tables")]
each_kind! {
    tus_node: TusNode,
    tus_python: TusPython,
    azure_write_only: AzureWriteOnly,
    s3_multipart_blind: S3MultipartBlind,
    s3_multipart: S3Multipart,
}

/// The bundles of multipart uploads are large: what takes few runs.
#[cfg(not(feature = "fault-tables"))]
mod s3_multipart {
    use super::*;

    #[test]
    fn faults_after_a_lost_end() {
        on(Kind::S3Multipart, doubtful);
    }

    #[test]
    fn cut_at_every_offset() {
        on(Kind::S3Multipart, cut_everywhere);
    }

    #[test]
    fn at_random() {
        random(Kind::S3Multipart);
    }
}

#[test]
fn a_server_that_counts_crc_32_otherwise_gets_the_checksum_that_all_know() {
    let server = Server::start(Kind::Receiver);
    let proxy = Proxy::before(&server.address);
    let desk = Desk::new(several(server.kind), &mut Chance::new(11));
    let checksums = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&checksums);
    proxy.decide(move |head| match head.field("upload-checksum") {
        Some(checksum) => {
            let algorithm = checksum.split(' ').next().unwrap_or_default().to_owned();
            let otherwise = algorithm == "crc32";
            seen.lock().unwrap().push(algorithm);
            if otherwise { status(460, "") } else { Act::Pass }
        }
        None => Act::Pass,
    });
    let (id, ended) = desk.send(&server.target(&proxy.address(), &desk.bundle), PATIENT);
    desk.assert_arrived_once(&server, &id, &ended, "after another checksum");
    let checksums = checksums.lock().unwrap();
    assert_eq!(checksums[0], "crc32");
    assert!(checksums.len() > 2 && checksums[1..].iter().all(|c| c == "sha1"), "{checksums:?}");
}

#[test]
fn a_wrong_offset_from_the_server_is_not_believed() {
    let server = Server::start(Kind::Receiver);
    let proxy = Proxy::before(&server.address);
    let mut chance = Chance::new(7);
    for (method, from, to) in [
        ("HEAD", "upload-offset: ", "upload-offset: 9"),
        ("HEAD", "upload-length: ", "upload-length: 1"),
        ("PATCH", "upload-offset: ", "upload-offset: 9"),
        ("PATCH", "upload-offset: ", "upload-offset: -"),
        ("PATCH", "upload-offset: 6", "upload-offset: 0"),
    ] {
        let desk = Desk::new(several(server.kind), &mut chance);
        let target = server.target(&proxy.address(), &desk.bundle);
        let (mut patches, mut lied) = (0, false);
        proxy.decide(move |head| {
            patches += u32::from(head.method() == "PATCH");
            // The second piece is cut, so that the offset is asked for.
            if patches == 2 && head.method() == "PATCH" && method == "HEAD" {
                return Act::CutBody(10);
            }
            if head.method() == method && !lied {
                lied = true;
                return Act::Edit(from.to_owned(), to.to_owned());
            }
            Act::Pass
        });
        let (id, ended) = desk.send(&target, PATIENT);
        if to.ends_with("length: 1") {
            // Another upload's length: that upload is not ours, and nothing can have been complete.
            desk.assert_arrived_once(&server, &id, &ended, to);
            continue;
        }
        if to.ends_with('-') {
            assert_stopped(&desk, &id, &ended, FailureCode::DeliveryProtocol, to);
            continue;
        }
        desk.assert_arrived_once(&server, &id, &ended, to);
    }
}

#[test]
fn an_upload_that_vanished_is_begun_anew_unless_it_may_have_been_complete() {
    let server = Server::start(Kind::Receiver);
    let proxy = Proxy::before(&server.address);
    let mut chance = Chance::new(8);
    // Gone after the first piece.
    let desk = Desk::new(several(server.kind), &mut chance);
    let target = server.target(&proxy.address(), &desk.bundle);
    let mut patches = 0;
    proxy.decide(move |head| {
        patches += u32::from(head.method() == "PATCH");
        if patches == 2 && head.method() == "PATCH" { status(410, "") } else { Act::Pass }
    });
    let (id, ended) = desk.send(&target, PATIENT);
    desk.assert_arrived_once(&server, &id, &ended, "gone in the middle");
    // Gone after the last piece, whose answer was lost: nobody can tell.
    let desk = Desk::new(1, &mut chance);
    let target = server.target(&proxy.address(), &desk.bundle);
    proxy.decide(move |head| match head.method() {
        "PATCH" => Act::LoseAnswer,
        "HEAD" => status(404, ""),
        _ => Act::Pass,
    });
    let (id, ended) = desk.send(&target, PATIENT);
    assert_stopped(&desk, &id, &ended, FailureCode::DeliveryDoubtful, "gone at the end");
    // It had arrived; asked again, the server knows it, and nothing is sent twice.
    proxy.decide(|_| Act::Pass);
    let (id, ended) = desk.send(&target, PATIENT);
    desk.assert_arrived_once(&server, &id, &ended, "gone at the end, asked again");
}

#[test]
fn a_permission_that_runs_out_in_the_middle_stops_and_a_new_one_goes_on() {
    let server = Server::start(Kind::Azure);
    let proxy = Proxy::before(&server.address);
    let desk = Desk::new(several(server.kind), &mut Chance::new(9));
    let until = OffsetDateTime::now_utc() + Duration::from_secs(3);
    let target = server.target_until(&proxy.address(), &desk.bundle, until);
    // The third block comes when the signature has run out; the store itself says no.
    let mut blocks = 0;
    proxy.decide(move |head| {
        blocks += u32::from(head.path().contains("comp=block&"));
        if blocks == 3 {
            let left = Duration::try_from(until - OffsetDateTime::now_utc()).unwrap_or_default();
            std::thread::sleep(left + Duration::from_millis(1100));
        }
        Act::Pass
    });
    let (id, ended) = desk.send(&target, PATIENT);
    assert_stopped(&desk, &id, &ended, FailureCode::DeliveryExpired, "signature ran out");
    // The entry's file is read by nobody but its owner; what is printed holds no signature.
    let Delivery::Stopped { failure } = &ended else { panic!("{ended:?}") };
    assert!(!failure.summary().contains("sig=") && !format!("{failure:?}").contains("sig="), "{failure:?}");
    proxy.decide(|_| Act::Pass);
    let (again, ended) = desk.send(&server.target(&proxy.address(), &desk.bundle), PATIENT);
    assert_eq!(again, id);
    desk.assert_arrived_once(&server, &id, &ended, "a new signature");
    let first = proxy.seen().iter().filter(|l| l.contains("LTAwMDAwMDAx")).count();
    assert_eq!(first, 0, "the first block was sent again: {:#?}", proxy.seen());
}

/// A presigned multipart upload that ran out is another one when it is signed anew: its parts are sent again, and it arrives once.
#[test]
fn presigned_addresses_that_run_out_in_the_middle_stop_and_new_ones_arrive() {
    let server = Server::start(Kind::S3Multipart);
    let proxy = Proxy::before(&server.address);
    let desk = Desk::new(several(server.kind), &mut Chance::new(14));
    let until = OffsetDateTime::now_utc() + Duration::from_secs(3);
    let target = server.target_until(&proxy.address(), &desk.bundle, until);
    // The second part comes when the signature has run out; the store itself says no.
    proxy.decide(move |head| {
        if head.path().contains("partNumber=2&") {
            let left = Duration::try_from(until - OffsetDateTime::now_utc()).unwrap_or_default();
            std::thread::sleep(left + Duration::from_millis(1100));
        }
        Act::Pass
    });
    let (id, ended) = desk.send(&target, PATIENT);
    assert_stopped(&desk, &id, &ended, FailureCode::DeliveryExpired, "signature ran out");
    assert_eq!(desk.count(&server), 0);
    proxy.decide(|_| Act::Pass);
    let (again, ended) = desk.send(&server.target(&proxy.address(), &desk.bundle), PATIENT);
    assert_eq!(again, id);
    desk.assert_arrived_once(&server, &id, &ended, "signed anew");
}

#[test]
fn silence_is_not_waited_for_without_end() {
    let server = Server::start(Kind::Receiver);
    let proxy = Proxy::before(&server.address);
    let desk = Desk::new(1000, &mut Chance::new(10));
    proxy.once(|head| head.method() == "PATCH", Act::Stall(Duration::from_secs(30)));
    let quick = CourierOptions { idle: Duration::from_millis(300), ..options(PATIENT) };
    let parcel = desk.parcel(&server.target(&proxy.address(), &desk.bundle));
    let (id, ended) = desk.send_parcel(&parcel, quick);
    desk.assert_arrived_once(&server, &id, &ended, "stalled");
}
