//! Apple's logs as text: copies out of the Console app, output of `log show`, old syslog.

pub(crate) mod console;
pub(crate) mod json;
pub(crate) mod log_show;
pub(crate) mod mc_state;
pub mod role;
pub(crate) mod syslog;

use role::Role;
use scepscope_model::{Level, Platform};

use crate::SourceSummary;
use crate::record::summary;
use crate::when::Times;

/// What is gathered over all records of an Apple log.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) times: Times,
    debug: bool,
    macos: bool,
}

impl Seen {
    pub(crate) fn record(&mut self, process: &str, level: Level) {
        self.debug |= Role::of(process) == Role::Enrols && level == Level::Debug;
        self.macos |= role::is_macos(process);
    }

    pub(crate) fn summary(&self, records: u64) -> SourceSummary {
        let platform = if self.macos { Platform::Macos } else { Platform::Ios };
        SourceSummary { verbose: Some(self.debug), ..summary(records, &self.times, platform) }
    }
}

/// A level as any of Apple's tools writes it, in whatever case.
pub(crate) fn level(word: &str) -> Option<Level> {
    const WORDS: [(&str, Level); 19] = [
        ("default", Level::Default),
        ("info", Level::Info),
        ("debug", Level::Debug),
        ("error", Level::Error),
        ("fault", Level::Fault),
        ("notice", Level::Default),
        ("note", Level::Default),
        ("warning", Level::Warning),
        ("warn", Level::Warning),
        ("critical", Level::Fault),
        ("alert", Level::Fault),
        ("emergency", Level::Fault),
        ("err", Level::Error),
        // `log show --style compact`
        ("Df", Level::Default),
        ("Db", Level::Debug),
        ("I", Level::Info),
        ("In", Level::Info),
        ("E", Level::Error),
        ("F", Level::Fault),
    ];
    WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, level)| *level)
}

/// The message without the sender and the subsystem that `log show` puts before it.
pub(crate) fn bare_message(text: &str) -> &str {
    let mut rest = text.trim_start();
    if let Some((sender, after)) = rest.strip_prefix('(').and_then(|t| t.split_once(") ")) {
        let name = !sender.is_empty() && sender.chars().all(|c| c.is_alphanumeric() || "._-+".contains(c));
        if name && level(sender).is_none() {
            rest = after;
        }
    }
    if let Some((subsystem, after)) = rest.strip_prefix('[').and_then(|t| t.split_once(']'))
        && let Some((name, category)) = subsystem.split_once(':')
        && !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || "._-".contains(c))
        && !category.contains('[')
    {
        rest = after.trim_start_matches(' ');
    }
    rest
}

/// The next word and what follows it, separators dropped.
pub(crate) fn word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches([' ', '\t']);
    let end = text.find([' ', '\t', '\n']).unwrap_or(text.len());
    (end > 0).then(|| (&text[..end], text[end..].trim_start_matches([' ', '\t'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_what_log_show_puts_before_a_message() {
        assert_eq!(
            bare_message("[com.apple.ManagedConfiguration:MC] Sending CSR via GET."),
            "Sending CSR via GET."
        );
        assert_eq!(bare_message("(ManagedConfiguration) [com.apple.MC:MC] [x] y"), "[x] y");
        assert_eq!(bare_message("[R69357] getaddrinfo stop"), "[R69357] getaddrinfo stop");
        assert_eq!(bare_message("(Error) MC: Cannot"), "(Error) MC: Cannot");
    }
}
