//! Lists of proxies, and of what needs none, as WinHTTP writes them
//! (<https://learn.microsoft.com/windows/win32/api/winhttp/ns-winhttp-winhttp_proxy_info>).

use url::Url;

/// Longest list that is read, in bytes. A script of a hostile network wrote it, perhaps.
const MAX_LIST_BYTES: usize = 64 << 10;
/// Stands for every host without a period in its name.
const LOCAL: &str = "<local>";

/// The first proxy for this scheme in a list of `[scheme=][scheme://]host[:port]`, separated by semicolons or white space.
/// `None` where there is none that speaks HTTP, and for a list of more than 64 KiB.
pub fn first(proxies: &str, scheme: &str) -> Option<Url> {
    entries(proxies)?.find_map(|entry| {
        let address = match entry.split_once('=') {
            Some((meant, address)) if meant.eq_ignore_ascii_case(scheme) => address,
            // For other schemes: `socks=`, `ftp=`.
            Some(_) => return None,
            None => entry,
        };
        let address = if address.contains("://") { address.to_owned() } else { format!("http://{address}") };
        Url::parse(&address).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
    })
}

/// Whether a list of `[scheme://]host[:port]` with `*` for anything, separated by semicolons or white space, names the URL's
/// host. `<local>` names every host without a period.
pub fn is_bypassed(list: &str, url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    let port = url.port_or_known_default().map(|port| port.to_string());
    entries(list).into_iter().flatten().any(|entry| {
        if entry.eq_ignore_ascii_case(LOCAL) {
            return url.domain().is_some_and(|name| !name.contains('.'));
        }
        let entry = match entry.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case(url.scheme()) => rest,
            Some(_) => return false,
            None => entry,
        };
        let (pattern, wanted) = match entry.rsplit_once(':') {
            // An IPv6 address without a port ends in its bracket.
            Some((pattern, wanted)) if !wanted.ends_with(']') => (pattern, Some(wanted)),
            _ => (entry, None),
        };
        wanted.is_none_or(|wanted| port.as_deref() == Some(wanted)) && fits(pattern, host)
    })
}

fn entries(list: &str) -> Option<impl Iterator<Item = &str>> {
    let is_short = list.len() <= MAX_LIST_BYTES;
    is_short.then(|| list.split(|c: char| c == ';' || c.is_whitespace()).filter(|entry| !entry.is_empty()))
}

/// Whether a name fits a pattern in which `*` stands for anything, without regard to case.
fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.to_ascii_lowercase(), name.to_ascii_lowercase());
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|begin| name.strip_prefix(begin)) else { return false };
    let mut pieces: Vec<&str> = pieces.collect();
    // Without a `*` the beginning is all of it.
    let Some(end) = pieces.pop() else { return rest.is_empty() };
    for piece in pieces {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(end)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use proptest::prelude::*;
    use url::Url;

    use super::{MAX_LIST_BYTES, first, fits, is_bypassed};

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn the_first_for_the_scheme_is_taken() {
        for (list, expected) in [
            ("proxy.example:8080", Some("http://proxy.example:8080/")),
            ("proxy.example", Some("http://proxy.example/")),
            ("http=a.example:80;HTTPS=b.example:8443", Some("http://b.example:8443/")),
            (
                "ftp=a.example:21 socks=b.example:1080\tc.example:3128;d.example",
                Some("http://c.example:3128/"),
            ),
            ("https=http://[2001:db8::1]:8080", Some("http://[2001:db8::1]:8080/")),
            ("https://tls.example:443", Some("https://tls.example/")),
            ("socks://a.example:1080;b.example:8080", Some("http://b.example:8080/")),
            ("http=a.example:80", None),
            ("javascript:alert(1)//", None),
            ("=;==;:;://", None),
            ("", None),
        ] {
            assert_eq!(first(list, "https").map(String::from).as_deref(), expected, "{list}");
        }
        assert_eq!(first(&" ".repeat(MAX_LIST_BYTES), "https"), None);
        assert_eq!(first(&format!("a.example{}", ";".repeat(MAX_LIST_BYTES)), "https"), None);
    }

    #[test]
    fn what_needs_none_is_told() {
        let wanted = url("https://scep.corp.example:8443/certsrv/mscep/mscep.dll");
        for (list, expected) in [
            ("scep.corp.example", true),
            ("*.corp.example", true),
            ("SCEP.*.Example", true),
            ("*", true),
            ("a.example;https://scep.corp.example", true),
            ("scep.corp.example:8443", true),
            ("scep.corp.example:443", false),
            ("http://scep.corp.example", false),
            ("corp.example", false),
            ("*.corp.example.evil", false),
            ("<local>", false),
            ("", false),
        ] {
            assert_eq!(is_bypassed(list, &wanted), expected, "{list}");
        }
        assert!(is_bypassed("x;<LOCAL>", &url("http://ndes/")));
        assert!(!is_bypassed("<local>", &url("http://[::1]/")));
        assert!(is_bypassed("10.*", &url("http://10.2.3.4/")));
        assert!(is_bypassed("[2001:db8::1]", &url("http://[2001:db8::1]/")));
        assert!(is_bypassed("[2001:db8::1]:80", &url("http://[2001:db8::1]/")));
    }

    proptest! {
        /// A pattern made of a name by putting `*` for a piece of it fits, whatever the piece.
        #[test]
        fn a_name_fits_what_was_made_of_it(name in "[a-z0-9.-]{0,40}", from in 0_usize..40, to in 0_usize..40) {
            let (from, to) = (from.min(name.len()), to.min(name.len()));
            let (from, to) = (from.min(to), from.max(to));
            let pattern = format!("{}*{}", &name[..from], &name[to..]);
            prop_assert!(fits(&pattern.to_uppercase(), &name));
            let longer = format!("{}a", name);
            prop_assert!(!fits(&name, &longer));
        }

        #[test]
        fn any_text_is_borne(list in any::<String>(), host in "[a-z.]{1,20}") {
            let url = Url::parse(&format!("https://{host}/"));
            prop_assume!(url.is_ok());
            let _ = first(&list, "https");
            let _ = is_bypassed(&list, &url.unwrap());
        }
    }
}
