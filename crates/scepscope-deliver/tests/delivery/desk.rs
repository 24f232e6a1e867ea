//! What every test works with: a queue, a courier whose pauses take no time, bundles.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use scepscope_bundle::{Cancel, Sha256Hex};
use scepscope_deliver::{
    Clock, Courier, CourierOptions, Delivery, EntryId, FailureCode, Parcel, Plain, ProxyChoice, Queue,
    QueueError, Silent, State, Target,
};
use scepscope_lab::{Chance, Kind, Server, bundle};
use time::OffsetDateTime;

/// Bytes of one request in the tests: small, so that a small bundle takes several.
pub(crate) const CHUNK: u64 = 64 << 10;

/// A clock that jumps over pauses.
#[derive(Default)]
pub(crate) struct Fast(AtomicU64);

impl Clock for Fast {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc() + Duration::from_millis(self.0.load(Ordering::Relaxed))
    }

    fn sleep(&self, time: Duration) {
        self.0.fetch_add(u64::try_from(time.as_millis()).unwrap(), Ordering::Relaxed);
    }
}

/// Options for loopback servers; `patience` is not waited for.
pub(crate) fn options(patience: Duration) -> CourierOptions {
    CourierOptions {
        clock: Arc::new(Fast::default()),
        proxy: ProxyChoice::None,
        idle: Duration::from_secs(20),
        patience,
        chunk: CHUNK,
        ..CourierOptions::default()
    }
}

/// Random runs of one protocol where nobody asks for more.
pub(crate) const FEW_RUNS: u64 = 5;

/// Days: every fault that passes is waited out.
pub(crate) const PATIENT: Duration = Duration::from_secs(30 * 24 * 3600);
/// A few tries.
pub(crate) const SHORT: Duration = Duration::from_secs(20);

/// Size of a bundle that takes several requests with that protocol.
pub(crate) fn several(kind: Kind) -> u64 {
    match kind {
        Kind::S3Multipart | Kind::S3MultipartBlind => (5 << 20) + (100 << 10),
        _ => 3 * CHUNK + 1000,
    }
}

/// A folder with a queue and a bundle.
pub(crate) struct Desk {
    home: tempfile::TempDir,
    pub(crate) bundle: PathBuf,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

impl Desk {
    pub(crate) fn new(bytes: u64, chance: &mut Chance) -> Desk {
        let home = tempfile::tempdir().unwrap();
        let bundle = bundle(home.path(), bytes, chance);
        let (sha256, bytes) = Sha256Hex::of_reader(&mut std::fs::File::open(&bundle).unwrap()).unwrap();
        Desk { home, bundle, bytes, sha256: sha256.to_string() }
    }

    /// A new queue for the same bundle: making one takes longer than sending it.
    pub(crate) fn again(&self) -> Desk {
        let home = tempfile::tempdir().unwrap();
        let bundle = home.path().join(self.bundle.file_name().unwrap());
        std::fs::hard_link(&self.bundle, &bundle).unwrap();
        Desk { home, bundle, bytes: self.bytes, sha256: self.sha256.clone() }
    }

    pub(crate) fn queue_path(&self) -> PathBuf {
        self.home.path().join("queue")
    }

    pub(crate) fn queue(&self) -> Queue {
        // A child that another test is just starting holds this process's files for a moment.
        for _ in 0..500 {
            match Queue::open(&self.queue_path()) {
                Err(QueueError::Busy) => std::thread::sleep(Duration::from_millis(10)),
                opened => return opened.unwrap(),
            }
        }
        panic!("the queue stays busy");
    }

    pub(crate) fn parcel(&self, target: &str) -> Parcel {
        Parcel {
            bundle: self.bundle.clone(),
            known: None,
            target: Target::parse(target, Plain::LoopbackOnly).unwrap(),
            case: Some("T-1".to_owned()),
            request: None,
            receiver_key: None,
        }
    }

    /// Queues the bundle and delivers it.
    pub(crate) fn send(&self, target: &str, patience: Duration) -> (EntryId, Delivery) {
        self.send_parcel(&self.parcel(target), options(patience))
    }

    pub(crate) fn send_parcel(&self, parcel: &Parcel, options: CourierOptions) -> (EntryId, Delivery) {
        let mut queue = self.queue();
        let id = queue.add(parcel, OffsetDateTime::now_utc()).unwrap();
        let courier = Courier::new(options).unwrap();
        let ended = courier.deliver(&mut queue, &id, &Silent, &Cancel::default()).unwrap();
        (id, ended)
    }

    /// Whether the queue still holds its copy of the bundle.
    pub(crate) fn keeps_bundle(&self, id: &EntryId) -> bool {
        let folder = self.queue_path().join(id.as_str());
        folder.join(self.bundle.file_name().unwrap()).is_file()
    }

    /// How often the server has this bundle.
    pub(crate) fn count(&self, server: &Server) -> usize {
        server.stored(self.bytes).iter().filter(|sha256| **sha256 == self.sha256).count()
    }

    /// Asserts that the server has this bundle exactly once, and the queue knows it.
    pub(crate) fn assert_arrived_once(&self, server: &Server, id: &EntryId, ended: &Delivery, what: &str) {
        let Delivery::Delivered(delivered) = ended else { panic!("{what}: {ended:?}") };
        assert_eq!(self.count(server), 1, "{what}");
        let record = self.queue().get(id).unwrap();
        assert!(matches!(record.state, State::Delivered(_)), "{what}");
        assert!(!self.keeps_bundle(id), "{what}: the queue's copy is still there");
        assert!(self.bundle.is_file(), "{what}: the original is gone");
        assert_eq!(delivered.receipt.is_some(), server.kind == Kind::Receiver, "{what}");
    }
}

/// Desks for many runs on one server, which is cleared in between where it can be.
pub(crate) struct Desks {
    kind: Kind,
    large: Option<Desk>,
}

impl Desks {
    pub(crate) fn new(kind: Kind, chance: &mut Chance) -> Desks {
        let is_large = several(kind) > 1 << 20;
        Desks { kind, large: is_large.then(|| Desk::new(several(kind), chance)) }
    }

    pub(crate) fn next(&self, chance: &mut Chance) -> Desk {
        match &self.large {
            Some(desk) => desk.again(),
            None => Desk::new(several(self.kind), chance),
        }
    }
}

/// Asserts that it did not arrive, for this reason, and that everything is kept.
pub(crate) fn assert_stopped(desk: &Desk, id: &EntryId, ended: &Delivery, code: FailureCode, what: &str) {
    let Delivery::Stopped { failure } = ended else { panic!("{what}: {ended:?}") };
    assert_eq!(failure.code, code, "{what}: {failure}");
    assert!(desk.keeps_bundle(id), "{what}");
}

/// As [`assert_stopped`], for a reason that may pass.
pub(crate) fn assert_kept(desk: &Desk, id: &EntryId, ended: &Delivery, code: FailureCode, what: &str) {
    let Delivery::Kept { failure, .. } = ended else { panic!("{what}: {ended:?}") };
    assert_eq!(failure.code, code, "{what}: {failure}");
    assert!(desk.keeps_bundle(id), "{what}");
}

/// Number from the environment.
pub(crate) fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(otherwise)
}

/// A seed for this run; told, so that a failure can be repeated.
#[allow(clippy::print_stdout, reason = "the test runner shows it where the test fails")]
pub(crate) fn seed(what: &str) -> u64 {
    let chosen = number("SCEPSCOPE_SEED", u64::from(std::process::id()));
    println!("{what}: SCEPSCOPE_SEED={chosen}");
    chosen
}

/// Where a path is that a child process shall use.
pub(crate) fn show(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
