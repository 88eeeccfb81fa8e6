//! `frontdesk completions` and `frontdesk man`: what shells and manuals are told of the commands.

use super::Program;
use super::out::say;
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::path::PathBuf;

/// Where the manual goes.
#[derive(Args, Debug)]
pub struct Man {
    /// The folder that gets a page for each command; without it the page of the program is printed
    folder: Option<PathBuf>,
}

/// Prints what completes commands in a shell.
pub fn completions(shell: Shell) {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Program::command(), "frontdesk", &mut script);
    say!("{}", String::from_utf8_lossy(&script).trim_end());
}

/// Prints the manual, or writes it into a folder.
pub fn man(man: &Man) -> Result<(), String> {
    if let Some(folder) = &man.folder {
        let written =
            std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(Program::command(), folder));
        return written.map_err(|error| format!("{} cannot be written: {error}", folder.display()));
    }
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(Program::command()).render(&mut page);
    rendered.map_err(|error| format!("the manual cannot be made: {error}"))?;
    say!("{}", String::from_utf8_lossy(&page).trim_end());
    Ok(())
}
