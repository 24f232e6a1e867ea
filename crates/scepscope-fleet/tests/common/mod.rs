//! Bundles with reports of the test's own making, and DuckDB, which reads the table.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rand_core::OsRng;
use scepscope_bundle::{
    BundleName, BundleWriter, Cancel, Declaration, Recipient, Redaction, RedactionPolicy, SoftwareKey,
    SourceMeta, WriterOptions,
};
use scepscope_fleet::{FleetOptions, Trust, TrustBasis};
use scepscope_lab::tool;
use scepscope_model::{Report, Tool};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;

/// When the tests take place.
pub const NOW: OffsetDateTime = datetime!(2026-11-10 12:00 UTC);

pub fn key() -> SoftwareKey {
    SoftwareKey::generate(&mut OsRng).unwrap()
}

pub fn program() -> Tool {
    Tool { name: "scepscope".to_owned(), version: "1.2.3".to_owned() }
}

/// One attempt; `states` are those of the seven milestones.
pub fn attempt(id: &str, started: &str, outcome: &str, states: [&str; 7], cause: Option<&str>) -> Value {
    const STEPS: [&str; 7] = [
        "profile_received",
        "capabilities_received",
        "ca_certificate_received",
        "request_generated",
        "request_sent",
        "response_received",
        "certificate_installed",
    ];
    let milestones: Vec<Value> = STEPS
        .iter()
        .zip(states)
        .map(|(step, state)| json!({"id": step, "state": state, "evidence": []}))
        .collect();
    let findings: Vec<Value> = cause
        .iter()
        .map(|cause| json!({"cause": cause, "confidence": "certain", "attempt": id, "evidence": []}))
        .collect();
    json!({
        "id": id, "platform": "android", "server_url": "https://scep.fabrikam.example/certsrv/mscep/mscep.dll",
        "profile": "Wi-Fi", "started": started, "ended": started, "milestones": milestones, "outcome": outcome,
        "reached_ndes": "yes", "challenge_presented": "no", "findings": findings,
    })
}

/// A whole report around attempts.
pub fn report(outcome: &str, attempts: Vec<Value>) -> Value {
    json!({
        "schema": "scepscope.report/1", "tool": program(), "device": {"platform": "android", "system": "Android 15"},
        "sources": [], "gaps": [{"source": null, "cause": "verbose_logging_off"}], "key_strings": [],
        "attempts": attempts, "outcome": outcome, "reached_ndes": "yes", "challenge_presented": "no",
        "findings": [], "probe": null,
    })
}

/// What the tests of this crate say of a device whose name does not resolve, and of one that succeeded.
pub fn failed(started: &str) -> Value {
    let states = ["seen", "failed", "absent", "absent", "absent", "absent", "absent"];
    report("failed", vec![attempt("1", started, "failed", states, Some("dns_failure"))])
}

pub fn succeeded(started: &str) -> Value {
    report("succeeded", vec![attempt("1", started, "succeeded", ["seen"; 7], None)])
}

/// Writes a signed bundle and gives its path. `number` makes its name; `created` is that many hours before [`NOW`].
pub fn bundle(folder: &Path, number: u32, hours: i64, report: &Value, key: &SoftwareKey) -> PathBuf {
    // A report that the program could not have written would prove nothing.
    let parsed: Report = serde_json::from_value(report.clone()).unwrap();
    assert_eq!(parsed.schema, "scepscope.report/1");
    raw_bundle(folder, number, hours, &serde_json::to_vec(report).unwrap(), key, Vec::new())
}

/// The same, with any bytes in place of a report.
pub fn raw_bundle(
    folder: &Path,
    number: u32,
    hours: i64,
    report: &[u8],
    key: &SoftwareKey,
    recipients: Vec<Recipient>,
) -> PathBuf {
    fs::create_dir_all(folder).unwrap();
    let created = NOW - time::Duration::hours(hours);
    let name = BundleName::new(&format!("T-{number}"), created, &format!("{number:06x}")).unwrap();
    let options = WriterOptions { recipients, ..WriterOptions::default() };
    let mut writer = BundleWriter::create(folder, &name, options).unwrap();
    writer.add("data/report.json", SourceMeta::default(), &mut &report[..]).unwrap();
    let declaration = Declaration {
        case: Some(format!("T-{number}")),
        tool: program(),
        request: None,
        redaction: Redaction {
            policy: RedactionPolicy::Default,
            counts: BTreeMap::new(),
            limits: BTreeMap::new(),
        },
        gaps: Vec::new(),
        device_ids: Vec::new(),
        clock: None,
    };
    writer.finish(declaration, key).unwrap().path
}

/// Options with which every sound signature counts.
pub fn options(cancel: &Cancel) -> FleetOptions<'_> {
    FleetOptions {
        trust: Trust { allowed: None, identity: None, now: NOW },
        basis: TrustBasis("anybody".to_owned()),
        workers: 4,
        tool: program(),
        cancel,
    }
}

/// What DuckDB answers: its rows as JSON. `TABLE` in the question is the file.
pub fn duckdb(table: &Path, question: &str) -> Value {
    const ASK: &str = "import duckdb, json, sys\n\
        sql = sys.argv[2].replace('TABLE', \"read_parquet('\" + sys.argv[1] + \"')\")\n\
        print(json.dumps(duckdb.sql(sql).fetchall(), default=str))";
    let output = tool("python").args(["-c", ASK]).arg(table).arg(question).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "DuckDB is needed and has to read the table; run ./dev setup. {said}");
    serde_json::from_slice(&output.stdout).unwrap()
}
