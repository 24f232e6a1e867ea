//! What one walk keeps: the visitor, the names seen, what may still be unpacked.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::io::Read;

use crate::bounded::{Allowance, Bounded};
use crate::fault::Fault;
use crate::name::{neutralise, shown};
use crate::{Ended, EntryInfo, Limits, Problem, Reason, Visitor};

pub(crate) struct Pass<'v> {
    visitor: &'v mut dyn Visitor,
    allowance: Allowance,
    entries: u64,
    /// Hashes of the paths: a million of them fit where the names would not.
    names: HashSet<u64>,
    hasher: RandomState,
    /// Why the last entry broke.
    broken: Option<Reason>,
}

/// One file as its container describes it.
#[derive(Default)]
pub(crate) struct File {
    pub(crate) index: u64,
    pub(crate) path: String,
    /// The size that the container claims.
    pub(crate) size: Option<u64>,
    /// Whether an end before that size is a cut.
    pub(crate) exact: bool,
    /// The size packed, where the container's structure proves it.
    pub(crate) packed: Option<u64>,
    /// As [`EntryInfo::modified`].
    pub(crate) modified: Option<i64>,
}

impl<'v> Pass<'v> {
    pub(crate) fn new(visitor: &'v mut dyn Visitor, limits: Limits, packed: Option<u64>) -> Pass<'v> {
        Pass {
            visitor,
            allowance: Allowance { limits, unpacked: 0, packed },
            entries: 0,
            names: HashSet::new(),
            hasher: RandomState::new(),
            broken: None,
        }
    }

    pub(crate) fn limits(&self) -> Limits {
        self.allowance.limits
    }

    pub(crate) fn problem(&mut self, fault: Fault, path: Option<String>) {
        self.visitor.problem(Problem { reason: fault.reason, path, detail: fault.detail });
    }

    /// Ends the walk with a reason, which is reported once where it is that of the entry just read.
    pub(crate) fn fail(&mut self, fault: Fault) -> Ended {
        if self.broken != Some(fault.reason) {
            self.problem(fault, None);
        }
        Ended::Incomplete
    }

    /// The index of the next entry, whatever it is.
    pub(crate) fn next_index(&mut self) -> Result<u64, Ended> {
        let limit = self.limits().entries;
        if self.entries >= limit {
            return Err(self.fail(Fault::limit("MAX_ENTRIES", limit)));
        }
        self.entries += 1;
        Ok(self.entries - 1)
    }

    /// The neutralised path of an entry; `None` where it is refused, which is reported.
    pub(crate) fn path(&mut self, raw: &str) -> Option<String> {
        let max = self.limits().name_bytes;
        let path = match neutralise(raw, max) {
            Ok(path) => path,
            Err(reason) => {
                self.refuse(reason, raw);
                return None;
            }
        };
        if self.names.insert(self.hasher.hash_one(&path)) {
            Some(path)
        } else {
            self.problem(Fault::new(Reason::DuplicateName, ""), Some(path));
            None
        }
    }

    /// Reports an entry that is not offered.
    pub(crate) fn refuse(&mut self, reason: Reason, raw: &str) {
        let shown = self.shown(raw);
        self.problem(Fault::new(reason, ""), Some(shown));
    }

    /// What of a name can be shown, refused or not.
    pub(crate) fn shown(&self, raw: &str) -> String {
        let max = self.limits().name_bytes;
        neutralise(raw, max).unwrap_or_else(|_| shown(raw, max))
    }

    /// Hands a file to the visitor. True where its content was not found broken.
    pub(crate) fn offer(&mut self, file: File, content: &mut dyn Read) -> Result<bool, Ended> {
        let exact = if file.exact { file.size } else { None };
        let info = EntryInfo { index: file.index, path: file.path, size: file.size, modified: file.modified };
        let mut bounded = Bounded::new(content, &mut self.allowance, exact, file.packed);
        let flow = self.visitor.entry(&info, &mut bounded);
        let (fault, exhausted) = (bounded.fault.take(), bounded.exhausted);
        let whole = fault.is_none();
        self.broken = fault.as_ref().map(|fault| fault.reason);
        let mut over = exhausted;
        if let Some(fault) = fault {
            over |= fault.reason == Reason::Io;
            self.problem(fault, Some(info.path));
        }
        if flow.is_break() {
            return Err(Ended::Stopped);
        }
        if over { Err(Ended::Incomplete) } else { Ok(whole) }
    }
}
