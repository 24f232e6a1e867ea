//! What this program itself wrote about the device (`scepscope.device/1`): one document, one record.

use std::io::Read;

use scepscope_model::Platform;
use serde::Deserialize;

use crate::limits::MAX_RECORD_BYTES;
use crate::record::{summary, text_record};
use crate::when::{Moment, Times, clock, iso_date, zone};
use crate::{ParseError, Problem, ProblemReason, ReadSeek, Sink, SourceSummary};

/// How the document begins, whatever its blanks.
const SCHEMA: &str = "scepscope.device/1";

#[derive(Deserialize)]
struct Facts {
    platform: Platform,
    collected: String,
    #[serde(default)]
    device_name: Option<String>,
    #[serde(default)]
    system: Option<String>,
}

/// Whether a text is such a document, by its beginning.
pub(crate) fn is_facts(opening: &str) -> bool {
    let words: String = opening.chars().filter(|c| !c.is_whitespace()).take(64).collect();
    words.starts_with("{\"schema\":\"") && words.contains(SCHEMA)
}

/// Reads the document, up to [`MAX_RECORD_BYTES`].
pub(crate) fn read(input: &mut dyn ReadSeek, sink: &mut dyn Sink) -> Result<SourceSummary, ParseError> {
    let mut bytes = Vec::new();
    input.take(MAX_RECORD_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    let mut times = Times::default();
    if bytes.len() > MAX_RECORD_BYTES {
        sink.problem(Problem { reason: ProblemReason::RecordTooLong, locator: None, count: 1 });
        return Ok(summary(0, &times, Platform::Unknown));
    }
    let Ok(facts) = serde_json::from_slice::<Facts>(&bytes) else {
        sink.problem(Problem { reason: ProblemReason::Damaged, locator: None, count: 1 });
        return Ok(summary(0, &times, Platform::Unknown));
    };
    let moment = moment(&facts.collected);
    if let Some(moment) = moment {
        times.see(moment);
    }
    let text = String::from_utf8_lossy(&bytes);
    let record = scepscope_model::Record { time: moment.and_then(Moment::stamp), ..text_record(1, &text) };
    let _ = sink.record(&record);
    Ok(SourceSummary {
        device_name: facts.device_name,
        system: facts.system,
        ..summary(1, &times, facts.platform)
    })
}

fn moment(text: &str) -> Option<Moment> {
    let (date, rest) = iso_date(text.as_bytes())?;
    let (clock, rest) = clock(rest.get(1..)?)?;
    Some(Moment::new(date, clock, zone(rest)?.0))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    struct Kept(Vec<String>, Vec<ProblemReason>);

    impl Sink for Kept {
        fn record(&mut self, record: &scepscope_model::Record<'_>) -> std::ops::ControlFlow<()> {
            self.0.push(record.message.to_string());
            std::ops::ControlFlow::Continue(())
        }

        fn problem(&mut self, problem: Problem) {
            self.1.push(problem.reason);
        }
    }

    #[test]
    fn tells_platform_and_name() {
        let text = r#"{"schema":"scepscope.device/1","platform":"linux","collected":"2026-11-03T10:00:00Z","device_name":"pc-7","system":"Linux (Debian GNU/Linux 12)"}"#;
        let mut kept = Kept(Vec::new(), Vec::new());
        let summary = read(&mut Cursor::new(text.as_bytes().to_vec()), &mut kept).unwrap();
        assert_eq!(
            (summary.records, summary.platform, summary.device_name.as_deref()),
            (1, Platform::Linux, Some("pc-7"))
        );
        assert_eq!(summary.system.as_deref(), Some("Linux (Debian GNU/Linux 12)"));
        assert_eq!(summary.last.unwrap().to_string(), "2026-11-03T10:00:00Z");
        assert_eq!((kept.0.as_slice(), kept.1.len()), ([text.to_owned()].as_slice(), 0));
    }

    #[test]
    fn says_what_is_no_such_document() {
        let mut kept = Kept(Vec::new(), Vec::new());
        let cut = b"{\"schema\":\"scepscope.device/1\",\"platform\":\"li".to_vec();
        assert_eq!(read(&mut Cursor::new(cut), &mut kept).unwrap().records, 0);
        let long = vec![b' '; MAX_RECORD_BYTES + 1];
        assert_eq!(read(&mut Cursor::new(long), &mut kept).unwrap().records, 0);
        assert_eq!(kept.1, [ProblemReason::Damaged, ProblemReason::RecordTooLong]);
    }
}
