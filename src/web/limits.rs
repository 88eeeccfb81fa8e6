//! Limits on failures (R25: guessing is limited): wrong passwords, secrets, codes, tokens and set-up links.
//!
//! Only failures count, and only failures are turned away: a secret, code or token of 256 bits is looked at first, so a
//! caller that has the right one is never slowed. A password could be guessed behind such a rule, so there the limit
//! comes first. Failures are counted per address and account together, per address, and at login per account. No limit
//! lasts: places come back with time, and a browser that has signed the account in before is counted apart, so nobody
//! can lock a stranger out for good (A64: no lock-out attack).

use super::address;
use crate::base::clock::{HOUR, MINUTE};
use crate::base::{Clock, Error, Result, Seconds, secret};
use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::Duration;

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
    /// Setting off to an upstream provider: each is stored, so each counts.
    Begin,
}

/// How many failures in a row, and how long until the next is free.
struct Bucket {
    burst: u32,
    refill: Seconds,
}

const fn allow(burst: u32, refill: Seconds) -> Option<Bucket> {
    Some(Bucket { burst, refill })
}

impl Limited {
    const EVERY: [Limited; 7] = [
        Limited::Login,
        Limited::KnownDevice,
        Limited::Secret,
        Limited::Grant,
        Limited::Bearer,
        Limited::Setup,
        Limited::Begin,
    ];

    /// Per address and account, per address, per account.
    fn allowances(self) -> [Option<Bucket>; 3] {
        match self {
            Limited::Login => [allow(10, MINUTE), allow(100, Seconds(10)), allow(100, Seconds(10))],
            Limited::KnownDevice => [None, None, allow(20, MINUTE)],
            Limited::Secret => [allow(20, Seconds(10)), allow(300, Seconds(1)), None],
            Limited::Grant => [allow(200, Seconds(1)), None, None],
            Limited::Bearer => [None, allow(1000, Seconds(1)), None],
            Limited::Setup => [None, allow(10, MINUTE), None],
            Limited::Begin => [None, allow(300, Seconds(1)), None],
        }
    }
}

/// Our clock as governor takes it.
#[derive(Clone)]
struct Time(Arc<dyn Clock>);

impl governor::clock::Clock for Time {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis(self.0.now_ms().0.max(0) as u64)
    }
}

type Limiter = RateLimiter<String, HashMapStateStore<String>, Time, NoOpMiddleware<Duration>>;

struct Counter {
    kind: Limited,
    /// Which of the three the key is made for.
    dimension: usize,
    limiter: Limiter,
    /// Until when a key is refused.
    refused: Mutex<HashMap<String, Duration>>,
}

/// The counters of the running server.
pub struct Limits {
    time: Time,
    counters: Vec<Counter>,
}

/// One attempt that may go ahead; tell it if it failed.
pub struct Attempt {
    limits: Arc<Limits>,
    kind: Limited,
    keys: [String; 3],
}

impl Limits {
    /// Counters that start empty.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let time = Time(clock);
        let mut counters = Vec::new();
        for kind in Limited::EVERY {
            for (dimension, allowance) in kind.allowances().into_iter().enumerate() {
                let Some(Bucket { burst, refill }) = allowance else {
                    continue;
                };
                // The failure that finds no place is the last one of the row.
                let burst = NonZeroU32::new(burst - 1).unwrap_or(NonZeroU32::MIN);
                let quota = Quota::with_period(Duration::from_secs(refill.0.max(1) as u64))
                    .unwrap_or(Quota::per_second(NonZeroU32::MIN))
                    .allow_burst(burst);
                counters.push(Counter {
                    kind,
                    dimension,
                    limiter: RateLimiter::hashmap_with_clock(quota, time.clone()),
                    refused: Mutex::default(),
                });
            }
        }
        Limits { time, counters }
    }

    /// Lets an attempt go ahead, or says how long to wait.
    pub fn attempt(self: &Arc<Self>, kind: Limited, from: IpAddr, account: &str) -> Result<Attempt> {
        let keys = keys(from, account);
        self.check(kind, &keys)?;
        Ok(Attempt {
            limits: Arc::clone(self),
            kind,
            keys,
        })
    }

    /// Counts a failure; beyond the limit the answer is how long to wait.
    pub fn failed(&self, kind: Limited, from: IpAddr, account: &str) -> Result<()> {
        let keys = keys(from, account);
        self.check(kind, &keys)?;
        self.count(kind, &keys);
        Ok(())
    }

    fn check(&self, kind: Limited, keys: &[String; 3]) -> Result<()> {
        let now = self.time.now();
        for counter in self.counters.iter().filter(|counter| counter.kind == kind) {
            let Ok(refused) = counter.refused.lock() else {
                continue;
            };
            if let Some(until) = refused.get(&keys[counter.dimension]).filter(|until| **until > now) {
                let wait = Seconds((*until - now).as_secs() as i64 + 1);
                return Err(Error::TooMany(wait.min(HOUR)));
            }
        }
        Ok(())
    }

    fn count(&self, kind: Limited, keys: &[String; 3]) {
        for counter in self.counters.iter().filter(|counter| counter.kind == kind) {
            let key = &keys[counter.dimension];
            if let Err(not_until) = counter.limiter.check_key(key)
                && let Ok(mut refused) = counter.refused.lock()
            {
                refused.insert(key.clone(), not_until.earliest_possible());
            }
        }
    }

    /// Forgets what no longer counts.
    pub fn sweep(&self) {
        let now = self.time.now();
        for counter in &self.counters {
            counter.limiter.retain_recent();
            if let Ok(mut refused) = counter.refused.lock() {
                refused.retain(|_, until| *until > now);
            }
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
    /// The attempt failed: it counts.
    pub fn failed(self) {
        self.limits.count(self.kind, &self.keys);
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
        match limits.attempt(kind, from.parse().unwrap(), account) {
            Ok(attempt) => {
                attempt.failed();
                true
            }
            Err(_) => false,
        }
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
