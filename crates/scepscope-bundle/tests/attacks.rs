//! One attack, one refusal. The zip files are built here, by code that shares nothing with the product's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // tests stop on a broken assumption

mod common;

use common::*;
use scepscope_bundle::*;

fn at_root(path: &str) -> String {
    format!("{ROOT}/{path}")
}

fn plain(path: &str) -> Raw {
    Raw::new(at_root(path), b"content")
}

#[track_caller]
fn refusal(bytes: &[u8]) -> Refusal {
    open(bytes).expect_err("should be refused")
}

/// The field that the refusal names, and how it is changed.
type Change<T> = (&'static str, fn(&mut T));

macro_rules! refused {
    ($bytes:expr, $pattern:pat $(if $guard:expr)?) => {{
        let refusal = refusal(&$bytes);
        assert!(matches!(refusal, $pattern $(if $guard)?), "{refusal:?}");
    }};
}

#[track_caller]
fn name_fault(name: &str, expected: PathFault) {
    match refusal(&zip(&[plain("data/a"), Raw::new(name, b"x")])) {
        Refusal::Name { entry, fault } => assert_eq!((entry.as_str(), fault), (name, expected)),
        other => panic!("{name:?}: {other:?}"),
    }
}

#[test]
fn the_builder_builds_what_is_accepted() {
    assert_eq!(open(&zip(&[plain("data/a"), plain("data/b/c")])).unwrap().entries(), 2);
}

#[test]
fn duplicate_names() {
    use DuplicateHow::*;
    for (second, expected) in [
        ("data/a", Exact),
        ("data/A", CaseFold),
        ("DATA/b", CaseFold),
        ("data/a/b", FileAndFolder),
        ("data", FileAndFolder),
    ] {
        refused!(zip(&[plain("data/a"), plain(second)]), Refusal::DuplicateName { how, .. } if how == expected);
        refused!(zip(&[plain(second), plain("data/a")]), Refusal::DuplicateName { how, .. } if how == expected);
    }
}

/// é as one and as two characters: neither is a name for a bag, so the two never meet.
#[test]
fn names_that_unicode_normalisation_makes_one() {
    name_fault(&at_root("data/\u{e9}"), PathFault::NotAscii);
    name_fault(&at_root("data/e\u{301}"), PathFault::NotAscii);
    name_fault(&at_root("data/\u{202e}gol.exe"), PathFault::NotAscii);
}

#[test]
fn names_that_lead_elsewhere() {
    use PathFault::*;
    for (path, fault) in [
        ("/etc/passwd", Absolute),
        ("//server/share", Absolute),
        ("../x", DotDot),
        (&at_root("../x"), DotDot),
        (&at_root("data/../../x"), DotDot),
        (&at_root("data/./x"), DotDot),
        (&at_root("data/.."), DotDot),
        (&at_root("/x"), Absolute),
        (&at_root("data//x"), Empty),
        (&at_root(""), Empty),
        ("", Empty),
        ("C:/x", Colon),
        (&at_root("C:x"), Colon),
        (&at_root("data/x:stream"), Colon),
        (&at_root("data\\x"), Backslash),
        ("\\\\?\\C", Backslash),
        (&at_root("data/x\n"), Control),
        (&at_root("data/\u{1b}[2J"), Control),
        (&at_root("data/\0"), Control),
        (&at_root("data/\u{85}"), Control),
        (&at_root("data/x."), TrailingDotOrSpace),
        (&at_root("data/x "), TrailingDotOrSpace),
        (&at_root("data/ x"), TrailingDotOrSpace),
        (&at_root("data./x"), TrailingDotOrSpace),
        (&at_root("data/..."), TrailingDotOrSpace),
        (&at_root("data/NUL"), ReservedName),
        (&at_root("data/con.txt"), ReservedName),
        (&at_root("data/CoM1/x"), ReservedName),
        (&at_root("data/lpt9 .log"), ReservedName),
        (&at_root("data/a*b"), Character),
        (&at_root("data/a%0Ab"), Character),
        (&at_root("data/a\"b"), Character),
        (&at_root("data/x/"), Folder),
        (&at_root(&"d/".repeat(12)), Folder),
        (&at_root(&format!("{}x", "d/".repeat(12))), TooDeep),
        (&at_root(&"x".repeat(241)), TooLong),
    ] {
        name_fault(path, fault);
    }
}

#[test]
fn names_that_are_not_utf8() {
    refused!(zip(&[plain("data/a"), Raw::new(b"\xff", b"x")]), Refusal::NameNotUtf8 { index: 1 });
}

#[test]
fn more_than_one_root_folder() {
    let other = ROOT.replace("ab12", "ab13");
    refused!(zip(&[plain("data/a"), Raw::new(format!("{other}/data/b"), b"x")]), Refusal::Root { .. });
    refused!(zip(&[plain("data/a"), Raw::new("lonely", b"x")]), Refusal::Root { .. });
    refused!(zip(&[Raw::new("other/data/b", b"x")]), Refusal::Root { .. });
    let upper = ROOT.replace("CASE", "case");
    refused!(zip(&[plain("data/a"), Raw::new(format!("{upper}/data/b"), b"x")]), Refusal::Root { .. });
}

#[test]
fn headers_that_differ() {
    let changes: [Change<Head>; 9] = [
        ("version", |h| h.needed = 10),
        ("flags", |h| h.flags = 1 << 11),
        ("method", |h| h.method = 8),
        ("time", |h| h.time += 1),
        ("checksum", |h| h.crc ^= 1),
        ("packed size", |h| h.packed += 1),
        ("size", |h| h.size += 1),
        ("length of the name", |h| h.name.push(b'x')),
        ("name", |h| *h.name.last_mut().unwrap() = b'z'),
    ];
    for (expected, change) in changes {
        let bytes = zip(&[plain("data/a").with(|r| change(&mut r.local)), plain("data/b")]);
        refused!(bytes, Refusal::HeaderMismatch { ref entry, field } if field == expected && entry.ends_with("/a"));
    }
    let bytes = zip(&[plain("data/a").with(|r| r.local.extra = vec![1, 2, 0, 0])]);
    refused!(bytes, Refusal::HeaderMismatch { field: "extra fields", .. });
    let bytes = zip(&[plain("data/a").with(|r| r.offset = Some(1))]);
    refused!(bytes, Refusal::LeadingData);
}

#[test]
fn overlapping_entries() {
    // The second lies inside the first's data.
    let inner = Raw::new(at_root("data/b"), b"hidden");
    let (inner_body, _, _) = parts(std::slice::from_ref(&inner));
    let outer = Raw::new(at_root("data/a"), &inner_body);
    let inner_at = 30 + outer.local.name.len() as u32;
    let outer_length = inner_at as usize + inner_body.len();
    let (mut body, directory, _) = parts(&[outer, inner.with(|r| r.offset = Some(inner_at))]);
    body.truncate(outer_length);
    let bytes = [body.clone(), directory.clone(), end(2, directory.len() as u32, body.len() as u32)].concat();
    refused!(bytes, Refusal::Overlap { ref entry } if entry.ends_with("/b"));
    // Both at the same place.
    refused!(zip(&[plain("data/a"), plain("data/b").with(|r| r.offset = Some(0))]), Refusal::Overlap { .. });
    // Data that reaches into the directory, or beyond the file.
    for more in [1, 1 << 30] {
        let long = plain("data/a").both(move |h| {
            h.packed += more;
            h.size += more;
        });
        refused!(zip(&[long]), Refusal::Overlap { .. });
    }
}

#[test]
fn unlisted_data() {
    refused!(zip(&[plain("data/a").with(|r| r.before = b"MZ".to_vec())]), Refusal::LeadingData);
    let hidden = zip(&[plain("data/a"), plain("data/b").with(|r| r.before = b"x".to_vec())]);
    refused!(hidden, Refusal::Gap { ref entry } if entry.ends_with("/b"));
    // A whole entry that the directory does not list.
    let (body, directory, _) = parts(&[plain("data/a"), plain("data/b")]);
    let one = directory.len() / 2;
    let bytes = [&body[..], &directory[..one], &end(1, one as u32, body.len() as u32)].concat();
    refused!(bytes, Refusal::Gap { ref entry } if entry.is_empty());
    let (body, directory, _) = parts(&[plain("data/a")]);
    let before_directory =
        [&body[..], b"x", &directory, &end(1, directory.len() as u32, body.len() as u32 + 1)].concat();
    refused!(before_directory, Refusal::Gap { .. });
    let after_directory =
        [&body[..], &directory, b"x", &end(1, directory.len() as u32, body.len() as u32)].concat();
    refused!(after_directory, Refusal::TrailingData);
    refused!([zip(&[plain("data/a")]), b"x".to_vec()].concat(), Refusal::TrailingData);
    refused!([zip(&[plain("data/a")]), zip(&[plain("data/a")])].concat(), Refusal::TrailingData);
    refused!([b"#!/bin/sh\n".to_vec(), zip(&[plain("data/a")])].concat(), Refusal::TrailingData);
}

#[test]
fn comments() {
    let mut bytes = zip(&[plain("data/a")]);
    let at = bytes.len() - 2;
    bytes[at] = 5;
    refused!(bytes, Refusal::TrailingData);
    bytes.extend(b"hello");
    refused!(bytes, Refusal::Comment);
    refused!(zip(&[plain("data/a").with(|r| r.comment = b"x".to_vec())]), Refusal::EntryComment { .. });
}

#[test]
fn links_folders_and_devices() {
    for kind in [0o120_000, 0o040_000, 0o060_000, 0o020_000, 0o010_000, 0o140_000] {
        let bytes = zip(&[plain("data/a").with(|r| r.external = (kind | 0o777) << 16)]);
        refused!(bytes, Refusal::NotAFile { mode, .. } if mode == kind | 0o777);
    }
    let folder = zip(&[plain("data/a").with(|r| r.external |= 0x10)]);
    refused!(folder, Refusal::NotAFile { .. });
    let set_uid = zip(&[plain("data/a").with(|r| r.external = 0o104_755 << 16)]);
    refused!(set_uid, Refusal::NotCanonical { field: "mode or attributes", .. });
}

#[test]
fn extra_fields() {
    let extra = |id: u16| {
        let field = [&id.to_le_bytes()[..], &[4, 0, 1, 2, 3, 4]].concat();
        zip(&[plain("data/a").both(|h| h.extra.clone_from(&field))])
    };
    refused!(extra(0x7075), Refusal::UnicodePath { .. });
    refused!(extra(0x0001), Refusal::Zip64 { .. });
    refused!(extra(0x5455), Refusal::ExtraField { id: 0x5455, .. });
    let cut = zip(&[plain("data/a").both(|h| h.extra = vec![7])]);
    refused!(cut, Refusal::ExtraField { .. });
}

#[test]
fn encrypted_entries_and_other_methods() {
    for bit in [0, 6, 13] {
        refused!(zip(&[plain("data/a").both(move |h| h.flags |= 1 << bit)]), Refusal::Encrypted { .. });
    }
    refused!(zip(&[plain("data/a").both(|h| h.method = 99)]), Refusal::Encrypted { .. });
    for other in [1, 6, 9, 12, 14, 93, 95] {
        let bytes = zip(&[plain("data/a").both(move |h| h.method = other)]);
        refused!(bytes, Refusal::Method { method, .. } if method == other);
    }
    refused!(zip(&[plain("data/a").both(|h| h.flags = 8)]), Refusal::DataDescriptor { .. });
    refused!(zip(&[plain("data/a").with(|r| r.local.flags = 8)]), Refusal::DataDescriptor { .. });
    refused!(
        zip(&[plain("data/a").both(|h| h.flags = 1 << 11)]),
        Refusal::NotCanonical { field: "flags", .. }
    );
}

#[test]
fn zip64_and_disks() {
    let fields: [fn(&mut Head); 2] = [|h| h.packed = u32::MAX, |h| h.size = u32::MAX];
    for field in fields {
        refused!(zip(&[plain("data/a").both(field)]), Refusal::Zip64 { .. });
    }
    refused!(zip(&[plain("data/a").with(|r| r.offset = Some(u32::MAX))]), Refusal::Zip64 { .. });
    let (body, directory, end_record) = parts(&[plain("data/a")]);
    let locator = [&b"PK\x06\x07"[..], &[0; 16]].concat();
    refused!([&body[..], &directory, &locator, &end_record].concat(), Refusal::Zip64 { .. });
    for (at, bytes) in [(8, [0xff; 4].as_slice()), (12, &[0xff; 4]), (16, &[0xff; 4])] {
        let mut end_record = end_record.clone();
        end_record[at..at + 4].copy_from_slice(bytes);
        refused!([&body[..], &directory, &end_record].concat(), Refusal::Zip64 { .. });
    }
    for at in [4, 6, 8] {
        let mut end_record = end_record.clone();
        end_record[at] += 1;
        refused!([&body[..], &directory, &end_record].concat(), Refusal::MultiDisk { .. });
    }
    refused!(zip(&[plain("data/a").with(|r| r.disk = 1)]), Refusal::MultiDisk { .. });
}

#[test]
fn sizes_and_ratios_over_the_limits() {
    let sized = |packed: u32, size: u32| {
        zip(&[plain("data/a").both(move |h| {
            h.method = 8;
            h.packed = packed;
            h.size = size;
        })])
    };
    refused!(sized(7, 100 << 20), Refusal::Ratio { .. });
    refused!(sized(7, 1_000_000), Refusal::Ratio { .. });
    refused!(sized(200_000, 70 << 20), Refusal::Ratio { .. });
    refused!(sized(7, u32::MAX - 1), Refusal::EntryTooLarge { .. });
    let large = |n: u32| {
        Raw::new(at_root(&format!("data/{n}")), b"").both(|h| {
            h.method = 8;
            h.packed = 1 << 30;
            h.size = 3 << 30;
        })
    };
    let total: Vec<Raw> = (0..6).map(large).collect();
    refused!(zip(&total), Refusal::TotalTooLarge { .. });
    refused!(zip(&[plain("data/a").both(|h| h.size += 1)]), Refusal::StoredSizes { .. });
    let many: Vec<Raw> = (0..20_001).map(|n| plain(&format!("data/{n}"))).collect();
    refused!(zip(&many), Refusal::TooManyEntries { count: 20_001 });
}

#[test]
fn directories_that_lie() {
    let (body, directory, _) = parts(&[plain("data/a"), plain("data/b")]);
    let (size, at) = (directory.len() as u32, body.len() as u32);
    for (count, size, at) in
        [(3, size, at), (1, size, at), (2, size, at - 1), (2, size - 1, at + 1), (2, size + 1, at)]
    {
        let refusal = refusal(&[&body[..], &directory, &end(count, size, at)].concat());
        assert!(matches!(refusal, Refusal::Directory | Refusal::TrailingData), "{refusal:?}");
    }
    refused!(end(0, 0, 0), Refusal::Empty);
    refused!(*b"", Refusal::NotAZip);
    refused!(*b"PK\x05\x06", Refusal::NotAZip);
    refused!(vec![0; 100_000], Refusal::NotAZip);
    refused!(*b"age-encryption.org/v1\n", Refusal::Sealed);
    let whole = zip(&[plain("data/a")]);
    for cut in 1..whole.len() {
        assert!(open(&whole[..cut]).is_err(), "cut at {cut}");
    }
    let unusual: [Change<Raw>; 3] = [
        ("version", |r| r.made_by = 0x0014),
        ("internal attributes", |r| r.internal = 1),
        ("version", |r| r.central.needed = 45),
    ];
    for (expected, change) in unusual {
        refused!(zip(&[plain("data/a").with(change)]), Refusal::NotCanonical { field, .. } if field == expected);
    }
}
