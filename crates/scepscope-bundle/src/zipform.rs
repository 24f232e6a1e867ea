//! The one form of zip that bundles have (PKWARE APPNOTE.TXT 6.3): stored or deflated files, no extra fields, no
//! comments, no data descriptors, one disk, regular files of mode 0644 with one and the same time. zip64 stands where a
//! file or the directory begins beyond 4 GiB, and nowhere else; sizes never need it.
//!
//! Written and read by own code, because the reader has to prove that every byte outside the compressed data is the
//! only possible one: it makes each header anew from its fields and compares.

use time::OffsetDateTime;

pub(crate) const LOCAL_SIGNATURE: u32 = 0x0403_4b50;
pub(crate) const CENTRAL_SIGNATURE: u32 = 0x0201_4b50;
pub(crate) const END_SIGNATURE: u32 = 0x0605_4b50;
pub(crate) const ZIP64_LOCATOR_SIGNATURE: u32 = 0x0706_4b50;
const ZIP64_END_SIGNATURE: u32 = 0x0606_4b50;
/// The zip64 end of the directory and its locator, which stand before the end.
pub(crate) const ZIP64_END_BYTES: usize = 56 + 20;
/// What stands in a field of four bytes whose number needs zip64.
pub(crate) const BEYOND: u32 = u32::MAX;
pub(crate) const LOCAL_BYTES: usize = 30;
pub(crate) const CENTRAL_BYTES: usize = 46;
pub(crate) const END_BYTES: usize = 22;

pub(crate) const STORED: u16 = 0;
pub(crate) const DEFLATED: u16 = 8;

/// Version 2.0: the first with deflate.
pub(crate) const VERSION_NEEDED: u16 = 20;
/// Version 4.5: the first with zip64.
const VERSION_ZIP64: u16 = 45;
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
    pub(crate) offset: u64,
}

/// An offset as it stands in a field of four bytes.
fn narrow(offset: u64) -> u32 {
    u32::try_from(offset).unwrap_or(BEYOND)
}

impl Entry {
    /// The local header with the name.
    pub(crate) fn local(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(LOCAL_BYTES + self.name.len());
        out.extend(LOCAL_SIGNATURE.to_le_bytes());
        self.common(&mut out, VERSION_NEEDED, 0);
        out.extend(self.name.as_bytes());
        out
    }

    /// The directory's header with the name and, where the offset needs it, the zip64 field.
    pub(crate) fn central(&self) -> Vec<u8> {
        let extra = self.extra();
        let (made_by, needed) = if extra.is_empty() {
            (VERSION_MADE_BY, VERSION_NEEDED)
        } else {
            (VERSION_MADE_BY & 0xFF00 | VERSION_ZIP64, VERSION_ZIP64)
        };
        let mut out = Vec::with_capacity(CENTRAL_BYTES + self.name.len() + extra.len());
        out.extend(CENTRAL_SIGNATURE.to_le_bytes());
        out.extend(made_by.to_le_bytes());
        self.common(&mut out, needed, extra.len());
        out.extend([0; 6]); // no comment, disk 0, no internal attributes
        out.extend(EXTERNAL_ATTRIBUTES.to_le_bytes());
        out.extend(narrow(self.offset).to_le_bytes());
        out.extend(self.name.as_bytes());
        out.extend(extra);
        out
    }

    /// The directory's extra field: empty, or zip64 with the offset (APPNOTE 4.5.3).
    pub(crate) fn extra(&self) -> Vec<u8> {
        if narrow(self.offset) != BEYOND {
            return Vec::new();
        }
        let mut out = vec![1, 0, 8, 0];
        out.extend(self.offset.to_le_bytes());
        out
    }

    fn common(&self, out: &mut Vec<u8>, needed: u16, extra: usize) {
        out.extend(needed.to_le_bytes());
        out.extend(0_u16.to_le_bytes()); // flags
        out.extend(self.method.to_le_bytes());
        out.extend(self.stamp.time.to_le_bytes());
        out.extend(self.stamp.date.to_le_bytes());
        out.extend(self.crc.to_le_bytes());
        out.extend(self.packed.to_le_bytes());
        out.extend(self.size.to_le_bytes());
        out.extend(u16::try_from(self.name.len()).unwrap_or(u16::MAX).to_le_bytes());
        out.extend(u16::try_from(extra).unwrap_or(u16::MAX).to_le_bytes());
    }

    /// Bytes that header and data take.
    pub(crate) fn span(&self) -> u64 {
        LOCAL_BYTES as u64 + self.name.len() as u64 + u64::from(self.packed)
    }
}

/// The end of the directory; where it begins beyond 4 GiB, the zip64 end and its locator before it (APPNOTE 4.3.14 to
/// 4.3.16).
pub(crate) fn end(entries: u16, directory_bytes: u32, directory_offset: u64) -> Vec<u8> {
    let mut out = Vec::with_capacity(ZIP64_END_BYTES + END_BYTES);
    if narrow(directory_offset) == BEYOND {
        zip64_end(&mut out, entries, directory_bytes, directory_offset);
    }
    out.extend(END_SIGNATURE.to_le_bytes());
    out.extend([0; 4]); // this disk, the directory's disk
    out.extend(entries.to_le_bytes());
    out.extend(entries.to_le_bytes());
    out.extend(directory_bytes.to_le_bytes());
    out.extend(narrow(directory_offset).to_le_bytes());
    out.extend([0; 2]); // comment
    out
}

fn zip64_end(out: &mut Vec<u8>, entries: u16, directory_bytes: u32, directory_offset: u64) {
    out.extend(ZIP64_END_SIGNATURE.to_le_bytes());
    out.extend(44_u64.to_le_bytes()); // bytes of this record that follow
    out.extend((VERSION_MADE_BY & 0xFF00 | VERSION_ZIP64).to_le_bytes());
    out.extend(VERSION_ZIP64.to_le_bytes());
    out.extend([0; 8]); // this disk, the directory's disk
    out.extend(u64::from(entries).to_le_bytes());
    out.extend(u64::from(entries).to_le_bytes());
    out.extend(u64::from(directory_bytes).to_le_bytes());
    out.extend(directory_offset.to_le_bytes());
    out.extend(ZIP64_LOCATOR_SIGNATURE.to_le_bytes());
    out.extend([0; 4]); // disk of the record
    out.extend((directory_offset + u64::from(directory_bytes)).to_le_bytes());
    out.extend(1_u32.to_le_bytes()); // disks
}

/// Little-endian numbers out of a header; 0 beyond its end, which callers have excluded by taking whole headers.
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes)
}

/// See [`u16_at`].
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

/// See [`u16_at`].
pub(crate) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes)
}
