//! This device runs Android.

use std::io::{self, Write};
use std::sync::Arc;

use crate::Settings;
use crate::android::android;
use crate::device::Device;

pub(crate) fn device(_: &Settings) -> Arc<dyn Device> {
    Arc::new(android())
}

pub(crate) fn answer(pipe: Option<&str>) -> io::Result<Box<dyn Write>> {
    match pipe {
        None => Ok(Box::new(io::stdout().lock())),
        Some(_) => Err(io::ErrorKind::InvalidInput.into()),
    }
}
