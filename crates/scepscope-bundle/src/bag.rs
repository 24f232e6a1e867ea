//! The tag files of the bag (RFC 8493). Each has one form only: the reader makes it anew and compares.

use std::collections::BTreeMap;

use time::OffsetDateTime;

use crate::digest::Sha256Hex;
use crate::name::path_fault;
use crate::statement::{FORMAT_VERSION, Statement};

pub(crate) const BAGIT: &str = "bagit.txt";
pub(crate) const BAG_INFO: &str = "bag-info.txt";
pub(crate) const MANIFEST: &str = "manifest-sha256.txt";
pub(crate) const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
pub(crate) const SIGNATURE: &str = "tagmanifest-sha256.txt.sig";
pub(crate) const STATEMENT: &str = "statement.json";
pub(crate) const PAYLOAD: &str = "data/";
pub(crate) const REPORT: &str = "data/report.json";

/// The tag files that the tag manifest lists.
pub(crate) const LISTED_TAG_FILES: [&str; 4] = [BAG_INFO, BAGIT, MANIFEST, STATEMENT];

/// The only content of `bagit.txt`.
pub(crate) const BAGIT_TEXT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

const MAX_VALUE_CHARS: usize = 128;

/// Whether a file outside `data/` belongs into a bag.
pub(crate) fn is_tag_file(path: &str) -> bool {
    LISTED_TAG_FILES.contains(&path) || path == TAG_MANIFEST || path == SIGNATURE
}

/// Digests by path.
pub(crate) type Manifest = BTreeMap<String, Sha256Hex>;

/// Digest, two spaces, path, LF: as RFC 8493 has it and `sha256sum -c` reads it. Paths hold no character that would
/// have to be encoded (see [`path_fault`]).
pub(crate) fn write_manifest(manifest: &Manifest) -> String {
    manifest.iter().map(|(path, digest)| format!("{digest}  {path}\n")).collect()
}

/// Reads a manifest of exactly that form.
///
/// # Errors
/// The number of the first line that has another form, is out of order or repeated.
pub(crate) fn read_manifest(text: &str) -> Result<Manifest, usize> {
    let mut manifest = Manifest::new();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let bad = number + 1;
        let line = line.strip_suffix('\n').ok_or(bad)?;
        let (digest, path) = line.split_once("  ").ok_or(bad)?;
        let digest = Sha256Hex::parse(digest).ok_or(bad)?;
        let ordered = manifest.last_key_value().is_none_or(|(last, _)| last.as_str() < path);
        if path_fault(path).is_some() || !ordered {
            return Err(bad);
        }
        manifest.insert(path.to_owned(), digest);
    }
    Ok(manifest)
}

/// `bag-info.txt` as it follows from the statement and the payload.
pub(crate) fn bag_info(statement: &Statement, payload_bytes: u64, payload_files: usize) -> String {
    let agent = printable(&format!("{} {}", statement.tool.name, statement.tool.version));
    let date: String = statement.created.chars().take(10).collect();
    let identifier = printable(statement.case.as_deref().unwrap_or(&statement.bundle));
    format!(
        "Bag-Software-Agent: {agent}\nBagging-Date: {}\nExternal-Identifier: {identifier}\n\
         Payload-Oxum: {payload_bytes}.{payload_files}\nScepscope-Format: {FORMAT_VERSION}\n",
        printable(&date)
    )
}

/// One line of a tag file: control characters become spaces, the length is bounded.
fn printable(text: &str) -> String {
    text.chars()
        .take(MAX_VALUE_CHARS)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// RFC 3339 in UTC with whole seconds.
pub(crate) fn rfc3339(at: OffsetDateTime) -> String {
    let (date, time) = (at.date(), at.time());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        date.year(),
        u8::from(date.month()),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// Reads exactly what [`rfc3339`] writes.
pub(crate) fn parse_rfc3339(text: &str) -> Option<OffsetDateTime> {
    let at = OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).ok()?;
    (rfc3339(at) == text).then_some(at)
}
