//! The window and the others on a desktop.

use std::thread;
use std::time::Duration;

use tauri::{AppHandle, Manager, Window};

use crate::controller::spawn;

/// Who closes a window by the keyboard gives it the focus for another moment: the keys are let go before it is out of the way.
const MOMENT: Duration = Duration::from_millis(300);

/// Does something where the window, which got the focus just now, has it still after a moment.
pub(crate) fn when_it_stays(window: &Window, act: impl FnOnce() + Send + 'static) {
    let window = window.clone();
    // Without a thread the window counts as not looked at, until it gets the focus again.
    let _ = spawn("focus", move || {
        thread::sleep(MOMENT);
        let looked_at = window.is_focused().unwrap_or(false) && !window.is_minimized().unwrap_or(false);
        if looked_at {
            act();
        }
    });
}

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
