//! The administrator's analyzer: a device's evidence joined with the NDES server's logs.
//!
//! The device says what it did, IIS says what arrived, the policy module and the connector say what happened then.
//! [`analyze`] reads all of it, joins the requests that both sides recorded, gives the six steps of the flow their
//! states, and names causes. [`study`] goes there from files as somebody names them. It never calls a request missing where the server's log could not have held it.
//!
//! A library: no terminal, no clock. Rules are data (`rules/server.toml`), sentences are in `locales/`.

mod attempt;
mod bundle;
mod coverage;
mod gather;
mod join;
mod merge;
mod open;
mod place;
mod request;
mod run;
mod steps;
mod study;

pub use attempt::MAX_JOINED;
pub use bundle::{BundleInput, MAX_FAILURES};
pub use coverage::{GAP_SECONDS, MAX_GAPS_SHOWN};
pub use gather::{MAX_EVENTS, MAX_REQUESTS};
pub use join::MAX_SKEW_SECONDS;
pub use open::{Refused, accepted, is_bundle, open, read_identity, read_text};
pub use run::{AnalyzeError, AnalyzeInputs, MAX_CLIENTS, analyze, analyzed_schema, comparison_schema};
pub use study::{Clerk, Doubtful, Files, StudyError, Terms, is_export, study};
