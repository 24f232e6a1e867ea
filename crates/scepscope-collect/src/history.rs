//! What is known of earlier bundles: when, where to, and the report as it left. Nothing but what somebody saved or sent.
//!
//! Two files a bundle in a folder that its user alone can enter: the entry, and the redacted report. The report is written
//! first, so that an entry has one.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use scepscope_bundle::limits::MAX_REPORT_BYTES;
use scepscope_model::{Outcome, Report};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::pack::Packed;
use crate::place::create_private_folder;
use crate::{CollectError, ErrorCode};

/// The value of `schema` in every entry.
pub const HISTORY_SCHEMA: &str = "scepscope.history/1";

/// Bundles that are remembered; the oldest go first.
pub const MAX_PAST: usize = 64;

/// Largest entry that is read, in bytes.
const MAX_ENTRY_BYTES: u64 = 64 << 10;

/// Digits of a bundle's SHA-256 that name its files.
const ID_DIGITS: usize = 32;

const ENTRY: &str = ".json";
const REPORT: &str = ".report.json";

/// A bundle that was saved or sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PastBundle {
    /// Always [`HISTORY_SCHEMA`].
    pub schema: String,
    /// Its id in the list: the beginning of its digest.
    pub id: String,
    /// Its file name.
    pub bundle: String,
    /// When it was made: RFC 3339, UTC.
    pub created: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The case id.
    pub case: Option<String>,
    /// Where it went.
    pub went: Went,
    /// How the enrolment that it tells of ended.
    pub outcome: Outcome,
}

/// Where a bundle went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "went", rename_all = "snake_case")]
pub enum Went {
    /// Into a folder that somebody chose.
    Saved {
        /// Its path there.
        path: String,
    },
    /// Into the outgoing queue.
    Sent {
        /// The host that it goes to.
        host: String,
        /// Its entry in the queue.
        post: String,
    },
}

impl PastBundle {
    /// What is remembered of a bundle that was made at `created` (RFC 3339, UTC).
    pub fn new(
        packed: &Packed,
        report: &Report,
        created: String,
        case: Option<String>,
        went: Went,
    ) -> PastBundle {
        let name = Path::new(&packed.path).file_name().unwrap_or_default();
        PastBundle {
            schema: HISTORY_SCHEMA.to_owned(),
            id: packed.sha256.chars().take(ID_DIGITS).collect(),
            bundle: name.to_string_lossy().into_owned(),
            created,
            bytes: packed.bytes,
            case,
            went,
            outcome: report.outcome,
        }
    }
}

/// What is known of earlier bundles.
#[derive(Debug, Clone)]
pub struct History {
    folder: PathBuf,
}

impl History {
    /// That in `folder`, which is used for nothing else.
    pub fn new(folder: impl Into<PathBuf>) -> History {
        History { folder: folder.into() }
    }

    /// Remembers a bundle and its redacted report, and forgets the oldest where there are too many.
    ///
    /// # Errors
    /// [`ErrorCode::HistoryUnusable`]; the bundle itself is not touched.
    pub fn keep(&self, past: &PastBundle, report: &Report) -> Result<(), CollectError> {
        let (entry, document) = self.paths(&past.id)?;
        create_private_folder(&self.folder).map_err(unusable)?;
        let known = self.list()?;
        let surplus = (known.len() + 1).saturating_sub(MAX_PAST);
        for oldest in known.iter().rev().take(surplus) {
            self.forget(&oldest.id)?;
        }
        self.write(&document, report)?;
        self.write(&entry, past)
    }

    /// Every bundle that is remembered, the newest first. A damaged entry is left out: nothing can be done with it.
    ///
    /// # Errors
    /// [`ErrorCode::HistoryUnusable`].
    pub fn list(&self) -> Result<Vec<PastBundle>, CollectError> {
        let files = match fs::read_dir(&self.folder) {
            Ok(files) => files,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(unusable(error)),
        };
        let mut past = Vec::new();
        for file in files {
            let name = file.map_err(unusable)?.file_name();
            let id = name.to_str().and_then(|name| name.strip_suffix(ENTRY)).filter(|id| is_id(id));
            let Some(id) = id else { continue };
            if let Ok(entry) = read::<PastBundle>(&self.folder.join(&name), MAX_ENTRY_BYTES)
                && entry.id == id
            {
                past.push(entry);
            }
        }
        past.sort_by(|a, b| (&b.created, &b.id).cmp(&(&a.created, &a.id)));
        Ok(past)
    }

    /// The report of a bundle, redacted as it left.
    ///
    /// # Errors
    /// [`ErrorCode::HistoryUnusable`], also for an id that is not in the list.
    pub fn report(&self, id: &str) -> Result<Report, CollectError> {
        read(&self.paths(id)?.1, MAX_REPORT_BYTES).map_err(unusable)
    }

    /// Forgets a bundle. A saved file stays where it is.
    ///
    /// # Errors
    /// [`ErrorCode::HistoryUnusable`], also for an id that is not in the list.
    pub fn forget(&self, id: &str) -> Result<(), CollectError> {
        let (entry, document) = self.paths(id)?;
        fs::remove_file(entry).map_err(unusable)?;
        match fs::remove_file(document) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unusable(error)),
            _ => Ok(()),
        }
    }

    fn write(&self, path: &Path, document: &impl Serialize) -> Result<(), CollectError> {
        // Temporary files are made with mode 0600.
        let mut file = tempfile::NamedTempFile::new_in(&self.folder).map_err(unusable)?;
        let mut writer = io::BufWriter::new(file.as_file_mut());
        serde_json::to_writer(&mut writer, document).map_err(unusable)?;
        writer.flush().map_err(unusable)?;
        drop(writer);
        file.persist(path).map_err(unusable)?;
        Ok(())
    }

    /// The files of an entry and of its report. Only an id leads to a file.
    fn paths(&self, id: &str) -> Result<(PathBuf, PathBuf), CollectError> {
        if !is_id(id) {
            return Err(unusable("not an id"));
        }
        Ok((self.folder.join(format!("{id}{ENTRY}")), self.folder.join(format!("{id}{REPORT}"))))
    }
}

fn is_id(text: &str) -> bool {
    text.len() == ID_DIGITS && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn read<T: DeserializeOwned>(path: &Path, limit: u64) -> io::Result<T> {
    let mut text = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut text)?;
    if text.len() as u64 > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(serde_json::from_slice(&text)?)
}

fn unusable(error: impl std::fmt::Display) -> CollectError {
    CollectError::with(ErrorCode::HistoryUnusable, error.to_string())
}
