//! What a person agrees to says whether sending costs money, by the word of a NetworkManager on a bus of the test's own.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[path = "common/bus.rs"]
mod bus;
mod common;
#[path = "common/setup.rs"]
mod setup;

use bus::Bus;
use common::text;
use dbus::arg::Variant;
use setup::Setup;

const NAME: &str = "org.freedesktop.NetworkManager";

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
    for (metered, told) in [(0_u32, false), (1, true), (2, false), (3, true), (4, false)] {
        let bus = Bus::start();
        bus.answer(NAME, move |question| question.method_return().append1(Variant(metered)));
        let said = offered(&bus.address);
        assert_eq!(said.contains("this connection is metered"), told, "{metered}: {said}");
        assert!(said.contains("Would be sent to: 127.0.0.1:9"), "{said}");
    }
    // Nobody answers, and no bus at all.
    assert!(!offered(&bus.address).contains("metered"));
    assert!(!offered("unix:path=/nonexistent").contains("metered"));
}
