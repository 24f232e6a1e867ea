//! Notifications as Windows shows them: a toast of the app, which the system knows by the shortcut that the installer makes.

use tauri::AppHandle;
use windows::Data::Xml::Dom::XmlDocument;
use windows::UI::Notifications::{ToastNotification, ToastNotificationManager, ToastTemplateType};
use windows::core::{HSTRING, Result};

use crate::controller::spawn;

/// Shows a notification; where the system does not know the app, or shows none, nobody is told.
pub(crate) fn tell(app: &AppHandle, title: &str, body: &str) {
    // Both installers give the shortcut this identifier (System.AppUserModel.ID).
    let (id, texts) = (app.config().identifier.clone(), [title.to_owned(), body.to_owned()]);
    // What shows it is another process: nothing waits for it.
    let _ = spawn("notify", move || {
        let _ = show(&id, &texts);
    });
}

fn show(id: &str, texts: &[String]) -> Result<()> {
    // A bold line above others.
    let content: XmlDocument = ToastNotificationManager::GetTemplateContent(ToastTemplateType::ToastText02)?;
    let places = content.GetElementsByTagName(&HSTRING::from("text"))?;
    for (at, text) in (0..).zip(texts) {
        let text = content.CreateTextNode(&HSTRING::from(text))?;
        places.Item(at)?.AppendChild(&text)?;
    }
    let toast = ToastNotification::CreateToastNotification(&content)?;
    ToastNotificationManager::CreateToastNotifierWithId(&HSTRING::from(id))?.Show(&toast)
}
