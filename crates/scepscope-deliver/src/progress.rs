//! What a face is told while a bundle is under way.

use std::time::{Duration, Instant};

use crate::failure::Failure;

/// How far an upload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes handed to the network or known to have arrived.
    pub sent: u64,
    /// Bytes of the bundle.
    pub total: u64,
    /// Bytes a second over this try; none in its first moments.
    pub rate: Option<u64>,
    /// Time left at that rate.
    pub left: Option<Duration>,
}

/// Listens to a delivery. Called from the courier's own thread; must not block for long.
pub trait Watcher {
    /// The upload moved on. Called at most some times a second.
    fn progress(&self, _progress: Progress) {}
    /// A fault that passes: it goes on after the pause.
    fn pausing(&self, _failure: &Failure, _pause: Duration) {}
}

/// Listens to nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Watcher for Silent {}

/// Time between two calls of [`Watcher::progress`].
const PROGRESS_EVERY: Duration = Duration::from_millis(200);
/// Time before a rate is told: the first bytes only fill buffers.
const RATE_AFTER: Duration = Duration::from_millis(500);

/// Turns counts into [`Progress`].
#[derive(Debug)]
pub(crate) struct Meter {
    total: u64,
    begun: Option<(Instant, u64)>,
    told: Option<Instant>,
}

impl Meter {
    pub(crate) const fn new(total: u64) -> Meter {
        Meter { total, begun: None, told: None }
    }

    /// The state at `now`, where it is time to tell it.
    pub(crate) fn at(&mut self, sent: u64, now: Instant) -> Option<Progress> {
        let (began, before) = *self.begun.get_or_insert((now, sent));
        let due = self.told.is_none_or(|told| now.duration_since(told) >= PROGRESS_EVERY);
        if !due && sent < self.total {
            return None;
        }
        self.told = Some(now);
        let elapsed = now.duration_since(began);
        let moved = sent.saturating_sub(before);
        let rate = (elapsed >= RATE_AFTER && moved > 0)
            .then(|| (moved as f64 / elapsed.as_secs_f64()) as u64)
            .filter(|rate| *rate > 0);
        let left = rate.map(|rate| Duration::from_secs(self.total.saturating_sub(sent).div_ceil(rate)));
        Some(Progress { sent, total: self.total, rate, left })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_time_left() {
        let began = Instant::now();
        let mut meter = Meter::new(1000);
        assert_eq!(meter.at(0, began), Some(Progress { sent: 0, total: 1000, rate: None, left: None }));
        assert_eq!(meter.at(10, began + Duration::from_millis(10)), None);
        let told = meter.at(200, began + Duration::from_secs(2));
        let left = Some(Duration::from_secs(8));
        assert_eq!(told, Some(Progress { sent: 200, total: 1000, rate: Some(100), left }));
    }
}
