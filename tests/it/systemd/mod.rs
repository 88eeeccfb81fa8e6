//! Under systemd: told when it is ready, alive and stops; sockets that are handed over, by systemd's own tool and across a
//! restart; the unit, which systemd reads.

use crate::libraries::{free_port, output_of};
use crate::support::Scratch;
use crate::support::binary::{BINARY, Program, add_alice, said};
use crate::support::process::Process;
use std::os::unix::net::UnixDatagram;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[test]
fn it_says_when_it_is_ready_and_alive_and_when_it_stops() {
    let folder = Scratch::new();
    let path = folder.0.join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let told = || {
        let mut message = [0; 256];
        let length = socket.recv(&mut message).unwrap();
        String::from_utf8_lossy(&message[..length]).trim().to_owned()
    };
    let variables = [("NOTIFY_SOCKET", path.to_str().unwrap()), ("WATCHDOG_USEC", "90000")];
    let mut program = Program::start_with(&folder.0, &variables);
    assert_eq!(told(), "READY=1");
    for _ in 0..3 {
        assert_eq!(told(), "WATCHDOG=1");
    }
    assert!(program.signal("TERM").success());
    let mut last = told();
    while last == "WATCHDOG=1" {
        last = told();
    }
    assert_eq!(last, "STOPPING=1");
}

/// systemd's own tool hands a socket over at the first connection.
#[tokio::test]
async fn a_socket_is_handed_over() {
    let (folder, port) = (Scratch::new(), free_port());
    add_alice(&folder.0);
    let listen = format!("127.0.0.1:{port}");
    let mut tool = Command::new("systemd-socket-activate");
    tool.args(["--listen", &listen, BINARY, "serve"])
        .current_dir(&folder.0)
        .stderr(Stdio::null());
    let process = Process::start(&mut tool).unwrap();
    let client = reqwest::Client::new();
    let waited = Instant::now();
    while client.get(format!("http://{listen}/health/live")).send().await.is_err() {
        assert!(waited.elapsed().as_secs() < 60, "nothing listens");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(process.line().unwrap().ends_with(&format!(" on {listen}")));
}

/// Started anew under load: each connection is answered, none is refused.
#[tokio::test]
async fn no_connection_is_refused_across_a_restart() {
    let folder = Scratch::new();
    add_alice(&folder.0);
    let hold = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/systemd/hold.py");
    let mut command = Command::new("python3");
    command
        .args([hold, BINARY, "serve"])
        .current_dir(&folder.0)
        .stdin(Stdio::piped())
        .stderr(Stdio::null());
    let mut process = Process::start(&mut command).unwrap();
    let origin = format!("http://127.0.0.1:{}", process.line().unwrap());
    // Each request comes by a connection of its own.
    let client = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
    let (stop, mut stopped) = tokio::sync::watch::channel(false);
    let asking = tokio::spawn(async move {
        let mut answered = 0;
        while !*stopped.borrow_and_update() {
            let answer = client.get(format!("{origin}/health/live")).send().await;
            assert_eq!(answer.expect("no connection is refused").status(), 200);
            answered += 1;
        }
        answered
    });
    for _ in 0..3 {
        process.say("again");
        process = tokio::task::spawn_blocking(move || {
            assert_eq!(process.line().unwrap(), "started");
            process
        })
        .await
        .unwrap();
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    stop.send(true).unwrap();
    assert!(asking.await.unwrap() > 10);
}

/// What `frontdesk install` writes is read by systemd, and leaves little to be wished for.
#[test]
fn a_service_is_installed() {
    let root = Scratch::new();
    let install = |more: &[&str]| {
        let mut command = Command::new(BINARY);
        command
            .args(more)
            .args(["install", "--root"])
            .arg(&root.0)
            .current_dir(&root.0);
        said(&output_of(&mut command))
    };
    let first = install(&["--acme", "login.example.com"]);
    assert_eq!(first.matches("Wrote ").count(), 4, "{first}");
    assert!(first.contains("systemctl enable --now frontdesk.socket"));
    let read = |path: &str| std::fs::read_to_string(root.0.join(path)).unwrap();
    let socket = read("etc/systemd/system/frontdesk.socket");
    assert!(socket.contains("ListenStream=443\nListenStream=80\n"), "{socket}");
    let settings = read("etc/frontdesk/frontdesk.env");
    assert!(settings.contains("FRONTDESK_BASE_URL=https://login.example.com\nFRONTDESK_ACME=login.example.com\n"));
    // Again it changes nothing, and settings that somebody made stay.
    std::fs::write(
        root.0.join("etc/frontdesk/frontdesk.env"),
        "FRONTDESK_LOG_LEVEL=debug\n",
    )
    .unwrap();
    assert_eq!(install(&["--acme", "login.example.com"]).matches("Kept ").count(), 4);
    // Nor do other settings the sockets; with force they are.
    let other = install(&[]);
    assert_eq!(other.matches("Kept ").count(), 4, "{other}");
    assert!(read("etc/systemd/system/frontdesk.socket").contains("ListenStream=443"));
    assert!(!root.0.join("data").exists(), "no site was begun");
    for target in [
        "network-online",
        "sysinit",
        "basic",
        "shutdown",
        "multi-user",
        "sockets",
    ] {
        let unit = root.0.join(format!("etc/systemd/system/{target}.target"));
        std::fs::write(unit, "[Unit]\nDescription=x\n").unwrap();
    }
    let mut verify = Command::new("systemd-analyze");
    verify
        .arg("--root")
        .arg(&root.0)
        .args(["verify", "--man=no", "frontdesk.service", "frontdesk.socket"]);
    let told = said(&output_of(&mut verify));
    assert!(!told.contains("frontdesk."), "{told}");
    let mut security = Command::new("systemd-analyze");
    security.arg("--root").arg(&root.0).args([
        "security",
        "--offline=true",
        "--threshold=20",
        "--no-pager",
        "frontdesk.service",
    ]);
    let told = said(&output_of(&mut security));
    assert!(told.contains("OK"), "{told}");
}

/// More sockets than there is use for are refused, with words.
#[test]
fn a_second_socket_needs_https() {
    let folder = Scratch::new();
    let listen = [free_port(), free_port()].map(|port| format!("127.0.0.1:{port}"));
    let mut tool = Command::new("systemd-socket-activate");
    tool.args(["--listen", &listen[0], "--listen", &listen[1], BINARY, "serve"])
        .current_dir(&folder.0)
        .stderr(Stdio::piped());
    let mut child = tool.spawn().unwrap();
    while std::net::TcpStream::connect(&listen[0]).is_err() {
        std::thread::sleep(Duration::from_millis(20));
    }
    let output = child
        .wait()
        .and_then(|status| Ok((status, std::io::read_to_string(child.stderr.take().unwrap())?)));
    let (status, told) = output.unwrap();
    assert!(
        !status.success() && told.contains("2 sockets were handed over"),
        "{told}"
    );
}
