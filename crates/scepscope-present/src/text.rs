//! Making text out of a log harmless, and fitting text into columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The longest host name that DNS knows, in characters.
const MAX_HOST_CHARS: usize = 253;

/// `text` as one line that obeys nothing: line breaks and tabs become spaces, other control characters their
/// visible pictures (`␛`), bidirectional controls and invisible characters U+FFFD; at most `max_chars`
/// characters, the last one an ellipsis where something was cut.
pub fn neutralise(text: &str, max_chars: usize) -> String {
    let mut out = String::with_capacity(text.len().min(max_chars.saturating_mul(3)));
    for (n, c) in text.chars().map(visible).enumerate() {
        if n == max_chars {
            out.pop();
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

fn visible(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        _ if c.is_control() || is_invisible(c) => '\u{fffd}',
        _ => c,
    }
}

/// Whether a character neither moves a terminal's cursor nor hides or reorders what stands around it.
pub fn is_harmless(c: char) -> bool {
    !c.is_control() && !is_invisible(c)
}

/// Characters that reorder text, join it invisibly, or hide in it: bidirectional controls (UAX #9), zero-width
/// characters, variation selectors, tags, interlinear marks, byte order marks.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The host (and port) of a URL as it may stand in a sentence, `None` where the URL names none.
///
/// User information is dropped. Only letters, digits and the punctuation of host names are kept, and no letters
/// of right-to-left scripts, since those would reorder the sentence: anything else becomes U+FFFD.
pub fn host_of(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default().trim();
    if !host.chars().any(char::is_alphanumeric) {
        return None;
    }
    let kept = |c: char| (c.is_alphanumeric() && !is_right_to_left(c)) || ".-_:[]%".contains(c);
    let clean: String = host.chars().map(|c| if kept(c) { c } else { '\u{fffd}' }).collect();
    Some(neutralise(&clean, MAX_HOST_CHARS))
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// The number of terminal columns of `text`.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// `text` followed by spaces up to `width` columns.
pub(crate) fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// Breaks `text` into lines of at most `width` columns: at spaces, between wide characters, and inside a word
/// only where it is longer than a line.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if columns(&line) + columns(piece.trim_end()) <= width {
            line.push_str(piece);
            continue;
        }
        if !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
        }
        line = String::new();
        for c in piece.chars() {
            if columns(&line) + c.width().unwrap_or(0) > width && !c.is_whitespace() {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.trim().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Japanese punctuation that may not begin a line.
const NOT_FIRST: &str = "、。，．・：；？！）」』】〉》ーっゃゅょッャュョ々…)]:;,.?!";
/// Japanese punctuation that may not end a line.
const NOT_LAST: &str = "（「『【〈《([";

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut chars = rest.char_indices().peekable();
        let (_, mut before) = chars.next()?;
        for (at, c) in chars {
            let after_space = before == ' ' && c != ' ';
            let wide = before.width() == Some(2) || c.width() == Some(2);
            let between =
                wide && before != ' ' && c != ' ' && !NOT_FIRST.contains(c) && !NOT_LAST.contains(before);
            if after_space || between {
                let (piece, remaining) = rest.split_at(at);
                rest = remaining;
                return Some(piece);
            }
            before = c;
        }
        Some(std::mem::take(&mut rest))
    })
}
