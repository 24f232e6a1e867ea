//! The Fluent files: whole, complete, and the same in every language.

// The helpers of a test may stop it.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use scepscope_model::{Cause, CheckId, Confidence, Level, Milestone, MilestoneState, Outcome, Platform};
use scepscope_present::{Language, Words, WordsError};

/// Message or `message.attribute` (terms with `-`), to the variables it takes.
type Inventory = BTreeMap<String, BTreeSet<String>>;

fn inventory(language: Language) -> Inventory {
    let mut all = Inventory::new();
    for (name, source) in language.resources() {
        let tree = fluent_syntax::parser::parse(*source).unwrap_or_else(|(_, e)| panic!("{name}: {e:?}"));
        for entry in &tree.body {
            let (id, value, attributes) = match entry {
                Entry::Message(m) => (m.id.name.to_owned(), m.value.as_ref(), &m.attributes),
                Entry::Term(t) => (format!("-{}", t.id.name), Some(&t.value), &t.attributes),
                Entry::Junk { content } => panic!("{name}: junk {content}"),
                _ => continue,
            };
            let mut add = |id: String, pattern: Option<&Pattern<&str>>| {
                let mut variables = BTreeSet::new();
                if let Some(pattern) = pattern {
                    collect(pattern, &mut variables);
                }
                assert!(all.insert(id.clone(), variables).is_none(), "{name}: {id} twice");
            };
            for attribute in attributes {
                add(format!("{id}.{}", attribute.id.name), Some(&attribute.value));
            }
            add(id, value);
        }
    }
    all
}

fn collect(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            let inline = match expression {
                Expression::Inline(inline) => inline,
                Expression::Select { selector, variants } => {
                    variants.iter().for_each(|v| collect(&v.value, variables));
                    selector
                }
            };
            if let InlineExpression::VariableReference { id } = inline {
                variables.insert(id.name.to_owned());
            }
        }
    }
}

fn translations() -> impl Iterator<Item = Language> {
    Language::ALL.iter().copied().filter(|language| *language != Language::En)
}

#[test]
fn languages_hold_the_same_messages_with_the_same_variables() {
    let english = inventory(Language::En);
    assert!(english.len() > 300);
    for language in translations() {
        let translated = inventory(language);
        for (id, variables) in &english {
            assert_eq!(translated.get(id), Some(variables), "{language:?}: {id}");
        }
        let strangers: Vec<&String> = translated.keys().filter(|id| !english.contains_key(*id)).collect();
        assert!(strangers.is_empty(), "{language:?}: {strangers:?}");
    }
}

#[test]
fn every_cause_has_its_four_parts_and_no_stranger_has() {
    for language in Language::ALL {
        let words = Words::new(*language);
        for cause in Cause::ALL {
            let id = format!("cause-{}", cause.id().replace('_', "-"));
            for part in ["", ".what", ".user", ".fix"] {
                let text = words.try_get(&format!("{id}{part}"), &[]).unwrap();
                assert!(!text.trim().is_empty() && !text.contains('!'), "{id}{part}: {text}");
            }
            let fix = words.try_get(&format!("{id}.fix"), &[]).unwrap();
            for (n, line) in fix.lines().enumerate() {
                assert!(line.starts_with(&format!("{}. ", n + 1)), "{id}: {line}");
            }
            assert_eq!(words.fix_steps(*cause).len(), fix.lines().count());
        }
        let known =
            inventory(*language).keys().filter(|k| k.starts_with("cause-") && !k.contains('.')).count();
        assert_eq!(known, Cause::ALL.len());
    }
}

/// Words that belong to administrators, not into a sentence for everybody.
const JARGON: [&str; 14] = [
    "SCEP", "NDES", "TLS", "DNS", "HTTP", "CSR", "GetCA", "PKI", "IIS", "CertRep", "URL", "HRESULT", "nonce",
    "CRL",
];

#[test]
fn sentences_for_everybody_hold_no_jargon_and_no_exclamation() {
    for language in Language::ALL {
        let words = Words::new(*language);
        for id in inventory(*language).keys() {
            let for_everybody =
                id.starts_with("verdict-") || (id.starts_with("cause-") && id.ends_with(".user"));
            if !for_everybody {
                continue;
            }
            let args = [("host", "h.example".into()), ("title", "t".into()), ("step", "s".into())];
            let text = words.try_get(id, &args).unwrap();
            assert!(!text.contains(['!', '！']), "{id}: {text}");
            for word in JARGON {
                assert!(!text.contains(word), "{id}: {text}");
            }
        }
    }
}

/// Beginnings of ids that stand in this crate's source as they are.
const OWN: [&str; 10] = [
    "verdict-",
    "report-",
    "stop-",
    "clock-",
    "level-",
    "provenance-",
    "probe-",
    "inspection-",
    "found-",
    "expected-",
];

/// Checks that can be wrong without a cause of the vocabulary.
const CHECKS_WITH_A_FIX: [CheckId; 7] = [
    CheckId::AppPool,
    CheckId::ServiceAccountRights,
    CheckId::RaCertificates,
    CheckId::RaKeys,
    CheckId::PolicyModuleCertificate,
    CheckId::PolicyModuleCertificateUse,
    CheckId::ConnectorServices,
];

/// Reasons of the inspection.
const UNREAD: [&str; 12] = [
    "not_read_live",
    "not_in_export",
    "not_there",
    "access_denied",
    "damaged",
    "empty",
    "not_on_this_server",
    "log_missing",
    "log_switched_off",
    "no_ra_certificate",
    "issuer_not_in_stores",
    "no_key_identifier",
];

#[test]
fn every_id_that_the_code_makes_exists() {
    let all = inventory(Language::En);
    let dashed = |prefix: &str, id: &str| format!("{prefix}-{}", id.replace('_', "-"));
    let mut ids = Vec::new();
    ids.extend(Milestone::ALL.iter().flat_map(|m| {
        let id = dashed("milestone", m.id());
        [format!("{id}.question"), id]
    }));
    ids.extend(MilestoneState::ALL.iter().flat_map(|s| {
        let id = dashed("state", s.id());
        [format!("{id}.meaning"), id]
    }));
    ids.extend(Outcome::ALL.iter().map(|o| dashed("outcome", o.id())));
    ids.extend(Confidence::ALL.iter().map(|c| dashed("confidence", c.id())));
    ids.extend(Platform::ALL.iter().map(|p| dashed("platform", p.id())));
    ids.extend(["yes", "no", "unknown"].map(|a| dashed("answer", a)));
    for kind in [
        "evtx",
        "event_xml",
        "event_text",
        "event_csv",
        "omadm",
        "cloud_extension",
        "logcat",
        "unified_log",
        "console_text",
        "syslog",
        "mc_state",
        "iis_w3c",
        "http_err",
        "ndes_plugin",
        "svclog",
        "setup_msi",
        "registry_export",
        "mdm_diag_report",
        "journal",
        "device_facts",
        "unknown",
    ] {
        ids.push(dashed("kind", kind));
    }
    for code in [
        "no-input",
        "nothing-readable",
        "path-not-found",
        "path-unreadable",
        "not-a-log",
        "output-not-writable",
        "disk-full",
        "cancelled",
        "bundle-refused",
        "bundle-changed",
        "signature-unknown",
        "signature-invalid",
        "key-unusable",
        "internal",
    ] {
        ids.extend([format!("error-{code}-what"), format!("error-{code}-next")]);
    }
    ids.extend(
        [
            "dns",
            "proxy",
            "tcp",
            "tls",
            "revocation",
            "plain_get",
            "get_ca_caps",
            "get_ca_cert",
            "get_next_ca_cert",
            "long_query",
        ]
        .map(|step| dashed("probestep", step)),
    );
    ids.extend(
        [
            "total_time",
            "the_proxy_looks_up_the_name",
            "no_answer_to_the_plain_request",
            "the_short_query_was_not_answered",
            "not_an_address_to_ask",
            "limit",
            "local_address",
        ]
        .map(|reason| dashed("probereason", reason)),
    );
    ids.extend(CheckId::ALL.iter().map(|check| dashed("check", check.id())));
    ids.extend(CHECKS_WITH_A_FIX.iter().map(|check| format!("{}.fix", dashed("check", check.id()))));
    ids.extend(UNREAD.iter().map(|reason| dashed("unread", reason)));
    // Every id that stands in this crate's source as a whole literal.
    for source in [
        include_str!("../src/verdict.rs"),
        include_str!("../src/path.rs"),
        include_str!("../src/terminal.rs"),
        include_str!("../src/words.rs"),
        include_str!("../src/probe.rs"),
        include_str!("../src/inspection.rs"),
        include_str!("../src/html/inspection.rs"),
        include_str!("../src/html/sections.rs"),
        include_str!("../src/html/path.rs"),
        include_str!("../src/html/escape.rs"),
    ] {
        let literals = source.split('"').skip(1).step_by(1);
        ids.extend(
            literals
                .filter(|l| OWN.iter().chain(&["gap-"]).any(|p| l.starts_with(p) && l.len() > p.len()))
                .filter(|l| l.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
                .filter(|l| !l.ends_with('-'))
                .map(str::to_owned),
        );
    }
    assert!(ids.len() > 150);
    let missing: Vec<&String> = ids.iter().filter(|id| !all.contains_key(*id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    // And none of this crate's own messages stands unused.
    let used: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    let unused: Vec<&String> = all
        .keys()
        .filter(|id| {
            OWN.iter()
                .chain(&["milestone-", "kind-", "probestep-", "probereason-", "check-", "unread-"])
                .any(|p| id.starts_with(p))
        })
        .filter(|id| !id.contains('.') && !used.contains(id.as_str()))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn sentences_with_a_host_have_a_form_without() {
    for (id, variables) in inventory(Language::En) {
        if id.starts_with("verdict-") && variables.contains("host") {
            assert!(inventory(Language::En).contains_key(&format!("{id}.nohost")), "{id}");
        }
    }
}

#[test]
fn the_wording_of_the_style_guide() {
    let said = |language, id: &str| Words::new(language).get(id, &[("host", "scep.example".into())]);
    assert_eq!(said(Language::De, "window-preview-exact"), "Genau das wird gesendet.");
    assert_eq!(said(Language::Fr, "verdict-name"), "Cet appareil ne trouve pas le serveur scep.example.");
    assert_eq!(said(Language::Es, "verdict-succeeded.next"), "No tiene que hacer nada.");
    let table = [
        (
            "window-start",
            "Find out why this device has no certificate",
            "この端末に証明書が届かない原因を調べます",
        ),
        ("verdict-succeeded", "The certificate is installed.", "証明書はインストールされています。"),
        ("verdict-succeeded.next", "Nothing to do.", "対応は不要です。"),
        (
            "verdict-name",
            "This device can't find the server scep.example.",
            "サーバー scep.example が見つかりません。",
        ),
        (
            "cause-dns-failure.user",
            "Check the network, or send the report to your administrator.",
            "ネットワークを確認するか、レポートを管理者に送信してください。",
        ),
        (
            "verdict-never-left",
            "The request was prepared but never left this device.",
            "要求は作成されましたが、端末から送信されていません。",
        ),
        (
            "verdict-not-recordable",
            "The log does not record these steps at its current level, so nothing can be said about them yet.",
            "現在のログレベルではこの手順が記録されないため、まだ判断できません。",
        ),
        ("window-preview-exact", "This is exactly what will be sent.", "送信される内容はこれだけです。"),
        (
            "window-queued",
            "Not sent yet: no connection. It will be sent when there is one; you can close this window.",
            "接続がないため、まだ送信されていません。接続後に自動で送信されます。閉じても構いません。",
        ),
    ];
    for (id, english, japanese) in table {
        assert_eq!(said(Language::En, id), english);
        assert_eq!(said(Language::Ja, id), japanese);
    }
}

#[test]
fn missing_messages_and_variables_are_told() {
    let words = Words::new(Language::Ja);
    assert!(matches!(words.try_get("no-such", &[]), Err(WordsError::Missing { .. })));
    assert!(matches!(words.try_get("verdict-name.no-such", &[]), Err(WordsError::Missing { .. })));
    assert!(matches!(words.try_get("verdict-name", &[]), Err(WordsError::Incomplete { .. })));
    assert_eq!(words.get("no-such", &[]), "no-such");
    assert_eq!(words.gap_reason("damaged"), "ファイルの一部が壊れているため、読み飛ばしました。");
    assert_eq!(words.gap_reason("\u{1b}[2J"), "理由: ␛[2J");
}

#[test]
fn languages_are_negotiated() {
    assert_eq!(Language::negotiate(["ja-JP"]), Language::Ja);
    assert_eq!(Language::negotiate(["ja_JP.UTF-8"]), Language::Ja);
    assert_eq!(Language::negotiate(["it-IT", "ja", "en"]), Language::Ja);
    assert_eq!(Language::negotiate(["fr-FR", "ja", "en"]), Language::Fr);
    assert_eq!(Language::negotiate(["fr_CA.UTF-8@euro"]), Language::Fr);
    assert_eq!(Language::negotiate(["de-DE"]), Language::De);
    assert_eq!(Language::negotiate(["de_AT"]), Language::De);
    assert_eq!(Language::negotiate(["es-419", "en"]), Language::Es);
    assert_eq!(Language::negotiate(["en-GB", "ja"]), Language::En);
    assert_eq!(Language::negotiate(["nl-NL"]), Language::En);
    assert_eq!(Language::negotiate(["", "C", "\u{0}"]), Language::En);
}

#[test]
fn plural_forms() {
    let count = |language, n: u64| Words::new(language).get("report-records-count", &[("count", n.into())]);
    let table = [
        (Language::En, ["0 records", "1 record", "4,120 records"]),
        (Language::Ja, ["0 件", "1 件", "4,120 件"]),
        (Language::De, ["0 Einträge", "1 Eintrag", "4.120 Einträge"]),
        (Language::Fr, ["0 entrée", "1 entrée", "4\u{a0}120 entrées"]),
        (Language::Es, ["0 entradas", "1 entrada", "4120 entradas"]),
    ];
    for (language, expected) in table {
        assert_eq!([0, 1, 4120].map(|n| count(language, n)), expected, "{language:?}");
    }
    let large = |language| Words::new(language).get("report-bytes", &[("count", 1_234_567_u64.into())]);
    assert_eq!(large(Language::En), "1,234,567 bytes");
    assert_eq!(large(Language::Es), "1.234.567 bytes");
    assert_eq!(large(Language::Fr), "1\u{a0}234\u{a0}567 octets");
    assert_eq!(count(Language::Es, 12_345), "12.345 entradas");
    assert!(!Words::new(Language::En).level(Level::Info).is_empty());
}
