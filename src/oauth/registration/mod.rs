//! Apps that record themselves: by dynamic registration (RFC 7591, RFC 7592), or by the document at the address that is
//! their id ([`document`], Client ID Metadata Documents).
//!
//! What such an app may is what OAuth Provider Settings say ([`Registration`]), and never more than what people allow it
//! (A45: registration never grants what policy forbids).

pub mod document;
mod metadata;
mod store;

use super::clients::{self, Client};
use super::error::{ErrorCode, OAuthError, OAuthResult};
use super::initial_tokens;
use super::record_types::OAUTH_CLIENT;
use super::settings::{self, Registration};
use super::trust::is_trusted_further;
use crate::base::clock::DAY;
use crate::base::secret::{Hash, Secret};
use crate::base::{ClientId, Env, Error, Result};
use crate::db::{Read, Write};
use crate::records::{Input, Outcome, Writing, verbs};
pub use metadata::{describe, fields};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// What a registration answers with, beside what was registered.
pub struct Registered {
    pub client: Arc<Client>,
    pub secret: Option<String>,
    /// What the app manages its registration with (RFC 7592 §3).
    pub token: Secret,
}

/// Whether whoever presents this may register apps.
pub fn admits(db: &Read, env: &Env, policy: &Registration, presented: Option<&str>) -> OAuthResult<()> {
    let refused = |why: &str| Err(OAuthError::new(ErrorCode::InvalidToken, why).into());
    match presented {
        _ if !policy.needs_token => Ok(()),
        None => refused("Registering an app here needs a registration token: ask the administrator of this site."),
        Some(token) if initial_tokens::is_one(db, &Hash::of(token), env.now())? => Ok(()),
        Some(_) => refused("The registration token is unknown or has expired."),
    }
}

/// Records an app as it describes itself (RFC 7591 §3).
pub fn register(cx: &Writing, policy: &Registration, described: &Map<String, Json>) -> OAuthResult<Registered> {
    if store::waiting(cx.db, "Dynamic")? >= policy.limit {
        let why = "Too many apps wait for somebody to sign in to them. Try again later.";
        return Err(OAuthError::new(ErrorCode::TemporarilyUnavailable, why).into());
    }
    let mut fields = fields(described, policy)?;
    fields.insert("enabled".into(), (!policy.needs_approval).into());
    let input = input(&fields)?;
    let made = verbs::insert(cx, &OAUTH_CLIENT, &input).map_err(refused)?;
    let (record, outcome) = made;
    let id = ClientId::from(&record.name);
    let token = Secret::generate(&*cx.env.random);
    // Nobody here has looked at its addresses: what people allow at one of them is not for another (A70).
    clients::addresses_added(cx.db, &id, Some(cx.env.now()))?;
    store::mark(cx.db, &id, &token.hash(), policy.needs_approval)?;
    registered(cx.db, &id, &outcome, token)
}

/// Replaces what an app said of itself (RFC 7592 §2.2), if this is still its token. New redirect URIs are approved anew
/// where that is asked for.
pub fn replace(
    cx: &Writing,
    policy: &Registration,
    id: &ClientId,
    presented: &str,
    described: &Map<String, Json>,
) -> OAuthResult<Registered> {
    let client = still_managed(cx.db, id, presented)?;
    let (awaits, outcome) = change(cx, policy, &client, described)?;
    let token = Secret::generate(&*cx.env.random);
    store::mark(cx.db, &client.id, &token.hash(), awaits)?;
    registered(cx.db, &client.id, &outcome, token)
}

/// Ends an app's registration, if this is still its token (RFC 7592 §2.3).
pub fn remove(cx: &Writing, id: &ClientId, presented: &str) -> OAuthResult<()> {
    let client = still_managed(cx.db, id, presented)?;
    Ok(verbs::delete(cx, &OAUTH_CLIENT, client.id.as_str())?)
}

/// The client that this token manages, as it is now; what somebody here has trusted further, only they change.
fn still_managed(db: &Read, id: &ClientId, presented: &str) -> OAuthResult<Arc<Client>> {
    let why = "This registration is not managed with this token any more.";
    match managed(db, id, presented)? {
        Some(client) if !is_trusted_further(db, &client)? => Ok(client),
        _ => Err(OAuthError::new(ErrorCode::InvalidToken, why).into()),
    }
}

/// Changes a client to what it says of itself now, within what somebody here has set; says whether it awaits approval.
fn change(
    cx: &Writing,
    policy: &Registration,
    client: &Client,
    described: &Map<String, Json>,
) -> OAuthResult<(bool, Outcome)> {
    // What somebody here has given it beside policy stays.
    let policy = &Registration {
        scopes: policy.scopes.with(&client.scopes),
        ..policy.clone()
    };
    let mut fields = fields(described, policy)?;
    metadata::keep_limits(&mut fields, client);
    if client.awaits_approval && fields.get("redirect_uris") != Some(&serde_json::json!(client.redirect_uris)) {
        let why = "This app awaits approval as it is: it cannot have other addresses before.";
        return Err(OAuthError::new(ErrorCode::InvalidRedirectUri, why).into());
    }
    let input = input(&fields)?;
    let (_, outcome) = verbs::update(cx, &OAUTH_CLIENT, client.id.as_str(), &input, None).map_err(refused)?;
    let has_moved = clients::get(cx.db, &client.id)?.is_some_and(|now| now.redirect_uris != client.redirect_uris);
    if has_moved {
        clients::addresses_added(cx.db, &client.id, Some(cx.env.now()))?;
    }
    let awaits = client.awaits_approval || (policy.needs_approval && has_moved);
    if awaits && client.enabled {
        let off = Input([("enabled".to_owned(), 0.into())].into_iter().collect());
        verbs::update(cx, &OAUTH_CLIENT, client.id.as_str(), &off, None).map_err(refused)?;
    }
    Ok((awaits, outcome))
}

fn registered(db: &Read, id: &ClientId, outcome: &Outcome, token: Secret) -> OAuthResult<Registered> {
    let client = clients::get(db, id)?;
    let client = client.ok_or_else(|| Error::Internal("a client that was just recorded is gone".into()))?;
    let secret = outcome.shown.iter().find(|shown| shown.name == "client_secret");
    Ok(Registered {
        client,
        secret: secret.map(|shown| shown.value.clone()),
        token,
    })
}

fn input(fields: &Map<String, Json>) -> OAuthResult<Input> {
    Input::from_json(&OAUTH_CLIENT, fields, None).map_err(refused)
}

/// What the record's rules found wrong, in the words of RFC 7591 §3.2.2.
fn refused(error: Error) -> super::Rejection {
    match &error {
        Error::Invalid(found) => {
            let is_address = found.0.iter().any(|(field, _)| field == "redirect_uris");
            let code = match is_address {
                true => ErrorCode::InvalidRedirectUri,
                false => ErrorCode::InvalidClientMetadata,
            };
            OAuthError::new(code, error.to_string()).into()
        }
        _ => error.into(),
    }
}

/// The client that this token manages the registration of; one that was switched off manages nothing (A46).
pub fn managed(db: &Read, id: &ClientId, token: &str) -> Result<Option<Arc<Client>>> {
    let is_its = store::registration_hash(db, id)?.is_some_and(|hash| Hash::of(token).matches(&hash));
    let client = clients::get(db, id)?.filter(|client| client.enabled || client.awaits_approval);
    Ok(client.filter(|_| is_its))
}

/// Removes apps that recorded themselves and that nobody is signed in to.
pub fn sweep(db: &Write, env: &Env) -> Result<usize> {
    let policy = settings::registration(db)?;
    store::sweep_unused(db, (env.now() - DAY.times(policy.days)).millis())
}
