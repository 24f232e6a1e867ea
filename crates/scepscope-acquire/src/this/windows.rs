//! This device runs Windows.

#[path = "win32.rs"]
mod win32;
#[path = "win32_elevate.rs"]
mod win32_elevate;

use std::io::{self, Write};
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

pub(crate) fn answer(pipe: Option<&str>) -> io::Result<Box<dyn Write>> {
    let pipe = pipe.ok_or(io::ErrorKind::InvalidInput)?;
    Ok(Box::new(win32_elevate::answer(pipe)?))
}
