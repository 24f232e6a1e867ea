//! Counts what could not be read, so that each reason is reported once.

use scepscope_model::Locator;

use crate::{Problem, ProblemReason, Sink};

/// The problems of one source so far: each reason once, with its first place.
#[derive(Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// One more of a reason.
    pub fn add(&mut self, reason: ProblemReason, locator: Option<Locator>) {
        self.add_many(reason, locator, 1);
    }

    /// `count` more of a reason.
    pub fn add_many(&mut self, reason: ProblemReason, locator: Option<Locator>, count: u64) {
        if count == 0 {
            return;
        }
        match self.0.iter_mut().find(|p| p.reason == reason) {
            Some(known) => {
                known.count += count;
                known.locator = known.locator.take().or(locator);
            }
            None => self.0.push(Problem { reason, locator, count }),
        }
    }

    /// Adds those of another part of the same source.
    pub fn absorb(&mut self, other: Problems) {
        for Problem { reason, locator, count } in other.0 {
            self.add_many(reason, locator, count);
        }
    }

    /// Tells the sink.
    pub fn report(self, sink: &mut dyn Sink) {
        for problem in self.0 {
            sink.problem(problem);
        }
    }
}
