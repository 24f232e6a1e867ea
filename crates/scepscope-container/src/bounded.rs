//! Content that keeps its limits.

use std::io::{self, ErrorKind, Read};

use flate2::Crc;

use crate::fault::Fault;
use crate::{Limits, Reason};

/// What a walk has unpacked so far, against what it may.
#[derive(Debug)]
pub(crate) struct Allowance {
    pub(crate) limits: Limits,
    /// Bytes handed out of all entries.
    pub(crate) unpacked: u64,
    /// Size of the whole container, where known.
    pub(crate) packed: Option<u64>,
}

impl Allowance {
    fn too_high(&self, unpacked: u64, packed: Option<u64>) -> bool {
        let limits = &self.limits;
        unpacked > limits.ratio_free_bytes
            && packed.is_some_and(|packed| unpacked / limits.ratio.max(1) > packed)
    }
}

/// The content of one entry.
pub(crate) struct Bounded<'a> {
    inner: &'a mut dyn Read,
    allowance: &'a mut Allowance,
    read: u64,
    /// Exact size, where the container's own structure depends on it.
    exact: Option<u64>,
    packed: Option<u64>,
    pub(crate) fault: Option<Fault>,
    /// The fault concerns the whole walk.
    pub(crate) exhausted: bool,
}

impl<'a> Bounded<'a> {
    pub(crate) fn new(
        inner: &'a mut dyn Read,
        allowance: &'a mut Allowance,
        exact: Option<u64>,
        packed: Option<u64>,
    ) -> Bounded<'a> {
        Bounded { inner, allowance, read: 0, exact, packed, fault: None, exhausted: false }
    }

    fn fail(&mut self, fault: Fault) -> io::Result<usize> {
        self.fault = Some(fault.clone());
        Err(fault.into_error())
    }

    /// How much may still be read, and the limit that says so.
    fn left(&self) -> (u64, Fault, bool) {
        let limits = self.allowance.limits;
        let entry = limits.entry_bytes.saturating_sub(self.read);
        let total = limits.total_bytes.saturating_sub(self.allowance.unpacked);
        if entry <= total {
            (entry, Fault::limit("MAX_ENTRY_BYTES", limits.entry_bytes), false)
        } else {
            (total, Fault::limit("MAX_TOTAL_BYTES", limits.total_bytes), true)
        }
    }
}

impl Read for Bounded<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone().into_error());
        }
        if buf.is_empty() {
            return Ok(0);
        }
        let (left, limit, exhausted) = self.left();
        // At the limit one byte more tells whether the entry ends right there.
        let mut probe = [0];
        let room = usize::try_from(left).unwrap_or(usize::MAX).min(buf.len());
        let target = if room == 0 { &mut probe[..] } else { &mut buf[..room] };
        let read = match self.inner.read(target) {
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => return Err(error),
            Err(error) => return self.fail(Fault::of(&error)),
        };
        if read == 0 {
            return match self.exact {
                Some(exact) if self.read < exact => {
                    self.fail(Fault::new(Reason::Truncated, format!("{} of {exact} bytes", self.read)))
                }
                _ => Ok(0),
            };
        }
        if room == 0 {
            self.exhausted = exhausted;
            return self.fail(limit);
        }
        self.read += read as u64;
        self.allowance.unpacked += read as u64;
        if self.allowance.too_high(self.read, self.packed) {
            let ratio = self.allowance.limits.ratio;
            return self.fail(Fault::new(Reason::RatioTooHigh, format!("MAX_RATIO {ratio}")));
        }
        if self.allowance.too_high(self.allowance.unpacked, self.allowance.packed) {
            let ratio = self.allowance.limits.ratio;
            self.exhausted = true;
            return self.fail(Fault::new(Reason::RatioTooHigh, format!("MAX_RATIO {ratio} of the whole")));
        }
        Ok(read)
    }
}

/// Content whose checksum is compared at its end.
pub(crate) struct Checked<R> {
    pub(crate) inner: R,
    pub(crate) crc: Crc,
    stated: Option<u32>,
}

impl<R> Checked<R> {
    pub(crate) fn new(inner: R, stated: Option<u32>) -> Checked<R> {
        Checked { inner, crc: Crc::new(), stated }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf)?;
        self.crc.update(&buf[..read]);
        if read == 0 && !buf.is_empty() && self.stated.is_some_and(|stated| stated != self.crc.sum()) {
            return Err(Fault::new(Reason::Checksum, "").into_error());
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    fn read(limits: Limits, bytes: u64, exact: Option<u64>, packed: Option<u64>) -> (u64, Option<Reason>) {
        let mut allowance = Allowance { limits, unpacked: 0, packed: None };
        let mut content = io::repeat(b'x').take(bytes);
        let mut bounded = Bounded::new(&mut content, &mut allowance, exact, packed);
        let copied = io::copy(&mut bounded, &mut io::sink());
        let reason = bounded.fault.as_ref().map(|f| f.reason);
        assert_eq!(copied.is_err(), reason.is_some());
        (allowance.unpacked, reason)
    }

    #[test]
    fn an_entry_of_exactly_the_limit_is_whole() {
        let limits = Limits { entry_bytes: 1000, ..Limits::default() };
        assert_eq!(read(limits, 1000, None, None), (1000, None));
        assert_eq!(read(limits, 1001, None, None), (1000, Some(Reason::Limit)));
        let limits = Limits { total_bytes: 1000, ..Limits::default() };
        assert_eq!(read(limits, 1000, None, None), (1000, None));
        assert_eq!(read(limits, 1001, None, None), (1000, Some(Reason::Limit)));
    }

    #[test]
    fn what_ends_early_is_truncated() {
        assert_eq!(read(Limits::default(), 10, Some(10), None).1, None);
        assert_eq!(read(Limits::default(), 10, Some(11), None).1, Some(Reason::Truncated));
    }

    #[test]
    fn a_ratio_counts_beyond_the_free_bytes_only() {
        let limits = Limits { ratio: 10, ratio_free_bytes: 5000, ..Limits::default() };
        assert_eq!(read(limits, 5000, None, Some(1)).1, None);
        assert_eq!(read(limits, 20_000, None, Some(1)).1, Some(Reason::RatioTooHigh));
        assert_eq!(read(limits, 20_000, None, Some(2000)).1, None);
    }
}
