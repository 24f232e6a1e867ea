//! What the two command lines share: exit codes, the language, output for people and for programs.
//!
//! Results go to standard output; progress and messages go to standard error. Nothing is coloured where the output
//! is not a terminal or `NO_COLOR` is set.

mod describe;
mod exit;
mod message;

use std::io::{self, IsTerminal, Write};

pub use describe::{Describe, describe};
pub use exit::Exit;
pub use message::{collect_error, explain, explain_about};
use scepscope_present::{Language, Words};

/// Columns where the output is no terminal, or its width can't be told.
const DEFAULT_WIDTH: usize = 80;

/// Widest line that is used even on a wider terminal.
const MAX_WIDTH: usize = 100;

/// The words in the language that was asked for, or in the system's.
pub fn words(asked: Option<&str>) -> Words {
    let system: Vec<String> = sys_locale::get_locales().collect();
    let tags = asked.into_iter().chain(system.iter().map(String::as_str));
    Words::new(Language::negotiate(tags))
}

/// How wide the output may be, in columns.
pub fn width() -> usize {
    match terminal_size::terminal_size() {
        Some((terminal_size::Width(columns), _)) if io::stdout().is_terminal() => {
            usize::from(columns).clamp(40, MAX_WIDTH)
        }
        _ => DEFAULT_WIDTH,
    }
}

/// Whether standard output may be coloured.
pub fn color() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

/// Writes to standard output. A reader that went away ends the output, not the program.
pub fn print(text: &str) {
    let mut out = io::stdout().lock();
    // `head` closes the pipe when it has seen enough: there is nobody left to tell.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Writes one line to standard error.
pub fn note(text: &str) {
    let mut out = io::stderr().lock();
    let _ = writeln!(out, "{text}");
}

/// Writes a JSON document to standard output.
///
/// # Errors
/// Where the value can't be written as JSON.
pub fn print_json<T: serde::Serialize>(value: &T) -> Result<(), serde_json::Error> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    print(&text);
    Ok(())
}
