//! Starting when the user signs in, by a desktop entry (<https://specifications.freedesktop.org/autostart-spec/>).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const ENTRY: &str = "autostart/io.github.scepscope.app.desktop";

/// Starts the program when the user signs in, or no longer does.
pub(crate) fn set(on: bool) -> io::Result<()> {
    let config = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    let config = config.or_else(|| Some(std::env::home_dir()?.join(".config")));
    let entry = config.ok_or(io::ErrorKind::NotFound)?.join(ENTRY);
    set_in(&entry, &std::env::current_exe()?, on)
}

fn set_in(entry: &Path, program: &Path, on: bool) -> io::Result<()> {
    if !on {
        return match fs::remove_file(entry) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
    }
    if let Some(folder) = entry.parent() {
        fs::create_dir_all(folder)?;
    }
    let program = quoted(program).ok_or(io::ErrorKind::InvalidInput)?;
    fs::write(
        entry,
        format!(
            "[Desktop Entry]\nType=Application\nName=Scepscope\nExec={program} --background\nTerminal=false\n"
        ),
    )
}

/// A program's path as an argument of `Exec`; none where that can't hold it.
fn quoted(program: &Path) -> Option<String> {
    let path = program.to_str().filter(|path| !path.chars().any(char::is_control))?;
    let mut quoted = String::from('"');
    for c in path.chars() {
        match c {
            // Twice: once for the string, once for the argument.
            '"' | '`' | '$' => quoted.extend(['\\', '\\', c]),
            '\\' => quoted.push_str("\\\\\\\\"),
            '%' => quoted.push_str("%%"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    Some(quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_there_exactly_while_it_is_wanted() {
        let folder = tempfile::tempdir().unwrap();
        let entry = folder.path().join(ENTRY);
        set_in(&entry, Path::new("/opt/a b/100%/x$y"), false).unwrap();
        set_in(&entry, Path::new("/opt/a b/100%/x$y"), true).unwrap();
        let text = fs::read_to_string(&entry).unwrap();
        assert!(text.contains("\nExec=\"/opt/a b/100%%/x\\\\$y\" --background\n"), "{text}");
        set_in(&entry, Path::new("/opt/a b/100%/x$y"), false).unwrap();
        assert!(!entry.exists());
        assert!(set_in(&entry, Path::new("/opt/a\nb"), true).is_err());
        assert!(!entry.exists());
    }
}
