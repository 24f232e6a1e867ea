//! Small files of state: read and changed under a lock, replaced whole, bounded.
//!
//! A change is written beside the file, flushed to the disk and moved over it: whoever is killed at any moment leaves
//! the old content or the new one. The lock is a file of its own (`NAME.lock`), since the file itself is replaced.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::NamedTempFile;

use crate::limits::MAX_STATE_BYTES;

/// How often, and after which pause, a lock is asked for that another process holds: ten seconds in all.
const LOCK_TRIES: u32 = 400;
const LOCK_PAUSE: Duration = Duration::from_millis(25);

/// Why a state file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// Reading or writing failed.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The content is not what this program writes.
    #[error("{path}: {what}", path = path.display())]
    Content {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// Another process holds the lock for too long.
    #[error("{path}: locked by another process", path = path.display())]
    Locked {
        /// Which file.
        path: PathBuf,
    },
}

/// A JSON document in a file.
#[derive(Debug, Clone)]
pub struct StateFile {
    path: PathBuf,
}

impl StateFile {
    /// The file at `path`; it need not exist.
    pub fn new(path: impl Into<PathBuf>) -> StateFile {
        StateFile { path: path.into() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its content; the default where there is no file.
    ///
    /// # Errors
    /// [`StateError::Io`], [`StateError::Content`].
    pub fn read<T: DeserializeOwned + Default>(&self) -> Result<T, StateError> {
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(T::default()),
            Err(e) => return Err(self.io(e)),
        };
        let mut text = Vec::new();
        file.take(MAX_STATE_BYTES + 1).read_to_end(&mut text).map_err(|e| self.io(e))?;
        if text.len() as u64 > MAX_STATE_BYTES {
            return Err(self.content(format!("larger than {MAX_STATE_BYTES} bytes")));
        }
        serde_json::from_slice(&text).map_err(|e| self.content(e.to_string()))
    }

    /// Changes the content under the lock. Where `change` refuses, nothing is written.
    ///
    /// # Errors
    /// Those of `change`, and [`StateError`].
    pub fn change<T, R, E>(&self, change: impl FnOnce(&mut T) -> Result<R, E>) -> Result<R, E>
    where
        T: DeserializeOwned + Serialize + Default,
        E: From<StateError>,
    {
        let folder = self.path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|e| self.io(e))?;
        let _lock = self.lock()?;
        let mut content = self.read::<T>()?;
        let result = change(&mut content)?;
        self.write(folder, &content)?;
        Ok(result)
    }

    fn lock(&self) -> Result<File, StateError> {
        let mut name = self.path.as_os_str().to_owned();
        name.push(".lock");
        let path = PathBuf::from(name);
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|source| StateError::Io { path: path.clone(), source })?;
        for _ in 0..LOCK_TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
                Err(TryLockError::Error(source)) => return Err(StateError::Io { path, source }),
            }
        }
        Err(StateError::Locked { path })
    }

    fn write<T: Serialize>(&self, folder: &Path, content: &T) -> Result<(), StateError> {
        let mut text = serde_json::to_vec_pretty(content).map_err(|e| self.content(e.to_string()))?;
        text.push(b'\n');
        if text.len() as u64 > MAX_STATE_BYTES {
            return Err(self.content(format!("would be larger than {MAX_STATE_BYTES} bytes")));
        }
        // Temporary files are made with mode 0600.
        let mut temporary = NamedTempFile::new_in(folder).map_err(|e| self.io(e))?;
        temporary.write_all(&text).and_then(|()| temporary.as_file().sync_all()).map_err(|e| self.io(e))?;
        temporary.persist(&self.path).map_err(|e| self.io(e.error))?;
        // The rename itself must survive a power cut. Windows offers no such call for folders, and needs none.
        let _ = File::open(folder).and_then(|f| f.sync_all());
        Ok(())
    }

    fn io(&self, source: io::Error) -> StateError {
        StateError::Io { path: self.path.clone(), source }
    }

    fn content(&self, what: String) -> StateError {
        StateError::Content { path: self.path.clone(), what }
    }
}
