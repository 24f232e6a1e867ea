//! Why a bundle was not written.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

#[cfg(doc)]
use crate::Cancel;
use crate::name::PathFault;
use crate::sign::SignError;

/// Why a bundle was not written, or one file not added.
#[derive(Debug, Error)]
pub enum WriteError {
    /// The caller's [`Cancel`] was set.
    #[error("cancelled")]
    Cancelled,
    /// The bundle's file could not be written.
    #[error("the bundle cannot be written: {0}")]
    Output(#[source] io::Error),
    /// A file of that name exists already.
    #[error("{path}: exists already", path = path.display())]
    Exists {
        /// Which one.
        path: PathBuf,
    },
    /// The content could not be read. The writer goes on without this file.
    #[error("{path}: cannot be read: {source}")]
    Source {
        /// Path in the bag.
        path: String,
        /// What the reader said.
        source: io::Error,
    },
    /// The path is none for a bag. The writer goes on without this file.
    #[error("{path:?}: not a path for a bundle: {fault}")]
    Path {
        /// The path.
        path: String,
        /// What is wrong with it.
        fault: PathFault,
    },
    /// The path does not begin with `data/`. The writer goes on without this file.
    #[error("{path}: only files under data/ can be added")]
    NotPayload {
        /// The path.
        path: String,
    },
    /// The path is there already, in this or another case, or as a folder. The writer goes on without this file.
    #[error("{path}: there already")]
    Duplicate {
        /// The path.
        path: String,
    },
    /// A limit of [`crate::limits`] would be passed. The writer goes on without this file.
    #[error("{path}: over the limit {limit}")]
    Limit {
        /// Path in the bag.
        path: String,
        /// The limit's name and value.
        limit: &'static str,
    },
    /// An earlier error left the output in an unknown state; the bundle is lost.
    #[error("an earlier error ended this bundle")]
    Broken,
    /// The statement could not be written as JSON.
    #[error("the statement cannot be written: {0}")]
    Statement(#[source] serde_json::Error),
    /// Signing failed.
    #[error("the bundle cannot be signed: {0}")]
    Sign(#[from] SignError),
    /// The encryption library refused the recipients.
    #[error("the bundle cannot be encrypted: {0}")]
    Encrypt(#[from] age::EncryptError),
}
