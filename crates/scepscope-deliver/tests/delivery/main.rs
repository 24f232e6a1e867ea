//! The delivery against servers that others wrote, through a proxy that does harm.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod conformance;
mod desk;
#[cfg(target_os = "linux")]
mod disk;
mod faults;
mod kill;
mod network;
mod process;
mod queue;
