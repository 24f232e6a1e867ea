//! Result codes in the bytes of an event, before anybody makes text of it.

use super::first::First;

/// Finds any of some codes as event log files store them: a number of four bytes, lowest first, or its hexadecimal digits
/// in UTF-16 ([MS-EVEN6] 2.2.12: values of binary XML).
#[derive(Debug, Clone)]
pub(crate) struct CodeBytes(First);

impl CodeBytes {
    /// `None` where there are no codes.
    ///
    /// # Errors
    /// A code that is not eight hexadecimal digits.
    pub(crate) fn new(codes: &[String]) -> Result<Option<CodeBytes>, String> {
        let mut patterns: Vec<Vec<u8>> = Vec::new();
        for code in codes {
            let digits = code.len() == 8 && code.bytes().all(|b| b.is_ascii_hexdigit());
            let number = u32::from_str_radix(code, 16).ok().filter(|_| digits);
            let number = number.ok_or_else(|| format!("`{code}` is no code of eight hexadecimal digits"))?;
            patterns.push(number.to_le_bytes().to_vec());
            patterns.extend(
                in_any_case(code).map(|code| code.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            );
        }
        if patterns.is_empty() {
            return Ok(None);
        }
        First::new(&patterns).map(|first| Some(CodeBytes(first)))
    }

    /// Whether one of the codes stands in the bytes.
    pub(crate) fn stand_in(&self, bytes: &[u8]) -> bool {
        self.0.find(bytes).is_some()
    }
}

/// Eight digits in every case of their letters, of which codes have few.
fn in_any_case(code: &str) -> impl Iterator<Item = String> + '_ {
    let letters: Vec<usize> =
        code.char_indices().filter(|(_, c)| c.is_ascii_alphabetic()).map(|(at, _)| at).collect();
    (0..1_u32 << letters.len()).map(move |upper| {
        let is_upper = |at: usize| letters.iter().position(|l| *l == at).is_some_and(|n| upper >> n & 1 == 1);
        let cased = |(at, c): (usize, char)| {
            if is_upper(at) { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
        };
        code.char_indices().map(cased).collect()
    })
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
