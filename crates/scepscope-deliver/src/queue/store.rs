//! Files that are whole or not there, whenever the power goes.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// Start of the names of files and folders that are not finished, or being removed.
pub(super) const UNFINISHED: &str = ".part-";

/// Makes a folder that only its owner can enter.
#[cfg(unix)]
pub(super) fn create_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Makes a folder; on this system it has the rights of the one above.
#[cfg(not(unix))]
pub(super) fn create_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Makes sure that names in the folder outlast a loss of power.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// This system does not open folders, and keeps names in its journal.
#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes sure that a file's content outlasts a loss of power.
#[cfg(unix)]
fn sync_file(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Makes sure that a file's content outlasts a loss of power: this system does that only for who may write
/// (<https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-flushfilebuffers>). Who may not, did not write it just now.
#[cfg(not(unix))]
fn sync_file(path: &Path) -> io::Result<()> {
    match File::options().write(true).open(path) {
        Ok(file) => file.sync_all(),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        Err(error) => Err(error),
    }
}

/// Replaces a file as a whole. Readable by its owner only.
pub(super) fn replace(folder: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(folder.join(name)).map_err(|e| e.error)?;
    sync_folder(folder)
}

/// Puts a file under another name: the same file where the system can do that, a copy elsewhere.
pub(super) fn link_or_copy(from: &Path, folder: &Path, name: &str) -> io::Result<()> {
    let to = folder.join(name);
    if fs::hard_link(from, &to).is_ok() {
        return sync_file(&to);
    }
    let mut file = NamedTempFile::new_in(folder)?;
    io::copy(&mut File::open(from)?, &mut file)?;
    file.as_file().sync_all()?;
    file.persist(to).map_err(|e| e.error)?;
    Ok(())
}

/// Reads a file of at most `limit` bytes.
pub(super) fn read_bounded(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut content)?;
    if content.len() as u64 > limit {
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("longer than {limit} bytes")));
    }
    Ok(content)
}

/// When a file was last changed, in nanoseconds since 1970.
pub(super) fn modified(path: &Path) -> io::Result<(u64, i128)> {
    let metadata = fs::metadata(path)?;
    let stamp = metadata.modified()?.duration_since(std::time::UNIX_EPOCH);
    let nanoseconds = stamp.map(|d| d.as_nanos()).unwrap_or_default();
    Ok((metadata.len(), i128::try_from(nanoseconds).unwrap_or_default()))
}
