//! Sources that only an administrator may read, read by a second process of this program with an administrator's rights.
//!
//! That process takes nothing from its caller but ids of a fixed list and two numbers: no path, no environment, no command. What
//! it found goes into a stream that the caller opened. The caller takes that stream as it takes every foreign input.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::sync::Arc;

use scepscope_collect::Cancel;
use scepscope_model::{SourceKind, Stamp};
use serde::{Deserialize, Serialize};

use crate::device::{Device, Window};
use crate::found::{Found, Missing, Part};
use crate::limits::{MAX_ELEVATED_ENTRIES, MAX_ELEVATED_LINE, MAX_SOURCE_BYTES, PROMPT_TIME, SOURCE_TIME};
use crate::source::{Reason, Source, State};
use crate::stop::{Stop, bounded};

/// The first line of the stream.
const HEAD: &str = "scepscope.elevated/1\n";

/// What may be read so. Nothing of a user's home is among it.
pub const ELEVATED: [&str; 7] = [
    "linux.journal",
    "windows.events.mdm_admin",
    "windows.events.mdm_operational",
    "windows.events.certenroll",
    "windows.events.capi2",
    "windows.registry",
    "windows.mdm_diagnostics",
];

/// What the process with an administrator's rights is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElevatedRequest {
    /// Ids of [`ELEVATED`].
    pub ids: Vec<&'static str>,
    /// Nothing older: seconds since 1970.
    pub since: i64,
    /// Nothing newer, where given.
    pub until: Option<i64>,
}

impl ElevatedRequest {
    /// A request for these.
    ///
    /// # Errors
    /// The id that may not be read so.
    pub fn new(ids: &[String], since: i64, until: Option<i64>) -> Result<ElevatedRequest, String> {
        let known = |id: &String| ELEVATED.into_iter().find(|known| known == id).ok_or_else(|| id.clone());
        Ok(ElevatedRequest { ids: ids.iter().map(known).collect::<Result<_, _>>()?, since, until })
    }

    /// The arguments that ask the program for it.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let mut arguments = vec!["elevated".to_owned(), format!("--since={}", self.since)];
        arguments.extend(self.until.map(|until| format!("--until={until}")));
        arguments.extend(self.ids.iter().map(|id| (*id).to_owned()));
        arguments
    }

    fn window(&self) -> Window {
        let stamp = |second: i64| Stamp::from_unix_nanos(i128::from(second) * 1_000_000_000);
        Window { since: stamp(self.since), until: self.until.map(stamp) }
    }
}

/// One line of the stream. After a part come its bytes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Entry {
    Item(String),
    Part { name: String, kind: Option<SourceKind>, bytes: u64 },
    Missing { name: String, reason: Reason, system: Option<String> },
    End,
}

/// Reads what is asked for, with whatever rights this process has, and writes it into the stream.
///
/// # Errors
/// What the stream says.
pub fn serve(device: &Arc<dyn Device>, request: &ElevatedRequest, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    let present: Vec<&str> = device.ids().into_iter().map(|(id, _)| id).collect();
    for id in request.ids.iter().copied() {
        line(out, &Entry::Item(id.to_owned()))?;
        let found = if present.contains(&id) { served(device, id, request.window()) } else { not_here(id) };
        for Part { name, mut content, kind } in found.parts {
            let bytes = content.seek(io::SeekFrom::End(0))?;
            content.rewind()?;
            line(out, &Entry::Part { name, kind, bytes })?;
            io::copy(&mut content.take(bytes), out)?;
        }
        for Missing { name, reason, detail } in found.missing {
            let system = detail.into_iter().find(|(what, _)| *what == "system").map(|(_, said)| said);
            line(out, &Entry::Missing { name, reason, system })?;
        }
    }
    line(out, &Entry::End)?;
    out.flush()
}

fn served(device: &Arc<dyn Device>, id: &'static str, window: Window) -> Found {
    let stop = Stop::after(SOURCE_TIME, &Cancel::default());
    let own = Arc::clone(device);
    bounded(&stop, move |stop| own.read(id, &window, stop)).unwrap_or_else(|| {
        let mut found = Found::default();
        found.miss(id, Reason::TimeLimit);
        found
    })
}

fn not_here(id: &str) -> Found {
    let mut found = Found::default();
    found.miss(id, Reason::NotFound);
    found
}

fn line(out: &mut dyn Write, entry: &Entry) -> io::Result<()> {
    let text = serde_json::to_string(entry)?;
    writeln!(out, "{text}")
}

/// What came of asking for an administrator's rights.
pub(crate) enum Answer {
    /// What the sources gave, by their id.
    Given(BTreeMap<&'static str, Found>),
    /// They were not given, with the system's own words.
    Refused(Vec<&'static str>, Reason, String),
}

/// Asks once for those of the sources that an administrator's rights would open. `named` are those that somebody named; none
/// stands for all that need no name.
pub(crate) fn ask(
    device: &Arc<dyn Device>,
    known: &[Source],
    named: &[String],
    window: &Window,
    cancel: &Cancel,
) -> Answer {
    let by_name: Vec<&str> =
        device.ids().into_iter().filter(|(_, by_name)| *by_name).map(|(id, _)| id).collect();
    let wanted = |source: &&Source| {
        let chosen = named.iter().any(|id| id == source.id);
        let asked = chosen || (named.is_empty() && !by_name.contains(&source.id));
        let opened = source.state == State::NeedsElevation || source.more_with_elevation;
        asked && opened && ELEVATED.contains(&source.id)
    };
    let ids: Vec<&'static str> = known.iter().filter(wanted).map(|source| source.id).collect();
    if ids.is_empty() {
        return Answer::Given(BTreeMap::new());
    }
    let (since, until) = (window.since_second(), window.until_second());
    let request = ElevatedRequest { ids: ids.clone(), since, until };
    let sources = u32::try_from(ids.len()).unwrap_or(1);
    let stop = Stop::after(PROMPT_TIME + SOURCE_TIME * sources, cancel);
    let own = Arc::clone(device);
    let answered = bounded(&stop, move |stop| own.elevate(&request, stop));
    match answered.unwrap_or_else(|| Err(io::ErrorKind::TimedOut.into())) {
        Ok(stream) => Answer::Given(read(stream, &ids)),
        Err(error) => Answer::Refused(ids, refusal(&error), error.to_string()),
    }
}

/// Why an administrator's rights were not given.
fn refusal(error: &io::Error) -> Reason {
    match error.kind() {
        io::ErrorKind::PermissionDenied => Reason::ElevationRefused,
        io::ErrorKind::NotFound | io::ErrorKind::Unsupported => Reason::ElevationMissing,
        io::ErrorKind::TimedOut => Reason::TimeLimit,
        _ => Reason::Failed,
    }
}

/// Takes the stream apart. An item that it does not give, or not whole, is missing with its reason.
fn read(stream: impl Read, asked: &[&'static str]) -> BTreeMap<&'static str, Found> {
    let mut all = BTreeMap::new();
    let mut stream = BufReader::new(stream);
    let whole = entries(&mut stream, asked, &mut all);
    for id in asked {
        let given = all.entry(*id).or_insert_with(Found::default);
        let silent = given.parts.is_empty() && given.missing.is_empty();
        match &whole {
            Err(error) => given.failed(id, error),
            Ok(()) if silent => given.miss(id, Reason::Failed),
            Ok(()) => {}
        }
    }
    all
}

fn entries(
    stream: &mut impl BufRead,
    asked: &[&'static str],
    all: &mut BTreeMap<&'static str, Found>,
) -> io::Result<()> {
    if text(stream)? != HEAD {
        return Err(wrong("another program answered"));
    }
    let mut item = None;
    for _ in 0..MAX_ELEVATED_ENTRIES {
        let entry: Entry = serde_json::from_str(&text(stream)?)?;
        let entry = match entry {
            Entry::End => return Ok(()),
            Entry::Item(id) => {
                let known = asked.iter().find(|known| **known == id);
                item = Some(*known.ok_or_else(|| wrong("an item that was not asked for"))?);
                continue;
            }
            entry => entry,
        };
        let found = all.entry(item.ok_or_else(|| wrong("a part of no item"))?).or_default();
        match entry {
            Entry::Part { name, kind, bytes } => {
                let mut content = tempfile::tempfile()?;
                if !is_name(&name) || bytes > MAX_SOURCE_BYTES {
                    return Err(wrong("a part that is none"));
                }
                if io::copy(&mut stream.by_ref().take(bytes), &mut content)? < bytes {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                content.rewind()?;
                found.parts.push(Part { name, content, kind });
            }
            Entry::Missing { name, reason, system } => {
                let detail = system.into_iter().map(|said| ("system", said)).collect();
                found.missing.push(Missing { name, reason, detail });
            }
            Entry::Item(_) | Entry::End => {}
        }
    }
    Err(wrong("more entries than are taken"))
}

fn text(stream: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    stream.by_ref().take(MAX_ELEVATED_LINE).read_line(&mut line)?;
    if line.ends_with('\n') { Ok(line) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// A name of a part: never more than a word, so that it can't be taken for a place.
fn is_name(name: &str) -> bool {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    !name.is_empty() && name.len() < 100 && !name.starts_with('.') && name.bytes().all(word)
}

fn wrong(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: [&str; 2] = ["linux.journal", "windows.registry"];

    fn reasons(stream: &str) -> Vec<(usize, Vec<Reason>)> {
        let all = read(stream.as_bytes(), &ASKED);
        ASKED
            .iter()
            .map(|id| (all[id].parts.len(), all[id].missing.iter().map(|m| m.reason).collect()))
            .collect()
    }

    #[test]
    fn what_the_stream_lacks_is_missing() {
        let journal =
            "{\"item\":\"linux.journal\"}\n{\"part\":{\"name\":\"j\",\"kind\":\"journal\",\"bytes\":2}}\nab";
        let whole = format!("{HEAD}{journal}\"end\"\n");
        // The second item is not there at all.
        assert_eq!(reasons(&whole), [(1, vec![]), (0, vec![Reason::Failed])]);
        // Cut off: what came whole is kept, and each is said not to be all.
        assert_eq!(
            reasons(&format!("{HEAD}{journal}")),
            [(1, vec![Reason::Failed]), (0, vec![Reason::Failed])]
        );
        let short = whole.replace("\"bytes\":2", "\"bytes\":200");
        assert_eq!(reasons(&short)[0], (0, vec![Reason::Failed]));
    }

    #[test]
    fn a_stream_of_another_program_gives_nothing() {
        let part = |name: &str, bytes: u64| {
            format!(
                "{HEAD}{{\"item\":\"linux.journal\"}}\n{{\"part\":{{\"name\":\"{name}\",\"kind\":null,\"bytes\":{bytes}}}}}\nab\"end\"\n"
            )
        };
        for hostile in [
            String::new(),
            "scepscope.elevated/2\n\"end\"\n".to_owned(),
            format!("{HEAD}{{\"part\":{{\"name\":\"j\",\"kind\":null,\"bytes\":0}}}}\n\"end\"\n"),
            format!("{HEAD}{{\"item\":\"macos.profiles\"}}\n\"end\"\n"),
            part("../../etc/passwd", 2),
            part("", 2),
            part("j", u64::MAX),
            format!("{HEAD}{}", "x".repeat(1 << 20)),
            format!("{HEAD}{}", "{\"item\":\"linux.journal\"}\n".repeat(100_000)),
        ] {
            let found = reasons(&hostile);
            assert!(found.iter().all(|(parts, missing)| *parts == 0 && !missing.is_empty()), "{found:?}");
        }
    }

    #[test]
    fn only_what_is_on_the_list_can_be_asked_for() {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let request = ElevatedRequest::new(&ids(&["linux.journal"]), 7, Some(9));
        assert_eq!(
            request.map(|request| request.arguments()),
            Ok(vec![
                "elevated".to_owned(),
                "--since=7".to_owned(),
                "--until=9".to_owned(),
                "linux.journal".to_owned()
            ])
        );
        for refused in ["linux.broker_logs", "windows.channels", "/etc/shadow", "device.facts", ""] {
            assert_eq!(ElevatedRequest::new(&ids(&[refused]), 0, None), Err(refused.to_owned()));
        }
    }
}
