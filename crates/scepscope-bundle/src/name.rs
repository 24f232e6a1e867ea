//! Names: of the bundle, and of the files inside it.

use std::fmt;

use thiserror::Error;
use time::{OffsetDateTime, UtcOffset};

use crate::limits::{MAX_NAME_BYTES, MAX_PATH_BYTES, MAX_PATH_DEPTH};

const PREFIX: &str = "scepscope-";
const MAX_SUBJECT_BYTES: usize = 48;
const MAX_ID_BYTES: usize = 16;
const MAX_COMPONENT_BYTES: usize = 100;

/// Why no bundle name could be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NameError {
    /// Zip files know the years 1980 to 2107.
    #[error("the time of a bundle lies between 1980 and 2107")]
    TimeOutOfRange,
    /// The short id is empty or has other characters than letters and digits.
    #[error("the short id has 1 to 16 letters and digits")]
    BadId,
}

/// `scepscope-<case or device>-<UTC>-<short id>`: the file's name without `.zip`, and the bag's root folder.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BundleName {
    text: String,
    created: OffsetDateTime,
}

impl BundleName {
    /// Makes a name. `subject` is the case id or the device's name; what is not `A-Za-z0-9._-` in it becomes `_`,
    /// and it is cut after 48 bytes. `created` is the bundle's time, kept in whole seconds of UTC. `id` tells
    /// bundles of one second apart: 1 to 16 letters and digits, random or counted by the caller.
    ///
    /// # Errors
    /// [`NameError`] for a time that zip files cannot hold, or a bad id.
    pub fn new(subject: &str, created: OffsetDateTime, id: &str) -> Result<BundleName, NameError> {
        let created = created.to_offset(UtcOffset::UTC).replace_nanosecond(0).unwrap_or(created);
        if !(1980..=2107).contains(&created.year()) {
            return Err(NameError::TimeOutOfRange);
        }
        if id.is_empty() || id.len() > MAX_ID_BYTES || !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(NameError::BadId);
        }
        let subject = clean(subject, MAX_SUBJECT_BYTES, false);
        let (date, time) = (created.date(), created.time());
        let text = format!(
            "{PREFIX}{subject}-{:04}{:02}{:02}T{:02}{:02}{:02}Z-{id}",
            date.year(),
            u8::from(date.month()),
            date.day(),
            time.hour(),
            time.minute(),
            time.second(),
        );
        Ok(BundleName { text, created })
    }

    /// The name without extension.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The bundle's time: UTC, whole seconds.
    pub fn created(&self) -> OffsetDateTime {
        self.created
    }
}

impl fmt::Display for BundleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether a root folder has a name that this project's writer could have given.
pub(crate) fn is_root_name(name: &str) -> bool {
    name.starts_with(PREFIX)
        && name.len() <= MAX_NAME_BYTES
        && !name.ends_with('.')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

/// A path component made of any text: what a bag's path must not hold becomes `_`. Two texts may give the same
/// component; the caller keeps them apart. The origin belongs into [`crate::SourceMeta::origin`], unchanged.
pub fn clean_component(text: &str) -> String {
    let mut cleaned = clean(text, MAX_COMPONENT_BYTES, true);
    if component_fault(&cleaned).is_some() {
        cleaned.insert(0, '_');
    }
    cleaned
}

/// `data/evidence/<source id>/<file name>` with both parts cleaned.
pub fn evidence_path(source_id: &str, file_name: &str) -> String {
    format!("data/evidence/{}/{}", clean_component(source_id), clean_component(file_name))
}

fn clean(text: &str, max: usize, punctuation: bool) -> String {
    let allowed =
        |c: &char| if punctuation { u8::try_from(*c).is_ok_and(is_path_byte) } else { is_name_char(*c) };
    let cleaned: String = text.chars().take(max).map(|c| if allowed(&c) { c } else { '_' }).collect();
    let cleaned = cleaned.trim_matches([' ', '.']);
    if cleaned.is_empty() { "_".to_owned() } else { cleaned.to_owned() }
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

/// Letters, digits and harmless punctuation. No `%`: RFC 8493 would have it encoded in manifests, which
/// `sha256sum -c` does not decode. ASCII only: `unzip` renames other characters in the C locale, and it leaves no
/// room for two names that Unicode normalisation makes one.
fn is_path_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"._- ()+,=@#".contains(&b)
}

/// What is wrong with a path inside the bag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PathFault {
    /// Nothing, or nothing between two slashes.
    #[error("an empty path or component")]
    Empty,
    /// Longer than [`MAX_PATH_BYTES`].
    #[error("longer than {MAX_PATH_BYTES} bytes")]
    TooLong,
    /// More components than [`MAX_PATH_DEPTH`].
    #[error("nested deeper than {MAX_PATH_DEPTH}")]
    TooDeep,
    /// Begins with a slash.
    #[error("an absolute path")]
    Absolute,
    /// Holds a colon: a drive letter or an alternate stream.
    #[error("a colon (drive letter or stream)")]
    Colon,
    /// Holds a backslash.
    #[error("a backslash")]
    Backslash,
    /// A component is `.` or `..`.
    #[error("a component that leads elsewhere (. or ..)")]
    DotDot,
    /// Holds a control character.
    #[error("a control character")]
    Control,
    /// Holds a character outside ASCII.
    #[error("a character outside ASCII")]
    NotAscii,
    /// Holds another character that paths in a bag do not have.
    #[error("a character that is not allowed")]
    Character,
    /// A component ends with a dot, or begins or ends with a space.
    #[error("a dot or space at an end of a component")]
    TrailingDotOrSpace,
    /// A component is a name that Windows keeps for devices, such as `NUL` or `com1.log`.
    #[error("a name that Windows reserves")]
    ReservedName,
    /// Ends with a slash: folders have no entries of their own.
    #[error("a folder entry")]
    Folder,
}

/// The first fault of a path inside the bag, if any.
pub(crate) fn path_fault(path: &str) -> Option<PathFault> {
    if path.is_empty() {
        return Some(PathFault::Empty);
    }
    if path.len() > MAX_PATH_BYTES {
        return Some(PathFault::TooLong);
    }
    for c in path.chars() {
        match c {
            ':' => return Some(PathFault::Colon),
            '\\' => return Some(PathFault::Backslash),
            c if c.is_control() => return Some(PathFault::Control),
            c if !c.is_ascii() => return Some(PathFault::NotAscii),
            _ => {}
        }
    }
    if path.starts_with('/') {
        return Some(PathFault::Absolute);
    }
    if path.split('/').any(|c| c == "." || c == "..") {
        return Some(PathFault::DotDot);
    }
    if path.ends_with('/') {
        return Some(PathFault::Folder);
    }
    if path.split('/').count() > MAX_PATH_DEPTH {
        return Some(PathFault::TooDeep);
    }
    path.split('/').find_map(component_fault)
}

fn component_fault(component: &str) -> Option<PathFault> {
    if component.is_empty() {
        return Some(PathFault::Empty);
    }
    if component.ends_with(['.', ' ']) || component.starts_with(' ') {
        return Some(PathFault::TrailingDotOrSpace);
    }
    if is_reserved(component) {
        return Some(PathFault::ReservedName);
    }
    if !component.bytes().all(is_path_byte) {
        return Some(PathFault::Character);
    }
    None
}

/// Windows reads `NUL`, `nul.txt` and `COM1 .log` as devices
/// (learn.microsoft.com/windows/win32/fileio/naming-a-file).
fn is_reserved(component: &str) -> bool {
    let stem = component.split('.').next().unwrap_or_default().trim_end_matches(' ').to_ascii_uppercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$")
        || numbered("COM")
        || numbered("LPT")
}
