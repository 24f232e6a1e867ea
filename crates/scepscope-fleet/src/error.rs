//! Why a table was not made.

use std::path::PathBuf;

use thiserror::Error;

/// Why there is no table. A bundle is never the reason: it is a row then.
#[derive(Debug, Error)]
pub enum FleetError {
    /// The inbox cannot be listed.
    #[error("{inbox}: {detail}")]
    Inbox {
        /// As the caller named it.
        inbox: String,
        /// What the system or the store said.
        detail: String,
    },
    /// More bundles than [`crate::limits::MAX_BUNDLES`].
    #[error("more than {limit} bundles in the inbox")]
    TooMany {
        /// How many are allowed.
        limit: usize,
    },
    /// There is a file where the table would go, and it is no table of this form.
    #[error("{path}: is there and is no fleet table: {detail}", path = path.display())]
    OtherFile {
        /// Which one.
        path: PathBuf,
        /// What is different.
        detail: String,
    },
    /// The table cannot be written.
    #[error("{path}: {detail}", path = path.display())]
    Table {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// The caller ended it. The earlier table is as it was.
    #[error("cancelled")]
    Cancelled,
}
