//! The command line's description.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use scepscope_console::Describe;
use scepscope_request::limits::MAX_LIFETIME_SECONDS;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Checks, opens and explains the bundles that Scepscope made on a device.
#[derive(Debug, Parser)]
#[command(name = "scepscope-admin", version, propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// Language of messages: en, ja, de, fr or es. Without it, the system's
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
    /// Check an NDES server: what was looked at, found and expected, and the fix
    InspectNdes(InspectNdes),
    /// Bring many bundles into one table of devices, steps and causes
    Fleet(Fleet),
    /// Make the keys that sign links and open bundles
    Keys(Keys),
    /// Make or explain a signed link
    Link(Link),
    /// Take bundles from devices into a folder: a support endpoint for tests and small sites
    Receive(Receive),
    #[command(flatten)]
    Describe(Describe),
}

#[derive(Debug, Args)]
pub(crate) struct Keys {
    #[command(subcommand)]
    pub(crate) call: KeysCall,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeysCall {
    /// Make a link-signing key and an age identity; print the public parts and the policy for the devices
    New(KeysNew),
}

#[derive(Debug, Args)]
pub(crate) struct KeysNew {
    /// The folder for the keys. It must be empty or new, and is its owner's alone
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Who asks, as users will read it
    #[arg(long, value_name = "NAME", default_value = "Administrator")]
    pub(crate) issuer: String,
    /// The host of the links' https form. Without it, the host that bundles are sent to
    #[arg(long, value_name = "HOST")]
    pub(crate) link_host: Option<String>,
    /// A host that bundles may be sent to, for the policy: HOST, HOST:PORT or *.DOMAIN
    #[arg(long, value_name = "HOST")]
    pub(crate) upload_host: Vec<String>,
    /// A SCEP server that links may name, for the policy
    #[arg(long, value_name = "HOST")]
    pub(crate) scep_host: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Link {
    #[command(subcommand)]
    pub(crate) call: LinkCall,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LinkCall {
    /// Sign a link; print its https and its scheme form, one a line
    New(Box<LinkNew>),
    /// Verify a link and explain it
    Show(LinkShow),
    /// Write what the host of the https form serves: a page that opens the app, and the files that tie host and app together
    Site(LinkSite),
}

#[derive(Debug, Args)]
pub(crate) struct LinkNew {
    /// The folder that `keys new` made
    #[arg(long, value_name = "DIR")]
    pub(crate) keys: PathBuf,
    /// What to collect: source ids with commas between, or `all`
    #[arg(long, value_name = "SOURCES", value_delimiter = ',', required = true)]
    pub(crate) collect: Vec<String>,
    /// Where the bundle goes: tus+https://…, an Azure SAS, an S3 presigned URL, or https://… for PUT
    #[arg(long, value_name = "TARGET")]
    pub(crate) upload: String,
    /// The address in --upload is a container or bucket of this store, with a folder in it if you like: sign a permission
    /// to write one file there until the link ends, and put that into the link
    #[arg(long, value_name = "STORE", value_enum)]
    pub(crate) store: Option<StoreKind>,
    /// The store's credentials. Azure: the account's key, or the answer of Get User Delegation Key. S3: a file as
    /// ~/.aws/credentials, of which [default] counts. Without it AZURE_STORAGE_KEY; AWS_ACCESS_KEY_ID,
    /// AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN
    #[arg(long, value_name = "FILE", requires = "store")]
    pub(crate) store_key: Option<PathBuf>,
    /// The bucket's region. Without it, that of the address, else AWS_REGION
    #[arg(long, value_name = "REGION", requires = "store")]
    pub(crate) store_region: Option<String>,
    /// S3: the answer of CreateMultipartUpload, JSON or XML, for a key in --upload that ends in .zip.age (.zip without a
    /// recipient). Such an upload resumes; the link is long
    #[arg(long, value_name = "FILE", requires = "store")]
    pub(crate) store_upload: Option<PathBuf>,
    /// The largest bundle that an upload by --store-upload takes
    #[arg(long, value_name = "SIZE", default_value = "1G", value_parser = size, requires = "store_upload")]
    pub(crate) store_max: u64,
    /// Your case id
    #[arg(long, value_name = "ID")]
    pub(crate) case: Option<String>,
    /// The SCEP server's address
    #[arg(long, value_name = "URL")]
    pub(crate) scep_url: Option<String>,
    /// How long the link is good: minutes, hours or days (30m, 72h, 3d); 72h at most
    #[arg(long, value_name = "TIME", default_value = "72h", value_parser = duration)]
    pub(crate) expires: i64,
    /// The least that is redacted: none, default or strict
    #[arg(long, value_name = "POLICY")]
    pub(crate) redact: Option<String>,
    /// Only this device, by its id in your management
    #[arg(long, value_name = "ID")]
    pub(crate) device: Option<String>,
    /// What the receiver admits the upload by. Without it, a random one
    #[arg(long, value_name = "TEXT")]
    pub(crate) ticket: Option<String>,
    /// Encrypt the bundle to this age recipient. Without it, to the identity in the folder of keys
    #[arg(long, value_name = "AGE", conflicts_with = "no_recipient")]
    pub(crate) recipient: Option<String>,
    /// Do not encrypt the bundle
    #[arg(long)]
    pub(crate) no_recipient: bool,
    /// The host of the https form. Without it, that of `keys new`, else the host of --upload
    #[arg(long, value_name = "HOST")]
    pub(crate) link_host: Option<String>,
    /// Write the https form as a QR code: .svg or .png
    #[arg(long, value_name = "FILE")]
    pub(crate) qr: Option<PathBuf>,
    /// Print everything as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

/// The object stores that `link new` signs permissions for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StoreKind {
    /// Azure Blob Storage
    Azure,
    /// S3, and what speaks its language
    S3,
}

#[derive(Debug, Args)]
pub(crate) struct LinkSite {
    /// The folder that becomes the root of the host
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// SHA-256 of the certificate that signed the Android app (AB:CD:…); more than once where there are several
    #[arg(long, value_name = "SHA256", value_parser = crate::site::certificate)]
    pub(crate) android_cert: Vec<String>,
    /// Id of the team that signed the app for Apple's systems; more than once where there are several
    #[arg(long, value_name = "TEAM", value_parser = crate::site::team)]
    pub(crate) apple_team: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct LinkShow {
    /// The link
    #[arg(value_name = "LINK")]
    pub(crate) link: String,
    /// The folder with the public keys that count. Without it, the output says which key signed, and vouches for none
    #[arg(long, value_name = "DIR")]
    pub(crate) keys: Option<PathBuf>,
    /// Print it as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

/// `30m`, `72h`, `3d` in seconds.
fn duration(text: &str) -> Result<i64, String> {
    let wrong = || "minutes, hours or days are needed, such as 30m, 72h or 3d".to_owned();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text.get(digits.len()..) {
        Some("m") => 60,
        Some("h") => 60 * 60,
        Some("d") => 24 * 60 * 60,
        _ => return Err(wrong()),
    };
    let count: i64 = digits.parse().map_err(|_| wrong())?;
    match count.checked_mul(unit) {
        Some(seconds) if count > 0 && seconds <= MAX_LIFETIME_SECONDS => Ok(seconds),
        Some(_) if count > 0 => Err("a link is good for 72 hours at most".to_owned()),
        _ => Err(wrong()),
    }
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
    /// The folder with the public keys of links (*.pub). Only answers to links of these keys are taken, one for each
    /// link. Without it anybody can send, from this very machine only
    #[arg(long, value_name = "DIR")]
    pub(crate) keys: Option<PathBuf>,
    /// The address to listen on. Other machines are served with --keys and TLS only
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

#[derive(Debug, Args)]
pub(crate) struct Analyze {
    /// Bundles, a device's logs, folders, archives, in any mix. The kind is found from the content
    #[arg(value_name = "INPUT", required_unless_present_any = ["iis", "ndes"])]
    pub(crate) inputs: Vec<PathBuf>,
    /// Logs of IIS and HTTP.sys, or folders of them
    #[arg(long, value_name = "LOG", num_args = 1..)]
    pub(crate) iis: Vec<PathBuf>,
    /// Other files of the NDES server: NDESPlugin.log, svclog, SetupMsi.log, event logs, or folders of them; or an export
    /// that `inspect-ndes --script` made, whose checks are then part of the result
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
pub(crate) struct InspectNdes {
    /// The folder that the script made on the server. Without it, the server that this program runs on
    #[arg(long, value_name = "DIR")]
    pub(crate) ndes: Option<PathBuf>,
    /// Print the script (Windows PowerShell 5.1) that makes such a folder
    #[arg(long, conflicts_with_all = ["ndes", "html", "json"])]
    pub(crate) script: bool,
    /// Write the result as one self-contained page
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

#[derive(Debug, Args)]
pub(crate) struct Fleet {
    /// The bundles: a folder, az://CONTAINER/PREFIX or s3://BUCKET/PREFIX. Account and credentials of a store come
    /// from the environment
    #[arg(value_name = "INBOX")]
    pub(crate) inbox: String,
    /// The table, as Parquet: one row for each attempt. What an earlier one knows is not read again
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Write the sums as one self-contained page
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) trust: Trust,
    /// Print the sums as one JSON document
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
