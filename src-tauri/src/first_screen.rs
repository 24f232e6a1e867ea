//! The screen to begin with, told to the page before it begins: asking for it would wait until the window is drawn.

use tauri::Runtime;
use tauri::plugin::{Builder, TauriPlugin};

use crate::contract::Screen;

/// Gives every page `firstScreen`. A page that is loaded again has an old one for the moment until it has subscribed.
pub(crate) fn plugin<R: Runtime>(screen: &Screen) -> TauriPlugin<R> {
    Builder::new("first-screen").js_init_script(script(screen)).build()
}

fn script(screen: &Screen) -> String {
    // Without a screen in it, the page waits for the first event.
    let value = serde_json::to_string(screen).unwrap_or_else(|_| "null".to_owned());
    // It becomes code, and some web views put code into the page's text: JSON is code but for what could end that.
    let value = value.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    format!("Object.defineProperty(window, 'firstScreen', {{ value: {value} }});")
}

#[cfg(test)]
mod tests {
    use super::script;
    use crate::contract::{Chosen, Screen};

    #[test]
    fn a_name_of_a_file_does_not_become_code() {
        let path = "a'\"\\</script><!--\u{2028}b".to_owned();
        let screen =
            Screen::Start { chosen: vec![Chosen { path, folder: false }], device: None, reads_device: false };
        assert_eq!(
            script(&screen),
            concat!(
                "Object.defineProperty(window, 'firstScreen', { value: {\"screen\":\"start\",\"chosen\":",
                r#"[{"path":"a'\"\\\u003c/script>\u003c!--\u2028b","folder":false}],"#,
                "\"device\":null,\"reads_device\":false} });",
            )
        );
    }
}
