//! Names from containers: decoded, neutralised, never obeyed.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::Reason;

/// Makes a name fit to be shown and compared: relative, `/` between the parts, NFC, no control characters.
///
/// A leading `/` or drive letter is dropped, since nothing is ever opened by this name. `..` is refused: who writes it
/// means another place.
pub(crate) fn neutralise(raw: &str, max: usize) -> Result<String, Reason> {
    if raw.len() > max {
        return Err(Reason::NameTooLong);
    }
    let raw = without_drive(raw);
    let mut path = String::with_capacity(raw.len());
    for part in raw.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => return Err(Reason::UnsafeName),
            part => {
                if !path.is_empty() {
                    path.push('/');
                }
                path.extend(part.nfc().map(|c| if is_hidden(c) { '\u{FFFD}' } else { c }));
            }
        }
    }
    // What stands for a character may be longer than it.
    if path.len() > max {
        return Err(Reason::NameTooLong);
    }
    if path.is_empty() { Err(Reason::UnsafeName) } else { Ok(path) }
}

/// The same for a name that is refused: whatever of it can be shown.
pub(crate) fn shown(raw: &str, max: usize) -> String {
    let mut end = raw.len().min(max);
    while !raw.is_char_boundary(end) {
        end -= 1;
    }
    raw[..end].nfc().map(|c| if is_hidden(c) { '\u{FFFD}' } else { c }).collect()
}

fn without_drive(raw: &str) -> &str {
    match raw.as_bytes() {
        [letter, b':', ..] if letter.is_ascii_alphabetic() => &raw[2..],
        _ => raw,
    }
}

/// Control characters, and those that turn or hide text.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
        || matches!(c, '\u{061C}' | '\u{00AD}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// A name whose encoding nobody stated: UTF-8 where it is, else what Japanese Windows writes where it reads as that,
/// else code page 437, the zip format's own.
pub(crate) fn decode(raw: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(raw) {
        return Cow::Borrowed(text);
    }
    let (japanese, wrong) = encoding_rs::SHIFT_JIS.decode_without_bom_handling(raw);
    if !wrong && is_japanese(&japanese) {
        return japanese;
    }
    Cow::Owned(
        raw.iter().map(|b| if b.is_ascii() { *b as char } else { CP437[usize::from(*b) - 128] }).collect(),
    )
}

/// Whether every character outside ASCII is Japanese, and some two stand side by side. A single accented letter of code
/// page 437 followed by a small letter may look like one character of Shift-JIS, two in a row hardly do.
fn is_japanese(text: &str) -> bool {
    let japanese =
        |c: char| matches!(c, '\u{3000}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF5E}');
    let mut before = false;
    let mut pair = false;
    for c in text.chars() {
        if !c.is_ascii() && !japanese(c) {
            return false;
        }
        pair |= before && japanese(c);
        before = japanese(c);
    }
    pair
}

/// The upper half of code page 437.
const CP437: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å', 'É', 'æ', 'Æ', 'ô', 'ö',
    'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', '¢', '£', '¥', '₧', 'ƒ', 'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '⌐',
    '¬', '½', '¼', '¡', '«', '»', '░', '▒', '▓', '│', '┤', '╡', '╢', '╖', '╕', '╣', '║', '╗', '╝', '╜', '╛',
    '┐', '└', '┴', '┬', '├', '─', '┼', '╞', '╟', '╚', '╔', '╩', '╦', '╠', '═', '╬', '╧', '╨', '╤', '╥', '╙',
    '╘', '╒', '╓', '╫', '╪', '┘', '┌', '█', '▄', '▌', '▐', '▀', 'α', 'ß', 'Γ', 'π', 'Σ', 'σ', 'µ', 'τ', 'Φ',
    'Θ', 'Ω', 'δ', '∞', 'φ', 'ε', '∩', '≡', '±', '≥', '≤', '⌠', '⌡', '÷', '≈', '°', '∙', '·', '√', 'ⁿ', '²',
    '■', '\u{A0}',
];

#[cfg(test)]
mod tests {
    use super::*;

    fn named(raw: &str) -> Result<String, Reason> {
        neutralise(raw, 64)
    }

    #[test]
    fn a_name_becomes_a_relative_path() {
        for (raw, path) in [
            ("logs/OMADM.log", "logs/OMADM.log"),
            ("logs\\OMADM.log", "logs/OMADM.log"),
            ("./a//b/./c", "a/b/c"),
            ("/var/log/x", "var/log/x"),
            ("C:\\Users\\Public\\x", "Users/Public/x"),
            ("\\\\server\\share\\x", "server/share/x"),
            ("a..b/...", "a..b/..."),
            ("診断/U\u{308}bersicht.log", "診断/Übersicht.log"),
            ("a\u{1B}[31mb\n", "a\u{FFFD}[31mb\u{FFFD}"),
            ("x\u{202E}gol.exe", "x\u{FFFD}gol.exe"),
            ("nul\0.log", "nul\u{FFFD}.log"),
        ] {
            assert_eq!(named(raw).as_deref(), Ok(path), "{raw:?}");
        }
    }

    #[test]
    fn what_means_another_place_is_refused() {
        for raw in ["..", "../x", "a/../../x", "a\\..\\x", "C:..\\x", "", "/", ".", "C:\\"] {
            assert_eq!(named(raw), Err(Reason::UnsafeName), "{raw:?}");
        }
        assert_eq!(named(&"x".repeat(65)), Err(Reason::NameTooLong));
        assert_eq!(named(&"\u{7}".repeat(22)), Err(Reason::NameTooLong));
    }

    #[test]
    fn a_refused_name_is_cut_at_a_character() {
        assert_eq!(shown("ééé", 3), "é");
        assert_eq!(shown("../\u{7}x", 64), "../\u{FFFD}x");
    }

    #[test]
    fn names_without_a_stated_encoding_are_read_as_their_writers_meant() {
        // Bytes by Python: 'Übersicht.log'.encode('cp437'), '診断ログ.log'.encode('cp932').
        assert_eq!(decode(b"\x9abersicht.log"), "Übersicht.log");
        assert_eq!(decode(b"Ger\x84te-\x9abersicht gr\x94\xe1er.log"), "Geräte-Übersicht größer.log");
        assert_eq!(decode(b"\x90f\x92f\x83\x8d\x83O.log"), "診断ログ.log");
        assert_eq!(decode("診断ログ.log".as_bytes()), "診断ログ.log");
        assert_eq!(decode(b"plain.log"), "plain.log");
    }
}
