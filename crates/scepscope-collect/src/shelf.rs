//! What containers are read from, as often as needed.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use scepscope_bundle::Cancel;
use scepscope_container::{Archive, Entries, Folder, Limits};
use scepscope_parse::ReadSeek;

/// Where a container is.
#[derive(Clone)]
pub(crate) enum Source {
    /// A folder.
    Folder(PathBuf),
    /// An archive that is a file.
    File(PathBuf),
    /// An archive that has no path.
    Shared(Shared),
}

impl Source {
    /// The container, to be walked; `None` where it is none. Its reading ends with an error when somebody cancels.
    pub(crate) fn open(&self, limits: Limits, cancel: &Cancel) -> io::Result<Option<Box<dyn Entries>>> {
        let cancel = cancel.clone();
        Ok(match self {
            Source::Folder(path) => Some(Box::new(Folder::new(path.clone(), limits))),
            Source::File(path) => Archive::open(Stoppable { inner: File::open(path)?, cancel }, limits)?
                .map(|a| Box::new(a) as _),
            Source::Shared(shared) => {
                Archive::open(Stoppable { inner: shared.clone(), cancel }, limits)?.map(|a| Box::new(a) as _)
            }
        })
    }
}

/// Content that several readers use one after the other; they share its position.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Mutex<Box<dyn ReadSeek>>>);

impl Shared {
    pub(crate) fn new(content: Box<dyn ReadSeek>) -> Shared {
        Shared(Arc::new(Mutex::new(content)))
    }
}

impl Read for Shared {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).read(buf)
    }
}

impl Seek for Shared {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).seek(to)
    }
}

struct Stoppable<R> {
    inner: R,
    cancel: Cancel,
}

impl<R: Read> Read for Stoppable<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.cancel.is_cancelled() { Err(io::Error::other("cancelled")) } else { self.inner.read(buf) }
    }
}

impl<R: Seek> Seek for Stoppable<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
