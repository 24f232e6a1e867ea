//! A phone starts no program at sign-in: there is none.

use std::io;

/// Does nothing; to start the program is refused.
pub(crate) fn set(on: bool) -> io::Result<()> {
    if on { Err(io::ErrorKind::Unsupported.into()) } else { Ok(()) }
}
