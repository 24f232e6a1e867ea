//! Shell completions and man pages, made from the command line's own description.

use std::io::{self, Write};
use std::path::Path;

use clap::{Args, Command, Subcommand};
use clap_complete::Shell;

use crate::{Exit, note};

/// The two hidden subcommands that packagers call.
#[derive(Debug, Subcommand)]
pub enum Describe {
    /// Print the completion script of a shell
    #[command(hide = true)]
    Completions(Completions),
    /// Write the man pages into a folder
    #[command(hide = true)]
    Man(Man),
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    pub shell: Shell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
pub struct Man {
    /// An existing folder
    pub folder: std::path::PathBuf,
}

/// Carries out one of them.
pub fn describe(what: &Describe, mut command: Command) -> Exit {
    let done = match what {
        Describe::Completions(Completions { shell }) => {
            let name = command.get_name().to_owned();
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut command, name, &mut script);
            io::stdout().write_all(&script)
        }
        Describe::Man(Man { folder }) => man(&command, folder),
    };
    match done {
        Ok(()) => Exit::Done,
        Err(error) => {
            note(&error.to_string());
            Exit::Failed
        }
    }
}

fn man(command: &Command, folder: &Path) -> io::Result<()> {
    clap_mangen::generate_to(command.clone(), folder)
}
