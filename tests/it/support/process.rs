//! A program that a test starts. It ends with the test, and with it whatever it started itself,
//! also when the test fails.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;

pub struct Process {
    child: Child,
    lines: mpsc::Receiver<String>,
    /// Stands in the environment of the process and of all that come from it.
    mark: String,
}

impl Process {
    /// Starts it in a process group of its own; what it prints can be read.
    pub fn start(command: &mut Command) -> std::io::Result<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let number = format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        let started = command.env("TEST_PROCESS", &number).process_group(0);
        let mut child = started.stdout(Stdio::piped()).spawn()?;
        let (printed, lines) = mpsc::channel();
        let output = BufReader::new(child.stdout.take().unwrap());
        // Read to the end, whoever listens: nothing that prints has to wait.
        std::thread::spawn(move || {
            output
                .lines()
                .map_while(Result::ok)
                .for_each(|line| drop(printed.send(line)))
        });
        Ok(Process {
            lines,
            child,
            mark: format!("TEST_PROCESS={number}"),
        })
    }

    /// The next line that it prints; none once it has ended.
    pub fn line(&self) -> Option<String> {
        self.lines.recv().ok()
    }

    /// Writes a line to what it reads.
    pub fn say(&mut self, line: &str) {
        use std::io::Write;
        let input = self.child.stdin.as_mut().expect("it reads from a pipe");
        writeln!(input, "{line}").unwrap();
    }

    /// Sends a signal that is not the end.
    pub fn tell(&self, name: &str) {
        kill(name, [self.child.id().to_string()]);
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal and waits for the end.
    pub fn signal(&mut self, name: &str) -> ExitStatus {
        kill(name, [self.child.id().to_string()]);
        self.child.wait().unwrap()
    }

    /// Who is left of it, in its group or not: some programs leave theirs.
    fn left(&self) -> Vec<String> {
        let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let names = all.filter_map(|entry| entry.file_name().into_string().ok());
        let is_of_it = |pid: &String| {
            let environment = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
            let mut variables = environment.split(|byte| *byte == 0);
            pid.parse::<u32>().is_ok() && variables.any(|variable| variable == self.mark.as_bytes())
        };
        names.filter(is_of_it).collect()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The number of the group is nobody else's until its first process was waited for.
        if matches!(self.child.try_wait(), Ok(None)) {
            kill("KILL", [format!("-{}", self.child.id())]);
        }
        let _ = self.child.wait();
        // Whoever is killed is gone a moment later.
        for _ in 0..1000 {
            match self.left() {
                left if left.is_empty() => return,
                left => kill("KILL", left),
            }
        }
    }
}

fn kill(signal: &str, whom: impl IntoIterator<Item = String>) {
    let mut command = Command::new("kill");
    let command = command.args(["-s", signal, "--"]).args(whom).stderr(Stdio::null());
    let _ = command.status();
}
