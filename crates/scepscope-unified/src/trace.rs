//! One tracev3 file: which of its entries are of interest.

use std::collections::HashSet;
use std::io::{self, Read};
use std::sync::Arc;

use scepscope_model::Locator;
use scepscope_parse::role::{self, Role};
use scepscope_parse::{Prefilter, ProblemReason, Problems};

use crate::bytes::{Uuid, u32_at, u64_at, uuid_at};
use crate::catalog::{self, Catalog, Process, Span};
use crate::chunkset::{self, FIREHOSE, Inners, OVERSIZE};
use crate::clock::{Clocks, Rate};
use crate::entry::{self, Entry, Firehose};
use crate::frame::{CATALOG, CHUNKSET, Chunks, HEADER, Step};
use crate::held::{Held, Oversizes};
use crate::strings::Strings;

/// Level of debug entries.
const DEBUG: u8 = 2;

/// What is counted over all files, whether handed on or not.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Entries of the processes of interest.
    pub(crate) records: u64,
    /// Whether a process that enrols wrote debug entries.
    pub(crate) debug: bool,
    /// Whether a process that only macOS has wrote anything.
    pub(crate) macos: bool,
    /// Programs whose name is not known.
    pub(crate) unnamed: HashSet<Uuid>,
    /// The span of each boot that the archive covers.
    pub(crate) spans: Vec<(Uuid, Span)>,
}

/// What is gathered while the files of an archive go by.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) strings: Strings,
    pub(crate) clocks: Clocks,
    pub(crate) oversizes: Oversizes,
    pub(crate) tally: Tally,
    pub(crate) problems: Problems,
}

/// Takes the entries of interest. False where no more are wanted.
pub(crate) type Keep<'k> = dyn FnMut(&mut Gathered, Held) -> bool + 'k;

struct File<'g, 'k, 'd> {
    gathered: &'g mut Gathered,
    prefilter: &'g dyn Prefilter,
    keep: &'k mut Keep<'d>,
    path: Arc<str>,
    boot: Uuid,
    covers: bool,
    catalog: Catalog,
    /// The next chunkset of the catalog; `None` once damage made the count uncertain.
    next: Option<usize>,
    unpacked: Vec<u8>,
}

/// Reads a tracev3 file. False where `keep` wants no more.
pub(crate) fn read(
    gathered: &mut Gathered,
    prefilter: &dyn Prefilter,
    path: &str,
    input: &mut dyn Read,
    keep: &mut Keep<'_>,
) -> bool {
    let mut file = File {
        path: Arc::from(path),
        boot: 0,
        // Signposts and the busiest subsystems are kept for another time than the rest.
        covers: !path.contains("Signpost/") && !path.contains("HighVolume/"),
        catalog: Catalog::default(),
        next: Some(0),
        unpacked: Vec::new(),
        gathered,
        prefilter,
        keep,
    };
    let mut chunks = Chunks::new(input);
    loop {
        match file.step(&mut chunks) {
            Ok(Some(true)) => {}
            Ok(Some(false)) => return false,
            Ok(None) => return true,
            Err(_) => {
                let offset = chunks.position();
                file.problem(ProblemReason::Io, offset);
                return true;
            }
        }
    }
}

impl File<'_, '_, '_> {
    /// One chunk: `None` at the end, else whether to go on.
    fn step(&mut self, chunks: &mut Chunks<&mut dyn Read>) -> io::Result<Option<bool>> {
        match chunks.next()? {
            Step::End => return Ok(None),
            Step::Cut { offset } => {
                self.problem(ProblemReason::EndsInsideRecord, offset);
                return Ok(None);
            }
            Step::Damaged { offset } => {
                self.next = None;
                self.problem(ProblemReason::Damaged, offset);
            }
            Step::Chunk { tag: HEADER, offset } => {
                if self.header(&chunks.body).is_none() {
                    self.problem(ProblemReason::Damaged, offset);
                }
            }
            Step::Chunk { tag: CATALOG, offset } => {
                self.next = Some(0);
                match self.read_catalog(&chunks.body) {
                    Some(catalog) => self.catalog = catalog,
                    None => {
                        self.catalog = Catalog::default();
                        self.problem(ProblemReason::Damaged, offset);
                    }
                }
            }
            Step::Chunk { tag: CHUNKSET, offset } => return Ok(Some(self.chunkset(&chunks.body, offset))),
            Step::Chunk { .. } => {}
        }
        Ok(Some(true))
    }

    /// Clock, wall time and boot of the file.
    fn header(&mut self, body: &[u8]) -> Option<()> {
        const NANOS: i64 = 1_000_000_000;
        let rate = Rate::new(u32_at(body, 0)?, u32_at(body, 4)?)?;
        let seconds = u64_at(body, 16)?.cast_signed();
        let micros = i64::from(u32_at(body, 24)?);
        let (mut at, mut ticks, mut boot) = (40, None, None);
        while let (Some(tag), Some(size)) = (u32_at(body, at), u32_at(body, at + 4)) {
            let content = at + 8;
            match tag {
                0x6100 => ticks = u64_at(body, content),
                0x6102 => boot = uuid_at(body, content),
                _ => {}
            }
            at = content.checked_add(size as usize)?;
        }
        self.boot = boot?;
        let wall = seconds.checked_mul(NANOS)?.checked_add(micros.checked_mul(1000)?)?;
        self.gathered.clocks.hint(self.boot, rate, ticks?, wall);
        Some(())
    }

    fn read_catalog(&mut self, body: &[u8]) -> Option<Catalog> {
        let Gathered { strings, tally, .. } = &mut *self.gathered;
        catalog::parse(body, &mut |uuid| match strings.program(uuid) {
            Some(program) => program.role != Role::Other,
            None => {
                tally.unnamed.insert(uuid);
                false
            }
        })
    }

    fn chunkset(&mut self, body: &[u8], offset: u64) -> bool {
        let outline = self.next.and_then(|n| self.catalog.outlines.get(n));
        self.next = self.next.map(|n| n + 1);
        if let Some(outline) = outline {
            let (span, wanted) = (outline.span, outline.wanted);
            if self.covers {
                self.cover(span);
            }
            if !wanted {
                return true;
            }
        }
        if self.catalog.processes.is_empty() {
            return true;
        }
        let mut unpacked = std::mem::take(&mut self.unpacked);
        if !chunkset::unpack(body, &mut unpacked) {
            self.problem(ProblemReason::Damaged, offset);
        }
        let mut inners = Inners::new(&unpacked);
        let mut go_on = true;
        for inner in inners.by_ref() {
            go_on = match inner.tag {
                FIREHOSE => self.firehose(inner.body, offset),
                OVERSIZE => {
                    self.oversize(inner.body, offset);
                    true
                }
                _ => true,
            };
            if !go_on {
                break;
            }
        }
        if inners.damaged {
            self.problem(ProblemReason::Damaged, offset);
        }
        self.unpacked = unpacked;
        go_on
    }

    fn cover(&mut self, span: Span) {
        if span.first > span.last {
            return;
        }
        let spans = &mut self.gathered.tally.spans;
        match spans.iter_mut().find(|(boot, _)| *boot == self.boot) {
            Some((_, known)) => {
                known.first = known.first.min(span.first);
                known.last = known.last.max(span.last);
            }
            None => spans.push((self.boot, span)),
        }
    }

    fn firehose(&mut self, body: &[u8], offset: u64) -> bool {
        let Some(mut firehose) = Firehose::new(body) else {
            self.problem(ProblemReason::Damaged, offset);
            return true;
        };
        let Some(process) = self.catalog.processes.iter().position(|p| p.id == firehose.process) else {
            return true;
        };
        let mut go_on = true;
        for entry in firehose.by_ref() {
            go_on = self.entry(process, &entry, offset);
            if !go_on {
                break;
            }
        }
        if firehose.damaged {
            self.problem(ProblemReason::Damaged, offset);
        }
        go_on
    }

    fn entry(&mut self, process: usize, entry: &Entry<'_>, offset: u64) -> bool {
        let process = &self.catalog.processes[process];
        let Some(program) = self.gathered.strings.program(process.main).cloned() else { return true };
        let name = role::name(&program.path);
        let tally = &mut self.gathered.tally;
        tally.records += 1;
        tally.debug |= program.role == Role::Enrols && entry.level == DEBUG;
        tally.macos |= role::is_macos(name);
        let oversize = entry.oversize.map(|number| (self.boot, process.id, number));
        if program.role != Role::Enrols && !self.holds_literal(entry, oversize.as_ref()) {
            return true;
        }
        let text = entry.text(process);
        self.gathered.strings.need(text);
        let held = Held::new(
            entry,
            self.boot,
            Arc::from(name),
            process.pid,
            self.subsystem(process, entry),
            text,
            oversize,
            (Arc::clone(&self.path), offset),
        );
        (self.keep)(self.gathered, held)
    }

    /// Lines of the accompanying processes are of interest for what stands in their arguments.
    fn holds_literal(&self, entry: &Entry<'_>, oversize: Option<&(Uuid, (u64, u32), u32)>) -> bool {
        let wanted = |bytes: &[u8]| self.prefilter.find(bytes, 0).is_some();
        wanted(entry.arguments)
            || wanted(entry.private)
            || oversize.is_some_and(|key| self.gathered.oversizes.get(key).is_some_and(wanted))
    }

    fn subsystem(&self, process: &Process, entry: &Entry<'_>) -> Option<(Arc<str>, Arc<str>)> {
        let (name, category) = process.subsystem(entry.subsystem?)?;
        Some((Arc::clone(name), Arc::clone(category)))
    }

    fn oversize(&mut self, body: &[u8], offset: u64) {
        let Some((process, number, data)) = entry::oversize(body) else {
            return self.problem(ProblemReason::Damaged, offset);
        };
        let of_interest = self.catalog.processes.iter().any(|p| p.id == process);
        if of_interest && !self.gathered.oversizes.keep((self.boot, process, number), data) {
            self.problem(ProblemReason::TooManyRecords, offset);
        }
    }

    fn problem(&mut self, reason: ProblemReason, offset: u64) {
        let locator = Locator::Offset { file: self.path.to_string(), offset };
        self.gathered.problems.add(reason, Some(locator));
    }
}
