//! An export is anybody's words: whatever its files hold, an inspection ends, is bounded, and calls nothing right that it could
//! not read.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use scepscope_inspect::{Configuration, Export, UserRights, inspect, limits::MAX_ITEMS};
use scepscope_model::{CheckId, CheckState, Inspection, InspectionOrigin, Tool};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/ndes/good")
}

fn look(export: &Export) -> Inspection {
    let tool = Tool { name: "test".to_owned(), version: "0".to_owned() };
    inspect(export, None, InspectionOrigin::Export, &tool)
}

/// The longest value of an item, escaped as JSON: a character is at most six bytes there.
const MAX_WRITTEN: usize = 3 * 6 * scepscope_inspect::limits::MAX_VALUE_CHARS + 600;

fn is_sound(inspection: &Inspection) {
    assert_eq!(inspection.checks.len(), CheckId::ALL.len());
    for check in &inspection.checks {
        assert!(check.items.len() <= MAX_ITEMS);
        let worst = check.items.iter().map(|item| item.state).max();
        assert_eq!(Some(check.state), worst.or(Some(CheckState::Unknown)));
        for item in &check.items {
            let written = serde_json::to_string(item).unwrap();
            assert!(written.len() <= MAX_WRITTEN, "{} bytes", written.len());
        }
    }
}

/// Replaces, removes or repeats some bytes.
fn mutated(bytes: &[u8], changes: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for (at, what, with) in changes {
        if out.is_empty() {
            break;
        }
        let at = at.index(out.len());
        match what % 3 {
            0 => out[at] = *with,
            1 => drop(out.drain(at..(at + usize::from(*with)).min(out.len()))),
            _ => {
                let piece = out[at..(at + usize::from(*with)).min(out.len())].to_vec();
                out.splice(at..at, piece);
            }
        }
    }
    out
}

const FILES: [&str; 4] = ["facts.json", "applicationHost.config", "web.config", "user-rights.inf"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_export_is_refused_or_judged(
        file in 0..FILES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), any::<u8>()), 1..12),
    ) {
        let folder = tempfile::tempdir().unwrap();
        for name in FILES {
            let bytes = fs::read(data().join(name)).unwrap();
            let bytes = if name == FILES[file] { mutated(&bytes, &changes) } else { bytes };
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        if let Ok(export) = Export::read(folder.path()) {
            is_sound(&look(&export));
        }
    }

    #[test]
    fn any_text_is_a_configuration_or_none(text in r#"(<[a-z/!?\[]{0,8}[ a-z='"&;#0-9]{0,20}/?>|[^<]{0,10}){0,20}"#) {
        let _ = Configuration::parse(&text);
        let _ = UserRights::parse(&text);
    }
}

#[test]
fn long_values_are_cut_and_many_items_counted() {
    let mut export = Export::read(&data()).unwrap();
    let long = "x".repeat(100_000);
    export.facts.computer = Some(long.clone());
    if let scepscope_inspect::Answer::Value(account) = &mut export.facts.account {
        account.name = long.clone();
    }
    if let scepscope_inspect::Answer::Value(services) = &mut export.facts.services {
        for n in 0..1000 {
            let mut service = services[2].clone();
            service.name = format!("Connector{n}{long}");
            service.state = long.clone();
            services.push(service);
        }
    }
    let inspection = look(&export);
    is_sound(&inspection);
    let services = inspection.checks.iter().find(|c| c.id == CheckId::ConnectorServices).unwrap();
    assert_eq!((services.items.len(), services.state), (MAX_ITEMS, CheckState::Wrong));
    assert_eq!(services.more, 1000 + 4 - MAX_ITEMS as u64);
}

/// Characters that a terminal obeys are the face's business; the document keeps what the server has.
#[test]
fn entities_do_not_grow() {
    let bomb =
        "<!DOCTYPE c [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><c><system.webServer d='&b;'/></c>";
    assert_eq!(Configuration::parse(bomb), None);
}
