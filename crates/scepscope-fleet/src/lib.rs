//! Many bundles in one table: one row per enrolment attempt, as Parquet, and the sums over the devices.
//!
//! A bundle that cannot be read is a row that says why. What an earlier table knows of an unchanged bundle is taken
//! over, so that a run costs what is new. Memory holds the list of the inbox, one batch of rows and one line for each
//! device; it does not grow with what the bundles hold. This crate knows no clock.

mod columns;
mod error;
mod examine;
mod folder;
mod inbox;
mod row;
mod run;
mod store;
mod sums;
mod table;
mod text;
#[cfg_attr(target_os = "android", path = "tls_android.rs")]
mod tls;

pub use columns::{COLUMNS, Column, Kind};
pub use error::FleetError;
pub use examine::{Trust, TrustBasis};
pub use folder::FolderInbox;
pub use inbox::{Fetched, Found, Inbox};
pub use run::{FleetOptions, update};
pub use scepscope_model::{FLEET_SCHEMA, FleetSummary};
pub use store::StoreInbox;

/// The limits of a fleet table. Reaching one is an error or a row that names it.
pub mod limits {
    /// Most bundles in one inbox.
    pub const MAX_BUNDLES: usize = 1_000_000;
    /// How deep folders are looked into.
    pub const MAX_FOLDER_DEPTH: usize = 8;
    /// Largest `data/report.json` that is read, in bytes: fault `report-too-large`.
    pub const MAX_REPORT_BYTES: u64 = 32 << 20;
    /// Most attempts of one bundle that become rows, the newest; column `attempts` has the number in the report.
    pub const MAX_ATTEMPTS: usize = 200;
    /// Characters of a text of the bundle that a cell holds; one that was cut ends in `…`.
    pub const MAX_CELL_CHARS: usize = 512;
    /// Bundles that are read before their rows are written.
    pub const BATCH: usize = 128;
    /// Most bundles that are read at the same time.
    pub const MAX_WORKERS: usize = 16;
    /// Different values that are counted for one question; what comes later is counted as `…`.
    pub const MAX_VALUES: usize = 10_000;
    /// Days that the counts over time reach back.
    pub const DAYS: i64 = 60;
}

/// The JSON Schema of a [`FleetSummary`].
pub fn fleet_schema() -> schemars::Schema {
    schemars::schema_for!(FleetSummary)
}
