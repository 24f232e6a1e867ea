//! Writers of archives for the tests.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

/// One file of an archive.
pub struct File {
    pub name: String,
    pub content: Vec<u8>,
}

impl File {
    pub fn new(name: &str, content: &[u8]) -> File {
        File { name: name.to_owned(), content: content.to_vec() }
    }
}

pub fn zip(files: &[File]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        writer.start_file(file.name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&file.content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub fn tar(files: &[File]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for file in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(file.content.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, &file.name, file.content.as_slice()).unwrap();
    }
    builder.into_inner().unwrap()
}

pub fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

pub fn tar_gz(files: &[File]) -> Vec<u8> {
    gzip(&tar(files))
}

pub fn cabinet(files: &[File]) -> Vec<u8> {
    let mut builder = cab::CabinetBuilder::new();
    let folder = builder.add_folder(cab::CompressionType::MsZip);
    for file in files {
        // The time that stands where none is known, as the other writers have it.
        let unknown = time::macros::datetime!(1980-01-01 00:00);
        folder.add_file(file.name.replace('/', "\\")).set_datetime(unknown);
    }
    let mut writer = builder.build(Cursor::new(Vec::new())).unwrap();
    let mut contents = files.iter();
    while let Some(mut file) = writer.next_file().unwrap() {
        file.write_all(&contents.next().unwrap().content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
