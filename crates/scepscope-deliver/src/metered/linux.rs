//! NetworkManager's word (<https://networkmanager.dev/docs/api/latest/nm-dbus-types.html#NMMetered>).

use std::time::Duration;

use dbus::blocking::Connection;
use dbus::blocking::stdintf::org_freedesktop_dbus::Properties;

const NAME: &str = "org.freedesktop.NetworkManager";
const PATH: &str = "/org/freedesktop/NetworkManager";
const PATIENCE: Duration = Duration::from_secs(1);

pub(super) fn is_metered() -> Option<bool> {
    let bus = Connection::new_system().ok()?;
    let metered: u32 = bus.with_proxy(NAME, PATH, PATIENCE).get(NAME, "Metered").ok()?;
    match metered {
        // Set by somebody, or guessed from the kind of connection.
        1 | 3 => Some(true),
        2 | 4 => Some(false),
        _ => None,
    }
}
