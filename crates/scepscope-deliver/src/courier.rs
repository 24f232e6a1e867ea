//! Uploads what stands in the queue.

use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use scepscope_bundle::{Cancel, Sha256Hex};
use time::OffsetDateTime;

use crate::adapter::{Adapter, Arrival, Azure, Put, S3Multipart, Standing, Tus, Upload};
use crate::backoff::{Clock, Dice, SystemClock, SystemDice, pause};
use crate::failure::{Failure, FailureCode};
use crate::http::{Flow, Http};
use crate::limits::{CHUNK_BYTES, IDLE_LIMIT, MAX_CONFLICTS};
use crate::load::Load;
use crate::progress::Watcher;
use crate::queue::{
    Delivered, EntryId, Queue, QueueError, Record, Session, State, Stopped, Waiting, read_stamp, stamp,
};
use crate::target::{Target, TargetKind};

/// How often a pause looks for a cancel.
const NAP: Duration = Duration::from_millis(100);
/// How often parts that arrived are written down while all goes well: each time the disk has to finish everything else. What a
/// killed process did not write is sent once more under the same number, which changes nothing.
const KEEP_PARTS: Duration = Duration::from_secs(2);
/// Time that one call of [`Courier::deliver`] spends in pauses by default.
const PATIENCE: Duration = Duration::from_secs(60);

/// Which proxy is used. Never one for targets on this very machine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ProxyChoice {
    /// That of the environment (`HTTPS_PROXY`, `NO_PROXY`, …), else that of the system's settings.
    #[default]
    System,
    /// None.
    None,
    /// This one, `http://[USER:PASSWORD@]HOST:PORT`.
    Url(String),
}

/// What a courier works with.
#[derive(Clone)]
pub struct CourierOptions {
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// The source of chance in pauses.
    pub dice: Arc<dyn Dice>,
    /// The proxy.
    pub proxy: ProxyChoice,
    /// Certificates of authorities (DER) that are trusted besides the system's.
    pub extra_roots: Vec<Vec<u8>>,
    /// Time in which not one byte moves before a request is given up.
    pub idle: Duration,
    /// Time that one call may spend in pauses; what would take longer stays in the queue.
    pub patience: Duration,
    /// Bytes of one request where the protocol allows several.
    pub chunk: u64,
}

impl Default for CourierOptions {
    fn default() -> CourierOptions {
        CourierOptions {
            clock: Arc::new(SystemClock),
            dice: Arc::new(SystemDice),
            proxy: ProxyChoice::default(),
            extra_roots: Vec::new(),
            idle: IDLE_LIMIT,
            patience: PATIENCE,
            chunk: CHUNK_BYTES,
        }
    }
}

/// How a call ended.
#[derive(Debug)]
pub enum Delivery {
    /// Arrived, and recorded so.
    Delivered(Delivered),
    /// Not sent yet: kept, to be tried again.
    Kept {
        /// The last fault.
        failure: Failure,
        /// Not to be tried before.
        not_before: OffsetDateTime,
    },
    /// Trying again changes nothing until somebody does: kept.
    Stopped {
        /// Why.
        failure: Failure,
    },
}

/// Uploads entries of a queue, one at a time. Its calls block.
pub struct Courier {
    runtime: tokio::runtime::Runtime,
    options: CourierOptions,
}

/// Why a try ended early.
enum Stop {
    Failure(Box<Failure>),
    Queue(QueueError),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Stop {
        Stop::Failure(Box::new(failure))
    }
}

impl From<QueueError> for Stop {
    fn from(error: QueueError) -> Stop {
        Stop::Queue(error)
    }
}

impl Courier {
    /// A courier.
    ///
    /// # Errors
    /// [`FailureCode::DeliveryInternal`] where the system gives no event queue.
    pub fn new(options: CourierOptions) -> Result<Courier, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|e| Failure::new(FailureCode::DeliveryInternal).detail(e))?;
        Ok(Courier { runtime, options })
    }

    /// Uploads one entry: resumes what was begun, tries again after faults that pass while its patience lasts.
    ///
    /// # Errors
    /// [`QueueError`] where the queue can't be read or written. What was sent is not lost by that: the next call asks
    /// the server.
    pub fn deliver(
        &self,
        queue: &mut Queue,
        id: &EntryId,
        watcher: &dyn Watcher,
        cancel: &Cancel,
    ) -> Result<Delivery, QueueError> {
        let mut patience = self.options.patience;
        loop {
            let mut record = queue.get(id)?;
            let waiting = match &record.state {
                State::Delivered(delivered) => return Ok(Delivery::Delivered(delivered.clone())),
                State::Stopped(stopped) => {
                    return Ok(Delivery::Stopped { failure: stopped.failure.clone() });
                }
                State::Waiting(waiting) => waiting.clone(),
            };
            let not_before = waiting.not_before.as_deref().and_then(read_stamp);
            if let (Some(failure), Some(not_before)) = (waiting.failure, not_before) {
                let wait = Duration::try_from(not_before - self.options.clock.now()).unwrap_or_default();
                if wait > patience || cancel.is_cancelled() {
                    return Ok(Delivery::Kept { failure, not_before });
                }
                if !wait.is_zero() {
                    watcher.pausing(&failure, wait);
                    self.rest(wait, cancel);
                }
                patience -= wait;
                if cancel.is_cancelled() {
                    return Ok(Delivery::Kept { failure, not_before });
                }
            }
            record.tries += 1;
            match self.attempt(queue, &mut record, watcher, cancel) {
                Ok(delivered) => {
                    record.state = State::Delivered(delivered.clone());
                    queue.delivered(&record)?;
                    return Ok(Delivery::Delivered(delivered));
                }
                Err(Stop::Queue(error)) => return Err(error),
                Err(Stop::Failure(failure)) => {
                    if let Some(end) = self.after(queue, &mut record, *failure)? {
                        return Ok(end);
                    }
                }
            }
        }
    }

    /// Whether a target can be reached from here, without sending anything: name, connection (through the proxy where
    /// there is one), TLS, and an answer. The failure names the step and the host.
    ///
    /// # Errors
    /// The [`Failure`] of the first step that fails.
    pub fn preflight(&self, target: &Target, cancel: &Cancel) -> Result<(), Failure> {
        let http = Http::new(target.url(), &self.options)?;
        let flow = Flow::new(cancel, &crate::progress::Silent, 0);
        self.runtime.block_on(http.preflight(target.url(), &flow))
    }

    /// Writes down what a fault means for the entry. `None`: it is tried again in this call, after a pause.
    fn after(
        &self,
        queue: &mut Queue,
        record: &mut Record,
        failure: Failure,
    ) -> Result<Option<Delivery>, QueueError> {
        let State::Waiting(waiting) = &mut record.state else {
            return Ok(Some(Delivery::Stopped { failure }));
        };
        if !failure.code.is_transient() {
            let session = waiting.session.take();
            record.state = State::Stopped(Stopped { failure: failure.clone(), session });
            queue.put(record)?;
            return Ok(Some(Delivery::Stopped { failure }));
        }
        let cancelled = failure.code == FailureCode::DeliveryCancelled;
        let asked = failure.retry_after.map(Duration::from_secs);
        let now = self.options.clock.now();
        let wait = if cancelled {
            Duration::ZERO
        } else {
            waiting.failures += 1;
            pause(waiting.failures, asked, self.options.dice.as_ref())
        };
        let not_before = now + wait;
        waiting.not_before = Some(stamp(not_before));
        waiting.failure = Some(failure.clone());
        queue.put(record)?;
        Ok(cancelled.then_some(Delivery::Kept { failure, not_before }))
    }

    fn rest(&self, wait: Duration, cancel: &Cancel) {
        let mut left = wait;
        while !left.is_zero() && !cancel.is_cancelled() {
            let nap = left.min(NAP);
            self.options.clock.sleep(nap);
            left -= nap;
        }
    }

    /// One try, from what the queue knows to the server's last word.
    fn attempt(
        &self,
        queue: &Queue,
        record: &mut Record,
        watcher: &dyn Watcher,
        cancel: &Cancel,
    ) -> Result<Delivered, Stop> {
        let began = Instant::now();
        let tries = record.tries;
        self.attempt_untimed(queue, record, watcher, cancel).map_err(|stop| match stop {
            Stop::Failure(mut failure) => {
                failure.tries = tries;
                failure.elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
                Stop::Failure(failure)
            }
            Stop::Queue(error) => Stop::Queue(error),
        })
    }

    fn attempt_untimed(
        &self,
        queue: &Queue,
        record: &mut Record,
        watcher: &dyn Watcher,
        cancel: &Cancel,
    ) -> Result<Delivered, Stop> {
        match queue.unchanged(record) {
            Ok(true) => {}
            Ok(false) => return Err(Failure::new(FailureCode::DeliveryBundleChanged).into()),
            Err(e) => return Err(Failure::new(FailureCode::DeliveryBundleUnreadable).detail(e).into()),
        }
        let target = record.target()?;
        let pinned = record.receiver_key()?;
        let load = load(queue, record)?;
        let http = Http::new(target.url(), &self.options)?;
        let flow = Flow::new(cancel, watcher, load.bytes);
        let upload = Upload {
            http: &http,
            flow: &flow,
            target: &target,
            load: &load,
            chunk: self.options.chunk.max(1),
            clock: self.options.clock.as_ref(),
            was_ending: session(record).is_some_and(|s| s.ending),
            receipt_due: pinned.is_some(),
            ahead: Cell::default(),
        };
        let mut trip = Trip { queue, record };
        let arrival = self.runtime.block_on(async {
            match target.kind() {
                TargetKind::Tus => trip.run(&Tus::default(), &upload).await,
                TargetKind::AzureBlob => trip.run(&Azure, &upload).await,
                TargetKind::S3Multipart => trip.run(&S3Multipart, &upload).await,
                TargetKind::S3Put | TargetKind::Put => trip.run(&Put::default(), &upload).await,
            }
        })?;
        let checked =
            match &arrival.receipt {
                None => None,
                Some(receipt) => {
                    let checked = receipt.check(load.sha256, load.bytes, pinned.as_ref());
                    Some(checked.map_err(|e| {
                        Failure::new(FailureCode::DeliveryReceipt).about(target.host()).detail(e)
                    })?)
                }
            };
        Ok(Delivered {
            at: stamp(self.options.clock.now()),
            receipt: arrival.receipt,
            signed_by: checked.as_ref().map(|c| c.fingerprint.clone()),
            pinned: checked.is_some_and(|c| c.pinned),
            answer: arrival.answer,
        })
    }
}

/// An upload under way, and the record that keeps up with it.
struct Trip<'a> {
    queue: &'a Queue,
    record: &'a mut Record,
}

impl Trip<'_> {
    async fn run<A: Adapter>(&mut self, adapter: &A, upload: &Upload<'_>) -> Result<Arrival, Stop> {
        let mut conflicts = 0;
        let mut begun_again = false;
        loop {
            let failure = match self.pass(adapter, upload).await {
                Ok(arrival) => return Ok(arrival),
                Err(Stop::Failure(failure)) => failure,
                Err(stop) => return Err(stop),
            };
            let gone = failure.code == FailureCode::DeliveryGone
                && session(self.record).is_some_and(|s| s.upload.is_some());
            match failure.code {
                FailureCode::DeliveryConflict if conflicts < MAX_CONFLICTS => conflicts += 1,
                // The upload was thrown away before it can have been complete: begin anew.
                _ if gone && !upload.was_ending && !begun_again => {
                    begun_again = true;
                    self.keep(None)?;
                }
                _ if gone && upload.was_ending => {
                    return Err(Failure { code: FailureCode::DeliveryDoubtful, ..*failure }.into());
                }
                _ => return Err((*failure).into()),
            }
        }
    }

    async fn pass<A: Adapter>(&mut self, adapter: &A, upload: &Upload<'_>) -> Result<Arrival, Stop> {
        let (mut session, standing) = match session(self.record).cloned() {
            Some(mut session) => {
                let standing = adapter.standing(upload, &mut session).await?;
                (session, standing)
            }
            None => {
                let mut session = Session::default();
                adapter.begin(upload, &mut session).await?;
                self.keep(Some(&session))?;
                (session, Standing::Has(0))
            }
        };
        let total = upload.load.bytes;
        let mut offset = match standing {
            Standing::Has(offset) => offset,
            Standing::Complete => {
                upload.flow.arrived(total);
                return Ok(adapter.after_complete(upload, &mut session).await?);
            }
        };
        upload.flow.arrived(offset);
        let mut kept = Instant::now();
        while offset < total {
            let last = offset + adapter.piece(upload, &session, offset) >= total;
            if A::LAST_PIECE_ENDS && last {
                self.end(&mut session)?;
            }
            let parts = session.parts.len();
            offset = match adapter.send(upload, &mut session, offset).await {
                Ok(next) => next,
                Err(failure) => {
                    self.keep(Some(&session))?;
                    return Err(failure.into());
                }
            };
            upload.flow.arrived(offset);
            self.moved();
            if session.parts.len() != parts && kept.elapsed() >= KEEP_PARTS {
                self.keep(Some(&session))?;
                kept = Instant::now();
            }
        }
        self.end(&mut session)?;
        match adapter.finish(upload, &mut session).await {
            Ok(arrival) => Ok(arrival),
            Err(failure) => {
                // What the store forgot has to be forgotten here, too.
                self.keep(Some(&session))?;
                Err(failure.into())
            }
        }
    }

    /// Writes down that the next request may complete the upload.
    fn end(&mut self, session: &mut Session) -> Result<(), QueueError> {
        if session.ending {
            return Ok(());
        }
        session.ending = true;
        self.keep(Some(session))
    }

    fn keep(&mut self, session: Option<&Session>) -> Result<(), QueueError> {
        if let State::Waiting(waiting) = &mut self.record.state {
            waiting.session = session.cloned();
        }
        self.queue.put(self.record)
    }

    /// Bytes arrived: the faults before are over.
    fn moved(&mut self) {
        if let State::Waiting(Waiting { failures, .. }) = &mut self.record.state {
            *failures = 0;
        }
    }
}

fn session(record: &Record) -> Option<&Session> {
    match &record.state {
        State::Waiting(waiting) => waiting.session.as_ref(),
        _ => None,
    }
}

fn load(queue: &Queue, record: &Record) -> Result<Load, QueueError> {
    let damaged = || QueueError::Damaged { id: record.id.to_string(), reason: "no digest".to_owned() };
    let mut metadata = vec![("filename", record.name.clone()), ("sha256", record.sha256.clone())];
    if let Some(request) = &record.request {
        metadata.push(("request", request.token.clone()));
        metadata.push(("id", request.id.clone()));
        metadata.extend(request.ticket.iter().map(|t| ("ticket", t.clone())));
    }
    metadata.extend(record.case.iter().map(|c| ("case", c.clone())));
    let mut load = Load {
        path: queue.bundle_path(record),
        name: record.name.clone(),
        bytes: record.bytes,
        sha256: Sha256Hex::parse(&record.sha256).ok_or_else(damaged)?,
        md5: record.md5.clone(),
        metadata,
    };
    load.metadata.push(("filetype", load.content_type().to_owned()));
    Ok(load)
}
