//! Pseudonyms and the map back, which stays on the device.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::Kind;

/// Originals kept at once. Beyond it new values are dropped instead of pseudonymised, and counted.
pub const ORIGINALS_LIMIT: usize = 20_000;
/// A longer original is dropped: no name is that long.
pub const ORIGINAL_BYTES: usize = 1024;
/// Dropped secrets whose copies are searched for, at most. Those beyond it are counted.
pub const SECRETS_LIMIT: usize = 2_000;
/// Hex digits of a pseudonym; twice as many where two originals would share one.
const SHORT: usize = 8;

/// A key, the originals and their pseudonyms. Neither serialises; `Debug` shows sizes only.
pub(crate) struct Vault {
    key: [u8; 32],
    names: HashMap<(Kind, String), String>,
    originals: HashMap<String, Entry>,
    secrets: BTreeMap<String, Kind>,
}

pub(crate) struct Entry {
    pub(crate) kind: Kind,
    pub(crate) original: String,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("originals", &self.originals.len()).finish_non_exhaustive()
    }
}

impl Vault {
    pub(crate) fn new(key: [u8; 32]) -> Self {
        Vault { key, names: HashMap::new(), originals: HashMap::new(), secrets: BTreeMap::new() }
    }

    /// The pseudonym of a value; `None` where the map is full and does not hold it.
    pub(crate) fn name(&self, kind: Kind, original: &str) -> Option<String> {
        let folded = fold(kind, original);
        if let Some(name) = self.names.get(&(kind, folded.clone())) {
            return Some(name.clone());
        }
        if self.names.len() >= ORIGINALS_LIMIT || original.len() > ORIGINAL_BYTES {
            return None;
        }
        let digest = hex(&self.mac(kind, folded.as_bytes()));
        let short = format!("{kind}-{}", &digest[..SHORT]);
        let taken = self.originals.get(&short).is_some_and(|e| fold(kind, &e.original) != folded);
        Some(if taken { format!("{kind}-{}", &digest[..2 * SHORT]) } else { short })
    }

    /// Keeps what [`name`](Self::name) said. `None` where the map is full, else whether it is new.
    pub(crate) fn keep(&mut self, kind: Kind, original: &str) -> Option<bool> {
        let name = self.name(kind, original)?;
        let new = self.names.insert((kind, fold(kind, original)), name.clone()).is_none();
        self.originals.entry(name).or_insert_with(|| Entry { kind, original: original.to_owned() });
        Some(new)
    }

    /// Keeps a secret, so that its copies go too. `None` where there is no room, else whether it is new.
    pub(crate) fn keep_secret(&mut self, kind: Kind, secret: &str) -> Option<bool> {
        if self.secrets.contains_key(secret) {
            return Some(false);
        }
        if self.secrets.len() >= SECRETS_LIMIT {
            return None;
        }
        self.secrets.insert(secret.to_owned(), kind);
        Some(true)
    }

    /// The key of the pseudonyms.
    pub(crate) fn key(&self) -> [u8; 32] {
        self.key
    }

    pub(crate) fn secrets(&self) -> impl Iterator<Item = (&str, Kind)> {
        self.secrets.iter().map(|(secret, kind)| (secret.as_str(), *kind))
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.originals.iter().map(|(name, entry)| (name.as_str(), entry))
    }

    fn mac(&self, kind: Kind, text: &[u8]) -> [u8; 32] {
        // HMAC takes a key of any length: this cannot fail.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) else { return [0; 32] };
        mac.update(kind.id().as_bytes());
        mac.update(&[0]);
        mac.update(text);
        mac.finalize().into_bytes().into()
    }

    /// A keyed stand-in for data that is not kept in the map.
    pub(crate) fn stand_in(&self, kind: Kind, bytes: &[u8]) -> String {
        format!("{kind}-{}", &hex(&self.mac(kind, bytes))[..SHORT])
    }
}

/// One value, however it is spelled.
fn fold(kind: Kind, original: &str) -> String {
    let lower = original.trim().to_lowercase();
    match kind {
        Kind::Mac => lower.replace('-', ":"),
        Kind::PrivateIp | Kind::PublicIp => lower.split('%').next().unwrap_or_default().to_owned(),
        _ => lower,
    }
}

/// `[KIND:LENGTH-bytes:sha256-…]`
pub(crate) fn digest_mark(kind: Kind, bytes: &[u8]) -> String {
    format!("[{kind}:{}-bytes:sha256-{}]", bytes.len(), &hex(&Sha256::digest(bytes))[..16])
}

/// `[dropped:KIND]`
pub(crate) fn drop_mark(kind: Kind) -> String {
    format!("[dropped:{kind}]")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|b| [b >> 4, b & 15]).filter_map(|n| char::from_digit(u32::from(n), 16)).collect()
}
