//! Token exchange (RFC 8693): an API that was called in somebody's name calls another one in their name. The token that it
//! was called with becomes one for the other API, which says who acts for whom (`act`).

use super::issued::Issued;
use crate::base::{Env, Scopes};
use crate::db::Write;
use crate::oauth::clients::Client;
use crate::oauth::error::{ErrorCode, OAuthError, OAuthResult};
use crate::oauth::grants::{self, Live, NewToken, TokenKind, Told};
use crate::oauth::resources::{self, Target};
use std::sync::Arc;

/// The most clients that act for one another in a token.
const MOST_ACTORS: usize = 4;

/// What a client brings to be exchanged.
pub struct Exchange<'a> {
    pub subject_token: &'a str,
    /// The API that the new token is for.
    pub resource: &'a str,
    /// The scopes that it asks for; without a word, all that there are.
    pub scope: Option<&'a str>,
    /// The thumbprint of the key whose proof came with it (RFC 9449 §5).
    pub key: Option<&'a str>,
}

/// Exchanges an access token. The client has proved who it is. What comes of it never says more, nor lives longer, than
/// what was presented, and ends with the sign-in that both come from.
pub fn token_exchange(db: &Write, env: &Env, client: &Client, presented: &Exchange) -> OAuthResult<Issued> {
    // Where it may not go, nothing is said of what it brings.
    let target = target(db, client, presented.resource)?;
    let subject = subject(db, env, client, presented)?;
    let scopes = target.scopes_of(&asked(client, &subject, presented.scope)?)?;
    let left = subject.lifetime.map(|(_, ends)| ends - env.now()).unwrap_or_default();
    let lifetime = target.lifetime(client).min(left);
    let mut actors = vec![client.id.clone()];
    actors.extend(subject.actors.iter().cloned());
    let new = NewToken {
        grant_id: &subject.grant.id,
        scopes: &scopes,
        lifetime,
        key: presented.key,
        target: target.resource(),
        exchanged: Some((&actors, grants::hash_of(db, env, presented.subject_token)?.0)),
    };
    let access_token = grants::issue_access(db, env, &new)?;
    let live = Live {
        actors,
        told: Told::default(),
        ..Live::clone(&subject)
    };
    Ok(Issued {
        access_token,
        refresh_token: None,
        scopes,
        lifetime,
        nonce: None,
        live: live.bound_to(presented.key, &target),
    })
}

/// The token that is presented, if this client has it rightly: it was made for the API that the client is, or issued to the
/// client.
fn subject(db: &Write, env: &Env, client: &Client, presented: &Exchange) -> OAuthResult<Arc<Live>> {
    let refused = |why: &str| Err(OAuthError::invalid_request(why).into());
    let found = grants::live_token(db, env, presented.subject_token, TokenKind::Access)?;
    let subject = match found {
        Some(subject) if subject.is_for(db, client)? => subject,
        // Whether another's token works is nobody's business.
        _ => {
            return refused(
                "The subject_token does not work, or was neither issued to this client nor made for its API (OAuth Resource, The API's Own Client).",
            );
        }
    };
    if subject.key.is_some() && presented.key.is_none() {
        return refused(
            "The subject_token is bound to a key, so what it is exchanged for is, too: send a DPoP proof (RFC 9449).",
        );
    }
    if subject.user.is_none() {
        return refused(
            "Nobody stands behind the subject_token: a client that acts by itself asks for tokens of its own.",
        );
    }
    if subject.actors.len() >= MOST_ACTORS {
        return refused("The subject_token was exchanged too often.");
    }
    Ok(subject)
}

fn target(db: &Write, client: &Client, uri: &str) -> OAuthResult<Target> {
    match resources::at(db, uri)?.filter(|resource| resource.takes_exchanges_of(&client.id)) {
        Some(resource) => Ok(Target::Other(resource)),
        None => {
            let why =
                format!("This client may not exchange tokens for {uri} (OAuth Resource, May Exchange Tokens For It).");
            Err(OAuthError::new(ErrorCode::InvalidTarget, why).into())
        }
    }
}

fn asked(client: &Client, subject: &Live, scope: Option<&str>) -> OAuthResult<Scopes> {
    let most = subject.scopes.within(&client.scopes);
    let asked = scope.map_or_else(|| most.clone(), Scopes::parse).within(&most);
    match asked.is_empty() {
        false => Ok(asked),
        true => {
            let why = "None of these scopes is both the subject_token's and this client's.";
            Err(OAuthError::new(ErrorCode::InvalidScope, why).into())
        }
    }
}
