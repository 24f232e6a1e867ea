//! The window and the others on a desktop.

use tauri::{AppHandle, Manager};

/// Puts the window out of the way.
pub(crate) fn hide_window(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        // A window that stays is in nobody's way for long.
        let _ = window.minimize();
    }
}

/// Brings the window to the front.
pub(crate) fn show_window(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        // A window that can't be brought forward is still there.
        let _ = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    }
}
