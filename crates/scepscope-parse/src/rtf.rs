//! Rich text (RTF 1.9.1) in, plain UTF-8 out, as its bytes come.
//!
//! Written for what TextEdit, WordPad and mail programs make of a pasted log. A line of the output is a line of the
//! file as long as each paragraph has its own line there, as those programs write it.

use encoding_rs::Encoding;

/// Groups inside one another that are told apart; deeper ones are read like the one around them.
const MAX_GROUPS: usize = 64;

/// Letters of a control word (the standard allows 32).
const MAX_WORD: usize = 32;

/// Digits of a control word's number.
const MAX_DIGITS: usize = 10;

/// Bytes of the document's code page that are decoded together.
const MAX_ENCODED: usize = 16 * 1024;

/// Groups that hold no text of the document.
const WITHOUT_TEXT: [&[u8]; 14] = [
    b"fonttbl",
    b"colortbl",
    b"stylesheet",
    b"info",
    b"pict",
    b"header",
    b"footer",
    b"listtable",
    b"listoverridetable",
    b"filetbl",
    b"rsidtbl",
    b"themedata",
    b"datastore",
    b"fldinst",
];

#[derive(Debug, Clone, Copy)]
struct Group {
    skipped: bool,
    /// Characters that stand after a `\u` for readers that don't know it.
    fallback: u32,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Text,
    /// After a backslash.
    Escape,
    Word {
        name: Vec<u8>,
        number: Vec<u8>,
    },
    /// After `\'`, with the digits so far.
    Hex(Vec<u8>),
    /// Raw bytes that are passed over.
    Binary(u64),
    /// A carriage return or line feed was read as a paragraph's end; a line feed after it belongs to it.
    Ended,
}

/// A document while it is read.
#[derive(Debug)]
pub(crate) struct Rtf {
    state: State,
    groups: Vec<Group>,
    deeper: usize,
    /// Bytes of the document's code page that are not decoded yet.
    encoded: Vec<u8>,
    encoding: &'static Encoding,
    /// The first half of a surrogate pair.
    high: Option<u32>,
    to_skip: u32,
    /// Whether this line of the output holds anything.
    written: bool,
}

impl Rtf {
    pub(crate) fn new() -> Rtf {
        Rtf {
            state: State::Text,
            groups: vec![Group { skipped: false, fallback: 1 }],
            deeper: 0,
            encoded: Vec::new(),
            encoding: encoding_rs::WINDOWS_1252,
            high: None,
            to_skip: 0,
            written: false,
        }
    }

    /// Reads more of the document.
    pub(crate) fn feed(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        for byte in bytes {
            self.byte(*byte, out);
        }
    }

    /// The document has ended.
    pub(crate) fn finish(&mut self, out: &mut Vec<u8>) {
        if let State::Word { name, number } = std::mem::take(&mut self.state) {
            self.word(&name, &number, out);
        }
        self.flush(out);
    }

    fn byte(&mut self, byte: u8, out: &mut Vec<u8>) {
        match std::mem::take(&mut self.state) {
            State::Text => self.text(byte, out),
            State::Ended if matches!(byte, b'\r' | b'\n') => {
                self.state = if byte == b'\r' { State::Ended } else { State::Text };
            }
            State::Ended => self.text(byte, out),
            State::Escape => self.escape(byte, out),
            State::Word { mut name, mut number } => {
                let sign = byte == b'-' && number.is_empty();
                if byte.is_ascii_alphabetic() && number.is_empty() && name.len() < MAX_WORD {
                    name.push(byte);
                    self.state = State::Word { name, number };
                } else if (byte.is_ascii_digit() || sign) && number.len() < MAX_DIGITS {
                    number.push(byte);
                    self.state = State::Word { name, number };
                } else {
                    self.word(&name, &number, out);
                    // One blank ends a control word and is no text.
                    if byte != b' ' {
                        self.byte(byte, out);
                    }
                }
            }
            State::Hex(mut digits) => {
                digits.push(byte);
                if digits.len() < 2 {
                    self.state = State::Hex(digits);
                } else if let Some(code) =
                    std::str::from_utf8(&digits).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok())
                {
                    self.encoded_byte(code, out);
                }
            }
            State::Binary(left) => {
                if left > 1 {
                    self.state = State::Binary(left - 1);
                }
            }
        }
    }

    fn text(&mut self, byte: u8, out: &mut Vec<u8>) {
        match byte {
            b'\\' => self.state = State::Escape,
            b'{' => self.open(),
            b'}' => self.close(out),
            b'\r' => {}
            // No text, but where nothing stands on the line it keeps the lines of both in step.
            b'\n' if !self.written || self.group().skipped => {
                self.flush(out);
                out.push(b'\n');
            }
            b'\n' => {}
            _ => {
                self.flush(out);
                self.push(&[byte], out);
            }
        }
    }

    fn escape(&mut self, byte: u8, out: &mut Vec<u8>) {
        match byte {
            b'\'' => self.state = State::Hex(Vec::new()),
            b'*' => self.skip_group(),
            b'\r' | b'\n' => {
                self.paragraph(out);
                if byte == b'\n' {
                    self.state = State::Text;
                }
            }
            b'~' => self.character('\u{A0}', out),
            b'_' => self.character('-', out),
            b'-' => {}
            _ if byte.is_ascii_alphabetic() => {
                self.state = State::Word { name: vec![byte], number: Vec::new() };
            }
            _ => self.character(char::from(byte), out),
        }
    }

    fn word(&mut self, name: &[u8], number: &[u8], out: &mut Vec<u8>) {
        let number: Option<i64> = std::str::from_utf8(number).ok().and_then(|n| n.parse().ok());
        match name {
            _ if WITHOUT_TEXT.contains(&name) => self.skip_group(),
            b"par" | b"line" | b"sect" | b"page" | b"row" => self.paragraph(out),
            b"tab" | b"cell" => self.character('\t', out),
            b"emdash" => self.character('—', out),
            b"endash" => self.character('–', out),
            b"lquote" => self.character('‘', out),
            b"rquote" => self.character('’', out),
            b"ldblquote" => self.character('“', out),
            b"rdblquote" => self.character('”', out),
            b"bullet" => self.character('•', out),
            b"uc" => {
                let fallback = number.and_then(|n| u32::try_from(n).ok()).unwrap_or(1).min(16);
                if let Some(group) = self.groups.last_mut() {
                    group.fallback = fallback;
                }
            }
            b"u" => self.unicode(number.unwrap_or(0), out),
            b"bin" => {
                if let Some(count) = number.and_then(|n| u64::try_from(n).ok()).filter(|n| *n > 0) {
                    self.state = State::Binary(count);
                }
            }
            b"ansicpg" => self.encoding = code_page(number.unwrap_or(1252)),
            _ => {}
        }
    }

    fn unicode(&mut self, number: i64, out: &mut Vec<u8>) {
        // Numbers above 32767 are written as negative ones.
        let unit = u32::try_from(if number < 0 { number + 0x1_0000 } else { number }).unwrap_or(0xFFFD);
        let skip = self.group().fallback;
        self.to_skip = 0;
        match (self.high.take(), unit) {
            (_, 0xD800..=0xDBFF) => self.high = Some(unit),
            (Some(high), 0xDC00..=0xDFFF) => {
                let code = 0x1_0000 + ((high - 0xD800) << 10) + (unit - 0xDC00);
                self.character(char::from_u32(code).unwrap_or('\u{FFFD}'), out);
            }
            _ => self.character(char::from_u32(unit).unwrap_or('\u{FFFD}'), out),
        }
        self.to_skip = skip;
    }

    fn group(&self) -> Group {
        self.groups.last().copied().unwrap_or(Group { skipped: false, fallback: 1 })
    }

    fn open(&mut self) {
        self.to_skip = 0;
        if self.groups.len() < MAX_GROUPS {
            self.groups.push(self.group());
        } else {
            self.deeper += 1;
        }
    }

    fn close(&mut self, out: &mut Vec<u8>) {
        self.flush(out);
        self.to_skip = 0;
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if self.groups.len() > 1 {
            self.groups.pop();
        }
    }

    fn skip_group(&mut self) {
        if self.deeper == 0
            && self.groups.len() > 1
            && let Some(group) = self.groups.last_mut()
        {
            group.skipped = true;
        }
    }

    fn paragraph(&mut self, out: &mut Vec<u8>) {
        self.flush(out);
        if !self.group().skipped {
            out.push(b'\n');
            self.written = false;
            self.state = State::Ended;
        }
    }

    fn character(&mut self, character: char, out: &mut Vec<u8>) {
        self.flush(out);
        self.push(character.encode_utf8(&mut [0; 4]).as_bytes(), out);
    }

    fn encoded_byte(&mut self, byte: u8, out: &mut Vec<u8>) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
        } else if !self.group().skipped {
            self.encoded.push(byte);
            if self.encoded.len() >= MAX_ENCODED {
                self.flush(out);
            }
        }
    }

    fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
        } else if !self.group().skipped {
            out.extend_from_slice(bytes);
            self.written = true;
        }
    }

    /// Writes what was given in the document's code page.
    fn flush(&mut self, out: &mut Vec<u8>) {
        if !self.encoded.is_empty() {
            let (text, _) = self.encoding.decode_without_bom_handling(&self.encoded);
            out.extend_from_slice(text.as_bytes());
            self.written = true;
            self.encoded.clear();
        }
    }
}

fn code_page(number: i64) -> &'static Encoding {
    match number {
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        10000 => encoding_rs::MACINTOSH,
        65001 => encoding_rs::UTF_8,
        _ => encoding_rs::WINDOWS_1252,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> String {
        let whole = |size: usize| {
            let mut rtf = Rtf::new();
            let mut out = Vec::new();
            text.chunks(size).for_each(|part| rtf.feed(part, &mut out));
            rtf.finish(&mut out);
            String::from_utf8_lossy(&out).into_owned()
        };
        let read = whole(text.len().max(1));
        for size in [1, 2, 7] {
            assert_eq!(whole(size), read);
        }
        read
    }

    #[test]
    fn reads_what_textedit_writes() {
        let text = b"{\\rtf1\\ansi\\ansicpg1252\\cocoartf2822\n\\cocoatextscaling0{\\fonttbl\\f0\\fswiss\\fcharset0 Helvetica;}\n{\\colortbl;\\red255\\green255\\blue255;}\n{\\*\\expandedcolortbl;;}\n\\pard\\tx560\\partightenfactor0\n\n\\f0\\fs24 \\cf0 default\t18:30:53 profiled\\tab Profile \\'93a\\'94 \\uc0\\u12486 \\u12473 \\u12488 \\{x\\}\\\\\\\ndebug 2\\\n}";
        // The two lines of the document are the lines 7 and 8 of the file.
        assert_eq!(read(text), "\n\n\n\n\n\ndefault\t18:30:53 profiled\tProfile “a” テスト{x}\\\ndebug 2\n");
    }

    #[test]
    fn reads_what_wordpad_and_word_write() {
        let text = b"{\\rtf1\\ansi\\ansicpg932\\deff0{\\fonttbl{\\f0 MS Gothic;}}\r\n{\\info{\\author A}}\\pard \\'83\\'8c\\u26085 ?x\\par\r\n{\\b y}\\u-10180?\\u-8445?\\par\r\n}\r\n";
        assert_eq!(read(text), "\nレ日x\ny\u{1F303}\n\n");
        assert_eq!(read(b"{\\rtf1 a\r\nb\\line c{\\pict\\bin4 {{}}0102}d}"), "ab\ncd");
        assert_eq!(read(b"{\\rtf1 \\emdash\\~\\_\\-\\lquote\\u8221 \\'94z}"), "—\u{A0}-‘”z");
    }

    #[test]
    fn odd_documents_do_no_harm() {
        assert_eq!(read(b""), "");
        assert_eq!(read(b"}}}} a \\"), " a ");
        let deep = [b"{".repeat(10_000).as_slice(), b"x", b"}".repeat(10_000).as_slice(), b"y"].concat();
        assert_eq!(read(&deep), "xy");
        assert_eq!(read(b"{\\rtf1\\u99999999999999 \\uc99999 a\\'zz\\bin99999999999 b"), "\u{FFFD}999 a");
    }
}
