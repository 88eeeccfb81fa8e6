//! Passwords: argon2id in a bounded pool, honest strength feedback, no long jobs.

use crate::base::{Env, Error, Result, random};
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;

/// The longest password that is accepted, in characters; longer ones are refused before hashing.
pub const LONGEST: usize = 512;
/// The zxcvbn score (0 to 4) that a new password needs, as in Frappe.
const NEEDED_SCORE: u8 = 2;
/// How many jobs may wait for a thread before the next is turned away.
const WAITING: usize = 64;

type Job = Box<dyn FnOnce() + Send>;

/// The pool in which passwords are hashed: one thread per core, and a queue with an end. The
/// threads stay the same, and so does the memory that argon2 takes (19 MiB each).
pub struct Hasher(SyncSender<Job>);

impl Default for Hasher {
    fn default() -> Self {
        let (sender, receiver) = sync_channel::<Job>(WAITING);
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            let receiver = Arc::clone(&receiver);
            let work = move || {
                // Ends when the pool is dropped.
                while let Some(job) = receiver.lock().ok().and_then(|receiver| receiver.recv().ok()) {
                    job();
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
        self.run(move || hash_now(&password, &salt)).await?
    }

    /// Whether a password is the stored one. Without a stored one it takes as long and is `false`.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool> {
        if password.chars().count() > LONGEST {
            return Ok(false);
        }
        let password = password.to_owned();
        let stored = stored.map(str::to_owned);
        self.run(move || verify_now(&password, stored.as_deref())).await
    }

    async fn run<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let (answer, wait) = oneshot::channel();
        let job = Box::new(move || drop(answer.send(job())));
        let full = |_| Error::Busy("Too many sign-ins at once. Try again in a few seconds.".into());
        self.0.try_send(job).map_err(full)?;
        wait.await
            .map_err(|_| Error::Internal("hashing a password panicked".into()))
    }
}

fn argon2() -> Argon2<'static> {
    // OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT)
}

/// Hashes in place; for the command line, which has no pool.
pub fn hash_now(password: &str, salt: &[u8; 16]) -> Result<String> {
    let hash = argon2().hash_password_with_salt(password.as_bytes(), salt);
    hash.map(|hash| hash.to_string())
        .map_err(|error| Error::Internal(format!("the password cannot be hashed: {error}")))
}

fn verify_now(password: &str, stored: Option<&str>) -> bool {
    match stored.map(PasswordHash::new) {
        Some(Ok(stored)) => argon2().verify_password(password.as_bytes(), &stored).is_ok(),
        _ => {
            // As much work as for a known user, so that time does not tell who exists (A65).
            let _ = hash_now(password, &[0; 16]);
            false
        }
    }
}

/// Refuses a new password that is too long or too easy to guess; the reason is for the person.
/// `known` is what a guesser would try first: email, name, site.
pub fn check(password: &str, known: &[&str]) -> Result<()> {
    let refused = |message: String| Err(Error::invalid("password", message));
    if password.chars().count() > LONGEST {
        return refused(format!(
            "The longest password that is accepted has {LONGEST} characters."
        ));
    }
    if password.chars().count() < 8 {
        return refused(
            "Use at least 8 characters. Three or four unrelated words are easy to remember and hard to guess.".into(),
        );
    }
    let guess = zxcvbn::zxcvbn(password, known);
    if u8::from(guess.score()) >= NEEDED_SCORE {
        return Ok(());
    }
    refused(describe(&guess))
}

fn describe(guess: &zxcvbn::Entropy) -> String {
    let time = guess.crack_times().offline_slow_hashing_1e4_per_second();
    let mut text = format!("Too easy to guess: it would take a program {time}.");
    if let Some(feedback) = guess.feedback() {
        if let Some(warning) = feedback.warning() {
            text.push_str(&format!(" {warning}"));
        }
        for suggestion in feedback.suggestions() {
            text.push_str(&format!(" {suggestion}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_verifies_its_own_password_only() {
        let hash = hash_now("Wonder-land-9-rabbit", &[1; 16]).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify_now("Wonder-land-9-rabbit", Some(&hash)));
        assert!(!verify_now("wonder-land-9-rabbit", Some(&hash)));
        assert!(!verify_now("", Some("not a hash")));
        assert!(!verify_now("x", None));
    }

    #[test]
    fn weak_passwords_are_refused_with_the_reason() {
        for (password, reason) in [
            ("short", "8 characters"),
            ("password1", "guess"),
            ("alice@example.com", "guess"),
            (&"x".repeat(513), "512"),
        ] {
            let error = check(password, &["alice@example.com"]).unwrap_err();
            assert!(error.to_string().contains(reason), "{password}: {error}");
        }
        check("Wonder-land-9-rabbit", &[]).unwrap();
    }
}
