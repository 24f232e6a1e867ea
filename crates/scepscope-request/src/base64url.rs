//! base64url without padding (RFC 7515, appendix C), in its one canonical spelling.

use base64ct::{Base64UrlUnpadded, Encoding};

pub(crate) fn encode(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// `None` for padding, foreign letters and loose bits at the end: one content has one spelling.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(text).ok().filter(|bytes| encode(bytes) == text)
}
