//! What all formats need to build records and summaries.

use std::borrow::Cow;

use scepscope_model::{Clock, Level, Locator, Offset, Platform, Record};

use crate::when::Times;
use crate::{Prefilter, SourceSummary};

/// A record of a line of text, with nothing known but its text.
pub(crate) fn text_record(line: u64, message: &str) -> Record<'_> {
    Record {
        locator: Locator::Line(line),
        time: None,
        level: Level::Unknown,
        origin: Cow::Borrowed(""),
        process_id: None,
        thread_id: None,
        event_id: None,
        channel: None,
        fields: Vec::new(),
        message: Cow::Borrowed(message),
        cut: false,
    }
}

/// What the times of a source make of its summary.
pub(crate) fn summary(records: u64, times: &Times, platform: Platform) -> SourceSummary {
    SourceSummary {
        records,
        first: times.oldest(),
        last: times.newest(),
        newest_first: times.newest_first(),
        clock: match times.offset() {
            Some(Offset::Known(_)) => Clock::Known,
            Some(Offset::AssumedUtc) => Clock::AssumedUtc,
            Some(Offset::Unknown) => Clock::UnknownOffset,
            None => Clock::None,
        },
        verbose: None,
        platform,
        device_name: None,
        system: None,
        channel: None,
        coverage: None,
    }
}

/// Whether a Windows event is wanted: by provider and id, or by a literal in its text or one of its values.
pub(crate) fn wants_event(record: &Record<'_>, prefilter: &dyn Prefilter) -> bool {
    let has = |text: &str| !text.is_empty() && prefilter.find(text.as_bytes(), 0).is_some();
    record.event_id.is_none_or(|id| prefilter.wants_event(&record.origin, id))
        || has(&record.message)
        || record.fields.iter().any(|f| has(&f.value))
}
