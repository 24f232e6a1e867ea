//! gzip: a stream that unpacks within its limits, and the one file in it.

use std::io::{self, BufRead, Read};

use flate2::bufread::MultiGzDecoder;

use crate::fault::Fault;
use crate::name::decode;
use crate::pass::{File, Pass};
use crate::{Ended, Limits, Reason};

/// What the file in a gzip is called that states no name.
pub const UNNAMED: &str = "content";

/// A gzip of one or several members, unpacked. Its errors say which limit it was.
pub(crate) struct Inflated<R> {
    inner: MultiGzDecoder<Counted<R>>,
    unpacked: u64,
    limits: Limits,
}

impl<R: BufRead> Inflated<R> {
    pub(crate) fn new(input: R, limits: Limits) -> Inflated<R> {
        Inflated { inner: MultiGzDecoder::new(Counted { inner: input, taken: 0 }), unpacked: 0, limits }
    }

    /// Reads what is left, so that the checksum is checked.
    pub(crate) fn finish(&mut self, pass: &mut Pass<'_>) -> Result<(), Ended> {
        match io::copy(self, &mut io::sink()) {
            Ok(_) => Ok(()),
            Err(error) => Err(pass.fail(Fault::of(&error))),
        }
    }

    /// The name that the gzip states, without its folders.
    fn name(&self) -> Option<String> {
        let raw = decode(self.inner.header()?.filename()?).into_owned();
        raw.rsplit(['/', '\\']).next().map(str::to_owned).filter(|name| !name.is_empty())
    }
}

impl<R: BufRead> Inflated<R> {
    /// When the file was written last (RFC 1952: 0 is no time).
    fn modified(&self) -> Option<i64> {
        self.inner.header().map(|header| i64::from(header.mtime())).filter(|at| *at != 0)
    }
}

impl<R: BufRead> Read for Inflated<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf)?;
        self.unpacked += read as u64;
        let limits = &self.limits;
        if self.unpacked > limits.total_bytes {
            return Err(Fault::limit("MAX_TOTAL_BYTES", limits.total_bytes).into_error());
        }
        let packed = self.inner.get_ref().taken;
        if self.unpacked > limits.ratio_free_bytes && self.unpacked / limits.ratio.max(1) > packed {
            let detail = format!("MAX_RATIO {}", limits.ratio);
            return Err(Fault::new(Reason::RatioTooHigh, detail).into_error());
        }
        Ok(read)
    }
}

struct Counted<R> {
    inner: R,
    taken: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf)?;
        self.taken += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.taken += amount as u64;
        self.inner.consume(amount);
    }
}

/// Walks a gzip that holds one file.
pub(crate) fn walk(input: impl BufRead, pass: &mut Pass<'_>) -> Result<(), Ended> {
    let mut inflated = Inflated::new(input, pass.limits());
    let index = pass.next_index()?;
    let name = inflated.name().unwrap_or_else(|| UNNAMED.to_owned());
    let Some(path) = pass.path(&name) else { return Ok(()) };
    let modified = inflated.modified();
    let whole = pass.offer(File { index, path, modified, ..File::default() }, &mut inflated)?;
    if whole { Ok(()) } else { Err(Ended::Incomplete) }
}
