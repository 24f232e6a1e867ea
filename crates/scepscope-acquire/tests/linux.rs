//! Linux: a real journal, made by systemd's own tool, read by the real `journalctl`.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use scepscope_acquire::{
    Device, Found, Linux, Order, Reason, State, Stop, SystemPrograms, UnknownSource, Window, gather, list,
};
use scepscope_collect::{Cancel, Input};
use scepscope_model::{SourceKind, Stamp};
use time::macros::datetime;

/// Makes a journal of entries in the export format.
fn journal(folder: &Path, entries: &[&[(&str, &str)]]) {
    let mut export = String::new();
    for entry in entries {
        for (field, value) in *entry {
            export.push_str(&format!("{field}={value}\n"));
        }
        export.push('\n');
    }
    let source = folder.join("entries.export");
    fs::write(&source, export).unwrap();
    let tool = ["/lib/systemd/systemd-journal-remote", "/usr/lib/systemd/systemd-journal-remote"]
        .into_iter()
        .find(|path| Path::new(path).is_file())
        .unwrap_or_else(|| panic!("the test needs systemd-journal-remote: run ./dev setup"));
    let made = Command::new(tool).arg("-o").arg(folder.join("system.journal")).arg(&source).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// 2026-11-03T10:10:12Z in microseconds, and a minute and an hour later.
const TIMES: [&str; 3] = ["1793700612345678", "1793700672000000", "1793704212000000"];

fn example(folder: &Path) {
    journal(
        folder,
        &[
            &[
                ("__REALTIME_TIMESTAMP", TIMES[0]),
                ("PRIORITY", "6"),
                ("_HOSTNAME", "pc-of-somebody"),
                ("_SYSTEMD_USER_UNIT", "microsoft-identity-broker.service"),
                ("MESSAGE", "broker: acquiring a token"),
            ],
            &[
                ("__REALTIME_TIMESTAMP", TIMES[1]),
                ("PRIORITY", "6"),
                ("_SYSTEMD_UNIT", "ssh.service"),
                ("MESSAGE", "of no concern"),
            ],
            &[
                ("__REALTIME_TIMESTAMP", TIMES[2]),
                ("PRIORITY", "3"),
                ("_SYSTEMD_UNIT", "intune-daemon.service"),
                ("MESSAGE", "daemon: failed"),
            ],
        ],
    );
}

fn device(home: Option<PathBuf>, journal: &Path) -> Linux {
    Linux::new(Arc::new(SystemPrograms), home, Some(journal.to_owned()))
}

fn window(since: &str, until: Option<&str>) -> Window {
    Window { since: Stamp::parse(since).unwrap(), until: until.map(|t| Stamp::parse(t).unwrap()) }
}

fn stop() -> Stop {
    Stop::after(Duration::from_secs(60), &Cancel::default())
}

fn text(found: &mut Found) -> String {
    let mut text = String::new();
    for part in &mut found.parts {
        part.content.read_to_string(&mut text).unwrap();
    }
    text
}

#[test]
fn reads_the_units_that_enrol_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    example(folder.path());
    let device = device(None, folder.path());
    let state = device.sources();
    assert_eq!((state[0].id, state[0].state), ("linux.journal", State::Ready));
    let mut found = device.read("linux.journal", &window("2026-11-01T00:00:00Z", None), &stop());
    assert_eq!(found.missing, []);
    assert_eq!(found.parts[0].kind, Some(SourceKind::Journal));
    let text = text(&mut found);
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.contains("broker: acquiring a token") && text.contains("daemon: failed"), "{text}");
    // The host's name is not asked for.
    assert!(!text.contains("of no concern") && !text.contains("pc-of-somebody"), "{text}");
}

#[test]
fn reads_the_time_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    example(folder.path());
    let device = device(None, folder.path());
    let mut late = device.read("linux.journal", &window("2026-11-03T10:30:00Z", None), &stop());
    assert_eq!(text(&mut late).matches("MESSAGE").count(), 1);
    let until = Some("2026-11-03T10:30:00Z");
    let mut early = device.read("linux.journal", &window("2026-11-03T10:00:00Z", until), &stop());
    assert!(text(&mut early).contains("broker"));
    let none = device.read("linux.journal", &window("2026-11-04T00:00:00Z", None), &stop());
    assert_eq!((none.parts.len(), none.missing[0].reason), (0, Reason::NothingRecorded));
}

#[test]
fn says_what_is_wrong_with_a_journal() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("system.journal"), "no journal").unwrap();
    let damaged = device(None, folder.path());
    let found = damaged.read("linux.journal", &window("2026-11-01T00:00:00Z", None), &stop());
    assert_eq!((found.parts.len(), found.missing[0].reason), (0, Reason::ReadInPart));
    assert!(found.missing[0].detail[0].1.contains("system.journal"), "{:?}", found.missing);

    let nowhere = device(None, &folder.path().join("nowhere"));
    assert_eq!(nowhere.sources()[0].reason, Some(Reason::NotFound));
}

#[test]
fn a_reading_whose_time_is_over_says_so() {
    let folder = tempfile::tempdir().unwrap();
    example(folder.path());
    let over = Stop::after(Duration::ZERO, &Cancel::default());
    let device = device(None, folder.path());
    let found = device.read("linux.journal", &window("2026-11-01T00:00:00Z", None), &over);
    // A quick reader may be done before anybody looks.
    let reasons: Vec<Reason> = found.missing.iter().map(|m| m.reason).collect();
    assert!(reasons == [Reason::TimeLimit] || (reasons.is_empty() && found.parts.len() == 1), "{reasons:?}");
}

#[test]
fn takes_the_logs_of_older_brokers_but_no_links() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".config/log/microsoft-identity-broker");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("broker.log"), "2026-11-03 10:00:00 INFO started\n").unwrap();
    fs::write(folder.join("state.db"), "not a log").unwrap();
    let secret = home.path().join("secret");
    fs::write(&secret, "not in the folder").unwrap();
    std::os::unix::fs::symlink(&secret, folder.join("link.log")).unwrap();
    let device = device(Some(home.path().to_owned()), home.path());
    let mut found = device.read("linux.broker_logs", &window("2026-11-01T00:00:00Z", None), &stop());
    assert_eq!(found.missing, []);
    assert_eq!(text(&mut found), "2026-11-03 10:00:00 INFO started\n");
}

/// Name, kind or reason of each input.
fn told(inputs: Vec<Input>) -> BTreeMap<String, String> {
    inputs
        .into_iter()
        .map(|input| match input {
            Input::Part { name, kind, .. } => (name, kind.map_or_else(String::new, |k| k.id().to_owned())),
            Input::Missing { name, reason, .. } => (name, reason.to_owned()),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn gathers_what_is_there_and_names_what_is_not() {
    let folder = tempfile::tempdir().unwrap();
    example(folder.path());
    let device: Arc<dyn Device> = Arc::new(device(None, folder.path()));
    let mut order = Order::everything(datetime!(2026-11-04 00:00 UTC));
    let mut begun = Vec::new();
    let all = gather(&device, &order, &Cancel::default(), &mut |id| begun.push(id.to_owned())).unwrap();
    let all = told(all);
    assert_eq!(all["linux.journal.jsonl"], "journal");
    // Not there, and not asked for by name.
    assert!(!all.contains_key("linux.broker_logs"), "{all:?}");
    assert_eq!(all["device.json"], "device_facts");
    assert_eq!(begun, ["linux.journal", "device.facts"]);

    order.sources = vec!["device.facts".to_owned()];
    let some = gather(&device, &order, &Cancel::default(), &mut |_| ()).unwrap();
    assert_eq!(told(some).into_keys().collect::<Vec<_>>(), ["device.json"]);

    order.sources = vec!["linux.broker_logs".to_owned()];
    let named = gather(&device, &order, &Cancel::default(), &mut |_| ()).unwrap();
    assert_eq!(told(named)["linux.broker_logs"], "not_found");

    order.sources = vec!["linux.jornal".to_owned()];
    let wrong = gather(&device, &order, &Cancel::default(), &mut |id| panic!("{id} was read"));
    assert_eq!(wrong.unwrap_err(), UnknownSource("linux.jornal".to_owned()));

    let bare: Arc<dyn Device> = Arc::new(self::device(None, &folder.path().join("nowhere")));
    order.sources.clear();
    let nothing = told(gather(&bare, &order, &Cancel::default(), &mut |_| ()).unwrap());
    assert_eq!((&*nothing["linux.journal"], &*nothing["linux.broker_logs"]), ("not_found", "not_found"));
    assert_eq!(list(device.as_ref()).sources.last().unwrap().id, "device.facts");
}
