//! The window on a phone, where it is the only one.

use tauri::AppHandle;

/// The system itself brings the app to the front that it tells of a link.
pub(crate) fn show_window(_: &AppHandle) {}

/// A phone shows one app at a time.
pub(crate) fn hide_window(_: &AppHandle) {}
