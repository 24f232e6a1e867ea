//! Enrolment attempts: put together from recognised records, then judged.

mod assemble;
mod draft;
mod judge;
mod tell;

pub(crate) use assemble::{Writers, add_state, assemble};
pub(crate) use draft::{Draft, MAX_EVIDENCE};
pub(crate) use judge::{Horizon, judge};
