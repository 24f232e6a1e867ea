//! What a container looks like from outside.

use std::io::Read;
use std::ops::ControlFlow;

use crate::{Kind, limits};

/// Something with entries that can be walked again and again.
pub trait Entries: Send {
    /// What it is.
    fn kind(&self) -> Kind;

    /// Walks every file in it from the start, in the order in which they are stored; folders by path.
    ///
    /// Each walk gives the same entries with the same [`EntryInfo::index`] and path. Over a tar.gz a walk inflates
    /// everything; over a zip or a folder an entry whose content nobody reads costs almost nothing.
    fn each(&mut self, visitor: &mut dyn Visitor) -> Ended;
}

/// How a walk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Every entry was offered.
    Complete,
    /// The visitor broke off.
    Stopped,
    /// Damage, an I/O error or a limit ended it before the end; a problem said why.
    Incomplete,
}

/// Receives what a walk finds.
pub trait Visitor {
    /// One file. Folders and links never come here. What is not read of `content` is passed over.
    ///
    /// An error of `content` means that the rest of this entry is missing; what came before is good. The walk then
    /// reports the problem by itself.
    fn entry(&mut self, info: &EntryInfo, content: &mut dyn Read) -> ControlFlow<()>;

    /// Something that could not be read, or was refused.
    fn problem(&mut self, problem: Problem) {
        let _ = problem;
    }
}

impl<F: FnMut(&EntryInfo, &mut dyn Read) -> ControlFlow<()>> Visitor for F {
    fn entry(&mut self, info: &EntryInfo, content: &mut dyn Read) -> ControlFlow<()> {
        self(info, content)
    }
}

/// A file in a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryInfo {
    /// Its place among the entries, from 0; the same in every walk. Folders and refused entries count.
    pub index: u64,
    /// Its neutralised name: relative, `/` between the parts, NFC, without `.`, `..` and control characters. Unique in
    /// its container. To show and to compare, never to open.
    pub path: String,
    /// Its size in bytes as the container claims it. No proof.
    pub size: Option<u64>,
    /// When the container claims that it was written last, in seconds since 1970-01-01T00:00. UTC, but in a zip or cab, whose
    /// times are local to nobody knows where. No proof; `None` where none is stated.
    pub modified: Option<i64>,
}

/// Something that could not be read, or was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Why.
    pub reason: Reason,
    /// The neutralised name of the entry; `None` where it concerns the container.
    pub path: Option<String>,
    /// Particulars for an administrator: a limit's value, a library's message.
    pub detail: String,
}

/// Why a part of a container is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The entry is encrypted.
    Encrypted,
    /// The entry is packed with a method, or a feature of the format, that is not read here.
    MethodNotSupported,
    /// The container goes on in another file.
    SeveralVolumes,
    /// The container or the entry is damaged.
    Damaged,
    /// A checksum does not fit: the content is not what was packed.
    Checksum,
    /// The container ends early.
    Truncated,
    /// The name points outside the container, or is empty.
    UnsafeName,
    /// The name is longer than the limit.
    NameTooLong,
    /// An entry of the same name came before.
    DuplicateName,
    /// The entry is a link.
    LinkNotFollowed,
    /// The entry is neither a file nor a folder.
    NotAFile,
    /// Its data are also those of another entry, as in a zip bomb.
    Overlapping,
    /// The directory and the entry's own header do not agree.
    HeadersDiffer,
    /// It unpacks to far more than any log does.
    RatioTooHigh,
    /// A limit of [`limits`] was reached; the detail names it.
    Limit,
    /// Reading failed.
    Io,
    /// The rights to read it are missing.
    PermissionDenied,
    /// It is no longer there.
    NotFound,
}

impl Reason {
    /// The stable identifier, for the `reason` of a gap.
    pub const fn id(self) -> &'static str {
        match self {
            Reason::Encrypted => "encrypted",
            Reason::MethodNotSupported => "method_not_supported",
            Reason::SeveralVolumes => "several_volumes",
            Reason::Damaged => "archive_damaged",
            Reason::Checksum => "archive_checksum",
            Reason::Truncated => "archive_truncated",
            Reason::UnsafeName => "unsafe_name",
            Reason::NameTooLong => "name_too_long",
            Reason::DuplicateName => "duplicate_name",
            Reason::LinkNotFollowed => "link_not_followed",
            Reason::NotAFile => "not_a_file",
            Reason::Overlapping => "overlapping_entries",
            Reason::HeadersDiffer => "headers_differ",
            Reason::RatioTooHigh => "ratio_too_high",
            Reason::Limit => "limit",
            Reason::Io => "io",
            Reason::PermissionDenied => "permission_denied",
            Reason::NotFound => "not_found",
        }
    }
}

/// What one walk may use. The default are the constants of [`limits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most entries.
    pub entries: u64,
    /// Largest entry, unpacked, in bytes.
    pub entry_bytes: u64,
    /// Largest sum of what is unpacked, in bytes.
    pub total_bytes: u64,
    /// Longest name, in bytes.
    pub name_bytes: usize,
    /// Highest ratio of unpacked to packed bytes.
    pub ratio: u64,
    /// Unpacked bytes from which on the ratio counts.
    pub ratio_free_bytes: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            entries: limits::MAX_ENTRIES,
            entry_bytes: limits::MAX_ENTRY_BYTES,
            total_bytes: limits::MAX_TOTAL_BYTES,
            name_bytes: limits::MAX_NAME_BYTES,
            ratio: limits::MAX_RATIO,
            ratio_free_bytes: limits::RATIO_FREE_BYTES,
        }
    }
}
