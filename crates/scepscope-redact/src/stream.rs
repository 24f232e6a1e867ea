//! Files of any size: decoded, redacted line by line, encoded again.

use std::io::{Read, Write};

use encoding_rs::CoderResult;

use crate::wide;

/// How much is read at once, bytes.
pub const BLOCK_BYTES: usize = 256 << 10;

/// How the characters of a source are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8; bytes that are not stay as they are.
    #[default]
    Utf8,
    /// UTF-16, little endian.
    Utf16Le,
    /// UTF-16, big endian.
    Utf16Be,
    /// An older encoding. The output is UTF-8.
    Legacy(&'static encoding_rs::Encoding),
}

impl Encoding {
    /// The encoding of that WHATWG label, such as `shift_jis` or `windows-1252`.
    pub fn for_label(label: &str) -> Option<Encoding> {
        let found = encoding_rs::Encoding::for_label(label.as_bytes())?;
        Some(match found.name() {
            "UTF-8" => Encoding::Utf8,
            "UTF-16LE" => Encoding::Utf16Le,
            "UTF-16BE" => Encoding::Utf16Be,
            _ => Encoding::Legacy(found),
        })
    }
}

/// Why a stream stopped. What was written before is redacted, but not whole.
#[derive(Debug, thiserror::Error)]
pub enum RedactError {
    /// The source could not be read.
    #[error("reading failed: {0}")]
    Read(#[source] std::io::Error),
    /// The redacted text could not be written.
    #[error("writing failed: {0}")]
    Write(#[source] std::io::Error),
    /// The table of known values could not be built.
    #[error("the table of known values could not be built: {0}")]
    Table(#[from] aho_corasick::BuildError),
}

/// Bytes of the source to UTF-8 (surrogates that stand alone as three bytes).
pub(crate) struct Decoder {
    encoding: Encoding,
    legacy: Option<encoding_rs::Decoder>,
    pending: Vec<u8>,
}

impl Decoder {
    pub(crate) fn new(encoding: Encoding) -> Self {
        let legacy = match encoding {
            Encoding::Legacy(e) => Some(e.new_decoder()),
            _ => None,
        };
        Decoder { encoding, legacy, pending: Vec::new() }
    }

    pub(crate) fn decode(&mut self, bytes: &[u8], last: bool, out: &mut Vec<u8>) {
        out.clear();
        match (self.encoding, &mut self.legacy) {
            (Encoding::Utf16Le | Encoding::Utf16Be, _) => {
                let little = self.encoding == Encoding::Utf16Le;
                self.pending.extend_from_slice(bytes);
                let mut whole = self.pending.len() & !1;
                if !last
                    && whole >= 2
                    && (0xd800..0xdc00).contains(&wide::unit(&self.pending[whole - 2..whole], little))
                {
                    whole -= 2;
                }
                out.extend(wide::to_narrow(&self.pending[..whole], little));
                self.pending.drain(..whole);
            }
            (_, Some(decoder)) => {
                let mut text = String::with_capacity(
                    decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 4),
                );
                let mut rest = bytes;
                loop {
                    let (result, used, _) = decoder.decode_to_string(rest, &mut text, last);
                    rest = &rest[used..];
                    match result {
                        CoderResult::InputEmpty => break,
                        CoderResult::OutputFull => text.reserve(BLOCK_BYTES),
                    }
                }
                out.extend_from_slice(text.as_bytes());
            }
            _ => out.extend_from_slice(bytes),
        }
    }

    /// The last byte of a UTF-16 source of odd length.
    pub(crate) fn odd(&self) -> &[u8] {
        &self.pending
    }
}

/// Fills the buffer as far as the source goes.
pub(crate) fn fill(input: &mut dyn Read, buffer: &mut [u8]) -> Result<usize, RedactError> {
    let mut have = 0;
    while have < buffer.len() {
        match input.read(&mut buffer[have..]) {
            Ok(0) => break,
            Ok(n) => have += n,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(e) => return Err(RedactError::Read(e)),
        }
    }
    Ok(have)
}

pub(crate) fn write(
    encoding: Encoding,
    text: &[u8],
    buffer: &mut Vec<u8>,
    output: &mut dyn Write,
) -> Result<(), RedactError> {
    let bytes = match encoding {
        Encoding::Utf16Le | Encoding::Utf16Be => {
            buffer.clear();
            wide::to_wide(text, encoding == Encoding::Utf16Le, buffer);
            &buffer[..]
        }
        _ => text,
    };
    output.write_all(bytes).map_err(RedactError::Write)
}
