//! Where entries of archives wait to be read, and read again: in memory while they are small, else in one anonymous
//! temporary file. Nothing there has a name.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tempfile::SpooledTempFile;

/// Most bytes of archive entries that one run keeps, nested archives included.
pub const MAX_SPOOL_BYTES: u64 = 8 << 30;

/// Up to this many bytes the spool stays in memory.
const MEMORY_BYTES: usize = 8 << 20;

/// Up to this many bytes a nested archive stays in memory.
const NESTED_MEMORY_BYTES: usize = 2 << 20;

/// Bytes that are copied at once.
const BLOCK: usize = 64 << 10;

/// One file for all entries, so that ten thousand of them take one handle.
#[derive(Clone)]
pub(crate) struct Spool(Arc<Mutex<Inner>>);

struct Inner {
    file: SpooledTempFile,
    len: u64,
    /// Bytes that may still be kept.
    left: u64,
}

/// Why a copy ended before its source did.
#[derive(Debug)]
pub(crate) enum Cut {
    /// The source failed; whoever gave it knows why.
    Source,
    /// The spool is full.
    Full,
    /// The temporary file can't be written.
    Disk(io::Error),
}

impl Spool {
    pub(crate) fn new(cap: u64) -> Spool {
        Spool(Arc::new(Mutex::new(Inner { file: SpooledTempFile::new(MEMORY_BYTES), len: 0, left: cap })))
    }

    /// Copies a source to the end of the spool. What came before a cut is kept.
    pub(crate) fn keep(&self, source: &mut dyn Read) -> (Spooled, Option<Cut>) {
        let start = self.lock().len;
        let cut = copy(source, |block| {
            let mut inner = self.lock();
            let room = inner.take_room(block.len());
            inner.append(&block[..room])?;
            Ok(room)
        });
        let len = self.lock().len - start;
        (Spooled { spool: self.clone(), start, len }, cut)
    }

    /// Copies a nested archive to a place of its own, which is freed with it. It counts as kept.
    pub(crate) fn nested(&self, source: &mut dyn Read) -> (SpooledTempFile, Option<Cut>) {
        let mut file = SpooledTempFile::new(NESTED_MEMORY_BYTES);
        let cut = copy(source, |block| {
            let room = self.lock().take_room(block.len());
            file.write_all(&block[..room])?;
            Ok(room)
        });
        (file, cut)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Each step under the lock leaves a sound state.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn take_room(&mut self, wanted: usize) -> usize {
        let room = usize::try_from(self.left).unwrap_or(usize::MAX).min(wanted);
        self.left -= room as u64;
        room
    }

    fn append(&mut self, block: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.len))?;
        self.file.write_all(block)?;
        self.len += block.len() as u64;
        Ok(())
    }
}

/// `put` says how many bytes it took.
fn copy(source: &mut dyn Read, mut put: impl FnMut(&[u8]) -> io::Result<usize>) -> Option<Cut> {
    let mut block = vec![0; BLOCK];
    loop {
        match source.read(&mut block) {
            Ok(0) => return None,
            Ok(read) => match put(&block[..read]) {
                Ok(taken) if taken == read => {}
                Ok(_) => return Some(Cut::Full),
                Err(error) => return Some(Cut::Disk(error)),
            },
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return Some(Cut::Source),
        }
    }
}

/// An entry in the spool.
pub(crate) struct Spooled {
    spool: Spool,
    start: u64,
    len: u64,
}

impl Spooled {
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Reads it from its start.
    pub(crate) fn reader(&self) -> SpoolReader {
        SpoolReader { spool: self.spool.clone(), start: self.start, len: self.len, at: 0 }
    }
}

pub(crate) struct SpoolReader {
    spool: Spool,
    start: u64,
    len: u64,
    at: u64,
}

impl Read for SpoolReader {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.len.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let wanted = buf.len().min(left);
        if wanted == 0 {
            return Ok(0);
        }
        let mut inner = self.spool.lock();
        inner.file.seek(SeekFrom::Start(self.start + self.at))?;
        let read = inner.file.read(&mut buf[..wanted])?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for SpoolReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::End(offset) => self.len.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.at.checked_add_signed(offset),
        };
        self.at = target.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    #[test]
    fn entries_come_back_as_they_went_in_memory_and_on_disk() {
        let spool = Spool::new(1 << 30);
        let contents: Vec<Vec<u8>> = (0u8..5).map(|i| vec![i + 1; 3_000_000]).collect();
        let kept: Vec<Spooled> = contents
            .iter()
            .map(|content| {
                let (spooled, cut) = spool.keep(&mut content.as_slice());
                assert!(cut.is_none());
                spooled
            })
            .collect();
        for (spooled, content) in kept.iter().zip(&contents) {
            let mut back = Vec::new();
            let mut reader = spooled.reader();
            reader.read_to_end(&mut back).unwrap();
            assert!(back == *content);
            reader.seek(SeekFrom::End(-1)).unwrap();
            assert_eq!(reader.read(&mut [0; 8]).unwrap(), 1);
        }
    }

    #[test]
    fn a_full_spool_keeps_what_fits_and_says_so() {
        let spool = Spool::new(100);
        let (first, cut) = spool.keep(&mut &[1; 60][..]);
        assert!(cut.is_none());
        let (second, cut) = spool.keep(&mut &[2; 60][..]);
        assert!(matches!(cut, Some(Cut::Full)));
        assert_eq!((first.len(), second.len()), (60, 40));
        let (_, cut) = spool.nested(&mut &[3; 1][..]);
        assert!(matches!(cut, Some(Cut::Full)));
    }
}
