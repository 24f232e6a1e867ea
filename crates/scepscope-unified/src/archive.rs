//! What the reader asks of an archive, and which of its files are of use.

use std::io::Read;
use std::ops::ControlFlow;

use crate::bytes::Uuid;

/// The files of one log archive, wherever they lie: a folder, a zip, a compressed tar.
pub trait Archive {
    /// Calls `visit` once for each file with its path inside the archive (`Persist/0000000000000001.tracev3`) and its
    /// content. What `visit` leaves of the content is passed over; after `Break` no other file follows.
    ///
    /// Called up to [`MAX_PASSES`](crate::limits::MAX_PASSES) times; gives the same files in the same order each
    /// time. What can't be read is left out and reported by whoever made the archive.
    fn walk(&mut self, visit: &mut dyn FnMut(&str, &mut dyn Read) -> ControlFlow<()>);
}

/// What a file of an archive is, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum File {
    Trace,
    Timesync,
    /// Strings of one image.
    Image(Uuid),
    /// Strings of a shared cache.
    Shared(Uuid),
}

impl File {
    pub(crate) fn of(path: &str) -> Option<File> {
        if path.ends_with(".tracev3") {
            return Some(File::Trace);
        }
        if path.ends_with(".timesync") {
            return Some(File::Timesync);
        }
        let (folder, name) = path.rsplit_once('/')?;
        let folder = folder.rsplit('/').next().unwrap_or(folder);
        match (folder.len(), name.len()) {
            (3, 32) if folder.eq_ignore_ascii_case("dsc") => hex(name).map(File::Shared),
            (2, 30) => hex(&format!("{folder}{name}")).map(File::Image),
            _ => None,
        }
    }
}

/// Folders of tracev3 files.
const STORES: [&str; 4] = ["Persist", "Special", "HighVolume", "Signpost"];

/// The root of the log archive that a file belongs to, by its path: the folder named `….logarchive`, or the one above
/// the folders that such archives have. Empty where that is the top; `None` for a file that is no part of one.
pub fn root_of(path: &str) -> Option<&str> {
    const EXTENSION: &str = ".logarchive";
    let mut end = 0;
    for folder in path.split('/') {
        end += folder.len();
        let tail = folder.len().checked_sub(EXTENSION.len()).and_then(|at| folder.get(at..));
        if end < path.len() && tail.is_some_and(|tail| tail.eq_ignore_ascii_case(EXTENSION)) {
            return path.get(..end);
        }
        end += 1;
    }
    let above = |path| str::rsplit_once(path, '/').map_or("", |(above, _)| above);
    let folder = above(path);
    let name = folder.rsplit('/').next().unwrap_or(folder);
    Some(match File::of(path)? {
        File::Trace if !STORES.contains(&name) => folder,
        File::Timesync if name != "timesync" => folder,
        _ => above(folder),
    })
}

/// Whether bytes begin as a tracev3 file does.
pub fn is_tracev3(head: &[u8]) -> bool {
    // Tag, version, and a size that the header of every system version has: some two hundred bytes.
    let known = head.starts_with(&[0, 0x10, 0, 0, 0x11, 0, 0, 0]);
    known && crate::bytes::u64_at(head, 8).is_some_and(|size| (64..4096).contains(&size))
}

fn hex(digits: &str) -> Option<Uuid> {
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| Uuid::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_root() {
        for (path, root) in [
            ("x/system_logs.logarchive/Persist/1.tracev3", Some("x/system_logs.logarchive")),
            ("a.LOGARCHIVE/Info.plist", Some("a.LOGARCHIVE")),
            ("Persist/1.tracev3", Some("")),
            ("logs/Special/1.tracev3", Some("logs")),
            ("logs/logdata.LiveData.tracev3", Some("logs")),
            ("x.tracev3", Some("")),
            ("l/timesync/1.timesync", Some("l")),
            ("l/20/D937341A363B6DAFA823651F94C06F", Some("l")),
            ("dsc/8B18771BBBFD3ADA998AEB905B692B0F", Some("")),
            ("x/system_logs.logarchive", None),
            ("logs/profile.stub", None),
            ("日本/x", None),
        ] {
            assert_eq!(root_of(path), root, "{path}");
        }
    }

    #[test]
    fn tells_files_by_their_place() {
        assert_eq!(File::of("logdata.LiveData.tracev3"), Some(File::Trace));
        assert_eq!(File::of("timesync/0000000000000001.timesync"), Some(File::Timesync));
        assert_eq!(
            File::of("20/D937341A363B6DAFA823651F94C06F"),
            Some(File::Image(0x20D9_3734_1A36_3B6D_AFA8_2365_1F94_C06F))
        );
        assert_eq!(
            File::of("dsc/8B18771BBBFD3ADA998AEB905B692B0F"),
            Some(File::Shared(0x8B18_771B_BBFD_3ADA_998A_EB90_5B69_2B0F))
        );
        for other in [
            "Info.plist",
            "Extra/logdata.statistics.0.txt",
            "20/short",
            "dsc/x",
            "zz/D937341A363B6DAFA823651F94C06F",
        ] {
            assert_eq!(File::of(other), None, "{other}");
        }
    }
}
