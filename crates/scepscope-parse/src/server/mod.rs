//! What the NDES server writes: web server logs, the policy module's log, connector traces, the setup log.

pub(crate) mod ndes_plugin;
pub(crate) mod setup_msi;
mod stretches;
pub(crate) mod svclog;
pub(crate) mod w3c;
mod w3c_line;
