//! A bounded pipe between the thread that redacts and the one that compresses.

use std::io::{self, Read, Write};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

/// Size of one block in the pipe, in bytes.
const BLOCK: usize = 256 * 1024;

/// Blocks that may wait in the pipe.
const BLOCKS: usize = 4;

type Block = io::Result<Vec<u8>>;

/// Both ends. The reader ends where the writer was finished, and fails where it was given up: an entry that is cut
/// short must never look complete.
pub(crate) fn pipe() -> (PipeWriter, PipeReader) {
    let (sender, receiver) = sync_channel(BLOCKS);
    let (used, spare) = channel();
    (
        PipeWriter { sender, spare, block: Vec::with_capacity(BLOCK) },
        PipeReader { receiver, used, block: Vec::new(), at: 0, done: false },
    )
}

pub(crate) struct PipeWriter {
    sender: SyncSender<Option<Block>>,
    /// Blocks that were read, to be filled again: fresh ones from one thread to another fragment the memory.
    spare: Receiver<Vec<u8>>,
    block: Vec<u8>,
}

impl PipeWriter {
    /// Says how the writing ended.
    pub(crate) fn finish(mut self, result: io::Result<()>) {
        let result = result.and_then(|()| self.flush());
        // A reader that is gone needs no answer.
        let _ = self.sender.send(match result {
            Ok(()) => None,
            Err(error) => Some(Err(error)),
        });
    }
}

impl Write for PipeWriter {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let n = data.len().min(BLOCK - self.block.len());
        self.block.extend_from_slice(&data[..n]);
        if self.block.len() == BLOCK {
            self.flush()?;
        }
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        let next = self.spare.try_recv().unwrap_or_else(|_| Vec::with_capacity(BLOCK));
        let full = std::mem::replace(&mut self.block, next);
        self.sender.send(Some(Ok(full))).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

pub(crate) struct PipeReader {
    receiver: Receiver<Option<Block>>,
    used: Sender<Vec<u8>>,
    block: Vec<u8>,
    at: usize,
    done: bool,
}

impl Read for PipeReader {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.at == self.block.len() {
            if self.done {
                return Ok(0);
            }
            match self.receiver.recv() {
                Ok(Some(block)) => {
                    let mut read = std::mem::replace(&mut self.block, block?);
                    self.at = 0;
                    read.clear();
                    // A writer that is done needs no more.
                    let _ = self.used.send(read);
                }
                Ok(None) => self.done = true,
                Err(_) => return Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
            }
        }
        let n = buf.len().min(self.block.len() - self.at);
        buf[..n].copy_from_slice(&self.block[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let data: Vec<u8> = (0..3 * BLOCK + 17).map(|i| (i % 251) as u8).collect();
        let (mut writer, mut reader) = pipe();
        let mut out = Vec::new();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let written = writer.write_all(&data);
                writer.finish(written);
            });
            reader.read_to_end(&mut out).unwrap();
        });
        assert_eq!(out, data);
    }

    #[test]
    fn a_writer_that_is_given_up_is_an_error() {
        let (mut writer, mut reader) = pipe();
        writer.write_all(b"half").unwrap();
        drop(writer);
        assert_eq!(reader.read_to_end(&mut Vec::new()).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        let (writer, mut reader) = pipe();
        writer.finish(Err(io::Error::other("gone")));
        assert!(reader.read_to_end(&mut Vec::new()).is_err());
    }
}
