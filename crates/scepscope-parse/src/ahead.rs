//! Reads and decodes the next blocks of a long text on a thread of its own, while the present one is looked through.

use std::io;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, Scope, ScopedJoinHandle};

use memchr::memrchr;

use crate::decode::TextReader;

/// Blocks that may wait. Together with the one that is read and the one that is looked through, so many are in memory.
const WAITING: usize = 2;

/// Where the text comes from, block by block.
pub(crate) trait Blocks {
    /// Appends about a block of text to `out`; false at the end of the input.
    fn fill(&mut self, out: &mut Vec<u8>, wanted: usize) -> io::Result<bool>;

    /// Whether the input ended in the middle of a character. Known at its end.
    fn ends_inside_character(&self) -> bool;
}

impl Blocks for TextReader<'_> {
    fn fill(&mut self, out: &mut Vec<u8>, wanted: usize) -> io::Result<bool> {
        TextReader::fill(self, out, wanted)
    }

    fn ends_inside_character(&self) -> bool {
        TextReader::ends_inside_character(self)
    }
}

/// A block, whether more follows, and whether the input ended in the middle of a character.
type Block = io::Result<(Vec<u8>, bool, bool)>;

/// What another thread reads.
pub(crate) struct Ahead {
    blocks: Receiver<Block>,
    /// Blocks that were taken, to be filled again.
    used: Sender<Vec<u8>>,
    ends_inside_character: bool,
}

impl Ahead {
    /// Goes on with the reader in `slot` on another thread, which ends when all is read or nobody wants more, and then tells
    /// how many places were no text. Where the system has no thread to spare, the reader is still in its slot.
    pub(crate) fn start<'scope>(
        scope: &'scope Scope<'scope, '_>,
        slot: &'scope Mutex<Option<TextReader<'_>>>,
        wanted: usize,
    ) -> io::Result<(Ahead, ScopedJoinHandle<'scope, u64>)> {
        let (sender, blocks) = sync_channel(WAITING);
        let (used, spare) = channel();
        let work = move || taken(slot).map_or(0, |reader| read(reader, wanted, &sender, &spare));
        let thread = Builder::new().name("reader".to_owned()).spawn_scoped(scope, work)?;
        Ok((Ahead { blocks, used, ends_inside_character: false }, thread))
    }
}

/// What is in a slot.
pub(crate) fn taken<T>(slot: &Mutex<Option<T>>) -> Option<T> {
    slot.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Reads until the end, an error, or until nobody wants more; the number of places that are no text. Blocks end with a line
/// where they can: what follows them is taken as it is then.
fn read(
    mut reader: TextReader<'_>,
    wanted: usize,
    blocks: &SyncSender<Block>,
    spare: &Receiver<Vec<u8>>,
) -> u64 {
    let mut block = Vec::new();
    loop {
        let more = match reader.fill(&mut block, wanted) {
            Ok(more) => more,
            Err(error) => {
                // What was read of it before comes first.
                if block.is_empty() || blocks.send(Ok((block, true, false))).is_ok() {
                    let _ = blocks.send(Err(error));
                }
                break;
            }
        };
        let mut next = spare.try_recv().unwrap_or_default();
        next.clear();
        if more && let Some(newline) = memrchr(b'\n', &block) {
            next.extend_from_slice(&block[newline + 1..]);
            block.truncate(newline + 1);
        }
        let block = std::mem::replace(&mut block, next);
        if blocks.send(Ok((block, more, reader.ends_inside_character()))).is_err() || !more {
            break;
        }
    }
    reader.malformed()
}

impl Blocks for Ahead {
    fn fill(&mut self, out: &mut Vec<u8>, _: usize) -> io::Result<bool> {
        let ended = |_| io::Error::other("the reading thread ended");
        let (mut block, more, inside) = self.blocks.recv().map_err(ended)??;
        self.ends_inside_character = inside;
        if out.is_empty() {
            std::mem::swap(out, &mut block);
        } else {
            out.extend_from_slice(&block);
        }
        // The reader may have ended already.
        let _ = self.used.send(block);
        Ok(more)
    }

    fn ends_inside_character(&self) -> bool {
        self.ends_inside_character
    }
}
