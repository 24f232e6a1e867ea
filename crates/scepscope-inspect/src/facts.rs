//! What is known of a server: the file `facts.json` of an export.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// The value of `schema` in every export of this form.
pub const EXPORT_SCHEMA: &str = "scepscope.ndes-export/1";

/// The reason of a fact that an export does not hold.
const NOT_IN_EXPORT: &str = "not_in_export";

/// A fact, or why it could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer<T> {
    /// The fact.
    Value(T),
    /// Why there is none: `not_there`, `access_denied`, `not_in_export`, or what the system said.
    Error(String),
}

impl<T> Default for Answer<T> {
    fn default() -> Self {
        Answer::Error(NOT_IN_EXPORT.to_owned())
    }
}

impl<T> Answer<T> {
    /// The fact, or the reason.
    ///
    /// # Errors
    /// The reason.
    pub fn get(&self) -> Result<&T, &str> {
        match self {
            Answer::Value(value) => Ok(value),
            Answer::Error(reason) => Err(reason),
        }
    }

    /// Whether the server has no such thing, which is a fact, too.
    pub fn is_not_there(&self) -> bool {
        matches!(self, Answer::Error(reason) if reason == "not_there")
    }
}

/// A list that a script may also write as its only member, or as nothing.
fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Answer<Vec<T>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written<T> {
        Many(Vec<T>),
        One(T),
        None(()),
    }
    Ok(match Answer::<Written<T>>::deserialize(from)? {
        Answer::Value(Written::Many(many)) => Answer::Value(many),
        Answer::Value(Written::One(one)) => Answer::Value(vec![one]),
        Answer::Value(Written::None(())) => Answer::Value(Vec::new()),
        Answer::Error(reason) => Answer::Error(reason),
    })
}

/// The facts of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ServerFacts {
    /// Always [`EXPORT_SCHEMA`].
    pub schema: String,
    /// When they were taken, RFC 3339.
    pub taken: String,
    /// The server's full name.
    #[serde(default)]
    pub computer: Option<String>,
    /// Values of the registry.
    #[serde(default)]
    pub registry: RegistryFacts,
    /// Certificate stores of the machine.
    #[serde(default)]
    pub stores: Stores,
    /// Thumbprints of the roots that group policy puts on the machine.
    #[serde(default, deserialize_with = "list")]
    pub policy_roots: Answer<Vec<String>>,
    /// Services of IIS, of the connector and of the application proxy.
    #[serde(default, deserialize_with = "list")]
    pub services: Answer<Vec<ServiceFacts>>,
    /// The state of the application pool `SCEP`: `Started`, `Stopped`.
    #[serde(default)]
    pub pool_state: Answer<Option<String>>,
    /// The members of `IIS_IUSRS`, as security identifiers.
    #[serde(default, deserialize_with = "list")]
    pub iis_iusrs: Answer<Vec<String>>,
    /// The account of the application pool, where it has one of its own.
    #[serde(default)]
    pub account: Answer<AccountFacts>,
    /// Event channels by the name of their file in `logs`, and whether they record.
    #[serde(default)]
    pub channels: BTreeMap<String, Answer<bool>>,
}

/// Values of the keys that are looked at; a value is written as text, numbers in decimal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RegistryFacts {
    /// `SYSTEM\CurrentControlSet\Services\HTTP\Parameters`.
    #[serde(default)]
    pub http: Answer<BTreeMap<String, String>>,
    /// `SOFTWARE\Microsoft\Cryptography\MSCEP`.
    #[serde(default)]
    pub mscep: Answer<BTreeMap<String, String>>,
    /// `SOFTWARE\Microsoft\Cryptography\MSCEP\Modules\NDESPolicy`.
    #[serde(default)]
    pub ndes_policy: Answer<BTreeMap<String, String>>,
}

/// Certificate stores of the machine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stores {
    /// Personal.
    #[serde(default, deserialize_with = "list")]
    pub my: Answer<Vec<StoredCertificate>>,
    /// Trusted root certification authorities.
    #[serde(default, deserialize_with = "list")]
    pub root: Answer<Vec<StoredCertificate>>,
    /// Intermediate certification authorities.
    #[serde(default, deserialize_with = "list")]
    pub ca: Answer<Vec<StoredCertificate>>,
}

/// A certificate of a store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StoredCertificate {
    /// The certificate in base64.
    pub der: String,
    /// Whether the store has its private key.
    #[serde(default)]
    pub has_key: bool,
    /// Who may read the private key, as security identifiers.
    #[serde(default, deserialize_with = "list")]
    pub key_readers: Answer<Vec<String>>,
}

/// A service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ServiceFacts {
    /// Its name, such as `WAPCSvc`.
    pub name: String,
    /// Its name for people.
    #[serde(default)]
    pub display_name: Option<String>,
    /// `Running`, `Stopped`, …
    pub state: String,
    /// `Auto`, `Manual`, `Disabled`.
    pub start: String,
    /// The account that it runs as.
    #[serde(default)]
    pub account: Option<String>,
}

/// An account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AccountFacts {
    /// `DOMAIN\name`.
    pub name: String,
    /// Its security identifier.
    pub sid: String,
    /// Whether it is locked out.
    #[serde(default)]
    pub locked: Answer<bool>,
    /// Whether it is disabled.
    #[serde(default)]
    pub disabled: Answer<bool>,
    /// When its password expires: RFC 3339, `never`, `not_yet` or `expired`.
    #[serde(default)]
    pub password_expires: Answer<Option<String>>,
}
