//! The parsers of Scepscope: the bytes of one log in, records with locators out.
//!
//! Parsing never fails as a whole: what can be read is handed on, what can't is a [`Problem`]. Memory is
//! bounded whatever the input; every limit is a named constant in [`limits`]. Nothing here opens a file.
//!
//! [`detect`] tells what some bytes are, [`parse`] reads them.

mod ahead;
mod api;
mod apple;
mod decode;
mod detect;
mod device_facts;
mod elements;
mod evtx;
mod journal;
pub mod limits;
mod lines;
mod logcat;
mod omadm;
mod plain;
mod problems;
mod record;
mod records;
mod rtf;
mod server;
#[cfg(test)]
mod tests;
mod when;
mod windows;
mod yearless;

use std::io::SeekFrom;

use scepscope_model::{SourceKind, Stamp};

pub use api::{
    Detected, Encoding, Everything, ParseError, Prefilter, Problem, ProblemReason, ReadSeek, Sink,
};
pub use apple::role;
pub use detect::{detect, name_hint};
pub use problems::Problems;
pub use records::record_line;
pub use scepscope_model::{Coverage, Layout, SourceSummary};

use lines::{LineFormat, Sizes};
use windows::dates::{Order, Probe, Votes, Written};
use windows::{event_table, event_text};

/// Reads a whole source and hands its records to `sink`, in the order of the file.
///
/// Reads from the start of `input`, wherever it stands. Event logs are asked for by
/// [`Prefilter::wants_event`] alone, exported events by it or by a literal in their text or values, all others by
/// literals. Kinds without a parser of their own here are read as plain lines.
pub fn parse(
    detected: Detected,
    input: &mut dyn ReadSeek,
    prefilter: &dyn Prefilter,
    sink: &mut dyn Sink,
) -> Result<SourceSummary, ParseError> {
    parse_dated(detected, input, None, prefilter, sink)
}

/// [`parse`], with the time at which the file was written last, where that is known: dates without a year (syslog,
/// logcat) get theirs from it. Without it they stay days since the first record.
pub fn parse_dated(
    detected: Detected,
    input: &mut dyn ReadSeek,
    written: Option<Stamp>,
    prefilter: &dyn Prefilter,
    sink: &mut dyn Sink,
) -> Result<SourceSummary, ParseError> {
    parse_sized(detected, input, written, prefilter, sink, Sizes::default())
}

fn parse_sized(
    detected: Detected,
    input: &mut dyn ReadSeek,
    written: Option<Stamp>,
    prefilter: &dyn Prefilter,
    sink: &mut dyn Sink,
    sizes: Sizes,
) -> Result<SourceSummary, ParseError> {
    input.seek(SeekFrom::Start(0))?;
    let encoding = detected.encoding;
    let mut source = Source { input, encoding, prefilter, sink, sizes };
    if encoding == Encoding::Records {
        let mut format = records::Records::new(detected.kind);
        let records = source.read(&mut format)?;
        return Ok(format.summary(records));
    }
    match detected.kind {
        SourceKind::Evtx => evtx::read(source.input, prefilter, source.sink),
        SourceKind::EventXml => {
            windows::xml_file::read(source.input, encoding, prefilter, source.sink, sizes)
        }
        SourceKind::EventCsv => source.table(),
        SourceKind::EventText if source.has_line(event_text::is_entry)? => source.text(),
        SourceKind::EventText => source.table(),
        SourceKind::MdmDiagReport => {
            windows::mdm_report::read(source.input, encoding, prefilter, source.sink, sizes)
        }
        SourceKind::RegistryExport => {
            let mut format = windows::registry::Registry;
            let records = source.read(&mut format)?;
            Ok(format.summary(records))
        }
        SourceKind::Logcat => {
            // A bug report says itself when it was made.
            let told = source.head()?.as_deref().and_then(logcat::dumpstate);
            let mut probe = logcat::Logcat::default();
            let year = source.year(&mut probe, told.or(written), |probe| *probe.dates())?;
            let mut format = logcat::Logcat::new(year, told.is_some());
            let records = source.read(&mut format)?;
            Ok(format.summary(records))
        }
        SourceKind::Omadm | SourceKind::CloudExtension => {
            let mut format = omadm::Omadm::default();
            let records = source.read(&mut format)?;
            Ok(format.summary(records))
        }
        SourceKind::ConsoleText => {
            let mut format = apple::console::Console::default();
            let records = source.read(&mut format)?;
            Ok(format.summary(records))
        }
        SourceKind::UnifiedLog if source.has_line(apple::json::is_entry)? => {
            let mut format = apple::json::Json::default();
            let records = source.read(&mut format)?;
            Ok(format.summary(records))
        }
        SourceKind::UnifiedLog => {
            let mut format = apple::log_show::LogShow::default();
            let records = source.read(&mut format)?;
            Ok(format.summary(records))
        }
        SourceKind::McState => apple::mc_state::read(source.input, prefilter, source.sink),
        SourceKind::Syslog => {
            let mut probe = apple::syslog::Syslog::default();
            let year = source.year(&mut probe, written, |probe| *probe.dates())?;
            let mut format = apple::syslog::Syslog::new(year);
            let records = source.read(&mut format)?;
            Ok(format.summary(records))
        }
        SourceKind::IisW3c | SourceKind::HttpErr => {
            let mut format = server::w3c::W3c::new(source.has_line(server::w3c::names_fields)?);
            let records = source.read(&mut format)?;
            Ok(format.summary(records))
        }
        SourceKind::NdesPlugin => {
            let wrapped = source.has_line(server::ndes_plugin::is_wrapped)?;
            let mut format = server::ndes_plugin::NdesPlugin::new(wrapped);
            let records = source.read(&mut format)?;
            Ok(format.summary(records))
        }
        SourceKind::Svclog if source.has_line(server::svclog::is_fragment)? => {
            server::svclog::read(source.input, encoding, prefilter, source.sink, sizes)
        }
        SourceKind::Svclog => {
            let mut format = server::svclog::Messages;
            let records = source.read(&mut format)?;
            Ok(format.summary(records))
        }
        SourceKind::SetupMsi => {
            let mut format = server::setup_msi::SetupMsi::default();
            let records = source.read(&mut format)?;
            Ok(format.summary(records))
        }
        SourceKind::Journal => {
            let mut format = journal::Journal::default();
            let records = source.read(&mut format)?;
            Ok(format.summary(records))
        }
        SourceKind::DeviceFacts => device_facts::read(source.input, source.sink),
        kind => {
            let mut format = plain::Plain;
            let records = source.read(&mut format)?;
            Ok(format.summary(records, kind.platform()))
        }
    }
}

struct Source<'a> {
    input: &'a mut dyn ReadSeek,
    encoding: Encoding,
    prefilter: &'a dyn Prefilter,
    sink: &'a mut dyn Sink,
    sizes: Sizes,
}

impl Source<'_> {
    fn read<F: LineFormat>(&mut self, format: &mut F) -> Result<u64, ParseError> {
        lines::read(self.input, self.encoding, format, self.prefilter, self.sink, self.sizes)
    }

    fn text(&mut self) -> Result<SourceSummary, ParseError> {
        let mut format = event_text::EventText::new(self.date_order(event_text::is_entry, event_text::date)?);
        let records = self.read(&mut format)?;
        Ok(format.summary(records))
    }

    fn table(&mut self) -> Result<SourceSummary, ParseError> {
        let mut format =
            event_table::EventTable::new(self.date_order(event_table::is_entry, event_table::date)?);
        let records = self.read(&mut format)?;
        Ok(format.summary(records))
    }

    /// Whether a line near the start of the input passes the test; the input is left at its start.
    fn has_line(&mut self, test: fn(&[u8]) -> bool) -> Result<bool, ParseError> {
        let text = self.beginning()?;
        Ok(text.split(|b| *b == b'\n').any(|line| test(&line[..line.len().min(limits::PROBE_BYTES)])))
    }

    /// The text near the start of the input, if it is text; the input is left at its start.
    fn head(&mut self) -> Result<Option<String>, ParseError> {
        Ok(String::from_utf8(self.beginning()?).ok())
    }

    fn beginning(&mut self) -> Result<Vec<u8>, ParseError> {
        let mut text = Vec::new();
        let mut reader = decode::TextReader::new(self.input, self.encoding);
        reader.fill(&mut text, limits::DETECT_BYTES)?;
        self.input.seek(SeekFrom::Start(0))?;
        Ok(text)
    }

    /// Reads everything once for its dates: the year of the first record, if the newest is not younger than the file.
    fn year<F: LineFormat>(
        &mut self,
        probe: &mut F,
        written: Option<Stamp>,
        dates: fn(&F) -> yearless::Yearless,
    ) -> Result<Option<u32>, ParseError> {
        let Some(written) = written else { return Ok(None) };
        lines::read(self.input, self.encoding, probe, &Nothing, &mut Nobody, self.sizes)?;
        self.input.seek(SeekFrom::Start(0))?;
        Ok(dates(probe).year_of_first(&written))
    }

    /// Reads everything once for its dates.
    fn date_order(
        &mut self,
        starts: fn(&[u8]) -> bool,
        date: fn(&str) -> Option<Written>,
    ) -> Result<Order, ParseError> {
        let mut probe = Probe { starts, date, votes: Votes::default() };
        lines::read(self.input, self.encoding, &mut probe, &Nothing, &mut Nobody, self.sizes)?;
        self.input.seek(SeekFrom::Start(0))?;
        Ok(probe.votes.order())
    }
}

/// Wants no record.
struct Nothing;

impl Prefilter for Nothing {
    fn find(&self, _: &[u8], _: usize) -> Option<usize> {
        None
    }

    fn wants_event(&self, _: &str, _: u32) -> bool {
        false
    }
}

/// Takes no record and no problem.
struct Nobody;

impl Sink for Nobody {
    fn record(&mut self, _: &scepscope_model::Record<'_>) -> std::ops::ControlFlow<()> {
        std::ops::ControlFlow::Continue(())
    }

    fn problem(&mut self, _: Problem) {}
}
