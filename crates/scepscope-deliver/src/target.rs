//! Where a bundle is to go.

use std::fmt;

use serde::Deserialize;
use thiserror::Error;
use url::{Host, Url};

use crate::limits::{MAX_PART_BYTES, MAX_PARTS, MAX_TARGET_BYTES, MIN_PART_BYTES};

/// The `schema` of a target document.
pub const TARGET_SCHEMA: &str = "scepscope.target/1";

/// Whether a connection without TLS may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plain {
    /// Never.
    Refused,
    /// To this very machine: a loopback address or `localhost`.
    LoopbackOnly,
}

/// The protocol that a target speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    /// tus 1.0 (tus.io/protocols/resumable-upload): resumes by offset.
    Tus,
    /// Azure Blob Storage with a shared access signature: resumes by block.
    AzureBlob,
    /// One presigned S3 PUT: starts again after every fault.
    S3Put,
    /// A presigned S3 multipart upload: resumes by part.
    S3Multipart,
    /// A plain PUT: starts again after every fault.
    Put,
}

impl TargetKind {
    /// The identifier of the kind.
    pub const fn id(self) -> &'static str {
        match self {
            TargetKind::Tus => "tus",
            TargetKind::AzureBlob => "azure_blob",
            TargetKind::S3Put => "s3_put",
            TargetKind::S3Multipart => "s3_multipart",
            TargetKind::Put => "put",
        }
    }

    /// Whether what arrived before a fault need not be sent again.
    pub const fn resumes(self) -> bool {
        matches!(self, TargetKind::Tus | TargetKind::AzureBlob | TargetKind::S3Multipart)
    }
}

/// Why a text is no target. Nothing of the text itself is repeated: it may hold secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TargetError {
    /// Longer than [`MAX_TARGET_BYTES`].
    #[error("the target is longer than {MAX_TARGET_BYTES} bytes")]
    TooLong,
    /// Not a URL, or one without a host.
    #[error("the target is not a URL with a host")]
    NotAUrl,
    /// Not one of the schemes that are known.
    #[error("the target's scheme is none of https, tus+https, azure+https, s3+https, put+https")]
    Scheme,
    /// Without TLS where that is not allowed.
    #[error("a target without TLS is allowed for this very machine only, and not everywhere")]
    Plain,
    /// The URL holds a user name or password.
    #[error("the target holds a user name or password")]
    UserInfo,
    /// A JSON target that does not fit its description.
    #[error("the target document is not a valid {TARGET_SCHEMA} of kind s3_multipart")]
    Document,
    /// The URLs of one document lead to several servers.
    #[error("the URLs of the target document belong to different servers")]
    OriginsDiffer,
}

/// The URLs of a presigned S3 multipart upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Multipart {
    pub(crate) part_bytes: u64,
    pub(crate) parts: Vec<Url>,
    pub(crate) complete: Url,
    pub(crate) list: Option<Url>,
    pub(crate) head: Option<Url>,
}

/// A checked target. `Display` and `Debug` show no query: signatures and tokens stand there.
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    kind: TargetKind,
    url: Url,
    text: String,
    multipart: Option<Box<Multipart>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    schema: String,
    kind: String,
    part_bytes: u64,
    parts: Vec<String>,
    complete: String,
    #[serde(default)]
    list: Option<String>,
    #[serde(default)]
    head: Option<String>,
}

impl Target {
    /// Reads a target: a URL, or a target document (JSON).
    ///
    /// # Errors
    /// [`TargetError`].
    pub fn parse(text: &str, plain: Plain) -> Result<Target, TargetError> {
        if text.len() > MAX_TARGET_BYTES {
            return Err(TargetError::TooLong);
        }
        let text = text.trim();
        if text.starts_with('{') {
            return Target::document(text, plain);
        }
        let (prefix, rest) = match text.split_once("://") {
            Some((scheme, _)) => match scheme.split_once('+') {
                Some((prefix, _)) => (Some(prefix), text.get(prefix.len() + 1..).unwrap_or_default()),
                None => (None, text),
            },
            None => return Err(TargetError::NotAUrl),
        };
        let url = checked_url(rest, plain)?;
        let kind = match prefix.map(str::to_ascii_lowercase).as_deref() {
            Some("tus") => TargetKind::Tus,
            Some("azure") => TargetKind::AzureBlob,
            Some("s3") => TargetKind::S3Put,
            Some("put") => TargetKind::Put,
            Some(_) => return Err(TargetError::Scheme),
            None => guess(&url),
        };
        Ok(Target { kind, url, text: text.to_owned(), multipart: None })
    }

    fn document(text: &str, plain: Plain) -> Result<Target, TargetError> {
        let document: Document = serde_json::from_str(text).map_err(|_| TargetError::Document)?;
        let fits = document.schema == TARGET_SCHEMA
            && document.kind == TargetKind::S3Multipart.id()
            && (MIN_PART_BYTES..=MAX_PART_BYTES).contains(&document.part_bytes)
            && (1..=MAX_PARTS).contains(&document.parts.len());
        if !fits {
            return Err(TargetError::Document);
        }
        let url = |text: &String| checked_url(text, plain);
        let multipart = Multipart {
            part_bytes: document.part_bytes,
            parts: document.parts.iter().map(url).collect::<Result<_, _>>()?,
            complete: url(&document.complete)?,
            list: document.list.as_ref().map(url).transpose()?,
            head: document.head.as_ref().map(url).transpose()?,
        };
        let first = multipart.complete.clone();
        let others = multipart.parts.iter().chain(&multipart.list).chain(&multipart.head);
        if others.into_iter().any(|u| u.origin() != first.origin()) {
            return Err(TargetError::OriginsDiffer);
        }
        let kind = TargetKind::S3Multipart;
        Ok(Target { kind, url: first, text: text.to_owned(), multipart: Some(Box::new(multipart)) })
    }

    /// The protocol.
    pub const fn kind(&self) -> TargetKind {
        self.kind
    }

    /// The server's name or address as the URL has it; an international name stands as punycode.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Scheme, host and port: `https://support.example`.
    pub fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// The URL without its query: for people and logs.
    pub fn redacted(&self) -> String {
        redacted(&self.url)
    }

    /// The whole text. Secret: it may hold a signature that lets anybody write.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Every host that the target names.
    pub fn hosts(&self) -> Vec<&str> {
        vec![self.host()]
    }

    /// Whether it leads to this very machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    pub(crate) fn multipart(&self) -> Option<&Multipart> {
        self.multipart.as_deref()
    }

    /// What makes two targets the same place, however often their signatures are renewed.
    pub(crate) fn place(&self) -> String {
        format!("{} {}", self.kind.id(), self.redacted())
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.redacted())
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Target({} {})", self.kind.id(), self.redacted())
    }
}

fn checked_url(text: &str, plain: Plain) -> Result<Url, TargetError> {
    let mut url = Url::parse(text).map_err(|_| TargetError::NotAUrl)?;
    match url.scheme() {
        "https" => {}
        "http" if plain == Plain::LoopbackOnly && is_loopback(&url) => {}
        "http" => return Err(TargetError::Plain),
        _ => return Err(TargetError::Scheme),
    }
    if url.host().is_none() {
        return Err(TargetError::NotAUrl);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(TargetError::UserInfo);
    }
    url.set_fragment(None);
    Ok(url)
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// The kind of an `https` target by the signature in its query.
fn guess(url: &Url) -> TargetKind {
    let has = |wanted: &str| url.query_pairs().any(|(name, _)| name == wanted);
    if has("sig") && has("sv") {
        TargetKind::AzureBlob
    } else if has("X-Amz-Signature") || has("AWSAccessKeyId") && has("Signature") {
        TargetKind::S3Put
    } else {
        TargetKind::Put
    }
}

/// A URL for people: without query and fragment.
pub(crate) fn redacted(url: &Url) -> String {
    let mut shown = url.clone();
    shown.set_query(None);
    shown.set_fragment(None);
    shown.into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    fn kind(text: &str) -> Result<TargetKind, TargetError> {
        Target::parse(text, Plain::Refused).map(|t| t.kind())
    }

    #[test]
    fn the_form_tells_the_protocol() {
        let azure =
            "https://a.blob.core.windows.net/box?sv=2024-11-04&sr=c&sp=cw&se=2026-11-30T00:00:00Z&sig=x";
        assert_eq!(kind("tus+https://support.example/files/"), Ok(TargetKind::Tus));
        assert_eq!(kind(azure), Ok(TargetKind::AzureBlob));
        assert_eq!(kind("https://b.s3.amazonaws.com/k?X-Amz-Signature=0"), Ok(TargetKind::S3Put));
        assert_eq!(kind("https://dav.example/in/"), Ok(TargetKind::Put));
        assert_eq!(kind("azure+https://azure.example/box?sig=x"), Ok(TargetKind::AzureBlob));
    }

    #[test]
    fn what_is_not_safe_is_refused() {
        assert_eq!(kind("http://support.example/"), Err(TargetError::Plain));
        assert_eq!(kind("tus+http://127.0.0.1/"), Err(TargetError::Plain));
        assert_eq!(kind("https://user:secret@support.example/"), Err(TargetError::UserInfo));
        assert_eq!(kind("ftp://support.example/"), Err(TargetError::Scheme));
        assert_eq!(kind("evil+https://support.example/"), Err(TargetError::Scheme));
        assert_eq!(kind("file:///etc/passwd"), Err(TargetError::Scheme));
        assert_eq!(kind("support.example"), Err(TargetError::NotAUrl));
        assert_eq!(
            kind(&format!("https://h.example/{}", "a".repeat(MAX_TARGET_BYTES))),
            Err(TargetError::TooLong)
        );
        let plain = |text| Target::parse(text, Plain::LoopbackOnly).map(|t| t.kind());
        assert_eq!(plain("tus+http://127.0.0.1:1080/files/"), Ok(TargetKind::Tus));
        assert_eq!(plain("tus+http://[::1]:1080/files/"), Ok(TargetKind::Tus));
        assert_eq!(plain("http://192.168.1.4/"), Err(TargetError::Plain));
        assert_eq!(plain("http://localhost.example/"), Err(TargetError::Plain));
    }

    #[test]
    fn secrets_are_not_shown() {
        let target = Target::parse("https://h.example/box/b.zip?sv=1&sig=SECRET", Plain::Refused).unwrap();
        assert_eq!(target.to_string(), "https://h.example/box/b.zip");
        assert!(!format!("{target:?}").contains("SECRET"));
        assert_eq!(target.origin(), "https://h.example");
    }

    #[test]
    fn a_multipart_document_keeps_to_one_server() {
        let document = |part: &str| {
            format!(
                r#"{{"schema":"scepscope.target/1","kind":"s3_multipart","part_bytes":8388608,
                "parts":["{part}"],"complete":"https://s3.example/b/k?uploadId=1"}}"#
            )
        };
        let parse = |text: &str| Target::parse(text, Plain::Refused).map(|t| t.kind());
        assert_eq!(parse(&document("https://s3.example/b/k?partNumber=1")), Ok(TargetKind::S3Multipart));
        assert_eq!(parse(&document("https://evil.example/b/k")), Err(TargetError::OriginsDiffer));
        assert_eq!(parse(&document("http://s3.example/b/k")), Err(TargetError::Plain));
        assert_eq!(parse("{}"), Err(TargetError::Document));
    }
}
