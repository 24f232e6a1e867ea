//! The command line's description.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use scepscope_bundle::{PublicKey, Recipient, Sha256Hex};
use scepscope_console::Describe;
use scepscope_deliver::EntryId;
use scepscope_model::Stamp;
use scepscope_redact::Policy as Redaction;

/// Finds out where a SCEP certificate enrolment stops between this device and the NDES server.
#[derive(Debug, Parser)]
#[command(name = "scepscope", version, propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// Language of messages and reports: en, ja, de, fr or es. Without it, the system's
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
    /// Show what would leave, item by item and line by line; writes nothing
    Preview(Preview),
    /// Look up what pseudonyms of a bundle of this device stand for, or delete what is kept of them
    Pseudonym(Pseudonym),
    /// Carry out an administrator's signed link: verify, show, ask, collect, send
    Open(Open),
    /// Show what holds on this device, confirm or revoke a key that signs links
    Policy(Policy),
    /// Ask the SCEP server as the device would, and name the answer
    Probe(Probe),
    /// Start, reproduce the fault, stop: collect only what this device recorded in between
    Record(Record),
    /// List what can be read on this device, with the reason where something can't
    Sources(Sources),
    /// Queue a bundle and upload it; resumes what was begun
    Send(Send),
    /// Show or change the outgoing queue
    Queue(Queue),
    /// Print this device's signing key: its fingerprint and, last, its allowed_signers line
    Identity(Identity),
    /// Read for another process of this program what only an administrator may read
    #[command(hide = true)]
    Elevated(Elevated),
    #[command(flatten)]
    Describe(Describe),
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Logs, folders; `-` reads one log from standard input. The kind is found from the content
    #[arg(required_unless_present = "live", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) live: Live,
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

/// This device as something to read.
#[derive(Debug, Args)]
pub(crate) struct Live {
    /// Read this device itself, too: every source that `scepscope sources` calls ready. Without --since, its last 30 days
    #[arg(long)]
    pub(crate) live: bool,
    /// Of this device read only this source, also one that needs consent; may be given several times
    #[arg(long, value_name = "ID", requires = "live")]
    pub(crate) source: Vec<String>,
    /// Ask once for an administrator's rights where a source of this device needs them; only those are read with them
    #[arg(long, requires = "live")]
    pub(crate) elevate: bool,
}

/// What [`scepscope_acquire::serve`] is told.
#[derive(Debug, Args)]
pub(crate) struct Elevated {
    /// Ids of sources
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// Nothing older: seconds since 1970
    #[arg(long, value_name = "SECOND", allow_negative_numbers = true)]
    pub(crate) since: i64,
    /// Nothing newer: seconds since 1970
    #[arg(long, value_name = "SECOND", allow_negative_numbers = true)]
    pub(crate) until: Option<i64>,
    /// The pipe that is written into; without it, standard output
    #[arg(long, value_name = "NAME")]
    pub(crate) pipe: Option<String>,
}

/// What goes into a bundle: the same for `collect` and `preview`.
#[derive(Debug, Args)]
pub(crate) struct Gather {
    /// Logs or folders to gather from; `-` reads one log from standard input
    #[arg(long, required_unless_present = "live", value_name = "PATH")]
    pub(crate) from: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) live: Live,
    /// Disregard records before this time (RFC 3339), and cut them out of the evidence
    #[arg(long, value_name = "TIME", value_parser = stamp)]
    pub(crate) since: Option<Stamp>,
    /// Keep the newest part of larger sources only, such as 500K or 20M
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub(crate) max_source_size: Option<u64>,
    /// Leave an item out: its id as `preview` prints it, or its path as given
    #[arg(long, value_name = "ID")]
    pub(crate) leave_out: Vec<String>,
    /// Add binary logs as they are, NOT redacted, to their records; only with --redact none
    #[arg(long)]
    pub(crate) include_originals: bool,
    /// The administrator's case id; becomes part of the bundle's name
    #[arg(long, value_name = "ID")]
    pub(crate) case: Option<String>,
    /// Encrypt to this age recipient (age1…); may be given several times
    #[arg(long, value_name = "AGE")]
    pub(crate) recipient: Vec<Recipient>,
    /// How much is redacted: default, strict or none. Secrets are dropped always
    #[arg(long, value_name = "POLICY", default_value = "default")]
    pub(crate) redact: Redaction,
    /// Ask this SCEP URL, too; its answers go into the report
    #[arg(long, value_name = "URL")]
    pub(crate) probe: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Collect {
    #[command(flatten)]
    pub(crate) gather: Gather,
    /// The folder that the bundle is written to
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Keep nothing on this device that tells what the bundle's pseudonyms stand for
    #[arg(long)]
    pub(crate) no_pseudonym_map: bool,
    /// Print what was made as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Preview {
    #[command(flatten)]
    pub(crate) gather: Gather,
    /// Taken for the sake of the same command line as `collect`; nothing is written there
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Show the lines of this item, before and after
    #[arg(long, value_name = "ID")]
    pub(crate) show: Option<String>,
    /// The first line to show
    #[arg(long, value_name = "N", default_value_t = 1, requires = "show")]
    pub(crate) line: u64,
    /// How many lines to show, 1000 at most
    #[arg(long, value_name = "N", default_value_t = 20, requires = "show")]
    pub(crate) lines: usize,
    /// Show only lines in which something is replaced
    #[arg(long, requires = "show")]
    pub(crate) changed: bool,
    /// Print it as one JSON document; with --show it holds text from before the redaction
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Pseudonym {
    /// The bundle: its file or its name
    #[arg(value_name = "BUNDLE", required_unless_present_any = ["list", "forget_all"])]
    pub(crate) bundle: Option<String>,
    /// Pseudonyms as they stand in the bundle, such as user-0a1b2c3d; none prints all
    #[arg(value_name = "PSEUDONYM")]
    pub(crate) pseudonyms: Vec<String>,
    /// List the bundles whose pseudonyms are kept here
    #[arg(long, conflicts_with = "bundle")]
    pub(crate) list: bool,
    /// Delete what is kept of that bundle
    #[arg(long, requires = "bundle", conflicts_with = "pseudonyms")]
    pub(crate) forget: bool,
    /// Delete what is kept of every bundle
    #[arg(long, conflicts_with_all = ["bundle", "list"])]
    pub(crate) forget_all: bool,
    /// Print it as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Open {
    /// The link: https://HOST/collect#… or scepscope:collect#…
    #[arg(value_name = "LINK")]
    pub(crate) link: String,
    /// Do not ask. Only where the policy allows an upload without a tap
    #[arg(long)]
    pub(crate) yes: bool,
    /// Logs or folders that answer the link; `-` reads one log from standard input. Without them the device itself is read,
    /// as far as the link asks for it
    #[arg(long, value_name = "PATH")]
    pub(crate) from: Vec<PathBuf>,
    /// Seconds that pauses between tries may take in all; then it is left in the queue
    #[arg(long, value_name = "SECONDS", default_value = "60")]
    pub(crate) wait: u64,
    /// Print the entry of the queue as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Policy {
    #[command(subcommand)]
    pub(crate) call: PolicyCall,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCall {
    /// What holds on this device, and where each setting comes from
    Show {
        /// Print it as one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Follow links of these keys from now on, where the device's management pins none
    Trust {
        /// SHA256:… as the administrator told it, or the whole public key line
        #[arg(required = true, value_name = "FINGERPRINT")]
        keys: Vec<String>,
    },
    /// Follow links of these keys no longer
    Revoke {
        /// SHA256:…, or the public key line
        #[arg(required = true, value_name = "FINGERPRINT")]
        keys: Vec<String>,
    },
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
pub(crate) struct Send {
    /// The bundle: .zip or .zip.age
    #[arg(value_name = "BUNDLE")]
    pub(crate) bundle: PathBuf,
    /// tus+https://…; https://… with an Azure SAS or an S3 signature; any other https://… for PUT; @FILE with a target
    /// document. Without TLS only on this machine
    #[arg(long, value_name = "TARGET")]
    pub(crate) to: String,
    /// The administrator's case id
    #[arg(long, value_name = "ID")]
    pub(crate) case: Option<String>,
    /// The receiver's public key (ssh-ed25519 AAAA…): then only its receipt counts
    #[arg(long, value_name = "KEY", value_parser = public_key)]
    pub(crate) receiver_key: Option<PublicKey>,
    /// The bundle's SHA-256 as `collect --json` printed it: then it is not read before it is sent
    #[arg(long, value_name = "HEX", value_parser = sha256)]
    pub(crate) sha256: Option<Sha256Hex>,
    /// Seconds that pauses between tries may take in all; then it is left in the queue
    #[arg(long, value_name = "SECONDS", default_value = "60")]
    pub(crate) wait: u64,
    /// Print the entry of the queue as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Queue {
    #[command(subcommand)]
    pub(crate) call: Option<QueueCall>,
    /// Print the entries as one JSON document
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum QueueCall {
    /// List the entries
    List,
    /// Send now what is waiting or has stopped: one entry, or all
    Retry {
        /// An entry's id
        #[arg(value_parser = entry)]
        id: Option<EntryId>,
        /// Seconds that pauses between tries may take in all
        #[arg(long, value_name = "SECONDS", default_value = "60")]
        wait: u64,
    },
    /// Remove an entry and its copy of the bundle
    Drop {
        /// The entry's id
        #[arg(value_parser = entry)]
        id: EntryId,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Record {
    /// The folder that the bundle is written to
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Stop after so many seconds. Without it, when Enter is pressed
    #[arg(long = "for", value_name = "SECONDS")]
    pub(crate) seconds: Option<u64>,
    /// Ask once for an administrator's rights where a source needs them; only those are read with them
    #[arg(long)]
    pub(crate) elevate: bool,
    /// Start no sync with the management; say how to
    #[arg(long)]
    pub(crate) no_sync: bool,
    /// Read only this source, also one that needs consent; may be given several times
    #[arg(long, value_name = "ID")]
    pub(crate) source: Vec<String>,
    /// The administrator's case id; becomes part of the bundle's name
    #[arg(long, value_name = "ID")]
    pub(crate) case: Option<String>,
    /// Encrypt to this age recipient (age1…); may be given several times
    #[arg(long, value_name = "AGE")]
    pub(crate) recipient: Vec<Recipient>,
    /// How much is redacted: default, strict or none. Secrets are dropped always
    #[arg(long, value_name = "POLICY", default_value = "default")]
    pub(crate) redact: Redaction,
    /// Print what was made as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Sources {
    /// Print the list as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Identity {
    /// Replace the key by a new one first. The old one's line then ends with this moment
    #[arg(long)]
    pub(crate) rotate: bool,
    /// Print it as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

fn stamp(text: &str) -> Result<Stamp, String> {
    Stamp::parse(text).filter(Stamp::is_dated).ok_or_else(|| {
        "a time such as 2026-11-03T09:00:00Z or 2026-11-03T10:00:00+01:00 is needed".to_owned()
    })
}

fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let shift = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" => 0,
        "K" | "KIB" => 10,
        "M" | "MIB" => 20,
        "G" | "GIB" => 30,
        _ => 64,
    };
    let number: Option<u64> = digits.parse().ok();
    let bytes = number.and_then(|n| n.checked_mul(1_u64.checked_shl(shift)?));
    bytes.filter(|bytes| *bytes > 0).ok_or_else(|| "a size such as 500K, 20M or 1G is needed".to_owned())
}

fn entry(text: &str) -> Result<EntryId, String> {
    EntryId::parse(text).ok_or_else(|| "an id has 16 digits, see: scepscope queue".to_owned())
}

fn sha256(text: &str) -> Result<Sha256Hex, String> {
    Sha256Hex::parse(text).ok_or_else(|| "not 64 hexadecimal digits".to_owned())
}

fn public_key(text: &str) -> Result<PublicKey, String> {
    PublicKey::from_openssh(text).map_err(|e| e.to_string())
}
