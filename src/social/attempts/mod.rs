//! People on their way to a provider and back.
//!
//! Owns the table `social_attempts`. An attempt is bound to this browser and key (A53, A54, A55: nobody
//! else can use it up).

mod store;

pub use store::sweep;

use super::keys::Key;
use crate::base::secret::{Hash, Secret};
use crate::base::{Env, Error, Result, UserId};
use crate::db::Write;
use crate::upstream::attempt::{NewAttempt, Presented, Protection};
use crate::upstream::authorization::UpstreamRequest;

const TABLE: &str = "social_attempts";

/// What an attempt is for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    /// To sign in.
    SignIn,
    /// To link the provider's account to this user's.
    Link(UserId),
    /// To show this administrator what comes back.
    Test(UserId),
}

/// An attempt that came back.
pub struct Attempt {
    pub provider: String,
    pub purpose: Purpose,
    pub verifier: Option<Secret>,
    /// The hash of the nonce that the ID token must carry.
    nonce_hash: String,
    /// Where to go afterwards, as [`ReturnTo`](crate::login::ReturnTo) writes it.
    pub return_to: String,
}

impl Attempt {
    /// Whether this is the nonce of the attempt.
    pub fn is_nonce(&self, nonce: &str) -> bool {
        Hash::of(nonce).matches(&self.nonce_hash)
    }
}

/// An attempt to be begun.
pub struct Begin<'a> {
    pub key: &'a Key,
    /// The browser's own cookie.
    pub browser: &'a str,
    pub purpose: &'a Purpose,
    pub return_to: &'a str,
    /// The person is to give their password there again.
    pub is_fresh: bool,
}

/// Begins an attempt; the provider's address.
pub fn begin(db: &Write, env: &Env, begin: &Begin) -> Result<String> {
    let key = begin.key;
    let protection = Protection {
        pkce: key.use_pkce,
        nonce: key.is_openid(),
    };
    if store::are_too_many(db)? {
        return Err(Error::Busy(
            "Too many sign-ins with this provider were begun and not finished. Try again in ten minutes.".into(),
        ));
    }
    let attempt = NewAttempt::make(env, &protection);
    let (purpose, user_id) = match begin.purpose {
        Purpose::SignIn => ("Sign in", None),
        Purpose::Link(user_id) => ("Link", Some(user_id)),
        Purpose::Test(user_id) => ("Test", Some(user_id)),
    };
    let aim = store::Aim {
        provider: &key.name,
        purpose,
        user_id,
        return_to: begin.return_to,
    };
    store::insert(db, &attempt.stored(env, TABLE, begin.browser), &aim)?;
    let mut parameters = key.auth_url_data();
    if begin.is_fresh && key.is_openid() {
        // With max_age the ID token says when the password was given (OpenID Connect Core §3.1.2.1).
        for (name, value) in [("prompt", "login"), ("max_age", "0")] {
            if !parameters.iter().any(|(own, _)| own == name) {
                parameters.push((name.to_owned(), value.to_owned()));
            }
        }
    }
    let scope = parameters.iter().find(|(name, _)| name == "scope");
    let request = UpstreamRequest {
        endpoint: &key.authorize_url(),
        client_id: &key.client_id,
        redirect_uri: &key.redirect_uri(env),
        scope: scope.map(|(_, scope)| scope.as_str()).unwrap_or_default(),
        parameters: &parameters,
    };
    request
        .address(&attempt)
        .ok_or_else(|| Error::invalid("authorize_url", "Please enter Authorize URL"))
}

/// Ends an attempt: it is used up by the browser that began it, in time.
pub fn take(db: &Write, env: &Env, browser: &str, state: &str) -> Result<Option<Attempt>> {
    let presented = Presented::of(state, browser);
    let Some(taken) = store::take(db, &presented, env.now())? else {
        return Ok(None);
    };
    let purpose = match (taken.purpose.as_str(), taken.user_id) {
        ("Sign in", None) => Purpose::SignIn,
        ("Link", Some(user_id)) => Purpose::Link(user_id),
        ("Test", Some(user_id)) => Purpose::Test(user_id),
        (purpose, _) => {
            return Err(Error::Internal(format!(
                "an attempt has the purpose {purpose:?} of nobody"
            )));
        }
    };
    Ok(Some(Attempt {
        provider: taken.provider,
        purpose,
        verifier: presented.verifier(env, TABLE, taken.verifier_sealed.as_deref())?,
        nonce_hash: taken.nonce_hash,
        return_to: taken.return_to,
    }))
}
