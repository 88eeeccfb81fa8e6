//! Tokens that were exchanged (RFC 8693): who has them, who acts for whom, and whether they still may.

use super::{Live, Token, TokenKind, store};
use crate::base::{ClientId, Result};
use crate::db::Read;
use crate::oauth::clients::{self, Client};
use crate::oauth::resources;
use serde_json::{Value as Json, json};

impl Live {
    /// The client that has the token: the last that exchanged it, else the one that it was issued to.
    pub fn holder(&self) -> &ClientId {
        self.grant.holder(&self.actors)
    }

    /// Who acts in the user's name, and for whom in turn (`act`, RFC 8693 §4.1).
    pub fn act(&self) -> Option<Json> {
        let say = |earlier: Option<Json>, client: &ClientId| match earlier {
            Some(earlier) => Some(json!({ "sub": client, "act": earlier })),
            None => Some(json!({ "sub": client })),
        };
        self.actors.iter().rev().fold(None, say)
    }

    /// Whether the client may ask about the token (RFC 7662 §2.1): it is for it, or it is a resource server, which may about
    /// every one.
    pub fn concerns(&self, db: &Read, client: &Client) -> Result<bool> {
        Ok(client.resource_server || self.is_for(db, client)?)
    }

    /// Whether the client has the token rightly: it was issued to it, or made for the API that the client is.
    pub fn is_for(&self, db: &Read, client: &Client) -> Result<bool> {
        if *self.holder() == client.id {
            return Ok(true);
        }
        let resource = match &self.resource {
            Some(uri) => resources::at(db, uri)?,
            None => None,
        };
        Ok(resource.is_some_and(|resource| resource.is_served_by(&client.id)))
    }
}

/// Whether whoever acts in the user's name with a token still may, and so on back to the token that the first of them was
/// called with (A20: withdrawn rights end at once).
pub(super) fn may_act(db: &Read, token: &Token) -> Result<bool> {
    let Some(actor) = token.actors.first() else {
        return Ok(true);
    };
    let (Some(parent), Some(uri)) = (&token.parent, &token.resource) else {
        return Ok(false);
    };
    let client = clients::get(db, actor)?.filter(|client| client.enabled && client.scopes.covers(&token.scopes));
    let resource = resources::at(db, uri)?.filter(|resource| resource.takes_exchanges_of(actor));
    let parent = store::token(db, parent, TokenKind::Access)?.filter(|(parent, _)| parent.used_at.is_none());
    match (client, resource, parent) {
        (Some(_), Some(_), Some((parent, _))) => may_act(db, &parent),
        _ => Ok(false),
    }
}
