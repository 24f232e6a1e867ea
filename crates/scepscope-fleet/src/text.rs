//! Making text of a bundle harmless before it stands in a cell.
//!
//! A table is read by spreadsheets, terminals and pages. So no cell obeys any of them: control characters and
//! invisible ones are made visible, and a cell that a spreadsheet would take for a formula begins with an apostrophe.

use scepscope_present::text::{is_harmless, neutralise};

use crate::limits::MAX_CELL_CHARS;

/// What a spreadsheet takes for the begin of a formula; the full-width forms are folded to these by some.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A cell with text of a bundle.
pub(crate) fn cell(text: &str) -> String {
    let clean = neutralise(text, MAX_CELL_CHARS);
    if clean.trim_start().starts_with(FORMULA) { format!("'{clean}") } else { clean }
}

/// A name within the inbox. Percent-encoded where [`cell`] would change it, so that two names never become one.
pub(crate) fn source(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for (at, c) in name.char_indices() {
        let formula = FORMULA.contains(&c)
            && out.trim_start().is_empty()
            && name.get(..at).is_some_and(|b| b.trim().is_empty());
        if formula || c == '%' || !is_harmless(c) {
            let mut buffer = [0; 4];
            for byte in c.encode_utf8(&mut buffer).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_or_an_escape() {
        assert_eq!(cell("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
        assert_eq!(cell("\t@SUM(1)"), "' @SUM(1)");
        assert_eq!(cell("＝1+1"), "'＝1+1");
        assert_eq!(cell("\u{1b}[31mred"), "␛[31mred");
        assert_eq!(cell("a-b=c"), "a-b=c");
        assert_eq!(cell(&"x".repeat(600)).chars().count(), MAX_CELL_CHARS);
    }

    #[test]
    fn names_stay_different() {
        assert_eq!(source("a/b.zip"), "a/b.zip");
        assert_eq!(source("=a.zip"), "%3Da.zip");
        assert_eq!(source(" =a.zip"), " %3Da.zip");
        assert_eq!(source("a\u{1b}.zip"), "a%1B.zip");
        assert_eq!(source("a%1B.zip"), "a%251B.zip");
        assert_ne!(source("a\u{202e}b.zip"), source("ab.zip"));
    }
}
