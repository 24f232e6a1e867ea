//! The order of work: which files of an archive are read in which pass.
//!
//! Archives in a compressed tar can only be read from their start, and every pass costs a decompression. The usual
//! order (programs, entries, shared strings, clocks) needs one; any other order is read, too, with up to
//! [`MAX_PASSES`](crate::limits::MAX_PASSES).

use std::io::Read;
use std::ops::ControlFlow;

use scepscope_model::{Clock, Locator, Platform, Stamp};
use scepscope_parse::role::Role;
use scepscope_parse::{ParseError, Prefilter, ProblemReason, Problems, Sink, SourceSummary};

use crate::archive::{Archive, File};
use crate::emit;
use crate::held::Held;
use crate::limits::{BATCH_BYTES, HELD_BYTES, MAX_PATH_BYTES, MAX_TIMESYNC_BYTES, PENDING_BYTES};
use crate::strings::Taken;
use crate::trace::{self, Gathered, Tally};

/// Reads a log archive and hands on what the processes that enrol wrote, and of the processes that deliver profiles
/// the lines with a literal of `prefilter` in their arguments. Lines of all other processes are not unpacked where it
/// can be helped.
///
/// The records come in the order of the files, which is not that of time. Damage costs the chunk that it stands in;
/// a format string or clock that is missing is reported, and the record handed on with what is known. The summary's
/// `first` and `last` are those of the archive, whichever process wrote; `verbose` tells whether a process that
/// enrols wrote debug entries.
///
/// # Errors
/// [`ParseError::NotOfKind`] where the archive holds no tracev3 file.
pub fn read(
    archive: &mut dyn Archive,
    prefilter: &dyn Prefilter,
    sink: &mut dyn Sink,
) -> Result<SourceSummary, ParseError> {
    let mut reader = Reader::new();
    archive.walk(&mut |path, input| {
        reader.offer(path, input, prefilter);
        ControlFlow::Continue(())
    });
    reader.finish(archive, prefilter, sink)
}

/// The same for somebody who walks the archive anyway, for other files that lie beside it: each file is offered once,
/// then the reading is finished. Saves a pass.
#[derive(Default)]
pub struct Reader {
    gathered: Gathered,
    /// Problems of the files other than tracev3.
    problems: Problems,
    traces: u64,
    names_known: bool,
    pending: Vec<(String, Vec<u8>)>,
    pending_bytes: usize,
    /// Whether a tracev3 file has to be read again, now that the programs' names are known.
    deferred: bool,
    held: Vec<Held>,
    held_bytes: usize,
    overflow: bool,
}

impl Reader {
    /// A reader that was offered nothing.
    pub fn new() -> Reader {
        Reader::default()
    }

    /// Takes a file of the archive, in the order of the archive. Reads as much of it as is needed.
    pub fn offer(&mut self, path: &str, input: &mut dyn Read, prefilter: &dyn Prefilter) {
        match File::of(path) {
            Some(File::Trace) => self.trace_in_passing(path, input, prefilter),
            Some(File::Timesync) => self.timesync(path, input),
            Some(file) => self.strings(file, path, input),
            None => {}
        }
    }

    /// After every file was offered: reads again what came too early, and hands on the records, as [`read()`] does.
    /// The prefilter is the one of [`Reader::offer`].
    ///
    /// # Errors
    /// As [`read()`].
    pub fn finish(
        mut self,
        archive: &mut dyn Archive,
        prefilter: &dyn Prefilter,
        sink: &mut dyn Sink,
    ) -> Result<SourceSummary, ParseError> {
        self.settle(archive, prefilter);
        if self.traces == 0 {
            return Err(ParseError::NotOfKind {
                expected: "log archive",
                detail: "there is no tracev3 file in it".to_owned(),
            });
        }
        if self.overflow {
            self.stream(archive, prefilter, sink);
        } else {
            let held = std::mem::take(&mut self.held);
            // A sink that wants no more ends the reading; nothing follows here anyway.
            let _ = emit::records(&mut self.gathered, &held, sink);
        }
        Ok(self.summary(sink))
    }

    fn settle(&mut self, archive: &mut dyn Archive, prefilter: &dyn Prefilter) {
        self.names_known = true;
        for (path, bytes) in std::mem::take(&mut self.pending) {
            self.trace(&path, &mut bytes.as_slice(), prefilter);
        }
        if self.deferred || self.names_came_late() {
            self.forget();
            archive.walk(&mut |path, input| {
                if File::of(path) == Some(File::Trace) {
                    self.trace(path, input, prefilter);
                }
                ControlFlow::Continue(())
            });
        }
        if self.gathered.strings.lacks_any() {
            archive.walk(&mut |path, input| {
                if let Some(file @ (File::Image(_) | File::Shared(_))) = File::of(path) {
                    self.strings(file, path, input);
                }
                if self.gathered.strings.lacks_any() {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            });
        }
    }

    /// A program whose name came after its entries turned out to be of interest.
    fn names_came_late(&self) -> bool {
        let strings = &self.gathered.strings;
        self.gathered.tally.unnamed.iter().any(|u| strings.program(*u).is_some_and(|p| p.role != Role::Other))
    }

    /// Before all tracev3 files are read once more.
    fn forget(&mut self) {
        self.gathered.tally = Tally::default();
        self.gathered.problems = Problems::default();
        self.held.clear();
        self.held_bytes = 0;
        self.overflow = false;
        self.traces = 0;
    }

    fn trace_in_passing(&mut self, path: &str, input: &mut dyn Read, prefilter: &dyn Prefilter) {
        if self.names_known || self.gathered.strings.has_programs() {
            return self.trace(path, input, prefilter);
        }
        self.traces += 1;
        let left = PENDING_BYTES - self.pending_bytes.min(PENDING_BYTES);
        let mut bytes = Vec::new();
        if input.take(left as u64 + 1).read_to_end(&mut bytes).is_err() {
            self.problem(ProblemReason::Io, path, bytes.len() as u64);
        }
        if bytes.len() > left {
            self.deferred = true;
        } else {
            self.traces -= 1;
            self.pending_bytes += bytes.len();
            self.pending.push((path.to_owned(), bytes));
        }
    }

    fn trace(&mut self, path: &str, input: &mut dyn Read, prefilter: &dyn Prefilter) {
        self.traces += 1;
        let Reader { gathered, held, held_bytes, overflow, .. } = self;
        trace::read(gathered, prefilter, short(path), input, &mut |_, entry| {
            *held_bytes += entry.bytes();
            if *held_bytes > HELD_BYTES {
                *overflow = true;
                held.clear();
                held.shrink_to_fit();
            } else {
                held.push(entry);
            }
            true
        });
    }

    /// Reads all tracev3 files once more and hands their records on as they come.
    fn stream(&mut self, archive: &mut dyn Archive, prefilter: &dyn Prefilter, sink: &mut dyn Sink) {
        self.forget();
        let gathered = &mut self.gathered;
        let mut traces = 0;
        let mut batch = Vec::new();
        let mut bytes = 0;
        archive.walk(&mut |path, input| {
            if File::of(path) != Some(File::Trace) {
                return ControlFlow::Continue(());
            }
            traces += 1;
            let go_on = trace::read(gathered, prefilter, short(path), input, &mut |gathered, entry: Held| {
                bytes += entry.bytes();
                batch.push(entry);
                if bytes < BATCH_BYTES {
                    return true;
                }
                bytes = 0;
                let full = std::mem::take(&mut batch);
                emit::records(gathered, &full, sink).is_continue()
            });
            if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        self.traces = traces;
        let _ = emit::records(&mut self.gathered, &batch, sink);
    }

    fn timesync(&mut self, path: &str, input: &mut dyn Read) {
        let mut bytes = Vec::new();
        let read = input.take(MAX_TIMESYNC_BYTES).read_to_end(&mut bytes);
        if !self.gathered.clocks.read(&bytes) {
            self.problem(ProblemReason::Damaged, path, 0);
        }
        if read.is_err() {
            self.problem(ProblemReason::Io, path, bytes.len() as u64);
        }
    }

    fn strings(&mut self, file: File, path: &str, input: &mut dyn Read) {
        let taken = match file {
            File::Image(uuid) => self.gathered.strings.read_image(uuid, input),
            File::Shared(uuid) => self.gathered.strings.read_shared(uuid, input),
            File::Trace | File::Timesync => return,
        };
        match taken {
            Ok(Taken::Whole) => {}
            Ok(Taken::Damaged) => self.problem(ProblemReason::Damaged, path, 0),
            Ok(Taken::TooLarge) => self.problem(ProblemReason::RecordTooLong, path, 0),
            Err(_) => self.problem(ProblemReason::Io, path, 0),
        }
    }

    fn problem(&mut self, reason: ProblemReason, path: &str, offset: u64) {
        self.problems.add(reason, Some(Locator::Offset { file: short(path).to_owned(), offset }));
    }

    fn summary(self, sink: &mut dyn Sink) -> SourceSummary {
        let Gathered { mut clocks, tally, strings, problems: mut all, .. } = self.gathered;
        all.absorb(self.problems);
        // Which process wrote what is not known: one of them may be the one that enrols.
        let nameless = !tally.unnamed.is_empty() && !strings.has_enroller();
        if nameless {
            all.add_many(ProblemReason::StringsMissing, None, tally.unnamed.len() as u64);
        }
        all.report(sink);
        let walls: Vec<i128> = tally
            .spans
            .iter()
            .flat_map(|(boot, span)| [(boot, span.first), (boot, span.last)])
            .filter_map(|(boot, ticks)| clocks.wall(*boot, ticks))
            .map(|wall| wall.nanos)
            .collect();
        let first = walls.iter().min().copied().map(Stamp::from_unix_nanos);
        SourceSummary {
            records: tally.records,
            first,
            last: walls.iter().max().copied().map(Stamp::from_unix_nanos),
            newest_first: false,
            clock: if first.is_some() { Clock::Known } else { Clock::None },
            verbose: Some(tally.debug),
            // Silence of an archive whose processes have no names says nothing of a device.
            platform: match (nameless, tally.macos) {
                (true, _) => Platform::Unknown,
                (false, true) => Platform::Macos,
                (false, false) => Platform::Ios,
            },
            device_name: None,
            system: None,
            channel: None,
            coverage: None,
        }
    }
}

/// A path as it goes into locators.
fn short(path: &str) -> &str {
    let mut end = path.len().min(MAX_PATH_BYTES);
    while !path.is_char_boundary(end) {
        end -= 1;
    }
    &path[..end]
}
