//! Programs of the system that are asked for what they know.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use crate::limits::{MAX_MESSAGE_BYTES, MAX_SOURCE_BYTES};
use crate::source::Reason;
use crate::stop::Stop;

/// How often a running program is looked at: first and longest pause.
const LOOKS: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(40));

/// A call of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Where it may be: the first that is there is run. Never looked for elsewhere.
    pub places: &'static [&'static str],
    /// What it is given.
    pub arguments: Vec<OsString>,
}

/// What a program said.
#[derive(Debug)]
pub struct Output {
    /// What it wrote, up to [`MAX_SOURCE_BYTES`].
    pub content: File,
    /// Bytes in it.
    pub bytes: u64,
    /// What it said of itself, up to [`MAX_MESSAGE_BYTES`].
    pub message: String,
    /// Why it is not all.
    pub cut: Option<Reason>,
    /// Whether the program says that it did its work.
    pub success: bool,
    /// The exit code; none where it was ended.
    pub code: Option<i32>,
}

/// Runs programs. The system's, or a fake that plays a system in a test.
pub trait Programs: Send + Sync {
    /// Whether one of the places holds the program.
    fn is_there(&self, places: &[&str]) -> bool;

    /// Runs it to its end, or to the end of its time. What it wrote until then is kept.
    ///
    /// # Errors
    /// What the system says where it can't be started; [`io::ErrorKind::NotFound`] where it is at none of its places.
    fn run(&self, call: &Call, stop: &Stop) -> io::Result<Output>;
}

/// The programs of this system.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemPrograms;

impl Programs for SystemPrograms {
    fn is_there(&self, places: &[&str]) -> bool {
        find(places).is_some()
    }

    fn run(&self, call: &Call, stop: &Stop) -> io::Result<Output> {
        run_limited(call, stop, MAX_SOURCE_BYTES)
    }
}

fn find(places: &[&str]) -> Option<PathBuf> {
    places.iter().map(PathBuf::from).find(|place| place.is_file())
}

/// Both outputs go to files, so that nothing has to read along and a child that holds them holds nobody up.
fn run_limited(call: &Call, stop: &Stop, most: u64) -> io::Result<Output> {
    let program = find(call.places).ok_or(io::ErrorKind::NotFound)?;
    let (mut content, mut message) = (tempfile::tempfile()?, tempfile::tempfile()?);
    let mut child = Command::new(program)
        .args(&call.arguments)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(content.try_clone()?)
        .stderr(message.try_clone()?)
        .spawn()?;
    let ended = wait(&mut child, &content, stop, most);
    if !matches!(ended, Ok(Ended::Itself(_))) {
        // It may just have ended; both are the same then.
        let _ = child.kill();
        let _ = child.wait();
    }
    let ended = ended?;
    let cut = match ended {
        Ended::Itself(_) => None,
        Ended::Late => Some(Reason::TimeLimit),
        Ended::Full => Some(Reason::Limit),
    };
    let mut bytes = content.metadata()?.len();
    if bytes > most {
        content.set_len(most)?;
        bytes = most;
    }
    content.rewind()?;
    message.rewind()?;
    let mut said = Vec::new();
    message.take(MAX_MESSAGE_BYTES as u64).read_to_end(&mut said)?;
    let message = String::from_utf8_lossy(&said).trim().to_owned();
    let status = match ended {
        Ended::Itself(status) => Some(status),
        Ended::Late | Ended::Full => None,
    };
    let success = status.is_some_and(|status| status.success());
    let code = status.and_then(|status| status.code());
    Ok(Output { content, bytes, message, cut, success, code })
}

enum Ended {
    Itself(ExitStatus),
    Late,
    Full,
}

fn wait(child: &mut Child, content: &File, stop: &Stop, most: u64) -> io::Result<Ended> {
    let (mut pause, longest) = LOOKS;
    loop {
        if let Some(status) = child.try_wait()? {
            let full = content.metadata()?.len() > most;
            return Ok(if full { Ended::Full } else { Ended::Itself(status) });
        }
        if stop.is_over() {
            return Ok(Ended::Late);
        }
        if content.metadata()?.len() > most {
            return Ok(Ended::Full);
        }
        std::thread::sleep(pause.min(stop.left()));
        pause = (pause * 2).min(longest);
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use scepscope_collect::Cancel;

    use super::*;

    const SHELL: &[&str] = &["/nowhere/sh", "/bin/sh"];

    fn shell(script: &str, limit: Duration, most: u64) -> Output {
        let call = Call { places: SHELL, arguments: vec!["-c".into(), script.into()] };
        run_limited(&call, &Stop::after(limit, &Cancel::default()), most).unwrap()
    }

    fn content(output: &mut Output) -> String {
        let mut text = String::new();
        output.content.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn keeps_what_a_program_says() {
        let mut output = shell("printf a; printf b >&2; exit 3", Duration::from_secs(60), 10);
        assert_eq!(content(&mut output), "a");
        assert_eq!((output.message.as_str(), output.success, output.cut), ("b", false, None));
    }

    #[test]
    fn ends_what_says_too_much() {
        let mut output = shell("while :; do echo 0123456789; done", Duration::from_secs(60), 25);
        assert_eq!(content(&mut output), "0123456789\n0123456789\n012");
        assert_eq!((output.bytes, output.success, output.cut), (25, false, Some(Reason::Limit)));
    }

    #[test]
    fn ends_what_takes_too_long() {
        let output = shell("exec sleep 3600", Duration::ZERO, 10);
        assert_eq!((output.bytes, output.success, output.cut), (0, false, Some(Reason::TimeLimit)));
    }

    #[test]
    fn says_what_is_not_there() {
        let call = Call { places: &["/nowhere/at/all"], arguments: Vec::new() };
        let stop = Stop::after(Duration::from_secs(60), &Cancel::default());
        assert_eq!(run_limited(&call, &stop, 10).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
