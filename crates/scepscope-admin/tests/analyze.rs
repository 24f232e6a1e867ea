//! `scepscope-admin analyze` and `compare` as people use them: bundles, golden pages, hostile lines.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::process::{Command, Output};

use common::{data, pack, root, text};
use serde_json::Value;

const ANDROID: &str = "25-admin-android-iis-500-1346";
const IOS: &str = "26-admin-ios-iis-no-request";

/// Runs the program in the folder of the cases, so that no machine's paths are in the output.
fn run(lang: &str, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_scepscope-admin"))
        .args(["--lang", lang])
        .args(args)
        .current_dir(data("cases"))
        .env("COLUMNS", "80")
        .output()
        .unwrap()
}

fn json(args: &[&str]) -> Value {
    let output = run("en", args);
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// `SCEPSCOPE_BLESS=1 cargo test -p scepscope-admin --test analyze` writes the files anew; read them first.
fn compare_golden(name: &str, got: &str) {
    let path = root().join("crates/scepscope-admin/tests/golden").join(name);
    if std::env::var_os("SCEPSCOPE_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, got).unwrap();
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default();
    assert!(got == wanted, "{name} differs; got:\n{got}");
}

#[test]
fn the_terminal_and_the_page_word_for_word() {
    for (lang, case, device, log) in [
        ("en", ANDROID, "OMADMLog_0.log", "u_ex261102.log"),
        ("en", IOS, "profiled.log", "u_ex261103.log"),
        ("ja", IOS, "profiled.log", "u_ex261103.log"),
    ] {
        let home = tempfile::tempdir().unwrap();
        let page = home.path().join("page.html");
        let (device, log) = (format!("{case}/{device}"), format!("{case}/{log}"));
        let output = run(lang, &["analyze", &device, "--iis", &log, "--html", page.to_str().unwrap()]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let said = text(&output.stdout);
        // A wide character takes two columns; a Japanese line of 80 columns has fewer characters.
        assert!(said.lines().all(|l| l.chars().count() <= 80), "a line is longer than 80 columns:\n{said}");
        assert!(!said.contains('\x1b'));
        compare_golden(&format!("{case}.{lang}.txt"), &said);
        let html = fs::read_to_string(&page).unwrap();
        for outside in ["<script", "http-equiv=\"refresh", "src=", "url(", "@import", "<link"] {
            assert!(!html.contains(outside), "{outside}");
        }
        if lang == "en" {
            // The style sheet is the report's own and has its test there.
            let (head, body) = html.split_once("</style>").unwrap();
            assert!(head.contains("default-src 'none'"));
            compare_golden(&format!("{case}.{lang}.html"), body);
        }
    }
}

#[test]
fn a_joined_request_is_seen_by_both_and_decoded() {
    let device = format!("{ANDROID}/OMADMLog_0.log");
    let log = format!("{ANDROID}/u_ex261102.log");
    let report = json(&["analyze", &device, "--iis", &log, "--json"]);
    let join = &report["analysis"]["attempts"][0];
    assert_eq!(join["state"], "joined");
    let request = &join["requests"][0];
    assert_eq!((&request["seen_by"], &request["operation"]), (&"both".into(), &"get_ca_cert".into()));
    let server = &request["server"];
    // By hand: `grep -n mscep u_ex261102.log`.
    assert_eq!(server["locator"], "line 60");
    assert_eq!(server["client"], "203.0.113.77");
    let meaning = server["meaning"].to_string();
    assert!(meaning.contains("1346 ERROR_BAD_IMPERSONATION_LEVEL"), "{meaning}");
    let steps: Vec<_> =
        join["steps"].as_array().unwrap().iter().map(|s| s["state"].as_str().unwrap()).collect();
    assert_eq!(steps.len(), 6);
    assert_eq!(steps[..2], ["seen", "failed"]);
    assert_eq!(report["reached_ndes"], "yes");
}

#[test]
fn without_the_needed_column_it_says_so() {
    let report = json(&[
        "analyze",
        "../cases-own/join-log-without-address/profiled.log",
        "--iis",
        "../cases-own/join-log-without-address/u_ex.log",
        "--json",
    ]);
    let join = &report["analysis"]["attempts"][0];
    assert_eq!(join["state"], "not_covered");
    assert_eq!(join["reasons"][0], "no_uri_column");
    let missing = report["analysis"]["servers"][0]["missing_columns"].to_string();
    assert!(missing.contains("cs-uri-stem") && missing.contains("cs(User-Agent)"), "{missing}");
}

#[test]
fn log_text_breaks_out_of_nothing() {
    let home = tempfile::tempdir().unwrap();
    let log = home.path().join("u_ex.log");
    let source = fs::read_to_string(data(&format!("cases/{ANDROID}/u_ex261102.log"))).unwrap();
    let hostile = source.replace(
        "Dalvik/2.1.0+(Linux;+U;",
        "Dalvik/\x1b]0;owned\x07</script><script>alert(1)</script>=cmd|'/c+calc'!A1+(Linux;",
    );
    assert_ne!(source, hostile);
    fs::write(&log, hostile).unwrap();
    let page = home.path().join("page.html");
    let device = format!("{ANDROID}/OMADMLog_0.log");
    let output =
        run("en", &["analyze", &device, "--iis", log.to_str().unwrap(), "--html", page.to_str().unwrap()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(!said.contains('\x1b') && !said.contains('\x07'), "a control character came through");
    let html = fs::read_to_string(&page).unwrap();
    assert!(html.contains("&lt;script&gt;alert(1)") && !html.contains("<script"), "markup came through");
    assert!(!html.contains('\x1b'));
}

#[test]
fn a_bundle_is_verified_first_and_an_unverified_one_is_marked_everywhere() {
    let home = tempfile::tempdir().unwrap();
    let packed = pack(home.path(), &data(&format!("cases/{ANDROID}/OMADMLog_0.log")));
    let log = format!("{ANDROID}/u_ex261102.log");
    let report = json(&["analyze", &packed.path, "--iis", &log, "--json"]);
    assert_eq!(report["analysis"]["attempts"][0]["state"], "joined");
    let input = &report["analysis"]["inputs"][0];
    assert_eq!((&input["trust"], &input["case"]), (&"intact".into(), &"T-8".into()));
    let causes = report["findings"].to_string();
    assert!(causes.contains("iis_impersonation_right_missing"), "{causes}");
    let signers = home.path().join("allowed_signers");
    fs::write(&signers, format!("{}\n", packed.allowed_signers)).unwrap();
    let signers = signers.to_str().unwrap();
    let report = json(&["analyze", &packed.path, "--allowed-signers", signers, "--json"]);
    assert_eq!(report["analysis"]["inputs"][0]["trust"], "verified");
    assert_eq!(report["analysis"]["attempts"][0]["state"], "no_server_log");

    // Of another key: refused, and read only as what it is.
    let other = home.path().join("others");
    fs::write(
        &other,
        "someone@example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGKZVmRwmM4qj1rAHVDUmLnvPFgOb1nzZRB9z8Y0X4hJ\n",
    )
    .unwrap();
    let other = other.to_str().unwrap();
    let refused = run("en", &["analyze", &packed.path, "--allowed-signers", other]);
    assert_eq!(refused.status.code(), Some(4), "{}", text(&refused.stdout));
    assert!(refused.stdout.is_empty());
    // Of several, each is told.
    let again = home.path().join("again");
    fs::create_dir(&again).unwrap();
    let second = pack(&again, &data(&format!("cases/{ANDROID}/OMADMLog_0.log")));
    let refused = run("en", &["analyze", &packed.path, &second.path, "--allowed-signers", other]);
    assert_eq!(refused.status.code(), Some(4));
    let said = text(&refused.stderr);
    assert_eq!(said.matches("was not analyzed").count(), 2, "{said}");
    let page = home.path().join("page.html");
    let args = [
        "analyze",
        &packed.path,
        "--allowed-signers",
        other,
        "--unverified",
        "--html",
        page.to_str().unwrap(),
    ];
    let marked = run("en", &args);
    assert_eq!(marked.status.code(), Some(0), "{}", text(&marked.stderr));
    assert!(text(&marked.stdout).starts_with("! Not verified."));
    let html = fs::read_to_string(&page).unwrap();
    assert_eq!(html.matches("class=\"banner\"").count(), 2);
    let report = json(&["analyze", &packed.path, "--allowed-signers", other, "--unverified", "--json"]);
    assert_eq!(report["analysis"]["unverified"], true);
    assert_eq!(report["analysis"]["inputs"][0]["trust"], "unverified");
}

#[test]
fn compare_says_what_went_away_and_what_is_new() {
    let home = tempfile::tempdir().unwrap();
    let packed = pack(home.path(), &data(&format!("cases/{ANDROID}/OMADMLog_0.log")));
    let after = "33-admin-all-good/OMADMLog_0.log";
    let comparison = json(&["compare", &packed.path, after, "--json"]);
    assert_eq!(comparison["outcome"]["before"], "failed");
    assert_eq!(comparison["outcome"]["after"], "succeeded");
    let findings = comparison["findings"].as_array().unwrap();
    assert!(findings.iter().all(|f| f["change"] == "gone") && !findings.is_empty(), "{findings:?}");
    let output = run("en", &["compare", &packed.path, after]);
    let said = text(&output.stdout);
    assert!(said.contains("failed → succeeded") && said.contains("gone: "), "{said}");
    let same = run("en", &["compare", after, after]);
    assert!(text(&same.stdout).contains("Nothing that the reports tell has changed."));
}

#[test]
fn nothing_to_read_is_no_analysis() {
    let output = run("en", &["analyze", "no-such-file.log"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    let output = run("en", &["analyze"]);
    assert_eq!(output.status.code(), Some(2));
}
