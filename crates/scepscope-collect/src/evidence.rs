//! The form in which a source goes into a bundle.

use std::io::{self, Read, Write};
use std::ops::ControlFlow;

use scepscope_bundle::{Cancel, Sha256Hex};
use scepscope_model::{Record, SourceKind};
use scepscope_parse::{Detected, Encoding, Everything, Problem, Sink, parse};
use sha2::{Digest, Sha256};

use crate::check::CheckedSource;
use crate::meter::Meter;
use crate::pipe::{PipeWriter, pipe};

/// How a source is handed to the redactor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EvidenceForm {
    /// The file's own bytes, in this encoding.
    Text(Encoding),
    /// Its records, one JSON document a line: text that can be redacted, where the file itself is binary.
    Records,
    /// As the source's kind asks for; also gives digest and size of the original.
    Digested,
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

/// Reads a source in its form and hands it to `take`. Returns digest and size of the original bytes.
pub(crate) fn copy(
    source: &mut CheckedSource,
    cancel: &Cancel,
    form: EvidenceForm,
    take: &mut (dyn FnMut(EvidenceForm, &mut dyn Read) -> io::Result<()> + Send),
) -> io::Result<(Sha256Hex, u64)> {
    let detected = source.detected;
    let digested = form == EvidenceForm::Digested;
    let form = if digested { EvidenceForm::of(detected) } else { form };
    let digest = if digested && form == EvidenceForm::Records {
        let (mut opened, bytes) = source.artifact.open()?;
        Some(Sha256Hex::of_reader(&mut Meter::new(&mut opened, bytes, &|_| (), cancel))?)
    } else {
        None
    };
    let (opened, bytes) = source.artifact.open()?;
    let mut meter = Meter::new(opened, bytes, &|_| (), cancel);
    if form != EvidenceForm::Records {
        let mut hashing = Hashing { inner: &mut meter, hash: Sha256::new(), bytes: 0 };
        take(form, &mut hashing)?;
        io::copy(&mut hashing, &mut io::sink())?;
        let hex: String = hashing.hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
        let digest = Sha256Hex::parse(&hex).ok_or_else(|| io::Error::other("digest"))?;
        return Ok((digest, hashing.bytes));
    }
    let (writer, mut reader) = pipe();
    std::thread::scope(|scope| {
        let taken = scope.spawn(move || take(form, &mut reader));
        let mut lines = Lines { out: writer, failed: None };
        let parsed = parse(detected, &mut meter, &Everything, &mut lines);
        let result = match (lines.failed.take(), parsed) {
            (Some(error), _) => Err(error),
            (None, Err(error)) => Err(io::Error::other(error)),
            (None, Ok(_)) => Ok(()),
        };
        lines.out.finish(result);
        taken.join().unwrap_or_else(|_| Err(io::Error::other("the reading thread ended")))
    })?;
    Ok(digest.unwrap_or_else(|| (Sha256Hex::of(&[]), bytes)))
}

struct Hashing<'a, R> {
    inner: &'a mut R,
    hash: Sha256,
    bytes: u64,
}

impl<R: Read> Read for Hashing<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.hash.update(&buf[..n]);
        self.bytes += n as u64;
        Ok(n)
    }
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
