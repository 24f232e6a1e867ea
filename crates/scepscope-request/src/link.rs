//! The two forms of a link.

use crate::limits::{MAX_LINK_BYTES, MAX_TOKEN_BYTES};
use crate::refusal::{Refusal, RefusalCode};

/// The custom scheme.
pub const SCHEME: &str = "scepscope";

/// The path of both forms.
pub const LINK_PATH: &str = "collect";

/// A token as somebody sent it. Nothing is known of it but that it is short and plain ASCII.
pub struct UntrustedText {
    token: String,
}

impl UntrustedText {
    /// Takes the token out of a link: `https://HOST/collect#TOKEN`, `scepscope:collect#TOKEN` or
    /// `scepscope://collect#TOKEN` (some systems insert the slashes). The host of the https form is not looked at:
    /// it says nothing about who signed.
    ///
    /// # Errors
    /// [`RefusalCode::LinkTooLong`], [`RefusalCode::LinkMalformed`].
    pub fn from_link(link: &str) -> Result<UntrustedText, Refusal> {
        let link = link.trim_matches([' ', '\t', '\r', '\n']);
        if link.len() > MAX_LINK_BYTES {
            return Err(Refusal::with(RefusalCode::LinkTooLong, format!("{} bytes", link.len())));
        }
        let malformed = || Refusal::new(RefusalCode::LinkMalformed);
        let (front, token) = link.split_once('#').ok_or_else(malformed)?;
        if !is_front(front) {
            return Err(malformed());
        }
        if token.len() > MAX_TOKEN_BYTES {
            return Err(Refusal::with(RefusalCode::LinkTooLong, format!("{} bytes", token.len())));
        }
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        if token.is_empty() || !token.bytes().all(plain) {
            return Err(malformed());
        }
        Ok(UntrustedText { token: token.to_owned() })
    }

    /// The token, for [`crate::ParsedRequest::parse`].
    pub(crate) fn token(&self) -> &str {
        &self.token
    }
}

impl std::fmt::Debug for UntrustedText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "UntrustedText({} bytes)", self.token.len())
    }
}

fn is_front(front: &str) -> bool {
    let scheme = front.get(..SCHEME.len() + 1).unwrap_or_default();
    if let Some(rest) = front.get(SCHEME.len() + 1..)
        && scheme.eq_ignore_ascii_case("scepscope:")
    {
        return matches!(rest, "collect" | "//collect" | "//collect/");
    }
    let Some(rest) = front.get(8..) else { return false };
    let https = front.get(..8).is_some_and(|s| s.eq_ignore_ascii_case("https://"));
    let Some((host, path)) = rest.split_once('/') else { return false };
    let host_ok = !host.is_empty()
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b':'));
    https && host_ok && path == LINK_PATH
}

/// The https form of a link. `host` must be a plain host name, with a port where it is not 443.
pub fn https_link(host: &str, token: &str) -> String {
    format!("https://{host}/{LINK_PATH}#{token}")
}

/// The form with the custom scheme.
pub fn scheme_link(token: &str) -> String {
    format!("{SCHEME}:{LINK_PATH}#{token}")
}
