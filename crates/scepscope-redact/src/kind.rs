//! What is redacted, by which policy, and how often.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap};

/// How much is taken out of the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// Secrets dropped, personal data and private addresses pseudonymised.
    #[default]
    Default,
    /// As `Default`, and server names and public addresses pseudonymised too.
    Strict,
    /// Secrets dropped, nothing else touched.
    None,
}

impl Policy {
    /// The stable identifier, as the command line and the bundle's statement write it.
    pub const fn id(self) -> &'static str {
        match self {
            Policy::Default => "default",
            Policy::Strict => "strict",
            Policy::None => "none",
        }
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// A policy name that is none of `default`, `strict`, `none`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown redaction policy: expected default, strict or none")]
pub struct UnknownPolicy;

impl FromStr for Policy {
    type Err = UnknownPolicy;

    fn from_str(text: &str) -> Result<Self, UnknownPolicy> {
        [Policy::Default, Policy::Strict, Policy::None]
            .into_iter()
            .find(|p| p.id() == text)
            .ok_or(UnknownPolicy)
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $id:literal,)*) => {
        /// What a redacted value was. The identifier is part of every mark and pseudonym.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
        pub enum Kind { $($(#[$doc])* #[serde(rename = $id)] $name,)* }

        impl Kind {
            /// Every kind, in the order of the statement.
            pub const ALL: &'static [Kind] = &[$(Kind::$name,)*];

            /// The stable identifier.
            pub const fn id(self) -> &'static str {
                match self { $(Kind::$name => $id,)* }
            }
        }
    };
}

kinds! {
    /// SCEP challenge password.
    Challenge = "challenge",
    /// Intune's `CertificateRequestToken`.
    RequestToken = "request-token",
    /// Body of a PKIOperation message, or another CMS message.
    PkiOperation = "pkioperation",
    /// Certificate request; it carries the challenge password.
    Csr = "csr",
    /// Bearer token, cookie or signature of a signed address.
    Bearer = "bearer",
    /// Private key.
    PrivateKey = "private-key",
    /// Password or pre-shared key.
    Password = "password",
    /// E-mail address or user principal name.
    Upn = "upn",
    /// User name in a path, an account or a distinguished name.
    User = "user",
    /// Security identifier of an account.
    Sid = "sid",
    /// Serial number or other hardware identifier of a device.
    Serial = "serial",
    /// Hardware address of a network interface.
    Mac = "mac",
    /// Device name.
    Device = "device",
    /// Private, link-local or carrier-grade-NAT address.
    PrivateIp = "ip",
    /// Public address (strict).
    PublicIp = "publicip",
    /// Server name (strict).
    Host = "host",
    /// Encoded data that holds something of the kinds above and cannot be rewritten.
    Encoded = "encoded",
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// How many values were replaced, by kind, and which limits were reached. Holds no value itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    by_kind: [u64; Kind::ALL.len()],
    /// Lines longer than [`LINE_LIMIT`](crate::LINE_LIMIT), redacted piece by piece.
    pub long_lines: u64,
    /// Multi-line values longer than [`HELD_LIMIT`](crate::HELD_LIMIT), dropped without a look inside.
    pub oversized: u64,
    /// Originals beyond [`ORIGINALS_LIMIT`](crate::ORIGINALS_LIMIT): dropped instead of pseudonymised.
    pub map_full: u64,
    /// Secrets beyond [`SECRETS_LIMIT`](crate::SECRETS_LIMIT): dropped, but their copies are not searched for.
    pub secrets_full: u64,
}

impl Counts {
    /// How many values of that kind were replaced.
    pub fn of(&self, kind: Kind) -> u64 {
        self.by_kind[kind as usize]
    }

    /// Replacements of all kinds.
    pub fn total(&self) -> u64 {
        self.by_kind.iter().sum()
    }

    /// Kinds that occurred, with their number.
    pub fn iter(&self) -> impl Iterator<Item = (Kind, u64)> + '_ {
        Kind::ALL.iter().map(|k| (*k, self.of(*k))).filter(|(_, n)| *n > 0)
    }

    pub(crate) fn add(&mut self, kind: Kind) {
        self.by_kind[kind as usize] += 1;
    }

    /// The limits that were reached, by name, with how often.
    pub fn limits(&self) -> impl Iterator<Item = (&'static str, u64)> {
        [
            ("long_lines", self.long_lines),
            ("oversized", self.oversized),
            ("map_full", self.map_full),
            ("secrets_full", self.secrets_full),
        ]
        .into_iter()
        .filter(|(_, n)| *n > 0)
    }

    /// Adds what was counted elsewhere.
    pub fn merge(&mut self, other: &Counts) {
        for (mine, theirs) in self.by_kind.iter_mut().zip(other.by_kind) {
            *mine += theirs;
        }
        self.long_lines += other.long_lines;
        self.oversized += other.oversized;
        self.map_full += other.map_full;
        self.secrets_full += other.secrets_full;
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (kind, n) in self.iter() {
            map.serialize_entry(kind.id(), &n)?;
        }
        for (name, n) in self.limits() {
            map.serialize_entry(name, &n)?;
        }
        map.end()
    }
}
