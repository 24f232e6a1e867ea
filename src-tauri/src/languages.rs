//! The system's languages, told to the page before it begins: not every web view tells them itself.

use scepscope_present::Language;
use tauri::Runtime;
use tauri::plugin::{Builder, TauriPlugin};

/// Languages that are told: more are set by nobody.
const MAX_LANGUAGES: usize = 16;

/// The first of them that the program speaks, else English.
pub(crate) fn system() -> Language {
    let tags: Vec<String> = sys_locale::get_locales().take(MAX_LANGUAGES).collect();
    Language::negotiate(tags.iter().map(String::as_str))
}

/// Gives every page `systemLanguages`: BCP 47 tags in the order of the user's preference.
pub(crate) fn plugin<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("languages").js_init_script(script(sys_locale::get_locales())).build()
}

fn script(tags: impl Iterator<Item = String>) -> String {
    // They become code: nothing but a tag's own characters.
    let is_tag = |tag: &String| tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let quoted: Vec<String> = tags.filter(is_tag).take(MAX_LANGUAGES).map(|tag| format!("'{tag}'")).collect();
    format!("Object.defineProperty(window, 'systemLanguages', {{ value: [{}] }});", quoted.join(", "))
}

#[cfg(test)]
mod tests {
    use super::script;

    #[test]
    fn only_tags_become_code() {
        let tags = ["fr-CA", "']; alert(1); ['", "C.UTF-8", "en"].map(str::to_owned);
        assert_eq!(
            script(tags.into_iter()),
            "Object.defineProperty(window, 'systemLanguages', { value: ['fr-CA', 'en'] });"
        );
        let many = script(std::iter::repeat_n("de".to_owned(), 1000));
        assert_eq!(many.matches("'de'").count(), 16);
    }
}
