//! The administrator's folder of keys.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use scepscope_bundle::{FileKeyStore, KeyStoreError, SignError};

use crate::key::{KeyError, LinkKey};
use crate::mint::{LinkSigner, MintError};

/// Name of the link-signing key in the folder; the public half is beside it with the ending `.pub`.
pub const LINK_KEY_FILE: &str = "link-key";

/// Largest public key file, in bytes.
const MAX_PUBLIC_BYTES: u64 = 16 << 10;

/// Most public keys in one folder.
const MAX_KEYS: usize = 100;

/// Why the keys of a folder can't be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// A file or the folder can't be read.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file that should be a public key is none.
    #[error("{path}: {source}", path = path.display())]
    Public {
        /// Which one.
        path: PathBuf,
        /// What is wrong with it.
        source: KeyError,
    },
    /// There is no key in the folder.
    #[error("{path}: no key", path = path.display())]
    None {
        /// Which folder or file.
        path: PathBuf,
    },
    /// The folder holds more than 100 public keys.
    #[error("{path}: more than {MAX_KEYS} public keys", path = path.display())]
    TooMany {
        /// Which folder.
        path: PathBuf,
    },
    /// The private key is open to others, damaged, or not there.
    #[error(transparent)]
    Private(#[from] KeyStoreError),
    /// The private key can't sign links.
    #[error("{0}")]
    Signer(#[from] MintError),
}

impl From<SignError> for KeyFileError {
    fn from(error: SignError) -> KeyFileError {
        KeyFileError::Io { path: PathBuf::from(LINK_KEY_FILE), source: io::Error::other(error) }
    }
}

/// Every public link key of a folder: the files that end in `.pub`, in the order of their names.
///
/// # Errors
/// [`KeyFileError`]; a folder without any is one.
pub fn read_link_keys(folder: &Path) -> Result<Vec<LinkKey>, KeyFileError> {
    let io = |path: &Path, source| KeyFileError::Io { path: path.to_owned(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| io(folder, e))? {
        let path = entry.map_err(|e| io(folder, e))?.path();
        if path.extension().is_some_and(|e| e == "pub") {
            paths.push(path);
        }
        if paths.len() > MAX_KEYS {
            return Err(KeyFileError::TooMany { path: folder.to_owned() });
        }
    }
    paths.sort();
    let keys = paths.iter().map(|path| {
        let mut text = String::new();
        File::open(path)
            .and_then(|f| f.take(MAX_PUBLIC_BYTES).read_to_string(&mut text))
            .map_err(|e| io(path, e))?;
        text.parse().map_err(|source| KeyFileError::Public { path: path.clone(), source })
    });
    let keys: Vec<LinkKey> = keys.collect::<Result<_, _>>()?;
    if keys.is_empty() { Err(KeyFileError::None { path: folder.to_owned() }) } else { Ok(keys) }
}

/// The link-signing key of a folder. File and folder must be its owner's alone.
///
/// # Errors
/// [`KeyFileError`].
pub fn read_signer(folder: &Path) -> Result<LinkSigner, KeyFileError> {
    let path = folder.join(LINK_KEY_FILE);
    let key = FileKeyStore::new(&path).read()?.ok_or(KeyFileError::None { path })?;
    Ok(LinkSigner::from_openssh(key.to_openssh()?.as_bytes())?)
}
