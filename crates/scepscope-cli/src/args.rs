//! The command line's description.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use scepscope_bundle::Recipient;
use scepscope_console::Describe;
use scepscope_model::Stamp;
use scepscope_redact::Policy;

/// Finds out where a SCEP certificate enrolment stops between this device and the NDES server.
#[derive(Debug, Parser)]
#[command(name = "scepscope", version, propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// Language of messages and reports: en or ja. Without it, the system's
    #[arg(long, global = true, value_name = "TAG")]
    pub(crate) lang: Option<String>,
    #[command(subcommand)]
    pub(crate) call: Call,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Call {
    /// Read logs and print what they prove; writes nothing
    Check(Check),
    /// Gather, check, redact, sign and pack; prints the bundle's path as the last line
    Collect(Collect),
    /// Ask the SCEP server as the device would, and name the answer
    Probe(Probe),
    /// Print this device's signing key: its fingerprint and, last, its allowed_signers line
    Identity(Identity),
    #[command(flatten)]
    Describe(Describe),
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Logs, folders; `-` reads one log from standard input. The kind is found from the content
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Disregard records before this time (RFC 3339)
    #[arg(long, value_name = "TIME", value_parser = stamp)]
    pub(crate) since: Option<Stamp>,
    /// Print the report as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
    /// End with exit code 10 when a cause was found for the latest attempt
    #[arg(long)]
    pub(crate) fail_on_finding: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Collect {
    /// Logs or folders to gather from; `-` reads one log from standard input
    #[arg(long, required = true, value_name = "PATH")]
    pub(crate) from: Vec<PathBuf>,
    /// Disregard records before this time (RFC 3339)
    #[arg(long, value_name = "TIME", value_parser = stamp)]
    pub(crate) since: Option<Stamp>,
    /// The administrator's case id; becomes part of the bundle's name
    #[arg(long, value_name = "ID")]
    pub(crate) case: Option<String>,
    /// Encrypt to this age recipient (age1…); may be given several times
    #[arg(long, value_name = "AGE")]
    pub(crate) recipient: Vec<Recipient>,
    /// Ask this SCEP URL, too; its answers go into the report
    #[arg(long, value_name = "URL")]
    pub(crate) probe: Option<String>,
    /// How much is redacted: default, strict or none. Secrets are dropped always
    #[arg(long, value_name = "POLICY", default_value = "default")]
    pub(crate) redact: Policy,
    /// The folder that the bundle is written to
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Print what was made as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Probe {
    /// The SCEP URL, as in the profile
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    /// Whose requests to imitate
    #[arg(long = "as", value_enum, value_name = "PLATFORM", default_value = "windows")]
    pub(crate) ask_as: Imitated,
    /// Try longer and longer queries, up to the first that is refused
    #[arg(long)]
    pub(crate) long_query: bool,
    /// Ask directly, without the proxy that the system names
    #[arg(long)]
    pub(crate) direct: bool,
    /// Print the answers as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

/// Whose requests the probe imitates.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Imitated {
    /// Windows
    Windows,
    /// Android
    Android,
    /// iOS, iPadOS and macOS
    Ios,
}

#[derive(Debug, Args)]
pub(crate) struct Identity {
    /// Print it as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

fn stamp(text: &str) -> Result<Stamp, String> {
    Stamp::parse(text).filter(Stamp::is_dated).ok_or_else(|| {
        "a time such as 2026-11-03T09:00:00Z or 2026-11-03T10:00:00+01:00 is needed".to_owned()
    })
}
