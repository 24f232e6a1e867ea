//! The one form of zip that bundles have (PKWARE APPNOTE.TXT 6.3): stored or deflated files, no extra fields, no
//! comments, no data descriptors, no zip64, one disk, regular files of mode 0644 with one and the same time.
//!
//! Written and read by own code, because the reader has to prove that every byte outside the compressed data is the
//! only possible one: it makes each header anew from its fields and compares.

use time::OffsetDateTime;

pub(crate) const LOCAL_SIGNATURE: u32 = 0x0403_4b50;
pub(crate) const CENTRAL_SIGNATURE: u32 = 0x0201_4b50;
pub(crate) const END_SIGNATURE: u32 = 0x0605_4b50;
pub(crate) const ZIP64_LOCATOR_SIGNATURE: u32 = 0x0706_4b50;
pub(crate) const LOCAL_BYTES: usize = 30;
pub(crate) const CENTRAL_BYTES: usize = 46;
pub(crate) const END_BYTES: usize = 22;

pub(crate) const STORED: u16 = 0;
pub(crate) const DEFLATED: u16 = 8;

/// Version 2.0: the first with deflate.
pub(crate) const VERSION_NEEDED: u16 = 20;
/// Version 2.0 on Unix, so that the mode in the external attributes counts.
pub(crate) const VERSION_MADE_BY: u16 = 3 << 8 | 20;
/// A regular file, rw-r--r--.
pub(crate) const EXTERNAL_ATTRIBUTES: u32 = 0o100_644 << 16;

/// Time and date in MS-DOS form; two-second steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DosTime {
    pub(crate) time: u16,
    pub(crate) date: u16,
}

impl DosTime {
    /// Years outside 1980 to 2107 are taken as the nearest.
    pub(crate) fn new(at: OffsetDateTime) -> DosTime {
        let year = u16::try_from(at.year().clamp(1980, 2107) - 1980).unwrap_or(0);
        DosTime {
            time: u16::from(at.hour()) << 11 | u16::from(at.minute()) << 5 | (u16::from(at.second()) / 2),
            date: year << 9 | u16::from(u8::from(at.month())) << 5 | u16::from(at.day()),
        }
    }
}

/// Everything that differs between two entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Full name with the root folder.
    pub(crate) name: String,
    pub(crate) method: u16,
    pub(crate) stamp: DosTime,
    pub(crate) crc: u32,
    pub(crate) packed: u32,
    pub(crate) size: u32,
    /// Where the local header begins.
    pub(crate) offset: u32,
}

impl Entry {
    /// The local header with the name.
    pub(crate) fn local(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(LOCAL_BYTES + self.name.len());
        out.extend(LOCAL_SIGNATURE.to_le_bytes());
        self.common(&mut out);
        out.extend(self.name.as_bytes());
        out
    }

    /// The directory's header with the name.
    pub(crate) fn central(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(CENTRAL_BYTES + self.name.len());
        out.extend(CENTRAL_SIGNATURE.to_le_bytes());
        out.extend(VERSION_MADE_BY.to_le_bytes());
        self.common(&mut out);
        out.extend([0; 6]); // no comment, disk 0, no internal attributes
        out.extend(EXTERNAL_ATTRIBUTES.to_le_bytes());
        out.extend(self.offset.to_le_bytes());
        out.extend(self.name.as_bytes());
        out
    }

    fn common(&self, out: &mut Vec<u8>) {
        out.extend(VERSION_NEEDED.to_le_bytes());
        out.extend(0_u16.to_le_bytes()); // flags
        out.extend(self.method.to_le_bytes());
        out.extend(self.stamp.time.to_le_bytes());
        out.extend(self.stamp.date.to_le_bytes());
        out.extend(self.crc.to_le_bytes());
        out.extend(self.packed.to_le_bytes());
        out.extend(self.size.to_le_bytes());
        out.extend(u16::try_from(self.name.len()).unwrap_or(u16::MAX).to_le_bytes());
        out.extend(0_u16.to_le_bytes()); // extra fields
    }

    /// Bytes that header and data take.
    pub(crate) fn span(&self) -> u64 {
        LOCAL_BYTES as u64 + self.name.len() as u64 + u64::from(self.packed)
    }
}

/// The end of the directory.
pub(crate) fn end(entries: u16, directory_bytes: u32, directory_offset: u32) -> Vec<u8> {
    let mut out = Vec::with_capacity(END_BYTES);
    out.extend(END_SIGNATURE.to_le_bytes());
    out.extend([0; 4]); // this disk, the directory's disk
    out.extend(entries.to_le_bytes());
    out.extend(entries.to_le_bytes());
    out.extend(directory_bytes.to_le_bytes());
    out.extend(directory_offset.to_le_bytes());
    out.extend([0; 2]); // comment
    out
}

/// Little-endian numbers out of a header; 0 beyond its end, which callers have excluded by taking whole headers.
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes)
}

/// See [`u16_at`].
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}
