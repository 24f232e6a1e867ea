//! The table as others read it: DuckDB asks, and a second run reads only what is new.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;

use common::{attempt, bundle, duckdb, failed, key, options, raw_bundle, report, succeeded};
use scepscope_bundle::{AllowedSigners, Cancel, Identity, Signer, allowed_signers_line};
use scepscope_fleet::{
    COLUMNS, FleetError, FleetOptions, FleetSummary, FolderInbox, Trust, TrustBasis, update,
};
use scepscope_model::Tally;
use serde_json::json;

fn counts(list: &[Tally]) -> Vec<(&str, u64)> {
    list.iter().map(|t| (t.value.as_str(), t.count)).collect()
}

fn day(summary: &FleetSummary, date: &str) -> Vec<(String, u64)> {
    let day = summary.days.iter().find(|d| d.date == date).unwrap();
    day.outcomes.iter().map(|t| (t.value.clone(), t.count)).collect()
}

#[test]
fn duckdb_reads_the_rows_with_the_expected_sums() {
    let home = tempfile::tempdir().unwrap();
    let inbox = home.path().join("inbox");
    let (first, second, third) = (key(), key(), key());
    // The first device failed and then succeeded; the others' last word is a failure.
    bundle(&inbox, 1, 50, &failed("2026-11-08T08:00:00Z"), &first);
    bundle(&inbox.join("later"), 2, 2, &succeeded("2026-11-10T08:00:00Z"), &first);
    bundle(&inbox, 3, 5, &failed("2026-11-10T06:00:00+02:00"), &second);
    let two = report(
        "stalled",
        vec![
            attempt("1", "2026-11-09T01:00:00", "failed", ["failed"; 7], Some("connect_timeout")),
            attempt(
                "2",
                "2026-11-09T02:00:00",
                "stalled",
                ["seen", "seen", "seen", "seen", "absent", "absent", "absent"],
                Some("stalled_unexplained"),
            ),
        ],
    );
    bundle(&inbox, 4, 6, &two, &third);
    fs::write(inbox.join("notes.txt"), "no bundle").unwrap();
    fs::create_dir_all(inbox.join(".receiver")).unwrap();
    fs::write(inbox.join(".receiver/part.zip"), "no bundle either").unwrap();

    let table = home.path().join("fleet.parquet");
    let cancel = Cancel::default();
    let summary = update(&FolderInbox::new(&inbox), Some(&table), &options(&cancel)).unwrap();

    let sums = "SELECT count(*), count(DISTINCT device_key), sum(latest::INT)::INT, epoch_us(min(started)) FROM TABLE";
    // date -u -d 2026-11-08T08:00:00Z +%s
    assert_eq!(duckdb(&table, sums), json!([[5, 3, 4, 1794124800000000_i64]]));
    let by = "SELECT outcome, failing_step, cause, count(*) FROM TABLE GROUP BY ALL ORDER BY ALL";
    assert_eq!(
        duckdb(&table, by),
        json!([
            ["failed", "capabilities_received", "dns_failure", 2],
            ["failed", "profile_received", "connect_timeout", 1],
            ["stalled", "request_sent", "stalled_unexplained", 1],
            ["succeeded", null, null, 1],
        ])
    );
    // A local time without an offset is no instant, and stays as it was written.
    let times = "SELECT started IS NULL, started_text FROM TABLE WHERE outcome = 'stalled'";
    assert_eq!(duckdb(&table, times), json!([[true, "2026-11-09T02:00:00"]]));
    let facts = "SELECT source, state, case_id, server_host, system, app_version, redaction, gaps, attempts,
                 request_sent FROM TABLE WHERE outcome = 'succeeded'";
    let source = duckdb(&table, facts);
    assert!(source[0][0].as_str().unwrap().starts_with("later/scepscope-T-2-20261110T100000Z"), "{source}");
    assert_eq!(
        source[0].as_array().unwrap()[1..],
        [
            json!("intact"),
            json!("T-2"),
            json!("scep.fabrikam.example"),
            json!("Android 15"),
            json!("1.2.3"),
            json!("default"),
            json!("verbose_logging_off"),
            json!(1),
            json!("seen")
        ]
    );

    assert_eq!((summary.bundles, summary.read, summary.kept, summary.rows, summary.devices), (4, 4, 0, 5, 3));
    assert_eq!(counts(&summary.outcomes), [("failed", 1), ("stalled", 1), ("succeeded", 1)]);
    assert_eq!(counts(&summary.steps), [("capabilities_received", 1), ("request_sent", 1)]);
    assert_eq!(counts(&summary.causes), [("dns_failure", 1), ("stalled_unexplained", 1)]);
    assert_eq!(counts(&summary.systems), [("android Android 15", 3)]);
    assert_eq!(summary.days.len(), 60);
    assert_eq!(day(&summary, "2026-11-08"), [("failed".to_owned(), 1)]);
    // 06:00 at +02:00 is 04:00 in UTC; the attempts without an instant count on the day of their bundle.
    let expected = [("failed".to_owned(), 2), ("stalled".to_owned(), 1), ("succeeded".to_owned(), 1)];
    assert_eq!(day(&summary, "2026-11-10"), expected);
    assert_eq!(summary.other_days, 0);
}

#[test]
fn the_documented_columns_are_those_of_the_file() {
    let home = tempfile::tempdir().unwrap();
    let inbox = home.path().join("inbox");
    bundle(&inbox, 1, 1, &succeeded("2026-11-10T08:00:00Z"), &key());
    let table = home.path().join("fleet.parquet");
    let cancel = Cancel::default();
    update(&FolderInbox::new(&inbox), Some(&table), &options(&cancel)).unwrap();
    let described = duckdb(&table, "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM TABLE)");
    let expected: Vec<_> = COLUMNS.iter().map(|c| json!([c.name, c.kind.sql()])).collect();
    assert_eq!(described, json!(expected));
    let page = fs::read_to_string(scepscope_lab::root().join("docs/fleet.md")).unwrap();
    let documented: Vec<(String, String)> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .map(|(name, rest)| (name.to_owned(), rest.split(" | ").next().unwrap_or_default().to_owned()))
        .collect();
    let columns: Vec<(String, String)> =
        COLUMNS.iter().map(|c| (c.name.to_owned(), c.kind.sql().to_owned())).collect();
    assert_eq!(documented, columns, "docs/fleet.md is not current");
}

#[test]
fn a_second_run_reads_only_what_is_new_or_changed() {
    let home = tempfile::tempdir().unwrap();
    let inbox = home.path().join("inbox");
    let folder = FolderInbox::new(&inbox);
    let table = home.path().join("fleet.parquet");
    let cancel = Cancel::default();
    let run = || update(&folder, Some(&table), &options(&cancel)).unwrap();
    let one = key();
    let stays = bundle(&inbox, 1, 9, &failed("2026-11-10T01:00:00Z"), &one);
    let goes = bundle(&inbox, 2, 8, &failed("2026-11-10T02:00:00Z"), &key());
    let broken = inbox.join("broken.zip");
    fs::write(&broken, "PK, but no more than that").unwrap();
    let first = run();
    assert_eq!((first.read, first.kept, first.gone), (3, 0, 0));
    let again = run();
    assert_eq!((again.read, again.kept, again.gone), (0, 3, 0));
    assert_eq!((again.rows, &again.causes, &again.faults), (first.rows, &first.causes, &first.faults));

    bundle(&inbox, 3, 1, &succeeded("2026-11-10T11:00:00Z"), &one);
    fs::remove_file(&goes).unwrap();
    fs::copy(&stays, &broken).unwrap();
    let third = run();
    assert_eq!((third.read, third.kept, third.gone), (2, 1, 2));
    assert_eq!((third.bundles, third.devices), (3, 1));
    let states = "SELECT state, count(*) FROM TABLE GROUP BY ALL";
    assert_eq!(duckdb(&table, states), json!([["intact", 3]]));

    // Read with another trust, nothing is taken over.
    let options = FleetOptions { basis: TrustBasis("other".to_owned()), ..options(&cancel) };
    let other = update(&folder, Some(&table), &options).unwrap();
    assert_eq!((other.read, other.kept), (3, 0));
}

#[test]
fn a_broken_or_hostile_bundle_is_a_row_and_obeyed_by_nobody() {
    let home = tempfile::tempdir().unwrap();
    let inbox = home.path().join("inbox");
    let mut hostile = failed("2026-11-10T01:00:00Z");
    hostile["attempts"][0]["profile"] = json!("=cmd|'/c calc'!A1");
    hostile["attempts"][0]["server_url"] =
        json!("https://\u{1b}]0;owned\u{7}.example/<script>alert(1)</script>");
    hostile["device"]["system"] = json!("\t@SUM(1+1)\u{202e}");
    bundle(&inbox, 1, 1, &hostile, &key());
    raw_bundle(&inbox, 2, 1, b"{\"schema\":\"scepscope.report/9\"}", &key(), Vec::new());
    raw_bundle(&inbox, 3, 1, &b"[".repeat(100_000), &key(), Vec::new());
    raw_bundle(&inbox, 4, 1, b"{}", &key(), vec![Identity::generate().recipient()]);
    fs::write(inbox.join("empty.zip"), "").unwrap();
    fs::write(inbox.join("=2+5.zip"), "not a zip at all").unwrap();
    let sound = bundle(&inbox, 5, 1, &succeeded("2026-11-10T01:00:00Z"), &key());
    let mut bytes = fs::read(&sound).unwrap();
    // Inside of the first file's content: the form holds, the content does not.
    let at = bytes.windows(9).position(|w| w == b"bagit.txt").unwrap();
    let data = bytes.windows(11).position(|w| w == b"report.json").unwrap().max(at) + 20;
    bytes[data] ^= 1;
    fs::write(&sound, bytes).unwrap();
    let table = home.path().join("fleet.parquet");
    let cancel = Cancel::default();
    let summary = update(&FolderInbox::new(&inbox), Some(&table), &options(&cancel)).unwrap();
    assert_eq!((summary.bundles, summary.rows, summary.devices), (7, 7, 1));
    let rows = duckdb(
        &table,
        "SELECT state, fault, count(*) FROM TABLE WHERE fault <> 'damaged' OR fault IS NULL GROUP BY ALL ORDER BY ALL",
    );
    assert_eq!(
        rows,
        json!([
            ["intact", null, 1],
            ["other_version", "report-version", 1],
            ["refused", "not-a-zip", 2],
            ["refused", "report-unreadable", 1],
            ["sealed", "no-identity", 1],
        ])
    );
    let damaged = duckdb(&table, "SELECT state FROM TABLE WHERE fault = 'damaged'");
    assert_eq!(damaged, json!([["failed"]]));
    let cells = "SELECT profile, server_url, system FROM TABLE WHERE state = 'intact'";
    assert_eq!(
        duckdb(&table, cells),
        json!([[
            "'=cmd|'/c calc'!A1",
            "https://␛]0;owned␇.example/<script>alert(1)</script>",
            "' @SUM(1+1)\u{fffd}",
        ]])
    );
    let named = "SELECT count(*) FROM TABLE WHERE source = '%3D2+5.zip'";
    assert_eq!(duckdb(&table, named), json!([[1]]));
}

#[test]
fn only_listed_keys_count_where_a_list_is_given_and_an_identity_opens() {
    let home = tempfile::tempdir().unwrap();
    let inbox = home.path().join("inbox");
    let (listed, stranger, identity) = (key(), key(), Identity::generate());
    let content = serde_json::to_vec(&failed("2026-11-10T01:00:00Z")).unwrap();
    raw_bundle(&inbox, 1, 1, &content, &listed, vec![identity.recipient()]);
    bundle(&inbox, 2, 1, &failed("2026-11-10T01:00:00Z"), &stranger);
    let line = allowed_signers_line(listed.public_key()).unwrap();
    let allowed = AllowedSigners::parse(&line, time::UtcOffset::UTC);
    let cancel = Cancel::default();
    let trust = Trust { allowed: Some(&allowed), identity: Some(&identity), now: common::NOW };
    let options = FleetOptions { trust, ..options(&cancel) };
    let summary = update(&FolderInbox::new(&inbox), None, &options).unwrap();
    assert_eq!(counts(&summary.states), [("failed", 1), ("verified", 1)]);
    assert_eq!(counts(&summary.faults), [("key-not-listed", 1)]);
    assert_eq!(summary.devices, 1);
}

#[test]
fn another_file_is_never_replaced() {
    let home = tempfile::tempdir().unwrap();
    let inbox = home.path().join("inbox");
    bundle(&inbox, 1, 1, &succeeded("2026-11-10T01:00:00Z"), &key());
    let table = home.path().join("thesis.parquet");
    fs::write(&table, "years of work").unwrap();
    let cancel = Cancel::default();
    let refused = update(&FolderInbox::new(&inbox), Some(&table), &options(&cancel));
    assert!(matches!(refused, Err(FleetError::OtherFile { .. })), "{refused:?}");
    assert_eq!(fs::read(&table).unwrap(), b"years of work");
    cancel.cancel();
    let table = home.path().join("fleet.parquet");
    let cancelled = update(&FolderInbox::new(&inbox), Some(&table), &options(&cancel));
    assert!(matches!(cancelled, Err(FleetError::Cancelled)), "{cancelled:?}");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 2, "a half table was left");
}
