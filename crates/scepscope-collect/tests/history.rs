//! Earlier bundles: what is kept of them, and for how long.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;

use scepscope_collect::{ErrorCode, HISTORY_SCHEMA, History, MAX_PAST, PastBundle, Went};
use scepscope_model::{Answer, DeviceFacts, Outcome, Platform, REPORT_SCHEMA, Report, Tool};

fn report(name: &str) -> Report {
    Report {
        schema: REPORT_SCHEMA.into(),
        tool: Tool { name: "scepscope".into(), version: "0".into() },
        device: DeviceFacts { platform: Platform::Linux, name: Some(name.into()), system: None },
        sources: vec![],
        gaps: vec![],
        key_strings: vec![],
        attempts: vec![],
        outcome: Outcome::Failed,
        reached_ndes: Answer::No,
        challenge_presented: Answer::No,
        findings: vec![],
        probe: None,
    }
}

fn past(n: usize) -> PastBundle {
    PastBundle {
        schema: HISTORY_SCHEMA.into(),
        id: format!("{n:032x}"),
        bundle: format!("scepscope-{n}.zip"),
        created: format!("2026-11-23T10:{:02}:{:02}Z", n / 60, n % 60),
        bytes: 10,
        case: None,
        went: Went::Saved { path: "/home/user/b.zip".into() },
        outcome: Outcome::Failed,
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn what_was_kept_is_listed_opened_and_forgotten() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("state/history");
    let history = History::new(&folder);
    assert_eq!(history.list().unwrap(), []);
    history.keep(&past(1), &report("device-0a1b")).unwrap();
    history.keep(&past(2), &report("device-2c3d")).unwrap();
    assert_eq!(history.list().unwrap(), [past(2), past(1)]);
    assert_eq!(history.report(&past(1).id).unwrap(), report("device-0a1b"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        for name in names(&folder) {
            assert_eq!(mode(&folder.join(name)), 0o600);
        }
    }
    history.forget(&past(1).id).unwrap();
    assert_eq!(history.list().unwrap(), [past(2)]);
    assert_eq!(names(&folder).len(), 2);
    assert_eq!(history.forget(&past(1).id).unwrap_err().code, ErrorCode::HistoryUnusable);
}

#[test]
fn the_oldest_go_where_there_are_too_many() {
    let home = tempfile::tempdir().unwrap();
    let history = History::new(home.path());
    for n in 0..=MAX_PAST {
        history.keep(&past(n), &report("d")).unwrap();
    }
    let kept = history.list().unwrap();
    assert_eq!((kept.len(), &kept[0], &kept[MAX_PAST - 1]), (MAX_PAST, &past(MAX_PAST), &past(1)));
    assert_eq!(names(home.path()).len(), 2 * MAX_PAST);
}

#[test]
fn no_id_leads_out_of_the_folder_and_damage_is_left_out() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("secret.json"), "{}").unwrap();
    let folder = home.path().join("history");
    let history = History::new(&folder);
    for id in ["../secret", "", "secret", &"A".repeat(32), &format!("../{}", "a".repeat(29))] {
        assert_eq!(history.report(id).unwrap_err().code, ErrorCode::HistoryUnusable, "{id}");
        assert_eq!(history.forget(id).unwrap_err().code, ErrorCode::HistoryUnusable, "{id}");
    }
    assert!(home.path().join("secret.json").exists());
    history.keep(&past(1), &report("d")).unwrap();
    fs::write(folder.join(format!("{}.json", past(2).id)), "{").unwrap();
    // An entry under another's name.
    fs::copy(folder.join(format!("{}.json", past(1).id)), folder.join(format!("{}.json", past(3).id)))
        .unwrap();
    fs::write(folder.join(format!("{}.report.json", past(1).id)), "[]").unwrap();
    assert_eq!(history.list().unwrap(), [past(1)]);
    assert_eq!(history.report(&past(1).id).unwrap_err().code, ErrorCode::HistoryUnusable);
}
