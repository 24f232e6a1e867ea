//! Whole outputs, compared with files that a person has read. After a wanted change run with
//! `SCEPSCOPE_BLESS=1`, read the difference, and commit it.

// The helpers of a test may stop it.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use scepscope_model::Report;
use scepscope_present::html::{Provenance, Signature};
use scepscope_present::{Language, Words, html, terminal};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

fn fixture(name: &str) -> Report {
    let text = std::fs::read_to_string(folder("fixtures").join(format!("{name}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn check(name: &str, actual: &str) {
    let path = folder("golden").join(name);
    if std::env::var_os("SCEPSCOPE_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == actual, "{name} differs from what is expected; got:\n{actual}");
}

#[test]
fn terminal_reports() {
    for name in ["android-dns", "windows-never-left", "ios-not-recordable"] {
        for language in Language::ALL {
            let words = Words::new(*language);
            let text = terminal::render(&fixture(name), &words, 80, false);
            for line in text.lines() {
                assert!(scepscope_present::text::columns(line) <= 80, "too wide: {line}");
            }
            check(&format!("{name}.{}.txt", language.tag()), &text);
        }
    }
}

#[test]
fn html_reports() {
    let provenance = Provenance {
        bundle: Some("scepscope-CASE-17-20240611T094500Z-k3f9.zip".into()),
        case: Some("CASE-17".into()),
        collected: Some("2024-06-11T09:45:00Z".into()),
        redaction: Some("default".into()),
        signature: Signature::UnknownKey {
            fingerprint: "SHA256:0xJrT2bZkq3l5T3Zq2m0m7uXH1yq0o9i5nYd0c7T9rA".into(),
        },
    };
    for language in Language::ALL {
        let words = Words::new(*language);
        let page = html::render(&fixture("android-dns"), &words, Some(&provenance));
        check(&format!("android-dns.{}.html", language.tag()), &page);
        let page = html::render(&fixture("ios-not-recordable"), &words, None);
        check(&format!("ios-not-recordable.{}.html", language.tag()), &page);
    }
}

#[test]
fn hostile_text_stays_text() {
    let report = fixture("hostile");
    for language in Language::ALL {
        let words = Words::new(*language);
        let text = terminal::render(&report, &words, 80, false);
        let forbidden = |c: char| {
            c != '\n'
                && (c.is_control()
                    || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'))
        };
        assert_eq!(text.find(forbidden), None, "{text}");
        assert!(text.contains("␛[31mred"), "the escape is shown, not dropped");
        let page = html::render(&report, &words, None);
        assert_eq!(page.find(forbidden), None);
        assert!(!page.contains("<script"));
        assert!(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
        assert!(page.contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"));
        assert!(!page.contains("src=") && !page.contains("href="));
    }
}

#[test]
fn colour_is_the_only_escape() {
    let words = Words::new(Language::En);
    let report = fixture("hostile");
    let painted = terminal::render(&report, &words, 80, true);
    assert!(painted.contains("\x1b[1;31m"));
    let mut bare = painted;
    for code in ["0", "1", "2", "1;32", "1;31", "36"] {
        bare = bare.replace(&format!("\x1b[{code}m"), "");
    }
    assert_eq!(bare, terminal::render(&report, &words, 80, false));
}

#[test]
fn what_is_left_out_is_counted() {
    let mut report = fixture("android-dns");
    let one = report.findings[0].clone();
    report.findings = vec![one; 203];
    let words = Words::new(Language::En);
    let text = terminal::render(&report, &words, 80, false);
    assert!(text.contains("163 more are in report.json."));
    assert!(html::render(&report, &words, None).contains("3 more are in report.json."));
    report.findings[0].evidence[0].excerpt = "x".repeat(1_000_000);
    assert!(html::render(&report, &words, None).len() < 2_000_000);
}
