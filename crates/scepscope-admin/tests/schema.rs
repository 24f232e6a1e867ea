//! The JSON Schemas of the analyzer in `docs/schema` are those that the types give.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;

use common::root;

/// Writes the files in place of comparing them: `SCEPSCOPE_BLESS=1 cargo test -p scepscope-admin --test schema`.
const BLESS: &str = "SCEPSCOPE_BLESS";

#[test]
fn the_published_schemas_are_current() {
    let schemas = [
        ("analysis", scepscope_analyze::analyzed_schema()),
        ("comparison", scepscope_analyze::comparison_schema()),
        ("fleet", scepscope_fleet::fleet_schema()),
        ("inspection", scepscope_inspect::inspection_schema()),
        ("ndes-export", scepscope_inspect::export_schema()),
    ];
    for (name, schema) in schemas {
        let path = root().join(format!("docs/schema/{name}.schema.json"));
        let current = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os(BLESS).is_some() {
            fs::write(&path, &current).unwrap();
        }
        let published = fs::read_to_string(&path).unwrap_or_default();
        assert!(published == current, "{} is not current: run with {BLESS}=1", path.display());
    }
}
