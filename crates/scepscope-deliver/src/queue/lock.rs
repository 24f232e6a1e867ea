//! One writer a queue: a lock on a file, which the system drops when the process ends in any way.

use std::fs::{File, TryLockError};
use std::io;

/// Takes the lock; `false` where another process has it.
pub(super) fn try_lock(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
