//! Entries put into words by `macos-unifiedlogs`.
//!
//! The library reads whole files of one process after the other and looks for format strings by itself. Here every
//! entry that is left over is written anew, as one process that keeps all format strings in its own image: so the
//! library meets nothing but short, well-formed chunks, and decodes arguments and formats, which is what it is good
//! at.
//!
//! It is foreign code that was not written for hostile input: it indexes and subtracts unchecked. What is known to
//! break it is kept from it ([`is_sound`], [`is_modest`]); the rest is caught, entry by entry.

use std::collections::HashMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use macos_unifiedlogs::cache::MemoryStringCache;
use macos_unifiedlogs::dsc::SharedCacheStrings;
use macos_unifiedlogs::filesystem::LocalFile;
use macos_unifiedlogs::parser::build_log;
use macos_unifiedlogs::traits::{FileProvider, SourceFile};
use macos_unifiedlogs::unified_log::LogData;
use macos_unifiedlogs::uuidtext::{UUIDText, UUIDTextEntry};

use crate::bytes::padding;
use crate::limits::{MAX_ENTRY_BYTES, MAX_FORMAT_WIDTH};

/// What a message is made of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'a> {
    /// `None` where the format string is missing: the message is then the arguments, one space between them.
    pub(crate) format: Option<&'a str>,
    pub(crate) arguments: &'a [u8],
    pub(crate) private: &'a [u8],
    /// Set where the arguments stand in an oversize chunk; `None` inside where that chunk is missing.
    pub(crate) oversize: Option<Option<&'a [u8]>>,
    /// Whether a backtrace precedes the values of the arguments.
    pub(crate) context: bool,
}

/// The messages, in order; `None` for one that is damaged.
pub(crate) fn texts(pieces: &[Piece<'_>]) -> Vec<Option<String>> {
    let sound = |piece: &Piece<'_>| {
        piece.arguments.len() <= MAX_ENTRY_BYTES
            && is_sound(piece.arguments)
            && piece.oversize.flatten().is_none_or(is_sound)
    };
    let (indices, good): (Vec<usize>, Vec<Piece<'_>>) =
        pieces.iter().enumerate().filter(|(_, p)| sound(p)).map(|(i, p)| (i, *p)).unzip();
    let mut texts = vec![None; pieces.len()];
    for (index, text) in indices.into_iter().zip(together(&good)) {
        texts[index] = text;
    }
    texts
}

/// All at once; where that fails, in halves, until the entry that is to blame stands alone.
fn together(pieces: &[Piece<'_>]) -> Vec<Option<String>> {
    // The closure touches nothing that outlives it.
    let formatted = catch_unwind(AssertUnwindSafe(|| format(pieces))).ok().flatten();
    match (formatted, pieces) {
        (Some(texts), _) => texts.into_iter().map(Some).collect(),
        (None, []) => Vec::new(),
        (None, [_]) => vec![None],
        (None, pieces) => {
            let (first, second) = pieces.split_at(pieces.len() / 2);
            let mut texts = together(first);
            texts.extend(together(second));
            texts
        }
    }
}

fn format(pieces: &[Piece<'_>]) -> Option<Vec<String>> {
    let mut images = Images::default();
    let file = file(pieces, &mut images);
    let (_, data) = LogData::parse_unified_log(&file, "").ok()?;
    let (logs, _) = build_log(&data, &images, &MemoryStringCache::default(), &HashMap::new(), false);
    if logs.len() != pieces.len() {
        return None;
    }
    let join = |log: LogData| {
        let values: Vec<String> =
            log.message_entries.into_iter().map(|entry| entry.message_strings).collect();
        values.join(" ")
    };
    let text = |(log, piece): (LogData, &Piece<'_>)| match piece.format {
        Some(format) if is_modest(format) => log.message,
        _ => join(log),
    };
    Some(logs.into_iter().zip(pieces).map(text).collect())
}

/// Number of the process, of its image, and of the boot: any will do.
const PROCESS: (u64, u32) = (1, 1);
const IMAGE: u128 = 1;

/// A tracev3 file with these entries and nothing else.
fn file(pieces: &[Piece<'_>], images: &mut Images) -> Vec<u8> {
    let mut entries = Vec::new();
    for (number, piece) in (1_u32..).zip(pieces) {
        if let Some(Some(data)) = piece.oversize {
            oversize(&mut entries, number, data);
        }
        let format = piece.format.filter(|f| is_modest(f)).unwrap_or("%s");
        firehose(&mut entries, number, piece, images.place(format));
    }
    images.close();
    let mut file = Vec::new();
    chunk(&mut file, crate::frame::HEADER, &header());
    chunk(&mut file, crate::frame::CATALOG, &catalog());
    let mut set = b"bv4-".to_vec();
    set.extend((entries.len() as u32).to_le_bytes());
    set.extend(entries);
    set.extend(b"bv4$");
    chunk(&mut file, crate::frame::CHUNKSET, &set);
    file
}

fn chunk(out: &mut Vec<u8>, tag: u32, body: &[u8]) {
    out.extend(tag.to_le_bytes());
    out.extend(0x11_u32.to_le_bytes());
    out.extend((body.len() as u64).to_le_bytes());
    out.extend(body);
    out.resize(out.len() + padding(body.len()), 0);
}

fn header() -> Vec<u8> {
    let mut body = Vec::new();
    for word in [1_u32, 1, 0, 0, 0, 0, 0, 0, 0, 1] {
        body.extend(word.to_le_bytes());
    }
    for (tag, size) in [(0x6100_u32, 8_u32), (0x6101, 0x38), (0x6102, 0x18), (0x6103, 0x30)] {
        body.extend(tag.to_le_bytes());
        body.extend(size.to_le_bytes());
        body.resize(body.len() + size as usize, 0);
    }
    body
}

fn catalog() -> Vec<u8> {
    const IMAGES: u16 = 16;
    const PROCESSES: u16 = 48;
    let mut body = Vec::new();
    for word in [IMAGES, IMAGES, 1, IMAGES + PROCESSES, 1, 0, 0, 0] {
        body.extend(word.to_le_bytes());
    }
    body.extend([0; 8]);
    body.extend(IMAGE.to_be_bytes());
    // Index, program, no shared cache.
    for word in [0_u16, 0, 0, u16::MAX] {
        body.extend(word.to_le_bytes());
    }
    body.extend(PROCESS.0.to_le_bytes());
    body.extend(PROCESS.1.to_le_bytes());
    // Process id, user, no further images, no subsystems.
    body.extend([0; 28]);
    // One chunkset of this process, compressed with LZ4.
    body.extend([0; 20]);
    body.extend(0x100_u32.to_le_bytes());
    body.extend(1_u32.to_le_bytes());
    body.extend([0; 6]);
    body.resize(body.len() + padding(34), 0);
    body
}

fn oversize(out: &mut Vec<u8>, number: u32, data: &[u8]) {
    let mut body = Vec::new();
    body.extend(PROCESS.0.to_le_bytes());
    body.extend(PROCESS.1.to_le_bytes());
    body.extend([0; 12]);
    body.extend(number.to_le_bytes());
    body.extend((data.len().min(usize::from(u16::MAX)) as u16).to_le_bytes());
    body.extend([0; 2]);
    body.extend(data);
    chunk(out, crate::chunkset::OVERSIZE, &body);
}

/// One entry in a buffer of its own.
fn firehose(out: &mut Vec<u8>, number: u32, piece: &Piece<'_>, format: u32) {
    const PRIVATE_END: u16 = 0x1000;
    let mut flags = 0x2_u16;
    let mut data = Vec::new();
    let private = &piece.private[..piece.private.len().min(usize::from(PRIVATE_END))];
    let private_at = PRIVATE_END - private.len() as u16;
    if !private.is_empty() {
        flags |= 0x100;
        data.extend(private_at.to_le_bytes());
        data.extend((private.len() as u16).to_le_bytes());
    }
    data.extend([0; 4]);
    if piece.oversize.is_some() {
        flags |= 0x800;
        data.extend(number.to_le_bytes());
    }
    flags |= if piece.context { 0x1000 } else { 0 };
    data.extend(piece.arguments);
    let mut entry = vec![4, 0];
    entry.extend(flags.to_le_bytes());
    entry.extend(format.to_le_bytes());
    entry.extend([0; 14]);
    entry.extend((data.len() as u16).to_le_bytes());
    entry.extend(data);
    entry.resize(entry.len() + padding(entry.len()), 0);
    let mut body = Vec::new();
    body.extend(PROCESS.0.to_le_bytes());
    body.extend(PROCESS.1.to_le_bytes());
    // Not to expire; "collapsed", or else zeros at the start of the private data are taken for padding.
    body.extend([0, 1, 0, 0]);
    body.extend((entry.len() as u16 + 16).to_le_bytes());
    body.extend(private_at.to_le_bytes());
    body.extend([0; 12]);
    body.extend(entry);
    body.extend(private);
    chunk(out, crate::chunkset::FIREHOSE, &body);
}

/// The only image: all format strings.
#[derive(Default)]
struct Images {
    strings: Vec<u8>,
    places: HashMap<String, u32>,
}

impl Images {
    fn place(&mut self, format: &str) -> u32 {
        if let Some(place) = self.places.get(format) {
            return *place;
        }
        let place = self.strings.len() as u32;
        self.strings.extend(format.as_bytes());
        self.strings.push(0);
        self.places.insert(format.to_owned(), place);
        place
    }

    /// Ends the strings with the path of the program.
    fn close(&mut self) {
        self.strings.extend(b"/p\0");
    }
}

impl FileProvider for Images {
    fn tracev3_files(&self) -> impl Iterator<Item = impl SourceFile> {
        std::iter::empty::<LocalFile>()
    }

    fn uuidtext_files(&self) -> impl Iterator<Item = impl SourceFile> {
        std::iter::empty::<LocalFile>()
    }

    fn read_uuidtext(&self, _: &str) -> Result<UUIDText, io::Error> {
        let strings = self.strings.len() - b"/p\0".len();
        Ok(UUIDText {
            number_entries: 1,
            entry_descriptors: vec![UUIDTextEntry { range_start_offset: 0, entry_size: strings as u32 }],
            footer_data: self.strings.clone(),
            ..UUIDText::default()
        })
    }

    fn dsc_files(&self) -> impl Iterator<Item = impl SourceFile> {
        std::iter::empty::<LocalFile>()
    }

    fn read_dsc_uuid(&self, _: &str) -> Result<SharedCacheStrings, io::Error> {
        Err(io::Error::from(io::ErrorKind::NotFound))
    }

    fn timesync_files(&self) -> impl Iterator<Item = impl SourceFile> {
        std::iter::empty::<LocalFile>()
    }
}

/// Whether the list of arguments is as long as it says, and ends in none that only tells the length of the next.
fn is_sound(arguments: &[u8]) -> bool {
    /// Shorter data hold no arguments.
    const LEAST: usize = 6;
    if arguments.len() < LEAST {
        return true;
    }
    let mut at = 2;
    let mut length_only = false;
    for _ in 0..arguments[1] {
        let Some([kind, size]) = arguments.get(at..at + 2) else { return false };
        length_only = matches!(kind, 0x10 | 0x12);
        at += 2 + match kind {
            // Numbers stand here, of others an offset and a length.
            0x00 | 0x02 | 0x10 | 0x12 => usize::from(*size),
            _ => 4,
        };
        if at > arguments.len() {
            return false;
        }
    }
    !length_only
}

/// Whether no width or precision of a format asks for more than a sentence.
fn is_modest(format: &str) -> bool {
    let mut rest = format.as_bytes();
    while let Some(at) = memchr::memchr(b'%', rest) {
        rest = &rest[at + 1..];
        // A sign and a space are literal for the library.
        if rest.first() == Some(&b' ') {
            continue;
        }
        if rest.first() == Some(&b'{') {
            rest = &rest[memchr::memchr(b'}', rest).map_or(0, |end| end + 1)..];
        }
        let mut number = 0_u32;
        let mut length = 0;
        for byte in rest {
            match byte {
                b'0'..=b'9' => number = number.saturating_mul(10).saturating_add(u32::from(byte - b'0')),
                b'.' | b'*' | b'-' | b'+' | b'#' | b' ' => number = 0,
                _ => break,
            }
            if number > MAX_FORMAT_WIDTH {
                return false;
            }
            length += 1;
        }
        // Two signs are one literal sign.
        rest =
            &rest[(length + usize::from(rest.get(length) == Some(&b'%') && length == 0)).min(rest.len())..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(format: &str, arguments: &[u8]) -> Option<String> {
        let piece = Piece { format: Some(format), arguments, private: &[], oversize: None, context: false };
        texts(&[piece]).remove(0)
    }

    #[test]
    fn formats_arguments() {
        let number = [0, 1, 0, 4, 42, 0, 0, 0];
        assert_eq!(one("n=%d", &number).as_deref(), Some("n=42"));
        assert_eq!(one("n=%08d%%", &number).as_deref(), Some("n=00000042%"));
        let text = [2, 1, 0x22, 4, 0, 0, 3, 0, b'a', b'b', 0];
        assert_eq!(one("<%{public}s>", &text).as_deref(), Some("<ab>"));
        assert_eq!(one("nothing to add", &[0, 0]).as_deref(), Some("nothing to add"));
    }

    #[test]
    fn keeps_arguments_whose_format_is_missing() {
        let arguments = [2, 2, 0x22, 4, 0, 0, 3, 0, 0, 4, 42, 0, 0, 0, b'a', b'b', 0];
        let piece =
            Piece { format: None, arguments: &arguments, private: &[], oversize: None, context: false };
        assert_eq!(texts(&[piece]), [Some("ab 42".to_owned())]);
    }

    #[test]
    fn asks_for_no_more_than_a_sentence() {
        assert!(is_modest("%d of 100000 at %{public,signpost.x=99999}5.10s, 100% 99999"));
        assert!(is_modest("%%99999 %"));
        assert!(!is_modest("%99999d"));
        assert!(!is_modest("%{public}.4294967295s"));
        assert_eq!(one("%99999999999d", &[0, 1, 0, 4, 42, 0, 0, 0]).as_deref(), Some("42"));
    }

    #[test]
    fn a_damaged_entry_costs_itself_only() {
        let good = Piece {
            format: Some("n=%d"),
            arguments: &[0, 1, 0, 4, 42, 0, 0, 0],
            private: &[],
            oversize: None,
            context: false,
        };
        // A string that is announced and not there; a length without the value that it belongs to; a backtrace
        // that is cut off.
        let short = Piece { arguments: &[0, 9, 0x22, 4, 0, 0, 3, 0], ..good };
        let length = Piece { format: Some("%*s"), arguments: &[0, 1, 0x10, 4, 9, 0, 0, 0], ..good };
        let trace = Piece { context: true, ..good };
        let given = texts(&[good, short, good, length, good, trace, good]);
        let n = Some("n=42".to_owned());
        assert_eq!(given, [n.clone(), None, n.clone(), None, n.clone(), None, n]);
    }
}
