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
pub use message::{collect_error, explain};
use scepscope_present::{Language, Words, text};

/// Columns where the output is no terminal, or its width can't be told.
const DEFAULT_WIDTH: usize = 80;

/// Longest line of a message or a path, in characters: more than systems allow for a path.
const MAX_LINE_CHARS: usize = 40_000;

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

/// Writes lines to standard error. Whatever is in them obeys nothing.
pub fn note(text: &str) {
    let mut out = io::stderr().lock();
    for line in text.lines() {
        let _ = writeln!(out, "{}", text::neutralise(line, MAX_LINE_CHARS));
    }
}

/// Writes a path to standard output, on a line of its own. A character that a terminal would obey is shown as a
/// picture; programs that need such names read the JSON document.
pub fn print_path(path: &str) {
    print(&format!("{}\n", text::neutralise(path, MAX_LINE_CHARS)));
}

/// Prints what the command line's parser says, and how the program ends. What it quotes may come out of a link.
pub fn usage(error: &clap::Error) -> Exit {
    let quoted = error.render().to_string();
    if quoted.lines().all(|line| text::neutralise(line, usize::MAX) == line) {
        // Help and version are no errors; clap writes each to the right stream, coloured where that is wanted.
        let _ = error.print();
    } else {
        note(&quoted);
    }
    if error.use_stderr() { Exit::Usage } else { Exit::Done }
}

/// Writes a JSON document to standard output.
///
/// # Errors
/// Where the value can't be written as JSON.
pub fn print_json<T: serde::Serialize>(value: &T) -> Result<(), serde_json::Error> {
    let mut text = harmless(&serde_json::to_string_pretty(value)?);
    text.push('\n');
    print(&text);
    Ok(())
}

/// JSON leaves some characters as they are that a terminal obeys or that reorder what is read: they are escaped, which
/// changes no value. Outside of strings JSON holds none of them.
fn harmless(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || text::is_harmless(c) {
            out.push(c);
        } else {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        }
    }
    out
}
