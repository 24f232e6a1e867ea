//! What changed between two reports of one device.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Answer, Cause, Confidence, Milestone, MilestoneState, Outcome};

/// The value of `schema` in every comparison of this form.
pub const COMPARISON_SCHEMA: &str = "scepscope.comparison/1";

/// What changed between two reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// Always [`COMPARISON_SCHEMA`].
    pub schema: String,
    /// Whether both speak of the same device, as far as they tell: null where one names none.
    pub same_device: Option<bool>,
    /// The outcome, before and after.
    pub outcome: Changed<Outcome>,
    /// Whether the server was reached.
    pub reached_ndes: Changed<Answer>,
    /// Whether the challenge was presented.
    pub challenge_presented: Changed<Answer>,
    /// The states of the steps that differ, of each profile's latest attempt.
    pub milestones: Vec<MilestoneChange>,
    /// Findings of the latest attempts and of the server that went away, are new, or stayed.
    pub findings: Vec<FindingChange>,
}

/// A value before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Changed<T> {
    /// In the first report.
    pub before: T,
    /// In the second.
    pub after: T,
}

/// How a finding changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Only the second report has it.
    New,
    /// Both have it.
    Stayed,
    /// Only the first report has it. Whether it is solved or could no longer be recorded, the states of the steps tell.
    Gone,
}

impl Change {
    /// The stable identifier, as it stands in the JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Change::New => "new",
            Change::Stayed => "stayed",
            Change::Gone => "gone",
        }
    }
}

/// A finding that went away, is new, or stayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FindingChange {
    /// What it is.
    pub cause: Cause,
    /// How it changed.
    pub change: Change,
    /// How sure it was.
    pub before: Option<Confidence>,
    /// How sure it is.
    pub after: Option<Confidence>,
}

/// A step whose state differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MilestoneChange {
    /// The profile, where it has a name.
    pub profile: Option<String>,
    /// Which step.
    pub id: Milestone,
    /// Its states.
    pub state: Changed<MilestoneState>,
}
