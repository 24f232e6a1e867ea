//! The system's dialogs on desktops. The page is told what was chosen, it can't choose by itself.

use std::path::PathBuf;

use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::{DialogExt, FilePath};

use crate::contract::{OwnErrorCode, WindowError};

/// Asks for files; empty when the dialog was closed. Blocks until it is.
pub(crate) fn files<R: Runtime>(app: &AppHandle<R>) -> Result<Vec<PathBuf>, WindowError> {
    app.dialog().file().blocking_pick_files().unwrap_or_default().into_iter().map(path).collect()
}

/// Asks for a folder; none when the dialog was closed. Blocks until it is.
pub(crate) fn folder<R: Runtime>(app: &AppHandle<R>) -> Result<Option<PathBuf>, WindowError> {
    app.dialog().file().blocking_pick_folder().map(path).transpose()
}

fn path(chosen: FilePath) -> Result<PathBuf, WindowError> {
    chosen.into_path().map_err(|_| OwnErrorCode::NotAFile.into())
}
