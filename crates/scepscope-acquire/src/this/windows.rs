//! This device runs Windows.

use std::sync::Arc;

use scepscope_model::Platform;

use crate::Settings;
use crate::device::Device;
use crate::other::Other;

pub(crate) fn device(_: &Settings) -> Arc<dyn Device> {
    Arc::new(Other(Platform::Windows))
}
