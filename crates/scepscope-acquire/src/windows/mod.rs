//! Windows: events by channel and provider, the registry's state of SCEP and of the enrolment, certificates that came by SCEP, whole
//! channels and the system's own diagnostics where they are asked for by name.

mod registry;
mod sync;
mod system;

use std::fs::File;
use std::io::{self, Seek, Write};
use std::ops::ControlFlow;
use std::sync::Arc;

use scepscope_model::{Platform, SourceKind};
use time::OffsetDateTime;
use time::macros::format_description;

pub use system::{Certificate, Folder, Hive, RegistryKey, RegistryValue, Store, WindowsSystem};

use crate::device::{Device, Window};
use crate::elevated::ElevatedRequest;
use crate::facts::{CertificateFact, DeviceDocument, Enrolment};
use crate::found::{Found, Part, reason_of};
use crate::limits::MAX_SOURCE_BYTES;
use crate::program::Call;
use crate::source::{Reason, Source};
use crate::stop::Stop;
use crate::sync::SyncStart;

const REGISTRY: &str = "windows.registry";
const CHANNELS: &str = "windows.channels";
const DIAGNOSTICS: &str = "windows.mdm_diagnostics";

const DIAGNOSTICS_PROGRAM: &[&str] = &[r"C:\Windows\System32\MdmDiagnosticsTool.exe"];

/// What is asked of one channel.
struct Events {
    id: &'static str,
    channel: &'static str,
    /// Which events, but for the time.
    which: &'static str,
}

const MDM: &str = "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider";

const EVENTS: [Events; 4] = [
    Events {
        id: "windows.events.mdm_admin",
        channel: "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider/Admin",
        which: "Provider[@Name='Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider']",
    },
    Events {
        id: "windows.events.mdm_operational",
        channel: "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider/Operational",
        which: "Provider[@Name='Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider']",
    },
    Events {
        id: "windows.events.certenroll",
        channel: "Application",
        which: "Provider[@Name='Microsoft-Windows-CertificateServicesClient-CertEnroll'] and \
                (EventID=86 or EventID=87 or EventID=88)",
    },
    Events {
        id: "windows.events.capi2",
        channel: "Microsoft-Windows-CAPI2/Operational",
        which: "Provider[@Name='Microsoft-Windows-CAPI2']",
    },
];

/// A Windows system.
pub struct Windows {
    system: Arc<dyn WindowsSystem>,
}

impl Windows {
    /// The system behind the interface.
    pub fn new(system: Arc<dyn WindowsSystem>) -> Windows {
        Windows { system }
    }

    fn channel_state(&self, events: &Events) -> Source {
        match self.system.is_enabled(events.channel) {
            Ok(true) => Source::ready(events.id),
            Ok(false) => Source::absent(events.id, Reason::Disabled),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                Source::needs_elevation(events.id)
            }
            Err(error) => Source::absent(events.id, reason_of(&error)),
        }
    }

    fn diagnostics_state(&self) -> Source {
        if !self.system.programs().is_there(DIAGNOSTICS_PROGRAM) {
            return Source::absent(DIAGNOSTICS, Reason::ProgramMissing);
        }
        if self.system.is_elevated() {
            Source::needs_consent(DIAGNOSTICS, Reason::OnlyByName)
        } else {
            Source::needs_elevation(DIAGNOSTICS)
        }
    }

    fn read_events(&self, events: &Events, window: &Window, stop: &Stop) -> Found {
        let mut found = Found::default();
        let mut file = match tempfile::tempfile() {
            Ok(file) => file,
            Err(error) => {
                found.failed(events.id, &error);
                return found;
            }
        };
        let query = query(events.which, window);
        let mut writer = Writer { file: &mut file, bytes: 0, events: 0, cut: None, fault: None };
        let read = self.system.events(events.channel, &query, stop, &mut |xml| writer.event(xml, stop));
        let (count, cut, fault) = (writer.events, writer.cut, writer.fault);
        match (fault.or(read.err()), cut) {
            (Some(error), _) => found.failed(events.id, &error),
            (None, Some(reason)) => found.miss(events.id, reason),
            (None, None) if stop.is_over() => found.miss(events.id, Reason::TimeLimit),
            (None, None) if count == 0 => found.miss(events.id, Reason::NothingRecorded),
            (None, None) => {}
        }
        if count > 0 {
            match file.write_all(b"</Events>\n").and_then(|()| file.rewind()) {
                Ok(()) => found.parts.push(Part {
                    name: format!("{}.xml", events.id),
                    content: file,
                    kind: Some(SourceKind::EventXml),
                }),
                Err(error) => found.failed(events.id, &error),
            }
        }
        found
    }

    /// Whole channels, as the system exports them.
    fn read_channels(&self, window: &Window, stop: &Stop) -> Found {
        let mut found = Found::default();
        for events in EVENTS.iter().filter(|events| events.channel.starts_with(MDM)) {
            if stop.is_over() {
                found.miss(events.channel, Reason::TimeLimit);
                continue;
            }
            let name = format!("{CHANNELS}.{}.evtx", events.channel.rsplit('/').next().unwrap_or("channel"));
            match exported(self.system.as_ref(), |path| {
                self.system.export(events.channel, &query("", window), path)
            }) {
                Ok(content) => found.parts.push(Part { name, content, kind: None }),
                Err(error) => found.failed(events.channel, &error),
            }
        }
        found
    }

    fn read_diagnostics(&self, stop: &Stop) -> Found {
        let mut found = Found::default();
        let zip = exported(self.system.as_ref(), |path| {
            let mut arguments = vec!["-area".into(), "DeviceEnrollment;DeviceProvisioning".into()];
            arguments.extend(["-zip".into(), path.as_os_str().to_owned()]);
            let call = Call { places: DIAGNOSTICS_PROGRAM, arguments };
            let output = self.system.programs().run(&call, stop)?;
            match output.cut {
                Some(Reason::TimeLimit) => Err(io::ErrorKind::TimedOut.into()),
                _ if !output.success => Err(io::Error::other(output.message)),
                _ => Ok(()),
            }
        });
        match zip {
            Ok(content) => {
                found.parts.push(Part { name: format!("{DIAGNOSTICS}.zip"), content, kind: None });
            }
            Err(error) => found.failed(DIAGNOSTICS, &error),
        }
        found
    }
}

/// Runs what writes a file to a place of its own, and gives the file without a name.
fn exported(
    system: &dyn WindowsSystem,
    write: impl FnOnce(&std::path::Path) -> io::Result<()>,
) -> io::Result<File> {
    let folder = system.folder()?;
    let path = folder.path().join("export");
    write(&path)?;
    let mut content = tempfile::tempfile()?;
    let mut export = io::Read::take(File::open(&path)?, MAX_SOURCE_BYTES);
    io::copy(&mut export, &mut content)?;
    content.rewind()?;
    Ok(content)
}

/// Events as one document.
struct Writer<'a> {
    file: &'a mut File,
    bytes: u64,
    events: u64,
    cut: Option<Reason>,
    fault: Option<io::Error>,
}

impl Writer<'_> {
    fn event(&mut self, xml: &str, stop: &Stop) -> ControlFlow<()> {
        self.cut = if stop.is_over() {
            Some(Reason::TimeLimit)
        } else {
            (self.bytes + xml.len() as u64 > MAX_SOURCE_BYTES).then_some(Reason::Limit)
        };
        if self.cut.is_some() {
            return ControlFlow::Break(());
        }
        let opening = if self.events == 0 { "<Events>\n" } else { "" };
        if let Err(error) = writeln!(self.file, "{opening}{xml}") {
            self.fault = Some(error);
            return ControlFlow::Break(());
        }
        self.bytes += xml.len() as u64 + 1;
        self.events += 1;
        ControlFlow::Continue(())
    }
}

/// The XPath of these events in the time that is asked for.
fn query(which: &str, window: &Window) -> String {
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].000Z");
    let written = |second: i64| OffsetDateTime::from_unix_timestamp(second).ok()?.format(format).ok();
    let mut times = Vec::new();
    times.extend(written(window.since_second()).map(|time| format!("@SystemTime>='{time}'")));
    times.extend(window.until_second().and_then(written).map(|time| format!("@SystemTime<='{time}'")));
    let mut terms = Vec::new();
    if !which.is_empty() {
        terms.push(which.to_owned());
    }
    if !times.is_empty() {
        terms.push(format!("TimeCreated[{}]", times.join(" and ")));
    }
    if terms.is_empty() { "*".to_owned() } else { format!("*[System[{}]]", terms.join(" and ")) }
}

impl Device for Windows {
    fn platform(&self) -> Platform {
        Platform::Windows
    }

    fn ids(&self) -> Vec<(&'static str, bool)> {
        let mut ids: Vec<_> = EVENTS.iter().map(|events| (events.id, false)).collect();
        ids.extend([(REGISTRY, false), (CHANNELS, true), (DIAGNOSTICS, true)]);
        ids
    }

    fn sources(&self) -> Vec<Source> {
        let mut sources: Vec<Source> = EVENTS.iter().map(|events| self.channel_state(events)).collect();
        sources.push(registry::state(REGISTRY, self.system.as_ref()));
        sources.push(Source::needs_consent(CHANNELS, Reason::OnlyByName));
        sources.push(self.diagnostics_state());
        sources
    }

    fn read(&self, id: &str, window: &Window, stop: &Stop) -> Found {
        match (id, EVENTS.iter().find(|events| events.id == id)) {
            (_, Some(events)) => self.read_events(events, window, stop),
            (REGISTRY, _) => registry::read(REGISTRY, self.system.as_ref(), stop),
            (CHANNELS, _) => self.read_channels(window, stop),
            _ => self.read_diagnostics(stop),
        }
    }

    fn elevate(&self, request: &ElevatedRequest, stop: &Stop) -> io::Result<File> {
        self.system.elevate(&request.arguments(), stop)
    }

    fn sync(&self, stop: &Stop) -> SyncStart {
        sync::sync(self.system.as_ref(), stop)
    }

    fn facts(&self, document: &mut DeviceDocument) {
        let enrolments = registry::enrolments(self.system.as_ref());
        document.enrolments =
            enrolments.into_iter().map(|(id, provider)| Enrolment { id, provider }).collect();
        let wanted = registry::thumbprints(self.system.as_ref());
        for (store, name) in [(Store::User, "user"), (Store::Machine, "machine")] {
            let certificates = self.system.certificates(store).unwrap_or_default();
            let scep = certificates.into_iter().filter(|c| wanted.contains(&c.thumbprint));
            document.certificates.extend(scep.map(|c| CertificateFact {
                store: name.to_owned(),
                thumbprint: c.thumbprint,
                subject_sha256: c.subject_sha256,
                issuer: c.issuer,
                not_before: crate::facts::rfc3339(c.not_before),
                not_after: crate::facts::rfc3339(c.not_after),
                key_provider: c.key_provider,
            }));
        }
    }
}
