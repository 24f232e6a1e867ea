//! Starting when the user signs in, by the user's `Run` key.

use std::io;

const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
const NAME: &str = "Scepscope";

/// Starts the program when the user signs in, or no longer does.
pub(crate) fn set(on: bool) -> io::Result<()> {
    let key = windows_registry::CURRENT_USER.create(RUN).map_err(io::Error::other)?;
    if on {
        let program = std::env::current_exe()?;
        return key
            .set_string(NAME, format!("\"{}\" --background", program.display()))
            .map_err(io::Error::other);
    }
    // Not there is as good as gone.
    let _ = key.remove_value(NAME);
    Ok(())
}
