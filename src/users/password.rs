//! Passwords: argon2id in a bounded pool, honest strength feedback, no long jobs.

use super::guessing;
use crate::base::{Env, Error, Result, Text, random, secret, text};
use argon2::password_hash::phc::{self, Output, ParamsString, PasswordHash, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::oneshot;

/// The longest password that is accepted, in characters; longer ones are refused before hashing.
pub const MAX_LENGTH: usize = 512;
/// What a new password needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// In characters.
    pub length: i64,
    /// The zxcvbn score (0 to 4).
    pub score: u8,
}

impl Default for Rules {
    /// As in Frappe.
    fn default() -> Self {
        Rules { length: 8, score: 2 }
    }
}

/// How many of its letters say how hard a password is to guess: the meter takes longer the more there are.
const METERED: usize = 72;
/// How many jobs may wait for a thread before the next is turned away.
const WAITING: usize = 1024;
/// How long a job may wait, with its own time. Half a minute is what a whole request may take.
const PATIENCE: Duration = Duration::from_secs(20);

type Job = Box<dyn FnOnce(&mut Memory) + Send>;

/// The pool in which passwords are hashed: one thread per core, and a queue with an end. The threads
/// stay the same; the memory that argon2 takes (19 MiB each) they keep while jobs are waiting.
pub struct Hasher(SyncSender<Job>);

impl Default for Hasher {
    #[expect(
        clippy::expect_used,
        reason = "at the start: a server without its threads does not serve"
    )]
    fn default() -> Self {
        let (sender, receiver) = sync_channel::<Job>(WAITING);
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            let receiver = Arc::clone(&receiver);
            let work = move || {
                // Ends when the pool is dropped.
                while let Some(first) = receiver.lock().ok().and_then(|receiver| receiver.recv().ok()) {
                    let mut memory = Memory::default();
                    let mut next = Some(first);
                    while let Some(job) = next {
                        // A job that panics tells its caller by not answering; the thread goes on.
                        let _ = catch_unwind(AssertUnwindSafe(|| job(&mut memory)));
                        // While another thread waits there is nothing to take.
                        next = receiver.try_lock().ok().and_then(|receiver| receiver.try_recv().ok());
                    }
                }
            };
            let thread = std::thread::Builder::new().name("password".into()).spawn(work);
            drop(thread.expect("a thread can be started"));
        }
        Hasher(sender)
    }
}

impl Hasher {
    /// Hashes a password for storage.
    pub async fn hash(&self, env: &Env, password: &str) -> Result<String> {
        let salt = random::bytes::<16>(&*env.random);
        let password = password.to_owned();
        self.run(move |memory| hash_now(&password, &salt, memory)).await?
    }

    /// Whether a password is the stored one. Without a stored one it takes as long and is `false`.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool> {
        if password.chars().count() > MAX_LENGTH {
            return Ok(false);
        }
        let password = password.to_owned();
        let stored = stored.map(str::to_owned);
        self.run(move |memory| verify_now(&password, stored.as_deref(), memory))
            .await
    }

    async fn run<T: Send + 'static>(&self, job: impl FnOnce(&mut Memory) -> T + Send + 'static) -> Result<T> {
        let (answer, wait) = oneshot::channel();
        let job = Box::new(move |memory: &mut Memory| {
            // Nobody may be waiting any more.
            if !answer.is_closed() {
                drop(answer.send(job(memory)));
            }
        });
        let full = || Error::Busy("Too many sign-ins at once. Try again in a few seconds.".into());
        self.0.try_send(job).map_err(|_| full())?;
        let answer = tokio::time::timeout(PATIENCE, wait).await.map_err(|_| full())?;
        answer.map_err(|_| Error::Internal("hashing a password panicked".into()))
    }

    /// [`check`], off the threads that answer requests: measuring takes long.
    pub async fn check(&self, password: &str, known: &[&str], rules: Rules) -> Result<()> {
        refuse_length(password, rules)?;
        let (password, known) = (password.to_owned(), known.iter().map(|word| (*word).to_owned()));
        let known: Vec<String> = known.collect();
        let measure = move |_: &mut Memory| {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            check(&password, &known, rules)
        };
        self.run(measure).await?
    }
}

/// The memory that argon2 works in: 19 MiB.
#[derive(Default)]
pub struct Memory(Vec<Block>);

impl Memory {
    fn digest(&mut self, params: Params, password: &str, salt: &[u8], digest: &mut [u8]) -> Result<()> {
        self.0.resize(params.block_count(), Block::new());
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(password.as_bytes(), salt, digest, &mut self.0)
            .map_err(|error| Error::Internal(format!("the password cannot be hashed: {error}")))
    }
}

/// Hashes in place; for the command line, which has no pool. OWASP's first choice for argon2id:
/// 19 MiB, two passes, one lane.
pub fn hash_now(password: &str, salt: &[u8; 16], memory: &mut Memory) -> Result<String> {
    let malformed = |error: phc::Error| Error::Internal(format!("a password hash cannot be written: {error}"));
    let mut digest = [0; 32];
    memory.digest(Params::DEFAULT, password, salt, &mut digest)?;
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&Params::DEFAULT)
            .map_err(|error| Error::Internal(format!("a password hash cannot be written: {error}")))?,
        salt: Some(Salt::new(salt).map_err(malformed)?),
        hash: Some(Output::new(&digest).map_err(malformed)?),
    };
    Ok(hash.to_string())
}

/// Whether a password is the stored one, in place; for the command line.
pub fn verify_in_place(password: &str, stored: &str, memory: &mut Memory) -> bool {
    verify_now(password, Some(stored), memory)
}

fn verify_now(password: &str, stored: Option<&str>, memory: &mut Memory) -> bool {
    match stored.and_then(|stored| PasswordHash::new(stored).ok()) {
        Some(stored) => is_password_of(password, &stored, memory).unwrap_or(false),
        None => {
            // As much work as for a known user, so that time does not tell who exists (A65: no user enumeration).
            let _ = hash_now(password, &[0; 16], memory);
            false
        }
    }
}

fn is_password_of(password: &str, stored: &PasswordHash, memory: &mut Memory) -> Option<bool> {
    let params = Params::try_from(stored).ok()?;
    let (salt, expected) = (stored.salt.as_ref()?, stored.hash.as_ref()?.as_bytes());
    let mut digest = vec![0; expected.len()];
    memory.digest(params, password, salt, &mut digest).ok()?;
    Some(stored.algorithm == ARGON2ID_IDENT && secret::constant_time_eq(&digest, expected))
}

/// Refuses a new password that is too long or too easy to guess; the reason is for the person.
/// `known` is what a guesser would try first: email, name, site.
pub fn check(password: &str, known: &[&str], rules: Rules) -> Result<()> {
    refuse_length(password, rules)?;
    let end = password
        .char_indices()
        .nth(METERED)
        .map_or(password.len(), |(end, _)| end);
    let known: Vec<&str> = known.iter().copied().filter(|word| word.len() <= METERED).collect();
    let guess = zxcvbn::zxcvbn(&password[..end], &known);
    match u8::from(guess.score()) >= rules.score {
        true => Ok(()),
        false => Err(Error::invalid("password", guessing::words(&guess))),
    }
}

fn refuse_length(password: &str, rules: Rules) -> Result<()> {
    let refused = |message: Text| Err(Error::invalid("password", message));
    if password.chars().count() > MAX_LENGTH {
        return refused(text!(
            "The longest password that is accepted has { $most } characters.",
            most = MAX_LENGTH
        ));
    }
    if (password.chars().count() as i64) < rules.length {
        return refused(text!(
            "Use at least { $least } characters. Three or four unrelated words are easy to remember and hard to guess.",
            least = rules.length
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_verifies_its_own_password_only() {
        let memory = &mut Memory::default();
        let hash = hash_now("Wonder-land-9-rabbit", &[1; 16], memory).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify_now("Wonder-land-9-rabbit", Some(&hash), memory));
        assert!(!verify_now("wonder-land-9-rabbit", Some(&hash), memory));
        assert!(!verify_now("", Some("not a hash"), memory));
        assert!(!verify_now("x", None, memory));
    }

    /// T06: the longest password is measured quickly, whatever it is made of.
    #[test]
    fn t06_the_longest_password_is_measured_quickly() {
        let watch = crate::base::clock::Stopwatch::start();
        for word in [
            "a",
            "aB3$",
            "password",
            "qwertyuiop",
            "0123456789",
            "correct horse ",
            "1999-12-31 ",
        ] {
            let _ = check(&word.repeat(512)[..512], &[&"known".repeat(100)], Rules::default());
        }
        assert!(watch.elapsed_ms() < 3500, "{} ms for seven", watch.elapsed_ms());
    }

    #[test]
    fn weak_passwords_are_refused_with_the_reason() {
        for (password, reason) in [
            ("short", "8 characters"),
            ("password1", "guess"),
            ("alice@example.com", "guess"),
            (&"x".repeat(513), "512"),
        ] {
            let error = check(password, &["alice@example.com"], Rules::default()).unwrap_err();
            assert!(error.to_string().contains(reason), "{password}: {error}");
        }
        check("Wonder-land-9-rabbit", &[], Rules::default()).unwrap();
    }

    /// What many people have is refused, whatever the rules; longer and stronger is asked for by the rules.
    #[test]
    fn common_passwords_and_stricter_rules() {
        for common in [
            "12345678",
            "password",
            "iloveyou1",
            "qwertyuiop",
            "football1",
            "sunshine",
            "1q2w3e4r",
            "princess1",
        ] {
            assert!(check(common, &[], Rules::default()).is_err(), "{common}");
        }
        let fair = "tea-cup-91";
        check(fair, &[], Rules::default()).unwrap();
        assert!(check(fair, &[], Rules { length: 8, score: 4 }).is_err());
        let error = check(fair, &[], Rules { length: 12, score: 2 }).unwrap_err();
        assert!(error.to_string().contains("12 characters"), "{error}");
    }
}
