//! The command line's description.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use scepscope_console::Describe;

/// Checks, opens and explains the bundles that Scepscope made on a device.
#[derive(Debug, Parser)]
#[command(name = "scepscope-admin", version, propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// Language of messages: en or ja. Without it, the system's
    #[arg(long, global = true, value_name = "TAG")]
    pub(crate) lang: Option<String>,
    #[command(subcommand)]
    pub(crate) call: Call,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Call {
    /// Check integrity and signature of bundles, entry by entry
    Verify(Verify),
    /// Decrypt and unpack a bundle after verifying it
    Open(Open),
    #[command(flatten)]
    Describe(Describe),
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Bundles: .zip, or .zip.age with --identity
    #[arg(required = true, value_name = "BUNDLE")]
    pub(crate) bundles: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) trust: Trust,
    /// Print the result as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Open {
    /// The bundle
    #[arg(value_name = "BUNDLE")]
    pub(crate) bundle: PathBuf,
    #[command(flatten)]
    pub(crate) trust: Trust,
    /// The folder to unpack into; it is made where it does not exist
    #[arg(long, value_name = "DIR")]
    pub(crate) to: PathBuf,
}

/// What a bundle is checked and opened with.
#[derive(Debug, Args)]
pub(crate) struct Trust {
    /// Trust only the keys of this OpenSSH allowed_signers file. Without it, any key's sound signature passes, and the
    /// output says what that proves
    #[arg(long, value_name = "FILE")]
    pub(crate) allowed_signers: Option<PathBuf>,
    /// The age identity that an encrypted bundle is for
    #[arg(long, value_name = "FILE")]
    pub(crate) identity: Option<PathBuf>,
}
