//! What a source is, from its first bytes. The name is never asked.

use std::borrow::Cow;

use scepscope_model::SourceKind;

use crate::limits::{DETECT_BYTES, PROBE_BYTES};
use crate::rtf::Rtf;
use crate::{Detected, Encoding, apple, device_facts, journal, logcat, omadm, records, server, windows};

/// Lines looked at.
const LINES: usize = 400;

/// Recognises the content by its beginning, of which up to [`DETECT_BYTES`] are looked at.
///
/// `None` for what is empty or not text and no known binary; readable text of an unknown kind is
/// [`SourceKind::Unknown`]. An OMADM log is [`SourceKind::Omadm`] here: see [`name_hint`].
pub fn detect(head: &[u8]) -> Option<Detected> {
    let whole = head.len() <= DETECT_BYTES;
    let head = &head[..head.len().min(DETECT_BYTES)];
    if head.starts_with(b"ElfFile\0") {
        return Some(Detected { kind: SourceKind::Evtx, encoding: Encoding::Binary });
    }
    if apple::mc_state::is_state(head) {
        return Some(Detected { kind: SourceKind::McState, encoding: Encoding::Binary });
    }
    let encoding = encoding(head);
    let text = decode(head, encoding);
    let text = text.trim_start_matches('\u{FEFF}');
    if text.trim().is_empty() {
        return None;
    }
    if let Some(kind) = records::kind_of(text.as_bytes()) {
        return Some(Detected { kind, encoding: Encoding::Records });
    }
    let kind = kind(text);
    if kind == SourceKind::Unknown && !is_readable(text, whole) {
        return None;
    }
    Some(Detected { kind, encoding })
}

/// [`SourceKind::CloudExtension`] for a file of that name, else [`SourceKind::Omadm`]: one format, written by two
/// kinds of enrolment, which the content does not tell apart.
pub fn name_hint(name: &str) -> SourceKind {
    let file = name.rsplit(['/', '\\', '!']).next().unwrap_or(name);
    let cloud = file.get(..14).is_some_and(|start| start.eq_ignore_ascii_case("CloudExtension"));
    if cloud { SourceKind::CloudExtension } else { SourceKind::Omadm }
}

fn encoding(head: &[u8]) -> Encoding {
    match head {
        [b'{', b'\\', b'r', b't', b'f', ..] => return Encoding::Rtf,
        [0xFF, 0xFE, ..] => return Encoding::Utf16Le,
        [0xFE, 0xFF, ..] => return Encoding::Utf16Be,
        [0xEF, 0xBB, 0xBF, ..] => return Encoding::Utf8,
        _ => {}
    }
    // UTF-16 without a mark: of western text every other byte is zero.
    let pairs = (head.len() / 2).max(1);
    let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|b| **b == 0).count();
    if head.len() >= 4 && zeros(1) * 5 > pairs * 2 && zeros(0) * 20 < pairs {
        return Encoding::Utf16Le;
    }
    if head.len() >= 4 && zeros(0) * 5 > pairs * 2 && zeros(1) * 20 < pairs {
        return Encoding::Utf16Be;
    }
    let (good, bad) = utf8_sequences(head);
    if bad == 0 || good > bad {
        return Encoding::Utf8;
    }
    let japanese = decode(head, Encoding::ShiftJis);
    // Kana only: pairs of bytes in Western code pages look like kanji now and then.
    let kana = japanese.chars().filter(|c| matches!(*c, '\u{3040}'..='\u{30FF}')).count();
    let wrong = japanese.chars().filter(|c| *c == '\u{FFFD}').count();
    if kana > 4 && wrong * 20 < kana {
        return Encoding::ShiftJis;
    }
    // Single letters outside ASCII are Western text; what holds control characters is damaged UTF-8.
    let control = head.iter().any(|b| *b < 9 || matches!(b, 14..=31));
    if control { Encoding::Utf8 } else { Encoding::Windows1252 }
}

/// Characters outside ASCII that are proper UTF-8, and places that are not.
fn utf8_sequences(mut bytes: &[u8]) -> (usize, usize) {
    let (mut good, mut bad) = (0, 0);
    loop {
        let count = |text: &str| text.chars().filter(|c| !c.is_ascii()).count();
        match std::str::from_utf8(bytes) {
            Ok(text) => return (good + count(text), bad),
            Err(error) => {
                let (valid, rest) = bytes.split_at(error.valid_up_to());
                good += std::str::from_utf8(valid).map_or(0, count);
                let Some(length) = error.error_len() else { return (good, bad) };
                bad += 1;
                bytes = &rest[length..];
            }
        }
    }
}

fn decode(head: &[u8], encoding: Encoding) -> Cow<'_, str> {
    if encoding == Encoding::Rtf {
        let mut text = Vec::new();
        Rtf::new().feed(head, &mut text);
        return Cow::Owned(String::from_utf8_lossy(&text).into_owned());
    }
    match encoding.decoder() {
        None => String::from_utf8_lossy(head),
        Some(mut decoder) => {
            let mut text =
                String::with_capacity(decoder.max_utf8_buffer_length(head.len()).unwrap_or(head.len() * 3));
            // Not told that this is the last of it: the sample may end inside a character.
            let _ = decoder.decode_to_string(head, &mut text, false);
            Cow::Owned(text)
        }
    }
}

/// Text has few characters that are none.
fn is_readable(text: &str, whole: bool) -> bool {
    let odd = |c: char| {
        c == '\u{FFFD}' || (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1b}'))
    };
    let total = text.chars().count();
    let odd = text.chars().filter(|c| odd(*c)).count();
    // A sample may end inside a character.
    odd.saturating_sub(usize::from(!whole)) * 50 <= total
}

fn kind(text: &str) -> SourceKind {
    let start = text.trim_start();
    if let Some(kind) = by_opening(start) {
        return kind;
    }
    if windows::mdm_report::is_report(start) {
        return SourceKind::MdmDiagReport;
    }
    if start.contains("== dumpstate: ") {
        return SourceKind::Logcat;
    }
    let mut hits = [0_usize; 12];
    let mut table = SourceKind::EventCsv;
    for line in text.lines().take(LINES) {
        let bytes = &line.as_bytes()[..line.len().min(PROBE_BYTES)];
        if windows::event_text::is_entry(bytes) {
            // Nothing else has a line like this, and the text of its events may look like anything.
            return SourceKind::EventText;
        }
        let tests = [
            omadm::is_entry(bytes) || published_omadm(line),
            apple::console::is_entry(bytes),
            logcat::is_entry(bytes),
            apple::log_show::is_entry(bytes),
            apple::syslog::is_entry(bytes),
            apple::json::is_entry(bytes) && apple_json(text),
            windows::event_table::is_entry(bytes),
            ndes_plugin_line(line),
            iis_line(line),
            line.starts_with("MSI (")
                || line.contains("Windows Installer")
                || line.starts_with("=== Verbose logging started"),
            server::svclog::is_message(line),
            journal::is_entry(bytes),
        ];
        for (hit, test) in hits.iter_mut().zip(tests) {
            *hit += usize::from(test);
        }
        if hits[6] == 1 && tests[6] {
            let separator = windows::event_table::separator(line);
            table = if separator == Some('\t') { SourceKind::EventText } else { SourceKind::EventCsv };
        }
    }
    let kinds = [
        SourceKind::Omadm,
        SourceKind::ConsoleText,
        SourceKind::Logcat,
        SourceKind::UnifiedLog,
        SourceKind::Syslog,
        SourceKind::UnifiedLog,
        table,
        SourceKind::NdesPlugin,
        SourceKind::IisW3c,
        SourceKind::SetupMsi,
        SourceKind::Svclog,
        SourceKind::Journal,
    ];
    // Of formats that look alike the earlier one wins: a TAB-separated OMADM log has the columns of a table too.
    let most = hits.iter().copied().max().unwrap_or(0);
    let best = hits.iter().zip(kinds).find(|(hits, _)| **hits == most && most > 0);
    best.map_or(SourceKind::Unknown, |(_, kind)| kind)
}

fn by_opening(start: &str) -> Option<SourceKind> {
    let opening: String = start.chars().take(4096).collect();
    let has = |text: &str| opening.contains(text);
    if start.starts_with("Windows Registry Editor Version") || start.starts_with("REGEDIT4") {
        return Some(SourceKind::RegistryExport);
    }
    if start.starts_with('<') && (has("<E2ETraceEvent") || has("2004/06/E2ETraceEvent")) {
        return Some(SourceKind::Svclog);
    }
    if start.starts_with('<') && (has("<Event ") || has("<Event>")) && has("<System>") {
        return Some(SourceKind::EventXml);
    }
    if device_facts::is_facts(&opening) {
        return Some(SourceKind::DeviceFacts);
    }
    if start.starts_with("#Software: Microsoft HTTP API")
        || start.starts_with("#Software: Microsoft HTTP Server API")
    {
        return Some(SourceKind::HttpErr);
    }
    if start.starts_with("#Software: Microsoft Internet Information Services") {
        return Some(SourceKind::IisW3c);
    }
    if has("=== Verbose logging started") {
        return Some(SourceKind::SetupMsi);
    }
    (start.starts_with("#Fields:") || has("\n#Fields:"))
        .then(|| if has("s-reason") { SourceKind::HttpErr } else { SourceKind::IisW3c })
}

/// `Time    VERB    Event …`, as published excerpts write it.
fn published_omadm(line: &str) -> bool {
    line.strip_prefix("Time")
        .is_some_and(|rest| rest.trim_start().starts_with("VERB") && rest.contains(".omadm."))
}

fn apple_json(text: &str) -> bool {
    text.contains("\"eventMessage\"") || text.contains("\"machTimestamp\"")
}

/// A line of the policy module's log, also without the wrapping of the log viewer's format.
fn ndes_plugin_line(line: &str) -> bool {
    (line.contains("component=\"") && line.contains("NDESPlugin"))
        || matches!(
            line.trim(),
            "Calling VerifyRequest ..." | "Sending request to certificate registration point."
        )
}

/// `2026-11-03 03:29:24 … GET /…`, of a log without its headers.
fn iis_line(line: &str) -> bool {
    // Published excerpts leave out date and addresses.
    if server::w3c::is_excerpt(line) {
        return true;
    }
    let mut words = line.split(' ');
    let date = words.next().is_some_and(|w| w.len() == 10 && w.bytes().filter(|b| *b == b'-').count() == 2);
    let clock = words.next().is_some_and(|w| w.len() == 8 && w.bytes().filter(|b| *b == b':').count() == 2);
    date && clock && words.take(4).any(|w| matches!(w, "GET" | "POST" | "HEAD" | "OPTIONS"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(text: &[u8]) -> Option<SourceKind> {
        detect(text).map(|d| d.kind)
    }

    #[test]
    fn refuses_what_is_no_text() {
        assert_eq!(is(b""), None);
        assert_eq!(is(b" \r\n\t"), None);
        assert_eq!(is(b"\xEF\xBB\xBF"), None);
        assert_eq!(is(&[0; 4096]), None);
        assert_eq!(is(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0"), None);
        assert_eq!(is(b"PK\x03\x04\x14\0\x08\0\x08\0\0\0!\0\xA5\xE9\xF0"), None);
        assert_eq!(is("just a note".as_bytes()), Some(SourceKind::Unknown));
    }

    #[test]
    fn tells_encodings() {
        let encoding = |bytes: &[u8]| detect(bytes).map(|d| d.encoding);
        let utf16: Vec<u8> = "2026 plain text".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(encoding(&utf16), Some(Encoding::Utf16Le));
        let utf16: Vec<u8> = "2026 plain text".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(encoding(&utf16), Some(Encoding::Utf16Be));
        assert_eq!(encoding("Größe der Gruppe".as_bytes()), Some(Encoding::Utf8));
        assert_eq!(encoding(b"Gr\xF6\xDFe der Gruppe"), Some(Encoding::Windows1252));
        let (cp932, _, _) = encoding_rs::SHIFT_JIS.encode("証明書の登録に失敗しました。");
        assert_eq!(encoding(&cp932), Some(Encoding::ShiftJis));
    }

    #[test]
    fn knows_a_journal_and_facts_of_a_device() {
        let entry = br#"{"__CURSOR":"s=1;i=2","__REALTIME_TIMESTAMP":"1762000000000001","MESSAGE":"GET /a"}"#;
        assert_eq!(is(entry), Some(SourceKind::Journal));
        assert_eq!(is(b"{\n  \"schema\": \"scepscope.device/1\",\n"), Some(SourceKind::DeviceFacts));
        assert_eq!(is(b"{\"schema\":\"scepscope.report/1\"}"), Some(SourceKind::Unknown));
    }

    #[test]
    fn takes_the_name_for_a_hint() {
        assert_eq!(name_hint("a/CloudExtension_0.log"), SourceKind::CloudExtension);
        assert_eq!(name_hint("x.zip!logs\\cloudextension.log"), SourceKind::CloudExtension);
        assert_eq!(name_hint("CloudExt.log"), SourceKind::Omadm);
        assert_eq!(name_hint("日本語のファイル.log"), SourceKind::Omadm);
    }
}
