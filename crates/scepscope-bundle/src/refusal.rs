//! Why a file is not taken for a bundle.

use std::io;

use thiserror::Error;

use crate::limits::{MAX_ENTRIES, MAX_ENTRY_BYTES, MAX_TOTAL_BYTES, MAX_ZIP_BYTES};
#[cfg(doc)]
use crate::limits::{MAX_RATIO, RATIO_FREE_BYTES};
use crate::name::PathFault;

/// How two names are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DuplicateHow {
    /// Byte for byte.
    Exact,
    /// When upper and lower case are not told apart.
    CaseFold,
    /// One is a file, the other needs a folder of that name.
    FileAndFolder,
}

/// Why a file is not taken for a bundle. Names in it come from the file: escape them before showing.
#[derive(Debug, Error)]
pub enum Refusal {
    /// The file could not be read.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// An age file: decrypt it first, see [`crate::SealedBundle`].
    #[error("encrypted with age: it has to be decrypted first")]
    Sealed,
    /// No zip file, or cut before its end.
    #[error("not a zip file, or cut before its end")]
    NotAZip,
    /// Larger than [`MAX_ZIP_BYTES`].
    #[error("larger than {MAX_ZIP_BYTES} bytes")]
    ZipTooLarge,
    /// The zip has a comment.
    #[error("the zip has a comment")]
    Comment,
    /// Something follows the zip's end.
    #[error("something follows the end of the zip")]
    TrailingData,
    /// zip64 structures where none are needed, or other ones than the writer's: they lie.
    #[error("{entry:?}: zip64")]
    Zip64 {
        /// Which one; empty for the directory.
        entry: String,
    },
    /// Spread over several disks.
    #[error("{entry:?}: spread over several disks")]
    MultiDisk {
        /// Which one; empty for the directory.
        entry: String,
    },
    /// More files than [`MAX_ENTRIES`].
    #[error("more than {MAX_ENTRIES} files ({count})")]
    TooManyEntries {
        /// How many.
        count: usize,
    },
    /// The directory lies outside the file, is cut, or holds another number of files than it says.
    #[error("the zip's directory is damaged")]
    Directory,
    /// No file at all.
    #[error("an empty zip")]
    Empty,
    /// The name is not UTF-8.
    #[error("entry {index}: the name is not UTF-8")]
    NameNotUtf8 {
        /// Position in the directory, from 0.
        index: usize,
    },
    /// The name is none for a bag.
    #[error("{entry:?}: {fault}")]
    Name {
        /// Which one.
        entry: String,
        /// What is wrong with it.
        fault: PathFault,
    },
    /// Outside the one root folder, or that folder has another name than bundles have.
    #[error("{entry:?}: not in the bundle's one root folder")]
    Root {
        /// Which one.
        entry: String,
    },
    /// Two entries have the same name.
    #[error("{entry:?}: twice ({how:?})")]
    DuplicateName {
        /// The second one.
        entry: String,
        /// How they are the same.
        how: DuplicateHow,
    },
    /// A link, folder, device or the like instead of a regular file.
    #[error("{entry:?}: not a regular file (mode {mode:o})")]
    NotAFile {
        /// Which one.
        entry: String,
        /// Its Unix mode.
        mode: u32,
    },
    /// A field 0x7075 that gives the entry another name.
    #[error("{entry:?}: a second name in an extra field")]
    UnicodePath {
        /// Which one.
        entry: String,
    },
    /// Any other extra field.
    #[error("{entry:?}: extra field {id:#06x}")]
    ExtraField {
        /// Which one.
        entry: String,
        /// The field's id.
        id: u16,
    },
    /// The entry has a comment.
    #[error("{entry:?}: has a comment")]
    EntryComment {
        /// Which one.
        entry: String,
    },
    /// Encrypted inside the zip.
    #[error("{entry:?}: encrypted in the zip")]
    Encrypted {
        /// Which one.
        entry: String,
    },
    /// Sizes behind the data instead of in the header.
    #[error("{entry:?}: has a data descriptor")]
    DataDescriptor {
        /// Which one.
        entry: String,
    },
    /// Compressed by another method than stored or deflated.
    #[error("{entry:?}: compression method {method}")]
    Method {
        /// Which one.
        entry: String,
        /// The method's number.
        method: u16,
    },
    /// Larger than [`MAX_ENTRY_BYTES`].
    #[error("{entry:?}: larger than {MAX_ENTRY_BYTES} bytes")]
    EntryTooLarge {
        /// Which one.
        entry: String,
    },
    /// All files together are larger than [`MAX_TOTAL_BYTES`].
    #[error("{entry:?}: with it more than {MAX_TOTAL_BYTES} bytes unpacked")]
    TotalTooLarge {
        /// The one that passed the limit.
        entry: String,
    },
    /// Larger than [`RATIO_FREE_BYTES`] and compressed more than [`MAX_RATIO`] times, or more than deflate can.
    #[error("{entry:?}: compressed more than a log can be")]
    Ratio {
        /// Which one.
        entry: String,
    },
    /// A stored file has two sizes.
    #[error("{entry:?}: stored, but with two sizes")]
    StoredSizes {
        /// Which one.
        entry: String,
    },
    /// A field has another value than this project's writer gives it.
    #[error("{entry:?}: unusual {field}")]
    NotCanonical {
        /// Which one.
        entry: String,
        /// The field.
        field: &'static str,
    },
    /// The header before the data and the one in the directory differ.
    #[error("{entry:?}: its two headers differ in {field}")]
    HeaderMismatch {
        /// Which one.
        entry: String,
        /// The field.
        field: &'static str,
    },
    /// No header lies where the directory says.
    #[error("{entry:?}: no header where the directory says")]
    NoLocalHeader {
        /// Which one.
        entry: String,
    },
    /// Something lies before the first entry.
    #[error("data before the first entry")]
    LeadingData,
    /// Something lies between two entries, or before the directory.
    #[error("{entry:?}: unlisted data before it")]
    Gap {
        /// The entry after it; empty for the directory.
        entry: String,
    },
    /// Two entries, or an entry and the directory, share bytes.
    #[error("{entry:?}: overlaps what is before it")]
    Overlap {
        /// The later one; empty for the directory.
        entry: String,
    },
}

impl Refusal {
    /// A stable word for it, for programs.
    pub const fn id(&self) -> &'static str {
        match self {
            Refusal::Io(_) => "io",
            Refusal::Sealed => "sealed",
            Refusal::NotAZip => "not-a-zip",
            Refusal::ZipTooLarge => "zip-too-large",
            Refusal::Comment => "comment",
            Refusal::TrailingData => "trailing-data",
            Refusal::Zip64 { .. } => "zip64",
            Refusal::MultiDisk { .. } => "multi-disk",
            Refusal::TooManyEntries { .. } => "too-many-entries",
            Refusal::Directory => "directory",
            Refusal::Empty => "empty",
            Refusal::NameNotUtf8 { .. } => "name-not-utf8",
            Refusal::Name { .. } => "name",
            Refusal::Root { .. } => "root",
            Refusal::DuplicateName { .. } => "duplicate-name",
            Refusal::NotAFile { .. } => "not-a-file",
            Refusal::UnicodePath { .. } => "unicode-path",
            Refusal::ExtraField { .. } => "extra-field",
            Refusal::EntryComment { .. } => "entry-comment",
            Refusal::Encrypted { .. } => "encrypted",
            Refusal::DataDescriptor { .. } => "data-descriptor",
            Refusal::Method { .. } => "method",
            Refusal::EntryTooLarge { .. } => "entry-too-large",
            Refusal::TotalTooLarge { .. } => "total-too-large",
            Refusal::Ratio { .. } => "ratio",
            Refusal::StoredSizes { .. } => "stored-sizes",
            Refusal::NotCanonical { .. } => "not-canonical",
            Refusal::HeaderMismatch { .. } => "header-mismatch",
            Refusal::NoLocalHeader { .. } => "no-local-header",
            Refusal::LeadingData => "leading-data",
            Refusal::Gap { .. } => "gap",
            Refusal::Overlap { .. } => "overlap",
        }
    }
}
