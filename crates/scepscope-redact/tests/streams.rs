//! Blocks, limits, encodings, samples.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;

use common::{contains, data, learned, redactor, stream, utf16};
use proptest::prelude::*;
use regex::Regex;
use scepscope_redact::{Encoding, HELD_LIMIT, Kind, LINE_LIMIT, Policy};

fn case(path: &str) -> Vec<u8> {
    std::fs::read(data("cases").join(path)).unwrap()
}

#[test]
fn block_borders_do_not_matter() {
    let mut text = case("31-redact-android-syncml-token/OMADM.log");
    text.extend(case("32-redact-ios-pkioperation-url/console.txt"));
    text.extend(b"-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG\nabc\n-----END PRIVATE KEY-----\nlast line of user helena@adatum.example");
    for encoding in [Encoding::Utf8, Encoding::Utf16Le] {
        let source = if encoding == Encoding::Utf8 {
            text.clone()
        } else {
            utf16(std::str::from_utf8(&text).unwrap(), true)
        };
        let whole = learned(&mut redactor(Policy::Default), &source, encoding);
        for block in [1, 7, 1000] {
            let mut r = redactor(Policy::Default);
            r.set_block(block);
            assert!(learned(&mut r, &source, encoding) == whole, "block of {block}");
        }
    }
}

#[test]
fn twice_is_once() {
    for path in ["31-redact-android-syncml-token/OMADM.log", "32-redact-ios-pkioperation-url/console.txt"] {
        for policy in [Policy::Default, Policy::Strict, Policy::None] {
            let once = learned(&mut redactor(policy), &case(path), Encoding::Utf8);
            let mut r = redactor(policy);
            let twice = learned(&mut r, &once, Encoding::Utf8);
            assert_eq!(
                String::from_utf8_lossy(&twice),
                String::from_utf8_lossy(&once),
                "{policy} {:?}",
                r.counts()
            );
        }
    }
}

#[test]
fn the_first_file_too() {
    let (first, last) = (b"profile of olumbeki7 failed\n", b"path /Users/olumbeki7/Library\n");
    let mut r = redactor(Policy::Default);
    for source in [&first[..], &last[..]] {
        r.learn(&mut &*source, Encoding::Utf8).unwrap();
    }
    assert!(!contains(&stream(&mut r, first, Encoding::Utf8), b"olumbeki7"));
    assert_eq!(r.counts().of(Kind::User), 1);
    r.learn_text("Computer: LT-0422.adatum.example");
    let out = r.redact_text("Computer: LT-0422.adatum.example, subject LT-0422.adatum.example").into_owned();
    let names: Vec<&str> = out.split([' ', ',']).filter(|w| w.starts_with("device-")).collect();
    assert!(names.len() == 2 && names[0] == names[1], "{out}");
}

#[test]
fn a_line_over_the_limit_is_redacted_in_pieces() {
    let secret = "helena.lindqvist@adatum.example ";
    let token = format!("<Challenge>{}</Challenge>", "A1".repeat(2000));
    let mut line = String::new();
    while line.len() < 3 * LINE_LIMIT {
        line += secret;
        line += &token;
        line += "<x/>";
    }
    let mut r = redactor(Policy::Default);
    let out = stream(&mut r, format!("{line}\nnext olu@adatum.example\n").as_bytes(), Encoding::Utf8);
    assert!(!contains(&out, b"lindqvist") && !contains(&out, b"A1A1") && !contains(&out, b"olu@"));
    assert_eq!(r.counts().long_lines, 1);
    assert_eq!(r.counts().of(Kind::Challenge) as usize, line.matches("<Challenge>").count());
    let mut tiny = redactor(Policy::Default);
    tiny.set_block(4099);
    assert!(
        stream(&mut tiny, format!("{line}\nnext olu@adatum.example\n").as_bytes(), Encoding::Utf8) == out
    );
}

#[test]
fn a_wrapped_value_over_the_limit_is_dropped() {
    let lines = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0NTY3\n"
        .repeat(HELD_LIMIT / 40);
    let mut r = redactor(Policy::Default);
    let out = stream(&mut r, format!("<data>\n{lines}</data>\n").as_bytes(), Encoding::Utf8);
    assert!(!contains(&out, b"QUJDREVG"));
    assert_eq!((r.counts().oversized, r.counts().of(Kind::Encoded)), (1, 1));
}

#[test]
fn utf16_stays_utf16_to_the_last_byte() {
    for little in [true, false] {
        let encoding = if little { Encoding::Utf16Le } else { Encoding::Utf16Be };
        let mut source = utf16("\u{feff}岡田 😀 x\r\n", little);
        source.extend(if little { [0x00, 0xd8, 0x41, 0x00] } else { [0xd8, 0x00, 0x00, 0x41] });
        source.push(0x7a);
        for block in [1, 3, 4096] {
            let mut r = redactor(Policy::Default);
            r.set_block(block);
            assert_eq!(stream(&mut r, &source, encoding), source);
        }
    }
    let sjis = Encoding::for_label("shift_jis").unwrap();
    let source = [&b"\x83R\x83\x93\x83s\x83\x85\x81[\x83^\x81[: DEV-LT-0422\r\n"[..]].concat();
    let out = stream(&mut redactor(Policy::Default), &source, sjis);
    let text = String::from_utf8(out).unwrap();
    assert!(text.starts_with("コンピューター: device-") && text.ends_with("\r\n"), "{text}");
    assert_eq!(
        stream(&mut redactor(Policy::Default), b"a\xff\xfe\x80b\n", Encoding::Utf8),
        b"a\xff\xfe\x80b\n"
    );
}

#[test]
fn der_in_base64_goes_by_what_it_is() {
    use base64::Engine as _;
    let der = |name: &str| std::fs::read(data("samples/scep-server").join(name)).unwrap();
    let base64 = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    let wrapped = |text: &str| {
        text.as_bytes().chunks(64).map(|c| std::str::from_utf8(c).unwrap()).collect::<Vec<_>>().join("\n")
    };
    let message = der("micromdm-PKCSReq.der");
    let text = base64(&message);
    let mut r = redactor(Policy::None);
    let out = r.redact_text(&format!("body {text} end")).into_owned();
    // sha256sum of the sample.
    assert_eq!(out, "body [pkioperation:2461-bytes:sha256-0c7a105ec9d1037e] end");
    let out = r.redact_text(&format!("body\n{}\nend", wrapped(&text))).into_owned();
    assert_eq!(out.trim_end_matches("end").trim(), "body\n[pkioperation:2461-bytes:sha256-0c7a105ec9d1037e]");
    let certificate = format!("<data>\n{}\n</data>", wrapped(&base64(&der("micromdm-ca.crt"))));
    assert_eq!(redactor(Policy::Strict).redact_text(&certificate), certificate);
    // PKCS#8 of an Ed25519 key (RFC 8410, section 10.3).
    let key = "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC";
    assert_eq!(r.redact_text(&format!("key {key} end")), "key [dropped:private-key] end");
}

/// What must stay: URLs without secrets, thumbprints, result codes, times, names of profiles.
fn protected(text: &str) -> BTreeMap<String, usize> {
    let kept = Regex::new(concat!(
        r"(?i)\bhttps?://[a-z0-9.<>-]+/[a-z0-9/._-]*|\b(?:[0-9A-F]{40}|[0-9A-F]{64})\b|\b0x[0-9a-f]{3,16}\b|",
        r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?|ModelName=AC_[0-9a-z_%/-]+;Hash=-?\d+|failInfo=\w+|pkiStatus=\w+|",
        r"\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?|\b1\.3\.6\.1[0-9.]+|S-1-5-(?:18|19|20)\b"
    ));
    let mut all = BTreeMap::new();
    for m in kept.unwrap().find_iter(text) {
        *all.entry(m.as_str().to_owned()).or_insert(0) += 1;
    }
    all
}

#[test]
fn what_must_stay_stays_in_the_samples_and_cases() {
    let (mut files, mut items) = (0, 0);
    let mut wrong = Vec::new();
    let folders: Vec<_> = std::fs::read_dir(data("samples"))
        .unwrap()
        .chain(std::fs::read_dir(data("cases")).unwrap())
        .collect();
    for folder in folders {
        let Ok(entries) = std::fs::read_dir(folder.unwrap().path()) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            let name = path.to_string_lossy().into_owned();
            let ends = |list: &[&str]| list.iter().any(|e| name.ends_with(e));
            if !ends(&[".log", ".txt", ".xml", ".csv", ".svclog", ".md", ".ndjson"]) || name.contains("cp932")
            {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let encoding = if bytes.starts_with(&[0xff, 0xfe]) { Encoding::Utf16Le } else { Encoding::Utf8 };
            let text = |b: &[u8]| match encoding {
                Encoding::Utf16Le => String::from_utf16_lossy(
                    &b.chunks_exact(2).map(|p| u16::from_le_bytes([p[0], p[1]])).collect::<Vec<_>>(),
                ),
                _ => String::from_utf8_lossy(b).into_owned(),
            };
            let out = learned(&mut redactor(Policy::Default), &bytes, encoding);
            let (before, after) = (protected(&text(&bytes)), protected(&text(&out)));
            files += 1;
            for (item, n) in before {
                items += n;
                if after.get(&item).copied().unwrap_or(0) < n {
                    wrong.push(format!("{name}: {item}"));
                }
            }
        }
    }
    assert!(files > 60 && items > 3000, "{files} files, {items} items");
    assert_eq!(wrong, Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_pass(bytes in prop::collection::vec(any::<u8>(), 0..600), block in 1usize..64) {
        for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::for_label("shift_jis").unwrap()] {
            let mut r = redactor(Policy::Strict);
            r.set_block(block);
            let out = learned(&mut r, &bytes, encoding);
            prop_assert!(!bytes.is_empty() || out.is_empty());
        }
    }

    #[test]
    fn any_mix_is_redacted_once(
        parts in prop::collection::vec(prop::sample::select(vec![
            "<Challenge>s3cr3t1</Challenge>", "<Challenge>\n  s3cr3t1\n</Challenge>", "[dn=CN=h.lindqvist; serial=1]",
            "user helena@adatum.example", "mail=helena%40adatum.example", "&amp;lt;Challenge&amp;gt;s3cr3t1&amp;lt;/Challenge&amp;gt;",
            "\"upn\":\"helena\\u0040adatum.example\"", "address 10.0.1.7", "\n-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n",
            "password=s3cr3t1", "operation=PKIOperation&message=MIAGCSqGSIb3DQEHAqCAMIACAQExDzANBglghkgBZQMEAgMFADCABgkq",
            "S-1-5-21-1-2-3-4", "[dropped:challenge]", "upn-0123abcd", "C:\\Users\\hlind\\x", "serial number RZ8N70QK4VD", "May 23 14:15:30 x",
            "dXNlciBoZWxlbmFAYWRhdHVtLmV4YW1wbGUgaXMgaGVyZQ==", "plain words", "fe80::1%13", "\0h\0e\0l\0l\0o",
        ]), 0..16),
        joints in prop::collection::vec(prop::sample::select(vec![" ", "\n", "\r\n", ", ", "\t"]), 16),
        policy in prop::sample::select(vec![Policy::Default, Policy::Strict, Policy::None]),
    ) {
        let text: String = parts.iter().zip(&joints).flat_map(|(p, j)| [*p, *j]).collect();
        // Words that announce a value, such as a lone `Bearer`, are left out above: before another part they make a
        // value of it in the second pass only. Nothing shows by that; what is replaced differs.
        let once = redactor(policy).redact_text(&text).into_owned();
        let twice = redactor(policy).redact_text(&once).into_owned();
        prop_assert!(!once.contains("s3cr3t1") && !once.contains("MIGH"), "{}", once);
        prop_assert!(policy == Policy::None || !once.contains("helena"), "{}", once);
        prop_assert_eq!(once, twice);
    }
}

/// The sources learned by so many learners in turn, and everything redacted then.
fn learned_by(learners: usize, sources: &[String]) -> (Vec<Vec<u8>>, Vec<(String, String)>) {
    let mut r = common::redactor(Policy::Default);
    if learners == 0 {
        for source in sources {
            r.learn(&mut source.as_bytes(), Encoding::Utf8).unwrap();
        }
    } else {
        let mut all: Vec<_> = (0..learners).map(|_| r.learner().unwrap()).collect();
        for (n, source) in sources.iter().enumerate() {
            let mut learned = scepscope_redact::Learned::default();
            all[n % learners].learn(&mut source.as_bytes(), Encoding::Utf8, &mut learned).unwrap();
            r.absorb(learned);
        }
    }
    let shown = sources.iter().map(|s| s.get(..2000).unwrap_or(s));
    let redacted = shown.map(|s| common::stream(&mut r, s.as_bytes(), Encoding::Utf8)).collect();
    let mut map: Vec<_> = r.map().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
    map.sort();
    (redacted, map)
}

#[test]
fn how_many_learn_changes_nothing() {
    let person = |n: usize| {
        format!("user p{n:05}.muster{n}@example-{}.test did it from 10.0.{}.{}\n", n % 7, n % 200, n % 250)
    };
    let few: Vec<String> = (0..9).map(|s| (s * 3..s * 3 + 8).map(person).collect()).collect();
    // More than the map holds: the first ones are kept, whoever finds them.
    let share = scepscope_redact::ORIGINALS_LIMIT / 8;
    let many: Vec<String> = (0..5).map(|s| (s * share..(s + 2) * share).map(person).collect()).collect();
    for (sources, full) in [(few, false), (many, true)] {
        let alone = learned_by(0, &sources);
        assert_eq!(alone.1.len() == scepscope_redact::ORIGINALS_LIMIT, full, "{}", alone.1.len());
        for learners in [1, 3] {
            assert!(learned_by(learners, &sources) == alone, "{learners}");
        }
    }
}
