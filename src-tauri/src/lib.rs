//! Scepscope's window: commands that forward to a [`controller::Controller`], and one stream of events back.
//!
//! The page decides nothing. Paths come from the system's dialogs, from files dropped on the window and from the
//! command line, never from the page.

mod about;
pub mod analyst;
pub mod arguments;
#[cfg_attr(windows, path = "autostart_windows.rs")]
#[cfg_attr(target_os = "macos", path = "autostart_macos.rs")]
#[cfg_attr(any(target_os = "ios", target_os = "android"), path = "autostart_none.rs")]
#[cfg_attr(not(any(windows, target_vendor = "apple", target_os = "android")), path = "autostart_linux.rs")]
mod autostart;
#[cfg(all(test, not(target_os = "macos")))]
#[allow(dead_code, reason = "what writes the file is tested on every system")]
mod autostart_macos;
pub mod background;
mod commands;
pub mod contract;
pub mod controller;
mod device;
pub mod engine;
pub mod faults;
mod first_screen;
#[cfg_attr(desktop, path = "front_desktop.rs")]
#[cfg_attr(mobile, path = "front_mobile.rs")]
mod front;
mod languages;
#[cfg_attr(windows, path = "links_plugin.rs")]
#[cfg_attr(any(target_vendor = "apple", target_os = "android"), path = "links_event.rs")]
#[cfg_attr(not(any(windows, target_vendor = "apple", target_os = "android")), path = "links_socket.rs")]
mod links;
#[cfg_attr(windows, path = "notify_windows.rs")]
#[cfg_attr(target_os = "macos", path = "notify_macos.rs")]
#[cfg_attr(any(target_os = "ios", target_os = "android"), path = "notify_none.rs")]
#[cfg_attr(not(any(windows, target_vendor = "apple", target_os = "android")), path = "notify_dbus.rs")]
mod notify;
#[cfg_attr(desktop, path = "picker_desktop.rs")]
#[cfg_attr(mobile, path = "picker_mobile.rs")]
mod picker;
pub mod post;
mod server;
#[cfg_attr(desktop, path = "shell_desktop.rs")]
#[cfg_attr(mobile, path = "shell_mobile.rs")]
mod shell;
#[cfg(desktop)]
mod tray;
pub mod trust;
mod view;

use std::sync::Arc;

use scepscope_collect::{History, faults_path, history_path, outbox_path};
use scepscope_deliver::queue_path;
use tauri::{DragDropEvent, Manager, RunEvent, Window, WindowEvent};

use analyst::Desk;
use arguments::Arguments;
use background::Background;
use commands::{Page, SaveTo};
use controller::{Controller, Parts};
use engine::Collector;
use faults::Faults;
use post::{Outbox, QueueFolder};
use trust::Trust;

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
    let Some(claim) = links::claim() else { return Ok(()) };
    let trust = Trust::system();
    let outbox = QueueFolder::new(queue_path().ok(), trust.clone());
    if arguments.background && !something_waits(&outbox) {
        // Nothing runs where there is nothing to do, and nothing starts the next time. What can't be undone is tried again then.
        let _ = autostart::set(false);
        return Ok(());
    }
    let parts = Parts {
        engine: Arc::new(Collector),
        analyst: Arc::new(Desk),
        face: page.clone(),
        outbox: Arc::new(outbox),
        trust: trust.clone(),
        outgoing: outbox_path().ok(),
        history: history_path().ok().map(History::new),
        faults: Faults::new(faults_path().ok()),
    };
    let about = commands::Device(parts.trust.clone());
    let controller = Controller::new(parts, arguments.inputs);
    for link in arguments.links {
        controller.link(link);
    }
    let app = links::plugin(tauri::Builder::default())
        .plugin(tauri_plugin_dialog::init())
        .plugin(languages::plugin())
        .plugin(first_screen::plugin(&controller.screen()))
        .manage(page)
        .manage(controller)
        .manage(about)
        .manage(SaveTo(arguments.save_to))
        .on_window_event(on_window_event)
        .invoke_handler(tauri::generate_handler![
            commands::subscribe,
            commands::about,
            commands::choose_files,
            commands::choose_folder,
            commands::clear,
            commands::read_device,
            commands::collect,
            commands::cancel,
            commands::preview,
            commands::back,
            commands::leave_out,
            commands::lines,
            commands::save,
            commands::send,
            commands::retry,
            commands::remove,
            commands::confirm_key,
            commands::accept,
            commands::decline,
            commands::start_again,
            commands::read_unverified,
            commands::choose_identity,
            commands::analysis_page,
            commands::save_analysis,
            commands::past,
            commands::past_result,
            commands::compare_past,
            commands::forget,
        ])
        .setup(move |app| {
            let may_start = trust.effective().is_ok_and(|effective| effective.policy.autostart);
            let shell = Box::new(shell::Desktop(app.handle().clone()));
            app.state::<Arc<Page>>().watch(Background::new(shell, may_start, arguments.background));
            if arguments.background {
                front::hide_window(app.handle());
            }
            links::listen(claim, app);
            // Not before: a process that only hands its arguments over must not touch the queue.
            app.state::<Controller>().start();
            Ok(())
        })
        .build(tauri::generate_context!())?;
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            app.state::<Controller>().close();
        }
    });
    Ok(())
}

fn on_window_event(window: &Window, event: &WindowEvent) {
    let page = window.state::<Arc<Page>>();
    let event = match event {
        WindowEvent::CloseRequested { api, .. } => {
            if page.background().is_some_and(Background::stays) {
                api.prevent_close();
            }
            return;
        }
        WindowEvent::Focused(true) => {
            let page = page.inner().clone();
            front::when_it_stays(window, move || {
                if let Some(background) = page.background() {
                    background.looked_at();
                }
            });
            return;
        }
        WindowEvent::DragDrop(event) => event,
        _ => return,
    };
    let controller = window.state::<Controller>();
    match event {
        DragDropEvent::Enter { .. } => controller.hover(true),
        DragDropEvent::Leave => controller.hover(false),
        DragDropEvent::Drop { paths, .. } => {
            controller.hover(false);
            controller.offer_files(paths.clone());
        }
        _ => {}
    }
}

/// Whether anything is to be sent.
fn something_waits(outbox: &dyn Outbox) -> bool {
    outbox.list().is_ok_and(|entries| entries.iter().any(|entry| entry.state == "waiting"))
}
