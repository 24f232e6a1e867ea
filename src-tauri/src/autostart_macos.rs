//! Starting when the user signs in, by a launch agent of the user's own (`launchd.plist(5)`): the system reads it at the next
//! sign-in, and shows it among the login items under the app's name.

use std::fs;
use std::io;
use std::path::Path;

const AGENT: &str = "Library/LaunchAgents/io.github.scepscope.app.plist";

/// Starts the program when the user signs in, or no longer does.
pub(crate) fn set(on: bool) -> io::Result<()> {
    let home = std::env::home_dir().ok_or(io::ErrorKind::NotFound)?;
    set_in(&home.join(AGENT), &std::env::current_exe()?, on)
}

fn set_in(agent: &Path, program: &Path, on: bool) -> io::Result<()> {
    if !on {
        return match fs::remove_file(agent) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
    }
    let program = escaped(program).ok_or(io::ErrorKind::InvalidInput)?;
    if let Some(folder) = agent.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(agent, plist(&program))
}

fn plist(program: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key><string>io.github.scepscope.app</string>
  <key>AssociatedBundleIdentifiers</key><array><string>io.github.scepscope.app</string></array>
  <key>ProgramArguments</key><array><string>{program}</string><string>--background</string></array>
  <key>RunAtLoad</key><true/>
</dict>
</plist>
"#
    )
}

/// A program's path as text in XML; none where that can't hold it.
fn escaped(program: &Path) -> Option<String> {
    let path = program.to_str().filter(|path| !path.chars().any(char::is_control))?;
    Some(path.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_is_there_exactly_while_it_is_wanted() {
        let folder = tempfile::tempdir().unwrap();
        let agent = folder.path().join(AGENT);
        let program = Path::new("/Applications/R&D <1>/Scepscope.app/Contents/MacOS/scepscope-app");
        set_in(&agent, program, false).unwrap();
        set_in(&agent, program, true).unwrap();
        let text = fs::read_to_string(&agent).unwrap();
        let path =
            "<string>/Applications/R&amp;D &lt;1&gt;/Scepscope.app/Contents/MacOS/scepscope-app</string>";
        assert!(text.contains(&format!("<array>{path}<string>--background</string></array>")), "{text}");
        assert!(text.contains("<key>RunAtLoad</key><true/>"));
        set_in(&agent, program, false).unwrap();
        assert!(!agent.exists());
        assert!(set_in(&agent, Path::new("/opt/a\nb"), true).is_err());
        assert!(!agent.exists());
    }
}
