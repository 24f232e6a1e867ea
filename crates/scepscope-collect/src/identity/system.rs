//! The key store of this system.

use std::sync::Arc;

use super::SecretStore;

/// The system's key store; none where the program knows none (Android, BSD).
pub fn system_store() -> Option<Arc<dyn SecretStore>> {
    native::store()
}

#[cfg(any(target_os = "linux", target_os = "macos", target_os = "ios", windows))]
mod native {
    use std::sync::Arc;

    use zeroize::Zeroizing;

    use super::super::{SecretStore, StoreFault, StoreKind};

    /// What the entry is found by.
    const SERVICE: &str = "scepscope";
    const ACCOUNT: &str = "device-key";

    pub(super) fn store() -> Option<Arc<dyn SecretStore>> {
        Some(Arc::new(Keyring))
    }

    #[derive(Debug)]
    struct Keyring;

    impl Keyring {
        fn entry() -> Result<keyring::Entry, StoreFault> {
            keyring::Entry::new(SERVICE, ACCOUNT).map_err(fault)
        }
    }

    impl SecretStore for Keyring {
        fn kind(&self) -> StoreKind {
            KIND
        }

        fn get(&self) -> Result<Option<Zeroizing<Vec<u8>>>, StoreFault> {
            match Keyring::entry()?.get_secret() {
                Ok(secret) => Ok(Some(Zeroizing::new(secret))),
                Err(keyring::Error::NoEntry) => Ok(None),
                Err(error) => Err(fault(error)),
            }
        }

        fn set(&self, secret: &[u8]) -> Result<(), StoreFault> {
            Keyring::entry()?.set_secret(secret).map_err(fault)
        }
    }

    fn fault(error: keyring::Error) -> StoreFault {
        StoreFault::Unavailable(error.to_string())
    }

    #[cfg(target_os = "linux")]
    const KIND: StoreKind = StoreKind::SecretService;
    #[cfg(any(target_os = "macos", target_os = "ios"))]
    const KIND: StoreKind = StoreKind::Keychain;
    #[cfg(windows)]
    const KIND: StoreKind = StoreKind::CredentialManager;
}

#[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "ios", windows)))]
mod native {
    use std::sync::Arc;

    use super::super::SecretStore;

    pub(super) fn store() -> Option<Arc<dyn SecretStore>> {
        None
    }
}
