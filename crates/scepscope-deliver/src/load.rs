//! The bundle as the adapters see it: a file with a known digest, read in ranges.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use scepscope_bundle::Sha256Hex;
use sha2::Digest;

/// Bytes read at a time.
const CHUNK: usize = 256 << 10;

/// What is sent.
#[derive(Debug, Clone)]
pub(crate) struct Load {
    pub(crate) path: PathBuf,
    pub(crate) name: String,
    pub(crate) bytes: u64,
    pub(crate) sha256: Sha256Hex,
    /// MD5 in base64, where it is known already.
    pub(crate) md5: Option<String>,
    /// Key and value of what travels beside the bundle.
    pub(crate) metadata: Vec<(&'static str, String)>,
}

impl Load {
    /// `application/zip`, or that of an encrypted file.
    pub(crate) fn content_type(&self) -> &'static str {
        if self.name.ends_with(".zip") { "application/zip" } else { "application/octet-stream" }
    }
}

/// Digest of `len` bytes from `from`.
pub(crate) fn digest_range<D: Digest>(path: &Path, from: u64, len: u64) -> io::Result<Vec<u8>> {
    let mut hasher = D::new();
    each_piece(path, from, len, |piece| {
        hasher.update(piece);
        true
    })?;
    Ok(hasher.finalize().to_vec())
}

/// Reads `len` bytes from `from` and hands them on in pieces, until `take` says no. The next piece is read into the buffer that
/// `take` leaves there.
pub(crate) fn each_piece(
    path: &Path,
    from: u64,
    len: u64,
    mut take: impl FnMut(&mut Vec<u8>) -> bool,
) -> io::Result<()> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(from))?;
    let mut piece = Vec::new();
    let mut left = len;
    while left > 0 {
        let wanted = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
        piece.resize(wanted, 0);
        file.read_exact(&mut piece)?;
        left -= wanted as u64;
        if !take(&mut piece) {
            break;
        }
    }
    Ok(())
}
