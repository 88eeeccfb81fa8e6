//! People on their way to the other side's consent and back.
//!
//! Owns the table `connection_attempts`. An attempt is bound to this browser, user and app (A53, A54, A55:
//! nobody else can use it up).

mod store;

pub use store::sweep;

use super::apps::ConnectedApp;
use crate::base::secret::Secret;
use crate::base::{Env, Error, Result, UserId};
use crate::db::Write;
use crate::upstream::attempt::{NewAttempt, Presented, Protection};
use crate::upstream::authorization::UpstreamRequest;

const TABLE: &str = "connection_attempts";

/// A consent that somebody was sent for.
pub struct Attempt {
    pub verifier: Option<Secret>,
    pub success_uri: Option<String>,
}

/// Who is on the way: a user in a browser.
pub struct AttemptOwner<'a> {
    pub user_id: &'a UserId,
    /// The browser's own cookie.
    pub browser: &'a str,
}

/// Begins an attempt; the address of the other side's consent.
pub fn begin(
    db: &Write,
    env: &Env,
    app: &ConnectedApp,
    who: &AttemptOwner,
    success_uri: Option<&str>,
) -> Result<String> {
    let protection = Protection {
        pkce: app.use_pkce,
        nonce: false,
    };
    let attempt = NewAttempt::make(env, &protection);
    let stored = attempt.stored(env, TABLE, who.browser);
    store::insert(db, &stored, &app.name, who.user_id, success_uri)?;
    let request = UpstreamRequest {
        endpoint: &app.authorization_uri,
        client_id: &app.client_id,
        redirect_uri: &app.redirect_uri,
        scope: &app.scope(),
        parameters: &app.query_parameters,
    };
    request.address(&attempt).ok_or_else(|| {
        Error::invalid(
            "authorization_uri",
            "The Authorization URI is missing on the Connected App.",
        )
    })
}

/// Ends an attempt: it is used up by the browser and user who began it, at this app, in time.
pub fn take(db: &Write, env: &Env, app: &str, who: &AttemptOwner, state: &str) -> Result<Option<Attempt>> {
    let presented = Presented::of(state, who.browser);
    let Some((sealed, success_uri)) = store::take(db, &presented, app, who.user_id, env.now())? else {
        return Ok(None);
    };
    Ok(Some(Attempt {
        verifier: presented.verifier(env, TABLE, sealed.as_deref())?,
        success_uri,
    }))
}
