//! What the fuzz targets do with their bytes.
//!
//! Each function takes whatever it is given, must end soon, must not panic, and checks what must always hold of the
//! answer. `./dev fuzz` runs them under libFuzzer; `tests/replay.rs` gives each the stored inputs of `corpus/`.

mod archives;
mod evidence;
mod trust;

/// A fuzz target: its name, which is also the name of its corpus folder, and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("detect", evidence::detect),
    ("omadm", evidence::omadm),
    ("evtx", evidence::evtx),
    ("event_xml", evidence::event_xml),
    ("event_text", evidence::event_text),
    ("event_csv", evidence::event_csv),
    ("console", evidence::console),
    ("unified_log", evidence::unified_log),
    ("syslog", evidence::syslog),
    ("tracev3", evidence::tracev3),
    ("mc_state", evidence::mc_state),
    ("logcat", evidence::logcat),
    ("iis", evidence::iis),
    ("httperr", evidence::httperr),
    ("ndes_plugin", evidence::ndes_plugin),
    ("svclog", evidence::svclog),
    ("setup_msi", evidence::setup_msi),
    ("registry", evidence::registry),
    ("mdm_report", evidence::mdm_report),
    ("journal", evidence::journal),
    ("device_facts", evidence::device_facts),
    ("records", evidence::records),
    ("rtf", evidence::rtf),
    ("container", archives::container),
    ("redact", trust::redact),
    ("bundle", trust::bundle),
    ("allowed_signers", trust::allowed_signers),
];

/// The function of a target.
pub fn target(name: &str) -> Option<fn(&[u8])> {
    TARGETS.iter().find(|(known, _)| *known == name).map(|(_, run)| *run)
}
