//! One writer a queue: an advisory lock, which the system drops when the process ends in any way.

use std::fs::File;
use std::io;

use rustix::fs::{FlockOperation, flock};

/// Takes the lock; `false` where another process has it.
pub(super) fn try_lock(file: &File) -> io::Result<bool> {
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(true),
        Err(error) if error == rustix::io::Errno::WOULDBLOCK => Ok(false),
        Err(error) => Err(error.into()),
    }
}
