//! Addresses that a request names, and which of them the policy allows.
//!
//! Read by hand and strictly: a URL library repairs what it reads (backslashes, tabs, numbers in odd notations, other
//! scripts), and what was repaired is no longer what a person saw or a policy meant.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use crate::limits::MAX_ADDRESS_BYTES;
use crate::refusal::{Refusal, RefusalCode};

/// What may stand before `+https://` in an upload's address: the protocol, where it does not follow from the address.
pub const UPLOAD_KINDS: [&str; 4] = ["tus", "azure", "s3", "put"];

/// Longest host name that DNS knows, in characters, and longest label of one.
const MAX_HOST_CHARS: usize = 253;
const MAX_LABEL_CHARS: usize = 63;

/// Names that lead back to this device without any DNS.
const LOOPBACK_NAMES: [&str; 5] =
    ["localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback", "loopback"];

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// The bundle goes there.
    Upload,
    /// The SCEP server. SCEP protects its messages itself, so that plain http is usual and allowed.
    Scep,
}

/// An address that keeps every rule that does not depend on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    host: String,
    port: Option<u16>,
    loopback: bool,
}

impl Address {
    /// Reads one. `loopback` says whether the policy allows addresses of this very device, for tests; these may be
    /// plain http, numeric and at any port.
    ///
    /// # Errors
    /// One of the `Address…` codes of [`RefusalCode`].
    pub fn parse(text: &str, used: Use, loopback: bool) -> Result<Address, Refusal> {
        let refuse = |code| Refusal::with(code, shown(text));
        if text.len() > MAX_ADDRESS_BYTES {
            return Err(Refusal::with(RefusalCode::AddressMalformed, "longer than 4096 bytes"));
        }
        if text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '\\' | '#' | '<' | '>' | '"'))
        {
            return Err(refuse(RefusalCode::AddressMalformed));
        }
        let (scheme, rest) = text.split_once("://").ok_or_else(|| refuse(RefusalCode::AddressScheme))?;
        let secure = is_secure(scheme, used).ok_or_else(|| refuse(RefusalCode::AddressScheme))?;
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        let after = rest.get(authority.len()..).unwrap_or_default();
        if authority.contains('@') {
            return Err(refuse(RefusalCode::AddressUserInfo));
        }
        let (host, port) = split_port(authority).ok_or_else(|| refuse(RefusalCode::AddressMalformed))?;
        let kind = HostKind::of(&host).map_err(refuse)?;
        if !after.is_ascii() {
            return Err(refuse(RefusalCode::AddressMalformed));
        }
        let is_loopback = kind == HostKind::Loopback;
        match kind {
            HostKind::Loopback if !loopback => return Err(refuse(RefusalCode::AddressLoopback)),
            HostKind::LinkLocal => return Err(refuse(RefusalCode::AddressLinkLocal)),
            HostKind::Number => return Err(refuse(RefusalCode::AddressIpLiteral)),
            HostKind::Loopback | HostKind::Name => {}
        }
        if !secure && used == Use::Upload && !is_loopback {
            return Err(refuse(RefusalCode::AddressScheme));
        }
        let default = if secure { 443 } else { 80 };
        Ok(Address { host, port: port.filter(|p| *p != default), loopback: is_loopback })
    }

    /// The host in lower case, with the port where it is not the scheme's own.
    pub fn host_and_port(&self) -> String {
        self.port.map_or_else(|| self.host.clone(), |port| format!("{}:{port}", self.host))
    }

    /// Whether `rules` allow it. Loopback is a matter of its own rule. Without rules (nothing was pinned on this
    /// device) every host at the scheme's own port will do: a person sees the host and decides.
    pub(crate) fn allowed(&self, rules: Option<&[HostRule]>, otherwise: RefusalCode) -> Result<(), Refusal> {
        let refuse = |code| Err(Refusal::with(code, self.host_and_port()));
        if self.loopback {
            return Ok(());
        }
        let Some(rules) = rules else {
            return if self.port.is_none() { Ok(()) } else { refuse(RefusalCode::AddressPort) };
        };
        let mut of_host = rules.iter().filter(|r| r.names(&self.host)).peekable();
        if of_host.peek().is_none() {
            return refuse(otherwise);
        }
        if of_host.any(|r| r.port == self.port) { Ok(()) } else { refuse(RefusalCode::AddressPort) }
    }
}

/// `None` where the scheme is not one for this use, else whether it is https.
fn is_secure(scheme: &str, used: Use) -> Option<bool> {
    let scheme = scheme.to_ascii_lowercase();
    let bare = match (used, scheme.split_once('+')) {
        (_, None) => scheme.as_str(),
        (Use::Upload, Some((kind, bare))) if UPLOAD_KINDS.contains(&kind) => bare,
        _ => return None,
    };
    match bare {
        "https" => Some(true),
        "http" => Some(false),
        _ => None,
    }
}

/// Host in lower case, and port. Brackets stay around an IPv6 address.
fn split_port(authority: &str) -> Option<(String, Option<u16>)> {
    let end = match authority.strip_prefix('[') {
        Some(rest) => rest.find(']')? + 2,
        None => authority.find(':').unwrap_or(authority.len()),
    };
    let (host, port) = authority.split_at_checked(end)?;
    let port = match port.strip_prefix(':') {
        None if port.is_empty() => None,
        Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
            Some(digits.parse().ok().filter(|p| *p != 0)?)
        }
        _ => return None,
    };
    (!host.is_empty()).then(|| (host.to_lowercase(), port))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HostKind {
    Name,
    Loopback,
    LinkLocal,
    Number,
}

impl HostKind {
    /// `host` is in lower case.
    fn of(host: &str) -> Result<HostKind, RefusalCode> {
        if let Some(inner) = host.strip_prefix('[') {
            let address: Option<Ipv6Addr> = inner.strip_suffix(']').and_then(|h| h.parse().ok());
            // With a zone (`%eth0`) it is no plain address, and a number all the same.
            return Ok(address.map_or(HostKind::Number, HostKind::of_v6));
        }
        if !host.is_ascii() {
            return Err(RefusalCode::AddressForeignScript);
        }
        let labels: Vec<&str> = host.split('.').collect();
        if labels.iter().any(|l| l.starts_with("xn--")) {
            return Err(RefusalCode::AddressPunycode);
        }
        if let Some(address) = odd_ipv4(&labels) {
            return Ok(address.map_or(HostKind::Number, HostKind::of_v4));
        }
        if host.len() > MAX_HOST_CHARS || !labels.iter().all(|l| is_label(l)) {
            return Err(RefusalCode::AddressMalformed);
        }
        Ok(match labels.last().copied() {
            _ if LOOPBACK_NAMES.contains(&host) => HostKind::Loopback,
            Some("localhost") => HostKind::Loopback,
            // RFC 6762: answered by whoever is on the same network.
            Some("local") => HostKind::LinkLocal,
            _ => HostKind::Name,
        })
    }

    fn of_v4(address: Ipv4Addr) -> HostKind {
        // 0.0.0.0 reaches the device itself on most systems.
        if address.is_loopback() || address.octets()[0] == 0 {
            HostKind::Loopback
        } else if address.is_link_local() {
            HostKind::LinkLocal
        } else {
            HostKind::Number
        }
    }

    fn of_v6(address: Ipv6Addr) -> HostKind {
        if let Some(v4) = address.to_ipv4_mapped() {
            return HostKind::of_v4(v4);
        }
        if address.is_loopback() || address.is_unspecified() {
            HostKind::Loopback
        } else if address.is_unicast_link_local() {
            HostKind::LinkLocal
        } else {
            HostKind::Number
        }
    }
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= MAX_LABEL_CHARS
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Whether the host is an IPv4 address in any notation that a URL reader takes (WHATWG URL, "ends in a number"): decimal,
/// octal, hexadecimal, fewer than four parts. `Some(None)`: it is one, but out of range.
fn odd_ipv4(labels: &[&str]) -> Option<Option<Ipv4Addr>> {
    let numeric = |l: &str| {
        let hex = l.strip_prefix("0x").is_some_and(|h| h.bytes().all(|b| b.is_ascii_hexdigit()));
        !l.is_empty() && (hex || l.bytes().all(|b| b.is_ascii_digit()))
    };
    if !labels.last().copied().is_some_and(numeric) {
        return None;
    }
    let number = |l: &&str| match l.strip_prefix("0x") {
        Some("") => Some(0),
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None if l.len() > 1 && l.starts_with('0') => u64::from_str_radix(l, 8).ok(),
        None => l.parse().ok(),
    };
    Some((|| {
        let parts: Vec<u64> = labels.iter().map(number).collect::<Option<_>>()?;
        let (last, front) = parts.split_last()?;
        if front.len() > 3 || front.iter().any(|p| *p > 255) || *last >= 1 << (8 * (4 - front.len())) {
            return None;
        }
        let high = front.iter().enumerate().map(|(n, part)| part << (8 * (3 - n))).sum::<u64>();
        u32::try_from(high + last).ok().map(Ipv4Addr::from)
    })())
}

/// The address without path and query, which may hold a secret.
fn shown(text: &str) -> String {
    let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    // What stands before an `@` may be a password.
    let host = authority.rsplit('@').next().unwrap_or_default();
    let short: String = host.chars().take(MAX_HOST_CHARS).collect();
    if scheme.is_empty() {
        short
    } else {
        format!("{}://{short}", scheme.chars().take(16).collect::<String>())
    }
}

/// One entry of a list of allowed hosts: `HOST`, `HOST:PORT`, or `*.DOMAIN` for every host below a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostRule {
    host: String,
    below: bool,
    port: Option<u16>,
}

impl HostRule {
    fn names(&self, host: &str) -> bool {
        if !self.below {
            return host == self.host;
        }
        host.strip_suffix(self.host.as_str()).is_some_and(|front| front.len() > 1 && front.ends_with('.'))
    }
}

/// The text is no entry of a list of allowed hosts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no host, HOST:PORT or *.DOMAIN; hosts are plain DNS names, not URLs, numbers or punycode")]
pub struct HostRuleError(String);

impl FromStr for HostRule {
    type Err = HostRuleError;

    fn from_str(text: &str) -> Result<HostRule, HostRuleError> {
        let error = || HostRuleError(text.chars().take(MAX_HOST_CHARS).collect());
        let (below, rest) = text.strip_prefix("*.").map_or((false, text), |rest| (true, rest));
        let (host, port) = split_port(rest).ok_or_else(error)?;
        // A whole top-level domain is a slip of the pen.
        let broad = below && !host.contains('.');
        if HostKind::of(&host) != Ok(HostKind::Name) || broad {
            return Err(error());
        }
        Ok(HostRule { host, below, port: port.filter(|p| *p != 443) })
    }
}

impl fmt::Display for HostRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.below { "*." } else { "" }, self.host)?;
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<RefusalCode> {
        Address::parse(text, Use::Upload, false).err().map(|r| r.code)
    }

    #[test]
    fn addresses_that_are_refused() {
        use RefusalCode as C;
        for (text, wanted) in [
            ("tus+https://u.example/up", None),
            ("https://u.example:443/up?sig=a%2Fb", None),
            ("https://u.example:8443/up", None),
            ("HTTPS://U.EXAMPLE/up", None),
            ("http://u.example/up", Some(C::AddressScheme)),
            ("ftp://u.example/", Some(C::AddressScheme)),
            ("file:///etc/passwd", Some(C::AddressScheme)),
            ("javascript:alert(1)", Some(C::AddressScheme)),
            ("evil+https://u.example/", Some(C::AddressScheme)),
            ("https://good.example@evil.example/", Some(C::AddressUserInfo)),
            ("https://user:pw@u.example/", Some(C::AddressUserInfo)),
            ("https://good.example\\@evil.example/", Some(C::AddressMalformed)),
            ("https://u.example/a b", Some(C::AddressMalformed)),
            ("https://u.exa\tmple/", Some(C::AddressMalformed)),
            ("https://u.example/\n", Some(C::AddressMalformed)),
            ("https://u.example/#x", Some(C::AddressMalformed)),
            ("https:///up", Some(C::AddressMalformed)),
            ("https://u..example/", Some(C::AddressMalformed)),
            ("https://u.example./", Some(C::AddressMalformed)),
            ("https://-u.example/", Some(C::AddressMalformed)),
            ("https://u%2eexample/", Some(C::AddressMalformed)),
            ("https://u.example:0/", Some(C::AddressMalformed)),
            ("https://u.example:99999/", Some(C::AddressMalformed)),
            ("https://u.example:/", Some(C::AddressMalformed)),
            ("https://u.example:+443/", Some(C::AddressMalformed)),
            ("https://[::1/", Some(C::AddressMalformed)),
            ("https://8.8.8.8/", Some(C::AddressIpLiteral)),
            ("https://134744072/", Some(C::AddressIpLiteral)),
            ("https://0x8.010.2056/", Some(C::AddressIpLiteral)),
            ("https://999.1.1.1/", Some(C::AddressIpLiteral)),
            ("https://[2001:db8::1]/", Some(C::AddressIpLiteral)),
            ("https://[fe80::1%25eth0]/", Some(C::AddressIpLiteral)),
            ("https://127.0.0.1/", Some(C::AddressLoopback)),
            ("https://127.1/", Some(C::AddressLoopback)),
            ("https://2130706433/", Some(C::AddressLoopback)),
            ("https://0x7f000001/", Some(C::AddressLoopback)),
            ("https://0177.0.0.1/", Some(C::AddressLoopback)),
            ("https://0.0.0.0/", Some(C::AddressLoopback)),
            ("https://[::1]/", Some(C::AddressLoopback)),
            ("https://[::]/", Some(C::AddressLoopback)),
            ("https://[::ffff:127.0.0.1]/", Some(C::AddressLoopback)),
            ("https://localhost/", Some(C::AddressLoopback)),
            ("https://a.LOCALHOST/", Some(C::AddressLoopback)),
            ("https://169.254.169.254/latest", Some(C::AddressLinkLocal)),
            ("https://[fe80::1]/", Some(C::AddressLinkLocal)),
            ("https://[::ffff:169.254.169.254]/", Some(C::AddressLinkLocal)),
            ("https://printer.local/", Some(C::AddressLinkLocal)),
            ("https://xn--pple-43d.example/", Some(C::AddressPunycode)),
            ("https://u.XN--E1AFMKFD/", Some(C::AddressPunycode)),
            ("https://аpple.example/", Some(C::AddressForeignScript)),
            ("https://u。example/", Some(C::AddressForeignScript)),
            ("https://ｕ.example/", Some(C::AddressForeignScript)),
            ("https://u.example/ä", Some(C::AddressMalformed)),
        ] {
            assert_eq!(code(text), wanted, "{text}");
        }
    }

    #[test]
    fn loopback_is_allowed_for_tests_only() {
        for text in ["tus+http://127.0.0.1:8080/x", "http://localhost:9/", "https://[::1]:1/"] {
            assert!(Address::parse(text, Use::Upload, true).is_ok(), "{text}");
        }
        let refused = Address::parse("http://u.example/", Use::Upload, true).map_err(|r| r.code);
        assert_eq!(refused, Err(RefusalCode::AddressScheme));
        assert!(Address::parse("http://ndes.example/certsrv", Use::Scep, false).is_ok());
        let tus = Address::parse("tus+https://ndes.example/", Use::Scep, false).map_err(|r| r.code);
        assert_eq!(tus, Err(RefusalCode::AddressScheme));
    }

    #[test]
    fn host_rules() {
        let rules = |texts: &[&str]| texts.iter().map(|t| t.parse().ok()).collect::<Option<Vec<HostRule>>>();
        let allowed = |text: &str, list: &[&str]| {
            let address = Address::parse(text, Use::Upload, false).ok()?;
            let list = rules(list)?;
            Some(address.allowed(Some(&list), RefusalCode::UploadHostNotAllowed).map_err(|r| r.code))
        };
        use RefusalCode as C;
        for (text, list, wanted) in [
            ("https://u.example/", &["u.example"][..], Ok(())),
            ("https://U.example:443/", &["u.EXAMPLE"], Ok(())),
            ("https://u.example/", &[], Err(C::UploadHostNotAllowed)),
            ("https://u.example.evil.example/", &["u.example"], Err(C::UploadHostNotAllowed)),
            ("https://evil-u.example/", &["u.example"], Err(C::UploadHostNotAllowed)),
            ("https://u.example:8443/", &["u.example"], Err(C::AddressPort)),
            ("https://u.example:8443/", &["u.example", "u.example:8443"], Ok(())),
            ("https://u.example/", &["u.example:8443"], Err(C::AddressPort)),
            ("https://a.b.example/", &["*.b.example"], Ok(())),
            ("https://b.example/", &["*.b.example"], Err(C::UploadHostNotAllowed)),
            ("https://evilb.example/", &["*.b.example"], Err(C::UploadHostNotAllowed)),
        ] {
            assert_eq!(allowed(text, list), Some(wanted), "{text} {list:?}");
        }
        for wrong in [
            "",
            "*",
            "*.com",
            "https://u.example",
            "u.example/x",
            "1.2.3.4",
            "xn--a.example",
            "é.example",
            "a.*.example",
            "localhost",
            "u.example:",
            "u@v.example",
        ] {
            assert!(wrong.parse::<HostRule>().is_err(), "{wrong}");
        }
    }
}
