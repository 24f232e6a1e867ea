//! `inspect-ndes`: from an export to what is wrong, with its fix.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::path::Path;

use common::{admin, data, export, root, text};
use serde_json::Value;

fn inspect(folder: &Path) -> Value {
    let output = admin(&["inspect-ndes", "--ndes", folder.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let inspection: Value = serde_json::from_slice(&output.stdout).unwrap();
    let schema = fs::read_to_string(root().join("docs/schema/inspection.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = validator.iter_errors(&inspection).map(|e| e.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    inspection
}

fn check<'a>(inspection: &'a Value, id: &str) -> &'a Value {
    inspection["checks"].as_array().unwrap().iter().find(|c| c["id"] == id).unwrap()
}

/// Ids of checks in a state.
fn of(inspection: &Value, state: &str) -> Vec<String> {
    let checks = inspection["checks"].as_array().unwrap().iter();
    checks.filter(|c| c["state"] == state).map(|c| c["id"].as_str().unwrap().to_owned()).collect()
}

const GOOD_LOGS: [(&str, &str); 8] = [
    ("cases-own/setup-ok/SetupMsi.log", "SetupMsi.log"),
    ("cases-own/plugin-good/NDESPlugin.log", "NDESPlugin.log"),
    ("cases-own/iis-all-good/u_ex261110.log", "u_ex261110.log"),
    ("cases-own/httperr-idle/httperr1.log", "httperr1.log"),
    ("cases-own/connector-good/events.txt", "Connector.txt"),
    ("cases-own/connector-good/events.txt", "Connector-Admin.txt"),
    ("cases-own/capi2-good/events.txt", "CAPI2.txt"),
    ("cases-own/crash-of-another-program/events.txt", "Application.txt"),
];

#[test]
fn a_good_server_with_its_logs() {
    let mut logs = GOOD_LOGS.to_vec();
    // No event of the activation service is a good System log, too.
    logs.push(("cases-own/crash-of-another-program/events.txt", "System.txt"));
    let trace = "CertificateRegistrationPoint_2026-11-10_100001.svclog";
    let path = format!("cases-own/svclog-good/{trace}");
    logs.push((&path, trace));
    let inspection = inspect(export(&logs).path());
    assert_eq!(of(&inspection, "wrong"), [""; 0]);
    assert_eq!(of(&inspection, "unknown"), [""; 0], "{inspection:#}");
    assert_eq!(inspection["server"], "ndes01.fabrikam.example");
}

#[test]
fn each_fault_of_a_log_is_found_with_its_cause() {
    for (case, name, id, cause) in [
        ("setup-failed-utf16/SetupMsi.log", "SetupMsi.log", "connector_setup", "connector_setup_failed"),
        (
            "plugin-12175/NDESPlugin.log",
            "NDESPlugin.log",
            "policy_module_log",
            "policy_module_tls_name_mismatch",
        ),
        ("iis-500-1346/u_ex261110.log", "u_ex261110.log", "web_log", "iis_impersonation_right_missing"),
        ("httperr-414/httperr1.log", "httperr1.log", "web_log", "http_sys_limit"),
        ("w3wp-crash/events.txt", "Application.txt", "app_pool_crashes", "app_pool_crash"),
        ("ndes-31-template/events.txt", "Application.txt", "certification_authority", "template_mismatch"),
        ("connector-4005/events.txt", "Connector.txt", "connector_log", "verify_request_failed"),
        ("connector-4007-rpc/events.txt", "Connector.txt", "certification_authority", "ca_unreachable"),
    ] {
        let path = format!("cases-own/{case}");
        let inspection = inspect(export(&[(&path, name)]).path());
        assert_eq!(of(&inspection, "wrong"), [id], "{case}");
        let items = check(&inspection, id)["items"].as_array().unwrap();
        assert_eq!(items[0]["cause"], cause, "{case}");
        assert!(items[0]["looked_at"].as_str().unwrap().contains(name), "{case}: {}", items[0]);
    }
    // The list of a crash, and the revocation list behind it.
    let logs = [
        ("cases/30-admin-w3wp-crash-crl/application.txt", "Application.txt"),
        ("cases/30-admin-w3wp-crash-crl/capi2.txt", "CAPI2.txt"),
    ];
    let inspection = inspect(export(&logs).path());
    assert_eq!(of(&inspection, "wrong"), ["app_pool_crashes", "revocation"]);
    assert_eq!(check(&inspection, "revocation")["items"][0]["cause"], "crl_unreachable");
}

#[test]
fn a_log_that_is_switched_off_tells_nothing() {
    let folder = export(&GOOD_LOGS);
    let path = folder.path().join("facts.json");
    let mut facts: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    facts["channels"]["CAPI2"] = serde_json::json!({ "value": false });
    fs::write(&path, facts.to_string()).unwrap();
    let inspection = inspect(folder.path());
    let revocation = check(&inspection, "revocation");
    assert_eq!(revocation["state"], "unknown");
    assert_eq!(revocation["items"][0]["found"]["reason"], "log_switched_off");
}

#[test]
fn the_terminal_says_what_to_do_in_both_languages() {
    let folder = export(&[("cases-own/plugin-12175/NDESPlugin.log", "NDESPlugin.log")]);
    let path = folder.path().join("web.config");
    let site = fs::read_to_string(&path).unwrap();
    fs::write(&path, site.replace("maxUrl=\"65534\"", "maxUrl=\"4096\"")).unwrap();
    // What looks like a command to a terminal stays a value.
    let path = folder.path().join("facts.json");
    let facts = fs::read_to_string(&path).unwrap();
    fs::write(&path, facts.replace("\"Started\"", "\"Sto\\u001b[31mpped\"")).unwrap();
    let dir = folder.path().to_str().unwrap();
    let output = admin(&["inspect-ndes", "--ndes", dir]);
    let english = text(&output.stdout);
    assert!(
        english.contains("✕ IIS request filtering takes URLs as long as SCEP's (request_filtering)"),
        "{english}"
    );
    assert!(english.contains("found: 4096") && english.contains("expected: 65534 or more"), "{english}");
    assert!(english.contains("For the administrator (request_filtering_limit):"), "{english}");
    assert!(english.contains("● HTTP.sys takes requests"), "{english}");
    assert!(!english.contains('\u{1b}'), "{english}");
    let output = admin(&["inspect-ndes", "--ndes", dir, "--lang", "ja"]);
    let japanese = text(&output.stdout);
    assert!(japanese.contains("実際: 4096") && japanese.contains("期待: 65534 以上"), "{japanese}");
    for page in [&english, &japanese] {
        assert!(page.lines().all(|line| scepscope_present::text::columns(line) <= 80), "{page}");
        for id in ["check-", "unread-", "found-", "expected-", "inspection-"] {
            assert!(!page.contains(id), "{id} in {page}");
        }
    }
}

#[test]
fn what_is_no_export_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let output = admin(&["inspect-ndes", "--ndes", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).contains("no export of an NDES server"), "{}", text(&output.stderr));
    let both = admin(&["inspect-ndes", "--script", "--ndes", "x"]);
    assert_eq!(both.status.code(), Some(2));
}

#[cfg(not(windows))]
#[test]
fn where_no_ndes_runs_it_says_what_to_do_in_place_of_asking_live() {
    let output = admin(&["inspect-ndes"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stdout).is_empty());
    let said = text(&output.stderr);
    assert!(said.contains("no Windows server") && said.contains("--script"), "{said}");
}

/// Every name in a document, but for names of registry values.
fn names(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                into.push(name.clone());
                names(value, into);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| names(value, into)),
        _ => {}
    }
}

#[test]
fn the_script_writes_what_the_reader_reads() {
    let output = admin(&["inspect-ndes", "--script"]);
    assert_eq!(output.status.code(), Some(0));
    let script = text(&output.stdout);
    let published = fs::read_to_string(root().join("docs/ndes/Export-Ndes.ps1")).unwrap();
    assert_eq!(script.trim_end(), published.trim_end());
    let facts = fs::read_to_string(data("ndes/good/facts.json")).unwrap();
    let mut facts: Value = serde_json::from_str(&facts).unwrap();
    facts["registry"]["http"] = Value::Null;
    facts["registry"]["mscep"] = Value::Null;
    facts["registry"]["ndes_policy"] = Value::Null;
    let mut all = Vec::new();
    names(&facts, &mut all);
    assert!(all.len() > 50);
    for name in all {
        let assigned = |line: &str| {
            line.match_indices(name.as_str()).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                let after = line[at + name.len()..].trim_start_matches('\'').trim_start();
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_') && after.starts_with('=')
            })
        };
        assert!(script.lines().any(assigned), "{name}");
    }
    for file in ["facts.json", "applicationHost.config", "web.config", "user-rights.inf", "'logs'"] {
        assert!(script.contains(file), "{file}");
    }
}

#[test]
fn an_analysis_holds_the_inspection_of_an_export_among_its_inputs() {
    let folder = export(&[
        ("cases/25-admin-android-iis-500-1346/u_ex261102.log", "u_ex261102.log"),
        ("cases-own/setup-ok/SetupMsi.log", "SetupMsi.log"),
    ]);
    let path = folder.path().join("user-rights.inf");
    fs::write(path, "[Privilege Rights]\r\nSeImpersonatePrivilege = *S-1-5-32-544\r\n").unwrap();
    let device = data("cases/25-admin-android-iis-500-1346/OMADMLog_0.log");
    // Events of a device are none of the server's, whatever their file is called.
    let other = tempfile::tempdir().unwrap();
    let crash = other.path().join("Application.txt");
    fs::copy(data("cases-own/w3wp-crash/events.txt"), &crash).unwrap();
    let args = [device.to_str().unwrap(), crash.to_str().unwrap(), "--ndes", folder.path().to_str().unwrap()];
    let output = admin(&[&["analyze", "--json"], &args[..]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let analyzed: Value = serde_json::from_slice(&output.stdout).unwrap();
    let schema = fs::read_to_string(root().join("docs/schema/analysis.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let faults: Vec<String> = validator.iter_errors(&analyzed).map(|e| e.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(analyzed["analysis"]["attempts"][0]["state"], "joined");
    // Its configuration is no log that could not be read.
    assert_eq!(analyzed["gaps"].as_array().unwrap().len(), 0, "{}", analyzed["gaps"]);
    let inspection = &analyzed["analysis"]["inspections"][0];
    let wrong = of(inspection, "wrong");
    assert_eq!(wrong, ["web_log", "service_account_rights", "impersonation_right"]);
    assert_eq!(check(inspection, "web_log")["items"][0]["cause"], "iis_impersonation_right_missing");
    assert_eq!(check(inspection, "app_pool_crashes")["items"][0]["found"]["reason"], "log_missing");

    let output = admin(&[&["analyze"], &args[..]].concat());
    let said = text(&output.stdout);
    assert!(said.contains("NDES server ndes01.fabrikam.example"), "{said}");
    assert!(said.contains("✕ IIS_IUSRS may impersonate a client"), "{said}");
    // Named without a word of what it is, it is known all the same.
    let mixed = admin(&["analyze", "--json", args[0], args[3]]);
    let mixed: Value = serde_json::from_slice(&mixed.stdout).unwrap();
    assert_eq!(of(&mixed["analysis"]["inspections"][0], "wrong"), wrong);
    assert_eq!(mixed["analysis"]["attempts"][0]["state"], "joined");
    fs::write(folder.path().join("facts.json"), "{}").unwrap();
    let refused = admin(&[&["analyze"], &args[..]].concat());
    assert_eq!(refused.status.code(), Some(3));
    assert!(text(&refused.stderr).contains("no export of an NDES server"), "{}", text(&refused.stderr));
}

#[test]
fn text_of_the_server_breaks_out_of_no_page() {
    let folder = export(&[]);
    let path = folder.path().join("facts.json");
    let facts = fs::read_to_string(&path).unwrap();
    let hostile = facts.replace("\"Started\"", "\"<script>alert(1)</script>\"");
    assert_ne!(facts, hostile);
    fs::write(&path, hostile.replace("ndes01.fabrikam", "<img src=x>")).unwrap();
    let page = folder.path().join("page.html");
    let args = ["inspect-ndes", "--ndes", folder.path().to_str().unwrap(), "--html", page.to_str().unwrap()];
    assert_eq!(admin(&args).status.code(), Some(0));
    let html = fs::read_to_string(page).unwrap();
    assert!(html.contains("&lt;script&gt;alert(1)") && !html.contains("<script"), "{html}");
    assert!(!html.contains("<img"), "{html}");
}
