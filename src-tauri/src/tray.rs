//! The program's icon among those that the desktop keeps, for while it sends without its window.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use scepscope_present::Words;
use tauri::menu::{Menu, MenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager};

use crate::background::Choice;
use crate::commands::Page;
use crate::languages;

const ID: &str = "sending";

/// What the menu offers: the entry's id, its sentence, and what it stands for.
const ENTRIES: [(&str, &str, Choice); 3] = [
    ("open", "window-icon-open", Choice::Open),
    ("send-now", "window-icon-send", Choice::SendNow),
    ("stop", "window-icon-stop", Choice::Stop),
];

/// Shows the icon, made when it is needed first, or takes it away. Where the desktop has no place for it, or lacks what it takes, there is none: the window
/// is in the task bar all the same.
pub(crate) fn show(app: &AppHandle, shown: bool) {
    let on = app.clone();
    let _ = app.run_on_main_thread(move || {
        if let Some(icon) = on.tray_by_id(ID) {
            let _ = icon.set_visible(shown);
        } else if shown {
            // On Linux the library is loaded only now, and its bindings panic where it is missing.
            let _ = catch_unwind(AssertUnwindSafe(|| build(&on)));
        }
    });
}

fn build(app: &AppHandle) -> tauri::Result<()> {
    let words = Words::new(languages::system());
    let menu = Menu::new(app)?;
    for (id, sentence, _) in ENTRIES {
        menu.append(&MenuItem::with_id(app, id, words.plain(sentence), true, None::<&str>)?)?;
    }
    let mut icon = TrayIconBuilder::with_id(ID)
        .tooltip(words.plain("window-icon"))
        .menu(&menu)
        .on_menu_event(|app, event| {
            let chosen = ENTRIES.iter().find(|(id, ..)| event.id() == id);
            let page = app.state::<Arc<Page>>();
            if let (Some((_, _, choice)), Some(background)) = (chosen, page.background()) {
                background.chose(*choice);
            }
        });
    if let Some(picture) = app.default_window_icon() {
        icon = icon.icon(picture.clone());
    }
    icon.build(app)?;
    Ok(())
}
