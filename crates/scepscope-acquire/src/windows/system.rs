//! What is asked of Windows. The real answers come from `win32`, a test's from records of a real device.

use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use time::OffsetDateTime;

use crate::program::Programs;
use crate::stop::Stop;

/// The narrow interface to Windows.
pub trait WindowsSystem: Send + Sync {
    /// Whether this program runs with an administrator's rights.
    fn is_elevated(&self) -> bool;

    /// Whether the channel records.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] where there is no such channel, [`io::ErrorKind::PermissionDenied`] where it may
    /// not be read.
    fn is_enabled(&self, channel: &str) -> io::Result<bool>;

    /// Hands the events that the XPath selects to `take`, oldest first, each as XML, until it breaks or `stop` is over.
    ///
    /// # Errors
    /// What the system says. What was handed on before stays.
    fn events(
        &self,
        channel: &str,
        xpath: &str,
        stop: &Stop,
        take: &mut dyn FnMut(&str) -> ControlFlow<()>,
    ) -> io::Result<()>;

    /// Writes the selected events into an event log file, which must not be there yet.
    ///
    /// # Errors
    /// What the system says.
    fn export(&self, channel: &str, xpath: &str, to: &Path) -> io::Result<()>;

    /// One key of the registry.
    ///
    /// # Errors
    /// What the system says.
    fn key(&self, hive: Hive, path: &str) -> io::Result<RegistryKey>;

    /// The certificates of the store `My`.
    ///
    /// # Errors
    /// What the system says.
    fn certificates(&self, store: Store) -> io::Result<Vec<Certificate>>;

    /// Runs this program once more, with an administrator's rights and these arguments, and gives what it answers. Blocks while the
    /// system asks its user.
    ///
    /// # Errors
    /// [`io::ErrorKind::PermissionDenied`] where the user refuses, else what the system says.
    fn elevate(&self, arguments: &[String], stop: &Stop) -> io::Result<File>;

    /// A new folder for what a program of the system writes, which nobody with fewer rights than this process may change.
    ///
    /// # Errors
    /// What the system says.
    fn folder(&self) -> io::Result<Folder> {
        Folder::of_user()
    }

    /// Opens a page of the system's settings, by its address.
    ///
    /// # Errors
    /// What the system says.
    fn open(&self, address: &str) -> io::Result<()>;

    /// The programs of the system.
    fn programs(&self) -> &dyn Programs;
}

/// A folder that goes with this.
#[derive(Debug)]
pub enum Folder {
    /// In the user's own temporary folder.
    OfUser(tempfile::TempDir),
    /// A folder of nobody but administrators, which goes with this, too.
    Private(PathBuf),
}

impl Folder {
    /// One in the user's own temporary folder.
    ///
    /// # Errors
    /// What the system says.
    pub fn of_user() -> io::Result<Folder> {
        tempfile::tempdir().map(Folder::OfUser)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        match self {
            Folder::OfUser(folder) => folder.path(),
            Folder::Private(path) => path,
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Folder::Private(path) = self {
            // What can't be removed now is no reason to give up what was read.
            let _ = std::fs::remove_dir_all(path);
        }
    }
}

/// A root of the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hive {
    /// `HKEY_LOCAL_MACHINE`.
    Machine,
    /// `HKEY_CURRENT_USER`.
    User,
}

impl Hive {
    /// The name, as exports write it.
    pub const fn name(self) -> &'static str {
        match self {
            Hive::Machine => "HKEY_LOCAL_MACHINE",
            Hive::User => "HKEY_CURRENT_USER",
        }
    }
}

/// A key with its values and the names of the keys below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegistryKey {
    /// Names of the keys right below.
    pub keys: Vec<String>,
    /// The values.
    pub values: Vec<(String, RegistryValue)>,
}

/// A value of the registry, of the types that are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegistryValue {
    /// Text.
    Text(String),
    /// A number of 32 bits.
    Number(u32),
}

/// Whose certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// The user's.
    User,
    /// The device's.
    Machine,
}

/// A certificate of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// SHA-1 in upper-case hex.
    pub thumbprint: String,
    /// SHA-256 of the encoded subject, in hex.
    pub subject_sha256: String,
    /// The issuer's name.
    pub issuer: String,
    /// Start of its validity.
    pub not_before: OffsetDateTime,
    /// End of its validity.
    pub not_after: OffsetDateTime,
    /// Who keeps its key.
    pub key_provider: Option<String>,
}
