//! Links on systems that pass them as an argument to a new process: it hands them to the one that runs already, through
//! a socket in a folder of the user's own. Whoever holds the lock beside it is the one.

use std::ffi::{OsStr, OsString};
use std::fs::{DirBuilder, File, Permissions, TryLockError};
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use tauri::{App, AppHandle, Builder, Manager, Wry};

use crate::arguments::{Arguments, Request};
use crate::controller::Controller;
use crate::front::show_window;

const LOCK: &str = "window.lock";
const SOCKET: &str = "window.sock";
/// Most bytes that one process hands to the other.
const MAX_HANDED_BYTES: u64 = 1 << 20;
/// How long either side waits for the other.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a process that has just started is asked again, and how long in between.
const TRIES: u32 = 50;
const NAP: Duration = Duration::from_millis(100);

/// The right to be the one process.
pub(crate) enum Claim {
    /// Held while the process runs.
    Held { listener: UnixListener, _lock: File },
    /// This system has no place for it, or the process that holds it does not answer: a second window is better than none.
    Alone,
}

/// Claims the right to be the one process; none where another has it, which then has this one's arguments.
pub(crate) fn claim() -> Option<Claim> {
    let Ok(queue) = scepscope_deliver::queue_path() else { return Some(Claim::Alone) };
    let folder = queue.parent().unwrap_or(&queue);
    let here = std::env::current_dir().unwrap_or_default();
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    for _ in 0..TRIES {
        match claim_in(folder, &here, &arguments) {
            Ok(claim) => return claim,
            // The other one has just begun and does not listen yet, or has just ended.
            Err(_) => thread::sleep(NAP),
        }
    }
    Some(Claim::Alone)
}

/// No plugin is needed.
pub(crate) fn plugin(builder: Builder<Wry>) -> Builder<Wry> {
    builder
}

/// Takes what other processes hand over from now on.
pub(crate) fn listen(claim: Claim, app: &App) {
    let Claim::Held { listener, _lock } = claim else { return };
    let app = app.handle().clone();
    let spawned = thread::Builder::new().name("one-window".to_owned()).spawn(move || {
        let _lock = _lock;
        for stream in listener.incoming() {
            // A process that hands over nothing readable has only asked for the window.
            let handed = stream.and_then(receive).unwrap_or_default();
            take(&app, handed);
        }
    });
    drop(spawned);
}

/// The folder from which the other process was started, and its arguments.
#[derive(Debug, Default, PartialEq, Eq)]
struct Handed {
    folder: PathBuf,
    arguments: Vec<OsString>,
}

fn claim_in(folder: &Path, here: &Path, arguments: &[OsString]) -> io::Result<Option<Claim>> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let lock = File::options().create(true).truncate(false).write(true).open(folder.join(LOCK))?;
    let socket = folder.join(SOCKET);
    match lock.try_lock() {
        Ok(()) => {
            // One that was left by a process that is gone: nobody else holds the lock.
            match std::fs::remove_file(&socket) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
                _ => {}
            }
            let listener = UnixListener::bind(&socket)?;
            std::fs::set_permissions(&socket, Permissions::from_mode(0o600))?;
            Ok(Some(Claim::Held { listener, _lock: lock }))
        }
        Err(TryLockError::WouldBlock) => {
            hand_over(UnixStream::connect(&socket)?, here, arguments)?;
            Ok(None)
        }
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Texts of an operating system hold no zero: it stands between them.
fn hand_over(mut stream: UnixStream, here: &Path, arguments: &[OsString]) -> io::Result<()> {
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut all = here.as_os_str().as_bytes().to_vec();
    for argument in arguments {
        all.push(0);
        all.extend_from_slice(argument.as_bytes());
    }
    stream.write_all(&all)?;
    stream.shutdown(Shutdown::Write)?;
    // Without its word it may be about to end, and nobody would ever see the arguments.
    stream.read_exact(&mut [0])
}

fn receive(mut stream: UnixStream) -> io::Result<Handed> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut all = Vec::new();
    (&stream).take(MAX_HANDED_BYTES).read_to_end(&mut all)?;
    stream.write_all(&[1])?;
    let mut texts = all.split(|byte| *byte == 0).map(|text| OsStr::from_bytes(text).to_owned());
    let folder = texts.next().unwrap_or_default().into();
    Ok(Handed { folder, arguments: texts.collect() })
}

fn take(app: &AppHandle, handed: Handed) {
    show_window(app);
    // The other process has complained of what is wrong with its arguments.
    let Ok(Request::Open(arguments)) = Arguments::parse(handed.arguments) else { return };
    let controller = app.state::<Controller>();
    let inputs: Vec<_> = arguments.inputs.iter().map(|path| handed.folder.join(path)).collect();
    if !inputs.is_empty() {
        controller.offer_files(inputs);
    }
    for link in arguments.links {
        controller.link(link);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_process_hands_its_arguments_to_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("scepscope");
        let Ok(Some(Claim::Held { listener, _lock })) = claim_in(&place, Path::new("/"), &[]) else {
            panic!("not the first")
        };
        let arguments =
            [OsString::from("scepscope:collect#x"), OsStr::from_bytes(b"odd \xff.log").to_owned()];
        let expected = Handed { folder: "/some where".into(), arguments: arguments.to_vec() };
        let first = thread::spawn(move || receive(listener.accept().unwrap().0).unwrap());
        assert!(claim_in(&place, Path::new("/some where"), &arguments).unwrap().is_none());
        assert_eq!(first.join().unwrap(), expected);
        // The first process ends: while it still holds the lock nobody answers, and nothing counts as handed over.
        assert!(claim_in(&place, Path::new("/"), &arguments).is_err());
        drop(_lock);
        assert!(matches!(claim_in(&place, Path::new("/"), &[]), Ok(Some(Claim::Held { .. }))));
        let mode = std::fs::metadata(place.join(SOCKET)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
