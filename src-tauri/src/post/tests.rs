use std::collections::HashMap;
use std::sync::mpsc::{Receiver, channel, sync_channel};
use std::time::Duration;

use scepscope_deliver::{Delivered, FailureCode, QueueError, Target};

use super::*;

/// How long a test waits for an event before it fails.
const PATIENCE: Duration = Duration::from_secs(10);

/// A queue in memory; each entry arrives, or meets the fault that is set for its next try.
#[derive(Default)]
pub(crate) struct ScriptedOutbox(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    entries: Vec<QueueEntry>,
    faults: HashMap<String, FailureCode>,
    added: Vec<Parcel>,
    /// Deliveries wait until they are cancelled.
    hold: bool,
    /// How many deliveries began.
    begun: usize,
}

impl ScriptedOutbox {
    /// The next entry that is added meets this fault.
    pub(crate) fn fault(&self, code: FailureCode) {
        self.lock().faults.insert(String::new(), code);
    }

    /// What was put in.
    pub(crate) fn added(&self) -> Vec<Parcel> {
        self.lock().added.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap()
    }
}

fn entry_of(id: &str, parcel: &Parcel) -> QueueEntry {
    QueueEntry {
        id: id.into(),
        state: "waiting".into(),
        created: "2026-11-23T10:15:00Z".into(),
        bundle: parcel.bundle.display().to_string(),
        bytes: 100,
        sha256: "00".into(),
        target: parcel.target.redacted(),
        case: parcel.case.clone(),
        tries: 0,
        not_before: None,
        failure: None,
        delivered: None,
    }
}

impl Outbox for ScriptedOutbox {
    fn list(&self) -> Result<Vec<QueueEntry>, WindowError> {
        Ok(self.lock().entries.clone())
    }

    fn add(&self, parcel: &Parcel) -> Result<EntryId, WindowError> {
        let mut inner = self.lock();
        let id = format!("{:016x}", inner.entries.len());
        inner.entries.push(entry_of(&id, parcel));
        inner.added.push(parcel.clone());
        if let Some(fault) = inner.faults.remove("") {
            inner.faults.insert(id.clone(), fault);
        }
        Ok(EntryId::parse(&id).unwrap())
    }

    fn deliver(&self, id: &EntryId, watcher: &dyn Watcher, cancel: &Cancel) -> Result<Delivery, WindowError> {
        watcher.progress(Progress {
            sent: 40,
            total: 100,
            rate: Some(20),
            left: Some(Duration::from_secs(3)),
        });
        let kept = |failure| Delivery::Kept { failure, not_before: OffsetDateTime::now_utc() };
        self.lock().begun += 1;
        while self.lock().hold {
            if cancel.is_cancelled() {
                return Ok(kept(Failure::new(FailureCode::DeliveryCancelled)));
            }
            std::thread::yield_now();
        }
        let mut inner = self.lock();
        let fault = inner.faults.remove(id.as_str());
        let entry = inner.entries.iter_mut().find(|e| e.id == id.as_str()).unwrap();
        entry.tries += 1;
        let Some(code) = fault else {
            let delivered = Delivered {
                at: "2026-11-23T10:16:00Z".into(),
                receipt: None,
                signed_by: Some("SHA256:r".into()),
                pinned: true,
                answer: "204".into(),
            };
            entry.state = "delivered".into();
            entry.delivered = Some(delivered.clone());
            return Ok(Delivery::Delivered(delivered));
        };
        let failure = Failure::new(code).about("inbox.example");
        entry.failure = Some(failure.clone());
        if code.is_transient() {
            entry.not_before = Some("9999-01-01T00:00:00Z".into());
            return Ok(kept(failure));
        }
        entry.state = "stopped".into();
        Ok(Delivery::Stopped { failure })
    }

    fn retry(&self, id: &EntryId) -> Result<(), WindowError> {
        let mut inner = self.lock();
        let entry = inner.entries.iter_mut().find(|e| e.id == id.as_str());
        let entry = entry.ok_or_else(|| QueueError::NoSuchEntry(id.to_string()))?;
        entry.state = "waiting".into();
        (entry.not_before, entry.failure) = (None, None);
        Ok(())
    }

    fn remove(&self, id: &EntryId) -> Result<(), WindowError> {
        self.lock().entries.retain(|e| e.id != id.as_str());
        Ok(())
    }
}

struct Tape(Mutex<Sender<WindowEvent>>);

impl Face for Tape {
    fn emit(&self, event: WindowEvent) {
        let _ = self.0.lock().unwrap().send(event);
    }
}

fn poster() -> (Poster, Arc<ScriptedOutbox>, Receiver<WindowEvent>) {
    let (sender, events) = channel();
    let outbox = Arc::new(ScriptedOutbox::default());
    (Poster::new(outbox.clone(), Arc::new(Tape(Mutex::new(sender))), Faults::default()), outbox, events)
}

fn parcel(name: &str) -> Parcel {
    Parcel {
        bundle: name.into(),
        known: None,
        target: Target::parse("https://inbox.example/up/", scepscope_deliver::Plain::Refused).unwrap(),
        case: Some("T-42".into()),
        request: None,
        receiver_key: None,
    }
}

/// Waits until the queue looks as wanted.
fn until(events: &Receiver<WindowEvent>, wanted: impl Fn(&[Post]) -> bool) -> Vec<Post> {
    loop {
        match events.recv_timeout(PATIENCE).expect("an event") {
            WindowEvent::Posts { posts } if wanted(&posts) => return posts,
            WindowEvent::Posts { .. } => {}
            other => panic!("not of the queue: {other:?}"),
        }
    }
}

fn delivered(post: &Post) -> bool {
    matches!(post.state, PostState::Delivered { .. })
}

#[test]
fn what_is_added_is_sent_with_its_progress() {
    let (poster, _, events) = poster();
    let id = poster.add(parcel("a.zip")).unwrap();
    let sending =
        until(&events, |posts| matches!(posts[0].state, PostState::Sending { work, .. } if work.bytes > 0));
    let PostState::Sending { work, seconds_left } = sending[0].state else { unreachable!() };
    assert_eq!((work, seconds_left), (Amount { bytes: 40, total: 100 }, Some(3)));
    assert_eq!(
        (sending[0].id.as_str(), sending[0].host.as_str(), sending[0].case.as_deref()),
        (id.as_str(), "inbox.example", Some("T-42"))
    );
    until(&events, |posts| delivered(&posts[0]));
}

#[test]
fn what_waits_from_before_is_sent_at_the_start() {
    let (poster, outbox, events) = poster();
    outbox.add(&parcel("a.zip")).unwrap();
    poster.start();
    until(&events, |posts| delivered(&posts[0]));
}

#[test]
fn a_fault_that_passes_waits_and_is_tried_at_once_when_asked() {
    let (poster, outbox, events) = poster();
    outbox.fault(FailureCode::DeliveryDns);
    let id = poster.add(parcel("a.zip")).unwrap();
    let kept = until(&events, |posts| matches!(&posts[0].state, PostState::Waiting { failure: Some(_), .. }));
    let PostState::Waiting { failure: Some(failure), not_before } = &kept[0].state else { unreachable!() };
    assert_eq!(failure.code, FailureCode::DeliveryDns);
    assert!(not_before.is_some());
    poster.retry(id.as_str()).unwrap();
    until(&events, |posts| delivered(&posts[0]));
}

#[test]
fn a_fault_that_stays_stops_the_entry_until_it_is_removed() {
    let (poster, outbox, events) = poster();
    outbox.fault(FailureCode::DeliveryForbidden);
    let id = poster.add(parcel("a.zip")).unwrap();
    until(&events, |posts| matches!(&posts[0].state, PostState::Stopped { .. }));
    poster.remove(id.as_str()).unwrap();
    until(&events, <[Post]>::is_empty);
    let error = poster.retry("not an id").unwrap_err();
    assert_eq!(error.code, crate::contract::WindowErrorCode::Other("queue-no-entry"));
}

#[test]
fn an_order_does_not_wait_for_an_upload() {
    let (poster, outbox, events) = poster();
    outbox.lock().hold = true;
    let first = poster.add(parcel("a.zip")).unwrap();
    until(&events, |posts| matches!(posts[0].state, PostState::Sending { .. }));
    poster.add(parcel("b.zip")).unwrap();
    poster.remove(first.as_str()).unwrap();
    outbox.lock().hold = false;
    until(&events, |posts| posts.len() == 1 && delivered(&posts[0]));
    assert_eq!(outbox.added().len(), 2);
}

/// A clock that goes on when the test says so.
struct Scripted {
    now: Mutex<OffsetDateTime>,
    ticks: Mutex<Receiver<()>>,
}

impl Clock for Scripted {
    fn now(&self) -> OffsetDateTime {
        *self.now.lock().unwrap()
    }

    fn rest(&self) {
        // Where the test is over, nobody needs the watch any more.
        let _ = self.ticks.lock().unwrap().recv();
    }
}

/// A poster on a device that can be put to sleep.
fn sleeper() -> (Poster, Arc<ScriptedOutbox>, Receiver<WindowEvent>, impl Fn(Duration)) {
    let ((sender, events), (tick, ticks)) = (channel(), sync_channel(0));
    let outbox = Arc::new(ScriptedOutbox::default());
    let now = OffsetDateTime::from_unix_timestamp(1_795_000_000).unwrap();
    let clock = Arc::new(Scripted { now: Mutex::new(now), ticks: Mutex::new(ticks) });
    let face = Arc::new(Tape(Mutex::new(sender)));
    let poster = Poster::with_clock(outbox.clone(), face, Faults::default(), clock.clone());
    let pass = move |time: Duration| {
        // Taken in only where the watch rests: it has looked by then.
        tick.send(()).unwrap();
        *clock.now.lock().unwrap() += time;
        tick.send(()).unwrap();
    };
    (poster, outbox, events, pass)
}

#[test]
fn after_a_sleep_a_paused_upload_is_tried_at_once() {
    let (poster, outbox, events, pass) = sleeper();
    outbox.fault(FailureCode::DeliveryConnect);
    poster.add(parcel("a.zip")).unwrap();
    until(&events, |posts| matches!(&posts[0].state, PostState::Waiting { not_before: Some(_), .. }));
    // An hour of sleep; the next try was due in the year 9999.
    pass(Duration::from_secs(3600));
    until(&events, |posts| delivered(&posts[0]));
}

#[test]
fn after_a_sleep_a_dead_connection_is_given_up_and_the_upload_goes_on() {
    let (poster, outbox, events, pass) = sleeper();
    outbox.lock().hold = true;
    poster.add(parcel("a.zip")).unwrap();
    until(&events, |posts| matches!(posts[0].state, PostState::Sending { work, .. } if work.bytes > 0));
    pass(Duration::from_secs(8 * 3600));
    let begun = std::time::Instant::now();
    while outbox.lock().begun < 2 {
        assert!(begun.elapsed() < PATIENCE, "the dead connection is still used");
        std::thread::yield_now();
    }
    outbox.lock().hold = false;
    until(&events, |posts| delivered(&posts[0]));
}

#[test]
fn a_machine_that_is_only_busy_did_not_sleep() {
    let (poster, outbox, events, pass) = sleeper();
    outbox.lock().hold = true;
    poster.add(parcel("a.zip")).unwrap();
    until(&events, |posts| matches!(posts[0].state, PostState::Sending { work, .. } if work.bytes > 0));
    for _ in 0..10 {
        pass(Duration::from_secs(29));
    }
    outbox.lock().hold = false;
    until(&events, |posts| delivered(&posts[0]));
    assert_eq!(outbox.lock().begun, 1);
}
