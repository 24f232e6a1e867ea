//! One record of one source, as every parser hands it on.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Platform, Stamp};

/// What kind of file a source is. Found from the content, never from the name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Windows event log file.
    Evtx,
    /// Events as XML (wevtutil or Event Viewer).
    EventXml,
    /// Events as text (wevtutil, or Event Viewer's TAB-separated export).
    EventText,
    /// Events as Event Viewer's CSV export.
    EventCsv,
    /// Company Portal or Intune log of a personally owned work profile.
    Omadm,
    /// The same format, of a corporate-owned device.
    CloudExtension,
    /// Android's system log (logcat), alone or in a bug report, with the lines of the Intune apps.
    Logcat,
    /// Apple unified log (tracev3, or `log show` output with dates).
    UnifiedLog,
    /// Text copied out of the Console app.
    ConsoleText,
    /// BSD syslog text (old iOS, idevicesyslog).
    Syslog,
    /// Property list of Apple's profile store (MCState): which configuration profiles are installed.
    McState,
    /// IIS log in W3C extended format.
    IisW3c,
    /// HTTP.sys error log.
    HttpErr,
    /// NDESPlugin.log of the policy module.
    NdesPlugin,
    /// Connector trace (svclog).
    Svclog,
    /// Windows Installer log of the connector setup.
    SetupMsi,
    /// Text export of the registry.
    RegistryExport,
    /// Windows' report on its management (MDMDiagReport.html or .xml): the present state, not a log.
    MdmDiagReport,
    /// systemd's journal as `journalctl -o json` writes it.
    Journal,
    /// What this program found out about the device itself (`device.json`): the present state, not a log.
    DeviceFacts,
    /// Readable, but none of the kinds above.
    Unknown,
}

impl SourceKind {
    /// The stable identifier, as it stands in reports and rules.
    pub const fn id(self) -> &'static str {
        match self {
            SourceKind::Evtx => "evtx",
            SourceKind::EventXml => "event_xml",
            SourceKind::EventText => "event_text",
            SourceKind::EventCsv => "event_csv",
            SourceKind::Omadm => "omadm",
            SourceKind::CloudExtension => "cloud_extension",
            SourceKind::Logcat => "logcat",
            SourceKind::UnifiedLog => "unified_log",
            SourceKind::ConsoleText => "console_text",
            SourceKind::Syslog => "syslog",
            SourceKind::McState => "mc_state",
            SourceKind::IisW3c => "iis_w3c",
            SourceKind::HttpErr => "http_err",
            SourceKind::NdesPlugin => "ndes_plugin",
            SourceKind::Svclog => "svclog",
            SourceKind::SetupMsi => "setup_msi",
            SourceKind::RegistryExport => "registry_export",
            SourceKind::MdmDiagReport => "mdm_diag_report",
            SourceKind::Journal => "journal",
            SourceKind::DeviceFacts => "device_facts",
            SourceKind::Unknown => "unknown",
        }
    }

    /// The platform that writes such files; Apple's formats say `ios` unless the content tells otherwise.
    pub const fn platform(self) -> Platform {
        match self {
            SourceKind::Evtx
            | SourceKind::EventXml
            | SourceKind::EventText
            | SourceKind::EventCsv
            | SourceKind::RegistryExport
            | SourceKind::MdmDiagReport => Platform::Windows,
            SourceKind::Omadm | SourceKind::CloudExtension | SourceKind::Logcat => Platform::Android,
            SourceKind::UnifiedLog | SourceKind::ConsoleText | SourceKind::Syslog | SourceKind::McState => {
                Platform::Ios
            }
            SourceKind::Journal => Platform::Linux,
            _ => Platform::Unknown,
        }
    }

    /// Whether it tells the state of a device at one time, not what happened: its silence about a step means nothing.
    pub const fn is_state(self) -> bool {
        matches!(
            self,
            SourceKind::McState
                | SourceKind::MdmDiagReport
                | SourceKind::RegistryExport
                | SourceKind::DeviceFacts
        )
    }
}

/// The level of a record, over all platforms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Android VERB, Windows Verbose.
    Verbose,
    /// Debug.
    Debug,
    /// Info, Information.
    Info,
    /// Apple Default, syslog Notice.
    Default,
    /// Warning.
    Warning,
    /// Error.
    Error,
    /// Apple Fault, Windows Critical.
    Fault,
    /// The source writes none, or one that is not known.
    Unknown,
}

/// Where a record stands in the original file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Locator {
    /// Line of a text file, from 1.
    Line(u64),
    /// Record id of an event log, or the ordinal (from 1) in a file that writes none.
    Record(u64),
    /// Byte offset in a file inside a unified log archive.
    Offset {
        /// Path inside the archive.
        file: String,
        /// Bytes from the start of that file.
        offset: u64,
    },
}

impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Locator::Line(n) => write!(f, "line {n}"),
            Locator::Record(n) => write!(f, "record {n}"),
            Locator::Offset { file, offset } => write!(f, "{file}:{offset}"),
        }
    }
}

impl Serialize for Locator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Locator {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Cow<'_, str>>::deserialize(deserializer)?;
        let wrong = || serde::de::Error::custom("not a locator");
        if let Some(n) = text.strip_prefix("line ") {
            return n.parse().map(Locator::Line).map_err(|_| wrong());
        }
        if let Some(n) = text.strip_prefix("record ") {
            return n.parse().map(Locator::Record).map_err(|_| wrong());
        }
        let (file, offset) = text.rsplit_once(':').ok_or_else(wrong)?;
        Ok(Locator::Offset { file: file.to_owned(), offset: offset.parse().map_err(|_| wrong())? })
    }
}

impl JsonSchema for Locator {
    fn schema_name() -> Cow<'static, str> {
        "Locator".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "`line N` for text, `record N` for event logs, `file:offset` for unified logs",
            "pattern": r"^(line \d+|record \d+|.*:\d+)$"
        })
    }
}

/// A named value of a structured record, such as `HRESULT` of a Windows event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<'a> {
    /// The name in the source's own schema.
    pub name: Cow<'a, str>,
    /// The value as text, as the source's own tools would print it.
    pub value: Cow<'a, str>,
}

/// One record, borrowed from the parser's buffer.
#[derive(Debug, Clone)]
pub struct Record<'a> {
    /// Where it stands in the original file.
    pub locator: Locator,
    /// When it was written, as far as the source tells.
    pub time: Option<Stamp>,
    /// Its level.
    pub level: Level,
    /// Who wrote it: the class (Android), process (Apple), provider name (Windows). Empty where unknown.
    pub origin: Cow<'a, str>,
    /// Process id, where written.
    pub process_id: Option<u32>,
    /// Thread id, where written.
    pub thread_id: Option<u64>,
    /// Windows event id.
    pub event_id: Option<u32>,
    /// Windows channel, where written.
    pub channel: Option<Cow<'a, str>>,
    /// Named values of a structured record, in the source's order. Empty for plain text.
    pub fields: Vec<Field<'a>>,
    /// The text: the whole entry, its lines joined by `\n`. For structured records without a rendered
    /// message the values, one a line.
    pub message: Cow<'a, str>,
    /// Whether the end of the input cut this record off. A cut record proves nothing that stands at its end.
    pub cut: bool,
}

impl Record<'_> {
    /// The value of the named field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|f| f.name == name).map(|f| f.value.as_ref())
    }
}
