//! What the page can ask for. Nothing is decided here.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use scepscope_collect::{PastBundle, PreviewLines};
use scepscope_model::Comparison;
use scepscope_present::Language;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use crate::about;
use crate::background::Background;
use crate::contract::{About, ResultView, WindowError, WindowEvent};
use crate::controller::{Controller, Face};
use crate::picker;
use crate::trust::Trust;

type Done = Result<(), WindowError>;

/// The page: the channel of its latest load.
#[derive(Default)]
pub(crate) struct Page {
    channel: Mutex<Option<Channel<WindowEvent>>>,
    /// Goes on where the page ends.
    background: OnceLock<Background>,
}

impl Page {
    /// Tells the background of the outgoing queue from now on.
    pub(crate) fn watch(&self, background: Background) {
        // Set once, when the window is made.
        let _ = self.background.set(background);
    }

    pub(crate) fn background(&self) -> Option<&Background> {
        self.background.get()
    }

    fn attach(&self, channel: Channel<WindowEvent>) {
        *self.channel.lock().unwrap_or_else(PoisonError::into_inner) = Some(channel);
    }
}

impl Face for Page {
    fn emit(&self, event: WindowEvent) {
        if let (Some(background), WindowEvent::Posts { posts }) = (self.background(), &event) {
            background.posts(posts);
        }
        if let Some(channel) = self.channel.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            // A page that is gone hears nothing; the next one asks for the screen.
            let _ = channel.send(event);
        }
    }
}

/// The folder of `--save-to`.
pub(crate) struct SaveTo(pub(crate) Option<PathBuf>);

#[tauri::command(async)]
pub(crate) fn subscribe(
    channel: Channel<WindowEvent>,
    page: State<'_, Arc<Page>>,
    controller: State<'_, Controller>,
) {
    page.attach(channel);
    controller.show();
}

/// What this device allows.
pub(crate) struct Device(pub(crate) Trust);

#[tauri::command(async)]
pub(crate) fn about(device: State<'_, Device>) -> About {
    about::about(&device.0, scepscope_collect::key_place())
}

#[tauri::command(async)]
pub(crate) fn choose_files(app: AppHandle, controller: State<'_, Controller>) -> Done {
    controller.choose(picker::files(&app)?)
}

#[tauri::command(async)]
pub(crate) fn choose_folder(app: AppHandle, controller: State<'_, Controller>) -> Done {
    controller.choose(picker::folder(&app)?.into_iter().collect())
}

#[tauri::command(async)]
pub(crate) fn clear(controller: State<'_, Controller>) -> Done {
    controller.clear()
}

#[tauri::command(async)]
pub(crate) fn read_device(on: bool, controller: State<'_, Controller>) -> Done {
    controller.read_device(on)
}

#[tauri::command(async)]
pub(crate) fn collect(app: AppHandle, controller: State<'_, Controller>) -> Done {
    if !controller.has_something() {
        controller.choose(picker::files(&app)?)?;
    }
    if controller.has_something() { controller.collect() } else { Ok(()) }
}

#[tauri::command(async)]
pub(crate) fn cancel(controller: State<'_, Controller>) {
    controller.cancel();
}

#[tauri::command(async)]
pub(crate) fn preview(language: &str, controller: State<'_, Controller>) -> Done {
    controller.preview(Language::from_tag(language).unwrap_or_default())
}

#[tauri::command(async)]
pub(crate) fn back(controller: State<'_, Controller>) -> Done {
    controller.back()
}

#[tauri::command(async)]
pub(crate) fn leave_out(item: &str, out: bool, controller: State<'_, Controller>) -> Done {
    controller.leave_out(item, out)
}

#[tauri::command(async)]
pub(crate) fn lines(
    item: &str,
    from: u64,
    changed: bool,
    controller: State<'_, Controller>,
) -> Result<PreviewLines, WindowError> {
    controller.lines(item, from, changed)
}

#[tauri::command(async)]
pub(crate) fn save(app: AppHandle, to: State<'_, SaveTo>, controller: State<'_, Controller>) -> Done {
    let folder = match &to.0 {
        Some(folder) => Some(folder.clone()),
        None => picker::folder(&app)?,
    };
    folder.map_or(Ok(()), |folder| controller.save(folder))
}

#[tauri::command(async)]
pub(crate) fn send(controller: State<'_, Controller>) -> Done {
    controller.send()
}

#[tauri::command(async)]
pub(crate) fn retry(post: &str, controller: State<'_, Controller>) -> Done {
    controller.retry(post)
}

#[tauri::command(async)]
pub(crate) fn remove(post: &str, controller: State<'_, Controller>) -> Done {
    controller.remove(post)
}

#[tauri::command(async)]
pub(crate) fn confirm_key(fingerprint: &str, controller: State<'_, Controller>) -> Done {
    controller.confirm_key(fingerprint)
}

#[tauri::command(async)]
pub(crate) fn accept(digest: &str, controller: State<'_, Controller>) -> Done {
    controller.accept(digest)
}

#[tauri::command(async)]
pub(crate) fn decline(controller: State<'_, Controller>) -> Done {
    controller.decline()
}

#[tauri::command(async)]
pub(crate) fn start_again(controller: State<'_, Controller>) -> Done {
    controller.start_again()
}

#[tauri::command(async)]
pub(crate) fn read_unverified(controller: State<'_, Controller>) -> Done {
    controller.read_unverified()
}

#[tauri::command(async)]
pub(crate) fn choose_identity(app: AppHandle, controller: State<'_, Controller>) -> Done {
    if !controller.asks_for_identity() {
        return Ok(());
    }
    picker::files(&app)?.into_iter().next().map_or(Ok(()), |file| controller.unseal(file))
}

#[tauri::command(async)]
pub(crate) fn analysis_page(
    number: u64,
    language: &str,
    controller: State<'_, Controller>,
) -> Result<String, WindowError> {
    controller.analysis_page(number, Language::from_tag(language).unwrap_or_default())
}

/// The path of the page that was saved; none where the dialog was closed.
#[tauri::command(async)]
pub(crate) fn save_analysis(
    language: &str,
    app: AppHandle,
    to: State<'_, SaveTo>,
    controller: State<'_, Controller>,
) -> Result<Option<String>, WindowError> {
    let folder = match &to.0 {
        Some(folder) => Some(folder.clone()),
        None => picker::folder(&app)?,
    };
    let language = Language::from_tag(language).unwrap_or_default();
    folder.map(|folder| controller.save_analysis(&folder, language)).transpose()
}

#[tauri::command(async)]
pub(crate) fn past(controller: State<'_, Controller>) -> Result<Vec<PastBundle>, WindowError> {
    controller.past()
}

#[tauri::command(async)]
pub(crate) fn past_result(id: &str, controller: State<'_, Controller>) -> Result<ResultView, WindowError> {
    controller.past_result(id)
}

#[tauri::command(async)]
pub(crate) fn compare_past(
    before: &str,
    after: &str,
    controller: State<'_, Controller>,
) -> Result<Comparison, WindowError> {
    controller.compare_past(before, after)
}

#[tauri::command(async)]
pub(crate) fn forget(id: &str, controller: State<'_, Controller>) -> Done {
    controller.forget(id)
}
