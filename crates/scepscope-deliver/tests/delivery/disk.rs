//! Disks that are really full, on the device and at the receiver: small file systems in memory, in a mount namespace that
//! goes away with the test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::JoinHandle;

use scepscope_deliver::{Delivery, FailureCode, Queue};
use scepscope_lab::{Chance, Kind, Server, tool};
use scepscope_receive::{Anybody, Receiver, ReceiverOptions, Stop};
use time::OffsetDateTime;

use crate::desk::{Desk, PATIENT, SHORT, assert_kept, number, show};
use crate::network::Quiet;

/// Set in the namespace.
const INSIDE: &str = "SCEPSCOPE_OWN_MOUNTS";
/// The bundle's bytes, more than the small file system takes.
const BUNDLE: u64 = 600 << 10;

/// The system is asked for a namespace of this test's own, in which it may mount.
#[allow(clippy::print_stderr, reason = "what was not tested has to be seen")]
#[test]
fn a_full_disk_on_either_side_loses_nothing() {
    let own = |program: &str| {
        let mut command = tool("unshare");
        command.args(["--user", "--map-root-user", "--mount", program]);
        command
    };
    let folder = tempfile::tempdir().unwrap();
    let mounted = own("mount").args(["-t", "tmpfs", "none"]).arg(folder.path()).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        eprintln!("NOT tested here: full disks. The system gives no mount namespace of one's own.");
        return;
    }
    let output = own(&show(&std::env::current_exe().unwrap()))
        .args(["--exact", "disk::inside", "--nocapture"])
        .env(INSIDE, "1")
        .output()
        .unwrap();
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

/// The part in the namespace. Does nothing when the tests are run as usual.
#[test]
fn inside() {
    if number(INSIDE, 0) == 1 {
        on_the_device();
        at_the_receiver();
        a_bundle_that_can_t_be_moved_has_no_receipt();
    }
}

/// A file system in memory, ended with the namespace.
struct Small(PathBuf);

impl Small {
    fn at(path: &Path, bytes: u64) -> Small {
        fs::create_dir_all(path).unwrap();
        let small = Small(path.to_owned());
        small.mount(&format!("size={bytes}"));
        small
    }

    fn grow(&self, bytes: u64) {
        self.mount(&format!("remount,size={bytes}"));
    }

    fn mount(&self, options: &str) {
        let mut command = Command::new("mount");
        let status = command.args(["-t", "tmpfs", "-o", options, "none"]).arg(&self.0).status().unwrap();
        assert!(status.success());
    }
}

fn on_the_device() {
    let server = Server::start(Kind::Receiver);
    let desk = Desk::new(BUNDLE, &mut Chance::new(61));
    let small = Small::at(&desk.queue_path(), 300 << 10);
    let parcel = desk.parcel(&server.target(&server.address, &desk.bundle));
    // The queue is on another disk than the bundle: it is copied, and does not fit.
    let mut queue = desk.queue();
    let error = queue.add(&parcel, OffsetDateTime::now_utc()).unwrap_err();
    assert_eq!(error.code(), "disk-full", "{error}");
    assert!(Queue::list(&desk.queue_path()).unwrap().is_empty());
    assert!(desk.bundle.is_file());
    drop(queue);
    let left: Vec<_> = fs::read_dir(desk.queue_path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["lock"], "nothing half is left");
    // With room it arrives.
    small.grow(4 << 20);
    let (id, ended) = desk.send(&server.target(&server.address, &desk.bundle), PATIENT);
    desk.assert_arrived_once(&server, &id, &ended, "room again");
}

/// A receiver of this process.
struct Running {
    inbox: PathBuf,
    target: String,
    stop: Stop,
    thread: JoinHandle<()>,
}

impl Running {
    fn on(inbox: &Path) -> Running {
        let listen = "127.0.0.1:0".parse().unwrap();
        let options = ReceiverOptions::new(inbox, listen, Box::new(Anybody), Box::new(Quiet));
        let receiver = Receiver::open(options).unwrap();
        let (target, stop) = (receiver.target().unwrap(), receiver.stop());
        let thread = std::thread::spawn(move || receiver.run());
        Running { inbox: inbox.to_owned(), target, stop, thread }
    }

    fn has(&self, desk: &Desk) -> bool {
        self.inbox.join(desk.bundle.file_name().unwrap()).is_file()
    }

    fn end(self) {
        self.stop.now();
        self.thread.join().unwrap();
    }
}

fn at_the_receiver() {
    let home = tempfile::tempdir().unwrap();
    let small = Small::at(&home.path().join("inbox"), 300 << 10);
    let running = Running::on(&small.0);
    let desk = Desk::new(BUNDLE, &mut Chance::new(62));
    let (id, ended) = desk.send(&running.target, SHORT);
    assert_kept(&desk, &id, &ended, FailureCode::DeliveryServer, "full");
    assert_eq!(status(&ended), Some(507));
    assert!(!running.has(&desk));
    small.grow(8 << 20);
    let (_, ended) = desk.send(&running.target, PATIENT);
    assert!(matches!(ended, Delivery::Delivered(_)), "{ended:?}");
    assert!(running.has(&desk));
    running.end();
}

/// A bundle that is complete and can't be moved into the inbox has not arrived, also for a client that asks again.
fn a_bundle_that_can_t_be_moved_has_no_receipt() {
    let home = tempfile::tempdir().unwrap();
    let running = Running::on(&home.path().join("inbox"));
    // Another file system: the move fails.
    let _other = Small::at(&running.inbox.join(".receiver/incoming"), 8 << 20);
    let desk = Desk::new(1000, &mut Chance::new(63));
    let (id, ended) = desk.send(&running.target, SHORT);
    assert_kept(&desk, &id, &ended, FailureCode::DeliveryServer, "not moved");
    assert_eq!(status(&ended), Some(500));
    assert!(!running.has(&desk));
    running.end();
}

fn status(ended: &Delivery) -> Option<u16> {
    match ended {
        Delivery::Kept { failure, .. } => failure.status,
        _ => None,
    }
}
