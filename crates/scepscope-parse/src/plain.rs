//! Text of which nothing is known: each line is a record, without time.

use scepscope_model::{Platform, Record};

use crate::SourceSummary;
use crate::lines::LineFormat;
use crate::record::{summary, text_record};
use crate::when::Times;

/// Lines, whatever they say.
#[derive(Debug, Default)]
pub(crate) struct Plain;

impl Plain {
    pub(crate) fn summary(&self, records: u64, platform: Platform) -> SourceSummary {
        summary(records, &Times::default(), platform)
    }
}

impl LineFormat for Plain {
    fn starts(&self, _: &[u8]) -> bool {
        true
    }

    fn see(&mut self, record: &[u8], _: bool) -> Option<u32> {
        (!record.trim_ascii().is_empty()).then_some(0)
    }

    fn parse<'a>(&self, text: &'a str, _: u32, line: u64) -> (Record<'a>, bool) {
        (text_record(line, text), true)
    }
}
