//! `Upload-Metadata`: pairs of a key and a value in base64.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::limits::MAX_METADATA_BYTES;

/// Keys whose values admit an upload. They are looked at once and not kept.
const SECRET: [&str; 2] = ["request", "ticket"];

/// What a client says of its upload.
#[derive(Debug, Clone, Default)]
pub(super) struct Metadata(BTreeMap<String, String>);

impl Metadata {
    /// `None` for anything that is not exactly of the form, a key twice, or too long a value.
    pub(super) fn read(header: &str) -> Option<Metadata> {
        let mut pairs = BTreeMap::new();
        for pair in header.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
            let value = STANDARD.decode(value.trim()).ok()?;
            if value.len() > MAX_METADATA_BYTES || key.is_empty() || !key.is_ascii() {
                return None;
            }
            let value = String::from_utf8(value).ok()?;
            if pairs.insert(key.to_owned(), value).is_some() {
                return None;
            }
        }
        Some(Metadata(pairs))
    }

    pub(super) fn get(&self, key: &str) -> Option<String> {
        self.0.get(key).filter(|v| !v.is_empty()).cloned()
    }

    /// The header as it may be told again.
    pub(super) fn shown(&self) -> String {
        let shown = self.0.iter().filter(|(key, _)| !SECRET.contains(&key.as_str()));
        let pairs: Vec<String> = shown.map(|(k, v)| format!("{k} {}", STANDARD.encode(v))).collect();
        pairs.join(",")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs() {
        // The example of the protocol's own text.
        let read = Metadata::read("filename d29ybGRfZG9taW5hdGlvbl9wbGFuLnBkZg==,is_confidential");
        let Some(metadata) = read else { return assert!(read.is_some()) };
        assert_eq!(metadata.get("filename").as_deref(), Some("world_domination_plan.pdf"));
        assert_eq!(metadata.get("is_confidential"), None);
        for bad in ["a %%%", "a YQ==,a YQ==", "a /w=="] {
            assert!(Metadata::read(bad).is_none(), "{bad}");
        }
        let secret = Metadata::read("ticket YQ==,case Yg==").unwrap_or_default();
        assert_eq!(secret.shown(), "case Yg==");
    }
}
