//! What goes out: one thread owns the queue while there is something to send, and none runs while there is not.

mod clock;
mod outbox;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::VecDeque;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use scepscope_bundle::Cancel;
use scepscope_collect::{CollectError, ErrorCode};
use scepscope_deliver::{Delivery, EntryId, Failure, Parcel, Progress, QueueEntry, Watcher};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::contract::{Amount, Post, PostState, WindowError, WindowEvent};
use crate::controller::{Face, spawn};
use crate::faults::Faults;

use clock::{Clock, Sleep, System};
pub use outbox::Outbox;
pub(crate) use outbox::QueueFolder;

/// How long another program may keep the queue to itself before it is asked again.
const BUSY_PAUSE: Duration = Duration::from_secs(2);

/// Sends what is in the queue. Clones share one thread.
#[derive(Clone)]
pub(crate) struct Poster {
    outbox: Arc<dyn Outbox>,
    face: Arc<dyn Face>,
    faults: Faults,
    clock: Arc<dyn Clock>,
    shared: Arc<(Mutex<Shared>, Condvar)>,
}

#[derive(Default)]
struct Shared {
    posts: Vec<Post>,
    orders: VecDeque<Order>,
    /// Ends what is being sent, so that an order need not wait for it; it goes on afterwards.
    sending: Option<Cancel>,
    running: bool,
    /// Whether a thread looks for the device's sleep.
    watching: bool,
    /// The device slept, and what waits because of a fault has not been tried since.
    woken: bool,
}

enum Order {
    Add(Box<Parcel>, Sender<Result<EntryId, WindowError>>),
    Retry(EntryId, Sender<Result<(), WindowError>>),
    Remove(EntryId, Sender<Result<(), WindowError>>),
}

/// What the thread does next.
enum Next {
    Order(Order),
    /// What waits because of a fault is tried at once.
    Hurry(Vec<EntryId>),
    Send(EntryId),
    Wait(Duration),
    End,
}

impl Poster {
    pub(crate) fn new(outbox: Arc<dyn Outbox>, face: Arc<dyn Face>, faults: Faults) -> Poster {
        Poster::with_clock(outbox, face, faults, Arc::new(System))
    }

    fn with_clock(
        outbox: Arc<dyn Outbox>,
        face: Arc<dyn Face>,
        faults: Faults,
        clock: Arc<dyn Clock>,
    ) -> Poster {
        Poster { outbox, face, faults, clock, shared: Arc::default() }
    }

    /// Looks into the queue, tells the page, and sends what waits there.
    pub(crate) fn start(&self) {
        self.refresh();
        if self.lock().posts.iter().any(|post| matches!(post.state, PostState::Waiting { .. })) {
            self.wake();
        }
    }

    /// Tells a page that has just loaded what is in the queue.
    pub(crate) fn show(&self) {
        let shared = self.lock();
        if !shared.posts.is_empty() {
            self.face.emit(WindowEvent::Posts { posts: shared.posts.clone() });
        }
    }

    /// Puts a bundle into the queue, and begins to send it.
    pub(crate) fn add(&self, parcel: Parcel) -> Result<EntryId, WindowError> {
        self.order(|answer| Order::Add(Box::new(parcel), answer))
    }

    /// Tries an entry again now.
    pub(crate) fn retry(&self, id: &str) -> Result<(), WindowError> {
        let id = entry(id)?;
        self.order(|answer| Order::Retry(id, answer))
    }

    /// Removes an entry.
    pub(crate) fn remove(&self, id: &str) -> Result<(), WindowError> {
        let id = entry(id)?;
        self.order(|answer| Order::Remove(id, answer))
    }

    /// Whether an entry is known to have arrived.
    pub(crate) fn has_arrived(&self, id: &str) -> bool {
        let shared = self.lock();
        shared.posts.iter().any(|post| post.id == id && matches!(post.state, PostState::Delivered { .. }))
    }

    fn order<T>(
        &self,
        order: impl FnOnce(Sender<Result<T, WindowError>>) -> Order,
    ) -> Result<T, WindowError> {
        let (answer, answered) = channel();
        let mut shared = self.lock();
        shared.orders.push_back(order(answer));
        if let Some(sending) = &shared.sending {
            sending.cancel();
        }
        drop(shared);
        self.wake();
        // Without an answer the thread could not be started, or met a fault.
        answered.recv().unwrap_or_else(|_| Err(CollectError::new(ErrorCode::Internal).into()))
    }

    fn wake(&self) {
        let mut shared = self.lock();
        if !shared.running {
            let poster = self.clone();
            shared.running = spawn("post", move || poster.run()).is_ok();
            if !shared.running {
                shared.orders.clear();
            }
        }
        if shared.running && !shared.watching {
            let poster = self.clone();
            // Without it everything is sent all the same, only later after a sleep.
            shared.watching = spawn("post-watch", move || poster.watch()).is_ok();
        }
        drop(shared);
        self.shared.1.notify_all();
    }

    /// Looks for the end of a sleep as long as there is something to send. A connection from before is dead, and a pause
    /// from before counts for nothing: the network may be another.
    fn watch(&self) {
        let mut sleep = Sleep::new(self.clock.as_ref());
        loop {
            self.clock.rest();
            let slept = sleep.is_over(self.clock.as_ref());
            let mut shared = self.lock();
            if !shared.running {
                shared.watching = false;
                return;
            }
            if slept {
                shared.woken = true;
                if let Some(sending) = &shared.sending {
                    sending.cancel();
                }
                drop(shared);
                self.shared.1.notify_all();
            }
        }
    }

    fn run(&self) {
        loop {
            match self.next() {
                // After a fault whoever asked hears that nobody answers any more.
                Next::Order(order) => self.tell(self.faults.guarded(|| {
                    self.carry_out(order);
                    Ok::<_, WindowError>(())
                })),
                Next::Hurry(ids) => {
                    for id in ids {
                        // One that another program took out meanwhile needs no other try.
                        let _ = self.patiently(|| self.outbox.retry(&id));
                    }
                }
                Next::Send(id) => self.send(&id),
                Next::Wait(pause) => {
                    let shared = self.lock();
                    if shared.orders.is_empty() && !shared.woken {
                        drop(
                            self.shared.1.wait_timeout(shared, pause).unwrap_or_else(PoisonError::into_inner),
                        );
                    }
                }
                Next::End => return,
            }
            self.tell(self.faults.guarded(|| {
                self.refresh();
                Ok::<_, WindowError>(())
            }));
        }
    }

    fn next(&self) -> Next {
        let mut shared = self.lock();
        if let Some(order) = shared.orders.pop_front() {
            return Next::Order(order);
        }
        if std::mem::take(&mut shared.woken) {
            let paused = |post: &&Post| matches!(post.state, PostState::Waiting { not_before: Some(_), .. });
            let ids: Vec<_> =
                shared.posts.iter().filter(paused).filter_map(|post| EntryId::parse(&post.id)).collect();
            if !ids.is_empty() {
                return Next::Hurry(ids);
            }
        }
        let now = self.clock.now();
        let mut wait: Option<Duration> = None;
        for post in &shared.posts {
            let PostState::Waiting { not_before, .. } = &post.state else { continue };
            let due = not_before.as_deref().and_then(|t| OffsetDateTime::parse(t, &Rfc3339).ok());
            let left = due.map_or(Duration::ZERO, |due| Duration::try_from(due - now).unwrap_or_default());
            if left.is_zero()
                && let Some(id) = EntryId::parse(&post.id)
            {
                return Next::Send(id);
            }
            wait = Some(wait.map_or(left, |wait| wait.min(left)));
        }
        match wait {
            Some(wait) => Next::Wait(wait),
            None => {
                shared.running = false;
                Next::End
            }
        }
    }

    fn carry_out(&self, order: Order) {
        // Who asked may be gone.
        match order {
            Order::Add(parcel, answer) => drop(answer.send(self.patiently(|| self.outbox.add(&parcel)))),
            Order::Retry(id, answer) => drop(answer.send(self.patiently(|| self.outbox.retry(&id)))),
            Order::Remove(id, answer) => drop(answer.send(self.patiently(|| self.outbox.remove(&id)))),
        }
    }

    /// Asks once more where another program was using the queue at that moment.
    fn patiently<T>(&self, act: impl Fn() -> Result<T, WindowError>) -> Result<T, WindowError> {
        match act() {
            Err(error) if error.is_busy() => {
                self.pause(BUSY_PAUSE);
                act()
            }
            done => done,
        }
    }

    fn pause(&self, time: Duration) {
        let shared = self.lock();
        drop(self.shared.1.wait_timeout(shared, time).unwrap_or_else(PoisonError::into_inner));
    }

    fn send(&self, id: &EntryId) {
        let cancel = Cancel::default();
        self.lock().sending = Some(cancel.clone());
        let watcher = Bar { poster: self, id: id.as_str() };
        watcher.progress(Progress { sent: 0, total: 0, rate: None, left: None });
        let ended = self.faults.guarded(|| self.outbox.deliver(id, &watcher, &cancel));
        self.lock().sending = None;
        let usable = ended.is_ok();
        self.tell(ended.map(|delivery| match delivery {
            Delivery::Delivered(_) | Delivery::Stopped { .. } | Delivery::Kept { .. } => {}
        }));
        if !usable {
            // The queue itself can't be used now: it is looked at again, not hammered.
            self.pause(BUSY_PAUSE);
        }
    }

    /// Tells the page of a fault. Any other error stands at its entry, or was answered to whoever asked.
    fn tell(&self, done: Result<(), WindowError>) {
        if let Err(error) = done
            && error.is_fault()
        {
            self.face.emit(WindowEvent::Trouble { error });
        }
    }

    /// Reads the queue, and tells the page what changed.
    fn refresh(&self) {
        let Ok(entries) = self.outbox.list() else { return };
        let posts: Vec<Post> = entries.iter().map(post).collect();
        let mut shared = self.lock();
        if shared.posts != posts {
            shared.posts = posts;
            self.face.emit(WindowEvent::Posts { posts: shared.posts.clone() });
        }
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Bar<'a> {
    poster: &'a Poster,
    id: &'a str,
}

impl Watcher for Bar<'_> {
    fn progress(&self, progress: Progress) {
        let mut shared = self.poster.lock();
        let Some(post) = shared.posts.iter_mut().find(|post| post.id == self.id) else { return };
        let total = if progress.total == 0 { post.bytes } else { progress.total };
        post.state = PostState::Sending {
            work: Amount { bytes: progress.sent.min(total), total },
            seconds_left: progress.left.map(|left| left.as_secs()),
        };
        self.poster.face.emit(WindowEvent::Posts { posts: shared.posts.clone() });
    }

    fn pausing(&self, _: &Failure, _: Duration) {}
}

fn entry(id: &str) -> Result<EntryId, WindowError> {
    EntryId::parse(id).ok_or_else(|| scepscope_deliver::QueueError::NoSuchEntry(id.to_owned()).into())
}

fn post(entry: &QueueEntry) -> Post {
    let state = match (&entry.delivered, &entry.failure, entry.state.as_str()) {
        (Some(delivered), ..) => PostState::Delivered {
            at: delivered.at.clone(),
            signed_by: delivered.signed_by.clone(),
            pinned: delivered.pinned,
            answer: delivered.answer.clone(),
        },
        (None, Some(failure), "stopped") => PostState::Stopped { failure: failure.clone() },
        (None, failure, _) => {
            PostState::Waiting { failure: failure.clone(), not_before: entry.not_before.clone() }
        }
    };
    Post {
        id: entry.id.clone(),
        bundle: entry.bundle.clone(),
        bytes: entry.bytes,
        created: entry.created.clone(),
        host: entry.target.split('/').nth(2).unwrap_or_default().to_owned(),
        case: entry.case.clone(),
        state,
    }
}
