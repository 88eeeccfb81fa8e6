//! T03, A76: a thousand connections of every slow kind, under the limits as installed. Others are served meanwhile, each
//! ends within its limit, and memory stays where it was.

use super::{figure, memory_of, until_ready};
use crate::support::Scratch;
use crate::support::binary::Program;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// How much later than its limit a connection of so many may end, in seconds: they wait for each other at the door.
const SLACK: u64 = 10;

const PREFACE: &str = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// What each kind sends at once, and then a byte at a time; how long it may last, in seconds.
fn kinds() -> Vec<(&'static str, Vec<u8>, bool, u64)> {
    let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    let http2 = [PREFACE.as_bytes(), &settings].concat();
    // Headers without END_HEADERS; headers of a POST whose body never comes.
    let half_block = [http2.as_slice(), &[0, 0, 3, 1, 0, 0, 0, 0, 1, 0x82, 0x86, 0x84]].concat();
    let post = b"\x83\x86\x44\x06/login\x41\x09127.0.0.1";
    let body = [http2.as_slice(), &[0, 0, post.len() as u8, 1, 4, 0, 0, 0, 1], post].concat();
    vec![
        ("silence", Vec::new(), false, 80),
        ("half a line", b"GET /lo".to_vec(), false, 15),
        ("a head, a byte at a time", b"GET /login HTTP/1.1\r\nhost: 127.0.0.1\r\nx: ".to_vec(), true, 15),
        ("a body that never comes", b"POST /login HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 100000\r\n\r\na=".to_vec(), false, 35),
        ("a body, a byte at a time", b"POST /login HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 100000\r\n\r\na=".to_vec(), true, 45),
        ("half a preface", PREFACE.as_bytes()[..12].to_vec(), false, 15),
        ("a preface and no more", PREFACE.as_bytes().to_vec(), false, 80),
        ("half a header block", half_block, false, 80),
        ("an HTTP/2 body that never comes", body, false, 90),
        ("answers that nobody reads", b"GET /login HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".repeat(400), false, 60),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t03_slow_connections_hold_nobody_up() {
    // Every kind at once, so long as it takes to see that others are served.
    slow(40, Duration::from_secs(2), false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes: ./tests/run --long"]
async fn long_t03_slow_connections_end_within_their_limits() {
    slow(1000, Duration::from_secs(110), true).await;
}

async fn connect(to: SocketAddr, number: usize) -> std::io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    // Ten addresses, so that the limit for one does not end it at once.
    socket.bind(SocketAddr::from(([127, 0, 1, 1 + (number % 10) as u8], 0)))?;
    socket.connect(to).await
}

async fn slow(count: usize, watch: Duration, is_long: bool) {
    let scratch = Scratch::new();
    let program = Program::start(&scratch.0);
    let http = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
    until_ready(&http, &program.origin).await;
    let to: SocketAddr = program.address().parse().unwrap();
    let memory = || memory_of(program.id()) / 1024;
    let before = memory();
    let (mut worst, mut peak) = (Duration::ZERO, before);
    let groups = match is_long {
        // Each kind alone, with all its connections.
        true => kinds().into_iter().map(|kind| vec![kind]).collect(),
        false => vec![kinds()],
    };
    for group in groups {
        let longest = group.iter().map(|(_, _, _, limit)| *limit).max().unwrap();
        let mut held = tokio::task::JoinSet::new();
        for number in 0..count {
            let (name, first, is_dripping, limit) = group[number % group.len()].clone();
            held.spawn(async move {
                // One after the other: the door's own queue is not what is tried here.
                tokio::time::sleep(Duration::from_millis(4 * number as u64)).await;
                let Ok(mut stream) = connect(to, number).await else {
                    return;
                };
                let is_unread = name.starts_with("answers");
                let (mut reader, mut writer) = stream.split();
                let write = async {
                    if writer.write_all(&first).await.is_err() {
                        return;
                    }
                    while is_dripping && writer.write_all(b"a").await.is_ok() {
                        tokio::time::sleep(Duration::from_millis(900)).await;
                    }
                    if is_unread {
                        // It goes on to ask and reads nothing.
                        while writer.write_all(&first).await.is_ok() {}
                        return;
                    }
                    std::future::pending::<()>().await;
                };
                let read = async {
                    let mut some = [0; 4096];
                    while !is_unread && matches!(reader.read(&mut some).await, Ok(1..)) {}
                    if is_unread {
                        std::future::pending::<()>().await;
                    }
                };
                let ended = tokio::time::timeout(Duration::from_secs(limit + SLACK), async {
                    tokio::select! { () = write => {}, () = read => {} }
                });
                if is_long {
                    assert!(ended.await.is_ok(), "{name} lasts longer than {limit} s");
                } else {
                    let _ = tokio::time::timeout(watch, ended).await;
                }
            });
        }
        let until = Instant::now() + watch.min(Duration::from_secs(longest + SLACK));
        while Instant::now() < until && !held.is_empty() {
            let asked = Instant::now();
            let answer = http.get(format!("{}/login", program.origin)).send().await;
            assert_eq!(answer.expect("others are served").status(), 200);
            worst = worst.max(asked.elapsed());
            peak = peak.max(memory());
            while held
                .try_join_next()
                .is_some_and(|done| done.map_err(|error| panic!("{error}")).is_ok())
            {}
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        while let Some(done) = held.join_next().await {
            done.unwrap();
        }
    }
    assert!(worst < Duration::from_secs(3), "somebody waited {worst:?}");
    assert!(peak < before + 150, "memory went from {before} to {peak} MB");
    figure(
        "slow connections",
        &format!(
            "{} kinds, {count} connections{}: others waited at most {} ms, memory {before} to {peak} MB",
            kinds().len(),
            if is_long { " of each" } else { " in all" },
            worst.as_millis()
        ),
    );
}
