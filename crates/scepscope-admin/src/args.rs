//! The command line's description.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use scepscope_console::Describe;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

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
    /// Check the times of the list at this moment (RFC 3339) instead of now, as ssh-keygen does with -Overify-time
    #[arg(long, value_name = "TIME", value_parser = moment, requires = "allowed_signers")]
    pub(crate) verify_time: Option<OffsetDateTime>,
    /// The age identity that an encrypted bundle is for
    #[arg(long, value_name = "FILE")]
    pub(crate) identity: Option<PathBuf>,
}

fn moment(text: &str) -> Result<OffsetDateTime, String> {
    OffsetDateTime::parse(text, &Rfc3339)
        .map_err(|_| "a time such as 2026-11-03T09:00:00Z or 2026-11-03T10:00:00+01:00 is needed".to_owned())
}
