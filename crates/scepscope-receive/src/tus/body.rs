//! The body of a PATCH: from the network to the disk, bounded in size and time.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use axum::body::Body;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_body_util::BodyExt;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use super::writing::Wanted;
use crate::limits::{BODY_IDLE_LIMIT, MIN_BODY_RATE, TAKEOVER_SILENCE};

/// Pieces that wait for the disk.
const AHEAD: usize = 16;
/// Bytes that are collected for one write.
const WRITE: usize = 1 << 20;

/// How a body ended.
pub(super) enum Appended {
    /// So many bytes are on disk.
    Bytes(u64),
    /// All came, but the checksum differs; nothing is kept.
    Mismatch,
    /// More came than there is room for.
    TooMuch,
    /// Too slow, or silent.
    Slow,
    /// Silent while another request of the same upload waited. What came is kept.
    Taken,
    /// Cut off. What came is kept, unless a checksum was announced for all of it.
    Broken,
    Disk(io::Error),
}

/// An announced checksum.
pub(super) struct Checksum {
    algorithm: Algorithm,
    wanted: Vec<u8>,
}

enum Algorithm {
    /// As in zip and gzip; four bytes, the highest first.
    Crc32,
    Sha1,
    Sha256,
}

impl Checksum {
    /// What `Tus-Checksum-Algorithm` says. SHA-1 has to be among them.
    pub(super) const OFFERED: &str = "crc32,sha256,sha1";

    /// Reads `Upload-Checksum`.
    pub(super) fn read(header: &str) -> Option<Checksum> {
        let (algorithm, wanted) = header.split_once(' ')?;
        let algorithm = match algorithm {
            "crc32" => Algorithm::Crc32,
            "sha1" => Algorithm::Sha1,
            "sha256" => Algorithm::Sha256,
            _ => return None,
        };
        Some(Checksum { algorithm, wanted: STANDARD.decode(wanted.trim()).ok()? })
    }

    fn hasher(&self) -> Hasher {
        match self.algorithm {
            Algorithm::Crc32 => Hasher::Crc32(crc32fast::Hasher::new()),
            Algorithm::Sha1 => Hasher::Sha1(Sha1::new()),
            Algorithm::Sha256 => Hasher::Sha256(Sha256::new()),
        }
    }
}

enum Hasher {
    None,
    Crc32(crc32fast::Hasher),
    Sha1(Sha1),
    Sha256(Sha256),
}

impl Hasher {
    fn update(&mut self, bytes: &[u8]) {
        match self {
            Hasher::None => {}
            Hasher::Crc32(hasher) => hasher.update(bytes),
            Hasher::Sha1(hasher) => hasher.update(bytes),
            Hasher::Sha256(hasher) => hasher.update(bytes),
        }
    }

    fn finish(self) -> Vec<u8> {
        match self {
            Hasher::None => Vec::new(),
            Hasher::Crc32(hasher) => hasher.finalize().to_be_bytes().to_vec(),
            Hasher::Sha1(hasher) => hasher.finalize().to_vec(),
            Hasher::Sha256(hasher) => hasher.finalize().to_vec(),
        }
    }
}

/// What a body may do.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// Where it goes in the file.
    pub(super) offset: u64,
    /// Most bytes.
    pub(super) room: u64,
    /// Time in which not one byte comes.
    pub(super) idle: Duration,
}

/// Writes a body behind what the file has.
pub(super) async fn append(
    path: PathBuf,
    bounds: Bounds,
    checksum: Option<Checksum>,
    body: Body,
    wanted: Wanted,
) -> Appended {
    let offset = bounds.offset;
    let hasher = checksum.as_ref().map_or(Hasher::None, Checksum::hasher);
    let (pieces, waiting) = mpsc::channel(AHEAD);
    let file = path.clone();
    let writer = tokio::task::spawn_blocking(move || write(&file, offset, hasher, waiting));
    let received = receive(body, bounds, pieces, wanted).await;
    let written = match writer.await {
        Ok(Ok(written)) => written,
        Ok(Err(error)) => return Appended::Disk(error),
        Err(error) => return Appended::Disk(io::Error::other(error)),
    };
    let whole = matches!(received, Received::All);
    let fits = match &checksum {
        Some(checksum) => whole && checksum.wanted == written.digest,
        None => true,
    };
    let keep = fits && !matches!(received, Received::TooMuch);
    if !keep && let Err(error) = cut(path, offset).await {
        return Appended::Disk(error);
    }
    match received {
        Received::All if fits => Appended::Bytes(written.bytes),
        Received::All => Appended::Mismatch,
        Received::TooMuch => Appended::TooMuch,
        Received::Slow => Appended::Slow,
        Received::Taken => Appended::Taken,
        Received::Broken => Appended::Broken,
    }
}

enum Received {
    All,
    TooMuch,
    Slow,
    Taken,
    Broken,
}

async fn receive(
    mut body: Body,
    bounds: Bounds,
    pieces: mpsc::Sender<Bytes>,
    mut wanted: Wanted,
) -> Received {
    let began = Instant::now();
    let mut bytes = 0;
    loop {
        let silence = if wanted.is() { bounds.idle.min(TAKEOVER_SILENCE) } else { bounds.idle };
        let frame = tokio::select! {
            // What has come is taken first: a connection that is gone may have left bytes.
            biased;
            frame = body.frame() => match frame {
                None => return Received::All,
                Some(Err(_)) => return Received::Broken,
                Some(Ok(frame)) => frame,
            },
            () = tokio::time::sleep(silence) => {
                return if wanted.is() { Received::Taken } else { Received::Slow };
            }
            () = wanted.comes(), if !wanted.is() => continue,
        };
        let Ok(piece) = frame.into_data() else { continue };
        bytes += piece.len() as u64;
        if bytes > bounds.room {
            return Received::TooMuch;
        }
        let late = began.elapsed().saturating_sub(BODY_IDLE_LIMIT).as_secs();
        if bytes < late.saturating_mul(MIN_BODY_RATE) {
            return Received::Slow;
        }
        // The writer went away: it tells why.
        if pieces.send(piece).await.is_err() {
            return Received::Broken;
        }
    }
}

struct Written {
    bytes: u64,
    digest: Vec<u8>,
}

fn write(path: &PathBuf, offset: u64, hasher: Hasher, pieces: mpsc::Receiver<Bytes>) -> io::Result<Written> {
    let (mut hasher, mut pieces) = (hasher, pieces);
    let mut file = File::options().write(true).open(path)?;
    file.seek(SeekFrom::Start(offset))?;
    let mut file = io::BufWriter::with_capacity(WRITE, file);
    let mut bytes = 0;
    while let Some(piece) = pieces.blocking_recv() {
        file.write_all(&piece)?;
        hasher.update(&piece);
        bytes += piece.len() as u64;
    }
    file.flush()?;
    Ok(Written { bytes, digest: hasher.finish() })
}

async fn cut(path: PathBuf, length: u64) -> io::Result<()> {
    let cut = move || File::options().write(true).open(path)?.set_len(length);
    tokio::task::spawn_blocking(cut).await.map_err(io::Error::other)?
}
