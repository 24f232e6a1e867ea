//! A request as a web server logged it, kept small: there may be hundreds of thousands.

use std::collections::HashMap;

use scepscope_diagnose::ServerSign;
use scepscope_model::{Locator, Platform, Record, ScepOperation, SourceKind, Stamp};

/// Longest text kept of one column, in bytes.
const MAX_COLUMN_BYTES: usize = 200;

/// Longest excerpt kept of one line, in bytes.
const MAX_EXCERPT_BYTES: usize = 360;

/// Most different addresses and user agents that are told apart.
const MAX_NAMES: usize = 50_000;

const NANOS: i128 = 1_000_000_000;

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A SCEP operation, or the SCEP URL without one.
    Scep(Option<ScepOperation>),
    /// The policy module has the connector verify a request.
    Verify,
    /// The policy module tells the connector the result.
    Notify,
    /// HTTP.sys refused it before anybody could tell.
    Refused,
}

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) source: usize,
    pub(crate) line: u64,
    /// Seconds since 1970 in UTC.
    pub(crate) second: Option<i64>,
    pub(crate) purpose: Purpose,
    /// The platform whose user agent or manner it has.
    pub(crate) platform: Option<Platform>,
    /// Whether HTTP.sys answered before IIS saw it.
    pub(crate) http_sys: bool,
    pub(crate) post: bool,
    pub(crate) status: Option<u16>,
    pub(crate) substatus: Option<u32>,
    pub(crate) win32: Option<u32>,
    pub(crate) taken_ms: Option<u64>,
    /// Position in [`Names`]; `None` where the log has no such column.
    pub(crate) client: Option<u32>,
    pub(crate) agent: Option<u32>,
    pub(crate) message: Option<Box<str>>,
    pub(crate) excerpt: Box<str>,
    /// What the rules say of it, causes only.
    pub(crate) signs: Vec<ServerSign>,
}

/// Texts that many requests share.
#[derive(Debug, Default)]
pub(crate) struct Names {
    list: Vec<Box<str>>,
    known: HashMap<Box<str>, u32>,
}

impl Names {
    fn put(&mut self, text: &str) -> u32 {
        let text = cut(text, MAX_COLUMN_BYTES);
        if let Some(known) = self.known.get(text) {
            return *known;
        }
        // Beyond the limit all others share the last name.
        let text = if self.list.len() >= MAX_NAMES { "…" } else { text };
        if let Some(known) = self.known.get(text) {
            return *known;
        }
        let at = self.list.len() as u32;
        self.list.push(text.into());
        self.known.insert(text.into(), at);
        at
    }

    pub(crate) fn get(&self, at: u32) -> &str {
        self.list.get(at as usize).map_or("", AsRef::as_ref)
    }
}

impl Request {
    /// `None` for a record that is no request to NDES or its connector.
    pub(crate) fn new(
        source: usize,
        kind: SourceKind,
        record: &Record<'_>,
        signs: &[ServerSign],
        names: &mut Names,
    ) -> Option<Request> {
        let column = |name: &str| {
            let found = record.fields.iter().find(|f| f.name.eq_ignore_ascii_case(name));
            found.map(|f| f.value.as_ref()).filter(|v| *v != "-")
        };
        let (stem, query) = match kind {
            SourceKind::HttpErr => {
                let uri = column("cs-uri").unwrap_or_default();
                uri.split_once('?').unwrap_or((uri, ""))
            }
            _ => (column("cs-uri-stem").unwrap_or_default(), column("cs-uri-query").unwrap_or_default()),
        };
        let lower = stem.to_ascii_lowercase();
        let parameter = |name: &str| {
            query.split('&').find_map(|p| {
                let (key, value) = p.split_once('=')?;
                key.eq_ignore_ascii_case(name).then_some(value)
            })
        };
        let operation = parameter("operation").and_then(ScepOperation::parse);
        let purpose =
            if lower.contains("/mscep.dll") || (kind == SourceKind::HttpErr && lower.contains("/mscep/")) {
                Purpose::Scep(operation)
            } else if lower.contains("/certificateregistrationsvc/") {
                if lower.ends_with("/verifyrequest") {
                    Purpose::Verify
                } else if lower.ends_with("/notify") {
                    Purpose::Notify
                } else {
                    return None;
                }
            } else if kind == SourceKind::HttpErr && !signs.is_empty() {
                Purpose::Refused
            } else {
                return None;
            };
        let agent = column("cs(User-Agent)");
        let message = parameter("message").filter(|_| operation != Some(ScepOperation::PkiOperation));
        let Locator::Line(line) = record.locator else { return None };
        Some(Request {
            source,
            line,
            second: record.time.filter(Stamp::is_dated).map(|t| t.nanos().div_euclid(NANOS) as i64),
            purpose,
            platform: platform(agent, stem, message),
            http_sys: kind == SourceKind::HttpErr,
            post: column("cs-method") == Some("POST"),
            status: column("sc-status").and_then(|s| s.parse().ok()),
            substatus: column("sc-substatus").and_then(|s| s.parse().ok()),
            win32: column("sc-win32-status").and_then(|s| s.parse().ok()),
            taken_ms: column("time-taken").and_then(|s| s.parse().ok()),
            client: column("c-ip").map(|c| names.put(c)),
            agent: agent.map(|a| names.put(a)),
            message: message.map(|m| cut(m, MAX_COLUMN_BYTES).into()),
            excerpt: cut(&record.message, MAX_EXCERPT_BYTES).into(),
            signs: signs.iter().filter(|s| s.cause.is_some()).cloned().collect(),
        })
    }

    pub(crate) fn operation(&self) -> Option<ScepOperation> {
        match self.purpose {
            Purpose::Scep(operation) => operation,
            _ => None,
        }
    }

    pub(crate) fn is_scep(&self) -> bool {
        matches!(self.purpose, Purpose::Scep(_))
    }

    /// Whether the server did not answer as it should.
    pub(crate) fn failed(&self) -> bool {
        self.status.is_some_and(|s| s >= 400)
    }

    pub(crate) fn stamp(&self) -> Option<Stamp> {
        self.second.map(stamp)
    }
}

/// A second of UTC.
pub(crate) fn stamp(second: i64) -> Stamp {
    Stamp::from_unix_nanos(i128::from(second) * NANOS)
}

/// The platform of a request. The user agent decides; where the log has none, the URL that Windows makes and the
/// `message` that each platform sends (Microsoft Learn; the table of the probe).
fn platform(agent: Option<&str>, stem: &str, message: Option<&str>) -> Option<Platform> {
    if let Some(agent) = agent {
        let has = |text: &str| agent.contains(text);
        return if has("Dalvik/") || has("Android") {
            Some(Platform::Android)
        } else if has("NDES+client") || has("NDES client") {
            Some(Platform::Windows)
        } else if has("mdmclient") {
            Some(Platform::Macos)
        } else if has("profiled/") || (has("CFNetwork/") && has("Darwin/")) {
            Some(Platform::Ios)
        } else {
            None
        };
    }
    if stem.to_ascii_lowercase().ends_with("/pkiclient.exe") {
        return Some(Platform::Windows);
    }
    match message {
        Some("ca") => Some(Platform::Android),
        Some("default") => Some(Platform::Windows),
        Some(apple) if apple.starts_with("SCEP") => Some(Platform::Ios),
        _ => None,
    }
}

/// Whether a request of this platform may be one of a device of that. Apple's platforms share their user agents.
pub(crate) fn may_be(request: Option<Platform>, device: Platform) -> bool {
    let apple = |p| matches!(p, Platform::Ios | Platform::Macos);
    match request {
        None => true,
        Some(platform) => {
            platform == device || device == Platform::Unknown || (apple(platform) && apple(device))
        }
    }
}

fn cut(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_platforms_by_agent_and_where_there_is_none_by_manner() {
        let agent = |text| platform(Some(text), "/certsrv/mscep/mscep.dll", None);
        assert_eq!(agent("Dalvik/2.1.0+(Linux;+U;+Android+14)"), Some(Platform::Android));
        assert_eq!(agent("Mozilla/4.0+(compatible;+Win32;+NDES+client)"), Some(Platform::Windows));
        assert_eq!(agent("profiled/1.0+CFNetwork/1568.300.101+Darwin/24.2.0"), Some(Platform::Ios));
        assert_eq!(agent("curl/8.5.0"), None);
        let manner = |stem, message| platform(None, stem, message);
        assert_eq!(manner("/certsrv/mscep/mscep.dll/pkiclient.exe", None), Some(Platform::Windows));
        assert_eq!(manner("/certsrv/mscep/mscep.dll", Some("SCEP%20Authority")), Some(Platform::Ios));
        assert_eq!(manner("/certsrv/mscep/mscep.dll", Some("ca")), Some(Platform::Android));
        assert_eq!(manner("/certsrv/mscep/mscep.dll", None), None);
        assert!(may_be(Some(Platform::Ios), Platform::Macos));
        assert!(!may_be(Some(Platform::Ios), Platform::Android));
        assert!(may_be(None, Platform::Android));
    }
}
