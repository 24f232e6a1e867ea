//! Windows event log files (EVTX), chunk by chunk.
//!
//! Records are found, counted and asked for by provider and id here; the crate `evtx` renders those that are
//! wanted. So memory stays at a few chunks, and a file is read about as fast as it can be walked.

mod chunk;
mod peek;

use std::io::{Read, SeekFrom};
use std::sync::Arc;

use ::evtx::{EvtxChunkData, ParserSettings};
use scepscope_model::{Locator, Platform};

use crate::limits::MAX_RECORDS;
use crate::problems::Problems;
use crate::record::summary;
use crate::when::Times;
use crate::windows::event_xml::Event;
use crate::{ParseError, Prefilter, ProblemReason, ReadSeek, Sink, SourceSummary};
use chunk::{CHUNK_BYTES, Chunk, Raw, Walk, u32_at};
use peek::Templates;

const FILE_HEADER_BYTES: usize = 4096;
const FILE_MAGIC: &[u8] = b"ElfFile\0";
const NO_CHECKSUM: u32 = 4;

struct Log<'a> {
    prefilter: &'a dyn Prefilter,
    sink: &'a mut dyn Sink,
    problems: Problems,
    times: Times,
    records: u64,
    settings: Arc<ParserSettings>,
    templates: Templates,
    computer: Option<String>,
    channel: Option<String>,
}

/// Reads an event log file.
pub(crate) fn read(
    input: &mut dyn ReadSeek,
    prefilter: &dyn Prefilter,
    sink: &mut dyn Sink,
) -> Result<SourceSummary, ParseError> {
    let mut header = Vec::with_capacity(FILE_HEADER_BYTES);
    (&mut *input).take(FILE_HEADER_BYTES as u64).read_to_end(&mut header)?;
    if !header.starts_with(FILE_MAGIC) {
        let detail = "the file does not start as an event log does".to_owned();
        return Err(ParseError::NotOfKind { expected: "Windows event log", detail });
    }
    let mut log = Log {
        prefilter,
        sink,
        problems: Problems::default(),
        times: Times::default(),
        records: 0,
        settings: Arc::new(ParserSettings::new().indent(false)),
        templates: Templates::default(),
        computer: None,
        channel: None,
    };
    log.file_header(&header, input)?;
    log.chunks(input);
    let Log { sink, problems, times, records, computer, channel, .. } = log;
    problems.report(sink);
    Ok(SourceSummary { device_name: computer, channel, ..summary(records, &times, Platform::Windows) })
}

/// Fills the buffer as far as there is something to read: how far, and what ended it before that.
fn fill(input: &mut dyn ReadSeek, buffer: &mut [u8]) -> (usize, std::io::Result<()>) {
    let mut have = 0;
    while have < buffer.len() {
        match input.read(&mut buffer[have..]) {
            Ok(0) => break,
            Ok(n) => have += n,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(e) => return (have, Err(e)),
        }
    }
    (have, Ok(()))
}

impl Log<'_> {
    fn file_header(&mut self, header: &[u8], input: &mut dyn ReadSeek) -> Result<(), ParseError> {
        if header.len() < FILE_HEADER_BYTES {
            self.problems.add(ProblemReason::EndsInsideRecord, None);
            return Ok(());
        }
        if u32_at(header, 120) & NO_CHECKSUM == 0
            && ::evtx::checksum_ieee(&header[..120]) != u32_at(header, 124)
        {
            self.problems.add(ProblemReason::Checksum, None);
        }
        input.seek(SeekFrom::Start(FILE_HEADER_BYTES as u64))?;
        Ok(())
    }

    fn chunks(&mut self, input: &mut dyn ReadSeek) {
        let mut data = vec![0; CHUNK_BYTES];
        loop {
            let (present, read) = fill(input, &mut data);
            if read.is_err() {
                self.problems.add(ProblemReason::Io, None);
            }
            if present == 0 {
                return;
            }
            data[present..].fill(0);
            match Chunk::new(&data, present) {
                Some(chunk) if self.chunk(&chunk, present).is_none() => return,
                Some(_) => {}
                // Space that was set aside and never used.
                None if data[..8] == [0; 8] => {}
                None if present < CHUNK_BYTES => self.problems.add(ProblemReason::EndsInsideRecord, None),
                None => self.problems.add(ProblemReason::Damaged, None),
            }
            if present < CHUNK_BYTES {
                return;
            }
        }
    }

    /// `None` ends the reading.
    fn chunk(&mut self, chunk: &Chunk<'_>, present: usize) -> Option<()> {
        let Walk { records, damaged, cut } = chunk.walk();
        if !records.is_empty() && !chunk.checksums_fit() {
            self.problems.add(ProblemReason::Checksum, records.first().map(|raw| Locator::Record(raw.id)));
        }
        let last = records.last().map(|raw| Locator::Record(raw.id));
        self.problems.add_many(ProblemReason::Damaged, last.clone(), damaged);
        if cut || (present < CHUNK_BYTES && records.is_empty()) {
            self.problems.add(ProblemReason::EndsInsideRecord, last);
        }
        self.templates.clear();
        let mut wanted: Vec<bool> = records
            .iter()
            .map(|raw| match self.templates.peek(chunk.data(), raw.content()) {
                Some((provider, id)) => {
                    self.prefilter.wants_event(provider, id)
                        && self.prefilter.wants_content(provider, id, chunk.content(raw))
                }
                None => true,
            })
            .collect();
        // Computer and channel are in every record; one has to be read for them.
        let for_summary = self.computer.is_none() && wanted.first().is_some_and(|first| !first);
        if for_summary && let Some(first) = wanted.first_mut() {
            *first = true;
        }
        if !wanted.contains(&true) {
            self.count(&records);
            return Some(());
        }
        self.render(chunk, &records, &wanted, for_summary)
    }

    fn count(&mut self, records: &[Raw]) {
        self.records += records.len() as u64;
        for moment in records.iter().filter_map(|raw| raw.moment) {
            self.times.see(moment);
        }
    }

    fn render(
        &mut self,
        chunk: &Chunk<'_>,
        records: &[Raw],
        wanted: &[bool],
        skip_first: bool,
    ) -> Option<()> {
        let mut counted = 0;
        let parsed = EvtxChunkData::new(chunk.narrowed(records, wanted), false);
        if let Ok(mut parsed) = parsed
            && let Ok(mut chunk) = parsed.parse(Arc::clone(&self.settings))
        {
            for record in chunk.iter().flatten() {
                let Some(at) =
                    records[counted..].iter().position(|raw| raw.content() as u64 == record.binxml_offset)
                else {
                    continue;
                };
                let at = counted + at;
                if !wanted[at] {
                    continue;
                }
                self.lost(&records[counted..at], &wanted[counted..at]);
                self.count(&records[counted..=at]);
                counted = at + 1;
                let raw = &records[at];
                let Some(mut event) = record.into_xml().ok().and_then(|xml| Event::parse(&xml.data).ok())
                else {
                    self.problems.add(ProblemReason::Damaged, Some(Locator::Record(raw.id)));
                    continue;
                };
                event.record_id = Some(raw.id);
                event.moment = raw.moment.or(event.moment);
                if self.computer.is_none() {
                    self.computer = Some(event.computer.clone()).filter(|c| !c.is_empty());
                    self.channel = Some(event.channel.clone()).filter(|c| !c.is_empty());
                }
                if at == 0 && skip_first {
                    continue;
                }
                if self.sink.record(&event.record(raw.id)).is_break() {
                    return None;
                }
                if self.records > MAX_RECORDS {
                    self.problems.add(ProblemReason::TooManyRecords, Some(Locator::Record(raw.id)));
                    return None;
                }
            }
        }
        self.lost(&records[counted..], &wanted[counted..]);
        self.count(&records[counted..]);
        Some(())
    }

    /// Wanted records that could not be read.
    fn lost(&mut self, records: &[Raw], wanted: &[bool]) {
        for (raw, _) in records.iter().zip(wanted).filter(|(_, wanted)| **wanted) {
            self.problems.add(ProblemReason::Damaged, Some(Locator::Record(raw.id)));
        }
    }
}
