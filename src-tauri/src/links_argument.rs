//! Links on systems that pass them as an argument: to a new process, which hands them to the one that runs already.

use tauri::{App, AppHandle, Builder, Manager, Wry};

use crate::arguments::{Arguments, Request};
use crate::controller::Controller;
use crate::show_window;

/// One process only: a second one gives its arguments to the first and ends.
pub(crate) fn plugin(builder: Builder<Wry>) -> Builder<Wry> {
    builder.plugin(tauri_plugin_single_instance::init(|app, arguments, folder| {
        take(app, arguments, folder);
    }))
}

/// Links of the command line are taken before the window is there.
pub(crate) fn listen(_: &App) {}

fn take(app: &AppHandle, arguments: Vec<String>, folder: String) {
    show_window(app);
    let passed = arguments.into_iter().skip(1).map(Into::into);
    // The other process has complained of what is wrong with its arguments.
    let Ok(Request::Open(arguments)) = Arguments::parse(passed) else { return };
    let controller = app.state::<Controller>();
    let folder = std::path::Path::new(&folder);
    let inputs: Vec<_> = arguments.inputs.iter().map(|path| folder.join(path)).collect();
    if !inputs.is_empty() {
        controller.offer_files(inputs);
    }
    for link in arguments.links {
        controller.link(link);
    }
}
