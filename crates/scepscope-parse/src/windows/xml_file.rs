//! A file of `<Event>` elements, one after another or inside `<Events>`.

use std::ops::ControlFlow;

use scepscope_model::Platform;

use super::event_xml::Event;
use crate::elements::{self, Damaged};
use crate::lines::Sizes;
use crate::record::{summary, wants_event};
use crate::when::Times;
use crate::{Encoding, ParseError, Prefilter, ReadSeek, Sink, SourceSummary};

/// Reads such a file.
pub(crate) fn read(
    input: &mut dyn ReadSeek,
    encoding: Encoding,
    prefilter: &dyn Prefilter,
    sink: &mut dyn Sink,
    sizes: Sizes,
) -> Result<SourceSummary, ParseError> {
    let mut times = Times::default();
    let mut computer = None;
    let mut channel = None;
    let records = elements::read(input, encoding, "Event", sizes, sink, &mut |xml, ordinal, sink| {
        let event = Event::parse(&String::from_utf8_lossy(xml)).map_err(|_| Damaged)?;
        if let Some(moment) = event.moment {
            times.see(moment);
        }
        if computer.is_none() && !event.computer.is_empty() {
            computer = Some(event.computer.clone());
            channel = Some(event.channel.clone()).filter(|c| !c.is_empty());
        }
        let record = event.record(ordinal);
        Ok(if wants_event(&record, prefilter) { sink.record(&record) } else { ControlFlow::Continue(()) })
    })?;
    Ok(SourceSummary { device_name: computer, channel, ..summary(records, &times, Platform::Windows) })
}
