//! The desktop around the window: the task bar, notifications, and starting when the user signs in.

use scepscope_present::Words;
use tauri::window::{ProgressBarState, ProgressBarStatus};
use tauri::{AppHandle, Manager, UserAttentionType, WebviewWindow};

use crate::background::Shell;
use crate::contract::Post;
use crate::controller::{Controller, spawn};
use crate::{autostart, front, languages, notify, tray};

/// That of this system.
pub(crate) struct Desktop(pub(crate) AppHandle);

impl Desktop {
    fn window(&self) -> Option<WebviewWindow> {
        self.0.get_webview_window("main")
    }

    fn tell(&self, message: &str) {
        let words = Words::new(languages::system());
        notify::tell(&self.0, &words.plain("window-title"), &words.plain(message));
    }
}

// What a desktop can't show is no reason to stop sending.
impl Shell for Desktop {
    fn retreat(&self) {
        if let Some(window) = self.window() {
            let _ = window.minimize();
        }
        self.tell("window-background");
    }

    fn progress(&self, percent: Option<u64>) {
        let status = if percent.is_some() { ProgressBarStatus::Normal } else { ProgressBarStatus::None };
        if let Some(window) = self.window() {
            let _ = window.set_progress_bar(ProgressBarState { status: Some(status), progress: percent });
        }
    }

    fn arrived(&self, _: &Post) {
        if let Some(window) = self.window() {
            let _ = window.request_user_attention(Some(UserAttentionType::Informational));
        }
        self.tell("window-sent");
    }

    fn icon(&self, shown: bool) {
        tray::show(&self.0, shown);
    }

    fn open(&self) {
        front::show_window(&self.0);
    }

    fn send_now(&self, posts: Vec<String>) {
        let app = self.0.clone();
        // The queue may be slow, the menu must not be. What fails is on the page.
        let _ = spawn("send-now", move || {
            for post in posts {
                let _ = app.state::<Controller>().retry(&post);
            }
        });
    }

    fn end(&self) {
        self.0.exit(0);
    }

    fn autostart(&self, on: bool) {
        let _ = autostart::set(on);
    }
}
