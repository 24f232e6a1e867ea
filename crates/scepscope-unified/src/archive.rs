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

fn hex(digits: &str) -> Option<Uuid> {
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| Uuid::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

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
