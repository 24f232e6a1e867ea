//! What a person agrees to says whether sending costs money, by the word of a NetworkManager on a bus of the test's own.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;
#[path = "common/setup.rs"]
mod setup;

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use common::{text, tool};
use dbus::arg::Variant;
use dbus::blocking::Connection;
use dbus::channel::{Channel, MatchingReceiver, Sender};
use dbus::message::MatchRule;
use setup::Setup;

const NAME: &str = "org.freedesktop.NetworkManager";

/// A message bus, ended with the test.
struct Bus {
    child: Child,
    address: String,
}

impl Bus {
    fn start() -> Bus {
        let mut child = tool("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("dbus-daemon: {e}: run ./dev setup"));
        let line = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
        Bus { child, address: line.trim().to_owned() }
    }

    /// Somebody who answers every question with this number.
    fn answer(&self, metered: u32) {
        let address = self.address.clone();
        let (tell, ready) = mpsc::channel();
        std::thread::spawn(move || {
            let mut channel = Channel::open_private(&address).unwrap();
            channel.register().unwrap();
            let connection = Connection::from(channel);
            connection.request_name(NAME, false, true, false).unwrap();
            let rule = MatchRule::new_method_call();
            connection.start_receive(
                rule,
                Box::new(move |question, connection| {
                    let answer = question.method_return().append1(Variant(metered));
                    connection.send(answer).is_ok()
                }),
            );
            tell.send(()).unwrap();
            while connection.process(Duration::from_secs(60)).is_ok() {}
        });
        ready.recv().unwrap();
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_metered_connection_is_told_before_anything_is_read() {
    let setup = Setup::managed();
    let target = "tus+http://127.0.0.1:9/files/";
    let (_, link) = setup.link(&["--collect", "all", "--upload", target]);
    let offered = |address: &str| {
        // Nobody to ask: the offer is shown, and refused.
        let mut command = setup.device();
        command.env("DBUS_SYSTEM_BUS_ADDRESS", address).args(["open", &link, "--wait", "0", "--from"]);
        let output = command.arg(&setup.log).output().unwrap();
        assert_eq!(output.status.code(), Some(4), "{}", text(&output.stderr));
        text(&output.stderr)
    };
    let bus = Bus::start();
    for (metered, told) in [(0, false), (1, true), (2, false), (3, true), (4, false)] {
        let bus = Bus::start();
        bus.answer(metered);
        let said = offered(&bus.address);
        assert_eq!(said.contains("this connection is metered"), told, "{metered}: {said}");
        assert!(said.contains("Would be sent to: 127.0.0.1:9"), "{said}");
    }
    // Nobody answers, and no bus at all.
    assert!(!offered(&bus.address).contains("metered"));
    assert!(!offered("unix:path=/nonexistent").contains("metered"));
}
