//! A folder of the file system, walked like an archive.

use std::fs;
use std::path::{Path, PathBuf};

use time::OffsetDateTime;

use crate::fault::Fault;
use crate::limits::MAX_FOLDER_DEPTH;
use crate::pass::{File, Pass};
use crate::{Ended, Entries, Kind, Limits, Reason, Visitor};

/// A folder whose files can be walked again and again. Links are not followed.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    limits: Limits,
}

impl Folder {
    /// The folder at `path`. Whether it is there shows when it is walked.
    pub fn new(path: PathBuf, limits: Limits) -> Folder {
        Folder { path, limits }
    }
}

impl Entries for Folder {
    fn kind(&self) -> Kind {
        Kind::Folder
    }

    fn each(&mut self, visitor: &mut dyn Visitor) -> Ended {
        let mut pass = Pass::new(visitor, self.limits, None);
        match walk(&self.path, "", 1, &mut pass) {
            Ok(()) => Ended::Complete,
            Err(ended) => ended,
        }
    }
}

/// `below` is what stands before the names of this folder: empty, or ending in `/`.
fn walk(folder: &Path, below: &str, depth: usize, pass: &mut Pass<'_>) -> Result<(), Ended> {
    if depth > MAX_FOLDER_DEPTH {
        pass.problem(Fault::limit("MAX_FOLDER_DEPTH", MAX_FOLDER_DEPTH as u64), Some(below.to_owned()));
        return Ok(());
    }
    let mut entries = Vec::new();
    let listed = fs::read_dir(folder).and_then(|read| {
        for entry in read {
            let entry = entry?;
            if entries.len() as u64 > pass.limits().entries {
                break;
            }
            entries.push((entry.file_name(), entry.file_type()?));
        }
        Ok(())
    });
    if let Err(error) = listed {
        pass.problem(Fault::of(&error), Some(below.to_owned()));
    }
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    for (name, kind) in entries {
        let index = pass.next_index()?;
        let raw = format!("{below}{}", name.to_string_lossy());
        let path = folder.join(&name);
        if kind.is_dir() {
            walk(&path, &format!("{raw}/"), depth + 1, pass)?;
        } else if kind.is_symlink() {
            pass.refuse(Reason::LinkNotFollowed, &raw);
        } else if kind.is_file() {
            let Some(shown) = pass.path(&raw) else { continue };
            let opened = fs::File::open(&path).and_then(|file| Ok((file.metadata()?, file)));
            match opened {
                Ok((metadata, mut file)) => {
                    let file_info = File {
                        index,
                        path: shown,
                        size: Some(metadata.len()),
                        modified: metadata
                            .modified()
                            .ok()
                            .map(|at| OffsetDateTime::from(at).unix_timestamp()),
                        ..File::default()
                    };
                    pass.offer(file_info, &mut file)?;
                }
                Err(error) => pass.problem(Fault::of(&error), Some(shown)),
            }
        } else {
            pass.refuse(Reason::NotAFile, &raw);
        }
    }
    Ok(())
}
