//! What the tests share: a sample bundle, and a builder of zip files that does whatever it is told.
#![allow(dead_code, unreachable_pub)]

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use rand_core::OsRng;
use scepscope_bundle::*;
use scepscope_model::{Cause, Gap, Tool};
use time::OffsetDateTime;
use time::macros::datetime;

pub const NOW: OffsetDateTime = datetime!(2026-03-04 05:06:08 UTC);
pub const ROOT: &str = "scepscope-CASE-17-20260304T050607Z-ab12";
pub const REPORT: &[u8] = br#"{"schema":"scepscope.report/1"}"#;

pub fn key() -> SoftwareKey {
    SoftwareKey::generate(&mut OsRng).unwrap()
}

pub fn name() -> BundleName {
    BundleName::new("CASE-17", datetime!(2026-03-04 05:06:07.8 UTC), "ab12").unwrap()
}

pub fn declaration() -> Declaration {
    Declaration {
        case: Some("CASE-17".into()),
        tool: Tool { name: "scepscope".into(), version: "0.1.0".into() },
        request: Some(RequestFacts { sha256: "00".repeat(32), ticket: Some("t-1".into()), id: None }),
        redaction: Redaction {
            policy: RedactionPolicy::Default,
            counts: BTreeMap::from([("email".into(), 3)]),
            limits: BTreeMap::new(),
        },
        gaps: vec![Gap { source: Some("s2".into()), cause: Cause::LogRolledOver, detail: BTreeMap::new() }],
        device_ids: vec![ClaimedId {
            kind: "name".into(),
            value: "device-1".into(),
            learned_from: "user".into(),
        }],
        clock: Some(ClockFacts { utc_offset_seconds: Some(3600), ..ClockFacts::default() }),
    }
}

pub fn meta(origin: &str) -> SourceMeta {
    SourceMeta {
        source: Some("s1".into()),
        origin: Some(origin.into()),
        original_sha256: Some("11".repeat(32)),
        original_bytes: Some(99),
        why: "record of the attempt".into(),
    }
}

/// The log of the sample: long enough for more than one block, and compressible as logs are.
pub fn log() -> Vec<u8> {
    (0..4000).flat_map(|n| format!("line {n} GetCACaps {}\r\n", n * 7919 % 1013).into_bytes()).collect()
}

pub fn write_sample(folder: &Path, signer: &dyn Signer, options: WriterOptions) -> FinishedBundle {
    let mut writer = BundleWriter::create(folder, &name(), options).unwrap();
    fill(&mut writer);
    writer.finish(declaration(), signer).unwrap()
}

pub fn fill(writer: &mut BundleWriter) {
    writer.add("data/report.json", SourceMeta::default(), &mut &REPORT[..]).unwrap();
    writer.add("data/evidence/s1/Company Portal (1).log", meta("C:/x/y.log"), &mut &log()[..]).unwrap();
    writer.add("data/evidence/s1/empty.log", meta("C:/x/empty.log"), &mut &b""[..]).unwrap();
}

pub fn trust(key: &SoftwareKey) -> AllowedSigners {
    AllowedSigners::parse(&key.allowed_signers_line().unwrap(), time::UtcOffset::UTC)
}

pub fn open(bytes: &[u8]) -> Result<UnverifiedBundle, Refusal> {
    BundleFile::open_reader(Cursor::new(bytes.to_vec()))
}

/// Names in a folder, sorted.
pub fn listing(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Runs a tool that the tests need; stops with a clear word where it is missing.
pub fn run(mut command: Command, input: &[u8]) -> Output {
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("the tool {program} is needed by this test and cannot be run: {e}"));
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feeder = std::thread::spawn(move || drop(std::io::Write::write_all(&mut stdin, &input)));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    output
}

#[track_caller]
pub fn run_ok(command: Command, input: &[u8]) -> Vec<u8> {
    let shown = format!("{command:?}");
    let output = run(command, input);
    assert!(
        output.status.success(),
        "{shown}: {}\n{}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

pub fn keygen(args: &[&str]) -> Command {
    let mut command = Command::new("ssh-keygen");
    command.args(args);
    command
}

/// Signs as an administrator would by hand; for key kinds that the product keeps in hardware.
pub struct KeygenSigner {
    pub public: PublicKey,
    pub file: PathBuf,
}

impl KeygenSigner {
    pub fn new(folder: &Path, kind: &str) -> KeygenSigner {
        let file = folder.join(format!("key-{kind}"));
        let (algorithm, bits) = kind.split_once('-').unwrap_or((kind, ""));
        let mut make = keygen(&["-q", "-t", algorithm, "-N", "", "-C", "", "-f", file.to_str().unwrap()]);
        if !bits.is_empty() {
            make.args(["-b", bits]);
        }
        run_ok(make, b"");
        let public = std::fs::read_to_string(file.with_extension("pub")).unwrap();
        KeygenSigner { public: PublicKey::from_openssh(&public).unwrap(), file }
    }
}

impl Signer for KeygenSigner {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, namespace: &str, message: &[u8]) -> Result<String, SignError> {
        let args = ["-q", "-Y", "sign", "-n", namespace, "-f", self.file.to_str().unwrap()];
        Ok(String::from_utf8(run_ok(keygen(&args), message)).unwrap())
    }
}

/// One entry of a zip file, every field of both headers at will.
#[derive(Clone)]
pub struct Raw {
    pub central: Head,
    pub local: Head,
    pub data: Vec<u8>,
    pub made_by: u16,
    pub external: u32,
    pub internal: u16,
    pub disk: u16,
    pub comment: Vec<u8>,
    /// Instead of where the entry lies.
    pub offset: Option<u32>,
    /// Put before the local header.
    pub before: Vec<u8>,
}

#[derive(Clone)]
pub struct Head {
    pub needed: u16,
    pub flags: u16,
    pub method: u16,
    pub time: u16,
    pub date: u16,
    pub crc: u32,
    pub packed: u32,
    pub size: u32,
    pub name: Vec<u8>,
    pub extra: Vec<u8>,
}

impl Head {
    fn write(&self, out: &mut Vec<u8>) {
        for n in [self.needed, self.flags, self.method, self.time, self.date] {
            out.extend(n.to_le_bytes());
        }
        for n in [self.crc, self.packed, self.size] {
            out.extend(n.to_le_bytes());
        }
        out.extend((self.name.len() as u16).to_le_bytes());
        out.extend((self.extra.len() as u16).to_le_bytes());
    }
}

impl Raw {
    /// A sound stored entry.
    pub fn new(name: impl AsRef<[u8]>, data: &[u8]) -> Raw {
        let head = Head {
            needed: 20,
            flags: 0,
            method: 0,
            // 2026-03-04 05:06:06, as the APPNOTE counts.
            time: 5 << 11 | 6 << 5 | 3,
            date: (2026 - 1980) << 9 | 3 << 5 | 4,
            crc: crc32fast::hash(data),
            packed: data.len() as u32,
            size: data.len() as u32,
            name: name.as_ref().to_vec(),
            extra: Vec::new(),
        };
        Raw {
            central: head.clone(),
            local: head,
            data: data.to_vec(),
            made_by: 0x0314,
            external: 0o100_644 << 16,
            internal: 0,
            disk: 0,
            comment: Vec::new(),
            offset: None,
            before: Vec::new(),
        }
    }

    /// Both headers alike.
    pub fn both(mut self, change: impl Fn(&mut Head)) -> Raw {
        change(&mut self.central);
        change(&mut self.local);
        self
    }

    pub fn with(mut self, change: impl FnOnce(&mut Raw)) -> Raw {
        change(&mut self);
        self
    }
}

/// The parts of a zip file: entries, directory, end.
pub fn parts(entries: &[Raw]) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let (mut body, mut directory) = (Vec::new(), Vec::new());
    for e in entries {
        body.extend(&e.before);
        let offset = e.offset.unwrap_or(body.len() as u32);
        body.extend(b"PK\x03\x04");
        e.local.write(&mut body);
        body.extend(&e.local.name);
        body.extend(&e.local.extra);
        body.extend(&e.data);
        directory.extend(b"PK\x01\x02");
        directory.extend(e.made_by.to_le_bytes());
        e.central.write(&mut directory);
        directory.extend((e.comment.len() as u16).to_le_bytes());
        directory.extend(e.disk.to_le_bytes());
        directory.extend(e.internal.to_le_bytes());
        directory.extend(e.external.to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(&e.central.name);
        directory.extend(&e.central.extra);
        directory.extend(&e.comment);
    }
    let end = end(entries.len() as u16, directory.len() as u32, body.len() as u32);
    (body, directory, end)
}

pub fn end(count: u16, bytes: u32, offset: u32) -> Vec<u8> {
    let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
    end.extend(count.to_le_bytes());
    end.extend(count.to_le_bytes());
    end.extend(bytes.to_le_bytes());
    end.extend(offset.to_le_bytes());
    end.extend([0, 0]);
    end
}

pub fn zip(entries: &[Raw]) -> Vec<u8> {
    let (body, directory, end) = parts(entries);
    [body, directory, end].concat()
}

/// The files of a sound bundle by path in the bag, tag files included.
pub fn files(bundle: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut contents = open(bundle).unwrap().into_contents_without_any_verification();
    let paths: Vec<String> = contents.entries().map(|(p, _)| p.to_owned()).collect();
    paths.into_iter().map(|p| (p.clone(), contents.read_entry(&p, 1 << 30).unwrap())).collect()
}

/// Puts files back into a bag, all stored.
pub fn rebuild(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let raw: Vec<Raw> = files.iter().map(|(p, data)| Raw::new(format!("{ROOT}/{p}"), data)).collect();
    zip(&raw)
}
