//! The table's columns. Names and meanings are stable: columns are added at the end, never renamed or reused.

use scepscope_model::Milestone;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, UTF-8.
    Text,
    /// A whole number, 64 bits.
    Number,
    /// True or false.
    Truth,
    /// Microseconds since 1970-01-01T00:00:00Z.
    Time,
}

impl Kind {
    /// The type in Parquet's notation: what stands before and behind the column's name.
    const fn parquet(self) -> (&'static str, &'static str) {
        match self {
            Kind::Text => ("BYTE_ARRAY", " (STRING)"),
            Kind::Number => ("INT64", ""),
            Kind::Truth => ("BOOLEAN", ""),
            Kind::Time => ("INT64", " (TIMESTAMP(MICROS,true))"),
        }
    }

    /// The type in the words of SQL.
    pub const fn sql(self) -> &'static str {
        match self {
            Kind::Text => "VARCHAR",
            Kind::Number => "BIGINT",
            Kind::Truth => "BOOLEAN",
            Kind::Time => "TIMESTAMP WITH TIME ZONE",
        }
    }
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds; every column but the first four may be null.
    pub kind: Kind,
}

macro_rules! columns {
    ($($constant:ident = $name:literal $kind:ident,)+) => {
        columns!(@number 0usize; $($constant)+);
        /// Every column, in order. `docs/fleet.md` says what each means.
        pub const COLUMNS: &[Column] = &[$(Column { name: $name, kind: Kind::$kind },)+];
    };
    (@number $at:expr; $first:ident $($rest:ident)*) => {
        pub(crate) const $first: usize = $at;
        columns!(@number $at + 1; $($rest)*);
    };
    (@number $at:expr;) => {};
}

columns! {
    SOURCE = "source" Text,
    SOURCE_VERSION = "source_version" Text,
    SOURCE_BYTES = "source_bytes" Number,
    STATE = "state" Text,
    FAULT = "fault" Text,
    BUNDLE = "bundle" Text,
    CREATED = "created" Time,
    CASE_ID = "case_id" Text,
    DEVICE_KEY = "device_key" Text,
    PRINCIPAL = "principal" Text,
    DEVICE_NAME = "device_name" Text,
    PLATFORM = "platform" Text,
    SYSTEM = "system" Text,
    APP_VERSION = "app_version" Text,
    REDACTION = "redaction" Text,
    REPORT_OUTCOME = "report_outcome" Text,
    ATTEMPTS = "attempts" Number,
    ATTEMPT = "attempt" Text,
    LATEST = "latest" Truth,
    PROFILE = "profile" Text,
    SERVER_URL = "server_url" Text,
    SERVER_HOST = "server_host" Text,
    STARTED = "started" Time,
    STARTED_TEXT = "started_text" Text,
    ENDED = "ended" Time,
    ENDED_TEXT = "ended_text" Text,
    OUTCOME = "outcome" Text,
    FAILING_STEP = "failing_step" Text,
    FAILING_STATE = "failing_state" Text,
    REACHED_NDES = "reached_ndes" Text,
    CHALLENGE_PRESENTED = "challenge_presented" Text,
    CAUSE = "cause" Text,
    CONFIDENCE = "confidence" Text,
    CAUSES = "causes" Text,
    GAPS = "gaps" Text,
    PROFILE_RECEIVED = "profile_received" Text,
    CAPABILITIES_RECEIVED = "capabilities_received" Text,
    CA_CERTIFICATE_RECEIVED = "ca_certificate_received" Text,
    REQUEST_GENERATED = "request_generated" Text,
    REQUEST_SENT = "request_sent" Text,
    RESPONSE_RECEIVED = "response_received" Text,
    CERTIFICATE_INSTALLED = "certificate_installed" Text,
}

/// Columns that are never null: the first ones.
pub(crate) const REQUIRED: usize = 4;

/// The column of a milestone's state; it has the milestone's own name.
pub(crate) const fn of(milestone: Milestone) -> usize {
    match milestone {
        Milestone::ProfileReceived => PROFILE_RECEIVED,
        Milestone::CapabilitiesReceived => CAPABILITIES_RECEIVED,
        Milestone::CaCertificateReceived => CA_CERTIFICATE_RECEIVED,
        Milestone::RequestGenerated => REQUEST_GENERATED,
        Milestone::RequestSent => REQUEST_SENT,
        Milestone::ResponseReceived => RESPONSE_RECEIVED,
        Milestone::CertificateInstalled => CERTIFICATE_INSTALLED,
    }
}

/// The table's schema in Parquet's notation.
pub(crate) fn message_type() -> String {
    let mut text = "message scepscope_fleet {\n".to_owned();
    for (at, column) in COLUMNS.iter().enumerate() {
        let repetition = if at < REQUIRED { "REQUIRED" } else { "OPTIONAL" };
        let (before, behind) = column.kind.parquet();
        text.push_str(&format!("  {repetition} {before} {}{behind};\n", column.name));
    }
    text.push('}');
    text
}
