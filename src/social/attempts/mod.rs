//! People on their way to a provider and back.
//!
//! Owns the table `social_attempts`. State, nonce and PKCE are made for each attempt; it is used once,
//! lives ten minutes and is bound to this browser and key (A53, A54, A55).

pub mod store;

use super::keys::Key;
use crate::base::clock::MINUTE;
use crate::base::secret::{Hash, Secret};
use crate::base::{Env, Error, Result, Seconds, secret};
use crate::db::Write;

/// How long the provider may take.
const LIFETIME: Seconds = 10 * MINUTE;

/// What an attempt is for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    /// To sign in.
    SignIn,
    /// To link the provider's account to this user's.
    Link(String),
    /// To show this administrator what comes back.
    Test(String),
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
    let Begin { key, .. } = begin;
    let (state, nonce) = (Secret::generate(&*env.random), Secret::generate(&*env.random));
    let verifier = key.use_pkce.then(|| Secret::generate(&*env.random));
    let sealed = verifier.as_ref().map(|verifier| {
        env.vault
            .seal_text(&*env.random, &place(&state.hash()), verifier.reveal())
    });
    let (purpose, user_id) = match begin.purpose {
        Purpose::SignIn => ("Sign in", None),
        Purpose::Link(user_id) => ("Link", Some(user_id.as_str())),
        Purpose::Test(user_id) => ("Test", Some(user_id.as_str())),
    };
    store::insert(
        db,
        &store::Row {
            state: state.hash().0,
            provider: key.name.clone(),
            browser: Hash::of(begin.browser).0,
            purpose,
            user_id,
            nonce: nonce.hash().0,
            verifier: sealed,
            return_to: begin.return_to,
            now: env.now(),
            expires_at: env.now() + LIFETIME,
        },
    )?;
    address(env, begin, state.reveal(), nonce.reveal(), verifier.as_ref())
}

/// Ends an attempt: it is used up by the browser that began it, in time.
pub fn take(db: &Write, env: &Env, browser: &str, state: &str) -> Result<Option<Attempt>> {
    let state = Hash::of(state);
    let Some(row) = store::take(db, &state.0, &Hash::of(browser).0, env.now())? else {
        return Ok(None);
    };
    let verifier = match &row.verifier {
        Some(sealed) => Some(Secret::of(&env.vault.open_text(&place(&state), sealed)?)),
        None => None,
    };
    let purpose = match (row.purpose.as_str(), row.user_id) {
        ("Link", Some(user_id)) => Purpose::Link(user_id),
        ("Test", Some(user_id)) => Purpose::Test(user_id),
        _ => Purpose::SignIn,
    };
    Ok(Some(Attempt {
        provider: row.provider,
        purpose,
        verifier,
        nonce_hash: row.nonce,
        return_to: row.return_to,
    }))
}

fn place(state: &Hash) -> String {
    format!("social_attempts/{}/verifier_sealed", state.0)
}

/// Where people are sent to (RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core §3.1.2.1).
fn address(env: &Env, begin: &Begin, state: &str, nonce: &str, verifier: Option<&Secret>) -> Result<String> {
    let key = begin.key;
    let mut url = url::Url::parse(&key.authorize_url())
        .map_err(|_| Error::invalid("authorize_url", "Please enter Authorize URL"))?;
    let data = key.auth_url_data();
    {
        let mut query = url.query_pairs_mut();
        query
            .append_pair("redirect_uri", &key.redirect_uri(env))
            .append_pair("state", state);
        for (name, value) in &data {
            query.append_pair(name, value);
        }
        if !data.iter().any(|(name, _)| name == "response_type") {
            query.append_pair("response_type", "code");
        }
        query.append_pair("client_id", &key.client_id);
        if key.is_openid() {
            query.append_pair("nonce", nonce);
            // With max_age the ID token says when the password was given (§3.1.2.1).
            let fresh = [("prompt", "login"), ("max_age", "0")];
            for (name, value) in fresh.into_iter().filter(|_| begin.is_fresh) {
                if !data.iter().any(|(own, _)| own == name) {
                    query.append_pair(name, value);
                }
            }
        }
        if let Some(verifier) = verifier {
            let challenge = secret::base64url(&secret::sha256(verifier.reveal().as_bytes()));
            query
                .append_pair("code_challenge", &challenge)
                .append_pair("code_challenge_method", "S256");
        }
    }
    Ok(url.into())
}
