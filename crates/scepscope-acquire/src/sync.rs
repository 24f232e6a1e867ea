//! A sync with the management, started so that a fault happens while it is recorded.

use std::io;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::source::Reason;

/// What the gap of a sync that could not be started is called.
pub const SYNC: &str = "device.sync";

/// How a sync was started, or why it was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncStart {
    /// What was tried last.
    pub way: SyncWay,
    /// What came of it.
    pub outcome: SyncOutcome,
    /// Why a way that a program could have taken was not open; none where each did what it should.
    pub reason: Option<Reason>,
    /// The system's own words.
    pub system: Option<String>,
}

impl SyncStart {
    /// A sync that this way started.
    pub const fn started(way: SyncWay) -> SyncStart {
        SyncStart { way, outcome: SyncOutcome::Started, reason: None, system: None }
    }

    /// Nothing that a program could do: its user starts it.
    pub const fn by_hand() -> SyncStart {
        SyncStart { way: SyncWay::ByHand, outcome: SyncOutcome::LeftToUser, reason: None, system: None }
    }

    /// A way that failed; `system` are the system's own words.
    pub fn failed(way: SyncWay, reason: Reason, system: impl Into<String>) -> SyncStart {
        let system = Some(system.into()).filter(|said| !said.is_empty());
        SyncStart { way, outcome: SyncOutcome::Failed, reason: Some(reason), system }
    }

    /// A way that ended in this error.
    pub fn refused(way: SyncWay, error: &io::Error) -> SyncStart {
        SyncStart::failed(way, reason_of(error), error.to_string())
    }
}

/// What an error of the system means for a sync.
pub(crate) fn reason_of(error: &io::Error) -> Reason {
    match error.kind() {
        io::ErrorKind::PermissionDenied => Reason::SyncDenied,
        _ => Reason::SyncFailed,
    }
}

/// A way to start a sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SyncWay {
    /// The enrolment's own scheduled task. Windows.
    ScheduledTask,
    /// The page of the settings with the button for it was opened. Windows.
    SettingsPage,
    /// The unit of Intune's agent in the user's session. Linux.
    UserUnit,
    /// The user does it in the management's app.
    ByHand,
}

impl SyncWay {
    /// The stable identifier, as it stands in the JSON.
    pub const fn id(self) -> &'static str {
        match self {
            SyncWay::ScheduledTask => "scheduled_task",
            SyncWay::SettingsPage => "settings_page",
            SyncWay::UserUnit => "user_unit",
            SyncWay::ByHand => "by_hand",
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SyncOutcome {
    /// The system took the order. Whether the sync went well, the logs tell.
    Started,
    /// The last step is the user's.
    LeftToUser,
    /// The system refused.
    Failed,
}

impl SyncOutcome {
    /// The stable identifier, as it stands in the JSON.
    pub const fn id(self) -> &'static str {
        match self {
            SyncOutcome::Started => "started",
            SyncOutcome::LeftToUser => "left_to_user",
            SyncOutcome::Failed => "failed",
        }
    }
}
