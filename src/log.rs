//! The log of the server, to standard error. A log that cannot be written holds nobody up and ends nothing (T09): lines
//! wait in a queue with an end, one thread writes them, and what finds no place is dropped and counted.

use crate::config::Config;
use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;
use tracing_subscriber::fmt::MakeWriter;

/// How many lines may wait.
const WAITING: usize = 4096;
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
struct Log {
    lines: SyncSender<Line>,
}

enum Line {
    Text(Vec<u8>),
    /// Everything before was written.
    Flushed(SyncSender<()>),
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
    let Some(log) = LOG.get() else { return };
    let (written, done) = sync_channel(1);
    if log.lines.try_send(Line::Flushed(written)).is_ok() {
        let _: Result<(), RecvTimeoutError> = done.recv_timeout(FLUSH);
    }
}

impl Log {
    fn to(out: impl Write + Send + 'static) -> Self {
        let (lines, waiting) = sync_channel(WAITING);
        let writer = std::thread::Builder::new().name("log".into());
        // Without its thread every line is dropped, and the server serves.
        let _ = writer.spawn(move || write_all(out, &waiting));
        Log { lines }
    }
}

fn write_all(mut out: impl Write, waiting: &Receiver<Line>) {
    let mut told = 0;
    while let Ok(line) = waiting.recv() {
        let text = match line {
            Line::Text(text) => text,
            Line::Flushed(done) => {
                let _ = out.flush();
                let _ = done.try_send(());
                continue;
            }
        };
        let lost = dropped();
        if lost > told && writeln!(out, "{} lines of the log were lost before this one", lost - told).is_ok() {
            told = lost;
        }
        if out.write_all(&text).is_err() {
            DROPPED.fetch_add(1, Ordering::Relaxed);
        }
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
        let text = std::mem::take(&mut self.text);
        if !text.is_empty() && self.log.lines.try_send(Line::Text(text)).is_err() {
            DROPPED.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;
    use std::sync::{Arc, Mutex};

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
        for number in 0..WAITING * 2 {
            log.make_writer()
                .write_all(format!("line {number}\n").as_bytes())
                .unwrap();
        }
        assert!(dropped() - before >= WAITING as u64 - 1);
        tell.send(false).unwrap();
        drop(tell);
        let (written, done) = sync_channel(1);
        log.lines.send(Line::Flushed(written)).unwrap();
        done.recv().unwrap();
        let text = String::from_utf8(taken.lock().unwrap().clone()).unwrap();
        assert!(
            text.contains("lines of the log were lost"),
            "{}",
            &text[..200.min(text.len())]
        );
        assert!(text.contains("line 100\n"));
    }
}
