//! Entries that wait for their texts and times, and the oversize arguments of some.

use std::collections::HashMap;
use std::sync::Arc;

use crate::bytes::Uuid;
use crate::entry::{Entry, Text};
use crate::limits::OVERSIZE_BYTES;

/// Everything of an entry that becomes part of its record, with nothing borrowed.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) boot: Uuid,
    pub(crate) ticks: u64,
    pub(crate) level: u8,
    pub(crate) process: Arc<str>,
    pub(crate) process_id: u32,
    pub(crate) thread: u64,
    pub(crate) subsystem: Option<(Arc<str>, Arc<str>)>,
    pub(crate) text: Text,
    pub(crate) oversize: Option<OversizeKey>,
    pub(crate) context: bool,
    pub(crate) file: Arc<str>,
    pub(crate) offset: u64,
    arguments: Box<[u8]>,
    public: usize,
}

impl Held {
    /// Keeps the arguments of an entry; the other fields are the caller's.
    pub(crate) fn arguments_of(entry: &Entry<'_>) -> (Box<[u8]>, usize) {
        let bytes = [entry.arguments, entry.private].concat().into_boxed_slice();
        (bytes, entry.arguments.len())
    }

    #[expect(clippy::too_many_arguments, reason = "every one is a field, named at the only call")]
    pub(crate) fn new(
        entry: &Entry<'_>,
        boot: Uuid,
        process: Arc<str>,
        process_id: u32,
        subsystem: Option<(Arc<str>, Arc<str>)>,
        text: Text,
        oversize: Option<OversizeKey>,
        place: (Arc<str>, u64),
    ) -> Held {
        let (arguments, public) = Held::arguments_of(entry);
        Held {
            boot,
            ticks: entry.ticks,
            level: entry.level,
            process,
            process_id,
            thread: entry.thread,
            subsystem,
            text,
            oversize,
            context: entry.context,
            file: place.0,
            offset: place.1,
            arguments,
            public,
        }
    }

    pub(crate) fn arguments(&self) -> &[u8] {
        &self.arguments[..self.public]
    }

    pub(crate) fn private(&self) -> &[u8] {
        &self.arguments[self.public..]
    }

    /// Bytes that it takes, about.
    pub(crate) fn bytes(&self) -> usize {
        size_of::<Held>() + self.arguments.len()
    }
}

/// Which oversize chunk an entry speaks of: boot, process, number.
pub(crate) type OversizeKey = (Uuid, (u64, u32), u32);

/// Oversize arguments of the processes of interest. An entry may stand in another file than its arguments.
#[derive(Debug, Default)]
pub(crate) struct Oversizes {
    known: HashMap<OversizeKey, Box<[u8]>>,
    bytes: usize,
}

impl Oversizes {
    /// False where the limit is reached.
    pub(crate) fn keep(&mut self, key: OversizeKey, data: &[u8]) -> bool {
        if self.known.contains_key(&key) {
            return true;
        }
        if self.bytes + data.len() > OVERSIZE_BYTES {
            return false;
        }
        self.bytes += data.len();
        self.known.insert(key, data.into());
        true
    }

    pub(crate) fn get(&self, key: &OversizeKey) -> Option<&[u8]> {
        self.known.get(key).map(AsRef::as_ref)
    }
}
