//! What passes between the program and the page. The page's TypeScript types are generated from here.

use scepscope_collect::{CollectError, ErrorCode, Packed, Preview, PreviewLines};
use scepscope_model::{Cause, Milestone, MilestoneState, Report, SourceKind};
use schemars::JsonSchema;
use serde::Serialize;

/// Everything that the page is told, in order, over one channel.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum WindowEvent {
    /// What is shown changed as a whole.
    Screen {
        /// The new screen.
        screen: Screen,
    },
    /// Files are held over the window, or no longer are.
    Hover {
        /// Whether they are.
        over: bool,
    },
    /// A source was found, was read on, or ended. The same id replaces the earlier state.
    Source {
        /// The source.
        source: SourceProgress,
    },
    /// Preparing the preview went on.
    Prepare {
        /// How far.
        work: Amount,
    },
    /// Saving the bundle went on.
    Save {
        /// How far.
        save: SaveState,
    },
}

/// One screen of the window.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "screen", rename_all = "snake_case")]
pub enum Screen {
    /// Choose and collect.
    Start {
        /// What was chosen so far.
        chosen: Vec<Chosen>,
    },
    /// Sources are being read.
    Collecting {
        /// Every source found so far.
        sources: Vec<SourceProgress>,
        /// Whether somebody asked to stop.
        stopping: bool,
    },
    /// What was found.
    Result {
        /// The report and its sentences.
        view: Box<ResultView>,
    },
    /// What would leave is being put together.
    Preparing {
        /// How far.
        work: Amount,
    },
    /// What would leave, item by item.
    Preview {
        /// The items, and what is replaced in them.
        preview: Box<Preview>,
        /// How far saving is.
        save: SaveState,
    },
    /// The check ended without a report.
    Failed {
        /// Why.
        error: WindowError,
    },
}

/// One chosen file or folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Chosen {
    /// The path, to be shown. The page can't pass it back.
    pub path: String,
    /// Whether it is a folder.
    pub folder: bool,
}

/// How far the reading of one source is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourceProgress {
    /// Id within the report.
    pub id: String,
    /// Where it comes from.
    pub origin: String,
    /// What the content is.
    pub kind: SourceKind,
    /// Bytes read so far.
    pub read: u64,
    /// Size in bytes, where known.
    pub bytes: Option<u64>,
    /// Records in it; null until it was read to its end.
    pub records: Option<u64>,
    /// Whether it could not be read.
    pub unreadable: bool,
}

/// How much of something is done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Amount {
    /// Bytes done so far.
    pub bytes: u64,
    /// Bytes in total, as far as known; 0 where nothing is known.
    pub total: u64,
}

/// How far saving the bundle is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "save", rename_all = "snake_case")]
pub enum SaveState {
    /// Nothing was saved yet.
    Idle,
    /// The bundle is being written.
    Saving {
        /// How much is written, before compression.
        work: Amount,
    },
    /// The bundle stands.
    Saved {
        /// Where, how large, signed by which key.
        bundle: Packed,
    },
    /// No bundle was written.
    Failed {
        /// Why.
        error: WindowError,
    },
}

/// The report with everything that has to be decided to show it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ResultView {
    /// What happened, and what the user does now.
    pub verdict: VerdictView,
    /// The path from the device to the certificate.
    pub path: Vec<StopView>,
    /// The first failed or absent stop, from 0: where the eye lands.
    pub focus: Option<usize>,
    /// The report itself.
    pub report: Report,
}

/// The verdict's sentences as message ids, and what they take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VerdictView {
    /// The sentence. Takes `host`, `title` (the cause's) and `step` (the milestone's); without a host its `.nohost`
    /// stands in where there is one.
    pub id: String,
    /// What to do next.
    pub next: String,
    /// The server's host name, cleaned.
    pub host: Option<String>,
    /// The step that failed or is missing.
    pub milestone: Option<Milestone>,
    /// The cause that the sentence rests on.
    pub cause: Option<Cause>,
}

/// One stop of the path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StopView {
    /// The id of its label's message: `stop-device`, `stop-name`, …
    pub label: String,
    /// What the evidence says of it.
    pub state: MilestoneState,
}

/// An error that the page acts on by its code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, thiserror::Error)]
#[error("{code:?}")]
pub struct WindowError {
    /// What kind. Its two sentences are `error-<code>-what` and `-next` of the language files.
    pub code: WindowErrorCode,
    /// Particulars for an administrator. Not translated.
    pub detail: Option<String>,
}

impl WindowError {
    /// Whether somebody asked for this end.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.code == WindowErrorCode::Collect(ErrorCode::Cancelled)
    }
}

/// The kinds of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum WindowErrorCode {
    /// The collector's.
    Collect(ErrorCode),
    /// The window's own.
    Window(OwnErrorCode),
}

/// The kinds of errors that only the window has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OwnErrorCode {
    /// The command doesn't fit what is shown: a second click, a page that lags behind.
    NotNow,
    /// The chosen document is no file that this system lets the program open by a path.
    NotAFile,
    /// This system has no dialog of that kind.
    NoSuchDialog,
}

impl From<CollectError> for WindowError {
    fn from(error: CollectError) -> WindowError {
        WindowError { code: WindowErrorCode::Collect(error.code), detail: error.detail }
    }
}

impl From<OwnErrorCode> for WindowError {
    fn from(code: OwnErrorCode) -> WindowError {
        WindowError { code: WindowErrorCode::Window(code), detail: None }
    }
}

/// The roots of everything that passes, for the schema.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its schema is used")]
pub struct Contract {
    /// What the page hears.
    event: WindowEvent,
    /// What a command fails with.
    error: WindowError,
    /// What asking for lines of an item gives.
    lines: PreviewLines,
}
