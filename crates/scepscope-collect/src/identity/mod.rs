//! The device's signing key: made on first use, kept in the system's key store, replaced on request.
//!
//! Only where there is no key store, or it does not answer in time, the key is a file that its owner alone can read;
//! which of both it is, and why, is always said. The public halves of all keys that this device ever signed with are
//! kept beside it, as an OpenSSH `allowed_signers` file ([`RECORD_FILE`]).

mod record;
mod store;
mod system;

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use rand_core::OsRng;
use scepscope_bundle::{FileKeyStore, KeyStoreError, SignError, Signer, SoftwareKey};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

pub use record::RECORD_FILE;
use record::Record;
use store::{Answer, Limited};
pub use store::{KEY_STORE_LIMIT, SecretStore, StoreFault};
pub use system::system_store;

use crate::{CollectError, ErrorCode};

/// Name of the key's file, where it is one.
pub const KEY_FILE: &str = "device-key";

/// Held while a key is looked for and made, so that two programs that start at once make one key.
const LOCK_FILE: &str = ".lock";

/// Where a key is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StoreKind {
    /// The freedesktop Secret Service: GNOME Keyring, KWallet, KeePassXC.
    SecretService,
    /// The Keychain of macOS and iOS.
    Keychain,
    /// The Credential Manager of Windows.
    CredentialManager,
    /// A file that its owner alone can read.
    File,
}

/// Why the key is where it is, when that needs a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StoreNote {
    /// This system has no key store that the program knows: the key is a file.
    NoStore,
    /// The key store can't be reached or is locked: the key is a file.
    StoreUnavailable,
    /// The key store did not answer within [`KEY_STORE_LIMIT`]; it may wait for somebody to unlock it. The key is a file.
    StoreSilent,
    /// The key was a file and lies in the key store now; the file is gone.
    MovedIntoStore,
}

impl StoreKind {
    /// The word for it in JSON and message ids.
    pub const fn id(self) -> &'static str {
        match self {
            StoreKind::SecretService => "secret-service",
            StoreKind::Keychain => "keychain",
            StoreKind::CredentialManager => "credential-manager",
            StoreKind::File => "file",
        }
    }
}

impl StoreNote {
    /// The word for it in JSON and message ids.
    pub const fn id(self) -> &'static str {
        match self {
            StoreNote::NoStore => "no-store",
            StoreNote::StoreUnavailable => "store-unavailable",
            StoreNote::StoreSilent => "store-silent",
            StoreNote::MovedIntoStore => "moved-into-store",
        }
    }
}

/// Where the device's key is to be looked for.
#[derive(Debug, Clone)]
pub struct KeyPlace {
    folder: PathBuf,
    store: Option<Arc<dyn SecretStore>>,
    wanted: bool,
}

impl KeyPlace {
    /// A file in that folder, which is used for nothing else, and no key store.
    pub fn file_in(folder: impl Into<PathBuf>) -> KeyPlace {
        KeyPlace { folder: folder.into(), store: None, wanted: false }
    }

    /// The key store, and a file in that folder where there is no store or it does not answer.
    pub fn store_or_file_in(folder: impl Into<PathBuf>, store: Option<Arc<dyn SecretStore>>) -> KeyPlace {
        KeyPlace { folder: folder.into(), store, wanted: true }
    }

    /// The folder of the record, and of the key where it is a file.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }
}

/// The device's key, and what is to be said of it.
#[derive(Debug)]
pub struct DeviceIdentity {
    key: SoftwareKey,
    store: StoreKind,
    note: Option<StoreNote>,
    allowed_signers: String,
    others: Vec<String>,
}

impl DeviceIdentity {
    /// The key; makes one where there is none.
    ///
    /// # Errors
    /// [`ErrorCode::KeyUnusable`].
    pub fn open(place: &KeyPlace) -> Result<DeviceIdentity, CollectError> {
        let work = Work::begin(place)?;
        let (key, store, note) = work.load_or_create()?;
        let mut record = Record::read(&place.folder).map_err(|e| unusable(&e))?;
        record.current(key.public_key());
        record.write(&place.folder).map_err(|e| unusable(&e))?;
        DeviceIdentity::new(key, store, note, &record)
    }

    /// Replaces the key by a new one, in the same kind of place. The old one is gone then; its public half stays on
    /// record, trusted up to `now`.
    ///
    /// # Errors
    /// [`ErrorCode::KeyUnusable`]; the old key stays then.
    pub fn rotate(place: &KeyPlace, now: OffsetDateTime) -> Result<DeviceIdentity, CollectError> {
        let work = Work::begin(place)?;
        let (old, store, note) = work.load_or_create()?;
        let new = SoftwareKey::generate(&mut OsRng).map_err(|e| unusable(&e))?;
        // The record first: what it says too much is put right when the old key is used again.
        let mut record = Record::read(&place.folder).map_err(|e| unusable(&e))?;
        record.current(old.public_key());
        record.retire(old.public_key(), now);
        record.current(new.public_key());
        record.write(&place.folder).map_err(|e| unusable(&e))?;
        if store == StoreKind::File {
            work.file.replace(&new).map_err(|e| unusable(&e))?;
        } else if let Some(limited) = &work.store {
            limited.put(&new)?.map_err(|fault| unusable(&fault))?;
        }
        DeviceIdentity::new(new, store, note, &record)
    }

    fn new(
        key: SoftwareKey,
        store: StoreKind,
        note: Option<StoreNote>,
        record: &Record,
    ) -> Result<DeviceIdentity, CollectError> {
        let allowed_signers = key.allowed_signers_line().map_err(|e| unusable(&e))?;
        let others = record.lines_but(key.public_key()).map_err(|e| unusable(&e))?;
        Ok(DeviceIdentity { key, store, note, allowed_signers, others })
    }

    /// What signs with it.
    pub fn signer(&self) -> &dyn Signer {
        &self.key
    }

    /// Where it is kept.
    pub fn store(&self) -> StoreKind {
        self.store
    }

    /// Why it is there, where that needs a word.
    pub fn note(&self) -> Option<StoreNote> {
        self.note
    }

    /// `SHA256:…`, as `ssh-keygen -l` shows it.
    pub fn fingerprint(&self) -> String {
        self.key.fingerprint()
    }

    /// The line for an OpenSSH `allowed_signers` file; its first word is the principal.
    pub fn allowed_signers(&self) -> &str {
        &self.allowed_signers
    }

    /// The lines of the other keys that this device signed with: replaced ones end with their replacement.
    pub fn other_lines(&self) -> &[String] {
        &self.others
    }
}

struct Work {
    file: FileKeyStore,
    store: Option<Limited>,
    wanted: bool,
    /// Released when the work is done.
    _lock: File,
}

type Loaded = (SoftwareKey, StoreKind, Option<StoreNote>);

impl Work {
    fn begin(place: &KeyPlace) -> Result<Work, CollectError> {
        let file = FileKeyStore::new(place.folder.join(KEY_FILE));
        file.prepare_folder().map_err(|e| unusable(&e))?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(place.folder.join(LOCK_FILE))
            .and_then(|lock| lock.lock().map(|()| lock))
            .map_err(|e| unusable(&e))?;
        let store = place.store.clone().map(Limited::new);
        Ok(Work { file, store, wanted: place.wanted, _lock: lock })
    }

    fn load_or_create(&self) -> Result<Loaded, CollectError> {
        let Some(store) = &self.store else {
            return self.as_file(self.wanted.then_some(StoreNote::NoStore));
        };
        match store.get() {
            Answer::Key(key) => Ok((*key, store.kind(), None)),
            Answer::Unusable(error) => Err(unusable(&error)),
            Answer::Nothing => match self.file.read().map_err(|e| unusable(&e))? {
                Some(key) => self.move_in(store, key),
                None => self.create_in(store),
            },
            Answer::Fault(fault) => self.as_file(Some(fault.note())),
        }
    }

    fn as_file(&self, note: Option<StoreNote>) -> Result<Loaded, CollectError> {
        let key = self.file.read_or_create(&mut OsRng).map_err(|e: KeyStoreError| unusable(&e))?;
        Ok((key, StoreKind::File, note))
    }

    /// A key that was a file goes into the store as soon as there is one.
    fn move_in(&self, store: &Limited, key: SoftwareKey) -> Result<Loaded, CollectError> {
        if let Err(fault) = store.put(&key)? {
            return Ok((key, StoreKind::File, Some(fault.note())));
        }
        self.file.remove().map_err(|e| unusable(&e))?;
        Ok((key, store.kind(), Some(StoreNote::MovedIntoStore)))
    }

    fn create_in(&self, store: &Limited) -> Result<Loaded, CollectError> {
        let key = SoftwareKey::generate(&mut OsRng).map_err(|e: SignError| unusable(&e))?;
        match store.put(&key)? {
            Ok(()) => Ok((key, store.kind(), None)),
            Err(fault) => self.as_file(Some(fault.note())),
        }
    }
}

fn unusable(error: &dyn std::fmt::Display) -> CollectError {
    CollectError::with(ErrorCode::KeyUnusable, error.to_string())
}
