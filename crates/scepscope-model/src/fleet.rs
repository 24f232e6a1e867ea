//! The sums over many bundles.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Tool;

/// The value of `schema` in every summary of this form.
pub const FLEET_SCHEMA: &str = "scepscope.fleet/1";

/// How often one value occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tally {
    /// The value: an identifier, or text of a bundle made harmless. `…` stands for all values beyond a limit.
    pub value: String,
    /// How often.
    pub count: u64,
}

/// The attempts of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FleetDay {
    /// The day in UTC: `2026-11-03`.
    pub date: String,
    /// Attempts by outcome.
    pub outcomes: Vec<Tally>,
}

/// The sums over many bundles. Each list is sorted: the most frequent value first.
///
/// A device is a signing key. It is counted by its newest bundle whose signature holds, there by the latest attempt of
/// each profile; so one device can stand under several steps, causes and servers, once under each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FleetSummary {
    /// Always [`FLEET_SCHEMA`].
    pub schema: String,
    /// The program that made it.
    pub tool: Tool,
    /// The inbox, as it was named, without secrets.
    pub inbox: String,
    /// Bundles in the inbox.
    pub bundles: u64,
    /// Bundles that were read in this run.
    pub read: u64,
    /// Bundles whose rows were taken over from the earlier table.
    pub kept: u64,
    /// Bundles of the earlier table that are no longer in the inbox, or have changed.
    pub gone: u64,
    /// Rows in the table.
    pub rows: u64,
    /// Bundles by state.
    pub states: Vec<Tally>,
    /// Bundles that are not sound, by fault.
    pub faults: Vec<Tally>,
    /// Devices with a sound bundle.
    pub devices: u64,
    /// Devices by outcome.
    pub outcomes: Vec<Tally>,
    /// Devices by failing step.
    pub steps: Vec<Tally>,
    /// Devices by the first cause of an attempt that did not succeed.
    pub causes: Vec<Tally>,
    /// Devices by SCEP URL.
    pub servers: Vec<Tally>,
    /// Devices by platform and system version.
    pub systems: Vec<Tally>,
    /// Devices by version of the program that made the bundle.
    pub versions: Vec<Tally>,
    /// Attempts of the last days, the oldest day first, days without one too.
    pub days: Vec<FleetDay>,
    /// Attempts outside of these days.
    pub other_days: u64,
}
