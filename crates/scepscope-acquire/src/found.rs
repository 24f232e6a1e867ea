//! What the reading of one source gives.

use std::fs::File;
use std::io;

use scepscope_model::SourceKind;

use crate::source::Reason;

/// What was found, and what was not. Both may hold something: the part that could be read, and why it is not all.
#[derive(Debug, Default)]
pub struct Found {
    /// What can be read, under the name that the report uses.
    pub parts: Vec<Part>,
    /// What is missing.
    pub missing: Vec<Missing>,
}

/// One log, as an open file at any place of it.
#[derive(Debug)]
pub struct Part {
    /// What to call it in the report.
    pub name: String,
    /// Its content.
    pub content: File,
    /// What it is, where the content alone does not tell.
    pub kind: Option<SourceKind>,
}

/// Something that was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What to call it in the report.
    pub name: String,
    /// Why.
    pub reason: Reason,
    /// The system's own words, and other particulars by name.
    pub detail: Vec<(&'static str, String)>,
}

impl Found {
    /// Notes that something is missing.
    pub fn miss(&mut self, name: &str, reason: Reason) {
        self.missing.push(Missing { name: name.to_owned(), reason, detail: Vec::new() });
    }

    /// Notes that something is missing, with a particular.
    pub fn miss_with(&mut self, name: &str, reason: Reason, what: &'static str, value: impl Into<String>) {
        let detail = vec![(what, value.into())];
        self.missing.push(Missing { name: name.to_owned(), reason, detail });
    }

    /// Notes what the system says.
    pub fn failed(&mut self, name: &str, error: &io::Error) {
        self.miss_with(name, reason_of(error), "system", error.to_string());
    }
}

/// What an error of the system means for a source.
pub(crate) fn reason_of(error: &io::Error) -> Reason {
    match error.kind() {
        io::ErrorKind::NotFound => Reason::NotFound,
        io::ErrorKind::PermissionDenied => Reason::PermissionDenied,
        io::ErrorKind::TimedOut => Reason::TimeLimit,
        _ => Reason::Failed,
    }
}
