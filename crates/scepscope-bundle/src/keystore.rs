//! Where the device's signing key lives.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use rand_core::CryptoRngCore;
use tempfile::NamedTempFile;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::sign::{SignError, Signer, SoftwareKey};

/// Largest key file that is read, in bytes. An Ed25519 key takes some 400.
const MAX_KEY_FILE_BYTES: u64 = 16 << 10;

/// Why the device's key could not be had.
#[derive(Debug, Error)]
pub enum KeyStoreError {
    /// The file or its folder could not be read or made.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Others than the owner may read or write the file or its folder. Such a key is worth nothing; it is not used
    /// and not repaired.
    #[error("{path}: open to others than its owner (mode {mode:o})", path = path.display())]
    TooOpen {
        /// Which one.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The file or its folder belongs to somebody else.
    #[error("{path}: belongs to another user ({owner})", path = path.display())]
    ForeignOwner {
        /// Which one.
        path: PathBuf,
        /// Its owner's number.
        owner: u32,
    },
    /// A link, folder or device stands where the file should be.
    #[error("{path}: not a regular file", path = path.display())]
    NotAFile {
        /// Which one.
        path: PathBuf,
    },
    /// The file is too large for a key.
    #[error("{path}: larger than a key ({MAX_KEY_FILE_BYTES} bytes)", path = path.display())]
    TooLarge {
        /// Which one.
        path: PathBuf,
    },
    /// The file holds no usable key.
    #[error("{path}: {source}", path = path.display())]
    Key {
        /// Which one.
        path: PathBuf,
        /// What is wrong with it.
        source: SignError,
    },
}

/// Where the device's signing key lives; the key is made on first use.
pub trait KeyStore {
    /// The key, if there is one.
    ///
    /// # Errors
    /// [`KeyStoreError`] where the store cannot be read or its content must not be used.
    fn load(&self) -> Result<Option<Box<dyn Signer>>, KeyStoreError>;

    /// The key; makes one with the caller's cryptographic randomness where there is none.
    ///
    /// # Errors
    /// [`KeyStoreError`] where the store cannot be used.
    fn load_or_create(&self, rng: &mut dyn CryptoRngCore) -> Result<Box<dyn Signer>, KeyStoreError>;
}

/// A key in an OpenSSH private key file: mode 0600 in a folder of mode 0700, both the current user's.
///
/// On Windows the file has the rights of its folder; it belongs below the user's profile, where others cannot read.
#[derive(Debug, Clone)]
pub struct FileKeyStore {
    path: PathBuf,
}

impl FileKeyStore {
    /// The store in that file. Its folder should be used for nothing else.
    pub fn new(path: impl Into<PathBuf>) -> FileKeyStore {
        FileKeyStore { path: path.into() }
    }

    /// Reads the key.
    ///
    /// # Errors
    /// [`KeyStoreError`] where the file cannot be read, is open to others, or holds no usable key.
    pub fn read(&self) -> Result<Option<SoftwareKey>, KeyStoreError> {
        let mut file = match open_without_links(&self.path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => {
                let linked = fs::symlink_metadata(&self.path).is_ok_and(|m| m.is_symlink());
                let path = self.path.clone();
                return Err(if linked {
                    KeyStoreError::NotAFile { path }
                } else {
                    KeyStoreError::Io { path, source }
                });
            }
        };
        let metadata = file.metadata().map_err(|e| self.io(e))?;
        if !metadata.is_file() {
            return Err(KeyStoreError::NotAFile { path: self.path.clone() });
        }
        check_rights(&self.path, &metadata)?;
        if let Some(folder) = self.folder() {
            check_rights(folder, &fs::metadata(folder).map_err(|e| self.io(e))?)?;
        }
        if metadata.len() > MAX_KEY_FILE_BYTES {
            return Err(KeyStoreError::TooLarge { path: self.path.clone() });
        }
        let mut text = Zeroizing::new(Vec::with_capacity(MAX_KEY_FILE_BYTES as usize));
        (&mut file).take(MAX_KEY_FILE_BYTES).read_to_end(&mut text).map_err(|e| self.io(e))?;
        SoftwareKey::from_openssh(&text).map(Some).map_err(|e| self.key(e))
    }

    /// Reads the key, or makes one. Two programs that do so at once get the same key.
    ///
    /// # Errors
    /// As [`FileKeyStore::read`], and where the file cannot be written.
    pub fn read_or_create(&self, mut rng: &mut dyn CryptoRngCore) -> Result<SoftwareKey, KeyStoreError> {
        if let Some(key) = self.read()? {
            return Ok(key);
        }
        self.prepare_folder()?;
        let key = SoftwareKey::generate(&mut rng).map_err(|e| self.key(e))?;
        match self.write_beside(&key)?.persist_noclobber(&self.path) {
            Ok(_) => Ok(key),
            // Somebody else was faster: theirs is the key.
            Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists => {
                let vanished = || self.io(io::Error::from(io::ErrorKind::NotFound));
                self.read()?.ok_or_else(vanished)
            }
            Err(e) => Err(self.io(e.error)),
        }
    }

    /// Puts another key in the place of the one that is there, if any: whole or not at all.
    ///
    /// # Errors
    /// [`KeyStoreError`] where the file cannot be written, or its folder is open to others.
    pub fn replace(&self, key: &SoftwareKey) -> Result<(), KeyStoreError> {
        self.prepare_folder()?;
        self.write_beside(key)?.persist(&self.path).map(drop).map_err(|e| self.io(e.error))
    }

    /// Removes the key's file, if there is one.
    ///
    /// # Errors
    /// [`KeyStoreError::Io`] where it cannot be removed.
    pub fn remove(&self) -> Result<(), KeyStoreError> {
        match fs::remove_file(&self.path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(self.io(e)),
            _ => Ok(()),
        }
    }

    /// Makes the folder, for its owner only, where it is not there.
    ///
    /// # Errors
    /// [`KeyStoreError`] where it cannot be made, or is open to others.
    pub fn prepare_folder(&self) -> Result<(), KeyStoreError> {
        let folder = self.folder().unwrap_or(Path::new("."));
        create_private_folder(folder).map_err(|e| self.io(e))?;
        check_rights(folder, &fs::metadata(folder).map_err(|e| self.io(e))?)
    }

    fn write_beside(&self, key: &SoftwareKey) -> Result<NamedTempFile, KeyStoreError> {
        let text = key.to_openssh().map_err(|e| self.key(e))?;
        // Temporary files are made with mode 0600.
        let folder = self.folder().unwrap_or(Path::new("."));
        let mut temporary = NamedTempFile::new_in(folder).map_err(|e| self.io(e))?;
        temporary.write_all(text.as_bytes()).map_err(|e| self.io(e))?;
        temporary.as_file().sync_all().map_err(|e| self.io(e))?;
        Ok(temporary)
    }

    fn folder(&self) -> Option<&Path> {
        self.path.parent().filter(|p| !p.as_os_str().is_empty())
    }

    fn io(&self, source: io::Error) -> KeyStoreError {
        KeyStoreError::Io { path: self.path.clone(), source }
    }

    fn key(&self, source: SignError) -> KeyStoreError {
        KeyStoreError::Key { path: self.path.clone(), source }
    }
}

impl KeyStore for FileKeyStore {
    fn load(&self) -> Result<Option<Box<dyn Signer>>, KeyStoreError> {
        Ok(self.read()?.map(|key| Box::new(key) as Box<dyn Signer>))
    }

    fn load_or_create(&self, rng: &mut dyn CryptoRngCore) -> Result<Box<dyn Signer>, KeyStoreError> {
        Ok(Box::new(self.read_or_create(rng)?))
    }
}

#[cfg(unix)]
fn open_without_links(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    // NONBLOCK: opening a FIFO must not wait for somebody to write.
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    fs::OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

#[cfg(not(unix))]
fn open_without_links(path: &Path) -> io::Result<fs::File> {
    if fs::symlink_metadata(path)?.is_symlink() {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    fs::File::open(path)
}

#[cfg(unix)]
fn create_private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn create_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn check_rights(path: &Path, metadata: &fs::Metadata) -> Result<(), KeyStoreError> {
    use std::os::unix::fs::MetadataExt;
    let mode = metadata.mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(KeyStoreError::TooOpen { path: path.to_owned(), mode });
    }
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return Err(KeyStoreError::ForeignOwner { path: path.to_owned(), owner: metadata.uid() });
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_rights(_: &Path, _: &fs::Metadata) -> Result<(), KeyStoreError> {
    Ok(())
}
