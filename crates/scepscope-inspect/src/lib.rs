//! The inspection of an NDES server: what is set, installed, running and logged there, held against what SCEP with Intune needs.
//!
//! Facts come in ([`ServerFacts`], [`Configuration`], [`UserRights`]; an [`Export`] holds them all), checks go out ([`inspect`]).
//! Nothing here asks a system or knows a clock: validity is judged at the time when the facts were taken. What the server's
//! logs say comes in as a [`scepscope_model::Report`] that others made of them.
//!
//! What could not be read stays "could not be told"; it is never taken for "as it should be".

mod certificate;
mod checks;
mod export;
mod facts;
mod iis;
pub mod limits;
mod rights;

pub use certificate::StoreCertificate;
pub use checks::inspect;
pub use export::{Export, ExportError, SCRIPT};
pub use facts::{
    AccountFacts, Answer, EXPORT_SCHEMA, RegistryFacts, ServerFacts, ServiceFacts, StoredCertificate, Stores,
};
pub use iis::Configuration;
pub use rights::UserRights;

/// The JSON Schema of [`scepscope_model::Inspection`].
pub fn inspection_schema() -> schemars::Schema {
    schemars::schema_for!(scepscope_model::Inspection)
}

/// The JSON Schema of [`ServerFacts`], the file `facts.json` of an export.
pub fn export_schema() -> schemars::Schema {
    schemars::schema_for!(ServerFacts)
}
