//! A reader that counts, ends where the file ended when it was opened, and stops when somebody asks.

use std::io::{self, Read, Seek, SeekFrom};
use std::time::{Duration, Instant};

use scepscope_bundle::Cancel;

/// Shortest time between two progress events of one source.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// Who is told how far a source is.
pub(crate) type Progress<'a> = dyn Fn(u64) + Sync + 'a;

/// Tells how far something is, now and then, and never that it went back.
pub(crate) struct Paced<'a> {
    furthest: u64,
    reported: Instant,
    progress: &'a Progress<'a>,
}

impl<'a> Paced<'a> {
    pub(crate) fn new(progress: &'a Progress<'a>) -> Paced<'a> {
        Paced { furthest: 0, reported: Instant::now(), progress }
    }

    pub(crate) fn at(&mut self, position: u64) {
        self.furthest = self.furthest.max(position);
        if self.reported.elapsed() >= PROGRESS_INTERVAL {
            self.reported = Instant::now();
            (self.progress)(self.furthest);
        }
    }
}

/// A reader that says after each piece how long it was.
pub(crate) struct Telling<'a> {
    pub(crate) inner: &'a mut dyn Read,
    pub(crate) tell: &'a mut dyn FnMut(u64),
}

impl Read for Telling<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf)?;
        (self.tell)(read as u64);
        Ok(read)
    }
}

pub(crate) struct Meter<'a, R> {
    inner: R,
    end: u64,
    position: u64,
    paced: Paced<'a>,
    cancel: &'a Cancel,
}

impl<'a, R: Read + Seek> Meter<'a, R> {
    pub(crate) fn new(inner: R, end: u64, progress: &'a Progress<'a>, cancel: &'a Cancel) -> Meter<'a, R> {
        Meter { inner, end, position: 0, paced: Paced::new(progress), cancel }
    }

    /// The last byte that was read, whatever was read again since.
    pub(crate) fn furthest(&self) -> u64 {
        self.paced.furthest
    }
}

impl<R: Read + Seek> Read for Meter<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.cancel.is_cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        let left = usize::try_from(self.end.saturating_sub(self.position)).unwrap_or(usize::MAX);
        let wanted = buf.len().min(left);
        let n = self.inner.read(&mut buf[..wanted])?;
        self.position += n as u64;
        self.paced.at(self.position);
        Ok(n)
    }
}

impl<R: Read + Seek> Seek for Meter<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::End(offset) => SeekFrom::Start(
                self.end
                    .checked_add_signed(offset)
                    .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?,
            ),
            other => other,
        };
        self.position = self.inner.seek(to)?;
        Ok(self.position)
    }
}
