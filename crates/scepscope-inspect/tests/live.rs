//! A server that is asked live, played by records of the export: the same facts lead to the same checks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use scepscope_inspect::{
    AccountFacts, Answer, Export, Places, SCRIPT, ServerFacts, ServerSystem, StoredCertificate, inspect,
};
use scepscope_model::{CheckId, CheckState, InspectionOrigin, Tool};
use tempfile::TempDir;

fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/ndes/good").join(path)
}

/// Plays a server by an export's facts and a folder as its drive.
struct Played {
    facts: ServerFacts,
    root: TempDir,
    asked: RefCell<Vec<(String, String)>>,
}

fn known<T: Clone>(answer: &Answer<T>) -> io::Result<T> {
    match answer {
        Answer::Value(value) => Ok(value.clone()),
        Answer::Error(reason) if reason == "not_there" => Err(io::ErrorKind::NotFound.into()),
        Answer::Error(reason) if reason == "access_denied" => Err(io::ErrorKind::PermissionDenied.into()),
        Answer::Error(reason) => Err(io::Error::other(reason.clone())),
    }
}

impl Played {
    fn new() -> Played {
        let root = tempfile::tempdir().unwrap();
        let facts = serde_json::from_str(&fs::read_to_string(data("facts.json")).unwrap()).unwrap();
        let played = Played { facts, root, asked: RefCell::default() };
        played.put(
            "Windows/System32/inetsrv/config/applicationHost.config",
            &fs::read(data("applicationHost.config")).unwrap(),
        );
        played.put("inetpub/wwwroot/web.config", &fs::read(data("web.config")).unwrap());
        played
    }

    fn put(&self, path: &str, content: &[u8]) -> PathBuf {
        let path = self.root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    fn look(&self) -> (Export, TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let taken = Export::read(&data("")).unwrap().taken;
        (Export::of_server(self, taken, folder.path()), folder)
    }
}

impl ServerSystem for Played {
    fn computer(&self) -> io::Result<String> {
        Ok(self.facts.computer.clone().unwrap())
    }

    fn places(&self) -> Places {
        let root = self.root.path();
        Places {
            drive: root.to_owned(),
            windows: root.join("Windows"),
            program_files: root.join("Program Files"),
            temp: root.join("Temp"),
        }
    }

    fn values(&self, key: &str) -> io::Result<BTreeMap<String, String>> {
        if let Some(name) = key.strip_prefix(r"SYSTEM\CurrentControlSet\Services\")
            && name != r"HTTP\Parameters"
        {
            let services = known(&self.facts.services)?;
            let service = services.iter().find(|s| s.name == name).ok_or(io::ErrorKind::NotFound)?;
            let start = match service.start.as_str() {
                "Auto" => "2",
                "Manual" => "3",
                _ => "4",
            };
            return Ok(BTreeMap::from([("Start".to_owned(), start.to_owned())]));
        }
        match key.rsplit('\\').next() {
            Some("Parameters") => known(&self.facts.registry.http),
            Some("MSCEP") => known(&self.facts.registry.mscep),
            Some("NDESPolicy") => known(&self.facts.registry.ndes_policy),
            _ => panic!("{key}"),
        }
    }

    fn keys(&self, key: &str) -> io::Result<Vec<String>> {
        if key.ends_with("Certificates") {
            return Err(io::ErrorKind::NotFound.into());
        }
        assert_eq!(key, r"SYSTEM\CurrentControlSet\Services");
        let mut names: Vec<String> = known(&self.facts.services)?.into_iter().map(|s| s.name).collect();
        names.extend(["Spooler".to_owned(), "ConnectorOfAnother".to_owned()]);
        Ok(names)
    }

    fn certificates(&self, store: &str) -> io::Result<Vec<StoredCertificate>> {
        known(match store {
            "My" => &self.facts.stores.my,
            "Root" => &self.facts.stores.root,
            "CA" => &self.facts.stores.ca,
            other => panic!("{other}"),
        })
    }

    fn service_state(&self, name: &str) -> io::Result<String> {
        let services = known(&self.facts.services)?;
        Ok(services.into_iter().find(|s| s.name == name).ok_or(io::ErrorKind::NotFound)?.state)
    }

    fn members(&self, group: &str) -> io::Result<Vec<String>> {
        assert_eq!(group, "S-1-5-32-568");
        known(&self.facts.iis_iusrs)
    }

    fn account(&self, name: &str) -> io::Result<AccountFacts> {
        assert_eq!(name, r"FABRIKAM\svc-ndes");
        known(&self.facts.account)
    }

    fn pool_state(&self, pool: &str) -> io::Result<Option<String>> {
        assert_eq!(pool, "SCEP");
        known(&self.facts.pool_state)
    }

    fn export_rights(&self, to: &Path) -> io::Result<()> {
        fs::copy(data("user-rights.inf"), to).map(drop)
    }

    fn is_enabled(&self, channel: &str) -> io::Result<bool> {
        match channel {
            "Microsoft-Windows-CAPI2/Operational" => Ok(false),
            "Microsoft-Intune-CertificateConnectors/Admin" => Err(io::ErrorKind::NotFound.into()),
            _ => Ok(true),
        }
    }

    fn export_events(&self, channel: &str, xpath: &str, to: &Path) -> io::Result<()> {
        self.asked.borrow_mut().push((channel.to_owned(), xpath.to_owned()));
        if channel == "System" {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        fs::write(to, "events")
    }
}

fn states(export: &Export) -> BTreeMap<CheckId, CheckState> {
    let tool = Tool { name: "test".to_owned(), version: "0".to_owned() };
    let inspection = inspect(export, None, InspectionOrigin::Live, &tool);
    inspection.checks.into_iter().map(|check| (check.id, check.state)).collect()
}

#[test]
fn live_and_by_export_the_same_server_is_judged_the_same() {
    let (export, _folder) = Played::new().look();
    let live = states(&export);
    let read = states(&Export::read(&data("")).unwrap());
    // Logs are no part of the export in the test data.
    for (id, state) in read.iter().filter(|(_, state)| **state != CheckState::Unknown) {
        assert_eq!(live[id], *state, "{id:?}");
    }
    assert_eq!(live[&CheckId::AppPoolCrashes], CheckState::Ok);
    assert_eq!(live[&CheckId::Revocation], CheckState::Unknown);
    assert!(live.values().all(|state| *state != CheckState::Wrong), "{live:?}");
}

#[test]
fn what_the_system_refuses_is_not_told() {
    let mut played = Played::new();
    played.facts.registry.http = Answer::Error("access_denied".to_owned());
    played.facts.registry.ndes_policy = Answer::Error("not_there".to_owned());
    let (export, _folder) = played.look();
    assert_eq!(export.facts.channels["System"], Answer::Error("access_denied".to_owned()));
    assert_eq!(export.facts.channels["CAPI2"], Answer::Value(false));
    assert_eq!(export.facts.channels["Connector-Admin"], Answer::Error("not_there".to_owned()));
    let states = states(&export);
    assert_eq!(states[&CheckId::HttpSys], CheckState::Unknown);
    assert_eq!(states[&CheckId::PolicyModule], CheckState::Wrong);
}

#[test]
fn no_secret_is_taken_out_of_the_registry_and_no_service_but_those_that_matter() {
    let mut played = Played::new();
    let Answer::Value(values) = &mut played.facts.registry.mscep else { panic!() };
    values.insert("EncryptedPassword".to_owned(), "x".to_owned());
    let (export, _folder) = played.look();
    assert_eq!(
        export.facts.registry.mscep.get().unwrap().keys().collect::<Vec<_>>(),
        ["GeneralPurposeTemplate"]
    );
    let services = export.facts.services.get().unwrap();
    assert_eq!(services.len(), 5, "{services:?}");
}

#[test]
fn the_newest_logs_are_read_where_they_lie() {
    let played = Played::new();
    for (day, path) in [
        "inetpub/logs/LogFiles/W3SVC1/u_ex261101.log",
        "inetpub/logs/LogFiles/W3SVC1/u_ex261102.log",
        "inetpub/logs/LogFiles/W3SVC1/u_ex261103.log",
        "Windows/Temp/NDESConnectorSetupMsi.log",
        "Windows/Temp/other.log",
        "Program Files/Microsoft Intune/NDESPolicyModule/Logs/NDESPlugin.log",
    ]
    .iter()
    .enumerate()
    {
        let file = fs::File::options().append(true).open(played.put(path, b"x")).unwrap();
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(86_400 * (20_000 + day as u64));
        file.set_modified(time).unwrap();
    }
    let (export, folder) = played.look();
    let mut names: Vec<String> =
        export.logs.iter().map(|p| p.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(export.logs.last().unwrap(), &folder.path().join("logs"));
    names.pop();
    names.sort();
    assert_eq!(names, ["NDESConnectorSetupMsi.log", "NDESPlugin.log", "u_ex261102.log", "u_ex261103.log"]);
    assert!(folder.path().join("logs/Application.evtx").is_file());
}

#[test]
fn the_script_asks_for_the_same_events() {
    let played = Played::new();
    let _ = played.look();
    let asked = played.asked.borrow();
    assert_eq!(asked.len(), 3 + 1, "{asked:?}");
    for (channel, xpath) in asked.iter() {
        assert!(SCRIPT.contains(channel.as_str()), "{channel}");
        let which = xpath.strip_prefix("*[System[TimeCreated[timediff(@SystemTime) <= 1209600000]").unwrap();
        assert!(SCRIPT.contains(&format!("*[System[$since{which}")), "{xpath}");
    }
}
