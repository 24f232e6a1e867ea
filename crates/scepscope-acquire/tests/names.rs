//! Every source of every system has a name in every language.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use scepscope_acquire::{
    Call, Certificate, DEVICE_FACTS, Device, Hive, Linux, Macos, Output, Programs, Reason, RegistryKey, Stop,
    Store, SyncStart, Windows, WindowsSystem, android, ios,
};
use scepscope_collect::Cancel;
use scepscope_present::{Language, Words};

/// A system of which nothing is asked.
struct Mute;

impl Programs for Mute {
    fn is_there(&self, _: &[&str]) -> bool {
        false
    }

    fn run(&self, _: &Call, _: &Stop) -> io::Result<Output> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

impl WindowsSystem for Mute {
    fn is_elevated(&self) -> bool {
        false
    }

    fn is_enabled(&self, _: &str) -> io::Result<bool> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn events(
        &self,
        _: &str,
        _: &str,
        _: &Stop,
        _: &mut dyn FnMut(&str) -> ControlFlow<()>,
    ) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn export(&self, _: &str, _: &str, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn key(&self, _: Hive, _: &str) -> io::Result<RegistryKey> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn certificates(&self, _: Store) -> io::Result<Vec<Certificate>> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn elevate(&self, _: &[String], _: &Stop) -> io::Result<std::fs::File> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn open(&self, _: &str) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn programs(&self) -> &dyn Programs {
        self
    }
}

#[test]
fn a_system_that_can_do_nothing_leaves_the_sync_to_its_user() {
    let stop = Stop::after(std::time::Duration::from_secs(600), &Cancel::default());
    let by_hand: [Box<dyn Device>; 4] = [
        Box::new(Linux::new(Arc::new(Mute), None, None)),
        Box::new(Macos::new(Arc::new(Mute), None)),
        Box::new(android()),
        Box::new(ios()),
    ];
    for device in by_hand {
        assert_eq!(device.sync(&stop), SyncStart::by_hand(), "{:?}", device.platform());
    }
    // Where a task could be, its absence is said.
    assert_eq!(Windows::new(Arc::new(Mute)).sync(&stop).reason, Some(Reason::NotEnrolled));
}

#[test]
fn every_source_has_a_name() {
    let devices: [Box<dyn Device>; 5] = [
        Box::new(Linux::new(Arc::new(Mute), None, None)),
        Box::new(Macos::new(Arc::new(Mute), None)),
        Box::new(Windows::new(Arc::new(Mute))),
        Box::new(android()),
        Box::new(ios()),
    ];
    let mut ids: Vec<&str> = devices.iter().flat_map(|device| device.ids()).map(|(id, _)| id).collect();
    ids.push(DEVICE_FACTS);
    assert!(ids.len() > 12, "{ids:?}");
    for language in Language::ALL {
        let words = Words::new(*language);
        for id in &ids {
            let message = format!("source-{}", id.replace(['.', '_'], "-"));
            assert!(words.try_get(&message, &[]).is_ok(), "{message} in {}", language.tag());
        }
    }
}
