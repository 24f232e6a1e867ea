//! The evidence model of Scepscope: what a log record is, what a check can say, and the report.
//!
//! This crate does no I/O, reads no clock and holds no rule. Every identifier here is part of the
//! public vocabulary: identifiers are English, stable, and never translated; the sentences that people
//! read are looked up from them in `locales/`.

mod analysis;
mod cause;
mod comparison;
mod diagnosis;
mod fleet;
mod inspection;
mod probe;
mod record;
mod report;
mod source;
mod stamp;

pub use analysis::{
    ANALYSIS_SCHEMA, Analysis, AnalyzedReport, AttemptJoin, Client, ClockBasis, ClockJoin, DeviceSide,
    InputReport, JoinReason, JoinState, JoinedRequest, OtherClient, Others, Quiet, SeenBy, ServerLog,
    ServerSide, StepReport, Trust,
};
pub use cause::Cause;
pub use comparison::{COMPARISON_SCHEMA, Change, Changed, Comparison, FindingChange, MilestoneChange};
pub use diagnosis::{
    Answer, Confidence, FlowStep, Milestone, MilestoneState, Outcome, Platform, ScepOperation,
};
pub use fleet::{FLEET_SCHEMA, FleetDay, FleetSummary, Tally};
pub use inspection::{
    Check, CheckId, CheckItem, CheckState, Expected, Found, INSPECTION_SCHEMA, Inspection, InspectionOrigin,
};
pub use probe::{
    CertificateFacts, CertificateRole, PROBE_SCHEMA, ProbeFinding, ProbeReport, ProbeStep, ProbeStepId,
    StepResult,
};
pub use record::{Field, Level, Locator, Record, SourceKind};
pub use report::{
    Attempt, Clock, DeviceFacts, Evidence, Exchange, Finding, Gap, KeyStringCount, MilestoneReport, Place,
    REPORT_SCHEMA, Report, SourceReport, Tool, latest_attempts,
};
pub use source::{Coverage, Layout, SourceSummary};
pub use stamp::{Offset, Stamp};
