//! From entries to records.

use std::borrow::Cow;
use std::ops::ControlFlow;

use scepscope_model::{Field, Level, Locator, Record, Stamp};
use scepscope_parse::limits::MAX_RECORD_BYTES;
use scepscope_parse::{ProblemReason, Sink};

use crate::held::Held;
use crate::limits::BATCH_BYTES;
use crate::message::{self, Piece};
use crate::trace::Gathered;

/// Puts entries into words and hands them on, in their order.
pub(crate) fn records(gathered: &mut Gathered, mut entries: &[Held], sink: &mut dyn Sink) -> ControlFlow<()> {
    while !entries.is_empty() {
        let mut bytes = 0;
        let fits = entries.iter().take_while(|e| {
            bytes += e.bytes();
            bytes <= BATCH_BYTES
        });
        let (batch, rest) = entries.split_at(fits.count().max(1));
        entries = rest;
        let formats: Vec<_> = batch.iter().map(|e| gathered.strings.format(e.text)).collect();
        let pieces: Vec<_> = batch
            .iter()
            .zip(&formats)
            .map(|(entry, format)| Piece {
                format: format.as_deref(),
                arguments: entry.arguments(),
                private: entry.private(),
                oversize: entry.oversize.as_ref().map(|key| gathered.oversizes.get(key)),
                context: entry.context,
            })
            .collect();
        let texts = message::texts(&pieces);
        for ((entry, format), text) in batch.iter().zip(&formats).zip(texts) {
            record(gathered, entry, format.is_none(), text, sink)?;
        }
    }
    ControlFlow::Continue(())
}

fn record(
    gathered: &mut Gathered,
    entry: &Held,
    no_format: bool,
    text: Option<String>,
    sink: &mut dyn Sink,
) -> ControlFlow<()> {
    let locator = Locator::Offset { file: entry.file.to_string(), offset: entry.offset };
    let mut problem = |reason| gathered.problems.add(reason, Some(locator.clone()));
    if no_format {
        problem(ProblemReason::StringsMissing);
    }
    let Some(mut text) = text else {
        problem(ProblemReason::Damaged);
        return ControlFlow::Continue(());
    };
    if text.len() > MAX_RECORD_BYTES {
        problem(ProblemReason::RecordTooLong);
        let mut end = MAX_RECORD_BYTES;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
    }
    let wall = gathered.clocks.wall(entry.boot, entry.ticks);
    if wall.is_none_or(|w| w.approximate) {
        problem(ProblemReason::ClockMissing);
    }
    let mut fields = Vec::new();
    if let Some((name, category)) = &entry.subsystem {
        for (field, value) in [("subsystem", name), ("category", category)] {
            fields.push(Field { name: Cow::Borrowed(field), value: Cow::Borrowed(value.as_ref()) });
        }
    }
    sink.record(&Record {
        locator,
        time: wall.map(|w| Stamp::from_unix_nanos(w.nanos)),
        level: level(entry.level),
        origin: Cow::Borrowed(&entry.process),
        process_id: Some(entry.process_id),
        thread_id: Some(entry.thread),
        event_id: None,
        channel: None,
        fields,
        message: Cow::Owned(text),
        cut: false,
    })
}

/// `os_log_type_t` of Apple's `os/log.h`.
fn level(of: u8) -> Level {
    match of {
        0x00 => Level::Default,
        0x01 => Level::Info,
        0x02 => Level::Debug,
        0x10 => Level::Error,
        0x11 => Level::Fault,
        _ => Level::Unknown,
    }
}
