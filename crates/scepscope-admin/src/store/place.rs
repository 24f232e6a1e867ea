//! Where in a store: a container or bucket, and a folder in it.

use super::StoreError;

/// `https://HOST[:PORT]/PATH/`, of characters only that stand for themselves in every form of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    scheme: &'static str,
    /// Host, and port where the address names one.
    pub(crate) authority: String,
    /// Between slashes; no empty one.
    pub(crate) segments: Vec<String>,
}

impl Place {
    /// Reads one. Whether a device would follow it is checked with the link.
    pub(crate) fn parse(text: &str) -> Result<Place, StoreError> {
        let wrong = |what| Err(StoreError::Address(what));
        let (scheme, rest) = match text.split_once("://") {
            Some(("https", rest)) => ("https", rest),
            Some(("http", rest)) => ("http", rest),
            _ => return wrong("the store's address does not begin with https://"),
        };
        if rest.contains(['?', '#']) {
            return wrong("the store's address already has a query: it is signed, or not the plain address");
        }
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let segments: Vec<String> = path.split('/').filter(|s| !s.is_empty()).map(str::to_owned).collect();
        let plain = |s: &String| {
            s != "." && s != ".." && s.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~$".contains(&b))
        };
        if authority.is_empty() || !segments.iter().all(plain) {
            return wrong("the store's address holds characters that it would have to escape");
        }
        Ok(Place { scheme, authority: authority.to_ascii_lowercase(), segments })
    }

    /// The labels of the host's name.
    pub(crate) fn labels(&self) -> Vec<&str> {
        self.authority.split(':').next().unwrap_or_default().split('.').collect()
    }

    /// Whether it is reached by TLS only.
    pub(crate) fn is_secure(&self) -> bool {
        self.scheme == "https"
    }

    /// The path of a file there, beginning with a slash.
    pub(crate) fn path(&self, name: &str) -> String {
        let mut path = String::new();
        for segment in self.segments.iter().map(String::as_str).chain([name]) {
            path.push('/');
            path.push_str(segment);
        }
        path
    }

    /// The whole address of a file there.
    pub(crate) fn url(&self, name: &str, query: &str) -> String {
        self.at(&self.path(name), query)
    }

    /// The whole address of a path at the same host.
    pub(crate) fn at(&self, path: &str, query: &str) -> String {
        format!("{}://{}{path}?{query}", self.scheme, self.authority)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    #[test]
    fn only_plain_addresses() {
        let place = Place::parse("https://A.blob.core.windows.net:443/bundles//in/").unwrap();
        assert_eq!((place.authority.as_str(), place.segments.len()), ("a.blob.core.windows.net:443", 2));
        assert_eq!(place.path("x.zip"), "/bundles/in/x.zip");
        assert_eq!(place.labels()[..2], ["a", "blob"]);
        for wrong in [
            "",
            "bundles",
            "ftp://h/b",
            "https:///b",
            "https://h/b?sig=x",
            "https://h/b#x",
            "https://h/b/../c",
            "https://h/ü",
            "https://h/a%20b",
        ] {
            assert!(Place::parse(wrong).is_err(), "{wrong}");
        }
    }
}
