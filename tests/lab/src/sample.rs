//! Sample bundles of any size, and a chance that can be repeated.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rand_core::OsRng;
use scepscope_bundle::{
    BundleName, BundleWriter, Declaration, Recipient, Redaction, RedactionPolicy, SoftwareKey, SourceMeta,
    WriterOptions,
};
use scepscope_model::Tool;
use time::OffsetDateTime;

/// Numbers that look random and are the same for the same seed (xorshift64*).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// From a seed; any number will do.
    pub fn new(seed: u64) -> Chance {
        Chance(seed ^ 0x9E37_79B9_7F4A_7C15 | 1)
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.draw() % end.max(1)
    }
}

/// Bytes that don't compress.
struct Noise {
    chance: Chance,
    left: u64,
}

impl Read for Noise {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = usize::try_from(self.left).unwrap_or(usize::MAX).min(out.len());
        for piece in out.get_mut(..n).unwrap_or_default().chunks_mut(8) {
            let bytes = self.chance.draw().to_le_bytes();
            piece.copy_from_slice(&bytes[..piece.len()]);
        }
        self.left -= n as u64;
        Ok(n)
    }
}

/// A signed bundle with about `bytes` of evidence that does not compress.
pub fn bundle(folder: &Path, bytes: u64, chance: &mut Chance) -> PathBuf {
    noisy(folder, bytes, chance, Vec::new())
}

/// The same, encrypted.
pub fn sealed_bundle(folder: &Path, bytes: u64, chance: &mut Chance, recipient: Recipient) -> PathBuf {
    noisy(folder, bytes, chance, vec![recipient])
}

fn noisy(folder: &Path, bytes: u64, chance: &mut Chance, recipients: Vec<Recipient>) -> PathBuf {
    let mut noise = Noise { chance: Chance::new(chance.draw()), left: bytes };
    write(folder, chance, recipients, b"{}", "noise.bin", &mut noise)
}

/// A signed bundle with this report and this log, of a device of its own.
pub fn bundle_of(folder: &Path, chance: &mut Chance, report: &[u8], log: &[u8]) -> PathBuf {
    write(folder, chance, Vec::new(), report, "device.log", &mut &*log)
}

fn write(
    folder: &Path,
    chance: &mut Chance,
    recipients: Vec<Recipient>,
    report: &[u8],
    name: &str,
    evidence: &mut dyn Read,
) -> PathBuf {
    let id: String = format!("{:012x}", chance.draw() >> 16);
    let created = OffsetDateTime::from_unix_timestamp(1_795_000_000).unwrap();
    let bundle = BundleName::new("T-1", created, &id).unwrap();
    let options = WriterOptions { recipients, ..WriterOptions::default() };
    let mut writer = BundleWriter::create(folder, &bundle, options).unwrap();
    writer.add("data/report.json", SourceMeta::default(), &mut &*report).unwrap();
    writer.add(&format!("data/evidence/s1/{name}"), SourceMeta::default(), &mut &mut *evidence).unwrap();
    let declaration = Declaration {
        case: Some("T-1".to_owned()),
        tool: Tool { name: "scepscope".to_owned(), version: "0.0.0".to_owned() },
        request: None,
        redaction: Redaction {
            policy: RedactionPolicy::Default,
            counts: BTreeMap::new(),
            limits: BTreeMap::new(),
        },
        gaps: Vec::new(),
        device_ids: Vec::new(),
        clock: None,
    };
    writer.finish(declaration, &SoftwareKey::generate(&mut OsRng).unwrap()).unwrap().path
}
