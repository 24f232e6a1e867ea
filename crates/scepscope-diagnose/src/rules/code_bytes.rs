//! Result codes in the bytes of an event, before anybody makes text of it.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// Finds any of some codes as event log files store them: a number of four bytes, lowest first, or its hexadecimal digits
/// in UTF-16 ([MS-EVEN6] 2.2.12: values of binary XML).
#[derive(Debug, Clone)]
pub(crate) struct CodeBytes(AhoCorasick);

impl CodeBytes {
    /// `None` where there are no codes.
    ///
    /// # Errors
    /// A code that is not eight hexadecimal digits.
    pub(crate) fn new(codes: &[String]) -> Result<Option<CodeBytes>, String> {
        let mut patterns = Vec::new();
        for code in codes {
            let digits = code.len() == 8 && code.bytes().all(|b| b.is_ascii_hexdigit());
            let number = u32::from_str_radix(code, 16).ok().filter(|_| digits);
            let number = number.ok_or_else(|| format!("`{code}` is no code of eight hexadecimal digits"))?;
            patterns.push(number.to_le_bytes().to_vec());
            patterns.push(code.encode_utf16().flat_map(u16::to_le_bytes).collect());
        }
        if patterns.is_empty() {
            return Ok(None);
        }
        // Ignoring case also lets some other numbers pass; they are told apart when the event is read.
        // A table is walked byte by byte: looking ahead for rare bytes would stop at every second one, as digits and zeros
        // are most of what such records hold.
        let mut builder = AhoCorasick::builder();
        builder.ascii_case_insensitive(true).prefilter(false).kind(Some(AhoCorasickKind::DFA));
        let built = builder.build(patterns);
        built.map(|automaton| Some(CodeBytes(automaton))).map_err(|e| e.to_string())
    }

    /// Whether one of the codes stands in the bytes.
    pub(crate) fn stand_in(&self, bytes: &[u8]) -> bool {
        self.0.is_match(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn finds_codes_as_numbers_and_as_text_in_any_case() {
        let codes = CodeBytes::new(&["800b0109".to_owned(), "80092013".to_owned()]).unwrap().unwrap();
        for there in [utf16("value=800B0109."), utf16("x80092013"), vec![1, 0x09, 0x01, 0x0B, 0x80, 7]] {
            assert!(codes.stand_in(&there), "{there:?}");
        }
        for absent in [utf16("800B0101"), utf16("80092 013"), vec![0x80, 0x0B, 0x01, 0x09], Vec::new()] {
            assert!(!codes.stand_in(&absent), "{absent:?}");
        }
    }

    #[test]
    fn refuses_what_is_no_code() {
        for wrong in ["800b010", "800b01090", "0x800b01", "+00b0109", ""] {
            assert!(CodeBytes::new(&[wrong.to_owned()]).is_err(), "{wrong}");
        }
        assert!(CodeBytes::new(&[]).unwrap().is_none());
    }
}
