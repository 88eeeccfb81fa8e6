//! Which provider a session came from, so that signing out here can sign out there, too (OpenID
//! Connect RP-Initiated Logout §2).
//!
//! Owns the table `session_upstreams`.

mod store;

use super::keys;
use crate::base::secret::Secret;
use crate::base::{Env, Result, SessionId};
use crate::db::{Read, Write};
use crate::web::params::with_query;

fn place(session_id: &SessionId) -> String {
    format!("session_upstreams/{session_id}/id_token_sealed")
}

/// Remembers where a session came from.
pub fn remember(
    db: &Write,
    env: &Env,
    session_id: &SessionId,
    provider: &str,
    id_token: Option<&Secret>,
) -> Result<()> {
    let sealed = id_token.map(|token| env.vault.seal_text(&*env.random, &place(session_id), token.reveal()));
    store::insert(db, session_id, provider, sealed.as_deref())
}

/// Signing out at a provider.
pub struct SignOut {
    pub provider: String,
    pub address: String,
}

/// Where a provider sends people back to after they signed out there: to our login page, which does not send them on
/// by itself.
pub fn way_back(env: &Env) -> String {
    env.url("/login?choose=1")
}

/// Where to sign out there, if both sides know how.
pub fn sign_out(db: &Read, env: &Env, session_id: &SessionId) -> Result<Option<SignOut>> {
    let Some((provider, sealed)) = store::get(db, session_id)? else {
        return Ok(None);
    };
    let key = keys::find(db, env, &provider)?;
    let Some(key) = key.filter(|key| key.sign_out_there && !key.end_session_endpoint.is_empty()) else {
        return Ok(None);
    };
    let hint = sealed
        .map(|sealed| env.vault.open_text(&place(session_id), &sealed))
        .transpose()?;
    let back = way_back(env);
    let mut said = vec![
        ("client_id", key.client_id.as_str()),
        ("post_logout_redirect_uri", back.as_str()),
    ];
    said.extend(hint.iter().map(|hint| ("id_token_hint", hint.as_str())));
    Ok(Some(SignOut {
        address: with_query(&key.end_session_endpoint, &said),
        provider: key.provider_name,
    }))
}
