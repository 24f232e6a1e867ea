//! The sources of a running check, put together from its events.

use scepscope_collect::{Event, Whole};
use scepscope_model::Cause;

use crate::contract::{SourceProgress, Step, Task, WindowEvent};

/// Every source found so far, in the order of their finding, and what is done besides.
#[derive(Default)]
pub(super) struct Progress {
    sources: Vec<SourceProgress>,
    whole: Whole,
    steps: Vec<Step>,
}

impl Progress {
    /// Takes an event in; what the page is told of it.
    pub(super) fn apply(&mut self, event: Event) -> Option<WindowEvent> {
        if let Event::Whole { whole } = event {
            self.whole = whole.clone();
            return Some(WindowEvent::Whole { whole });
        }
        self.source(event).map(|source| WindowEvent::Source { source })
    }

    /// The source that an event changed, if it changed one.
    fn source(&mut self, event: Event) -> Option<SourceProgress> {
        match event {
            Event::SourceStarted { id, origin, kind, bytes } => {
                let source =
                    SourceProgress { id, origin, kind, read: 0, bytes, records: None, unreadable: false };
                self.sources.push(source.clone());
                Some(source)
            }
            Event::SourceProgress { id, bytes } => self.change(&id, |s| s.read = bytes),
            Event::SourceFinished { id, records, .. } => self.change(&id, |s| {
                s.records = Some(records);
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

    /// How far the whole is.
    pub(super) fn whole(&self) -> Whole {
        self.whole.clone()
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
