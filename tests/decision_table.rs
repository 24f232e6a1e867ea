//! The decision table of `tests/data`, for the tests that prove its rows. Compiled into each of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use scepscope_model::Cause;
use serde::Deserialize;

/// A row: of a table, or a cause that a section names in prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub section: String,
    pub sign: String,
    /// The causes that the row names.
    pub causes: BTreeSet<String>,
}

/// What proves one row.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proven {
    pub section: String,
    pub sign: String,
    /// By cause, `kind:name` of each case.
    pub causes: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Proofs {
    row: Vec<Proven>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/decision-table")
}

/// Every row of the table.
pub fn rows() -> Vec<Row> {
    parse(&std::fs::read_to_string(folder().join("table.md")).unwrap())
}

pub fn parse(text: &str) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut section = String::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            section = title.to_owned();
            continue;
        }
        let cells: Vec<&str> = line.trim().trim_matches('|').split(" | ").map(str::trim).collect();
        let of_table = line.starts_with('|');
        if of_table && (cells.iter().all(|c| c.chars().all(|c| "-| ".contains(c))) || is_heading(&cells)) {
            continue;
        }
        if of_table {
            let causes = named(cells[1]);
            rows.push(Row { section: section.clone(), sign: cells[0].to_owned(), causes });
            continue;
        }
        for cause in named(line) {
            let row = Row { section: section.clone(), sign: cause.clone(), causes: BTreeSet::from([cause]) };
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    rows
}

fn is_heading(cells: &[&str]) -> bool {
    matches!(cells, ["sign" | "answer", "cause", ..])
}

/// The causes that stand in backticks.
fn named(text: &str) -> BTreeSet<String> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter(|id| id.parse::<Cause>().is_ok()).map(str::to_owned).collect()
}

/// What proves the rows.
pub fn proofs() -> Vec<Proven> {
    let text = std::fs::read_to_string(folder().join("proofs.toml")).unwrap();
    toml::from_str::<Proofs>(&text).unwrap().row
}

/// Every proof of one kind with the cause that it proves: what stands behind `kind:`.
pub fn proofs_of(kind: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for proven in proofs() {
        for (cause, names) in &proven.causes {
            let of_kind = names.iter().filter_map(|n| n.strip_prefix(kind)?.strip_prefix(':'));
            all.extend(of_kind.map(|name| (cause.clone(), name.to_owned())));
        }
    }
    all
}
