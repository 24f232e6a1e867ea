//! The sources of a device, and whether they can be read.

use scepscope_model::Platform;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The value of `schema` in every list of this form.
pub const SOURCES_SCHEMA: &str = "scepscope.sources/1";

/// What can be read on a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourceList {
    /// Always [`SOURCES_SCHEMA`].
    pub schema: String,
    /// The system that this device runs.
    pub platform: Platform,
    /// Each source that the system can have.
    pub sources: Vec<Source>,
}

/// One source of a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Source {
    /// Its stable id, such as `linux.journal`.
    pub id: &'static str,
    /// Whether it can be read now.
    pub state: State,
    /// Why it can't, as a stable word; null where it is ready.
    pub reason: Option<Reason>,
    /// Whether an administrator would see more of it.
    pub more_with_elevation: bool,
}

impl Source {
    /// One that can be read.
    pub const fn ready(id: &'static str) -> Source {
        Source { id, state: State::Ready, reason: None, more_with_elevation: false }
    }

    /// One that is read only where it is named.
    pub const fn needs_consent(id: &'static str, reason: Reason) -> Source {
        Source { id, state: State::NeedsConsent, reason: Some(reason), more_with_elevation: false }
    }

    /// One that only an administrator may read.
    pub const fn needs_elevation(id: &'static str) -> Source {
        let reason = Some(Reason::PermissionDenied);
        Source { id, state: State::NeedsElevation, reason, more_with_elevation: true }
    }

    /// One that is not on this system.
    pub const fn absent(id: &'static str, reason: Reason) -> Source {
        Source { id, state: State::Absent, reason: Some(reason), more_with_elevation: false }
    }
}

/// Whether a source can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It can.
    Ready,
    /// It is read only where somebody names or shares it.
    NeedsConsent,
    /// Only an administrator may read it.
    NeedsElevation,
    /// It is not on this system.
    Absent,
}

impl State {
    /// The stable identifier, as it stands in the JSON.
    pub const fn id(self) -> &'static str {
        match self {
            State::Ready => "ready",
            State::NeedsConsent => "needs_consent",
            State::NeedsElevation => "needs_elevation",
            State::Absent => "absent",
        }
    }
}

/// Why a source, or a part of it, was not read. Also the reason of the gap in the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The program that would read it is not installed.
    ProgramMissing,
    /// The folder, key or store that it would be in is not there.
    NotFound,
    /// The rights to read it are missing.
    PermissionDenied,
    /// It is switched off on this device.
    Disabled,
    /// This device is not enrolled in any management.
    NotEnrolled,
    /// The system lets no program read it: its user has to save or share it.
    SharedByUser,
    /// It holds more than enrolment, so that it is read only by name.
    OnlyByName,
    /// It took longer than it may.
    TimeLimit,
    /// It holds more than is taken.
    Limit,
    /// It is there and holds no record of the services that enrol, in the time asked for.
    NothingRecorded,
    /// What reads it failed.
    Failed,
    /// What reads it passed over a part of it.
    ReadInPart,
    /// A sync with the management was not started: that takes an administrator's rights.
    SyncDenied,
    /// A sync with the management could not be started.
    SyncFailed,
    /// An administrator's rights were asked for, and not given.
    ElevationRefused,
    /// Nothing on this device could ask for an administrator's rights.
    ElevationMissing,
}

impl Reason {
    /// The stable identifier, as it stands in gaps and in the JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Reason::ProgramMissing => "program_missing",
            Reason::NotFound => "not_found",
            Reason::PermissionDenied => "permission_denied",
            Reason::Disabled => "disabled",
            Reason::NotEnrolled => "not_enrolled",
            Reason::SharedByUser => "shared_by_user",
            Reason::OnlyByName => "only_by_name",
            Reason::TimeLimit => "time_limit",
            Reason::Limit => "limit",
            Reason::NothingRecorded => "nothing_recorded",
            Reason::Failed => "failed",
            Reason::ReadInPart => "read_in_part",
            Reason::SyncDenied => "sync_denied",
            Reason::SyncFailed => "sync_failed",
            Reason::ElevationRefused => "elevation_refused",
            Reason::ElevationMissing => "elevation_missing",
        }
    }
}
