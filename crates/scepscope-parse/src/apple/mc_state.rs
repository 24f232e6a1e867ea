//! Property lists of Apple's profile store, as a sysdiagnose holds them below `logs/MCState`: stubs of installed
//! profiles, the list of profiles, and the events that changed a setting.

use std::borrow::Cow;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::time::{SystemTime, UNIX_EPOCH};

use plist::{Dictionary, Value};
use scepscope_model::{Clock, Level, Locator, Platform, Record, Stamp};

use crate::limits::{MAX_PLIST_BYTES, MAX_PLIST_CONTAINERS};
use crate::{ParseError, Prefilter, Sink, SourceSummary};

const BINARY: &[u8] = b"bplist00";

/// Names that only these files hold. A profile that is not installed (`.mobileconfig`) has none of them.
const NAMES: [&[u8]; 5] =
    [b"StubFormat", b"InstallOptions", b"OrderedProfiles", b"HiddenProfiles", b"Installed profile"];

/// Levels of dictionaries above an event.
const MAX_EVENT_DEPTH: usize = 8;

/// Whether a file that starts so is one of the profile store.
pub(crate) fn is_state(head: &[u8]) -> bool {
    let list = head.starts_with(BINARY)
        || (head.trim_ascii_start().starts_with(b"<?xml") && memchr::memmem::find(head, b"<plist").is_some());
    list && NAMES.iter().any(|name| memchr::memmem::find(head, name).is_some())
}

/// Reads one such file; each profile or event is a record, its lines `name: value` as in the file.
pub(crate) fn read(
    input: &mut dyn Read,
    prefilter: &dyn Prefilter,
    sink: &mut dyn Sink,
) -> Result<SourceSummary, ParseError> {
    let mut bytes = Vec::new();
    input.take(MAX_PLIST_BYTES + 1).read_to_end(&mut bytes)?;
    let wrong = |detail: &str| ParseError::NotOfKind { expected: "property list", detail: detail.to_owned() };
    if bytes.len() as u64 > MAX_PLIST_BYTES {
        return Err(wrong("it is larger than MAX_PLIST_BYTES"));
    }
    if !is_tame(&bytes) {
        return Err(wrong("it is damaged, or nested beyond MAX_PLIST_CONTAINERS"));
    }
    let value = Value::from_reader(Cursor::new(&bytes)).map_err(|e| wrong(&e.to_string()))?;
    let Some(root) = value.as_dictionary() else { return Err(wrong("its root is no dictionary")) };
    let mut state = State { prefilter, sink, records: 0, first: None, last: None, stopped: false };
    if root.contains_key("PayloadIdentifier") {
        state.stub(root);
    } else if let Some(profiles) = root.get("OrderedProfiles").and_then(Value::as_array) {
        for profile in profiles.iter().filter_map(Value::as_string) {
            state.take("", None, format!("OrderedProfiles: {}", one_line(profile)));
        }
    } else {
        state.events(root, &mut Vec::new());
    }
    Ok(state.summary())
}

struct State<'a> {
    prefilter: &'a dyn Prefilter,
    sink: &'a mut dyn Sink,
    records: u64,
    first: Option<Stamp>,
    last: Option<Stamp>,
    stopped: bool,
}

impl State<'_> {
    /// An installed profile.
    fn stub(&mut self, profile: &Dictionary) {
        let mut lines = Vec::new();
        for name in ["PayloadIdentifier", "PayloadDisplayName", "PayloadOrganization", "PayloadUUID"] {
            if let Some(text) = profile.get(name).and_then(Value::as_string) {
                lines.push(format!("{name}: {}", one_line(text)));
            }
        }
        let payloads = profile.get("OrderedPayloads").and_then(Value::as_array);
        for payload in payloads.into_iter().flatten().filter_map(Value::as_dictionary) {
            if let Some(kind) = payload.get("PayloadType").and_then(Value::as_string) {
                lines.push(format!("PayloadType: {}", one_line(kind)));
            }
        }
        let installed = stamp(profile.get("InstallDate"));
        if let Some(time) = installed {
            lines.push(format!("InstallDate: {time}"));
        }
        self.take("profiled", installed, lines.join("\n"));
    }

    /// Events that set something, however deep they lie.
    fn events(&mut self, dictionary: &Dictionary, path: &mut Vec<String>) {
        if let Some(event) = dictionary.get("event").and_then(Value::as_string) {
            let process = dictionary.get("process").and_then(Value::as_string).unwrap_or("");
            let sender = dictionary.get("sender").and_then(Value::as_string).unwrap_or("");
            let text = format!(
                "event: {}\nsetting: {}\nsender: {}",
                one_line(event),
                one_line(&path.join("/")),
                one_line(sender)
            );
            self.take(&one_line(process), stamp(dictionary.get("timestamp")), text);
            return;
        }
        if path.len() >= MAX_EVENT_DEPTH {
            return;
        }
        for (name, value) in dictionary {
            if let Some(inner) = value.as_dictionary() {
                path.push(name.clone());
                self.events(inner, path);
                path.pop();
            }
        }
    }

    fn take(&mut self, origin: &str, time: Option<Stamp>, message: String) {
        self.records += 1;
        if let Some(time) = time {
            self.first = Some(self.first.map_or(time, |f| f.min(time)));
            self.last = Some(self.last.map_or(time, |l| l.max(time)));
        }
        if self.stopped || self.prefilter.find(message.as_bytes(), 0).is_none() {
            return;
        }
        let record = Record {
            locator: Locator::Record(self.records),
            time,
            level: Level::Unknown,
            origin: Cow::Borrowed(origin),
            process_id: None,
            thread_id: None,
            event_id: None,
            channel: None,
            fields: Vec::new(),
            message: Cow::Owned(message),
            cut: false,
        };
        self.stopped = matches!(self.sink.record(&record), ControlFlow::Break(()));
    }

    fn summary(self) -> SourceSummary {
        SourceSummary {
            records: self.records,
            first: self.first,
            last: self.last,
            newest_first: false,
            clock: if self.first.is_some() { Clock::Known } else { Clock::None },
            verbose: None,
            platform: Platform::Ios,
            device_name: None,
            system: None,
            channel: None,
            coverage: None,
        }
    }
}

/// Values stand on one line each: a value must not look like another name.
fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) {
        Cow::Owned(text.replace(['\n', '\r'], " "))
    } else {
        Cow::Borrowed(text)
    }
}

fn stamp(value: Option<&Value>) -> Option<Stamp> {
    let time = SystemTime::from(value?.as_date()?);
    let nanos = match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i128::try_from(after.as_nanos()).ok()?,
        Err(before) => -i128::try_from(before.duration().as_nanos()).ok()?,
    };
    Some(Stamp::from_unix_nanos(nanos))
}

/// Whether the list can be read without unfolding into more than it is: few containers, and in a binary list each
/// of them in one place only.
fn is_tame(bytes: &[u8]) -> bool {
    if bytes.starts_with(BINARY) {
        return binary_is_tame(bytes).unwrap_or(false);
    }
    let opened = |tag: &[u8]| memchr::memmem::find_iter(bytes, tag).count();
    opened(b"<dict") + opened(b"<array") <= MAX_PLIST_CONTAINERS
}

/// The trailer names the table of objects; a container refers to its members by number. Source: CFBinaryPList.c.
fn binary_is_tame(bytes: &[u8]) -> Option<bool> {
    let trailer = bytes.get(bytes.len().checked_sub(32)?..)?;
    let (offset_size, number_size) = (usize::from(trailer[6]), usize::from(trailer[7]));
    let word = |at: usize| -> Option<usize> {
        usize::try_from(u64::from_be_bytes(trailer.get(at..at + 8)?.try_into().ok()?)).ok()
    };
    let (objects, root, table) = (word(8)?, word(16)?, word(24)?);
    if objects > bytes.len() || !(1..=8).contains(&offset_size) || !(1..=8).contains(&number_size) {
        return Some(false);
    }
    let number = |at: usize, size: usize| -> Option<usize> {
        let digits = bytes.get(at..at.checked_add(size)?)?;
        usize::try_from(digits.iter().fold(0_u64, |n, b| n << 8 | u64::from(*b))).ok()
    };
    let place = |object: usize| number(table.checked_add(object.checked_mul(offset_size)?)?, offset_size);
    let is_container = |at: usize| bytes.get(at).is_some_and(|marker| matches!(marker >> 4, 0xA | 0xC | 0xD));
    let mut held = vec![false; objects];
    let mut containers = 0;
    for object in 0..objects {
        let at = place(object)?;
        if !is_container(at) {
            continue;
        }
        containers += 1;
        if containers > MAX_PLIST_CONTAINERS {
            return Some(false);
        }
        let marker = *bytes.get(at)?;
        // A count of fifteen means that an integer with the true one follows.
        let (count, members) = match usize::from(marker & 0xF) {
            0xF => {
                let size = 1_usize << (bytes.get(at + 1)? & 0x7);
                (number(at + 2, size)?, at.checked_add(2 + size)?)
            }
            count => (count, at + 1),
        };
        let count = if marker >> 4 == 0xD { count.checked_mul(2)? } else { count };
        if count > bytes.len() {
            return Some(false);
        }
        for member in 0..count {
            let child = number(members.checked_add(member.checked_mul(number_size)?)?, number_size)?;
            if is_container(place(child)?) && std::mem::replace(held.get_mut(child)?, true) {
                return Some(false);
            }
        }
    }
    // A root that something holds is part of a circle.
    Some(!*held.get(root)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Everything, Problem};

    #[derive(Default)]
    struct Texts(Vec<(String, Option<String>, String)>);

    impl Sink for Texts {
        fn record(&mut self, record: &Record<'_>) -> ControlFlow<()> {
            let time = record.time.map(|t| t.to_string());
            self.0.push((record.origin.to_string(), time, record.message.to_string()));
            ControlFlow::Continue(())
        }

        fn problem(&mut self, _: Problem) {}
    }

    fn texts(bytes: &[u8]) -> Result<Vec<(String, Option<String>, String)>, ParseError> {
        let mut texts = Texts::default();
        read(&mut &*bytes, &Everything, &mut texts).map(|_| texts.0)
    }

    #[test]
    fn reads_events_of_an_xml_list() {
        let xml = br#"<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>restrictedBool</key><dict><key>allowCamera</key><dict><key>domain</key><dict>
<key>event</key><string>Installed profile</string><key>process</key><string>profiled</string>
<key>sender</key><string>WLAN
certificate</string><key>timestamp</key><date>2025-04-07T14:48:08Z</date></dict></dict></dict></dict></plist>"#;
        assert!(is_state(xml));
        let expected =
            "event: Installed profile\nsetting: restrictedBool/allowCamera/domain\nsender: WLAN certificate";
        assert_eq!(
            texts(xml).unwrap(),
            [("profiled".to_owned(), Some("2025-04-07T14:48:08Z".to_owned()), expected.to_owned())]
        );
    }

    #[test]
    fn refuses_lists_that_unfold() {
        // One array of two references to an array of two references …: 2^20 strings if it were read.
        let mut bytes = BINARY.to_vec();
        let mut offsets = Vec::new();
        for level in 0..20_u8 {
            offsets.push(bytes.len() as u8);
            bytes.extend([0xA2, level + 1, level + 1]);
        }
        offsets.push(bytes.len() as u8);
        bytes.extend([0x51, b'x']);
        let table = bytes.len() as u64;
        bytes.extend(&offsets);
        bytes.extend([0, 0, 0, 0, 0, 0, 1, 1]);
        for word in [offsets.len() as u64, 0, table] {
            bytes.extend(word.to_be_bytes());
        }
        assert_eq!(binary_is_tame(&bytes), Some(false));
        let deep = format!("<?xml version=\"1.0\"?><plist>{}", "<array>".repeat(100_000));
        assert!(texts(deep.as_bytes()).is_err());
        for cut in 0..bytes.len() {
            assert!(texts(&bytes[..cut]).is_err(), "{cut}");
        }
    }

    #[test]
    fn leaves_other_lists_alone() {
        assert!(!is_state(
            b"<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>Version</key></dict></plist>"
        ));
        assert!(!is_state(
            b"<?xml version=\"1.0\"?><plist><dict><key>PayloadIdentifier</key></dict></plist>"
        ));
        assert!(!is_state(b"StubFormat: just a text"));
    }
}
