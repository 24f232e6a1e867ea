//! A key store that may be locked, absent or silent.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use scepscope_bundle::{SignError, Signer, SoftwareKey};
use zeroize::Zeroizing;

use super::{StoreKind, StoreNote};
use crate::{CollectError, ErrorCode};

/// How long the system's key store may take for one answer: long enough for somebody to unlock it, and an end where
/// there is nobody. After it the key is a file, and that is said.
pub const KEY_STORE_LIMIT: Duration = Duration::from_secs(30);

/// A place of the system that keeps one secret of this program.
pub trait SecretStore: fmt::Debug + Send + Sync {
    /// What it is.
    fn kind(&self) -> StoreKind;

    /// How long an answer may take.
    fn limit(&self) -> Duration {
        KEY_STORE_LIMIT
    }

    /// The secret; none where it keeps none. May block.
    ///
    /// # Errors
    /// [`StoreFault`].
    fn get(&self) -> Result<Option<Zeroizing<Vec<u8>>>, StoreFault>;

    /// Keeps the secret in the place of any other. May block.
    ///
    /// # Errors
    /// [`StoreFault`].
    fn set(&self, secret: &[u8]) -> Result<(), StoreFault>;
}

/// Why a store did not serve.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreFault {
    /// There is none here, it is locked, or it refused.
    #[error("the key store can't be used: {0}")]
    Unavailable(String),
    /// It did not answer within [`SecretStore::limit`].
    #[error("the key store did not answer in time")]
    Silent,
}

impl StoreFault {
    pub(super) fn note(&self) -> StoreNote {
        match self {
            StoreFault::Unavailable(_) => StoreNote::StoreUnavailable,
            StoreFault::Silent => StoreNote::StoreSilent,
        }
    }
}

/// What a store answered.
pub(super) enum Answer {
    Key(Box<SoftwareKey>),
    Nothing,
    /// It keeps something that is no key. It is not replaced: whose it is is not known.
    Unusable(SignError),
    Fault(StoreFault),
}

/// Asks a store in a thread of its own, so that a prompt that nobody answers does not hold up the program. A thread
/// that is still asked then ends with the program.
pub(super) struct Limited(Arc<dyn SecretStore>);

impl Limited {
    pub(super) fn new(store: Arc<dyn SecretStore>) -> Limited {
        Limited(store)
    }

    pub(super) fn kind(&self) -> StoreKind {
        self.0.kind()
    }

    pub(super) fn get(&self) -> Answer {
        match self.ask(|store| store.get()) {
            Ok(None) => Answer::Nothing,
            Ok(Some(secret)) => match SoftwareKey::from_openssh(&secret) {
                Ok(key) => Answer::Key(Box::new(key)),
                Err(error) => Answer::Unusable(error),
            },
            Err(fault) => Answer::Fault(fault),
        }
    }

    /// Keeps the key and reads it back: only what can be read again is kept.
    pub(super) fn put(&self, key: &SoftwareKey) -> Result<Result<(), StoreFault>, CollectError> {
        let text = key.to_openssh().map_err(|e| CollectError::with(ErrorCode::KeyUnusable, e.to_string()))?;
        let secret = Zeroizing::new(text.as_bytes().to_vec());
        if let Err(fault) = self.ask(move |store| store.set(&secret)) {
            return Ok(Err(fault));
        }
        Ok(match self.get() {
            Answer::Key(kept) if kept.public_key().key_data() == key.public_key().key_data() => Ok(()),
            Answer::Fault(fault) => Err(fault),
            _ => Err(StoreFault::Unavailable("it gave back something else than it was given".to_owned())),
        })
    }

    fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn SecretStore) -> Result<T, StoreFault> + Send + 'static,
    ) -> Result<T, StoreFault> {
        let (sender, receiver) = sync_channel(1);
        let store = Arc::clone(&self.0);
        thread::Builder::new()
            .name("key-store".to_owned())
            // Where the time is over, nobody waits for the answer any more.
            .spawn(move || drop(sender.send(question(store.as_ref()))))
            .map_err(|e| StoreFault::Unavailable(e.to_string()))?;
        receiver.recv_timeout(self.0.limit()).unwrap_or(Err(StoreFault::Silent))
    }
}
