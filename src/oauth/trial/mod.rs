//! Trials ("Try it"): a sign-in that the desk runs against a client, to see each step of it.
//!
//! Owns the table `oauth_trials`. A trial lends its client one more redirect URI, ours, for the
//! ten minutes and the one session that it lives; what it gets is revoked as soon as it is shown.

mod store;
pub mod views;

pub use store::{get, sweep, take};

use super::clients::{self, Client};
use crate::base::clock::MINUTE;
use crate::base::secret::Secret;
use crate::base::{ClientId, Env, Result, Scopes, Seconds, SessionId, pkce};
use crate::db::{Read, Write, row};
use crate::web::params::with_query;

/// How long a trial lives.
const LIFETIME: Seconds = MINUTE.times(10);

row! {
    /// A trial on its way.
    #[derive(Clone, Debug)]
    pub struct Trial in "oauth_trials" {
        /// The `state` of its request.
        pub id: String,
        pub client_id: ClientId,
        pub session_id: SessionId,
        pub code_verifier: String,
        pub nonce: String,
        pub scopes: String,
        /// Whether the secret that was typed is the client's; `None`: none was typed.
        pub secret_fits: Option<bool>,
    }
}

/// Where the answer comes back to.
pub fn redirect_uri(env: &Env) -> String {
    env.url("/try/callback")
}

/// Begins a trial.
pub fn begin(
    db: &Write,
    env: &Env,
    client: &Client,
    session_id: &SessionId,
    scopes: &Scopes,
    secret: &str,
) -> Result<Trial> {
    let secret_fits = match secret {
        "" => None,
        secret => Some(clients::find_secret(db, &client.id, secret, env.now())?.is_some()),
    };
    let random = || Secret::generate(&*env.random).reveal().to_owned();
    let trial = Trial {
        id: random(),
        client_id: client.id.clone(),
        session_id: session_id.clone(),
        code_verifier: random(),
        nonce: random(),
        scopes: scopes.to_string(),
        secret_fits,
    };
    store::insert(db, &trial, env.now(), env.now() + LIFETIME)?;
    Ok(trial)
}

/// The authorization request of a trial. It asks for consent, to show that step, too.
pub fn authorization_url(env: &Env, trial: &Trial) -> String {
    with_query(
        &env.url("/oauth2/authorize"),
        &[
            ("response_type", "code"),
            ("client_id", trial.client_id.as_str()),
            ("redirect_uri", &redirect_uri(env)),
            ("scope", &trial.scopes),
            ("state", &trial.id),
            ("nonce", &trial.nonce),
            ("code_challenge", &pkce::challenge(&trial.code_verifier)),
            ("code_challenge_method", "S256"),
            ("prompt", "consent"),
        ],
    )
}

/// Whether a live trial of this client lends it this redirect URI.
pub fn lends(db: &Read, env: &Env, client_id: &ClientId, uri: &str, state: Option<&str>) -> Result<bool> {
    let Some(state) = state.filter(|_| uri == redirect_uri(env)) else {
        return Ok(false);
    };
    let trial = store::get(db, state, env.now())?;
    Ok(trial.is_some_and(|trial| trial.client_id == *client_id))
}
