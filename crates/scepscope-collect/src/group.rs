//! Many entries that are read as one source: an Apple log archive. Such entries are not unpacked one by one.

use crate::shelf::Source;

/// Most groups in one archive or folder.
pub(crate) const MAX_GROUPS: usize = 16;

/// The root of the group that a path belongs to: the part of the path up to the folder that is read as one, or nothing
/// where the whole container is one. `None` for a file that stands for itself.
pub(crate) fn claims(path: &str) -> Option<&str> {
    let _ = path;
    None
}

/// All entries below one root.
pub(crate) struct Group {
    /// The container that they lie in.
    #[expect(dead_code, reason = "no path is claimed yet")]
    pub(crate) source: Source,
    /// The path of the root in it, without a slash at its end; empty for the container itself.
    pub(crate) root: String,
}

/// Notes a root once.
pub(crate) fn remember(roots: &mut Vec<String>, root: &str) {
    if roots.len() < MAX_GROUPS && !roots.iter().any(|known| known == root) {
        roots.push(root.to_owned());
    }
}
