//! This device runs iOS or iPadOS.

use std::sync::Arc;

use crate::Settings;
use crate::device::Device;
use crate::ios::ios;

pub(crate) use crate::stdout::answer;

pub(crate) fn device(_: &Settings) -> Arc<dyn Device> {
    Arc::new(ios())
}
