//! Deflate in blocks, on several threads.
//!
//! The stream is cut into blocks of [`BLOCK`] bytes. Each is compressed on its own, with the last 32 KiB before it as
//! its dictionary, and ends on a byte boundary (a sync flush, RFC 1951 and zlib's manual); one after the other they are
//! one ordinary deflate stream, as `pigz` writes it. The blocks do not depend on the number of threads: the same input
//! gives the same bytes everywhere.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex};

use flate2::{Compress, Compression, FlushCompress, Status};

/// Bytes of one block.
pub(crate) const BLOCK: usize = 512 * 1024;

/// Most threads that compress; more than these wait for whoever reads and redacts.
pub(crate) const MAX_THREADS: usize = 8;

/// How far deflate looks back, in bytes.
const WINDOW: usize = 32 * 1024;

/// One block to compress.
struct Job {
    /// What came before, at most [`WINDOW`] bytes.
    before: Vec<u8>,
    block: Vec<u8>,
    last: bool,
    /// An empty piece of memory for what comes out.
    out: Vec<u8>,
    answer: SyncSender<io::Result<Done>>,
}

/// A compressed block, and the block itself, whose memory is used again: fresh memory for each, handed from thread to
/// thread, fragments.
struct Done {
    packed: Vec<u8>,
    block: Vec<u8>,
}

/// Compresses one stream. Give it every block with [`Deflater::push`], the last with `last`, and write what comes out
/// in that order. Dropped before its end, it stops its threads.
pub(crate) struct Deflater {
    threads: usize,
    jobs: Option<Sender<Job>>,
    pending: VecDeque<Receiver<io::Result<Done>>>,
    before: Vec<u8>,
    spare_blocks: Vec<Vec<u8>>,
    spare_outs: Vec<Vec<u8>>,
}

impl Deflater {
    /// With that many threads; with one, everything happens in the calling thread.
    pub(crate) fn new(threads: usize) -> Deflater {
        Deflater {
            threads: threads.clamp(1, MAX_THREADS),
            jobs: None,
            pending: VecDeque::new(),
            before: Vec::new(),
            spare_blocks: Vec::new(),
            spare_outs: Vec::new(),
        }
    }

    /// A block of [`BLOCK`] bytes to be filled; what is in it is of no meaning.
    pub(crate) fn block(&mut self) -> Vec<u8> {
        let mut block = self.spare_blocks.pop().unwrap_or_default();
        block.resize(BLOCK, 0);
        block
    }

    /// Takes the next block, and gives compressed blocks that are done, in order, to `out`. Memory is bounded: where
    /// enough blocks are on their way, it waits for the oldest.
    ///
    /// # Errors
    /// Those of `out`; the compressor has none of its own.
    pub(crate) fn push(
        &mut self,
        block: Vec<u8>,
        last: bool,
        out: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let before = std::mem::replace(&mut self.before, tail(&block));
        if self.threads == 1 || (last && self.jobs.is_none()) {
            let mut packed = self.spare_outs.pop().unwrap_or_default();
            deflate(&before, &block, last, &mut packed)?;
            return self.hand_on(Done { packed, block }, out);
        }
        let (answer, result) = sync_channel(1);
        let job = Job { before, block, last, out: self.spare_outs.pop().unwrap_or_default(), answer };
        let jobs = self.jobs.get_or_insert_with(|| start(self.threads));
        jobs.send(job).map_err(|_| gone())?;
        self.pending.push_back(result);
        let most = if last { 0 } else { self.threads + 1 };
        while self.pending.len() > most {
            let oldest = self.pending.pop_front().ok_or_else(gone)?;
            let done = oldest.recv().map_err(|_| gone())??;
            self.hand_on(done, out)?;
        }
        Ok(())
    }

    fn hand_on(&mut self, done: Done, out: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        out(&done.packed)?;
        self.spare_blocks.push(done.block);
        self.spare_outs.push(done.packed);
        Ok(())
    }
}

fn gone() -> io::Error {
    io::Error::other("a compressing thread ended")
}

fn tail(block: &[u8]) -> Vec<u8> {
    block.get(block.len().saturating_sub(WINDOW)..).unwrap_or_default().to_vec()
}

/// Threads that work until the sender is gone.
fn start(threads: usize) -> Sender<Job> {
    let (sender, receiver) = channel::<Job>();
    let receiver = Arc::new(Mutex::new(receiver));
    for _ in 0..threads {
        let receiver = Arc::clone(&receiver);
        std::thread::spawn(move || {
            loop {
                let job = match receiver.lock() {
                    Ok(jobs) => jobs.recv(),
                    Err(_) => return,
                };
                let Ok(Job { before, block, last, out: mut packed, answer }) = job else { return };
                let done = deflate(&before, &block, last, &mut packed).map(|()| Done { packed, block });
                // Nobody waits for the answer any more where the writer was given up.
                let _ = answer.send(done);
            }
        });
    }
    sender
}

/// Writes one block as a part of a deflate stream to `out`, `before` being what stands ahead of it.
///
/// Each block has a compressor of its own: one that is reset keeps traces of what it compressed before, and so the bytes
/// would depend on which thread had which block.
fn deflate(before: &[u8], block: &[u8], last: bool, out: &mut Vec<u8>) -> io::Result<()> {
    /// Room for the ends of blocks, in bytes.
    const ENDS: usize = 256;
    let mut compress = Compress::new(Compression::default(), false);
    if !before.is_empty() {
        compress.set_dictionary(before).map_err(io::Error::other)?;
    }
    let flush = if last { FlushCompress::Finish } else { FlushCompress::Sync };
    out.clear();
    out.reserve(block.len() / 4 + ENDS);
    loop {
        let used = usize::try_from(compress.total_in()).map_err(io::Error::other)?;
        let rest = block.get(used..).unwrap_or_default();
        let status = compress.compress_vec(rest, out, flush).map_err(io::Error::other)?;
        let taken = usize::try_from(compress.total_in()).map_err(io::Error::other)? == block.len();
        // A flush is done where it left room; with the room used up there may be more to come.
        if status == Status::StreamEnd || (!last && taken && out.len() < out.capacity()) {
            return Ok(());
        }
        out.reserve(block.len() / 2 + ENDS);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use std::io::Read;

    use super::*;

    fn packed(data: &[u8], threads: usize) -> Vec<u8> {
        let mut deflater = Deflater::new(threads);
        let mut out = Vec::new();
        let mut blocks: Vec<Vec<u8>> = data.chunks(BLOCK).map(<[u8]>::to_vec).collect();
        let last = blocks.pop().unwrap_or_default();
        let mut write = |bytes: &[u8]| {
            out.extend_from_slice(bytes);
            Ok(())
        };
        for block in blocks {
            deflater.push(block, false, &mut write).unwrap();
        }
        deflater.push(last, true, &mut write).unwrap();
        out
    }

    #[test]
    fn any_number_of_threads_gives_the_same_ordinary_stream() {
        let text: Vec<u8> =
            (0..200_000).flat_map(|n| format!("line {n} {}\n", n % 977).into_bytes()).collect();
        let mut noise = vec![0_u8; 2 * BLOCK + 77];
        let mut x = 1_u32;
        for byte in &mut noise {
            x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = (x >> 24) as u8;
        }
        for data in [&text[..], &noise, &text[..BLOCK], &text[..2 * BLOCK], b"short", b""] {
            let one = packed(data, 1);
            assert!(one == packed(data, 3), "{} bytes in blocks of any thread", data.len());
            let mut back = Vec::new();
            let mut decoder = flate2::read::DeflateDecoder::new(&one[..]);
            decoder.read_to_end(&mut back).unwrap();
            assert_eq!(back, data);
            assert_eq!(decoder.total_in(), one.len() as u64, "nothing behind the stream's end");
        }
        let whole = {
            let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), Compression::default());
            io::Write::write_all(&mut encoder, &text).unwrap();
            encoder.finish().unwrap().len()
        };
        let blocks = packed(&text, 2).len();
        assert!(blocks < whole + whole / 100, "{blocks} bytes in blocks, {whole} in one stream");
    }

    #[test]
    fn a_failing_output_ends_it() {
        let mut deflater = Deflater::new(2);
        let mut refuse = |_: &[u8]| Err(io::Error::from(io::ErrorKind::StorageFull));
        let failed = (0..20).find_map(|_| deflater.push(vec![7; BLOCK], false, &mut refuse).err());
        assert_eq!(failed.unwrap().kind(), io::ErrorKind::StorageFull);
    }
}
