//! This device runs macOS.

use std::sync::Arc;

use crate::Settings;
use crate::device::Device;
use crate::macos::Macos;
use crate::program::SystemPrograms;

pub(crate) use crate::stdout::answer;

pub(crate) fn device(settings: &Settings) -> Arc<dyn Device> {
    Arc::new(Macos::new(Arc::new(SystemPrograms), settings.home.clone()))
}
