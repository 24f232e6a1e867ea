//! Writing and reading back; and leaving nothing behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // tests stop on a broken assumption

mod common;

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use common::*;
use scepscope_bundle::*;
use tempfile::TempDir;

#[test]
fn what_is_written_is_read_back() {
    let folder = TempDir::new().unwrap();
    let key = key();
    let made = write_sample(folder.path(), &key, WriterOptions::default());
    assert_eq!(made.path, folder.path().join(format!("{ROOT}.zip")));
    assert_eq!(listing(folder.path()), [format!("{ROOT}.zip")]);
    assert_eq!(made.entries, 3);
    let bytes = std::fs::read(&made.path).unwrap();
    assert_eq!(made.bytes, bytes.len() as u64);
    assert_eq!(made.sha256, Sha256Hex::of(&bytes));
    assert!(bytes.len() < log().len(), "compressed");

    let verification = BundleFile::open(&made.path).unwrap().verify(Some(&trust(&key)), NOW);
    assert_eq!(verification.failures(), []);
    assert_eq!(verification.checked(), 9);
    assert!(verification.entries().all(|e| e.sound));
    let report = verification.entries().find(|e| e.path == "data/report.json").unwrap();
    assert_eq!((report.bytes, report.sha256), (REPORT.len() as u64, Some(Sha256Hex::of(REPORT))));
    let mut bundle = verification.into_verified().unwrap();
    assert_eq!(bundle.principal(), principal(key.public_key()));
    assert_eq!(bundle.report_bytes().unwrap(), REPORT);
    assert_eq!(bundle.read_entry("data/evidence/s1/Company Portal (1).log", 1 << 20).unwrap(), log());
    assert_eq!(bundle.read_entry("data/evidence/s1/empty.log", 0).unwrap(), b"");
    assert!(matches!(bundle.read_entry("data/report.json", 3), Err(ReadError::TooLarge { bytes: 31, .. })));
    assert!(matches!(bundle.read_entry("data/no", 3), Err(ReadError::NotFound { .. })));

    let statement = bundle.contents().statement().unwrap().clone();
    assert_eq!(statement.schema, "scepscope.statement/1");
    assert_eq!(statement.bundle, ROOT);
    assert_eq!(statement.created, "2026-03-04T05:06:07Z");
    assert_eq!(statement.request.unwrap().ticket.as_deref(), Some("t-1"));
    let paths: Vec<&str> = statement.entries.iter().map(|e| e.path.as_str()).collect();
    assert_eq!(
        paths,
        ["data/evidence/s1/Company Portal (1).log", "data/evidence/s1/empty.log", "data/report.json"]
    );
    assert_eq!(statement.entries[0].bytes, log().len() as u64);
    assert_eq!(statement.entries[0].source.origin.as_deref(), Some("C:/x/y.log"));
    // SHA-256 of nothing.
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(statement.entries[1].sha256, empty);
    let info = String::from_utf8(bundle.read_entry("bag-info.txt", 1000).unwrap()).unwrap();
    let oxum = format!("Payload-Oxum: {}.3", log().len() + REPORT.len());
    assert_eq!(
        info.lines().collect::<Vec<_>>(),
        [
            "Bag-Software-Agent: scepscope 0.1.0",
            "Bagging-Date: 2026-03-04",
            "External-Identifier: CASE-17",
            &oxum,
            "Scepscope-Format: 1"
        ]
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (a, b) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let key = key();
    let first = write_sample(a.path(), &key, WriterOptions::default());
    let second = write_sample(b.path(), &key, WriterOptions::default());
    assert_eq!(first.sha256, second.sha256);
}

#[test]
fn trust_decides_which_state_a_bundle_gets() {
    let folder = TempDir::new().unwrap();
    let signer = key();
    let made = write_sample(folder.path(), &signer, WriterOptions::default());
    let verify =
        |allowed: Option<&AllowedSigners>| BundleFile::open(&made.path).unwrap().verify(allowed, NOW);
    let stranger = trust(&key());
    for allowed in [None, Some(&stranger)] {
        let unknown = verify(allowed);
        assert_eq!(unknown.failures(), []);
        assert_eq!(*unknown.signature(), SignatureVerdict::UnknownKey { fingerprint: signer.fingerprint() });
        let NotVerified(back) = unknown.into_verified().unwrap_err();
        let mut intact = back.into_intact().unwrap();
        assert_eq!(intact.fingerprint(), signer.fingerprint());
        assert_eq!(intact.contents().report_bytes().unwrap(), REPORT);
    }
    let line = signer.allowed_signers_line().unwrap();
    let with = |option: &str| {
        let text = line.replace("namespaces=", &format!("{option},namespaces="));
        AllowedSigners::parse(&text, time::UtcOffset::UTC)
    };
    let principal = principal(signer.public_key());
    let expired = verify(Some(&with("valid-before=\"20260101\"")));
    assert_eq!(*expired.signature(), SignatureVerdict::Expired { principal: principal.clone() });
    assert!(expired.into_verified().is_err());
    let early = verify(Some(&with("valid-after=\"20270101\"")));
    assert_eq!(*early.signature(), SignatureVerdict::NotYetValid { principal: principal.clone() });
    assert!(early.into_verified().is_err());
    let other = AllowedSigners::parse(&line.replace("scepscope-bundle@v1", "file"), time::UtcOffset::UTC);
    assert!(matches!(verify(Some(&other)).signature(), SignatureVerdict::UnknownKey { .. }));
}

#[test]
fn a_signature_for_another_purpose_is_named() {
    struct Misled(SoftwareKey);
    impl Signer for Misled {
        fn public_key(&self) -> &PublicKey {
            self.0.public_key()
        }
        fn sign(&self, _: &str, message: &[u8]) -> Result<String, SignError> {
            self.0.sign("file", message)
        }
    }
    let folder = TempDir::new().unwrap();
    let made = write_sample(folder.path(), &Misled(key()), WriterOptions::default());
    let verification = BundleFile::open(&made.path).unwrap().verify(None, NOW);
    assert_eq!(*verification.signature(), SignatureVerdict::WrongNamespace { namespace: "file".into() });
    assert_eq!(verification.failures(), [Failure::SignatureNamespace { namespace: "file".into() }]);
    assert!(verification.into_intact().is_err());
}

#[test]
fn cancelled_and_dropped_writers_leave_nothing() {
    let folder = TempDir::new().unwrap();
    let mut writer = BundleWriter::create(folder.path(), &name(), WriterOptions::default()).unwrap();
    fill(&mut writer);
    assert_eq!(listing(folder.path()).len(), 1, "the temporary file");
    drop(writer);
    assert_eq!(listing(folder.path()), [""; 0]);

    struct CancelWhileReading(Cancel, u32);
    impl Read for CancelWhileReading {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 += 1;
            assert!(self.1 < 10, "read on after the wish to stop");
            if self.1 == 3 {
                self.0.cancel();
            }
            Ok(buffer.len())
        }
    }
    let options = WriterOptions::default();
    let cancel = options.cancel.clone();
    let mut writer = BundleWriter::create(folder.path(), &name(), options).unwrap();
    let added = writer.add("data/x", SourceMeta::default(), &mut CancelWhileReading(cancel, 0));
    assert!(matches!(added, Err(WriteError::Cancelled)));
    assert!(matches!(writer.finish(declaration(), &key()), Err(WriteError::Cancelled)));
    assert_eq!(listing(folder.path()), [""; 0]);
}

/// Run by the next test in a process of its own; does nothing else.
#[test]
fn writes_until_it_is_killed() {
    let Some(folder) = std::env::var_os("SCEPSCOPE_TEST_KILLED_IN") else { return };
    let mut writer = BundleWriter::create(folder.as_ref(), &name(), WriterOptions::default()).unwrap();
    let refused = writer.add("data/endless", SourceMeta::default(), &mut io::repeat(7));
    panic!("not killed in time: {refused:?}");
}

#[cfg(unix)]
#[test]
fn a_killed_run_leaves_nothing_under_the_final_name() {
    use std::time::{Duration, Instant};
    let folder = TempDir::new().unwrap();
    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "writes_until_it_is_killed"])
        .env("SCEPSCOPE_TEST_KILLED_IN", folder.path())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    let written = || {
        let mut files = std::fs::read_dir(folder.path()).unwrap();
        files.next().is_some_and(|f| f.unwrap().metadata().unwrap().len() > 1000)
    };
    while !written() {
        assert!(Instant::now() < deadline, "nothing was written");
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let left = listing(folder.path());
    assert!(left.iter().all(|n| n.starts_with(".scepscope-") && n.ends_with(".partial")), "{left:?}");
    // What it left does not stand in the way.
    write_sample(folder.path(), &key(), WriterOptions::default());
}

/// A disk that is full after a number of bytes.
struct Disk {
    file: File,
    left: usize,
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.left {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        self.left -= bytes.len();
        self.file.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Read for Disk {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

impl Seek for Disk {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

#[test]
fn a_full_disk_leaves_nothing_wherever_it_is_full() {
    let key = key();
    let whole = write_sample(TempDir::new().unwrap().path(), &key, WriterOptions::default()).bytes as usize;
    let mut failed = 0;
    for left in (0..whole).step_by(97).chain([whole - 1]) {
        let folder = TempDir::new().unwrap();
        let wrap = |file| Box::new(Disk { file, left }) as Box<dyn Output>;
        let mut writer =
            BundleWriter::create_through(folder.path(), &name(), WriterOptions::default(), wrap).unwrap();
        let mut result = writer.add("data/report.json", SourceMeta::default(), &mut &REPORT[..]);
        if result.is_ok() {
            result = writer.add("data/log", meta("x"), &mut &log()[..]);
        }
        let broken = result.is_err();
        let finished = writer.finish(declaration(), &key);
        match finished {
            Ok(made) => assert!(made.path.exists() && !broken),
            Err(WriteError::Output(e)) => assert_eq!(e.kind(), io::ErrorKind::StorageFull),
            Err(WriteError::Broken) => assert!(broken),
            Err(e) => panic!("{e}"),
        }
        if listing(folder.path()).is_empty() {
            failed += 1;
        }
    }
    assert!(failed > 20, "{failed} runs met the full disk");
}

#[test]
fn a_source_that_fails_is_taken_back_and_the_rest_stays() {
    struct Breaks(usize);
    impl Read for Breaks {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0 += 1;
            if self.0 > 20 {
                return Err(io::Error::other("locked"));
            }
            // Incompressible enough to reach the file.
            let mut x = self.0 as u32 + 1;
            for b in buffer.iter_mut() {
                x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *b = (x >> 24) as u8;
            }
            Ok(buffer.len())
        }
    }
    let folder = TempDir::new().unwrap();
    let key = key();
    let mut writer = BundleWriter::create(folder.path(), &name(), WriterOptions::default()).unwrap();
    let none = SourceMeta::default;
    writer.add("data/a", none(), &mut &b"first"[..]).unwrap();
    assert!(matches!(writer.add("data/b", none(), &mut Breaks(0)), Err(WriteError::Source { .. })));
    writer.add("data/b", none(), &mut &b"second"[..]).unwrap();
    assert!(matches!(writer.add("data/c", none(), &mut Breaks(0)), Err(WriteError::Source { .. })));
    for (path, fault) in [
        ("data/../x", PathFault::DotDot),
        ("/data/x", PathFault::Absolute),
        ("data/c:x", PathFault::Colon),
        ("data/NUL.log", PathFault::ReservedName),
        ("data/x.", PathFault::TrailingDotOrSpace),
        ("data/é", PathFault::NotAscii),
        ("data/100%", PathFault::Character),
    ] {
        let refused = writer.add(path, none(), &mut &b""[..]);
        assert!(
            matches!(refused, Err(WriteError::Path { fault: f, .. }) if f == fault),
            "{path}: {refused:?}"
        );
    }
    assert!(matches!(writer.add("bagit.txt", none(), &mut &b""[..]), Err(WriteError::NotPayload { .. })));
    writer.add("data/Folder/x", none(), &mut &b"x"[..]).unwrap();
    for path in ["data/a", "data/A", "Data/q", "data/a/x", "data/folder/y", "data/Folder"] {
        let refused = writer.add(path, none(), &mut &b""[..]);
        let expected = matches!(refused, Err(WriteError::Duplicate { .. } | WriteError::NotPayload { .. }));
        assert!(expected, "{path}: {refused:?}");
    }
    let made = writer.finish(declaration(), &key).unwrap();
    let verification = BundleFile::open(&made.path).unwrap().verify(Some(&trust(&key)), NOW);
    assert_eq!(verification.failures(), []);
    let mut bundle = verification.into_verified().unwrap();
    assert_eq!(bundle.read_entry("data/b", 10).unwrap(), b"second");
    let payload: Vec<_> = bundle.contents().entries().filter(|(p, _)| p.starts_with("data/")).collect();
    assert_eq!(payload, [("data/a", 5), ("data/b", 6), ("data/Folder/x", 1)]);
}

#[test]
fn nothing_is_replaced() {
    let folder = TempDir::new().unwrap();
    let key = key();
    let first = BundleWriter::create(folder.path(), &name(), WriterOptions::default()).unwrap();
    let made = write_sample(folder.path(), &key, WriterOptions::default());
    let again = BundleWriter::create(folder.path(), &name(), WriterOptions::default());
    assert!(matches!(again, Err(WriteError::Exists { .. })));
    // Began before the other was finished.
    assert!(matches!(first.finish(declaration(), &key), Err(WriteError::Exists { .. })));
    assert_eq!(Sha256Hex::of(&std::fs::read(&made.path).unwrap()), made.sha256);
    assert_eq!(listing(folder.path()).len(), 1);
}

#[test]
fn a_bomb_is_not_written() {
    let folder = TempDir::new().unwrap();
    let mut writer = BundleWriter::create(folder.path(), &name(), WriterOptions::default()).unwrap();
    let mut zeros = io::repeat(0).take(limits::RATIO_FREE_BYTES + 1);
    let refused = writer.add("data/zeros", SourceMeta::default(), &mut zeros);
    assert!(matches!(refused, Err(WriteError::Limit { limit: "MAX_RATIO (300)", .. })), "{refused:?}");
    // One byte less is an almost empty preallocated log.
    let mut zeros = io::repeat(0).take(limits::RATIO_FREE_BYTES);
    writer.add("data/zeros", SourceMeta::default(), &mut zeros).unwrap();
    let key = key();
    let made = writer.finish(declaration(), &key).unwrap();
    assert!(BundleFile::open(&made.path).unwrap().verify(Some(&trust(&key)), NOW).into_verified().is_ok());
}

#[test]
fn names_are_clean_and_bounded() {
    let at = time::macros::datetime!(2026-03-04 07:06:07.9 +2);
    let made = |subject: &str| BundleName::new(subject, at, "X1").unwrap().as_str().to_owned();
    assert_eq!(made("../../etc"), "scepscope-_.._etc-20260304T050607Z-X1");
    assert_eq!(made("Büro PC\n"), "scepscope-B_ro_PC_-20260304T050607Z-X1");
    assert_eq!(made(""), "scepscope-_-20260304T050607Z-X1");
    assert_eq!(made(&"a".repeat(5000)).len(), 10 + 48 + 20);
    assert_eq!(BundleName::new("a", at, "a-b"), Err(NameError::BadId));
    let year_1970 = time::OffsetDateTime::UNIX_EPOCH;
    assert_eq!(BundleName::new("a", year_1970, "a"), Err(NameError::TimeOutOfRange));
    assert_eq!(evidence_path("s1", "C:\\Users\\ü\\nul.log"), "data/evidence/s1/C__Users___nul.log");
    assert_eq!(evidence_path("s1", "nul.log"), "data/evidence/s1/_nul.log");
    assert_eq!(evidence_path("..", " "), "data/evidence/_/_");
}

#[test]
fn unpacking_stays_in_its_new_folder() {
    let folder = TempDir::new().unwrap();
    let key = key();
    let made = write_sample(folder.path(), &key, WriterOptions::default());
    let mut bundle =
        BundleFile::open(&made.path).unwrap().verify(Some(&trust(&key)), NOW).into_verified().unwrap();
    let (target, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    // A link that waits where the bundle's folder goes.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(elsewhere.path(), target.path().join(ROOT)).unwrap();
        assert!(matches!(bundle.unpack_to(target.path()), Err(UnpackError::Exists { .. })));
        assert_eq!(listing(elsewhere.path()), [""; 0]);
        std::fs::remove_file(target.path().join(ROOT)).unwrap();
    }
    let root = bundle.unpack_to(target.path()).unwrap();
    assert_eq!(root, target.path().join(ROOT));
    assert_eq!(listing(target.path()), [ROOT]);
    assert_eq!(std::fs::read(root.join("data/report.json")).unwrap(), REPORT);
    assert!(matches!(bundle.unpack_to(target.path()), Err(UnpackError::Exists { .. })));
    assert_eq!(std::fs::read(root.join("data/evidence/s1/Company Portal (1).log")).unwrap(), log());
}

#[test]
fn a_file_changed_after_the_verification_does_not_pass() {
    let (folder, target) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let key = key();
    let made = write_sample(folder.path(), &key, WriterOptions::default());
    // The same bag, stored, so that a change of a byte still unpacks but for its checksum.
    let stored = rebuild(&files(&std::fs::read(&made.path).unwrap()));
    let path = folder.path().join("stored.zip");
    std::fs::write(&path, &stored).unwrap();
    let mut bundle =
        BundleFile::open(&path).unwrap().verify(Some(&trust(&key)), NOW).into_verified().unwrap();
    let at = stored.windows(REPORT.len()).position(|w| w == REPORT).unwrap();
    // A multiple of the CRC's own polynomial changes nothing in the CRC: only the digest can tell.
    let mut changed = REPORT.to_vec();
    for bit in (0..33).filter(|bit| 0x1_04c1_1db7_u64 >> (32 - bit) & 1 == 1) {
        changed[bit / 8] ^= 1 << (bit % 8);
    }
    assert_eq!(crc32fast::hash(&changed), crc32fast::hash(REPORT));
    let mut file = File::options().write(true).open(&path).unwrap();
    file.seek(SeekFrom::Start(at as u64)).unwrap();
    file.write_all(&changed).unwrap();
    assert!(matches!(bundle.report_bytes(), Err(ReadError::Changed { .. })));
    assert!(bundle.unpack_to(target.path()).is_err());
    assert_eq!(listing(target.path()), [""; 0], "what was begun is removed");
}
