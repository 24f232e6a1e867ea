//! The credentials of a store, in the forms that its own tools write, from a file or the environment.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use base64ct::{Base64, Encoding};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use zeroize::Zeroizing;

use super::StoreError;

/// Largest file of credentials, in bytes.
const MAX_BYTES: u64 = 64 << 10;

/// The section of an AWS credentials file that counts.
const PROFILE: &str = "[default]";

/// What signs for Azure.
pub(crate) enum AzureKey {
    /// The account's key.
    Account(Zeroizing<Vec<u8>>),
    /// A key of an Entra identity, which the store hands out for 7 days at most.
    Delegation(Box<Delegation>),
}

impl AzureKey {
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            AzureKey::Account(key) => key,
            AzureKey::Delegation(delegation) => &delegation.key,
        }
    }
}

/// The answer of *Get User Delegation Key*.
pub(crate) struct Delegation {
    pub(super) oid: String,
    pub(super) tid: String,
    pub(super) start: String,
    pub(super) signed_expiry: String,
    pub(super) service: String,
    pub(super) version: String,
    pub(super) expiry: OffsetDateTime,
    key: Zeroizing<Vec<u8>>,
}

impl Delegation {
    /// What of the key stands in a signature.
    pub(super) fn pairs(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("skoid", &self.oid),
            ("sktid", &self.tid),
            ("skt", &self.start),
            ("ske", &self.signed_expiry),
            ("sks", &self.service),
            ("skv", &self.version),
        ]
    }
}

/// What signs for S3.
pub(crate) struct S3Key {
    pub(super) id: String,
    pub(super) secret: Zeroizing<String>,
    /// Of temporary credentials.
    pub(super) token: Option<String>,
}

/// A file, else the environment.
pub(crate) struct CredentialsFrom<'a> {
    /// The file.
    pub(crate) file: Option<&'a Path>,
    /// Reads a variable of the environment.
    pub(crate) variable: &'a dyn Fn(&str) -> Option<String>,
}

impl CredentialsFrom<'_> {
    pub(super) fn azure(&self) -> Result<AzureKey, StoreError> {
        let text = match self.file {
            Some(path) => read(path)?,
            None => Zeroizing::new(self.needed("AZURE_STORAGE_KEY")?),
        };
        let text = text.trim();
        if text.contains("<UserDelegationKey>") {
            return delegation(text).map(|d| AzureKey::Delegation(Box::new(d)));
        }
        let key = Base64::decode_vec(text).ok().filter(|key| !key.is_empty());
        let wrong = "neither an account key (base64) nor the answer of Get User Delegation Key (XML)";
        key.map(|key| AzureKey::Account(Zeroizing::new(key)))
            .ok_or_else(|| StoreError::Credentials(wrong.to_owned()))
    }

    pub(super) fn s3(&self) -> Result<S3Key, StoreError> {
        let Some(path) = self.file else {
            return Ok(S3Key {
                id: self.needed("AWS_ACCESS_KEY_ID")?,
                secret: Zeroizing::new(self.needed("AWS_SECRET_ACCESS_KEY")?),
                token: (self.variable)("AWS_SESSION_TOKEN").filter(|t| !t.is_empty()),
            });
        };
        let text = read(path)?;
        let mut values = profile(&text);
        let mut take = |name: &str| values.remove(name).filter(|v| !v.is_empty()).map(str::to_owned);
        let needed = |name: &str, value: Option<String>| {
            value.ok_or_else(|| {
                StoreError::Credentials(format!("{}: {PROFILE} has no {name}", path.display()))
            })
        };
        Ok(S3Key {
            id: needed("aws_access_key_id", take("aws_access_key_id"))?,
            secret: Zeroizing::new(needed("aws_secret_access_key", take("aws_secret_access_key"))?),
            token: take("aws_session_token"),
        })
    }

    fn needed(&self, name: &str) -> Result<String, StoreError> {
        let value = (self.variable)(name).filter(|v| !v.is_empty());
        value.ok_or_else(|| StoreError::Credentials(format!("no --store-key, and {name} is not set")))
    }
}

/// The names and values of [`PROFILE`].
fn profile(text: &str) -> BTreeMap<&str, &str> {
    let lines = text.lines().map(str::trim).skip_while(|l| *l != PROFILE).skip(1);
    let own = lines.take_while(|l| !l.starts_with('['));
    own.filter_map(|l| l.split_once('=')).map(|(name, value)| (name.trim(), value.trim())).collect()
}

fn delegation(xml: &str) -> Result<Delegation, StoreError> {
    // The store's own answer: elements without attributes, texts without escapes.
    let field = |name: &str| {
        let text = xml.split_once(&format!("<{name}>")).and_then(|(_, rest)| rest.split_once('<'));
        let text = text.map(|(text, _)| text.trim()).filter(|t| !t.is_empty());
        text.ok_or_else(|| StoreError::Credentials(format!("the user delegation key has no {name}")))
    };
    let wrong =
        |name: &str| StoreError::Credentials(format!("the user delegation key's {name} is not valid"));
    let signed_expiry = field("SignedExpiry")?;
    Ok(Delegation {
        oid: field("SignedOid")?.to_owned(),
        tid: field("SignedTid")?.to_owned(),
        start: field("SignedStart")?.to_owned(),
        service: field("SignedService")?.to_owned(),
        version: field("SignedVersion")?.to_owned(),
        expiry: OffsetDateTime::parse(signed_expiry, &Rfc3339).map_err(|_| wrong("SignedExpiry"))?,
        signed_expiry: signed_expiry.to_owned(),
        key: Zeroizing::new(Base64::decode_vec(field("Value")?).map_err(|_| wrong("Value"))?),
    })
}

pub(super) fn read(path: &Path) -> Result<Zeroizing<String>, StoreError> {
    let mut text = Zeroizing::new(String::new());
    File::open(path)
        .and_then(|file| file.take(MAX_BYTES).read_to_string(&mut text))
        .map_err(|e| StoreError::Credentials(format!("{}: {e}", path.display())))?;
    Ok(text)
}
