//! An export: a folder that the script made on a server.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::facts::{Answer, EXPORT_SCHEMA, ServerFacts};
use crate::iis::Configuration;
use crate::limits::MAX_FILE_BYTES;
use crate::rights::UserRights;

/// The script that makes an export, for Windows PowerShell 5.1 on the server.
pub const SCRIPT: &str = include_str!("../../../docs/ndes/Export-Ndes.ps1");

/// An export that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The facts.
    pub facts: ServerFacts,
    /// When they were taken.
    pub taken: OffsetDateTime,
    /// The configuration of IIS.
    pub configuration: Answer<Configuration>,
    /// The rights of users.
    pub rights: Answer<UserRights>,
    /// Logs, and folders of logs.
    pub logs: Vec<PathBuf>,
}

/// Why a folder is no export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The folder or its `facts.json` can't be read.
    #[error("{0}")]
    Unreadable(#[from] io::Error),
    /// `facts.json` is not what the script writes.
    #[error("facts.json: {0}")]
    NotAnExport(String),
    /// It is of another version.
    #[error("facts.json has the schema {0}")]
    OtherVersion(String),
}

impl Export {
    /// Reads an export.
    ///
    /// # Errors
    /// Where `facts.json` is missing, damaged or of another version. Other files may be missing: what they would tell is
    /// then not known.
    pub fn read(folder: &Path) -> Result<Export, ExportError> {
        let text = read_text(&folder.join("facts.json"))?;
        let damaged = |error: serde_json::Error| ExportError::NotAnExport(error.to_string());
        let value: serde_json::Value = serde_json::from_str(&text).map_err(damaged)?;
        let schema = value.get("schema").and_then(|schema| schema.as_str()).unwrap_or_default();
        if schema != EXPORT_SCHEMA {
            let no_export = || ExportError::NotAnExport("no schema".to_owned());
            return Err(match schema {
                "" => no_export(),
                other => ExportError::OtherVersion(other.chars().take(80).collect()),
            });
        }
        let facts: ServerFacts = serde_json::from_value(value).map_err(damaged)?;
        let taken = OffsetDateTime::parse(&facts.taken, &Rfc3339)
            .map_err(|error| ExportError::NotAnExport(format!("taken: {error}")))?;
        let logs = folder.join("logs");
        Ok(Export {
            facts,
            taken,
            configuration: configuration(&folder.join("applicationHost.config"), &folder.join("web.config")),
            rights: answer(&folder.join("user-rights.inf"), UserRights::parse),
            logs: logs.is_dir().then_some(logs).into_iter().collect(),
        })
    }
}

/// The configuration of the server, with that of its site's root where there is one.
pub(crate) fn configuration(server: &Path, web: &Path) -> Answer<Configuration> {
    match answer(server, Configuration::parse) {
        Answer::Value(server) if web.is_file() => answer(web, |text| server.clone().with_site_root(text)),
        other => other,
    }
}

pub(crate) fn answer<T>(path: &Path, parse: impl Fn(&str) -> Option<T>) -> Answer<T> {
    let reason = match read_text(path) {
        Ok(text) => match parse(&text) {
            Some(value) => return Answer::Value(value),
            None => "damaged".to_owned(),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Answer::default(),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => "access_denied".to_owned(),
        Err(error) => error.to_string(),
    };
    Answer::Error(reason)
}

/// The text of a file in UTF-8 or UTF-16, as Windows' programs write it.
fn read_text(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(io::Error::other(format!("larger than {MAX_FILE_BYTES} bytes")));
    }
    let units = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    Ok(match bytes.as_slice() {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        other => String::from_utf8_lossy(other).into_owned(),
    })
}
