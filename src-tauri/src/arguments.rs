//! The command line of the window: what "Open with" and kiosks pass.

use std::ffi::OsString;
use std::path::PathBuf;

/// What `--help` prints.
pub const USAGE: &str = "\
Usage: scepscope-app [--save-to DIR] [PATH...]

Opens the window. PATH is a log, a folder or an archive; it is chosen already, nothing is read before Collect.

  --save-to DIR  save bundles there instead of asking for a folder (kiosks, tests)
  --help         print this
  --version      print the version
";

/// What the window starts with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arguments {
    /// Files and folders chosen beforehand.
    pub inputs: Vec<PathBuf>,
    /// The folder for bundles; none asks each time.
    pub save_to: Option<PathBuf>,
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
                Long("save-to") => arguments.save_to = Some(parser.value()?.into()),
                Value(path) => arguments.inputs.push(path.into()),
                other => return Err(other.unexpected()),
            }
        }
        Ok(Request::Open(arguments))
    }
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
    }

    #[test]
    fn an_unknown_option_is_refused() {
        assert!(parse(&["--collect-everything"]).is_err());
        assert!(parse(&["--save-to"]).is_err());
        assert_eq!(parse(&["x", "--help"]).ok(), Some(Request::Help));
    }
}
