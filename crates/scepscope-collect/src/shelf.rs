//! What containers are read from, as often as needed.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
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
    /// The file that is the container, as it is, and its size.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::Unsupported`] for a folder.
    pub(crate) fn open_whole(&self) -> io::Result<(Box<dyn ReadSeek>, u64)> {
        let mut whole: Box<dyn ReadSeek> = match self {
            Source::Folder(_) => return Err(io::ErrorKind::Unsupported.into()),
            Source::File(path) => Box::new(File::open(path)?),
            Source::Shared(shared) => Box::new(shared.clone()),
        };
        let bytes = whole.seek(SeekFrom::End(0))?;
        whole.rewind()?;
        Ok((whole, bytes))
    }

    /// The container, to be walked; `None` where it is none. Its reading ends with an error when somebody cancels.
    pub(crate) fn open(&self, limits: Limits, cancel: &Cancel) -> io::Result<Option<Box<dyn Entries>>> {
        self.open_counted(limits, cancel, &Consumed::default())
    }

    /// The same, and counts what is read of the container itself; of a folder nothing is counted.
    pub(crate) fn open_counted(
        &self,
        limits: Limits,
        cancel: &Cancel,
        consumed: &Consumed,
    ) -> io::Result<Option<Box<dyn Entries>>> {
        let (cancel, consumed) = (cancel.clone(), consumed.clone());
        Ok(match self {
            Source::Folder(path) => Some(Box::new(Folder::new(path.clone(), limits))),
            Source::File(path) => {
                let inner = File::open(path)?;
                Archive::open(Watched { inner, cancel, consumed }, limits)?.map(|a| Box::new(a) as _)
            }
            Source::Shared(shared) => {
                let inner = shared.clone();
                Archive::open(Watched { inner, cancel, consumed }, limits)?.map(|a| Box::new(a) as _)
            }
        })
    }
}

/// Bytes that were read of a container, whatever became of them.
#[derive(Clone, Default)]
pub(crate) struct Consumed(Arc<AtomicU64>);

impl Consumed {
    pub(crate) fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
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

struct Watched<R> {
    inner: R,
    cancel: Cancel,
    consumed: Consumed,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.cancel.is_cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        let read = self.inner.read(buf)?;
        self.consumed.0.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl<R: Seek> Seek for Watched<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
