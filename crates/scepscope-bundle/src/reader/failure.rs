//! What a verification can say.

use thiserror::Error;

use crate::FORMAT_VERSION;
use crate::bag;
#[cfg(doc)]
use crate::limits::MAX_FAILURES;

/// One thing that is wrong. Paths come from the bundle: escape them before showing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Failure {
    /// The signature's file is missing.
    #[error("tagmanifest-sha256.txt.sig is missing: the bundle is not signed")]
    SignatureMissing,
    /// The signature is not one of this tag manifest.
    #[error("the signature does not belong to tagmanifest-sha256.txt")]
    SignatureInvalid,
    /// The signature was made for another purpose.
    #[error("the signature was made for {namespace:?}")]
    SignatureNamespace {
        /// The signature's namespace.
        namespace: String,
    },
    /// The signature was made with a key of an algorithm that bundles are not signed with.
    #[error("the signature is of the unsupported algorithm {algorithm}")]
    SignatureAlgorithm {
        /// OpenSSH's name of the algorithm.
        algorithm: String,
    },
    /// A file that every bag has is missing.
    #[error("{path} is missing")]
    TagFileMissing {
        /// Which one.
        path: &'static str,
    },
    /// A file outside `data/` that bags of this kind do not have.
    #[error("{path:?}: does not belong into a bundle")]
    UnexpectedFile {
        /// Which one.
        path: String,
    },
    /// A file cannot be unpacked as its headers say.
    #[error("{path:?}: damaged: {reason}")]
    Damaged {
        /// Which one.
        path: String,
        /// What the reader found.
        reason: String,
    },
    /// A tag file is larger than can be read.
    #[error("{path}: larger than its limit")]
    TagFileTooLarge {
        /// Which one.
        path: &'static str,
    },
    /// A manifest has a line of another form, order or number than the writer gives it.
    #[error("{path}, line {line}: not a manifest line in order")]
    ManifestLine {
        /// Which manifest.
        path: &'static str,
        /// The line's number, from 1; 0 where the file is not UTF-8.
        line: usize,
    },
    /// A file that its manifest does not list.
    #[error("{path:?}: not listed in its manifest")]
    NotListed {
        /// Which one.
        path: String,
    },
    /// A listed file that does not exist.
    #[error("{path:?}: listed, but missing")]
    ListedButMissing {
        /// Which one.
        path: String,
    },
    /// A file's content is not what its manifest says.
    #[error("{path:?}: another content than listed")]
    Digest {
        /// Which one.
        path: String,
    },
    /// A tag file's content does not follow from the rest of the bag.
    #[error("{path}: does not fit the rest of the bundle")]
    TagFileContent {
        /// Which one.
        path: &'static str,
    },
    /// A newer version of the program wrote the bundle: nothing of its statement was judged.
    #[error("made in version {version} of the format; this program reads up to {FORMAT_VERSION}")]
    NewerVersion {
        /// The bundle's version.
        version: u32,
    },
    /// The statement is not readable.
    #[error("statement.json: {reason}")]
    Statement {
        /// Why.
        reason: String,
    },
    /// The statement says something else than the bundle shows.
    #[error("statement.json: another {what} than the bundle's")]
    StatementMismatch {
        /// What it is about.
        what: &'static str,
    },
    /// The encryption is not the one that the statement names: somebody opened the bundle and encrypted it again.
    #[error("encrypted for {found} recipients, stated were {stated}; this identity is {own}among them", own = if *.own_stated { "" } else { "not " })]
    Recipients {
        /// Recipients in the age header.
        found: usize,
        /// Recipients in the statement.
        stated: usize,
        /// Whether the identity that opened it is in the statement.
        own_stated: bool,
    },
}

impl Failure {
    /// A stable word for it, for programs.
    pub const fn id(&self) -> &'static str {
        match self {
            Failure::SignatureMissing => "signature-missing",
            Failure::SignatureInvalid => "signature-invalid",
            Failure::SignatureNamespace { .. } => "signature-namespace",
            Failure::SignatureAlgorithm { .. } => "signature-algorithm",
            Failure::TagFileMissing { .. } => "tag-file-missing",
            Failure::UnexpectedFile { .. } => "unexpected-file",
            Failure::Damaged { .. } => "damaged",
            Failure::TagFileTooLarge { .. } => "tag-file-too-large",
            Failure::ManifestLine { .. } => "manifest-line",
            Failure::NotListed { .. } => "not-listed",
            Failure::ListedButMissing { .. } => "listed-but-missing",
            Failure::Digest { .. } => "digest",
            Failure::TagFileContent { .. } => "tag-file-content",
            Failure::NewerVersion { .. } => "newer-version",
            Failure::Statement { .. } => "statement",
            Failure::StatementMismatch { .. } => "statement-mismatch",
            Failure::Recipients { .. } => "recipients",
        }
    }

    /// The file that it is about, by its path in the bag.
    pub fn path(&self) -> Option<&str> {
        match self {
            Failure::SignatureMissing
            | Failure::SignatureInvalid
            | Failure::SignatureNamespace { .. }
            | Failure::SignatureAlgorithm { .. } => Some(bag::SIGNATURE),
            Failure::TagFileMissing { path }
            | Failure::TagFileTooLarge { path }
            | Failure::ManifestLine { path, .. }
            | Failure::TagFileContent { path } => Some(path),
            Failure::UnexpectedFile { path }
            | Failure::Damaged { path, .. }
            | Failure::NotListed { path }
            | Failure::ListedButMissing { path }
            | Failure::Digest { path } => Some(path),
            Failure::NewerVersion { .. } | Failure::Statement { .. } | Failure::StatementMismatch { .. } => {
                Some(bag::STATEMENT)
            }
            Failure::Recipients { .. } => None,
        }
    }
}

/// What the signature is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureVerdict {
    /// Made with a key that the caller's file allows.
    Trusted {
        /// The principals of the line.
        principal: String,
    },
    /// Made with a key that the file does not list for bundles: unchanged since signed by that key, nothing more.
    UnknownKey {
        /// `SHA256:…` of the key.
        fingerprint: String,
    },
    /// Made with a listed key whose time is over.
    Expired {
        /// The principals of the line.
        principal: String,
    },
    /// Made with a listed key whose time has not come.
    NotYetValid {
        /// The principals of the line.
        principal: String,
    },
    /// Made for another purpose than bundles.
    WrongNamespace {
        /// The signature's namespace.
        namespace: String,
    },
    /// Not a signature of this bundle.
    Invalid,
    /// There is none.
    Missing,
}

/// Something to tell that is no failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The statement names recipients, but the file came unencrypted: somebody decrypted it before.
    CameUnencrypted {
        /// Recipients in the statement.
        stated: usize,
    },
    /// More failures than [`MAX_FAILURES`]; that many are not listed.
    MoreFailures {
        /// How many.
        count: usize,
    },
}
