//! Phones: no program may read another's log there. The user saves or shares it; `docs/collect-logs.md` says how.

use scepscope_model::Platform;

use crate::device::{Device, Window};
use crate::facts::DeviceDocument;
use crate::found::Found;
use crate::source::{Reason, Source};
use crate::stop::Stop;

/// A phone, with the sources that its user can share.
pub struct Phone {
    platform: Platform,
    sources: &'static [&'static str],
}

impl Phone {
    pub(crate) const fn new(platform: Platform, sources: &'static [&'static str]) -> Phone {
        Phone { platform, sources }
    }
}

impl Device for Phone {
    fn platform(&self) -> Platform {
        self.platform
    }

    fn ids(&self) -> Vec<(&'static str, bool)> {
        self.sources.iter().map(|id| (*id, true)).collect()
    }

    fn sources(&self) -> Vec<Source> {
        self.sources.iter().map(|id| Source::needs_consent(id, Reason::SharedByUser)).collect()
    }

    fn read(&self, id: &str, _: &Window, _: &Stop) -> Found {
        let mut found = Found::default();
        found.miss(id, Reason::SharedByUser);
        found
    }

    fn facts(&self, _: &mut DeviceDocument) {}
}
