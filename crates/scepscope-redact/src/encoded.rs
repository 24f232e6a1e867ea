//! Base64 inside text: where it stands and what it holds.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Shorter runs are words; copies of known values are searched for in base64 besides.
const RUN_MIN: usize = 20;
/// Shorter DER is neither a key nor a message.
const DER_MIN: usize = 60;

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

const fn alphabet() -> [bool; 256] {
    let mut table = [false; 256];
    let mut n = 0;
    while n < 256 {
        table[n] = (n as u8).is_ascii_alphanumeric() || n == b'+' as usize || n == b'/' as usize;
        n += 1;
    }
    table
}

static ALPHABET: [bool; 256] = alphabet();

pub(crate) fn is_base64(byte: u8) -> bool {
    ALPHABET[byte as usize]
}

/// Every run of base64 characters that is long enough, padding included. Looks at one byte in twenty where
/// there is none.
pub(crate) fn runs(text: &[u8]) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let probe = from + RUN_MIN - 1;
            if probe >= text.len() {
                return None;
            }
            let back = text[from..=probe].iter().rev().take_while(|b| is_base64(**b)).count();
            if back < RUN_MIN {
                from = probe + 1 - back;
                continue;
            }
            let mut end = probe + 1;
            while end < text.len() && is_base64(text[end]) {
                end += 1;
            }
            let start = from;
            let padding = text[end..].iter().take(2).take_while(|b| **b == b'=').count();
            from = end + padding;
            return Some(start..end + padding);
        }
    })
}

/// The whole run around a place.
pub(crate) fn run_around(text: &[u8], at: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let before = text[..at.start].iter().rev().take_while(|b| is_base64(**b)).count();
    let after = text[at.end..].iter().take_while(|b| is_base64(**b)).count();
    let end = at.end + after;
    at.start - before..end + text[end..].iter().take(2).take_while(|b| **b == b'=').count()
}

/// Decodes a run; a run that a log cut off is decoded as far as it goes, padding ends it.
pub(crate) fn decode(run: &[u8]) -> Option<Vec<u8>> {
    let bare = &run[..memchr::memchr(b'=', run).unwrap_or(run.len())];
    let whole = if bare.len() % 4 == 1 { &bare[..bare.len() - 1] } else { bare };
    LENIENT.decode(whole).ok()
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// What a run may hold, told from its first characters, before anything is decoded.
pub(crate) fn promising(run: &[u8]) -> bool {
    if run[0] == b'M' && (b'A'..=b'P').contains(&run[1]) && run.len() >= DER_MIN {
        return true;
    }
    // Text has no byte over 0x7f in scripts that matter for a first look; its first sextets are below 32.
    // Other scripts start with 0xC2..0xF4 and are looked at too when every byte fits.
    if run.starts_with(b"b3BlbnNzaC1rZXktdjEA") {
        return true;
    }
    let Some(head) = run.get(..16).and_then(|h| LENIENT.decode(h).ok()) else { return false };
    texty(&head)
}

fn texty(head: &[u8]) -> bool {
    let printable = |b: &u8| matches!(b, b'\t' | b'\n' | b'\r' | 0x20..=0x7e);
    if head.iter().all(printable) {
        return true;
    }
    let wide =
        |odd: usize| head.iter().enumerate().all(|(n, b)| if n % 2 == odd { *b == 0 } else { printable(b) });
    let bom = head.starts_with(&[0xff, 0xfe])
        || head.starts_with(&[0xfe, 0xff])
        || head.starts_with(&[0xef, 0xbb, 0xbf]);
    bom || wide(0) || wide(1) || {
        let good = match std::str::from_utf8(head) {
            Ok(_) => head.len(),
            Err(e) if e.error_len().is_none() => e.valid_up_to(),
            Err(_) => 0,
        };
        good + 3 >= head.len() && head[..good].iter().all(|b| *b >= 0x80 || printable(b))
    }
}

/// Decoded content.
#[derive(Debug)]
pub(crate) enum Content {
    /// CMS: a PKIOperation body.
    Cms,
    /// PKCS#8, PKCS#1, SEC1 or PKCS#12.
    PrivateKey,
    /// PKCS#10.
    Csr,
    /// Text in UTF-8.
    Text,
    /// Text in UTF-16, little endian where true.
    Wide(bool),
    /// Other DER, certificates mostly.
    Der,
}

pub(crate) fn classify(bytes: &[u8]) -> Option<Content> {
    // PROTOCOL.key of OpenSSH: a private key file without its armour.
    if bytes.starts_with(b"openssh-key-v1\0") {
        return Some(Content::PrivateKey);
    }
    if let Some(content) = bytes.strip_prefix(&[0x30]).and_then(skip_length) {
        return der(content, bytes.len());
    }
    wide(bytes).or_else(|| {
        let text = std::str::from_utf8(bytes).ok()?;
        let clean = !text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'));
        clean.then_some(Content::Text)
    })
}

/// UTF-16 has its own look: half of the bytes are zero. Asked before UTF-8, which zero bytes would pass.
fn wide(bytes: &[u8]) -> Option<Content> {
    if bytes.len() < 4 || bytes.len() % 2 == 1 {
        return None;
    }
    let zeros = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|b| **b == 0).count() * 4 > bytes.len();
    match (zeros(1), zeros(0)) {
        (true, false) => Some(Content::Wide(true)),
        (false, true) => Some(Content::Wide(false)),
        _ => None,
    }
}

fn skip_length(rest: &[u8]) -> Option<&[u8]> {
    match *rest.first()? {
        n @ 0x81..=0x84 => rest.get(1 + (n & 0x7f) as usize..),
        n if n <= 0x80 => rest.get(1..),
        _ => None,
    }
}

fn der(content: &[u8], length: usize) -> Option<Content> {
    const CMS: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];
    const PBE: [&[u8]; 2] = [
        &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05],
        &[0x06, 0x0a, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c],
    ];
    if content.starts_with(CMS) {
        return Some(Content::Cms);
    }
    match content {
        // Version, then an algorithm (PKCS#8), a modulus (PKCS#1), an octet string (SEC1), a safe (PKCS#12).
        [2, 1, 0, 0x30 | 0x02, ..] | [2, 1, 1, 0x04 | 0x30, ..] | [2, 1, 3, 0x30, ..] => {
            Some(Content::PrivateKey)
        }
        [0x30, rest @ ..] => {
            let inner = skip_length(rest)?;
            if PBE.iter().any(|oid| inner.starts_with(oid)) {
                return Some(Content::PrivateKey);
            }
            // A version 0 and then a name: a request. A certificate has its serial number or [0] there.
            if inner.starts_with(&[2, 1, 0, 0x30]) {
                return Some(Content::Csr);
            }
            Some(Content::Der)
        }
        _ if length >= DER_MIN / 2 => Some(Content::Der),
        _ => None,
    }
}
