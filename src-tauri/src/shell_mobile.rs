//! A phone ends or keeps its apps itself: nothing goes on without the window.

use tauri::AppHandle;

use crate::background::Shell;
use crate::contract::Post;

/// That of this system.
pub(crate) struct Desktop(#[expect(dead_code, reason = "desktops need it")] pub(crate) AppHandle);

impl Shell for Desktop {
    fn retreat(&self) {}

    fn progress(&self, _: Option<u64>) {}

    fn arrived(&self, _: &Post) {}

    fn icon(&self, _: bool) {}

    fn open(&self) {}

    fn send_now(&self, _: Vec<String>) {}

    fn end(&self) {}

    fn autostart(&self, _: bool) {}
}
