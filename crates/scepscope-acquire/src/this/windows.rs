//! This device runs Windows.

#[path = "win32.rs"]
mod win32;

use std::sync::Arc;

use crate::Settings;
use crate::device::Device;
use crate::windows::{Windows, WindowsSystem};
use win32::Win32;

pub(crate) fn system() -> Arc<dyn WindowsSystem> {
    Arc::new(Win32::default())
}

pub(crate) fn device(_: &Settings) -> Arc<dyn Device> {
    Arc::new(Windows::new(system()))
}
