//! `scepscope`: finds out on the device where its SCEP certificate enrolment stops.
//!
//! Exit codes: 0 done; 1 the work failed; 2 wrong usage; 3 nothing to work on; 4 refused for security; 5 not sent yet, kept
//! in the queue; 10 a finding, with `--fail-on-finding`; 130 interrupted. The verdict changes no exit code but that one.

mod args;
mod check;
mod collect;
mod deliver;
mod elevated;
mod hand_over;
mod identity;
mod input;
mod live;
mod open;
mod policy;
mod preview;
mod probe;
mod progress;
mod pseudonym;
mod queue;
mod record;
mod trust;

use clap::{CommandFactory, Parser};
use scepscope_console::{Exit, describe, usage, words};

use crate::args::{Arguments, Call};

fn main() -> Exit {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let words = words(arguments.lang.as_deref());
    match arguments.call {
        Call::Check(call) => check::run(&call, &words),
        Call::Collect(call) => collect::run(&call, &words),
        Call::Send(call) => deliver::run(&call, &words),
        Call::Queue(call) => queue::run(&call, &words),
        Call::Preview(call) => preview::run(&call, &words),
        Call::Pseudonym(call) => pseudonym::run(&call, &words),
        Call::Open(call) => open::run(&call, &words),
        Call::Policy(call) => policy::run(&call, &words),
        Call::Probe(call) => probe::run(&call, &words),
        Call::Record(call) => record::run(&call, &words),
        Call::Sources(call) => live::run(&call, &words),
        Call::Identity(call) => identity::run(&call, &words),
        Call::Elevated(call) => elevated::run(&call, &words),
        Call::Describe(call) => describe(&call, Arguments::command()),
    }
}
