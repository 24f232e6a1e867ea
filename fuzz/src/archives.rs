//! Archives: any bytes, walked twice under small limits.

use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use scepscope_container::{Archive, Ended, Entries, EntryInfo, Limits, Problem, Visitor};

/// Small, so that a few bytes reach them.
const LIMITS: Limits = Limits {
    entries: 64,
    entry_bytes: 256 << 10,
    total_bytes: 1 << 20,
    name_bytes: 200,
    ratio: 100,
    ratio_free_bytes: 32 << 10,
};

/// What a walk showed: each entry with the number of bytes it gave.
#[derive(Default, PartialEq, Debug)]
struct Seen {
    entries: Vec<(EntryInfo, u64)>,
    problems: usize,
    bytes: u64,
}

impl Visitor for Seen {
    fn entry(&mut self, info: &EntryInfo, content: &mut dyn Read) -> ControlFlow<()> {
        let path = &info.path;
        let parts = || path.split('/');
        assert!(
            !path.is_empty() && parts().all(|p| !matches!(p, "" | "." | "..")),
            "a name leads out: {path:?}"
        );
        assert!(!path.chars().any(|c| c.is_control() || c == '\\'), "a name that does things: {path:?}");
        assert!(path.len() <= LIMITS.name_bytes, "a long name: {path:?}");
        let mut sink = std::io::sink();
        let mut content = content.take(LIMITS.entry_bytes + 1);
        // An error means that the rest is missing; the walk reports it.
        let _ = std::io::copy(&mut content, &mut sink);
        let read = LIMITS.entry_bytes + 1 - content.limit();
        assert!(read <= LIMITS.entry_bytes, "an entry over its limit");
        self.bytes += read;
        self.entries.push((info.clone(), read));
        ControlFlow::Continue(())
    }

    fn problem(&mut self, _: Problem) {
        self.problems += 1;
    }
}

pub(crate) fn container(data: &[u8]) {
    let Ok(Some(mut archive)) = Archive::open(Cursor::new(data.to_vec()), LIMITS) else { return };
    let mut walk = || {
        let mut seen = Seen::default();
        let ended = archive.each(&mut seen);
        assert!(seen.entries.len() as u64 <= LIMITS.entries, "more entries than the limit");
        assert!(seen.bytes <= LIMITS.total_bytes, "more bytes than the limit");
        assert!(ended != Ended::Incomplete || seen.problems > 0, "an end without a reason");
        let mut names: Vec<&str> = seen.entries.iter().map(|(info, _)| info.path.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), seen.entries.len(), "two entries of one name");
        seen
    };
    assert_eq!(walk(), walk(), "a second walk differs");
}
