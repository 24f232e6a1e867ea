//! Scepscope's window: commands that forward to a [`controller::Controller`], and one stream of events back.
//!
//! The page decides nothing. Paths come from the system's dialogs, from files dropped on the window and from the
//! command line, never from the page.

pub mod arguments;
mod commands;
pub mod contract;
pub mod controller;
pub mod engine;
#[cfg_attr(desktop, path = "picker_desktop.rs")]
#[cfg_attr(mobile, path = "picker_mobile.rs")]
mod picker;
mod view;

use std::sync::Arc;

use tauri::{DragDropEvent, Manager, Window, WindowEvent};

use arguments::Arguments;
use commands::{Page, SaveTo};
use controller::Controller;
use engine::Collector;

/// Opens the window as phones do: without a command line.
#[cfg_attr(mobile, tauri::mobile_entry_point)]
pub fn run() {
    // A phone has nowhere to print the error to; the system shows that the app ended.
    let _ = open(Arguments::default());
}

/// Opens the window and returns when it was closed.
///
/// # Errors
/// The system's web view or display can't be used.
pub fn open(arguments: Arguments) -> tauri::Result<()> {
    let page = Arc::new(Page::default());
    let controller = Controller::new(Arc::new(Collector), page.clone(), arguments.inputs);
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .manage(page)
        .manage(controller)
        .manage(SaveTo(arguments.save_to))
        .on_window_event(on_window_event)
        .invoke_handler(tauri::generate_handler![
            commands::subscribe,
            commands::choose_files,
            commands::choose_folder,
            commands::clear,
            commands::collect,
            commands::cancel,
            commands::preview,
            commands::back,
            commands::leave_out,
            commands::lines,
            commands::save,
            commands::start_again,
        ])
        .run(tauri::generate_context!())
}

fn on_window_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::DragDrop(event) = event else { return };
    let controller = window.state::<Controller>();
    match event {
        DragDropEvent::Enter { .. } => controller.hover(true),
        DragDropEvent::Leave => controller.hover(false),
        DragDropEvent::Drop { paths, .. } => {
            controller.hover(false);
            // Where nothing can be chosen, the window showed no place to drop on.
            let _ = controller.choose(paths.clone());
        }
        _ => {}
    }
}
