//! macOS: the unified log of the processes that enrol, the state of the enrolment, the Intune agent's logs.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use scepscope_model::{Platform, SourceKind};
use time::OffsetDateTime;
use time::macros::format_description;

use crate::device::{Device, Window};
use crate::facts::DeviceDocument;
use crate::folder;
use crate::found::{Found, Part, reason_of};
use crate::program::{Call, Programs};
use crate::source::{Reason, Source};
use crate::stop::Stop;

const LOG: &str = "macos.unified_log";
const PROFILES: &str = "macos.profiles";
const AGENT: &str = "macos.intune_agent";

const LOG_PROGRAM: &[&str] = &["/usr/bin/log"];
const PROFILES_PROGRAM: &[&str] = &["/usr/bin/profiles"];

/// Where the system keeps its log; only administrators may list it.
const LOG_STORE: &str = "/var/db/diagnostics";

/// The processes that enrol. Nothing else in the log is asked for.
const PREDICATE: &str = r#"process == "mdmclient" OR process == "profiled" OR process == "dmd" OR process == "CertificateService""#;

/// A macOS system.
pub struct Macos {
    programs: Arc<dyn Programs>,
    home: Option<PathBuf>,
    log_store: PathBuf,
}

impl Macos {
    /// The system of whoever lives in `home`.
    pub fn new(programs: Arc<dyn Programs>, home: Option<PathBuf>) -> Macos {
        Macos { programs, home, log_store: PathBuf::from(LOG_STORE) }
    }

    fn log_state(&self) -> Source {
        if !self.programs.is_there(LOG_PROGRAM) {
            return Source::absent(LOG, Reason::ProgramMissing);
        }
        match std::fs::read_dir(&self.log_store) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Source::needs_elevation(LOG),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Source::absent(LOG, Reason::NotFound),
            _ => Source::ready(LOG),
        }
    }

    fn profiles_state(&self) -> Source {
        if self.programs.is_there(PROFILES_PROGRAM) {
            // An administrator is also told the device's profiles, not only the user's.
            Source { more_with_elevation: true, ..Source::ready(PROFILES) }
        } else {
            Source::absent(PROFILES, Reason::ProgramMissing)
        }
    }

    fn agent_folders(&self) -> Vec<PathBuf> {
        let below = "Library/Logs/Microsoft/Intune";
        let mut folders = vec![Path::new("/").join(below)];
        folders.extend(self.home.iter().map(|home| home.join(below)));
        folders
    }

    /// Runs a program; what it wrote is one part.
    fn run(&self, id: &str, name: &str, kind: SourceKind, call: &Call, stop: &Stop, found: &mut Found) {
        let output = match self.programs.run(call, stop) {
            Ok(output) => output,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return found.miss(id, Reason::ProgramMissing);
            }
            Err(error) => return found.miss_with(id, reason_of(&error), "system", error.to_string()),
        };
        match output.cut {
            Some(reason) => found.miss(id, reason),
            None if !output.success => found.miss_with(id, Reason::Failed, "system", output.message),
            None if output.bytes == 0 => found.miss(id, Reason::NothingRecorded),
            None => {}
        }
        if output.bytes > 0 {
            found.parts.push(Part { name: name.to_owned(), content: output.content, kind: Some(kind) });
        }
    }
}

/// A time as `log` takes it.
fn log_time(second: i64) -> Option<String> {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]+0000");
    OffsetDateTime::from_unix_timestamp(second).ok()?.format(format).ok()
}

fn log_call(window: &Window) -> Call {
    let mut arguments: Vec<OsString> =
        ["show", "--style", "ndjson", "--info", "--debug", "--predicate", PREDICATE]
            .map(OsString::from)
            .into();
    if let Some(start) = log_time(window.since_second()) {
        arguments.extend(["--start".into(), start.into()]);
    }
    if let Some(end) = window.until_second().and_then(log_time) {
        arguments.extend(["--end".into(), end.into()]);
    }
    Call { places: LOG_PROGRAM, arguments }
}

impl Device for Macos {
    fn platform(&self) -> Platform {
        Platform::Macos
    }

    fn ids(&self) -> Vec<(&'static str, bool)> {
        vec![(LOG, false), (PROFILES, false), (AGENT, false)]
    }

    fn sources(&self) -> Vec<Source> {
        vec![self.log_state(), self.profiles_state(), folder::state(AGENT, &self.agent_folders())]
    }

    fn read(&self, id: &str, window: &Window, stop: &Stop) -> Found {
        let mut found = Found::default();
        match id {
            LOG => {
                let call = log_call(window);
                self.run(LOG, "macos.unified_log.ndjson", SourceKind::UnifiedLog, &call, stop, &mut found);
            }
            PROFILES => {
                for (name, arguments) in [
                    ("macos.enrollment.txt", &["status", "-type", "enrollment"][..]),
                    ("macos.profiles.txt", &["list"][..]),
                ] {
                    let arguments = arguments.iter().map(OsString::from).collect();
                    let call = Call { places: PROFILES_PROGRAM, arguments };
                    self.run(PROFILES, name, SourceKind::Unknown, &call, stop, &mut found);
                }
            }
            _ => return folder::read(id, &self.agent_folders(), &[".log"]),
        }
        found
    }

    fn facts(&self, _: &mut DeviceDocument) {}
}

#[cfg(test)]
mod tests {
    use std::io::{Seek, Write};
    use std::sync::Mutex;
    use std::time::Duration;

    use scepscope_collect::Cancel;
    use scepscope_model::Stamp;

    use super::*;
    use crate::program::Output;

    /// Plays `log` and `profiles`: says what the real tool's records are, and remembers how it was called.
    #[derive(Default)]
    struct Fake {
        calls: Mutex<Vec<Call>>,
        silent: bool,
    }

    impl Programs for Fake {
        fn is_there(&self, places: &[&str]) -> bool {
            places != PROFILES_PROGRAM || !self.silent
        }

        fn run(&self, call: &Call, _: &Stop) -> io::Result<Output> {
            self.calls.lock().unwrap().push(call.clone());
            let mut content = tempfile::tempfile()?;
            if !self.silent {
                content.write_all(b"{\"timestamp\":\"2026-11-03 10:00:00.000000+0000\"}\n")?;
            }
            let bytes = content.stream_position()?;
            content.rewind()?;
            Ok(Output { content, bytes, message: String::new(), cut: None, success: true, code: None })
        }
    }

    fn window() -> Window {
        Window {
            since: Stamp::parse("2026-11-03T09:00:00.5Z").unwrap(),
            until: Stamp::parse("2026-11-03T09:30:00.5Z"),
        }
    }

    #[test]
    fn asks_for_the_processes_that_enrol_in_the_time_that_is_asked_for() {
        let fake = Arc::new(Fake::default());
        let device = Macos::new(fake.clone(), None);
        let stop = Stop::after(Duration::from_secs(60), &Cancel::default());
        let found = device.read(LOG, &window(), &stop);
        assert_eq!((found.parts.len(), found.missing.len()), (1, 0));
        assert_eq!(found.parts[0].kind, Some(SourceKind::UnifiedLog));
        let calls = fake.calls.lock().unwrap();
        let said: Vec<&str> = calls[0].arguments.iter().filter_map(|a| a.to_str()).collect();
        assert_eq!(said[..3], ["show", "--style", "ndjson"]);
        assert!(said.contains(&PREDICATE));
        let time = said.iter().position(|a| *a == "--start").unwrap();
        assert_eq!(
            said[time..],
            ["--start", "2026-11-03 09:00:00+0000", "--end", "2026-11-03 09:30:01+0000"]
        );
    }

    #[test]
    fn says_what_is_silent_and_what_is_not_there() {
        let device = Macos::new(Arc::new(Fake { silent: true, ..Fake::default() }), None);
        let stop = Stop::after(Duration::from_secs(60), &Cancel::default());
        let found = device.read(LOG, &window(), &stop);
        assert!(found.parts.is_empty());
        assert_eq!(found.missing[0].reason, Reason::NothingRecorded);
        let states: Vec<(&str, Option<Reason>)> = device.sources().iter().map(|s| (s.id, s.reason)).collect();
        assert!(states.contains(&(PROFILES, Some(Reason::ProgramMissing))), "{states:?}");
    }
}
