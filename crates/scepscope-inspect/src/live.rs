//! The server that this program runs on, asked through a narrow interface.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::export::{Export, answer as read_answer, configuration};
use crate::facts::{
    AccountFacts, Answer, EXPORT_SCHEMA, RegistryFacts, ServerFacts, ServiceFacts, StoredCertificate, Stores,
};
use crate::limits::MAX_LOG_BYTES;
use crate::rights::UserRights;

const SERVICES: &str = r"SYSTEM\CurrentControlSet\Services";
const HTTP: &str = r"SYSTEM\CurrentControlSet\Services\HTTP\Parameters";
const MSCEP: &str = r"SOFTWARE\Microsoft\Cryptography\MSCEP";
const NDES_POLICY: &str = r"SOFTWARE\Microsoft\Cryptography\MSCEP\Modules\NDESPolicy";
const POLICY_ROOTS: &str = r"SOFTWARE\Policies\Microsoft\SystemCertificates\Root\Certificates";
const IIS_IUSRS: &str = "S-1-5-32-568";
const POOL: &str = "SCEP";

/// How far back the event logs are read, in days.
const DAYS: u64 = 14;

/// Services that are looked at by name; besides them, every one with `connector` in its name.
const KNOWN_SERVICES: [&str; 3] = ["W3SVC", "WAS", "WAPCSvc"];

/// Parts of names of values that are never taken.
const SECRETS: [&str; 3] = ["password", "challenge", "secret"];

/// Event logs: the name in an inspection, the channel, and which events of it.
pub(crate) const CHANNELS: [(&str, &str, &str); 5] = [
    (
        "Application",
        "Application",
        "Provider[@Name='Application Error' or @Name='Microsoft-Windows-NetworkDeviceEnrollmentService' or @Name='CertificateRegistrationPoint']",
    ),
    ("System", "System", "Provider[@Name='Microsoft-Windows-WAS']"),
    (
        "CAPI2",
        "Microsoft-Windows-CAPI2/Operational",
        "(EventID=11 or EventID=30 or EventID=41 or EventID=53)",
    ),
    ("Connector", "Microsoft-Intune-CertificateConnectors/Operational", ""),
    ("Connector-Admin", "Microsoft-Intune-CertificateConnectors/Admin", ""),
];

/// A folder of the system.
#[derive(Debug, Clone, Copy)]
enum Root {
    Drive,
    Windows,
    ProgramFiles,
    Temp,
}

/// Log files: where, how their names begin and end, and how many of the newest.
const FILES: [(Root, &[&str], &str, &str, usize); 7] = [
    (Root::ProgramFiles, &["Microsoft Intune", "NDESPolicyModule", "Logs"], "NDESPlugin", ".log", 1),
    (Root::ProgramFiles, &["Microsoft Intune", "NDESConnectorSvc", "Logs", "Logs"], "", ".svclog", 4),
    (Root::Drive, &[], "", "SetupMsi.log", 1),
    (Root::Windows, &["Temp"], "", "SetupMsi.log", 1),
    (Root::Temp, &[], "", "SetupMsi.log", 1),
    (Root::Drive, &["inetpub", "logs", "LogFiles", "W3SVC1"], "", ".log", 2),
    (Root::Windows, &["System32", "LogFiles", "HTTPERR"], "", ".log", 2),
];

/// Where a system keeps its files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// `C:\`.
    pub drive: PathBuf,
    /// `C:\Windows`.
    pub windows: PathBuf,
    /// `C:\Program Files`.
    pub program_files: PathBuf,
    /// The user's folder for temporary files.
    pub temp: PathBuf,
}

/// The narrow interface to a server. Keys of the registry lie below `HKEY_LOCAL_MACHINE`. Every error is what the system says:
/// [`io::ErrorKind::NotFound`] where there is no such thing, [`io::ErrorKind::PermissionDenied`] where it may not be read.
#[allow(missing_docs, reason = "each says what it gives; its errors are those above")]
pub trait ServerSystem {
    /// The server's full name.
    fn computer(&self) -> io::Result<String>;
    /// Where it keeps its files.
    fn places(&self) -> Places;
    /// The values of a key: text, and numbers in decimal.
    fn values(&self, key: &str) -> io::Result<BTreeMap<String, String>>;
    /// The names of the keys below a key.
    fn keys(&self, key: &str) -> io::Result<Vec<String>>;
    /// The certificates of a store of the machine: `My`, `Root`, `CA`.
    fn certificates(&self, store: &str) -> io::Result<Vec<StoredCertificate>>;
    /// The state of a service: `Running`, `Stopped`, …
    fn service_state(&self, name: &str) -> io::Result<String>;
    /// The members of a local group, both as security identifiers.
    fn members(&self, group: &str) -> io::Result<Vec<String>>;
    /// An account by its name.
    fn account(&self, name: &str) -> io::Result<AccountFacts>;
    /// The state of an application pool: `Started`, `Stopped`.
    fn pool_state(&self, pool: &str) -> io::Result<Option<String>>;
    /// Writes the rights of users into a file, in the form of `secedit`.
    fn export_rights(&self, to: &Path) -> io::Result<()>;
    /// Whether an event channel records.
    fn is_enabled(&self, channel: &str) -> io::Result<bool>;
    /// Writes the events that the XPath selects into an event log file, which must not be there yet.
    fn export_events(&self, channel: &str, xpath: &str, to: &Path) -> io::Result<()>;
}

fn answer<T>(result: io::Result<T>) -> Answer<T> {
    match result {
        Ok(value) => Answer::Value(value),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Answer::Error("not_there".to_owned()),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            Answer::Error("access_denied".to_owned())
        }
        Err(error) => Answer::Error(error.to_string()),
    }
}

impl Export {
    /// Asks a server. Event logs and rights are written into `folder`, which is the caller's to remove; other logs are named
    /// where they lie.
    /// `taken` is the present time.
    pub fn of_server(system: &dyn ServerSystem, taken: OffsetDateTime, folder: &Path) -> Export {
        let places = system.places();
        let server = places.windows.join("System32").join("inetsrv").join("config");
        let site = places.drive.join("inetpub").join("wwwroot").join("web.config");
        let configuration = configuration(&server.join("applicationHost.config"), &site);
        let account = configuration.get().ok().and_then(|c| c.pool_identity(POOL));
        let inf = folder.join("user-rights.inf");
        let rights = match answer(system.export_rights(&inf)) {
            Answer::Value(()) => read_answer(&inf, UserRights::parse),
            Answer::Error(reason) => Answer::Error(reason),
        };
        let events = folder.join("logs");
        let mut logs = files(&places);
        let made = fs::create_dir_all(&events);
        let channels = match answer(made) {
            Answer::Value(()) => channels(system, &events),
            // Nowhere to put them: none is known.
            Answer::Error(_) => BTreeMap::new(),
        };
        logs.push(events);
        Export {
            facts: ServerFacts {
                schema: EXPORT_SCHEMA.to_owned(),
                taken: taken.format(&Rfc3339).unwrap_or_default(),
                computer: system.computer().ok(),
                registry: RegistryFacts {
                    http: answer(values(system, HTTP)),
                    mscep: answer(values(system, MSCEP)),
                    ndes_policy: answer(values(system, NDES_POLICY)),
                },
                stores: Stores {
                    my: answer(system.certificates("My")),
                    root: answer(system.certificates("Root")),
                    ca: answer(system.certificates("CA")),
                },
                policy_roots: match answer(system.keys(POLICY_ROOTS)) {
                    missing if missing.is_not_there() => Answer::Value(Vec::new()),
                    other => other,
                },
                services: answer(services(system)),
                pool_state: answer(system.pool_state(POOL)),
                iis_iusrs: answer(system.members(IIS_IUSRS)),
                account: match account {
                    Some(name) if name.contains(['\\', '@']) => answer(system.account(&name)),
                    _ => Answer::Error("not_there".to_owned()),
                },
                channels,
            },
            taken,
            configuration,
            rights,
            logs,
        }
    }
}

fn values(system: &dyn ServerSystem, key: &str) -> io::Result<BTreeMap<String, String>> {
    let mut values = system.values(key)?;
    values.retain(|name, _| {
        let name = name.to_ascii_lowercase();
        !SECRETS.iter().any(|secret| name.contains(secret))
    });
    Ok(values)
}

fn services(system: &dyn ServerSystem) -> io::Result<Vec<ServiceFacts>> {
    let wanted = |name: &String| {
        KNOWN_SERVICES.iter().any(|known| name.eq_ignore_ascii_case(known))
            || name.to_ascii_lowercase().ends_with("connectorsvc")
    };
    let mut services = Vec::new();
    for name in system.keys(SERVICES)?.into_iter().filter(wanted) {
        let values = system.values(&format!("{SERVICES}\\{name}"))?;
        let start = match values.get("Start").map(String::as_str) {
            Some("0" | "1" | "2") => "Auto",
            Some("3") => "Manual",
            _ => "Disabled",
        };
        services.push(ServiceFacts {
            state: system.service_state(&name)?,
            start: start.to_owned(),
            display_name: values.get("DisplayName").cloned(),
            account: values.get("ObjectName").cloned(),
            name,
        });
    }
    Ok(services)
}

fn channels(system: &dyn ServerSystem, folder: &Path) -> BTreeMap<String, Answer<bool>> {
    let mut channels = BTreeMap::new();
    for (name, channel, which) in CHANNELS {
        let mut state = answer(system.is_enabled(channel));
        if matches!(state, Answer::Value(_)) {
            let since = format!("TimeCreated[timediff(@SystemTime) <= {}]", DAYS * 86_400_000);
            let terms = if which.is_empty() { since } else { format!("{since} and {which}") };
            let to = folder.join(format!("{name}.evtx"));
            if let Err(error) = system.export_events(channel, &format!("*[System[{terms}]]"), &to) {
                state = answer(Err(error));
            }
        }
        channels.insert(name.to_owned(), state);
    }
    channels
}

/// The newest logs of each kind. One that is too large is left out, so that what it would tell is not known.
fn files(places: &Places) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for (root, below, begins, ends, newest) in FILES {
        let root = match root {
            Root::Drive => &places.drive,
            Root::Windows => &places.windows,
            Root::ProgramFiles => &places.program_files,
            Root::Temp => &places.temp,
        };
        let folder = below.iter().fold(root.clone(), |folder, part| folder.join(part));
        let Ok(entries) = fs::read_dir(folder) else { continue };
        let mut files: Vec<(SystemTime, PathBuf)> = entries
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
                let meta = entry.metadata().ok()?;
                let fits = name.starts_with(&begins.to_ascii_lowercase())
                    && name.ends_with(&ends.to_ascii_lowercase())
                    && meta.is_file()
                    && meta.len() <= MAX_LOG_BYTES;
                fits.then_some((meta.modified().ok()?, entry.path()))
            })
            .collect();
        files.sort();
        found.extend(files.into_iter().rev().take(newest).map(|(_, path)| path));
    }
    found
}
