//! The redaction cases, against their own lists.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::{contains, data, learned, redactor, stream, utf16};
use scepscope_redact::{Encoding, Policy};
use serde_json::Value;

fn forms(text: &str) -> [Vec<u8>; 3] {
    [text.as_bytes().to_vec(), utf16(text, true), utf16(text, false)]
}

fn check(case: &str) {
    let folder = data("cases").join(case);
    let expect: Value = serde_json::from_slice(&std::fs::read(folder.join("expect.json")).unwrap()).unwrap();
    let list = |key: &str| -> Vec<String> {
        expect[key].as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect()
    };
    let input = std::fs::read_to_string(folder.join(expect["inputs"][0].as_str().unwrap())).unwrap();
    let policy: Policy = expect["policy"].as_str().unwrap().parse().unwrap();
    let sources = [
        (Encoding::Utf8, input.as_bytes().to_vec()),
        (Encoding::Utf16Le, utf16(&format!("\u{feff}{input}"), true)),
        (Encoding::Utf16Be, utf16(&format!("\u{feff}{input}"), false)),
    ];
    for (encoding, source) in sources {
        for learn in [false, true] {
            let mut r = redactor(policy);
            let out =
                if learn { learned(&mut r, &source, encoding) } else { stream(&mut r, &source, encoding) };
            for gone in list("must_not_survive") {
                assert!(
                    forms(&gone).iter().all(|f| !contains(&out, f)),
                    "{case} {encoding:?} {learn}: {gone:.60} survived"
                );
            }
            for kept in list("must_survive") {
                assert!(
                    forms(&kept).iter().any(|f| contains(&out, f)),
                    "{case} {encoding:?} {learn}: {kept:.100} went"
                );
            }
            let lines = |bytes: &[u8]| bytes.iter().filter(|b| **b == b'\n').count();
            assert_eq!(lines(&out), lines(&source), "{case}: lines");
        }
    }
}

#[test]
fn android_syncml_token() {
    check("31-redact-android-syncml-token");
}

#[test]
fn ios_pkioperation_url() {
    check("32-redact-ios-pkioperation-url");
}
