//! Archives: the logs in them become artifacts, archives in archives too.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use scepscope_bundle::Cancel;
use scepscope_container::{Ended, EntryInfo, Kind, Limits, Problem, Reason, UNNAMED, Visitor, limits};
use scepscope_model::{SourceKind, Stamp};
use scepscope_parse::{self as parse, Prefilter, limits::DETECT_BYTES};

use crate::artifact::{Artifact, Content, Unreadable, written};
use crate::gather::Found;
use crate::group::{self, Begun, MAX_GROUPS};
use crate::meter::Telling;
use crate::shelf::{Consumed, Shared, Source};
use crate::spool::{Cut, MAX_SPOOL_BYTES, Spool};
use crate::whole::{Teller, Unpacking};

/// Deepest archive inside archives that is looked into; the one that was given is the first.
pub const MAX_NESTING: usize = 4;

/// Most entries of all archives of one run.
pub const MAX_ARCHIVE_ENTRIES: u64 = 4 * limits::MAX_ENTRIES;

/// Most bytes that one run unpacks from archives.
pub const MAX_UNPACKED_BYTES: u64 = 2 * limits::MAX_TOTAL_BYTES;

/// Most problems of one reason that one archive lists by name; the others are counted.
const MAX_LISTED: usize = 8;

/// Where an archive is, and how deep.
pub(crate) struct Place {
    origin: String,
    source: Source,
    depth: usize,
    /// When it was written last, where that is known.
    written: Option<Stamp>,
}

impl Place {
    /// An archive that is an input, or a file below one.
    pub(crate) fn top(origin: String, source: Source) -> Place {
        let written = if let Source::File(path) = &source { written(path) } else { None };
        Place { origin, source, depth: 1, written }
    }
}

/// Unpacks archives within limits that hold for the whole run.
pub(crate) struct Expander<'a> {
    spool: Spool,
    cancel: &'a Cancel,
    prefilter: &'a dyn Prefilter,
    teller: Teller<'a>,
    entries_left: u64,
    bytes_left: u64,
}

impl<'a> Expander<'a> {
    pub(crate) fn new(
        spool: Spool,
        cancel: &'a Cancel,
        prefilter: &'a dyn Prefilter,
        teller: Teller<'a>,
    ) -> Expander<'a> {
        let (entries_left, bytes_left) = (MAX_ARCHIVE_ENTRIES, MAX_UNPACKED_BYTES);
        Expander { spool, cancel, prefilter, teller, entries_left, bytes_left }
    }

    pub(crate) fn cancel(&self) -> &'a Cancel {
        self.cancel
    }

    /// Adds a file of a bundle that was made at `created` to what was found.
    pub(crate) fn evidence(
        &mut self,
        origin: String,
        created: Option<Stamp>,
        content: &mut dyn Read,
        found: &mut Found<'_>,
    ) {
        let mut head = Vec::new();
        if let Err(error) = (&mut *content).take(DETECT_BYTES as u64).read_to_end(&mut head) {
            return found.note(Unreadable::io(origin, &error));
        }
        if !is_log(&head) {
            return found.note(Unreadable::new(origin, "not_a_known_log"));
        }
        let (entry, cut) = self.spool.keep(&mut Cursor::new(head).chain(content));
        if cut.is_some() {
            found.note(Unreadable::limit(origin.clone(), "MAX_SPOOL_BYTES", MAX_SPOOL_BYTES));
        }
        found.push(Artifact { origin, named: false, kind: None, content: Content::Entry(entry, created) });
    }

    /// Adds the logs of one archive to what was found.
    pub(crate) fn expand(&mut self, place: Place, found: &mut Found<'_>) {
        let limits = Limits {
            entries: self.entries_left.min(limits::MAX_ENTRIES),
            total_bytes: self.bytes_left.min(limits::MAX_TOTAL_BYTES),
            ..Limits::default()
        };
        let size = place.source.open_whole().map_or(0, |(_, bytes)| bytes);
        let consumed = Consumed::default();
        let mut archive = match place.source.open_counted(limits, self.cancel, &consumed) {
            Ok(Some(archive)) => archive,
            Ok(None) => return found.note(Unreadable::new(place.origin, "archive_damaged")),
            Err(error) => return found.note(Unreadable::io(place.origin, &error)),
        };
        let before = found.artifacts.len();
        let unpacking = self.teller.unpacking(place.origin.clone(), size);
        let mut look = Look {
            expander: self,
            progress: Rc::new(Progress { unpacking: RefCell::new(unpacking), consumed }),
            place: &place,
            kind: archive.kind(),
            found,
            noted: BTreeMap::new(),
            begun: Begun::default(),
        };
        let ended = archive.each(&mut look);
        let (noted, begun) = (look.noted, look.begun);
        if begun.full {
            found.note(Unreadable::limit(place.origin.clone(), "MAX_GROUPS", MAX_GROUPS as u64));
        }
        for group in begun.groups(&place.source) {
            let (origin, root) = (&place.origin, &group.root);
            let origin = if root.is_empty() { origin.clone() } else { format!("{origin}!{root}") };
            found.push(Artifact { origin, named: false, kind: None, content: Content::Group(group) });
        }
        let silent = noted.is_empty() && ended == Ended::Complete;
        for (reason, count) in noted {
            if let Some(more) = count.checked_sub(MAX_LISTED).filter(|more| *more > 0) {
                let unreadable = Unreadable::new(place.origin.clone(), reason);
                found.note(unreadable.with("more_entries", more.to_string()));
            }
        }
        if silent && place.depth == 1 && found.artifacts.len() == before {
            found.note(Unreadable::new(place.origin, "no_log_inside"));
        }
    }
}

/// Looks at the entries of one archive.
struct Look<'l, 'e, 'f> {
    expander: &'l mut Expander<'e>,
    progress: Rc<Progress<'e>>,
    place: &'l Place,
    kind: Kind,
    found: &'l mut Found<'f>,
    /// Problems by reason.
    noted: BTreeMap<&'static str, usize>,
    begun: Begun,
}

impl Look<'_, '_, '_> {
    /// Notes a problem; of many with one reason only the first by name.
    fn note(&mut self, unreadable: Unreadable) {
        let count = self.noted.entry(unreadable.reason).or_default();
        *count += 1;
        if *count <= MAX_LISTED {
            self.found.note(unreadable);
        }
    }

    fn origin(&self, path: &str) -> String {
        if self.kind == Kind::Gzip && path == UNNAMED {
            // The name without its ending is what `gunzip` would write.
            let name = self.place.origin.rsplit(['/', '\\', '!']).next().unwrap_or(UNNAMED);
            let stem = name.strip_suffix(".gz").filter(|stem| !stem.is_empty()).unwrap_or(UNNAMED);
            return format!("{}!{stem}", self.place.origin);
        }
        format!("{}!{path}", self.place.origin)
    }

    fn nested(&mut self, origin: String, written: Option<Stamp>, content: &mut dyn Read) {
        if self.place.depth >= MAX_NESTING {
            let limit = format!("MAX_NESTING {MAX_NESTING}");
            return self.note(Unreadable::new(origin, "too_deep").with("limit", limit));
        }
        let (file, cut) = self.expander.spool.nested(content);
        self.cut(&origin, cut);
        let source = Source::Shared(Shared::new(Box::new(file)));
        let place = Place { origin, source, depth: self.place.depth + 1, written };
        self.expander.expand(place, self.found);
    }

    fn log(&mut self, origin: String, written: Option<Stamp>, content: &mut dyn Read) {
        let (entry, cut) = self.expander.spool.keep(content);
        self.cut(&origin, cut);
        self.found.push(Artifact {
            origin,
            named: false,
            kind: None,
            content: Content::Entry(entry, written),
        });
    }

    fn cut(&mut self, origin: &str, cut: Option<Cut>) {
        match cut {
            Some(Cut::Full) => self.note(Unreadable::limit(origin, "MAX_SPOOL_BYTES", MAX_SPOOL_BYTES)),
            Some(Cut::Disk(error)) => {
                self.note(Unreadable::new(origin, "no_temporary_space").with("system", error.to_string()));
            }
            // The walk reports why the entry is broken.
            Some(Cut::Source) | None => {}
        }
    }
}

impl Visitor for Look<'_, '_, '_> {
    fn entry(&mut self, info: &EntryInfo, content: &mut dyn Read) -> ControlFlow<()> {
        self.expander.entries_left = self.expander.entries_left.saturating_sub(1);
        // What nobody wants of an archive is read, too, where it is compressed as a whole.
        self.progress.tell();
        if self.expander.cancel.is_cancelled() || self.found.is_full() {
            return ControlFlow::Break(());
        }
        let (mut bytes, progress) = (0, self.progress.clone());
        let mut tell = |read| {
            bytes += read;
            progress.tell();
        };
        let mut counted = Telling { inner: content, tell: &mut tell };
        if let Some(root) = group::claims(&info.path) {
            self.begun.offer(root, info, &mut counted, self.expander.prefilter);
            self.expander.bytes_left = self.expander.bytes_left.saturating_sub(bytes);
            return ControlFlow::Continue(());
        }
        let mut head = Vec::new();
        // What an error leaves unread is reported by the walk; what came before it counts.
        let broken = (&mut counted).take(DETECT_BYTES as u64).read_to_end(&mut head).is_err();
        let is_archive = scepscope_container::detect(&head).is_some();
        if is_archive || is_log(&head) {
            let origin = self.origin(&info.path);
            let rest: &mut dyn Read = if broken { &mut io::empty() } else { &mut counted };
            let mut whole = Cursor::new(head).chain(rest);
            // What states no time was written before the archive was.
            let stated = info.modified.map(|at| Stamp::from_unix_nanos(i128::from(at) * 1_000_000_000));
            let written = stated.or(self.place.written);
            if is_archive {
                self.nested(origin, written, &mut whole);
            } else {
                self.log(origin, written, &mut whole);
            }
        }
        self.expander.bytes_left = self.expander.bytes_left.saturating_sub(bytes);
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        let origin = match &problem.path {
            Some(path) => self.origin(path),
            None => self.place.origin.clone(),
        };
        let key = if problem.reason == Reason::Limit { "limit" } else { "system" };
        let mut unreadable = Unreadable::new(origin, problem.reason.id());
        if !problem.detail.is_empty() {
            unreadable = unreadable.with(key, problem.detail);
        }
        self.note(unreadable);
    }
}

fn is_log(head: &[u8]) -> bool {
    parse::detect(head).is_some_and(|detected| detected.kind != SourceKind::Unknown)
}

/// How far one archive is.
struct Progress<'a> {
    unpacking: RefCell<Unpacking<'a>>,
    consumed: Consumed,
}

impl Progress<'_> {
    fn tell(&self) {
        self.unpacking.borrow_mut().at(self.consumed.bytes());
    }
}
