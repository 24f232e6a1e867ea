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
