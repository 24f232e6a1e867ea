//! Request links: an administrator's signed wish, and the user's consent to it.
//!
//! A link is `https://HOST/collect#TOKEN` or `scepscope:collect#TOKEN`; the token is a compact JWS (RFC 7515) with
//! the algorithm `EdDSA` (RFC 8037) or `ES256` (RFC 7518). `docs/links.md` names every claim.
//!
//! States are types. [`UntrustedText`] is whatever somebody sent. [`ParsedRequest`] has the form of a request and
//! shows nothing. [`ParsedRequest::verify`] checks signature and every claim and gives a [`VerifiedRequest`], which can
//! be shown as an [`Offer`]. A [`Consent`] exists for one offer only, and only with it
//! [`VerifiedRequest::agree`] gives the [`AgreedRequest`] that may be carried out. Each reason to refuse is one
//! [`RefusalCode`].
//!
//! The library knows no clock and no randomness: the time comes in as seconds since 1970-01-01 UTC, what was used
//! before through [`UsedRequests`], what the device allows as [`Terms`].

mod address;
mod base64url;
mod claims;
mod consent;
mod json;
mod jws;
mod key;
mod keyfile;
mod link;
mod mint;
mod refusal;
pub mod statefile;
mod terms;
mod token;
mod used;
mod verify;

pub use address::{Address, HostRule, HostRuleError, UPLOAD_KINDS, Use};
pub use claims::{ALL_SOURCES, is_source_id};
pub use consent::{AgreedRequest, Agreement, Consent, Offer, OfferContent};
pub use key::{Algorithm, KeyError, LinkKey};
pub use keyfile::{KeyFileError, LINK_KEY_FILE, read_link_keys, read_signer};
pub use link::{LINK_PATH, SCHEME, UntrustedText, https_link, scheme_link};
pub use mint::{Draft, LinkSigner, MintError};
pub use refusal::{Refusal, RefusalCode};
pub use terms::{ConfirmedKey, KeyTrust, Terms};
pub use token::{TokenFacts, own_key, verify_link, verify_token};
pub use used::{FileUsed, Memory, RequestId, UsedRequests};
pub use verify::{ParsedRequest, VerifiedRequest};

/// The value of `aud` in every request.
pub const AUDIENCE: &str = "scepscope";

/// The value of `typ` in every request's header.
pub const TYPE: &str = "scepscope-request+jwt";

/// The limits of a request. Reaching one refuses the link, with a code that says so.
pub mod limits {
    /// Longest text that is looked at as a link, in bytes.
    pub const MAX_LINK_BYTES: usize = 32 << 10;
    /// Longest token, in bytes of its compact form.
    pub const MAX_TOKEN_BYTES: usize = 30 << 10;
    /// Longest time from `iat` or `nbf` to `exp`, in seconds: 72 hours.
    pub const MAX_LIFETIME_SECONDS: i64 = 72 * 60 * 60;
    /// By how much the clocks of administrator and device may differ, in seconds. It never lengthens `exp`.
    pub const CLOCK_TOLERANCE_SECONDS: i64 = 5 * 60;
    /// Longest `iss`, `case`, `device` and `jti`, in characters.
    pub const MAX_NAME_CHARS: usize = 128;
    /// Shortest `jti`, in characters.
    pub const MIN_ID_CHARS: usize = 8;
    /// Longest `ticket`, in bytes.
    pub const MAX_TICKET_BYTES: usize = 2 << 10;
    /// Longest single address, in bytes.
    pub const MAX_ADDRESS_BYTES: usize = 4 << 10;
    /// Longest `upload`, in bytes: one address, or a JSON document with one for each part.
    pub const MAX_UPLOAD_BYTES: usize = 16 << 10;
    /// Most addresses in `upload`.
    pub const MAX_UPLOAD_ADDRESSES: usize = 64;
    /// Most entries of `collect`.
    pub const MAX_SOURCES: usize = 64;
    /// Longest source id, in characters.
    pub const MAX_SOURCE_CHARS: usize = 64;
    /// Most used requests that are remembered at one time; they are forgotten after their `exp`.
    pub const MAX_REMEMBERED: usize = 10_000;
    /// Largest file of remembered requests or confirmed keys, in bytes.
    pub const MAX_STATE_BYTES: u64 = 4 << 20;
}
