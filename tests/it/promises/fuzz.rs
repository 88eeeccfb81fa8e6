//! A76: whatever strangers write, nothing panics and nothing answers 5xx. The quick form of `tests/fuzz`: the same
//! entries, with what chance makes of examples.

use super::{Chance, figure};
use std::panic::catch_unwind;
use std::time::{Duration, Instant};

#[path = "../../fuzz/entries.rs"]
mod entries;

/// How long each of them takes.
const EACH: Duration = Duration::from_secs(2);

#[test]
fn a76_whatever_strangers_write_is_answered() {
    frontdesk::outbound::use_ring();
    let mut told = Vec::new();
    for (name, entry, examples) in entries::TARGETS {
        let (until, mut chance, mut count) = (Instant::now() + EACH, Chance(11), 0_u64);
        while Instant::now() < until {
            let mut next = || chance.next() as usize;
            let mut data = examples[next() % examples.len()].to_vec();
            for _ in 0..next() % 8 {
                change(&mut data, examples, &mut next);
            }
            let seen = catch_unwind(|| entry(&data));
            assert!(seen.is_ok(), "{name}: {:?}", String::from_utf8_lossy(&data));
            count += 1;
        }
        told.push(format!("{name} {count}"));
    }
    figure("fuzzing, quick", &format!("inputs: {}", told.join(", ")));
}

fn change(data: &mut Vec<u8>, examples: &[&[u8]], next: &mut impl FnMut() -> usize) {
    let at = next() % (data.len() + 1);
    match next() % 6 {
        0 => data.truncate(at),
        1 => data.insert(at, next() as u8),
        2 => drop(data.get_mut(at).map(|byte| *byte ^= 1 << (next() % 8))),
        3 => {
            let other = examples[next() % examples.len()];
            let from = next() % (other.len() + 1);
            data.splice(at..at, other[from..].iter().copied());
        }
        4 => {
            let word: &[u8] = [
                &b"\0"[..],
                b"%00",
                b"\xff\xfe",
                b"'\"<>",
                b"[[[[[[[[",
                b"99999999999999999999",
                b"\r\n\r\n",
            ][next() % 7];
            data.splice(at..at, word.iter().copied());
        }
        _ => {
            let end = (at + next() % 64).min(data.len());
            let piece = data[at..end].repeat(1 + next() % 4);
            data.splice(at..end, piece);
        }
    }
}
