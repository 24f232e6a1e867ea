//! The few XML answers of object stores, read without trust.

use quick_xml::Reader;
use quick_xml::events::Event;

/// Most elements that are looked at in one answer.
const MAX_ELEMENTS: usize = 100_000;
/// Deepest nesting.
const MAX_DEPTH: usize = 16;

/// Calls `found` with the path (`/ListPartsResult/Part/ETag`) and text of every element that holds text, and with an
/// empty text at the end of every element. Stops quietly at the first thing that is not XML or over a limit: what
/// was not read is not there.
pub(super) fn each_text(xml: &[u8], mut found: impl FnMut(&str, &str)) {
    let mut reader = Reader::from_reader(xml);
    let mut path = String::new();
    let mut text = String::new();
    for _ in 0..MAX_ELEMENTS {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                if path.matches('/').count() >= MAX_DEPTH {
                    return;
                }
                path.push('/');
                path.push_str(&String::from_utf8_lossy(element.local_name().as_ref()));
                text.clear();
            }
            Ok(Event::Text(piece)) => text.push_str(&piece.decode().unwrap_or_default()),
            Ok(Event::GeneralRef(reference)) => match reference.as_ref() {
                b"quot" => text.push('"'),
                b"amp" => text.push('&'),
                b"lt" => text.push('<'),
                b"gt" => text.push('>'),
                b"#34" => text.push('"'),
                _ => {}
            },
            Ok(Event::End(_)) => {
                found(&path, text.trim());
                text.clear();
                path.truncate(path.rfind('/').unwrap_or_default());
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// The `Code` of an error document.
pub(super) fn error_code(xml: &[u8]) -> Option<String> {
    let mut code = None;
    each_text(xml, |path, text| {
        if path == "/Error/Code" {
            code = Some(text.to_owned());
        }
    });
    code
}

/// The name of the outermost element.
pub(super) fn root(xml: &[u8]) -> Option<String> {
    let mut root = None;
    each_text(xml, |path, _| root = path.split('/').nth(1).map(str::to_owned));
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_texts() {
        let error = b"<?xml version=\"1.0\"?>\n<Error><Code>NoSuchUpload</Code><Message>x</Message></Error>";
        assert_eq!(error_code(error).as_deref(), Some("NoSuchUpload"));
        assert_eq!(root(error).as_deref(), Some("Error"));
        assert_eq!(error_code(b"<html><body>hi"), None);
        let mut tags = Vec::new();
        each_text(b"<L xmlns=\"u\"><Part><ETag>&quot;ab&quot;</ETag></Part></L>", |path, text| {
            if path == "/L/Part/ETag" {
                tags.push(text.to_owned());
            }
        });
        assert_eq!(tags, ["\"ab\""]);
    }
}
