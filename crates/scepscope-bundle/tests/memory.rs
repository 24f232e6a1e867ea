//! Memory does not grow with the evidence. Alone in its file: it measures the whole process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // tests stop on a broken assumption
#![cfg(target_os = "linux")]

mod common;

use std::io::{self, Read};

use common::*;
use scepscope_bundle::*;
use tempfile::TempDir;

const SIZE: u64 = 48 << 20;
/// Deflate, buffers, the zip's directory; far below `SIZE`.
const ALLOWED_GROWTH: u64 = 16 << 20;

/// Lines with numbers, made as they are read.
struct Log {
    left: u64,
    line: u64,
}

impl Read for Log {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = buffer.len().min(usize::try_from(self.left).unwrap());
        for chunk in buffer[..n].chunks_mut(32) {
            self.line = self.line.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let text = format!("{:>31}\n", self.line);
            chunk.copy_from_slice(&text.as_bytes()[..chunk.len()]);
        }
        self.left -= n as u64;
        Ok(n)
    }
}

/// The most memory that this process ever held, in bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

#[test]
fn writing_encrypting_and_verifying_stream() {
    let folder = TempDir::new().unwrap();
    let key = key();
    let identity = Identity::generate();
    let options = WriterOptions { recipients: vec![identity.recipient()], ..WriterOptions::default() };
    let before = peak();
    let mut writer = BundleWriter::create(folder.path(), &name(), options).unwrap();
    writer.add("data/large.log", SourceMeta::default(), &mut Log { left: SIZE, line: 1 }).unwrap();
    let made = writer.finish(declaration(), &key).unwrap();
    assert!(made.bytes > SIZE / 8, "the log is no joke for deflate: {}", made.bytes);
    let sealed = SealedBundle::open(&made.path).unwrap();
    let verification = sealed.decrypt(&identity, folder.path()).unwrap().verify(Some(&trust(&key)), NOW);
    let mut bundle = verification.into_verified().unwrap();
    assert_eq!(bundle.contents().copy_entry("data/large.log", &mut io::sink()).unwrap(), SIZE);
    let grown = peak() - before;
    println!("peak grew by {grown} bytes");
    assert!(grown < ALLOWED_GROWTH, "grew by {grown} bytes");
}
