//! The delivery against servers that others wrote, through a proxy that does harm.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
// Without the fault tables not all helpers are used.
#![cfg_attr(not(feature = "fault-tables"), allow(dead_code))]

mod conformance;
mod desk;
// Minutes long, and bound to how quickly foreign servers answer: `./dev bench faults` runs them.
#[cfg(feature = "fault-tables")]
mod faults;
#[cfg(feature = "fault-tables")]
mod kill;
mod network;
mod queue;
