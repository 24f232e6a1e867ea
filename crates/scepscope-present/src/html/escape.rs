//! The only way text gets into the page.

use crate::html::MAX_TEXT_CHARS;
use crate::text::neutralise;
use crate::words::{Arg, Words};

/// `text` neutralised, cut and escaped for element content and quoted attributes.
pub(super) fn escape(text: &str, max_chars: usize) -> String {
    let clean = neutralise(text, max_chars);
    let mut out = String::with_capacity(clean.len() + 16);
    for c in clean.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// A page in the making: markup is static, text is escaped on the way in.
pub(super) struct Html<'a> {
    pub(super) words: &'a Words,
    out: String,
}

impl<'a> Html<'a> {
    pub(super) fn new(words: &'a Words) -> Html<'a> {
        Html { words, out: String::new() }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Markup of this program; never text out of a report.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.out.push_str(markup);
        self
    }

    /// A number inside markup.
    pub(super) fn number(&mut self, number: usize) -> &mut Self {
        self.out.push_str(&number.to_string());
        self
    }

    /// Text, escaped.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.out.push_str(&escape(text, MAX_TEXT_CHARS));
        self
    }

    /// Text out of a log, escaped and kept from reordering what stands around it.
    pub(super) fn log(&mut self, text: &str) -> &mut Self {
        self.raw("<bdi>").text(text).raw("</bdi>")
    }

    /// A log text of several lines, as preformatted text kept from reordering what stands around it.
    pub(super) fn log_lines(&mut self, text: &str) -> &mut Self {
        self.raw("<pre><bdi>").lines(text.trim_end(), MAX_TEXT_CHARS).raw("</bdi></pre>")
    }

    /// Text whose line breaks stay, escaped and cut after `max_chars`.
    pub(super) fn lines(&mut self, text: &str, max_chars: usize) -> &mut Self {
        let mut left = max_chars;
        for (n, line) in text.split('\n').enumerate() {
            if left == 0 {
                return self.raw("\n…");
            }
            if n > 0 {
                self.raw("\n");
            }
            let line = line.trim_end_matches('\r');
            self.out.push_str(&escape(line, left));
            left = left.saturating_sub(line.chars().count() + 1);
        }
        self
    }

    /// A message without variables.
    pub(super) fn say(&mut self, id: &str) -> &mut Self {
        let message = self.words.plain(id);
        self.text(&message)
    }

    /// A message.
    pub(super) fn say_with(&mut self, id: &str, args: &[(&str, Arg<'_>)]) -> &mut Self {
        let message = self.words.get(id, args);
        self.text(&message)
    }

    /// A section's heading of the second level.
    pub(super) fn heading(&mut self, id: &str) -> &mut Self {
        self.raw("<h2>").say(id).raw("</h2>\n")
    }

    /// A table's head; each id one column.
    pub(super) fn table_head(&mut self, ids: &[&str]) -> &mut Self {
        self.raw("<table>\n<thead><tr>");
        for id in ids {
            self.raw("<th scope=\"col\">").say(id).raw("</th>");
        }
        self.raw("</tr></thead>\n<tbody>\n")
    }

    /// Says how many items are not shown.
    pub(super) fn more(&mut self, count: usize, shown: usize) -> &mut Self {
        if count > shown {
            self.raw("<p class=\"muted\">")
                .say_with("report-more", &[("count", (count - shown).into())])
                .raw("</p>\n");
        }
        self
    }
}
