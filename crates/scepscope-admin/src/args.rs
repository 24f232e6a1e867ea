//! The command line's description.

use std::net::SocketAddr;
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
    /// Take bundles from devices into a folder: a support endpoint for tests and small sites
    Receive(Receive),
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
pub(crate) struct Receive {
    /// The folder that verified bundles are put into
    #[arg(long, value_name = "DIR")]
    pub(crate) inbox: PathBuf,
    /// The address to listen on, of this very machine
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7380")]
    pub(crate) listen: SocketAddr,
    /// The certificate chain for TLS, as PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// The private key of the certificate, as PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,
    /// Look into encrypted bundles with this age identity. Without it, digest, size and form are checked
    #[arg(long, value_name = "FILE")]
    pub(crate) identity: Option<PathBuf>,
    /// Most bytes in the inbox: 500M, 64G
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "64G")]
    pub(crate) quota: u64,
    /// Largest bundle: 500M, 4G
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "4G")]
    pub(crate) max_bundle: u64,
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

/// Bytes, with K, M, G or T for powers of 1024.
fn size(text: &str) -> Result<u64, String> {
    let wrong = || "a size such as 500M or 64G is needed".to_owned();
    let (digits, unit) = match text.find(|c: char| !c.is_ascii_digit()) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let shift = match unit.to_ascii_uppercase().trim_end_matches('B').trim_end_matches('I') {
        "" => 0,
        "K" => 10,
        "M" => 20,
        "G" => 30,
        "T" => 40,
        _ => return Err(wrong()),
    };
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    number.checked_mul(1 << shift).filter(|size| *size > 0).ok_or_else(wrong)
}
