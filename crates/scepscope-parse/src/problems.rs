//! Counts what could not be read, so that each reason is reported once.

use scepscope_model::Locator;

use crate::{Problem, ProblemReason, Sink};

/// The problems of one source so far.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    pub(crate) fn add(&mut self, reason: ProblemReason, locator: Option<Locator>) {
        self.add_many(reason, locator, 1);
    }

    pub(crate) fn add_many(&mut self, reason: ProblemReason, locator: Option<Locator>, count: u64) {
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

    pub(crate) fn report(self, sink: &mut dyn Sink) {
        for problem in self.0 {
            sink.problem(problem);
        }
    }
}
