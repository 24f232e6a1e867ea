//! This device runs Android.

use std::sync::Arc;

use crate::Settings;
use crate::android::android;
use crate::device::Device;

pub(crate) use crate::stdout::answer;

pub(crate) fn device(_: &Settings) -> Arc<dyn Device> {
    Arc::new(android())
}
