//! The window on a phone, where it is the only one.

use tauri::{AppHandle, Window};

/// The system itself brings the app to the front that it tells of a link.
pub(crate) fn show_window(_: &AppHandle) {}

/// A phone shows one app at a time.
pub(crate) fn hide_window(_: &AppHandle) {}

/// Does something: a phone's window has the focus while it is on show.
pub(crate) fn when_it_stays(_: &Window, act: impl FnOnce() + Send + 'static) {
    act();
}
