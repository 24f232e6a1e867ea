//! The sources of a running check, put together from its events.

use std::time::{Duration, Instant};

use scepscope_collect::Event;
use scepscope_model::Cause;

use crate::contract::{SourceProgress, Step, Task};

/// A source is read for so long before its rate tells how long the rest takes.
const BEFORE_AN_ESTIMATE: Duration = Duration::from_secs(2);

/// Every source found so far, in the order of their finding, and what is done besides.
#[derive(Default)]
pub(super) struct Progress {
    sources: Vec<SourceProgress>,
    /// When the latest of them began.
    began: Option<Instant>,
    steps: Vec<Step>,
}

impl Progress {
    /// Takes an event of this moment in; the source that it changed, if it changed one.
    pub(super) fn apply(&mut self, event: Event, now: Instant) -> Option<SourceProgress> {
        match event {
            Event::SourceStarted { id, origin, kind, bytes } => {
                let source = SourceProgress {
                    id,
                    origin,
                    kind,
                    read: 0,
                    bytes,
                    seconds_left: None,
                    records: None,
                    unreadable: false,
                };
                self.began = Some(now);
                self.sources.push(source.clone());
                Some(source)
            }
            Event::SourceProgress { id, bytes } => {
                let spent = self.began.map_or(Duration::ZERO, |began| now.saturating_duration_since(began));
                self.change(&id, |s| {
                    s.read = bytes;
                    s.seconds_left = s.bytes.and_then(|total| seconds_left(bytes, total, spent));
                })
            }
            Event::SourceFinished { id, records, .. } => self.change(&id, |s| {
                s.records = Some(records);
                s.seconds_left = None;
                s.read = s.bytes.unwrap_or(s.read);
                // What came before was a part of it.
                s.unreadable = false;
            }),
            Event::GapFound { gap } if gap.cause == Cause::SourceUnreadable => {
                self.change(gap.source.as_deref()?, |s| s.unreadable = true)
            }
            _ => None,
        }
    }

    /// All of them.
    pub(super) fn sources(&self) -> Vec<SourceProgress> {
        self.sources.clone()
    }

    /// What is done besides.
    pub(super) fn steps(&self) -> Vec<Step> {
        self.steps.clone()
    }

    /// A step begins, which ends the one before.
    pub(super) fn begin(&mut self, task: Task) -> Vec<Step> {
        self.end_steps();
        self.steps.push(Step { task, done: false });
        self.steps()
    }

    /// Ends the step that is under way; all of them, where there was one.
    pub(super) fn end_steps(&mut self) -> Option<Vec<Step>> {
        let running = self.steps.last_mut().filter(|step| !step.done)?;
        running.done = true;
        Some(self.steps())
    }

    /// Sources are read one after the other, so the wanted one is near the end.
    fn change(&mut self, id: &str, change: impl FnOnce(&mut SourceProgress)) -> Option<SourceProgress> {
        let source = self.sources.iter_mut().rev().find(|s| s.id == id)?;
        change(source);
        Some(source.clone())
    }
}

/// How long the rest takes at the rate so far; none while that is a guess.
fn seconds_left(read: u64, total: u64, spent: Duration) -> Option<u64> {
    if spent < BEFORE_AN_ESTIMATE || read == 0 {
        return None;
    }
    let rest = spent.as_secs_f64() * total.saturating_sub(read) as f64 / read as f64;
    Some(rest.ceil() as u64)
}

#[cfg(test)]
mod tests {
    use scepscope_model::SourceKind;

    use super::*;

    #[test]
    fn the_time_left_is_told_once_the_rate_is_known() {
        let (mut progress, began) = (Progress::default(), Instant::now());
        let id = || "s1".to_owned();
        let mut after = |seconds, event| progress.apply(event, began + Duration::from_secs(seconds)).unwrap();
        let started =
            Event::SourceStarted { id: id(), origin: id(), kind: SourceKind::IisW3c, bytes: Some(1000) };
        assert_eq!(after(0, started).seconds_left, None);
        assert_eq!(after(1, Event::SourceProgress { id: id(), bytes: 200 }).seconds_left, None);
        assert_eq!(after(4, Event::SourceProgress { id: id(), bytes: 250 }).seconds_left, Some(12));
        assert_eq!(after(10, Event::SourceProgress { id: id(), bytes: 1000 }).seconds_left, Some(0));
        assert_eq!(after(10, Event::SourceFinished { id: id(), records: 7, matched: 2 }).seconds_left, None);
        // Of a stream nobody knows how long it is.
        let started = Event::SourceStarted { id: id(), origin: id(), kind: SourceKind::IisW3c, bytes: None };
        assert_eq!(after(10, started).seconds_left, None);
        assert_eq!(after(30, Event::SourceProgress { id: id(), bytes: 200 }).seconds_left, None);
    }
}
