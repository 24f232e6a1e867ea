//! A process that is killed at any moment: the next one goes on.

use std::process::Child;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use scepscope_lab::proxy::{Act, Proxy};
use scepscope_lab::{Chance, Kind, Server};

use crate::desk::{Desk, FEW_RUNS, number, seed, several};
use crate::process::{ends_well, start};

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
    let runs = number("SCEPSCOPE_FAULT_RUNS", FEW_RUNS);
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
