//! Sound archives of every kind, by writers that are not ours.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::process::Command;

use common::{Walked, ZipFile, cabinet, each, gz, noise, plain_zip, python, tar, walk, zip};
use scepscope_container::{Archive, Ended, Entries, EntryInfo, Folder, Kind, Limits, Reason, UNNAMED};

const FILES: [(&str, &[u8]); 3] =
    [("a.log", b"first"), ("logs/b.log", b""), ("logs/deep/c.log", b"third, repeated repeated repeated")];

fn is_sound(walked: &Walked) {
    assert_eq!(walked.problems, []);
    assert_eq!(walked.ended, Ended::Complete);
}

fn holds_the_files(walked: &Walked) {
    is_sound(walked);
    let expected: Vec<(String, Vec<u8>)> = FILES.iter().map(|(n, c)| ((*n).to_owned(), c.to_vec())).collect();
    assert_eq!(walked.files, expected);
}

#[test]
fn each_kind_gives_its_files() {
    holds_the_files(&walk(&plain_zip(&FILES), Kind::Zip));
    holds_the_files(&walk(&tar(&FILES), Kind::Tar));
    holds_the_files(&walk(&gz(&tar(&FILES)), Kind::TarGz));
    holds_the_files(&walk(&cabinet(&FILES, cab::CompressionType::MsZip), Kind::Cab));
    holds_the_files(&walk(&cabinet(&FILES, cab::CompressionType::None), Kind::Cab));
    let home = tempfile::tempdir().unwrap();
    for (name, content) in FILES {
        let path = home.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let mut folder = Folder::new(home.path().to_owned(), Limits::default());
    holds_the_files(&each(&mut folder));
    holds_the_files(&each(&mut folder));
}

#[test]
fn zips_as_python_writes_them() {
    const HEAD: &str = "
import io, sys, zipfile
class Stream(io.RawIOBase):
    def __init__(self): self.data = bytearray()
    def writable(self): return True
    def write(self, b): self.data += bytes(b); return len(b)
def write(target, **options):
    with zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('logs/', b'')
        with z.open('logs/診断.log', 'w', **options) as f: f.write(b'line\\n' * 20000)
        z.writestr('b.log', b'short')
";
    let expected = b"line\n".repeat(20_000);
    for program in [
        // Zip64 fields, sizes known.
        "out = io.BytesIO(); write(out, force_zip64=True); sys.stdout.buffer.write(out.getvalue())",
        // A stream that can't be sought: sizes behind the data, with and without zip64.
        "out = Stream(); write(out); sys.stdout.buffer.write(out.data)",
        "out = Stream(); write(out, force_zip64=True); sys.stdout.buffer.write(out.data)",
    ] {
        let bytes = python(&format!("{HEAD}{program}"));
        let walked = walk(&bytes, Kind::Zip);
        is_sound(&walked);
        assert_eq!(walked.names(), ["logs/診断.log", "b.log"]);
        assert_eq!(walked.content("logs/診断.log"), expected);
        // The same without its directory.
        let directory = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
        let walked = walk(&bytes[..directory], Kind::Zip);
        assert_eq!(walked.names(), ["logs/診断.log", "b.log"]);
        assert_eq!(walked.content("b.log"), b"short");
        assert_eq!((walked.reasons(), walked.ended), (vec![Reason::Truncated], Ended::Incomplete));
    }
}

/// Deflate64, which looks back twice as far as Deflate.
#[test]
fn a_zip_as_the_explorer_packs_large_files_is_read() {
    let home = tempfile::tempdir().unwrap();
    let content = noise(60_000).repeat(3);
    fs::write(home.path().join("large.log"), &content).unwrap();
    let made = Command::new("7z")
        .args(["a", "-tzip", "-mm=Deflate64", "large.zip", "large.log"])
        .current_dir(home.path())
        .output()
        .expect("the test needs 7z, which is not installed: run ./dev setup");
    assert!(made.status.success());
    let bytes = fs::read(home.path().join("large.zip")).unwrap();
    assert!(bytes.len() < 70_000, "{} bytes: nothing was found at a distance of 60,000", bytes.len());
    let walked = walk(&bytes, Kind::Zip);
    is_sound(&walked);
    assert_eq!(walked.content("large.log"), content);
    // Cut off inside it, it has no directory any more: then it is not unpacked, and both are said.
    assert_eq!(walk(&bytes[..60_000], Kind::Zip).reasons(), [Reason::MethodNotSupported, Reason::Truncated]);
}

#[test]
fn tars_as_python_writes_them() {
    let long = format!("{}/{}.log", "folder".repeat(20), "name".repeat(30));
    for format in ["GNU_FORMAT", "PAX_FORMAT"] {
        let bytes = python(&format!(
            "
import io, sys, tarfile
out = io.BytesIO()
with tarfile.open(fileobj=out, mode='w:gz', format=tarfile.{format}) as t:
    for name, content in (('a.log', b'one'), ('{long}', b'two'), ('診断ログ.log', b'three')):
        info = tarfile.TarInfo(name); info.size = len(content)
        t.addfile(info, io.BytesIO(content))
sys.stdout.buffer.write(out.getvalue())"
        ));
        let walked = walk(&bytes, Kind::TarGz);
        is_sound(&walked);
        assert_eq!(walked.names(), ["a.log", &long, "診断ログ.log"]);
        assert_eq!(walked.content(&long), b"two");
    }
}

#[test]
fn a_gzip_holds_one_file_under_the_name_that_it_states() {
    let bytes = python(
        "
import gzip, io, sys
out = io.BytesIO()
with gzip.GzipFile('logs/OMADM.log', 'wb', fileobj=out) as f: f.write(b'one ')
with gzip.GzipFile('', 'wb', fileobj=out) as f: f.write(b'two')
sys.stdout.buffer.write(out.getvalue())",
    );
    let walked = walk(&bytes, Kind::Gzip);
    is_sound(&walked);
    assert_eq!(walked.files, [("OMADM.log".to_owned(), b"one two".to_vec())]);
    assert_eq!(walk(&gz(b"text"), Kind::Gzip).names(), [UNNAMED]);
}

#[test]
fn a_cabinet_of_many_blocks_is_whole() {
    let (long, short) = (noise(300_000), vec![b'x'; 100_000]);
    for method in [cab::CompressionType::MsZip, cab::CompressionType::None] {
        let walked = walk(&cabinet(&[("long", &long), ("logs\\ü.txt", &short)], method), Kind::Cab);
        is_sound(&walked);
        assert_eq!(walked.names(), ["long", "logs/ü.txt"]);
        assert!(walked.content("long") == long && walked.content("logs/ü.txt") == short);
    }
}

/// A cabinet with one LZX block of the uncompressed type, written after [MS-PATCH] 2.2 (LZX) and [MS-CAB] 2.
fn lzx_cabinet(content: &[u8]) -> Vec<u8> {
    assert!(content.len().is_multiple_of(2));
    // A zero bit (no translation), 011 (uncompressed), 24 bits of size, zeros up to 16 bits; then three words.
    let bits = 0b0011_u32 << 28 | (content.len() as u32) << 4;
    let mut block = Vec::new();
    block.extend(((bits >> 16) as u16).to_le_bytes());
    block.extend((bits as u16).to_le_bytes());
    [1u32, 1, 1].iter().for_each(|r| block.extend(r.to_le_bytes()));
    block.extend(content);
    let mut out = Vec::new();
    out.extend(b"MSCF\0\0\0\0");
    let total = 36 + 8 + 16 + 6 + 8 + block.len() as u32;
    out.extend(total.to_le_bytes());
    out.extend([0; 4]);
    out.extend(44u32.to_le_bytes());
    out.extend([0; 4]);
    out.extend([3, 1]);
    for number in [1u16, 1, 0, 0, 0] {
        out.extend(number.to_le_bytes());
    }
    out.extend(66u32.to_le_bytes());
    out.extend(1u16.to_le_bytes());
    out.extend(0x0F03u16.to_le_bytes());
    out.extend((content.len() as u32).to_le_bytes());
    out.extend([0; 12]);
    out.extend(b"x.log\0");
    out.extend(0u32.to_le_bytes());
    out.extend((block.len() as u16).to_le_bytes());
    out.extend((content.len() as u16).to_le_bytes());
    out.extend(block);
    assert_eq!(out.len(), total as usize);
    out
}

#[test]
fn an_lzx_cabinet_is_read() {
    let walked = walk(&lzx_cabinet(b"twenty bytes of text"), Kind::Cab);
    is_sound(&walked);
    assert_eq!(walked.files, [("x.log".to_owned(), b"twenty bytes of text".to_vec())]);
}

#[test]
fn names_in_old_encodings_are_shown_as_meant() {
    let mut files = Vec::new();
    for (name, flags) in [
        (&b"Ger\x84te\\\x9abersicht.log"[..], 0),
        (b"\x90f\x92f\x83\x8d\x83O.log", 0),
        ("größe.log".as_bytes(), 0),
        ("größer.log".as_bytes(), 1 << 11),
    ] {
        files.push(ZipFile { name: name.to_vec(), flags, ..ZipFile::new("", b"x") });
    }
    let walked = walk(&zip(&files), Kind::Zip);
    is_sound(&walked);
    assert_eq!(walked.names(), ["Geräte/Übersicht.log", "診断ログ.log", "größe.log", "größer.log"]);
}

#[test]
fn content_that_nobody_reads_is_passed_over_and_a_walk_can_be_broken_off() {
    let (long, files) = (noise(200_000), ["one", "two", "three"]);
    let files: Vec<(&str, &[u8])> = files.iter().map(|n| (*n, long.as_slice())).collect();
    for bytes in
        [plain_zip(&files), tar(&files), gz(&tar(&files)), cabinet(&files, cab::CompressionType::MsZip)]
    {
        let mut archive = Archive::open(Cursor::new(bytes), Limits::default()).unwrap().unwrap();
        let mut starts = Vec::new();
        let ended = archive.each(&mut |info: &EntryInfo, content: &mut dyn Read| {
            let mut start = [0; 7];
            content.read_exact(&mut start).unwrap();
            assert_eq!(start, long[..7]);
            starts.push(info.path.clone());
            ControlFlow::Continue(())
        });
        assert_eq!((starts, ended), (vec!["one".to_owned(), "two".into(), "three".into()], Ended::Complete));
        let mut seen = 0;
        let ended = archive.each(&mut |_: &EntryInfo, _: &mut dyn Read| {
            seen += 1;
            if seen == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!((seen, ended), (2, Ended::Stopped));
    }
}

#[test]
fn what_is_no_archive_is_none() {
    for bytes in [&b""[..], b"text", b"P", &[0; 2000], b"ElfFile\0"] {
        assert!(Archive::open(Cursor::new(bytes), Limits::default()).unwrap().is_none());
    }
    let walked = walk(&plain_zip(&[]), Kind::Zip);
    is_sound(&walked);
    assert_eq!(walked.files, []);
}
