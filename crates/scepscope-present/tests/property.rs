//! Whatever text a report holds, nothing breaks out of the terminal's lines or the page's text.

// The helpers of a test may stop it.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use scepscope_model::Report;
use scepscope_present::text::{columns, neutralise, wrap};
use scepscope_present::{Language, Words, html, terminal};
use serde_json::Value;

/// Strings that hold what matters: controls, markup, bidirectional marks, wide characters.
fn nasty() -> impl Strategy<Value = String> {
    let special = prop::sample::select(vec![
        "\u{1b}[2J",
        "\u{1b}]8;;http://x\u{7}",
        "\u{9b}31m",
        "<script>",
        "</pre>",
        "\"'>",
        "&lt;",
        "{ $host }",
        "\u{202e}",
        "\u{2066}",
        "\u{0}",
        "\r\n",
        "日本語",
        "👩‍👩‍👧",
        "://",
        "@",
        "]]>",
        "<!--",
        "\u{feff}",
    ]);
    prop::collection::vec(prop_oneof![special.prop_map(str::to_owned), any::<String>()], 0..6)
        .prop_map(|parts| parts.concat())
}

/// Fields whose values the model fixes.
const FIXED: [&str; 19] = [
    "cause",
    "confidence",
    "platform",
    "kind",
    "clock",
    "time",
    "first",
    "last",
    "started",
    "ended",
    "level",
    "state",
    "outcome",
    "reached_ndes",
    "asked_as",
    "step",
    "result",
    "not_before",
    "not_after",
];

fn replace(value: &mut Value, text: &str) {
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                match (key.as_str(), &*value) {
                    ("challenge_presented" | "roles", _) => {}
                    ("locator", _) => *value = Value::String(format!("{text}:7")),
                    ("id", Value::String(id)) if id.contains('_') && !id.contains('.') => {}
                    (key, Value::String(_)) if FIXED.contains(&key) => {}
                    _ => replace(value, text),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, text)),
        Value::String(string) => *string = text.to_owned(),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_breaks_out(text in nasty(), width in 0usize..200) {
        for fixture in ["android-dns", "windows-never-left", "ios-not-recordable", "hostile"] {
            let path = format!("{}/tests/fixtures/{fixture}.json", env!("CARGO_MANIFEST_DIR"));
            let mut value: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
            replace(&mut value, &text);
            let report: Report = serde_json::from_value(value).unwrap();
            let words = Words::new(Language::Ja);
            let shown = terminal::render(&report, &words, width, false);
            prop_assert!(!shown.chars().any(|c| c != '\n' && c.is_control()));
            let page = html::render(&report, &words, None);
            prop_assert!(!page.chars().any(|c| c != '\n' && c.is_control()));
            prop_assert!(!page.contains("<script") && !page.contains("<!--"));
            assert_only_known_tags(&page);
        }
    }

    #[test]
    fn neutralised_text_is_bounded_and_harmless(text in nasty(), max in 1usize..40) {
        let clean = neutralise(&text, max);
        prop_assert!(clean.chars().count() <= max);
        prop_assert!(!clean.chars().any(char::is_control));
    }

    #[test]
    fn wrapping_keeps_every_character_and_the_width(text in "[a-z日本語。、「」 ]{0,120}", width in 2usize..60) {
        let lines = wrap(&text, width);
        let squeeze = |s: &str| s.replace(' ', "");
        prop_assert_eq!(squeeze(&lines.concat()), squeeze(&text));
        prop_assert!(lines.iter().all(|l| columns(l) <= width));
    }
}

/// Every `<` of the page begins a tag that this program writes.
fn assert_only_known_tags(page: &str) {
    const TAGS: [&str; 43] = [
        "!doctype", "html", "head", "meta", "title", "style", "body", "main", "header", "p", "h1", "h2",
        "h3", "h4", "section", "ol", "ul", "li", "svg", "circle", "rect", "path", "span", "aside", "pre",
        "bdi", "dl", "div", "dt", "dd", "article", "code", "time", "table", "thead", "tbody", "tr", "th",
        "td", "br", "details", "summary", "footer",
    ];
    for piece in page.split('<').skip(1) {
        let name: String = piece
            .trim_start_matches('/')
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '!')
            .collect();
        assert!(TAGS.contains(&name.as_str()), "<{piece}");
    }
}
