//! The bundle: what a device hands to its administrator.
//!
//! A BagIt bag (RFC 8493) in a zip file, signed with SSHSIG and, on request, encrypted with age. Standard parts
//! only, so that `unzip`, `sha256sum -c`, `ssh-keygen -Y verify`, `age -d` and any BagIt validator can check it.
//!
//! States are types. [`BundleFile::open`] gives an [`UnverifiedBundle`], which shows nothing but its size.
//! [`UnverifiedBundle::verify`] gives a [`Verification`] with every failure; only
//! [`Verification::into_verified`] (signed by a key that the caller trusts) and [`Verification::into_intact`]
//! (unchanged since signed by *some* key, which proves neither who nor when) give access to the content.
//!
//! The library knows no clock, no global state and no terminal: time and randomness come in as arguments.

mod allowed;
mod bag;
mod deflate;
mod digest;
mod keystore;
mod name;
mod reader;
mod refusal;
mod seal;
mod sign;
mod statement;
mod walk;
mod write_error;
mod writer;
mod zipform;

pub use allowed::{AllowedSigner, AllowedSigners, LineNote, Lookup};
pub use digest::Sha256Hex;
pub use keystore::{FileKeyStore, KeyStore, KeyStoreError};
pub use name::{BundleName, NameError, PathFault, clean_component, evidence_path};
pub use reader::{
    BundleFile, CheckedEntry, Contents, Failure, IntactBundle, NotVerified, Note, ReadError,
    SignatureVerdict, Transport, UnpackError, UnverifiedBundle, Verification, VerifiedBundle,
};
pub use refusal::{DuplicateHow, Refusal};
pub use seal::{Identity, Recipient, SealedBundle, UnsealError};
pub use sign::{
    RawSignature, SignError, Signer, SoftwareKey, allowed_signers_line, fingerprint, principal,
    retired_signers_line, sign_with,
};
pub use statement::{
    ClaimedId, ClockFacts, Declaration, FORMAT_VERSION, Redaction, RedactionPolicy, RequestFacts,
    STATEMENT_SCHEMA, SourceMeta, Statement, StatementEntry,
};
pub use write_error::WriteError;
pub use writer::{BundleWriter, Cancel, FinishedBundle, Output, WriterOptions};

pub use ssh_key::PublicKey;

/// The limits that writer and reader keep. Reaching one is an error that names it, never a silent cut.
pub mod limits {
    /// Longest path inside the bag, in bytes, without the root folder.
    pub const MAX_PATH_BYTES: usize = 240;
    /// Most components of a path inside the bag, without the root folder.
    pub const MAX_PATH_DEPTH: usize = 12;
    /// Longest bundle name, in bytes, without `.zip`.
    pub const MAX_NAME_BYTES: usize = 100;
    /// Most files in a bag, tag files included. Far below the 65535 where zip64 would begin.
    pub const MAX_ENTRIES: usize = 20_000;
    /// Largest file in a bag, in bytes, unpacked.
    pub const MAX_ENTRY_BYTES: u64 = 3 << 30;
    /// Largest sum of all files in a bag, in bytes, unpacked.
    pub const MAX_TOTAL_BYTES: u64 = 16 << 30;
    /// Largest zip file, in bytes: all files where nothing can be compressed, and the structure around them.
    pub const MAX_ZIP_BYTES: u64 = 17 << 30;
    /// Largest zip directory that is read into memory, in bytes.
    pub const MAX_DIRECTORY_BYTES: u64 = 16 << 20;
    /// Largest tag file (manifest, statement, …) that is read into memory, in bytes.
    pub const MAX_TAG_FILE_BYTES: u64 = 16 << 20;
    /// Largest `data/report.json` that is read into memory, in bytes.
    pub const MAX_REPORT_BYTES: u64 = 256 << 20;
    /// Files up to this many bytes unpacked may have any ratio: an almost empty preallocated log compresses well.
    pub const RATIO_FREE_BYTES: u64 = 64 << 20;
    /// Highest ratio of unpacked to packed bytes for files larger than [`RATIO_FREE_BYTES`].
    pub const MAX_RATIO: u64 = 300;
    /// Largest `allowed_signers` file, in bytes.
    pub const MAX_ALLOWED_SIGNERS_BYTES: usize = 4 << 20;
    /// Largest signature file, in bytes.
    pub const MAX_SIGNATURE_BYTES: usize = 16 << 10;
    /// Largest header of an age file, in bytes.
    pub const MAX_AGE_HEADER_BYTES: usize = 64 << 10;
    /// Most age recipients of one bundle.
    pub const MAX_RECIPIENTS: usize = 100;
    /// Most failures that a verification lists; the number beyond is counted.
    pub const MAX_FAILURES: usize = 1000;
}

/// The SSHSIG namespace of bundle signatures.
pub const NAMESPACE: &str = "scepscope-bundle@v1";
