//! Live acquisition: what this very device can tell about its enrolment.
//!
//! One module a system, each of them a [`Device`]: [`Linux`], [`Macos`], [`Windows`], [`Phone`]s. What they ask of the system goes through
//! a narrow interface ([`Programs`], [`WindowsSystem`]), so that a test can play a system; [`this_device`] gives the real one.
//!
//! Each source has a time and a size ([`limits`]) and can be cancelled. What can't be read is said with a stable
//! [`Reason`], and becomes a gap of the report. Nothing is read but what enrolment needs: units, processes, folders and fields are
//! named in each module.

mod android;
mod device;
mod elevated;
mod facts;
mod folder;
mod found;
mod gather;
mod ios;
pub mod limits;
mod linux;
mod macos;
mod phone;
mod program;
mod source;
mod stop;
mod sync;
mod windows;

#[cfg(not(windows))]
#[path = "this/stdout.rs"]
mod stdout;

// One module a system, each with the same functions: `device` and `answer`.
#[cfg(not(any(windows, target_os = "macos", target_os = "android", target_os = "ios")))]
#[path = "this/linux.rs"]
mod this;
#[cfg(target_os = "macos")]
#[path = "this/macos.rs"]
mod this;
#[cfg(target_os = "android")]
#[path = "this/android.rs"]
mod this;
#[cfg(target_os = "ios")]
#[path = "this/ios.rs"]
mod this;
#[cfg(windows)]
#[path = "this/windows.rs"]
mod this;

use std::path::PathBuf;
use std::sync::Arc;

pub use android::android;
pub use device::{Device, Window};
pub use elevated::{ELEVATED, ElevatedRequest, serve};
pub use facts::{CertificateFact, DEVICE_SCHEMA, DeviceDocument, Enrolment, Mark, SyncFact};
pub use found::{Found, Missing, Part};
pub use gather::{DEVICE_FACTS, Order, UnknownSource, answering, gather, list, start_sync};
pub use ios::ios;
pub use linux::Linux;
pub use macos::Macos;
pub use phone::Phone;
pub use program::{Call, Output, Programs, SystemPrograms};
pub use source::{Reason, SOURCES_SCHEMA, Source, SourceList, State};
pub use stop::Stop;
pub use sync::{SYNC, SyncOutcome, SyncStart, SyncWay};
pub use windows::{Certificate, Folder, Hive, RegistryKey, RegistryValue, Store, Windows, WindowsSystem};

/// Where a device keeps what can't be asked for.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// A folder of journal files to be read in place of the system's own. Linux only.
    pub journal: Option<PathBuf>,
}

/// The device that this program runs on.
pub fn this_device(settings: &Settings) -> Arc<dyn Device> {
    this::device(settings)
}

/// Opens what [`serve`] writes into: standard output, or on Windows the pipe of that name.
///
/// # Errors
/// What the system says; [`std::io::ErrorKind::InvalidInput`] for a name that is none, or where one is needed or not known.
pub fn answer(pipe: Option<&str>) -> std::io::Result<Box<dyn std::io::Write>> {
    this::answer(pipe)
}

/// The Windows that this program runs on, for what asks it for more than a device's sources.
#[cfg(windows)]
pub fn this_windows() -> Arc<dyn WindowsSystem> {
    this::system()
}
