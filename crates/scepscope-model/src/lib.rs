//! The evidence model of Scepscope: what a log record is, what a check can say, and the report.
//!
//! This crate does no I/O, reads no clock and holds no rule. Every identifier here is part of the
//! public vocabulary: identifiers are English, stable, and never translated; the sentences that people
//! read are looked up from them in `locales/`.

mod cause;
mod diagnosis;
mod probe;
mod record;
mod report;
mod stamp;

pub use cause::Cause;
pub use diagnosis::{Answer, Confidence, Milestone, MilestoneState, Outcome, Platform};
pub use probe::{
    CertificateFacts, CertificateRole, PROBE_SCHEMA, ProbeFinding, ProbeReport, ProbeStep, ProbeStepId,
    StepResult,
};
pub use record::{Field, Level, Locator, Record, SourceKind};
pub use report::{
    Attempt, Clock, DeviceFacts, Evidence, Finding, Gap, KeyStringCount, MilestoneReport, Place,
    REPORT_SCHEMA, Report, SourceReport, Tool,
};
pub use stamp::{Offset, Stamp};
