//! The command line of the window: what "Open with" and kiosks pass.

use std::ffi::OsString;
use std::path::PathBuf;

/// What `--help` prints.
pub const USAGE: &str = "\
Usage: scepscope-app [--save-to DIR] [LINK | PATH]...

Opens the window. PATH is a log, a folder or an archive; it is chosen already, nothing is read before Collect. A bundle is
verified and analyzed at once, with the logs named beside it. LINK is what an administrator sent (scepscope:collect#… or
https://…/collect#…): it is shown, and nothing done before you agree.

  --save-to DIR  save bundles there instead of asking for a folder (kiosks, tests)
  --background   send what waits without showing the window, and end; ends at once where nothing waits
  --help         print this
  --version      print the version
";

/// What the window starts with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arguments {
    /// Links to be shown, as they came.
    pub links: Vec<String>,
    /// Files and folders chosen beforehand.
    pub inputs: Vec<PathBuf>,
    /// The folder for bundles; none asks each time.
    pub save_to: Option<PathBuf>,
    /// Whether to send what waits, out of the way.
    pub background: bool,
}

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Request {
    /// Open the window.
    Open(Arguments),
    /// Print [`USAGE`].
    Help,
    /// Print the version.
    Version,
}

impl Arguments {
    /// Reads a command line without the program's name.
    ///
    /// # Errors
    /// An option that is not known, or one without its value.
    pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Request, lexopt::Error> {
        use lexopt::prelude::*;

        let mut parser = lexopt::Parser::from_args(args);
        let mut arguments = Arguments::default();
        while let Some(arg) = parser.next()? {
            match arg {
                Long("help") | Short('h') => return Ok(Request::Help),
                Long("version") | Short('V') => return Ok(Request::Version),
                Long("background") => arguments.background = true,
                Long("save-to") => arguments.save_to = Some(parser.value()?.into()),
                Value(value) => match value.to_str().filter(|text| is_link(text)) {
                    Some(link) => arguments.links.push(link.to_owned()),
                    None => arguments.inputs.push(value.into()),
                },
                other => return Err(other.unexpected()),
            }
        }
        Ok(Request::Open(arguments))
    }
}

/// Whether a link is meant, a good one or not; no path begins like this.
fn is_link(text: &str) -> bool {
    let begins = |with: &str| text.get(..with.len()).is_some_and(|t| t.eq_ignore_ascii_case(with));
    begins("scepscope:") || begins("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Request, lexopt::Error> {
        Arguments::parse(args.iter().map(OsString::from))
    }

    #[test]
    fn paths_and_the_folder_for_bundles() {
        let Ok(Request::Open(arguments)) = parse(&["a.log", "--save-to", "out", "--", "--odd name"]) else {
            panic!("not opened");
        };
        assert_eq!(arguments.inputs, [PathBuf::from("a.log"), PathBuf::from("--odd name")]);
        assert_eq!(arguments.save_to, Some(PathBuf::from("out")));
        assert!(!arguments.background);
        let Ok(Request::Open(arguments)) = parse(&["--background"]) else { panic!("not opened") };
        assert!(arguments.background);
    }

    #[test]
    fn links_are_kept_apart_from_paths() {
        let links = ["scepscope:collect#x", "SCEPSCOPE://collect#y", "https://scep.example/collect#z"];
        let Ok(Request::Open(arguments)) = parse(&[&["scepscope"], &links[..], &["http.log"]].concat())
        else {
            panic!("not opened");
        };
        assert_eq!(arguments.links, links);
        assert_eq!(arguments.inputs, [PathBuf::from("scepscope"), PathBuf::from("http.log")]);
    }

    #[test]
    fn an_unknown_option_is_refused() {
        assert!(parse(&["--collect-everything"]).is_err());
        assert!(parse(&["--save-to"]).is_err());
        assert_eq!(parse(&["x", "--help"]).ok(), Some(Request::Help));
    }
}
