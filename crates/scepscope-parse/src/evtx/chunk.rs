//! One chunk of an event log file: 64 KiB with a header, its own templates and whole records.

use crate::when::Moment;

/// Bytes of a chunk.
pub(crate) const CHUNK_BYTES: usize = 65536;
const HEADER_BYTES: usize = 512;
const RECORD_HEADER_BYTES: usize = 24;
/// Header and the copy of the size at the end.
const RECORD_LEAST_BYTES: usize = RECORD_HEADER_BYTES + 4;
const CHUNK_MAGIC: &[u8] = b"ElfChnk\0";
const RECORD_MAGIC: &[u8] = b"\x2A\x2A\0\0";
const NO_CHECKSUM: u32 = 4;

/// A record as its header describes it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Raw {
    /// Bytes from the start of the chunk.
    pub(crate) offset: usize,
    /// Bytes in all.
    size: usize,
    pub(crate) id: u64,
    pub(crate) moment: Option<Moment>,
}

impl Raw {
    /// Where the binary XML starts.
    pub(crate) fn content(&self) -> usize {
        self.offset + RECORD_HEADER_BYTES
    }

    fn end(&self) -> usize {
        self.offset + self.size
    }
}

/// What a walk over a chunk found.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    pub(crate) records: Vec<Raw>,
    /// Places where a record should be and is not.
    pub(crate) damaged: u64,
    /// Whether the file ends inside a record of this chunk.
    pub(crate) cut: bool,
}

/// A chunk, of which the end may be missing.
pub(crate) struct Chunk<'a> {
    /// [`CHUNK_BYTES`] of them.
    data: &'a [u8],
    /// How many were in the file.
    present: usize,
}

pub(crate) fn u32_at(data: &[u8], at: usize) -> u32 {
    data.get(at..).and_then(|d| d.first_chunk()).map_or(0, |b| u32::from_le_bytes(*b))
}

pub(crate) fn u64_at(data: &[u8], at: usize) -> u64 {
    data.get(at..).and_then(|d| d.first_chunk()).map_or(0, |b| u64::from_le_bytes(*b))
}

impl<'a> Chunk<'a> {
    /// `None` if this is no chunk.
    pub(crate) fn new(data: &'a [u8], present: usize) -> Option<Chunk<'a>> {
        (data.starts_with(CHUNK_MAGIC) && present >= HEADER_BYTES).then_some(Chunk { data, present })
    }

    /// All bytes, zeros for those that are missing.
    pub(crate) fn data(&self) -> &'a [u8] {
        self.data
    }

    /// The binary XML of a record of this chunk.
    pub(crate) fn content(&self, raw: &Raw) -> &'a [u8] {
        self.data.get(raw.content()..raw.end()).unwrap_or_default()
    }

    /// Where the free space starts, as far as the header makes sense.
    fn live_end(&self) -> usize {
        match u32_at(self.data, 48) as usize {
            end @ HEADER_BYTES..=CHUNK_BYTES => end,
            _ => CHUNK_BYTES,
        }
    }

    /// Whether both checksums fit; of a chunk whose end is missing only the header's can be known.
    pub(crate) fn checksums_fit(&self) -> bool {
        if u32_at(self.data, 120) & NO_CHECKSUM != 0 {
            return true;
        }
        let mut header = [0; 504];
        header[..120].copy_from_slice(&self.data[..120]);
        header[120..].copy_from_slice(&self.data[128..HEADER_BYTES]);
        let records = self.data.get(HEADER_BYTES..u32_at(self.data, 48) as usize).unwrap_or(&[]);
        let data_fits = self.present < CHUNK_BYTES || evtx::checksum_ieee(records) == u32_at(self.data, 52);
        data_fits && evtx::checksum_ieee(&header) == u32_at(self.data, 124)
    }

    /// The record at an offset, if it lies in the chunk as far as that is there.
    fn record(&self, offset: usize) -> Option<Raw> {
        let header = self.data.get(offset..offset.checked_add(RECORD_HEADER_BYTES)?)?;
        if !header.starts_with(RECORD_MAGIC) {
            return None;
        }
        let size = u32_at(header, 4) as usize;
        let fits = size >= RECORD_LEAST_BYTES && offset.checked_add(size)? <= CHUNK_BYTES;
        fits.then(|| Raw {
            offset,
            size,
            id: u64_at(header, 8),
            moment: Moment::from_filetime(u64_at(header, 16)),
        })
    }

    /// The next record after damage: one whose sizes agree and whose id the header of the chunk covers. Anything
    /// else may be left from an earlier use of the chunk.
    fn resume(&self, mut from: usize) -> Option<Raw> {
        let ids = u64_at(self.data, 24)..=u64_at(self.data, 32);
        let last = u32_at(self.data, 44) as usize;
        let until = self.live_end().min(last.saturating_add(RECORD_MAGIC.len())).min(self.data.len());
        loop {
            let at = from + memchr::memmem::find(self.data.get(from..until)?, RECORD_MAGIC)?;
            if let Some(raw) = self.record(at)
                && ids.contains(&raw.id)
                && u32_at(self.data, raw.end() - 4) as usize == raw.size
            {
                return Some(raw);
            }
            from = at + 1;
        }
    }

    /// The records of the log, in order; not those left in the free space.
    pub(crate) fn walk(&self) -> Walk {
        /// Records that a chunk mostly has room for.
        const USUAL_RECORDS: usize = 128;
        let mut walk = Walk { records: Vec::with_capacity(USUAL_RECORDS), ..Walk::default() };
        let last_id = u64_at(self.data, 32);
        let mut offset = HEADER_BYTES;
        while offset < self.live_end() {
            let found = self.record(offset);
            if offset >= self.present || found.is_some_and(|raw| raw.end() > self.present) {
                walk.cut = true;
                break;
            }
            let raw = match found {
                Some(raw) => raw,
                None if self.present - offset < RECORD_HEADER_BYTES => {
                    walk.cut = true;
                    break;
                }
                None => {
                    let next = self.resume(offset + 1).filter(|raw| raw.end() <= self.present);
                    // Zeros with nothing after them: the header says too much.
                    let blank = self.data[offset..offset + 4] == [0; 4];
                    walk.damaged += u64::from(next.is_some() || !blank);
                    match next {
                        Some(raw) => raw,
                        None => break,
                    }
                }
            };
            offset = raw.end();
            walk.records.push(raw);
            if raw.id == last_id {
                break;
            }
        }
        walk
    }

    /// The chunk with every run of records that nobody wants made into one, so that reading it costs little: a
    /// record's own size leads to the next one, and whatever follows its content is not looked at. Offsets, on
    /// which templates and names depend, stay.
    pub(crate) fn narrowed(&self, records: &[Raw], wanted: &[bool]) -> Vec<u8> {
        let mut data = self.data.to_vec();
        let mut at = 0;
        while at < records.len() {
            let mut next = at + 1;
            while !wanted[at] && next < records.len() && !wanted[next] {
                next += 1;
            }
            let end = records.get(next).map_or(records[next - 1].end(), |raw| raw.offset);
            let size = (end - records[at].offset) as u32;
            data[records[at].offset + 4..records[at].offset + 8].copy_from_slice(&size.to_le_bytes());
            at = next;
        }
        // Ends the reading after the last record, whatever the header says.
        let end = records.last().map_or(HEADER_BYTES, Raw::end) as u32;
        data[48..52].copy_from_slice(&end.to_le_bytes());
        data
    }
}
