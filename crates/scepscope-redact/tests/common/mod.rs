#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used, clippy::panic)]

use std::path::PathBuf;

use scepscope_redact::{Encoding, Policy, Redactor, Rules};

pub fn data(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/data").join(path)
}

pub fn redactor(policy: Policy) -> Redactor {
    Redactor::new(Rules::builtin().unwrap(), policy, [7; 32]).unwrap()
}

pub fn stream(r: &mut Redactor, input: &[u8], encoding: Encoding) -> Vec<u8> {
    let mut out = Vec::new();
    r.redact_stream(&mut &*input, encoding, &mut out).unwrap();
    out
}

pub fn learned(r: &mut Redactor, input: &[u8], encoding: Encoding) -> Vec<u8> {
    r.learn(&mut &*input, encoding).unwrap();
    stream(r, input, encoding)
}

pub fn utf16(text: &str, little: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
}

pub fn contains(hay: &[u8], needle: &[u8]) -> bool {
    memchr_find(hay, needle)
}

fn memchr_find(hay: &[u8], needle: &[u8]) -> bool {
    !needle.is_empty() && hay.len() >= needle.len() && hay.windows(needle.len()).any(|w| w == needle)
}
