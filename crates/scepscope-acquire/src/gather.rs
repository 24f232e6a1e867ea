//! Reads what was chosen of a device, one source after the other.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Seek, Write};
use std::sync::Arc;
use std::time::Duration;

use scepscope_collect::{Cancel, Input};
use scepscope_model::{SourceKind, Stamp};
use time::OffsetDateTime;

use crate::device::{Device, Window};
use crate::elevated::{self, Answer};
use crate::facts::{DeviceDocument, Mark, SyncFact};
use crate::found::Found;
use crate::limits::{DEFAULT_DAYS, SOURCE_TIME, SYNC_TIME};
use crate::source::{Reason, SOURCES_SCHEMA, Source, SourceList, State};
use crate::stop::{Stop, bounded};
use crate::sync::{SYNC, SyncStart, SyncWay};

/// The source that every device has: what it is itself.
pub const DEVICE_FACTS: &str = "device.facts";

/// What is read.
#[derive(Debug, Clone)]
pub struct Order {
    /// These sources, whether they need consent or not: they were named. None: every one that is ready.
    pub sources: Vec<String>,
    /// Nothing older; without it, [`DEFAULT_DAYS`] back from `now`.
    pub since: Option<Stamp>,
    /// Nothing newer.
    pub until: Option<Stamp>,
    /// The device's time.
    pub now: OffsetDateTime,
    /// Moments that belong into what is known of the device.
    pub marks: Vec<Mark>,
    /// How a sync was started, where one was to be. What of it failed becomes a gap.
    pub sync: Option<SyncStart>,
    /// Whether the user is asked, once, for an administrator's rights where a source needs them.
    pub elevate: bool,
    /// How long one source may take.
    pub time: Duration,
}

impl Order {
    /// Every source that is ready, [`SOURCE_TIME`] for each.
    pub const fn everything(now: OffsetDateTime) -> Order {
        Order {
            sources: Vec::new(),
            since: None,
            until: None,
            now,
            marks: Vec::new(),
            sync: None,
            elevate: false,
            time: SOURCE_TIME,
        }
    }

    /// What answers a request for `asked`: the `answering` sources of this device; of `all` those that are ready. `None` where
    /// none of them answers.
    pub fn answering(asked: &[String], answering: Vec<String>, now: OffsetDateTime) -> Option<Order> {
        if answering.is_empty() {
            return None;
        }
        let sources = if asked.iter().any(|id| id == ALL) { Vec::new() } else { answering };
        Some(Order { sources, ..Order::everything(now) })
    }

    fn window(&self) -> Window {
        let back = (self.now - time::Duration::days(DEFAULT_DAYS)).unix_timestamp_nanos();
        Window { since: self.since.unwrap_or(Stamp::from_unix_nanos(back)), until: self.until }
    }
}

/// No source of the device has that id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSource(pub String);

/// The id that stands for every source.
const ALL: &str = "all";

/// The sources that answer what is asked for: by their id, by its beginning (`windows.events`), or `all` that need no name
/// of their own. Touches nothing of the device, so that it can be shown before anybody agrees.
pub fn answering(device: &dyn Device, asked: &[String]) -> Vec<String> {
    let mut ids = device.ids();
    ids.push((DEVICE_FACTS, false));
    let answers = |id: &str, by_name: bool, asked: &str| {
        let below = id.strip_prefix(asked).is_some_and(|rest| rest.starts_with('.'));
        id == asked || (!by_name && (asked == ALL || below))
    };
    ids.into_iter()
        .filter(|(id, by_name)| asked.iter().any(|asked| answers(id, *by_name, asked)))
        .map(|(id, _)| id.to_owned())
        .collect()
}

/// What can be read on the device. Quick: reads no log.
pub fn list(device: &dyn Device) -> SourceList {
    let mut sources = device.sources();
    sources.push(Source::ready(DEVICE_FACTS));
    SourceList { schema: SOURCES_SCHEMA.to_owned(), platform: device.platform(), sources }
}

/// Reads the sources; a source that is not on the device is named only where it was asked for, or where there is no other.
/// `begins` is told the id of each before it is read. What could not be read is an input, too, and becomes
/// a gap of the report. Blocks, for each source no longer than the order allows.
///
/// # Errors
/// [`UnknownSource`] for a source that is not in the [`list`]. Nothing was read then.
pub fn gather(
    device: &Arc<dyn Device>,
    order: &Order,
    cancel: &Cancel,
    begins: &mut dyn FnMut(&str),
) -> Result<Vec<Input>, UnknownSource> {
    let known = list(device.as_ref()).sources;
    if let Some(unknown) = order.sources.iter().find(|id| !known.iter().any(|s| s.id == id.as_str())) {
        return Err(UnknownSource(unknown.clone()));
    }
    let mut inputs = Vec::new();
    let mut elevated = elevated(device, &known, order, cancel);
    let (mut absent, mut any) = (Vec::new(), false);
    for source in known {
        if cancel.is_cancelled() {
            break;
        }
        let named = order.sources.iter().any(|id| id == source.id);
        if !named && !order.sources.is_empty() {
            continue;
        }
        if source.state == State::Absent && !named {
            absent.push(source);
            continue;
        }
        any |= source.id != DEVICE_FACTS;
        let readable = source.state == State::Ready || (named && source.state == State::NeedsConsent);
        let mut found = match elevated.given.remove(source.id) {
            Some(found) => found,
            None if readable => {
                begins(source.id);
                read(device, &source, order, cancel)
            }
            None if elevated.refused.contains(&source.id) => Found::default(),
            None => refused(&source),
        };
        elevated.note(source.id, &mut found);
        give(found, &mut inputs);
    }
    if !any {
        absent.iter().for_each(|source| give(refused(source), &mut inputs));
    }
    give(not_started(order.sync.as_ref()), &mut inputs);
    Ok(inputs)
}

/// What came of asking for an administrator's rights.
#[derive(Default)]
struct Elevated {
    given: BTreeMap<&'static str, Found>,
    refused: Vec<&'static str>,
    why: Option<(Reason, String)>,
}

impl Elevated {
    /// Adds why an administrator's rights were not given for it.
    fn note(&self, id: &str, found: &mut Found) {
        if let Some((reason, said)) = self.why.as_ref().filter(|_| self.refused.contains(&id)) {
            found.miss_with(id, *reason, "system", said.as_str());
        }
    }
}

fn elevated(device: &Arc<dyn Device>, known: &[Source], order: &Order, cancel: &Cancel) -> Elevated {
    if !order.elevate {
        return Elevated::default();
    }
    match elevated::ask(device, known, &order.sources, &order.window(), cancel) {
        Answer::Given(given) => Elevated { given, ..Elevated::default() },
        Answer::Refused(refused, reason, said) => {
            Elevated { given: BTreeMap::new(), refused, why: Some((reason, said)) }
        }
    }
}

/// Starts a sync with the management where the system has a way. Blocks no longer than [`SYNC_TIME`].
pub fn start_sync(device: &Arc<dyn Device>, cancel: &Cancel) -> SyncStart {
    let stop = Stop::after(SYNC_TIME, cancel);
    let device = Arc::clone(device);
    bounded(&stop, move |stop| device.sync(stop))
        .unwrap_or_else(|| SyncStart::refused(SyncWay::ByHand, &io::ErrorKind::TimedOut.into()))
}

fn not_started(sync: Option<&SyncStart>) -> Found {
    let mut found = Found::default();
    if let Some(SyncStart { way, reason: Some(reason), system, .. }) = sync {
        found.miss_with(SYNC, *reason, "way", way.id());
        if let (Some(missing), Some(system)) = (found.missing.last_mut(), system) {
            missing.detail.push(("system", system.clone()));
        }
    }
    found
}

fn give(found: Found, inputs: &mut Vec<Input>) {
    inputs.extend(found.parts.into_iter().map(|part| Input::Part {
        name: part.name,
        content: Box::new(part.content),
        kind: part.kind,
    }));
    inputs.extend(found.missing.into_iter().map(|missing| {
        let detail = missing.detail.into_iter().map(|(what, value)| (what.to_owned(), value));
        Input::Missing {
            name: missing.name,
            reason: missing.reason.id(),
            detail: detail.collect::<BTreeMap<_, _>>(),
        }
    }));
}

fn refused(source: &Source) -> Found {
    let mut found = Found::default();
    found.miss(source.id, source.reason.unwrap_or(Reason::Failed));
    found
}

fn read(device: &Arc<dyn Device>, source: &Source, order: &Order, cancel: &Cancel) -> Found {
    let stop = Stop::after(order.time, cancel);
    let (device, id) = (Arc::clone(device), source.id);
    let (window, now, marks) = (order.window(), order.now, order.marks.clone());
    let sync = order.sync.as_ref().map(SyncFact::from);
    let found = bounded(&stop, move |stop| {
        if id == DEVICE_FACTS {
            facts(device.as_ref(), now, marks, sync)
        } else {
            device.read(id, &window, stop)
        }
    });
    found.unwrap_or_else(|| {
        let mut found = Found::default();
        found.miss(source.id, if stop.is_over() { Reason::TimeLimit } else { Reason::Failed });
        found
    })
}

fn facts(device: &dyn Device, now: OffsetDateTime, marks: Vec<Mark>, sync: Option<SyncFact>) -> Found {
    let mut found = Found::default();
    let mut document =
        DeviceDocument { marks, sync, ..DeviceDocument::of_this_device(device.platform(), now) };
    device.facts(&mut document);
    match written(&document) {
        Ok(content) => found.parts.push(crate::found::Part {
            name: "device.json".to_owned(),
            content,
            kind: Some(SourceKind::DeviceFacts),
        }),
        Err(error) => found.failed(DEVICE_FACTS, &error),
    }
    found
}

fn written(document: &DeviceDocument) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    serde_json::to_writer_pretty(&mut file, document)?;
    file.write_all(b"\n")?;
    file.rewind()?;
    Ok(file)
}
