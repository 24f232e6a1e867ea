//! The translations: the same choices as the English, nothing of it left over, its names and codes kept.

// The helpers of a test may stop it.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};
use scepscope_present::Language;

/// What one message, or one attribute of it, is made of.
#[derive(Debug, Default)]
struct Parts {
    /// Its text without what is put in, the forms of a choice one after the other.
    text: String,
    /// Its choices: the variable that decides, and the forms.
    choices: Vec<(String, Vec<Form>)>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    key: String,
    variables: BTreeSet<String>,
}

fn parts(language: Language) -> BTreeMap<String, Parts> {
    let mut all = BTreeMap::new();
    for (name, source) in language.resources() {
        let tree = fluent_syntax::parser::parse(*source).unwrap_or_else(|(_, e)| panic!("{name}: {e:?}"));
        for entry in &tree.body {
            let (id, value, attributes) = match entry {
                Entry::Message(m) => (m.id.name.to_owned(), m.value.as_ref(), &m.attributes),
                Entry::Term(t) => (format!("-{}", t.id.name), Some(&t.value), &t.attributes),
                _ => continue,
            };
            for attribute in attributes {
                all.insert(format!("{id}.{}", attribute.id.name), taken_apart(&attribute.value));
            }
            if let Some(value) = value {
                all.insert(id, taken_apart(value));
            }
        }
    }
    all
}

/// The parts of a message that another test sees to be there.
fn of<'a>(parts: &'a BTreeMap<String, Parts>, language: Language, id: &str) -> &'a Parts {
    parts.get(id).unwrap_or_else(|| panic!("{language:?} lacks {id}"))
}

fn taken_apart(pattern: &Pattern<&str>) -> Parts {
    let mut parts = Parts::default();
    walk(pattern, &mut parts);
    parts
}

fn walk(pattern: &Pattern<&str>, parts: &mut Parts) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => parts.text.push_str(value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
                InlineExpression::StringLiteral { value } => parts.text.push_str(value),
                _ => parts.text.push(PUT_IN),
            },
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                let InlineExpression::VariableReference { id } = selector else {
                    panic!("a choice by something else than a variable")
                };
                parts.choices.push((id.name.to_owned(), variants.iter().map(form).collect()));
                for variant in variants {
                    walk(&variant.value, parts);
                    parts.text.push('\n');
                }
            }
        }
    }
}

fn form(variant: &Variant<&str>) -> Form {
    let key = match &variant.key {
        VariantKey::Identifier { name } => *name,
        VariantKey::NumberLiteral { value } => *value,
    };
    let variables = variant.value.elements.iter().filter_map(|element| match element {
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::VariableReference { id }),
        } => Some(id.name.to_owned()),
        _ => None,
    });
    Form { key: key.to_owned(), variables: variables.collect() }
}

/// Stands for what is put into a sentence; no sentence holds it.
const PUT_IN: char = '\u{fffc}';

/// The three that count as English does; Japanese has one form for all counts.
const EUROPEAN: [Language; 3] = [Language::De, Language::Fr, Language::Es];

#[test]
fn choices_are_made_by_the_same_variable_with_the_same_forms() {
    let english = parts(Language::En);
    let mut seen = 0;
    for language in EUROPEAN {
        let translated = parts(language);
        for (id, original) in &english {
            let keys = |parts: &Parts| -> Vec<(String, Vec<String>)> {
                let of = |(variable, forms): &(String, Vec<Form>)| {
                    (variable.clone(), forms.iter().map(|form| form.key.clone()).collect())
                };
                parts.choices.iter().map(of).collect()
            };
            assert_eq!(keys(of(&translated, language, id)), keys(original), "{language:?}: {id}");
            seen += original.choices.len();
        }
    }
    assert!(seen > 60, "{seen}");
    // Japanese keeps the exact numbers and drops the plural.
    let japanese = parts(Language::Ja);
    for (id, original) in &english {
        let exact = |parts: &Parts| -> Vec<String> {
            let keys = parts.choices.iter().flat_map(|(_, forms)| forms).map(|form| form.key.clone());
            keys.filter(|key| key.bytes().all(|b| b.is_ascii_digit())).collect()
        };
        assert_eq!(exact(of(&japanese, Language::Ja, id)), exact(original), "{id}");
        let plural = of(&japanese, Language::Ja, id)
            .choices
            .iter()
            .flat_map(|(_, forms)| forms)
            .any(|form| form.key == "one");
        assert!(!plural, "{id}: Japanese has no form for one");
    }
}

/// `one` is 0 as well as 1 in French, so that a form for one never writes the number itself.
#[test]
fn french_forms_for_one_say_the_number_that_it_is() {
    for (id, parts) in parts(Language::Fr) {
        for (variable, forms) in &parts.choices {
            for form in forms.iter().filter(|form| form.key == "one") {
                assert!(form.variables.contains(variable), "{id}");
            }
        }
    }
}

/// Words of English sentences that none of the European translations has as a word of its own.
const ENGLISH: [&str; 27] = [
    "the", "and", "of", "this", "that", "with", "from", "which", "are", "not", "for", "your", "have", "its",
    "be", "it", "to", "by", "can't", "you", "when", "than", "until", "there", "does", "send", "check",
];

/// Names of others that are English in every language.
const ENGLISH_NAMES: [&str; 2] = ["Certificate Connector for Microsoft Intune", "scepscope send"];

#[test]
fn no_english_is_left_over() {
    let english = parts(Language::En);
    for language in EUROPEAN {
        for (id, translated) in parts(language) {
            let mut text = translated.text;
            for name in ENGLISH_NAMES {
                text = text.replace(name, "");
            }
            let words: Vec<String> = text
                .split(|c: char| !(c.is_alphanumeric() || "'’-_.".contains(c)))
                .map(|word| word.trim_matches(['.', '\'', '-']).to_lowercase())
                .collect();
            let left: Vec<&String> = words.iter().filter(|word| ENGLISH.contains(&word.as_str())).collect();
            assert!(left.is_empty(), "{language:?}: {id}: {left:?} in {text}");
            // More than four words are no name and no word that two languages share.
            let long = words.iter().filter(|word| word.len() > 2).count() > 4;
            assert!(!long || text != english[&id].text, "{language:?}: {id} is the English one");
        }
    }
    let japanese = parts(Language::Ja);
    for (id, original) in &english {
        let letters = original.text.chars().filter(|c| c.is_ascii_alphabetic()).count();
        let own = of(&japanese, Language::Ja, id)
            .text
            .chars()
            .any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'));
        assert!(own || letters <= 16, "{id} is not Japanese: {}", of(&japanese, Language::Ja, id).text);
    }
}

/// What Microsoft and Apple call things in each language: English, German, French, Spanish.
const TERMS: [[&str; 4]; 11] = [
    ["Company Portal", "Unternehmensportal", "Portail d'entreprise", "Portal de empresa"],
    ["Event Viewer", "Ereignisanzeige", "Observateur d'événements", "Visor de eventos"],
    ["Application Pools", "Anwendungspools", "Pools d'applications", "Grupos de aplicaciones"],
    ["Request Filtering", "Anforderungsfilterung", "Filtrage des demandes", "Filtrado de solicitudes"],
    ["User Rights Assignment", "Benutzerrechten", "droits utilisateur", "derechos de usuario"],
    ["Pending Requests", "Ausstehende Anforderungen", "Demandes en attente", "Solicitudes pendientes"],
    [
        "Manage Private Keys",
        "Private Schlüssel verwalten",
        "Gérer les clés privées",
        "Administrar claves privadas",
    ],
    ["Access work or school", "Arbeits- oder Schulkonto", "Professionnel ou Scolaire", "trabajo o escuela"],
    [
        "trusted certificate profile",
        "vertrauenswürdige Zertifikate",
        "certificat approuvé",
        "certificado de confianza",
    ],
    ["policy module", "ichtlinienmodul", "odule de stratégie", "ódulo de directivas"],
    ["administrator", "dministrator", "dministrat", "dministrador"],
];

#[test]
fn products_are_called_what_their_makers_call_them() {
    let english = parts(Language::En);
    for (column, language) in EUROPEAN.into_iter().enumerate() {
        let translated = parts(language);
        for [term, others @ ..] in &TERMS {
            let with: Vec<&String> =
                english.iter().filter(|(_, parts)| parts.text.contains(term)).map(|(id, _)| id).collect();
            assert!(!with.is_empty(), "no sentence says {term}");
            for id in with {
                let text = of(&translated, language, id).text.replace('\u{a0}', " ");
                assert!(text.contains(others[column]), "{language:?}: {id} lacks {}: {text}", others[column]);
                let same = others[column].contains(term);
                assert!(
                    same || *term == "administrator" || !text.contains(term),
                    "{language:?}: {id}: {term}"
                );
            }
        }
    }
}

/// Whether a word is a code, an option, a path or the like, which no language changes.
fn is_code(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
    word.starts_with("--")
        || word.contains(['\\', '=', '_', '$'])
        || word.contains("://")
        || digits >= 3
        || (capitals >= 3 && word.chars().all(|c| c.is_ascii_alphanumeric()))
        || [".log", ".msc", ".exe", ".dll", ".json", ".config"].iter().any(|ending| word.ends_with(ending))
}

/// Capitals that stress a word, not codes.
const STRESSED: [&str; 6] = ["NOTHING", "ELSE", "ITSELF", "NOT", "LEFT", "OUT"];

/// What somebody puts a name of their own for, which may be said in any language.
const PLACEHOLDERS: [&str; 2] = ["HOST", "FOLDER"];

const NAMES: [&str; 12] = [
    "Microsoft",
    "Intune",
    "Windows",
    "Android",
    "iOS",
    "macOS",
    "Apple",
    "Scepscope",
    "scepscope",
    "Azure",
    "iisreset",
    "Entra",
];

#[test]
fn codes_paths_and_names_are_kept() {
    let english = parts(Language::En);
    let (mut seen, mut lost) = (0, Vec::new());
    for language in Language::ALL {
        let translated = parts(*language);
        for (id, original) in &english {
            let text = &of(&translated, *language, id).text;
            let words = original.text.split(|c: char| c.is_whitespace() || "()“”\"".contains(c));
            for word in words.map(|word| word.trim_matches(['.', ',', ';', ':', '…', '?', PUT_IN])) {
                // The plural of an abbreviation is English.
                let word =
                    word.strip_suffix('s').filter(|abbreviation| is_code(abbreviation)).unwrap_or(word);
                let own_word = STRESSED.contains(&word) || PLACEHOLDERS.contains(&word);
                if is_code(word) && !own_word {
                    seen += 1;
                    if !text.contains(word) {
                        lost.push(format!("{language:?}: {id}: {word}"));
                    }
                }
            }
            for name in NAMES.iter().filter(|name| original.text.contains(*name)) {
                assert!(text.contains(name), "{language:?}: {id} lacks {name}: {text}");
            }
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
    assert!(seen > 1000, "{seen}");
}

/// Everybody is addressed formally.
#[test]
fn nobody_is_addressed_as_a_friend() {
    let informal: [(Language, &[&str]); 3] = [
        (Language::De, &["du", "dein", "deine", "deinen", "deinem", "deiner", "dich", "dir"]),
        (Language::Fr, &["tu", "ton", "ta", "tes", "toi"]),
        (Language::Es, &["tú", "tu", "tus", "ti", "contigo"]),
    ];
    for (language, words) in informal {
        for (id, parts) in parts(language) {
            // tus is also the name of a protocol.
            let text = parts.text.to_lowercase().replace("tus+https", "");
            let found = text.split(|c: char| !c.is_alphanumeric()).find(|word| words.contains(word));
            assert_eq!(found, None, "{language:?}: {id}: {}", parts.text);
        }
    }
}

/// A space that breaks would leave the sign alone at the start of a line.
#[test]
fn french_signs_of_two_parts_do_not_break_off() {
    for (id, parts) in parts(Language::Fr) {
        for broken in [" :", " ;", " ?", "« ", " »"] {
            let text = parts.text.replace(" ?operation", "");
            assert!(!text.contains(broken), "{id} needs U+00A0 in{broken}: {}", parts.text);
        }
    }
}
