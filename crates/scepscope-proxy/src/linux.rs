//! The desktop's word: its portal runs the scripts of its settings, too
//! (<https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.ProxyResolver.html>).

use dbus::Message;
use dbus::channel::{BusType, Channel};
use url::Url;

use crate::SCRIPT_LIMIT;

const NAME: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const RESOLVER: &str = "org.freedesktop.portal.ProxyResolver";

pub(crate) fn for_origin(origin: &Url) -> Option<Url> {
    let bus = Channel::get_private(BusType::Session).ok()?;
    let question = Message::new_method_call(NAME, PATH, RESOLVER, "Lookup").ok()?;
    let mut question = question.append1(origin.as_str());
    // A desktop has its portal running; nothing is started where there is none.
    question.set_auto_start(false);
    let answer = bus.send_with_reply_and_block(question, SCRIPT_LIMIT).ok()?;
    let proxies: Vec<String> = answer.read1().ok()?;
    // The first that can be used, as `direct://` can; there may be kinds beside it that can't.
    proxies.iter().filter_map(|proxy| Url::parse(proxy).ok()).find_map(|proxy| match proxy.scheme() {
        "direct" => Some(None),
        "http" | "https" => Some(Some(proxy)),
        _ => None,
    })?
}
