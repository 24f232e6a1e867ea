//! The outermost layer of a tracev3 file: chunks of a tag, a length and a body, padded to eight bytes.
//!
//! A length that can't be true, or a tag that nobody writes, costs the bytes up to the next chunk that looks like
//! one, never the rest of the file.

use std::io::{self, BufReader, Read};

use crate::bytes::{padding, u32_at, u64_at};
use crate::limits::MAX_CHUNK_BYTES;

/// Header of the file: clock and boot.
pub(crate) const HEADER: u32 = 0x1000;
/// Processes and subsystems of the chunksets that follow.
pub(crate) const CATALOG: u32 = 0x600B;
/// Compressed log entries.
pub(crate) const CHUNKSET: u32 = 0x600D;

/// The second word of each of the three.
const SUB_TAG: u32 = 0x11;
const PREAMBLE: usize = 16;
const BUFFER: usize = 256 << 10;

/// What comes next in a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A chunk; its body stands in the buffer.
    Chunk { tag: u32, offset: u64 },
    /// Bytes from here on were passed over.
    Damaged { offset: u64 },
    /// The file ends inside a chunk.
    Cut { offset: u64 },
    /// The file ends as it should.
    End,
}

/// Reads one chunk after the other.
pub(crate) struct Chunks<R> {
    input: BufReader<R>,
    position: u64,
    ahead: Option<[u8; PREAMBLE]>,
    pub(crate) body: Vec<u8>,
}

impl<R: Read> Chunks<R> {
    pub(crate) fn new(input: R) -> Chunks<R> {
        let input = BufReader::with_capacity(BUFFER, input);
        Chunks { input, position: 0, ahead: None, body: Vec::new() }
    }

    /// Bytes read so far.
    pub(crate) fn position(&self) -> u64 {
        self.position
    }

    pub(crate) fn next(&mut self) -> io::Result<Step> {
        let (start, preamble) = match self.ahead.take() {
            Some(preamble) => (self.position - PREAMBLE as u64, preamble),
            None => {
                let start = self.position;
                let mut preamble = [0; PREAMBLE];
                let got = self.fill(&mut preamble)?;
                if got < PREAMBLE {
                    let cut = preamble[..got].iter().any(|b| *b != 0);
                    return Ok(if cut { Step::Cut { offset: start } } else { Step::End });
                }
                (start, preamble)
            }
        };
        match plausible(&preamble) {
            Some((tag, size)) => self.chunk(start, tag, size),
            None => self.resynchronise(start, preamble),
        }
    }

    fn chunk(&mut self, offset: u64, tag: u32, size: u64) -> io::Result<Step> {
        self.body.clear();
        let got = (&mut self.input).take(size).read_to_end(&mut self.body)?;
        self.position += got as u64;
        if (got as u64) < size {
            return Ok(Step::Cut { offset });
        }
        let mut pad = [0; 8];
        self.fill(&mut pad[..padding(got)])?;
        Ok(Step::Chunk { tag, offset })
    }

    /// Looks for the next chunk, eight bytes at a time as chunks are aligned. Zeros are no damage: a file that was
    /// written live ends in them.
    fn resynchronise(&mut self, start: u64, mut window: [u8; PREAMBLE]) -> io::Result<Step> {
        let mut damaged = false;
        loop {
            damaged |= window[..8].iter().any(|b| *b != 0);
            window.copy_within(8.., 0);
            if self.fill(&mut window[8..])? < 8 {
                damaged |= window[..8].iter().any(|b| *b != 0);
                return Ok(if damaged { Step::Damaged { offset: start } } else { Step::End });
            }
            let known = matches!(u32_at(&window, 0), Some(HEADER | CATALOG | CHUNKSET));
            if known
                && u32_at(&window, 4) == Some(SUB_TAG)
                && let Some((tag, size)) = plausible(&window)
            {
                if !damaged {
                    return self.chunk(self.position - PREAMBLE as u64, tag, size);
                }
                // The chunk itself comes with the next call: what was passed over is told first.
                self.ahead = Some(window);
                return Ok(Step::Damaged { offset: start });
            }
        }
    }

    /// Reads until the buffer is full or the input ends.
    fn fill(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut got = 0;
        while got < buffer.len() {
            match self.input.read(&mut buffer[got..]) {
                Ok(0) => break,
                Ok(n) => got += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.position += got as u64;
        Ok(got)
    }
}

/// Tag and size, where they can be those of a chunk.
fn plausible(preamble: &[u8; PREAMBLE]) -> Option<(u32, u64)> {
    let tag = u32_at(preamble, 0)?;
    let size = u64_at(preamble, 8)?;
    let known = tag == HEADER || (0x6000..0x6200).contains(&tag);
    (known && size <= MAX_CHUNK_BYTES).then_some((tag, size))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    fn chunk(tag: u32, body: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend(tag.to_le_bytes());
        out.extend(SUB_TAG.to_le_bytes());
        out.extend((body.len() as u64).to_le_bytes());
        out.extend(body);
        out.resize(out.len() + padding(body.len()), 0);
        out
    }

    fn steps(bytes: &[u8]) -> Vec<(Step, Vec<u8>)> {
        let mut chunks = Chunks::new(bytes);
        let mut steps = Vec::new();
        loop {
            let step = chunks.next().unwrap();
            let body = if matches!(step, Step::Chunk { .. }) { chunks.body.clone() } else { Vec::new() };
            let last = matches!(step, Step::End | Step::Cut { .. });
            steps.push((step, body));
            if last || steps.len() > 50 {
                return steps;
            }
        }
    }

    #[test]
    fn reads_chunks_and_their_padding() {
        let file = [chunk(HEADER, b"abc"), chunk(CHUNKSET, &[7; 16]), vec![0; 40]].concat();
        assert_eq!(
            steps(&file),
            [
                (Step::Chunk { tag: HEADER, offset: 0 }, b"abc".to_vec()),
                (Step::Chunk { tag: CHUNKSET, offset: 24 }, vec![7; 16]),
                (Step::End, Vec::new()),
            ]
        );
    }

    #[test]
    fn goes_on_after_a_wild_length() {
        let mut bad = chunk(CHUNKSET, &[7; 48]);
        bad[8..16].copy_from_slice(&u64::MAX.to_le_bytes());
        let file = [chunk(HEADER, b"abc"), bad, chunk(CATALOG, b"xy")].concat();
        assert_eq!(
            steps(&file),
            [
                (Step::Chunk { tag: HEADER, offset: 0 }, b"abc".to_vec()),
                (Step::Damaged { offset: 24 }, Vec::new()),
                (Step::Chunk { tag: CATALOG, offset: 88 }, b"xy".to_vec()),
                (Step::End, Vec::new()),
            ]
        );
    }

    #[test]
    fn says_where_a_file_was_cut() {
        let file = [chunk(HEADER, b"abc"), chunk(CHUNKSET, &[7; 16])].concat();
        assert_eq!(steps(&file[..file.len() - 1]).last().unwrap().0, Step::Cut { offset: 24 });
        assert_eq!(steps(&file[..30]).last().unwrap().0, Step::Cut { offset: 24 });
        assert_eq!(steps(b"not a tracev3 file at all, only text").last().unwrap().0, Step::End);
    }
}
