//! Links on Windows, which passes them as an argument to a new process: it hands them to the one that runs already.

use std::path::Path;

use tauri::{App, AppHandle, Builder, Manager, Wry};

use crate::arguments::{Arguments, Request};
use crate::controller::Controller;
use crate::front::show_window;

/// The plugin finds out which process is the one.
pub(crate) struct Claim;

/// Nothing is known before the plugin is there.
pub(crate) fn claim() -> Option<Claim> {
    Some(Claim)
}

/// A second process ends in here.
pub(crate) fn plugin(builder: Builder<Wry>) -> Builder<Wry> {
    builder.plugin(tauri_plugin_single_instance::init(|app, arguments, folder| {
        take(app, arguments, Path::new(&folder));
    }))
}

/// The plugin listens.
pub(crate) fn listen(_: Claim, _: &App) {}

fn take(app: &AppHandle, arguments: Vec<String>, folder: &Path) {
    show_window(app);
    let passed = arguments.into_iter().skip(1).map(Into::into);
    // The other process has complained of what is wrong with its arguments.
    let Ok(Request::Open(arguments)) = Arguments::parse(passed) else { return };
    let controller = app.state::<Controller>();
    let inputs: Vec<_> = arguments.inputs.iter().map(|path| folder.join(path)).collect();
    if !inputs.is_empty() {
        controller.offer_files(inputs);
    }
    for link in arguments.links {
        controller.link(link);
    }
}
