//! Every rule and every code of the device half: a log that proves it, and one that must not trigger it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod synthetic;

use std::collections::{BTreeMap, BTreeSet};

use scepscope_model::{Cause, Report};
use synthetic::{Case, case_with, cases, data, log_of, report_of};

const PLATFORMS: [&str; 3] = ["android", "apple", "windows"];

/// Causes that no log of a device can prove, with the reason.
const NOT_OF_DEVICES: &[(&str, &[&str])] = &[
    ("is the wish of the person, not of the log", &["source_left_out"]),
    (
        "needs an answer of the server that logs don't hold",
        &[
            "tls_interception",
            "captive_portal",
            "healthy",
            "ndes_page_without_policy_module",
            "ra_certificate_expired",
        ],
    ),
    (
        "is told by the server's files",
        &[
            "challenge_expired",
            "iis_no_request",
            "iis_impersonation_right_missing",
            "iis_intermediate_in_root_store",
            "iis_client_certificate_rejected",
            "client_auth_eku_missing",
            "request_filtering_limit",
            "http_sys_limit",
            "windows_auth_enabled",
            "policy_module_certificate_expired",
            "policy_module_cannot_reach_connector",
            "connector_setup_failed",
            "connector_setup_ok",
            "service_account_locked",
            "ca_request_failed",
            "policy_module_tls_name_mismatch",
            "connector_signing_certificate_missing",
            "verify_request_failed",
        ],
    ),
    ("is about a file, whatever it says", &["source_unreadable", "source_truncated"]),
];

/// Rules whose match leaves no evidence of its own, with what they do instead.
const WITHOUT_EVIDENCE: [&str; 4] = [
    // The operation that an answer belongs to.
    "android.sending",
    "ios.request",
    // A gap.
    "windows.log_cleared",
    // The present state has a test of its own.
    "windows.state_csp_node",
];

fn matched(report: &Report) -> BTreeSet<&str> {
    let milestones = report.attempts.iter().flat_map(|a| &a.milestones).flat_map(|m| &m.evidence);
    let of_attempts = report.attempts.iter().flat_map(|a| &a.findings).flat_map(|f| &f.evidence);
    let findings = report.findings.iter().flat_map(|f| &f.evidence);
    milestones.chain(of_attempts).chain(findings).map(|e| e.rule.as_str()).collect()
}

fn judge(platform: &str, case: &Case, wrong: &mut Vec<String>) -> Report {
    let report = report_of(vec![log_of(platform, case)]);
    let mut expect = |what: &str, wanted: String, got: String| {
        if wanted != got {
            wrong.push(format!("{platform} / {}: {what}: expected {wanted}, got {got}", case.name));
        }
    };
    expect("outcome", case.outcome.clone(), report.outcome.id().to_owned());
    if let Some(platform) = &case.platform {
        expect("platform", platform.clone(), report.device.platform.id().to_owned());
    }
    if let Some(attempts) = case.attempts {
        expect("attempts", attempts.to_string(), report.attempts.len().to_string());
    }
    if let Some(reached) = &case.reached {
        expect("reached_ndes", reached.clone(), report.reached_ndes.id().to_owned());
    }
    if let Some(presented) = &case.presented {
        expect("challenge_presented", presented.clone(), report.challenge_presented.id().to_owned());
    }
    if let Some(attempt) = report.attempts.last() {
        for milestone in &attempt.milestones {
            if let Some(wanted) = case.states.get(milestone.id.id()) {
                expect(milestone.id.id(), wanted.clone(), milestone.state.id().to_owned());
            }
        }
    } else if !case.states.is_empty() {
        expect("an attempt", "one".to_owned(), "none".to_owned());
    }
    let current = || report.findings.iter().filter(|f| !f.superseded);
    if let Some(causes) = &case.causes {
        let found: BTreeMap<String, String> =
            current().map(|f| (f.cause.id().to_owned(), f.confidence.id().to_owned())).collect();
        expect("findings", format!("{causes:?}"), format!("{found:?}"));
    }
    let mut codes: Vec<&str> = current().flat_map(|f| &f.codes).map(String::as_str).collect();
    codes.retain(|code| case.codes.iter().any(|c| c == code));
    expect(
        "codes",
        format!("{:?}", sorted(case.codes.iter().map(String::as_str))),
        format!("{:?}", sorted(codes)),
    );
    let old: BTreeSet<&str> = report.findings.iter().filter(|f| f.superseded).map(|f| f.cause.id()).collect();
    let gaps: BTreeSet<&str> = report.gaps.iter().map(|g| g.cause.id()).collect();
    let missing = |wanted: &[String], got: &BTreeSet<&str>| {
        sorted(wanted.iter().map(String::as_str).filter(|w| !got.contains(w))).join(" ")
    };
    expect("superseded findings that are missing", String::new(), missing(&case.superseded, &old));
    expect("gaps that are missing", String::new(), missing(&case.gaps, &gaps));
    let present: BTreeSet<&str> = current().map(|f| f.cause.id()).chain(gaps.iter().copied()).collect();
    let odd = case.absent.iter().map(String::as_str).filter(|a| present.contains(a));
    expect("causes that must not be there", String::new(), sorted(odd).join(" "));
    let rules = matched(&report);
    let odd = case.misses.iter().map(String::as_str).filter(|m| rules.contains(m));
    expect("rules that must not match", String::new(), sorted(odd).join(" "));
    // Every finding leads to the records that prove it.
    for finding in &report.findings {
        expect(
            "evidence",
            "some".to_owned(),
            if finding.evidence.is_empty() { "none" } else { "some" }.to_owned(),
        );
    }
    report
}

fn sorted<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut texts: Vec<&str> = texts.into_iter().collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}

#[test]
fn each_log_proves_what_its_case_says_and_no_more() {
    let mut wrong = Vec::new();
    for platform in PLATFORMS {
        for case in cases(platform) {
            judge(platform, &case, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_and_cause_has_a_proof_and_a_near_miss() {
    let mut proven_rules: BTreeSet<String> = BTreeSet::new();
    let mut missed_rules: BTreeSet<String> = BTreeSet::new();
    let mut proven: BTreeSet<String> = BTreeSet::new();
    let mut absent: BTreeSet<String> = BTreeSet::new();
    for platform in PLATFORMS {
        for case in cases(platform) {
            let report = judge(platform, &case, &mut Vec::new());
            proven_rules.extend(matched(&report).into_iter().map(str::to_owned));
            missed_rules.extend(case.misses.iter().cloned());
            proven.extend(report.findings.iter().map(|f| f.cause.id().to_owned()));
            proven.extend(case.gaps.iter().cloned());
            absent.extend(case.absent.iter().cloned());
        }
    }
    for (_, codes) in codes() {
        proven.extend(codes.into_values());
    }
    let mut lacking = Vec::new();
    for rule in device_rules() {
        let silent = WITHOUT_EVIDENCE.contains(&rule.as_str()) || rule.starts_with("windows.state_");
        if !proven_rules.contains(&rule) && !silent {
            lacking.push(format!("rule {rule} has no proving case"));
        }
        if !missed_rules.contains(&rule) && !rule.starts_with("windows.state_") {
            lacking.push(format!("rule {rule} has no case that must not trigger it"));
        }
    }
    let impossible: BTreeSet<&str> =
        NOT_OF_DEVICES.iter().flat_map(|(_, causes)| causes.iter().copied()).collect();
    for cause in Cause::ALL.iter().map(|c| c.id()).filter(|c| !impossible.contains(c)) {
        if !proven.contains(cause) {
            lacking.push(format!("cause {cause} has no proving case"));
        }
        if !absent.contains(cause) {
            lacking.push(format!("cause {cause} has no case that must not trigger it"));
        }
    }
    for cause in impossible.iter().filter(|c| proven.contains(**c)) {
        lacking.push(format!("cause {cause} is proven by a log of a device: take it off the list"));
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

/// The rules for logs of devices that tell the diagnosis something, by their files.
fn device_rules() -> Vec<String> {
    let mut ids = Vec::new();
    for file in ["android", "ios", "windows", "windows-state"] {
        let text = std::fs::read_to_string(data(&format!("../../rules/{file}.toml"))).unwrap();
        let rules: toml::Table = text.parse().unwrap();
        for rule in rules["rule"].as_array().unwrap() {
            if rule.get("signal").is_some() {
                ids.push(rule["id"].as_str().unwrap().to_owned());
            }
        }
    }
    ids
}

/// The expected cause of each code, by table.
fn codes() -> BTreeMap<String, BTreeMap<String, String>> {
    toml::from_str(&std::fs::read_to_string(data("device-rules/codes.toml")).unwrap()).unwrap()
}

#[test]
fn every_code_leads_to_its_cause_and_shows_its_name() {
    let mut wrong = Vec::new();
    let names: BTreeMap<String, BTreeMap<String, toml::Table>> =
        toml::from_str(&std::fs::read_to_string(data("../../rules/codes.toml")).unwrap()).unwrap();
    for (table, expected) in codes() {
        for (code, cause) in &expected {
            let (platform, case) = case_with(&table, code);
            let report = judge(platform, &case, &mut wrong);
            let Some(finding) = report.findings.iter().find(|f| f.cause.id() == cause) else {
                let found: Vec<&str> = report.findings.iter().map(|f| f.cause.id()).collect();
                wrong.push(format!("{table} {code}: expected {cause}, got {found:?}"));
                continue;
            };
            let name = names[&table].get(code).and_then(|c| c["name"].as_str()).unwrap_or("HTTP");
            if !finding.codes.iter().any(|c| c.contains(code.as_str()) && c.contains(name)) {
                wrong.push(format!("{table} {code}: its name {name} is not shown: {:?}", finding.codes));
            }
        }
        // No code of the program is left out.
        for (code, meaning) in &names[&table] {
            if meaning.contains_key("cause") && !expected.contains_key(code) {
                wrong.push(format!("{table} {code} of rules/codes.toml has no expectation"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
