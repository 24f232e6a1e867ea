//! What the tests of containers share: writers of sound and of hostile archives.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;
use std::process::Command;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use scepscope_container::{Archive, Ended, Entries, EntryInfo, Kind, Limits, Problem, Reason, Visitor};

/// What one walk gave. Content that failed is what came before the failure.
#[derive(Debug, PartialEq, Eq)]
pub struct Walked {
    pub files: Vec<(String, Vec<u8>)>,
    pub infos: Vec<EntryInfo>,
    pub problems: Vec<Problem>,
    pub ended: Ended,
}

impl Walked {
    pub fn names(&self) -> Vec<&str> {
        self.files.iter().map(|(name, _)| name.as_str()).collect()
    }

    pub fn reasons(&self) -> Vec<Reason> {
        self.problems.iter().map(|p| p.reason).collect()
    }

    pub fn content(&self, name: &str) -> &[u8] {
        &self.files.iter().find(|(n, _)| n == name).unwrap().1
    }
}

#[derive(Default)]
struct Taker {
    files: Vec<(String, Vec<u8>)>,
    infos: Vec<EntryInfo>,
    problems: Vec<Problem>,
}

impl Visitor for Taker {
    fn entry(&mut self, info: &EntryInfo, content: &mut dyn Read) -> ControlFlow<()> {
        let mut bytes = Vec::new();
        // The walk says why.
        let _ = content.read_to_end(&mut bytes);
        self.files.push((info.path.clone(), bytes));
        self.infos.push(info.clone());
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}

pub fn each(entries: &mut dyn Entries) -> Walked {
    let mut taker = Taker::default();
    let ended = entries.each(&mut taker);
    Walked { files: taker.files, infos: taker.infos, problems: taker.problems, ended }
}

/// Walks an archive of this kind, twice: both walks must give the same.
pub fn walk_within(bytes: &[u8], kind: Kind, limits: Limits) -> Walked {
    let mut archive = Archive::open(Cursor::new(bytes), limits).unwrap().unwrap();
    assert_eq!(archive.kind(), kind);
    let first = each(&mut archive);
    assert_eq!(first, each(&mut archive), "a second walk differs");
    first
}

pub fn walk(bytes: &[u8], kind: Kind) -> Walked {
    walk_within(bytes, kind, Limits::default())
}

pub fn deflated(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

pub fn gz(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

pub fn crc(content: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(content);
    crc.sum()
}

/// A file of a handmade zip, in which everything may lie.
#[derive(Clone)]
pub struct ZipFile {
    pub name: Vec<u8>,
    /// The name in the file's own header, where it differs.
    pub local_name: Option<Vec<u8>>,
    pub flags: u16,
    pub method: u16,
    pub data: Vec<u8>,
    pub size: u32,
    pub crc: u32,
    pub mode: u32,
    /// Sizes and checksum stand behind the data.
    pub descriptor: bool,
    /// The offset that the directory states, where it differs.
    pub offset: Option<u32>,
}

impl ZipFile {
    pub fn new(name: &str, content: &[u8]) -> ZipFile {
        ZipFile {
            name: name.as_bytes().to_vec(),
            local_name: None,
            flags: 1 << 11,
            method: 8,
            data: deflated(content),
            size: content.len() as u32,
            crc: crc(content),
            mode: 0o100_644,
            descriptor: false,
            offset: None,
        }
    }
}

/// A zip as APPNOTE.TXT describes it.
pub fn zip(files: &[ZipFile]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut offsets = Vec::new();
    for file in files {
        offsets.push(out.len() as u32);
        let name = file.local_name.as_ref().unwrap_or(&file.name);
        out.extend(b"PK\x03\x04");
        out.extend(20u16.to_le_bytes());
        let flags = if file.descriptor { file.flags | 8 } else { file.flags };
        out.extend(flags.to_le_bytes());
        out.extend(file.method.to_le_bytes());
        out.extend([0; 4]);
        let sizes = [file.crc, file.data.len() as u32, file.size];
        for number in sizes {
            out.extend(if file.descriptor { 0 } else { number }.to_le_bytes());
        }
        out.extend((name.len() as u16).to_le_bytes());
        out.extend(0u16.to_le_bytes());
        out.extend(name);
        out.extend(&file.data);
        if file.descriptor {
            out.extend(b"PK\x07\x08");
            sizes.iter().for_each(|number| out.extend(number.to_le_bytes()));
        }
    }
    let start = out.len() as u32;
    for (file, offset) in files.iter().zip(offsets) {
        out.extend(b"PK\x01\x02");
        out.extend([20, 3]);
        out.extend(20u16.to_le_bytes());
        let flags = if file.descriptor { file.flags | 8 } else { file.flags };
        out.extend(flags.to_le_bytes());
        out.extend(file.method.to_le_bytes());
        out.extend([0; 4]);
        for number in [file.crc, file.data.len() as u32, file.size] {
            out.extend(number.to_le_bytes());
        }
        out.extend((file.name.len() as u16).to_le_bytes());
        out.extend([0; 8]);
        out.extend((file.mode << 16).to_le_bytes());
        out.extend(file.offset.unwrap_or(offset).to_le_bytes());
        out.extend(&file.name);
    }
    let length = out.len() as u32 - start;
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend((files.len() as u16).to_le_bytes());
    out.extend((files.len() as u16).to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend(0u16.to_le_bytes());
    out
}

pub fn plain_zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    zip(&files.iter().map(|(name, content)| ZipFile::new(name, content)).collect::<Vec<_>>())
}

/// One entry of a tar with any name and type.
pub fn tar_entry(name: &str, kind: tar::EntryType, content: &[u8], out: &mut Vec<u8>) {
    let mut header = tar::Header::new_ustar();
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    header.set_mode(0o644);
    header.set_size(content.len() as u64);
    header.set_cksum();
    out.extend(header.as_bytes());
    out.extend(content);
    out.resize(out.len().next_multiple_of(512), 0);
}

pub fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, content) in files {
        tar_entry(name, tar::EntryType::Regular, content, &mut out);
    }
    out.extend([0; 1024]);
    out
}

/// A cabinet by another writer.
pub fn cabinet(files: &[(&str, &[u8])], method: cab::CompressionType) -> Vec<u8> {
    let mut builder = cab::CabinetBuilder::new();
    let folder = builder.add_folder(method);
    for (name, _) in files {
        folder.add_file(*name);
    }
    let mut writer = builder.build(Cursor::new(Vec::new())).unwrap();
    let mut contents = files.iter();
    while let Some(mut file) = writer.next_file().unwrap() {
        file.write_all(contents.next().unwrap().1).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Runs a program of Python 3, whose zip and tar modules write as others do; gives its standard output.
pub fn python(program: &str) -> Vec<u8> {
    let output = Command::new("python3").args(["-c", program]).output();
    let output = output.expect("the test needs python3, which is not installed: run ./dev setup");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Bytes that do not compress away, the same every time (xorshift64).
pub fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    (0..len)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        })
        .collect()
}
