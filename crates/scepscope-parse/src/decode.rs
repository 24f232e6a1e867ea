//! Any text in, UTF-8 out, a block at a time.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult};

use crate::rtf::Rtf;
use crate::{Encoding, ReadSeek};

const REPLACEMENT: &str = "\u{FFFD}";
const UTF8_BOM: &[u8] = b"\xEF\xBB\xBF";

/// Reads text of any encoding as UTF-8. Bytes that are no text stay as they are in a UTF-8 source (whoever makes
/// a string of them replaces them) and become U+FFFD in others; either way they are counted.
pub(crate) struct TextReader<'a> {
    input: &'a mut dyn ReadSeek,
    decoder: Option<Decoder>,
    rtf: Option<Rtf>,
    raw: Vec<u8>,
    /// The first bytes of a character whose rest is not read yet.
    held: Vec<u8>,
    at_start: bool,
    malformed: u64,
    ends_inside_character: bool,
}

impl Encoding {
    pub(crate) fn decoder(self) -> Option<Decoder> {
        let encoding = match self {
            Encoding::Utf8 | Encoding::Rtf | Encoding::Records | Encoding::Binary => return None,
            Encoding::Utf16Le => encoding_rs::UTF_16LE,
            Encoding::Utf16Be => encoding_rs::UTF_16BE,
            Encoding::ShiftJis => encoding_rs::SHIFT_JIS,
            Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
        };
        Some(encoding.new_decoder_with_bom_removal())
    }
}

impl<'a> TextReader<'a> {
    pub(crate) fn new(input: &'a mut dyn ReadSeek, encoding: Encoding) -> TextReader<'a> {
        TextReader {
            input,
            decoder: encoding.decoder(),
            rtf: (encoding == Encoding::Rtf).then(Rtf::new),
            raw: Vec::new(),
            held: Vec::new(),
            at_start: true,
            malformed: 0,
            ends_inside_character: false,
        }
    }

    /// Appends up to about `wanted` bytes of the input to `out`; false at the end of the input.
    pub(crate) fn fill(&mut self, out: &mut Vec<u8>, wanted: usize) -> io::Result<bool> {
        let before = out.len();
        if self.rtf.is_some() {
            return self.fill_rtf(out, wanted);
        }
        match self.decoder {
            None => self.fill_utf8(out, before, wanted),
            Some(_) => self.fill_decoded(out, wanted),
        }
    }

    /// Places where the bytes were no text.
    pub(crate) fn malformed(&self) -> u64 {
        self.malformed
    }

    /// Whether the input ended in the middle of a character.
    pub(crate) fn ends_inside_character(&self) -> bool {
        self.ends_inside_character
    }

    fn fill_utf8(&mut self, out: &mut Vec<u8>, before: usize, wanted: usize) -> io::Result<bool> {
        out.append(&mut self.held);
        out.reserve(wanted);
        let mut read = (&mut *self.input).take(wanted as u64).read_to_end(out)?;
        if self.at_start && read > 0 {
            while read < UTF8_BOM.len() {
                let more = (&mut *self.input).take((UTF8_BOM.len() - read) as u64).read_to_end(out)?;
                if more == 0 {
                    break;
                }
                read += more;
            }
            self.at_start = false;
            if out[before..].starts_with(UTF8_BOM) {
                out.drain(before..before + UTF8_BOM.len());
            }
        }
        let incomplete = self.validate(&out[before..]);
        if read == 0 {
            self.ends_inside_character = incomplete > 0;
            self.malformed += u64::from(incomplete > 0);
        } else {
            self.held.extend_from_slice(&out[out.len() - incomplete..]);
            out.truncate(out.len() - incomplete);
        }
        Ok(read > 0)
    }

    fn fill_rtf(&mut self, out: &mut Vec<u8>, wanted: usize) -> io::Result<bool> {
        self.raw.clear();
        let read = (&mut *self.input).take(wanted as u64).read_to_end(&mut self.raw)?;
        if let Some(rtf) = &mut self.rtf {
            rtf.feed(&self.raw, out);
            if read == 0 {
                rtf.finish(out);
            }
        }
        Ok(read > 0)
    }

    /// Counts malformed places; the number of bytes at the end that begin a character.
    fn validate(&mut self, mut bytes: &[u8]) -> usize {
        loop {
            let Err(error) = std::str::from_utf8(bytes) else { return 0 };
            let rest = &bytes[error.valid_up_to()..];
            match error.error_len() {
                None => return rest.len(),
                Some(length) => {
                    self.malformed += 1;
                    bytes = &rest[length..];
                }
            }
        }
    }

    fn fill_decoded(&mut self, out: &mut Vec<u8>, wanted: usize) -> io::Result<bool> {
        self.raw.clear();
        let read = (&mut *self.input).take(wanted as u64).read_to_end(&mut self.raw)?;
        let Some(decoder) = self.decoder.as_mut() else { return Ok(false) };
        let mut source = self.raw.as_slice();
        loop {
            let room = decoder
                .max_utf8_buffer_length_without_replacement(source.len())
                .unwrap_or(source.len() * 3 + 16);
            let start = out.len();
            out.resize(start + room, 0);
            let (result, used, written) =
                decoder.decode_to_utf8_without_replacement(source, &mut out[start..], read == 0);
            out.truncate(start + written);
            source = &source[used..];
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.malformed += 1;
                    self.ends_inside_character |= read == 0;
                    out.extend_from_slice(REPLACEMENT.as_bytes());
                }
            }
        }
        Ok(read > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn read(bytes: &[u8], encoding: Encoding, block: usize) -> (String, u64, bool) {
        let mut input = Cursor::new(bytes.to_vec());
        let mut reader = TextReader::new(&mut input, encoding);
        let mut out = Vec::new();
        while reader.fill(&mut out, block).unwrap() {}
        (String::from_utf8_lossy(&out).into_owned(), reader.malformed(), reader.ends_inside_character())
    }

    #[test]
    fn reads_each_encoding_whatever_the_block() {
        for block in 1..8 {
            assert_eq!(read(b"\xEF\xBB\xBFa\xE3\x83\xAC", Encoding::Utf8, block), ("aレ".into(), 0, false));
            assert_eq!(read(b"\xFF\xFEa\0\xEC\x30", Encoding::Utf16Le, block), ("aレ".into(), 0, false));
            assert_eq!(read(b"\xFE\xFF\0a\x30\xEC", Encoding::Utf16Be, block), ("aレ".into(), 0, false));
            assert_eq!(read(b"a\x83\x8C", Encoding::ShiftJis, block), ("aレ".into(), 0, false));
            assert_eq!(read(b"\x93a\x94", Encoding::Windows1252, block), ("“a”".into(), 0, false));
        }
    }

    #[test]
    fn counts_what_is_no_text() {
        for block in 1..8 {
            assert_eq!(read(b"a\xFFb\xC1c", Encoding::Utf8, block), ("a\u{FFFD}b\u{FFFD}c".into(), 2, false));
            assert_eq!(read(b"ab\xE3\x83", Encoding::Utf8, block), ("ab\u{FFFD}".into(), 1, true));
            assert_eq!(read(b"\xFF\xFEa\0b", Encoding::Utf16Le, block), ("a\u{FFFD}".into(), 1, true));
        }
    }
}
