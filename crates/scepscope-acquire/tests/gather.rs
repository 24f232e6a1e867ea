//! Sources that hang, channels that are off, somebody who cancels: gaps with their reason, and the other sources read.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fs::File;
use std::io::{self, Seek, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use scepscope_acquire::{
    Device, DeviceDocument, ElevatedRequest, Found, Order, Part, Source, Stop, Window, gather,
};
use scepscope_collect::{Cancel, Input};
use scepscope_model::{Platform, SourceKind};
use time::macros::datetime;

const HANGS: &str = "linux.journal";
const ANSWERS: &str = "linux.broker_logs";

/// A system whose first source hangs until the test ends, and whose second answers at once.
struct Stuck {
    held: Mutex<Receiver<()>>,
    /// Whether the first needs an administrator's rights, so that it is the prompt that hangs.
    prompt: bool,
    cancel: Cancel,
}

impl Stuck {
    fn hang(&self) {
        // Somebody cancels while it hangs.
        if self.prompt {
            self.cancel.cancel();
        }
        let _ = self.held.lock().unwrap().recv();
    }
}

impl Device for Stuck {
    fn platform(&self) -> Platform {
        Platform::Linux
    }

    fn ids(&self) -> Vec<(&'static str, bool)> {
        vec![(HANGS, false), (ANSWERS, false)]
    }

    fn sources(&self) -> Vec<Source> {
        let first = if self.prompt { Source::needs_elevation(HANGS) } else { Source::ready(HANGS) };
        vec![first, Source::ready(ANSWERS)]
    }

    fn read(&self, id: &str, _: &Window, _: &Stop) -> Found {
        let mut found = Found::default();
        if id == HANGS {
            self.hang();
        } else {
            let mut content = tempfile::tempfile().unwrap();
            content.write_all(b"{\"MESSAGE\":\"read\"}\n").unwrap();
            content.rewind().unwrap();
            let kind = Some(SourceKind::Journal);
            found.parts.push(Part { name: id.to_owned(), content, kind });
        }
        found
    }

    fn elevate(&self, _: &ElevatedRequest, _: &Stop) -> io::Result<File> {
        self.hang();
        Err(io::ErrorKind::Other.into())
    }

    fn facts(&self, _: &mut DeviceDocument) {}
}

/// The device, and what lets its thread go when the test is over.
fn stuck(prompt: bool, cancel: &Cancel) -> (Arc<dyn Device>, Sender<()>) {
    let (hold, held) = channel();
    (Arc::new(Stuck { held: Mutex::new(held), prompt, cancel: cancel.clone() }), hold)
}

fn told(inputs: Vec<Input>) -> Vec<(String, String)> {
    let told = inputs.into_iter().map(|input| match input {
        Input::Part { name, .. } => (name, "read".to_owned()),
        Input::Missing { name, reason, .. } => (name, reason.to_owned()),
        other => panic!("{other:?}"),
    });
    told.collect()
}

fn pair(name: &str, said: &str) -> (String, String) {
    (name.to_owned(), said.to_owned())
}

#[test]
fn a_source_that_hangs_costs_its_time_and_no_other_source() {
    let cancel = Cancel::default();
    let (device, _hold) = stuck(false, &cancel);
    let mut order = Order::everything(datetime!(2026-11-04 00:00 UTC));
    order.time = Duration::ZERO;
    let all = told(gather(&device, &order, &cancel, &mut |_| ()).unwrap());
    assert_eq!(all, [pair(HANGS, "time_limit"), pair(ANSWERS, "read"), pair("device.json", "read")]);
}

#[test]
fn who_cancels_waits_for_nothing_that_hangs() {
    let cancel = Cancel::default();
    let (device, _hold) = stuck(false, &cancel);
    // Two minutes are allowed; somebody cancels as soon as the first has begun.
    let order = Order::everything(datetime!(2026-11-04 00:00 UTC));
    let all = told(gather(&device, &order, &cancel, &mut |_| cancel.cancel()).unwrap());
    assert_eq!(all, [pair(HANGS, "time_limit")]);
}

#[test]
fn who_cancels_waits_for_no_prompt() {
    let cancel = Cancel::default();
    let (device, _hold) = stuck(true, &cancel);
    let mut order = Order::everything(datetime!(2026-11-04 00:00 UTC));
    order.elevate = true;
    let all = told(gather(&device, &order, &cancel, &mut |id| panic!("{id} was read")).unwrap());
    assert_eq!(all, []);
}
