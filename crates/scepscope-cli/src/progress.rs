//! Progress on standard error, where somebody watches.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;

use scepscope_collect::{Event, Observer, Whole};
use scepscope_present::text;

/// Longest origin that is shown, in characters.
const MAX_ORIGIN: usize = 48;

/// One line that is written over; nothing where standard error is no terminal.
pub(crate) struct Line {
    watched: bool,
}

impl Line {
    pub(crate) fn new() -> Line {
        Line { watched: io::stderr().is_terminal() }
    }

    /// Shows this in place of what stood there.
    pub(crate) fn show(&self, line: &str) {
        if self.watched {
            let mut out = io::stderr().lock();
            let _ = write!(out, "\r\x1b[K{line}").and_then(|()| out.flush());
        }
    }
}

/// Shows how far a check or a bundle is.
pub(crate) struct Progress {
    line: Line,
    current: Mutex<Current>,
}

#[derive(Default)]
struct Current {
    origin: String,
    total: Option<u64>,
}

impl Progress {
    pub(crate) fn new() -> Progress {
        Progress { line: Line::new(), current: Mutex::default() }
    }
}

impl Observer for Progress {
    fn event(&self, event: Event) {
        if !self.line.watched {
            return;
        }
        let Ok(mut current) = self.current.lock() else { return };
        match event {
            Event::SourceStarted { origin, bytes, .. } => {
                current.origin = text::neutralise(&origin, MAX_ORIGIN);
                current.total = bytes;
                self.line.show(&current.origin);
            }
            Event::SourceProgress { bytes, .. } => {
                let percent = match current.total {
                    Some(total) if total > 0 => bytes * 100 / total,
                    _ => 0,
                };
                self.line.show(&format!("{} {percent} %", current.origin));
            }
            Event::Whole { whole: Whole::Unpacking { origin, bytes, total, .. } } if total > 0 => {
                let origin = text::neutralise(&origin, MAX_ORIGIN);
                self.line.show(&format!("{origin} {} %", bytes.min(total) * 100 / total));
            }
            Event::PackProgress { bytes, total } if total > 0 => {
                self.line.show(&format!("{} %", bytes.min(total) * 100 / total));
            }
            Event::ReportReady | Event::Packed { .. } => self.line.show(""),
            _ => {}
        }
    }
}
