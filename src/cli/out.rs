//! Telling whoever runs a command. Who reads it may have seen enough (`frontdesk export | head`): then nothing more is
//! said, and the command ends quietly.

use std::fmt;
use std::io::{ErrorKind, Write};
use std::sync::OnceLock;

/// Why an answer could not be written: a full disk, say.
static LOST: OnceLock<String> = OnceLock::new();

/// Writes a line to standard output.
pub(super) fn line(words: fmt::Arguments) {
    match writeln!(std::io::stdout(), "{words}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => drop(LOST.set(error.to_string())),
        _ => {}
    }
}

/// Writes a line to standard error, if anybody is there.
pub fn aside(words: fmt::Arguments) {
    let _ = writeln!(std::io::stderr(), "{words}");
}

/// That everything was told that was to be told; what is lost has to be in the exit code.
pub(super) fn check() -> Result<(), String> {
    match LOST.get() {
        None => Ok(()),
        Some(error) => Err(format!("The answer could not be written: {error}")),
    }
}

/// [`line`] with the words as they are formatted.
macro_rules! say {
    ($($words:tt)*) => { $crate::cli::out::line(format_args!($($words)*)) };
}
pub(super) use say;
