//! The end that the reading of a source comes to: its time is over, or somebody cancels.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use scepscope_collect::Cancel;

use crate::limits::GRACE;

/// How often it is asked whether somebody cancels.
const LOOK: Duration = Duration::from_millis(50);

/// What the reader of a source asks now and then, and ends by.
#[derive(Debug, Clone)]
pub struct Stop {
    cancel: Cancel,
    over: Arc<AtomicBool>,
    end: Instant,
}

impl Stop {
    /// A reading that starts now and may take so long.
    pub fn after(limit: Duration, cancel: &Cancel) -> Stop {
        Stop { cancel: cancel.clone(), over: Arc::default(), end: Instant::now() + limit }
    }

    /// Whether to end now.
    pub fn is_over(&self) -> bool {
        self.cancel.is_cancelled() || self.over.load(Ordering::Relaxed) || Instant::now() >= self.end
    }

    /// Whether somebody cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// The time that is left.
    pub fn left(&self) -> Duration {
        self.end.saturating_duration_since(Instant::now())
    }
}

/// Does the work on a thread of its own and waits no longer than `stop` allows, and a grace for the work to hand over what
/// it has. `None` where it hangs: its thread is left behind.
pub(crate) fn bounded<T: Send + 'static>(
    stop: &Stop,
    work: impl FnOnce(&Stop) -> T + Send + 'static,
) -> Option<T> {
    let (send, receive) = channel();
    let own = stop.clone();
    let started = std::thread::Builder::new().name("source".to_owned()).spawn(move || {
        // Nobody listens any more where it took too long.
        let _ = send.send(work(&own));
    });
    started.ok()?;
    loop {
        match receive.recv_timeout(LOOK.min(stop.left())) {
            Ok(done) => return Some(done),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) if stop.is_over() => break,
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
    stop.over.store(true, Ordering::Relaxed);
    receive.recv_timeout(GRACE).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hangs_is_left_behind() {
        let stop = Stop::after(Duration::ZERO, &Cancel::default());
        let (hold, held) = channel::<()>();
        // Ends with the test: its sender goes away.
        let hung = bounded(&stop, move |_| held.recv().is_ok());
        assert_eq!(hung, None);
        drop(hold);
    }

    #[test]
    fn what_listens_hands_over_what_it_has() {
        let cancel = Cancel::default();
        cancel.cancel();
        let stop = Stop::after(Duration::from_secs(3600), &cancel);
        let done = bounded(&stop, |stop| {
            while !stop.is_over() {
                std::thread::yield_now();
            }
            "a part"
        });
        assert_eq!(done, Some("a part"));
    }

    #[test]
    fn a_panic_is_no_hang() {
        let stop = Stop::after(Duration::from_secs(3600), &Cancel::default());
        let done: Option<()> = bounded(&stop, |_| std::panic::resume_unwind(Box::new(())));
        assert_eq!(done, None);
    }
}
