//! The real program: the binary that is built with the tests, in processes of its own.

use super::process::Process;
use super::{ALICE, PASSWORD, TestClient};
use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitStatus, Output, Stdio};

pub const BINARY: &str = env!("CARGO_BIN_EXE_frontdesk");

/// The server on a folder.
pub struct Program {
    process: Process,
    pub origin: String,
    /// Where it says to go: the set-up link or the login page.
    pub next: String,
}

impl Program {
    /// Starts it on a port that is free and waits until it listens.
    pub fn start(folder: &Path) -> Self {
        Self::start_with(folder, &[])
    }

    pub fn start_with(folder: &Path, variables: &[(&str, &str)]) -> Self {
        Self::start_logged(folder, variables, Path::new("/dev/null"))
    }

    pub fn start_logged(folder: &Path, variables: &[(&str, &str)], log: &Path) -> Self {
        let mut command = Command::new(BINARY);
        let log = std::fs::File::create(log).unwrap();
        let command = command.current_dir(folder).envs(variables.iter().copied());
        Self::greet(command.stderr(log))
    }

    /// Starts what a command starts, and reads its greeting.
    pub fn greet(command: &mut Command) -> Self {
        Self::greet_at(command, "127.0.0.1:0")
    }

    /// The same at this address.
    pub fn greet_at(command: &mut Command, listen: &str) -> Self {
        let process = Process::start(command.args(["--listen", listen])).unwrap();
        let line = || process.line().expect("the program starts");
        let (name, _data, next) = (line(), line(), line());
        let address = name.rsplit(" on ").next().unwrap();
        Program {
            origin: format!("http://{address}"),
            next: next.split_once(": ").unwrap().1.to_owned(),
            process,
        }
    }

    /// The address it listens on.
    pub fn address(&self) -> &str {
        self.origin.strip_prefix("http://").unwrap()
    }

    /// Sends a signal that is not the end.
    pub fn tell(&self, name: &str) {
        self.process.tell(name);
    }

    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Sends a signal and waits for the end.
    pub fn signal(&mut self, name: &str) -> ExitStatus {
        self.process.signal(name)
    }
}

/// Runs a command on a folder, with something on its standard input.
pub fn command(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(BINARY)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

pub fn json_of(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Everything that a command said.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

/// Makes Alice, who manages the site.
pub fn add_alice(folder: &Path) {
    let add = [
        "user",
        "add",
        ALICE,
        "--name",
        "Alice",
        "--role",
        "System Manager",
        "--password-stdin",
        "--json",
    ];
    assert_eq!(json_of(&command(folder, &add, PASSWORD))["email"], ALICE);
}

/// Records a client.
pub fn add_client(folder: &Path, arguments: &[&str]) -> TestClient {
    let arguments = [&["client", "add"], arguments, &["--json"]].concat();
    let made = json_of(&command(folder, &arguments, ""));
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    TestClient {
        id: text("client_id"),
        secret: text("client_secret"),
    }
}
