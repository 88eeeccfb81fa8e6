//! People on their way to the other side's consent and back.
//!
//! Owns the table `connection_attempts`. The state is 256 random bits, used once, lives ten minutes
//! and is bound to this browser, user and app (A53, A54, A55).

pub mod store;

use super::apps::ConnectedApp;
use super::token_request::RESERVED;
use crate::base::clock::MINUTE;
use crate::base::secret::{Hash, Secret};
use crate::base::{Env, Error, Result, Seconds, secret};
use crate::db::Write;

/// How long the other side's consent may take.
const LIFETIME: Seconds = 10 * MINUTE;

/// A consent that somebody was sent for.
pub struct Attempt {
    pub verifier: Option<Secret>,
    pub success_uri: Option<String>,
}

/// Who is on the way: a user in a browser.
pub struct Traveller<'a> {
    pub user_id: &'a str,
    /// The browser's own cookie.
    pub browser: &'a str,
}

/// Begins an attempt; the address of the other side's consent.
pub fn begin(db: &Write, env: &Env, app: &ConnectedApp, who: &Traveller, success_uri: Option<&str>) -> Result<String> {
    let state = Secret::generate(&*env.random);
    let verifier = app.use_pkce.then(|| Secret::generate(&*env.random));
    let sealed = verifier.as_ref().map(|verifier| {
        env.vault
            .seal_text(&*env.random, &place(&state.hash()), verifier.reveal())
    });
    let browser = Hash::of(who.browser);
    let expires_at = env.now() + LIFETIME;
    let row = store::NewAttempt {
        state: &state.hash().0,
        app: &app.name,
        user_id: who.user_id,
        browser: &browser.0,
        verifier_sealed: sealed.as_deref(),
        success_uri,
        now: env.now(),
        expires_at,
    };
    store::insert(db, &row)?;
    consent_address(app, state.reveal(), verifier.as_ref())
}

/// Ends an attempt: it is used up by the browser and user who began it, at this app, in time.
pub fn take(db: &Write, env: &Env, app: &str, who: &Traveller, state: &str) -> Result<Option<Attempt>> {
    let state = Hash::of(state);
    let taken = store::take(db, &state.0, app, who.user_id, &Hash::of(who.browser).0, env.now())?;
    let Some((sealed, success_uri)) = taken else {
        return Ok(None);
    };
    let open = |sealed: String| env.vault.open_text(&place(&state), &sealed);
    Ok(Some(Attempt {
        verifier: sealed.map(open).transpose()?.map(|verifier| Secret::of(&verifier)),
        success_uri,
    }))
}

fn place(state: &Hash) -> String {
    format!("connection_attempts/{}/verifier_sealed", state.0)
}

/// The other side's consent (RFC 6749 §4.1.1, RFC 7636 §4.3), in the order in which Frappe writes it.
fn consent_address(app: &ConnectedApp, state: &str, verifier: Option<&Secret>) -> Result<String> {
    let mut url = url::Url::parse(&app.authorization_uri).map_err(|_| {
        Error::invalid(
            "authorization_uri",
            "The Authorization URI is missing on the Connected App.",
        )
    })?;
    let scope = app.scope();
    {
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &app.client_id)
            .append_pair("redirect_uri", &app.redirect_uri);
        if !scope.is_empty() {
            query.append_pair("scope", &scope);
        }
        query.append_pair("state", state);
        for (key, value) in &app.query_parameters {
            if !RESERVED.contains(&key.as_str()) {
                query.append_pair(key, value);
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
