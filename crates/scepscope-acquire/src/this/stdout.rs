//! Where a helper with more rights answers on systems that hand its output on: to standard output.

use std::io::{self, Write};

pub(crate) fn answer(pipe: Option<&str>) -> io::Result<Box<dyn Write>> {
    match pipe {
        None => Ok(Box::new(io::stdout().lock())),
        Some(_) => Err(io::ErrorKind::InvalidInput.into()),
    }
}
