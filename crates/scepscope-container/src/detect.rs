//! What kind of container some bytes are, from the bytes alone.

/// What [`detect`] looks at.
pub const HEAD_BYTES: usize = 512;

/// Kinds of containers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A zip file.
    Zip,
    /// A tar file.
    Tar,
    /// A tar file inside gzip.
    TarGz,
    /// One file inside gzip.
    Gzip,
    /// A Windows cabinet.
    Cab,
    /// A folder of the file system.
    Folder,
}

impl Kind {
    /// The stable identifier.
    pub const fn id(self) -> &'static str {
        match self {
            Kind::Zip => "zip",
            Kind::Tar => "tar",
            Kind::TarGz => "tar_gz",
            Kind::Gzip => "gzip",
            Kind::Cab => "cab",
            Kind::Folder => "folder",
        }
    }
}

/// The kind by the first [`HEAD_BYTES`] bytes. A tar.gz is [`Kind::Gzip`] here: only
/// [`crate::Archive::open`] looks inside.
pub fn detect(head: &[u8]) -> Option<Kind> {
    match head {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Kind::Zip),
        // The mark of a zip that was once made in several volumes and fitted into one.
        [b'P', b'K', b'0', b'0', b'P', b'K', 3, 4, ..] | [b'P', b'K', 7, 8, b'P', b'K', 3, 4, ..] => {
            Some(Kind::Zip)
        }
        [0x1F, 0x8B, 8, ..] => Some(Kind::Gzip),
        [b'M', b'S', b'C', b'F', 0, 0, 0, 0, ..] => Some(Kind::Cab),
        _ if is_tar_header(head) => Some(Kind::Tar),
        _ => None,
    }
}

/// Whether these bytes begin with a tar header: its checksum fits. (POSIX.1-1988, ustar; older ones have no magic.)
pub(crate) fn is_tar_header(head: &[u8]) -> bool {
    let Some(header) = head.get(..512) else { return false };
    if header[0] == 0 {
        return false;
    }
    let field = &header[148..156];
    let digits: Vec<u8> =
        field.iter().copied().skip_while(|b| *b == b' ').take_while(u8::is_ascii_digit).collect();
    let stated = std::str::from_utf8(&digits).ok().and_then(|d| u32::from_str_radix(d, 8).ok());
    let sum: u32 = header
        .iter()
        .enumerate()
        .map(|(i, b)| if (148..156).contains(&i) { 32 } else { u32::from(*b) })
        .sum();
    stated == Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_logs_are_no_containers() {
        for head in [&b""[..], b"PK", b"ElfFile\0", b"2026-03-02T10:00:00 INFO", &[b' '; 512], &[0; 512]] {
            assert_eq!(detect(head), None);
        }
    }

    #[test]
    fn magic_numbers_are_known() {
        assert_eq!(detect(b"PK\x03\x04rest"), Some(Kind::Zip));
        assert_eq!(detect(b"PK\x05\x06rest"), Some(Kind::Zip));
        assert_eq!(detect(b"\x1F\x8B\x08\0"), Some(Kind::Gzip));
        assert_eq!(detect(b"MSCF\0\0\0\0"), Some(Kind::Cab));
    }
}
