//! Which URLs the probe asks at all.

use url::{Host, Url};

use crate::guard::is_public_enough;
use crate::limits::MAX_URL_BYTES;

/// Parts of a path that are never asked for: this page mints a challenge.
const ADMINISTRATION: &str = "mscep_admin";

/// A SCEP URL that may be asked: http or https, no user information, no query, no administration page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScepUrl(Url);

/// Why a URL is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlRefusal {
    /// It is longer than [`MAX_URL_BYTES`].
    #[error("longer than {MAX_URL_BYTES} bytes")]
    TooLong,
    /// It can't be read as a URL.
    #[error("not a URL")]
    Malformed,
    /// Neither http nor https.
    #[error("neither http nor https")]
    Scheme,
    /// It names a user or a password.
    #[error("it names a user or a password")]
    UserInfo,
    /// It names the administration page, which mints a challenge.
    #[error("the administration page mints a challenge and is never asked")]
    Administration,
    /// Its host is this device or the local link, and nobody asked for that.
    #[error("its host is this device or the local link")]
    Local,
}

impl UrlRefusal {
    /// The stable code, as in `error-probe-<code>-what` of the language files.
    pub const fn code(self) -> &'static str {
        match self {
            UrlRefusal::TooLong => "too-long",
            UrlRefusal::Malformed => "malformed",
            UrlRefusal::Scheme => "scheme",
            UrlRefusal::UserInfo => "user-info",
            UrlRefusal::Administration => "administration",
            UrlRefusal::Local => "local",
        }
    }
}

impl ScepUrl {
    /// Reads a URL as somebody gave it, and whether it names this machine or the local link: such an address was then asked
    /// for, while a name that leads there was not.
    ///
    /// # Errors
    /// As [`ScepUrl::parse`], but never [`UrlRefusal::Local`].
    pub fn as_given(text: &str) -> Result<(ScepUrl, bool), UrlRefusal> {
        match ScepUrl::parse(text, false) {
            Err(UrlRefusal::Local) => ScepUrl::parse(text, true).map(|url| (url, true)),
            read => read.map(|url| (url, false)),
        }
    }

    /// Reads a URL as a profile holds it. Query and fragment are dropped: the probe sets its own.
    ///
    /// # Errors
    /// Each reason not to ask has its own [`UrlRefusal`]. Loopback and link-local hosts only with `allow_local`.
    pub fn parse(text: &str, allow_local: bool) -> Result<ScepUrl, UrlRefusal> {
        let text = text.trim();
        if text.len() > MAX_URL_BYTES {
            return Err(UrlRefusal::TooLong);
        }
        let mut url = Url::parse(text).map_err(|_| UrlRefusal::Malformed)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(UrlRefusal::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(UrlRefusal::UserInfo);
        }
        // Percent-encoded letters would reach the same page.
        let path = percent_decoded(url.path());
        if path.to_ascii_lowercase().contains(ADMINISTRATION) {
            return Err(UrlRefusal::Administration);
        }
        let local = match url.host().ok_or(UrlRefusal::Malformed)? {
            Host::Domain(name) => {
                let name = name.trim_end_matches('.').to_ascii_lowercase();
                name == "localhost" || name.ends_with(".localhost")
            }
            Host::Ipv4(address) => !is_public_enough(address.into()),
            Host::Ipv6(address) => !is_public_enough(address.into()),
        };
        if local && !allow_local {
            return Err(UrlRefusal::Local);
        }
        url.set_query(None);
        url.set_fragment(None);
        Ok(ScepUrl(url))
    }

    /// The URL, without query.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub(crate) fn url(&self) -> &Url {
        &self.0
    }

    pub(crate) fn is_tls(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The host as it is looked up and verified: no brackets around an IPv6 address.
    pub fn host(&self) -> String {
        match self.0.host() {
            Some(Host::Ipv6(address)) => address.to_string(),
            Some(host) => host.to_string(),
            None => String::new(),
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or(443)
    }
}

fn percent_decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%')
            .then(|| path.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_a_profile_holds() {
        let url = ScepUrl::parse(
            " https://ndes.contoso.example/certsrv/mscep/mscep.dll?operation=PKIOperation#x ",
            false,
        );
        assert_eq!(url.unwrap().as_str(), "https://ndes.contoso.example/certsrv/mscep/mscep.dll");
    }

    #[test]
    fn refuses_each_for_its_reason() {
        let refused = |text: &str| ScepUrl::parse(text, false).err();
        assert_eq!(refused("ftp://ndes.example/x"), Some(UrlRefusal::Scheme));
        assert_eq!(refused("file:///etc/passwd"), Some(UrlRefusal::Scheme));
        assert_eq!(refused("https://user@ndes.example/"), Some(UrlRefusal::UserInfo));
        assert_eq!(refused("https://ndes.example/certsrv/MSCEP_Admin/"), Some(UrlRefusal::Administration));
        assert_eq!(refused("https://ndes.example/certsrv/mscep%5Fadmin/"), Some(UrlRefusal::Administration));
        assert_eq!(refused("not a url"), Some(UrlRefusal::Malformed));
        assert_eq!(
            refused(&format!("https://ndes.example/{}", "a".repeat(MAX_URL_BYTES))),
            Some(UrlRefusal::TooLong)
        );
        for local in [
            "localhost",
            "a.localhost",
            "localhost.",
            "127.9.9.9",
            "[::1]",
            "169.254.1.1",
            "[fe80::1]",
            "0.0.0.0",
            "[::ffff:127.0.0.1]",
            "2130706433",
        ] {
            let url = format!("http://{local}/scep");
            assert_eq!(refused(&url), Some(UrlRefusal::Local), "{local}");
            assert!(ScepUrl::parse(&url, true).is_ok(), "{local}");
        }
    }
}
