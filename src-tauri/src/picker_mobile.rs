//! The system's dialogs on phones: documents, no folders.

use std::path::PathBuf;

use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::{DialogExt, FilePath};

use crate::contract::{OwnErrorCode, WindowError};

/// Asks for documents; empty when the dialog was closed. Blocks until it is.
pub(crate) fn files<R: Runtime>(app: &AppHandle<R>) -> Result<Vec<PathBuf>, WindowError> {
    app.dialog().file().blocking_pick_files().unwrap_or_default().into_iter().map(path).collect()
}

/// Phones have no dialog for folders.
pub(crate) fn folder<R: Runtime>(_: &AppHandle<R>) -> Result<Option<PathBuf>, WindowError> {
    Err(OwnErrorCode::NoSuchDialog.into())
}

fn path(chosen: FilePath) -> Result<PathBuf, WindowError> {
    chosen.into_path().map_err(|_| OwnErrorCode::NotAFile.into())
}
