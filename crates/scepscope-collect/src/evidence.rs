//! The form in which a source goes into a bundle.

use std::io::{self, Read, Write};
use std::ops::ControlFlow;

use scepscope_bundle::{Cancel, Sha256Hex};
use scepscope_model::{Record, SourceKind, Stamp};
use scepscope_parse::{
    Detected, Encoding, Everything, ParseError, Problem, Sink, SourceSummary, parse, record_line,
};

use crate::artifact::Content;
use crate::check::CheckedSource;
use crate::group;
use crate::meter::Meter;
use crate::pipe::{PipeWriter, pipe};
use crate::trim::{Cut, LineForm, Survey, Taken, Trim, cuts_lines, is_old};

/// How a source is handed to the redactor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EvidenceForm {
    /// The file's own bytes, in this encoding.
    Text(Encoding),
    /// Its records, one JSON document a line: text that can be redacted, where the file itself is no plain text.
    Records,
}

impl EvidenceForm {
    pub(crate) fn of(detected: Detected) -> EvidenceForm {
        match (detected.kind, detected.encoding) {
            (_, Encoding::Records) => EvidenceForm::Text(Encoding::Utf8),
            // Escapes of rich text could hide what has to be redacted.
            (SourceKind::Evtx, _) | (_, Encoding::Binary | Encoding::Rtf) => EvidenceForm::Records,
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
}

/// Digest and size of a source's original bytes; of a log archive those of the archive that it lies in.
pub(crate) fn digest(source: &mut CheckedSource, cancel: &Cancel) -> io::Result<(Sha256Hex, u64)> {
    if let Content::Group(group) = &source.artifact.content {
        let (opened, bytes) = group.source.open_whole()?;
        return Sha256Hex::of_reader(&mut Meter::new(opened, bytes, &|_| (), cancel));
    }
    original(source, cancel, &mut |read| Sha256Hex::of_reader(read))
}

/// A source's own bytes. An error for a log archive: what holds it holds much else, and never leaves the device.
pub(crate) fn original<T>(
    source: &mut CheckedSource,
    cancel: &Cancel,
    take: &mut dyn FnMut(&mut dyn Read) -> io::Result<T>,
) -> io::Result<T> {
    let end = source.bytes;
    let (opened, bytes) = source.artifact.open()?;
    take(&mut Meter::new(opened, bytes.min(end), &|_| (), cancel))
}

/// Reads every record of a source that is binary.
fn records(
    source: &mut CheckedSource,
    cancel: &Cancel,
    sink: &mut dyn Sink,
) -> Result<SourceSummary, ParseError> {
    if source.detected.kind == SourceKind::UnifiedLog {
        return group::read(&mut source.artifact, &|_| (), cancel, &Everything, sink);
    }
    let (opened, bytes) = source.artifact.open()?;
    let mut meter = Meter::new(opened, bytes.min(source.bytes), &|_| (), cancel);
    parse(source.detected, &mut meter, &Everything, sink)
}

/// What a source loses for being older than `since` or larger than `most` bytes.
pub(crate) fn survey(
    source: &mut CheckedSource,
    since: Option<Stamp>,
    most: Option<u64>,
    cancel: &Cancel,
) -> io::Result<(Cut, Taken)> {
    let detected = source.detected;
    let most = most.filter(|most| *most < source.bytes);
    if since.is_none() && most.is_none() {
        return Ok((Cut::default(), Taken::default()));
    }
    if EvidenceForm::of(detected) == EvidenceForm::Records {
        let mut survey = RecordSurvey::new(detected.kind, since, most);
        records(source, cancel, &mut survey).map_err(io::Error::other)?;
        return Ok(survey.finish());
    }
    let mut cut = Cut::default();
    if cuts_lines(detected) {
        let end = source.bytes;
        let (opened, bytes) = source.artifact.open()?;
        let mut meter = Meter::new(opened, bytes.min(end), &|_| (), cancel);
        let mut survey = Survey::new(since);
        parse(detected, &mut meter, &Everything, &mut survey).map_err(io::Error::other)?;
        cut = survey.finish();
        if let Some(most) = most {
            (cut.from, cut.to) =
                if source.newest_first { (0, Some(most)) } else { (source.bytes - most, None) };
        }
    }
    if cut.is_empty() {
        return Ok((cut, Taken::default()));
    }
    let form = line_form(detected);
    let taken = original(source, cancel, &mut |read| {
        let mut trim = Trim::new(read, &cut, form);
        io::copy(&mut trim, &mut io::sink())?;
        Ok(trim.taken)
    })?;
    Ok((cut, taken))
}

fn line_form(detected: Detected) -> LineForm {
    LineForm::new(detected.kind, detected.encoding)
}

/// Reads a source in the form that its kind asks for, without what is cut, and hands it to `take`.
pub(crate) fn copy(
    source: &mut CheckedSource,
    cut: &Cut,
    cancel: &Cancel,
    take: &mut (dyn FnMut(EvidenceForm, &mut dyn Read) -> io::Result<()> + Send),
) -> io::Result<()> {
    let detected = source.detected;
    let form = EvidenceForm::of(detected);
    if form != EvidenceForm::Records {
        return original(source, cancel, &mut |read| match cut.is_empty() {
            true => take(form, read),
            false => take(form, &mut Trim::new(read, cut, line_form(detected))),
        });
    }
    let (writer, mut reader) = pipe();
    std::thread::scope(|scope| {
        let taken = scope.spawn(move || take(form, &mut reader));
        let mut lines = Lines { out: writer, failed: None, cut, kind: detected.kind, number: 0 };
        let parsed = records(source, cancel, &mut lines);
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
struct Lines<'a> {
    out: PipeWriter,
    failed: Option<io::Error>,
    cut: &'a Cut,
    kind: SourceKind,
    number: u64,
}

impl Sink for Lines<'_> {
    fn record(&mut self, record: &Record<'_>) -> ControlFlow<()> {
        let number = self.number;
        self.number += 1;
        if number < self.cut.from || self.cut.is_old(number) {
            return ControlFlow::Continue(());
        }
        match writeln!(self.out, "{}", record_line(self.kind, record)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn problem(&mut self, _: Problem) {}
}

/// Finds the records of a binary log that are cut. Their `from` counts records.
struct RecordSurvey {
    kind: SourceKind,
    since: Option<Stamp>,
    most: Option<u64>,
    number: u64,
    cut: Cut,
    taken: Taken,
    /// Sizes of the kept records, in runs: first number, bytes. The oldest run goes first.
    kept: Vec<(u64, u64)>,
    total: u64,
}

/// Records of a binary log that are counted together when it is cut to a size.
const RUN: u64 = 64;

impl RecordSurvey {
    fn new(kind: SourceKind, since: Option<Stamp>, most: Option<u64>) -> RecordSurvey {
        let (cut, taken) = Default::default();
        RecordSurvey { kind, since, most, number: 0, cut, taken, kept: Vec::new(), total: 0 }
    }

    fn finish(mut self) -> (Cut, Taken) {
        let Some(most) = self.most else { return (self.cut, self.taken) };
        for (at, (_, bytes)) in self.kept.iter().enumerate() {
            if self.total <= most {
                break;
            }
            self.total -= bytes;
            self.taken.over_bytes += bytes;
            self.cut.from = self.kept.get(at + 1).map_or(self.number, |(first, _)| *first);
        }
        let old: u64 =
            self.cut.old.iter().map(|r| r.end.min(self.cut.from) - r.start.min(self.cut.from)).sum();
        self.taken.over = self.cut.from - old;
        (self.cut, self.taken)
    }
}

impl Sink for RecordSurvey {
    fn record(&mut self, record: &Record<'_>) -> ControlFlow<()> {
        let number = self.number;
        self.number += 1;
        let bytes = record_line(self.kind, record).len() as u64 + 1;
        let old = self.since.and_then(|since| is_old(record.time, since)).unwrap_or(false);
        if old && self.extend(number) {
            self.taken.old += 1;
            self.taken.old_bytes += bytes;
            return ControlFlow::Continue(());
        }
        self.total += bytes;
        match self.kept.last_mut() {
            Some((first, sum)) if number - *first < RUN => *sum += bytes,
            _ => self.kept.push((number, bytes)),
        }
        ControlFlow::Continue(())
    }

    fn problem(&mut self, _: Problem) {}
}

impl RecordSurvey {
    /// Notes that a record is too old; false where there is no more room.
    fn extend(&mut self, number: u64) -> bool {
        let room = self.cut.old.len() < crate::trim::MAX_CUTS;
        match self.cut.old.last_mut() {
            Some(last) if last.end == number => last.end += 1,
            _ if !room => {
                self.cut.limited = true;
                return false;
            }
            _ => self.cut.old.push(number..number + 1),
        }
        true
    }
}
