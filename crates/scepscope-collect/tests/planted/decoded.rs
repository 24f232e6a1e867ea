//! Every way in which somebody could read a file of the bundle. Written for the test, from the formats' own
//! documents: RFC 3986 percent escapes, XML references, JSON escapes, RFC 4648 base64, UTF-16.

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const ANY_END: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const LENIENT: GeneralPurpose = GeneralPurpose::new(&STANDARD, ANY_END);
const LENIENT_FOR_URLS: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, ANY_END);

/// How often escapes are undone one inside the other.
const DEPTH: usize = 3;

/// The file, and what it gives when it is decoded in one way after another.
pub(crate) fn variants(file: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![file.to_vec()];
    if file.contains(&0) {
        for little in [true, false] {
            for shift in [0, 1] {
                all.push(narrow(file.get(shift..).unwrap_or_default(), little));
            }
        }
    }
    for n in 0..all.len() {
        let mut text = all[n].clone();
        // Each by itself, and all of them one inside the other.
        let alone = [percent(&text), references(&text), backslashes(&text)];
        all.extend(alone.into_iter().flatten());
        for _ in 0..DEPTH {
            let before = text.len();
            for undo in [percent, references, backslashes] {
                text = undo(&text).unwrap_or(text);
            }
            if text.len() == before {
                break;
            }
            all.push(text.clone());
        }
    }
    for n in 0..all.len() {
        let Some(inner) = base64(&all[n]) else { continue };
        all.extend(base64(&inner));
        all.push(inner);
    }
    all
}

/// UTF-16 read as text; what is none is left out.
fn narrow(bytes: &[u8], little: bool) -> Vec<u8> {
    let (low, high) = if little { (0, 1) } else { (1, 0) };
    bytes.chunks_exact(2).map(|p| if p[high] == 0 && p[low] < 0x80 { p[low] } else { b'\n' }).collect()
}

fn hex(digits: &[u8]) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Replaces what `step` understands; `None` where it understands nothing.
fn undo(text: &[u8], lead: u8, step: impl Fn(&[u8]) -> Option<(usize, Vec<u8>)>) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let (mut at, mut changed) = (0, false);
    while let Some(next) = memchr::memchr(lead, &text[at..]).map(|n| at + n) {
        out.extend_from_slice(&text[at..next]);
        match step(&text[next..]) {
            Some((used, bytes)) => {
                out.extend(bytes);
                at = next + used;
                changed = true;
            }
            None => {
                out.push(lead);
                at = next + 1;
            }
        }
    }
    out.extend_from_slice(&text[at..]);
    changed.then_some(out)
}

fn percent(text: &[u8]) -> Option<Vec<u8>> {
    undo(text, b'%', |t| Some((3, vec![hex(t.get(1..3)?)? as u8])))
}

fn references(text: &[u8]) -> Option<Vec<u8>> {
    undo(text, b'&', |t| {
        let end = t.iter().take(12).position(|b| *b == b';')?;
        let code = match &t[1..end] {
            b"amp" => u32::from('&'),
            b"lt" => u32::from('<'),
            b"gt" => u32::from('>'),
            b"quot" => u32::from('"'),
            b"apos" => u32::from('\''),
            [b'#', b'x', digits @ ..] => hex(digits)?,
            [b'#', digits @ ..] => std::str::from_utf8(digits).ok()?.parse().ok()?,
            _ => return None,
        };
        Some((end + 1, char::from_u32(code)?.to_string().into_bytes()))
    })
}

fn backslashes(text: &[u8]) -> Option<Vec<u8>> {
    undo(text, b'\\', |t| match t.get(1)? {
        c @ (b'\\' | b'/' | b'"') => Some((2, vec![*c])),
        b'n' => Some((2, vec![b'\n'])),
        b'u' => Some((6, char::from_u32(hex(t.get(2..6)?)?)?.to_string().into_bytes())),
        _ => None,
    })
}

const fn digits() -> [bool; 256] {
    let mut table = [false; 256];
    let mut n = 0;
    while n < 256 {
        let b = n as u8;
        table[n] = b.is_ascii_alphanumeric() || b == b'+' || b == b'/' || b == b'-' || b == b'_';
        n += 1;
    }
    table
}

static DIGIT: [bool; 256] = digits();

/// Everything that base64 in the text holds, one after another; also that of runs over several lines.
fn base64(text: &[u8]) -> Option<Vec<u8>> {
    const SHORTEST: usize = 16;
    let mut joined = Vec::with_capacity(text.len());
    let mut from = 0;
    for at in memchr::memchr2_iter(b'\n', b'\r', text) {
        joined.extend_from_slice(&text[from..at]);
        from = at + 1;
    }
    joined.extend_from_slice(&text[from..]);
    let mut out = Vec::new();
    for source in [text, &joined] {
        let mut at = 0;
        while at < source.len() {
            let start = at;
            while at < source.len() && DIGIT[source[at] as usize] {
                at += 1;
            }
            if at - start >= SHORTEST {
                let part = &source[start..at];
                let part = &part[..part.len() - usize::from(part.len() % 4 == 1)];
                let bytes = LENIENT.decode(part).or_else(|_| LENIENT_FOR_URLS.decode(part));
                if let Ok(bytes) = bytes {
                    if memchr::memchr(0, &bytes).is_some() {
                        out.push(b'\n');
                        out.extend(narrow(&bytes, true));
                    }
                    out.push(b'\n');
                    out.extend(bytes);
                }
            }
            at += 1;
        }
    }
    (!out.is_empty()).then_some(out)
}
