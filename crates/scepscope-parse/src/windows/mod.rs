//! Windows events as people export them: XML, Event Viewer's CSV and TAB text, wevtutil's text.

pub(crate) mod dates;
pub(crate) mod event_table;
pub(crate) mod event_text;
pub(crate) mod event_xml;
pub(crate) mod mdm_report;
pub(crate) mod registry;
pub(crate) mod xml_file;

use scepscope_model::Level;

/// What the providers of Microsoft's own components start with.
pub(crate) const MICROSOFT_WINDOWS: &str = "Microsoft-Windows-";

/// The level that a Windows tool writes as a word, in the languages of which it is known.
pub(crate) fn level_word(word: &str) -> Option<Level> {
    const WORDS: [(&str, Level); 31] = [
        ("Information", Level::Info),
        ("Informational", Level::Info),
        ("Informationen", Level::Info),
        ("Informations", Level::Info),
        ("Información", Level::Info),
        ("Informazioni", Level::Info),
        ("情報", Level::Info),
        ("信息", Level::Info),
        ("정보", Level::Info),
        ("Warning", Level::Warning),
        ("Warnung", Level::Warning),
        ("Avertissement", Level::Warning),
        ("Advertencia", Level::Warning),
        ("警告", Level::Warning),
        ("경고", Level::Warning),
        ("Error", Level::Error),
        ("Fehler", Level::Error),
        ("Erreur", Level::Error),
        ("Errore", Level::Error),
        ("エラー", Level::Error),
        ("错误", Level::Error),
        ("오류", Level::Error),
        ("Critical", Level::Fault),
        ("Kritisch", Level::Fault),
        ("Critique", Level::Fault),
        ("Crítico", Level::Fault),
        ("重大", Level::Fault),
        ("严重", Level::Fault),
        ("Verbose", Level::Verbose),
        ("Ausführlich", Level::Verbose),
        ("詳細", Level::Verbose),
    ];
    WORDS.iter().find(|(known, _)| *known == word).map(|(_, level)| *level)
}

/// The level by its number in an event (winmeta.xml): 0 LogAlways, 1 Critical … 5 Verbose.
pub(crate) fn level_number(number: u8) -> Level {
    match number {
        0 | 4 => Level::Info,
        1 => Level::Fault,
        2 => Level::Error,
        3 => Level::Warning,
        5 => Level::Verbose,
        _ => Level::Unknown,
    }
}
