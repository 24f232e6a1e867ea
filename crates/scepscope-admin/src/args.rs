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
    /// Join a device's evidence with the server's logs; name the failing step, the cause and the fix
    Analyze(Analyze),
    /// Say what changed between two bundles, reports or sets of logs
    Compare(Compare),
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

#[derive(Debug, Args)]
pub(crate) struct Analyze {
    /// Bundles, a device's logs, folders, archives, in any mix. The kind is found from the content
    #[arg(value_name = "INPUT", required_unless_present_any = ["iis", "ndes"])]
    pub(crate) inputs: Vec<PathBuf>,
    /// Logs of IIS and HTTP.sys, or folders of them
    #[arg(long, value_name = "LOG", num_args = 1..)]
    pub(crate) iis: Vec<PathBuf>,
    /// Other files of the NDES server: NDESPlugin.log, svclog, SetupMsi.log, event logs, or folders of them
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub(crate) ndes: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) trust: Trust,
    /// Read a bundle even where its verification fails. Everything that is shown of it is marked
    #[arg(long)]
    pub(crate) unverified: bool,
    /// Write the report as one self-contained page
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Print the result as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The earlier bundle, report.json, log or folder of logs
    #[arg(value_name = "BEFORE")]
    pub(crate) before: PathBuf,
    /// The later one
    #[arg(value_name = "AFTER")]
    pub(crate) after: PathBuf,
    #[command(flatten)]
    pub(crate) trust: Trust,
    /// Print the result as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
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
