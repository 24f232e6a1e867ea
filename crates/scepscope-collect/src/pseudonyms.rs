//! The map from pseudonyms back to what they stand for. It stays on the device, for its owner.
//!
//! One file a bundle, mode 0600 in a folder of mode 0700, in the program's own data folder; on Windows both have the
//! rights of the user's profile. At most [`MAX_MAPS`] are kept, none longer than [`MAX_MAP_AGE_DAYS`].

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use crate::place::create_private_folder;
use crate::{CollectError, ErrorCode};

/// The value of `schema` in every map.
pub const MAP_SCHEMA: &str = "scepscope.pseudonyms/1";

/// Maps kept on a device; the oldest go first.
pub const MAX_MAPS: usize = 64;

/// Days that a map is kept.
pub const MAX_MAP_AGE_DAYS: i64 = 180;

/// Largest map that is read, in bytes: more than the redactor's limits let it grow to.
pub const MAX_MAP_BYTES: u64 = 64 << 20;

const SUFFIX: &str = ".json";

/// What the pseudonyms of one bundle stand for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PseudonymMap {
    /// Always [`MAP_SCHEMA`].
    pub schema: String,
    /// The bundle's name, without extension.
    pub bundle: String,
    /// When the bundle was made, RFC 3339.
    pub created: String,
    /// Pseudonym to original.
    pub pseudonyms: BTreeMap<String, String>,
}

/// One map that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeptMap {
    /// The bundle's name, without extension.
    pub bundle: String,
    /// Size of the map, in bytes.
    pub bytes: u64,
}

/// The maps of this device.
#[derive(Debug, Clone)]
pub struct Pseudonyms {
    folder: PathBuf,
}

impl Pseudonyms {
    /// The maps in that folder, which is used for nothing else.
    pub fn new(folder: impl Into<PathBuf>) -> Pseudonyms {
        Pseudonyms { folder: folder.into() }
    }

    /// Keeps the map of a bundle, and lets those go that are too old or too many. `created` is the present time.
    ///
    /// # Errors
    /// [`ErrorCode::MapUnusable`].
    pub fn keep<'m>(
        &self,
        bundle: &str,
        created: OffsetDateTime,
        map: impl Iterator<Item = (&'m str, &'m str)>,
    ) -> Result<(), CollectError> {
        let document = PseudonymMap {
            schema: MAP_SCHEMA.to_owned(),
            bundle: bundle.to_owned(),
            created: created.format(&Rfc3339).map_err(unusable)?,
            pseudonyms: map.map(|(name, original)| (name.to_owned(), original.to_owned())).collect(),
        };
        let path = self.path(bundle)?;
        create_private_folder(&self.folder).map_err(unusable)?;
        self.prune(created)?;
        // Temporary files are made with mode 0600.
        let mut file = tempfile::NamedTempFile::new_in(&self.folder).map_err(unusable)?;
        serde_json::to_writer(&mut file, &document).map_err(unusable)?;
        file.flush().map_err(unusable)?;
        file.persist(path).map_err(unusable)?;
        Ok(())
    }

    /// The map of a bundle, named by its name or by the path of its file.
    ///
    /// # Errors
    /// [`ErrorCode::NoMap`] where none is kept, [`ErrorCode::MapUnusable`].
    pub fn read(&self, bundle: &str) -> Result<PseudonymMap, CollectError> {
        let path = self.path(bundle)?;
        let file = fs::File::open(path).map_err(|e| not_kept(bundle, e))?;
        let mut text = Vec::new();
        file.take(MAX_MAP_BYTES + 1).read_to_end(&mut text).map_err(unusable)?;
        if text.len() as u64 > MAX_MAP_BYTES {
            return Err(unusable("larger than MAX_MAP_BYTES"));
        }
        serde_json::from_slice(&text).map_err(unusable)
    }

    /// Every map that is kept, by name.
    ///
    /// # Errors
    /// [`ErrorCode::MapUnusable`].
    pub fn list(&self) -> Result<Vec<KeptMap>, CollectError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(e) => return Err(unusable(e)),
        };
        let mut maps = Vec::new();
        for entry in entries {
            let entry = entry.map_err(unusable)?;
            let name = entry.file_name();
            let Some(bundle) = name.to_str().and_then(|n| n.strip_suffix(SUFFIX)) else { continue };
            let bytes = entry.metadata().map_err(unusable)?.len();
            maps.push(KeptMap { bundle: bundle.to_owned(), bytes });
        }
        maps.sort_by(|a, b| a.bundle.cmp(&b.bundle));
        Ok(maps)
    }

    /// Deletes the map of a bundle.
    ///
    /// # Errors
    /// [`ErrorCode::NoMap`] where none is kept, [`ErrorCode::MapUnusable`].
    pub fn forget(&self, bundle: &str) -> Result<(), CollectError> {
        fs::remove_file(self.path(bundle)?).map_err(|e| not_kept(bundle, e))
    }

    /// Deletes every map; how many.
    ///
    /// # Errors
    /// [`ErrorCode::MapUnusable`].
    pub fn forget_all(&self) -> Result<usize, CollectError> {
        let maps = self.list()?;
        for map in &maps {
            self.forget(&map.bundle)?;
        }
        Ok(maps.len())
    }

    /// Makes room for one more.
    fn prune(&self, now: OffsetDateTime) -> Result<(), CollectError> {
        let mut kept: Vec<(OffsetDateTime, String)> = Vec::new();
        for map in self.list()? {
            let created =
                fs::metadata(self.path(&map.bundle)?).and_then(|m| m.modified()).map_err(unusable)?;
            kept.push((created.into(), map.bundle));
        }
        kept.sort();
        let surplus = (kept.len() + 1).saturating_sub(MAX_MAPS);
        for (n, (created, bundle)) in kept.iter().enumerate() {
            if n < surplus || now - *created > Duration::days(MAX_MAP_AGE_DAYS) {
                self.forget(bundle)?;
            }
        }
        Ok(())
    }

    /// The file of a bundle's map. Only a bundle's own name leads to a file.
    fn path(&self, bundle: &str) -> Result<PathBuf, CollectError> {
        let name = Path::new(bundle).file_name().and_then(|n| n.to_str()).unwrap_or(bundle);
        let name = name.strip_suffix(".age").unwrap_or(name);
        let name = name.strip_suffix(".zip").unwrap_or(name);
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
        if !name.starts_with("scepscope-")
            || name.len() > scepscope_bundle::limits::MAX_NAME_BYTES
            || !name.bytes().all(plain)
        {
            return Err(CollectError::with(ErrorCode::NoMap, bundle));
        }
        Ok(self.folder.join(format!("{name}{SUFFIX}")))
    }
}

fn unusable(error: impl std::fmt::Display) -> CollectError {
    CollectError::with(ErrorCode::MapUnusable, error.to_string())
}

fn not_kept(bundle: &str, error: io::Error) -> CollectError {
    match error.kind() {
        io::ErrorKind::NotFound => CollectError::with(ErrorCode::NoMap, bundle),
        _ => unusable(error),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn at(days: i64) -> OffsetDateTime {
        OffsetDateTime::now_utc() + Duration::days(days)
    }

    fn name(n: usize) -> String {
        format!("scepscope-T-20260311T090000Z-{n:06}")
    }

    #[test]
    fn a_map_is_kept_for_its_owner_alone_and_can_be_forgotten() {
        let home = tempfile::tempdir().unwrap();
        let maps = Pseudonyms::new(home.path().join("data/pseudonyms"));
        assert_eq!(maps.list().unwrap(), []);
        maps.keep(&name(1), at(0), [("user-0a1b2c3d", "岡田 美咲")].into_iter()).unwrap();
        let read = maps.read(&format!("/elsewhere/{}.zip.age", name(1))).unwrap();
        assert_eq!(read.pseudonyms.get("user-0a1b2c3d").map(String::as_str), Some("岡田 美咲"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |p: &Path| fs::metadata(p).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&maps.path(&name(1)).unwrap()), 0o600);
            assert_eq!(mode(&maps.folder), 0o700);
        }
        maps.forget(&name(1)).unwrap();
        assert_eq!(maps.read(&name(1)).unwrap_err().code, ErrorCode::NoMap);
        assert_eq!(maps.forget(&name(1)).unwrap_err().code, ErrorCode::NoMap);
    }

    #[test]
    fn maps_are_bounded_in_number_and_age() {
        let home = tempfile::tempdir().unwrap();
        let maps = Pseudonyms::new(home.path().join("pseudonyms"));
        for n in 0..MAX_MAPS + 5 {
            maps.keep(&name(n), at(0), std::iter::empty()).unwrap();
        }
        let kept = maps.list().unwrap();
        assert_eq!(kept.len(), MAX_MAPS);
        assert_eq!(kept.last().unwrap().bundle, name(MAX_MAPS + 4));
        maps.keep(&name(900), at(MAX_MAP_AGE_DAYS + 1), std::iter::empty()).unwrap();
        assert_eq!(maps.list().unwrap().len(), 1);
        assert_eq!(maps.forget_all().unwrap(), 1);
    }

    #[test]
    fn no_other_file_is_reached() {
        let maps = Pseudonyms::new("/nonexistent");
        for bad in ["../../etc/passwd", "scepscope-../x", "scepscope-a/../../b", "", "scepscope-a\0b", "x"] {
            assert_eq!(maps.read(bad).unwrap_err().code, ErrorCode::NoMap, "{bad}");
        }
    }
}
