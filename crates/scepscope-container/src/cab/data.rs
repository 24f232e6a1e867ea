//! The packed stream of a cabinet's folder: blocks with checksums, stored, MSZIP or LZX.

use std::io::{self, Read, Seek, SeekFrom};

use flate2::{Decompress, FlushDecompress, Status};
use lzxd::{Lzxd, WindowSize};

use super::{Folder, bytes, u16_at, u32_at};
use crate::Reason;
use crate::fault::Fault;

/// What a block of MSZIP refers back to, in bytes.
const MSZIP_WINDOW: usize = 32 << 10;
/// Largest block unpacked, in bytes ([MS-CAB] 2.4).
const MAX_BLOCK: usize = 32 << 10;

pub(super) struct Stream<'r, R> {
    input: &'r mut R,
    next_block: u64,
    blocks_left: u16,
    reserve: u8,
    method: Method,
    block: Vec<u8>,
    at: usize,
    position: u64,
    fault: Option<Fault>,
}

enum Method {
    Stored,
    MsZip { inflate: Box<Decompress>, window: Vec<u8> },
    Lzx(Box<Lzxd>),
}

impl<'r, R: Read + Seek> Stream<'r, R> {
    pub(super) fn new(input: &'r mut R, folder: Folder, reserve: u8) -> Result<Stream<'r, R>, Fault> {
        Ok(Stream {
            input,
            next_block: folder.offset,
            blocks_left: folder.blocks,
            reserve,
            method: Method::of(folder.method)?,
            block: Vec::new(),
            at: 0,
            position: 0,
            fault: None,
        })
    }

    /// Bytes handed out so far.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    fn load(&mut self) -> Result<(), Fault> {
        let read = |error: io::Error| Fault::of(&error);
        self.input.seek(SeekFrom::Start(self.next_block)).map_err(read)?;
        let header: [u8; 8] = bytes(self.input).map_err(read)?;
        let (packed, unpacked) = (usize::from(u16_at(&header, 4)), usize::from(u16_at(&header, 6)));
        if unpacked == 0 {
            return Err(Fault::new(Reason::SeveralVolumes, "a block goes on in the next cabinet"));
        }
        if unpacked > MAX_BLOCK {
            return Err(Fault::new(Reason::Damaged, format!("a block of {unpacked} bytes")));
        }
        let mut data = vec![0; usize::from(self.reserve) + packed];
        self.input.read_exact(&mut data).map_err(read)?;
        self.next_block += 8 + data.len() as u64;
        let stated = u32_at(&header, 0);
        if stated != 0 && self.reserve == 0 && stated != checksum(&data) ^ u32_at(&header, 4) {
            return Err(Fault::new(Reason::Checksum, "of a block"));
        }
        self.block = self.method.unpack(&data[usize::from(self.reserve)..], unpacked)?;
        self.at = 0;
        Ok(())
    }
}

impl<R: Read + Seek> Read for Stream<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone().into_error());
        }
        if self.at == self.block.len() && self.blocks_left > 0 && !buf.is_empty() {
            self.blocks_left -= 1;
            if let Err(fault) = self.load() {
                self.fault = Some(fault.clone());
                return Err(fault.into_error());
            }
        }
        let n = buf.len().min(self.block.len() - self.at);
        buf[..n].copy_from_slice(&self.block[self.at..self.at + n]);
        self.at += n;
        self.position += n as u64;
        Ok(n)
    }
}

impl Method {
    /// By the folder's `typeCompress`: the method below, LZX's window above.
    fn of(stated: u16) -> Result<Method, Fault> {
        match (stated & 0x000F, stated >> 8 & 0x1F) {
            (0, _) => Ok(Method::Stored),
            (1, _) => Ok(Method::MsZip { inflate: Box::new(Decompress::new(false)), window: Vec::new() }),
            (3, window) => {
                let window = match window {
                    15 => WindowSize::KB32,
                    16 => WindowSize::KB64,
                    17 => WindowSize::KB128,
                    18 => WindowSize::KB256,
                    19 => WindowSize::KB512,
                    20 => WindowSize::MB1,
                    21 => WindowSize::MB2,
                    other => return Err(Fault::new(Reason::Damaged, format!("LZX window {other}"))),
                };
                Ok(Method::Lzx(Box::new(Lzxd::new(window))))
            }
            (2, _) => Err(Fault::new(Reason::MethodNotSupported, "Quantum")),
            (other, _) => Err(Fault::new(Reason::MethodNotSupported, format!("method {other}"))),
        }
    }

    fn unpack(&mut self, data: &[u8], size: usize) -> Result<Vec<u8>, Fault> {
        let unpacked = match self {
            Method::Stored => data.to_vec(),
            Method::MsZip { inflate, window } => mszip(inflate, window, data, size)?,
            Method::Lzx(lzx) => lzx
                .decompress_next(data, size)
                .map_err(|error| Fault::new(Reason::Damaged, format!("LZX: {error}")))?
                .to_vec(),
        };
        if unpacked.len() == size {
            Ok(unpacked)
        } else {
            Err(Fault::new(Reason::Damaged, format!("a block of {} and not {size} bytes", unpacked.len())))
        }
    }
}

/// Unpacks a block of MSZIP (\[MS-MCI\]): deflate, which may refer back to the blocks before it.
fn mszip(inflate: &mut Decompress, window: &mut Vec<u8>, data: &[u8], size: usize) -> Result<Vec<u8>, Fault> {
    let damaged = || Fault::new(Reason::Damaged, "MSZIP");
    let Some(data) = data.strip_prefix(b"CK") else { return Err(damaged()) };
    inflate.reset(false);
    if !window.is_empty() {
        // A stored block with the window puts it where back references look.
        let length = u16::try_from(window.len()).map_err(|_| damaged())?;
        let mut prime = vec![0];
        prime.extend(length.to_le_bytes());
        prime.extend((!length).to_le_bytes());
        prime.extend_from_slice(window);
        run(inflate, &prime, window.len()).filter(|out| out.len() == window.len()).ok_or_else(damaged)?;
    }
    let out = run(inflate, data, size).ok_or_else(damaged)?;
    window.extend_from_slice(&out);
    window.drain(..window.len().saturating_sub(MSZIP_WINDOW));
    Ok(out)
}

/// Unpacks all of `data`, to at most `size` bytes.
fn run(inflate: &mut Decompress, data: &[u8], size: usize) -> Option<Vec<u8>> {
    let mut out = vec![0; size];
    let (in_before, out_before) = (inflate.total_in(), inflate.total_out());
    loop {
        let used = usize::try_from(inflate.total_in() - in_before).ok()?;
        let made = usize::try_from(inflate.total_out() - out_before).ok()?;
        let status =
            inflate.decompress(data.get(used..)?, out.get_mut(made..)?, FlushDecompress::None).ok()?;
        let now = usize::try_from(inflate.total_out() - out_before).ok()?;
        let moved = now != made || inflate.total_in() - in_before != used as u64;
        if status == Status::StreamEnd || now == size || !moved {
            out.truncate(now);
            return Some(out);
        }
    }
}

/// The checksum of a block's data (\[MS-CAB\] 3.1).
fn checksum(data: &[u8]) -> u32 {
    let words = data.chunks_exact(4);
    let rest = words.remainder().iter().fold(0, |sum, b| sum << 8 | u32::from(*b));
    words.fold(rest, |sum, w| sum ^ u32::from_le_bytes([w[0], w[1], w[2], w[3]]))
}
