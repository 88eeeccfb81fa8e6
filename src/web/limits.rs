//! Limits on failures (R25: guessing is limited): wrong passwords, secrets, codes, tokens and set-up links.
//!
//! Only failures count, and only failures are turned away: a secret, code or token of 256 bits is looked at first, so a
//! caller that has the right one is never slowed. A password could be guessed behind such a rule, so there a place is
//! taken before it is tried, and given back when it was right: sixty tries at once are no more than sixty in a row (T05).
//! Failures are counted per address and account together, per address, and at login per account. No limit lasts: places
//! come back with time, a browser that has signed the account in before is counted apart, and an account that many
//! addresses guess at stays open to an address that has not (A64: no lock-out attack).

use super::address;
use crate::base::clock::{HOUR, MINUTE};
use crate::base::{Clock, Error, Millis, Result, Seconds, secret};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limited {
    /// A password.
    Login,
    /// A password, in a browser that has signed this account in before.
    KnownDevice,
    /// A client's secret or an API secret.
    Secret,
    /// A code or a refresh token.
    Grant,
    /// An access token.
    Bearer,
    /// The set-up link.
    Setup,
    /// Setting off to an upstream provider, requests too long for a cookie, devices that begin: each is stored, so each
    /// counts.
    Begin,
    /// An app that records itself.
    Register,
    /// The code of a device.
    DeviceCode,
    /// The second factor of somebody whose password is known.
    Factor,
    /// The same, in a browser that has signed this account in before.
    KnownFactor,
    /// A code that was sent by mail, by the browser that it was sent for.
    MailedCode,
    /// Such codes to somebody, whoever asks; and the same for browsers that have signed them in before.
    CodeTo,
    KnownCodeTo,
    /// Mails that strangers ask for.
    Mail,
    /// Mails to somebody that strangers ask for, whoever they are.
    MailTo,
}

/// How many failures in a row, and how long until the next is free.
#[derive(Clone, Copy)]
struct Allowance {
    burst: i64,
    refill: Seconds,
}

const fn allow(burst: i64, refill: Seconds) -> Option<Allowance> {
    Some(Allowance { burst, refill })
}

/// Failures at one account, from wherever, from which on it is guessed at: then an address has few tries at it.
const PRESSURE: i64 = 50;
/// How many tries those are, in a row.
const UNDER_PRESSURE: i64 = 3;

impl Limited {
    const EVERY: [Limited; 16] = [
        Limited::Login,
        Limited::KnownDevice,
        Limited::Secret,
        Limited::Grant,
        Limited::Bearer,
        Limited::Setup,
        Limited::Begin,
        Limited::Register,
        Limited::DeviceCode,
        Limited::Factor,
        Limited::KnownFactor,
        Limited::MailedCode,
        Limited::CodeTo,
        Limited::KnownCodeTo,
        Limited::Mail,
        Limited::MailTo,
    ];

    /// Per address and account, per address, per account.
    fn allowances(self) -> [Option<Allowance>; 3] {
        match self {
            Limited::Login => [allow(10, MINUTE), allow(100, Seconds(10)), allow(300, Seconds(1))],
            Limited::KnownDevice => [None, None, allow(20, MINUTE)],
            Limited::Secret => [allow(20, Seconds(10)), allow(300, Seconds(1)), None],
            Limited::Grant => [allow(200, Seconds(1)), None, None],
            Limited::Bearer => [None, allow(1000, Seconds(1)), None],
            Limited::Setup => [None, allow(10, MINUTE), None],
            Limited::Begin => [None, allow(300, Seconds(1)), None],
            Limited::Register => [None, allow(30, MINUTE), None],
            Limited::DeviceCode => [None, allow(20, MINUTE), allow(10, MINUTE)],
            Limited::Factor => [allow(5, MINUTE.times(5)), allow(50, MINUTE), allow(20, MINUTE.times(5))],
            Limited::KnownFactor => [None, None, allow(10, MINUTE.times(2))],
            Limited::MailedCode => [None, allow(100, Seconds(10)), allow(5, MINUTE.times(5))],
            Limited::CodeTo | Limited::KnownCodeTo => [None, None, allow(6, MINUTE.times(30))],
            Limited::Mail => [allow(5, MINUTE.times(5)), allow(30, MINUTE), None],
            Limited::MailTo => [None, None, allow(6, MINUTE.times(30))],
        }
    }
}

/// Failures by key, as the time when all of them will be forgotten (the generic cell rate algorithm).
struct Counter {
    allowance: Allowance,
    /// Of the counters of its kind, which of the three keys it takes.
    dimension: usize,
    forgotten_at: Mutex<HashMap<String, Millis>>,
}

impl Counter {
    fn step(&self) -> i64 {
        self.allowance.refill.millis().0
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, Millis>> {
        self.forgotten_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When a key is forgotten. A moment that lies further ahead than any limit lasts is of a clock that was set back: it
    /// locks nobody out.
    fn forgotten_at(&self, stored: Option<&Millis>, now: Millis) -> Millis {
        let furthest = now.0 + self.allowance.burst * self.step();
        let stored = stored.filter(|at| at.0 <= furthest);
        stored.copied().unwrap_or(now).max(now)
    }

    /// How many failures count at this moment.
    fn counted(&self, key: &str, now: Millis) -> i64 {
        let forgotten_at = self.forgotten_at(self.all().get(key), now);
        ((forgotten_at.0 - now.0).max(0) + self.step() - 1) / self.step()
    }

    /// Takes a place out of so many; without one, how long until there is.
    fn take(&self, key: &str, burst: i64, now: Millis) -> Result<(), Seconds> {
        let mut all = self.all();
        let forgotten_at = self.forgotten_at(all.get(key), now);
        let next = Millis(forgotten_at.0 + self.step());
        let wait = next.0 - now.0 - burst * self.step();
        if wait > 0 {
            return Err(Seconds(wait / 1000 + 1));
        }
        all.insert(key.to_owned(), next);
        Ok(())
    }

    fn give_back(&self, key: &str) {
        if let Some(forgotten_at) = self.all().get_mut(key) {
            forgotten_at.0 -= self.step();
        }
    }
}

/// The counters of the running server.
pub struct Limits {
    clock: Arc<dyn Clock>,
    counters: Vec<(Limited, Counter)>,
}

/// One attempt that may go ahead. It has its place among the failures until it is known to be none.
pub struct Attempt {
    limits: Arc<Limits>,
    kind: Limited,
    keys: [String; 3],
}

impl Limits {
    /// Counters that start empty.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let mut counters = Vec::new();
        for kind in Limited::EVERY {
            for (dimension, allowance) in kind.allowances().into_iter().enumerate() {
                if let Some(allowance) = allowance {
                    let forgotten_at = Mutex::default();
                    counters.push((
                        kind,
                        Counter {
                            allowance,
                            dimension,
                            forgotten_at,
                        },
                    ));
                }
            }
        }
        Limits { clock, counters }
    }

    /// Lets an attempt go ahead, or says how long to wait.
    pub fn attempt(self: &Arc<Self>, kind: Limited, from: IpAddr, account: &str) -> Result<Attempt> {
        let keys = keys(from, account);
        self.take(kind, &keys)?;
        Ok(Attempt {
            limits: Arc::clone(self),
            kind,
            keys,
        })
    }

    /// Counts a failure; beyond the limit the answer is how long to wait.
    pub fn failed(&self, kind: Limited, from: IpAddr, account: &str) -> Result<()> {
        self.take(kind, &keys(from, account))
    }

    fn of(&self, kind: Limited) -> impl Iterator<Item = &Counter> {
        let own = self.counters.iter().filter(move |(own, _)| *own == kind);
        own.map(|(_, counter)| counter)
    }

    /// A place in each of the counters, or in none.
    fn take(&self, kind: Limited, keys: &[String; 3]) -> Result<()> {
        let now = self.clock.now_ms();
        let account = self.of(kind).find(|counter| counter.dimension == 2);
        let is_guessed_at = account.is_some_and(|counter| counter.counted(&keys[2], now) >= PRESSURE);
        let mut taken: Vec<&Counter> = Vec::new();
        for counter in self.of(kind) {
            let burst = match is_guessed_at && counter.dimension == 0 {
                true => UNDER_PRESSURE,
                false => counter.allowance.burst,
            };
            if let Err(wait) = counter.take(&keys[counter.dimension], burst, now) {
                taken
                    .iter()
                    .for_each(|counter| counter.give_back(&keys[counter.dimension]));
                return Err(Error::TooMany(wait.min(HOUR)));
            }
            taken.push(counter);
        }
        Ok(())
    }

    /// Forgets what no longer counts.
    pub fn sweep(&self) {
        let now = self.clock.now_ms();
        for (_, counter) in &self.counters {
            let mut all = counter.all();
            all.retain(|_, at| counter.forgotten_at(Some(at), now) > now);
            all.shrink_to_fit();
        }
    }
}

/// Per address and account, per address, per account. Accounts are words of strangers, as long as
/// they like: what is kept is a hash.
fn keys(from: IpAddr, account: &str) -> [String; 3] {
    let from = address::bucket(from);
    let account = secret::to_hex(&secret::sha256(account.as_bytes())[..16]);
    [format!("{from} {account}"), from.to_string(), account]
}

impl Attempt {
    /// The attempt was right: it does not count. One that is dropped without a word does.
    pub fn succeeded(self) {
        for counter in self.limits.of(self.kind) {
            counter.give_back(&self.keys[counter.dimension]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Millis;
    use std::sync::atomic::{AtomicI64, Ordering};

    struct Hand(AtomicI64);

    impl Clock for Hand {
        fn now_ms(&self) -> Millis {
            Millis(self.0.load(Ordering::Relaxed))
        }
    }

    fn fail(limits: &Arc<Limits>, kind: Limited, from: &str, account: &str) -> bool {
        limits.attempt(kind, from.parse().unwrap(), account).is_ok()
    }

    /// T05: a place is taken before the try, and what is right gives it back.
    #[test]
    fn t05_tries_at_once_are_no_more_than_tries_in_a_row() {
        let limits = Arc::new(Limits::new(Arc::new(Hand(AtomicI64::new(0)))));
        let from = "192.0.2.1".parse().unwrap();
        let underway: Vec<_> = (0..60)
            .filter_map(|_| limits.attempt(Limited::Login, from, "alice").ok())
            .collect();
        assert_eq!(underway.len(), 10);
        underway.into_iter().for_each(Attempt::succeeded);
        assert!(limits.attempt(Limited::Login, from, "alice").is_ok());
        for _ in 0..500 {
            limits.attempt(Limited::Login, from, "bob").unwrap().succeeded();
        }
    }

    /// F07: a clock that is set back locks nobody out.
    #[test]
    fn f07_a_clock_that_is_set_back_locks_nobody_out() {
        let clock = Arc::new(Hand(AtomicI64::new(100_000_000)));
        let limits = Arc::new(Limits::new(Arc::clone(&clock) as Arc<dyn Clock>));
        while fail(&limits, Limited::Login, "192.0.2.1", "alice") {}
        clock.0.fetch_sub(86_400_000, Ordering::Relaxed);
        assert!(fail(&limits, Limited::Login, "192.0.2.1", "alice"));
        limits.sweep();
        assert!(fail(&limits, Limited::Login, "192.0.2.1", "alice"));
    }

    /// T05, A64: an account that many addresses guess at is open to one that did not; they have fewer tries.
    #[test]
    fn t05_a64_an_account_under_pressure_is_open_to_a_fresh_address() {
        let limits = Arc::new(Limits::new(Arc::new(Hand(AtomicI64::new(0)))));
        let guesses: usize = (0..40)
            .map(|host| {
                let from = format!("192.0.2.{host}");
                (0..100)
                    .filter(|_| fail(&limits, Limited::Login, &from, "alice"))
                    .count()
            })
            .sum();
        assert!((100..=170).contains(&guesses), "{guesses}");
        assert!(fail(&limits, Limited::Login, "198.51.100.7", "alice"));
        let all = (0..250).filter(|host| fail(&limits, Limited::Login, &format!("203.0.113.{host}"), "alice"));
        assert!(all.count() < 200, "all of them together have an end, too");
    }

    /// R25, A64: failures are limited, places come back, and others are not touched.
    #[test]
    fn r25_a64_failures_are_limited_and_nobody_is_locked_out_for_good() {
        let clock = Arc::new(Hand(AtomicI64::new(1_000_000)));
        let limits = Arc::new(Limits::new(clock.clone()));
        let allowed = (0..50)
            .filter(|_| fail(&limits, Limited::Login, "192.0.2.1", "alice"))
            .count();
        assert_eq!(allowed, 10);
        assert!(matches!(
            limits.attempt(Limited::Login, "192.0.2.1".parse().unwrap(), "alice"),
            Err(Error::TooMany(Seconds(1..=61)))
        ));
        assert!(fail(&limits, Limited::Login, "192.0.2.1", "bob"));
        assert!(fail(&limits, Limited::Login, "192.0.2.2", "alice"));
        assert!(fail(&limits, Limited::KnownDevice, "192.0.2.1", "alice"));
        clock.0.fetch_add(61_000, Ordering::Relaxed);
        assert!(fail(&limits, Limited::Login, "192.0.2.1", "alice"));
        limits.sweep();
    }

    /// A63: another address of the same IPv6 network counts as the same.
    #[test]
    fn a63_ipv6_counts_by_its_64() {
        let limits = Arc::new(Limits::new(Arc::new(Hand(AtomicI64::new(0)))));
        let allowed = (0..40)
            .filter(|i| fail(&limits, Limited::Login, &format!("2001:db8::{i:x}"), "alice"))
            .count();
        assert_eq!(allowed, 10);
    }
}
