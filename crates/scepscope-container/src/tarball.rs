//! tar: ustar, GNU long names and pax, read as a stream.
//!
//! The `tar` crate reads the headers and steps from one to the next. Long names and pax records are read here, since
//! theirs would be held in memory whatever their length.

use std::io::Read;

use tar::{EntryType, PaxExtensions};

use crate::fault::Fault;
use crate::limits::MAX_TAR_HEADER_BYTES;
use crate::name::decode;
use crate::pass::{File, Pass};
use crate::{Ended, Reason};

/// What headers before an entry say of it.
#[derive(Default)]
struct Before {
    name: Option<Vec<u8>>,
    /// The size, where it differs from the header's.
    size: Option<u64>,
    sparse: bool,
    too_long: bool,
}

pub(crate) fn walk(input: &mut dyn Read, pass: &mut Pass<'_>) -> Result<(), Ended> {
    let mut archive = tar::Archive::new(input);
    let entries = match archive.entries() {
        Ok(entries) => entries.raw(true),
        Err(error) => return Err(pass.fail(Fault::of(&error))),
    };
    let mut before = Before::default();
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => return Err(pass.fail(damage(&error))),
        };
        let kind = entry.header().entry_type();
        let is_header = matches!(
            kind,
            EntryType::GNULongName | EntryType::GNULongLink | EntryType::XHeader | EntryType::XGlobalHeader
        );
        if is_header {
            header(kind, &mut entry, &mut before).map_err(|fault| pass.fail(fault))?;
            continue;
        }
        let index = pass.next_index()?;
        let before = std::mem::take(&mut before);
        let raw = before.name.unwrap_or_else(|| entry.path_bytes().into_owned());
        let raw = decode(&raw);
        // What writes no time leaves it at 0.
        let modified =
            entry.header().mtime().ok().and_then(|at| i64::try_from(at).ok()).filter(|at| *at != 0);
        let size = entry.size();
        if before.size.is_some_and(|stated| stated != size) {
            return Err(pass.fail(Fault::new(Reason::MethodNotSupported, "size in a pax record")));
        }
        if before.too_long {
            pass.refuse(Reason::NameTooLong, &raw);
            continue;
        }
        match kind {
            EntryType::Directory => continue,
            EntryType::Regular | EntryType::Continuous if raw.ends_with('/') => continue,
            EntryType::Regular | EntryType::Continuous if before.sparse => {
                pass.refuse(Reason::MethodNotSupported, &raw);
            }
            EntryType::Regular | EntryType::Continuous => {
                let Some(path) = pass.path(&raw) else { continue };
                let file = File { index, path, size: Some(size), exact: true, packed: None, modified };
                pass.offer(file, &mut entry)?;
            }
            EntryType::Link | EntryType::Symlink => pass.refuse(Reason::LinkNotFollowed, &raw),
            EntryType::Char | EntryType::Block | EntryType::Fifo => pass.refuse(Reason::NotAFile, &raw),
            EntryType::GNUSparse => {
                // Further header blocks may follow whose length the entry does not state.
                if entry.header().as_gnu().is_some_and(tar::GnuHeader::is_extended) {
                    return Err(pass.fail(Fault::new(Reason::MethodNotSupported, "extended sparse file")));
                }
                pass.refuse(Reason::MethodNotSupported, &raw);
            }
            _ => pass.refuse(Reason::MethodNotSupported, &raw),
        }
    }
    Ok(())
}

/// Takes in a header that speaks of the next entry.
fn header(
    kind: EntryType,
    entry: &mut tar::Entry<'_, &mut dyn Read>,
    before: &mut Before,
) -> Result<(), Fault> {
    if kind == EntryType::GNULongLink || kind == EntryType::XGlobalHeader {
        return Ok(());
    }
    if entry.size() > MAX_TAR_HEADER_BYTES {
        before.too_long = true;
        return Ok(());
    }
    let size = entry.size();
    let mut text = Vec::new();
    entry.read_to_end(&mut text).map_err(|e| damage(&e))?;
    if (text.len() as u64) < size {
        return Err(Fault::new(Reason::Truncated, "inside an extended header"));
    }
    if kind == EntryType::GNULongName {
        let end = text.iter().position(|b| *b == 0).unwrap_or(text.len());
        text.truncate(end);
        before.name = Some(text);
        return Ok(());
    }
    for record in PaxExtensions::new(&text).flatten() {
        match record.key_bytes() {
            b"path" => before.name = Some(record.value_bytes().to_owned()),
            b"size" => before.size = record.value().ok().and_then(|v| v.parse().ok()),
            key if key.starts_with(b"GNU.sparse.") => before.sparse = true,
            _ => {}
        }
    }
    Ok(())
}

/// The `tar` crate gives errors of several kinds for a header that is none.
fn damage(error: &std::io::Error) -> Fault {
    let fault = Fault::of(error);
    match fault.reason {
        Reason::Io if error.kind() == std::io::ErrorKind::Other => Fault { reason: Reason::Damaged, ..fault },
        _ => fault,
    }
}
