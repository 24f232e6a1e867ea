//! A [`scepscope_model::Report`] in words: the verdict, the path picture, the terminal report, the HTML report.
//!
//! Nothing here decides what happened; that stands in the report. Every sentence comes from the Fluent files in
//! `locales/`, which the window reads too. Text out of a log is neutralised before it meets a sentence, a
//! terminal or a page: see [`text`].

pub mod analysis;
pub mod fleet;
pub mod html;
pub mod inspection;
pub mod path;
pub mod probe;
pub mod terminal;
pub mod text;
mod verdict;
mod words;

pub use path::{Stop, StopId, path};
pub use verdict::{Verdict, verdict};
pub use words::{Arg, Language, Words, WordsError};
