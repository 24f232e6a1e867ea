//! What goes into a parser and what comes out.

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use scepscope_model::{Locator, Record, SourceKind};

/// Something that can be read and sought: a file, a buffer, a shared document of a phone. Never a path.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// Tells a parser which records anybody wants, so that the others are only counted.
///
/// A parser may hand on more than what is wanted, never less.
pub trait Prefilter: Sync {
    /// The start of the next literal of interest in UTF-8 text at or after `from`.
    fn find(&self, haystack: &[u8], from: usize) -> Option<usize>;

    /// Whether an event with this provider and id is of interest, whatever its text. For event log files nothing
    /// else is asked: their text is not made before somebody wants the event.
    fn wants_event(&self, provider: &str, event_id: u32) -> bool;

    /// Whether such an event is still of interest with these bytes of an event log file, which hold all its values in
    /// binary XML. Only asked of wanted events; the answer saves making their text.
    fn wants_content(&self, _provider: &str, _event_id: u32, _content: &[u8]) -> bool {
        true
    }
}

/// The prefilter that wants every record.
#[derive(Debug, Clone, Copy, Default)]
pub struct Everything;

impl Prefilter for Everything {
    fn find(&self, haystack: &[u8], from: usize) -> Option<usize> {
        (from < haystack.len()).then_some(from)
    }

    fn wants_event(&self, _: &str, _: u32) -> bool {
        true
    }
}

/// Receives what a parser reads.
pub trait Sink {
    /// One record, in the order of the file. `Break` ends the reading; the summary then covers what was read.
    fn record(&mut self, record: &Record<'_>) -> ControlFlow<()>;

    /// Something that could not be read, or a limit that was reached. The parser goes on where it can.
    fn problem(&mut self, problem: Problem);
}

/// Why a part of a source is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemReason {
    /// The input ends inside a record.
    EndsInsideRecord,
    /// A record or block is damaged and was passed over.
    Damaged,
    /// A checksum does not fit; the content was read all the same.
    Checksum,
    /// Bytes that are not text in the file's encoding; shown as U+FFFD.
    Encoding,
    /// A single record is longer than the limit and was cut.
    RecordTooLong,
    /// The number of records reached the limit; the rest was not read.
    TooManyRecords,
    /// Reading the input failed part of the way.
    Io,
    /// The archive lacks the format strings of some records, or the names of processes.
    StringsMissing,
    /// The archive lacks the clock records of some times, which are reckoned or missing.
    ClockMissing,
    /// No line names the columns; the usual order was taken where it fits.
    NoFieldHeader,
    /// A record has another number of columns than its header names; its columns were not taken.
    ColumnMismatch,
    /// The columns change more often than the limit; later records were not told apart.
    TooManyLayouts,
}

impl ProblemReason {
    /// The stable identifier, for the `reason` of a gap.
    pub const fn id(self) -> &'static str {
        match self {
            ProblemReason::EndsInsideRecord => "ends_inside_record",
            ProblemReason::Damaged => "damaged",
            ProblemReason::Checksum => "checksum",
            ProblemReason::Encoding => "encoding",
            ProblemReason::RecordTooLong => "record_too_long",
            ProblemReason::TooManyRecords => "too_many_records",
            ProblemReason::Io => "io",
            ProblemReason::StringsMissing => "strings_missing",
            ProblemReason::ClockMissing => "clock_missing",
            ProblemReason::NoFieldHeader => "no_field_header",
            ProblemReason::ColumnMismatch => "column_mismatch",
            ProblemReason::TooManyLayouts => "too_many_layouts",
        }
    }
}

/// One thing that could not be read. A parser reports each reason once per source, with a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Why.
    pub reason: ProblemReason,
    /// The first place.
    pub locator: Option<Locator>,
    /// How many times.
    pub count: u64,
}

/// The character encoding of a text source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark; also plain ASCII.
    Utf8,
    /// UTF-16, little endian.
    Utf16Le,
    /// UTF-16, big endian.
    Utf16Be,
    /// Code page 932 (Japanese Windows).
    ShiftJis,
    /// Code page 1252 (Western Windows).
    Windows1252,
    /// Rich text (RTF): ASCII with escapes, as TextEdit and mail programs save a pasted log.
    Rtf,
    /// The records of a log, as a bundle has them where the log is not text that can be redacted.
    Records,
    /// Not text.
    Binary,
}

/// What a source is, as told by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detected {
    /// The kind of source.
    pub kind: SourceKind,
    /// Its encoding.
    pub encoding: Encoding,
}

/// The input can't be read as what it was taken for.
#[derive(Debug, thiserror::Error)]
pub enum ParseError {
    /// Reading failed before anything was read.
    #[error("the file can't be read: {0}")]
    Io(#[from] std::io::Error),
    /// The content is not of the expected kind.
    #[error("the content is no {expected}: {detail}")]
    NotOfKind {
        /// The kind that was asked for.
        expected: &'static str,
        /// What was found, for people.
        detail: String,
    },
}
