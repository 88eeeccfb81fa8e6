//! The Token Cache: what we hold for one user (or for the site itself) at one Connected App.
//!
//! Owns the table `token_caches`. Tokens are sealed, each bound to its row.

mod store;

pub use store::{
    all_of, begin_refresh, counts, delete, due, end_attempt, fail, failing, forget_tokens, get, of_user, put,
    refreshing, renew, used,
};

use super::apps::ConnectedApp;
use crate::base::clock::DAY;
use crate::base::secret::Secret;
use crate::base::{Env, Scopes, Seconds, random};
use crate::db::row;
use crate::upstream::token_response::TokenResponse;

/// How long before its end a token is renewed, at the most.
const AHEAD: Seconds = Seconds(300);
/// A connection is not renewed more often than this.
const JUST_NOW: Seconds = Seconds(30);
/// Longer than we ever wait after a failure.
pub const MAX_WAIT: Seconds = DAY;

/// How a connection fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The last thing that was asked of the other side went well.
    Connected,
    /// Renewing fails; it is tried again.
    Failing,
    /// Only a new consent can help.
    ConnectAgain,
}

impl Status {
    /// The record's words.
    pub const OPTIONS: &[&str] = &["Connected", "Failing", "Connect Again"];

    /// The record's word.
    pub fn word(self) -> &'static str {
        match self {
            Status::Connected => "Connected",
            Status::Failing => "Failing",
            Status::ConnectAgain => "Connect Again",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        let every = [Status::Connected, Status::Failing, Status::ConnectAgain];
        every.into_iter().find(|status| status.word() == word)
    }
}

row! {
    /// What we hold. It does not print its tokens.
    #[derive(Clone, Debug)]
    pub struct Held in "token_caches" {
        /// `<app>-<user>`, as Frappe names it; without a user for the site itself.
        pub name: String,
        pub connected_app: String,
        pub provider_name: String,
        pub user: Option<String> = "user_name",
        pub access_token: Secret = skip(Secret::of("")),
        pub refresh_token: Option<Secret> = skip(None),
        pub scopes: Scopes,
        /// `None`: the other side does not say.
        pub expires_at: Option<Seconds>,
        pub connected_as: Option<String>,
        pub status: Status,
        pub refreshing_at: Option<Seconds>,
        pub failing_since: Option<Seconds>,
        pub failure: Option<String>,
        pub failures: i64,
        pub next_attempt_at: Option<Seconds>,
        /// Until when the other side asked to be left alone.
        pub wait_until: Option<Seconds>,
        /// When the other side was asked last to renew it.
        pub last_attempt_at: Option<Seconds>,
        pub connected_at: Seconds,
        pub last_refreshed_at: Option<Seconds>,
        pub last_used_at: Option<Seconds>,
    }
}

impl Held {
    /// Whether the access token is good for at least so many seconds. One from the future (the clock
    /// was set back) is good for nothing that can be told.
    pub fn is_good_for(&self, margin: Seconds, now: Seconds) -> bool {
        let fetched_at = self.last_refreshed_at.unwrap_or(self.connected_at);
        self.status != Status::ConnectAgain
            && self
                .expires_at
                .is_none_or(|at| at - now >= margin && fetched_at - now <= AHEAD)
    }

    /// Whether it is too early to try again after a failure. A moment that lies further ahead than we
    /// ever wait is of a clock that was set back.
    pub fn is_waiting(&self, now: Seconds) -> bool {
        self.next_attempt_at.is_some_and(|at| at > now && at - now <= MAX_WAIT)
    }

    /// Whether the other side is not to be asked now, whoever wants it: as long as it said itself, or
    /// else a moment after it was asked last.
    pub fn is_to_be_left_alone(&self, now: Seconds) -> bool {
        let just_now = |at: Seconds| (Seconds::ZERO..JUST_NOW).contains(&(now - at));
        match self.wait_until {
            Some(at) => at > now && at - now <= MAX_WAIT,
            None => self.last_attempt_at.is_some_and(just_now),
        }
    }

    /// Whether there is anything to renew it with.
    pub fn is_renewable(&self) -> bool {
        self.is_service() || self.refresh_token.is_some()
    }

    /// Whether it is the site's own.
    pub fn is_service(&self) -> bool {
        self.user.is_none()
    }
}

/// A connection that was just made.
pub struct NewConnection<'a> {
    pub user: Option<&'a str>,
    pub response: &'a TokenResponse,
    pub connected_as: Option<&'a str>,
    pub success_uri: Option<&'a str>,
}

/// The name of a Token Cache.
pub fn name_of(app: &str, user: Option<&str>) -> String {
    format!("{app}-{}", user.unwrap_or_default())
}

/// Times that follow from a token response: how long the token lives, when it ends, and when it is renewed
/// ahead of that. The moment has a little chance in it, so that connections that were made together
/// are not renewed together.
pub struct Times {
    pub expires_in: Option<Seconds>,
    pub expires_at: Option<Seconds>,
    pub refresh_at: Option<Seconds>,
}

/// The times of a response that was just received.
pub fn times(env: &Env, app: &ConnectedApp, response: &TokenResponse) -> Times {
    let assumed = Some(app.default_expires_in).filter(|seconds| *seconds > Seconds::ZERO);
    let expires_in = response.expires_in.or(assumed);
    let [chance] = random::bytes::<1>(&*env.random);
    let renew_in = expires_in.map(|seconds| {
        let ahead = seconds.part(1, 5).min(AHEAD);
        (seconds - ahead - ahead.part(i64::from(chance), 512)).max(JUST_NOW.times(2))
    });
    Times {
        expires_in,
        expires_at: expires_in.map(|seconds| env.now() + seconds),
        refresh_at: renew_in.map(|seconds| env.now() + seconds),
    }
}
