//! Which proxy the system names for a URL: by the environment, by its settings, or by a script that it runs.

mod list;
#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
#[cfg_attr(windows, path = "windows.rs")]
#[cfg_attr(not(any(target_os = "linux", target_os = "macos", windows)), path = "other.rs")]
mod system;

use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use percent_encoding::percent_decode_str;
use url::Url;

pub use list::{first, is_bypassed};

/// How long the system may look for its script, fetch it and run it. What takes longer counts as no answer.
pub const SCRIPT_LIMIT: Duration = Duration::from_secs(5);

const BASIC: &str = "Basic ";

/// The proxy for requests to this URL, with the credentials that were given with it; `None` where the way is direct, or the
/// system does not tell.
///
/// The environment (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, read as curl reads them) comes before the system:
/// on Windows the user's settings, with automatic detection and script, and else those of `netsh winhttp`; on Linux the
/// desktop's `ProxyResolver` portal; on macOS the network's settings, without a script. The system is told the URL's origin
/// only: path and query may hold secrets. Blocks for [`SCRIPT_LIMIT`] at most.
pub fn for_url(url: &Url) -> Option<Url> {
    let uri = url.as_str().parse().ok()?;
    if let Some(found) = Matcher::from_env().intercept(&uri) {
        return address(&found);
    }
    // What the environment excludes has no proxy of the system's, either.
    let excluded = std::env::var("NO_PROXY").or_else(|_| std::env::var("no_proxy")).unwrap_or_default();
    if is_named(&excluded, &uri) {
        return None;
    }
    let origin = Url::parse(&url.origin().ascii_serialization()).ok()?;
    system::for_origin(&origin)
}

/// The value of `Proxy-Authorization` (RFC 7617) for the credentials in a proxy's address.
pub fn authorization(proxy: &Url) -> Option<String> {
    if proxy.username().is_empty() {
        return None;
    }
    let plain = |text: &str| percent_decode_str(text).collect::<Vec<u8>>();
    let login = [&plain(proxy.username())[..], b":", &plain(proxy.password().unwrap_or_default())].concat();
    Some(format!("{BASIC}{}", BASE64_STANDARD.encode(login)))
}

/// Whether this list, as `NO_PROXY` holds one, names the host.
fn is_named(hosts: &str, uri: &http::Uri) -> bool {
    Matcher::builder().all("http://any.invalid").no(hosts).build().intercept(uri).is_none()
}

/// The proxy of fixed settings, as `hyper-util` reads them: on Windows the registry's `ProxyServer` and `ProxyOverride`, on
/// macOS the dynamic store's.
#[cfg(any(target_os = "macos", windows))]
fn by_matcher(origin: &Url) -> Option<Url> {
    address(&Matcher::from_system().intercept(&origin.as_str().parse().ok()?)?)
}

/// The proxy's address, with its credentials in it.
fn address(found: &Intercept) -> Option<Url> {
    let mut proxy = Url::parse(&found.uri().to_string()).ok()?;
    let login = match (found.basic_auth(), found.raw_auth()) {
        (Some(value), _) => {
            let encoded = value.to_str().ok()?.strip_prefix(BASIC)?;
            let login = String::from_utf8(BASE64_STANDARD.decode(encoded).ok()?).ok()?;
            login.split_once(':').map(|(user, password)| (user.to_owned(), password.to_owned()))
        }
        (None, raw) => raw.map(|(user, password)| (user.to_owned(), password.to_owned())),
    };
    if let Some((user, password)) = login {
        proxy.set_username(&user).ok()?;
        proxy.set_password(Some(&password).filter(|p| !p.is_empty()).map(String::as_str)).ok()?;
    }
    Some(proxy)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use hyper_util::client::proxy::matcher::Matcher;
    use url::Url;

    use super::{address, authorization, is_named};

    #[test]
    fn credentials_stay_with_the_address() {
        for (given, expected) in [
            ("http://proxy.example:8080", "http://proxy.example:8080/"),
            ("http://anna:p%40ss:word@proxy.example", "http://anna:p%40ss%3Aword@proxy.example/"),
            ("http://anna@proxy.example:81", "http://anna@proxy.example:81/"),
            ("socks5h://anna:secret@proxy.example:1080", "socks5h://anna:secret@proxy.example:1080/"),
        ] {
            let found =
                Matcher::builder().all(given).build().intercept(&"https://a.example/".parse().unwrap());
            assert_eq!(address(&found.unwrap()).unwrap().as_str(), expected, "{given}");
        }
        let said = |proxy: &str| authorization(&Url::parse(proxy).unwrap());
        // The example of RFC 7617, and its way with a password that is none.
        let known = Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert_eq!(said("http://Aladdin:open%20sesame@proxy.example").as_deref(), known);
        assert_eq!(said("http://anna@proxy.example").as_deref(), Some("Basic YW5uYTo="));
        assert_eq!(said("http://proxy.example"), None);
    }

    #[test]
    fn hosts_without_a_proxy_are_named_as_for_curl() {
        let named = |hosts: &str, url: &str| is_named(hosts, &url.parse().unwrap());
        assert!(named("b.example, .a.example", "https://x.a.example/"));
        assert!(named("10.0.0.0/8", "https://10.1.2.3/"));
        assert!(named("*", "https://c.example/"));
        assert!(!named("b.example, .a.example", "https://c.example/"));
        assert!(!named("", "https://c.example/"));
    }
}
