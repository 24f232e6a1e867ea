//! Expressions of rules, compiled when first asked: a run applies few of them, and all of them together take longer to
//! compile than a small log takes to read.

use std::sync::OnceLock;

use regex::{Captures, Regex, RegexBuilder};

/// Largest compiled size of one pattern, in bytes.
const PATTERN_SIZE_LIMIT: usize = 1 << 20;

/// An expression whose syntax was checked.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// # Errors
    /// What is wrong with the syntax.
    pub(crate) fn new(text: &str) -> Result<Pattern, String> {
        regex_syntax::parse(text).map_err(|e| e.to_string())?;
        Ok(Pattern { text: text.to_owned(), compiled: OnceLock::new() })
    }

    /// The expression, or `None` where it is larger than [`PATTERN_SIZE_LIMIT`]: such a rule matches nothing.
    pub(crate) fn regex(&self) -> Option<&Regex> {
        let compile = || RegexBuilder::new(&self.text).size_limit(PATTERN_SIZE_LIMIT).build().ok();
        self.compiled.get_or_init(compile).as_ref()
    }

    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    pub(crate) fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.regex()?.captures(text)
    }
}
