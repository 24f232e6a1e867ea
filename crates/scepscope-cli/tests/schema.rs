//! The JSON Schemas in `docs/schema` are those that the types give.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;

use common::root;
use scepscope_acquire::{DeviceDocument, SourceList};
use scepscope_bundle::{Receipt, Statement};
use scepscope_collect::{Packed, Preview, PreviewLines, PseudonymMap};
use scepscope_deliver::QueueEntry;

/// Writes the files in place of comparing them: `SCEPSCOPE_BLESS=1 cargo test -p scepscope-cli --test schema`.
const BLESS: &str = "SCEPSCOPE_BLESS";

#[test]
fn the_published_schemas_are_current() {
    let schemas = [
        ("report", scepscope_collect::report_schema()),
        ("statement", schemars::schema_for!(Statement)),
        ("collect", schemars::schema_for!(Packed)),
        ("queue-entry", schemars::schema_for!(QueueEntry)),
        ("receipt", schemars::schema_for!(Receipt)),
        ("preview", schemars::schema_for!(Preview)),
        ("preview-lines", schemars::schema_for!(PreviewLines)),
        ("sources", schemars::schema_for!(SourceList)),
        ("device", schemars::schema_for!(DeviceDocument)),
        ("pseudonyms", schemars::schema_for!(PseudonymMap)),
    ];
    for (name, schema) in schemas {
        let path = root().join(format!("docs/schema/{name}.schema.json"));
        let current = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os(BLESS).is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &current).unwrap();
        }
        let published = fs::read_to_string(&path).unwrap_or_default();
        assert!(published == current, "{} is not current: run with {BLESS}=1", path.display());
    }
}
