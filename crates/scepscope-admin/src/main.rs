//! `scepscope-admin`: what the administrator does with bundles.
//!
//! Exit codes: 0 done; 1 the work failed; 2 wrong usage; 3 nothing to work on; 4 refused for security: the bundle was
//! changed, is not signed, is malformed, or (with `--allowed-signers`) its key is not listed.

mod admission;
mod analyze;
mod args;
mod bundle;
mod compare;
mod fleet;
mod inspect;
mod keys;
mod link;
mod link_show;
mod open;
mod qr;
mod receive;
mod site;
mod store;
mod verify;

use std::sync::Arc;

use clap::{CommandFactory, Parser};
use scepscope_console::{Exit, describe, usage, words};

use crate::args::{Arguments, Call};

fn main() -> Exit {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let words = Arc::new(words(arguments.lang.as_deref()));
    match arguments.call {
        Call::Verify(call) => verify::run(&call, &words),
        Call::Open(call) => open::run(&call, &words),
        Call::Receive(call) => receive::run(&call, &words),
        Call::Analyze(call) => analyze::run(&call, &words),
        Call::Compare(call) => compare::run(&call, &words),
        Call::InspectNdes(call) => inspect::run(&call, &words),
        Call::Fleet(call) => fleet::run(&call, &words),
        Call::Keys(call) => keys::run(&call, &words),
        Call::Link(call) => link::run(&call, &words),
        Call::Describe(call) => describe(&call, Arguments::command()),
    }
}
