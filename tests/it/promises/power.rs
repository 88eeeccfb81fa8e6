//! F02: a power cut loses nothing that was answered. The system calls of a server at work are recorded (strace); then the
//! power is cut at many moments: what was written since the last completed sync is there, is not, or is torn, by chance.

use super::{Cast, Chance, figure, setting, token, until_ready};
use crate::support::Scratch;
use crate::support::binary::{BINARY, Program};
use frontdesk::base::secret::Hash;
use rusqlite::Connection;
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

/// How many bytes a disk writes at once.
const SECTOR: usize = 512;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f02_a_power_cut_loses_nothing_that_was_answered() {
    cuts(60, 40).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes: ./tests/run --long"]
async fn long_f02_a_power_cut_loses_nothing_that_was_answered() {
    cuts(2000, setting("TEST_POWER_CUTS", 500)).await;
}

/// What was done to a file.
#[derive(Debug)]
enum Done {
    Written(usize, Vec<u8>),
    Shortened(usize),
    Synced,
}

/// A system call that was recorded: when, on which file, what.
struct Call {
    at: f64,
    file: String,
    done: Done,
}

/// A file on the disk: what is surely there, and what was written since.
#[derive(Default)]
struct Disk {
    durable: Vec<u8>,
    since: Vec<usize>,
}

async fn cuts(tokens: usize, cuts: u64) {
    let scratch = Scratch::new();
    let cast = Cast::prepare(&scratch.0);
    // The keys are made before the record begins.
    let http = reqwest::Client::new();
    let mut program = Program::start(&scratch.0);
    until_ready(&http, &program.origin).await;
    assert!(program.signal("TERM").success());
    let database = scratch.0.join("data/frontdesk.db");
    let before = fs::read(&database).unwrap();
    let record = scratch.0.join("calls.txt");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-ttt", "-xx", "-y", "-s", "70000", "-o", record.to_str().unwrap()]);
    strace.args(["-e", "trace=pwrite64,ftruncate,fsync,fdatasync", BINARY]);
    let program = Program::greet(strace.current_dir(&scratch.0).stderr(Stdio::null()));
    let mut answered: Vec<(f64, String)> = Vec::new();
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (http, origin, machine) = (http.clone(), program.origin.clone(), cast.machine.clone());
        asking.spawn(async move {
            let mut own = Vec::new();
            for _ in 0..tokens / 4 {
                let form = [("grant_type", "client_credentials")];
                let (status, body) = token(&http, &origin, &machine, &form).await.unwrap();
                let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
                assert_eq!(status, 200, "{body}");
                own.push((now, body["access_token"].as_str().unwrap().to_owned()));
            }
            own
        });
    }
    while let Some(own) = asking.join_next().await {
        answered.extend(own.unwrap());
    }
    drop(program);
    let calls = calls(&fs::read_to_string(&record).unwrap());
    let syncs = calls.iter().filter(|call| matches!(call.done, Done::Synced)).count();
    assert!(
        calls.len() > tokens / 8 && syncs > 4,
        "{} calls, {syncs} syncs were recorded",
        calls.len()
    );
    let mut chance = Chance(7);
    let (mut acknowledged, mut most) = (0, 0);
    for cut in 0..cuts {
        // Spread over the whole record, each at a place of its own.
        let until = 1 + (cut as usize * calls.len() / cuts as usize + chance.below(calls.len() / cuts as usize + 1));
        let until = until.min(calls.len());
        let folder = Scratch::new();
        let at = calls[until - 1].at;
        write_disk(&folder.0, &before, &calls[..until], &mut chance);
        let file = Connection::open(folder.0.join("frontdesk.db")).unwrap();
        let whole: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(whole, "ok", "cut {cut} after call {until}");
        let mut there = file
            .prepare("SELECT count(*) FROM oauth_tokens WHERE token_hash = ?1")
            .unwrap();
        let mut count = 0;
        for (_, token) in answered.iter().filter(|(when, _)| *when < at) {
            let found: i64 = there.query_row([Hash::dated(token).0], |row| row.get(0)).unwrap();
            assert_eq!(found, 1, "cut {cut} after call {until}: an acknowledged token is gone");
            count += 1;
        }
        acknowledged += count;
        most = most.max(count);
    }
    assert!(most > tokens / 2, "the cuts reach into the work");
    figure(
        "power cut",
        &format!(
            "{cuts} cuts in {} calls of {tokens} tokens: {acknowledged} look-ups of what was acknowledged, none lost, every file whole",
            calls.len()
        ),
    );
}

/// The files as they are after the cut: of what was not synced each piece is there, torn, or not.
fn write_disk(folder: &Path, before: &[u8], calls: &[Call], chance: &mut Chance) {
    let mut disks: HashMap<&str, Disk> = HashMap::new();
    disks.entry("frontdesk.db").or_default().durable = before.to_vec();
    for (index, call) in calls.iter().enumerate() {
        let disk = disks.entry(&call.file).or_default();
        match call.done {
            Done::Synced => {
                for earlier in std::mem::take(&mut disk.since) {
                    apply(&mut disk.durable, &calls[earlier].done, |_| true);
                }
            }
            _ => disk.since.push(index),
        }
    }
    for (name, mut disk) in disks {
        for earlier in std::mem::take(&mut disk.since) {
            match chance.below(3) {
                0 => {}
                1 => apply(&mut disk.durable, &calls[earlier].done, |_| true),
                _ => apply(&mut disk.durable, &calls[earlier].done, |_| chance.below(2) == 0),
            }
        }
        fs::write(folder.join(name), disk.durable).unwrap();
    }
}

/// Does to a file what was done, as far as its sectors reached the disk.
fn apply(file: &mut Vec<u8>, done: &Done, mut reached: impl FnMut(usize) -> bool) {
    match done {
        Done::Written(offset, bytes) => {
            for (number, sector) in bytes.chunks(SECTOR).enumerate() {
                let from = offset + number * SECTOR;
                if reached(number) {
                    file.resize(file.len().max(from + sector.len()), 0);
                    file[from..from + sector.len()].copy_from_slice(sector);
                }
            }
        }
        Done::Shortened(length) => {
            if reached(0) {
                file.resize(*length, 0);
            }
        }
        Done::Synced => {}
    }
}

/// Reads the record. A sync counts from when it was completed; a write from when it was begun.
fn calls(record: &str) -> Vec<Call> {
    let mut calls = Vec::new();
    let mut begun: HashMap<&str, String> = HashMap::new();
    for line in record.lines() {
        // The number of the process may be padded.
        let words = line.split_once(' ').and_then(|(process, rest)| {
            let (at, rest) = rest.trim_start().split_once(' ')?;
            Some((process, at.parse::<f64>().ok()?, rest.trim_start()))
        });
        let Some((process, at, rest)) = words else { continue };
        let is_write = rest.starts_with("pwrite64") || rest.starts_with("ftruncate");
        if let Some(start) = rest.strip_suffix(" <unfinished ...>") {
            match is_write {
                true => calls.extend(call(at, start)),
                false => drop(begun.insert(process, start.to_owned())),
            }
        } else if rest.starts_with("<...") {
            if let Some(start) = begun.remove(process) {
                assert!(rest.ends_with("= 0"), "a sync failed: {rest}");
                calls.extend(call(at, &start));
            }
        } else {
            calls.extend(call(at, rest));
        }
    }
    calls
}

/// `pwrite64(7</data/frontdesk.db-wal>, "\x37…", 4096, 32) = 4096`
fn call(at: f64, text: &str) -> Option<Call> {
    let (name, arguments) = text.split_once('(')?;
    let (path, rest) = arguments.split_once('<')?.1.split_once('>')?;
    let path = hex(path)
        .and_then(|path| String::from_utf8(path).ok())
        .unwrap_or_else(|| path.to_owned());
    let file = Path::new(&path).file_name()?.to_str()?.to_owned();
    if !matches!(file.as_str(), "frontdesk.db" | "frontdesk.db-wal") {
        return None;
    }
    let number = |text: &str| text.trim().trim_end_matches(')').trim().parse::<usize>().ok();
    let done = match name {
        "pwrite64" => {
            let (bytes, rest) = rest.split_once('"')?.1.split_once('"')?;
            let mut numbers = rest.trim_start_matches([',', ' ']).split([',', ')']);
            let (length, offset) = (number(numbers.next()?)?, number(numbers.next()?)?);
            let bytes = hex(bytes)?;
            assert_eq!(bytes.len(), length, "the record holds every byte");
            Done::Written(offset, bytes)
        }
        "ftruncate" => Done::Shortened(number(rest.trim_start_matches([',', ' ']).split(')').next()?)?),
        _ => Done::Synced,
    };
    Some(Call { at, file, done })
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let mut digits = text.split("\\x");
    (digits.next() == Some("")).then_some(())?;
    digits.map(|byte| u8::from_str_radix(byte, 16).ok()).collect()
}
