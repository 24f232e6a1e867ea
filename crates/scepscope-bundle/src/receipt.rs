//! A receipt: what a receiver states, signed, about a bundle that has arrived.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ssh_key::PublicKey;
use thiserror::Error;

use crate::digest::Sha256Hex;
use crate::sign::{Checked, SignError, Signer, check, fingerprint};

/// The `schema` of every receipt of this form.
pub const RECEIPT_SCHEMA: &str = "scepscope.receipt/1";

/// The SSHSIG namespace of receipts: a bundle's signature is no receipt, and the other way round.
pub const RECEIPT_NAMESPACE: &str = "scepscope-receipt@v1";

/// Largest signed receipt that is read, in bytes.
pub const MAX_RECEIPT_BYTES: usize = 32 << 10;

/// What the receiver states. It proves that the holder of the receiver's key says it got these bytes then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Receipt {
    /// Always [`RECEIPT_SCHEMA`].
    pub schema: String,
    /// When the last byte was stored, by the receiver's clock: RFC 3339, UTC.
    pub received: String,
    /// SHA-256 of the file as it arrived, in hexadecimal.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The name under which it stands in the inbox.
    pub name: String,
    /// Whether the receiver looked into it: `verified` (integrity and signature of some key), or `sealed` (encrypted:
    /// only digest, size and form were checked).
    pub checked: String,
    /// The request's `jti`, where a signed link asked for the bundle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// The case id, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
}

/// A receipt with its signature, as it travels and is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignedReceipt {
    /// The [`Receipt`] as JSON text: exactly the bytes that are signed.
    pub receipt: String,
    /// Armoured SSHSIG over `receipt` in [`RECEIPT_NAMESPACE`].
    pub signature: String,
}

/// Why a receipt is worth nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReceiptError {
    /// Not a receipt of this form.
    #[error("not a {RECEIPT_SCHEMA}")]
    Form,
    /// The signature does not fit.
    #[error("its signature does not fit")]
    Signature,
    /// Signed by another key than the expected one.
    #[error("signed by {found}, expected was {expected}")]
    OtherKey {
        /// Fingerprint of the key that signed.
        found: String,
        /// Fingerprint of the pinned key.
        expected: String,
    },
    /// About another file.
    #[error("it is about another file")]
    OtherBundle,
}

/// A receipt whose signature fits and that is about the right file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedReceipt {
    /// What it states.
    pub receipt: Receipt,
    /// Fingerprint of the key that signed.
    pub fingerprint: String,
    /// Whether that is the key that the caller expected; `false` where the caller knows none.
    pub pinned: bool,
}

impl SignedReceipt {
    /// Signs a receipt with the receiver's key.
    ///
    /// # Errors
    /// [`SignError`] where the key cannot be used.
    pub fn sign(receipt: &Receipt, key: &dyn Signer) -> Result<SignedReceipt, SignError> {
        let text = serde_json::to_string(receipt).map_err(|e| SignError::Store(Box::new(e)))?;
        let signature = key.sign(RECEIPT_NAMESPACE, text.as_bytes())?;
        Ok(SignedReceipt { receipt: text, signature })
    }

    /// Reads what a server sent.
    ///
    /// # Errors
    /// [`ReceiptError::Form`].
    pub fn read(bytes: &[u8]) -> Result<SignedReceipt, ReceiptError> {
        if bytes.len() > MAX_RECEIPT_BYTES {
            return Err(ReceiptError::Form);
        }
        serde_json::from_slice(bytes).map_err(|_| ReceiptError::Form)
    }

    /// Checks the signature, that it is of the `pinned` key where there is one, and that it is about this file.
    ///
    /// # Errors
    /// [`ReceiptError`].
    pub fn check(
        &self,
        sha256: Sha256Hex,
        bytes: u64,
        pinned: Option<&PublicKey>,
    ) -> Result<CheckedReceipt, ReceiptError> {
        let Checked::Valid(key) =
            check(RECEIPT_NAMESPACE, self.receipt.as_bytes(), self.signature.as_bytes())
        else {
            return Err(ReceiptError::Signature);
        };
        if let Some(pinned) = pinned
            && pinned.key_data() != key.key_data()
        {
            return Err(ReceiptError::OtherKey { found: fingerprint(&key), expected: fingerprint(pinned) });
        }
        let receipt: Receipt = serde_json::from_str(&self.receipt).map_err(|_| ReceiptError::Form)?;
        if receipt.schema != RECEIPT_SCHEMA {
            return Err(ReceiptError::Form);
        }
        if Sha256Hex::parse(&receipt.sha256) != Some(sha256) || receipt.bytes != bytes {
            return Err(ReceiptError::OtherBundle);
        }
        Ok(CheckedReceipt { receipt, fingerprint: fingerprint(&key), pinned: pinned.is_some() })
    }
}
