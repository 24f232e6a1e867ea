//! A fault of the program's own: what went wrong becomes a message, and a note that an administrator can be given.

use std::cell::{Cell, RefCell};
use std::fs;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::thread;

use scepscope_collect::{CollectError, ErrorCode, redacted_strictly};
use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::contract::{OwnErrorCode, WindowError, WindowErrorCode};

/// Notes that are kept; the oldest go first.
const MAX_NOTES: usize = 16;

/// Longest message of a fault that is kept, in characters.
const MAX_MESSAGE_CHARS: usize = 400;

/// The value of `schema` in every note.
const NOTE_SCHEMA: &str = "scepscope.fault/1";

const PREFIX: &str = "fault-";
const SUFFIX: &str = ".json";

thread_local! {
    /// How many guards are around what this thread does.
    static GUARDS: Cell<usize> = const { Cell::new(0) };
    /// The fault that the guard is about to meet.
    static LATEST: RefCell<Option<Fault>> = const { RefCell::new(None) };
}

/// What is known of a fault.
#[derive(Debug, Clone)]
struct Fault {
    thread: String,
    place: String,
    message: String,
}

/// What is written down of a fault.
#[derive(Debug, Serialize)]
struct Note {
    schema: &'static str,
    program: &'static str,
    version: &'static str,
    system: &'static str,
    machine: &'static str,
    at: Option<String>,
    thread: String,
    /// File and line of the program's own source.
    place: String,
    /// In the program's words. It may quote a log: what is personal in it is replaced, and it is cut.
    message: String,
}

/// Where notes of faults are kept.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    folder: Option<PathBuf>,
}

impl Faults {
    /// Notes in `folder`, which is used for nothing else; without one none is kept.
    pub fn new(folder: Option<PathBuf>) -> Faults {
        listen();
        Faults { folder }
    }

    /// Does the work; where it meets a fault, the error names the note of it.
    pub(crate) fn guarded<T, E: Into<WindowError>>(
        &self,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, WindowError> {
        GUARDS.set(GUARDS.get() + 1);
        let done = catch_unwind(AssertUnwindSafe(work));
        GUARDS.set(GUARDS.get() - 1);
        match done {
            Ok(done) => done.map_err(Into::into),
            Err(_) => Err(self.told(LATEST.take())),
        }
    }

    fn told(&self, fault: Option<Fault>) -> WindowError {
        let Some(fault) = fault else { return CollectError::new(ErrorCode::Internal).into() };
        match self.keep(&fault) {
            Ok(note) => WindowError {
                code: WindowErrorCode::Window(OwnErrorCode::Fault),
                detail: Some(note.display().to_string()),
            },
            // Without a note the place is all that can be given.
            Err(_) => CollectError::with(ErrorCode::Internal, fault.place).into(),
        }
    }

    fn keep(&self, fault: &Fault) -> io::Result<PathBuf> {
        let folder = self.folder.as_deref().ok_or(io::ErrorKind::NotFound)?;
        fs::create_dir_all(folder)?;
        make_room(folder)?;
        let now = OffsetDateTime::now_utc();
        let note = Note {
            schema: NOTE_SCHEMA,
            program: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            system: std::env::consts::OS,
            machine: std::env::consts::ARCH,
            at: now.format(&Rfc3339).ok(),
            thread: fault.thread.clone(),
            place: fault.place.clone(),
            message: redacted_strictly(&cut(&fault.message)).map_err(io::Error::other)?,
        };
        // Temporary files are made for their user alone.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, &note)?;
        file.write_all(b"\n")?;
        let path = folder.join(format!("{PREFIX}{}{SUFFIX}", now.unix_timestamp_nanos()));
        file.persist(&path)?;
        Ok(path)
    }
}

/// Takes down faults on guarded threads; all go on to whoever listened before.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |fault| {
            if GUARDS.get() > 0 {
                LATEST.set(Some(Fault::of(fault)));
            }
            before(fault);
        }));
    });
}

impl Fault {
    fn of(fault: &PanicHookInfo<'_>) -> Fault {
        Fault {
            thread: thread::current().name().unwrap_or_default().to_owned(),
            place: fault.location().map(ToString::to_string).unwrap_or_default(),
            message: fault.payload_as_str().unwrap_or_default().to_owned(),
        }
    }
}

fn cut(message: &str) -> String {
    message.chars().take(MAX_MESSAGE_CHARS).collect()
}

/// Makes room for one more.
fn make_room(folder: &Path) -> io::Result<()> {
    let mut notes: Vec<PathBuf> = Vec::new();
    for file in fs::read_dir(folder)? {
        let file = file?;
        let name = file.file_name();
        if name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX)) {
            notes.push(file.path());
        }
    }
    // The name begins with the time.
    notes.sort();
    let surplus = (notes.len() + 1).saturating_sub(MAX_NOTES);
    for note in notes.iter().take(surplus) {
        match fs::remove_file(note) {
            // Another thread was as quick.
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn fault(faults: &Faults, message: &str) -> WindowError {
        faults.guarded(|| -> Result<(), CollectError> { panic!("{message}") }).unwrap_err()
    }

    fn note(error: &WindowError) -> Value {
        assert_eq!(error.code, WindowErrorCode::Window(OwnErrorCode::Fault));
        serde_json::from_slice(&fs::read(error.detail.as_ref().unwrap()).unwrap()).unwrap()
    }

    #[test]
    fn a_fault_becomes_a_note_without_what_is_personal() {
        let folder = tempfile::tempdir().unwrap();
        let faults = Faults::new(Some(folder.path().join("faults")));
        let told = fault(&faults, "no char boundary in `signed in as maria.huber@contoso.example`");
        let note = note(&told);
        assert!(note["place"].as_str().unwrap().contains("faults.rs:"), "{note}");
        let message = note["message"].as_str().unwrap();
        assert!(message.starts_with("no char boundary"), "{message}");
        assert!(!message.contains("maria") && !message.contains("contoso"), "{message}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(told.detail.unwrap()).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn only_the_latest_notes_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let faults = Faults::new(Some(folder.path().to_owned()));
        let first = fault(&faults, "first");
        for _ in 0..MAX_NOTES {
            fault(&faults, "another");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), MAX_NOTES);
        assert!(!Path::new(&first.detail.unwrap()).exists());
    }

    #[test]
    fn without_a_place_for_notes_the_place_in_the_program_is_told() {
        let told = fault(&Faults::new(None), "somewhere");
        assert_eq!(told.code, WindowErrorCode::Collect(ErrorCode::Internal));
        assert!(told.detail.unwrap().contains("faults.rs:"));
    }

    #[test]
    fn an_error_is_no_fault() {
        let folder = tempfile::tempdir().unwrap();
        let faults = Faults::new(Some(folder.path().to_owned()));
        let told = faults.guarded(|| Err::<(), _>(CollectError::new(ErrorCode::DiskFull))).unwrap_err();
        assert_eq!(told.code, WindowErrorCode::Collect(ErrorCode::DiskFull));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
