//! Messages by id, in the language of the reader.

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use intl_memoizer::concurrent::IntlLangMemoizer;
use scepscope_model::{Cause, Confidence, Level, Milestone, MilestoneState, Outcome, Platform, SourceKind};
use unic_langid::LanguageIdentifier;

use crate::text::neutralise;

/// Characters of a text argument that reach a sentence; the rest is cut with an ellipsis.
pub(crate) const MAX_ARGUMENT_CHARS: usize = 512;

macro_rules! resources {
    ($tag:literal) => {
        &[
            ("verdict.ftl", include_str!(concat!("../../../locales/", $tag, "/verdict.ftl"))),
            ("milestones.ftl", include_str!(concat!("../../../locales/", $tag, "/milestones.ftl"))),
            ("causes.ftl", include_str!(concat!("../../../locales/", $tag, "/causes.ftl"))),
            ("gaps.ftl", include_str!(concat!("../../../locales/", $tag, "/gaps.ftl"))),
            ("errors.ftl", include_str!(concat!("../../../locales/", $tag, "/errors.ftl"))),
            ("analysis.ftl", include_str!(concat!("../../../locales/", $tag, "/analysis.ftl"))),
            ("fleet.ftl", include_str!(concat!("../../../locales/", $tag, "/fleet.ftl"))),
            ("inspection.ftl", include_str!(concat!("../../../locales/", $tag, "/inspection.ftl"))),
            ("cli.ftl", include_str!(concat!("../../../locales/", $tag, "/cli.ftl"))),
            ("preview.ftl", include_str!(concat!("../../../locales/", $tag, "/preview.ftl"))),
            ("window.ftl", include_str!(concat!("../../../locales/", $tag, "/window.ftl"))),
            ("live.ftl", include_str!(concat!("../../../locales/", $tag, "/live.ftl"))),
            ("probe.ftl", include_str!(concat!("../../../locales/", $tag, "/probe.ftl"))),
        ]
    };
}

/// A language that the sentences exist in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English, and whatever is not supported.
    #[default]
    En,
    /// Japanese.
    Ja,
    /// German.
    De,
    /// French.
    Fr,
    /// Spanish.
    Es,
}

impl Language {
    /// Every language.
    pub const ALL: &'static [Language] =
        &[Language::En, Language::Ja, Language::De, Language::Fr, Language::Es];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Ja => "ja",
            Language::De => "de",
            Language::Fr => "fr",
            Language::Es => "es",
        }
    }

    /// The supported language of a BCP 47 tag (`ja-JP`) or a POSIX locale (`ja_JP.UTF-8`).
    pub fn from_tag(tag: &str) -> Option<Language> {
        let tag = tag.split(['.', '@']).next().unwrap_or_default();
        let id: LanguageIdentifier = tag.parse().ok()?;
        Language::ALL.iter().copied().find(|l| id.language.as_str() == l.tag())
    }

    /// The first supported one of the tags, in the reader's order of preference; English where there is none.
    pub fn negotiate<'a>(tags: impl IntoIterator<Item = &'a str>) -> Language {
        tags.into_iter().find_map(Language::from_tag).unwrap_or_default()
    }

    /// The Fluent files of this language: name and content.
    pub const fn resources(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Language::En => resources!("en"),
            Language::Ja => resources!("ja"),
            Language::De => resources!("de"),
            Language::Fr => resources!("fr"),
            Language::Es => resources!("es"),
        }
    }

    fn identifier(self) -> LanguageIdentifier {
        self.tag().parse().unwrap_or_default()
    }
}

/// A value that a message takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg<'a> {
    /// Text, possibly out of a log: neutralised and cut before it is put in.
    Text(Cow<'a, str>),
    /// A count, written in groups of digits as the language does. What is copied or looked up, such as the number of
    /// a line, is a text.
    Number(u64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Arg::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Arg::Text(Cow::Owned(text))
    }
}

impl From<u64> for Arg<'_> {
    fn from(number: u64) -> Self {
        Arg::Number(number)
    }
}

impl From<usize> for Arg<'_> {
    fn from(number: usize) -> Self {
        Arg::Number(number as u64)
    }
}

/// A message could not be given as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// The language has no message, or no attribute, of this id.
    #[error("no message {id} in {language}")]
    Missing {
        /// The id that was asked for.
        id: String,
        /// The language's tag.
        language: &'static str,
    },
    /// The message wants a variable that was not given.
    #[error("message {id} in {language} lacks a variable")]
    Incomplete {
        /// The id that was asked for.
        id: String,
        /// The language's tag.
        language: &'static str,
    },
}

/// The sentences of one language.
///
/// Bidirectional isolation marks are off: a terminal shows them as boxes, and every text argument has lost its
/// bidirectional controls before it is put in.
pub struct Words {
    language: Language,
    own: FluentBundle<FluentResource>,
    english: Option<FluentBundle<FluentResource>>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Words {
    /// The sentences of `language`, from the files built into the program.
    pub fn new(language: Language) -> Words {
        let english = (language != Language::En).then(|| bundle(Language::En));
        Words { language, own: bundle(language), english }
    }

    /// The language.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The message `id`, or `id.attribute`, in this very language.
    ///
    /// # Errors
    /// [`WordsError::Missing`] where there is none, [`WordsError::Incomplete`] where a variable is missing.
    pub fn try_get(&self, id: &str, args: &[(&str, Arg<'_>)]) -> Result<String, WordsError> {
        format(&self.own, self.language, id, args)
    }

    /// The message `id`, or `id.attribute`: in this language, else in English, else the id itself, so that a
    /// report never fails for want of a sentence.
    pub fn get(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.try_get(id, args)
            .or_else(|missing| match &self.english {
                Some(english) => format(english, Language::En, id, args),
                None => Err(missing),
            })
            .unwrap_or_else(|_| id.to_owned())
    }

    /// [`Words::get`] for a message without variables.
    pub fn plain(&self, id: &str) -> String {
        self.get(id, &[])
    }

    /// A label and what it names, with the colon between them as the language sets it.
    pub fn labelled(&self, label: &str, value: &str) -> String {
        format!("{} {value}", self.headed(label))
    }

    /// A heading of what follows, with its colon as the language sets it.
    pub fn headed(&self, label: &str) -> String {
        self.get("report-label", &[("label", label.into())])
    }

    /// A cause's short title.
    pub fn cause_title(&self, cause: Cause) -> String {
        self.plain(&cause_id(cause))
    }

    /// One part of a cause's message: `what`, `user` or `fix`.
    pub fn cause_part(&self, cause: Cause, part: &str) -> String {
        self.plain(&format!("{}.{part}", cause_id(cause)))
    }

    /// The administrator's steps against a cause, without their numbers.
    pub fn fix_steps(&self, cause: Cause) -> Vec<String> {
        self.steps(&format!("{}.fix", cause_id(cause)))
    }

    /// The lines of a message that counts them, without their numbers.
    pub(crate) fn steps(&self, id: &str) -> Vec<String> {
        self.plain(id).lines().map(|line| without_number(line).to_owned()).collect()
    }

    /// A milestone's name.
    pub fn milestone(&self, milestone: Milestone) -> String {
        self.vocabulary("milestone", milestone.id())
    }

    /// The word for a state.
    pub fn state(&self, state: MilestoneState) -> String {
        self.vocabulary("state", state.id())
    }

    /// The word for an outcome.
    pub fn outcome(&self, outcome: Outcome) -> String {
        self.vocabulary("outcome", outcome.id())
    }

    /// The word for a confidence.
    pub fn confidence(&self, confidence: Confidence) -> String {
        self.vocabulary("confidence", confidence.id())
    }

    /// The name of a kind of source.
    pub fn kind(&self, kind: SourceKind) -> String {
        self.vocabulary("kind", kind.id())
    }

    /// The name of a platform.
    pub fn platform(&self, platform: Platform) -> String {
        self.vocabulary("platform", platform.id())
    }

    /// The word for a record's level.
    pub fn level(&self, level: Level) -> String {
        self.plain(match level {
            Level::Verbose => "level-verbose",
            Level::Debug => "level-debug",
            Level::Info => "level-info",
            Level::Default => "level-default",
            Level::Warning => "level-warning",
            Level::Error => "level-error",
            Level::Fault => "level-fault",
            Level::Unknown => "level-unknown",
        })
    }

    /// The name of a kind of value that the redaction replaces; an unknown one as it is.
    pub fn redacted(&self, kind: &str) -> String {
        let known = kind.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        self.try_get(&format!("redacted-{kind}"), &[])
            .ok()
            .filter(|_| known)
            .unwrap_or_else(|| neutralise(kind, MAX_ARGUMENT_CHARS))
    }

    /// The sentence for the `reason` of a gap; an unknown reason is quoted.
    pub fn gap_reason(&self, reason: &str) -> String {
        let id = format!("gap-reason-{}", reason.replace('_', "-"));
        let known = reason != "other" && reason.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        match self.try_get(&id, &[]) {
            Ok(sentence) if known => sentence,
            _ => self.get("gap-reason-other", &[("reason", reason.into())]),
        }
    }

    /// The word for an identifier of the vocabulary: `prefix-` and the id with dashes.
    pub(crate) fn vocabulary(&self, prefix: &str, id: &str) -> String {
        self.plain(&format!("{prefix}-{}", id.replace('_', "-")))
    }
}

/// The id of a cause's message: `cause-dns-failure`.
pub(crate) fn cause_id(cause: Cause) -> String {
    format!("cause-{}", cause.id().replace('_', "-"))
}

fn without_number(line: &str) -> &str {
    match line.split_once(". ") {
        Some((number, rest)) if number.bytes().all(|b| b.is_ascii_digit()) => rest,
        _ => line,
    }
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::En | Language::Ja => grouped_by_commas,
        Language::De => grouped_by_points,
        Language::Fr => grouped_by_spaces,
        Language::Es => grouped_by_points_from_five,
    }));
    for (_, source) in language.resources() {
        // What parses of a damaged file is used; a test keeps the files whole.
        let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// Digits of a group of a large number.
const GROUP: usize = 3;

fn grouped_by_commas(value: &FluentValue<'_>, _: &IntlLangMemoizer) -> Option<String> {
    grouped(value, ',', GROUP + 1)
}

fn grouped_by_points(value: &FluentValue<'_>, _: &IntlLangMemoizer) -> Option<String> {
    grouped(value, '.', GROUP + 1)
}

/// With the space that does not break and that every terminal's font has.
fn grouped_by_spaces(value: &FluentValue<'_>, _: &IntlLangMemoizer) -> Option<String> {
    grouped(value, '\u{a0}', GROUP + 1)
}

/// Spanish leaves four digits together.
fn grouped_by_points_from_five(value: &FluentValue<'_>, _: &IntlLangMemoizer) -> Option<String> {
    grouped(value, '.', GROUP + 2)
}

/// A whole number of at least `from` digits in groups; `None` leaves everything else as it is.
fn grouped(value: &FluentValue<'_>, separator: char, from: usize) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let digits = number.as_string();
    if digits.len() < from || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut out = String::with_capacity(digits.len() + digits.len() / GROUP);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % GROUP == 0 {
            out.push(separator);
        }
        out.push(digit);
    }
    Some(out)
}

fn format(
    bundle: &FluentBundle<FluentResource>,
    language: Language,
    id: &str,
    args: &[(&str, Arg<'_>)],
) -> Result<String, WordsError> {
    let missing = || WordsError::Missing { id: id.to_owned(), language: language.tag() };
    let (name, attribute) = match id.split_once('.') {
        Some((name, attribute)) => (name, Some(attribute)),
        None => (id, None),
    };
    let message = bundle.get_message(name).ok_or_else(missing)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute).map(|a| a.value()),
        None => message.value(),
    }
    .ok_or_else(missing)?;
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, arg) in args {
        values.set(
            *name,
            match arg {
                Arg::Text(text) => FluentValue::from(neutralise(text, MAX_ARGUMENT_CHARS)),
                Arg::Number(number) => FluentValue::from(*number),
            },
        );
    }
    let mut errors = Vec::new();
    let formatted = bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
    if errors.is_empty() {
        Ok(formatted)
    } else {
        Err(WordsError::Incomplete { id: id.to_owned(), language: language.tag() })
    }
}
