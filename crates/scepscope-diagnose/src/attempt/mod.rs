//! Enrolment attempts: put together from recognised records, then judged.

mod assemble;
mod draft;
mod judge;

pub(crate) use assemble::assemble;
pub(crate) use draft::MAX_EVIDENCE;
pub(crate) use judge::{Horizon, judge};
