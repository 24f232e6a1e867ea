//! A policy in a file counts only where nobody but root can have written it.

use std::fmt;

/// What matters of a file's or folder's metadata.
pub trait FileFacts {
    /// The number of its owner.
    fn owner(&self) -> u32;
    /// Its permission bits.
    fn mode(&self) -> u32;
    /// Whether it is a symbolic link.
    fn is_link(&self) -> bool;
    /// Whether it is a regular file.
    fn is_file(&self) -> bool;
    /// Whether it is a folder.
    fn is_folder(&self) -> bool;
}

/// Why a policy file does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFault {
    /// A link stands in its place.
    Link,
    /// Not a regular file (or, for its folder, not a folder).
    Kind,
    /// Somebody else than root owns it.
    Owner(u32),
    /// Its group or everybody may write it.
    Writable(u32),
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileFault::Link => f.write_str("a link; the file itself has to be there"),
            FileFault::Kind => f.write_str("not a regular file"),
            FileFault::Owner(owner) => write!(f, "belongs to user {owner}, not to root"),
            FileFault::Writable(mode) => {
                write!(f, "others than root may write it (mode {:o}); chmod go-w", mode & 0o7777)
            }
        }
    }
}

/// Checks a file and the folder that it is in: root's, no link, writable by nobody else.
///
/// # Errors
/// [`FileFault`], the first that applies.
pub fn check_facts(file: &dyn FileFacts, folder: &dyn FileFacts) -> Result<(), FileFault> {
    for (facts, kind) in [(folder, folder.is_folder()), (file, file.is_file())] {
        if facts.is_link() {
            return Err(FileFault::Link);
        }
        if !kind {
            return Err(FileFault::Kind);
        }
        if facts.owner() != 0 {
            return Err(FileFault::Owner(facts.owner()));
        }
        if facts.mode() & 0o022 != 0 {
            return Err(FileFault::Writable(facts.mode()));
        }
    }
    Ok(())
}
