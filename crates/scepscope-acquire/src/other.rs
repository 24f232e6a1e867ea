//! Systems whose logs are not read here yet: what is known of the device itself is.

use scepscope_model::Platform;

use crate::device::{Device, Window};
use crate::facts::DeviceDocument;
use crate::found::Found;
use crate::source::{Reason, Source};
use crate::stop::Stop;

/// A device without sources.
pub struct Other(pub Platform);

impl Device for Other {
    fn platform(&self) -> Platform {
        self.0
    }

    fn sources(&self) -> Vec<Source> {
        Vec::new()
    }

    fn read(&self, id: &str, _: &Window, _: &Stop) -> Found {
        let mut found = Found::default();
        found.miss(id, Reason::NotFound);
        found
    }

    fn facts(&self, _: &mut DeviceDocument) {}
}
