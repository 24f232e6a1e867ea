//! The proxy that a policy names.

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

/// A proxy: `http://HOST:PORT`, without a login. What is sent through it is TLS all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyAddress(String);

/// The text is no [`ProxyAddress`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not http://HOST:PORT")]
pub struct ProxyAddressError;

impl FromStr for ProxyAddress {
    type Err = ProxyAddressError;

    fn from_str(text: &str) -> Result<ProxyAddress, ProxyAddressError> {
        let rest = text.strip_prefix("http://").ok_or(ProxyAddressError)?;
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = authority.rsplit_once(':').ok_or(ProxyAddressError)?;
        let literal = host.strip_prefix('[').and_then(|h| h.strip_suffix(']'));
        let is_host = match literal {
            Some(address) => address.parse::<Ipv6Addr>().is_ok(),
            None => !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b)),
        };
        let is_port = port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|p| p > 0);
        if is_host && is_port {
            Ok(ProxyAddress(format!("http://{authority}")))
        } else {
            Err(ProxyAddressError)
        }
    }
}

impl fmt::Display for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_host_and_port() {
        for text in ["http://proxy.example:3128", "http://10.0.0.1:8080/", "http://[fd00::1]:3128"] {
            let read = text.parse::<ProxyAddress>().map(|p| p.to_string());
            assert_eq!(read.as_deref(), Ok(text.trim_end_matches('/')));
        }
        for text in [
            "proxy.example:3128",
            "http://proxy.example",
            "http://:3128",
            "http://user:secret@proxy.example:3128",
            "https://proxy.example:3128",
            "socks5://proxy.example:1080",
            "http://proxy.example:0",
            "http://proxy.example:65536",
            "http://proxy.example:3128/path",
            "http://fd00::1:3128",
        ] {
            assert_eq!(text.parse::<ProxyAddress>(), Err(ProxyAddressError), "{text}");
        }
    }
}
