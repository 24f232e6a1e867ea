//! This device as a source.

use std::path::PathBuf;
use std::sync::Arc;

use scepscope_acquire::{DEVICE_FACTS, Device, Order, Settings, gather, this_device};
use scepscope_collect::{Cancel, CollectError, ErrorCode, Input};

use crate::engine::Watch;

/// A folder of journal files that is read in place of the system's own journal: as the command line has it.
const JOURNAL_VARIABLE: &str = "SCEPSCOPE_JOURNAL";

/// The device that this program runs on.
pub(crate) fn this() -> Arc<dyn Device> {
    this_device(&Settings {
        home: std::env::home_dir(),
        journal: std::env::var_os(JOURNAL_VARIABLE).map(PathBuf::from),
    })
}

/// Reads what is ordered of this device.
pub(crate) fn read(order: &Order, watch: &dyn Watch, cancel: &Cancel) -> Result<Vec<Input>, CollectError> {
    let mut begins = |id: &str| {
        if id != DEVICE_FACTS {
            watch.reading(id);
        }
    };
    gather(&this(), order, cancel, &mut begins)
        .map_err(|unknown| CollectError::with(ErrorCode::NoSuchSource, unknown.0))
}
