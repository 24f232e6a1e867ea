//! Linux: the journal of Intune's and the identity broker's services, and the folders older releases log to.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use scepscope_model::{Platform, SourceKind};

use crate::device::{Device, Window};
use crate::elevated::ElevatedRequest;
use crate::facts::DeviceDocument;
use crate::folder;
use crate::found::{Found, Part, reason_of};
use crate::program::{Call, Programs};
use crate::source::{Reason, Source};
use crate::stop::Stop;
use crate::sync::{SyncStart, SyncWay};

const JOURNAL: &str = "linux.journal";
const BROKER_LOGS: &str = "linux.broker_logs";

const JOURNALCTL: &[&str] =
    &["/usr/bin/journalctl", "/bin/journalctl", "/run/current-system/sw/bin/journalctl"];

/// Where journald keeps its files: lasting, or until the system stops.
const JOURNAL_FOLDERS: [&str; 2] = ["/var/log/journal", "/run/log/journal"];

/// Whose entries are read; any of these. Nothing else in the journal is asked for.
const ENTRIES: [&str; 5] = [
    "_SYSTEMD_UNIT=intune-daemon.service",
    "_SYSTEMD_UNIT=microsoft-identity-device-broker.service",
    "_SYSTEMD_USER_UNIT=intune-agent.service",
    "_SYSTEMD_USER_UNIT=microsoft-identity-broker.service",
    "SYSLOG_IDENTIFIER=intune-portal",
];

/// The fields of an entry that are asked for: the host's name, command lines and the like stay where they are.
const FIELDS: &str =
    "--output-fields=MESSAGE,PRIORITY,SYSLOG_IDENTIFIER,_COMM,_PID,_SYSTEMD_UNIT,_SYSTEMD_USER_UNIT";

/// The folders that the broker's older releases log to, below the user's home.
const BROKER_FOLDERS: [&str; 2] =
    [".config/log/microsoft-identity-broker", ".config/log/msft-identity-broker"];

const SYSTEMCTL: &[&str] = &["/usr/bin/systemctl", "/bin/systemctl", "/run/current-system/sw/bin/systemctl"];

/// What asks for an administrator's rights, by the rule that the package brings.
const PKEXEC: &[&str] = &["/usr/bin/pkexec"];

/// The program that it runs: the installed one, which only root can have put there, never the one that asks.
const HELPER: &str = "/usr/bin/scepscope";

/// How `pkexec` says that its user refused, and that they may not, or that nobody could be asked.
const REFUSED: [i32; 2] = [126, 127];

/// The unit of a user's session by which Intune's agent reports to the management; a timer of the same name starts it, too.
const AGENT: &str = "intune-agent.service";

/// Where Intune's package puts that unit.
const AGENT_PLACES: &[&str] =
    &["/usr/lib/systemd/user/intune-agent.service", "/lib/systemd/user/intune-agent.service"];

/// A Linux system.
pub struct Linux {
    programs: Arc<dyn Programs>,
    home: Option<PathBuf>,
    journal: Option<PathBuf>,
}

impl Linux {
    /// The system of whoever lives in `home`. `journal` is a folder of journal files to be read in place of the system's
    /// own, as of a mounted disk.
    pub fn new(programs: Arc<dyn Programs>, home: Option<PathBuf>, journal: Option<PathBuf>) -> Linux {
        Linux { programs, home, journal }
    }

    fn journal_state(&self) -> Source {
        if !self.programs.is_there(JOURNALCTL) {
            return Source::absent(JOURNAL, Reason::ProgramMissing);
        }
        let rights = match &self.journal {
            Some(folder) => rights(std::slice::from_ref(folder)),
            None => rights(&JOURNAL_FOLDERS.map(PathBuf::from)),
        };
        match rights {
            Rights::Nothing => Source::absent(JOURNAL, Reason::NotFound),
            Rights::All => Source::ready(JOURNAL),
            // The user's own entries can be read all the same.
            Rights::Some => Source { more_with_elevation: true, ..Source::ready(JOURNAL) },
        }
    }

    fn broker_folders(&self) -> Vec<PathBuf> {
        let home = self.home.iter();
        home.flat_map(|home| BROKER_FOLDERS.map(|folder| home.join(folder))).collect()
    }

    fn read_journal(&self, window: &Window, stop: &Stop) -> Found {
        let mut found = Found::default();
        let call = Call { places: JOURNALCTL, arguments: arguments(self.journal.as_deref(), window) };
        let output = match self.programs.run(&call, stop) {
            Ok(output) => output,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                found.miss(JOURNAL, Reason::ProgramMissing);
                return found;
            }
            Err(error) => {
                found.miss_with(JOURNAL, reason_of(&error), "system", error.to_string());
                return found;
            }
        };
        let said = || output.message.clone();
        match output.cut {
            Some(reason) => found.miss(JOURNAL, reason),
            None if !output.success => found.miss_with(JOURNAL, Reason::Failed, "system", said()),
            None if !output.message.is_empty() => {
                found.miss_with(JOURNAL, Reason::ReadInPart, "system", said());
            }
            None if output.bytes == 0 => found.miss(JOURNAL, Reason::NothingRecorded),
            None => {}
        }
        if self.journal_state().more_with_elevation {
            found.miss(JOURNAL, Reason::PermissionDenied);
        }
        if output.bytes > 0 {
            let kind = Some(SourceKind::Journal);
            found.parts.push(Part { name: format!("{JOURNAL}.jsonl"), content: output.content, kind });
        }
        found
    }
}

fn arguments(journal: Option<&Path>, window: &Window) -> Vec<OsString> {
    let mut arguments: Vec<OsString> =
        ["--no-pager", "--quiet", "--all", "--output=json", FIELDS].map(OsString::from).into();
    if let Some(folder) = journal {
        let mut option = OsString::from("--directory=");
        option.push(folder);
        arguments.push(option);
    }
    arguments.push(format!("--since=@{}", window.since_second()).into());
    arguments.extend(window.until_second().map(|second| format!("--until=@{second}").into()));
    for (at, entry) in ENTRIES.iter().enumerate() {
        if at > 0 {
            arguments.push("+".into());
        }
        arguments.push(entry.into());
    }
    arguments
}

/// What of the journal this user may read.
enum Rights {
    Nothing,
    Some,
    All,
}

/// By opening the journal of the system itself: users other than its readers have one of their own beside it.
fn rights(folders: &[PathBuf]) -> Rights {
    let mut any = false;
    let mut denied = false;
    for folder in folders {
        let mut below = vec![folder.clone()];
        match std::fs::read_dir(folder) {
            Ok(entries) => below.extend(entries.flatten().map(|entry| entry.path())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(_) => {}
        }
        any = true;
        denied |= below.iter().any(|folder| {
            let opened = std::fs::File::open(folder.join("system.journal"));
            opened.is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied)
        });
    }
    match (any, denied) {
        (false, _) => Rights::Nothing,
        (true, true) => Rights::Some,
        (true, false) => Rights::All,
    }
}

impl Device for Linux {
    fn platform(&self) -> Platform {
        Platform::Linux
    }

    fn ids(&self) -> Vec<(&'static str, bool)> {
        vec![(JOURNAL, false), (BROKER_LOGS, false)]
    }

    fn sources(&self) -> Vec<Source> {
        vec![self.journal_state(), folder::state(BROKER_LOGS, &self.broker_folders())]
    }

    fn read(&self, id: &str, window: &Window, stop: &Stop) -> Found {
        match id {
            JOURNAL => self.read_journal(window, stop),
            _ => folder::read(id, &self.broker_folders(), &[".log", ".txt"]),
        }
    }

    fn elevate(&self, request: &ElevatedRequest, stop: &Stop) -> io::Result<File> {
        if !self.programs.is_there(PKEXEC) || !self.programs.is_there(&[HELPER]) {
            let both = format!("{} and {HELPER} are needed", PKEXEC.join(" "));
            return Err(io::Error::new(io::ErrorKind::NotFound, both));
        }
        let mut arguments: Vec<OsString> = vec![HELPER.into()];
        arguments.extend(request.arguments().into_iter().map(OsString::from));
        let output = self.programs.run(&Call { places: PKEXEC, arguments }, stop)?;
        match (output.success, output.cut, output.code) {
            (true, ..) => Ok(output.content),
            (_, Some(Reason::TimeLimit), _) => Err(io::ErrorKind::TimedOut.into()),
            (.., Some(code)) if REFUSED.contains(&code) => {
                Err(io::Error::new(io::ErrorKind::PermissionDenied, output.message))
            }
            _ => Err(io::Error::other(output.message)),
        }
    }

    /// The agent's unit is asked to start, and not waited for: how it went stands in the journal.
    fn sync(&self, stop: &Stop) -> SyncStart {
        if !self.programs.is_there(AGENT_PLACES) {
            return SyncStart::by_hand();
        }
        let arguments = ["--user", "--no-block", "--no-ask-password", "start", AGENT];
        let call = Call { places: SYSTEMCTL, arguments: arguments.map(OsString::from).into() };
        match self.programs.run(&call, stop) {
            Ok(output) if output.success => SyncStart::started(SyncWay::UserUnit),
            Ok(output) if output.cut.is_some() => {
                SyncStart::refused(SyncWay::UserUnit, &io::ErrorKind::TimedOut.into())
            }
            Ok(output) => SyncStart::failed(SyncWay::UserUnit, Reason::SyncFailed, output.message),
            Err(error) => SyncStart::refused(SyncWay::UserUnit, &error),
        }
    }

    fn facts(&self, _: &mut DeviceDocument) {}
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::time::Duration;

    use scepscope_collect::Cancel;

    use super::*;
    use crate::program::Output;

    /// Plays a system with Intune's agent, whose `systemctl` says this.
    struct Fake {
        says: Option<&'static str>,
        calls: Mutex<Vec<Call>>,
    }

    impl Programs for Fake {
        fn is_there(&self, places: &[&str]) -> bool {
            self.says.is_some() || places == AGENT_PLACES
        }

        fn run(&self, call: &Call, _: &Stop) -> io::Result<Output> {
            self.calls.lock().unwrap().push(call.clone());
            let says = self.says.ok_or(io::ErrorKind::NotFound)?;
            let content = tempfile::tempfile()?;
            let message = says.to_owned();
            let code = says.parse().ok();
            Ok(Output { content, bytes: 0, success: says.is_empty(), message, cut: None, code })
        }
    }

    fn elevate(says: Option<&'static str>) -> (io::Result<File>, Vec<Call>) {
        let fake = Arc::new(Fake { says, calls: Mutex::default() });
        let stop = Stop::after(Duration::from_secs(600), &Cancel::default());
        let request = ElevatedRequest { ids: vec![JOURNAL], since: 7, until: Some(9) };
        let stream = Linux::new(fake.clone(), None, None).elevate(&request, &stop);
        let calls = fake.calls.lock().unwrap().clone();
        (stream, calls)
    }

    #[test]
    fn the_installed_program_is_run_with_the_rights_that_were_given() {
        let (stream, calls) = elevate(Some(""));
        assert!(stream.is_ok());
        assert_eq!(calls[0].places, ["/usr/bin/pkexec"]);
        assert_eq!(
            calls[0].arguments,
            ["/usr/bin/scepscope", "elevated", "--since=7", "--until=9", "linux.journal"]
        );
    }

    #[test]
    fn rights_that_were_not_given_are_told_apart_from_faults() {
        let kind = |says| elevate(says).0.unwrap_err().kind();
        // Refused, not allowed; a fault of the program itself; nothing there that asks.
        assert_eq!(kind(Some("126")), io::ErrorKind::PermissionDenied);
        assert_eq!(kind(Some("127")), io::ErrorKind::PermissionDenied);
        assert_eq!(kind(Some("1")), io::ErrorKind::Other);
        assert_eq!(kind(None), io::ErrorKind::NotFound);
        assert!(elevate(None).1.is_empty());
    }

    fn sync(says: Option<&'static str>) -> (SyncStart, Vec<Call>) {
        let fake = Arc::new(Fake { says, calls: Mutex::default() });
        let stop = Stop::after(Duration::from_secs(600), &Cancel::default());
        let sync = Linux::new(fake.clone(), None, None).sync(&stop);
        let calls = fake.calls.lock().unwrap().clone();
        (sync, calls)
    }

    #[test]
    fn a_sync_starts_the_agent_in_the_session_of_the_user() {
        let (started, calls) = sync(Some(""));
        assert_eq!(started, SyncStart::started(SyncWay::UserUnit));
        assert_eq!(calls[0].places, SYSTEMCTL);
        assert_eq!(
            calls[0].arguments,
            ["--user", "--no-block", "--no-ask-password", "start", "intune-agent.service"]
        );
    }

    #[test]
    fn a_session_that_refuses_is_named() {
        let (refused, _) = sync(Some("Failed to connect to bus"));
        let expected = SyncStart::failed(SyncWay::UserUnit, Reason::SyncFailed, "Failed to connect to bus");
        assert_eq!(refused, expected);
        assert_eq!(sync(None).0.reason, Some(Reason::SyncFailed));
    }
}
