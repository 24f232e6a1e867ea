//! Exit codes of both programs.

use std::process::{ExitCode, Termination};

/// How a program ends. The verdict never changes the exit code, except where the caller asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// The work failed.
    Failed = 1,
    /// Wrong usage.
    Usage = 2,
    /// Nothing to work on: no source readable, no record.
    NothingToDo = 3,
    /// Refused for security: signature, link, policy.
    Refused = 4,
    /// Not sent yet, kept in the queue.
    NotSentYet = 5,
    /// With `--fail-on-finding`: the check found a cause.
    Finding = 10,
    /// Interrupted.
    Interrupted = 130,
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}
