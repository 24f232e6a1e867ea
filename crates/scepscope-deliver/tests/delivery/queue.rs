//! The queue: one writer, whole entries, nothing secret shown.

use std::fs;
use std::io::ErrorKind;

use scepscope_bundle::{Cancel, Sha256Hex};
use scepscope_deliver::{
    Courier, Delivery, FailureCode, KnownBundle, Parcel, Queue, QueueEntry, QueueError, Silent, State, Target,
};
use scepscope_lab::{Chance, Kind, Server};
use time::OffsetDateTime;

use crate::desk::{Desk, PATIENT, SHORT, assert_stopped, options};

const SECRET: &str = "https://127.0.0.1:9/box?sv=1&sr=c&sig=TOPSECRET";

#[test]
fn one_writer_and_any_readers() {
    let desk = Desk::new(10, &mut Chance::new(1));
    let mut queue = desk.queue();
    let id = queue.add(&desk.parcel(SECRET), OffsetDateTime::now_utc()).unwrap();
    assert!(matches!(Queue::open(&desk.queue_path()), Err(QueueError::Busy)));
    let listed = Queue::list(&desk.queue_path()).unwrap();
    assert_eq!(listed.len(), 1);
    let entry = QueueEntry::from(listed[0].as_ref().unwrap());
    assert_eq!((entry.id.as_str(), entry.state.as_str(), entry.tries), (id.as_str(), "waiting", 0));
    drop(queue);
    desk.queue();
}

#[test]
fn the_same_bundle_is_one_entry_and_a_new_signature_is_taken_over() {
    let desk = Desk::new(10, &mut Chance::new(2));
    let mut queue = desk.queue();
    let now = OffsetDateTime::now_utc();
    let first = queue.add(&desk.parcel(SECRET), now).unwrap();
    let renewed = SECRET.replace("TOPSECRET", "OTHER");
    assert_eq!(queue.add(&desk.parcel(&renewed), now).unwrap(), first);
    let elsewhere = SECRET.replace("/box", "/other");
    assert_ne!(queue.add(&desk.parcel(&elsewhere), now).unwrap(), first);
    let text = fs::read_to_string(desk.queue_path().join(first.as_str()).join("entry.json")).unwrap();
    assert!(text.contains("sig=OTHER") && !text.contains("TOPSECRET"));
}

#[test]
fn a_digest_that_the_packer_told_counts_while_the_size_fits() {
    let desk = Desk::new(10, &mut Chance::new(8));
    let mut queue = desk.queue();
    let now = OffsetDateTime::now_utc();
    let told = Sha256Hex::of(b"what a packer said");
    let known = |sha256, bytes| Some(KnownBundle { sha256, bytes });
    let mut recorded = |known| {
        let parcel = Parcel { known, ..desk.parcel(SECRET) };
        let id = queue.add(&parcel, now).unwrap();
        (id.clone(), queue.get(&id).unwrap().sha256)
    };
    let (read, sha256) = recorded(None);
    assert_eq!(sha256, desk.sha256);
    // The right one makes the same entry, another one another: the file was not read.
    assert_eq!(recorded(known(Sha256Hex::parse(&sha256).unwrap(), desk.bytes)).0, read);
    let (other, recorded_as_told) = recorded(known(told, desk.bytes));
    assert_ne!(other, read);
    assert_eq!(recorded_as_told, told.to_string());
    // What was said of a file of another size is not said of this one.
    assert_eq!(recorded(known(told, desk.bytes + 1)), (read, sha256));
    assert_eq!(KnownBundle::read("0123", 1), None);
}

#[test]
fn what_is_shown_holds_no_secret_and_only_the_owner_reads_the_rest() {
    let desk = Desk::new(10, &mut Chance::new(3));
    let mut queue = desk.queue();
    let id = queue.add(&desk.parcel(SECRET), OffsetDateTime::now_utc()).unwrap();
    let record = queue.get(&id).unwrap();
    let shown = serde_json::to_string(&QueueEntry::from(&record)).unwrap();
    assert!(!shown.contains("TOPSECRET") && shown.contains("https://127.0.0.1:9/box"), "{shown}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let folder = desk.queue_path().join(id.as_str());
        assert_eq!((mode(&desk.queue_path()), mode(&folder)), (0o700, 0o700));
        assert_eq!(mode(&folder.join("entry.json")), 0o600);
    }
}

#[test]
fn what_a_killed_process_left_is_swept() {
    let desk = Desk::new(10, &mut Chance::new(4));
    let mut queue = desk.queue();
    let id = queue.add(&desk.parcel(SECRET), OffsetDateTime::now_utc()).unwrap();
    drop(queue);
    let folder = desk.queue_path();
    fs::create_dir(folder.join(".part-0123456789abcdef")).unwrap();
    fs::write(folder.join(".part-0123456789abcdef/x.zip"), "half").unwrap();
    fs::write(folder.join(id.as_str()).join(".part-a1b2c3"), "half").unwrap();
    let queue = desk.queue();
    let mut left: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    left.sort();
    assert_eq!(left, [id.as_str(), "lock"]);
    assert_eq!(fs::read_dir(folder.join(id.as_str())).unwrap().count(), 2);
    assert_eq!(queue.get(&id).unwrap().bytes, desk.bytes);
}

#[test]
fn the_original_may_go_and_a_changed_one_is_not_sent() {
    let server = Server::start(Kind::Receiver);
    let target = server.target(&server.address, std::path::Path::new("x"));
    // Deleted after queueing: the queue has its own.
    let desk = Desk::new(100, &mut Chance::new(5));
    let mut queue = desk.queue();
    let id = queue.add(&desk.parcel(&target), OffsetDateTime::now_utc()).unwrap();
    fs::remove_file(&desk.bundle).unwrap();
    let courier = Courier::new(options(PATIENT)).unwrap();
    let ended = courier.deliver(&mut queue, &id, &Silent, &Cancel::default()).unwrap();
    assert!(matches!(ended, Delivery::Delivered(_)), "{ended:?}");
    assert_eq!(desk.count(&server), 1);
    // Written to in place: it is another file now.
    let desk = Desk::new(100, &mut Chance::new(6));
    let mut queue = desk.queue();
    let id = queue.add(&desk.parcel(&target), OffsetDateTime::now_utc()).unwrap();
    let mut bytes = fs::read(&desk.bundle).unwrap();
    bytes[50] ^= 1;
    fs::write(&desk.bundle, bytes).unwrap();
    let ended = courier.deliver(&mut queue, &id, &Silent, &Cancel::default()).unwrap();
    assert_stopped(&desk, &id, &ended, FailureCode::DeliveryBundleChanged, "changed");
    assert_eq!(desk.count(&server), 0);
    queue.drop_entry(&id).unwrap();
    assert!(matches!(queue.get(&id), Err(QueueError::NoSuchEntry(_))));
    assert!(matches!(queue.drop_entry(&id), Err(QueueError::NoSuchEntry(_))));
}

#[test]
fn a_cancelled_upload_is_kept_and_goes_on() {
    let server = Server::start(Kind::Receiver);
    let desk = Desk::new(1000, &mut Chance::new(11));
    let target = server.target(&server.address, &desk.bundle);
    let mut queue = desk.queue();
    let id = queue.add(&desk.parcel(&target), OffsetDateTime::now_utc()).unwrap();
    let cancel = Cancel::default();
    cancel.cancel();
    let courier = Courier::new(options(PATIENT)).unwrap();
    let ended = courier.deliver(&mut queue, &id, &Silent, &cancel).unwrap();
    let Delivery::Kept { failure, .. } = ended else { panic!("{ended:?}") };
    assert_eq!(failure.code, FailureCode::DeliveryCancelled);
    let ended = courier.deliver(&mut queue, &id, &Silent, &Cancel::default()).unwrap();
    drop(queue);
    desk.assert_arrived_once(&server, &id, &ended, "after a cancel");
}

#[test]
fn a_damaged_entry_is_told_and_harms_no_other() {
    let desk = Desk::new(10, &mut Chance::new(12));
    let mut queue = desk.queue();
    let now = OffsetDateTime::now_utc();
    let bad = queue.add(&desk.parcel(SECRET), now).unwrap();
    let good = queue.add(&desk.parcel(&SECRET.replace("/box", "/good")), now).unwrap();
    for content in ["", "{}", "[1]", "\u{0}", &"x".repeat(2 << 20)] {
        fs::write(desk.queue_path().join(bad.as_str()).join("entry.json"), content).unwrap();
        let error = queue.get(&bad).unwrap_err();
        let told = match &error {
            QueueError::Damaged { .. } => true,
            QueueError::Io { source, .. } => source.kind() == ErrorKind::InvalidData,
            _ => false,
        };
        assert!(told, "{error}");
        assert!(matches!(queue.get(&good).unwrap().state, State::Waiting(_)));
    }
    queue.drop_entry(&bad).unwrap();
}

#[test]
fn a_receipt_counts_only_from_the_pinned_key() {
    let server = Server::start(Kind::Receiver);
    let mut chance = Chance::new(13);
    let desk = Desk::new(1000, &mut chance);
    let mut parcel = desk.parcel(&server.target(&server.address, &desk.bundle));
    parcel.receiver_key.clone_from(&server.receiver_key);
    let (id, ended) = desk.send_parcel(&parcel, options(PATIENT));
    desk.assert_arrived_once(&server, &id, &ended, "pinned");
    let Delivery::Delivered(delivered) = ended else { panic!("{ended:?}") };
    assert!(delivered.pinned);
    let receipt: serde_json::Value = serde_json::from_str(&delivered.receipt.unwrap().receipt).unwrap();
    assert_eq!(receipt["sha256"], desk.sha256);
    assert_eq!(receipt["case"], "T-1");
    assert_eq!(receipt["checked"], "verified");

    let other = Server::start(Kind::Receiver);
    let desk = Desk::new(1000, &mut chance);
    let mut parcel = desk.parcel(&server.target(&server.address, &desk.bundle));
    parcel.receiver_key.clone_from(&other.receiver_key);
    let (id, ended) = desk.send_parcel(&parcel, options(PATIENT));
    assert_stopped(&desk, &id, &ended, FailureCode::DeliveryReceipt, "another key");

    // A server that gives none, where one is due: the bundle stays.
    let node = Server::start(Kind::TusNode);
    let desk = Desk::new(1000, &mut chance);
    let mut parcel = desk.parcel(&node.target(&node.address, &desk.bundle));
    parcel.receiver_key.clone_from(&other.receiver_key);
    let (id, ended) = desk.send_parcel(&parcel, options(SHORT));
    let Delivery::Kept { failure, .. } = &ended else { panic!("{ended:?}") };
    assert_eq!(failure.code, FailureCode::DeliveryReceiptMissing);
    assert!(desk.keeps_bundle(&id));
}

#[test]
fn targets_are_not_shown_in_errors() {
    let target = Target::parse(SECRET, scepscope_deliver::Plain::Refused).unwrap();
    assert!(!format!("{target} {target:?}").contains("TOPSECRET"));
}
