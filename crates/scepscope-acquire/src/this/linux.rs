//! This device runs Linux, or a system like it.

use std::io::{self, Write};
use std::sync::Arc;

use crate::Settings;
use crate::device::Device;
use crate::linux::Linux;
use crate::program::SystemPrograms;

pub(crate) fn device(settings: &Settings) -> Arc<dyn Device> {
    Arc::new(Linux::new(Arc::new(SystemPrograms), settings.home.clone(), settings.journal.clone()))
}

pub(crate) fn answer(pipe: Option<&str>) -> io::Result<Box<dyn Write>> {
    match pipe {
        None => Ok(Box::new(io::stdout().lock())),
        Some(_) => Err(io::ErrorKind::InvalidInput.into()),
    }
}
