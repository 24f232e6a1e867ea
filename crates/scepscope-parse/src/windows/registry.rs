//! Exports of the registry (`.reg`, version 4 or 5): each key with its values is a record.

use std::borrow::Cow;

use scepscope_model::{Field, Platform, Record};

use crate::limits::MAX_FIELDS;
use crate::lines::LineFormat;
use crate::record::{summary, text_record};
use crate::when::Times;
use crate::{Prefilter, SourceSummary};

/// An export while it is read.
#[derive(Debug, Default)]
pub(crate) struct Registry;

impl Registry {
    pub(crate) fn summary(&self, records: u64) -> SourceSummary {
        summary(records, &Times::default(), Platform::Windows)
    }
}

/// `"Name"="value"` or `"Name"=dword:00000001`, with `\\` and `\"` resolved. Binary values are not taken.
fn value(line: &str) -> Option<(String, String)> {
    let rest = line.strip_prefix('"')?;
    let (name, rest) = quoted(rest)?;
    let rest = rest.strip_prefix('=')?;
    let text = match rest.strip_prefix('"') {
        Some(text) => quoted(text)?.0,
        None => rest.strip_prefix("dword:")?.trim().to_owned(),
    };
    Some((name, text))
}

/// The text up to the quote that ends it, and what follows.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, character)) = chars.next() {
        match character {
            '"' => return Some((out, text.get(at + 1..)?)),
            '\\' => out.push(chars.next()?.1),
            _ => out.push(character),
        }
    }
    None
}

impl LineFormat for Registry {
    const BY_CONTENT: bool = true;

    fn wants(&self, record: &Record<'_>, prefilter: &dyn Prefilter) -> bool {
        prefilter.find(record.message.as_bytes(), 0).is_some()
    }

    fn starts(&self, line: &[u8]) -> bool {
        line.starts_with(b"[")
    }

    fn see(&mut self, _: &[u8], head: bool) -> Option<u32> {
        head.then_some(0)
    }

    fn parse<'a>(&self, text: &'a str, _: u32, line: u64) -> (Record<'a>, bool) {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let Some((key, _)) = first.strip_prefix('[').and_then(|key| key.rsplit_once(']')) else {
            return (text_record(line, first), false);
        };
        // `[-HKEY…]` asks for the key to be deleted: it says nothing of what is there.
        let key = if key.starts_with('-') { "" } else { key };
        let fields = rest
            .lines()
            .filter_map(value)
            .take(MAX_FIELDS)
            .map(|(name, value)| Field { name: Cow::Owned(name), value: Cow::Owned(value) })
            .collect();
        (Record { fields, ..text_record(line, key) }, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_keys_and_values() {
        let text = "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SCEP\\MS DM Server\\ModelName_AC_1\\Install]\n\"ServerURL\"=\"https://ndes/certsrv\"\n\"Name \\\"x\\\"\"=\"C:\\\\a\"\n\"RetryCount\"=dword:00000003\n\"Blob\"=hex:01,02\n";
        let (record, complete) = Registry.parse(text, 0, 3);
        assert!(complete);
        assert_eq!(
            record.message,
            "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SCEP\\MS DM Server\\ModelName_AC_1\\Install"
        );
        assert_eq!(
            (record.field("ServerURL"), record.field("Name \"x\""), record.field("RetryCount")),
            (Some("https://ndes/certsrv"), Some("C:\\a"), Some("00000003"))
        );
        assert_eq!(record.fields.len(), 3);
        assert_eq!(Registry.parse("[-HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SCEP\\a]", 0, 1).0.message, "");
        assert!(!Registry.parse("[HKEY_LOCAL_MACH", 0, 1).1);
    }
}
