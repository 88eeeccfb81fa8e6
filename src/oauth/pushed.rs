//! Pushed authorization requests (RFC 9126): an app hands its request over beforehand, with its client authentication, and
//! sends people here with nothing but a reference.
//!
//! The reference is the request itself, under our seal: it costs us nothing to keep, whoever made it (T04). It is bound to
//! its client, lives for a minute and a half, and serves until the sign-in that it began is over (§7.3): that one has its
//! id (see [`tickets`](super::tickets)).

use super::request::Sent;
use crate::base::vault::place;
use crate::base::{ClientId, Env, Error, Result, Seconds, TicketId, random};
use crate::web::Params;
use serde::{Deserialize, Serialize};

/// What every reference begins with (RFC 9126 §2.2).
const PREFIX: &str = "urn:ietf:params:oauth:request_uri:";
/// How long somebody may take to bring it.
pub const LIFETIME: Seconds = Seconds(90);
/// The longest reference, in bytes: it stands in an address, and proxies take no longer ones.
const LONGEST: usize = 6000;

/// A request that was pushed.
#[derive(Clone, Debug)]
pub struct Pushed {
    /// Of the ticket that it becomes.
    pub id: TicketId,
    pub sent: Sent,
    pub has_expired: bool,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    params: Vec<(String, String)>,
    is_signed: bool,
    key: Option<String>,
    at: Seconds,
}

/// Whether a `request_uri` is one of these.
pub fn is_reference(request_uri: &str) -> bool {
    request_uri.starts_with(PREFIX)
}

/// The reference of a request.
pub fn reference(env: &Env, client_id: &ClientId, sent: Sent) -> Result<String> {
    let id = random::hex::<16>(&*env.random);
    let kept = Kept {
        params: sent.params.0,
        is_signed: sent.is_signed,
        key: sent.key,
        at: env.now(),
    };
    let value = serde_json::to_string(&kept);
    let value = value.map_err(|error| Error::Internal(format!("a request cannot be written: {error}")))?;
    let sealed = env.vault.seal_text(&*env.random, &sealed_for(&id, client_id), &value);
    let reference = format!("{PREFIX}{id}.{sealed}");
    match reference.len() <= LONGEST {
        true => Ok(reference),
        false => Err(Error::invalid("", "The request is too long to be pushed.")),
    }
}

/// The request of a reference; nothing if it is not this client's or not ours.
pub fn find(env: &Env, client_id: &ClientId, reference: &str) -> Option<Pushed> {
    let (id, sealed) = reference.strip_prefix(PREFIX)?.split_once('.')?;
    let value = env.vault.open_text(&sealed_for(id, client_id), sealed).ok()?;
    let kept: Kept = serde_json::from_str(&value).ok()?;
    Some(Pushed {
        id: id.into(),
        has_expired: kept.at + LIFETIME <= env.now(),
        sent: Sent {
            params: Params(kept.params),
            is_pushed: true,
            is_signed: kept.is_signed,
            key: kept.key,
            refused: None,
        },
    })
}

fn sealed_for(id: &str, client_id: &ClientId) -> String {
    place("pushed authorization requests", id, client_id.as_str())
}
