//! `scepscope-admin fleet` as people use it. What the table holds is tested in `scepscope-fleet`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;

use common::{admin, data, pack, text};
use serde_json::Value;

#[test]
fn sums_for_people_and_for_programs_and_a_table_that_is_kept() {
    let home = tempfile::tempdir().unwrap();
    let packed = pack(home.path(), &data("cases/02-android-2019-dns/OMADMLog_0.log"));
    let inbox = home.path().join("out");
    fs::write(inbox.join("\u{1b}[31m.zip"), "no bundle").unwrap();
    let table = home.path().join("fleet.parquet");
    let (inbox, path) = (inbox.to_str().unwrap(), table.to_str().unwrap());
    let output = admin(&["fleet", inbox, "--out", path]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(said.starts_with("1 device, 2 bundles"), "{said}");
    assert!(
        said.contains("1  failed") && said.contains("(dns_failure)") && said.contains("1  not-a-zip"),
        "{said}"
    );
    assert!(said.lines().all(|l| l.chars().count() <= 80) && !said.contains('\u{1b}'), "{said}");
    assert!(text(&output.stderr).contains("2 rows"));

    let signers = home.path().join("allowed_signers");
    fs::write(&signers, format!("{}\n", packed.allowed_signers)).unwrap();
    let args = ["fleet", inbox, "--out", path, "--json"];
    let sums: Value = serde_json::from_slice(&admin(&args).stdout).unwrap();
    assert_eq!((&sums["read"], &sums["kept"]), (&0.into(), &2.into()));
    assert_eq!(sums["causes"][0]["value"], "dns_failure");
    let args = ["fleet", inbox, "--out", path, "--json", "--allowed-signers", signers.to_str().unwrap()];
    let sums: Value = serde_json::from_slice(&admin(&args).stdout).unwrap();
    assert_eq!((&sums["read"], &sums["kept"]), (&2.into(), &0.into()));
    let states: Vec<_> =
        sums["states"].as_array().unwrap().iter().map(|s| s["value"].as_str().unwrap()).collect();
    assert_eq!(states, ["refused", "verified"]);
}

#[test]
fn nothing_to_read_and_another_file_in_the_way() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().to_str().unwrap();
    let empty = admin(&["fleet", folder]);
    assert_eq!(empty.status.code(), Some(3), "{}", text(&empty.stdout));
    assert!(text(&empty.stderr).contains("There is no bundle in"));
    let absent = admin(&["fleet", &format!("{folder}/no-such-folder")]);
    assert_eq!(absent.status.code(), Some(3));
    let other = home.path().join("other.txt");
    fs::write(&other, "mine").unwrap();
    let refused = admin(&["fleet", folder, "--out", other.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("was left alone"));
    assert_eq!(fs::read(&other).unwrap(), b"mine");
}

#[test]
fn the_page_needs_nothing_from_outside_and_obeys_no_bundle() {
    let home = tempfile::tempdir().unwrap();
    let packed = pack(home.path(), &data("cases/02-android-2019-dns/OMADMLog_0.log"));
    let inbox = home.path().join("a<script>alert(1)");
    fs::rename(home.path().join("out"), &inbox).unwrap();
    assert!(packed.path.ends_with(".zip"));
    let page = home.path().join("fleet.html");
    for (lang, heading) in [
        ("en", "Devices by failing step"),
        ("ja", "失敗した手順ごとの端末数"),
        ("de", "Geräte nach fehlschlagendem Schritt"),
        ("fr", "Appareils par étape en échec"),
        ("es", "Dispositivos por paso en que fallan"),
    ] {
        let args = ["fleet", inbox.to_str().unwrap(), "--html", page.to_str().unwrap(), "--lang", lang];
        let output =
            std::process::Command::new(env!("CARGO_BIN_EXE_scepscope-admin")).args(args).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let html = fs::read_to_string(&page).unwrap();
        assert!(html.contains(heading) && html.contains("<code>dns_failure</code>"), "{html}");
        for outside in ["<script", "http-equiv=\"refresh", "src=", "url(", "@import", "<link"] {
            assert!(!html.contains(outside), "{outside}");
        }
        assert!(html.contains("a&lt;script&gt;alert(1)"));
        assert_eq!(html.matches("<table>").count(), html.matches("</table>").count());
    }
}
