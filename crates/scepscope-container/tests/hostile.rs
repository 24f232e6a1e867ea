//! Archives made to deceive, to overload or simply broken: what is readable is read, the rest is a problem with its
//! reason, within the limits.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use common::{
    Walked, ZipFile, cabinet, deflated, each, gz, noise, plain_zip, tar, tar_entry, walk, walk_within, zip,
};
use scepscope_container::{
    Archive, Ended, Entries, EntryInfo, Kind, Limits, Problem, Reason, Visitor, limits,
};
use tar::EntryType;

fn one(walked: &Walked, reason: Reason, path: Option<&str>) {
    let found: Vec<(Reason, Option<&str>)> =
        walked.problems.iter().map(|p| (p.reason, p.path.as_deref())).collect();
    assert_eq!(found, [(reason, path)]);
}

fn file(name: &str) -> ZipFile {
    ZipFile::new(name, b"content of a log")
}

#[test]
fn names_that_mean_another_place_are_refused_and_others_made_harmless() {
    let names = [
        "../../etc/passwd",
        "a/../../b.log",
        "..\\..\\win.ini",
        "/etc/c.log",
        "C:\\Users\\d.log",
        "e\u{1b}[2J.log",
    ];
    let expected = ["etc/c.log", "Users/d.log", "e\u{FFFD}[2J.log"];
    let files: Vec<(&str, &[u8])> = names.iter().map(|n| (*n, &b"x"[..])).collect();
    for (bytes, kind) in [
        (plain_zip(&files), Kind::Zip),
        (tar(&files), Kind::Tar),
        (gz(&tar(&files)), Kind::TarGz),
        (cabinet(&files, cab::CompressionType::MsZip), Kind::Cab),
    ] {
        let walked = walk(&bytes, kind);
        assert_eq!(walked.names(), expected, "{kind:?}");
        assert_eq!(walked.reasons(), [Reason::UnsafeName; 3], "{kind:?}");
        assert_eq!(walked.ended, Ended::Complete);
    }
}

#[test]
fn links_and_devices_are_not_followed() {
    let mut bytes = Vec::new();
    for (name, kind) in [
        ("soft", EntryType::Symlink),
        ("hard", EntryType::Link),
        ("tty", EntryType::Char),
        ("disk", EntryType::Block),
        ("pipe", EntryType::Fifo),
        ("folder/", EntryType::Directory),
        ("odd", EntryType::new(b'M')),
    ] {
        tar_entry(name, kind, b"", &mut bytes);
    }
    tar_entry("good.log", EntryType::Regular, b"good", &mut bytes);
    let walked = walk(&bytes, Kind::Tar);
    assert_eq!(walked.names(), ["good.log"]);
    use Reason::{LinkNotFollowed, MethodNotSupported, NotAFile};
    assert_eq!(
        walked.reasons(),
        [LinkNotFollowed, LinkNotFollowed, NotAFile, NotAFile, NotAFile, MethodNotSupported]
    );
    let link = ZipFile { mode: 0o120_777, ..ZipFile::new("soft", b"/etc/passwd") };
    let walked = walk(&zip(&[link, file("good.log")]), Kind::Zip);
    assert_eq!(walked.names(), ["good.log"]);
    one(&walked, LinkNotFollowed, Some("soft"));
}

#[test]
fn of_two_files_with_one_name_the_first_is_read() {
    // In a zip the directory is a map to many readers, and the last wins: here nothing hides.
    let twice: [(&str, &[u8]); 3] = [("a.log", b"first"), ("b.log", b"b"), ("./a.log", b"second")];
    for (bytes, kind) in [(plain_zip(&twice), Kind::Zip), (tar(&twice), Kind::Tar)] {
        let walked = walk(&bytes, kind);
        assert_eq!(walked.names(), ["a.log", "b.log"], "{kind:?}");
        assert_eq!(walked.content("a.log"), b"first");
        one(&walked, Reason::DuplicateName, Some("a.log"));
    }
    let same = plain_zip(&[("a.log", b"first"), ("a.log", b"second")]);
    let walked = walk(&same, Kind::Zip);
    assert_eq!(walked.names(), ["a.log"]);
    assert_eq!(walked.content("a.log"), b"first");
    assert_eq!(walked.reasons(), [Reason::DuplicateName]);
    // Composed and decomposed are one name; upper and lower case are two, as on the device that wrote them.
    let nfc = tar(&[("\u{FC}.log", b"1"), ("u\u{308}.log", b"2"), ("\u{DC}.log", b"3")]);
    let walked = walk(&nfc, Kind::Tar);
    assert_eq!(walked.names(), ["ü.log", "Ü.log"]);
    one(&walked, Reason::DuplicateName, Some("ü.log"));
}

#[test]
fn encrypted_and_unknown_entries_are_named_and_the_others_read() {
    let encrypted = ZipFile { flags: 1, ..file("secret.log") };
    let unknown = ZipFile { method: 99, ..file("odd.log") };
    let walked = walk(&zip(&[encrypted, unknown, file("good.log")]), Kind::Zip);
    assert_eq!(walked.names(), ["good.log"]);
    let found: BTreeSet<(Reason, Option<&str>)> =
        walked.problems.iter().map(|p| (p.reason, p.path.as_deref())).collect();
    let expected = [(Reason::Encrypted, Some("secret.log")), (Reason::MethodNotSupported, Some("odd.log"))];
    assert_eq!(found, expected.into());
    assert_eq!(walked.ended, Ended::Complete);
}

#[test]
fn content_that_does_not_fit_its_checksum_is_a_problem() {
    let wrong = ZipFile { crc: 1, ..file("wrong.log") };
    let walked = walk(&zip(&[wrong, file("good.log")]), Kind::Zip);
    assert_eq!(walked.content("good.log"), b"content of a log");
    one(&walked, Reason::Checksum, Some("wrong.log"));
    let mut damaged = ZipFile::new("damaged.log", &noise(5000));
    damaged.data[2000..2100].fill(0xFF);
    let walked = walk(&zip(&[damaged, file("good.log")]), Kind::Zip);
    assert_eq!(walked.content("good.log"), b"content of a log");
    assert_eq!(walked.problems.len(), 1);
    let mut bytes = cabinet(&[("a.log", &noise(40_000))], cab::CompressionType::MsZip);
    let at = bytes.len() - 500;
    bytes[at] ^= 1;
    let walked = walk(&bytes, Kind::Cab);
    one(&walked, Reason::Checksum, Some("a.log"));
    assert_eq!(walked.content("a.log"), &noise(40_000)[..32_768]);
    let mut bytes = gz(&tar(&[("a.log", b"x")]));
    let at = bytes.len() - 8;
    bytes[at] ^= 1;
    let walked = walk(&bytes, Kind::TarGz);
    assert_eq!((walked.names(), walked.ended), (vec!["a.log"], Ended::Incomplete));
}

#[test]
fn headers_that_contradict_the_directory_are_refused() {
    let other = ZipFile { local_name: Some(b"shown.log".to_vec()), ..file("other.log") };
    let walked = walk(&zip(&[other, file("good.log")]), Kind::Zip);
    assert_eq!(walked.names(), ["good.log"]);
    one(&walked, Reason::HeadersDiffer, Some("other.log"));
}

#[test]
fn overlapping_entries_unpack_once() {
    // One packed file, a hundred names for it: the flat kind of bomb.
    let mut files = vec![ZipFile::new("kernel", &vec![0; 1 << 20])];
    for i in 0..99 {
        files.push(ZipFile { data: Vec::new(), offset: Some(0), ..files[0].clone() });
        files.last_mut().unwrap().name = format!("{i}.log").into_bytes();
    }
    let packed = files[0].data.len() as u32;
    let mut bytes = zip(&files);
    // The names in the directory claim the kernel's data.
    let directory = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let mut at = directory;
    while bytes[at..].starts_with(b"PK\x01\x02") {
        bytes[at + 20..at + 24].copy_from_slice(&packed.to_le_bytes());
        at += 46 + usize::from(bytes[at + 28]);
    }
    let walked = walk(&bytes, Kind::Zip);
    assert!(walked.files.len() <= 1, "{:?}", walked.names());
    assert!(walked.problems.len() >= 99);
    assert!(walked.reasons().iter().all(|r| matches!(r, Reason::Overlapping | Reason::HeadersDiffer)));
}

#[test]
fn bombs_end_at_the_ratio() {
    let zeros = vec![0; 8 << 20];
    // Zeros pack 1 to 1030 or so: the limit of 300 ends them at less than a third.
    let most = 3 << 20;
    let limits = Limits { ratio_free_bytes: 1 << 20, ..Limits::default() };
    let walked = walk_within(&plain_zip(&[("a", b"good"), ("bomb", &zeros)]), Kind::Zip, limits);
    assert_eq!(walked.content("a"), b"good");
    assert!(walked.content("bomb").len() < most);
    assert_eq!(walked.reasons()[0], Reason::RatioTooHigh);
    for (bytes, kind) in
        [(gz(&zeros), Kind::Gzip), (gz(&tar(&[("a", b"good"), ("bomb", &zeros)])), Kind::TarGz)]
    {
        let walked = walk_within(&bytes, kind, limits);
        assert!(walked.files.last().unwrap().1.len() < most);
        assert_eq!(walked.reasons(), [Reason::RatioTooHigh], "{kind:?}");
        assert_eq!(walked.ended, Ended::Incomplete);
    }
    // A cabinet packs into 32 KiB blocks: no more than 1 to 1000 or so, which the whole's ratio stops.
    let walked = walk_within(&cabinet(&[("bomb", &zeros)], cab::CompressionType::MsZip), Kind::Cab, limits);
    assert_eq!(walked.reasons(), [Reason::RatioTooHigh]);
}

#[test]
fn a_bomb_that_nobody_reads_is_not_unpacked_without_end() {
    let zeros = vec![0; 8 << 20];
    let limits = Limits { ratio_free_bytes: 1 << 20, ..Limits::default() };
    let bytes = gz(&tar(&[("bomb", &zeros), ("b.log", b"never reached")]));
    let mut archive = Archive::open(Cursor::new(bytes), limits).unwrap().unwrap();
    struct Blind(Vec<Problem>);
    impl Visitor for Blind {
        fn entry(&mut self, info: &EntryInfo, _: &mut dyn Read) -> ControlFlow<()> {
            assert_eq!(info.path, "bomb");
            ControlFlow::Continue(())
        }
        fn problem(&mut self, problem: Problem) {
            self.0.push(problem);
        }
    }
    let mut blind = Blind(Vec::new());
    assert_eq!(archive.each(&mut blind), Ended::Incomplete);
    assert_eq!(blind.0[0].reason, Reason::RatioTooHigh);
}

#[test]
fn bytes_are_limited_per_entry_and_in_total() {
    let content = noise(1000);
    let files: Vec<(&str, &[u8])> = ["a", "b", "c"].iter().map(|n| (*n, content.as_slice())).collect();
    let per_entry = Limits { entry_bytes: 999, ..Limits::default() };
    let in_total = Limits { total_bytes: 1999, ..Limits::default() };
    for (bytes, kind) in [
        (plain_zip(&files), Kind::Zip),
        (tar(&files), Kind::Tar),
        (cabinet(&files, cab::CompressionType::MsZip), Kind::Cab),
    ] {
        let walked = walk_within(&bytes, kind, per_entry);
        assert_eq!(walked.names(), ["a", "b", "c"], "{kind:?}");
        assert!(walked.files.iter().all(|(_, c)| c == &content[..999]), "{kind:?}");
        assert_eq!(walked.reasons(), [Reason::Limit; 3]);
        assert_eq!(walked.problems[0].detail, "MAX_ENTRY_BYTES 999");
        let walked = walk_within(&bytes, kind, in_total);
        assert_eq!((walked.names(), walked.ended), (vec!["a", "b"], Ended::Incomplete), "{kind:?}");
        assert_eq!(walked.content("b"), &content[..999]);
        assert_eq!(walked.problems[0].detail, "MAX_TOTAL_BYTES 1999");
    }
}

#[test]
fn a_hundred_thousand_entries_are_read_up_to_the_limit() {
    let count = 100_000;
    let mut bytes = Vec::new();
    for i in 0..count {
        tar_entry(&format!("{i}.log"), EntryType::Regular, b"", &mut bytes);
    }
    let walked = walk(&gz(&bytes), Kind::TarGz);
    assert_eq!(walked.files.len() as u64, limits::MAX_ENTRIES);
    one(&walked, Reason::Limit, None);
    assert_eq!(walked.problems[0].detail, format!("MAX_ENTRIES {}", limits::MAX_ENTRIES));
    let stored = ZipFile { method: 0, data: b"x".to_vec(), ..ZipFile::new("", b"x") };
    let names: Vec<String> = (0..60_000).map(|i| format!("{i}.log")).collect();
    let files: Vec<ZipFile> =
        names.iter().map(|n| ZipFile { name: n.clone().into_bytes(), ..stored.clone() }).collect();
    let walked = walk(&zip(&files), Kind::Zip);
    assert_eq!(walked.files.len() as u64, limits::MAX_ENTRIES);
    assert_eq!(walked.problems[0].detail, format!("MAX_ENTRIES {}", limits::MAX_ENTRIES));
}

#[test]
fn names_without_end_are_not_held_in_memory() {
    let mut bytes = Vec::new();
    tar_entry("long", EntryType::GNULongName, &vec![b'x'; 2 << 20], &mut bytes);
    tar_entry("a.log", EntryType::Regular, b"a", &mut bytes);
    tar_entry("long", EntryType::GNULongName, &vec![b'x'; 2000], &mut bytes);
    tar_entry("b.log", EntryType::Regular, b"b", &mut bytes);
    tar_entry("pax", EntryType::XHeader, &vec![b'9'; 2 << 20], &mut bytes);
    tar_entry("c.log", EntryType::Regular, b"c", &mut bytes);
    tar_entry("d.log", EntryType::Regular, b"d", &mut bytes);
    let walked = walk(&bytes, Kind::Tar);
    assert_eq!(walked.names(), ["d.log"]);
    assert_eq!(walked.reasons(), [Reason::NameTooLong; 3]);
}

/// Everything that a cut archive gives is what the whole one gives, and something says that it is cut.
fn cut(bytes: &[u8], kind: Kind, step: usize) {
    let whole = walk(bytes, kind);
    let mut most = 0;
    for end in (512.min(bytes.len() / 2)..bytes.len()).step_by(step) {
        let Some(mut archive) = Archive::open(Cursor::new(&bytes[..end]), Limits::default()).unwrap() else {
            continue;
        };
        let walked = each(&mut archive);
        for (i, (name, content)) in walked.files.iter().enumerate() {
            assert_eq!(*name, whole.files[i].0, "{kind:?} cut at {end}");
            assert!(whole.files[i].1.starts_with(content), "{kind:?} cut at {end}");
        }
        // What comes behind the last entry may be missing without harm in a tar.
        let complete = walked.files == whole.files;
        assert!(complete || !walked.problems.is_empty(), "{kind:?} cut at {end} says nothing");
        most = most.max(walked.files.len());
    }
    assert_eq!(most, whole.files.len(), "{kind:?}: what lies before the cut is not read");
}

#[test]
fn of_a_cut_archive_all_is_read_that_lies_before_the_cut() {
    let content = noise(3000);
    let files: Vec<(&str, &[u8])> =
        ["a.log", "b.log", "c.log"].iter().map(|n| (*n, content.as_slice())).collect();
    cut(&plain_zip(&files), Kind::Zip, 7);
    let later: Vec<ZipFile> =
        files.iter().map(|(n, c)| ZipFile { descriptor: true, ..ZipFile::new(n, c) }).collect();
    cut(&zip(&later), Kind::Zip, 7);
    cut(&tar(&files), Kind::Tar, 7);
    cut(&gz(&tar(&files)), Kind::TarGz, 7);
    cut(&gz(&content), Kind::Gzip, 7);
    cut(&cabinet(&files, cab::CompressionType::MsZip), Kind::Cab, 7);
    cut(&cabinet(&files, cab::CompressionType::None), Kind::Cab, 7);
}

#[test]
fn a_cabinet_whose_tables_lie_is_read_as_far_as_it_goes() {
    let sound = cabinet(&[("a.log", b"first content"), ("b.log", b"second")], cab::CompressionType::MsZip);
    // Header 36, folder 8, then the files: size 4, offset 4, folder 2.
    let file = 44;
    for (at, value, reason) in [
        (file, u32::MAX, Reason::Truncated),
        (file + 4, 0x7FFF_FFFF, Reason::Truncated),
        (file + 22, u32::MAX, Reason::Truncated),
    ] {
        let mut bytes = sound.clone();
        bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        let walked = walk(&bytes, Kind::Cab);
        assert!(walked.reasons().contains(&reason), "{at}: {:?}", walked.problems);
    }
    let mut bytes = sound.clone();
    bytes[file + 8..file + 10].copy_from_slice(&7u16.to_le_bytes());
    let walked = walk(&bytes, Kind::Cab);
    assert_eq!(walked.content("b.log"), b"second");
    one(&walked, Reason::Damaged, Some("a.log"));
    bytes[file + 8..file + 10].copy_from_slice(&0xFFFDu16.to_le_bytes());
    one(&walk(&bytes, Kind::Cab), Reason::SeveralVolumes, Some("a.log"));
    let mut bytes = sound;
    // The folder's method: Quantum.
    bytes[42] = 2;
    assert_eq!(walk(&bytes, Kind::Cab).reasons(), [Reason::MethodNotSupported; 2]);
}

#[test]
fn data_around_a_zip_do_not_hide_it() {
    let mut bytes = plain_zip(&[("a.log", b"x")]);
    bytes.extend([b'-'; 300]);
    let walked = walk(&bytes, Kind::Zip);
    assert_eq!(walked.names(), ["a.log"]);
    // A deflate stream that ends early, with a size that says otherwise.
    let short = ZipFile { data: deflated(b"short"), size: 500, ..ZipFile::new("short.log", b"short") };
    let walked = walk(&zip(&[short, file("good.log")]), Kind::Zip);
    assert_eq!(walked.content("good.log"), b"content of a log");
}
