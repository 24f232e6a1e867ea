//! The desktop program: everything is in the library, which phones load instead.

// No console window beside the window on Windows.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::io::Write;
use std::process::ExitCode;

use scepscope_app::arguments::{Arguments, Request, USAGE};

/// Wrong usage, as both command lines have it.
const WRONG_USAGE: u8 = 2;

fn main() -> ExitCode {
    match Arguments::parse(std::env::args_os().skip(1)) {
        Ok(Request::Open(arguments)) => match scepscope_app::open(arguments) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => complain(&error, 1),
        },
        Ok(Request::Help) => print(USAGE),
        Ok(Request::Version) => print(concat!("scepscope-app ", env!("CARGO_PKG_VERSION"), "\n")),
        Err(error) => complain(&error, WRONG_USAGE),
    }
}

fn print(text: &str) -> ExitCode {
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn complain(error: &dyn std::error::Error, code: u8) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "scepscope-app: {error}");
    ExitCode::from(code)
}
