//! Bundles beyond 4 GiB, as sparse files that take no room. The zip is built here, by code that shares nothing with the
//! product's; `unzip` and Python's `zipfile` say that it is one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // tests stop on a broken assumption

mod common;

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::process::Command;

use common::*;
use scepscope_bundle::*;
use tempfile::TempDir;

const LARGE: u32 = 3 << 30;

/// What can be changed about the zip.
#[derive(Clone)]
struct Large {
    /// The zip64 field of the third entry: id, length, offset; its true offset is added.
    extra: fn(u64) -> Vec<u8>,
    /// The zip64 end and its locator, given the true directory's offset and size.
    end64: fn(u64, u64) -> Vec<u8>,
    /// A zip64 field on the first entry, which needs none.
    needless: bool,
}

fn sound() -> Large {
    Large { extra: |at| [&[1, 0, 8, 0][..], &at.to_le_bytes()].concat(), end64: end64_at, needless: false }
}

fn end64_at(directory: u64, bytes: u64) -> Vec<u8> {
    let mut out = b"PK\x06\x06".to_vec();
    out.extend(44_u64.to_le_bytes());
    out.extend([45, 3, 45, 0]);
    out.extend([0; 8]);
    out.extend(3_u64.to_le_bytes());
    out.extend(3_u64.to_le_bytes());
    out.extend(bytes.to_le_bytes());
    out.extend(directory.to_le_bytes());
    out.extend(b"PK\x06\x07\0\0\0\0");
    out.extend((directory + bytes).to_le_bytes());
    out.extend([1, 0, 0, 0]);
    out
}

/// CRC-32 of so many zeros, a power of two times three.
fn crc_of_zeros() -> u32 {
    let mut piece = crc32fast::Hasher::new();
    piece.update(&[0; 1 << 20]);
    for _ in 0..10 {
        let same = piece.clone();
        piece.combine(&same);
    }
    let one = piece.clone();
    piece.combine(&one);
    piece.combine(&one);
    piece.finalize()
}

fn header(name: &str, size: u32, crc: u32, needed: u16, extra: usize) -> Vec<u8> {
    let mut out = Vec::new();
    for n in [needed, 0, 0, 5 << 11 | 6 << 5 | 3, (2026 - 1980) << 9 | 3 << 5 | 4] {
        out.extend(n.to_le_bytes());
    }
    for n in [crc, size, size] {
        out.extend(n.to_le_bytes());
    }
    out.extend((name.len() as u16).to_le_bytes());
    out.extend((extra as u16).to_le_bytes());
    out
}

fn write(path: &Path, shape: &Large) {
    let mut file = File::create(path).unwrap();
    let small = b"small";
    let entries =
        [("a", LARGE, crc_of_zeros()), ("b", LARGE, crc_of_zeros()), ("c", 5, crc32fast::hash(small))];
    let mut directory = Vec::new();
    let mut at = 0_u64;
    for (n, (name, size, crc)) in entries.into_iter().enumerate() {
        let name = format!("{ROOT}/data/{name}");
        file.seek(SeekFrom::Start(at)).unwrap();
        file.write_all(b"PK\x03\x04").unwrap();
        file.write_all(&header(&name, size, crc, 20, 0)).unwrap();
        file.write_all(name.as_bytes()).unwrap();
        let extra = match n {
            2 => (shape.extra)(at),
            0 if shape.needless => [&[1, 0, 8, 0][..], &at.to_le_bytes()].concat(),
            _ => Vec::new(),
        };
        let needed: u16 = if extra.is_empty() { 20 } else { 45 };
        directory.extend(b"PK\x01\x02");
        directory.extend([needed as u8, 3]);
        directory.extend(header(&name, size, crc, needed, extra.len()));
        directory.extend([0; 6]);
        directory.extend((0o100_644_u32 << 16).to_le_bytes());
        let offset = if extra.is_empty() { at as u32 } else { u32::MAX };
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
        directory.extend(&extra);
        at += 30 + name.len() as u64 + u64::from(size);
    }
    file.seek(SeekFrom::Start(at - 5)).unwrap();
    file.write_all(small).unwrap();
    file.write_all(&directory).unwrap();
    file.write_all(&(shape.end64)(at, directory.len() as u64)).unwrap();
    file.write_all(&end(3, directory.len() as u32, u32::MAX)).unwrap();
}

fn opened(shape: &Large) -> Result<UnverifiedBundle, Refusal> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("large.zip");
    write(&path, shape);
    BundleFile::open(&path)
}

#[test]
fn what_lies_beyond_4_gib_is_read() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("large.zip");
    write(&path, &sound());
    let mut contents = BundleFile::open(&path).unwrap().into_contents_without_any_verification();
    assert_eq!(
        contents.entries().map(|(_, bytes)| bytes).collect::<Vec<_>>(),
        [LARGE.into(), LARGE.into(), 5]
    );
    assert_eq!(contents.read_entry("data/c", 5).unwrap(), b"small");
    // That the builder builds what others take for a zip.
    let mut unzip = Command::new("unzip");
    unzip.arg("-p").arg(&path).arg(format!("{ROOT}/data/c"));
    assert_eq!(run_ok(unzip, b""), b"small");
    let mut python = Command::new("python3");
    let script = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(len(z.namelist()), z.read(z.namelist()[2]))";
    python.args(["-c", script]).arg(&path);
    assert_eq!(run_ok(python, b""), b"3 b'small'\n");
}

#[test]
fn zip64_that_lies_is_refused() {
    type Refused = fn(&Refusal) -> bool;
    let zip64: Refused = |r| matches!(r, Refusal::Zip64 { .. });
    let cases: [(&str, Large, Refused); 8] = [
        ("no zip64 field", Large { extra: |_| Vec::new(), ..sound() }, |r| {
            matches!(r, Refusal::Overlap { .. } | Refusal::NoLocalHeader { .. } | Refusal::Gap { .. })
        }),
        (
            "below 4 GiB",
            Large { extra: |_| [&[1, 0, 8, 0][..], &7_u64.to_le_bytes()].concat(), ..sound() },
            zip64,
        ),
        (
            "elsewhere",
            Large { extra: |at| [&[1, 0, 8, 0][..], &(at + 1).to_le_bytes()].concat(), ..sound() },
            |r| matches!(r, Refusal::Overlap { .. } | Refusal::Gap { .. }),
        ),
        (
            "beyond any file",
            Large { extra: |_| [&[1, 0, 8, 0][..], &u64::MAX.to_le_bytes()].concat(), ..sound() },
            |r| matches!(r, Refusal::Gap { .. } | Refusal::Overlap { .. }),
        ),
        (
            "with a size besides",
            Large { extra: |at| [&[1, 0, 16, 0][..], &at.to_le_bytes(), &[0; 8]].concat(), ..sound() },
            zip64,
        ),
        ("needless", Large { needless: true, ..sound() }, zip64),
        ("end elsewhere", Large { end64: |at, bytes| end64_at(at - 1, bytes), ..sound() }, zip64),
        ("no end", Large { end64: |_, _| Vec::new(), ..sound() }, zip64),
    ];
    for (what, shape, refused) in cases {
        let refusal = opened(&shape).unwrap_err();
        assert!(refused(&refusal), "{what}: {refusal}");
    }
    // Every byte of the zip64 end and its locator is the only possible one.
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("large.zip");
    write(&path, &sound());
    let length = std::fs::metadata(&path).unwrap().len();
    for back in 1..=22 + 76_u64 {
        let mut file = File::options().read(true).write(true).open(&path).unwrap();
        let mut byte = [0];
        let at = SeekFrom::Start(length - back);
        file.seek(at).unwrap();
        std::io::Read::read_exact(&mut file, &mut byte).unwrap();
        file.seek(at).unwrap();
        file.write_all(&[byte[0] ^ 1]).unwrap();
        assert!(BundleFile::open(&path).is_err(), "byte {back} from the end");
        file.seek(at).unwrap();
        file.write_all(&byte).unwrap();
    }
    BundleFile::open(&path).unwrap();
}

/// Writes more than 4 GiB: takes minutes and room. `cargo test --release -p scepscope-bundle --test zip64 -- --ignored`
#[test]
#[ignore = "writes more than 4 GiB"]
fn more_than_4_gib_are_written_and_accepted() {
    struct Noise(u64, u64);
    impl std::io::Read for Noise {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let n = buffer.len().min(usize::try_from(self.1).unwrap());
            for chunk in buffer[..n].chunks_mut(8) {
                self.0 =
                    self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let mixed = (self.0 ^ self.0 >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                chunk.copy_from_slice(&mixed.to_le_bytes()[..chunk.len()]);
            }
            self.1 -= n as u64;
            Ok(n)
        }
    }
    let folder = TempDir::new().unwrap();
    let key = key();
    let mut writer = BundleWriter::create(folder.path(), &name(), WriterOptions::default()).unwrap();
    for n in 0..3_u64 {
        writer.add(&format!("data/noise-{n}"), SourceMeta::default(), &mut Noise(n + 1, 2 << 30)).unwrap();
    }
    writer.add("data/report.json", SourceMeta::default(), &mut &REPORT[..]).unwrap();
    let made = writer.finish(declaration(), &key).unwrap();
    assert!(made.bytes > 6 << 30);
    let verification = BundleFile::open(&made.path).unwrap().verify(Some(&trust(&key)), NOW);
    assert_eq!(verification.failures(), []);
    let mut test = Command::new("unzip");
    test.args(["-t", "-q"]).arg(&made.path);
    run_ok(test, b"");
    let mut python = Command::new("python3");
    let script = "import sys, zipfile; assert zipfile.ZipFile(sys.argv[1]).testzip() is None";
    python.args(["-c", script]).arg(&made.path);
    run_ok(python, b"");
}
