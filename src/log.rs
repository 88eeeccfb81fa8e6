//! The log of the server, to standard error. A log that cannot be written holds nobody up and ends nothing (T09): lines
//! wait in a buffer with an end, one thread writes them, several at a time, and what finds no place is dropped and counted.

use crate::config::Config;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;
use tracing_subscriber::fmt::MakeWriter;

/// How many bytes of lines may wait.
const ROOM: usize = 1 << 20;
/// How long lines gather after some were written: a busy server writes a few hundred times a second, not at each line.
const GATHER: Duration = Duration::from_millis(5);
/// How long the last lines may take at the end.
const FLUSH: Duration = Duration::from_millis(500);

/// Lines that were dropped or could not be written.
static DROPPED: AtomicU64 = AtomicU64::new(0);
static LOG: OnceLock<Log> = OnceLock::new();

/// How many lines of the log were lost.
pub fn dropped() -> u64 {
    DROPPED.load(Ordering::Relaxed)
}

/// The way into the log.
#[derive(Clone)]
struct Log(Arc<Buffer>);

/// Lines on their way.
#[derive(Default)]
struct Buffer {
    lines: Mutex<Lines>,
    /// There is something to write.
    filled: Condvar,
    /// Everything was written.
    emptied: Condvar,
}

#[derive(Default)]
struct Lines {
    text: Vec<u8>,
    /// Whether the thread waits to be woken.
    is_asleep: bool,
    /// Whether the thread is writing what it took.
    is_writing: bool,
}

/// Starts the log. A second start in one process (tests) keeps the first.
pub fn start(config: &Config) {
    let log = LOG.get_or_init(|| Log::to(destination())).clone();
    // The usual way would write to standard error itself, and wait there for whoever reads it.
    std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
    let builder = tracing_subscriber::fmt()
        .with_ansi(io::stderr().is_terminal())
        .with_max_level(config.log_level)
        .log_internal_errors(false)
        .with_writer(log);
    let _ = match config.log_json {
        true => builder.json().flatten_event(true).try_init(),
        false => builder.with_target(false).try_init(),
    };
}

/// Standard error, without the lock of the process on it: a reader that does not read holds up this thread alone.
fn destination() -> Box<dyn Write + Send> {
    #[cfg(unix)]
    if let Ok(file) = std::os::fd::AsFd::as_fd(&io::stderr()).try_clone_to_owned() {
        return Box::new(std::fs::File::from(file));
    }
    Box::new(io::stderr())
}

/// Waits a moment for the last lines.
pub fn flush() {
    if let Some(log) = LOG.get() {
        log.flush(FLUSH);
    }
}

impl Log {
    fn to(out: impl Write + Send + 'static) -> Self {
        let log = Log(Arc::default());
        let buffer = Arc::clone(&log.0);
        let writer = std::thread::Builder::new().name("log".into());
        // Without its thread every line is dropped in the end, and the server serves.
        let _ = writer.spawn(move || write_all(out, &buffer));
        log
    }

    fn add(&self, text: &[u8]) {
        let mut lines = self.0.lock();
        if lines.text.len() + text.len() > ROOM {
            DROPPED.fetch_add(1, Ordering::Relaxed);
            return;
        }
        lines.text.extend_from_slice(text);
        if std::mem::take(&mut lines.is_asleep) {
            self.0.filled.notify_one();
        }
    }

    fn flush(&self, most: Duration) {
        let is_busy = |lines: &mut Lines| lines.is_writing || !lines.text.is_empty();
        let _ = self.0.emptied.wait_timeout_while(self.0.lock(), most, is_busy);
    }
}

impl Buffer {
    fn lock(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What waits, once there is something.
    fn take(&self) -> Vec<u8> {
        let mut lines = self.lock();
        lines.is_writing = false;
        while lines.text.is_empty() {
            self.emptied.notify_all();
            lines.is_asleep = true;
            lines = self.filled.wait(lines).unwrap_or_else(PoisonError::into_inner);
        }
        lines.is_writing = true;
        std::mem::take(&mut lines.text)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "it is a thread of its own, on which nobody waits"
)]
fn write_all(mut out: impl Write, buffer: &Buffer) {
    let mut told = 0;
    loop {
        let text = buffer.take();
        let lost = dropped();
        if lost > told && writeln!(out, "{} lines of the log were lost before this one", lost - told).is_ok() {
            told = lost;
        }
        if out.write_all(&text).and_then(|()| out.flush()).is_err() {
            let lines = text.iter().filter(|byte| **byte == b'\n').count();
            DROPPED.fetch_add(lines as u64, Ordering::Relaxed);
        }
        std::thread::sleep(GATHER);
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Pen<'a>;

    fn make_writer(&'a self) -> Pen<'a> {
        Pen {
            log: self,
            text: Vec::new(),
        }
    }
}

/// One line on its way: it is sent whole when it is complete.
struct Pen<'a> {
    log: &'a Log,
    text: Vec<u8>,
}

impl Write for Pen<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Pen<'_> {
    fn drop(&mut self) {
        if !self.text.is_empty() {
            self.log.add(&self.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, channel};

    /// A place that refuses, or takes nothing until it is told.
    struct Place {
        taken: Arc<Mutex<Vec<u8>>>,
        go_on: Receiver<bool>,
    }

    impl Write for Place {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            match self.go_on.recv() {
                Ok(true) => self.taken.lock().unwrap().extend_from_slice(bytes),
                Ok(false) => return Err(io::ErrorKind::StorageFull.into()),
                Err(_) => self.taken.lock().unwrap().extend_from_slice(bytes),
            }
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// T09: a place that takes nothing holds nobody up; one that refuses loses lines, which are counted and told.
    #[test]
    fn t09_a_log_that_cannot_be_written_holds_nobody_up() {
        let (tell, go_on) = channel();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let log = Log::to(Place {
            taken: Arc::clone(&taken),
            go_on,
        });
        let before = dropped();
        let line = |number: usize| format!("line {number} {}\n", "x".repeat(500));
        for number in 0..ROOM / 100 {
            log.make_writer().write_all(line(number).as_bytes()).unwrap();
        }
        assert!(dropped() - before >= 1000);
        tell.send(false).unwrap();
        drop(tell);
        log.flush(Duration::from_secs(60));
        let text = String::from_utf8(taken.lock().unwrap().clone()).unwrap();
        assert!(
            text.contains("lines of the log were lost"),
            "{}",
            &text[..200.min(text.len())]
        );
        // What waited meanwhile is written once it can be.
        assert!(text.contains(" xxx"));
    }
}
