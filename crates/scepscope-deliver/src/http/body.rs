//! A request body that is read from a file while it is sent.

use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use thiserror::Error;
use tokio::sync::mpsc;

use crate::load::each_piece;

/// Pieces that are read ahead.
const AHEAD: usize = 4;

/// The file could not be read while it was sent.
#[derive(Debug, Error)]
#[error("reading the bundle failed: {0}")]
pub(crate) struct LoadError(#[from] io::Error);

/// A piece under way; its buffer goes back to be filled again, for fresh memory costs as much as reading into it.
struct Piece {
    buffer: Vec<u8>,
    back: std::sync::mpsc::Sender<Vec<u8>>,
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.buffer
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        // Nobody takes it where everything was read.
        let _ = self.back.send(std::mem::take(&mut self.buffer));
    }
}

/// Bytes of a file. A thread reads some pieces ahead; memory does not grow with the file.
pub(crate) struct FileBody {
    pieces: mpsc::Receiver<Result<Bytes, LoadError>>,
    left: u64,
    position: Arc<AtomicU64>,
}

impl FileBody {
    /// `len` bytes of the file from `from`; adds to `position` what the network took.
    pub(crate) fn read(path: PathBuf, from: u64, len: u64, position: Arc<AtomicU64>) -> FileBody {
        let (sender, pieces) = mpsc::channel(AHEAD);
        tokio::task::spawn_blocking(move || {
            let (back, spares) = std::sync::mpsc::channel();
            let read = each_piece(&path, from, len, |piece| {
                let full = std::mem::replace(piece, spares.try_recv().unwrap_or_default());
                let piece = Bytes::from_owner(Piece { buffer: full, back: back.clone() });
                sender.blocking_send(Ok(piece)).is_ok()
            });
            if let Err(error) = read {
                // Nobody listens any more where the request was given up.
                let _ = sender.blocking_send(Err(error.into()));
            }
        });
        FileBody { pieces, left: len, position }
    }
}

impl Body for FileBody {
    type Data = Bytes;
    type Error = LoadError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, LoadError>>> {
        self.pieces.poll_recv(context).map(|piece| {
            Some(piece?.map(|bytes| {
                self.left = self.left.saturating_sub(bytes.len() as u64);
                self.position.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                Frame::data(bytes)
            }))
        })
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
