//! The parsers of Scepscope: the bytes of one log in, records with locators out.
//!
//! Parsing never fails as a whole: what can be read is handed on, what can't is a [`Problem`]. Memory is
//! bounded whatever the input; every limit is a named constant in [`limits`]. Nothing here opens a file.

mod api;

pub use api::{Detected, Encoding, Everything, ParseError, Prefilter, Problem, ProblemReason, ReadSeek, Sink, Summary};
