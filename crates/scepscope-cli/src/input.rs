//! What the paths on the command line mean.

use std::io::{self, Read};
use std::path::PathBuf;

use scepscope_collect::{Cancel, Input};

/// Most bytes that are read from standard input. What is longer belongs into a file.
const MAX_STDIN_BYTES: u64 = 4 << 30;

/// `-` is standard input, which is kept in a temporary file: a log is read more than once.
pub(crate) fn inputs(paths: &[PathBuf]) -> io::Result<Vec<Input>> {
    paths
        .iter()
        .map(|path| {
            if path.as_os_str() != "-" {
                return Ok(Input::Path(path.clone()));
            }
            let mut file = tempfile::tempfile()?;
            let copied = io::copy(&mut io::stdin().lock().take(MAX_STDIN_BYTES), &mut file)?;
            if copied == MAX_STDIN_BYTES {
                return Err(io::Error::other("standard input is larger than 4 GiB: give the file itself"));
            }
            Ok(Input::Document { name: "-".to_owned(), content: Box::new(file) })
        })
        .collect()
}

/// Cancels the run when the user interrupts the program.
pub(crate) fn cancel_on_interrupt() -> Cancel {
    let cancel = Cancel::default();
    let handler = cancel.clone();
    // Without a handler the program simply ends at once, as the system does it.
    let _ = ctrlc::set_handler(move || handler.cancel());
    cancel
}
