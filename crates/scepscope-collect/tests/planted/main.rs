//! Secrets of every kind, planted in every format, encoding and escape: none is in the bundle.
//!
//! `./dev bench planted` plants a thousand of every kind, the ordinary run fewer, so that it ends in seconds.
//!
//! Nothing here uses the redactor's own code: the bundle is unpacked, decoded in every way that a reader could, and
//! searched as plain text.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[path = "../bundling/mod.rs"]
mod bundling;
mod decoded;
mod formats;
mod secrets;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;
use bundling::pack_options;
use scepscope_bundle::BundleFile;
use scepscope_collect::{Cancel, CheckOptions, Input, PrepareOptions, Silent, check};
use scepscope_model::Tool;
use scepscope_redact::{Encoding, Policy, Redactor, Rules};
use time::OffsetDateTime;

use formats::{Format, Planted};
use secrets::{Dice, KINDS, Secret};

/// Secrets of every kind, where `SCEPSCOPE_PLANT` names no other number.
const EACH: usize = 150;

fn each() -> usize {
    std::env::var("SCEPSCOPE_PLANT").ok().map_or(EACH, |n| n.parse().unwrap())
}

fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data").join(path)
}

/// What is planted in which format, by its name.
type Files = BTreeMap<&'static str, (&'static Format, Vec<Planted>)>;

/// Every secret in turn goes into another format, another escape and another sentence.
fn plant() -> (Vec<Secret>, Files) {
    let mut dice = Dice(20_261_103);
    let mut all = Vec::new();
    let mut files: Files = formats::ALL.iter().map(|f| (f.name, (f, Vec::new()))).collect();
    for (k, kind) in KINDS.iter().enumerate() {
        for n in 0..each() {
            let secret = kind.roll(&mut dice);
            let format = &formats::ALL[(n + k) % formats::ALL.len()];
            let escape = formats::ESCAPES[(n / formats::ALL.len() + k) % formats::ESCAPES.len()];
            let turn = n / formats::ALL.len() / formats::ESCAPES.len();
            let sentence = kind.sentence(&secret, turn + n % kind.sentences.len());
            let planted = Planted { text: formats::escaped(&sentence, escape), escape };
            files.get_mut(format.name).unwrap().1.push(planted);
            all.push(Secret { kind: kind.name, parts: kind.parts(&secret), format: format.name, escape });
        }
    }
    (all, files)
}

/// What a checked bundle of these files holds, decoded in every way.
fn packed(inputs: Vec<(String, Vec<u8>)>, home: &Path) -> Vec<Vec<u8>> {
    let count = inputs.len();
    let inputs = inputs
        .into_iter()
        .map(|(name, content)| Input::Document { name, content: Box::new(Cursor::new(content)) })
        .collect();
    let options =
        CheckOptions { since: None, tool: Tool { name: "test".to_owned(), version: "0".to_owned() } };
    let mut checked = check(inputs, &options, &Silent, &Cancel::default()).unwrap();
    assert_eq!(checked.report().sources.len(), count, "{:?}", checked.report().gaps);
    let options = pack_options(home);
    let prepare = PrepareOptions { policy: Policy::Default, ..PrepareOptions::default() };
    let packed = checked.pack(&prepare, &options, &Silent, &Cancel::default()).unwrap();
    let now = OffsetDateTime::from_unix_timestamp(1_795_000_100).unwrap();
    let mut bundle =
        BundleFile::open(Path::new(&packed.path)).unwrap().verify(None, now).into_intact().unwrap();
    let limits = bundle.contents().statement().unwrap().redaction.limits.clone();
    // A thousand of every kind are more than are searched for elsewhere, and the statement says so. Each stands where
    // its context tells it all the same.
    assert_eq!(limits.contains_key("secrets_full"), each() >= 1000, "{limits:?}");
    let root = bundle.contents().unpack_to(home).unwrap();
    let mut files = Vec::new();
    gather(&root, &mut files);
    assert_eq!(files.iter().filter(|f| f.0.contains("evidence")).count(), count);
    files.into_iter().map(|(_, content)| content).collect()
}

fn gather(folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, files);
        } else {
            files.push((path.to_str().unwrap().to_owned(), fs::read(&path).unwrap()));
        }
    }
}

/// The secrets of which a part stands in one of the texts.
fn survivors<'s>(secrets: &'s [Secret], texts: &[Vec<u8>]) -> BTreeSet<&'s Secret> {
    let needles: Vec<(&str, &Secret)> =
        secrets.iter().flat_map(|s| s.parts.iter().map(move |p| (p.as_str(), s))).collect();
    let search = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(needles.iter().map(|(part, _)| part))
        .unwrap();
    let look = |text: &Vec<u8>| -> BTreeSet<&'s Secret> {
        let variants = decoded::variants(text);
        let hits = variants.iter().flat_map(|v| search.find_overlapping_iter(v));
        hits.map(|m| needles[m.pattern()].1).collect()
    };
    let (half, rest) = texts.split_at(texts.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| half.iter().flat_map(look).collect::<BTreeSet<_>>());
        let mut found: BTreeSet<&Secret> = rest.iter().flat_map(look).collect();
        found.extend(other.join().unwrap());
        found
    })
}

fn told(found: &BTreeSet<&Secret>) -> String {
    let mut by = BTreeMap::<(&str, &str, &str), (usize, &str)>::new();
    for s in found {
        by.entry((s.kind, s.format, s.escape)).or_insert((0, s.parts[0].as_str())).0 += 1;
    }
    by.iter().map(|((k, f, e), (n, s))| format!("{n} × {k} in {f} as {e}, such as {s}\n")).collect()
}

#[test]
fn no_secret_of_any_kind_is_in_the_bundle() {
    let home = tempfile::tempdir().unwrap();
    let (secrets, files) = plant();
    assert_eq!(secrets.len(), each() * KINDS.len());
    let mut inputs = Vec::new();
    let mut others = Vec::new();
    for (format, planted) in files.values() {
        let contents = format.files(planted);
        // Proof that the search finds what is there.
        let there: Vec<Secret> = secrets.iter().filter(|s| s.format == format.name).cloned().collect();
        let seen = survivors(&there, &contents);
        let blind: BTreeSet<&Secret> = there.iter().filter(|s| !seen.contains(s)).collect();
        assert!(blind.is_empty(), "not even found where it was planted:\n{}", told(&blind));
        for (n, content) in contents.into_iter().enumerate() {
            match format.encoding {
                None => inputs.push((format!("{}-{n}.log", format.name), content)),
                Some(encoding) => others.push((encoding, content)),
            }
        }
    }
    let mut texts = packed(inputs, home.path());
    // Forms that are evidence of no device source yet go through the redactor as a bundle's sources do.
    let mut redactor = Redactor::new(Rules::builtin().unwrap(), Policy::Default, [7; 32]).unwrap();
    for (encoding, content) in &others {
        redactor.learn(&mut content.as_slice(), Encoding::for_label(encoding).unwrap()).unwrap();
    }
    for (encoding, content) in &others {
        let mut out = Vec::new();
        let encoding = Encoding::for_label(encoding).unwrap();
        redactor.redact_stream(&mut content.as_slice(), encoding, &mut out).unwrap();
        texts.push(out);
    }
    let found = survivors(&secrets, &texts);
    assert!(found.is_empty(), "{} of {} survived:\n{}", found.len(), secrets.len(), told(&found));
    // The logs themselves are still there: not everything went.
    let text: Vec<u8> = texts.concat();
    for kept in
        ["com.microsoft.omadm.Services", "profiled", "HRESULT", "/certsrv/mscep/mscep.dll", "PKIOperation"]
    {
        assert!(memchr::memmem::find(&text, kept.as_bytes()).is_some(), "{kept} is gone");
    }
    assert!(data("redaction/slots.evtx").exists());
}
