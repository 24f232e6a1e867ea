//! This device runs Linux, or a system like it.

use std::sync::Arc;

use crate::Settings;
use crate::device::Device;
use crate::linux::Linux;
use crate::program::SystemPrograms;

pub(crate) use crate::stdout::answer;

pub(crate) fn device(settings: &Settings) -> Arc<dyn Device> {
    Arc::new(Linux::new(Arc::new(SystemPrograms), settings.home.clone(), settings.journal.clone()))
}
