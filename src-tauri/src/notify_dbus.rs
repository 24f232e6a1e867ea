//! Notifications as the desktop's own service shows them (<https://specifications.freedesktop.org/notification-spec/>).

use std::collections::HashMap;
use std::time::Duration;

use dbus::arg::Variant;
use dbus::blocking::Connection;
use tauri::AppHandle;

use crate::controller::spawn;

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
const PATIENCE: Duration = Duration::from_secs(5);
/// The service decides how long it is shown.
const AS_USUAL: i32 = -1;

/// Shows a notification; where there is no service for it, nobody is told.
pub(crate) fn tell(_: &AppHandle, title: &str, body: &str) {
    let (title, body) = (title.to_owned(), body.to_owned());
    // A service that does not answer must hold nothing up.
    let _ = spawn("notify", move || {
        let _ = show(&title, &body);
    });
}

fn show(title: &str, body: &str) -> Result<u32, dbus::Error> {
    let bus = Connection::new_session()?;
    let service = bus.with_proxy(SERVICE, PATH, PATIENCE);
    let hints: HashMap<&str, Variant<u8>> = HashMap::new();
    let actions: Vec<&str> = Vec::new();
    let (id,): (u32,) = service.method_call(
        SERVICE,
        "Notify",
        ("Scepscope", 0u32, "scepscope-app", title, body, actions, hints, AS_USUAL),
    )?;
    Ok(id)
}
