//! The prompt for an administrator's rights, the pipe by which that process answers, and a folder of administrators only.
//!
//! The pipe has an unguessable name, is made as the first of that name, is of this machine only, and its one client must be the
//! process that the prompt started.

#![allow(unsafe_code, reason = "prompts, pipes and access rights have no safe interface")]

use std::collections::hash_map::RandomState;
use std::ffi::OsString;
use std::fs::File;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Seek, Write};
use std::os::windows::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::time::Duration;

use windows::Win32::Foundation::{
    CloseHandle, ERROR_BROKEN_PIPE, ERROR_CANCELLED, ERROR_NO_DATA, ERROR_PIPE_CONNECTED,
    ERROR_PIPE_LISTENING, HANDLE, HLOCAL, LocalFree, WAIT_OBJECT_0,
};
use windows::Win32::Security::Authorization::{
    ConvertStringSecurityDescriptorToSecurityDescriptorW, SDDL_REVISION_1,
};
use windows::Win32::Security::{PSECURITY_DESCRIPTOR, SECURITY_ATTRIBUTES};
use windows::Win32::Storage::FileSystem::{
    CreateDirectoryW, FILE_FLAG_FIRST_PIPE_INSTANCE, PIPE_ACCESS_INBOUND, ReadFile, SECURITY_IDENTIFICATION,
};
use windows::Win32::System::Pipes::{
    ConnectNamedPipe, CreateNamedPipeW, GetNamedPipeClientProcessId, PIPE_NOWAIT, PIPE_READMODE_BYTE,
    PIPE_REJECT_REMOTE_CLIENTS, PIPE_TYPE_BYTE,
};
use windows::Win32::System::Threading::{GetProcessId, WaitForSingleObject};
use windows::Win32::UI::Shell::{
    SEE_MASK_NOASYNC, SEE_MASK_NOCLOSEPROCESS, SHELLEXECUTEINFOW, ShellExecuteExW,
};
use windows::Win32::UI::WindowsAndMessaging::SW_HIDE;
use windows::core::{Error, HSTRING, PCWSTR, w};

use crate::limits::MAX_SOURCE_BYTES;
use crate::stop::Stop;

/// How often the other process is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// Bytes that are fetched at once.
const CHUNK: usize = 64 << 10;

/// What the pipe's name begins with, and digits of chance after it.
const NAME: &str = "scepscope-";
const DIGITS: usize = 32;

/// Where a process with an administrator's rights has its folders: not where the user's own settings say.
const BASE: &str = r"C:\Windows\Temp";

/// Administrators and the system, nobody else, nothing inherited.
const ADMINISTRATORS: PCWSTR = w!("O:BAD:P(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)");

struct Owned(HANDLE);

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: opened by us, closed once.
        let _ = unsafe { CloseHandle(self.0) };
    }
}

/// Runs this program with the verb that asks for an administrator's rights, and keeps what it writes.
pub(super) fn elevate(arguments: &[String], stop: &Stop) -> io::Result<File> {
    let name = format!("{NAME}{}", chance());
    let pipe = listen(&name)?;
    let process = start(&format!("{} --pipe={name}", arguments.join(" ")))?;
    accept(&pipe, &process, stop)?;
    let mut client = 0;
    // SAFETY: both handles are open.
    unsafe { GetNamedPipeClientProcessId(pipe.0, &raw mut client) }.map_err(|error| fault(&error))?;
    // SAFETY: the handle is open.
    if client != unsafe { GetProcessId(process.0) } {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "another process answered"));
    }
    take(&pipe, stop)
}

fn fault(error: &Error) -> io::Error {
    let kind = if error.code() == ERROR_CANCELLED.to_hresult() {
        io::ErrorKind::PermissionDenied
    } else {
        io::ErrorKind::Other
    };
    io::Error::new(kind, error.message())
}

/// Hex digits of chance: each state is keyed by the system's own randomness.
fn chance() -> String {
    let word = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", word(), word())
}

fn listen(name: &str) -> io::Result<Owned> {
    let path = HSTRING::from(format!(r"\\.\pipe\{name}"));
    let access = PIPE_ACCESS_INBOUND | FILE_FLAG_FIRST_PIPE_INSTANCE;
    let mode = PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_NOWAIT | PIPE_REJECT_REMOTE_CLIENTS;
    let size = u32::try_from(CHUNK).unwrap_or(0);
    // SAFETY: the text lives until the call returns.
    let pipe = unsafe { CreateNamedPipeW(&path, access, mode, 1, 0, size, 0, None) };
    if pipe.is_invalid() { Err(io::Error::last_os_error()) } else { Ok(Owned(pipe)) }
}

/// Blocks while the system shows its prompt, which ends by itself after two minutes.
fn start(parameters: &str) -> io::Result<Owned> {
    let program = HSTRING::from(std::env::current_exe()?.as_os_str());
    let parameters = HSTRING::from(parameters);
    let mut call = SHELLEXECUTEINFOW {
        cbSize: u32::try_from(size_of::<SHELLEXECUTEINFOW>()).unwrap_or(0),
        fMask: SEE_MASK_NOCLOSEPROCESS | SEE_MASK_NOASYNC,
        lpVerb: w!("runas"),
        lpFile: PCWSTR(program.as_ptr()),
        lpParameters: PCWSTR(parameters.as_ptr()),
        nShow: SW_HIDE.0,
        ..SHELLEXECUTEINFOW::default()
    };
    // SAFETY: the structure is as long as it says, and all texts live until the call returns.
    unsafe { ShellExecuteExW(&raw mut call) }.map_err(|error| fault(&error))?;
    if call.hProcess.is_invalid() { Err(io::ErrorKind::NotFound.into()) } else { Ok(Owned(call.hProcess)) }
}

fn is(error: &Error, code: windows::Win32::Foundation::WIN32_ERROR) -> bool {
    error.code() == code.to_hresult()
}

fn accept(pipe: &Owned, process: &Owned, stop: &Stop) -> io::Result<()> {
    loop {
        // Looked at before the pipe: what ended after it had connected is found connected.
        // SAFETY: the handle is open.
        let ended = unsafe { WaitForSingleObject(process.0, 0) } == WAIT_OBJECT_0;
        // SAFETY: the handle is open; without waiting the call needs no structure of its own.
        match unsafe { ConnectNamedPipe(pipe.0, None) } {
            Err(error) if is(&error, ERROR_PIPE_CONNECTED) || is(&error, ERROR_NO_DATA) => return Ok(()),
            Ok(()) => {}
            Err(error) if is(&error, ERROR_PIPE_LISTENING) => {}
            Err(error) => return Err(fault(&error)),
        }
        if ended {
            return Err(io::Error::other("the process ended without an answer"));
        }
        if stop.is_over() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        std::thread::sleep(LOOK);
    }
}

/// All that comes, until the other end closes. Too much ends it: the stream is cut then, which its reader notices.
fn take(pipe: &Owned, stop: &Stop) -> io::Result<File> {
    let mut content = tempfile::tempfile()?;
    let (mut buffer, mut bytes) = (vec![0; CHUNK], 0);
    while bytes <= MAX_SOURCE_BYTES {
        let mut read = 0;
        // SAFETY: the call writes at most as much as the slice is long.
        match unsafe { ReadFile(pipe.0, Some(&mut buffer), Some(&raw mut read), None) } {
            Ok(()) => {
                let read = read as usize;
                content.write_all(buffer.get(..read).unwrap_or_default())?;
                bytes += read as u64;
            }
            Err(error) if is(&error, ERROR_BROKEN_PIPE) => break,
            Err(error) if is(&error, ERROR_NO_DATA) && stop.is_over() => break,
            Err(error) if is(&error, ERROR_NO_DATA) => std::thread::sleep(LOOK),
            Err(error) => return Err(fault(&error)),
        }
    }
    content.rewind()?;
    Ok(content)
}

/// The other end of the pipe. Whoever listens there learns who this process is, and can't act as it.
pub(super) fn answer(name: &str) -> io::Result<File> {
    let digits = name.strip_prefix(NAME).unwrap_or_default();
    if digits.len() != DIGITS || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    std::fs::OpenOptions::new()
        .write(true)
        .security_qos_flags(SECURITY_IDENTIFICATION.0)
        .open(format!(r"\\.\pipe\{name}"))
}

/// A new folder that only administrators may open, for a process with their rights.
pub(super) fn folder() -> io::Result<PathBuf> {
    let path = PathBuf::from(BASE).join(OsString::from(format!("{NAME}{}", chance())));
    let mut descriptor = PSECURITY_DESCRIPTOR::default();
    // SAFETY: the text is a constant; the descriptor is given back below.
    unsafe {
        ConvertStringSecurityDescriptorToSecurityDescriptorW(
            ADMINISTRATORS,
            SDDL_REVISION_1,
            &raw mut descriptor,
            None,
        )
    }
    .map_err(|error| fault(&error))?;
    let attributes = SECURITY_ATTRIBUTES {
        nLength: u32::try_from(size_of::<SECURITY_ATTRIBUTES>()).unwrap_or(0),
        lpSecurityDescriptor: descriptor.0,
        bInheritHandle: false.into(),
    };
    // SAFETY: text and descriptor live until the call returns.
    let made = unsafe { CreateDirectoryW(&HSTRING::from(path.as_os_str()), Some(&raw const attributes)) };
    // SAFETY: the system made it above, and it is given back once.
    unsafe { LocalFree(Some(HLOCAL(descriptor.0))) };
    made.map_err(|error| fault(&error))?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use scepscope_collect::Cancel;
    use std::io::Read;
    use windows::Win32::System::Threading::{GetCurrentProcess, GetCurrentProcessId};

    use super::*;

    fn stop() -> Stop {
        Stop::after(Duration::from_secs(60), &Cancel::default())
    }

    /// This process as the one that the prompt started: its own handle needs no closing, and closing it does nothing.
    fn own() -> Owned {
        // SAFETY: always valid.
        Owned(unsafe { GetCurrentProcess() })
    }

    #[test]
    fn what_is_written_into_the_pipe_is_taken() {
        let name = format!("{NAME}{}", chance());
        let pipe = listen(&name).unwrap();
        assert!(listen(&name).is_err(), "a second pipe of that name");
        let sent: Vec<u8> = (0..300_000_u32).map(|at| (at % 251) as u8).collect();
        let (written, other) = (sent.clone(), name.clone());
        let client = std::thread::spawn(move || answer(&other).unwrap().write_all(&written).unwrap());
        accept(&pipe, &own(), &stop()).unwrap();
        let mut process = 0;
        // SAFETY: the handle is open.
        unsafe { GetNamedPipeClientProcessId(pipe.0, &raw mut process) }.unwrap();
        // SAFETY: always allowed.
        assert_eq!(process, unsafe { GetCurrentProcessId() });
        let mut taken = Vec::new();
        take(&pipe, &stop()).unwrap().read_to_end(&mut taken).unwrap();
        client.join().unwrap();
        assert!(taken == sent, "{} bytes, not {}", taken.len(), sent.len());
    }

    #[test]
    fn nobody_who_comes_is_a_limit() {
        let pipe = listen(&format!("{NAME}{}", chance())).unwrap();
        let over = Stop::after(Duration::ZERO, &Cancel::default());
        assert_eq!(accept(&pipe, &own(), &over).unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    #[test]
    fn an_answer_goes_into_a_pipe_of_that_form_only() {
        for name in ["", "scepscope-", r"..\scepscope-0", "scepscope-0123456789abcdef0123456789abcdeX"] {
            assert_eq!(answer(name).unwrap_err().kind(), io::ErrorKind::InvalidInput, "{name}");
        }
        assert_eq!(answer(&format!("{NAME}{}", "0".repeat(32))).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_folder_of_administrators_is_new_and_goes() {
        let path = folder().unwrap();
        assert!(path.starts_with(BASE) && path.is_dir());
        std::fs::write(path.join("export"), "x").unwrap();
        drop(crate::windows::Folder::Private(path.clone()));
        assert!(!path.exists());
    }
}
