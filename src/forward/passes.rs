//! What a browser carries between an application's host and ours: sealed, so that nobody makes one up, and each bound to
//! where it is for.
//!
//! 1. At the application: a mark of the browser in a cookie, and a [`Ticket`] on the way to us.
//! 2. Here, for whoever is signed in and may: a [`Code`] on the way back, for that browser alone and for a minute.
//! 3. At the application: a cookie that names the session here ([`cookie`]).

use super::hosts::Origin;
use crate::base::clock::{HOUR, MINUTE};
use crate::base::secret::{Hash, base64url, from_base64url};
use crate::base::{Env, Seconds, SessionId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// How long somebody may take to sign in.
const TICKET_LIFETIME: Seconds = HOUR;
/// How long the way back may take.
const CODE_LIFETIME: Seconds = MINUTE;
/// The longest address that somebody is led back to, in bytes; from a longer one, to the beginning.
const LONGEST_ADDRESS: usize = 1024;

/// Whoever asked for what, on their way to us.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ticket {
    scheme: String,
    host: String,
    /// Path and query.
    pub address: String,
    /// What the browser's mark at the application is known by.
    mark: String,
    at: Seconds,
}

/// The same on the way back, with the session that it is for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Code {
    pub address: String,
    pub session: SessionId,
    mark: String,
    at: Seconds,
}

impl Ticket {
    /// For an address of an application, asked for by the browser with this mark.
    pub fn new(env: &Env, origin: &Origin, address: &str, mark: &str) -> Self {
        let is_usual = address.starts_with('/') && !address.starts_with("//") && address.len() <= LONGEST_ADDRESS;
        Ticket {
            scheme: if origin.is_https { "https" } else { "http" }.into(),
            host: origin.host.clone(),
            address: if is_usual { address } else { "/" }.to_owned(),
            mark: Hash::of(mark).0,
            at: env.now(),
        }
    }

    /// As it stands in an address.
    pub fn seal(&self, env: &Env) -> String {
        seal(env, "forward ticket", self)
    }

    /// The ticket in an address, unless it is nobody's or too old.
    pub fn open(env: &Env, sealed: &str) -> Option<Self> {
        let ticket: Ticket = open(env, "forward ticket", sealed)?;
        (env.now() - ticket.at <= TICKET_LIFETIME).then_some(ticket)
    }

    /// Where it was asked.
    pub fn origin(&self) -> Option<Origin> {
        Origin::parse(&self.scheme, &self.host)
    }

    /// The code of whoever may, as it stands in an address.
    pub fn code(&self, env: &Env, origin: &Origin, session: &SessionId) -> String {
        let code = Code {
            address: self.address.clone(),
            session: session.clone(),
            mark: self.mark.clone(),
            at: env.now(),
        };
        seal(env, &format!("forward code/{origin}"), &code)
    }
}

impl Code {
    /// The code in an address, if it is for this origin and for the browser with this mark.
    pub fn open(env: &Env, origin: &Origin, sealed: &str, mark: &str) -> Option<Self> {
        let code: Code = open(env, &format!("forward code/{origin}"), sealed)?;
        let is_new = env.now() - code.at <= CODE_LIFETIME;
        (is_new && code.mark == Hash::of(mark).0).then_some(code)
    }
}

/// The cookie at an application by which a browser is known to have this session here.
pub fn cookie(env: &Env, origin: &Origin, session: &SessionId) -> String {
    seal(env, &format!("forward session/{origin}"), session)
}

/// The session that such a cookie names, if it is of this origin.
pub fn session(env: &Env, origin: &Origin, cookie: &str) -> Option<SessionId> {
    open(env, &format!("forward session/{origin}"), cookie)
}

fn seal(env: &Env, place: &str, content: &impl Serialize) -> String {
    let content = serde_json::to_vec(content).unwrap_or_default();
    base64url(&env.vault.seal(&*env.random, place, &content))
}

fn open<T: DeserializeOwned>(env: &Env, place: &str, sealed: &str) -> Option<T> {
    let opened = env.vault.open(place, &from_base64url(sealed)?).ok()?;
    serde_json::from_slice(&opened).ok()
}
