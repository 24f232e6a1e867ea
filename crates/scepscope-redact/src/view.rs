//! Escaped text read as if it were plain, with the way back to the original bytes.
//!
//! Rules are written for plain text only; a value hidden behind `%40`, `&amp;lt;`, `\u0040` or UTF-16 in a
//! UTF-8 file is found in a view of the line, and its place is carried back.

use std::borrow::Cow;

/// How often escapes are undone: SyncML inside SyncML inside a URL is three.
pub(crate) const ESCAPE_DEPTH: usize = 4;

/// How the original bytes under a view's position are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    Narrow,
    WideLe,
    WideBe,
}

/// A line, decoded. `starts[i]` is where byte `i` of the text starts in the original line; one entry more
/// than bytes. `None` where nothing was escaped.
#[derive(Debug, Clone)]
pub(crate) struct View<'a> {
    pub(crate) text: Cow<'a, [u8]>,
    starts: Option<Vec<u32>>,
    wide: Option<Vec<Width>>,
}

impl<'a> View<'a> {
    pub(crate) fn plain(line: &'a [u8]) -> Self {
        View { text: Cow::Borrowed(line), starts: None, wide: None }
    }

    /// The original range of a range of the text.
    pub(crate) fn original(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        match &self.starts {
            None => start..end,
            Some(s) => {
                let (a, b) = (s[start] as usize, s[end] as usize);
                a..b.max(a)
            }
        }
    }

    pub(crate) fn width(&self, at: usize) -> Width {
        self.wide.as_ref().and_then(|w| w.get(at)).copied().unwrap_or(Width::Narrow)
    }

    fn decode(
        &self,
        step: impl Fn(&[u8]) -> Option<(usize, Decoded)>,
        trigger: impl Fn(u8) -> bool,
    ) -> Option<View<'a>> {
        let from = &self.text;
        let mut text = Vec::with_capacity(from.len());
        let mut starts = Vec::with_capacity(from.len() + 1);
        let mut wide = self.wide.as_ref().map(|_| Vec::with_capacity(from.len()));
        let (mut at, mut changed) = (0, false);
        while at < from.len() {
            let place = self.original(at, at).start as u32;
            let width = self.width(at);
            let before = text.len();
            match trigger(from[at]).then(|| step(&from[at..])).flatten() {
                Some((used, decoded)) => {
                    text.extend_from_slice(decoded.as_ref());
                    at += used;
                    changed = true;
                }
                None => {
                    text.push(from[at]);
                    at += 1;
                }
            }
            starts.resize(text.len(), place);
            if let Some(w) = &mut wide {
                w.resize(w.len() + text.len() - before, width);
            }
        }
        starts.push(self.original(from.len(), from.len()).start as u32);
        changed.then_some(View { text: Cow::Owned(text), starts: Some(starts), wide })
    }

    /// XML references and percent escapes undone, as often as they are nested.
    pub(crate) fn unescaped(self) -> View<'a> {
        let mut view = self;
        for _ in 0..ESCAPE_DEPTH {
            match view.decode(reference_or_percent, |b| b == b'&' || b == b'%') {
                Some(next) => view = next,
                None => break,
            }
        }
        view
    }

    /// JSON string escapes undone, and what they hid. `None` where the line holds none: a backslash may as
    /// well be part of a path, so this view only adds to the other one.
    pub(crate) fn json(&self) -> Option<View<'a>> {
        let mut view = self.decode(json_escape, |b| b == b'\\')?;
        for _ in 1..ESCAPE_DEPTH {
            match view.decode(json_escape, |b| b == b'\\') {
                Some(next) => view = next,
                None => break,
            }
        }
        Some(view.unescaped())
    }

    /// Line breaks that are escaped taken out, so that wrapped base64 is one run. `None` where there are none.
    pub(crate) fn joined(line: &'a [u8]) -> Option<View<'a>> {
        BREAKS.iter().any(|b| memchr::memmem::find(line, b).is_some()).then_some(())?;
        View::plain(line).decode(escaped_break, |b| b == b'\\' || b == b'&')
    }

    /// UTF-16 stretches inside a narrow line read as text.
    pub(crate) fn narrowed(line: &'a [u8]) -> View<'a> {
        /// Fewer units are more likely binary data.
        const UNITS: usize = 4;
        let unit = |at: usize, little: bool| -> Option<u8> {
            let pair = line.get(at..at + 2)?;
            let (low, high) = if little { (pair[0], pair[1]) } else { (pair[1], pair[0]) };
            (high == 0 && (low == b'\t' || (0x20..0x7f).contains(&low))).then_some(low)
        };
        let mut text = Vec::with_capacity(line.len());
        let mut starts = Vec::with_capacity(line.len() + 1);
        let mut wide = Vec::with_capacity(line.len());
        let mut at = 0;
        while at < line.len() {
            let little =
                [true, false].into_iter().find(|l| (0..UNITS).all(|n| unit(at + 2 * n, *l).is_some()));
            match little {
                Some(little) => {
                    while let Some(byte) = unit(at, little) {
                        text.push(byte);
                        starts.push(at as u32);
                        wide.push(if little { Width::WideLe } else { Width::WideBe });
                        at += 2;
                    }
                }
                None => {
                    text.push(line[at]);
                    starts.push(at as u32);
                    wide.push(Width::Narrow);
                    at += 1;
                }
            }
        }
        starts.push(line.len() as u32);
        View { text: Cow::Owned(text), starts: Some(starts), wide: Some(wide) }
    }
}

/// At most four bytes of UTF-8.
pub(crate) struct Decoded {
    bytes: [u8; 4],
    len: usize,
}

impl AsRef<[u8]> for Decoded {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

impl Decoded {
    fn byte(byte: u8) -> Self {
        Decoded { bytes: [byte, 0, 0, 0], len: 1 }
    }

    /// Line breaks become blanks: a view is one line, whatever was escaped in it.
    fn char(code: u32) -> Option<Self> {
        let c = char::from_u32(if matches!(code, 9 | 10 | 13) { 32 } else { code })?;
        if c < ' ' {
            return None;
        }
        let mut bytes = [0; 4];
        let len = c.encode_utf8(&mut bytes).len();
        Some(Decoded { bytes, len })
    }
}

fn reference_or_percent(text: &[u8]) -> Option<(usize, Decoded)> {
    if text[0] == b'%' {
        let byte = hex(text.get(1..3)?)? as u8;
        // A control character would be no escape but chance, as the zone of `fe80::1%13`.
        return (byte >= 0x20 && byte != 0x7f).then(|| (3, Decoded::byte(byte)));
    }
    /// `&#x10FFFF;` and then some zeros.
    const LONGEST: usize = 12;
    let end = memchr::memchr(b';', &text[..text.len().min(LONGEST)])?;
    let code = match &text[1..end] {
        b"amp" => 38,
        b"lt" => 60,
        b"gt" => 62,
        b"quot" => 34,
        b"apos" => 39,
        [b'#', b'x' | b'X', digits @ ..] => hex(digits)?,
        [b'#', digits @ ..] => std::str::from_utf8(digits).ok()?.parse().ok()?,
        _ => return None,
    };
    Some((end + 1, Decoded::char(code)?))
}

/// Line breaks as JSON and XML write them.
const BREAKS: [&[u8]; 6] = [b"\\n", b"\\r", b"&#10;", b"&#13;", b"&#xA;", b"&#xD;"];

fn escaped_break(text: &[u8]) -> Option<(usize, Decoded)> {
    let found = BREAKS.into_iter().find(|b| text.starts_with(b))?;
    Some((found.len(), Decoded { bytes: [0; 4], len: 0 }))
}

fn json_escape(text: &[u8]) -> Option<(usize, Decoded)> {
    match text.get(1)? {
        c @ (b'\\' | b'/' | b'"') => Some((2, Decoded::byte(*c))),
        b'n' | b'r' | b't' => Some((2, Decoded::byte(b' '))),
        b'u' => {
            let unit = hex(text.get(2..6)?)?;
            if (0xd800..0xdc00).contains(&unit) && text.get(6..8)? == b"\\u" {
                let low = hex(text.get(8..12)?)?;
                let code = 0x10000 + ((unit - 0xd800) << 10) + low.checked_sub(0xdc00)?;
                return Some((12, Decoded::char(code)?));
            }
            Some((6, Decoded::char(unit)?))
        }
        _ => None,
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 8 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}
