//! Finding what lies below the inputs: files, folders, what is in archives.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use scepscope_bundle::Cancel;
use scepscope_container::{HEAD_BYTES, detect};
use scepscope_parse::Prefilter;

use crate::artifact::{Artifact, Content, Unreadable, shown};
use crate::bundle::{self, SEALED};
use crate::expand::{Expander, Place};
use crate::group::{self, Group, MAX_GROUPS};
use crate::shelf::{Shared, Source};
use crate::spool::{MAX_SPOOL_BYTES, Spool};
use crate::whole::Teller;
use crate::{CollectError, Input};

/// Most files that one run looks at, those in archives included.
pub const MAX_FILES: usize = 10_000;

/// Deepest folder below an input that is looked into.
pub const MAX_DEPTH: usize = 16;

/// What was found below the inputs.
pub(crate) struct Found<'a> {
    pub(crate) artifacts: Vec<Artifact>,
    full: bool,
    note: &'a mut dyn FnMut(Unreadable),
}

impl Found<'_> {
    pub(crate) fn push(&mut self, artifact: Artifact) {
        if self.artifacts.len() < MAX_FILES {
            self.artifacts.push(artifact);
        } else if !std::mem::replace(&mut self.full, true) {
            self.note(Unreadable::limit(artifact.origin, "MAX_FILES", MAX_FILES as u64));
        }
    }

    pub(crate) fn note(&mut self, unreadable: Unreadable) {
        (self.note)(unreadable);
    }

    /// Whether nothing more is taken.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }
}

/// Everything below the inputs, folders in the order of their names. Links inside folders are not followed. Logs in
/// archives are kept aside, so that they can be read again; whatever else is in an archive is left there.
///
/// What is in groups is read on the way as far as `prefilter` wants it, the one that they will be read with. `teller` hears how
/// far each archive is unpacked.
///
/// # Errors
/// A bundle among the inputs that is not what was signed. Then nothing is read at all.
pub(crate) fn gather(
    inputs: Vec<Input>,
    cancel: &Cancel,
    prefilter: &dyn Prefilter,
    teller: Teller<'_>,
    note: &mut dyn FnMut(Unreadable),
) -> Result<Vec<Artifact>, CollectError> {
    let found = Found { artifacts: Vec::new(), full: false, note };
    let expander = Expander::new(Spool::new(MAX_SPOOL_BYTES), cancel, prefilter, teller);
    let mut walk = Walk { found, expander, more_groups: false, refused: None };
    for input in inputs {
        match input {
            Input::Document { name, content } => walk.document(name, Shared::new(content)),
            Input::Part { name, content, kind: None } => walk.document(name, Shared::new(content)),
            Input::Part { name, content, kind } => {
                let content = Content::Document(Shared::new(content));
                walk.found.push(Artifact { origin: name, named: true, kind, content });
            }
            Input::Missing { name, reason, detail } => {
                walk.found.note(Unreadable { origin: name, reason, detail });
            }
            Input::Path(path) => match std::fs::metadata(&path) {
                Err(error) => walk.found.note(Unreadable::io(shown(&path), &error)),
                Ok(metadata) if metadata.is_dir() => walk.top_folder(&path),
                Ok(metadata) if metadata.is_file() => walk.file(path, true),
                Ok(_) => walk.found.note(Unreadable::new(shown(&path), "not_a_file")),
            },
        }
    }
    match walk.refused {
        Some(error) => Err(error),
        None => Ok(walk.found.artifacts),
    }
}

struct Walk<'a> {
    found: Found<'a>,
    expander: Expander<'a>,
    /// Whether a folder has more log archives than are read.
    more_groups: bool,
    /// Why a bundle is not read.
    refused: Option<CollectError>,
}

impl Walk<'_> {
    fn document(&mut self, name: String, mut content: Shared) {
        // One that can't be read says so when it is opened as a log.
        match look(&mut content).unwrap_or(Looks::Other) {
            Looks::Archive => self.archive(name, Source::Shared(content)),
            Looks::Sealed => self.found.note(Unreadable::new(name, "encrypted")),
            Looks::Other => {
                let content = Content::Document(content);
                self.found.push(Artifact { origin: name, named: true, kind: None, content });
            }
        }
    }

    fn file(&mut self, path: PathBuf, named: bool) {
        let looks = if self.found.is_full() {
            Ok(Looks::Other)
        } else {
            File::open(&path).and_then(|mut f| look(&mut f))
        };
        match looks.unwrap_or(Looks::Other) {
            Looks::Archive => self.archive(shown(&path), Source::File(path)),
            Looks::Sealed => self.found.note(Unreadable::new(shown(&path), "encrypted")),
            Looks::Other => self.found.push(Artifact::file(path, named)),
        }
    }

    fn archive(&mut self, origin: String, source: Source) {
        if !bundle::is_bundle(&source, self.expander.cancel()) {
            return self.expander.expand(Place::top(origin, source), &mut self.found);
        }
        match bundle::verified(&origin, &source) {
            Ok(mut bundle) => {
                let created = bundle::created(&mut bundle);
                for path in bundle::evidence(&mut bundle) {
                    let inside = format!("{origin}!{path}");
                    match bundle::read(&mut bundle, &path) {
                        Ok(mut file) => self.expander.evidence(inside, created, &mut file, &mut self.found),
                        Err(error) => self.found.note(Unreadable::io(inside, &error)),
                    }
                }
            }
            Err(error) => self.refused = self.refused.take().or(Some(error)),
        }
    }

    fn top_folder(&mut self, folder: &Path) {
        let mut roots = Vec::new();
        self.folder(folder, "", 1, &mut roots);
        if std::mem::take(&mut self.more_groups) {
            self.found.note(Unreadable::limit(shown(folder), "MAX_GROUPS", MAX_GROUPS as u64));
        }
        for root in roots {
            let source = Source::Folder(folder.to_owned());
            let origin = if root.is_empty() { shown(folder) } else { shown(&folder.join(&root)) };
            self.found.push(Artifact {
                origin,
                named: true,
                kind: None,
                content: Content::Group(Group::new(source, root, None)),
            });
        }
    }

    /// `below` is what stands before this folder's names in paths from the input on: empty, or ending in `/`.
    fn folder(&mut self, folder: &Path, below: &str, depth: usize, roots: &mut Vec<String>) {
        if depth > MAX_DEPTH {
            return self.found.note(Unreadable::limit(shown(folder), "MAX_DEPTH", MAX_DEPTH as u64));
        }
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.found.note(Unreadable::io(shown(folder), &error)),
        };
        let mut paths = Vec::new();
        for entry in entries {
            match entry {
                Ok(entry) => paths.push(entry.path()),
                Err(error) => self.found.note(Unreadable::io(shown(folder), &error)),
            }
            if paths.len() > MAX_FILES {
                self.found.note(Unreadable::limit(shown(folder), "MAX_FILES", MAX_FILES as u64));
                break;
            }
        }
        paths.sort();
        for path in paths {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let inside = format!("{below}{name}");
            match std::fs::symlink_metadata(&path) {
                Err(error) => self.found.note(Unreadable::io(shown(&path), &error)),
                Ok(metadata) if metadata.is_dir() => {
                    self.folder(&path, &format!("{inside}/"), depth + 1, roots)
                }
                Ok(metadata) if metadata.is_file() => match group::claims(&inside) {
                    Some(root) => self.more_groups |= !group::remember(roots, root),
                    None => self.file(path, false),
                },
                Ok(metadata) if metadata.is_symlink() => {
                    self.found.note(Unreadable::new(shown(&path), "link_not_followed"));
                }
                Ok(_) => self.found.note(Unreadable::new(shown(&path), "not_a_file")),
            }
        }
    }
}

/// What a file looks like from its first bytes.
enum Looks {
    Archive,
    /// A bundle that is encrypted.
    Sealed,
    Other,
}

fn look(content: &mut (impl Read + Seek)) -> io::Result<Looks> {
    content.rewind()?;
    let mut head = Vec::with_capacity(HEAD_BYTES);
    content.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    Ok(match detect(&head) {
        Some(_) => Looks::Archive,
        None if head.starts_with(SEALED) => Looks::Sealed,
        None => Looks::Other,
    })
}
