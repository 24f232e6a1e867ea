//! Every page that a person opens, in a real browser: the report of a bundle, the analysis, the fleet. `tests/pages` looks at
//! them wide and narrow, in light and dark colours; its pictures stay in the target folder, under `pages`.
//!
//! Needed: chromium, chromedriver (Debian `chromium`, `chromium-driver`) and Node.js; `./dev setup` installs them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{admin_in, arguments, data, export, pack, text, tool};
use scepscope_lab::{look_at, page_folder};
use scepscope_present::{Language, Words, html};
use serde_json::Value;

fn kept() -> PathBuf {
    page_folder(env!("CARGO_BIN_EXE_scepscope-admin"))
}

/// A page of an analysis.
fn analysis(case: &str, language: &str) -> PathBuf {
    let folder = data(case);
    let expect: Value = serde_json::from_slice(&fs::read(folder.join("expect.json")).unwrap()).unwrap();
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    let page = kept().join(format!("analysis-{name}-{language}.html"));
    // Names without folders, as they would stand on an administrator's page.
    let mut args = vec!["analyze".to_owned()];
    args.extend(arguments(Path::new(""), &expect));
    args.extend(["--html".to_owned(), page.to_string_lossy().into_owned()]);
    args.extend(["--lang".to_owned(), language.to_owned()]);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let output = admin_in(&folder, &args);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    page
}

#[test]
fn the_analysis_of_each_outcome() {
    let pages = [
        analysis("cases/25-admin-android-iis-500-1346", "en"),
        analysis("cases/25-admin-android-iis-500-1346", "ja"),
        analysis("cases/26-admin-ios-iis-no-request", "en"),
        analysis("cases/33-admin-all-good", "en"),
        analysis("cases-own/join-others-nearby", "ja"),
    ];
    look_at(&kept(), &pages);
}

#[test]
fn the_report_of_a_bundle_and_the_fleet() {
    let home = tempfile::tempdir().unwrap();
    let inbox = home.path().join("inbox");
    fs::create_dir(&inbox).unwrap();
    let mut pages = Vec::new();
    for (case, log, devices) in [
        ("01-android-2018-success", "OMADM.log", 3),
        ("02-android-2019-dns", "OMADMLog_0.log", 4),
        ("03-android-2024-tls-untrusted", "CloudExtension.log", 2),
        ("08-android-pending", "OMADMLog_0.log", 1),
        ("20-ios-414-long-get", "iphone-console.txt", 2),
        ("36-windows-en-xml-308-connect", "Admin.xml", 1),
    ] {
        let log = data("cases").join(case).join(log);
        let mut packed = Vec::new();
        for device in 0..devices {
            // Each device has a key of its own.
            packed.push(pack(&home.path().join(format!("{case}-{device}")), &log));
            fs::copy(&packed[device].path, inbox.join(format!("{case}-{device}.zip"))).unwrap();
        }
        let packed = &packed[0];
        if case.starts_with("02") || case.starts_with("20") {
            let page = kept().join(format!("report-{case}-en.html"));
            let output = tool("unzip").arg("-p").arg(&packed.path).arg("*/report.html").output().unwrap();
            assert!(output.status.success(), "{}", text(&output.stderr));
            fs::write(&page, output.stdout).unwrap();
            pages.push(page);
            let output = tool("unzip").arg("-p").arg(&packed.path).arg("*/report.json").output().unwrap();
            let report = serde_json::from_slice(&output.stdout).unwrap();
            let page = kept().join(format!("report-{case}-ja.html"));
            fs::write(&page, html::render(&report, &Words::new(Language::Ja), None)).unwrap();
            pages.push(page);
        }
    }
    fs::write(inbox.join("broken.zip"), "no bundle").unwrap();
    for language in ["en", "ja"] {
        let page = kept().join(format!("fleet-{language}.html"));
        let args = ["fleet", "inbox", "--html", page.to_str().unwrap(), "--lang", language];
        let output = admin_in(home.path(), &args);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        pages.push(page);
    }
    look_at(&kept(), &pages);
}

#[test]
fn the_inspection_of_a_server_alone_and_behind_an_analysis() {
    let case = data("cases/25-admin-android-iis-500-1346");
    let folder = export(&[("cases/25-admin-android-iis-500-1346/u_ex261102.log", "u_ex261102.log")]);
    fs::write(
        folder.path().join("user-rights.inf"),
        "[Privilege Rights]\r\nSeImpersonatePrivilege = *S-1-5-32-544\r\n",
    )
    .unwrap();
    let mut pages = Vec::new();
    for language in ["en", "ja"] {
        let page = kept().join(format!("inspection-{language}.html"));
        let html = page.to_string_lossy().into_owned();
        let output =
            admin_in(folder.path(), &["inspect-ndes", "--ndes", ".", "--html", &html, "--lang", language]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        pages.push(page);
    }
    let page = kept().join("analysis-with-inspection.html");
    let html = page.to_string_lossy().into_owned();
    let server = folder.path().to_string_lossy().into_owned();
    let output = admin_in(&case, &["analyze", "OMADMLog_0.log", "--ndes", &server, "--html", &html]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(fs::read_to_string(&page).unwrap().contains("impersonation_right"));
    pages.push(page);
    look_at(&kept(), &pages);
}
