//! A process that is killed at any moment, and one whose disk is full: the next one goes on.

use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use scepscope_bundle::Cancel;
use scepscope_deliver::{Courier, Delivery, Parcel, Plain, Queue, QueueEntry, QueueError, Silent, Target};
use scepscope_lab::proxy::{Act, Proxy};
use scepscope_lab::{Chance, Kind, Server};
use time::OffsetDateTime;

use crate::desk::{Desk, PATIENT, number, options, seed, several, show};

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
fn start(desk: &Desk, target: &str, limits: &str) -> Child {
    let program = show(&std::env::current_exe().unwrap());
    Command::new("sh")
        .args(["-c", &format!("{limits} exec \"$0\" --exact kill::child --nocapture"), &program])
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
fn ends_well(desk: &Desk, server: &Server, target: &str, what: &str) {
    let output = start(desk, target, "").wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(ARRIVED), "{what}: {said}");
    assert_eq!(desk.count(server), 1, "{what}");
    let listed = Queue::list(&desk.queue_path()).unwrap();
    let states: Vec<String> = listed.iter().map(|r| QueueEntry::from(r.as_ref().unwrap()).state).collect();
    assert_eq!(states, ["delivered"], "{what}");
}

/// Killed before, while and after the server handles each request of an upload.
fn killed_at_every_request(kind: Kind) {
    let server = Server::start(kind);
    let proxy = Proxy::before(&server.address);
    let mut chance = Chance::new(kind as u64 + 50);
    for act in [Act::CutAtOnce, Act::CutBody(300), Act::LoseAnswer, Act::Pass] {
        for nth in 1.. {
            let desk = Desk::new(2 * crate::desk::CHUNK, &mut chance);
            let target = server.target(&proxy.address(), &desk.bundle);
            let child: Arc<Mutex<Option<Child>>> = Arc::default();
            let (victim, doing) = (child.clone(), act.clone());
            let (count, killed) = (Arc::new(Mutex::new(0)), Arc::new(Mutex::new(false)));
            let (counting, done) = (count.clone(), killed.clone());
            proxy.decide(move |_| {
                let mut count = counting.lock().unwrap();
                *count += 1;
                if *count != nth {
                    return Act::Pass;
                }
                *done.lock().unwrap() = true;
                // Before the server sees it; the other acts let it see some or all of it first.
                if doing == Act::CutAtOnce || doing == Act::CutBody(300) {
                    kill(&victim);
                } else {
                    let (victim, wait) =
                        (victim.clone(), Duration::from_millis(u64::from(doing == Act::Pass) * 3));
                    std::thread::spawn(move || {
                        std::thread::sleep(wait);
                        kill(&victim);
                    });
                }
                doing.clone()
            });
            *child.lock().unwrap() = Some(start(&desk, &target, ""));
            wait(&child);
            let was_killed = *killed.lock().unwrap();
            proxy.decide(|_| Act::Pass);
            ends_well(&desk, &server, &target, &format!("{kind:?}, killed at request {nth} with {act:?}"));
            if !was_killed {
                break;
            }
        }
    }
}

fn kill(child: &Mutex<Option<Child>>) {
    // The child may be faster than this test, which has to store it first.
    for _ in 0..200 {
        if let Some(child) = child.lock().unwrap().as_mut() {
            let _ = child.kill();
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn wait(child: &Mutex<Option<Child>>) {
    loop {
        if child.lock().unwrap().as_mut().unwrap().try_wait().unwrap().is_some() {
            return;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn killed_at_every_request_of_tus() {
    killed_at_every_request(Kind::Receiver);
}

#[test]
fn killed_at_every_request_of_azure() {
    killed_at_every_request(Kind::Azure);
}

#[test]
fn killed_at_every_request_of_put() {
    killed_at_every_request(Kind::Put);
}

/// Killed at any moment, the queueing included, and again and again.
#[test]
fn killed_at_random() {
    let runs = number("SCEPSCOPE_FAULT_RUNS", 15);
    let seed = seed("kill");
    for kind in Kind::ALL {
        if kind.is_multipart() && runs < 100 {
            // Its bundles are large; the full number of runs has it.
            continue;
        }
        let server = Server::start(kind);
        for run in 0..runs.div_ceil(5) {
            let mut chance = Chance::new(seed.wrapping_mul(7919).wrapping_add(run));
            let desk = Desk::new(several(kind), &mut chance);
            let target = server.target(&server.address, &desk.bundle);
            for _ in 0..3 {
                let mut child = start(&desk, &target, "");
                std::thread::sleep(Duration::from_micros(chance.below(60_000)));
                let _ = child.kill();
                child.wait().unwrap();
            }
            ends_well(&desk, &server, &target, &format!("{kind:?}, SCEPSCOPE_SEED={seed}, run {run}"));
            server.clear();
        }
    }
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
    proxy.once(|head| head.method() == "PATCH", Act::Stall(Duration::from_millis(1500)));
    let mut first = start(&desk, &target, "");
    let end = Instant::now() + Duration::from_secs(60);
    while !proxy.seen().iter().any(|l| l.starts_with("PATCH")) {
        assert!(Instant::now() < end, "the first process does not send");
        std::thread::sleep(Duration::from_millis(5));
    }
    let second = start(&desk, &target, "").wait_with_output().unwrap();
    assert_eq!(second.status.code(), Some(QUEUE_FAILED));
    assert!(String::from_utf8_lossy(&second.stderr).contains("queue-busy"));
    assert_eq!(first.wait().unwrap().code(), Some(ARRIVED));
    assert_eq!(desk.count(&server), 1);
}
