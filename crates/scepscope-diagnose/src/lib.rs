//! Rules and diagnosis: records in, report out. No I/O, no clock, no global state.
//!
//! [`Rules`] are data (`rules/*.toml`), compiled once into one matcher. An [`Examiner`] takes the records of every
//! source, keeps what the rules recognise, builds enrolment attempts from it and judges them.

mod attempt;
mod codes;
mod compare;
mod examine;
mod hit;
mod rotation;
mod rules;
mod server;
mod sources;
mod timeline;

pub use codes::{CodeMeaning, Codes};
pub use compare::compare;
pub use examine::{Examiner, MAX_ATTEMPTS, SourceId};
pub use hit::{MAX_EXCERPT_BYTES, MAX_HITS};
pub use rules::{RuleError, Rules};
pub use server::{ServerSign, ServerTap};
