//! Reading a bundle. Nothing is content before signature and digests were checked.

mod contents;
mod failure;
mod verify;

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::read::DeflateDecoder;

use crate::refusal::Refusal;
use crate::walk::{Walked, walk};
use crate::zipform::{DEFLATED, Entry, LOCAL_BYTES};

pub use contents::{Contents, IntactBundle, ReadError, UnpackError, VerifiedBundle};
pub use failure::{Failure, Note, SignatureVerdict};
pub use verify::{CheckedEntry, NotVerified, Verification};

/// What a bundle is read from.
pub(crate) trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// How the bundle came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transport {
    /// As a plain zip file.
    Plain,
    /// Encrypted with age.
    Decrypted {
        /// For how many recipients the age header says it was encrypted.
        recipients: usize,
        /// The recipient whose identity opened it, `age1…`.
        own: String,
    },
}

/// A bundle's file that nobody has looked into yet.
#[derive(Debug, Clone, Copy)]
pub enum BundleFile {}

impl BundleFile {
    /// Opens a `.zip` bundle and walks its structure.
    ///
    /// # Errors
    /// The first [`Refusal`]; [`Refusal::Sealed`] for an encrypted bundle.
    pub fn open(path: &Path) -> Result<UnverifiedBundle, Refusal> {
        BundleFile::open_through(Box::new(File::open(path)?), Transport::Plain)
    }

    /// As [`BundleFile::open`], from anything that can be read and sought. It is read again after the verification;
    /// what changes in between is refused then.
    ///
    /// # Errors
    /// The first [`Refusal`].
    pub fn open_reader(reader: impl Read + Seek + Send + 'static) -> Result<UnverifiedBundle, Refusal> {
        BundleFile::open_through(Box::new(reader), Transport::Plain)
    }

    pub(crate) fn open_through(
        file: Box<dyn ReadSeek>,
        transport: Transport,
    ) -> Result<UnverifiedBundle, Refusal> {
        let mut file = file;
        let walked = walk(&mut file)?;
        let index = walked.entries.iter().enumerate().map(|(i, e)| (walked.path(e).to_owned(), i)).collect();
        Ok(UnverifiedBundle { archive: Archive { file, walked, index }, transport })
    }
}

/// A bundle whose zip structure is sound. Its content may be anybody's.
pub struct UnverifiedBundle {
    archive: Archive,
    transport: Transport,
}

impl std::fmt::Debug for UnverifiedBundle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UnverifiedBundle").field("entries", &self.archive.walked.entries.len()).finish()
    }
}

impl UnverifiedBundle {
    /// Files in the bag, tag files included.
    pub fn entries(&self) -> usize {
        self.archive.walked.entries.len()
    }

    /// Gives access to the content although nobody checked it. For `--unverified` only: whatever is shown of it has
    /// to be called unverified.
    pub fn into_contents_without_any_verification(self) -> Contents {
        Contents::unchecked(self.archive)
    }
}

/// The file and what the walk found.
struct Archive {
    file: Box<dyn ReadSeek>,
    walked: Walked,
    /// Positions in `walked.entries` by path.
    index: HashMap<String, usize>,
}

impl Archive {
    fn find(&self, path: &str) -> Option<&Entry> {
        self.index.get(path).and_then(|i| self.walked.entries.get(*i))
    }

    /// The unpacked content; see [`EntryReader`].
    fn read(&mut self, entry: &Entry) -> io::Result<EntryReader<'_>> {
        let start = entry.offset + LOCAL_BYTES as u64 + entry.name.len() as u64;
        self.file.seek(SeekFrom::Start(start))?;
        let packed = (&mut self.file).take(entry.packed.into());
        let inflate = entry.method == DEFLATED;
        Ok(EntryReader {
            source: if inflate {
                Source::Deflated(DeflateDecoder::new(packed))
            } else {
                Source::Stored(packed)
            },
            left: entry.size.into(),
            packed: entry.packed.into(),
            crc: crc32fast::Hasher::new(),
            expected_crc: entry.crc,
            done: false,
        })
    }
}

type Packed<'a> = io::Take<&'a mut Box<dyn ReadSeek>>;

enum Source<'a> {
    Stored(Packed<'a>),
    Deflated(DeflateDecoder<Packed<'a>>),
}

/// Reads one entry. Never gives more than the size in the header; its end is an error unless the size, the CRC and
/// the number of packed bytes are exactly those of the header.
struct EntryReader<'a> {
    source: Source<'a>,
    left: u64,
    packed: u64,
    crc: crc32fast::Hasher,
    expected_crc: u32,
    done: bool,
}

impl EntryReader<'_> {
    fn end(&mut self) -> io::Result<usize> {
        let used = match &mut self.source {
            Source::Stored(_) => self.packed,
            Source::Deflated(decoder) => {
                // Nothing may follow, and the stream has to say so itself.
                if decoder.read(&mut [0])? != 0 {
                    return Err(damaged("longer than its size"));
                }
                decoder.total_in()
            }
        };
        if self.left != 0 {
            return Err(damaged("shorter than its size"));
        }
        if used != self.packed {
            return Err(damaged("data behind the compressed stream"));
        }
        if std::mem::take(&mut self.crc).finalize() != self.expected_crc {
            return Err(damaged("another checksum (CRC-32)"));
        }
        self.done = true;
        Ok(0)
    }
}

impl Read for EntryReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.done || buffer.is_empty() {
            return Ok(0);
        }
        let wanted = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        if wanted == 0 {
            return self.end();
        }
        let part = buffer.get_mut(..wanted).unwrap_or_default();
        let n = match &mut self.source {
            Source::Stored(packed) => packed.read(part)?,
            Source::Deflated(decoder) => decoder.read(part)?,
        };
        if n == 0 {
            return self.end();
        }
        self.left -= n as u64;
        self.crc.update(part.get(..n).unwrap_or_default());
        Ok(n)
    }
}

fn damaged(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
