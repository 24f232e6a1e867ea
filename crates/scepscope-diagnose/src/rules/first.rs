//! The search for some literals at once.

use aho_corasick::{AhoCorasick, MatchKind, packed};

/// Finds the leftmost of some literals.
#[derive(Debug, Clone)]
pub(crate) enum First {
    /// By vector instructions, as long as the literals are few. Asked for by name: the automaton would rather look for
    /// rare bytes, and the digits and dots of a log are not rare.
    Packed(packed::Searcher),
    Automaton(AhoCorasick),
}

impl First {
    /// # Errors
    /// More literals than an automaton can number.
    pub(crate) fn new<T: AsRef<[u8]>>(literals: &[T]) -> Result<First, String> {
        if let Some(searcher) = packed::Searcher::new(literals) {
            return Ok(First::Packed(searcher));
        }
        let mut builder = AhoCorasick::builder();
        let built = builder.match_kind(MatchKind::LeftmostFirst).prefilter(false).build(literals);
        Ok(First::Automaton(built.map_err(|e| e.to_string())?))
    }

    /// Where it begins.
    pub(crate) fn find(&self, hay: &[u8]) -> Option<usize> {
        match self {
            First::Packed(searcher) => searcher.find(hay).map(|m| m.start()),
            First::Automaton(automaton) => automaton.find(hay).map(|m| m.start()),
        }
    }
}
