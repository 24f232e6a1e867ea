//! The form in which a source goes into a bundle.

use std::io::{self, Read, Write};
use std::ops::ControlFlow;

use scepscope_bundle::{Cancel, Sha256Hex};
use scepscope_model::{Record, SourceKind};
use scepscope_parse::{Detected, Encoding, Everything, ParseError, Problem, Sink, parse};

use crate::artifact::Content;
use crate::check::CheckedSource;
use crate::group;
use crate::meter::Meter;
use crate::pipe::{PipeWriter, pipe};

/// How a source is handed to the redactor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EvidenceForm {
    /// The file's own bytes, in this encoding.
    Text(Encoding),
    /// Its records, one JSON document a line: text that can be redacted, where the file itself is binary.
    Records,
}

impl EvidenceForm {
    pub(crate) fn of(detected: Detected) -> EvidenceForm {
        match (detected.kind, detected.encoding) {
            (SourceKind::Evtx, _) | (_, Encoding::Binary) => EvidenceForm::Records,
            (_, encoding) => EvidenceForm::Text(encoding),
        }
    }

    pub(crate) fn encoding(self) -> scepscope_redact::Encoding {
        let label = match self {
            EvidenceForm::Text(Encoding::Utf16Le) => "utf-16le",
            EvidenceForm::Text(Encoding::Utf16Be) => "utf-16be",
            EvidenceForm::Text(Encoding::ShiftJis) => "shift_jis",
            EvidenceForm::Text(Encoding::Windows1252) => "windows-1252",
            _ => "utf-8",
        };
        scepscope_redact::Encoding::for_label(label).unwrap_or_default()
    }

    pub(crate) fn suffix(self) -> &'static str {
        if self == EvidenceForm::Records { ".records.jsonl" } else { "" }
    }

    pub(crate) fn why(self) -> &'static str {
        match self {
            EvidenceForm::Records => "records of a log that the check read; the log itself is binary",
            _ => "a log that the check read",
        }
    }
}

/// Digest and size of a source's original bytes; of a log archive in an archive those of the latter.
pub(crate) fn digest(source: &mut CheckedSource, cancel: &Cancel) -> io::Result<(Sha256Hex, u64)> {
    if let Content::Group(group) = &source.artifact.content {
        return group::digest(group, cancel);
    }
    let (opened, bytes) = source.artifact.open()?;
    Sha256Hex::of_reader(&mut Meter::new(opened, bytes, &|_| (), cancel))
}

/// Reads a source in the form that its kind asks for, and hands it to `take`.
pub(crate) fn copy(
    source: &mut CheckedSource,
    cancel: &Cancel,
    take: &mut (dyn FnMut(EvidenceForm, &mut dyn Read) -> io::Result<()> + Send),
) -> io::Result<()> {
    let detected = source.detected;
    let form = EvidenceForm::of(detected);
    if form != EvidenceForm::Records {
        let (opened, bytes) = source.artifact.open()?;
        return take(form, &mut Meter::new(opened, bytes, &|_| (), cancel));
    }
    let (writer, mut reader) = pipe();
    std::thread::scope(|scope| {
        let taken = scope.spawn(move || take(form, &mut reader));
        let mut lines = Lines { out: writer, failed: None };
        let parsed = if detected.kind == SourceKind::UnifiedLog {
            group::read(&mut source.artifact, cancel, &Everything, &mut lines)
        } else {
            source.artifact.open().map_err(ParseError::Io).and_then(|(opened, bytes)| {
                let mut meter = Meter::new(opened, bytes, &|_| (), cancel);
                parse(detected, &mut meter, &Everything, &mut lines)
            })
        };
        let result = match (lines.failed.take(), parsed) {
            (Some(error), _) => Err(error),
            (None, Err(error)) => Err(io::Error::other(error)),
            (None, Ok(_)) => Ok(()),
        };
        lines.out.finish(result);
        taken.join().unwrap_or_else(|_| Err(io::Error::other("the reading thread ended")))
    })
}

/// Writes each record as one line of JSON.
struct Lines {
    out: PipeWriter,
    failed: Option<io::Error>,
}

impl Sink for Lines {
    fn record(&mut self, record: &Record<'_>) -> ControlFlow<()> {
        let fields: serde_json::Map<String, serde_json::Value> =
            record.fields.iter().map(|f| (f.name.to_string(), f.value.as_ref().into())).collect();
        let line = serde_json::json!({
            "locator": record.locator,
            "time": record.time,
            "level": record.level,
            "origin": record.origin,
            "event_id": record.event_id,
            "channel": record.channel,
            "process_id": record.process_id,
            "thread_id": record.thread_id,
            "fields": fields,
            "message": record.message,
        });
        match writeln!(self.out, "{line}") {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn problem(&mut self, _: Problem) {}
}
