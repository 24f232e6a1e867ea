//! Where the program keeps what is its own.

use std::path::{Path, PathBuf};

use crate::identity::{KeyPlace, system_store};
use crate::{CollectError, ErrorCode};

/// Name of the folder of the device's key inside the program's data folder.
pub const KEY_FOLDER: &str = "identity";

/// `file` here keeps the device's key in a file, also where the system has a key store.
pub const KEY_STORE_VARIABLE: &str = "SCEPSCOPE_KEY_STORE";

/// Name of the folder of pseudonym maps inside the program's data folder.
pub const PSEUDONYM_FOLDER: &str = "pseudonyms";

/// Where the device's signing key is: in the system's key store, with its record in the system's usual place for a
/// user's data (XDG variables honoured on Linux).
///
/// # Errors
/// [`ErrorCode::KeyUnusable`] where the system names no place for the user's data, or [`KEY_STORE_VARIABLE`] holds
/// another word than `file` and `system`.
pub fn key_place() -> Result<KeyPlace, CollectError> {
    let folder = data_folder(ErrorCode::KeyUnusable)?.join(KEY_FOLDER);
    match std::env::var_os(KEY_STORE_VARIABLE) {
        Some(word) if word == "file" => Ok(KeyPlace::file_in(folder)),
        Some(word) if !word.is_empty() && word != "system" => Err(CollectError::with(
            ErrorCode::KeyUnusable,
            format!("{KEY_STORE_VARIABLE} is {}: file or system is needed", word.to_string_lossy()),
        )),
        _ => Ok(KeyPlace::store_or_file_in(folder, system_store())),
    }
}

/// The folder of the pseudonym maps, beside the key.
///
/// # Errors
/// [`ErrorCode::MapUnusable`] where the system names no place for the user's data.
pub fn pseudonym_folder() -> Result<PathBuf, CollectError> {
    Ok(data_folder(ErrorCode::MapUnusable)?.join(PSEUDONYM_FOLDER))
}

fn data_folder(code: ErrorCode) -> Result<PathBuf, CollectError> {
    let data = dirs::data_local_dir()
        .ok_or_else(|| CollectError::with(code, "the system names no folder for the user's data"))?;
    Ok(data.join(Path::new("scepscope")))
}

/// Name of the file of confirmed link keys inside the program's data folder.
const CONFIRMED_FILE: &str = "trust/confirmed-keys.json";

/// Name of the file of used requests inside the program's state folder.
const USED_FILE: &str = "used-requests.json";

/// The file of the link keys that the user confirmed.
///
/// # Errors
/// [`ErrorCode::OutputNotWritable`] where the system names no place for the user's data.
pub fn confirmed_keys_path() -> Result<PathBuf, CollectError> {
    Ok(dirs::data_local_dir().ok_or_else(nowhere)?.join("scepscope").join(CONFIRMED_FILE))
}

/// The file of the requests that were carried out.
///
/// # Errors
/// As [`confirmed_keys_path`].
pub fn used_requests_path() -> Result<PathBuf, CollectError> {
    // Only Linux has a place for state apart.
    let state = dirs::state_dir().or_else(dirs::data_local_dir).ok_or_else(nowhere)?;
    Ok(state.join("scepscope").join(USED_FILE))
}

/// The folder in which bundles wait, and in which they are made: one file system, so that a bundle is moved, not copied.
///
/// # Errors
/// As [`confirmed_keys_path`].
pub fn outbox_path() -> Result<PathBuf, CollectError> {
    let state = dirs::state_dir().or_else(dirs::data_local_dir).ok_or_else(nowhere)?;
    Ok(state.join("scepscope").join("outbox"))
}

/// The folder of what is known of earlier bundles.
///
/// # Errors
/// As [`confirmed_keys_path`].
pub fn history_path() -> Result<PathBuf, CollectError> {
    let state = dirs::state_dir().or_else(dirs::data_local_dir).ok_or_else(nowhere)?;
    Ok(state.join("scepscope").join("history"))
}

/// The folder of the notes of the program's own faults.
///
/// # Errors
/// As [`confirmed_keys_path`].
pub fn faults_path() -> Result<PathBuf, CollectError> {
    let state = dirs::state_dir().or_else(dirs::data_local_dir).ok_or_else(nowhere)?;
    Ok(state.join("scepscope").join("faults"))
}

fn nowhere() -> CollectError {
    CollectError::with(ErrorCode::OutputNotWritable, "the system names no folder for the user's data")
}

/// Makes a folder that its user alone can enter; on Windows that of the profile it lies in.
#[cfg(unix)]
pub(crate) fn create_private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
pub(crate) fn create_private_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}
