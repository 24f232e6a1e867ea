//! What passes between the program and the page. The page's TypeScript types are generated from here.

use scepscope_acquire::{DEVICE_FACTS, Reason, Source, SourceList, State};
use scepscope_collect::{
    CollectError, ErrorCode, Packed, PastBundle, Preview, PreviewLines, StoreKind, StoreNote, Whole,
};
use scepscope_deliver::{Failure, FailureCode, QueueError};
use scepscope_model::{Cause, Comparison, Milestone, MilestoneState, Report, SourceKind};
use scepscope_request::{Offer, Refusal};
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
    /// The reading went on as a whole.
    Whole {
        /// How far.
        whole: Whole,
    },
    /// A step in front of or behind the reading of the logs began or ended.
    Steps {
        /// All of them so far.
        steps: Vec<Step>,
    },
    /// Preparing the preview went on.
    Prepare {
        /// How far.
        work: Amount,
    },
    /// The outgoing queue changed, or sending went on.
    Posts {
        /// Everything in it.
        posts: Vec<Post>,
    },
    /// Something that nobody on the page asked for failed: a link that came too many.
    Trouble {
        /// Why.
        error: WindowError,
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
        /// What this device itself offers; null until that is known.
        device: Option<DeviceOffer>,
        /// Whether Collect would read this device itself.
        reads_device: bool,
    },
    /// Sources are being read.
    Collecting {
        /// How far the whole is.
        whole: Whole,
        /// What is done besides.
        steps: Vec<Step>,
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
    /// A link asks for something.
    Request {
        /// What, or why it can't be followed.
        request: RequestView,
        /// How many more links wait.
        more: usize,
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
        /// The host that a link wants it sent to; null where nobody asked for it.
        destination: Option<String>,
        /// How far saving or handing over is.
        save: SaveState,
    },
    /// A bundle is encrypted: the age identity for it is missing, or is another's.
    Sealed {
        /// Which bundle, and what is missing.
        error: WindowError,
    },
    /// Bundles that can't be relied on: somebody decides whether to read them all the same.
    Doubtful {
        /// Each of them.
        bundles: Vec<DoubtfulBundle>,
    },
    /// The analysis of bundles, and of what was added to them. The page is asked for by its number.
    Analysis {
        /// Another number is another analysis.
        number: u64,
        /// What it was made of.
        files: Vec<Chosen>,
        /// Whether something in it can't be relied on.
        unverified: bool,
    },
    /// The check ended without a report.
    Failed {
        /// Why.
        error: WindowError,
    },
}

/// A bundle that can't be relied on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DoubtfulBundle {
    /// Its path, to be shown.
    pub path: String,
    /// What is wrong with it, for an administrator.
    pub failures: Vec<String>,
}

/// What this device itself offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DeviceOffer {
    /// Whether anything that tells of enrolments can be read.
    pub ready: bool,
    /// Every source that tells of enrolments.
    pub sources: Vec<DeviceSource>,
}

/// A source of this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DeviceSource {
    /// Its stable id. `source-<id>` names it.
    pub id: String,
    /// Whether it can be read now.
    pub state: State,
    /// Why it can't; null where it can.
    pub reason: Option<Reason>,
    /// Whether an administrator would see more of it.
    pub more_with_elevation: bool,
}

impl From<&Source> for DeviceSource {
    fn from(source: &Source) -> DeviceSource {
        DeviceSource {
            id: source.id.to_owned(),
            state: source.state,
            reason: source.reason,
            more_with_elevation: source.more_with_elevation,
        }
    }
}

impl From<SourceList> for DeviceOffer {
    fn from(list: SourceList) -> DeviceOffer {
        // What the device itself is tells of no enrolment.
        let telling = list.sources.iter().filter(|source| source.id != DEVICE_FACTS);
        let sources: Vec<DeviceSource> = telling.map(DeviceSource::from).collect();
        DeviceOffer { ready: sources.iter().any(|source| source.state == State::Ready), sources }
    }
}

/// A step besides the reading of the logs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Step {
    /// What is done.
    pub task: Task,
    /// Whether it is over.
    pub done: bool,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum Task {
    /// A source of this device is read.
    Device {
        /// Its id.
        source: String,
    },
    /// The server of the SCEP URL is asked.
    Server {
        /// Its host.
        host: String,
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
    /// The bundle is in the outgoing queue.
    Handed {
        /// Its entry there.
        post: String,
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

/// A link as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "request", rename_all = "snake_case")]
pub enum RequestView {
    /// Somebody trusted asks: who, for what, and where it goes.
    Offer {
        /// What a person agrees to. Its texts come from the link.
        offer: Box<Offer>,
        /// When the link ends: RFC 3339, UTC.
        until: String,
        /// The logs that would be read.
        chosen: Vec<Chosen>,
        /// The sources of this device that would be read: none where logs are chosen.
        device: Vec<String>,
    },
    /// Nobody on this device has confirmed the key that signed it. Nothing else of it is shown.
    UnknownKey {
        /// The key's fingerprint, to be compared.
        fingerprint: String,
    },
    /// It is not followed.
    Refused {
        /// Why.
        error: WindowError,
    },
}

/// A bundle in the outgoing queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Post {
    /// Its name there.
    pub id: String,
    /// The bundle's file name.
    pub bundle: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was queued: RFC 3339, UTC.
    pub created: String,
    /// The host that it goes to.
    pub host: String,
    /// The case id.
    pub case: Option<String>,
    /// Where it stands.
    pub state: PostState,
}

/// Where a bundle in the outgoing queue stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "post", rename_all = "snake_case")]
pub enum PostState {
    /// It is sent as soon as that is possible.
    Waiting {
        /// Why it was not sent yet; null where it was not tried.
        failure: Option<Failure>,
        /// When it is tried again: RFC 3339, UTC.
        not_before: Option<String>,
    },
    /// It is being sent.
    Sending {
        /// How much has arrived.
        work: Amount,
        /// At the present rate; null while nothing is known.
        seconds_left: Option<u64>,
    },
    /// It has arrived.
    Delivered {
        /// When: RFC 3339, UTC.
        at: String,
        /// Fingerprint of the key that signed the receipt.
        signed_by: Option<String>,
        /// Whether that key was known beforehand.
        pinned: bool,
        /// The server's last answer.
        answer: String,
    },
    /// Trying again changes nothing until somebody does.
    Stopped {
        /// Why.
        failure: Failure,
    },
}

/// The program, this device's key, and what its management allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct About {
    /// The program's version.
    pub version: String,
    /// The key that this device signs with.
    pub key: Known<KeyFacts>,
    /// What holds on this device.
    pub policy: Known<PolicyFacts>,
}

/// Something that was found out, or why it was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "known", rename_all = "snake_case")]
pub enum Known<T> {
    /// It was.
    Yes {
        /// What.
        facts: T,
    },
    /// It was not.
    No {
        /// Why.
        error: WindowError,
    },
}

/// This device's signing key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct KeyFacts {
    /// `SHA256:…`, as `ssh-keygen -l` shows it.
    pub fingerprint: String,
    /// Where it is kept.
    pub store: StoreKind,
    /// Why there, where that needs a word.
    pub note: Option<StoreNote>,
}

/// What the device's management, or its user, allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PolicyFacts {
    /// Where a policy is or would be.
    pub place: String,
    /// Whether there is one.
    pub managed: bool,
    /// Every setting.
    pub settings: Vec<Setting>,
    /// Settings of the policy that this version does not know.
    pub unknown: Vec<String>,
}

/// One setting of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub origin: SettingOrigin,
    /// What it is.
    pub value: SettingValue,
}

/// Where a setting comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SettingOrigin {
    /// The policy.
    Policy,
    /// The user confirmed it.
    User,
    /// The program's own.
    Default,
}

/// What a setting is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "value", rename_all = "snake_case")]
pub enum SettingValue {
    /// It is not set.
    NotSet,
    /// On or off.
    Switch {
        /// Whether it is on.
        on: bool,
    },
    /// One text or several; none is an empty list.
    Texts {
        /// The texts.
        texts: Vec<String>,
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

    /// Whether the program met a fault of its own.
    pub(crate) fn is_fault(&self) -> bool {
        self.code == WindowErrorCode::Window(OwnErrorCode::Fault)
    }

    /// Whether another program uses the outgoing queue at this moment.
    pub(crate) fn is_busy(&self) -> bool {
        self.code == WindowErrorCode::Other(QueueError::Busy.code())
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
    /// The delivery's.
    Delivery(FailureCode),
    /// That of a refused link or of the queue.
    Other(&'static str),
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
    /// Files came while something is under way; they are kept for later.
    FilesKept,
    /// More links wait than are kept.
    TooManyLinks,
    /// The program met a fault of its own. The particulars are the path of a note of it.
    Fault,
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

impl From<Refusal> for WindowError {
    fn from(refusal: Refusal) -> WindowError {
        WindowError { code: WindowErrorCode::Other(refusal.code.id()), detail: refusal.detail }
    }
}

impl From<QueueError> for WindowError {
    fn from(error: QueueError) -> WindowError {
        WindowError { code: WindowErrorCode::Other(error.code()), detail: Some(error.to_string()) }
    }
}

impl From<Failure> for WindowError {
    fn from(failure: Failure) -> WindowError {
        let detail = Some(failure.summary());
        WindowError { code: WindowErrorCode::Delivery(failure.code), detail }
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
    /// What asking about the program gives.
    about: About,
    /// What asking for lines of an item gives.
    lines: PreviewLines,
    /// What the list of earlier bundles holds.
    past: PastBundle,
    /// What comparing two of them gives.
    comparison: Comparison,
}
