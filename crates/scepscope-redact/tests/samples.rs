//! False replacements on the samples and cases, counted: what is replaced there and is nobody's data.
//!
//! Every value that is replaced was looked at once; `reviewed.tsv` holds the verdict (`personal`, `secret` or `false`).
//! The number of false ones per file is in `false-replacements.tsv` and must not grow; a file that is not listed there
//! is named and passed over. A value that nobody looked at fails the test. `SCEPSCOPE_BLESS=1` adds it as `?`, and
//! every file, and writes the counts anew: look at it, and give the verdict.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use common::{data, redactor};
use scepscope_redact::{Encoding, Policy};

const BLESS: &str = "SCEPSCOPE_BLESS";
/// Of these kinds whole structures are replaced; the value itself says nothing in a table.
const BY_STRUCTURE: [&str; 4] = ["pkioperation", "csr", "encoded", "private-key"];

fn table(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

fn texts() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for root in ["samples", "cases"] {
        let mut folders = vec![data(root)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Some(text) = text(&path) {
                    let name = path.strip_prefix(data("")).unwrap().to_str().unwrap().to_owned();
                    found.push((name, text));
                }
            }
        }
    }
    found.sort();
    found
}

/// The text of a log; none for what is binary or tells about the samples.
fn text(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let extension = name.rsplit('.').next()?;
    if name.ends_with("expect.json")
        || name.ends_with("expected.json")
        || ["md", "evtx", "gz", "der", "pkcs7", "crt", "asl", "zip", "cab"].contains(&extension)
    {
        return None;
    }
    let bytes = fs::read(path).unwrap();
    let label = match bytes.as_slice() {
        [0xff, 0xfe, ..] => "utf-16le",
        [0xfe, 0xff, ..] => "utf-16be",
        _ if name.contains("cp932") => "shift_jis",
        _ => "utf-8",
    };
    Some(encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().decode(&bytes).0.into_owned())
}

/// What is replaced in a text by the default policy, with how often.
fn replaced(text: &str) -> BTreeMap<(String, String), usize> {
    let mut r = redactor(Policy::Default);
    r.learn(&mut text.as_bytes(), Encoding::Utf8).unwrap();
    r.refresh().unwrap();
    let mut found = BTreeMap::new();
    for line in text.lines() {
        for span in r.preview_line(line) {
            let kind = span.kind.id().to_owned();
            let value = &line[span.range];
            let value = if BY_STRUCTURE.contains(&kind.as_str()) { "…" } else { value };
            let value: String =
                value.chars().take(80).map(|c| if c.is_control() { '·' } else { c }).collect();
            *found.entry((kind, value)).or_insert(0) += 1;
        }
    }
    found
}

fn read(name: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(table(name)).unwrap_or_default();
    text.lines().map(|l| l.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn false_replacements_on_the_samples_do_not_grow() {
    let mut verdicts: BTreeMap<(String, String), String> = read("reviewed.tsv")
        .into_iter()
        .map(|row| ((row[0].clone(), row[1].clone()), row[2].clone()))
        .collect();
    let allowed: BTreeMap<String, usize> = read("false-replacements.tsv")
        .into_iter()
        .map(|row| (row[0].clone(), row[1].parse().unwrap()))
        .collect();
    let bless = std::env::var_os(BLESS).is_some();
    let (mut unknown, mut counts, mut total) = (BTreeSet::new(), BTreeMap::new(), 0);
    let texts = texts();
    for (name, text) in &texts {
        if !bless && !allowed.contains_key(name) {
            println!("not looked at yet: {name}");
            continue;
        }
        counts.insert(name.clone(), 0);
        for (what, times) in replaced(text) {
            total += times;
            match verdicts.get(&what).map(String::as_str) {
                Some("false") => *counts.entry(name.clone()).or_insert(0) += times,
                Some("personal" | "secret") => {}
                _ => {
                    unknown.insert(what);
                }
            }
        }
    }
    assert!(counts.len() > 150, "samples are missing: only {} found", counts.len());
    if bless {
        verdicts.extend(unknown.iter().map(|what| (what.clone(), "?".to_owned())));
        let rows: String =
            verdicts.iter().map(|((k, v), verdict)| format!("{k}\t{v}\t{verdict}\n")).collect();
        fs::write(table("reviewed.tsv"), rows).unwrap();
        let rows: String = counts.iter().map(|(name, n)| format!("{name}\t{n}\n")).collect();
        fs::write(table("false-replacements.tsv"), rows).unwrap();
    }
    let wrong: usize = counts.values().sum();
    println!("{} files, {total} replacements, {wrong} of them false", counts.len());
    counts.iter().filter(|(_, n)| **n > 0).for_each(|(name, n)| println!("{n:>7} false in {name}"));
    assert!(unknown.is_empty(), "nobody looked at these yet: {unknown:#?}");
    for (name, n) in &counts {
        let most = allowed.get(name).copied().unwrap_or_default();
        assert!(*n <= most, "{name}: {n} false replacements, {most} are known");
    }
}
