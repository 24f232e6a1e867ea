//! The inspection of an NDES server: what is set, installed, running and logged there, held against what SCEP with Intune needs.
//!
//! Facts come in ([`ServerFacts`], [`Configuration`], [`UserRights`]; an [`Export`] holds them all), checks go out ([`inspect`]).
//! An export is read from a folder, or asked of a server through a narrow interface ([`ServerSystem`]), which a test can play;
//! [`this_server`] gives the real one. Nothing here knows a clock: validity is judged at the time when the facts were taken.
//! What the server's logs say comes in as a [`scepscope_model::Report`] that others made of them.
//!
//! What could not be read stays "could not be told"; it is never taken for "as it should be".

mod certificate;
mod checks;
mod export;
mod facts;
mod iis;
pub mod limits;
mod live;
mod rights;

// One module a system, each with the same function: `server`.
#[cfg(not(windows))]
#[path = "this/other.rs"]
mod this;
#[cfg(windows)]
#[path = "this/windows.rs"]
mod this;

pub use certificate::StoreCertificate;
pub use checks::inspect;
pub use export::{Export, ExportError, SCRIPT};
pub use facts::{
    AccountFacts, Answer, EXPORT_SCHEMA, RegistryFacts, ServerFacts, ServiceFacts, StoredCertificate, Stores,
};
pub use iis::Configuration;
pub use live::{Places, ServerSystem};
pub use rights::UserRights;

/// The JSON Schema of [`scepscope_model::Inspection`].
pub fn inspection_schema() -> schemars::Schema {
    schemars::schema_for!(scepscope_model::Inspection)
}

/// The JSON Schema of [`ServerFacts`], the file `facts.json` of an export.
pub fn export_schema() -> schemars::Schema {
    schemars::schema_for!(ServerFacts)
}

/// The server that this program runs on; `None` where the system is none that NDES runs on.
pub fn this_server() -> Option<Box<dyn ServerSystem>> {
    this::server()
}
