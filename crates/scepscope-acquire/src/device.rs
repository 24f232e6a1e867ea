//! A device, as each system's module gives it.

use std::fs::File;
use std::io;

use scepscope_model::{Platform, Stamp};

use crate::elevated::ElevatedRequest;
use crate::facts::DeviceDocument;
use crate::found::Found;
use crate::source::Source;
use crate::stop::Stop;
use crate::sync::SyncStart;

/// The time that is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// Nothing older.
    pub since: Stamp,
    /// Nothing newer, where given.
    pub until: Option<Stamp>,
}

impl Window {
    /// The start in whole seconds since 1970, rounded down.
    pub(crate) fn since_second(&self) -> i64 {
        second(self.since, false)
    }

    /// The end in whole seconds since 1970, rounded up.
    pub(crate) fn until_second(&self) -> Option<i64> {
        self.until.map(|until| second(until, true))
    }
}

fn second(stamp: Stamp, up: bool) -> i64 {
    let nanos = stamp.nanos() + if up { 999_999_999 } else { 0 };
    i64::try_from(nanos.div_euclid(1_000_000_000)).unwrap_or(i64::MAX)
}

/// A system with its sources. One module a system implements it; a test may play one.
pub trait Device: Send + Sync {
    /// The system.
    fn platform(&self) -> Platform;

    /// The ids of its sources, and whether each is read only where it is named. Touches nothing of the device.
    fn ids(&self) -> Vec<(&'static str, bool)>;

    /// Its sources, whether they can be read or not. Quick: reads no log.
    fn sources(&self) -> Vec<Source>;

    /// Reads one of its sources. `stop` ends it early; what was read until then is given.
    fn read(&self, id: &str, window: &Window, stop: &Stop) -> Found;

    /// Asks the user once for an administrator's rights, and gives the stream of [`crate::serve`] that a second process with them
    /// wrote. Blocks while the system asks.
    ///
    /// # Errors
    /// [`io::ErrorKind::PermissionDenied`] where the user refuses, [`io::ErrorKind::NotFound`] and
    /// [`io::ErrorKind::Unsupported`] where nothing here asks, else what the system says.
    fn elevate(&self, request: &ElevatedRequest, stop: &Stop) -> io::Result<File> {
        let _ = (request, stop);
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Starts a sync with the management where the system has a way, ending early by `stop`. Says what was done, and what could
    /// not be. A system without a way leaves it to the user.
    fn sync(&self, stop: &Stop) -> SyncStart {
        let _ = stop;
        SyncStart::by_hand()
    }

    /// Adds what only this system tells.
    fn facts(&self, document: &mut DeviceDocument);
}
