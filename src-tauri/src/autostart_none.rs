//! This system's way of starting a program at sign-in is not served.

use std::io;

/// Does nothing; to start the program is refused.
pub(crate) fn set(on: bool) -> io::Result<()> {
    if on { Err(io::ErrorKind::Unsupported.into()) } else { Ok(()) }
}
