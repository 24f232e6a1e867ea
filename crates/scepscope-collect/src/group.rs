//! Many entries that are read as one source: an Apple log archive. Such entries are not unpacked one by one.

use std::io::Read;
use std::ops::ControlFlow;

use scepscope_bundle::Cancel;
use scepscope_container::{Entries, EntryInfo, Limits};
use scepscope_parse::{ParseError, Prefilter, Sink, SourceSummary};
use scepscope_unified::{Archive, Reader};

use crate::artifact::{Artifact, Content};
use crate::meter::{Meter, Paced, Progress, Telling};
use crate::shelf::{Consumed, Source};

/// Most groups in one archive or folder.
pub(crate) const MAX_GROUPS: usize = 16;

/// The root of the group that a path belongs to: the part of the path up to the folder that is read as one, or nothing
/// where the whole container is one. `None` for a file that stands for itself.
pub(crate) fn claims(path: &str) -> Option<&str> {
    scepscope_unified::root_of(path)
}

/// All entries below one root.
pub(crate) struct Group {
    /// The container that they lie in.
    pub(crate) source: Source,
    /// The path of the root in it, without a slash at its end; empty for the container itself.
    pub(crate) root: String,
    /// What was taken while somebody walked the container for other files: spares a pass.
    begun: Option<Box<Reader>>,
}

impl Group {
    pub(crate) fn new(source: Source, root: String, begun: Option<Box<Reader>>) -> Group {
        Group { source, root, begun }
    }
}

/// Notes a root once; false where it is one too many.
pub(crate) fn remember(roots: &mut Vec<String>, root: &str) -> bool {
    if roots.iter().any(|known| known == root) {
        return true;
    }
    let room = roots.len() < MAX_GROUPS;
    if room {
        roots.push(root.to_owned());
    }
    room
}

/// The groups of one container while it is walked.
#[derive(Default)]
pub(crate) struct Begun {
    groups: Vec<(String, Reader)>,
    /// Whether there were more than [`MAX_GROUPS`].
    pub(crate) full: bool,
}

impl Begun {
    /// Takes an entry of the group with this root.
    pub(crate) fn offer(
        &mut self,
        root: &str,
        info: &EntryInfo,
        content: &mut dyn Read,
        prefilter: &dyn Prefilter,
    ) {
        let at = match self.groups.iter().position(|(known, _)| known == root) {
            Some(at) => at,
            None if self.groups.len() == MAX_GROUPS => {
                self.full = true;
                return;
            }
            None => {
                self.groups.push((root.to_owned(), Reader::new()));
                self.groups.len() - 1
            }
        };
        if let Some(path) = inside(&info.path, root) {
            self.groups[at].1.offer(path, content, prefilter);
        }
    }

    /// The groups, with the container that they lie in.
    pub(crate) fn groups(self, source: &Source) -> impl Iterator<Item = Group> {
        self.groups.into_iter().map(|(root, begun)| Group::new(source.clone(), root, Some(Box::new(begun))))
    }
}

/// Reads a log archive, or a tracev3 file that stands alone. Tells how much was read of the file that it lies in: of an archive
/// as far as the longest of several passes came, of a folder nothing.
pub(crate) fn read(
    artifact: &mut Artifact,
    progress: &Progress<'_>,
    cancel: &Cancel,
    prefilter: &dyn Prefilter,
    sink: &mut dyn Sink,
) -> Result<SourceSummary, ParseError> {
    let begun = match &mut artifact.content {
        Content::Group(group) => group.begun.take(),
        _ => None,
    };
    if let Content::Group(Group { source, root, .. }) = &artifact.content {
        let consumed = Consumed::default();
        let opened = source.open_counted(Limits::default(), cancel, &consumed)?;
        let entries = opened.ok_or_else(|| ParseError::NotOfKind {
            expected: "archive",
            detail: "it is none any more".to_owned(),
        })?;
        let mut below = Below { entries, root, cancel, consumed, paced: Paced::new(progress) };
        return match begun {
            Some(reader) => reader.finish(&mut below, prefilter, sink),
            None => scepscope_unified::read(&mut below, prefilter, sink),
        };
    }
    scepscope_unified::read(&mut Alone { artifact, progress, cancel }, prefilter, sink)
}

/// Taken for the size of a log archive that is a folder: larger than any cap, and small enough to be summed.
pub(crate) const UNKNOWN_BYTES: u64 = 1 << 50;

/// Size of the archive that holds a log archive; `None` for a folder.
pub(crate) fn bytes(artifact: &Artifact) -> Option<u64> {
    match &artifact.content {
        Content::Group(group) => group.source.open_whole().ok().map(|(_, bytes)| bytes),
        _ => None,
    }
}

/// The path of an entry below a root.
fn inside<'p>(path: &'p str, root: &str) -> Option<&'p str> {
    if root.is_empty() { Some(path) } else { path.strip_prefix(root)?.strip_prefix('/') }
}

/// The entries of a container below a root.
struct Below<'a> {
    entries: Box<dyn Entries>,
    root: &'a str,
    cancel: &'a Cancel,
    consumed: Consumed,
    paced: Paced<'a>,
}

impl Archive for Below<'_> {
    fn walk(&mut self, visit: &mut dyn FnMut(&str, &mut dyn Read) -> ControlFlow<()>) {
        let (root, cancel) = (self.root, self.cancel);
        let before = self.consumed.bytes();
        let (consumed, paced) = (&self.consumed, &mut self.paced);
        let mut tell = |_| paced.at(consumed.bytes() - before);
        // What is damaged in the container was reported when it was looked through.
        let _ = self.entries.each(&mut |info: &EntryInfo, content: &mut dyn Read| {
            if cancel.is_cancelled() {
                return ControlFlow::Break(());
            }
            // What is passed over is read, too, where the archive is compressed as a whole.
            tell(0);
            match inside(&info.path, root).filter(|_| claims(&info.path) == Some(root)) {
                Some(path) => visit(path, &mut Telling { inner: content, tell: &mut tell }),
                None => ControlFlow::Continue(()),
            }
        });
    }
}

/// One tracev3 file.
struct Alone<'a> {
    artifact: &'a Artifact,
    progress: &'a Progress<'a>,
    cancel: &'a Cancel,
}

impl Archive for Alone<'_> {
    fn walk(&mut self, visit: &mut dyn FnMut(&str, &mut dyn Read) -> ControlFlow<()>) {
        // A file that can't be opened again is one without chunks; the first reading saw it.
        if let Ok((opened, bytes)) = self.artifact.open() {
            let name = format!("{}.tracev3", self.artifact.file_name().trim_end_matches(".tracev3"));
            let _ = visit(&name, &mut Meter::new(opened, bytes, self.progress, self.cancel));
        }
    }
}
