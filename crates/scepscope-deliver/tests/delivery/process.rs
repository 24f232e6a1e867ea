//! A process of its own that sends: what two of them do, and one whose disk is full.

use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use scepscope_bundle::Cancel;
use scepscope_deliver::{Courier, Delivery, Parcel, Plain, Queue, QueueEntry, QueueError, Silent, Target};
use scepscope_lab::proxy::{Act, Proxy};
use scepscope_lab::{Chance, Kind, Server};
use time::OffsetDateTime;

use crate::desk::{Desk, PATIENT, options, several, show};

const QUEUE: &str = "SCEPSCOPE_CHILD_QUEUE";
const BUNDLE: &str = "SCEPSCOPE_CHILD_BUNDLE";
const TARGET: &str = "SCEPSCOPE_CHILD_TARGET";
/// How a child says that the bundle has arrived, and that the queue could not be written.
const ARRIVED: i32 = 40;
const QUEUE_FAILED: i32 = 41;

/// The child's part: queues the bundle and delivers it. Does nothing when the tests are run as usual.
#[test]
fn child() {
    let Ok(queue) = std::env::var(QUEUE) else { return };
    let parcel = Parcel {
        bundle: std::env::var(BUNDLE).unwrap().into(),
        known: None,
        target: Target::parse(&std::env::var(TARGET).unwrap(), Plain::LoopbackOnly).unwrap(),
        case: None,
        request: None,
        receiver_key: None,
    };
    let sent = || -> Result<Delivery, QueueError> {
        let mut queue = Queue::open(queue.as_ref())?;
        let id = queue.add(&parcel, OffsetDateTime::now_utc())?;
        Courier::new(options(PATIENT)).unwrap().deliver(&mut queue, &id, &Silent, &Cancel::default())
    };
    std::process::exit(match sent() {
        Ok(Delivery::Delivered(_)) => ARRIVED,
        Ok(other) => panic!("{other:?}"),
        Err(error) => {
            eprintln!("{} {error}", error.code());
            QUEUE_FAILED
        }
    });
}

/// A child that works on this desk's queue; the shell's `limits` come before it.
pub(crate) fn start(desk: &Desk, target: &str, limits: &str) -> Child {
    let program = show(&std::env::current_exe().unwrap());
    Command::new("sh")
        .args(["-c", &format!("{limits} exec \"$0\" --exact process::child --nocapture"), &program])
        .env(QUEUE, desk.queue_path())
        .env(BUNDLE, &desk.bundle)
        .env(TARGET, target)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Runs a child to its end and asserts that everything arrived once.
pub(crate) fn ends_well(desk: &Desk, server: &Server, target: &str, what: &str) {
    let output = start(desk, target, "").wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(ARRIVED), "{what}: {said}");
    assert_eq!(desk.count(server), 1, "{what}");
    let listed = Queue::list(&desk.queue_path()).unwrap();
    let states: Vec<String> = listed.iter().map(|r| QueueEntry::from(r.as_ref().unwrap()).state).collect();
    assert_eq!(states, ["delivered"], "{what}");
}

/// The limit on the size of files stands for a full disk: the system refuses to write more.
#[cfg(unix)]
#[test]
fn a_full_disk_loses_nothing() {
    let server = Server::start(Kind::Receiver);
    let desk = Desk::new(several(server.kind), &mut Chance::new(77));
    let target = server.target(&server.address, &desk.bundle);
    let full = "trap '' XFSZ; ulimit -f 0;";
    // While it is queued: nothing is left.
    let output = start(&desk, &target, full).wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(QUEUE_FAILED), "{said}");
    assert!(said.contains("disk-full"), "{said}");
    assert!(Queue::list(&desk.queue_path()).unwrap().is_empty());
    // While it is sent: the record can't be written any more.
    let mut queue = desk.queue();
    let id = queue.add(&desk.parcel(&target), OffsetDateTime::now_utc()).unwrap();
    drop(queue);
    let output = start(&desk, &target, full).wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(QUEUE_FAILED));
    assert!(desk.keeps_bundle(&id));
    ends_well(&desk, &server, &target, "after a full disk");
}

/// The second process is told that the first one sends.
#[test]
fn two_processes_on_one_queue() {
    let server = Server::start(Kind::Receiver);
    let proxy = Proxy::before(&server.address);
    let desk = Desk::new(1000, &mut Chance::new(78));
    let target = server.target(&proxy.address(), &desk.bundle);
    let (sends, sending) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel();
    proxy.decide(move |head| {
        if head.method() == "PATCH" {
            sends.send(()).unwrap();
            may_go_on.recv().unwrap();
        }
        Act::Pass
    });
    let mut first = start(&desk, &target, "");
    sending.recv_timeout(Duration::from_secs(60)).unwrap();
    let second = start(&desk, &target, "").wait_with_output().unwrap();
    go_on.send(()).unwrap();
    assert_eq!(second.status.code(), Some(QUEUE_FAILED));
    assert!(String::from_utf8_lossy(&second.stderr).contains("queue-busy"));
    assert_eq!(first.wait().unwrap().code(), Some(ARRIVED));
    assert_eq!(desk.count(&server), 1);
}
