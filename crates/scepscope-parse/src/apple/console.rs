//! Text copied out of the Console app: columns by TABs, or by spaces after a detour through TextEdit, which also
//! leaves a backslash at the end of each line and `\'93` for typographic quotes. A time of day, no date.

use std::borrow::Cow;

use scepscope_model::{Clock, Level, Offset, Record};

use super::{Seen, level, word};
use crate::SourceSummary;
use crate::lines::LineFormat;
use crate::record::text_record;
use crate::when::{Midnights, Moment, clock, zone};

/// A copy out of the Console app while it is read.
#[derive(Debug, Default)]
pub(crate) struct Console {
    seen: Seen,
    midnights: Midnights,
}

struct Columns<'a> {
    level: Level,
    clock: i64,
    offset: Offset,
    process: &'a str,
    message: &'a str,
    tabbed: bool,
}

/// Without the `    Line 390010: ` that a search in an editor puts before a line.
fn without_line_number(text: &str) -> &str {
    let rest = text.trim_start_matches(' ');
    rest.strip_prefix("Line ")
        .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()))
        .and_then(|rest| rest.strip_prefix(": "))
        .unwrap_or(text)
}

/// Level and time, and what follows.
fn head(text: &str) -> Option<(Level, i64, Offset, &str)> {
    let (first, rest) = word(without_line_number(text))?;
    let level = level(first).filter(|_| first.len() > 3)?;
    let (clock, after) = clock(rest.as_bytes())?;
    let rest = &rest[rest.len() - after.len()..];
    let spaced = rest.trim_start_matches(' ');
    match zone(spaced.as_bytes()) {
        Some((offset, after)) => Some((level, clock, offset, &spaced[spaced.len() - after.len()..])),
        None => Some((level, clock, Offset::Unknown, rest)),
    }
}

fn columns(text: &str) -> Option<Columns<'_>> {
    let (level, clock, offset, rest) = head(text)?;
    let tabbed = rest.starts_with('\t');
    let wide = rest.starts_with("  ");
    let rest = rest.trim_start_matches([' ', '\t']);
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    // Names of processes hold spaces where the columns are far enough apart to tell.
    let separator = if tabbed {
        "\t"
    } else if wide {
        "  "
    } else {
        " "
    };
    let end = line.find(separator).unwrap_or(line.len());
    Some(Columns {
        level,
        clock,
        offset,
        process: &rest[..end],
        message: rest[end..].trim_start_matches([' ', '\t']),
        tabbed,
    })
}

/// Whether a record of such a copy starts with the line.
pub(crate) fn is_entry(line: &[u8]) -> bool {
    // Cheap way out: a record starts with the letter of a level or with the blanks before `Line`.
    matches!(line.first(), Some(b'd' | b'D' | b'i' | b'I' | b'e' | b'E' | b'f' | b'F' | b' ' | b'L'))
        && head(&String::from_utf8_lossy(line)).is_some()
}

impl LineFormat for Console {
    fn starts(&self, line: &[u8]) -> bool {
        is_entry(line)
    }

    fn see(&mut self, record: &[u8], head: bool) -> Option<u32> {
        let text = String::from_utf8_lossy(&record[..record.len().min(512)]);
        if !head {
            let heading = text.trim().is_empty() || text.starts_with("{\\rtf");
            return (!heading).then_some(0);
        }
        let columns = columns(&text)?;
        self.seen.record(columns.process, columns.level);
        let day = self.midnights.day_of(columns.clock);
        self.seen.times.see(Moment::undated(day, columns.clock, columns.offset));
        Some(day)
    }

    fn parse<'a>(&self, text: &'a str, day: u32, line: u64) -> (Record<'a>, bool) {
        let Some(columns) = columns(text) else { return (text_record(line, text), true) };
        let complete = !columns.message.is_empty();
        let record = Record {
            time: Moment::undated(day, columns.clock, columns.offset).stamp(),
            level: columns.level,
            origin: Cow::Borrowed(columns.process),
            message: if columns.tabbed {
                Cow::Borrowed(columns.message)
            } else {
                without_backslashes(columns.message)
            },
            ..text_record(line, "")
        };
        (record, complete)
    }

    fn unescape<'a>(&self, block: &'a [u8]) -> Cow<'a, [u8]> {
        unescape(block)
    }
}

impl Console {
    pub(crate) fn summary(&self, records: u64) -> SourceSummary {
        let clock = if records > 0 { Clock::NoDate } else { Clock::None };
        SourceSummary { clock, ..self.seen.summary(records) }
    }
}

/// Without the backslash that ends each line of rich text.
fn without_backslashes(text: &str) -> Cow<'_, str> {
    fn bare(line: &str) -> &str {
        let trimmed = line.trim_end_matches(' ');
        trimmed.strip_suffix('\\').unwrap_or(trimmed).trim_end_matches(' ')
    }
    if !text.contains('\n') {
        return Cow::Borrowed(bare(text));
    }
    let lines: Vec<&str> = text.split('\n').map(bare).collect();
    Cow::Owned(lines.join("\n"))
}

/// Rich text's `\'93` is a byte of code page 1252.
fn unescape(block: &[u8]) -> Cow<'_, [u8]> {
    let finder = memchr::memmem::Finder::new(b"\\'");
    if finder.find(block).is_none() {
        return Cow::Borrowed(block);
    }
    let mut out = Vec::with_capacity(block.len());
    let mut rest = block;
    while let Some(at) = finder.find(rest) {
        out.extend_from_slice(&rest[..at]);
        let code = rest.get(at + 2..at + 4).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|byte| *byte >= 0x80) {
            Some(byte) => {
                let (text, _) =
                    encoding_rs::WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
                out.extend_from_slice(text.as_bytes());
                rest = &rest[at + 4..];
            }
            None => {
                out.extend_from_slice(&rest[at..at + 2]);
                rest = &rest[at + 2..];
            }
        }
    }
    out.extend_from_slice(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_way_of_copying() {
        for text in [
            "debug    09:14:25.5 -0500    profiled    Sending CSR via GET.\\ ",
            "Debug 09:14:25.5 -0500 profiled Sending CSR via GET.\\  ",
            "    Line 390010: Debug    09:14:25.5 -0500    profiled    Sending CSR via GET.\\",
            "debug\t09:14:25.5-0500\tprofiled\tSending CSR via GET.",
        ] {
            assert!(is_entry(text.as_bytes()), "{text}");
            let (record, complete) = Console::default().parse(text, 0, 3);
            assert!(complete);
            assert_eq!(record.time.unwrap().to_string(), "09:14:25.5-05:00", "{text}");
            assert_eq!((record.level, record.origin.as_ref()), (Level::Debug, "profiled"));
            assert_eq!(record.message, "Sending CSR via GET.");
        }
        assert!(!is_entry(b"    Desc   : The Registration Authority"));
        assert!(!is_entry(b"error: 09 problems"));
    }

    #[test]
    fn decodes_quotes() {
        let block = b"Profile \\'93a\\'94 installed.\\'zz \\'4";
        assert_eq!(unescape(block).as_ref(), "Profile “a” installed.\\'zz \\'4".as_bytes());
        assert_eq!(without_backslashes("a\\ \nb\\\nc\\d"), "a\nb\nc\\d");
    }

    #[test]
    fn keeps_names_with_spaces() {
        let (record, _) = Console::default().parse("error\t09:14:25.5-0500\tGoogle Chrome\tx y", 0, 1);
        assert_eq!((record.origin.as_ref(), record.message.as_ref()), ("Google Chrome", "x y"));
    }
}
