//! Windows, played by a fake that holds the records of a real device's event log.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::io::{self, Read, Seek};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use scepscope_acquire::{
    Call, Certificate, Device, ElevatedRequest, Found, Hive, Order, Output, Programs, Reason, RegistryKey,
    RegistryValue, State, Stop, Store, SyncOutcome, SyncStart, SyncWay, Window, Windows, WindowsSystem,
    answering, gather, serve, start_sync,
};
use scepscope_collect::{Cancel, CheckOptions, Input, Silent, check};
use scepscope_model::{Report, SourceKind, Stamp, Tool};
use time::macros::datetime;

const ADMIN: &str = "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider/Admin";
const CAPI2: &str = "Microsoft-Windows-CAPI2/Operational";
const SCEP: &str = r"SOFTWARE\Microsoft\SCEP";
const ENROLMENTS: &str = r"SOFTWARE\Microsoft\Enrollments";
const THUMBPRINT: &str = "00112233445566778899AABBCCDDEEFF00112233";

/// A Windows with an event log, a registry and certificates of its own.
#[derive(Default)]
struct Fake {
    events: Vec<String>,
    denied: bool,
    /// Fails after so many events.
    breaks_after: Option<usize>,
    queries: Mutex<Vec<(String, String)>>,
    keys: BTreeMap<String, RegistryKey>,
    certificates: Vec<Certificate>,
    elevated: bool,
    /// How programs were called.
    calls: Mutex<Vec<Call>>,
    /// Programs that only an administrator may run fail with these words.
    says: &'static str,
    /// The pages of the settings that were opened; none can be where this is set.
    opened: Mutex<Vec<String>>,
    no_pages: bool,
    /// What comes of the prompt for an administrator's rights: the events of the fake behind it, or a refusal.
    prompt: Option<io::ErrorKind>,
    asked: Mutex<Vec<Vec<String>>>,
}

impl Programs for Fake {
    fn is_there(&self, _: &[&str]) -> bool {
        true
    }

    fn run(&self, call: &Call, _: &Stop) -> io::Result<Output> {
        self.calls.lock().unwrap().push(call.clone());
        if call.places[0].ends_with("schtasks.exe") {
            let content = tempfile::tempfile()?;
            let message = self.says.to_owned();
            return Ok(Output {
                content,
                bytes: 0,
                success: message.is_empty(),
                message,
                cut: None,
                code: None,
            });
        }
        let zip = call.arguments.last().unwrap();
        std::fs::write(zip, b"PK\x05\x06 as the tool writes it")?;
        let content = tempfile::tempfile()?;
        Ok(Output { content, bytes: 0, message: String::new(), cut: None, success: true, code: None })
    }
}

impl WindowsSystem for Fake {
    fn is_elevated(&self) -> bool {
        self.elevated
    }

    fn is_enabled(&self, channel: &str) -> io::Result<bool> {
        match channel {
            _ if self.denied => Err(io::ErrorKind::PermissionDenied.into()),
            CAPI2 => Ok(false),
            ADMIN | "Application" => Ok(true),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn events(
        &self,
        channel: &str,
        xpath: &str,
        _: &Stop,
        take: &mut dyn FnMut(&str) -> ControlFlow<()>,
    ) -> io::Result<()> {
        self.queries.lock().unwrap().push((channel.to_owned(), xpath.to_owned()));
        if channel != ADMIN {
            return Ok(());
        }
        for (at, event) in self.events.iter().enumerate() {
            if self.breaks_after == Some(at) {
                return Err(io::Error::other("the log was cleared"));
            }
            if take(event).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn export(&self, channel: &str, _: &str, to: &Path) -> io::Result<()> {
        if channel == ADMIN { std::fs::write(to, b"ElfFile\0") } else { Err(io::ErrorKind::NotFound.into()) }
    }

    fn key(&self, hive: Hive, path: &str) -> io::Result<RegistryKey> {
        let key = self.keys.get(&format!("{}\\{path}", hive.name()));
        key.cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn certificates(&self, store: Store) -> io::Result<Vec<Certificate>> {
        Ok(if store == Store::Machine { self.certificates.clone() } else { Vec::new() })
    }

    fn elevate(&self, arguments: &[String], _: &Stop) -> io::Result<std::fs::File> {
        self.asked.lock().unwrap().push(arguments.to_vec());
        if let Some(kind) = self.prompt {
            return Err(kind.into());
        }
        // The other process: the same program, with the rights.
        let device: Arc<dyn Device> =
            Arc::new(Windows::new(Arc::new(Fake { events: recorded(), elevated: true, ..Fake::default() })));
        let ids: Vec<String> = arguments.iter().filter(|a| a.starts_with("windows.")).cloned().collect();
        let since = arguments[1].strip_prefix("--since=").unwrap().parse().unwrap();
        let mut stream = tempfile::tempfile()?;
        serve(&device, &ElevatedRequest::new(&ids, since, None).unwrap(), &mut stream)?;
        stream.rewind()?;
        Ok(stream)
    }

    fn open(&self, address: &str) -> io::Result<()> {
        self.opened.lock().unwrap().push(address.to_owned());
        if self.no_pages { Err(io::ErrorKind::NotFound.into()) } else { Ok(()) }
    }

    fn programs(&self) -> &dyn Programs {
        self
    }
}

fn case() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data/cases/36-windows-en-xml-308-connect/Admin.xml")
}

/// The events of the device's own export, one by one.
fn recorded() -> Vec<String> {
    let text = std::fs::read_to_string(case()).unwrap();
    let events: Vec<String> = text
        .split("</Event>")
        .filter_map(|part| part.find("<Event ").map(|at| format!("{}</Event>", &part[at..])))
        .collect();
    assert!(events.len() > 10);
    events
}

fn text(name: &str, value: &str) -> (String, RegistryValue) {
    (name.to_owned(), RegistryValue::Text(value.to_owned()))
}

fn registry() -> BTreeMap<String, RegistryKey> {
    let key =
        |keys: &[&str], values| RegistryKey { keys: keys.iter().map(|k| (*k).to_owned()).collect(), values };
    let profile = vec![
        text("ServerURL", "https://scep.fabrikam.example/certsrv/mscep/mscep.dll"),
        text("ChallengePassword", "AAAA-the-secret"),
        text("CertificateThumbprint", &THUMBPRINT.to_ascii_lowercase()),
        ("Status".to_owned(), RegistryValue::Number(32)),
    ];
    [
        (format!(r"HKEY_LOCAL_MACHINE\{SCEP}"), key(&["MS DM Server"], Vec::new())),
        (format!(r"HKEY_LOCAL_MACHINE\{SCEP}\MS DM Server"), key(&["Model_1"], Vec::new())),
        (format!(r"HKEY_LOCAL_MACHINE\{SCEP}\MS DM Server\Model_1"), key(&[], profile)),
        (format!(r"HKEY_LOCAL_MACHINE\{ENROLMENTS}"), key(&["{1}", "Context"], Vec::new())),
        (
            format!(r"HKEY_LOCAL_MACHINE\{ENROLMENTS}\{{1}}"),
            key(&[], vec![text("ProviderID", "MS DM Server"), text("UPN", "maria@fabrikam.example")]),
        ),
        (format!(r"HKEY_LOCAL_MACHINE\{ENROLMENTS}\Context"), key(&[], Vec::new())),
    ]
    .into()
}

fn window() -> Window {
    Window {
        since: Stamp::parse("2026-11-03T09:00:00.5Z").unwrap(),
        until: Stamp::parse("2026-11-03T09:30:00.5Z"),
    }
}

fn stop() -> Stop {
    Stop::after(Duration::from_secs(600), &Cancel::default())
}

fn content(found: &mut Found) -> String {
    let mut text = String::new();
    found.parts[0].content.read_to_string(&mut text).unwrap();
    text
}

fn report(inputs: Vec<Input>) -> Report {
    let tool = Tool { name: "test".to_owned(), version: "0".to_owned() };
    let options = CheckOptions { since: None, tool };
    check(inputs, &options, &Silent, &Cancel::default()).unwrap().report().clone()
}

#[test]
fn the_events_of_a_real_device_give_the_verdict_of_its_own_export() {
    let device: Arc<dyn Device> =
        Arc::new(Windows::new(Arc::new(Fake { events: recorded(), ..Fake::default() })));
    let mut order = Order::everything(datetime!(2026-11-04 00:00 UTC));
    order.sources = vec!["windows.events.mdm_admin".to_owned()];
    let live = report(gather(&device, &order, &Cancel::default(), &mut |_| ()).unwrap());
    let exported = report(vec![Input::Path(case())]);
    assert_eq!(live.sources[0].kind, SourceKind::EventXml);
    assert_eq!(live.sources[0].records, exported.sources[0].records);
    assert_eq!(live.outcome, exported.outcome);
    let causes = |r: &Report| r.findings.iter().map(|f| f.cause).collect::<Vec<_>>();
    assert!(!causes(&live).is_empty());
    assert_eq!(causes(&live), causes(&exported));
    assert_eq!(live.gaps, exported.gaps);
}

#[test]
fn what_is_asked_for_is_told_without_touching_anything() {
    let device = Windows::new(Arc::new(Fake { denied: true, ..Fake::default() }));
    let answers = |asked: &str| answering(&device, &[asked.to_owned()]);
    assert_eq!(answers("windows.registry"), ["windows.registry"]);
    assert_eq!(answers("windows.events").len(), 4);
    assert_eq!(answers("windows.mdm_diagnostics"), ["windows.mdm_diagnostics"]);
    assert_eq!(answers("windows.event"), [""; 0]);
    let all = answers("all");
    assert_eq!((all.len(), all.last().unwrap().as_str()), (6, "device.facts"));
    assert!(!all.iter().any(|id| id == "windows.channels" || id == "windows.mdm_diagnostics"));
}

#[test]
fn asks_by_provider_and_id_in_the_time_that_is_asked_for() {
    let fake = Arc::new(Fake { events: recorded(), ..Fake::default() });
    let device = Windows::new(fake.clone());
    let found = device.read("windows.events.certenroll", &window(), &stop());
    assert_eq!((found.parts.len(), found.missing[0].reason), (0, Reason::NothingRecorded));
    let queries = fake.queries.lock().unwrap();
    assert_eq!(queries[0].0, "Application");
    assert_eq!(
        queries[0].1,
        "*[System[Provider[@Name='Microsoft-Windows-CertificateServicesClient-CertEnroll'] and \
         (EventID=86 or EventID=87 or EventID=88) and \
         TimeCreated[@SystemTime>='2026-11-03T09:00:00.000Z' and @SystemTime<='2026-11-03T09:30:01.000Z']]]"
    );
}

#[test]
fn what_was_read_before_a_log_is_cleared_is_kept_and_the_rest_is_named() {
    let fake = Fake { events: recorded(), breaks_after: Some(3), ..Fake::default() };
    let device = Windows::new(Arc::new(fake));
    let mut found = device.read("windows.events.mdm_admin", &window(), &stop());
    assert_eq!(found.missing[0].reason, Reason::Failed);
    assert_eq!(found.missing[0].detail[0].1, "the log was cleared");
    let text = content(&mut found);
    assert_eq!(text.matches("</Event>").count(), 3);
    assert!(text.starts_with("<Events>\n") && text.ends_with("</Events>\n"));
}

#[test]
fn a_source_whose_time_is_over_says_so() {
    let device = Windows::new(Arc::new(Fake { events: recorded(), ..Fake::default() }));
    let over = Stop::after(Duration::ZERO, &Cancel::default());
    let found = device.read("windows.events.mdm_admin", &window(), &over);
    assert_eq!((found.parts.len(), found.missing[0].reason), (0, Reason::TimeLimit));
}

#[test]
fn names_the_state_of_each_source() {
    let states = |fake: Fake| -> BTreeMap<&str, (State, Option<Reason>)> {
        let sources = Windows::new(Arc::new(fake)).sources();
        sources.into_iter().map(|s| (s.id, (s.state, s.reason))).collect()
    };
    let user = states(Fake::default());
    assert_eq!(user["windows.events.mdm_admin"], (State::Ready, None));
    assert_eq!(user["windows.events.mdm_operational"], (State::Absent, Some(Reason::NotFound)));
    assert_eq!(user["windows.events.capi2"], (State::Absent, Some(Reason::Disabled)));
    assert_eq!(user["windows.registry"], (State::Absent, Some(Reason::NotEnrolled)));
    assert_eq!(user["windows.channels"], (State::NeedsConsent, Some(Reason::OnlyByName)));
    assert_eq!(user["windows.mdm_diagnostics"].0, State::NeedsElevation);
    let admin = states(Fake { elevated: true, keys: registry(), ..Fake::default() });
    assert_eq!(admin["windows.mdm_diagnostics"].0, State::NeedsConsent);
    assert_eq!(admin["windows.registry"], (State::Ready, None));
    let denied = states(Fake { denied: true, ..Fake::default() });
    assert_eq!(denied["windows.events.mdm_admin"].0, State::NeedsElevation);
}

#[test]
fn the_registry_comes_without_secrets_and_accounts() {
    let device = Windows::new(Arc::new(Fake { keys: registry(), ..Fake::default() }));
    let mut found = device.read("windows.registry", &window(), &stop());
    assert_eq!(found.missing, []);
    let text = content(&mut found);
    assert!(text.starts_with("Windows Registry Editor Version 5.00\r\n"));
    assert!(text.contains(r"[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\SCEP\MS DM Server\Model_1]"), "{text}");
    assert!(
        text.contains(r#""ServerURL"="https://scep.fabrikam.example/certsrv/mscep/mscep.dll""#),
        "{text}"
    );
    assert!(text.contains(r#""Status"=dword:00000020"#) && text.contains(r#""ProviderID"="MS DM Server""#));
    for kept_back in ["the-secret", "Challenge", "maria"] {
        assert!(!text.contains(kept_back), "{text}");
    }
    assert_eq!(scepscope_parse::detect(text.as_bytes()).map(|d| d.kind), Some(SourceKind::RegistryExport));
}

#[test]
fn only_certificates_that_came_by_scep_are_told() {
    let certificate = |thumbprint: &str| Certificate {
        thumbprint: thumbprint.to_owned(),
        subject_sha256: "ab".repeat(32),
        issuer: "CN=Fabrikam Issuing CA".to_owned(),
        not_before: datetime!(2026-11-03 10:00 UTC),
        not_after: datetime!(2027-11-03 10:00 UTC),
        key_provider: Some("Microsoft Platform Crypto Provider".to_owned()),
    };
    let fake = Fake {
        keys: registry(),
        certificates: vec![certificate(&"F".repeat(40)), certificate(THUMBPRINT)],
        ..Fake::default()
    };
    let device: Arc<dyn Device> = Arc::new(Windows::new(Arc::new(fake)));
    let mut order = Order::everything(datetime!(2026-11-04 00:00 UTC));
    order.sources = vec!["device.facts".to_owned()];
    let inputs = gather(&device, &order, &Cancel::default(), &mut |_| ()).unwrap();
    let Some(Input::Part { mut content, .. }) = inputs.into_iter().next() else { panic!("no facts") };
    let mut text = String::new();
    content.read_to_string(&mut text).unwrap();
    let facts: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(facts["platform"], "windows");
    assert_eq!(facts["enrolments"], serde_json::json!([{"id": "{1}", "provider": "MS DM Server"}]));
    assert_eq!(facts["certificates"].as_array().unwrap().len(), 1, "{facts}");
    assert_eq!(facts["certificates"][0]["thumbprint"], THUMBPRINT);
    assert_eq!(facts["certificates"][0]["not_after"], "2027-11-03T10:00:00Z");
}

#[test]
fn whole_channels_and_the_diagnostics_come_as_the_system_writes_them() {
    let device = Windows::new(Arc::new(Fake { elevated: true, ..Fake::default() }));
    let mut channels = device.read("windows.channels", &window(), &stop());
    assert_eq!(content(&mut channels), "ElfFile\0");
    assert_eq!(channels.parts[0].name, "windows.channels.Admin.evtx");
    assert_eq!(channels.missing[0].reason, Reason::NotFound);
    let mut diagnostics = device.read("windows.mdm_diagnostics", &window(), &stop());
    assert!(content(&mut diagnostics).starts_with("PK"));
}

const ENROLMENT: &str = "3F2504E0-4F89-11D3-9A0C-0305E82C3301";

/// A registry with that enrolment, which `provider` manages.
fn enrolled(id: &str, provider: &str) -> BTreeMap<String, RegistryKey> {
    let all = RegistryKey { keys: vec![id.to_owned()], values: Vec::new() };
    let one = RegistryKey { keys: Vec::new(), values: vec![text("ProviderID", provider)] };
    [
        (format!(r"HKEY_LOCAL_MACHINE\{ENROLMENTS}"), all),
        (format!(r"HKEY_LOCAL_MACHINE\{ENROLMENTS}\{id}"), one),
    ]
    .into()
}

fn sync(fake: Fake) -> (SyncStart, Vec<Vec<String>>, Vec<String>) {
    let fake = Arc::new(fake);
    let device: Arc<dyn Device> = Arc::new(Windows::new(fake.clone()));
    let sync = start_sync(&device, &Cancel::default());
    let calls = fake.calls.lock().unwrap();
    let words = |call: &Call| call.arguments.iter().map(|a| a.to_str().unwrap().to_owned()).collect();
    (sync, calls.iter().map(words).collect(), fake.opened.lock().unwrap().clone())
}

#[test]
fn a_sync_runs_the_task_of_the_enrolment() {
    let fake = Fake { keys: enrolled(ENROLMENT, "MS DM Server"), elevated: true, ..Fake::default() };
    let (sync, calls, opened) = sync(fake);
    assert_eq!(sync, SyncStart::started(SyncWay::ScheduledTask));
    let task = r"\Microsoft\Windows\EnterpriseMgmt\3F2504E0-4F89-11D3-9A0C-0305E82C3301\PushLaunch";
    assert_eq!(calls, [["/run", "/tn", task]]);
    assert_eq!(opened, [""; 0]);
}

#[test]
fn who_may_not_run_the_task_gets_the_page_and_the_reason() {
    let keys = enrolled(ENROLMENT, "MS DM Server");
    let fake = Fake { keys: keys.clone(), says: "FEHLER: Zugriff verweigert", ..Fake::default() };
    let (sync_, _, opened) = sync(fake);
    assert_eq!((sync_.way, sync_.outcome), (SyncWay::SettingsPage, SyncOutcome::LeftToUser));
    assert_eq!(sync_.reason, Some(Reason::SyncDenied));
    assert_eq!(sync_.system.as_deref(), Some("FEHLER: Zugriff verweigert"));
    assert_eq!(opened, ["ms-settings:workplace"]);
    // An administrator for whom it fails has another fault; without pages nothing is left.
    let fake = Fake { keys, says: "no such task", elevated: true, no_pages: true, ..Fake::default() };
    let (sync, ..) = sync(fake);
    assert_eq!((sync.way, sync.outcome), (SyncWay::SettingsPage, SyncOutcome::Failed));
    assert_eq!(sync.reason, Some(Reason::SyncFailed));
}

#[test]
fn nothing_is_run_for_what_is_no_enrolment_of_intune() {
    for (id, provider) in [
        (ENROLMENT, "Another MDM"),
        (r"..\..\Defrag\ScheduledDefrag", "MS DM Server"),
        ("3F2504E0-4F89-11D3-9A0C-0305E82C330Z", "MS DM Server"),
    ] {
        let (sync, calls, opened) = sync(Fake { keys: enrolled(id, provider), ..Fake::default() });
        assert_eq!(sync.reason, Some(Reason::NotEnrolled), "{id} {provider}");
        assert_eq!((calls.len(), opened.len()), (0, 0), "{id} {provider}");
    }
}

#[test]
fn a_recording_tells_how_its_sync_was_started_and_what_failed() {
    let device: Arc<dyn Device> = Arc::new(Windows::new(Arc::new(Fake::default())));
    let failed = SyncStart::failed(SyncWay::ScheduledTask, Reason::NotEnrolled, "");
    let mut order = Order::everything(datetime!(2026-11-04 00:00 UTC));
    order.sources = vec!["device.facts".to_owned()];
    order.sync = Some(failed);
    let inputs = gather(&device, &order, &Cancel::default(), &mut |_| ()).unwrap();
    let mut told = Vec::new();
    for input in inputs {
        match input {
            Input::Part { mut content, .. } => {
                let mut text = String::new();
                content.read_to_string(&mut text).unwrap();
                let facts: serde_json::Value = serde_json::from_str(&text).unwrap();
                let word = |key: &str| facts["sync"][key].as_str().unwrap().to_owned();
                told.push([word("way"), word("outcome"), word("reason")].join(" "));
            }
            Input::Missing { name, reason, detail } => told.push(format!("{name} {reason} {detail:?}")),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(
        told,
        ["scheduled_task failed not_enrolled", r#"device.sync not_enrolled {"way": "scheduled_task"}"#]
    );
}

fn gathered(fake: Fake, sources: &[&str]) -> (BTreeMap<String, String>, Vec<Vec<String>>) {
    let fake = Arc::new(fake);
    let device: Arc<dyn Device> = Arc::new(Windows::new(fake.clone()));
    let mut order = Order::everything(datetime!(2026-11-04 00:00 UTC));
    order.sources = sources.iter().map(|id| (*id).to_owned()).collect();
    order.elevate = true;
    let inputs = gather(&device, &order, &Cancel::default(), &mut |_| ()).unwrap();
    let told = inputs.into_iter().map(|input| match input {
        Input::Part { name, mut content, .. } => {
            let mut bytes = Vec::new();
            content.read_to_end(&mut bytes).unwrap();
            (name, String::from_utf8_lossy(&bytes).into_owned())
        }
        Input::Missing { name, reason, .. } => (name, reason.to_owned()),
        other => panic!("{other:?}"),
    });
    (told.collect(), fake.asked.lock().unwrap().clone())
}

#[test]
fn one_prompt_gets_what_a_user_may_not_read() {
    let (told, asked) = gathered(Fake { denied: true, ..Fake::default() }, &[]);
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0][..2], ["elevated", "--since=1791158400"]);
    // Diagnostics hold more than enrolment: unless somebody names them, nobody is asked for them.
    assert!(!asked[0].iter().any(|a| a == "windows.mdm_diagnostics"), "{asked:?}");
    assert_eq!(told["windows.events.mdm_admin.xml"].matches("</Event>").count(), recorded().len());
    // The other process says what it did not find, too.
    assert_eq!(told["windows.events.certenroll"], "nothing_recorded");
    assert_eq!(told["windows.mdm_diagnostics"], "permission_denied");

    let (told, asked) = gathered(Fake::default(), &["windows.mdm_diagnostics"]);
    assert_eq!(asked[0][2..], ["windows.mdm_diagnostics"]);
    assert!(told["windows.mdm_diagnostics.zip"].starts_with("PK"), "{told:?}");
}

#[test]
fn a_refused_prompt_is_a_gap_and_the_rest_is_read() {
    for (prompt, reason) in [
        (io::ErrorKind::PermissionDenied, "elevation_refused"),
        (io::ErrorKind::NotFound, "elevation_missing"),
        (io::ErrorKind::TimedOut, "time_limit"),
    ] {
        let fake = Fake { prompt: Some(prompt), events: recorded(), ..Fake::default() };
        let (told, asked) = gathered(fake, &["windows.mdm_diagnostics", "windows.events.mdm_admin"]);
        assert_eq!(asked.len(), 1);
        assert_eq!(told["windows.mdm_diagnostics"], reason);
        assert!(told.contains_key("windows.events.mdm_admin.xml"));
    }
}

#[test]
fn nobody_is_asked_where_nothing_needs_it() {
    let fake = Fake { elevated: true, keys: registry(), events: recorded(), ..Fake::default() };
    assert_eq!(gathered(fake, &[]).1, [[""; 0]; 0]);
    assert_eq!(gathered(Fake { denied: true, ..Fake::default() }, &["device.facts"]).1, [[""; 0]; 0]);
}
