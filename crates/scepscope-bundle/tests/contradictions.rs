//! Bags whose zip is sound and whose parts are not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // tests stop on a broken assumption

mod common;

use std::collections::BTreeMap;

use common::*;
use scepscope_bundle::*;
use tempfile::TempDir;

type Files = BTreeMap<String, Vec<u8>>;

/// A sound bundle's files, changed; what the verification then says.
fn verified_after(change: impl FnOnce(&mut Files)) -> Vec<Failure> {
    let folder = TempDir::new().unwrap();
    let key = key();
    let made = write_sample(folder.path(), &key, WriterOptions::default());
    let mut files = files(&std::fs::read(made.path).unwrap());
    change(&mut files);
    let verification = open(&rebuild(&files)).unwrap().verify(Some(&trust(&key)), NOW);
    let failures = verification.failures().to_vec();
    assert_eq!(verification.into_verified().is_err(), !failures.is_empty());
    failures
}

fn path(path: &str) -> String {
    path.to_owned()
}

#[test]
fn what_was_taken_apart_and_put_together_again_is_the_same() {
    assert_eq!(verified_after(|_| {}), []);
}

#[test]
fn files_added_removed_and_changed() {
    let added = verified_after(|f| drop(f.insert(path("data/extra"), vec![1])));
    assert!(added.contains(&Failure::NotListed { path: path("data/extra") }), "{added:?}");
    assert!(added.contains(&Failure::StatementMismatch { what: "list of files" }));
    let removed = verified_after(|f| drop(f.remove("data/report.json")));
    assert!(removed.contains(&Failure::ListedButMissing { path: path("data/report.json") }), "{removed:?}");
    let changed = verified_after(|f| f.get_mut("data/report.json").unwrap().push(b' '));
    assert!(changed.contains(&Failure::Digest { path: path("data/report.json") }), "{changed:?}");
    let tag = verified_after(|f| drop(f.insert(path("fetch.txt"), vec![])));
    assert_eq!(tag, [Failure::UnexpectedFile { path: path("fetch.txt") }]);
    let moved = verified_after(|f| {
        let report = f.remove("data/report.json").unwrap();
        f.insert(path("data/report2.json"), report);
    });
    assert_eq!(moved.len(), 3, "{moved:?}");
}

#[test]
fn tag_files_missing_and_changed() {
    for name in ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "statement.json"] {
        let missing = verified_after(|f| drop(f.remove(name)));
        assert!(missing.contains(&Failure::TagFileMissing { path: name }), "{missing:?}");
        assert!(missing.contains(&Failure::ListedButMissing { path: path(name) }), "{missing:?}");
        let changed = verified_after(|f| f.get_mut(name).unwrap().push(b'\n'));
        assert!(changed.contains(&Failure::Digest { path: path(name) }), "{changed:?}");
    }
    let missing = verified_after(|f| drop(f.remove("tagmanifest-sha256.txt")));
    assert!(missing.contains(&Failure::TagFileMissing { path: "tagmanifest-sha256.txt" }));
    assert_eq!(verified_after(|f| drop(f.remove("tagmanifest-sha256.txt.sig"))), [Failure::SignatureMissing]);
    let changed = verified_after(|f| f.get_mut("tagmanifest-sha256.txt").unwrap().push(b'\n'));
    assert!(changed.contains(&Failure::SignatureInvalid), "{changed:?}");
    let longer = verified_after(|f| f.get_mut("tagmanifest-sha256.txt.sig").unwrap().push(b'\n'));
    assert_eq!(longer, [Failure::SignatureInvalid]);
    // The same signature in another spelling.
    let spelled =
        verified_after(|f| edit(f, "tagmanifest-sha256.txt.sig", "SIGNATURE-----\n", "SIGNATURE-----\r\n"));
    assert_eq!(spelled, [Failure::SignatureInvalid]);
    let all_crlf = verified_after(|f| {
        let text = String::from_utf8(f["tagmanifest-sha256.txt.sig"].clone()).unwrap();
        f.insert(path("tagmanifest-sha256.txt.sig"), text.replace('\n', "\r\n").into_bytes());
    });
    assert_eq!(all_crlf, [Failure::SignatureInvalid]);
}

fn sums(files: &Files, belongs: impl Fn(&str) -> bool) -> Vec<u8> {
    let listed = files.iter().filter(|(p, _)| belongs(p));
    listed.map(|(p, c)| format!("{}  {p}\n", Sha256Hex::of(c))).collect::<String>().into_bytes()
}

/// Everything changed by somebody who signs with a trusted key: the parts have to fit each other still.
fn resigned_after(change: impl FnOnce(&mut Files)) -> Vec<Failure> {
    let folder = TempDir::new().unwrap();
    let key = key();
    let made = write_sample(folder.path(), &key, WriterOptions::default());
    let mut files = files(&std::fs::read(made.path).unwrap());
    change(&mut files);
    let tags = sums(&files, |p| !p.starts_with("data/") && !p.starts_with("tagmanifest"));
    let signature = key.sign("scepscope-bundle@v1", &tags).unwrap();
    files.insert(path("tagmanifest-sha256.txt"), tags);
    files.insert(path("tagmanifest-sha256.txt.sig"), signature.into_bytes());
    open(&rebuild(&files)).unwrap().verify(Some(&trust(&key)), NOW).failures().to_vec()
}

fn edit(files: &mut Files, name: &str, from: &str, to: &str) {
    let text = String::from_utf8(files[name].clone()).unwrap();
    assert!(text.contains(from), "{text}");
    files.insert(path(name), text.replacen(from, to, 1).into_bytes());
}

#[test]
fn a_signed_bag_whose_parts_contradict_each_other() {
    let statement = |from: &str, to: &str| resigned_after(|f| edit(f, "statement.json", from, to));
    assert_eq!(statement("CASE-17-2026", "CASE-18-2026"), [Failure::StatementMismatch { what: "name" }]);
    let time = statement("2026-03-04T05:06:07Z", "2026-03-04T05:06:09Z");
    assert_eq!(time, [Failure::StatementMismatch { what: "time" }]);
    let case = statement("\"CASE-17\"", "\"CASE-18\"");
    assert_eq!(case, [Failure::TagFileContent { path: "bag-info.txt" }]);
    let files = statement("data/report.json", "data/repart.json");
    assert_eq!(files, [Failure::StatementMismatch { what: "list of files" }]);
    assert_eq!(statement("statement/1", "statement/2"), [Failure::NewerVersion { version: 2 }]);
    assert!(matches!(statement("statement/1", "statement/one")[..], [Failure::Statement { .. }]));
    assert!(matches!(statement("{", "[")[..], [Failure::Statement { .. }]));
    let oxum = resigned_after(|f| edit(f, "bag-info.txt", ".3\n", ".4\n"));
    assert_eq!(oxum, [Failure::TagFileContent { path: "bag-info.txt" }]);
    let version = resigned_after(|f| edit(f, "bagit.txt", "1.0", "1.1"));
    assert_eq!(version, [Failure::TagFileContent { path: "bagit.txt" }]);
    let line = |from: &str, to: &str, line| {
        let failures = resigned_after(|f| edit(f, "manifest-sha256.txt", from, to));
        assert_eq!(failures, [Failure::ManifestLine { path: "manifest-sha256.txt", line }], "{to}");
    };
    line("  data/report.json", " *data/report.json", 3);
    line("data/report.json\n", "data/report.json", 3);
    line("  data/report.json", "  ../report.json", 3);
    line("  data/evidence/s1/empty.log", "  data/zz", 3);
    line("e3b0c442", "E3B0C442", 2);
    let foreign = resigned_after(|f| edit(f, "manifest-sha256.txt", "data/report.json", "statement.json"));
    assert!(foreign.contains(&Failure::ListedButMissing { path: path("statement.json") }), "{foreign:?}");
    assert!(foreign.contains(&Failure::NotListed { path: path("data/report.json") }), "{foreign:?}");
}

/// All failures come, the signature's first.
#[test]
fn every_failure_is_told() {
    let failures = verified_after(|f| {
        f.insert(path("data/report.json"), b"{}".to_vec());
        f.insert(path("data/evidence/s1/empty.log"), b"not".to_vec());
        f.insert(path("data/new"), b"".to_vec());
        f.get_mut("tagmanifest-sha256.txt.sig").unwrap()[60] ^= 1;
    });
    assert_eq!(failures.iter().filter(|f| f.path() == Some("data/new")).count(), 1);
    assert_eq!(failures[0], Failure::SignatureInvalid);
    for expected in [
        Failure::Digest { path: path("data/report.json") },
        Failure::Digest { path: path("data/evidence/s1/empty.log") },
        Failure::NotListed { path: path("data/new") },
    ] {
        assert!(failures.contains(&expected), "{failures:?}");
    }
}

/// Deflate streams that do not hold what their header says.
#[test]
fn compressed_data_that_lies() {
    use std::io::Write;
    let deflate = |content: &[u8]| {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    };
    let content = b"0123456789".repeat(9);
    let entry = |data: Vec<u8>, size: usize, crc: u32| {
        let bytes = zip(&[Raw::new(format!("{ROOT}/data/a"), &data).both(|h| {
            h.method = 8;
            h.size = size as u32;
            h.crc = crc;
        })]);
        let mut contents = open(&bytes).unwrap().into_contents_without_any_verification();
        contents.read_entry("data/a", 1000).map_err(|e| e.to_string())
    };
    let crc = crc32fast::hash(&content);
    assert_eq!(entry(deflate(&content), 90, crc).unwrap(), content);
    let error = |data, size, crc, expected: &str| {
        let said = entry(data, size, crc).unwrap_err();
        assert!(said.contains(expected), "{said}");
    };
    error(deflate(&content), 89, crc32fast::hash(&content[..89]), "longer than its size");
    error(deflate(&content), 91, crc, "shorter than its size");
    error(deflate(&content), 90, crc ^ 1, "CRC-32");
    error([deflate(&content), vec![0]].concat(), 90, crc, "behind the compressed stream");
    let mut cut = deflate(&content);
    cut.pop();
    assert!(entry(cut, 90, crc).is_err());
    assert!(entry(vec![0xff; 20], 90, crc).is_err());
    assert!(entry(vec![], 0, 0).is_err(), "an empty stream is not an empty deflate stream");
}
