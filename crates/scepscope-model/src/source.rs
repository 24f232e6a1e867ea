//! What a log says as a whole.

use crate::{Clock, Platform, Stamp};

/// What is known of a source when it has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSummary {
    /// Records in the source, wanted or not.
    pub records: u64,
    /// The oldest time.
    pub first: Option<Stamp>,
    /// The newest time.
    pub last: Option<Stamp>,
    /// Whether the file lists the newest record first.
    pub newest_first: bool,
    /// What the source says of its clock.
    pub clock: Clock,
    /// Whether verbose or debug records of the enrolling component are there; `None` where the kind of source
    /// has no such distinction.
    pub verbose: Option<bool>,
    /// The platform that wrote the source.
    pub platform: Platform,
    /// The device's name, where the source states it.
    pub device_name: Option<String>,
    /// Name and version of the system, where the source states it of the device that wrote it.
    pub system: Option<String>,
    /// The channel (Windows), where the source states it.
    pub channel: Option<String>,
    /// What a web server's log covers; `None` for all other kinds.
    pub coverage: Option<Coverage>,
}

/// Which times and which columns a log of a web server covers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Stretches of time with records, oldest first: no two records of one stretch are further apart than
    /// `QUIET_SECONDS` of the parsers' limits. Empty where the records carry no date and time.
    pub stretches: Vec<(Stamp, Stamp)>,
    /// The columns that the log names, each order once.
    pub layouts: Vec<Layout>,
}

/// One order of columns, and how many records have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The names, as `#Fields` writes them.
    pub fields: Vec<String>,
    /// Records written under it.
    pub records: u64,
    /// Whether no line of the log names it.
    pub assumed: bool,
}
