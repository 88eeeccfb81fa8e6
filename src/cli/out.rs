//! Telling whoever runs a command. Who reads it may have seen enough (`frontdesk export | head`): then nothing more is
//! said, and the command ends quietly.

use std::fmt;
use std::io::{ErrorKind, Write};
use std::sync::OnceLock;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

/// Why an answer could not be written: a full disk, say.
static LOST: OnceLock<String> = OnceLock::new();

/// Writes a line to standard output.
pub(super) fn line(words: fmt::Arguments) {
    match writeln!(std::io::stdout(), "{words}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => drop(LOST.set(error.to_string())),
        _ => {}
    }
}

/// Writes a line to standard error, if anybody is there: a pipe that nobody reads keeps no command.
pub fn aside(words: fmt::Arguments) {
    let (line, (done, wait)) = (format!("{words}\n"), sync_channel(1));
    std::thread::spawn(move || {
        let _ = std::io::stderr().write_all(line.as_bytes());
        let _ = done.send(());
    });
    let _ = wait.recv_timeout(Duration::from_secs(1));
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
