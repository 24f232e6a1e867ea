//! Where the program keeps what is its own.

use std::path::{Path, PathBuf};

use crate::{CollectError, ErrorCode};

/// Name of the key file inside the program's data folder.
pub const KEY_FILE: &str = "identity/device-key";

/// Name of the folder of pseudonym maps inside the program's data folder.
pub const PSEUDONYM_FOLDER: &str = "pseudonyms";

/// The file of the device's signing key, in the system's usual place (XDG variables honoured on Linux).
///
/// # Errors
/// [`ErrorCode::KeyUnusable`] where the system names no place for the user's data.
pub fn key_path() -> Result<PathBuf, CollectError> {
    Ok(data_folder(ErrorCode::KeyUnusable)?.join(KEY_FILE))
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

fn nowhere() -> CollectError {
    CollectError::with(ErrorCode::OutputNotWritable, "the system names no folder for the user's data")
}
