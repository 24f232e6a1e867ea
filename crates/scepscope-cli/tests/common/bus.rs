//! A message bus of the test's own, and who answers on it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use dbus::Message;
use dbus::blocking::Connection;
use dbus::channel::{Channel, MatchingReceiver, Sender};
use dbus::message::MatchRule;

use crate::common::tool;

/// A message bus, ended with the test.
pub(crate) struct Bus {
    child: Child,
    pub(crate) address: String,
}

impl Bus {
    pub(crate) fn start() -> Bus {
        let mut child = tool("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("dbus-daemon: {e}: run ./dev setup"));
        let line = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
        Bus { child, address: line.trim().to_owned() }
    }

    /// Somebody of this name who answers every question so.
    pub(crate) fn answer(&self, name: &'static str, answer: impl Fn(&Message) -> Message + Send + 'static) {
        let address = self.address.clone();
        let (tell, ready) = mpsc::channel();
        std::thread::spawn(move || {
            let mut channel = Channel::open_private(&address).unwrap();
            channel.register().unwrap();
            let connection = Connection::from(channel);
            connection.request_name(name, false, true, false).unwrap();
            let rule = MatchRule::new_method_call();
            connection.start_receive(
                rule,
                Box::new(move |question, connection| connection.send(answer(&question)).is_ok()),
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
