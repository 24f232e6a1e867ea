//! Notifications as macOS shows them. The system asks the user once whether the app may.

use block2::RcBlock;
use objc2::runtime::Bool;
use objc2_foundation::{NSBundle, NSError, NSString};
use objc2_user_notifications::{
    UNAuthorizationOptions, UNMutableNotificationContent, UNNotificationRequest, UNUserNotificationCenter,
};
use tauri::AppHandle;

/// One notification takes the place of the one before.
const ID: &str = "sending";

/// Shows a notification; where the user allows none, nobody is told.
pub(crate) fn tell(_: &AppHandle, title: &str, body: &str) {
    // The system ends a program that asks without being an app.
    if NSBundle::mainBundle().bundleIdentifier().is_none() {
        return;
    }
    let (title, body) = (title.to_owned(), body.to_owned());
    let show = RcBlock::new(move |allowed: Bool, _: *mut NSError| {
        if allowed.as_bool() {
            show(&title, &body);
        }
    });
    UNUserNotificationCenter::currentNotificationCenter()
        .requestAuthorizationWithOptions_completionHandler(UNAuthorizationOptions::Alert, &show);
}

fn show(title: &str, body: &str) {
    let content = UNMutableNotificationContent::new();
    content.setTitle(&NSString::from_str(title));
    content.setBody(&NSString::from_str(body));
    let id = NSString::from_str(ID);
    // Without a trigger it is shown at once.
    let request = UNNotificationRequest::requestWithIdentifier_content_trigger(&id, &content, None);
    UNUserNotificationCenter::currentNotificationCenter()
        .addNotificationRequest_withCompletionHandler(&request, None);
}
