//! Links on systems that keep one process and tell it of links: macOS, iOS, Android.

use tauri::{App, Builder, Manager, Wry};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::controller::Controller;
use crate::front::show_window;

/// The system itself runs one process.
pub(crate) struct Claim;

/// Always this one.
pub(crate) fn claim() -> Option<Claim> {
    Some(Claim)
}

/// The system's own way to hand a link over.
pub(crate) fn plugin(builder: Builder<Wry>) -> Builder<Wry> {
    builder.plugin(tauri_plugin_deep_link::init())
}

/// Takes the link that started the program, and those that come while it runs.
pub(crate) fn listen(_: Claim, app: &App) {
    let handle = app.handle().clone();
    if let Ok(Some(links)) = app.deep_link().get_current() {
        for link in links {
            handle.state::<Controller>().link(link.into());
        }
    }
    app.deep_link().on_open_url(move |event| {
        show_window(&handle);
        for link in event.urls() {
            handle.state::<Controller>().link(link.into());
        }
    });
}
