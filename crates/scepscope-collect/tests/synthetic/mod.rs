//! Small logs made from a few lines of text, and what a check says of them.
// Compiled into each test on its own, and none uses all of it.
#![allow(dead_code, unreachable_pub, reason = "shared by several tests")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use scepscope_diagnose::{Examiner, Rules, SourceId};
use scepscope_model::{Record, Report, SourceKind, Tool};
use scepscope_parse::{Prefilter, Problem, Sink, detect, parse};
use serde::Deserialize;

const DM: &str = "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider";
const CERT_ENROLL: &str = "Microsoft-Windows-CertificateServicesClient-CertEnroll";

pub fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data").join(path)
}

struct Wanted(SourceKind);

impl Prefilter for Wanted {
    fn find(&self, haystack: &[u8], from: usize) -> Option<usize> {
        rules().find(self.0, haystack, from)
    }

    fn wants_event(&self, provider: &str, event_id: u32) -> bool {
        rules().wants_event(provider, event_id)
    }
}

struct Taker<'e> {
    examiner: &'e mut Examiner<'static>,
    id: SourceId,
}

impl Sink for Taker<'_> {
    fn record(&mut self, record: &Record<'_>) -> ControlFlow<()> {
        self.examiner.record(self.id, record);
        ControlFlow::Continue(())
    }

    fn problem(&mut self, _: Problem) {}
}

/// The program's own rules, compiled once: hundreds of small logs are checked by them.
fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| Rules::builtin().unwrap())
}

/// Reads files that exist in memory only and judges them, as a check does.
pub fn report_of(files: Vec<(&str, Vec<u8>)>) -> Report {
    let mut examiner =
        Examiner::new(rules(), Tool { name: "test".to_owned(), version: "0".to_owned() }, None);
    for (name, content) in files {
        let detected = detect(&content).unwrap_or_else(|| panic!("{name} is no log"));
        let id = examiner.begin_source(detected.kind, name.to_owned(), Some(content.len() as u64));
        let mut sink = Taker { examiner: &mut examiner, id };
        let summary = parse(detected, &mut Cursor::new(content), &Wanted(detected.kind), &mut sink).unwrap();
        examiner.end_source(id, summary);
    }
    examiner.finish()
}

/// What a log is expected to prove, and not to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub name: String,
    pub log: String,
    pub platform: Option<String>,
    pub outcome: String,
    pub attempts: Option<usize>,
    pub reached: Option<String>,
    pub presented: Option<String>,
    #[serde(default)]
    pub states: BTreeMap<String, String>,
    /// All causes of findings that are not superseded, with their confidence.
    pub causes: Option<BTreeMap<String, String>>,
    #[serde(default)]
    pub superseded: Vec<String>,
    #[serde(default)]
    pub codes: Vec<String>,
    #[serde(default)]
    pub gaps: Vec<String>,
    /// Causes that must be neither a finding nor a gap.
    #[serde(default)]
    pub absent: Vec<String>,
    /// Rules that must not match.
    #[serde(default)]
    pub misses: Vec<String>,
    /// The log begins, or ends, with these very lines.
    #[serde(default)]
    pub begins: bool,
    #[serde(default)]
    pub ends: bool,
    #[serde(default)]
    pub default_only: bool,
    #[serde(default)]
    pub no_channel: bool,
}

#[derive(Deserialize)]
struct File {
    case: Vec<Case>,
}

pub fn cases(platform: &str) -> Vec<Case> {
    let path = data(&format!("device-rules/{platform}.toml"));
    let text = std::fs::read_to_string(&path).unwrap();
    toml::from_str::<File>(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display())).case
}

/// A case with a code and the platform that writes it.
pub fn case_with(table: &str, code: &str) -> (&'static str, Case) {
    let (platform, log) = log_with(table, code);
    let text = format!("[[case]]\nname = \"{table} {code}\"\noutcome = \"failed\"\nlog = '''\n{log}\n'''\n");
    (platform, toml::from_str::<File>(&text).unwrap().case.remove(0))
}

/// The log that holds a code.
fn log_with(table: &str, code: &str) -> (&'static str, String) {
    match table {
        "hresult" => {
            ("windows", format!("dm 306 | ModelName_AC_1 | S | user | c | 0x2 | 0x2ab0003\ndm 32 | {code}"))
        }
        "winhttp" => (
            "windows",
            format!(
                "ce 86 | u | https://ndes.example/p | GetCACaps | GET(1ms) | GetCACaps | text 0x80004005 (WinHttp: {code} X)"
            ),
        ),
        "nsurl" => (
            "apple",
            format!(
                "debug profiled Performing synchronous URL request: https://ndes.example/p?operation=GetCACert\nerror profiled URL request to https://ndes.example/p?operation=GetCACert failed. Error: Error Domain=NSURLErrorDomain Code={code} \"x\""
            ),
        ),
        "mcscep" => (
            "apple",
            format!(
                "debug profiled Performing synchronous URL request: https://ndes.example/p?operation=GetCACert\nerror profiled Cannot retrieve SCEP identity: Error Domain=MCSCEPErrorDomain Code={code} \"x\""
            ),
        ),
        "http" => (
            "android",
            format!(
                "V Trying to enroll certificate request: ModelName=1\nV Sending GetCACaps(ca) to https://ndes.example/p?operation=GetCACaps\nV Received '{code} X' when sending GetCACaps(ca) to https://ndes.example/p?operation=GetCACaps"
            ),
        ),
        other => panic!("{other}"),
    }
}

/// The log that a case's lines stand for.
pub fn log_of(platform: &str, case: &Case) -> (&'static str, Vec<u8>) {
    match platform {
        "android" => ("OMADM.log", android(case).into_bytes()),
        "apple" => ("console.txt", apple(case).into_bytes()),
        _ => ("events.xml", windows(case).into_bytes()),
    }
}

/// Lines to whole records, each a second after the one before; times in seconds of the day.
const BEFORE: u32 = 7 * 3600 + 30 * 60;
const START: u32 = 7 * 3600 + 40 * 60;
const AFTER: u32 = 7 * 3600 + 50 * 60;

fn clock(seconds: u32) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

fn android(case: &Case) -> String {
    let mut out = String::new();
    let mut record = |seconds: u32, level: &str, message: &str| {
        writeln!(out, "2026-03-02T{}.4640000\t{level}\ta.b.C\t11319\t   33\t{message}", clock(seconds))
            .unwrap();
    };
    record(BEFORE, "INFO", "Starting");
    let mut records: Vec<(String, String)> = Vec::new();
    for line in case.log.trim().lines() {
        match records.last_mut() {
            Some((_, message)) if line.starts_with(['\t', ' ']) || line.starts_with("Caused by") => {
                message.push('\n');
                message.push_str(line);
            }
            _ => {
                let (level, message) = line.split_once(' ').unwrap();
                let level = match level {
                    "V" => "VERB",
                    "I" => "INFO",
                    "W" => "WARN",
                    _ => "EROR",
                };
                records.push((level.to_owned(), message.to_owned()));
            }
        }
    }
    for (seconds, (level, message)) in (START..).zip(&records) {
        record(seconds, level, message);
    }
    if !case.ends {
        record(AFTER, "INFO", "Done");
    }
    out
}

fn apple(case: &Case) -> String {
    let mut out = String::new();
    let mut record = |seconds: u32, level: &str, process: &str, message: &str| {
        writeln!(out, "{level}\t{}.464000-0500\t{process}\t{message}", clock(seconds)).unwrap();
    };
    let level = if case.default_only { "default" } else { "debug" };
    record(BEFORE, level, "profiled", "Checking for updates");
    for (seconds, line) in (START..).zip(case.log.trim().lines()) {
        let mut words = line.splitn(3, ' ');
        let (level, process) = (words.next().unwrap(), words.next().unwrap());
        record(seconds, level, process, words.next().unwrap());
    }
    if !case.ends {
        record(AFTER, level, "profiled", "Checking for updates");
    }
    out
}

/// An event of a Windows log.
#[derive(Debug, Clone)]
pub struct Event {
    pub provider: &'static str,
    pub channel: String,
    pub id: u32,
    pub seconds: u32,
    /// Names (empty for unnamed data) and values.
    pub data: Vec<(String, String)>,
    user_data: Option<String>,
}

fn names(provider: &str, id: u32) -> &'static [&'static str] {
    match (provider, id) {
        (DM, 32) => &["HRESULT"],
        (DM, 36) => &["Message1", "Message2", "Message3", "HexInt1", "HexInt2"],
        (DM, 301..=305 | 308) => &["Message1", "HRESULT"],
        (DM, 306) => &["Message1", "Message2", "Message3", "Message4", "HexInt1", "HexInt3"],
        (DM, 309) => &["Message1", "Message2", "Message3", "Message4", "HexInt1", "HexInt2", "HexInt3"],
        (CERT_ENROLL, 86 | 87) => &["Context", "Url", "MessageText", "Method", "Stage", "ErrorCode"],
        (CERT_ENROLL, 88) => &["Context", "Url", "MessageText", "Method", "Stage"],
        _ => &[],
    }
}

pub fn events(case: &Case) -> Vec<Event> {
    let admin = format!("{DM}/Admin");
    let event = |provider, channel: &str, id, seconds, values: &[&str]| {
        let named = names(provider, id);
        let name = |at: usize| match provider {
            DM if named.is_empty() => format!("Message{}", at + 1),
            _ => named.get(at).copied().unwrap_or("").to_owned(),
        };
        let data = values.iter().enumerate().map(|(at, v)| (name(at), (*v).to_owned())).collect();
        Event { provider, channel: channel.to_owned(), id, seconds, data, user_data: None }
    };
    let unrelated = |seconds| match case.no_channel {
        true => event("Microsoft-Windows-Security-SPP", "Application", 1003, seconds, &["x"]),
        false => event(DM, &admin, 813, seconds, &["x"]),
    };
    let mut events = Vec::new();
    if !case.begins {
        events.push(unrelated(BEFORE));
    }
    for (seconds, line) in (START..).zip(case.log.trim().lines()) {
        let (head, values) = line.split_once(" |").unwrap_or((line, ""));
        let values: Vec<&str> =
            if values.is_empty() { Vec::new() } else { values.split(" |").map(str::trim).collect() };
        let (kind, id) = head.split_once(' ').unwrap();
        let id = id.trim().parse().unwrap();
        events.push(match kind {
            "dm" => event(DM, &admin, id, seconds, &values),
            "ce" => event(CERT_ENROLL, "Application", id, seconds, &values),
            "ae" => event("Application Error", "Application", id, seconds, &values),
            "other" => event("Microsoft-Windows-Other", "Microsoft-Windows-Other/Admin", id, seconds, &values),
            "capi" => Event {
                user_data: Some(format!(
                    "<CertVerifyCertificateChainPolicy><EventAuxInfo ProcessName='{}'/><Result value='{}'>text</Result></CertVerifyCertificateChainPolicy>",
                    values[1], values[0]
                )),
                ..event("Microsoft-Windows-CAPI2", "Microsoft-Windows-CAPI2/Operational", id, seconds, &[])
            },
            "log" => Event {
                user_data: Some(format!("<LogFileCleared><Channel>{}</Channel></LogFileCleared>", values[0])),
                ..event("Microsoft-Windows-Eventlog", "System", id, seconds, &[])
            },
            other => panic!("{}: {other}", case.name),
        });
    }
    if !case.ends {
        events.push(unrelated(AFTER));
    }
    events
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\'', "&apos;")
}

fn windows(case: &Case) -> String {
    xml(&events(case))
}

/// Events as wevtutil writes them without rendering.
pub fn xml(events: &[Event]) -> String {
    let mut out = String::new();
    for (number, event) in (1..).zip(events) {
        let data: String = event
            .data
            .iter()
            .map(|(name, value)| match name.as_str() {
                "" => format!("<Data>{}</Data>", escape(value)),
                _ => format!("<Data Name='{name}'>{}</Data>", escape(value)),
            })
            .collect();
        let body = match &event.user_data {
            Some(user_data) => format!("<UserData>{user_data}</UserData>"),
            None => format!("<EventData>{data}</EventData>"),
        };
        writeln!(
            out,
            "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='{}'/><EventID>{}</EventID><Level>4</Level><TimeCreated SystemTime='2026-03-02T{}.0000000Z'/><EventRecordID>{number}</EventRecordID><Execution ProcessID='1' ThreadID='2'/><Channel>{}</Channel><Computer>PC</Computer></System>{body}</Event>",
            event.provider,
            event.id,
            clock(event.seconds),
            event.channel
        )
        .unwrap();
    }
    out
}
